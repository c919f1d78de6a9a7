//! The web application, carried in the binary.
//!
//! Every path that is no file of it shows `index.html`, so that the application's own addresses work; under `embed/`
//! it is `embed.html`, the page for iframes. Files under
//! `assets/` carry a fingerprint in their name and never change; everything else is asked for anew each time.

use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use relata_model::hex;
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::error::no_such_method;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Assets;

const FINGERPRINTED: &str = "assets/";
/// Where other applications show a widget in an iframe; the page finds out which by its address.
const FRAMED: &str = "embed/";
const NEVER_CHANGES: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// Shown while the web application has not been built.
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Relata</title>\
    <h1>Relata is running</h1><p>This binary holds no web application. Run <code>make web</code>, then build again. \
    The API answers under <a href=\"/api/v1/openapi.json\">/api/v1</a>.</p></html>";

/// Answers with a file of the web application.
pub(crate) async fn serve(request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return no_such_method().await;
    }
    let path = request.uri().path().trim_start_matches('/');
    if let Some(file) = Assets::get(path) {
        let cached = if path.starts_with(FINGERPRINTED) { NEVER_CHANGES } else { ASK_AGAIN };
        return answer(file, cached, request.headers());
    }
    if path.starts_with(FINGERPRINTED) {
        return (StatusCode::NOT_FOUND, [(CACHE_CONTROL, ASK_AGAIN)]).into_response();
    }
    let page = if path.starts_with(FRAMED) { "embed.html" } else { "index.html" };
    match Assets::get(page) {
        Some(index) => answer(index, ASK_AGAIN, request.headers()),
        None => {
            (StatusCode::SERVICE_UNAVAILABLE, [(CONTENT_TYPE, "text/html; charset=utf-8")], NOT_BUILT).into_response()
        }
    }
}

fn answer(file: EmbeddedFile, cached: &'static str, headers: &HeaderMap) -> Response {
    let tag = hex(&file.metadata.sha256_hash()[..16]);
    let tag = format!("\"{tag}\"");
    let known = headers.get(IF_NONE_MATCH).and_then(|it| it.to_str().ok());
    let is_known = known.is_some_and(|it| it.split(',').any(|it| it.trim().trim_start_matches("W/") == tag));
    let kind = media_type(file.metadata.mimetype());
    let headers = [(ETAG, tag), (CACHE_CONTROL, cached.to_owned()), (CONTENT_TYPE, kind)];
    if is_known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, file.data).into_response()
}

fn media_type(guessed: &str) -> String {
    let is_text = guessed.starts_with("text/") || guessed == "application/json";
    if is_text { format!("{guessed}; charset=utf-8") } else { guessed.to_owned() }
}
