//! Access: everything about a person, gathered from store and log, as JSON and as a page that can be read.

use std::collections::BTreeSet;
use std::fmt::Write;

use jiff::SignedDuration;
use relata_interaction_log::TookPart;
use relata_model::{AddressId, PersonId};
use relata_store::data_map::TABLES;
use relata_store::{AccessRequest, Answer, StoreError};
use serde_json::{Value, json};

use crate::erasure::ErasureError;
use crate::line::Line;

/// An answer can be fetched for so long; then it is removed.
const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Answers the access requests that wait, and removes the answers that expired. Returns how many were answered.
///
/// # Errors
///
/// [`ErasureError`]; asking again goes on.
pub async fn grant_access(line: &Line<'_>) -> Result<u64, ErasureError> {
    let mut answered = 0;
    for it in line.store.open_access_requests(line.now).await? {
        if it.state == "ready" {
            line.store.close_access(it.id, "expired", line.now).await?;
            continue;
        }
        match about(line, &it).await {
            Ok(about) => {
                let answer = Answer { json: format!("{about:#}"), html: page(&about), expires_at: line.now + KEPT };
                line.store.answer_access(it.id, &answer, line.now).await?;
                answered += 1;
            }
            Err(ErasureError::Store(StoreError::NotThere)) => {
                line.store.close_access(it.id, "failed", line.now).await?
            }
            Err(error) => return Err(error),
        }
    }
    Ok(answered)
}

async fn about(line: &Line<'_>, request: &AccessRequest) -> Result<Value, ErasureError> {
    let mut tables = line.store.about(request.person).await?;
    let addresses = addresses(line, request.person).await?;
    let took_part = line.log.about(&addresses).await?;
    if let Some(table) = TABLES.iter().find(|it| it.name == "log.interaction") {
        let rows: Vec<Value> = took_part.iter().map(shown).collect();
        let holds = json!({ "holds": table.holds, "from": table.from, "kept": table.kept, "rows": rows });
        tables.insert(table.name.to_owned(), holds);
    }
    Ok(json!({
        "made_at": line.now.to_string(),
        "about": "you",
        "others": "Other people are not named: an address is shown as somebody of its domain, a colleague as a colleague.",
        "never": "No subject, body or attachment is kept of anything.",
        "tables": tables,
    }))
}

async fn addresses(line: &Line<'_>, person: PersonId) -> Result<BTreeSet<AddressId>, StoreError> {
    let people = line.store.people().await?;
    Ok(people.into_iter().filter(|it| it.person == person).map(|it| it.address).collect())
}

fn shown(it: &TookPart) -> Value {
    let at = jiff::Timestamp::from_second(it.at).unwrap_or_default();
    json!({
        "at": at.to_string(),
        "kind": format!("{:?}", it.kind).to_lowercase(),
        "your_part": format!("{:?}", it.role).to_lowercase(),
        "addressed_to": it.audience,
        "minutes": it.minutes,
        "in_mailboxes": it.in_mailboxes,
        "in_crm": it.in_crm,
    })
}

/// Returns the answer as a page of its own: no script, nothing fetched from anywhere.
fn page(about: &Value) -> String {
    let text = |name: &str| escaped(about[name].as_str().unwrap_or_default());
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>What Relata keeps about you</title>\n\
         <style>body{{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}}\
         table{{border-collapse:collapse;font-size:14px}}td,th{{border:1px solid #ccc;padding:.2rem .5rem;text-align:left}}\
         h2{{margin-top:2rem}}div{{overflow-x:auto}}</style></head><body>\n\
         <h1>What Relata keeps about you</h1>\n<p>As of {}. {} {}</p>\n",
        text("made_at"),
        text("others"),
        text("never"),
    );
    for (name, table) in about["tables"].as_object().into_iter().flatten() {
        let part = |it: &str| escaped(table[it].as_str().unwrap_or_default());
        let (holds, from, kept) = (part("holds"), part("from"), part("kept"));
        let _ = write!(page, "<h2>{}</h2>\n<p>{holds}. From: {from}. Kept: {kept}.</p>\n", escaped(name));
        rows(&mut page, table["rows"].as_array().map_or(&[], Vec::as_slice));
    }
    page + "</body></html>\n"
}

fn rows(page: &mut String, rows: &[Value]) {
    let Some(columns) = rows.first().and_then(Value::as_object) else { return };
    *page += "<div><table><tr>";
    columns.keys().for_each(|it| *page += &format!("<th>{}</th>", escaped(&it.replace('_', " "))));
    *page += "</tr>\n";
    for row in rows {
        *page += "<tr>";
        for column in columns.keys() {
            let value = match &row[column] {
                Value::Null => String::new(),
                Value::String(it) => escaped(it),
                other => other.to_string(),
            };
            *page += &format!("<td>{value}</td>");
        }
        *page += "</tr>\n";
    }
    *page += "</table></div>\n";
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '"' => safe += "&quot;",
            '\'' => safe += "&#39;",
            it => safe.push(it),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_holds_what_people_wrote_as_text() {
        let rows = json!([{ "name": "<script>alert('x')</script>" }]);
        let about = json!({ "made_at": "", "others": "", "never": "", "tables": { "person": { "rows": rows } } });
        let page = page(&about);
        assert!(!page.contains("<script") && page.contains("&lt;script&gt;alert(&#39;x&#39;)"), "{page}");
    }
}
