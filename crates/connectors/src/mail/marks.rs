//! Marks: what headers give away about how a message was made. Facts only; what follows from them is decided
//! in `relata_model::classification`.

use std::borrow::Cow;

use relata_model::Marks;

/// Headers only list software writes.
const LIST: [&str; 7] =
    ["List-Post", "Mailing-List", "X-Mailing-List", "X-BeenThere", "X-Mailman-Version", "X-ML-Name", "X-List-Name"];
/// Headers only autoresponders write.
const AUTO_REPLY: [&str; 6] =
    ["X-Autoreply", "X-Auto-Reply", "X-Autorespond", "X-Autoresponder", "X-Vacation", "X-Mail-Autoreply"];

/// Returns what headers give away. `text` returns the first header of a name, unfolded and trimmed, if there is one.
pub fn marks_of<'a>(text: impl Fn(&str) -> Option<Cow<'a, str>>) -> Marks {
    let lower = |name: &str| text(name).map(|it| it.to_lowercase());
    let has = |name: &&str| text(name).is_some();
    let auto_submitted = lower("Auto-Submitted").map(|it| first_word(&it)).filter(|it| it != "no" && !it.is_empty());
    let content = lower("Content-Type").unwrap_or_default();
    let report = content.trim_start().starts_with("multipart/report");
    let receipt = report && content.contains("disposition-notification");
    let answers = has(&"In-Reply-To");
    let suppresses = lower("X-Auto-Response-Suppress").is_some_and(|it| it.split(',').any(|it| it.trim() == "all"));
    let auto_reply = AUTO_REPLY.iter().any(has) || receipt || (answers && suppresses);
    let replied = auto_reply || auto_submitted.as_deref().is_some_and(|it| it.starts_with("auto-replied"));
    let has_empty_return_path = text("Return-Path").is_some_and(|it| it == "<>");
    Marks {
        list: list(&text),
        unsubscribe: has(&"List-Unsubscribe"),
        precedence: lower("Precedence").map(|it| first_word(&it)).filter(|it| !it.is_empty()),
        auto_submitted,
        // Auto-replies have an empty return path, too (RFC 3834 §3.3); their own marks tell them.
        delivery_report: (report && !receipt)
            || has(&"X-Failed-Recipients")
            // Mail servers write without a domain, so the sender may be no valid address.
            || lower("From").is_some_and(|it| it.contains("mailer-daemon"))
            || (has_empty_return_path && !replied),
        auto_reply,
        draft: false,
        cancelled: false,
        private: false,
    }
}

/// The value of List-Id without its description; empty if only other list headers are there.
fn list<'a>(text: &impl Fn(&str) -> Option<Cow<'a, str>>) -> Option<String> {
    match text("List-Id") {
        Some(id) => {
            let bare = id.rsplit_once('<').map_or(&*id, |it| it.1.trim_end_matches('>'));
            Some(bare.trim().to_lowercase())
        }
        None => (LIST.iter().any(|it| text(it).is_some()) || is_sent_by_list(text)).then(String::new),
    }
}

/// List software older than List-Id shows in the envelope: `owner-cypherpunks@`, `rust-bounces@`.
fn is_sent_by_list<'a>(text: &impl Fn(&str) -> Option<Cow<'a, str>>) -> bool {
    ["Sender", "Return-Path"].into_iter().filter_map(text).any(|it| {
        let bare = it.rsplit_once('<').map_or(&*it, |it| it.1);
        let address = bare.trim_matches(['<', '>', ' ']).to_lowercase();
        let local = address.split('@').next().unwrap_or_default();
        local.starts_with("owner-")
            || ["-owner", "-request", "-bounce", "-bounces"].iter().any(|it| local.ends_with(it))
    })
}

fn first_word(text: &str) -> String {
    text.split([';', ' ', '(', ',']).next().unwrap_or_default().trim().to_owned()
}
