//! Questions: everything a viewer can ask, of every endpoint that reads. Names in braces stand for numbers.

use std::collections::BTreeSet;

const RECORDS: [&str; 12] = ["a1", "a2", "c1", "c2", "c3", "c4", "c5", "l1", "o1", "o2", "o3", "nothing"];
const OUTSIDE: [&str; 11] =
    ["{lea}", "{jo}", "{max}", "{kim}", "{sol}", "{ada}", "{gil}", "{news}", "{amber}", "{cleo}", "999999"];
const INSIDE: [&str; 5] = ["{amber}", "{ben}", "{cleo}", "{lea}", "999999"];
const WORDS: [&str; 24] = [
    "cleo",
    "Cleo%20Day",
    "cle",
    "cl",
    "kleo",
    "day",
    "cleo@us.com",
    "us.com",
    "amber",
    "ben%20hill",
    "lea",
    "jo",
    "kim",
    "max",
    "acme",
    "ada",
    "ada@acme.com",
    "gil",
    "gil%20gone",
    "gil@acme.com",
    "gone",
    "sol",
    "else.com",
    "zz",
];

/// What is answered to everybody, whoever asks.
pub(super) const PUBLIC: [&str; 1] = ["/sign-in"];

/// What each endpoint is asked with: a template of the OpenAPI document, and queries. `{record}` and other parts of a path
/// stand for everything there is of the sort.
const ASKED: &[(&str, &[&str])] = &[
    ("/viewer", &[""]),
    ("/sign-in", &[""]),
    ("/sign-in/start", &["", "?back=/records"]),
    ("/sign-in/callback", &["", "?state=x&code=y"]),
    ("/sessions", &[""]),
    ("/accounts", &[""]),
    ("/tokens", &[""]),
    ("/embed/origins", &[""]),
    ("/overview", &[""]),
    ("/search", &["?q={word}", "?q={word}&limit=1", "?q=x", "?limit=0&q=cleo", ""]),
    (
        "/records",
        &[
            "",
            "?limit=1",
            "?limit=2&offset=1",
            "?offset=5",
            "?limit=0",
            "?sort={sort}",
            "?sort={sort}&order=desc",
            "?kind={kind}",
            "?grade={grade}",
            "?trend={trend}",
            "?status=open",
            "?mine=true",
            "?account=a1",
            "?account=a2",
            "?q={word}",
            "?sort=nothing",
        ],
    ),
    ("/records.csv", &["", "?sort={sort}", "?grade={grade}", "?trend={trend}", "?q=kim"]),
    ("/records/{record}", &[""]),
    ("/records/{record}/health", &[""]),
    ("/records/{record}/kpis", &["", "?days=7", "?days=730", "?days=1"]),
    ("/records/{record}/activities", &["", "?days=800", "?from=2026-03-01&to=2026-03-31", "?days=0"]),
    ("/records/{record}/people", &["", "?limit=1", "?limit=2", "?limit=100", "?days=7", "?days=60", "?limit=0"]),
    ("/records/{record}/similar", &["", "?days=7"]),
    ("/records/{record}/coverage", &[""]),
    ("/records/{record}/engagement", &[""]),
    ("/records/{record}/introducers", &["", "?limit=1", "?limit=2", "?limit=100", "?limit=0"]),
    ("/people/{person}", &[""]),
    ("/people/{person}/introducers", &["", "?limit=1", "?limit=2", "?limit=100", "?limit=0"]),
    ("/people/{contact}/introducers/{colleague}", &[""]),
    ("/colleagues", &["", "?limit=1", "?limit=2", "?limit=3", "?after={any}", "?after={any}&limit=1", "?after=x"]),
    ("/colleagues/{colleague}/contacts", &["", "?limit=1", "?limit=100", "?limit=0"]),
    ("/pipeline", &["", "?mine=true", "?limit=1"]),
    ("/moves", &["", "?days=1", "?days=7", "?days=8"]),
    ("/engagement", &[""]),
    ("/engagement.csv", &[""]),
    ("/segments/stale", &[""]),
    ("/settings/analytics", &[""]),
    ("/introductions/draft", &["?contact={outside}&colleague={inside}", "?contact=x&colleague=y", ""]),
    ("/introductions", &[""]),
    ("/own-mailbox", &[""]),
    ("/own-mailbox/start", &["", "?back=/people/{any}"]),
    ("/own-mailbox/callback", &["", "?code=x&state=y"]),
    ("/me/ties", &[""]),
    ("/me/waiting", &[""]),
    ("/me/meetings", &[""]),
    ("/me/stored", &[""]),
    ("/me/views", &["", "?limit=1"]),
    ("/me/participation", &[""]),
    ("/me/naming-requests", &[""]),
    ("/sign-in", &[""]),
    ("/sign-in/start", &["", "?back=/people/{any}"]),
    ("/sign-in/callback", &["", "?code=x&state=y"]),
    ("/sessions", &[""]),
    ("/accounts", &[""]),
    ("/tokens", &[""]),
    ("/embed/origins", &[""]),
    ("/consent", &[""]),
    ("/connections", &[""]),
    ("/connections/{id}/ledger", &["", "?unexplained=true", "?limit=1"]),
    ("/connections/{id}/ledger/{mailbox}", &[""]),
    ("/connections/{id}/ledger.csv", &["", "?unexplained=true"]),
    ("/connections/{id}/troubles", &[""]),
    ("/groups", &["", "?query=s"]),
    ("/participation", &["", "?limit=1", "?query=cleo", "?after=999999", "?state=contributing"]),
    ("/roles", &[""]),
    ("/erasures", &[""]),
    ("/mailboxes", &["", "?limit=1", "?after=0", "?query=cleo", "?query=zz", "?after=x"]),
    ("/erasures/{erasure}", &[""]),
    ("/erasures/{erasure}/receipt", &[""]),
    ("/access-requests", &[""]),
    ("/access-requests/{request}", &[""]),
    ("/access-requests/{request}/json", &[""]),
    ("/access-requests/{request}/html", &[""]),
    ("/audit", &["", "?action=view", "?limit=3"]),
    ("/audit/check", &[""]),
    ("/audit.jsonl", &[""]),
];

/// Returns every question, with names in braces still.
pub(super) fn all() -> Vec<String> {
    let mut all = Vec::new();
    for (template, queries) in ASKED {
        let paths = each(vec![(*template).to_owned()], "{record}", &RECORDS);
        let paths = each(paths, "{person}", &OUTSIDE);
        let paths = each(paths, "{contact}", &OUTSIDE);
        let paths = each(paths, "{colleague}", &INSIDE);
        for query in *queries {
            let questions: Vec<String> = paths.iter().map(|it| format!("{it}{query}")).collect();
            let questions = each(questions, "{word}", &WORDS);
            let questions = each(questions, "{outside}", &OUTSIDE);
            let questions = each(questions, "{inside}", &INSIDE);
            let questions = each(questions, "{any}", &[&OUTSIDE[..], &INSIDE[..]].concat());
            let questions = each(questions, "{kind}", &["contact", "lead", "account", "opportunity"]);
            let questions = each(questions, "{grade}", &["good", "fair", "poor", "none"]);
            let trends = ["improving", "steady", "declining", "not_enough_information", "not_applicable"];
            let questions = each(questions, "{trend}", &trends);
            let sorts = ["name", "health", "trend", "last", "next", "emails", "meetings", "calls", "revenue", "close"];
            all.extend(each(questions, "{sort}", &sorts));
        }
    }
    for (contact, colleague) in OUTSIDE.iter().flat_map(|it| INSIDE.iter().map(move |colleague| (it, colleague))) {
        let body = format!(
            r#"{{"contact":"{contact}","colleague":"{colleague}","subject":"s","body":"b","idempotency_key":"k"}}"#
        );
        all.push(format!("POST /introductions {body}"));
    }
    all
}

fn each(texts: Vec<String>, token: &str, values: &[&str]) -> Vec<String> {
    let (with, mut without): (Vec<String>, Vec<String>) = texts.into_iter().partition(|it| it.contains(token));
    without.extend(with.iter().flat_map(|it| values.iter().map(move |value| it.replace(token, value))));
    without
}

/// Returns the templates of questions, each once.
pub(super) fn templates_of(questions: &BTreeSet<String>) -> Vec<&'static str> {
    let shape = |path: &str| path.split(['?', ' ']).next().unwrap_or_default().to_owned();
    let fits = |template: &str, path: &str| {
        let (mut parts, mut asked) = (template.split('/'), path.split('/'));
        loop {
            match (parts.next(), asked.next()) {
                (None, None) => return true,
                (Some(part), Some(it)) if part == it || part.starts_with('{') => {}
                _ => return false,
            }
        }
    };
    let found = |path: &String| {
        let exact = ASKED.iter().find(|it| it.0 == shape(path));
        exact.or_else(|| ASKED.iter().find(|it| fits(it.0, &shape(path)))).map_or("POST /introductions", |it| it.0)
    };
    questions.iter().map(found).collect::<BTreeSet<_>>().into_iter().collect()
}

#[test]
fn every_endpoint_that_reads_is_asked() {
    let document = serde_json::to_value(crate::document()).unwrap();
    let paths = document["paths"].as_object().unwrap().iter();
    let read: BTreeSet<&str> = paths
        .filter(|(_, methods)| methods.get("get").is_some())
        .filter_map(|(path, _)| path.strip_prefix("/api/v1"))
        .collect();
    let asked: BTreeSet<&str> = ASKED.iter().map(|it| it.0).collect();
    assert_eq!(read, asked);
}
