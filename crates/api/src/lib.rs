//! HTTP: what a viewer may see of what was published, one file for each resource.
//!
//! ```text
//! request ─▶ guard (host, origin, size, time) ─▶ viewer ─▶ may_see ─▶ store ─▶ wire ─▶ answer
//! ```
//!
//! **Invariant:** nothing here reaches the interaction log; a request reads what was published, and nothing else.
//!
//! **Invariant:** every endpoint asks [`Viewer::may_see`] before it reads. What nobody allowed is forbidden.
//!
//! Every route is in [`routes`]; the OpenAPI document made from them is `openapi.json` beside this crate.

mod ask;
mod assets;
mod colleagues;
mod error;
mod evidence;
mod guard;
mod introducers;
mod introductions;
mod mail;
mod overview;
mod people;
mod ready;
mod records;
mod search;
mod serve;
mod settings;
mod state;
#[cfg(test)]
mod tests;
mod viewer;
mod wire;

use axum::Router;
use axum::routing::get;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use error::{ApiError, ApiResult};
pub use serve::serve;
pub use settings::{Encryption, Introductions, Settings, Smtp};
pub use state::ApiState;
pub use viewer::{Role, Subject, Viewer};

/// Answers every request: the API under `/api/v1`, health, and the web application on every other path.
pub fn router(state: ApiState) -> Router {
    let (api, document) = routes().split_for_parts();
    let document = document.to_pretty_json().expect("the document holds nothing that is no JSON");
    let api = api
        .method_not_allowed_fallback(error::no_such_method)
        .with_state(state.clone())
        .route("/api/v1/openapi.json", get(async move || ([("content-type", "application/json")], document)))
        .route("/api", get(error::no_such_path).fallback(error::no_such_path))
        .route("/api/{*rest}", get(error::no_such_path).fallback(error::no_such_path));
    let api = guard::never_cached(api);
    guard::guarded(api.fallback(assets::serve), state)
}

/// Returns the OpenAPI document of [`router`].
pub fn document() -> utoipa::openapi::OpenApi {
    routes().into_openapi()
}

/// Every endpoint there is.
fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(ready::is_alive))
        .routes(routes!(ready::is_ready))
        .routes(routes!(viewer::get_viewer))
        .routes(routes!(overview::get_overview))
        .routes(routes!(search::search))
        .routes(routes!(records::list_records))
        .routes(routes!(records::get_record))
        .routes(routes!(introducers::list_introducers_of_record))
        .routes(routes!(people::get_person))
        .routes(routes!(introducers::list_introducers_of_person))
        .routes(routes!(evidence::get_evidence))
        .routes(routes!(colleagues::list_colleagues))
        .routes(routes!(colleagues::list_contacts_of_colleague))
        .routes(routes!(introductions::draft_introduction))
        .routes(routes!(introductions::send_introduction))
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Relata",
        version = "1",
        description = "Who knows whom. Errors are `{\"detail\": \"…\"}`; times are RFC 3339 in UTC; ids are strings; `null` is sent, never left out.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    tags(
        (name = "who-knows-whom", description = "Which colleague can introduce the viewer to whom, and why we think so"),
        (name = "records", description = "Records, persons and colleagues"),
        (name = "server", description = "The viewer, the sources, the state of the server"),
    )
)]
struct Document;
