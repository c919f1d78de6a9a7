//! Sharing: every mode on every path, and a tie that is hidden against one there is none of.

use std::collections::HashMap;

use expect_test::{Expect, expect};
use relata_model::series::Contacted;
use relata_model::{AnalyticsSettings, Month, PersonId, RecordId, RecordNumber, Series, Visibility};

use crate::testing::{address, asker, entry, on_every_database, pair, records, seen, stranger, today};
use crate::{Asked, Asker, Edition, InsightRun, Months, RecordMonth, Scope, Store, Target};

/// Amber, Ben and Cleo; Acme with Lea and Jo. A tie: `colleague contact weight`.
pub(super) async fn a_store(store: &Store, ties: &str) {
    let lines = ["1 Amber amber@us.com", "2 Ben ben@us.com", "3 Cleo cleo@us.com"];
    store.replace_directory(&lines.map(entry)).await.unwrap();
    store.intern(&[seen("lea@acme.com", "Lea"), seen("jo@acme.com", "Jo")]).await.unwrap();
    if ties.contains("kim") {
        store.intern(&[seen("kim@acme.com", "Kim")]).await.unwrap();
    }
    let lines = "account a1 Acme contact=c1
        contact c1 Lea of=a1 at=lea@acme.com,lea@home.com
        contact c2 Jo of=a1 at=jo@acme.com";
    store.upsert_records(&records(lines)).await.unwrap();
    let mut pairs = Vec::new();
    for tie in ties.split(',').map(str::trim).filter(|it| !it.is_empty()) {
        let words: Vec<&str> = tie.split_whitespace().collect();
        let colleague = person(store, &format!("{}@us.com", words[0])).await;
        let contact = person(store, &format!("{}@acme.com", words[1])).await;
        let weight: f64 = words[2].parse().unwrap();
        pairs.push(pair(contact, colleague, (weight, weight), 5));
    }
    pairs.sort_by_key(|it| (it.contact, it.colleague));
    store.publish(&today(), Scope::Everything, pairs).await.unwrap();
}

pub(super) async fn person(store: &Store, text: &str) -> PersonId {
    store.person_of(&address(text)).await.unwrap().unwrap()
}

/// Whoever asks, everything that tells of ties, as it comes out of the store.
async fn all_told(store: &Store, asker: &Asker) -> String {
    let generation = store.published().await.unwrap().unwrap();
    let mut told = String::new();
    let contacts = [person(store, "lea@acme.com").await, person(store, "jo@acme.com").await];
    let mut targets: Vec<Target> = ["a1", "c1", "c2"].map(|it| Target::Record(RecordId(it.to_owned()))).to_vec();
    targets.extend(contacts.map(Target::Person));
    for target in &targets {
        for limit in [1, 5] {
            told += &format!("{:?}\n", store.introducers(&generation, target, asker, limit).await.unwrap());
        }
    }
    for colleague in ["amber", "ben", "cleo"] {
        let colleague = person(store, &format!("{colleague}@us.com")).await;
        told += &format!("{:?}\n", store.contacts_of(&generation, colleague, asker, 5).await.unwrap());
        for contact in contacts {
            told += &format!("{:?}\n", store.pair(&generation, contact, colleague, asker).await.unwrap());
        }
    }
    for record in ["a1", "c1", "c2"] {
        let record = RecordId(record.to_owned());
        told += &format!("{:?}\n", store.coverage(&generation, &record, asker, 5).await.unwrap());
    }
    for text in ["amber", "lea", "kim", "acme.com"] {
        for limit in [1, 9] {
            told += &format!("{:?}\n", store.search(text, limit, asker).await.unwrap());
        }
    }
    told + &format!("{:?}", store.counts().await.unwrap())
}

const TIES: &str = "amber lea 9, amber jo 3, ben lea 2, cleo jo 1";

/// The same, and Kim, whom Amber's mail alone made known.
const TIES_WITH_KIM: &str = "amber lea 9, amber jo 3, ben lea 2, cleo jo 1, amber kim 5";

/// What Amber, who shares so much, and hides Lea or does not, shares with everybody and with Ben, to whom she may have
/// said yes about Lea.
async fn in_short(store: &Store, by: &Asker) -> String {
    let generation = store.published().await.unwrap().unwrap();
    let amber = person(store, "amber@us.com").await;
    let (lea, jo) = (person(store, "lea@acme.com").await, person(store, "jo@acme.com").await);
    let mut said = Vec::new();
    for (name, target) in
        [("lea", Target::Person(lea)), ("jo", Target::Person(jo)), ("acme", Target::Record(RecordId("a1".to_owned())))]
    {
        let it = store.introducers(&generation, &target, by, 5).await.unwrap();
        let named: Vec<&str> = it.introducers.iter().map(|it| it.colleague.name.as_str()).collect();
        said.push(format!("{name}: {} of {} +{}", named.join(" "), it.total, it.hidden));
    }
    let known = store.contacts_of(&generation, amber, by, 5).await.unwrap();
    let known: Vec<&str> = known.contacts.iter().map(|it| it.name.as_str()).collect();
    said.push(format!("page: {}", known.join(" ")));
    let mut pairs = Vec::new();
    for (name, contact) in [("Lea", lea), ("Jo", jo)] {
        pairs.extend(store.pair(&generation, contact, amber, by).await.unwrap().map(|_| name));
    }
    said.push(format!("evidence: {}", pairs.join(" ")));
    let covered = store.coverage(&generation, &RecordId("a1".to_owned()), by, 5).await.unwrap();
    let covering: Vec<&str> = covered.colleagues.iter().map(|it| it.name.as_str()).collect();
    said.push(format!("covering: {} {}", covering.join(" "), covered.cells.len()));
    for people in [&["lea@acme.com"][..], &["lea@acme.com", "jo@acme.com"]] {
        let mut addresses = Vec::new();
        for it in people.iter().chain(&["amber@us.com", "ben@us.com"]) {
            addresses.push(store.address_id(&address(it)).await.unwrap().unwrap());
        }
        let names = store.names_of_addresses(&addresses, by).await.unwrap();
        let names: Vec<&str> =
            names.iter().filter(|it| it.visible && it.colleague).map(|it| it.name.as_str()).collect();
        said.push(format!("beside {}: {}", people.len(), names.join(" ")));
    }
    said.push(format!("pairs {}", store.counts().await.unwrap().pairs));
    said.join("; ") + "\n"
}

async fn says_yes(store: &Store) {
    let (amber, ben, lea) =
        (person(store, "amber@us.com").await, person(store, "ben@us.com").await, person(store, "lea@acme.com").await);
    let generation = store.published().await.unwrap().unwrap();
    let at = stranger().at;
    store.set_visibility(amber, Visibility::NamedAfterYes).await.unwrap();
    let asked = store.ask_to_be_named(ben, &Target::Person(lea), "please", at).await.unwrap();
    let Asked::Request(id, _) = asked else { panic!("asked too often") };
    assert!(store.answer_naming(&generation, amber, id, true, at).await.unwrap().is_some());
}

fn check(how: &str, expected: &Expect) {
    on_every_database(async |store| {
        a_store(&store, TIES).await;
        let (amber, lea) = (person(&store, "amber@us.com").await, person(&store, "lea@acme.com").await);
        for word in how.split(' ').filter(|it| !it.is_empty()) {
            match word {
                "hides" => assert!(store.hide_tie(amber, lea, stranger().at).await.unwrap()),
                "shows" => store.show_tie(amber, lea).await.unwrap(),
                "yes" => says_yes(&store).await,
                mode => store.set_visibility(amber, visibility(mode)).await.unwrap(),
            }
        }
        let ben = person(&store, "ben@us.com").await;
        let mut told = String::new();
        for (who, by) in [("stranger", None), ("ben", Some(ben)), ("amber", Some(amber))] {
            told += &format!("{who}: {}", in_short(&store, &asker(by)).await);
        }
        expected.assert_eq(&told);
    });
}

fn visibility(mode: &str) -> Visibility {
    match mode {
        "named" => Visibility::Named,
        "after-yes" => Visibility::NamedAfterYes,
        "counted" => Visibility::CountedOnly,
        "hidden" => Visibility::Hidden,
        other => panic!("`{other}` is no visibility"),
    }
}

#[test]
fn who_is_named_is_named() {
    check(
        "named",
        &expect![[r#"
        stranger: lea: Amber Ben of 2 +0; jo: Amber Cleo of 2 +0; acme: Amber Ben Cleo of 3 +0; page: Lea Jo; evidence: Lea Jo; covering: Amber Ben Cleo 4; beside 1: Amber Ben; beside 2: Amber Ben; pairs 4
        ben: lea: Amber Ben of 2 +0; jo: Amber Cleo of 2 +0; acme: Amber Ben Cleo of 3 +0; page: Lea Jo; evidence: Lea Jo; covering: Amber Ben Cleo 4; beside 1: Amber Ben; beside 2: Amber Ben; pairs 4
        amber: lea: Amber Ben of 2 +0; jo: Amber Cleo of 2 +0; acme: Amber Ben Cleo of 3 +0; page: Lea Jo; evidence: Lea Jo; covering: Amber Ben Cleo 4; beside 1: Amber Ben; beside 2: Amber Ben; pairs 4
    "#]],
    );
}

#[test]
fn who_is_named_after_a_yes_is_counted_until_they_say_yes_to_whom_they_say_it_and_about_whom() {
    check(
        "after-yes",
        &expect![[r#"
        stranger: lea: Ben of 1 +1; jo: Cleo of 1 +1; acme: Ben Cleo of 2 +1; page: ; evidence: ; covering: Ben Cleo 2; beside 1: Ben; beside 2: Ben; pairs 4
        ben: lea: Ben of 1 +1; jo: Cleo of 1 +1; acme: Ben Cleo of 2 +1; page: ; evidence: ; covering: Ben Cleo 2; beside 1: Ben; beside 2: Ben; pairs 4
        amber: lea: Amber Ben of 2 +0; jo: Amber Cleo of 2 +0; acme: Amber Ben Cleo of 3 +0; page: Lea Jo; evidence: Lea Jo; covering: Amber Ben Cleo 4; beside 1: Amber Ben; beside 2: Amber Ben; pairs 4
    "#]],
    );
    check(
        "yes",
        &expect![[r#"
        stranger: lea: Ben of 1 +1; jo: Cleo of 1 +1; acme: Ben Cleo of 2 +1; page: ; evidence: ; covering: Ben Cleo 2; beside 1: Ben; beside 2: Ben; pairs 4
        ben: lea: Amber Ben of 2 +0; jo: Cleo of 1 +1; acme: Amber Ben Cleo of 3 +0; page: Lea; evidence: Lea; covering: Amber Ben Cleo 3; beside 1: Amber Ben; beside 2: Ben; pairs 4
        amber: lea: Amber Ben of 2 +0; jo: Amber Cleo of 2 +0; acme: Amber Ben Cleo of 3 +0; page: Lea Jo; evidence: Lea Jo; covering: Amber Ben Cleo 4; beside 1: Amber Ben; beside 2: Amber Ben; pairs 4
    "#]],
    );
}

#[test]
fn a_yes_ends_with_the_mode_and_with_hiding() {
    check(
        "yes counted after-yes",
        &expect![[r#"
        stranger: lea: Ben of 1 +1; jo: Cleo of 1 +1; acme: Ben Cleo of 2 +1; page: ; evidence: ; covering: Ben Cleo 2; beside 1: Ben; beside 2: Ben; pairs 4
        ben: lea: Ben of 1 +1; jo: Cleo of 1 +1; acme: Ben Cleo of 2 +1; page: ; evidence: ; covering: Ben Cleo 2; beside 1: Ben; beside 2: Ben; pairs 4
        amber: lea: Amber Ben of 2 +0; jo: Amber Cleo of 2 +0; acme: Amber Ben Cleo of 3 +0; page: Lea Jo; evidence: Lea Jo; covering: Amber Ben Cleo 4; beside 1: Amber Ben; beside 2: Amber Ben; pairs 4
    "#]],
    );
    check(
        "yes hides shows",
        &expect![[r#"
        stranger: lea: Ben of 1 +1; jo: Cleo of 1 +1; acme: Ben Cleo of 2 +1; page: ; evidence: ; covering: Ben Cleo 2; beside 1: Ben; beside 2: Ben; pairs 4
        ben: lea: Ben of 1 +1; jo: Cleo of 1 +1; acme: Ben Cleo of 2 +1; page: ; evidence: ; covering: Ben Cleo 2; beside 1: Ben; beside 2: Ben; pairs 4
        amber: lea: Amber Ben of 2 +0; jo: Amber Cleo of 2 +0; acme: Amber Ben Cleo of 3 +0; page: Lea Jo; evidence: Lea Jo; covering: Amber Ben Cleo 4; beside 1: Amber Ben; beside 2: Amber Ben; pairs 4
    "#]],
    );
}

#[test]
fn who_is_counted_is_in_one_number() {
    check(
        "counted",
        &expect![[r#"
        stranger: lea: Ben of 1 +1; jo: Cleo of 1 +1; acme: Ben Cleo of 2 +1; page: ; evidence: ; covering: Ben Cleo 2; beside 1: Ben; beside 2: Ben; pairs 4
        ben: lea: Ben of 1 +1; jo: Cleo of 1 +1; acme: Ben Cleo of 2 +1; page: ; evidence: ; covering: Ben Cleo 2; beside 1: Ben; beside 2: Ben; pairs 4
        amber: lea: Amber Ben of 2 +0; jo: Amber Cleo of 2 +0; acme: Amber Ben Cleo of 3 +0; page: Lea Jo; evidence: Lea Jo; covering: Amber Ben Cleo 4; beside 1: Amber Ben; beside 2: Amber Ben; pairs 4
    "#]],
    );
}

#[test]
fn who_is_hidden_is_not_there() {
    check(
        "hidden",
        &expect![[r#"
        stranger: lea: Ben of 1 +0; jo: Cleo of 1 +0; acme: Ben Cleo of 2 +0; page: ; evidence: ; covering: Ben Cleo 2; beside 1: Ben; beside 2: Ben; pairs 2
        ben: lea: Ben of 1 +0; jo: Cleo of 1 +0; acme: Ben Cleo of 2 +0; page: ; evidence: ; covering: Ben Cleo 2; beside 1: Ben; beside 2: Ben; pairs 2
        amber: lea: Amber Ben of 2 +0; jo: Amber Cleo of 2 +0; acme: Amber Ben Cleo of 3 +0; page: Lea Jo; evidence: Lea Jo; covering: Amber Ben Cleo 4; beside 1: Amber Ben; beside 2: Amber Ben; pairs 2
    "#]],
    );
}

#[test]
fn a_hidden_tie_is_none_for_anybody_else_whatever_the_mode() {
    check(
        "hides",
        &expect![[r#"
        stranger: lea: Ben of 1 +0; jo: Amber Cleo of 2 +0; acme: Amber Ben Cleo of 3 +0; page: Jo; evidence: Jo; covering: Amber Ben Cleo 3; beside 1: Ben; beside 2: Ben; pairs 3
        ben: lea: Ben of 1 +0; jo: Amber Cleo of 2 +0; acme: Amber Ben Cleo of 3 +0; page: Jo; evidence: Jo; covering: Amber Ben Cleo 3; beside 1: Ben; beside 2: Ben; pairs 3
        amber: lea: Amber Ben of 2 +0; jo: Amber Cleo of 2 +0; acme: Amber Ben Cleo of 3 +0; page: Lea Jo; evidence: Lea Jo; covering: Amber Ben Cleo 4; beside 1: Amber Ben; beside 2: Amber Ben; pairs 3
    "#]],
    );
    check(
        "counted hides",
        &expect![[r#"
        stranger: lea: Ben of 1 +0; jo: Cleo of 1 +1; acme: Ben Cleo of 2 +1; page: ; evidence: ; covering: Ben Cleo 2; beside 1: Ben; beside 2: Ben; pairs 3
        ben: lea: Ben of 1 +0; jo: Cleo of 1 +1; acme: Ben Cleo of 2 +1; page: ; evidence: ; covering: Ben Cleo 2; beside 1: Ben; beside 2: Ben; pairs 3
        amber: lea: Amber Ben of 2 +0; jo: Amber Cleo of 2 +0; acme: Amber Ben Cleo of 3 +0; page: Lea Jo; evidence: Lea Jo; covering: Amber Ben Cleo 4; beside 1: Amber Ben; beside 2: Amber Ben; pairs 3
    "#]],
    );
    check(
        "yes hides",
        &expect![[r#"
        stranger: lea: Ben of 1 +0; jo: Cleo of 1 +1; acme: Ben Cleo of 2 +1; page: ; evidence: ; covering: Ben Cleo 2; beside 1: Ben; beside 2: Ben; pairs 3
        ben: lea: Ben of 1 +0; jo: Cleo of 1 +1; acme: Ben Cleo of 2 +1; page: ; evidence: ; covering: Ben Cleo 2; beside 1: Ben; beside 2: Ben; pairs 3
        amber: lea: Amber Ben of 2 +0; jo: Amber Cleo of 2 +0; acme: Amber Ben Cleo of 3 +0; page: Lea Jo; evidence: Lea Jo; covering: Amber Ben Cleo 4; beside 1: Amber Ben; beside 2: Amber Ben; pairs 3
    "#]],
    );
}

/// Two worlds: in one Amber hides a tie, in the other there is none. Whoever asks is told the same, to the letter.
#[test]
fn hiding_a_tie_and_having_none_are_told_apart_by_nobody() {
    for mode in ["named", "after-yes", "counted", "hidden"] {
        let mut worlds = Vec::new();
        for (ties, hides) in [(TIES_WITH_KIM, true), ("amber jo 3, ben lea 2, cleo jo 1", false)] {
            let told = std::sync::Mutex::new(Vec::new());
            on_every_database(async |store| {
                a_store(&store, ties).await;
                let (amber, lea) = (person(&store, "amber@us.com").await, person(&store, "lea@acme.com").await);
                store.set_visibility(amber, visibility(mode)).await.unwrap();
                if hides {
                    let kim = person(&store, "kim@acme.com").await;
                    assert!(store.is_in_sight(kim, &stranger()).await.unwrap() || mode == "hidden");
                    store.hide_tie(amber, lea, stranger().at).await.unwrap();
                    store.hide_tie(amber, kim, stranger().at).await.unwrap();
                    assert!(!store.is_in_sight(kim, &stranger()).await.unwrap());
                    assert!(store.is_in_sight(kim, &asker(Some(amber))).await.unwrap());
                    assert!(store.is_in_sight(lea, &stranger()).await.unwrap(), "a record stands for her");
                }
                let ben = person(&store, "ben@us.com").await;
                for by in [stranger(), asker(Some(ben)), asker(Some(lea))] {
                    let all = all_told(&store, &by).await;
                    told.lock().unwrap().push(all);
                }
            });
            worlds.push(told.into_inner().unwrap());
        }
        assert_eq!(worlds[0], worlds[1], "{mode}");
    }
}

/// And who is hidden altogether, against one who knows nobody.
#[test]
fn being_hidden_and_knowing_nobody_are_told_apart_by_nobody() {
    let mut worlds = Vec::new();
    for ties in [TIES_WITH_KIM, "ben lea 2, cleo jo 1"] {
        let told = std::sync::Mutex::new(Vec::new());
        on_every_database(async |store| {
            a_store(&store, ties).await;
            store.set_visibility(person(&store, "amber@us.com").await, Visibility::Hidden).await.unwrap();
            let ben = person(&store, "ben@us.com").await;
            for by in [stranger(), asker(Some(ben))] {
                let all = all_told(&store, &by).await;
                told.lock().unwrap().push(all);
            }
        });
        worlds.push(told.into_inner().unwrap());
    }
    assert_eq!(worlds[0], worlds[1]);
}

#[test]
fn a_contact_stays_hidden_at_every_address_and_whomever_it_turns_out_to_be() {
    on_every_database(async |store| {
        a_store(&store, "amber lea 9, amber jo 3").await;
        let (amber, lea) = (person(&store, "amber@us.com").await, person(&store, "lea@acme.com").await);
        let at = stranger().at;
        assert!(store.hide_tie(amber, lea, at).await.unwrap());
        assert!(store.hide_tie(amber, lea, at).await.unwrap());
        assert!(!store.hide_tie(amber, PersonId(999), at).await.unwrap());
        assert!(!store.hide_tie(amber, person(&store, "ben@us.com").await, at).await.unwrap());
        let [hidden] = &store.hidden_ties(amber).await.unwrap()[..] else { panic!("one is hidden") };
        assert_eq!((hidden.name.as_str(), hidden.since), ("Lea", at));

        // The CRM finds out that Jo and Lea are one.
        let lines = "contact c1 Lea of=a1 at=jo@acme.com,lea@acme.com,lea@home.com";
        store.upsert_records(&records(lines)).await.unwrap();
        let (lea, jo) = (person(&store, "lea@acme.com").await, person(&store, "jo@acme.com").await);
        let generation = store.published().await.unwrap().unwrap();
        for it in [lea, jo] {
            if store.hidden_ties(amber).await.unwrap().iter().any(|tie| tie.contact == it) {
                assert_eq!(store.pair(&generation, it, amber, &stranger()).await.unwrap(), None);
            }
        }
        assert!(store.hidden_ties(amber).await.unwrap().iter().any(|tie| tie.contact == lea));
    });
}

#[test]
fn who_hides_somebody_of_a_record_is_nobody_of_it_when_it_is_graded() {
    on_every_database(async |store| {
        a_store(&store, TIES).await;
        let at = stranger().at;
        let (amber, lea) = (person(&store, "amber@us.com").await, person(&store, "lea@acme.com").await);
        let mut series = Series::default();
        for colleague in ["amber@us.com", "ben@us.com"] {
            let address = store.address_id(&address(colleague)).await.unwrap().unwrap();
            let last_at = at.as_second() - 86_400;
            series.people.push(Contacted { address, emails: 1, meetings: 0, calls: 0, last_at });
        }
        let month: Month = "2026-03".parse().unwrap();
        let row = |record| RecordMonth { record: RecordNumber(record), month, blob: series.to_bytes() };
        store.put_record_months(Months::Whole(&[(month, "made".to_owned())]), (1..=3).map(row)).await.unwrap();
        let (computed_for, edition) = (today().computed_for, Edition::Enhanced);
        let run = InsightRun { computed_for, computed_at: at, edition, intercept: None };
        let single = async || -> Vec<String> {
            store.grade_records(&run, &AnalyticsSettings::default(), &HashMap::new()).await.unwrap();
            let sql = "select record_id from record_row where single_threaded = 1 order by record_id";
            sqlx::query_scalar(sql).fetch_all(&store.pool).await.unwrap()
        };
        assert_eq!(single().await, Vec::<String>::new());
        store.hide_tie(amber, lea, at).await.unwrap();
        assert_eq!(single().await, ["a1", "c1"]);
    });
}

/// The rule is in one place: no other file asks what a colleague shares, but these, each with its reason.
#[test]
fn what_a_colleague_shares_is_asked_in_one_place() {
    let allowed = [
        "sharing.rs",     // the rule
        "directory.rs",   // stores it, and lists colleagues
        "dictionary.rs",  // who could be suggested at all
        "index.rs",       // finds colleagues by name
        "overview.rs",    // counts colleagues
        "grade.rs",       // judges records for everybody at once
        "naming.rs",      // puts questions to those who are named after a yes
        "hidden_ties.rs", // stores it
        "introducers.rs", // reads it with a colleague
        "coverage.rs",    // reads it with a colleague
        "participant.rs", // lists colleagues for who looks after their wishes
        "query.rs",       // leaves out of what was found who is out of sight
        "own_ties.rs",    // reads it with a colleague, for that colleague
        "testing.rs",     // for tests
    ];
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files: Vec<std::path::PathBuf> = Vec::new();
    for folder in [source.clone(), source.join("search")] {
        files.extend(std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()));
    }
    for file in files.iter().filter(|it| it.extension().is_some_and(|it| it == "rs")) {
        let name = file.file_name().unwrap().to_string_lossy();
        let text = std::fs::read_to_string(file).unwrap();
        let code: String = text.lines().filter(|it| !it.trim_start().starts_with("//")).collect();
        let asks = ["visibility", "hidden_pair", "hidden_tie ", "named_to"].iter().any(|it| code.contains(it));
        assert!(!asks || allowed.contains(&&*name), "{name} asks what a colleague shares; ask `sharing.rs`");
    }
}
