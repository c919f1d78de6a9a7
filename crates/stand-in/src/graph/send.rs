//! Sending. Source: "user: sendMail".

use serde_json::Value;

use super::Call;
use crate::answer::{Answer, bad_request};
use crate::tenant::Tenant;
use crate::tenant::mail::Message;

/// Answers `POST /users/{id}/sendMail`: 202, and the message lies in the mailboxes of the tenant it is for.
pub(crate) fn send(tenant: &mut Tenant, call: &Call<'_>, user: usize) -> Answer {
    let now = call.asked.now;
    let Ok(body) = serde_json::from_slice::<Value>(&call.asked.body) else {
        return bad_request("Unable to read JSON request payload.", now);
    };
    let draft = &body["message"];
    let own = tenant.users[user].principal.clone();
    let from = draft["from"]["emailAddress"]["address"].as_str().unwrap_or(&own).to_owned();
    if !tenant.users[user].is(&from) {
        let words = "The user account which was used to submit this request does not have the right to send mail on behalf \
                     of the specified sending account.";
        return Answer::error(403, "ErrorSendAsDenied", words, now);
    }
    let addresses = |name: &str| -> Vec<String> {
        let list = draft[name].as_array().map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(|it| it["emailAddress"]["address"].as_str()).map(str::to_owned).collect()
    };
    let headers = draft["internetMessageHeaders"].as_array().map(Vec::as_slice).unwrap_or_default();
    let headers: Vec<(String, String)> = headers
        .iter()
        .filter_map(|it| Some((it["name"].as_str()?.to_owned(), it["value"].as_str()?.to_owned())))
        .collect();
    if headers.iter().any(|it| !it.0.to_lowercase().starts_with("x-")) {
        let words = "The internet message header name should start with 'x-' or 'X-'.";
        return Answer::error(400, "InvalidInternetMessageHeader", words, now);
    }
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let message = Message {
        from,
        to: addresses("toRecipients"),
        cc: addresses("ccRecipients"),
        bcc: addresses("bccRecipients"),
        reply_to: addresses("replyTo"),
        headers,
        subject: text(&draft["subject"]),
        body: text(&draft["body"]["content"]),
        message_id: draft["internetMessageId"].as_str().map(str::to_owned),
        ..Message::default()
    };
    let is_address = |it: &String| it.split_once('@').is_some_and(|it| !it.0.is_empty() && it.1.contains('.'));
    if message.recipients().next().is_none() || !message.recipients().all(is_address) {
        let words = "At least one recipient is not valid.";
        return Answer::error(400, "ErrorInvalidRecipients", words, now);
    }
    let id = tenant.send(message);
    if body["saveToSentItems"] == Value::Bool(false) {
        tenant.delete_message(&own, id);
    }
    Answer::empty(202)
}
