//! The audit trail as a file: every line as it is chained, and its signed head at the end, to be verified anywhere by
//! `relata audit verify`.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures::stream;
use relata_keys::{SignedText, Signer, sign_text};
use relata_model::audit::{Action, Head, Line, Signed};
use relata_model::policy::Right;
use relata_store::{Store, StoreError};

use crate::error::ErrorBody;
use crate::viewer::Asking;
use crate::{ApiResult, ApiState};
use std::sync::Arc;

/// How far a download is.
struct Going {
    store: Arc<Store>,
    /// What is said at the end; `None`: it was said.
    closing: Option<String>,
    after: u64,
    head: Head,
}

/// Returns the last line of an exported trail: its head, signed with the key that signs receipts.
pub fn closing(head: &Head, signer: &Signer) -> String {
    let SignedText { public_key, signature } = sign_text(signer, &head.statement());
    head.closing(Some(&Signed { public_key, signature }))
}

/// Returns the whole trail: a JSON object a line, and last the signed head.
#[utoipa::path(
    get,
    path = "/api/v1/audit.jsonl",
    tag = "audit",
    responses(
        (status = 200, body = String, content_type = "application/jsonl"),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
    ),
)]
pub(crate) async fn download_trail(State(state): State<ApiState>, Asking(viewer): Asking) -> ApiResult<Response> {
    state.let_see(&viewer, Right::ReadAudit).await?;
    state.store.audit(&[state.event(&viewer, Action::AuditExported)]).await?;
    let head = state.store.audit_head().await?;
    let closing = Some(closing(&head, &state.signer));
    let going = Going { store: Arc::clone(&state.store), closing, after: 0, head };
    let headers = [(CONTENT_TYPE, "application/jsonl"), (CONTENT_DISPOSITION, "attachment; filename=\"audit.jsonl\"")];
    Ok((headers, Body::from_stream(stream::try_unfold(going, Going::next))).into_response())
}

impl Going {
    /// Returns the next lines of the file; `None` after the last.
    async fn next(mut self) -> Result<Option<(Bytes, Going)>, StoreError> {
        let lines = if self.after < self.head.count { self.store.audit_lines(self.after).await? } else { Vec::new() };
        let Some((last, _)) = lines.last() else {
            return Ok(self.closing.take().map(|it| (Bytes::from(it + "\n"), self)));
        };
        self.after = *last;
        // What came in meanwhile is after the head. A line that cannot be read is a gap, and verifying finds it.
        let within = lines.iter().filter(|it| it.0 <= self.head.count).filter_map(|it| it.1.as_ref());
        let text: String = within.map(Line::exported).map(|it| it + "\n").collect();
        Ok(Some((Bytes::from(text), self)))
    }
}
