//! Shapes several resources share on the wire. What is on the wire is a promise; what is inside is not.

use jiff::Timestamp;
use relata_model::{Band, Direction, Kind, RecordKind, Visibility};
use relata_store::PairInsight;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The kind of a record.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RecordKind)]
pub enum RecordKindWord {
    /// A person one does business with.
    Contact,
    /// A person one might do business with.
    Lead,
    /// A company.
    Account,
    /// A deal in the making, or one that was won or lost.
    Opportunity,
}

impl From<RecordKind> for RecordKindWord {
    fn from(kind: RecordKind) -> Self {
        match kind {
            RecordKind::Contact => RecordKindWord::Contact,
            RecordKind::Lead => RecordKindWord::Lead,
            RecordKind::Account => RecordKindWord::Account,
            RecordKind::Opportunity => RecordKindWord::Opportunity,
        }
    }
}

impl From<RecordKindWord> for RecordKind {
    fn from(kind: RecordKindWord) -> Self {
        match kind {
            RecordKindWord::Contact => RecordKind::Contact,
            RecordKindWord::Lead => RecordKind::Lead,
            RecordKindWord::Account => RecordKind::Account,
            RecordKindWord::Opportunity => RecordKind::Opportunity,
        }
    }
}

/// A strength in a word; `unknown`: mail in one direction only.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Band)]
pub enum BandWord {
    /// At least an exchange a month.
    Strong,
    /// Between an exchange a quarter and one a month.
    Medium,
    /// Below an exchange a quarter.
    Weak,
    /// One direction only.
    Unknown,
}

/// How much evidence a strength rests on.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Confidence)]
pub enum ConfidenceWord {
    /// Much.
    High,
    /// Some.
    Medium,
    /// Little.
    Low,
}

/// Email, meeting, call or task.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InteractionKind {
    /// An email.
    Email,
    /// A meeting.
    Meeting,
    /// A call.
    Call,
    /// A task of a CRM that was done.
    Task,
}

/// Which way an interaction went, seen from our side.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Direction)]
pub enum DirectionWord {
    /// From a colleague to a contact.
    Outbound,
    /// From a contact to a colleague.
    Inbound,
    /// Both: a meeting of a pair; of a record, a task.
    Both,
}

impl From<Kind> for InteractionKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Email => InteractionKind::Email,
            Kind::Meeting => InteractionKind::Meeting,
            Kind::Call => InteractionKind::Call,
            Kind::Task => InteractionKind::Task,
        }
    }
}

impl From<Direction> for DirectionWord {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::Outbound => DirectionWord::Outbound,
            Direction::Inbound => DirectionWord::Inbound,
            Direction::Both => DirectionWord::Both,
        }
    }
}

/// What a colleague lets others see of their ties.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Visibility)]
pub enum VisibilityWord {
    /// Named, with strength and evidence.
    Named,
    /// Named to whom the colleague says yes; counted for everybody else.
    NamedAfterYes,
    /// Counted, never named.
    CountedOnly,
    /// Neither named nor counted.
    Hidden,
}

impl From<Visibility> for VisibilityWord {
    fn from(it: Visibility) -> Self {
        match it {
            Visibility::Named => VisibilityWord::Named,
            Visibility::NamedAfterYes => VisibilityWord::NamedAfterYes,
            Visibility::CountedOnly => VisibilityWord::CountedOnly,
            Visibility::Hidden => VisibilityWord::Hidden,
        }
    }
}

impl From<VisibilityWord> for Visibility {
    fn from(it: VisibilityWord) -> Self {
        match it {
            VisibilityWord::Named => Visibility::Named,
            VisibilityWord::NamedAfterYes => Visibility::NamedAfterYes,
            VisibilityWord::CountedOnly => Visibility::CountedOnly,
            VisibilityWord::Hidden => Visibility::Hidden,
        }
    }
}

/// The newest interaction of a pair.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct LastInteraction {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    kind: InteractionKind,
    direction: DirectionWord,
}

/// How well a pair know each other, with the counts beside it.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Tie {
    /// 0 to 100; null exactly when the band is `unknown`.
    #[schema(required)]
    strength: Option<u8>,
    band: BandWord,
    confidence: ConfidenceWord,
    sent: u32,
    received: u32,
    replies: u32,
    meetings: u32,
    last: LastInteraction,
}

impl From<&PairInsight> for Tie {
    fn from(pair: &PairInsight) -> Self {
        let (strength, counts) = (pair.strength, pair.sums.counts);
        Tie {
            strength: shown(pair),
            band: band(strength.band),
            confidence: confidence(strength.confidence),
            sent: counts.sent,
            received: counts.received,
            replies: counts.replies,
            meetings: counts.meetings,
            last: last(pair),
        }
    }
}

/// Returns the strength, unless nobody can say.
pub(crate) fn shown(pair: &PairInsight) -> Option<u8> {
    (pair.strength.band != Band::Unknown).then_some(pair.strength.score)
}

pub(crate) fn band(band: Band) -> BandWord {
    match band {
        Band::Strong => BandWord::Strong,
        Band::Medium => BandWord::Medium,
        Band::Weak => BandWord::Weak,
        Band::Unknown => BandWord::Unknown,
    }
}

pub(crate) fn confidence(confidence: relata_model::Confidence) -> ConfidenceWord {
    match confidence {
        relata_model::Confidence::High => ConfidenceWord::High,
        relata_model::Confidence::Medium => ConfidenceWord::Medium,
        relata_model::Confidence::Low => ConfidenceWord::Low,
    }
}

pub(crate) fn last(pair: &PairInsight) -> LastInteraction {
    let newest = pair.sums.newest.last();
    let (at, kind, direction) = newest.unwrap_or((pair.sums.first_at, Kind::Email, Direction::Both));
    LastInteraction { at, kind: kind.into(), direction: direction.into() }
}

/// Somebody of ours.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Colleague {
    pub(crate) id: String,
    pub(crate) name: String,
    #[schema(required)]
    pub(crate) title: Option<String>,
    #[schema(required)]
    pub(crate) department: Option<String>,
    pub(crate) email: String,
    /// Where a photo lies; null: show initials.
    #[schema(required)]
    pub(crate) photo: Option<String>,
}

impl From<relata_store::Colleague> for Colleague {
    fn from(it: relata_store::Colleague) -> Self {
        let (title, department, email) = (it.title, it.department, it.email);
        Colleague { id: it.id.to_string(), name: it.name, title, department, email, photo: None }
    }
}

/// Something with an id and a name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Named {
    pub(crate) id: String,
    pub(crate) name: String,
}

impl From<(relata_model::RecordId, String)> for Named {
    fn from((id, name): (relata_model::RecordId, String)) -> Self {
        Named { id: id.0, name }
    }
}

/// A record, in short.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RecordSummary {
    pub(crate) id: String,
    pub(crate) kind: RecordKindWord,
    pub(crate) name: String,
    #[schema(required)]
    pub(crate) title: Option<String>,
    #[schema(required)]
    pub(crate) company: Option<String>,
    #[schema(required)]
    pub(crate) email: Option<String>,
}

impl From<relata_store::RecordSummary> for RecordSummary {
    fn from(it: relata_store::RecordSummary) -> Self {
        let (title, company, email) = (it.title, it.company, it.email);
        RecordSummary { id: it.id.0, kind: it.kind.into(), name: it.name, title, company, email }
    }
}
