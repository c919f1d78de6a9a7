//! A page of plain text, for browsers that come back from the provider without having signed in.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

/// Returns a page that says what happened, and leads back to signing in.
pub(crate) fn page(status: StatusCode, title: &str, text: &str) -> Response {
    let (title, text) = (escaped(title), escaped(text));
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{title}</title><h1>{title}</h1><p>{text}</p>\
         <p><a href=\"/\">Back to Relata</a></p></html>"
    );
    (status, Html(html)).into_response()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
