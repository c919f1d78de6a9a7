//! Which right each operation takes: what the document tells as `x-right`, for whoever checks us from outside.
//!
//! The rule is where an operation asks [`crate::ApiState::let_see`]; this is what it says of itself. A test asks every
//! operation as somebody who has every right but that one, and `tools/schemathesis` asks the running server.

use relata_model::policy::Right;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::{OpenApi, PathItem};

/// The right that each operation takes.
const RIGHTS: &[(Right, &[&str])] = &[
    (Right::SeeOverview, &["get_overview"]),
    (Right::SeeRecords, &["list_colleagues", "get_person", "list_records", "get_record", "search", "get_engagement"]),
    (
        Right::SeeWhoKnowsWhom,
        &[
            "list_contacts_of_colleague",
            "get_coverage",
            "get_evidence",
            "list_introducers_of_person",
            "list_introducers_of_record",
            "ask_to_be_named",
        ],
    ),
    (
        Right::SeeAnalytics,
        &[
            "list_activities",
            "get_health",
            "get_kpis",
            "list_people_of_record",
            "list_similar_deals",
            "list_moves",
            "get_pipeline",
        ],
    ),
    (Right::SeeEngagement, &["get_engagement_of_account", "list_stale_accounts"]),
    (Right::ExportLists, &["export_records", "export_engagement"]),
    (Right::AskForIntroductions, &["draft_introduction", "send_introduction", "start_own_mailbox"]),
    (Right::ManageSettings, &["get_analytics_settings", "change_analytics_settings"]),
    (Right::ManageInsights, &["enable_insights", "disable_insights", "choose_contributors", "switch_features"]),
    (Right::GiveConsent, &["give_consent", "withdraw_consent", "exclude_groups"]),
    (
        Right::ManagePeople,
        &[
            "list_participation",
            "change_participation",
            "request_erasure",
            "list_erasures",
            "get_erasure",
            "download_receipt",
            "list_mailboxes",
            "request_access",
            "list_access_requests",
        ],
    ),
    (Right::ManageRoles, &["list_roles", "give_role", "take_role", "grant_right", "take_right"]),
    (Right::ManageSources, &["list_connections", "connect", "pause_connection", "resume_connection", "disconnect"]),
    (
        Right::ManageSources,
        &["test_new_connection", "plan_new_connection", "find_tenant_groups", "test_connection", "plan_connection"],
    ),
    (Right::ManageSources, &["get_connection_ledger", "get_mailbox_ledger", "list_troubles", "export_ledger"]),
    (
        Right::ManageAccess,
        &[
            "list_accounts",
            "end_sessions_of_account",
            "list_tokens",
            "create_token",
            "revoke_token",
            "list_origins",
            "change_origins",
        ],
    ),
    (Right::IssueEmbedTokens, &["create_embed_token"]),
    (Right::ReadAudit, &["list_events", "download_trail", "check_trail"]),
];

/// Returns the right an operation takes; `None`: none.
fn right_of(operation_id: &str) -> Option<Right> {
    RIGHTS.iter().find(|it| it.1.contains(&operation_id)).map(|it| it.0)
}

/// Writes into the document which right each operation takes.
pub(crate) fn tell(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        let PathItem { get, put, post, delete, .. } = item;
        for operation in [get, put, post, delete].into_iter().flatten() {
            let right = operation.operation_id.as_deref().and_then(right_of);
            operation.extensions = right.map(|it| Extensions::from_iter([("x-right", it.name())]));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// What takes none, and why that is so.
    const WITHOUT: &[(&str, &[&str])] = &[
        ("says nothing of the organisation", &["is_alive", "is_ready", "get_sign_in"]),
        (
            "comes before anybody is known",
            &[
                "start_sign_in",
                "finish_sign_in",
                "sign_in_locally",
                "sign_out",
                "end_by_provider",
                "open_embed_session",
            ],
        ),
        (
            "answers about whoever asks, and nobody else",
            &[
                "get_viewer",
                "list_sessions",
                "end_session",
                "get_my_stored",
                "ask_for_my_data",
                "list_my_views",
                "erase_me",
                "get_my_participation",
                "change_my_participation",
                "hide_contact",
                "show_contact",
                "list_my_ties",
                "list_who_waits",
                "list_my_meetings",
                "list_naming_requests",
                "answer_naming_request",
                "list_introductions",
                "answer_introduction",
                "get_own_mailbox",
                "finish_own_mailbox",
                "take_back_own_mailbox",
            ],
        ),
        ("asks for one of several rights", &["get_consent", "list_groups"]),
        (
            "is for whoever it is about, and for who carries out people's wishes",
            &["get_access_request", "download_access_json", "download_access_html"],
        ),
    ];

    #[test]
    fn every_operation_takes_one_right_or_says_why_it_takes_none() {
        let document = serde_json::to_value(crate::document()).unwrap();
        let operations =
            document["paths"].as_object().unwrap().values().flat_map(|it| it.as_object().unwrap().values());
        let there: BTreeSet<&str> = operations.filter_map(|it| it["operationId"].as_str()).collect();
        let with = RIGHTS.iter().flat_map(|it| it.1);
        let told: Vec<&str> = with.chain(WITHOUT.iter().flat_map(|it| it.1)).copied().collect();
        let once: BTreeSet<&str> = told.iter().copied().collect();
        assert_eq!(told.len(), once.len(), "each is told of once");
        assert_eq!(there, once, "everything that is there is told of, and nothing else");
    }
}
