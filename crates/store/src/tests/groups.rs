//! Groups: imports open and close memberships, and the gate knows them as intervals.

use std::collections::BTreeSet;

use jiff::Timestamp;
use relata_model::groups::{Group, Stated};
use relata_model::{ColleagueId, GroupId, Name};

use crate::Store;
use crate::testing::{entry, on_every_database};

fn at(day: i64) -> Timestamp {
    Timestamp::from_second(day * 86_400).unwrap()
}

/// `legal: amber ben`, a group each.
fn groups(lines: &[&str]) -> Vec<Group> {
    let group = |line: &&str| {
        let (id, members) = line.split_once(':').unwrap();
        Group {
            id: GroupId(id.to_owned()),
            name: Name::new(&format!("Group {id}")).unwrap(),
            members: members
                .split_whitespace()
                .map(|it| Stated { colleague: ColleagueId(it.to_owned()), from: None, to: None })
                .collect(),
        }
    };
    lines.iter().map(group).collect()
}

/// Every membership, `legal amber ever..9`.
async fn members(store: &Store) -> Vec<String> {
    let all: BTreeSet<GroupId> = ["legal", "board"].map(|it| GroupId(it.to_owned())).into();
    let found = store.members_of(&all).await.unwrap();
    let day =
        |it: Timestamp| if it == Timestamp::MIN { "ever".to_owned() } else { (it.as_second() / 86_400).to_string() };
    let line = |(group, colleague, during): (GroupId, ColleagueId, relata_model::consent::Interval)| {
        let to = during.to.map_or(String::new(), day);
        format!("{} {} {}..{to}", group.0, colleague.0, day(during.from))
    };
    found.into_iter().map(line).collect()
}

#[test]
fn an_import_opens_and_closes_memberships() {
    on_every_database(async |store| {
        store.replace_groups(&groups(&["legal: amber ben"]), at(5), "operator").await.unwrap();
        store.replace_groups(&groups(&["legal: ben cleo", "board: amber"]), at(7), "operator").await.unwrap();
        store.replace_groups(&groups(&["legal: ben cleo", "board: amber"]), at(8), "operator").await.unwrap();
        assert_eq!(
            members(&store).await,
            ["board amber ever..", "legal amber ever..7", "legal ben ever..", "legal cleo 7.."]
        );
        store.replace_groups(&groups(&["legal: amber ben"]), at(9), "operator").await.unwrap();
        assert_eq!(
            members(&store).await,
            ["board amber ever..9", "legal amber ever..7", "legal amber 9..", "legal ben ever..", "legal cleo 7..9"]
        );
    });
}

#[test]
fn groups_are_found_by_name_with_how_many_work_here() {
    on_every_database(async |store| {
        store.replace_directory(&[entry("amber Amber amber@us.com"), entry("ben Ben ben@us.com")]).await.unwrap();
        store
            .replace_groups(&groups(&["legal: amber ben gone", "board:", "50%: amber"]), at(5), "operator")
            .await
            .unwrap();
        let found = async |text: &str, day| {
            let found = store.groups(text, at(day)).await.unwrap();
            found.into_iter().map(|it| format!("{} {} {}", it.id.0, it.name, it.members)).collect::<Vec<_>>()
        };
        assert_eq!(found("", 6).await, ["50% Group 50% 1", "board Group board 0", "legal Group legal 2"]);
        assert_eq!(found("LEG", 6).await, ["legal Group legal 2"]);
        assert_eq!(found("0%", 6).await, ["50% Group 50% 1"]);
        store.replace_groups(&groups(&["legal: amber"]), at(7), "operator").await.unwrap();
        assert_eq!(found("legal", 7).await, ["legal Group legal 1"]);
    });
}
