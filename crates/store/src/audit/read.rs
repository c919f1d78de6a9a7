//! Reading the audit trail: a page of it, who looked at somebody's ties, all lines in order, and whether it is intact.

use jiff::Timestamp;
use relata_model::PersonId;
use relata_model::audit::{Action, AuditEvent, Head, Line, Verdict, Verifying, Why};
use sqlx::AssertSqlSafe;

use super::chain::{damaged, head};
use crate::Store;
use crate::consent::moment;
use crate::error::Result;

/// Lines read at once.
const LINES_AT_ONCE: u32 = 1_000;

/// Which events are asked for: those that everything here holds for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Only events before that one.
    pub before: Option<u64>,
    /// Only what was done in that way.
    pub action: Option<Action>,
    /// Only what they did.
    pub actor: Option<String>,
    /// Only what was done to that.
    pub subject: Option<String>,
}

/// An event of the trail, as it is stored. It may be of a later version, so its words are not understood here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audited {
    /// Its number.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What.
    pub action: String,
    /// To what.
    pub subject: String,
    /// Whose ties were shown.
    pub people: Vec<PersonId>,
    /// What else there is to say: a JSON object.
    pub detail: String,
}

#[derive(sqlx::FromRow)]
struct EventRow {
    seq: i64,
    at: i64,
    actor: String,
    action: String,
    subject: String,
    people: String,
    detail: String,
    previous: String,
    hash: String,
}

const COLUMNS: &str = "audit_event.seq, audit_event.at, audit_event.actor, audit_event.action, audit_event.subject,
     audit_event.people, audit_event.detail, audit_event.previous, audit_event.hash";

impl Store {
    /// Returns events, the newest first.
    pub async fn audited(&self, asked: &AuditQuery, limit: u32) -> Result<Vec<Audited>> {
        let AuditQuery { before, action, actor, subject } = asked.clone();
        let mut sql = format!("select {COLUMNS} from audit_event where seq < $1");
        let action = action.map(|it| it.name().to_owned());
        let words: Vec<(&str, String)> = [("action", action), ("actor", actor), ("subject", subject)]
            .into_iter()
            .filter_map(|(column, word)| Some((column, word?)))
            .collect();
        for (number, (column, _)) in words.iter().enumerate() {
            sql += &format!(" and {column} = ${}", number + 2);
        }
        sql += &format!(" order by seq desc limit {limit}");
        let query = sqlx::query_as(AssertSqlSafe(sql)).bind(number(before));
        let query = words.into_iter().fold(query, |query, (_, word)| query.bind(word));
        let rows: Vec<EventRow> = query.fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(Audited::from).collect())
    }

    /// Returns when somebody's ties were shown to others: looked at, exported, or asked for an introduction; the newest
    /// first.
    pub async fn views_of(&self, person: PersonId, before: Option<u64>, limit: u32) -> Result<Vec<Audited>> {
        let sql = format!(
            "select {COLUMNS}
             from audit_person
             join audit_event on audit_event.seq = audit_person.seq
             where audit_person.person_id = $1 and audit_person.seq < $2
               and audit_event.action in ('view', 'export', 'introduce')
             order by audit_person.seq desc limit {limit}"
        );
        let query = sqlx::query_as(AssertSqlSafe(sql)).bind(person.0).bind(number(before));
        let rows: Vec<EventRow> = query.fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(Audited::from).collect())
    }

    /// Returns the last line of the trail, in short.
    pub async fn audit_head(&self) -> Result<Head> {
        let sql = "select count, hash from audit_head where one = 1";
        let row: Option<(i64, String)> = sqlx::query_as(sql).fetch_optional(&self.pool).await?;
        row.and_then(|(count, hash)| head(count, &hash)).ok_or_else(damaged)
    }

    /// Returns the next lines after a number, in order, at most a thousand; `None` stands for one that cannot be read.
    /// An empty list is the end.
    pub async fn audit_lines(&self, after: u64) -> Result<Vec<(u64, Option<Line>)>> {
        let sql = format!("select {COLUMNS} from audit_event where seq > $1 order by seq limit {LINES_AT_ONCE}");
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let rows: Vec<EventRow> = sqlx::query_as(AssertSqlSafe(sql)).bind(after).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|it| (it.seq.unsigned_abs(), it.into_line())).collect())
    }

    /// Goes through the whole trail. `known`: heads that were noted or signed before.
    pub async fn verify_audit(&self, known: Vec<Head>) -> Result<Verdict> {
        let sql = "select count, hash from audit_head where one = 1";
        let row: Option<(i64, String)> = sqlx::query_as(sql).fetch_optional(&self.pool).await?;
        let Some(kept) = row.and_then(|(count, hash)| head(count, &hash)) else {
            return Ok(Verdict::Broken { seq: 1, why: Why::CutOff });
        };
        let mut verifying = Verifying::new([vec![kept], known].concat());
        let mut after = 0;
        loop {
            let lines = self.audit_lines(after).await?;
            for (_, line) in &lines {
                if let Err((seq, why)) = verifying.take(line.as_ref()) {
                    return Ok(Verdict::Broken { seq, why });
                }
            }
            match lines.last() {
                Some((seq, _)) => after = *seq,
                None => return Ok(verifying.end()),
            }
        }
    }
}

fn number(before: Option<u64>) -> i64 {
    before.and_then(|it| i64::try_from(it).ok()).unwrap_or(i64::MAX)
}

/// Returns the persons of a list; `None` if it is none that we wrote.
fn people(text: &str) -> Option<Vec<PersonId>> {
    let people: Option<Vec<PersonId>> = text.split_whitespace().map(|it| it.parse().ok().map(PersonId)).collect();
    people.filter(|it| it.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ") == text)
}

impl EventRow {
    fn into_line(self) -> Option<Line> {
        let event = AuditEvent {
            at: Timestamp::from_second(self.at).ok()?,
            action: Action::named(&self.action)?,
            people: people(&self.people)?,
            actor: self.actor,
            subject: self.subject,
            detail: self.detail,
        };
        let before = head(self.seq.checked_sub(1)?, &self.previous)?;
        let line = before.followed_by(&event);
        Some(Line { hash: relata_model::audit::Hash::parse(&self.hash)?, ..line })
    }
}

impl From<EventRow> for Audited {
    fn from(it: EventRow) -> Audited {
        Audited {
            seq: it.seq.unsigned_abs(),
            at: moment(it.at),
            people: people(&it.people).unwrap_or_default(),
            actor: it.actor,
            action: it.action,
            subject: it.subject,
            detail: it.detail,
        }
    }
}
