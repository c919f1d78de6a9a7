//! Which right each operation takes: what the document tells as `x-right`, for whoever checks us from outside.
//!
//! The rule is where an operation asks [`crate::ApiState::let_see`]; this is what it says of itself. A test asks every
//! operation as somebody who has every right but that one, and `tools/schemathesis` asks the running server.

use relata_model::policy::Right;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::{OpenApi, PathItem};

/// The right that each operation takes. What is not here needs nobody signed in, or answers about whoever asks.
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
    (Right::AskForIntroductions, &["draft_introduction", "send_introduction"]),
    (Right::ManageSettings, &["get_analytics_settings", "change_analytics_settings"]),
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

    #[test]
    fn every_operation_that_takes_a_right_is_there() {
        let document = serde_json::to_value(crate::document()).unwrap();
        let operations =
            document["paths"].as_object().unwrap().values().flat_map(|it| it.as_object().unwrap().values());
        let there: BTreeSet<&str> = operations.filter_map(|it| it["operationId"].as_str()).collect();
        let told: Vec<&str> = RIGHTS.iter().flat_map(|it| it.1).copied().collect();
        let missing: Vec<_> = told.iter().filter(|it| !there.contains(**it)).collect();
        assert!(missing.is_empty(), "{missing:?} are no operations");
        assert_eq!(told.len(), told.iter().collect::<BTreeSet<_>>().len(), "each takes one right");
    }
}
