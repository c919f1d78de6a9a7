//! Introducers: the colleagues who know a target best, the strongest first.
//!
//! Known bands come first, by raw strength; then mail in one direction only, by raw strength; ties by the newer last
//! contact, then by number. Of an account every colleague stands once, with the contact they know best.
//!
//! **Invariant:** only colleagues who work here introduce, and only contacts are targets: no colleague, no list,
//! nobody a record says to leave alone.
//!
//! **Invariant:** who may not be named is not in the list; who may be counted is in `hidden` and nowhere else.

use relata_model::{PersonId, RecordId, Visibility, end_of_day_seconds};
use sqlx::AssertSqlSafe;

use crate::Store;
use crate::directory::{Colleague, ColleagueRow};
use crate::error::Result;
use crate::generation::Generation;
use crate::mailbox::unsigned;
use crate::pair::{PairInsight, PairRow};

/// Where the newest contact of all is older than this, the relationship is quiet and nobody is suggested.
pub const QUIET_AFTER_DAYS: i64 = 365;

/// Whom a viewer wants to be introduced to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Somebody outside.
    Person(PersonId),
    /// Whomever a record stands for.
    Record(RecordId),
}

/// A colleague who could introduce somebody to a contact.
#[derive(Clone, Debug, PartialEq)]
pub struct Introducer {
    /// Who.
    pub colleague: Colleague,
    /// What the contact is called.
    pub contact_name: String,
    /// How well the two know each other.
    pub pair: PairInsight,
}

/// The answer to "who can introduce me".
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Introducers {
    /// The best, up to the limit asked for. Empty while the relationship is quiet.
    pub introducers: Vec<Introducer>,
    /// How many there are in all.
    pub total: u64,
    /// How many colleagues know the target and do not share it.
    pub hidden: u64,
    /// Whom it was last with, where there was contact once and there is none worth naming now.
    pub quiet: Option<Quiet>,
}

/// A relationship that once was.
#[derive(Clone, Debug, PartialEq)]
pub struct Quiet {
    /// The colleague who was in contact last.
    pub colleague: Colleague,
    /// What there was between the two.
    pub pair: PairInsight,
}

#[derive(sqlx::FromRow)]
pub(crate) struct TieRow {
    #[sqlx(flatten)]
    pub(crate) pair: PairRow,
    #[sqlx(flatten)]
    pub(crate) colleague: ColleagueRow,
    contact_name: String,
}

#[derive(Clone, Copy, sqlx::FromRow)]
struct Summary {
    visibility: i64,
    own: i64,
    colleagues: i64,
    worth_naming: i64,
    last_at: i64,
}

impl Store {
    /// Returns the colleagues who know a target best in a generation. What a colleague does not share with others is
    /// shown to themselves: `viewer` is the person of whoever asks.
    pub async fn introducers(
        &self,
        generation: &Generation,
        target: &Target,
        viewer: Option<PersonId>,
        limit: u32,
    ) -> Result<Introducers> {
        let summary = self.summary(generation, target, viewer).await?;
        let is_named = |it: &&Summary| Visibility::from_number(it.visibility).names() || it.own == 1;
        let (named, unnamed): (Vec<&Summary>, Vec<&Summary>) = summary.iter().partition(is_named);
        let counted = unnamed.iter().filter(|it| Visibility::from_number(it.visibility).counts());
        let hidden = counted.map(|it| unsigned(it.worth_naming)).sum();

        let quiet_before = end_of_day_seconds(generation.computed_for) - QUIET_AFTER_DAYS * 86_400;
        let recent = named.iter().any(|it| it.worth_naming > 0 && it.last_at >= quiet_before);
        if !recent {
            let known = named.iter().any(|it| it.colleagues > 0);
            let quiet = if known { self.last_of(generation, target, viewer).await? } else { None };
            return Ok(Introducers { hidden, quiet, ..Introducers::default() });
        }
        let total = named.iter().map(|it| unsigned(it.worth_naming)).sum();
        let introducers = self.best(generation, target, viewer, limit).await?;
        Ok(Introducers { introducers, total, hidden, quiet: None })
    }

    /// Returns how many colleagues of each visibility know the target, and how recently.
    async fn summary(
        &self,
        generation: &Generation,
        target: &Target,
        viewer: Option<PersonId>,
    ) -> Result<Vec<Summary>> {
        let sql = format!(
            "{}
             select entry.visibility,
                    case when entry.person_id = $4 then 1 else 0 end as own,
                    count(distinct pair.colleague_id) as colleagues,
                    count(distinct case when {WORTH_NAMING} then pair.colleague_id end) as worth_naming,
                    max(pair.last_at) as last_at
             {TIES}
             group by entry.visibility, case when entry.person_id = $4 then 1 else 0 end",
            known(target)
        );
        self.ask(sql, generation, target, viewer).await
    }

    async fn best(
        &self,
        generation: &Generation,
        target: &Target,
        viewer: Option<PersonId>,
        limit: u32,
    ) -> Result<Vec<Introducer>> {
        let sql = format!(
            "{}, tie as (
                 select pair.*, entry.person_id, entry.name, entry.title, entry.department, entry.email,
                        entry.standing, entry.visibility,
                        row_number() over (partition by pair.colleague_id order by {ORDER}) as place
                 {TIES} where {NAMED} and {WORTH_NAMING}
             )
             select pair.*, {CONTACT_NAME} as contact_name
             from tie as pair
             where place = 1
             order by {ORDER}
             limit {limit}",
            known(target)
        );
        let rows: Vec<TieRow> = self.ask(sql, generation, target, viewer).await?;
        Ok(rows.into_iter().map(TieRow::into_introducer).collect())
    }

    async fn last_of(
        &self,
        generation: &Generation,
        target: &Target,
        viewer: Option<PersonId>,
    ) -> Result<Option<Quiet>> {
        let sql = format!(
            "{}
             select pair.*, entry.person_id, entry.name, entry.title, entry.department, entry.email,
                    entry.standing, entry.visibility, {CONTACT_NAME} as contact_name
             {TIES} where {NAMED}
             order by pair.last_at desc, pair.raw desc, pair.colleague_id
             limit 1",
            known(target)
        );
        let rows: Vec<TieRow> = self.ask(sql, generation, target, viewer).await?;
        let quiet = |row: TieRow| Quiet { colleague: row.colleague.into_colleague(), pair: row.pair.into_insight() };
        Ok(rows.into_iter().next().map(quiet))
    }

    async fn ask<R>(
        &self,
        sql: String,
        generation: &Generation,
        target: &Target,
        viewer: Option<PersonId>,
    ) -> Result<Vec<R>>
    where
        R: for<'r> sqlx::FromRow<'r, sqlx::any::AnyRow> + Send + Unpin,
    {
        let query = sqlx::query_as(AssertSqlSafe(sql)).bind(generation.series).bind(generation.id.0);
        let query = match target {
            Target::Person(person) => query.bind(person.0),
            Target::Record(record) => query.bind(record.0.clone()),
        };
        Ok(query.bind(viewer.map_or(0, |it| it.0)).fetch_all(&self.pool).await?)
    }
}

impl TieRow {
    fn into_introducer(self) -> Introducer {
        Introducer {
            colleague: self.colleague.into_colleague(),
            contact_name: self.contact_name,
            pair: self.pair.into_insight(),
        }
    }
}

/// Rank first, cut after.
pub(crate) const ORDER: &str = "case when pair.band = 0 then 1 else 0 end, pair.raw desc, pair.last_at desc, \
                                pair.colleague_id, pair.contact_id";

/// What has faded to nothing is no introduction.
pub(crate) const WORTH_NAMING: &str = "pair.score >= 1";

/// What the viewer may be told by name.
pub(crate) const NAMED: &str = "(entry.visibility = 0 or entry.person_id = $4)";

/// A person without a name is called by their first address.
pub(crate) const CONTACT_NAME: &str = "(
    select coalesce(person.name, min(address.address))
    from person join address on address.person_id = person.person_id
    where person.person_id = pair.contact_id
    group by person.person_id, person.name)";

/// Returns a query's beginning: `known`, every pair of a target.
///
/// Materialised, because the planner of SQLite would rather read all pairs in the order of colleagues than sort a few.
fn known(target: &Target) -> String {
    let contacts = match target {
        Target::Person(_) => "= $3",
        Target::Record(_) => "in (select person_id from record_person where record_id = $3)",
    };
    format!(
        "with known as materialized (
             select * from pair
             where series = $1 and valid_from <= $2 and valid_to > $2 and contact_id {contacts}
               and exists (select 1 from contact where contact.person_id = pair.contact_id)
         )"
    )
}

/// The known pairs with a colleague who works here and is not hidden.
const TIES: &str = "
    from known as pair
    join entry on entry.person_id = pair.colleague_id and entry.standing = 0
         and (entry.visibility <> 3 or entry.person_id = $4)";
