//! A large tenant that nobody wrote down.

use std::collections::BTreeMap;

use relata_stand_in::{Message, Size, Tenant};
use serde_json::Value;

use crate::talk::Talk;

fn tenant(seed: u64, mailboxes: usize) -> Tenant {
    let size = Size { mailboxes, months: 3, ..Size::default() };
    Tenant::invented(&size, seed, "2026-03-02T09:00:00Z".parse().unwrap())
}

/// All messages of everybody, as Message-IDs with who has them where.
async fn all(talk: &mut Talk) -> BTreeMap<String, Vec<(String, String, Value)>> {
    let (_, _, users) = talk.say("GET /v1.0/users?$select=mail&$top=100").await;
    let mut found: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for user in users["value"].as_array().unwrap() {
        let user = user["mail"].as_str().unwrap();
        for folder in ["inbox", "sentitems"] {
            let mut line = format!("GET /v1.0/users/{user}/mailFolders/{folder}/messages?$top=1000");
            loop {
                let (_, _, page) = talk.say(&line).await;
                for row in page["value"].as_array().unwrap() {
                    let id = row["internetMessageId"].as_str().unwrap().to_owned();
                    found.entry(id).or_default().push((user.to_owned(), folder.to_owned(), row.clone()));
                }
                if page.get("@odata.nextLink").is_none() {
                    break;
                }
                "GET next".clone_into(&mut line);
            }
        }
    }
    found
}

#[tokio::test]
async fn all_copies_of_a_message_agree_and_everybody_inside_has_one() {
    let mut talk = Talk::with(tenant(7, 8)).await;
    let found = all(&mut talk).await;
    // Two whole months of 20 places, each a message from inside and one from outside, and a bit of the third.
    assert!(found.len() > 8 * 2 * 40, "{} messages", found.len());
    for copies in found.values() {
        let (_, _, first) = &copies[0];
        let same = |name: &str| copies.iter().all(|it| it.2[name] == first[name]);
        assert!(["from", "toRecipients", "ccRecipients", "sentDateTime", "conversationId"].iter().all(|it| same(it)));
        let address = |it: &Value| it["emailAddress"]["address"].as_str().unwrap().to_owned();
        let recipients =
            ["toRecipients", "ccRecipients"].iter().flat_map(|it| first[*it].as_array().unwrap()).map(address);
        let mut inside: Vec<_> =
            recipients.filter(|it| it.ends_with("@contoso.example.com")).map(|it| (it, "inbox".to_owned())).collect();
        let from = address(&first["from"]);
        inside.extend(from.ends_with("@contoso.example.com").then(|| (from, "sentitems".to_owned())));
        inside.sort();
        let mut holders: Vec<_> = copies.iter().map(|it| (it.0.clone(), it.1.clone())).collect();
        holders.sort();
        assert_eq!(holders, inside);
    }
}

#[tokio::test]
async fn the_same_seed_makes_the_same_tenant_and_another_one_does_not() {
    let mut texts = Vec::new();
    for seed in [7, 7, 8] {
        let mut talk = Talk::with(tenant(seed, 4)).await;
        texts.push(format!("{:?}", all(&mut talk).await));
    }
    assert_eq!(texts[0], texts[1]);
    assert_ne!(texts[0], texts[2]);
}

#[tokio::test]
async fn new_mail_joins_the_invented() {
    let mut talk = Talk::with(tenant(7, 4)).await;
    let (_, _, users) = talk.say("GET /v1.0/users?$select=mail").await;
    let user = users["value"][0]["mail"].as_str().unwrap().to_owned();
    talk.say(&format!("GET /v1.0/users/{user}/mailFolders/inbox/messages/delta?$filter=receivedDateTime ge 2026-03-02T00:00:00Z&$select=from")).await;
    talk.stand_in.change(|it| it.send(Message::new("new@acme.example", &[&user])));
    let (_, _, page) = talk.say("GET delta").await;
    assert_eq!(page["value"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn mail_arrives_at_a_rate_and_lies_where_it_says() {
    let mut talk = Talk::with(tenant(7, 20)).await;
    let delivered = talk.stand_in.deliver(50, 10).await;
    assert!(delivered[9].at - delivered[0].at >= std::time::Duration::from_millis(170));
    for it in delivered {
        let inside =
            [&it.message.from, &it.message.to[0]].into_iter().find(|it| it.ends_with("@contoso.example.com")).unwrap();
        let folder = if *inside == it.message.from { "sentitems" } else { "inbox" };
        let newest = format!(
            "GET /v1.0/users/{inside}/mailFolders/{folder}/messages?$filter=receivedDateTime ge 2026-03-02T09:00:00Z"
        );
        let (_, _, page) = talk.say(&format!("{newest}&$select=from,toRecipients")).await;
        assert!(!page["value"].as_array().unwrap().is_empty());
    }
}
