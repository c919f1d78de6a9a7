//! Activities: emails, appointments, phone calls and tasks, with whoever took part and the record they regard.
//!
//! ```text
//! a page of a table ──▶ its parties, asked for by activity ──▶ addresses of parties that have none ──▶ Observed
//! ```
//!
//! Change tracking expands nothing, so parties are a second question. Whose address was used is written beside a party; where
//! it is not, the contact, lead, account or user says it.
//!
//! An activity that is gone did happen, as a message does that was deleted: only what still lay ahead is called off.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use jiff::Timestamp;
use relata_connectors::{Batch, Connector, Cursor, FetchError, Places, ReadActivity, activities_from_bytes};
use relata_model::identity::{recurrence, series_uid};
use relata_model::{Activity, Folder, Identity, Kind, Marks, Observed};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::records::{FILE, TablePage, broken, one_entry, placed};
use super::tables::{ACTIVITIES, APPOINTMENTS, EMAILS, PARTIES, PHONE_CALLS, Row, Table};
use super::{Dataverse, Lookups, Tracked};
use crate::trouble::Trouble;

/// Whose ids activities have.
const CRM: &str = "dataverse";
/// Activities whose parties are asked for in one question.
const ACTIVITIES_AT_ONCE: usize = 50;
/// More parties of one activity are counted and not read.
const MOST_PARTIES: usize = 1_000;
/// What lies ahead and is remembered, so that it can be called off; more than a CRM has planned.
const MOST_AHEAD: usize = 5_000;
/// Pages without anything on them that one fetch passes over.
const MOST_EMPTY: usize = 40;

/// The activities of an environment.
pub struct Activities {
    dataverse: Dataverse,
    /// Who owners are, asked for at the beginning of each round.
    lookups: Mutex<Option<Lookups>>,
}

/// A cursor, as it is kept. Its links are capabilities: keep it sealed.
#[derive(Default, Serialize, Deserialize)]
struct State {
    version: u32,
    /// Which table is read next, in the order of `ACTIVITIES`.
    table: usize,
    tables: BTreeMap<String, Tracked>,
    /// What lies ahead, by activity.
    ahead: BTreeMap<String, Ahead>,
    /// Pages read, for whoever watches.
    pages: u64,
}

/// The form of cursors; with another one everything is told again.
const VERSION: u32 = 1;

/// Something planned: its identity in hexadecimal digits, when, and as what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Ahead {
    identity: String,
    at: i64,
    kind: i32,
}

impl Activities {
    /// Returns the activities of an environment.
    pub fn new(dataverse: &Dataverse) -> Activities {
        Activities { dataverse: dataverse.clone(), lookups: Mutex::default() }
    }

    async fn fetched(&self, mut state: State) -> Result<Batch, Trouble> {
        let now = self.dataverse.service.pace().now();
        for _ in 0..MOST_EMPTY {
            let Some(table) = ACTIVITIES.get(state.table).copied() else {
                state.table = 0;
                *self.lookups.lock().await = None;
                return Ok(batch(state, Vec::new(), Vec::new(), false));
            };
            let from = state.tables.get(table.set).cloned().unwrap_or_default();
            let page = match self.dataverse.table_page(table, &from).await {
                // An environment without Sales may lack a table.
                Err(Trouble::Skip { .. }) => {
                    state.table += 1;
                    continue;
                }
                page => page?,
            };
            let parties = self.parties(&page).await?;
            let lookups = self.known(&page).await?;
            let read = read(table, &page.rows, &parties, &lookups, now);
            state.pages += 1;
            state.tables.insert(table.set.to_owned(), page.tracked);
            state.table += usize::from(!page.more);
            let mut skipped: Vec<_> = broken(name_of(table), page.broken).collect();
            let mut observed = called_off(&mut state.ahead, &page.gone, now);
            for it in read {
                skipped.extend(it.skipped);
                if let Some(it_was) = it.observed {
                    observed.extend(moved(&mut state.ahead, &it.id, &it_was, now));
                    observed.push(it_was);
                }
            }
            if !observed.is_empty() || !skipped.is_empty() || page.more {
                return Ok(batch(state, observed, skipped, true));
            }
        }
        Ok(batch(state, Vec::new(), Vec::new(), true))
    }

    /// The parties of the activities on a page, by activity.
    async fn parties(&self, page: &TablePage) -> Result<BTreeMap<String, Vec<Row>>, Trouble> {
        let ids: Vec<String> = page.rows.iter().map(|it| it.id("activityid")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let columns = PARTIES.select(false);
        let mut parties: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for some in ids.chunks(ACTIVITIES_AT_ONCE) {
            for row in self.dataverse.chosen(&PARTIES, &columns, "_activityid_value", some).await? {
                parties.entry(row.id("_activityid_value")).or_default().push(row);
            }
        }
        let mut wanted = BTreeSet::new();
        for row in parties.values().flatten().filter(|it| it.text("addressused").is_empty()) {
            let (table, id) = (row.leads_to("_partyid_value").to_owned(), row.id("_partyid_value"));
            if !id.is_empty() && table != "team" && table != "queue" {
                wanted.insert((table, id));
            }
        }
        let found = self.dataverse.addresses(&wanted).await?;
        for row in parties.values_mut().flatten() {
            if let Some(address) = found.get(&row.id("_partyid_value")) {
                row.address_if_missing(address);
            }
        }
        Ok(parties)
    }

    /// Who owners are; asked for again where a page names one nobody knows.
    async fn known(&self, page: &TablePage) -> Result<Lookups, Trouble> {
        let mut kept = self.lookups.lock().await;
        if kept.is_none() && !page.rows.is_empty() {
            *kept = Some(self.dataverse.lookups().await?);
        }
        Ok(kept.clone().unwrap_or_default())
    }
}

#[async_trait]
impl Connector for Activities {
    async fn fetch(&self, cursor: Option<&Cursor>) -> Result<Batch, FetchError> {
        let state = match cursor {
            None => State { version: VERSION, ..State::default() },
            Some(it) => serde_json::from_str(&it.0)
                .ok()
                .filter(|it: &State| it.version == VERSION)
                .ok_or(FetchError::CursorExpired)?,
        };
        let now = self.dataverse.service.pace().now();
        self.fetched(state).await.map_err(|it| it.into_fetch_error(now))
    }

    /// Nobody says how many changes there are.
    async fn extent(&self) -> Result<u64, FetchError> {
        Ok(0)
    }
}

fn batch(state: State, observed: Vec<Observed>, skipped: Vec<relata_model::Quarantined>, more: bool) -> Batch {
    let position = state.pages;
    let cursor = Cursor(serde_json::to_string(&state).expect("plain fields are written without error"));
    Batch { observed, skipped, places: Places::default(), cursor, position, more }
}

fn name_of(table: &Table) -> &'static str {
    match table.set {
        "emails" => "email",
        "appointments" => "appointment",
        "phonecalls" => "phone call",
        _ => "task",
    }
}

/// Translates rows; the columns are those of files.
fn read(
    table: &Table,
    rows: &[Row],
    parties: &BTreeMap<String, Vec<Row>>,
    lookups: &Lookups,
    now: Timestamp,
) -> Vec<ReadActivity> {
    let mut lines = Vec::new();
    for row in rows {
        let own = parties.get(&row.id("activityid")).map_or(&[][..], Vec::as_slice);
        let line = line(table, row, own, lookups);
        serde_json::to_writer(&mut lines, &line).expect("plain fields are written without error");
        lines.push(b'\n');
    }
    let ids: Vec<String> = rows.iter().map(|it| it.id("activityid")).collect();
    let mut read = activities_from_bytes(CRM, FILE, &lines, now).unwrap_or_default();
    for (it, row) in read.iter_mut().zip(rows) {
        it.skipped.iter_mut().for_each(|it| it.place = placed(&it.place, name_of(table), &ids));
        if let Some(observed) = &mut it.observed {
            name_meeting(observed, row);
        }
    }
    read
}

/// An appointment that Outlook knows, too, is the meeting of that name in a calendar.
fn name_meeting(observed: &mut Observed, row: &Row) {
    let uid = row.text("globalobjectid");
    if observed.kind != Kind::Meeting || uid.is_empty() {
        return;
    }
    let series = series_uid(uid);
    // 2 and 3 are an occurrence and an exception of a series.
    let repeats = matches!(row.number("instancetypecode"), Some(2 | 3));
    let occurrence = if repeats { recurrence(observed.at) } else { String::new() };
    observed.identity = Identity::of_meeting(&series, &occurrence);
    observed.conversation = Identity::of_meeting(&series, "");
}

fn line(table: &Table, row: &Row, parties: &[Row], lookups: &Lookups) -> Value {
    let with = |masks: &[i64]| -> Vec<&str> {
        let is_one = |it: &&Row| it.number("participationtypemask").is_some_and(|it| masks.contains(&it));
        parties.iter().take(MOST_PARTIES).filter(is_one).map(|it| entry(it.text("addressused"))).collect()
    };
    let owner = lookups.address_of(&row.id("_ownerid_value"));
    let moments = ["senton", "scheduledstart", "scheduledend", "actualstart", "actualend"];
    let is_dated = moments.iter().any(|it| !row.text(it).is_empty());
    let mut line = json!({
        "id": row.id("activityid"),
        "regarding": row.id("_regardingobjectid_value"),
        "direction": row.value("directioncode"),
        "from": with(&[1]),
        "to": with(&[2]),
        "cc": with(&[3]),
        "bcc": with(&[4]),
        "organizer": with(&[7]),
        "required": with(&[5, 12]),
        "optional": with(&[6]),
        "owner": owner,
        "sent": row.text("senton"),
        // What names no day at all was at least written on one; it counts only if it is done.
        "start": if is_dated { row.text("scheduledstart") } else { row.text("createdon") },
        "actual_start": row.text("actualstart"),
        "end": row.text("scheduledend"),
        "actual_end": row.text("actualend"),
        "state": row.value("statecode"),
    });
    let more = if *table == EMAILS {
        let parent = row.id("_parentactivityid_value");
        json!({
            "type": "email",
            "message_id": row.text("messageid"),
            "in_reply_to": if row.text("inreplyto").is_empty() { parent.as_str() } else { row.text("inreplyto") },
            "followed": row.value("isemailfollowed"),
            "opens": row.value("opencount"),
            "clicks": row.value("linksclickedcount"),
            "attachment_opens": row.value("attachmentopencount"),
        })
    } else if *table == APPOINTMENTS {
        let minutes = row.value("scheduleddurationminutes");
        json!({
            "type": "appointment",
            "duration": if row.says_yes("isalldayevent") { json!(0) } else { minutes },
        })
    } else {
        let sort = if *table == PHONE_CALLS { "phonecall" } else { "task" };
        json!({ "type": sort, "duration": row.value("actualdurationminutes") })
    };
    if let (Value::Object(line), Value::Object(more)) = (&mut line, more) {
        line.extend(more);
    }
    line
}

/// A party as an entry of a cell; one without an address is counted and no more.
fn entry(address: &str) -> &str {
    if address.is_empty() { "?" } else { one_entry(address) }
}

/// Calls off what lay ahead of activities that are gone.
fn called_off(ahead: &mut BTreeMap<String, Ahead>, gone: &[String], now: Timestamp) -> Vec<Observed> {
    gone.iter().filter_map(|it| ahead.remove(it)).filter_map(|it| cancelled(&it, now)).collect()
}

/// Remembers what lies ahead. Returns what is called off because the activity now goes by another name.
fn moved(ahead: &mut BTreeMap<String, Ahead>, id: &str, observed: &Observed, now: Timestamp) -> Option<Observed> {
    let before = ahead.remove(id);
    let identity = format!("{:?}", observed.identity);
    let renamed = before.filter(|it| it.identity != identity).and_then(|it| cancelled(&it, now));
    if observed.at > now && !observed.marks.cancelled && ahead.len() < MOST_AHEAD {
        let kind = observed.kind as i32;
        ahead.insert(id.to_owned(), Ahead { identity, at: observed.at.as_second(), kind });
    }
    renamed
}

fn cancelled(ahead: &Ahead, now: Timestamp) -> Option<Observed> {
    let identity = Identity(u128::from_str_radix(&ahead.identity, 16).ok()?.to_be_bytes());
    let at = Timestamp::from_second(ahead.at).ok().filter(|it| *it > now)?;
    Some(Observed {
        identity,
        at,
        kind: Kind::numbered(ahead.kind),
        participants: Vec::new(),
        audience: 0,
        reply_to: None,
        conversation: identity,
        minutes: 0,
        marks: Marks { cancelled: true, ..Marks::default() },
        folder: Folder::Other,
        activity: Some(Activity { regarding: None, completed: false, followed: None }),
    })
}
