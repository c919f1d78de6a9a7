//! Coverage and names: who knows whom around a record, and who may be named to whom.

use expect_test::{Expect, expect};
use relata_model::{AddressId, PersonId, RecordId, Visibility};

use crate::testing::{address, ask_to_forget_whoever_has, asker, entry, on_every_database, pair, records, seen, today};
use crate::{Scope, Store};

/// Three colleagues and an account of four contacts. A tie: `colleague contact sent received`.
async fn a_store(store: Store, ties: &str) -> Store {
    let lines = ["1 Amber amber@us.com", "2 Ben ben@us.com", "3 Cleo cleo@us.com"];
    store.replace_directory(&lines.map(entry)).await.unwrap();
    store.intern(&[seen("un@named.com", ""), seen("gone@acme.com", "Gone")]).await.unwrap();
    let lines = "account a1 Acme contact=c1
        contact c1 Lea of=a1 at=lea@acme.com,lea@home.com
        contact c2 Jo of=a1 at=jo@acme.com
        contact c3 Max of=a1 at=max@acme.com hands-off
        contact c4 <i>Kim</i> of=a1 at=kim@acme.com
        contact c5 Gone of=a1 at=gone@acme.com
        opportunity o1 Deal contact=c2 owner=amber@us.com say=un@named.com
        opportunity o2 Off contact=c2 hands-off
        opportunity o3 Nobody";
    store.upsert_records(&records(lines)).await.unwrap();
    ask_to_forget_whoever_has(&store, "gone@acme.com").await;
    let mut pairs = Vec::new();
    for tie in ties.split(',').map(str::trim).filter(|it| !it.is_empty()) {
        let mut words = tie.split_whitespace();
        let colleague = person(&store, &format!("{}@us.com", words.next().unwrap())).await;
        let contact = person(&store, words.next().unwrap()).await;
        let mut number = || words.next().unwrap().parse().unwrap();
        pairs.push(pair(contact, colleague, (number(), number()), 5));
    }
    pairs.sort_by_key(|it| (it.contact, it.colleague));
    store.publish(&today(), Scope::Everything, pairs).await.unwrap();
    store
}

async fn person(store: &Store, text: &str) -> PersonId {
    store.person_of(&address(text)).await.unwrap().unwrap()
}

async fn told(store: &Store, record: &str, viewer: Option<PersonId>, limit: u32) -> String {
    let generation = store.published().await.unwrap().unwrap();
    let found = store.coverage(&generation, &RecordId(record.to_owned()), &asker(viewer), limit).await.unwrap();
    let contacts: Vec<&str> = found.contacts.iter().map(|it| it.name.as_str()).collect();
    let colleagues: Vec<&str> = found.colleagues.iter().map(|it| it.name.as_str()).collect();
    let cell = |it: &crate::CoverageCell| {
        format!("{} knows {}: {}", colleagues[it.colleague], contacts[it.contact], it.band.name())
    };
    let cells: Vec<String> = found.cells.iter().map(cell).collect();
    let (uncovered, single) = (found.uncovered, found.single_threaded);
    format!("{contacts:?} {colleagues:?}\n{}\nuncovered {uncovered}, single {single}\n", cells.join("\n"))
}

const TIES: &str = "amber lea@acme.com 1 1, ben lea@acme.com 8 8, ben kim@acme.com 2 2, cleo jo@acme.com 90 0, \
                    amber max@acme.com 9 9, amber gone@acme.com 9 9, amber un@named.com 1 0";

fn check(ties: &str, visibilities: &[(&str, Visibility)], record: &str, limit: u32, expected: &Expect) {
    on_every_database(async |store| {
        let store = a_store(store, ties).await;
        for (who, visibility) in visibilities {
            let who = person(&store, &format!("{who}@us.com")).await;
            store.set_visibility(who, *visibility).await.unwrap();
        }
        expected.assert_eq(&told(&store, record, None, limit).await);
    });
}

#[test]
fn contacts_and_colleagues_come_by_their_strongest_tie() {
    check(
        TIES,
        &[],
        "a1",
        50,
        &expect![[r#"
        ["Lea", "<i>Kim</i>", "Jo"] ["Ben", "Amber", "Cleo"]
        Ben knows Lea: strong
        Ben knows <i>Kim</i>: medium
        Amber knows Lea: medium
        Cleo knows Jo: unknown
        uncovered 0, single false
    "#]],
    );
    check(
        TIES,
        &[],
        "a1",
        1,
        &expect![[r#"
        ["Lea"] ["Ben"]
        Ben knows Lea: strong
        uncovered 0, single false
    "#]],
    );
    check(
        TIES,
        &[],
        "o1",
        50,
        &expect![[r#"
        ["Jo", "un@named.com"] ["Cleo", "Amber"]
        Cleo knows Jo: unknown
        Amber knows un@named.com: unknown
        uncovered 0, single false
    "#]],
    );
    check(
        TIES,
        &[],
        "c4",
        50,
        &expect![[r#"
        ["<i>Kim</i>"] ["Ben"]
        Ben knows <i>Kim</i>: medium
        uncovered 0, single true
    "#]],
    );
}

#[test]
fn who_may_not_be_named_is_in_no_cell_and_no_count() {
    let hidden = [("ben", Visibility::Hidden), ("cleo", Visibility::CountedOnly)];
    check(
        TIES,
        &hidden,
        "a1",
        50,
        &expect![[r#"
        ["Lea", "Jo", "<i>Kim</i>"] ["Amber"]
        Amber knows Lea: medium
        uncovered 2, single true
    "#]],
    );
}

#[test]
fn a_record_without_people_or_left_alone_covers_nothing() {
    let nothing = expect![[r#"
        [] []

        uncovered 0, single false
    "#]];
    for record in ["o2", "o3", "c3", "missing"] {
        check(TIES, &[], record, 50, &nothing);
    }
    check(
        "",
        &[],
        "a1",
        50,
        &expect![[r#"
        ["Jo", "<i>Kim</i>", "Lea"] []

        uncovered 3, single false
    "#]],
    );
}

#[test]
fn a_colleague_sees_their_own_ties() {
    on_every_database(async |store| {
        let store = a_store(store, TIES).await;
        let cleo = person(&store, "cleo@us.com").await;
        store.set_visibility(cleo, Visibility::Hidden).await.unwrap();
        assert!(!told(&store, "a1", None, 50).await.contains("Cleo"));
        assert!(told(&store, "a1", Some(cleo), 50).await.contains("Cleo knows Jo"));
    });
}

#[test]
fn names_come_with_whether_they_may_be_told() {
    on_every_database(async |store| {
        let store = a_store(store, "").await;
        let ben = person(&store, "ben@us.com").await;
        store.set_visibility(ben, Visibility::CountedOnly).await.unwrap();
        let mut addresses = vec![AddressId(999_999)];
        for text in ["un@named.com", "gone@acme.com", "max@acme.com", "lea@home.com", "ben@us.com", "amber@us.com"] {
            addresses.push(store.address_id(&address(text)).await.unwrap().unwrap());
        }
        addresses.push(addresses[1]);
        let mut all = String::new();
        for viewer in [None, Some(ben)] {
            for it in store.names_of_addresses(&addresses, &asker(viewer)).await.unwrap() {
                let side = if it.colleague { "ours" } else { "theirs" };
                let title = it.title.unwrap_or_default();
                all += &format!("{} {} {title} {side} {}\n", it.name, it.email, it.visible);
            }
            all += "\n";
        }
        expect![[r#"
            Amber amber@us.com Trader ours true
            Ben ben@us.com Trader ours false
            Gone gone@acme.com  theirs false
            un@named.com un@named.com  theirs true
            Lea lea@acme.com  theirs true
            Max max@acme.com  theirs false

            Amber amber@us.com Trader ours true
            Ben ben@us.com Trader ours true
            Gone gone@acme.com  theirs false
            un@named.com un@named.com  theirs true
            Lea lea@acme.com  theirs true
            Max max@acme.com  theirs false

        "#]]
        .assert_eq(&all);
    });
}
