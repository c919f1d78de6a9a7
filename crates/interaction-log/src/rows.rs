//! The rows of the tables, and their columns.

use std::collections::HashMap;
use std::sync::Arc;

use deltalake::arrow::array::{
    ArrayRef, AsArray, BinaryBuilder, Float64Builder, Int32Builder, Int64Array, Int64Builder, RecordBatch, StringArray,
    StringBuilder,
};
use deltalake::arrow::datatypes::{Int32Type, Int64Type};
use relata_model::{
    Activity, Address, AddressId, Followed, Identity, Interaction, Month, Participant, RecordId, RecordNumber,
};

use crate::append::BatchId;
use crate::content::{Content, columns, contents};
use crate::known::identities_of;
use crate::schema::{self, MONTH};
use crate::table::LogError;

/// What addresses and records are called in the log.
#[derive(Clone, Copy, Debug)]
pub struct Numbers<'a> {
    /// Of every address admitted.
    pub addresses: &'a HashMap<Address, AddressId>,
    /// Of every record an activity regards.
    pub records: &'a HashMap<RecordId, RecordNumber>,
}

impl Numbers<'_> {
    pub(crate) fn of(&self, participant: &Participant) -> Result<i64, LogError> {
        self.addresses.get(&participant.address).map(|it| it.0).ok_or(LogError::NotInterned)
    }

    fn regarded(&self, activity: &Activity) -> Result<Option<i64>, LogError> {
        let number = |it| self.records.get(it).map(|it| it.0).ok_or(LogError::NotInterned);
        activity.regarding.as_ref().map(number).transpose()
    }
}

/// When and by which batch something came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Came {
    pub mailbox: i64,
    pub batch: i64,
    /// Grows with every batch of any mailbox.
    pub arrived: i64,
    /// Among the messages of its batch.
    pub position: i32,
}

impl Came {
    pub fn with(batch: BatchId, arrived: i64, position: i32) -> Came {
        Came { mailbox: batch.mailbox.0, batch: batch.number, arrived, position }
    }

    /// Copies stand in this order; the first speaks for the interaction.
    pub fn order(&self) -> (i64, i32) {
        (self.arrived, self.position)
    }
}

/// A row of `interaction`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub month: Month,
    pub identity: Identity,
    pub content: Content,
    pub came: Came,
}

/// A row of `sighting` or `activity`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Copy {
    pub month: Month,
    pub identity: Identity,
    pub came: Came,
    /// What it says; `None` for the first copy, whose content the interaction has.
    pub content: Option<Content>,
    /// What a CRM says; `None` for a copy out of a mailbox.
    pub said: Option<Said>,
}

/// What a CRM says of an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub record: Option<i64>,
    pub followed: i32,
    pub opened: i32,
    pub clicked: i32,
    pub attachment_opened: i32,
}

impl Said {
    pub fn of(activity: &Activity, numbers: Numbers<'_>) -> Result<Said, LogError> {
        let Followed { opens, clicks, attachment_opens } = activity.followed.unwrap_or_default();
        Ok(Said {
            record: numbers.regarded(activity)?,
            followed: activity.followed.is_some().into(),
            opened: (opens > 0).into(),
            clicked: (clicks > 0).into(),
            attachment_opened: (attachment_opens > 0).into(),
        })
    }
}

/// Returns the month an interaction is kept under.
pub(crate) fn month_of(interaction: &Interaction) -> Month {
    Month::of(interaction.at)
}

/// Returns the columns of `interaction`, in order of month and time.
pub(crate) fn interactions(rows: &[Row]) -> Result<RecordBatch, LogError> {
    let mut rows: Vec<&Row> = rows.iter().collect();
    rows.sort_by_key(|it| (it.content.at, it.identity));
    let mut all = keys(rows.iter().map(|it| (it.month, it.identity)));
    all.extend(columns(rows.iter().map(|it| Some(&it.content))));
    all.extend(came(rows.iter().map(|it| it.came)));
    Ok(RecordBatch::try_new(schema::interaction(), all)?)
}

/// Returns the columns of `sighting`, one row for each copy that no CRM said anything of.
pub(crate) fn sightings(copies: &[Copy]) -> Result<RecordBatch, LogError> {
    let copies = in_order(copies, |it| it.said.is_none());
    Ok(RecordBatch::try_new(schema::sighting(), copied(&copies))?)
}

/// Returns the columns of `activity`, one row for each copy out of a CRM.
pub(crate) fn activities(copies: &[Copy]) -> Result<RecordBatch, LogError> {
    let copies = in_order(copies, |it| it.said.is_some());
    let mut all = copied(&copies);
    let said: Vec<Said> = copies.iter().filter_map(|it| it.said).collect();
    all.push(Arc::new(said.iter().map(|it| it.record).collect::<Int64Array>()));
    let of: [fn(&Said) -> i32; 4] = [|it| it.followed, |it| it.opened, |it| it.clicked, |it| it.attachment_opened];
    for of in of {
        let mut column = Int32Builder::new();
        said.iter().for_each(|it| column.append_value(of(it)));
        all.push(Arc::new(column.finish()));
    }
    Ok(RecordBatch::try_new(schema::activity(), all)?)
}

fn in_order(copies: &[Copy], of: impl Fn(&&Copy) -> bool) -> Vec<&Copy> {
    let mut copies: Vec<&Copy> = copies.iter().filter(of).collect();
    copies.sort_by_key(|it| (it.month, it.identity, it.came.order()));
    copies
}

fn copied(copies: &[&Copy]) -> Vec<ArrayRef> {
    let mut all = keys(copies.iter().map(|it| (it.month, it.identity)));
    all.extend(came(copies.iter().map(|it| it.came)));
    all.extend(columns(copies.iter().map(|it| it.content.as_ref())));
    all
}

fn keys(rows: impl Iterator<Item = (Month, Identity)>) -> Vec<ArrayRef> {
    let mut month = StringBuilder::new();
    let mut identity = BinaryBuilder::new();
    for (of, it) in rows {
        month.append_value(of.to_string());
        identity.append_value(it.0);
    }
    vec![Arc::new(month.finish()), Arc::new(identity.finish())]
}

fn came(rows: impl Iterator<Item = Came>) -> Vec<ArrayRef> {
    let [mut mailbox, mut batch, mut arrived] = [(); 3].map(|()| Int64Builder::new());
    let mut position = Int32Builder::new();
    for it in rows {
        mailbox.append_value(it.mailbox);
        batch.append_value(it.batch);
        arrived.append_value(it.arrived);
        position.append_value(it.position);
    }
    vec![Arc::new(mailbox.finish()), Arc::new(batch.finish()), Arc::new(arrived.finish()), Arc::new(position.finish())]
}

/// Returns the rows of `interaction` in its columns.
pub(crate) fn read_interactions(batch: &RecordBatch) -> Result<Vec<Row>, LogError> {
    let rows = read_keys(batch)?.into_iter().zip(contents(batch)?).zip(read_came(batch));
    let row = |(((month, identity), content), came): ((_, Option<Content>), Came)| {
        Some(Row { month, identity, content: content?, came })
    };
    Ok(rows.filter_map(row).collect())
}

/// Returns the rows of `sighting` or `activity` in its columns.
pub(crate) fn read_copies(batch: &RecordBatch) -> Result<Vec<Copy>, LogError> {
    let said = read_said(batch);
    let rows = read_keys(batch)?.into_iter().zip(contents(batch)?).zip(read_came(batch));
    let copy = |(row, (((month, identity), content), came)): (usize, ((_, Option<Content>), Came))| Copy {
        month,
        identity,
        came,
        content,
        said: said.get(row).copied(),
    };
    Ok(rows.enumerate().map(copy).collect())
}

fn read_keys(batch: &RecordBatch) -> Result<Vec<(Month, Identity)>, LogError> {
    let months = column(batch, MONTH).as_string::<i32>().iter().flatten();
    let months = months.map(|it| it.parse().expect("a month that was written as one"));
    Ok(months.zip(identities_of(column(batch, "identity"))?).collect())
}

fn read_said(batch: &RecordBatch) -> Vec<Said> {
    let Some(record) = batch.column_by_name("record") else { return Vec::new() };
    let record = record.as_primitive::<Int64Type>().iter();
    let int = |name: &str| column(batch, name).as_primitive::<Int32Type>().values().clone();
    let (followed, opened) = (int("followed"), int("opened"));
    let (clicked, attachment_opened) = (int("clicked"), int("attachment_opened"));
    let said = |(row, record): (usize, Option<i64>)| Said {
        record,
        followed: followed[row],
        opened: opened[row],
        clicked: clicked[row],
        attachment_opened: attachment_opened[row],
    };
    record.enumerate().map(said).collect()
}

fn read_came(batch: &RecordBatch) -> Vec<Came> {
    let long = |name: &str| column(batch, name).as_primitive::<Int64Type>().values().clone();
    let (mailbox, number, arrived) = (long("mailbox"), long("batch"), long("arrived"));
    let position = column(batch, "position").as_primitive::<Int32Type>().values();
    let came =
        |it: usize| Came { mailbox: mailbox[it], batch: number[it], arrived: arrived[it], position: position[it] };
    (0..batch.num_rows()).map(came).collect()
}

/// Returns a column that the schema has.
pub(crate) fn column<'a>(batch: &'a RecordBatch, name: &str) -> &'a ArrayRef {
    batch.column_by_name(name).expect("a column of the schema")
}

/// Returns the columns of `exchange`, in order of month, contact, colleague and time: what lies together is read
/// together.
pub(crate) fn exchanges(of: &[Row]) -> Result<RecordBatch, LogError> {
    let mut rows = Vec::new();
    for row in of {
        for it in row.content.exchanges() {
            let (colleague, contact) = (row.content.people[it.colleague], row.content.people[it.contact]);
            let role = if colleague.role.starts() { contact.role } else { colleague.role };
            rows.push(((row.month, contact.address, colleague.address), row, it.direction, role, it.weight));
        }
    }
    rows.sort_by_key(|(key, row, ..)| (*key, row.content.at, row.identity));
    let month: StringArray = rows.iter().map(|((month, ..), ..)| Some(month.to_string())).collect();
    let [mut contact, mut colleague, mut at] = [(); 3].map(|()| Int64Builder::new());
    let mut weights = Float64Builder::new();
    let [mut directions, mut kind, mut roles, mut audience, mut minutes] = [(); 5].map(|()| Int32Builder::new());
    let mut identity = BinaryBuilder::new();
    let mut reply_to = BinaryBuilder::new();
    for ((_, whom, who), Row { content, identity: of, .. }, direction, role, weight) in rows {
        contact.append_value(whom);
        colleague.append_value(who);
        at.append_value(content.at);
        directions.append_value(direction as i32);
        kind.append_value(content.kind as i32);
        roles.append_value(role as i32);
        audience.append_value(content.audience);
        weights.append_value(weight);
        minutes.append_value(content.minutes);
        identity.append_value(of.0);
        reply_to.append_option(content.reply_to.map(|it| it.0));
    }
    let columns: Vec<ArrayRef> = vec![
        Arc::new(month),
        Arc::new(contact.finish()),
        Arc::new(colleague.finish()),
        Arc::new(at.finish()),
        Arc::new(directions.finish()),
        Arc::new(kind.finish()),
        Arc::new(roles.finish()),
        Arc::new(audience.finish()),
        Arc::new(weights.finish()),
        Arc::new(minutes.finish()),
        Arc::new(identity.finish()),
        Arc::new(reply_to.finish()),
    ];
    Ok(RecordBatch::try_new(schema::exchange(), columns)?)
}
