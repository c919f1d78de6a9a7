//! Actors: what whoever did something is called on a page.

/// Returns what to call an actor of the audit trail: `account:7`, `operator`, `relata`.
pub(crate) fn name_of_actor(actor: &str) -> String {
    match actor.split_once(':') {
        Some(("account", number)) => format!("account {number}"),
        Some(("token", number)) => format!("API token {number}"),
        Some(("local", number)) => format!("local administrator {number}"),
        _ => match actor {
            "operator" => "the operator of this server".to_owned(),
            "relata" => "Relata".to_owned(),
            "demo" => "the demo".to_owned(),
            other => other.to_owned(),
        },
    }
}
