//! Subjects: the records analytics looks at, with who is party to each.
//!
//! | record | ours | theirs |
//! |---|---|---|
//! | account | any colleague | primary contact, all contacts of the account |
//! | contact | any colleague | the contact |
//! | opportunity | owner, sales team | customer contact, stakeholders, primary contact of the account |
//! | lead | owner | the lead, its stakeholders |
//!
//! **Invariant:** who asked to be forgotten, or whom a record says to leave alone, is party to nothing; no colleague is
//! a party of the other side.

use std::collections::{BTreeSet, HashMap, HashSet};

use relata_model::series::day_of;
use relata_model::{PersonId, RecordKind, RecordNumber, Subject};

use crate::Store;
use crate::error::Result;
use crate::records::{day_if_any, kind_of, status_of};

type Text = Option<String>;

/// A record with what names its parties. Tables are read whole and joined here: joining by text costs a database more.
#[derive(sqlx::FromRow)]
struct Row {
    number: i64,
    record_id: String,
    kind: String,
    status: String,
    stage: Text,
    created_on: Text,
    account_id: Text,
    primary_contact_id: Text,
    owner: Text,
    do_not_analyse: i64,
}

/// Who is who, by what records call them.
struct People {
    /// The person a contact or lead stands for, by record.
    of_record: HashMap<String, i64>,
    /// Persons outside who have a say, by address.
    of_address: HashMap<String, i64>,
    /// Colleagues, also those who left, by address.
    colleagues: HashMap<String, i64>,
    /// Who is party to nothing on the other side: who is left alone, and every colleague.
    not_theirs: HashSet<i64>,
}

impl Store {
    /// Returns every record that is to be analysed, by number.
    pub async fn subjects(&self) -> Result<Vec<Subject>> {
        let rows: Vec<Row> = sqlx::query_as(RECORDS).fetch_all(&self.pool).await?;
        let people = self.people_of_records().await?;
        let team = grouped(sqlx::query_as(TEAM).fetch_all(&self.pool).await?);
        let say: Vec<(String, Text, Text)> = sqlx::query_as(STAKEHOLDERS).fetch_all(&self.pool).await?;
        let mut theirs: HashMap<String, BTreeSet<PersonId>> = HashMap::with_capacity(rows.len());
        let mut add = |record: &str, person: Option<&i64>| {
            if let Some(person) = person.filter(|it| !people.not_theirs.contains(it)) {
                theirs.entry(record.to_owned()).or_default().insert(PersonId(*person));
            }
        };
        let contact_of = |it: &Text| it.as_ref().and_then(|it| people.of_record.get(it));
        let primary: HashMap<&str, &Text> =
            rows.iter().map(|it| (it.record_id.as_str(), &it.primary_contact_id)).collect();
        let mut kinds: HashMap<&str, RecordKind> = HashMap::with_capacity(rows.len());
        for it in &rows {
            let kind = kind_of(&it.kind)?;
            kinds.insert(&it.record_id, kind);
            match kind {
                RecordKind::Contact | RecordKind::Lead => add(&it.record_id, people.of_record.get(&it.record_id)),
                RecordKind::Account | RecordKind::Opportunity => add(&it.record_id, contact_of(&it.primary_contact_id)),
            }
            let Some(account) = &it.account_id else { continue };
            match kind {
                RecordKind::Contact => add(account, people.of_record.get(&it.record_id)),
                RecordKind::Opportunity => {
                    add(&it.record_id, primary.get(account.as_str()).and_then(|it| contact_of(it)));
                }
                RecordKind::Account | RecordKind::Lead => {}
            }
        }
        for (record, contact, address) in &say {
            if matches!(kinds.get(record.as_str()), Some(RecordKind::Opportunity | RecordKind::Lead)) {
                add(record, contact_of(contact));
                add(record, address.as_ref().and_then(|it| people.of_address.get(it)));
            }
        }
        let mut subjects = Vec::with_capacity(rows.len());
        for it in rows.iter().filter(|it| it.do_not_analyse == 0) {
            let kind = kinds[it.record_id.as_str()];
            subjects.push(Subject {
                number: RecordNumber(it.number),
                kind,
                status: status_of(&it.status)?,
                stage: it.stage.clone(),
                created: day_if_any(it.created_on.clone())?.map(day_of),
                ours: ours(it, kind, &people, team.get(&it.record_id)),
                theirs: theirs.remove(&it.record_id).unwrap_or_default(),
            });
        }
        Ok(subjects)
    }

    async fn people_of_records(&self) -> Result<People> {
        let pairs = async |sql: &'static str| -> Result<HashMap<String, i64>> {
            let rows: Vec<(String, i64)> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
            Ok(rows.into_iter().collect())
        };
        let colleagues = pairs(COLLEAGUES).await?;
        let alone: Vec<i64> = sqlx::query_scalar(LEFT_ALONE).fetch_all(&self.pool).await?;
        let not_theirs = alone.into_iter().chain(colleagues.values().copied()).collect();
        let (of_record, of_address) = (pairs(OF_RECORD).await?, pairs(OF_ADDRESS).await?);
        Ok(People { of_record, of_address, colleagues, not_theirs })
    }
}

/// Who takes part in no figure. Whoever is out of sight only because a colleague is being erased who alone knew them is not of
/// them: what is left of their interactions counts as ever.
const LEFT_ALONE: &str = "
    select left_alone.person_id from left_alone
    where left_alone.person_id not in (
        select erasing.person_id from erasing
        where not exists (
            select 1 from erasing_address join address on address.address_id = erasing_address.address_id
            where address.person_id = erasing.person_id))";

/// Returns the colleagues who own a deal or lead, or are on a deal's team.
fn ours(it: &Row, kind: RecordKind, people: &People, team: Option<&Vec<String>>) -> BTreeSet<PersonId> {
    let owner = it.owner.iter().filter(|_| matches!(kind, RecordKind::Opportunity | RecordKind::Lead));
    let team = team.into_iter().flatten().filter(|_| kind == RecordKind::Opportunity);
    owner.chain(team).filter_map(|it| people.colleagues.get(it)).map(|it| PersonId(*it)).collect()
}

fn grouped(rows: Vec<(String, String)>) -> HashMap<String, Vec<String>> {
    let mut grouped: HashMap<String, Vec<String>> = HashMap::new();
    for (record, address) in rows {
        grouped.entry(record).or_default().push(address);
    }
    grouped
}

const RECORDS: &str = "
    select record_row.number, record.record_id, record.kind, record.status, record.stage, record.created_on,
           record.account_id, record.primary_contact_id, record.owner, record.do_not_analyse
    from record
    join record_row on record_row.record_id = record.record_id
    order by record_row.number";

const TEAM: &str = "select record_id, address from record_team";

const STAKEHOLDERS: &str = "select record_id, contact_id, address from record_stakeholder";

const OF_RECORD: &str = "
    select record_address.record_id, address.person_id
    from record_address
    join address on address.address_id = record_address.address_id
    where record_address.position = 0";

const OF_ADDRESS: &str = "
    select address.address, address.person_id
    from address
    where address.address in (select address from record_stakeholder)";

const COLLEAGUES: &str = "
    select address.address, address.person_id
    from address
    join entry on entry.person_id = address.person_id and entry.standing in (0, 1)";
