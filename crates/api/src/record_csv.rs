//! The list of records as a table for spreadsheets: every row of it, with the same filters and order.

use axum::extract::State;
use axum::response::Response;
use relata_model::health::Trend;
use relata_model::policy::Right;
use relata_model::{Direction, Kind, Touch};
use relata_store::RecordRow;

use crate::ask::Asked;
use crate::csv::{Cell, Table};
use crate::error::ErrorBody;
use crate::record_list::{List, Query, Shown};
use crate::standing::Standing;
use crate::viewer::Asking;
use crate::{ApiResult, ApiState};

/// Rows read at once.
const ROWS_AT_ONCE: usize = 1000;

const COLUMNS: [&str; 26] = [
    "id",
    "kind",
    "name",
    "title",
    "company",
    "email",
    "account",
    "owner",
    "status",
    "stage",
    "revenue",
    "currency",
    "close_on",
    "created_on",
    "health",
    "score",
    "trend",
    "last_at",
    "last_channel",
    "last_direction",
    "next_at",
    "next_channel",
    "next_direction",
    "emails",
    "meetings",
    "calls",
];

/// Returns a list of records as CSV: every one, whatever `offset` and `limit` say.
#[utoipa::path(
    get,
    path = "/api/v1/records.csv",
    tag = "records",
    params(Query),
    responses(
        (status = 200, body = String, content_type = "text/csv"),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
    ),
)]
pub(crate) async fn export_records(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Asked(asked): Asked<Query>,
) -> ApiResult<Response> {
    state.let_see(&viewer, Right::ExportLists).await?;
    let list = List::of(&state, &viewer, asked).await?;
    let mut table = Table::new(&COLUMNS);
    let listed = state.store.listed(&list.query).await?;
    for some in listed.chunks(ROWS_AT_ONCE) {
        for row in state.store.record_rows(some).await? {
            add(&mut table, &row, list.shown);
        }
    }
    state.exported(&viewer, "records", listed.len()).await?;
    Ok(table.download("records.csv"))
}

fn add(table: &mut Table, row: &RecordRow, shown: Shown) {
    let standing = Standing::of(row, shown.health);
    let insight = row.insight.as_ref().filter(|_| shown.activity);
    let [close_on, created_on] = [row.close_on, row.created_on].map(|it| it.map(|it| it.to_string()));
    let account = row.account.as_ref().map(|(_, name)| name.clone());
    let [last, next] = [insight.and_then(|it| it.last), insight.and_then(|it| it.next)].map(|it| it.map(words));
    let counts = insight.map(|it| [it.emails, it.meetings, it.calls]);
    let score = standing.score.map(f64::from);
    let said = [
        Cell::Text(&row.id.0),
        Cell::Text(row.kind.name()),
        Cell::Text(&row.name),
        Cell::from(&row.title),
        Cell::from(&row.company),
        Cell::from(&row.email),
        Cell::from(&account),
        Cell::from(&row.owner),
        Cell::Text(row.status.name()),
        Cell::from(&row.stage),
        Cell::from(row.revenue),
        Cell::from(&row.currency),
        Cell::from(&close_on),
        Cell::from(&created_on),
        Cell::Text(standing.state.name()),
        Cell::from(score),
        Cell::Text(Trend::from(standing.trend).name()),
    ];
    let touches = [&last, &next].into_iter().flat_map(|it| match it {
        Some((at, channel, direction)) => [Cell::Text(at), Cell::Text(channel), Cell::Text(direction)],
        None => [Cell::Empty, Cell::Empty, Cell::Empty],
    });
    let counts = counts.map_or([Cell::Empty, Cell::Empty, Cell::Empty], |it| it.map(Cell::from));
    table.row(said.into_iter().chain(touches).chain(counts));
}

fn words(touch: Touch) -> (String, &'static str, &'static str) {
    let channel = match touch.kind {
        Kind::Email => "email",
        Kind::Meeting => "meeting",
        Kind::Call => "call",
        Kind::Task => "task",
    };
    let direction = match touch.direction {
        Direction::Outbound => "outbound",
        Direction::Inbound => "inbound",
        Direction::Both => "both",
    };
    (touch.at.to_string(), channel, direction)
}
