//! HTTP: what a viewer may see of what was published, one file for each resource.
//!
//! ```text
//! request ─▶ guard (host, origin, size, time) ─▶ access ─▶ viewer ─▶ let_see ─▶ store ─▶ wire ─▶ answer
//! ```
//!
//! **Invariant:** nothing here reaches the interaction log; a request reads what was published, and nothing else.
//!
//! **Invariant:** every endpoint asks `ApiState::let_see` before it reads. What nobody allowed is forbidden.
//!
//! Every route is in [`routes`]; the OpenAPI document made from them is `openapi.json` beside this crate.

mod access;
mod access_requests;
mod activities;
mod actors;
mod analysed;
mod analytics_settings;
mod ask;
mod assets;
mod audit;
mod audit_download;
mod colleagues;
mod comparison;
mod completeness;
mod completeness_csv;
mod connections;
mod consent;
mod consent_body;
mod coverage;
mod crm_records;
mod csv;
mod embedding;
mod engagement;
mod engagement_csv;
mod erasures;
mod error;
mod evidence;
mod groups;
mod guard;
mod health;
mod hooks;
mod introducers;
mod introductions;
mod introductions_tracked;
mod kpis;
mod mail;
mod mailboxes;
mod moves;
mod my_data;
mod my_participation;
mod my_ties;
mod naming_requests;
mod overview;
mod own;
mod own_mailbox;
mod participation;
mod past;
mod people;
mod pipeline;
mod ready;
mod record_csv;
mod record_list;
mod record_people;
mod record_row;
mod records;
mod refusals;
mod released;
mod rights;
mod roles;
mod search;
mod serve;
mod sessions;
mod settings;
mod sign_in;
mod sign_out;
mod similar;
mod stale;
mod standing;
mod state;
#[cfg(test)]
mod tests;
mod tokens;
mod trail;
mod trials;
mod viewer;
mod wire;
mod wishes;

use axum::Router;
use axum::routing::get;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use access::{Access, AccessSettings, Limits, NotANetwork, Proxies};
pub use audit_download::closing;
pub use completeness_csv::ledger_csv;
pub use error::{ApiError, ApiResult};
pub use hooks::{Hear, Heard, Hearing, MICROSOFT365};
pub use mail::NotSent;
pub use own_mailbox::{OwnLetter, OwnMailboxes, SendAs, Sending};
pub use serve::serve;
pub use settings::{Encryption, Introductions, Settings, Smtp};
pub use state::ApiState;
pub use trials::{
    Extent, Finding, Looking, Plan, PlannedExample, PlannedField, PlannedMailbox, PlannedMessages, PlannedTable, Step,
    Tell, TenantGroup, TrialEnd, TrialLine, TrialStep, Tried, Try, Trying, Verdict,
};
pub use viewer::{Through, Viewer};

/// Answers every request: the API under `/api/v1`, health, and the web application on every other path.
pub fn router(state: ApiState) -> Router {
    let (api, mut document) = routes().split_for_parts();
    rights::tell(&mut document);
    let hooks = state.hears.clone().map_or_else(Router::new, hooks::routes);
    let document = document.to_pretty_json().expect("the document holds nothing that is no JSON");
    let api = api
        .method_not_allowed_fallback(error::no_such_method)
        .merge(hooks)
        .with_state(state.clone())
        .route("/api/v1/openapi.json", get(async move || ([("content-type", "application/json")], document)))
        .route("/api", get(error::no_such_path).fallback(error::no_such_path))
        .route("/api/{*rest}", get(error::no_such_path).fallback(error::no_such_path));
    let api = guard::never_cached(api);
    guard::guarded(api.fallback(assets::serve), state)
}

/// Returns the OpenAPI document of [`router`].
pub fn document() -> utoipa::openapi::OpenApi {
    let mut document = routes().into_openapi();
    rights::tell(&mut document);
    document
}

/// Every endpoint there is.
fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(ready::is_alive))
        .routes(routes!(ready::is_ready))
        .routes(routes!(viewer::get_viewer))
        .routes(routes!(sign_in::get_sign_in))
        .routes(routes!(sign_in::start_sign_in))
        .routes(routes!(sign_in::finish_sign_in))
        .routes(routes!(sign_in::sign_in_locally))
        .routes(routes!(sign_out::sign_out))
        .routes(routes!(sign_out::end_by_provider))
        .routes(routes!(sessions::list_sessions))
        .routes(routes!(sessions::end_session))
        .routes(routes!(sessions::list_accounts))
        .routes(routes!(sessions::end_sessions_of_account))
        .routes(routes!(tokens::list_tokens, tokens::create_token))
        .routes(routes!(tokens::revoke_token))
        .routes(routes!(embedding::list_origins, embedding::change_origins))
        .routes(routes!(embedding::create_embed_token))
        .routes(routes!(embedding::open_embed_session))
        .routes(routes!(overview::get_overview))
        .routes(routes!(search::search))
        .routes(routes!(record_list::list_records))
        .routes(routes!(record_csv::export_records))
        .routes(routes!(records::get_record))
        .routes(routes!(health::get_health))
        .routes(routes!(kpis::get_kpis))
        .routes(routes!(activities::list_activities))
        .routes(routes!(record_people::list_people_of_record))
        .routes(routes!(similar::list_similar_deals))
        .routes(routes!(coverage::get_coverage))
        .routes(routes!(pipeline::get_pipeline))
        .routes(routes!(moves::list_moves))
        .routes(routes!(engagement::get_engagement))
        .routes(routes!(engagement_csv::export_engagement))
        .routes(routes!(engagement::get_engagement_of_account))
        .routes(routes!(stale::list_stale_accounts))
        .routes(routes!(analytics_settings::get_analytics_settings, analytics_settings::change_analytics_settings))
        .routes(routes!(introducers::list_introducers_of_record))
        .routes(routes!(people::get_person))
        .routes(routes!(introducers::list_introducers_of_person))
        .routes(routes!(evidence::get_evidence))
        .routes(routes!(colleagues::list_colleagues))
        .routes(routes!(colleagues::list_contacts_of_colleague))
        .routes(routes!(introductions::draft_introduction))
        .routes(routes!(introductions::send_introduction, introductions_tracked::list_introductions))
        .routes(routes!(introductions_tracked::answer_introduction))
        .routes(routes!(own_mailbox::get_own_mailbox, own_mailbox::take_back_own_mailbox))
        .routes(routes!(own_mailbox::start_own_mailbox))
        .routes(routes!(own_mailbox::finish_own_mailbox))
        .routes(routes!(roles::list_roles))
        .routes(routes!(roles::give_role))
        .routes(routes!(roles::take_role))
        .routes(routes!(roles::grant_right))
        .routes(routes!(roles::take_right))
        .routes(routes!(audit::list_events))
        .routes(routes!(audit::check_trail))
        .routes(routes!(audit_download::download_trail))
        .routes(routes!(erasures::request_erasure, erasures::list_erasures))
        .routes(routes!(erasures::get_erasure))
        .routes(routes!(erasures::download_receipt))
        .routes(routes!(mailboxes::list_mailboxes))
        .routes(routes!(access_requests::request_access, access_requests::list_access_requests))
        .routes(routes!(access_requests::get_access_request))
        .routes(routes!(access_requests::download_access_json))
        .routes(routes!(access_requests::download_access_html))
        .routes(routes!(consent::get_consent))
        .routes(routes!(consent::enable_insights))
        .routes(routes!(consent::disable_insights))
        .routes(routes!(consent::give_consent))
        .routes(routes!(consent::withdraw_consent))
        .routes(routes!(consent::choose_contributors))
        .routes(routes!(consent::exclude_groups))
        .routes(routes!(consent::switch_features))
        .routes(routes!(connections::list_connections, connections::connect))
        .routes(routes!(trials::test_new_connection))
        .routes(routes!(trials::plan_new_connection))
        .routes(routes!(trials::find_tenant_groups))
        .routes(routes!(trials::test_connection))
        .routes(routes!(trials::plan_connection))
        .routes(routes!(connections::pause_connection))
        .routes(routes!(connections::resume_connection))
        .routes(routes!(connections::disconnect))
        .routes(routes!(completeness::get_connection_ledger))
        .routes(routes!(completeness::get_mailbox_ledger))
        .routes(routes!(completeness::list_troubles))
        .routes(routes!(completeness_csv::export_ledger))
        .routes(routes!(groups::list_groups))
        .routes(routes!(participation::list_participation))
        .routes(routes!(participation::change_participation))
        .routes(routes!(naming_requests::ask_to_be_named))
        .routes(routes!(my_ties::list_my_ties))
        .routes(routes!(my_ties::list_who_waits))
        .routes(routes!(my_ties::list_my_meetings))
        .routes(routes!(my_data::get_my_stored, my_data::ask_for_my_data))
        .routes(routes!(my_data::list_my_views))
        .routes(routes!(my_data::erase_me))
        .routes(routes!(my_participation::get_my_participation, my_participation::change_my_participation))
        .routes(routes!(my_participation::hide_contact, my_participation::show_contact))
        .routes(routes!(naming_requests::list_naming_requests))
        .routes(routes!(naming_requests::answer_naming_request))
}

#[derive(OpenApi)]
#[openapi(
    components(schemas(record_list::GradeWord, record_list::SortWord, record_list::OrderWord, trials::TrialLine)),
    info(
        title = "Relata",
        version = "1",
        description = "Who knows whom, and how relationships stand. Errors are `{\"detail\": \"…\"}`; times are RFC 3339 in UTC; ids are strings; `null` is sent, never left out.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    tags(
        (name = "who-knows-whom", description = "Which colleague can introduce the viewer to whom, and why we think so"),
        (name = "records", description = "Records, persons and colleagues"),
        (name = "analytics", description = "How the relationship with a record stands, and the figures it is made of"),
        (name = "engagement", description = "How accounts and the organisation deal with one another, in figures that tell of nobody"),
        (name = "me", description = "The viewer's own relationships and wishes, for them alone"),
        (name = "settings", description = "What administrators may change"),
        (name = "access", description = "Signing in and out, sessions, accounts, API tokens"),
        (name = "embedding", description = "Widgets in other applications' forms"),
        (name = "roles", description = "Who may do what"),
        (name = "audit", description = "What was done, and who looked at whose ties"),
        (name = "erasures", description = "Forgetting somebody or something, and the receipt of it"),
        (name = "access-requests", description = "Everything that is kept about a person"),
        (name = "consent", description = "Enabling, consent, groups that are left out, and who takes part"),
        (name = "sources", description = "Tenants that are read, and how each mailbox fares"),
        (name = "server", description = "The viewer, the sources, the state of the server"),
    )
)]
struct Document;
