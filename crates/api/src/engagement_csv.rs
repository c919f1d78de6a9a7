//! Account engagement as a table for spreadsheets.

use axum::extract::State;
use axum::response::Response;
use relata_model::policy::Right;

use crate::ask::Asked;
use crate::csv::{Cell, Table};
use crate::engagement::{EngagementRow, Level, Query, released};
use crate::error::ErrorBody;
use crate::viewer::Asking;
use crate::{ApiResult, ApiState};

const COLUMNS: [&str; 17] = [
    "account",
    "name",
    "suppressed",
    "score",
    "emails_to",
    "emails_from",
    "meetings_by_us",
    "meetings_by_them",
    "our_people_emails",
    "their_people_emails",
    "our_people_meetings",
    "their_people_meetings",
    "first_engagement",
    "days_since_email",
    "days_since_meeting",
    "mean_meeting_minutes",
    "mean_reply_hours",
];

/// Returns what was released of a period as CSV; without a release, the columns alone.
#[utoipa::path(
    get,
    path = "/api/v1/engagement.csv",
    tag = "engagement",
    params(Query),
    responses(
        (status = 200, body = String, content_type = "text/csv"),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn export_engagement(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Asked(asked): Asked<Query>,
) -> ApiResult<Response> {
    state.let_see(&viewer, Right::ExportLists).await?;
    state.let_see(&viewer, Right::SeeEngagement).await?;
    let level = asked.level.unwrap_or(Level::Month);
    let mut table = Table::new(&COLUMNS);
    let (name, accounts) = match released(&state, level, asked.start.as_deref()).await? {
        Some((start, accounts)) => (format!("engagement-{}-{start}.csv", level.name()), accounts),
        None => ("engagement.csv".to_owned(), Vec::new()),
    };
    for row in &accounts {
        add(&mut table, row);
    }
    state.exported(&viewer, "engagement", accounts.len()).await?;
    Ok(table.download(&name))
}

fn add(table: &mut Table, row: &EngagementRow) {
    let it = &row.measures;
    let counts = [
        it.score.map(u32::from),
        it.emails_to,
        it.emails_from,
        it.meetings_by_us,
        it.meetings_by_them,
        it.our_people_emails,
        it.their_people_emails,
        it.our_people_meetings,
        it.their_people_meetings,
    ];
    let number = |it: Option<u32>| Cell::from(it.map(f64::from));
    let said = [Cell::Text(&row.account.id), Cell::Text(&row.account.name), Cell::from(&row.suppressed)];
    let times = [
        Cell::from(&it.first_engagement),
        number(it.days_since_email),
        number(it.days_since_meeting),
        Cell::from(it.mean_meeting_minutes),
        Cell::from(it.mean_reply_hours),
    ];
    table.row(said.into_iter().chain(counts.map(number)).chain(times));
}
