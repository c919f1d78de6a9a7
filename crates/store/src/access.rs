//! Access requests: everything there is about one person, collected by the data map.
//!
//! Others are not named: an address is shown as somebody of its domain, a colleague as a colleague. What is about several
//! people is shown with the one who asks alone.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;
use relata_model::PersonId;
use relata_model::audit::{Action, AuditEvent, of_person};
use serde_json::{Map, Value as Json, json};
use sqlx::AssertSqlSafe;

use crate::audit::append;
use crate::canonical::Value;
use crate::consent::moment;
use crate::data_map::{Is, TABLES, Table};
use crate::database::Writing;
use crate::error::Result;
use crate::{Store, StoreError};

/// An access request's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccessRequestId(pub i64);

/// Somebody asked to see what is kept of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRequest {
    /// Which.
    pub id: AccessRequestId,
    /// Of whom.
    pub person: PersonId,
    /// `requested`, `ready`, `expired`, `failed`.
    pub state: String,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// By whom, as in the audit.
    pub requested_by: String,
    /// When it was answered.
    pub ready_at: Option<Timestamp>,
    /// When the answer is removed.
    pub expires_at: Option<Timestamp>,
    /// The answer, for programs.
    pub json: Option<String>,
    /// The answer, for people.
    pub html: Option<String>,
    /// Why it failed.
    pub detail: Option<String>,
}

/// The answer to an access request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// For programs.
    pub json: String,
    /// For people.
    pub html: String,
    /// When it is removed.
    pub expires_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct RequestRow {
    access_request_id: i64,
    person_id: i64,
    state: String,
    requested_at: i64,
    requested_by: String,
    ready_at: Option<i64>,
    expires_at: Option<i64>,
    json: Option<String>,
    html: Option<String>,
    detail: Option<String>,
}

impl RequestRow {
    fn into_request(self) -> AccessRequest {
        AccessRequest {
            id: AccessRequestId(self.access_request_id),
            person: PersonId(self.person_id),
            state: self.state,
            requested_at: moment(self.requested_at),
            requested_by: self.requested_by,
            ready_at: self.ready_at.map(moment),
            expires_at: self.expires_at.map(moment),
            json: self.json,
            html: self.html,
            detail: self.detail,
        }
    }
}

/// Whose rows are wanted: everything somebody is known by.
struct Subject {
    person: i64,
    addresses: HashSet<i64>,
    texts: HashSet<String>,
    entry: Option<String>,
    mailboxes: HashSet<i64>,
    records: HashSet<String>,
    domains: HashMap<i64, String>,
    colleagues: HashSet<i64>,
}

impl Store {
    /// Asks for everything about a person.
    pub async fn request_access(&self, person: PersonId, by: &str, at: Timestamp) -> Result<AccessRequestId> {
        let mut writing = self.write().await?;
        let id = writing.take_numbers("access_request", 1).await?;
        let sql = "
            insert into access_request (access_request_id, person_id, state, requested_at, requested_by)
            values ($1, $2, 'requested', $3, $4)";
        let query = sqlx::query(sql).bind(id).bind(person.0).bind(at.as_second()).bind(by.to_owned());
        query.execute(writing.connection()).await?;
        writing.commit().await?;
        Ok(AccessRequestId(id))
    }

    /// Returns every access request, the oldest first.
    pub async fn access_requests(&self) -> Result<Vec<AccessRequest>> {
        let sql = "select * from access_request order by access_request_id";
        let rows: Vec<RequestRow> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(RequestRow::into_request).collect())
    }

    /// Returns the access requests that wait for an answer, or whose answer is to be removed.
    pub async fn open_access_requests(&self, now: Timestamp) -> Result<Vec<AccessRequest>> {
        let mut all = self.access_requests().await?;
        all.retain(|it| {
            it.state == "requested" || (it.state == "ready" && it.expires_at.is_some_and(|expires| expires <= now))
        });
        Ok(all)
    }

    /// Answers an access request.
    pub async fn answer_access(&self, id: AccessRequestId, answer: &Answer, at: Timestamp) -> Result<()> {
        let sql = "
            update access_request set state = 'ready', ready_at = $2, expires_at = $3, json = $4, html = $5
            where access_request_id = $1";
        let mut writing = self.write().await?;
        sqlx::query(sql)
            .bind(id.0)
            .bind(at.as_second())
            .bind(answer.expires_at.as_second())
            .bind(answer.json.clone())
            .bind(answer.html.clone())
            .execute(writing.connection())
            .await?;
        tell(&mut writing, id, Action::AccessReady, at).await?;
        writing.commit().await
    }

    /// Removes the answer to an access request: it expired, or there is nobody of that number any more.
    pub async fn close_access(&self, id: AccessRequestId, state: &'static str, at: Timestamp) -> Result<()> {
        let sql = "update access_request set state = $2, json = null, html = null where access_request_id = $1";
        let mut writing = self.write().await?;
        sqlx::query(sql).bind(id.0).bind(state).execute(writing.connection()).await?;
        tell(&mut writing, id, Action::AccessEnded, at).await?;
        writing.commit().await
    }

    /// Returns everything the store holds about a person, by table: what it is, where it comes from, how long it is
    /// kept, and the rows. Others are not named.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotThere`] if there is no such person.
    pub async fn about(&self, person: PersonId) -> Result<BTreeMap<String, Json>> {
        let subject = self.subject(person).await?.ok_or(StoreError::NotThere)?;
        let mut about = BTreeMap::new();
        for table in TABLES.iter().filter(|it| !it.name.starts_with("log.")) {
            let rows = self.rows_about(table, &subject).await?;
            if !rows.is_empty() {
                about.insert(table.name.to_owned(), described(table, rows));
            }
        }
        Ok(about)
    }

    async fn rows_about(&self, table: &Table, subject: &Subject) -> Result<Vec<Json>> {
        let is_theirs =
            |is: Is| matches!(is, Is::Person | Is::Entry | Is::Address | Is::AddressText | Is::Mailbox | Is::Record);
        let columns: Vec<&(&str, Is)> = table.columns.iter().filter(|it| is_theirs(it.1)).collect();
        if columns.is_empty() {
            return Ok(Vec::new());
        }
        let named: Vec<String> = table.columns.iter().map(|it| format!("\"{}\"", it.0)).collect();
        let mut bound = Vec::new();
        let conditions: Vec<String> =
            columns.iter().filter_map(|(name, is)| subject.condition(name, *is, &mut bound)).collect();
        if conditions.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!("select {} from \"{}\" where {}", named.join(", "), table.name, conditions.join(" or "));
        let query = bound.into_iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, it| query.bind(it));
        let rows = query.fetch_all(&self.pool).await?;
        let mut shown = Vec::with_capacity(rows.len());
        for row in rows {
            let mut fields = Map::new();
            for (place, (name, is)) in table.columns.iter().enumerate() {
                if let Some(value) = subject.shown(*is, Value::of(&row, place)?) {
                    fields.insert((*name).to_owned(), value);
                }
            }
            shown.push(Json::Object(fields));
        }
        Ok(shown)
    }

    async fn subject(&self, person: PersonId) -> Result<Option<Subject>> {
        let rows: Vec<(i64, String, i64)> =
            sqlx::query_as("select address_id, address, person_id from address").fetch_all(&self.pool).await?;
        let domain = |it: &str| it.rsplit('@').next().unwrap_or_default().to_owned();
        let domains = rows.iter().map(|(number, text, _)| (*number, domain(text))).collect();
        let own: Vec<&(i64, String, i64)> = rows.iter().filter(|it| it.2 == person.0).collect();
        let entries: Vec<(String, i64)> =
            sqlx::query_as("select entry_id, person_id from entry").fetch_all(&self.pool).await?;
        let entry = entries.iter().find(|it| it.1 == person.0).map(|it| it.0.clone());
        if own.is_empty() && entry.is_none() {
            return Ok(None);
        }
        let sql = "select mailbox_id from mailbox where owner_id = $1";
        let mailboxes: Vec<i64> = sqlx::query_scalar(sql).bind(person.0).fetch_all(&self.pool).await?;
        let sql = "
            select record_address.record_id from record_address
            join address on address.address_id = record_address.address_id
            where record_address.position = 0 and address.person_id = $1";
        let records: Vec<String> = sqlx::query_scalar(sql).bind(person.0).fetch_all(&self.pool).await?;
        Ok(Some(Subject {
            person: person.0,
            addresses: own.iter().map(|it| it.0).collect(),
            texts: own.iter().map(|it| it.1.clone()).collect(),
            entry,
            mailboxes: mailboxes.into_iter().collect(),
            records: records.into_iter().collect(),
            domains,
            colleagues: entries.into_iter().map(|it| it.1).collect(),
        }))
    }
}

/// Tells the trail what became of a request, with the change itself.
async fn tell(writing: &mut Writing<'_>, id: AccessRequestId, action: Action, at: Timestamp) -> Result<()> {
    let sql = "select person_id from access_request where access_request_id = $1";
    let person: Option<i64> = sqlx::query_scalar(sql).bind(id.0).fetch_optional(writing.connection()).await?;
    let Some(person) = person.map(PersonId) else { return Ok(()) };
    let event = AuditEvent::new(at, "relata", action).of(of_person(person)).with("request", id.0);
    append(writing.connection(), &[event]).await
}

fn described(table: &Table, rows: Vec<Json>) -> Json {
    json!({ "holds": table.holds, "from": table.from, "kept": table.kept, "rows": rows })
}

impl Subject {
    /// Returns what makes a row theirs, and adds the texts to bind. They are addresses, and statements stand in logs.
    fn condition(&self, column: &str, is: Is, bound: &mut Vec<String>) -> Option<String> {
        let numbers = |of: &HashSet<i64>| of.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
        let mut texts = |of: &mut dyn Iterator<Item = &String>| {
            let places = of.map(|it| {
                bound.push(it.clone());
                format!("${}", bound.len())
            });
            places.collect::<Vec<_>>().join(", ")
        };
        let these = match is {
            Is::Person => self.person.to_string(),
            Is::Address => numbers(&self.addresses),
            Is::Mailbox => numbers(&self.mailboxes),
            Is::AddressText => texts(&mut self.texts.iter()),
            Is::Entry => texts(&mut self.entry.iter()),
            Is::Record => texts(&mut self.records.iter()),
            _ => return None,
        };
        (!these.is_empty()).then(|| format!("\"{column}\" in ({these})"))
    }

    /// Returns a value as whoever asks may see it; `None` for what says nothing to them.
    fn shown(&self, is: Is, value: Value) -> Option<Json> {
        let value = match (is, value) {
            (Is::Secret | Is::Number | Is::Run | Is::Addresses, _) | (_, Value::Bytes(_)) => return None,
            (_, Value::Nothing) => Json::Null,
            (Is::Person, Value::Number(it)) => match it {
                it if it == self.person => "you".into(),
                it if self.colleagues.contains(&it) => "a colleague".into(),
                _ => "somebody outside".into(),
            },
            (Is::Address, Value::Number(it)) => match self.addresses.contains(&it) {
                true => "you".into(),
                false => self.domains.get(&it).map_or("somebody".to_owned(), |it| format!("somebody of {it}")).into(),
            },
            (Is::Mailbox, Value::Number(it)) => match self.mailboxes.contains(&it) {
                true => "your mailbox".into(),
                false => "another mailbox".into(),
            },
            (Is::AddressText, Value::Text(it)) => match self.texts.contains(&it) {
                true => it.into(),
                false => format!("somebody of {}", it.rsplit('@').next().unwrap_or_default()).into(),
            },
            (_, Value::Number(it)) => it.into(),
            (_, Value::Real(it)) => it.into(),
            (_, Value::Text(it)) => it.into(),
        };
        Some(value)
    }
}
