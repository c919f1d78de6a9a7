//! Messages. Sources: "List messages", "Get message", "message resource type", "Outlook mail API overview".

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Call, ids, sees_bodies};
use crate::answer::{Answer, bad_request, item_not_found};
use crate::chance::{mix, sum};
use crate::odata::{Filter, order, select};
use crate::page::Page;
use crate::tenant::Tenant;
use crate::tenant::mail::{FolderNumber, Key, SENT, Stored};

/// What a message's reader gets to see.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    pub immutable: bool,
    /// Whether the token reaches bodies.
    pub bodies: bool,
    pub fields: Option<&'a str>,
    /// Whether bodies come whatever was selected.
    pub unasked: bool,
    /// Whether `internetMessageHeaders` is left out although it was selected.
    pub without_headers: bool,
}

/// What `Mail.ReadBasic` leaves out.
const CONTENT: [&str; 4] = ["body", "bodyPreview", "uniqueBody", "subject"];

pub(crate) fn view<'a>(tenant: &Tenant, call: &Call<'a>, user: usize, fields: Option<&'a str>) -> View<'a> {
    View {
        immutable: call.asked.wants_immutable_ids(),
        bodies: sees_bodies(tenant, call.claims, user),
        fields,
        unasked: call.bend.bodies,
        without_headers: call.bend.without_headers,
    }
}

/// Returns a time as Outlook writes it: whole seconds, UTC.
pub(crate) fn time(at: Timestamp) -> String {
    Timestamp::from_second(at.as_second()).expect("a whole second is as good a time").to_string()
}

fn recipient(address: &str) -> Value {
    // `Lea Marx <lea@contoso.example>` or a bare address.
    let (name, address) = match address.split_once('<') {
        Some((name, rest)) => (name.trim(), rest.trim_end_matches('>')),
        None => (address, address),
    };
    json!({"emailAddress": {"name": name, "address": address}})
}

fn recipients(addresses: &[String]) -> Value {
    addresses.iter().map(|it| recipient(it)).collect()
}

/// Returns a message as a reader sees it, if it is still there.
pub(crate) fn row(tenant: &Tenant, user: usize, key: Key, view: &View<'_>) -> Option<Value> {
    let stored = tenant.stored(user, key)?;
    let Stored { message, folder, received, modified } = stored.as_ref();
    let id = ids::of_message(tenant, user, key, *folder, view.immutable);
    let message_id = message.message_id.clone().filter(|it| !it.is_empty());
    let conversation = message.conversation.clone().or_else(|| message_id.clone()).unwrap_or_else(|| id.clone());
    let hash = |salt| mix(tenant.seed, &[salt, sum(conversation.as_bytes())]).to_be_bytes();
    let change = STANDARD.encode(modified.as_nanosecond().to_be_bytes());
    let mut row = json!({
        "@odata.etag": format!("W/\"{change}\""),
        "id": id,
        "changeKey": change,
        "createdDateTime": time(*received),
        "lastModifiedDateTime": time(*modified),
        "receivedDateTime": time(*received),
        "sentDateTime": time(message.sent.unwrap_or(*received)),
        "hasAttachments": message.has_attachments,
        "internetMessageId": message_id,
        "subject": message.subject,
        "body": {"contentType": "text", "content": message.body},
        "bodyPreview": message.body.chars().take(255).collect::<String>(),
        "uniqueBody": {"contentType": "text", "content": message.body},
        "importance": "normal",
        "parentFolderId": ids::of_folder(tenant, user, *folder),
        "conversationId": format!("AAQkAD{}", STANDARD.encode([hash(5), hash(6)].concat())),
        "conversationIndex": STANDARD.encode([hash(7), hash(8), hash(9)].concat().get(..22).unwrap_or_default()),
        "isDeliveryReceiptRequested": null,
        "isReadReceiptRequested": false,
        "isRead": true,
        "isDraft": message.draft,
        "webLink": format!("https://outlook.office365.com/owa/?ItemID={id}"),
        "inferenceClassification": if message.other_inbox { "other" } else { "focused" },
        "categories": [],
        "flag": {"flagStatus": "notFlagged"},
        "sender": recipient(message.sender.as_ref().unwrap_or(&message.from)),
        "from": recipient(&message.from),
        "toRecipients": recipients(&message.to),
        "ccRecipients": recipients(&message.cc),
        "bccRecipients": recipients(&message.bcc),
        "replyTo": recipients(&message.reply_to),
    });
    if !message.headers.is_empty() && *folder != SENT && !view.without_headers {
        let header = |(name, value): &(String, String)| json!({"name": name, "value": value});
        row["internetMessageHeaders"] = message.headers.iter().map(header).collect();
    }
    for (name, value) in &message.instead {
        row[name] = value.clone();
    }
    Some(shown(row, view))
}

fn shown(mut row: Value, view: &View<'_>) -> Value {
    if view.unasked {
        return row;
    }
    let fields = row.as_object_mut().expect("a message is an object");
    // These two come when they are selected, and not else.
    let selected =
        |name: &str| view.fields.is_some_and(|it| it.split(',').any(|it| it.trim().eq_ignore_ascii_case(name)));
    fields.retain(|name, _| !matches!(name.as_str(), "internetMessageHeaders" | "uniqueBody") || selected(name));
    if !view.bodies {
        fields.retain(|name, _| !CONTENT.contains(&name.as_str()) || name == "subject");
    }
    match view.fields {
        Some(fields) => select(&row, fields),
        None => row,
    }
}

/// Answers the messages of a folder or of the whole mailbox: `$select`, `$filter`, `$orderby`, `$top`, `$skip`, `$count`.
///
/// As in the real service, pages are counted from the start (`$skip`), so that what arrives in between moves them.
pub(crate) fn list(tenant: &Tenant, call: &Call<'_>, user: usize, folder: Option<FolderNumber>) -> Answer {
    let asked = call.asked;
    let keys = match found(tenant, call, user, folder) {
        Ok(it) => it,
        Err(answer) => return answer,
    };
    let top = call.bend.page_size.or(asked.number("$top")).or(asked.page_size()).unwrap_or(10);
    if !(1..=1000).contains(&top) {
        return bad_request("The $top of messages lies between 1 and 1000.", asked.now);
    }
    let skipped = asked.number("$skip").unwrap_or(0);
    let view = view(tenant, call, user, asked.option("$select"));
    let rows = keys.iter().skip(skipped).take(top).filter_map(|it| row(tenant, user, *it, &view)).collect();
    let more = keys.len() > skipped + top;
    let next = more.then(|| asked.link(&["$skip"], &[("$skip", (skipped + top).to_string())]));
    let count = (asked.option("$count") == Some("true")).then_some(keys.len());
    let context = call.context(&format!("users('{}')/messages", tenant.users[user].id));
    Answer::ok(Page { context, rows, count, next, delta: None }.into())
}

/// Returns which messages a list asks for, in its order.
fn found(tenant: &Tenant, call: &Call<'_>, user: usize, folder: Option<FolderNumber>) -> Result<Vec<Key>, Answer> {
    const RECEIVED: &str = "receivedDateTime";
    let asked = call.asked;
    let filter = match asked.option("$filter").map(Filter::read) {
        Some(None) => return Err(bad_request("Invalid filter clause.", asked.now)),
        Some(it) => it,
        None => None,
    };
    let (field, down) = order(asked.option("$orderby").unwrap_or("receivedDateTime desc"));
    let is_ordered = asked.option("$orderby").is_some();
    if is_ordered && !field.eq_ignore_ascii_case(RECEIVED) {
        return Err(bad_request("The stand-in orders messages by receivedDateTime alone.", asked.now));
    }
    // What one orders by has to stand first in the filter.
    if is_ordered && filter.as_ref().is_some_and(|it| !it.first_field().eq_ignore_ascii_case(RECEIVED)) {
        let words = "The restriction or sort order is too complex for this operation.";
        return Err(Answer::error(400, "InefficientFilter", words, asked.now));
    }
    let (from, to) = filter.as_ref().map_or((None, None), |it| it.bounds(RECEIVED));
    let mut listed: Vec<(Timestamp, Key)> = match folder {
        Some(folder) => tenant.listing(user, folder, from, to),
        None => {
            let folders = 1..tenant.mailboxes[user].folder_count();
            let mut all: Vec<_> = folders.flat_map(|it| tenant.listing(user, it, from, to)).collect();
            all.sort_unstable();
            all
        }
    };
    if down {
        listed.reverse();
    }
    let keys = listed.into_iter().map(|it| it.1);
    // Times alone were seen to already.
    let rest = filter.filter(|_| asked.option("$filter").is_some_and(|it| it.replace(RECEIVED, "").contains(" eq ")));
    let whole = View { immutable: true, bodies: true, fields: None, unasked: true, without_headers: false };
    Ok(match rest {
        Some(filter) => keys.filter(|it| row(tenant, user, *it, &whole).is_some_and(|it| filter.holds(&it))).collect(),
        None => keys.collect(),
    })
}

/// Answers `/messages/$count`: a number as text.
pub(crate) fn count(tenant: &Tenant, call: &Call<'_>, user: usize, folder: Option<FolderNumber>) -> Answer {
    match found(tenant, call, user, folder) {
        Ok(keys) => Answer::text(keys.len().to_string()),
        Err(answer) => answer,
    }
}

pub(crate) fn one(tenant: &Tenant, call: &Call<'_>, user: usize, id: &str) -> Answer {
    let now = call.asked.now;
    if !id.starts_with("AA") {
        return Answer::error(400, "ErrorInvalidIdMalformed", "Id is malformed.", now);
    }
    let view = view(tenant, call, user, call.asked.option("$select"));
    let found = ids::message(tenant, user, id).and_then(|it| row(tenant, user, it, &view));
    found.map_or_else(|| item_not_found(now), Answer::ok)
}
