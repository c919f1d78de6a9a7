//! Actors: what those are called who did something, for people to read.

use std::collections::HashMap;

use crate::{ApiResult, ApiState};

impl ApiState {
    /// Returns what actors are called; one whose name is gone keeps the number the trail has of them.
    pub(crate) async fn names_of(&self, actors: &[&str]) -> ApiResult<HashMap<String, String>> {
        let mut names = self.store.names_of_actors(actors).await?;
        for actor in actors {
            names.entry((*actor).to_owned()).or_insert_with(|| without_name(actor));
        }
        Ok(names)
    }

    /// Returns what an actor is called.
    pub(crate) async fn name_of(&self, actor: &str) -> ApiResult<String> {
        Ok(self.names_of(&[actor]).await?.remove(actor).unwrap_or_default())
    }
}

fn without_name(actor: &str) -> String {
    match actor {
        "demo" => "the demo's viewer".to_owned(),
        "operator" => "the command line".to_owned(),
        "relata" => "Relata itself".to_owned(),
        other => other.replacen(':', " ", 1),
    }
}
