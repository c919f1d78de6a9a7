//! Own ties: all there is between a colleague and contacts, for that colleague alone; and the meetings ahead of them.
//!
//! **Invariant:** nothing here is for anybody but the colleague, so nothing here asks what they share.

use std::collections::HashMap;

use jiff::Timestamp;
use relata_model::PersonId;
use sqlx::{AssertSqlSafe, FromRow};

use crate::Store;
use crate::acquaintances::{Acquaintance, OF_CONTACT};
use crate::consent::moment;
use crate::database::fetch_in;
use crate::directory::{Colleague, ColleagueRow};
use crate::error::Result;
use crate::generation::Generation;
use crate::introducers::CONTACT_NAME;
use crate::mailbox::unsigned;
use crate::pair::{PairInsight, PairRow};

/// Somebody outside, with what tells them from others of the same name.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
struct ContactRow {
    contact_id: i64,
    contact_name: String,
    company: Option<String>,
    email: Option<String>,
    record_id: Option<String>,
}

/// A meeting that lies ahead of a colleague.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingAhead {
    /// When it begins.
    pub at: Timestamp,
    /// How long it is to last.
    pub minutes: u32,
    /// Who is expected from outside.
    pub people: Vec<Expected>,
}

/// Somebody who is expected at a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Who.
    pub person: PersonId,
    /// What they are called.
    pub name: String,
    /// Whether the colleague was in a meeting with them before.
    pub met: bool,
}

impl Store {
    /// Returns the entry of a colleague for themselves, also of one who has left or is being forgotten; `None` if the
    /// person is no colleague.
    pub async fn own_entry(&self, person: PersonId) -> Result<Option<Colleague>> {
        let sql = "
            select person_id, name, title, department, email, standing, visibility
            from entry where person_id = $1 and standing in (0, 1)";
        let row: Option<ColleagueRow> = sqlx::query_as(sql).bind(person.0).fetch_optional(&self.pool).await?;
        Ok(row.map(ColleagueRow::into_colleague))
    }

    /// Returns every pair of a colleague in a generation whose contact may be a target, in no order.
    pub async fn own_pairs(&self, generation: &Generation, colleague: PersonId) -> Result<Vec<PairInsight>> {
        let sql = "
            select pair.* from pair
            where pair.series = $1 and pair.valid_from <= $2 and pair.valid_to > $2 and pair.colleague_id = $3
              and exists (select 1 from contact where contact.person_id = pair.contact_id)";
        let query = sqlx::query_as(sql).bind(generation.series).bind(generation.id.0).bind(colleague.0);
        let rows: Vec<PairRow> = query.fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(PairRow::into_insight).collect())
    }

    /// Returns the contacts of pairs by name, in the order of the pairs.
    pub async fn with_names(&self, pairs: Vec<PairInsight>) -> Result<Vec<Acquaintance>> {
        let contacts: Vec<i64> = pairs.iter().map(|it| it.contact.0).collect();
        let mut connection = self.pool.acquire().await?;
        let sql = |these: &str| {
            format!(
                "select pair.contact_id, {CONTACT_NAME} as contact_name, {OF_CONTACT}
                 from (select person_id as contact_id from person where person_id in ({these})) as pair"
            )
        };
        let rows: Vec<ContactRow> = fetch_in(&mut connection, &contacts, sql).await?;
        let mut rows: HashMap<i64, ContactRow> = rows.into_iter().map(|it| (it.contact_id, it)).collect();
        let named = |pair: PairInsight| {
            let ContactRow { contact_name: name, company, email, record_id, .. } = rows.remove(&pair.contact.0)?;
            Some(Acquaintance { name, company, email, record: record_id.map(relata_model::RecordId), pair })
        };
        Ok(pairs.into_iter().filter_map(named).collect())
    }

    /// Returns the meetings ahead of a colleague at which somebody is expected whom they have not met, the nearest
    /// first. Whoever may be no target is not among the people.
    pub async fn meetings_ahead(
        &self,
        generation: Option<&Generation>,
        colleague: PersonId,
        after: Timestamp,
        limit: u32,
    ) -> Result<Vec<MeetingAhead>> {
        let sql = format!(
            "with ahead as (
                 select distinct scheduled.identity, scheduled.at, scheduled.minutes
                 from scheduled
                 join scheduled_person on scheduled_person.identity = scheduled.identity
                 join address on address.address_id = scheduled_person.address_id
                 where scheduled.at > $4 and scheduled.kind = 1 and address.person_id = $3
             ), expected as (
                 select distinct ahead.identity, ahead.at, ahead.minutes, address.person_id as contact_id
                 from ahead
                 join scheduled_person on scheduled_person.identity = ahead.identity
                 join address on address.address_id = scheduled_person.address_id
                 where exists (select 1 from contact where contact.person_id = address.person_id)
             )
             select pair.identity, pair.at, pair.minutes, pair.contact_id, {CONTACT_NAME} as contact_name,
                    case when exists (select 1 from pair as tie
                                      where tie.series = $1 and tie.valid_from <= $2 and tie.valid_to > $2
                                        and tie.contact_id = pair.contact_id and tie.colleague_id = $3
                                        and tie.meeting_at is not null)
                         then 1 else 0 end as met
             from expected as pair
             order by pair.at, pair.identity, pair.contact_id"
        );
        type Row = (String, i64, i64, i64, String, i64);
        let rows: Vec<Row> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(generation.map_or(-1, |it| it.series))
            .bind(generation.map_or(-1, |it| it.id.0))
            .bind(colleague.0)
            .bind(after.as_second())
            .fetch_all(&self.pool)
            .await?;
        let meetings = rows.chunk_by(|left, right| left.0 == right.0).map(|rows| MeetingAhead {
            at: moment(rows[0].1),
            minutes: u32::try_from(unsigned(rows[0].2)).unwrap_or(u32::MAX),
            people: rows.iter().map(expected).collect(),
        });
        let news = meetings.filter(|it| it.people.iter().any(|it| !it.met));
        Ok(news.take(limit as usize).collect())
    }
}

fn expected((.., person, name, met): &(String, i64, i64, i64, String, i64)) -> Expected {
    Expected { person: PersonId(*person), name: name.clone(), met: *met == 1 }
}
