//! Answer: what goes back, and errors in the words of the real services.
//!
//! Sources: "Microsoft Graph error responses and resource types", "Microsoft Graph throttling guidance", "Compose HTTP requests and
//! handle errors" (Dataverse Web API).

use jiff::Timestamp;
use serde_json::{Value, json};

/// One answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Body,
}

/// What stands in an answer.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    Nothing,
    Json(Value),
    /// Text as it is: `/$count`, or JSON that breaks off.
    Text(String),
}

impl Answer {
    pub fn ok(body: Value) -> Answer {
        Answer { status: 200, headers: Vec::new(), body: Body::Json(body) }
    }

    pub fn created(body: Value) -> Answer {
        Answer { status: 201, ..Answer::ok(body) }
    }

    pub fn empty(status: u16) -> Answer {
        Answer { status, headers: Vec::new(), body: Body::Nothing }
    }

    pub fn text(text: String) -> Answer {
        Answer { status: 200, headers: Vec::new(), body: Body::Text(text) }
    }

    /// Returns an error of Graph: `{"error": {"code", "message", "innerError"}}`.
    pub fn error(status: u16, code: &str, message: &str, now: Timestamp) -> Answer {
        let date = now.strftime("%Y-%m-%dT%H:%M:%S").to_string();
        let request = "00000000-0000-4000-8000-000000000000";
        let inner = json!({"date": date, "request-id": request, "client-request-id": request});
        let body = json!({"error": {"code": code, "message": message, "innerError": inner}});
        Answer { status, ..Answer::ok(body) }
    }

    pub fn with(mut self, name: &'static str, value: impl ToString) -> Answer {
        self.headers.push((name, value.to_string()));
        self
    }

    pub fn json(&self) -> Option<&Value> {
        match &self.body {
            Body::Json(it) => Some(it),
            Body::Nothing | Body::Text(_) => None,
        }
    }

    pub fn json_mut(&mut self) -> Option<&mut Value> {
        match &mut self.body {
            Body::Json(it) => Some(it),
            Body::Nothing | Body::Text(_) => None,
        }
    }
}

pub(crate) fn bad_request(message: &str, now: Timestamp) -> Answer {
    Answer::error(400, "BadRequest", message, now)
}

/// Outlook's answer for what is not there.
pub(crate) fn item_not_found(now: Timestamp) -> Answer {
    Answer::error(404, "ErrorItemNotFound", "The specified object was not found in the store.", now)
}

/// The directory's answer for what is not there.
pub(crate) fn resource_not_found(what: &str, now: Timestamp) -> Answer {
    let message =
        format!("Resource '{what}' does not exist or one of its queried reference-property objects are not present.");
    Answer::error(404, "Request_ResourceNotFound", &message, now)
}

/// Outlook's answer to whoever may not read a mailbox.
pub(crate) fn access_denied(now: Timestamp) -> Answer {
    Answer::error(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.", now)
}

/// The directory's answer to whoever may not read it.
pub(crate) fn insufficient_privileges(now: Timestamp) -> Answer {
    Answer::error(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.", now)
}

pub(crate) fn unauthenticated(message: &str, now: Timestamp) -> Answer {
    Answer::error(401, "InvalidAuthenticationToken", message, now)
        .with("www-authenticate", "Bearer realm=\"\", error=\"invalid_token\"")
}
