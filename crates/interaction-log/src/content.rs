//! Content: what one copy says of an interaction, in the columns it is kept in.
//!
//! The first copy's content stands in `interaction`. Every later copy keeps its own, because copies differ: only a
//! sender's shows who got it blind, and a CRM's names other people. When the first copy is erased, the next one speaks.

use std::sync::Arc;

use deltalake::arrow::array::{
    Array, ArrayRef, AsArray, BinaryBuilder, Int32Builder, Int64Builder, ListBuilder, RecordBatch,
};
use deltalake::arrow::compute::cast;
use deltalake::arrow::datatypes::{DataType, Field, Int32Type, Int64Type};
use relata_model::exchange::{Exchange, exchanges_of};
use relata_model::{Identity, Interaction, Kind, Role, Side};

use crate::rows::Numbers;
use crate::schema::element;
use crate::table::LogError;

/// Somebody in an interaction, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Present {
    pub address: i64,
    pub role: Role,
    /// As `model` numbers responses.
    pub response: i32,
    pub side: Side,
}

/// What a copy says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Content {
    pub at: i64,
    pub kind: Kind,
    pub people: Vec<Present>,
    pub audience: i32,
    pub reply_to: Option<Identity>,
    pub conversation: Identity,
    pub minutes: i32,
}

impl Content {
    /// Returns what an interaction says, with numbers for addresses.
    pub fn of(interaction: &Interaction, numbers: Numbers<'_>) -> Result<Content, LogError> {
        let present = |it: &relata_model::Participant| {
            let address = numbers.of(it)?;
            Ok(Present { address, role: it.role, response: it.response as i32, side: it.side })
        };
        let people: Result<Vec<Present>, LogError> = interaction.participants.iter().map(present).collect();
        Ok(Content {
            at: interaction.at.as_second(),
            kind: interaction.kind,
            people: people?,
            audience: interaction.audience as i32,
            reply_to: interaction.reply_to,
            conversation: interaction.conversation,
            minutes: interaction.minutes as i32,
        })
    }

    /// Returns the pairs it relates, by their places among the people.
    pub fn exchanges(&self) -> Vec<Exchange<usize>> {
        let people: Vec<(Role, Side)> = self.people.iter().map(|it| (it.role, it.side)).collect();
        exchanges_of(self.kind, self.audience.unsigned_abs(), &people)
    }
}

/// The columns of a content, as tables whose rows may lack one have them.
pub(crate) fn fields(nullable: bool) -> Vec<Field> {
    let field = |name: &str, of: DataType, nullable: bool| Field::new(name, of, nullable);
    let list = |name: &str, of: DataType| Field::new(name, DataType::List(element(of)), nullable);
    vec![
        field("at", DataType::Int64, nullable),
        field("kind", DataType::Int32, nullable),
        list("participants", DataType::Int64),
        list("roles", DataType::Int32),
        list("responses", DataType::Int32),
        list("sides", DataType::Int32),
        field("audience", DataType::Int32, nullable),
        field("reply_to", DataType::Binary, true),
        field("conversation", DataType::Binary, nullable),
        field("minutes", DataType::Int32, nullable),
    ]
}

/// Returns the columns for contents, in the order of [`fields`].
pub(crate) fn columns<'a>(contents: impl Iterator<Item = Option<&'a Content>>) -> Vec<ArrayRef> {
    let numbers = || ListBuilder::new(Int32Builder::new()).with_field(element(DataType::Int32));
    let mut at = Int64Builder::new();
    let [mut kind, mut audience, mut minutes] = [(); 3].map(|()| Int32Builder::new());
    let mut participants = ListBuilder::new(Int64Builder::new()).with_field(element(DataType::Int64));
    let [mut roles, mut responses, mut sides] = [(); 3].map(|()| numbers());
    let [mut reply_to, mut conversation] = [(); 2].map(|()| BinaryBuilder::new());
    for it in contents {
        for person in it.iter().flat_map(|it| &it.people) {
            participants.values().append_value(person.address);
            roles.values().append_value(person.role as i32);
            responses.values().append_value(person.response);
            sides.values().append_value(i32::from(person.side == Side::Colleague));
        }
        let there = it.is_some();
        participants.append(there);
        roles.append(there);
        responses.append(there);
        sides.append(there);
        at.append_option(it.map(|it| it.at));
        kind.append_option(it.map(|it| it.kind as i32));
        audience.append_option(it.map(|it| it.audience));
        reply_to.append_option(it.and_then(|it| it.reply_to).map(|it| it.0));
        conversation.append_option(it.map(|it| it.conversation.0));
        minutes.append_option(it.map(|it| it.minutes));
    }
    vec![
        Arc::new(at.finish()),
        Arc::new(kind.finish()),
        Arc::new(participants.finish()),
        Arc::new(roles.finish()),
        Arc::new(responses.finish()),
        Arc::new(sides.finish()),
        Arc::new(audience.finish()),
        Arc::new(reply_to.finish()),
        Arc::new(conversation.finish()),
        Arc::new(minutes.finish()),
    ]
}

/// Returns the content of every row; `None` where the row has none.
pub(crate) fn contents(batch: &RecordBatch) -> Result<Vec<Option<Content>>, LogError> {
    let column = |name: &str| batch.column_by_name(name).expect("a column of the schema");
    let long = |name: &str| column(name).as_primitive::<Int64Type>();
    let int = |name: &str| column(name).as_primitive::<Int32Type>();
    let list = |name: &str| column(name).as_list::<i32>();
    let (at, kind, audience, minutes) = (long("at"), int("kind"), int("audience"), int("minutes"));
    let (participants, roles) = (list("participants"), list("roles"));
    let (responses, sides) = (list("responses"), list("sides"));
    let (reply_to, conversation) =
        (optional_identities(column("reply_to"))?, optional_identities(column("conversation"))?);
    let content = |row: usize| {
        let addresses = participants.value(row);
        let [roles, responses, sides] = [roles, responses, sides].map(|it| it.value(row));
        let small = |of: &ArrayRef, it: usize| of.as_primitive::<Int32Type>().value(it);
        let person = |it: usize| Present {
            address: addresses.as_primitive::<Int64Type>().value(it),
            role: Role::numbered(small(&roles, it)),
            response: small(&responses, it),
            side: if small(&sides, it) == 1 { Side::Colleague } else { Side::Outside },
        };
        Content {
            at: at.value(row),
            kind: Kind::numbered(kind.value(row)),
            people: (0..addresses.len()).map(person).collect(),
            audience: audience.value(row),
            reply_to: reply_to[row],
            conversation: conversation[row].unwrap_or(Identity([0; 16])),
            minutes: minutes.value(row),
        }
    };
    Ok((0..batch.num_rows()).map(|row| at.is_valid(row).then(|| content(row))).collect())
}

/// Returns the identities in a column that may lack some.
pub(crate) fn optional_identities(column: &ArrayRef) -> Result<Vec<Option<Identity>>, LogError> {
    let column = cast(column, &DataType::Binary)?;
    let identity = |it: Option<&[u8]>| it.and_then(|it| it.try_into().ok()).map(Identity);
    Ok(column.as_binary::<i32>().iter().map(identity).collect())
}
