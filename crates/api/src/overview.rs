//! The overview: how much of everything there is, how the sources fare, and where enabling stands.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use relata_model::Enabling;
use relata_model::policy::Right;
use relata_store::SourceState;
use serde::Serialize;
use utoipa::ToSchema;

use crate::consent_body::StageWord;
use crate::error::ErrorBody;
use crate::viewer::Asking;
use crate::{ApiResult, ApiState};

/// How much of everything there is, how the sources fare, and where enabling stands.
#[derive(Serialize, ToSchema)]
pub struct Overview {
    organisation: String,
    enabling: EnablingBody,
    /// The day the published insights are of; null: nothing is published yet.
    #[schema(required)]
    computed_for: Option<String>,
    #[schema(required, value_type = Option<String>, format = DateTime)]
    computed_at: Option<Timestamp>,
    counts: Counts,
    sources: Vec<Source>,
}

/// Where enabling stands, for those too who may not see who consented to what.
#[derive(Serialize, ToSchema)]
#[schema(as = Enabling)]
pub struct EnablingBody {
    state: StageWord,
    /// When it turns itself off without a consent, or did; null if none is awaited.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    lapses_at: Option<Timestamp>,
    /// Days left to consent, one that has begun as a whole one; null if none is awaited.
    #[schema(required)]
    days_left: Option<i64>,
}

impl EnablingBody {
    fn of(enabling: &Enabling, now: Timestamp) -> EnablingBody {
        EnablingBody {
            state: enabling.stage(now).into(),
            lapses_at: enabling.lapses_at(),
            days_left: enabling.days_left(now),
        }
    }
}

/// How much of everything there is.
#[derive(Serialize, ToSchema)]
pub struct Counts {
    colleagues: u64,
    contacts: u64,
    accounts: u64,
    leads: u64,
    opportunities: u64,
    people: u64,
    mailboxes: u64,
    interactions: u64,
    pairs: u64,
}

/// A source with its ledger: read = stored + duplicates + filtered + quarantined.
#[derive(Serialize, ToSchema)]
pub struct Source {
    name: String,
    kind: String,
    state: SourceWord,
    #[schema(required)]
    detail: Option<String>,
    read: u64,
    stored: u64,
    duplicates: u64,
    quarantined: u64,
    filtered: Vec<Filtered>,
    /// The newest interaction read.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    read_until: Option<Timestamp>,
}

/// How a source fares.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SourceState)]
pub enum SourceWord {
    /// Read to its end for now.
    Ready,
    /// Being read.
    Reading,
    /// Cannot be read.
    Broken,
}

/// How much a rule left out.
#[derive(Serialize, ToSchema)]
pub struct Filtered {
    pub(crate) rule: &'static str,
    pub(crate) explanation: &'static str,
    pub(crate) count: u64,
}

impl Filtered {
    pub(crate) fn by((rule, count): (relata_model::Filter, u64)) -> Filtered {
        Filtered { rule: rule.name(), explanation: rule.explanation(), count }
    }
}

/// Returns how much of everything there is, how the sources fare, and where enabling stands.
#[utoipa::path(
    get,
    path = "/api/v1/overview",
    tag = "server",
    responses((status = 200, body = Overview), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody)),
)]
pub(crate) async fn get_overview(State(state): State<ApiState>, Asking(viewer): Asking) -> ApiResult<Json<Overview>> {
    state.let_see(&viewer, Right::SeeOverview).await?;
    let published = state.store.published().await?;
    let it = state.store.counts().await?;
    let enabling = Enabling::of(&state.store.consent_events().await?);
    Ok(Json(Overview {
        organisation: state.settings.organisation.clone(),
        enabling: EnablingBody::of(&enabling, (state.clock)()),
        computed_for: published.map(|it| it.computed_for.to_string()),
        computed_at: published.map(|it| it.computed_at),
        counts: Counts {
            colleagues: it.colleagues,
            contacts: it.contacts,
            accounts: it.accounts,
            leads: it.leads,
            opportunities: it.opportunities,
            people: it.people,
            mailboxes: it.mailboxes,
            interactions: it.interactions,
            pairs: it.pairs,
        },
        sources: state.store.sources().await?.into_iter().map(Source::from).collect(),
    }))
}

impl From<relata_store::Source> for Source {
    fn from(it: relata_store::Source) -> Self {
        let (state, detail) = match it.state {
            SourceState::Ready => (SourceWord::Ready, None),
            SourceState::Reading => (SourceWord::Reading, None),
            SourceState::Broken(detail) => (SourceWord::Broken, Some(detail)),
        };
        Source {
            name: it.name,
            kind: it.kind,
            state,
            detail,
            read: it.ledger.read,
            stored: it.ledger.stored,
            duplicates: it.ledger.duplicates,
            quarantined: it.ledger.quarantined,
            filtered: it.ledger.filtered.into_iter().map(Filtered::by).collect(),
            read_until: it.read_until,
        }
    }
}
