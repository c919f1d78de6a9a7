//! The ledger of a connection as a table for spreadsheets: a row for each mailbox and folder. The program writes the same one.

use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use relata_model::policy::Right;
use relata_store::LedgerFolder;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::ask::{Asked, InPath};
use crate::connections::existing;
use crate::csv::{Cell, Table};
use crate::error::ErrorBody;
use crate::viewer::Asking;
use crate::{ApiResult, ApiState};

const COLUMNS: [&str; 15] = [
    "connection",
    "mailbox",
    "owner",
    "folder",
    "folder_name",
    "checked_at",
    "source",
    "kept",
    "left_out",
    "quarantined",
    "unexplained",
    "unexplained_since",
    "gone",
    "found_late",
    "older",
];

/// Which folders.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// Only those where something is unexplained.
    #[serde(default)]
    unexplained: bool,
}

/// Returns what each mailbox and folder of a connection has beside what was read of it, as CSV.
#[utoipa::path(
    get,
    path = "/api/v1/connections/{id}/ledger.csv",
    tag = "sources",
    params(("id" = String, Path, description = "The connection's id"), Query),
    responses(
        (status = 200, body = String, content_type = "text/csv"),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn export_ledger(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
    Asked(asked): Asked<Query>,
) -> ApiResult<Response> {
    state.let_see(&viewer, Right::ManageSources).await?;
    let source = existing(&state, &id).await?.to.source;
    let folders = state.store.ledger_folders(&source, asked.unexplained).await?;
    state.exported(&viewer, "ledger", folders.len()).await?;
    Ok(table(&[(source, folders)]).download("ledger.csv"))
}

/// Returns the ledger of these sources as CSV, with a line of columns first.
pub fn ledger_csv(of: &[(String, Vec<LedgerFolder>)]) -> String {
    table(of).into_text()
}

fn table(of: &[(String, Vec<LedgerFolder>)]) -> Table {
    let mut table = Table::new(&COLUMNS);
    let count = |it: u64| Cell::Number(it as f64);
    let moment = |it: Option<Timestamp>| it.map(|it| it.to_string());
    for (source, folders) in of {
        for it in folders {
            let (mailbox, checked_at, since) = (it.mailbox.to_string(), moment(it.checked_at), moment(it.since));
            table.row([
                Cell::Text(source),
                Cell::Text(&mailbox),
                Cell::from(&it.owner),
                Cell::from(&it.folder),
                Cell::from(&it.name),
                Cell::from(&checked_at),
                count(it.source),
                count(it.kept),
                count(it.left_out),
                count(it.quarantined),
                count(it.unexplained),
                Cell::from(&since),
                count(it.gone),
                count(it.found_late),
                count(it.older),
            ]);
        }
    }
    table
}
