//! Answers: what of them may differ between a world and its twin, and what may be in none.

use std::collections::BTreeSet;

use serde_json::Value;

use super::questions;
use super::world::{Answer, CLEO, Secret, World};

/// What may tell a world from its twin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Allowed {
    /// Not a byte.
    Nothing,
    /// How many pairs there are in all, how many colleagues know a target and do not share it, and that this is why nobody
    /// is shown.
    TheCount,
}

/// Asks everything of both worlds, as everybody but Cleo, and returns how many answers were compared.
pub(super) async fn compare(world: &World, twin: &World, allowed: Allowed) -> usize {
    let mut cases = 0;
    let mut leaks = Vec::new();
    for question in questions::all() {
        for viewer in (0..world.viewers.len()).filter(|it| *it != CLEO) {
            let path = world.with_ids(&question);
            let (answer, without) = (world.ask(viewer, &path).await, twin.ask(viewer, &twin.with_ids(&question)).await);
            let who = world.viewers[viewer].name;
            assert_ne!(answer.status, 500, "{who} asks {question}: {}", answer.body);
            // What is stored about oneself is told to oneself, whoever is to be left alone.
            let of_oneself = question == "/me/stored" && world.secret == Secret::ContactLeftAlone;
            if !of_oneself && permitted(&question, &answer, allowed) != permitted(&question, &without, allowed) {
                leaks.push(format!("{who} asks {question}\n  told {}\n  twin {}", short(&answer), short(&without)));
            }
            let named = names(&answer, &question, world);
            if !named.is_empty() {
                leaks.push(format!("{who} asks {question}\n  told {named:?}: {}", short(&answer)));
            }
            cases += 1;
        }
    }
    assert!(leaks.is_empty(), "{} leaks in {cases} cases:\n{}", leaks.len(), leaks.join("\n"));
    cases
}

/// Returns the questions to which the two worlds give different answers, whoever asks.
pub(super) async fn different(world: &World, twin: &World) -> BTreeSet<String> {
    let mut different = BTreeSet::new();
    for question in questions::all() {
        let (mut differs, path) = (false, world.with_ids(&question));
        for viewer in 0..world.viewers.len() {
            differs |= world.ask(viewer, &path).await != twin.ask(viewer, &twin.with_ids(&question)).await;
        }
        different.extend(differs.then_some(question));
    }
    different
}

/// Returns an answer without what may differ.
fn permitted(question: &str, answer: &Answer, allowed: Allowed) -> Answer {
    let mut answer = answer.clone();
    if allowed != Allowed::Nothing && question == "/overview" && answer.status == 200 {
        let mut body: Value = serde_json::from_str(&answer.body).unwrap();
        body["counts"]["pairs"] = Value::Null;
        answer.body = body.to_string();
        answer.headers.retain(|it| it.0 != "content-length");
    }
    let of_introducers = question.split('?').next().is_some_and(|it| it.ends_with("/introducers"));
    if allowed == Allowed::TheCount && of_introducers && answer.status == 200 {
        let mut body: Value = serde_json::from_str(&answer.body).unwrap();
        body["hidden"] = Value::Null;
        if body["state"] != "known" {
            body["state"] = Value::Null;
        }
        answer.body = body.to_string();
        answer.headers.retain(|it| it.0 != "content-length");
    }
    answer
}

/// Asks for somebody as everybody else, in the world, and for nobody: the answers must not tell the two apart. Returns how
/// many were compared.
pub(super) async fn compare_with_nobody(world: &World, name: &str) -> usize {
    let (token, id) = (format!("{{{name}}}"), world.id(name).to_string());
    let mut cases = 0;
    let mut leaks = Vec::new();
    for question in questions::all().into_iter().filter(|it| it.contains(&token)) {
        for viewer in (0..world.viewers.len()).filter(|it| *it != CLEO) {
            let told = world.ask(viewer, &world.with_ids(&question)).await;
            let of_nobody = world.ask(viewer, &world.with_ids(&question.replace(&token, NOBODY))).await;
            if (told.status, told.body.replace(&id, NOBODY)) != (of_nobody.status, of_nobody.body.clone()) {
                let who = world.viewers[viewer].name;
                leaks.push(format!("{who} asks {question}\n  told {}\n  nobody {}", short(&told), short(&of_nobody)));
            }
            cases += 1;
        }
    }
    assert!(leaks.is_empty(), "{} leaks in {cases} cases:\n{}", leaks.len(), leaks.join("\n"));
    cases
}

/// Returns what each widget is answered, without what questions are asked with.
pub(super) async fn answered_to_widgets(world: &World) -> String {
    let mut answered = String::new();
    for viewer in (0..world.viewers.len()).filter(|it| world.viewers[*it].is_widget()) {
        let mut paths = BTreeSet::new();
        for question in questions::all() {
            let answer = world.ask(viewer, &world.with_ids(&question)).await;
            let is_public = questions::PUBLIC.iter().any(|it| question.starts_with(it));
            if answer.status == 200 && !is_public {
                paths.insert(question.split('?').next().unwrap_or_default().to_owned());
            }
        }
        answered += &format!("{}: {}\n", world.viewers[viewer].name, paths.into_iter().collect::<Vec<_>>().join(" "));
    }
    answered
}

/// A number nobody has.
const NOBODY: &str = "999999";

/// Returns what an answer holds that only the one is called who must be nowhere.
fn names(answer: &Answer, question: &str, world: &World) -> Vec<String> {
    let Some((name, words)) = world.secret.nowhere() else { return Vec::new() };
    if question.starts_with("/participation") {
        // Whoever looks after people's wishes looks after everybody's.
        return Vec::new();
    }
    let mut body = answer.body.clone();
    if question.starts_with("/search") && answer.status == 200 {
        // It repeats what was asked.
        let parsed: Value = serde_json::from_str(&body).unwrap();
        body = parsed["results"].to_string();
    }
    let id = world.id(name);
    let by_number = ["\"id\":\"{}\"", "\"person\":\"{}\"", "person:{}\""].map(|it| it.replace("{}", &id.to_string()));
    words.iter().map(|it| (*it).to_owned()).chain(by_number).filter(|it| body.contains(it)).collect()
}

fn short(answer: &Answer) -> String {
    format!("{} {}", answer.status, answer.body.chars().take(600).collect::<String>())
}
