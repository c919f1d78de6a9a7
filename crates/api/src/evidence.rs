//! Evidence: why a pair is said to know each other, in parts that add up, with what was left out and what it rests on.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use relata_model::audit::of_person;
use relata_model::explanation::{Part, parts};
use relata_model::policy::Right;
use relata_model::strength::HALF_LIFE_DAYS;
use relata_model::{Band, Confidence, Direction, Kind, end_of_day_seconds};
use relata_store::{Generation, Mailbox, PairInsight};
use serde::Serialize;
use utoipa::ToSchema;

use crate::ask::{InPath, person};
use crate::error::ErrorBody;
use crate::overview::Filtered;
use crate::viewer::Asking;
use crate::wire::{self, BandWord, Colleague, ConfidenceWord, DirectionWord, InteractionKind, Named};
use crate::{ApiError, ApiResult, ApiState};

/// Why a pair is said to know each other.
#[derive(Serialize, ToSchema)]
pub struct Evidence {
    colleague: Colleague,
    contact: Named,
    /// 0 to 100; null exactly when the band is `unknown`.
    #[schema(required)]
    strength: Option<u8>,
    band: BandWord,
    confidence: ConfidenceWord,
    confidence_reason: String,
    /// They add up to the strength; empty when it is unknown.
    parts: Vec<PartBody>,
    /// The newest of each sort, newest first.
    pieces: Vec<Piece>,
    #[schema(value_type = String, format = DateTime)]
    first_at: Timestamp,
    left_out: Vec<Filtered>,
    coverage: Coverage,
    computed_for: String,
    #[schema(value_type = String, format = DateTime)]
    computed_at: Timestamp,
}

/// A part of a strength.
#[derive(Serialize, ToSchema)]
#[schema(as = EvidencePart)]
pub struct PartBody {
    /// `sent`, `received`, `balance`, `replies`, `meetings` or `last_contact`.
    part: &'static str,
    points: i32,
    explanation: String,
}

/// One interaction.
#[derive(Serialize, ToSchema)]
pub struct Piece {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    kind: InteractionKind,
    direction: DirectionWord,
    /// Whether it answered one of the other.
    reply: bool,
}

/// What the evidence rests on.
#[derive(Serialize, ToSchema)]
#[schema(as = MailboxCoverage)]
pub struct Coverage {
    mailbox: String,
    state: CoverageWord,
    detail: String,
}

/// Whether the colleague's own mailbox was read.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CoverageState)]
pub enum CoverageWord {
    /// It was.
    Read,
    /// It was not: what is known comes from other mailboxes.
    NotConnected,
}

/// Explains how well a colleague and a contact know each other.
#[utoipa::path(
    get,
    path = "/api/v1/people/{contact}/introducers/{colleague}",
    tag = "who-knows-whom",
    params(
        ("contact" = String, Path, description = "The contact's id"),
        ("colleague" = String, Path, description = "The colleague's id"),
    ),
    responses(
        (status = 200, body = Evidence),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn get_evidence(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath((contact, colleague)): InPath<(String, String)>,
) -> ApiResult<Json<Evidence>> {
    state.let_see(&viewer, Right::SeeWhoKnowsWhom).await?;
    let store = &state.store;
    let (contact, colleague) = (person(&contact)?, person(&colleague)?);
    let generation = store.published().await?.ok_or_else(nothing_known)?;
    let pair = store.pair(&generation, contact, colleague, &state.asker(&viewer)).await?.ok_or_else(nothing_known)?;
    let colleague: Colleague = store.colleague(colleague).await?.ok_or_else(nothing_known)?.into();
    let contact = store.person(contact).await?.ok_or_else(nothing_known)?;
    let left_out = store.left_out(contact.id).await?;
    let mailboxes = store.mailboxes_of(pair.colleague).await?;
    let names = Names { colleague: &colleague.name, contact: &contact.name };
    let answer = Json(Evidence {
        strength: wire::shown(&pair),
        band: wire::band(pair.strength.band),
        confidence: wire::confidence(pair.strength.confidence),
        confidence_reason: confidence_reason(&pair),
        parts: explain(&pair, &generation, &names),
        pieces: pieces(&pair),
        first_at: pair.sums.first_at,
        left_out: left_out.into_iter().map(Filtered::by).collect(),
        coverage: coverage(&colleague, &mailboxes),
        computed_for: generation.computed_for.to_string(),
        computed_at: generation.computed_at,
        contact: Named { id: contact.id.to_string(), name: contact.name },
        colleague,
    });
    state.viewed(&viewer, "evidence", of_person(pair.contact), [pair.colleague]).await?;
    Ok(answer)
}

/// Not there, not shared, not a target: one answer for all, so that it tells nothing.
pub(crate) fn nothing_known() -> ApiError {
    ApiError::NotFound("nothing is known of these two that could be shown to you".to_owned())
}

struct Names<'a> {
    colleague: &'a str,
    contact: &'a str,
}

fn explain(pair: &PairInsight, generation: &Generation, names: &Names<'_>) -> Vec<PartBody> {
    if pair.strength.band == Band::Unknown {
        return Vec::new();
    }
    let end_of_day = Timestamp::from_second(end_of_day_seconds(generation.computed_for)).unwrap_or(Timestamp::MAX);
    let explained = parts(&pair.sums, end_of_day).into_iter();
    explained
        .map(|(part, points)| PartBody {
            part: part.name(),
            points,
            explanation: explanation(part, pair, end_of_day, names),
        })
        .collect()
}

fn explanation(part: Part, pair: &PairInsight, end_of_day: Timestamp, names: &Names<'_>) -> String {
    let Names { colleague, contact } = names;
    let counts = &pair.sums.counts;
    match part {
        Part::Sent => format!("{colleague} wrote {} to {contact}", emails(counts.sent)),
        Part::Received => format!("{contact} wrote {} to {colleague}", emails(counts.received)),
        Part::Balance => "What one side writes beyond the other counts less".to_owned(),
        Part::Replies if counts.replies == 0 => "No email is known to have answered one of the other".to_owned(),
        Part::Replies => format!("{} answered one of the other", emails(counts.replies)),
        Part::Meetings if counts.meetings == 0 => "No meeting of both is known".to_owned(),
        Part::Meetings if counts.meetings == 1 => "Both took part in 1 meeting".to_owned(),
        Part::Meetings => format!("Both took part in {} meetings", counts.meetings),
        Part::LastContact => {
            let days = (end_of_day.as_second() - pair.last_at().as_second()).max(0) / 86_400;
            let ago = match days {
                0 => "The last contact was on the same day".to_owned(),
                1 => "The last contact was 1 day before".to_owned(),
                _ => format!("The last contact was {days} days before"),
            };
            format!("{ago}; every {HALF_LIFE_DAYS} days of silence halve what came before")
        }
    }
}

fn emails(count: u32) -> String {
    if count == 1 { "1 email".to_owned() } else { format!("{count} emails") }
}

fn confidence_reason(pair: &PairInsight) -> String {
    let counts = &pair.sums.counts;
    let interactions = counts.sent + counts.received + counts.meetings + counts.calls;
    let counted = if interactions == 1 { "1 interaction".to_owned() } else { format!("{interactions} interactions") };
    if pair.strength.band == Band::Unknown {
        return format!("{counted}, all in one direction: nobody can say whether the two know each other");
    }
    match pair.strength.confidence {
        Confidence::High => format!("{counted} in both directions; 10 are enough for high confidence"),
        Confidence::Medium => format!("{counted} in both directions; 10 would be enough for high confidence"),
        Confidence::Low => format!("only {counted}; 3 would be enough for medium confidence"),
    }
}

fn pieces(pair: &PairInsight) -> Vec<Piece> {
    let newest = &pair.sums.newest;
    let sorts = [
        (newest.sent_at, Kind::Email, Direction::Outbound),
        (newest.received_at, Kind::Email, Direction::Inbound),
        (newest.meeting_at, Kind::Meeting, Direction::Both),
        (newest.call_out_at, Kind::Call, Direction::Outbound),
        (newest.call_in_at, Kind::Call, Direction::Inbound),
    ];
    let is_reply = |at, kind| kind == Kind::Email && newest.reply_at == Some(at);
    let mut pieces: Vec<Piece> = sorts
        .into_iter()
        .filter_map(|(at, kind, direction)| {
            let at = at?;
            Some(Piece { at, kind: kind.into(), direction: direction.into(), reply: is_reply(at, kind) })
        })
        .collect();
    // A reply older than the newest mail of both sides: which of the two wrote it is not kept.
    if let Some(at) = newest.reply_at.filter(|_| !pieces.iter().any(|it| it.reply)) {
        pieces.push(Piece { at, kind: InteractionKind::Email, direction: DirectionWord::Both, reply: true });
    }
    pieces.sort_by_key(|it| std::cmp::Reverse(it.at));
    pieces
}

fn coverage(colleague: &Colleague, mailboxes: &[Mailbox]) -> Coverage {
    let mailbox = mailboxes.first().map_or_else(|| colleague.email.clone(), |it| it.name.clone());
    if mailboxes.is_empty() {
        let detail = "the colleague's own mailbox is not connected; this is what other mailboxes show".to_owned();
        return Coverage { mailbox, state: CoverageWord::NotConnected, detail };
    }
    let read: u64 = mailboxes.iter().map(|it| it.ledger.read).sum();
    let stored: u64 = mailboxes.iter().map(|it| it.ledger.stored + it.ledger.duplicates).sum();
    let until = mailboxes.iter().filter_map(|it| it.read_until).max();
    let until = until.map(|it| format!(", up to {}", it.to_zoned(TimeZone::UTC).date())).unwrap_or_default();
    let detail = format!("{read} messages and meetings read, {stored} of them counted{until}");
    Coverage { mailbox, state: CoverageWord::Read, detail }
}
