//! Talk: a client as plain as curl, whose questions and answers read as text.
//!
//! A line is `GET /v1.0/users?$select=mail`, `GET next` or `GET delta` (the links of the last page), `POST /path {json}`; headers
//! stand before it as `prefer: …;`. Answers are shown as status and rows; ids are named in the order they first show up. Every
//! answer is held against its schema.

use std::collections::BTreeMap;
use std::fmt::Write;

use expect_test::Expect;
use relata_stand_in::{CLIENT, SECRET, StandIn, Tenant};
use serde_json::Value;

use crate::schema;

pub struct Talk {
    pub stand_in: StandIn,
    pub token: String,
    http: reqwest::Client,
    last: Value,
    ids: BTreeMap<String, String>,
    text: String,
}

/// What a form of the token endpoint says.
pub fn form(fields: &[(&str, &str)]) -> String {
    let mut url = reqwest::Url::parse("http://form/").unwrap();
    url.query_pairs_mut().extend_pairs(fields);
    url.query().unwrap_or_default().to_owned()
}

impl Talk {
    pub async fn with(tenant: Tenant) -> Talk {
        let stand_in = StandIn::start(tenant).await.unwrap();
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let mut talk =
            Talk { stand_in, token: String::new(), http, last: Value::Null, ids: BTreeMap::new(), text: String::new() };
        talk.token = talk.sign_in(talk.stand_in.graph()).await;
        talk
    }

    /// Signs in to Dataverse instead of Graph.
    pub async fn in_dataverse(mut self) -> Talk {
        self.token = self.sign_in(self.stand_in.dataverse()).await;
        self
    }

    pub async fn sign_in(&self, audience: &str) -> String {
        let scope = format!("{audience}/.default");
        let fields =
            [("grant_type", "client_credentials"), ("client_id", CLIENT), ("client_secret", SECRET), ("scope", &scope)];
        let (_, answer) = self.post_form(&fields).await;
        answer["access_token"].as_str().unwrap().to_owned()
    }

    pub async fn post_form(&self, fields: &[(&str, &str)]) -> (u16, Value) {
        let tenant = self.stand_in.look(|it| it.id().to_owned());
        let url = format!("{}/{tenant}/oauth2/v2.0/token", self.stand_in.login());
        let answer = self.http.post(url).body(form(fields)).send().await.unwrap();
        let (status, text) = (answer.status().as_u16(), answer.text().await.unwrap());
        let body: Value = serde_json::from_str(&text).unwrap();
        let schema = if status == 200 { "token" } else { "token_error" };
        assert_eq!(schema::wrong(schema, &body), None);
        (status, body)
    }

    /// Asks, and notes question and answer.
    pub async fn ask(&mut self, line: &str) {
        let (status, headers, body) = self.say(line).await;
        let name = |it: &str| headers.get(it).map(|value| format!(" {it}: {value}")).unwrap_or_default();
        let shown = line.rsplit(';').next().unwrap_or_default().trim();
        let shown = self.named(shown);
        let (retry, location) = (name("retry-after"), self.named(&name("location")));
        writeln!(self.text, "{shown}\n  {status}{retry}{location}").unwrap();
        self.note(&body);
    }

    /// Asks without noting.
    pub async fn say(&mut self, line: &str) -> (u16, BTreeMap<String, String>, Value) {
        let (mut head, line) = line.rsplit_once(';').unwrap_or(("", line));
        head = head.trim();
        let (method, rest) = line.trim().split_once(' ').unwrap();
        // Options may have spaces in them; what is sent has none.
        let (target, body) = if method == "GET" { (rest, "") } else { rest.split_once(' ').unwrap_or((rest, "")) };
        let url = match target {
            "next" => self.last["@odata.nextLink"].as_str().expect("a next link").to_owned(),
            "delta" => self.last["@odata.deltaLink"].as_str().expect("a delta link").to_owned(),
            it if it.starts_with("/api") => format!("{}{it}", self.stand_in.dataverse()),
            it if it.starts_with('/') => format!("{}{it}", self.stand_in.graph()),
            it => it.to_owned(),
        };
        let mut request =
            self.http.request(method.parse().unwrap(), &url).bearer_auth(&self.token).body(body.to_owned());
        for header in head.split(';').filter(|it| !it.is_empty()) {
            let (name, value) = header.split_once(':').unwrap();
            request = request.header(name.trim(), value.trim());
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let headers: BTreeMap<String, String> =
            answer.headers().iter().map(|it| (it.0.to_string(), it.1.to_str().unwrap().to_owned())).collect();
        let text = answer.text().await.unwrap();
        let body: Value = serde_json::from_str(&text).unwrap_or(Value::String(text));
        hold_against_schema(&url, status, &body);
        if body.get("value").is_some() {
            self.last = body.clone();
        }
        (status, headers, body)
    }

    fn note(&mut self, body: &Value) {
        if let Some(rows) = body["value"].as_array() {
            let count = body.get("@odata.count").map(|it| format!("count {it}, ")).unwrap_or_default();
            let next = if body.get("@odata.nextLink").is_some() { ", next" } else { "" };
            let delta = if body.get("@odata.deltaLink").is_some() { ", delta" } else { "" };
            writeln!(self.text, "  {count}{} rows{next}{delta}", rows.len()).unwrap();
            let rows: Vec<String> = rows.iter().map(|it| self.abridged(it)).collect();
            rows.iter().for_each(|it| writeln!(self.text, "  {it}").unwrap());
        } else if let Some(error) = body.get("error") {
            let line = format!("{}: {}", error["code"].as_str().unwrap(), error["message"].as_str().unwrap());
            let line = self.named(&line);
            writeln!(self.text, "  {line}").unwrap();
        } else if *body != Value::String(String::new()) {
            let line = self.abridged(body);
            writeln!(self.text, "  {line}").unwrap();
        }
    }

    /// A row without annotations, on one line, addresses as bare texts.
    fn abridged(&mut self, row: &Value) -> String {
        let mut row = row.clone();
        if let Some(fields) = row.as_object_mut() {
            fields.retain(|name, _| {
                !matches!(name.as_str(), "@odata.etag" | "@odata.context" | "changeKey" | "conversationIndex")
            });
        }
        let text = bare(&row).to_string();
        self.named(&text)
    }

    /// Long ids as `id1`, `id2`; addresses of the services without host.
    fn named(&mut self, text: &str) -> String {
        let text = text.replace(self.stand_in.graph(), "").replace(self.stand_in.dataverse(), "");
        let is_of_id = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_');
        let mut out = String::new();
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let length = rest.find(|it: char| !is_of_id(it)).unwrap_or(rest.len());
            let (word, more) = rest.split_at(length.max(rest.chars().next().map_or(0, char::len_utf8)));
            let is_id = word.len() >= 36 && !word.starts_with("040000008200E00074C5B7101A82E008");
            let next = self.ids.len() + 1;
            match is_id {
                true => out += self.ids.entry(word.to_owned()).or_insert_with(|| format!("id{next}")),
                false => out += word,
            }
            rest = more;
        }
        out
    }

    /// Holds what was noted so far against what is expected, and begins anew.
    pub fn expect(&mut self, expected: Expect) {
        expected.assert_eq(&std::mem::take(&mut self.text));
    }
}

/// `{"emailAddress": {"name", "address"}}` as the address, recursively.
fn bare(value: &Value) -> Value {
    match value {
        Value::Object(fields) if fields.len() == 1 && fields.contains_key("emailAddress") => {
            fields["emailAddress"]["address"].clone()
        }
        Value::Object(fields) => fields.iter().map(|it| (it.0.clone(), bare(it.1))).collect(),
        Value::Array(rows) => rows.iter().map(bare).collect(),
        other => other.clone(),
    }
}

/// Every answer has the shape of its page. Broken ones are text and have none.
fn hold_against_schema(url: &str, status: u16, body: &Value) {
    if body.is_string() || body.is_number() {
        return;
    }
    let check = |schema: &str, value: &Value| assert_eq!(schema::wrong(schema, value), None, "{url}");
    if status >= 400 {
        return check("error", body);
    }
    let path = reqwest::Url::parse(url).unwrap().path().to_lowercase();
    let has = |word: &str| path.contains(word);
    let schema = match () {
        () if has("/api/data") => "dataverse_row",
        () if has("mailboxsettings") => "mailbox_settings",
        () if has("messages") => "message",
        () if has("mailfolders") => "mail_folder",
        () if has("calendarview") || has("events") => "event",
        () if has("calendars") => "calendar",
        () if has("subscriptions") => "subscription",
        () if has("groups/delta") => "members_delta",
        () if has("groups") && !has("embers") => "group",
        () => "user",
    };
    let of_row = |row: &Value| match () {
        () if row.get("@removed").is_some() => "removed",
        () if row.get("reason").is_some() => "deleted_entity",
        () if row["@odata.type"] == "#microsoft.graph.group" => "group",
        () => schema,
    };
    match body["value"].as_array() {
        Some(rows) => {
            check("page", body);
            rows.iter().for_each(|it| check(of_row(it), it));
        }
        None if !has("whoami") => check(schema, body),
        None => (),
    }
}
