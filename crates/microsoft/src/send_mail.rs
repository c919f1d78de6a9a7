//! Sending: one message, as the user whose token it is, through their own mailbox.

use relata_outgoing::Method;
use serde_json::json;

use crate::graph::Graph;
use crate::service::{Place, Question};
use crate::trouble::Trouble;

use relata_model::Address;

/// A message to send: plain text.
pub struct Draft<'a> {
    /// To whom.
    pub to: &'a [Address],
    /// What it is about.
    pub subject: &'a str,
    /// What it says.
    pub text: &'a str,
    /// The Message-ID it is to have, in its angle brackets. The service may give another one: then nothing that is read later
    /// is known to be this message.
    pub message_id: &'a str,
}

/// Hands a message in as the user who signed in for `token` (delegated, `Mail.Send`), and keeps a copy in their sent items.
///
/// Accepted is not delivered, and nothing comes back to know it by: call it once for each request, and after an answer that did
/// not come, look for the copy before trying again.
///
/// # Errors
///
/// [`Trouble`]; after [`Trouble::Retry`] without a pause nobody knows whether it was sent.
pub async fn send_mail(graph: &Graph, token: &str, draft: &Draft<'_>) -> Result<(), Trouble> {
    let to: Vec<_> = draft.to.iter().map(|it| json!({"emailAddress": {"address": it.as_str()}})).collect();
    let body = json!({
        "message": {
            "subject": draft.subject,
            "body": {"contentType": "Text", "content": draft.text},
            "toRecipients": to,
            "internetMessageId": draft.message_id,
        },
        "saveToSentItems": true,
    });
    let question = Question {
        method: Method::Post,
        place: Place::Path("/v1.0/me/sendMail"),
        gate: "sending",
        what: "the sender's mailbox",
        headers: &[],
        body: Some(body),
        bearer: Some(token),
    };
    graph.service.tell(&question).await
}
