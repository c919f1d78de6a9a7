//! The words CRMs have for kinds, states and directions of activities.

use relata_model::Kind;

/// Where an activity stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Open,
    Completed,
    Cancelled,
}

/// Which way an activity goes, seen from us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Outgoing,
    Incoming,
}

/// Words and, from Dataverse, numbers (`activitytypecode`).
pub(super) fn kind(text: &str) -> Result<Kind, &'static str> {
    match squeezed(text).as_str() {
        "email" | "emailmessage" | "mail" | "listemail" | "4202" => Ok(Kind::Email),
        "appointment" | "meeting" | "event" | "recurringappointment" | "4201" => Ok(Kind::Meeting),
        "phonecall" | "call" | "phone" | "4210" => Ok(Kind::Call),
        "task" | "todo" | "4212" => Ok(Kind::Task),
        "" => Err("it is empty"),
        _ => Err("should be one of email, appointment, meeting, phonecall, call, task"),
    }
}

/// Words and Dataverse's numbers (`statecode`: 3 is an appointment that is scheduled). `None` if nothing is said.
pub(super) fn state(text: &str) -> Result<Option<State>, &'static str> {
    Ok(Some(match squeezed(text).as_str() {
        "open"
        | "notstarted"
        | "inprogress"
        | "planned"
        | "scheduled"
        | "waiting"
        | "waitingonsomeoneelse"
        | "draft"
        | "active"
        | "0"
        | "3" => State::Open,
        "completed" | "complete" | "done" | "closed" | "held" | "made" | "sent" | "received" | "archived" | "1" => {
            State::Completed
        }
        "cancelled" | "canceled" | "deferred" | "notheld" | "noshow" | "failed" | "busy" | "noanswer" | "2" => {
            State::Cancelled
        }
        "" => return Ok(None),
        _ => return Err("should be one of open, completed, cancelled, or empty"),
    }))
}

/// Words and Dataverse's truth value (`directioncode`: outgoing is true). `None` if nothing is said.
pub(super) fn way(text: &str) -> Result<Option<Way>, &'static str> {
    Ok(Some(match squeezed(text).as_str() {
        "outgoing" | "outbound" | "out" | "sent" | "true" | "yes" | "1" | "emailoutgoing" => Way::Outgoing,
        "incoming" | "inbound" | "in" | "received" | "false" | "no" | "0" | "incomingemail" | "emailincoming" => {
            Way::Incoming
        }
        "" | "internal" => return Ok(None),
        _ => return Err("should be outgoing, incoming, or empty"),
    }))
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).take(40).flat_map(char::to_lowercase).collect()
}
