//! Tidiness: the arrows between crates, and that documents speak of what exists.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect;
use relata_model::policy::{Right, Role};
use relata_store::data_map::TABLES;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every arrow between our crates. A new arrow is a decision: it shows up here, in review.
#[test]
fn arrows_point_where_architecture_md_says() {
    let mut crates: Vec<PathBuf> = fs::read_dir(root().join("crates")).unwrap().map(|it| it.unwrap().path()).collect();
    crates.sort();
    let mut arrows = String::new();
    for folder in crates {
        let manifest: toml::Table = fs::read_to_string(folder.join("Cargo.toml")).unwrap().parse().unwrap();
        let ours = manifest["dependencies"].as_table().unwrap().keys();
        let ours: Vec<_> = ours.filter_map(|it| it.strip_prefix("relata-")).collect();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        arrows += &format!("{name} -> {}\n", ours.join(", "));
    }
    expect![[r#"
        analytics -> model
        api -> keys, model, sign-in, store
        columnar -> 
        connectors -> model
        generator -> model
        interaction-log -> model
        keys -> 
        microsoft -> columnar, connectors, model, outgoing
        model -> 
        object-storage -> connectors, outgoing
        outgoing -> 
        pipeline -> analytics, connectors, interaction-log, model, privacy, store
        privacy -> model
        server -> analytics, api, connectors, generator, interaction-log, keys, microsoft, model, object-storage, outgoing, pipeline, sign-in, stand-in, store, validation
        sign-in -> outgoing
        stand-in -> 
        store -> model
        testkit -> connectors, interaction-log, model, pipeline, store
        validation -> model
    "#]]
    .assert_eq(&arrows);
}

/// Only these crates may know these things.
#[test]
fn every_outside_thing_is_known_in_one_place() {
    for (outside, allowed) in [
        ("deltalake", &["interaction-log"][..]),
        ("datafusion", &["analytics"]),
        ("parquet", &["columnar"]),
        ("sqlx", &["store"]),
        ("axum", &["api", "stand-in"]),
        ("mail-parser", &["connectors"]),
        ("calcard", &["connectors"]),
        ("clap", &["server"]),
        ("lettre", &["api"]),
        ("opendp", &["privacy"]),
        ("argon2", &["keys"]),
        ("reqwest", &["outgoing", "stand-in"]),
        // Its requests are made by whoever makes all others (decision 0027).
        ("object_store", &["object-storage", "outgoing"]),
        ("jsonwebtoken", &["sign-in", "stand-in"]),
    ] {
        for entry in fs::read_dir(root().join("crates")).unwrap() {
            let folder = entry.unwrap().path();
            let manifest: toml::Table = fs::read_to_string(folder.join("Cargo.toml")).unwrap().parse().unwrap();
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            let known = manifest["dependencies"].as_table().unwrap().contains_key(outside);
            assert!(!known || allowed.contains(&name.as_str()), "{name} knows {outside}");
        }
    }
}

/// Documents that say where something is or which test holds it, beside README, ARCHITECTURE and CONTRIBUTING.
const EVIDENCE: [&str; 5] =
    ["docs/privacy.md", "docs/security.md", "docs/threat-model.md", "docs/dpia.md", "docs/embedding.md"];

/// Every path of ours that these documents name in backquotes exists.
#[test]
fn documents_speak_of_what_exists() {
    let mut found = 0;
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"].iter().chain(&EVIDENCE) {
        let text = fs::read_to_string(root().join(document)).unwrap();
        for word in text.split('`').skip(1).step_by(2).filter(|it| is_path_of_ours(it)) {
            assert!(root().join(word).exists(), "{document} speaks of {word}");
            found += 1;
        }
    }
    assert!(found > 10, "only {found} paths were found in the documents");
}

fn is_path_of_ours(word: &str) -> bool {
    let is_path = word.contains('/') && !word.contains(['<', '*', '{', ' ', ':', '…']) && !word.starts_with('/');
    let ours = ["crates/", "web/", "docs/", "fixtures/", "fuzz/", "bench/", "tools/", "samples/"];
    is_path && ours.iter().any(|it| word.starts_with(it))
}

/// Every test that these documents name in backquotes exists: five words or more, joined by low lines.
#[test]
fn tests_that_documents_name_exist() {
    let sources: String = rust_files().iter().map(|it| fs::read_to_string(it).unwrap()).collect::<Vec<_>>().join("\n");
    let mut found = 0;
    for document in EVIDENCE {
        let text = fs::read_to_string(root().join(document)).unwrap();
        for word in text.split('`').skip(1).step_by(2).filter(|it| is_test(it)) {
            assert!(sources.contains(&format!("fn {word}(")), "{document} names {word}");
            found += 1;
        }
    }
    assert!(found > 10, "only {found} tests were found in the documents");
}

fn is_test(word: &str) -> bool {
    let is_name = word.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_');
    is_name && word.split('_').count() >= 5
}

/// docs/privacy.md speaks of every table there is.
#[test]
fn every_table_stands_on_the_page_on_privacy() {
    let privacy = fs::read_to_string(root().join("docs/privacy.md")).unwrap();
    let named: BTreeSet<&str> = privacy.split('`').skip(1).step_by(2).collect();
    let missing: Vec<_> = TABLES.iter().map(|it| it.name).filter(|it| !named.contains(it)).collect();
    assert!(missing.is_empty(), "docs/privacy.md says nothing of {missing:?}");
}

/// docs/privacy.md says what each role allows as the policy does.
#[test]
fn roles_allow_what_the_page_on_privacy_says() {
    let line = |first: &str, cells: [String; 5]| format!("| {first} | {} |\n", cells.join(" | "));
    let mut table = line("the right to", Role::ALL.map(|it| format!("`{}`", it.name())));
    table += &format!("|{}\n", "---|".repeat(1 + Role::ALL.len()));
    // Everybody sees what is their own.
    for right in Right::ALL.into_iter().filter(|it| *it != Right::SeeOwnTies) {
        let allows = |role: Role| if role.rights().has(right) { "yes" } else { "–" };
        table += &line(right.what(), Role::ALL.map(|it| allows(it).to_owned()));
    }
    let privacy = fs::read_to_string(root().join("docs/privacy.md")).unwrap();
    assert!(privacy.contains(&table), "docs/privacy.md does not say:\n{table}");
}

/// docs/asvs.csv has every requirement once, what it points at exists, and docs/security.md counts it right.
#[test]
fn the_walk_through_asvs_is_whole_and_counted() {
    let text = fs::read_to_string(root().join("docs/asvs.csv")).unwrap();
    let mut numbers = BTreeSet::new();
    let mut counts = BTreeMap::new();
    for line in text.lines().skip(1) {
        let columns: Vec<&str> = line.split(',').collect();
        let [number, level, stands, .., place] = columns[..] else { panic!("{line} has too few columns") };
        assert!(numbers.insert(number), "{number} is there twice");
        assert!(place.is_empty() || root().join(place).exists(), "{number} points at {place}");
        *counts.entry((stands, level)).or_insert(0) += 1;
    }
    let count = |stands, level| counts.get(&(stands, level)).copied().unwrap_or(0);
    let of_level = |level| counts.iter().filter(|it| it.0.1 == level).map(|it| it.1).sum::<i32>();
    assert_eq!((of_level("1"), of_level("2")), (70, 183), "ASVS 5.0.0 has so many of each");
    let mut table = String::new();
    for stands in ["met", "operator's", "not applicable", "not met"] {
        let (one, two) = (count(stands, "1"), count(stands, "2"));
        table += &format!("| {stands} | {one} | {two} | {} |\n", one + two);
    }
    let security = fs::read_to_string(root().join("docs/security.md")).unwrap();
    assert!(security.contains(&table), "docs/security.md does not count:\n{table}");
}

/// The clock is asked in one place.
#[test]
fn only_the_server_asks_what_time_it_is() {
    let mut asking = Vec::new();
    // What runs the program against a tenant or an extract is no part of it, and its mail must be of the program's own days.
    let runs_the_program = ["crates/server/tests", "crates/server/examples"].map(|it| root().join(it));
    let is_outside =
        |it: &Path| it.ends_with("tidy.rs") || runs_the_program.iter().any(|folder| it.starts_with(folder));
    for path in rust_files().into_iter().filter(|it| !is_outside(it)) {
        let text = fs::read_to_string(&path).unwrap();
        if ["Timestamp::now()", "SystemTime::now()", "Zoned::now()"].iter().any(|it| text.contains(it)) {
            asking.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    asking.sort();
    assert_eq!(asking, ["opened.rs"]);
}

fn rust_files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root().join("crates")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                files.push(path);
            }
        }
    }
    files
}
