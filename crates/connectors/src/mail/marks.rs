//! Marks: what headers give away about how a message was made. Facts only; what follows from them is decided
//! in `relata_model::classification`.

use mail_parser::HeaderName;
use relata_model::Marks;

use super::Headers;

/// Headers only list software writes.
const LIST: [&str; 7] =
    ["List-Post", "Mailing-List", "X-Mailing-List", "X-BeenThere", "X-Mailman-Version", "X-ML-Name", "X-List-Name"];
/// Headers only autoresponders write.
const AUTO_REPLY: [&str; 6] =
    ["X-Autoreply", "X-Auto-Reply", "X-Autorespond", "X-Autoresponder", "X-Vacation", "X-Mail-Autoreply"];

pub(super) fn of(headers: &Headers<'_>) -> Marks {
    let lower = |name: &'static str| headers.text(name).map(|it| it.to_lowercase());
    let auto_submitted = lower("Auto-Submitted").map(|it| first_word(&it)).filter(|it| it != "no" && !it.is_empty());
    let content = headers.text(HeaderName::ContentType).map(|it| it.to_lowercase()).unwrap_or_default();
    let report = content.trim_start().starts_with("multipart/report");
    let receipt = report && content.contains("disposition-notification");
    let answers = headers.text(HeaderName::InReplyTo).is_some();
    let suppresses = lower("X-Auto-Response-Suppress").is_some_and(|it| it.split(',').any(|it| it.trim() == "all"));
    let auto_reply = AUTO_REPLY.iter().any(|it| headers.has(it)) || receipt || (answers && suppresses);
    let replied = auto_reply || auto_submitted.as_deref().is_some_and(|it| it.starts_with("auto-replied"));
    Marks {
        list: list(headers),
        unsubscribe: headers.text(HeaderName::ListUnsubscribe).is_some(),
        precedence: lower("Precedence").map(|it| first_word(&it)).filter(|it| !it.is_empty()),
        auto_submitted,
        // Auto-replies have an empty return path, too (RFC 3834 §3.3); their own marks tell them.
        delivery_report: (report && !receipt)
            || headers.has("X-Failed-Recipients")
            || is_from_mail_server(headers)
            || (has_empty_return_path(headers) && !replied),
        auto_reply,
        draft: false,
        cancelled: false,
        private: false,
    }
}

/// The value of List-Id without its description; empty if only other list headers are there.
fn list(headers: &Headers<'_>) -> Option<String> {
    match headers.text(HeaderName::ListId) {
        Some(id) => {
            let bare = id.rsplit_once('<').map_or(&*id, |it| it.1.trim_end_matches('>'));
            Some(bare.trim().to_lowercase())
        }
        None => (LIST.iter().any(|it| headers.has(it)) || is_sent_by_list(headers)).then(String::new),
    }
}

/// List software older than List-Id shows in the envelope: `owner-cypherpunks@`, `rust-bounces@`.
fn is_sent_by_list(headers: &Headers<'_>) -> bool {
    let sender = headers.message.sender().and_then(|it| it.first()?.address());
    let envelope = headers.text(HeaderName::ReturnPath).map(|it| it.into_owned());
    [sender.map(str::to_owned), envelope].into_iter().flatten().any(|it| {
        let address = it.trim_matches(['<', '>', ' ']).to_lowercase();
        let local = address.split('@').next().unwrap_or_default();
        local.starts_with("owner-")
            || ["-owner", "-request", "-bounce", "-bounces"].iter().any(|it| local.ends_with(it))
    })
}

/// Mail servers write without a domain, so the sender may be no valid address.
fn is_from_mail_server(headers: &Headers<'_>) -> bool {
    let from = headers.message.headers().iter().find(|it| it.name == HeaderName::From);
    from.is_some_and(|it| {
        let raw = &headers.block[it.offset_start as usize..it.offset_end as usize];
        String::from_utf8_lossy(raw).to_lowercase().contains("mailer-daemon")
    })
}

fn has_empty_return_path(headers: &Headers<'_>) -> bool {
    headers.text(HeaderName::ReturnPath).is_some_and(|it| it == "<>")
}

fn first_word(text: &str) -> String {
    text.split([';', ' ', '(', ',']).next().unwrap_or_default().trim().to_owned()
}
