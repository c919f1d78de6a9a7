//! Segments: accounts without email and meeting for long, as far as released figures tell.
//!
//! Each release says at most how many days before its period's end a group of our people was last in touch. The latest
//! of these days over all releases is what is known of an account; nobody's mailbox is asked, and nothing is spent.

use relata_model::policy::Right;
use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use jiff::ToSpan;
use jiff::civil::Date;
use relata_model::RecordId;
use relata_model::series::day_of;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::analysed::days;
use crate::ask::Asked;
use crate::engagement::Level;
use crate::error::ErrorBody;
use crate::released::Figures;
use crate::viewer::Asking;
use crate::{ApiResult, ApiState};

/// Releases of periods that began longer ago say nothing new of who went stale.
const LOOK_BACK_DAYS: i32 = 800;

/// For how long.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// For so many days at least, 7 to 730; 60 unless told.
    #[param(minimum = 7, maximum = 730)]
    days: Option<i64>,
}

/// Accounts of which no email and no meeting is known for long.
#[derive(Serialize, ToSchema)]
pub struct Stale {
    /// The longest silent first.
    accounts: Vec<StaleAccount>,
    /// Accounts of which nobody can say: no figures were ever shown, or noise hides when the last contact was.
    suppressed: u64,
}

/// An account of which no email and no meeting is known for long.
#[derive(Serialize, ToSchema)]
pub struct StaleAccount {
    id: String,
    name: String,
    /// At most so many days ago a group of our people is known to have had an email. Null: none is known of.
    #[schema(required)]
    days_since_email: Option<i32>,
    /// The same of meetings.
    #[schema(required)]
    days_since_meeting: Option<i32>,
}

/// What all releases say of an account.
struct Known {
    name: String,
    shown: bool,
    last_email: Option<Date>,
    last_meeting: Option<Date>,
}

/// Lists accounts without email and meeting for long.
#[utoipa::path(
    get,
    path = "/api/v1/segments/stale",
    tag = "engagement",
    params(Query),
    responses(
        (status = 200, body = Stale),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
    ),
)]
pub(crate) async fn list_stale_accounts(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<Stale>> {
    state.let_see(&viewer, Right::SeeEngagement).await?;
    let least = i32::from(days(asked.days, 60, 7, 730)?);
    let today = state.today().await?;
    let since = |day: Date| day_of(today) - day_of(day);
    let known = known(&state, today).await?;
    let dated = |it: &Known| it.shown && (it.last_email.is_some() || it.last_meeting.is_some());
    let suppressed = known.values().filter(|it| !dated(it)).count() as u64;
    let mut accounts: Vec<StaleAccount> = known
        .into_iter()
        .filter(|(_, it)| it.shown)
        .map(|(id, it)| StaleAccount {
            id: id.0,
            name: it.name,
            days_since_email: it.last_email.map(since),
            days_since_meeting: it.last_meeting.map(since),
        })
        .filter(|it| it.newest().is_some_and(|it| it >= least))
        .collect();
    accounts.sort_by_key(|it| std::cmp::Reverse(it.newest()));
    Ok(Json(Stale { accounts, suppressed }))
}

impl StaleAccount {
    fn newest(&self) -> Option<i32> {
        [self.days_since_email, self.days_since_meeting].into_iter().flatten().min()
    }
}

async fn known(state: &ApiState, today: Date) -> ApiResult<BTreeMap<RecordId, Known>> {
    let mut accounts: BTreeMap<RecordId, Known> = BTreeMap::new();
    let oldest = today.saturating_sub(LOOK_BACK_DAYS.days());
    for level in Level::ALL {
        for release in state.store.releases(level.name()).await?.iter().filter(|it| it.start >= oldest) {
            let Some((_, rows)) = state.store.release(level.name(), Some(release.start)).await? else { continue };
            let end = level.end(release.start);
            let day = |ago: Option<u32>| ago.map(|it| end.saturating_sub(i64::from(it).days()));
            for row in rows {
                let it = Figures::read(&row.figures)?;
                let known = accounts.entry(row.account).or_insert(Known {
                    name: row.name,
                    shown: false,
                    last_email: None,
                    last_meeting: None,
                });
                known.shown |= it.is_shown();
                known.last_email = known.last_email.max(day(it.days_since_email()));
                known.last_meeting = known.last_meeting.max(day(it.days_since_meeting()));
            }
        }
    }
    Ok(accounts)
}
