//! Lines of Graph Data Connect: what an extract holds of users, messages and meetings, with header columns only.
//!
//! A mail lies in the mailbox of everybody at home who wrote or got it, as in a tenant: so it becomes a line for each.

use std::fmt::Write as _;

use jiff::Timestamp;
use relata_model::{Response, Role};

use crate::event::{Event, Part, Person, Sort};
use crate::world::World;

/// Which dataset a line belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dataset {
    /// `Message_v1`: what somebody got.
    Message,
    /// `SentItem_v1`: what somebody wrote.
    SentItem,
    /// `CalendarView_v0`: meetings.
    CalendarView,
}

impl Dataset {
    /// Every dataset of mailboxes.
    pub const ALL: [Dataset; 3] = [Dataset::Message, Dataset::SentItem, Dataset::CalendarView];

    /// Returns the name Data Connect gives it.
    pub fn name(self) -> &'static str {
        match self {
            Dataset::Message => "Message_v1",
            Dataset::SentItem => "SentItem_v1",
            Dataset::CalendarView => "CalendarView_v0",
        }
    }
}

impl World {
    /// Returns in whose mailboxes an event lies, and as what; nowhere for a call.
    pub fn copies<'a>(&'a self, event: &Event, people: &'a [Part]) -> impl Iterator<Item = (Person, Dataset)> + 'a {
        let sort = event.sort;
        let at_home = people.iter().filter(move |it| sort != Sort::Call && self.is_colleague(it.person()));
        at_home.map(move |it| {
            let dataset = match sort {
                Sort::Meeting => Dataset::CalendarView,
                _ if it.role() == Role::From => Dataset::SentItem,
                _ => Dataset::Message,
            };
            (it.person(), dataset)
        })
    }

    /// Writes the line of an event as it lies in the mailbox of a colleague, with its end.
    pub fn write_line(&self, event: &Event, people: &[Part], owner: Person, into: &mut String) {
        let _ = write!(into, r#"{{"puser":"{}","#, self.id(owner).0);
        if event.sort == Sort::Meeting {
            self.write_meeting(event, people, owner, into);
        } else {
            self.write_mail(event, people, into);
        }
        into.push_str("}\n");
    }

    /// Writes the line of a colleague in `User_v1`, with its end.
    pub fn write_user(&self, colleague: Person, into: &mut String) {
        let entry = self.entry(colleague);
        let (id, address) = (&entry.id.0, entry.primary.as_str());
        let name = self.name(colleague);
        let said = |it: &Option<relata_model::Name>| it.as_ref().map_or(String::new(), |it| it.as_str().to_owned());
        let (department, title) = (said(&entry.department), said(&entry.title));
        let enabled = entry.standing == relata_model::Standing::Active;
        let _ = write!(
            into,
            r#"{{"puser":"{id}","id":"{id}","displayName":"{name}","mail":"{address}","userPrincipalName":"{address}","#
        );
        let _ = write!(into, r#""proxyAddresses":["SMTP:{address}""#);
        for it in &entry.aliases {
            let _ = write!(into, r#","smtp:{}""#, it.as_str());
        }
        let _ = write!(into, r#"],"accountEnabled":{enabled},"userType":"Member","#);
        let _ = writeln!(into, r#""department":"{department}","jobTitle":"{title}"}}"#);
    }

    fn write_mail(&self, event: &Event, people: &[Part], into: &mut String) {
        let at = second(event.at);
        into.push_str(r#""internetMessageId":"<"#);
        self.write_message_id(event.thread, event.number, into);
        let _ = write!(into, r#">","conversationId":"{:x}","sentDateTime":"{at}","#, event.thread);
        let _ = write!(into, r#""receivedDateTime":"{}","isDraft":false,"from":"#, second(event.at + 2));
        self.write_recipient(people[0].person(), into);
        into.push_str(r#","sender":"#);
        self.write_recipient(people[0].person(), into);
        for (column, role) in [("toRecipients", Role::To), ("ccRecipients", Role::Cc)] {
            let _ = write!(into, r#","{column}":["#);
            self.write_list(people.iter().filter(|it| it.role() == role), into, |it, into| {
                self.write_recipient(it.person(), into);
            });
            into.push(']');
        }
        into.push_str(r#","bccRecipients":[],"internetMessageHeaders":["#);
        match (event.sort, event.answered()) {
            (Sort::Newsletter, _) => into.push_str(
                r#"{"name":"List-Id","value":"<updates.example>"},{"name":"List-Unsubscribe","value":"<mailto:off@updates.example>"},{"name":"Precedence","value":"bulk"}"#,
            ),
            (Sort::Machine, _) => into.push_str(r#"{"name":"Auto-Submitted","value":"auto-generated"}"#),
            (_, Some(answered)) => {
                into.push_str(r#"{"name":"In-Reply-To","value":"<"#);
                self.write_message_id(event.thread, answered, into);
                into.push_str(r#">"},{"name":"References","value":"<"#);
                self.write_message_id(event.thread, 0, into);
                into.push('>');
                if answered != 0 {
                    into.push_str(" <");
                    self.write_message_id(event.thread, answered, into);
                    into.push('>');
                }
                into.push_str(r#""}"#);
            }
            (_, None) => {}
        }
        into.push(']');
    }

    fn write_meeting(&self, event: &Event, people: &[Part], owner: Person, into: &mut String) {
        let moment = |at: i64| second(at).strftime("%Y-%m-%dT%H:%M:%S.0000000").to_string();
        let sort = if event.is_in_series() { "occurrence" } else { "singleInstance" };
        into.push_str(r#""iCalUId":""#);
        self.write_meeting_uid(event.thread, into);
        let _ = write!(into, r#"","type":"{sort}","originalStart":"{}","#, second(event.at));
        for (column, at) in [("start", event.at), ("end", event.at + 60 * i64::from(event.minutes))] {
            let _ = write!(into, r#""{column}":{{"dateTime":"{}","timeZone":"UTC"}},"#, moment(at));
        }
        into.push_str(r#""isAllDay":false,"isCancelled":false,"sensitivity":"normal","organizer":"#);
        self.write_recipient(people[0].person(), into);
        into.push_str(r#","attendees":["#);
        self.write_list(people[1..].iter(), into, |it, into| {
            let part = if it.role() == Role::Optional { "optional" } else { "required" };
            let _ = write!(into, r#"{{"type":"{part}","status":{{"response":"{}"}},"#, answer(it.response()));
            self.write_email_address(it.person(), into);
            into.push('}');
        });
        let own = people.iter().find(|it| it.person() == owner);
        let own =
            own.map_or("none", |it| if it.role() == Role::Organiser { "organizer" } else { answer(it.response()) });
        let _ = write!(into, r#"],"responseStatus":{{"response":"{own}"}}"#);
    }

    fn write_list<'a>(
        &self,
        people: impl Iterator<Item = &'a Part>,
        into: &mut String,
        write: impl Fn(&Part, &mut String),
    ) {
        for (place, it) in people.enumerate() {
            if place > 0 {
                into.push(',');
            }
            write(it, into);
        }
    }

    fn write_recipient(&self, person: Person, into: &mut String) {
        into.push('{');
        self.write_email_address(person, into);
        into.push('}');
    }

    fn write_email_address(&self, person: Person, into: &mut String) {
        let _ = write!(into, r#""emailAddress":{{"name":"{}","address":""#, self.name(person));
        self.write_address(person, into);
        into.push_str(r#""}"#);
    }
}

fn second(at: i64) -> Timestamp {
    Timestamp::from_second(at).expect("a moment of a history that ends before 2101")
}

fn answer(response: Response) -> &'static str {
    match response {
        Response::None => "none",
        Response::Accepted => "accepted",
        Response::Tentative => "tentativelyAccepted",
        Response::Declined => "declined",
    }
}
