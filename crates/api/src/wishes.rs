//! Wishes: what a colleague asks for of their own data, handed on to those who carry it out.

use jiff::Timestamp;
use relata_model::audit::{Action, of_person};
use relata_model::enabling::{FILES_DUE, FILES_WITHIN_DAYS};
use relata_model::{Participation, PersonId};
use relata_store::{AccessRequest, Audited, Forget, NewErasure, OptOut};
use serde_json::Value;

use crate::ask::nobody;
use crate::past::{Past, erase_past};
use crate::viewer::Through;
use crate::{ApiResult, ApiState, Viewer};

/// Files of what was erased are gone after so many days.
pub(crate) const RETENTION_DAYS: u32 = FILES_WITHIN_DAYS as u32;

/// Whether a colleague takes part.
pub(crate) struct TakesPart {
    /// `contributing`, `opted_out`, `excluded_group`, `not_a_contributor`, `waiting_for_opt_in`, `flagged` or `left`.
    pub(crate) state: &'static str,
    /// Whether they opted out themselves, or were.
    pub(crate) opted_out: bool,
}

/// A request for everything about oneself.
pub(crate) struct AccessRequested {
    pub(crate) id: String,
    pub(crate) state: String,
    pub(crate) requested_at: Timestamp,
}

/// What a viewer chose of their own ties. Whom it is about is not said, nor what they answered to colleagues who ask:
/// whoever reads the trail would learn who knows whom.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Choice {
    /// How far they share them.
    Visibility,
    /// To hide one.
    Hide,
    /// To show one again.
    Show,
    /// To ask colleagues.
    Ask,
}

/// Somebody who was shown a tie.
pub(crate) struct View {
    pub(crate) at: Timestamp,
    pub(crate) viewer: String,
    pub(crate) what: String,
    pub(crate) contact: Option<(PersonId, String)>,
}

/// Returns whether a colleague takes part now.
pub(crate) async fn takes_part(state: &ApiState, person: PersonId) -> ApiResult<TakesPart> {
    let (now, store) = ((state.clock)(), &state.store);
    let found = store.participant(&store.consent().await?, person, now).await?.ok_or_else(nobody)?;
    Ok(TakesPart { state: found.state(), opted_out: store.has_opted_out(&found.colleague, now).await? })
}

/// Leaves the viewer out from now on and takes out what there is, or lets them in again.
pub(crate) async fn opt_out(state: &ApiState, viewer: &Viewer, person: PersonId, out: bool) -> ApiResult<()> {
    let (now, by, store) = ((state.clock)(), viewer.actor(), &state.store);
    let consent = store.consent().await?;
    let colleague = store.participant(&consent, person, now).await?.ok_or_else(nobody)?.colleague;
    let was_out = store.has_opted_out(&colleague, now).await?;
    if out && !was_out {
        // From the beginning, so that nothing comes back with old mail.
        let (from, reason) = (Timestamp::MIN, "by themselves");
        store.opt_out(&OptOut { colleague: &colleague, from, at: now, by: &by, reason }).await?;
        store.end_opt_in(&colleague, now, &by).await?;
        erase_past(state, viewer, Past::Colleague(person)).await?;
    }
    if !out && was_out {
        store.end_opt_out(&colleague, now, &by).await?;
    }
    if !out && store.consent().await?.standing_of(&colleague, now) == Participation::WaitingForOptIn {
        store.opt_in(&colleague, now, &by).await?;
    }
    Ok(())
}

/// Asks for the viewer to be erased; returns the erasure's number.
pub(crate) async fn erase(state: &ApiState, viewer: &Viewer, person: PersonId) -> ApiResult<String> {
    let at = (state.clock)();
    let (by, reason) = (viewer.actor(), "by themselves".to_owned());
    let new = NewErasure { forget: Forget::Person(person), at, files_due: at + FILES_DUE, by, reason };
    Ok(state.store.request_erasure(&new).await?.0.to_string())
}

/// Asks for everything about the viewer.
pub(crate) async fn ask_for_access(state: &ApiState, viewer: &Viewer, person: PersonId) -> ApiResult<AccessRequested> {
    let event = state.event(viewer, Action::AccessRequested).of(of_person(person));
    state.store.audit(&[event]).await?;
    let requested_at = (state.clock)();
    let id = state.store.request_access(person, &viewer.actor(), requested_at).await?;
    Ok(AccessRequested { id: id.0.to_string(), state: "requested".to_owned(), requested_at })
}

/// Returns the viewer's newest request for everything about them.
pub(crate) async fn access_request(state: &ApiState, person: PersonId) -> ApiResult<Option<AccessRequested>> {
    let newest = state.store.access_requests().await?.into_iter().rfind(|it| it.person == person);
    let asked =
        |it: AccessRequest| AccessRequested { id: it.id.0.to_string(), state: it.state, requested_at: it.requested_at };
    Ok(newest.map(asked))
}

/// Returns who else was shown a colleague's ties before an entry of the audit trail, the newest first, and where to go
/// on.
pub(crate) async fn views(
    state: &ApiState,
    viewer: &Viewer,
    person: PersonId,
    before: Option<u64>,
    limit: u32,
) -> ApiResult<(Vec<View>, Option<u64>)> {
    let mut found = state.store.views_of(person, before, limit + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = found.last().filter(|_| more).map(|it| it.seq);
    // The demo has one viewer, who is everybody.
    found.retain(|it| viewer.through == Through::Demo || it.actor != viewer.actor());
    let actors: Vec<&str> = found.iter().map(|it| it.actor.as_str()).collect();
    let names = state.names_of(&actors).await?;
    let mut views = Vec::with_capacity(found.len());
    for it in &found {
        let viewer = names.get(it.actor.as_str()).cloned().unwrap_or_default();
        views.push(View { at: it.at, viewer, what: what(it), contact: contact(state, it).await? });
    }
    Ok((views, next))
}

/// Notes a choice of the viewer in the audit trail. Without the note there is no answer.
pub(crate) async fn noted(state: &ApiState, viewer: &Viewer, choice: Choice) -> ApiResult<()> {
    let action = match choice {
        Choice::Visibility => Action::VisibilityChanged,
        Choice::Hide => Action::TieHidden,
        Choice::Show => Action::TieShown,
        Choice::Ask => Action::NamingAsked,
    };
    Ok(state.store.audit(&[state.event(viewer, action)]).await?)
}

/// Returns what was shown, in the trail's word; for a download or a request, that.
fn what(it: &Audited) -> String {
    let said: Option<Value> = serde_json::from_str(&it.detail).ok();
    said.and_then(|it| it["what"].as_str().map(str::to_owned)).unwrap_or_else(|| it.action.clone())
}

/// Returns the contact it was about, where it was one, who is still there.
async fn contact(state: &ApiState, it: &Audited) -> ApiResult<Option<(PersonId, String)>> {
    let Some(id) = it.subject.strip_prefix("person:").and_then(|it| it.parse().ok()) else { return Ok(None) };
    let found = state.store.person(PersonId(id)).await?.filter(|it| !it.colleague);
    Ok(found.map(|it| (it.id, it.name)))
}
