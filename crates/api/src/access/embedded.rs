//! Widgets in other applications' forms: one record, for one colleague, on one site, and nothing but reading it.

use axum::extract::{FromRequestParts, MatchedPath, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use relata_keys::TokenHash;
use relata_model::audit::of_person;
use relata_model::policy::{Right, Rights};
use relata_model::{PersonId, RecordId};
use relata_store::{Asker, EmbedSession, Target};

use super::who::of_colleague;
use crate::{ApiError, ApiResult, ApiState, Through, Viewer};

/// What widgets ask about their record.
const OF_THE_RECORD: [&str; 5] = [
    "/api/v1/records/{record}",
    "/api/v1/records/{record}/introducers",
    "/api/v1/records/{record}/health",
    "/api/v1/records/{record}/kpis",
    "/api/v1/records/{record}/activities",
];
/// Why a colleague is suggested, for those the record's widget shows.
const EVIDENCE: &str = "/api/v1/people/{contact}/introducers/{colleague}";
const MYSELF: &str = "/api/v1/viewer";
/// A widget shows at most so many.
const MOST_INTRODUCERS: u32 = 100;

/// Returns the viewer of a widget, if this is something a widget may ask.
pub(super) async fn viewer(state: &ApiState, session: &str, parts: &mut Parts) -> ApiResult<Viewer> {
    let hash = TokenHash::of(session);
    let open = state.store.embed_session(hash.as_str(), (state.clock)()).await?.ok_or(ApiError::Unauthorized)?;
    if !is_on_its_site(&parts.headers, &open, state) {
        return Err(ApiError::Unauthorized);
    }
    let allowed = of_colleague(state, &open.colleague).await?.ok_or(ApiError::Unauthorized)?;
    let person = allowed.person.ok_or(ApiError::Unauthorized)?;
    if !may_ask(state, parts, &open.record, person).await? {
        let said = "a widget reads its own record, and nothing else; open Relata itself for more";
        return Err(ApiError::Forbidden(said.to_owned()));
    }
    let reading: Rights = [Right::SeeRecords, Right::SeeWhoKnowsWhom, Right::SeeAnalytics].into_iter().collect();
    let name = state.store.colleague(person).await?.map(|it| it.name).unwrap_or_default();
    Ok(Viewer {
        name,
        email: None,
        roles: allowed.roles,
        rights: allowed.rights.and(&reading),
        person: Some(person),
        through: Through::Embed { viewer: of_person(person), record: open.record },
    })
}

/// A request from the application's own page names its origin; one from our frame names ours, or none.
fn is_on_its_site(headers: &HeaderMap, open: &EmbedSession, state: &ApiState) -> bool {
    let origin = headers.get(header::ORIGIN).map(|it| it.to_str().unwrap_or("null"));
    origin.is_none_or(|it| it == open.origin || crate::guard::is_our_origin(it, headers, &state.settings))
}

async fn may_ask(state: &ApiState, parts: &mut Parts, record: &RecordId, viewer: PersonId) -> ApiResult<bool> {
    if parts.method != Method::GET {
        return Ok(false);
    }
    let Some(path) = parts.extensions.get::<MatchedPath>().map(|it| it.as_str().to_owned()) else { return Ok(false) };
    let ids = RawPathParams::from_request_parts(parts, state).await;
    let ids: Vec<String> = ids.iter().flatten().map(|it| it.1.to_owned()).collect();
    match (path.as_str(), ids.as_slice()) {
        (MYSELF, []) => Ok(true),
        (EVIDENCE, [contact, colleague]) => is_suggested(state, record, viewer, (contact, colleague)).await,
        (path, [asked]) => Ok(OF_THE_RECORD.contains(&path) && *asked == record.0),
        _ => Ok(false),
    }
}

async fn is_suggested(state: &ApiState, record: &RecordId, viewer: PersonId, pair: (&str, &str)) -> ApiResult<bool> {
    let Some(generation) = state.store.published().await? else { return Ok(false) };
    let target = Target::Record(record.clone());
    let asker = Asker { person: Some(viewer), at: (state.clock)() };
    let shown = state.store.introducers(&generation, &target, &asker, MOST_INTRODUCERS).await?;
    let same = |it: &relata_store::Introducer| {
        (it.pair.contact.to_string().as_str(), it.pair.colleague.to_string().as_str()) == pair
    };
    Ok(shown.introducers.iter().any(same))
}
