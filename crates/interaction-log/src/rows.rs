//! From admitted interactions to the columns of the tables.

use std::collections::HashMap;
use std::sync::Arc;

use deltalake::arrow::array::{
    ArrayRef, BinaryBuilder, Float64Builder, Int32Builder, Int64Builder, ListBuilder, RecordBatch, StringBuilder,
};
use deltalake::arrow::datatypes::DataType;
use relata_model::exchange::exchanges;
use relata_model::{
    Activity, Address, AddressId, Followed, Identity, Interaction, Month, Participant, RecordId, RecordNumber,
};

use crate::append::BatchId;
use crate::schema::{self, element};
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
    fn of(&self, participant: &Participant) -> Result<i64, LogError> {
        self.addresses.get(&participant.address).map(|it| it.0).ok_or(LogError::NotInterned)
    }

    fn regarded(&self, activity: &Activity) -> Result<Option<i64>, LogError> {
        let number = |it| self.records.get(it).map(|it| it.0).ok_or(LogError::NotInterned);
        activity.regarding.as_ref().map(number).transpose()
    }
}

fn month_of(interaction: &Interaction) -> String {
    Month::of(interaction.at).to_string()
}

/// Returns the rows of `interaction`, in order of month and time.
pub(crate) fn interactions(
    new: &[&Interaction],
    numbers: Numbers<'_>,
    batch: BatchId,
) -> Result<RecordBatch, LogError> {
    let mut new = new.to_vec();
    new.sort_by_key(|it| (it.at, it.identity));
    let mut month = StringBuilder::new();
    let mut identity = BinaryBuilder::new();
    let mut at = Int64Builder::new();
    let mut kind = Int32Builder::new();
    let mut participants = ListBuilder::new(Int64Builder::new()).with_field(element(DataType::Int64));
    let mut roles = ListBuilder::new(Int32Builder::new()).with_field(element(DataType::Int32));
    let mut responses = ListBuilder::new(Int32Builder::new()).with_field(element(DataType::Int32));
    let mut audience = Int32Builder::new();
    let mut reply_to = BinaryBuilder::new();
    let mut conversation = BinaryBuilder::new();
    let mut minutes = Int32Builder::new();
    for it in &new {
        month.append_value(month_of(it));
        identity.append_value(it.identity.0);
        at.append_value(it.at.as_second());
        kind.append_value(it.kind as i32);
        for participant in &it.participants {
            participants.values().append_value(numbers.of(participant)?);
            roles.values().append_value(participant.role as i32);
            responses.values().append_value(participant.response as i32);
        }
        participants.append(true);
        roles.append(true);
        responses.append(true);
        audience.append_value(it.audience as i32);
        reply_to.append_option(it.reply_to.map(|it| it.0));
        conversation.append_value(it.conversation.0);
        minutes.append_value(it.minutes as i32);
    }
    let mut mailbox = Int64Builder::new();
    let mut number = Int64Builder::new();
    mailbox.append_value_n(batch.mailbox.0, new.len());
    number.append_value_n(batch.number, new.len());
    let columns: Vec<ArrayRef> = vec![
        Arc::new(month.finish()),
        Arc::new(identity.finish()),
        Arc::new(at.finish()),
        Arc::new(kind.finish()),
        Arc::new(participants.finish()),
        Arc::new(roles.finish()),
        Arc::new(responses.finish()),
        Arc::new(audience.finish()),
        Arc::new(reply_to.finish()),
        Arc::new(conversation.finish()),
        Arc::new(minutes.finish()),
        Arc::new(mailbox.finish()),
        Arc::new(number.finish()),
    ];
    Ok(RecordBatch::try_new(schema::interaction(), columns)?)
}

/// Returns the rows of `sighting`, one for each copy out of a mailbox.
pub(crate) fn sightings(seen: &[&Interaction], batch: BatchId) -> Result<RecordBatch, LogError> {
    let seen = seen.iter().filter(|it| it.activity.is_none());
    let mut seen: Vec<(String, Identity)> = seen.map(|it| (month_of(it), it.identity)).collect();
    seen.sort_unstable();
    let mut month = StringBuilder::new();
    let mut identity = BinaryBuilder::new();
    let mut mailbox = Int64Builder::new();
    for (of, it) in seen {
        month.append_value(of);
        identity.append_value(it.0);
        mailbox.append_value(batch.mailbox.0);
    }
    let columns: Vec<ArrayRef> =
        vec![Arc::new(month.finish()), Arc::new(identity.finish()), Arc::new(mailbox.finish())];
    Ok(RecordBatch::try_new(schema::sighting(), columns)?)
}

/// Returns the rows of `activity`, one for each copy out of a CRM.
pub(crate) fn activities(seen: &[&Interaction], numbers: Numbers<'_>, batch: BatchId) -> Result<RecordBatch, LogError> {
    let mut seen: Vec<_> =
        seen.iter().filter_map(|it| Some((month_of(it), it.identity, it.activity.as_ref()?))).collect();
    seen.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    let mut month = StringBuilder::new();
    let mut identity = BinaryBuilder::new();
    let mut record = Int64Builder::new();
    let [mut followed, mut opened, mut clicked, mut attachment_opened] = [(); 4].map(|()| Int32Builder::new());
    let mut mailbox = Int64Builder::new();
    let mut number = Int64Builder::new();
    for (of, it, activity) in seen {
        month.append_value(of);
        identity.append_value(it.0);
        record.append_option(numbers.regarded(activity)?);
        let Followed { opens, clicks, attachment_opens } = activity.followed.unwrap_or_default();
        followed.append_value(activity.followed.is_some().into());
        opened.append_value((opens > 0).into());
        clicked.append_value((clicks > 0).into());
        attachment_opened.append_value((attachment_opens > 0).into());
        mailbox.append_value(batch.mailbox.0);
        number.append_value(batch.number);
    }
    let columns: Vec<ArrayRef> = vec![
        Arc::new(month.finish()),
        Arc::new(identity.finish()),
        Arc::new(record.finish()),
        Arc::new(followed.finish()),
        Arc::new(opened.finish()),
        Arc::new(clicked.finish()),
        Arc::new(attachment_opened.finish()),
        Arc::new(mailbox.finish()),
        Arc::new(number.finish()),
    ];
    Ok(RecordBatch::try_new(schema::activity(), columns)?)
}

/// Returns the rows of `exchange`, in order of month, contact, colleague and time: what lies together is read together.
pub(crate) fn exchange_rows(new: &[&Interaction], numbers: Numbers<'_>) -> Result<RecordBatch, LogError> {
    let mut rows = Vec::new();
    for interaction in new {
        for it in exchanges(interaction) {
            let role = if it.colleague.role.starts() { it.contact.role } else { it.colleague.role };
            let key = (month_of(interaction), numbers.of(it.contact)?, numbers.of(it.colleague)?);
            rows.push((key, *interaction, it.direction, role, it.weight));
        }
    }
    rows.sort_by(|(a, left, ..), (b, right, ..)| {
        a.cmp(b).then(left.at.cmp(&right.at)).then(left.identity.cmp(&right.identity))
    });
    let mut month = StringBuilder::new();
    let mut contact = Int64Builder::new();
    let mut colleague = Int64Builder::new();
    let mut at = Int64Builder::new();
    let mut weights = Float64Builder::new();
    let [mut directions, mut kind, mut roles, mut audience, mut minutes] = [(); 5].map(|()| Int32Builder::new());
    let mut identity = BinaryBuilder::new();
    let mut reply_to = BinaryBuilder::new();
    for ((of, whom, who), interaction, direction, role, weight) in rows {
        month.append_value(of);
        contact.append_value(whom);
        colleague.append_value(who);
        at.append_value(interaction.at.as_second());
        directions.append_value(direction as i32);
        kind.append_value(interaction.kind as i32);
        roles.append_value(role as i32);
        audience.append_value(interaction.audience as i32);
        weights.append_value(weight);
        minutes.append_value(interaction.minutes as i32);
        identity.append_value(interaction.identity.0);
        reply_to.append_option(interaction.reply_to.map(|it| it.0));
    }
    let columns: Vec<ArrayRef> = vec![
        Arc::new(month.finish()),
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
