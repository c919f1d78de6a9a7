//! Sharing: how far a tie may be told to whoever asks. The one place that knows.
//!
//! | of a tie | its colleague | told to others |
//! |---|---|---|
//! | one's own | whatever they share | named, to themselves alone |
//! | of a contact the colleague hides | whatever they share | as if there were no tie |
//! | | named | named |
//! | | named after a yes | named to whom they said yes about this contact, for as long as it holds; else counted |
//! | | counted only | counted |
//! | | hidden | as if there were no tie |
//!
//! Somebody outside whom mail alone made known, and with whom every tie is hidden, is *out of sight*: found by nobody,
//! as if never met. Whom a record stands for is known by the record.
//!
//! **Invariant:** no other file of this crate asks what a colleague shares, beside those that store it, find colleagues
//! by name, or grade records for everybody at once; a test holds that.

use std::collections::HashSet;

use jiff::Timestamp;
use relata_model::PersonId;
use sqlx::{AnyConnection, AssertSqlSafe, FromRow};

use crate::Store;
use crate::database::fetch_in;
use crate::error::Result;

/// Who asks, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asker {
    /// Their own person, if they are of the directory.
    pub person: Option<PersonId>,
    /// The moment: a yes to be named holds for a while.
    pub at: Timestamp,
}

impl Asker {
    /// Returns one who is nobody's person.
    pub fn stranger(at: Timestamp) -> Asker {
        Asker { person: None, at }
    }

    /// Returns the number of their person; 0 is nobody's.
    pub(crate) fn number(&self) -> i64 {
        self.person.map_or(0, |it| it.0)
    }
}

/// How far a tie is shared, as the number of a visibility: 0 may be named, 1 and 2 counted, 3 neither. In scope are
/// `pair` and its colleague's `entry`; `$4` is [`Asker::number`], `$5` the moment in seconds.
///
/// Hidden ties are looked up by the contact's few addresses, which `cross join` tells SQLite: by itself it would go through
/// everybody the colleague hides.
pub(crate) const SHARED: &str = "(case
    when entry.person_id = $4 then 0
    when exists (select 1 from address cross join hidden_tie
                 where address.person_id = pair.contact_id and hidden_tie.address_id = address.address_id
                   and hidden_tie.colleague_id = pair.colleague_id) then 3
    when entry.visibility = 1
         and exists (select 1 from named_to where named_to.asker_id = $4 and named_to.contact_id = pair.contact_id
                     and named_to.colleague_id = pair.colleague_id and named_to.until_at > $5) then 0
    else entry.visibility end)";

/// Whether a tie may be told by name; see [`SHARED`].
pub(crate) fn named() -> String {
    format!("{SHARED} = 0")
}

/// Whether there is no tie for anybody but the colleague. In scope are `pair` and its colleague's `entry`.
pub(crate) const HIDDEN: &str = "(entry.visibility = 3
    or exists (select 1 from hidden_pair where hidden_pair.colleague_id = pair.colleague_id
               and hidden_pair.contact_id = pair.contact_id))";

/// The pairs readers follow; `pair` is in scope.
const PUBLISHED: &str = "pair.series = 0 and pair.valid_from <= (select generation_id from published)
    and pair.valid_to > (select generation_id from published)";

/// Whether a record stands for a person; `met.person_id` is in scope.
const ON_RECORD: &str = "exists (
    select 1 from address join record_address
         on record_address.address_id = address.address_id and record_address.position = 0
    where address.person_id = met.person_id)";

/// How much everybody is told there is less than there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub(crate) struct HiddenFromAll {
    /// Pairs that are hidden.
    pub(crate) pairs: i64,
    /// Persons outside who are out of sight.
    pub(crate) people: i64,
}

/// Returns how much is hidden from everybody but the colleagues themselves.
pub(crate) async fn hidden_from_all(connection: &mut AnyConnection) -> Result<HiddenFromAll> {
    let sql = format!(
        "with hidden as (
             select pair.contact_id from pair
             join entry on entry.person_id = pair.colleague_id
             where {PUBLISHED} and {HIDDEN}
               and pair.colleague_id in (select person_id from entry where visibility = 3
                                         union all select colleague_id from hidden_tie)
         )
         select (select count(*) from hidden)
                + (select count(*) from pair join entry on entry.person_id = pair.colleague_id
                   where {PUBLISHED} and not {HIDDEN}
                     and pair.contact_id in (select person_id from left_alone)) as pairs,
                (select count(*) from (select distinct contact_id as person_id from hidden) as met
                 where not {ON_RECORD}
                   and exists (select 1 from address where address.person_id = met.person_id and address.class = 0)
                   and not exists (select 1 from entry where entry.person_id = met.person_id
                                   and entry.standing in (0, 1))
                   and not exists (select 1 from pair join entry on entry.person_id = pair.colleague_id
                                   where {PUBLISHED} and pair.contact_id = met.person_id and not {HIDDEN})) as people"
    );
    Ok(sqlx::query_as(AssertSqlSafe(sql)).fetch_one(connection).await?)
}

/// Whether anybody hides anything, which is asked before it is asked of whom.
pub(crate) const ANYTHING_HIDDEN: &str = "
    select case when exists (select 1 from entry where visibility = 3) or exists (select 1 from hidden_tie)
                then 1 else 0 end";

/// Returns which of these persons are out of sight of whoever asks.
pub(crate) async fn out_of_sight(
    connection: &mut AnyConnection,
    persons: &[i64],
    asker: &Asker,
) -> Result<HashSet<i64>> {
    let anything: i64 = sqlx::query_scalar(ANYTHING_HIDDEN).fetch_one(&mut *connection).await?;
    if anything == 0 {
        return Ok(HashSet::new());
    }
    // Numbers, so they may stand in the text; the places are those of the persons.
    let shared = SHARED.replace("$4", &asker.number().to_string()).replace("$5", &asker.at.as_second().to_string());
    let hidden: Vec<(i64,)> = fetch_in(connection, persons, |these| {
        format!(
            "select met.person_id from person as met
             where met.person_id in ({these}) and not {ON_RECORD}
               and not exists (select 1 from entry where entry.person_id = met.person_id and entry.standing in (0, 1))
               and exists (select 1 from pair where {PUBLISHED} and pair.contact_id = met.person_id)
               and not exists (select 1 from pair join entry on entry.person_id = pair.colleague_id
                               where {PUBLISHED} and pair.contact_id = met.person_id and {shared} <> 3)"
        )
    })
    .await?;
    Ok(hidden.into_iter().map(|it| it.0).collect())
}

/// Returns whom outside this colleague alone is known to know: whoever finds them learns of the tie, also when it is gone.
/// Whom a record stands for is known by the record.
pub(crate) async fn known_by_alone(connection: &mut AnyConnection, colleague: i64) -> Result<Vec<i64>> {
    let sql = format!(
        "select met.person_id from person as met
         where exists (select 1 from pair where {PUBLISHED} and pair.contact_id = met.person_id
                       and pair.colleague_id = $1)
           and not exists (select 1 from pair where {PUBLISHED} and pair.contact_id = met.person_id
                           and pair.colleague_id <> $1)
           and not {ON_RECORD}
           and not exists (select 1 from entry where entry.person_id = met.person_id and entry.standing in (0, 1))
         order by met.person_id"
    );
    Ok(sqlx::query_scalar(AssertSqlSafe(sql)).bind(colleague).fetch_all(connection).await?)
}

/// Takes the pairs of a person out of what is published, and out of its count.
pub(crate) async fn unpublish(connection: &mut AnyConnection, person: i64) -> Result<()> {
    let theirs = "(pair.contact_id = $1 or pair.colleague_id = $1)";
    let sql = format!(
        "update generation set pairs = pairs - (select count(*) from pair where {PUBLISHED} and {theirs})
         where generation_id = (select generation_id from published)"
    );
    sqlx::query(AssertSqlSafe(sql)).bind(person).execute(&mut *connection).await?;
    for column in ["contact_id", "colleague_id"] {
        let sql = format!("delete from pair where {column} = $1");
        sqlx::query(AssertSqlSafe(sql)).bind(person).execute(&mut *connection).await?;
    }
    Ok(())
}

impl Store {
    /// Returns whether somebody outside may be known to whoever asks: a record stands for them, or not every tie there
    /// is with them is hidden.
    pub async fn is_in_sight(&self, person: PersonId, asker: &Asker) -> Result<bool> {
        let mut connection = self.pool.acquire().await?;
        Ok(out_of_sight(&mut connection, &[person.0], asker).await?.is_empty())
    }
}

/// Returns which of these colleagues share their ties with all of these contacts, whether or not there is a tie: who is
/// named beside figures that are not told apart by contact.
pub(crate) async fn share_with_all(
    connection: &mut AnyConnection,
    colleagues: &[i64],
    contacts: &[i64],
    asker: &Asker,
) -> Result<HashSet<i64>> {
    let contacts: HashSet<i64> = contacts.iter().copied().collect();
    let visibilities: Vec<(i64, i64)> = fetch_in(connection, colleagues, |these| {
        format!("select person_id, visibility from entry where person_id in ({these})")
    })
    .await?;
    let hidden: Vec<(i64, i64)> = fetch_in(connection, colleagues, |these| {
        format!("select colleague_id, contact_id from hidden_pair where colleague_id in ({these})")
    })
    .await?;
    let yes: Vec<(i64, i64, i64)> = fetch_in(connection, &[asker.number()], |this| {
        format!("select colleague_id, contact_id, until_at from named_to where asker_id = {this}")
    })
    .await?;
    let hides = |it: i64| hidden.iter().any(|(by, contact)| *by == it && contacts.contains(contact));
    let said_yes = |it: i64| {
        let holding = yes.iter().filter(|(by, _, until)| *by == it && *until > asker.at.as_second());
        let about: HashSet<i64> = holding.map(|it| it.1).collect();
        !contacts.is_empty() && contacts.is_subset(&about)
    };
    let shares = |(it, visibility): &(i64, i64)| match visibility {
        _ if *it == asker.number() => true,
        _ if hides(*it) => false,
        0 => true,
        1 => said_yes(*it),
        _ => false,
    };
    Ok(visibilities.iter().filter(|it| shares(it)).map(|it| it.0).collect())
}
