//! Tidiness: the arrows between crates, and that documents speak of what exists.

use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect;

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
        connectors -> model
        interaction-log -> model
        keys -> 
        model -> 
        pipeline -> analytics, connectors, interaction-log, model, privacy, store
        privacy -> model
        server -> analytics, api, connectors, interaction-log, keys, model, pipeline, sign-in, store, validation
        sign-in -> 
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
        ("sqlx", &["store"]),
        ("axum", &["api"]),
        ("mail-parser", &["connectors"]),
        ("calcard", &["connectors"]),
        ("clap", &["server"]),
        ("lettre", &["api"]),
        ("opendp", &["privacy"]),
        ("argon2", &["keys"]),
        ("reqwest", &["sign-in"]),
        ("jsonwebtoken", &["sign-in"]),
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

/// Every path that README, ARCHITECTURE and CONTRIBUTING name in backquotes exists.
#[test]
fn documents_speak_of_what_exists() {
    let mut found = 0;
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(root().join(document)).unwrap();
        for word in text.split('`').skip(1).step_by(2) {
            let is_path =
                word.contains('/') && !word.contains(['<', '*', '{', ' ', ':', '…']) && !word.starts_with('/');
            let is_ours =
                ["crates/", "web/", "docs/", "fixtures/", "fuzz/", "bench/"].iter().any(|it| word.starts_with(it));
            if is_path && is_ours {
                assert!(root().join(word).exists(), "{document} speaks of {word}");
                found += 1;
            }
        }
    }
    assert!(found > 10, "only {found} paths were found in the documents");
}

/// The clock is asked in one place.
#[test]
fn only_the_server_asks_what_time_it_is() {
    let mut asking = Vec::new();
    let mut folders = vec![root().join("crates")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("tidy.rs") {
                let text = fs::read_to_string(&path).unwrap();
                if text.contains("Timestamp::now()")
                    || text.contains("SystemTime::now()")
                    || text.contains("Zoned::now()")
                {
                    asking.push(path.file_name().unwrap().to_string_lossy().into_owned());
                }
            }
        }
    }
    assert_eq!(asking, ["opened.rs"]);
}
