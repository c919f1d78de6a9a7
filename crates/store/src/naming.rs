//! Naming: asking colleagues who are named after a yes, and their answers.
//!
//! ```text
//! ask ──▶ naming_request ──▶ shown to every colleague it concerns, when they look ──▶ yes: named_to, for 90 days
//!                                                                                 └─▶ no, or nothing: nothing
//! ```
//!
//! **Invariant:** asking reads no tie, so neither its answer nor its time tells whether there is anybody to ask. Who
//! asked learns of a yes, and of nothing else.

use jiff::{SignedDuration, Timestamp};
use relata_model::{PersonId, RecordId};
use sqlx::{AnyConnection, AssertSqlSafe, FromRow};

use crate::consent::moment;
use crate::error::Result;
use crate::generation::Generation;
use crate::introducers::{CONTACT_NAME, WORTH_NAMING};
use crate::mailbox::unsigned;
use crate::sharing::{Asker, named};
use crate::{Store, Target};

/// A yes holds so long.
pub const NAMED_FOR_DAYS: i64 = 90;
/// Colleagues are asked so long.
pub const OPEN_DAYS: i64 = 30;
/// Somebody asks so often in a day.
pub const ASKED_A_DAY: u64 = 20;
/// A request is kept so long: it is open, then what was said yes to last holds.
const KEPT_DAYS: i64 = OPEN_DAYS + NAMED_FOR_DAYS;

/// A request's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamingRequestId(pub i64);

/// What became of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The request, and when it was made: now, or lately, if it was asked before and is still open.
    Request(NamingRequestId, Timestamp),
    /// It was asked too often in a day.
    TooOften,
}

/// A request, as the colleague sees whom it is put to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamingQuestion {
    /// Which.
    pub id: NamingRequestId,
    /// When it was made.
    pub asked_at: Timestamp,
    /// Who asks.
    pub asker: (PersonId, String),
    /// Why.
    pub reason: String,
    /// Whom of those asked about the colleague knows.
    pub contacts: Vec<(PersonId, String)>,
    /// What the colleague said: yes or no.
    pub answer: Option<bool>,
    /// Until when the asker sees them named; none unless the answer was yes.
    pub until: Option<Timestamp>,
}

/// A request, as whoever made it sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamingAsked {
    /// Which.
    pub id: NamingRequestId,
    /// When it was made.
    pub asked_at: Timestamp,
    /// Whom it is about.
    pub target: Target,
    /// What that is called.
    pub name: String,
    /// Why.
    pub reason: String,
    /// Who said yes, and until when it holds.
    pub named: Vec<(PersonId, String, Timestamp)>,
}

#[derive(FromRow)]
struct QuestionRow {
    request_id: i64,
    asked_at: i64,
    asker_id: i64,
    asker_name: String,
    reason: String,
    contact_id: i64,
    contact_name: String,
    yes: Option<i64>,
    until_at: Option<i64>,
}

impl Store {
    /// Asks all colleagues who know a target and are named after a yes. The same asked again while it is open is the
    /// same request.
    pub async fn ask_to_be_named(
        &self,
        asker: PersonId,
        target: &Target,
        reason: &str,
        at: Timestamp,
    ) -> Result<Asked> {
        let mut writing = self.write().await?;
        let sql = "delete from naming_request where asked_at <= $1";
        sqlx::query(sql).bind(before(at, KEPT_DAYS)).execute(writing.connection()).await?;
        let (person, record) = match target {
            Target::Person(it) => (Some(it.0), None),
            Target::Record(it) => (None, Some(it.0.clone())),
        };
        let sql = "
            select request_id, asked_at from naming_request
            where asker_id = $1 and asked_at > $2
              and coalesce(person_id, 0) = $3 and coalesce(record_id, '') = $4
            order by request_id desc limit 1";
        let open: Option<(i64, i64)> = sqlx::query_as(sql)
            .bind(asker.0)
            .bind(before(at, OPEN_DAYS))
            .bind(person.unwrap_or(0))
            .bind(record.clone().unwrap_or_default())
            .fetch_optional(writing.connection())
            .await?;
        let sql = "select count(*) from naming_request where asker_id = $1 and asked_at > $2";
        let today: i64 =
            sqlx::query_scalar(sql).bind(asker.0).bind(before(at, 1)).fetch_one(writing.connection()).await?;
        let asked = match open {
            Some((id, asked_at)) => Asked::Request(NamingRequestId(id), moment(asked_at)),
            None if unsigned(today) >= ASKED_A_DAY => Asked::TooOften,
            None => {
                let id = writing.take_numbers("naming_request", 1).await?;
                let sql = "
                    insert into naming_request (request_id, asker_id, person_id, record_id, reason, asked_at)
                    values ($1, $2, $3, $4, $5, $6)";
                sqlx::query(sql)
                    .bind(id)
                    .bind(asker.0)
                    .bind(person)
                    .bind(record)
                    .bind(reason.replace('\0', " "))
                    .bind(at.as_second())
                    .execute(writing.connection())
                    .await?;
                Asked::Request(NamingRequestId(id), at)
            }
        };
        writing.commit().await?;
        Ok(asked)
    }

    /// Returns what a colleague is asked, and what they answered lately, the newest first.
    pub async fn naming_questions(
        &self,
        generation: &Generation,
        colleague: PersonId,
        at: Timestamp,
    ) -> Result<Vec<NamingQuestion>> {
        let mut connection = self.pool.acquire().await?;
        questions(&mut connection, generation, colleague, at).await
    }

    /// Takes a colleague's answer; another one replaces it. Returns until when they are named, or `None` if they were
    /// not asked that.
    pub async fn answer_naming(
        &self,
        generation: &Generation,
        colleague: PersonId,
        id: NamingRequestId,
        yes: bool,
        at: Timestamp,
    ) -> Result<Option<NamingQuestion>> {
        let mut writing = self.write().await?;
        let asked = questions(writing.connection(), generation, colleague, at).await?;
        let Some(mut question) = asked.into_iter().find(|it| it.id == id) else { return Ok(None) };
        let sql = "
            insert into naming_answer (request_id, colleague_id, yes, answered_at) values ($1, $2, $3, $4)
            on conflict (request_id, colleague_id) do update set yes = excluded.yes, answered_at = excluded.answered_at";
        sqlx::query(sql)
            .bind(id.0)
            .bind(colleague.0)
            .bind(i64::from(yes))
            .bind(at.as_second())
            .execute(writing.connection())
            .await?;
        let until = at + SignedDuration::from_hours(24 * NAMED_FOR_DAYS);
        for (contact, _) in &question.contacts {
            let sql = "delete from named_to where asker_id = $1 and contact_id = $2 and colleague_id = $3";
            let query = sqlx::query(sql).bind(question.asker.0.0).bind(contact.0).bind(colleague.0);
            query.execute(writing.connection()).await?;
            if yes {
                let sql = "
                    insert into named_to (asker_id, contact_id, colleague_id, until_at) values ($1, $2, $3, $4)";
                sqlx::query(sql)
                    .bind(question.asker.0.0)
                    .bind(contact.0)
                    .bind(colleague.0)
                    .bind(until.as_second())
                    .execute(writing.connection())
                    .await?;
            }
        }
        writing.commit().await?;
        (question.answer, question.until) = (Some(yes), yes.then_some(until));
        Ok(Some(question))
    }

    /// Returns what somebody asked lately, the newest first, with who said yes to it.
    pub async fn naming_asked(&self, generation: Option<&Generation>, asker: &Asker) -> Result<Vec<NamingAsked>> {
        let sql = format!(
            "select pair.request_id, pair.asked_at, pair.reason, pair.person_id, pair.record_id,
                    coalesce(record.name, {CONTACT_NAME}, pair.record_id)
             from (select naming_request.*, person_id as contact_id from naming_request
                   where asker_id = $1 and asked_at > $2) as pair
             left join record on record.record_id = pair.record_id
             order by pair.asked_at desc, pair.request_id desc"
        );
        type Row = (i64, i64, String, Option<i64>, Option<String>, Option<String>);
        let rows: Vec<Row> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(asker.number())
            .bind(before(asker.at, KEPT_DAYS))
            .fetch_all(&self.pool)
            .await?;
        let said_yes = self.said_yes(generation, asker).await?;
        let asked = |(id, asked_at, reason, person, record, name): Row| NamingAsked {
            id: NamingRequestId(id),
            asked_at: moment(asked_at),
            target: match record {
                Some(it) => Target::Record(RecordId(it)),
                None => Target::Person(PersonId(person.unwrap_or(0))),
            },
            name: name.unwrap_or_default(),
            reason,
            named: said_yes.iter().filter(|it| it.0 == id).map(|it| (it.1, it.2.clone(), it.3)).collect(),
        };
        Ok(rows.into_iter().map(asked).collect())
    }

    /// Returns who said yes to the requests of somebody, of whom they may still be told.
    async fn said_yes(
        &self,
        generation: Option<&Generation>,
        asker: &Asker,
    ) -> Result<Vec<(i64, PersonId, String, Timestamp)>> {
        let Some(generation) = generation else { return Ok(Vec::new()) };
        let sql = format!(
            "select request.request_id, entry.person_id, coalesce(entry.name, entry.email), max(named_to.until_at)
             from naming_request as request
             join naming_answer on naming_answer.request_id = request.request_id and naming_answer.yes = 1
             join entry on entry.person_id = naming_answer.colleague_id and entry.standing = 0
             join named_to on named_to.asker_id = request.asker_id and named_to.colleague_id = entry.person_id
                  and named_to.until_at > $5
             join pair on pair.contact_id = named_to.contact_id and pair.colleague_id = entry.person_id
             where request.asker_id = $3 and pair.series = $1 and pair.valid_from <= $2 and pair.valid_to > $2
               and {OF_REQUEST} and {WORTH_NAMING} and {}
               and exists (select 1 from contact where contact.person_id = pair.contact_id)
             group by request.request_id, entry.person_id, entry.name, entry.email
             order by request.request_id, entry.person_id",
            named()
        );
        let rows: Vec<(i64, i64, String, i64)> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(generation.series)
            .bind(generation.id.0)
            .bind(asker.number())
            .bind(asker.number())
            .bind(asker.at.as_second())
            .fetch_all(&self.pool)
            .await?;
        Ok(rows.into_iter().map(|(id, person, name, until)| (id, PersonId(person), name, moment(until))).collect())
    }
}

/// Whom of a colleague's pairs a request is about.
const OF_REQUEST: &str = "(pair.contact_id = request.person_id or exists (
    select 1 from record_person
    where record_person.record_id = request.record_id and record_person.person_id = pair.contact_id))";

/// An unanswered request is put to colleagues who work here, are named after a yes, know one of those it is about and
/// do not hide them; an answered one stays in sight, so that it can be answered otherwise.
async fn questions(
    connection: &mut AnyConnection,
    generation: &Generation,
    colleague: PersonId,
    at: Timestamp,
) -> Result<Vec<NamingQuestion>> {
    let sql = format!(
        "select request.request_id, request.asked_at, request.asker_id, request.reason,
                coalesce(asker.name, asker.email) as asker_name, pair.contact_id, {CONTACT_NAME} as contact_name,
                naming_answer.yes, named_to.until_at
         from naming_request as request
         join entry as asker on asker.person_id = request.asker_id
         join entry on entry.person_id = $3 and entry.standing = 0
         join pair on pair.colleague_id = entry.person_id and {OF_REQUEST}
         left join naming_answer on naming_answer.request_id = request.request_id
              and naming_answer.colleague_id = entry.person_id
         left join named_to on named_to.asker_id = request.asker_id and named_to.contact_id = pair.contact_id
              and named_to.colleague_id = entry.person_id and named_to.until_at > $6 and naming_answer.yes = 1
         where pair.series = $1 and pair.valid_from <= $2 and pair.valid_to > $2 and {WORTH_NAMING}
           and exists (select 1 from contact where contact.person_id = pair.contact_id)
           and not exists (select 1 from hidden_pair where hidden_pair.colleague_id = pair.colleague_id
                           and hidden_pair.contact_id = pair.contact_id)
           and request.asker_id <> $3 and request.asked_at > $5
           and (naming_answer.request_id is not null or (entry.visibility = 1 and request.asked_at > $4))
         order by request.asked_at desc, request.request_id desc, pair.contact_id"
    );
    let rows: Vec<QuestionRow> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(generation.series)
        .bind(generation.id.0)
        .bind(colleague.0)
        .bind(before(at, OPEN_DAYS))
        .bind(before(at, KEPT_DAYS))
        .bind(at.as_second())
        .fetch_all(connection)
        .await?;
    Ok(rows.chunk_by(|left, right| left.request_id == right.request_id).map(question).collect())
}

fn question(rows: &[QuestionRow]) -> NamingQuestion {
    let first = &rows[0];
    NamingQuestion {
        id: NamingRequestId(first.request_id),
        asked_at: moment(first.asked_at),
        asker: (PersonId(first.asker_id), first.asker_name.clone()),
        reason: first.reason.clone(),
        contacts: rows.iter().map(|it| (PersonId(it.contact_id), it.contact_name.clone())).collect(),
        answer: first.yes.map(|it| it == 1),
        until: rows.iter().filter_map(|it| it.until_at).max().map(moment),
    }
}

fn before(at: Timestamp, days: i64) -> i64 {
    at.as_second() - days * 86_400
}
