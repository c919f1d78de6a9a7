//! Who: from what a request carries to a viewer with the rights of today.
//!
//! **Invariant:** rights are asked for with every request, so what was taken away is gone with the next.

use std::collections::BTreeSet;

use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use relata_keys::TokenHash;
use relata_model::policy::{Right, Rights, Role};
use relata_model::{ColleagueId, Holder, PersonId};
use relata_store::{Account, AccountId};

use super::cookies::Cookie;
use super::embedded;
use crate::{ApiError, ApiResult, ApiState, Through, Viewer};

/// Who vouches for local administrators.
pub(crate) const LOCAL: &str = "local";

/// What somebody may, and who they are in the directory.
pub(crate) struct Allowed {
    pub(crate) roles: BTreeSet<Role>,
    pub(crate) rights: Rights,
    pub(crate) person: Option<PersonId>,
}

/// Returns who asks, if anybody does. What a request says of itself comes before the demo's viewer, and before a cookie.
pub(crate) async fn viewer(parts: &mut Parts, state: &ApiState) -> ApiResult<Viewer> {
    if let Some(said) = parts.headers.get(header::AUTHORIZATION).cloned() {
        let said = said.to_str().unwrap_or_default();
        return match said.split_once(' ') {
            Some(("Bearer", token)) => by_token(state, token.trim()).await,
            Some(("Embed", token)) => embedded::viewer(state, token.trim(), parts).await,
            _ => Err(ApiError::Unauthorized),
        };
    }
    if let Some(viewer) = &state.viewer {
        return Ok((**viewer).clone());
    }
    by_session(state, &parts.headers).await
}

async fn by_session(state: &ApiState, headers: &HeaderMap) -> ApiResult<Viewer> {
    let settings = &state.settings.access;
    let token = Cookie::Session.read(headers, settings).ok_or(ApiError::Unauthorized)?;
    let hash = TokenHash::of(token);
    let found = state.store.session(hash.as_str(), (state.clock)(), settings.idle_seconds).await?;
    let (session, account) = found.ok_or(ApiError::Unauthorized)?;
    let allowed = of_account(state, &account).await?.ok_or(ApiError::Unauthorized)?;
    Ok(Viewer {
        name: account.name,
        email: account.email,
        roles: allowed.roles,
        rights: allowed.rights,
        person: allowed.person,
        through: Through::Session {
            session: session.id.0,
            account: account.id.0,
            authenticated_at: session.authenticated_at,
        },
    })
}

async fn by_token(state: &ApiState, token: &str) -> ApiResult<Viewer> {
    let hash = TokenHash::of(token);
    let token = state.store.api_token(hash.as_str(), (state.clock)()).await?.ok_or(ApiError::Unauthorized)?;
    let named: Rights = token.rights.split(' ').filter_map(Right::named).collect();
    // No role has this right by itself: who manages access gives it to programs.
    let of_programs = [Right::IssueEmbedTokens];
    let issuer = of_issuer(state, &token.created_by).await?;
    let most: Rights = issuer.iter().chain(of_programs).collect();
    Ok(Viewer {
        name: token.name,
        email: None,
        roles: BTreeSet::new(),
        rights: named.and(&most),
        person: None,
        through: Through::Token { token: token.id.0 },
    })
}

/// Returns the rights that whoever issued a token has today: it allows no more.
async fn of_issuer(state: &ApiState, actor: &str) -> ApiResult<Rights> {
    if let Some(demo) = state.viewer.as_ref().filter(|it| it.actor() == actor) {
        return Ok(demo.rights.clone());
    }
    let Some(id) = actor.strip_prefix("account:").and_then(|it| it.parse().ok()) else { return Ok(Rights::default()) };
    let Some(account) = state.store.account(AccountId(id)).await? else { return Ok(Rights::default()) };
    Ok(of_account(state, &account).await?.map(|it| it.rights).unwrap_or_default())
}

/// Returns what an account allows today; `None` if it belongs to a colleague who has left.
pub(crate) async fn of_account(state: &ApiState, account: &Account) -> ApiResult<Option<Allowed>> {
    let store = &state.store;
    let mut holders = vec![Holder::Account(account.id.0)];
    holders.extend(store.groups_of_account(account.id).await?.into_iter().map(Holder::Claim));
    let mut person = None;
    if let Some(colleague) = &account.colleague {
        let Some(colleague) = store.colleague_of_entry(&colleague.0).await? else { return Ok(None) };
        person = store.person_of_colleague(&colleague).await?;
        holders.extend(person.map(Holder::Colleague));
        holders.extend(groups(state, &colleague).await?);
    }
    let (mut roles, mut rights) = store.rights_of(&holders).await?;
    if account.issuer == LOCAL {
        // Made on the command line, for when nobody else can sign in.
        roles.insert(Role::Administrator);
        rights = Rights::of([Role::Administrator], rights.iter());
    }
    Ok(Some(Allowed { roles, rights, person }))
}

/// Returns what a colleague may today: by themselves, and by the accounts they sign in with.
pub(crate) async fn of_colleague(state: &ApiState, colleague: &ColleagueId) -> ApiResult<Option<Allowed>> {
    let store = &state.store;
    let Some(person) = store.person_of_colleague(colleague).await? else { return Ok(None) };
    let mut holders = vec![Holder::Colleague(person)];
    holders.extend(groups(state, colleague).await?);
    for account in store.accounts_of_colleague(colleague).await? {
        holders.push(Holder::Account(account.0));
        holders.extend(store.groups_of_account(account).await?.into_iter().map(Holder::Claim));
    }
    let (roles, rights) = store.rights_of(&holders).await?;
    Ok(Some(Allowed { roles, rights, person: Some(person) }))
}

async fn groups(state: &ApiState, colleague: &ColleagueId) -> ApiResult<impl Iterator<Item = Holder>> {
    let groups = state.store.groups_of_colleague(colleague, (state.clock)()).await?;
    Ok(groups.into_iter().map(Holder::Group))
}
