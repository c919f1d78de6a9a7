//! Lines: one object of an extract, in types that have no place for what somebody wrote.
//!
//! **Invariant:** of a column that holds content nothing is kept but that it was there.

use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};

use super::quirks::{Flag, Quoted, Seen, Text};

/// What a line of any dataset may hold, as far as it tells which dataset it is and whose.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Shape<'a> {
    #[serde(borrow)]
    pub(super) puser: Text<'a>,
    #[serde(rename = "pObjectId")]
    pub(super) has_object: Seen,
    #[serde(rename = "ODataType", borrow)]
    pub(super) odata_type: Text<'a>,
    pub(super) internet_message_id: Seen,
    pub(super) to_recipients: Seen,
    pub(super) attendees: Seen,
    pub(super) start: Seen,
    pub(super) user_principal_name: Seen,
    pub(super) account_enabled: Seen,
    pub(super) proxy_addresses: Seen,
    pub(super) user_type: Seen,
    pub(super) rowinformation: Quoted<Row>,
}

/// What Data Connect says of a row of its own.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Row {
    is_user_summary_row: Flag,
    user_returned_no_data: Flag,
}

impl Quoted<Row> {
    /// Whether the line tells how the extraction went, and shows nothing of a mailbox.
    pub(super) fn tells_a_summary(self) -> bool {
        let row = self.take().ok().flatten();
        row.is_some_and(|it| it.is_user_summary_row.says_yes() || it.user_returned_no_data.says_yes())
    }
}

/// The columns that hold what somebody wrote.
pub(super) const CONTENT: [&str; 5] = ["body", "bodyPreview", "uniqueBody", "attachments", "subject"];

/// Which columns are there that hold what somebody wrote.
#[derive(Clone, Copy, Default)]
pub(super) struct Contents([Seen; 5]);

impl Contents {
    /// The first column that must not be there.
    pub(super) fn forbidden(self, subject_permitted: bool) -> Option<&'static str> {
        let forbidden = |it: &(&'static str, Seen)| it.1.0 && !(it.0 == "subject" && subject_permitted);
        CONTENT.into_iter().zip(self.0).find(forbidden).map(|it| it.0)
    }
}

/// A line of a dataset, whose columns of content leave a mark and nothing else.
macro_rules! line {
    ($(#[$doc:meta])* $name:ident { $($(#[$how:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$doc])*
        #[derive(Default, Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        pub(super) struct $name<'a> {
            #[serde(borrow)]
            pub(super) puser: Text<'a>,
            pub(super) rowinformation: Quoted<Row>,
            $($(#[$how])* pub(super) $field: $kind,)*
            #[serde(rename = "body")]
            has_body: Seen,
            #[serde(rename = "bodyPreview")]
            has_preview: Seen,
            #[serde(rename = "uniqueBody")]
            has_unique_body: Seen,
            #[serde(rename = "attachments")]
            has_attachments: Seen,
            #[serde(rename = "subject")]
            has_subject: Seen,
        }

        impl $name<'_> {
            pub(super) fn contents(&self) -> Contents {
                let it = self;
                Contents([it.has_body, it.has_preview, it.has_unique_body, it.has_attachments, it.has_subject])
            }
        }
    };
}

line! {
    /// A line of Message_v1 or SentItem_v1.
    MessageLine {
        #[serde(borrow)]
        internet_message_id: Text<'a>,
        #[serde(borrow)]
        conversation_id: Text<'a>,
        #[serde(borrow)]
        received_date_time: Text<'a>,
        #[serde(borrow)]
        sent_date_time: Text<'a>,
        is_draft: Flag,
        from: Quoted<Recipient>,
        sender: Quoted<Recipient>,
        to_recipients: Quoted<Vec<Recipient>>,
        cc_recipients: Quoted<Vec<Recipient>>,
        bcc_recipients: Quoted<Vec<Recipient>>,
        internet_message_headers: Quoted<Headers>,
    }
}

line! {
    /// A line of Event_v1 or CalendarView_v0.
    EventLine {
        #[serde(rename = "iCalUId", borrow)]
        ical_uid: Text<'a>,
        #[serde(rename = "type", borrow)]
        sort: Text<'a>,
        #[serde(borrow)]
        original_start: Text<'a>,
        #[serde(borrow)]
        sensitivity: Text<'a>,
        is_all_day: Flag,
        is_cancelled: Flag,
        is_organizer: Flag,
        start: Quoted<Moment>,
        end: Quoted<Moment>,
        organizer: Quoted<Recipient>,
        attendees: Quoted<Vec<Attendee>>,
        response_status: Quoted<Answer>,
    }
}

/// `{"emailAddress": {"name": …, "address": …}}`
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Recipient {
    pub(super) email_address: Option<EmailAddress>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct EmailAddress {
    pub(super) name: Option<String>,
    pub(super) address: Option<String>,
}

/// A recipient with a part and an answer.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Attendee {
    #[serde(rename = "type")]
    pub(super) sort: Option<String>,
    pub(super) status: Option<Answer>,
    pub(super) email_address: Option<EmailAddress>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    pub(super) response: Option<String>,
}

/// `{"dateTime": "2021-02-09T19:30:00.0000000", "timeZone": "UTC"}`
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Moment {
    pub(super) date_time: Option<String>,
    pub(super) time_zone: Option<String>,
}

/// The headers of a message that tell how it was made and what it answers; no other is kept, the subject least of all.
#[derive(Default)]
pub(super) struct Headers(pub(super) Vec<(String, String)>);

/// The names of those headers, and how some begin.
const TELLING: [&str; 13] = [
    "auto-submitted",
    "content-type",
    "from",
    "in-reply-to",
    "mailing-list",
    "precedence",
    "references",
    "return-path",
    "sender",
    "x-beenthere",
    "x-failed-recipients",
    "x-vacation",
    "x-mail-autoreply",
];
const TELLING_BEGINNINGS: [&str; 6] = ["list-", "x-auto", "x-list-", "x-mailing-list", "x-mailman-", "x-ml-"];
/// More of them than any program writes.
const MOST_HEADERS: usize = 64;

fn is_telling(name: &str) -> bool {
    let begins = |it: &&str| name.get(..it.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(it));
    TELLING.iter().any(|it| name.eq_ignore_ascii_case(it)) || TELLING_BEGINNINGS.iter().any(begins)
}

impl<'de> Deserialize<'de> for Headers {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct HeadersVisitor;
        impl<'de> Visitor<'de> for HeadersVisitor {
            type Value = Headers;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a list of headers")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Headers, A::Error> {
                let mut kept = Headers::default();
                while let Some(Header { name, value }) = list.next_element()? {
                    if kept.0.len() < MOST_HEADERS && is_telling(name.as_str()) {
                        kept.0.push((name.as_str().to_owned(), value.as_str().to_owned()));
                    }
                }
                Ok(kept)
            }
        }
        from.deserialize_seq(HeadersVisitor)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Header<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    value: Text<'a>,
}
