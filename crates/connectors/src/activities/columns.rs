//! What the columns of activities are called: by us first, then by Dataverse, Salesforce, HubSpot, EspoCRM.

use crate::table::Column;

const fn column(names: &'static [&'static str]) -> Column {
    Column { names, required: false }
}

/// Every column; an activity needs a sort and a moment, all else may be empty.
pub(super) const COLUMNS: &[Column] = &[
    Column { names: &["id", "activityid", "recordid", "engagement id"], required: true },
    Column {
        names: &["type", "activitytypecode", "activity type", "tasksubtype", "engagement type", "kind"],
        required: true,
    },
    column(&[
        "regarding",
        "_regardingobjectid_value",
        "regardingobjectid",
        "regarding id",
        "whatid",
        "dealid",
        "parentid",
    ]),
    column(&["direction", "directioncode", "calltype", "call direction", "email direction"]),
    column(&["from", "sender", "from address", "email from address", "caller"]),
    column(&["to", "torecipients", "to recipients", "to address", "email to address", "callee", "who", "contact"]),
    column(&["cc", "ccrecipients", "cc recipients", "cc address", "email cc address"]),
    column(&["bcc", "bccrecipients", "bcc recipients", "bcc address", "email bcc address"]),
    column(&["organizer", "organiser", "organizer email"]),
    column(&["required", "requiredattendees", "required attendees", "attendees"]),
    column(&["optional", "optionalattendees", "optional attendees"]),
    column(&["owner", "owner email", "activity owner", "assigned to", "assigned user", "ownerid"]),
    column(&["sent", "senton", "sent date", "message date"]),
    column(&[
        "start",
        "scheduledstart",
        "start date",
        "start datetime",
        "activity date",
        "date start",
        "date",
        "timestamp",
    ]),
    column(&["actual_start", "actualstart"]),
    column(&["end", "scheduledend", "end date", "end datetime", "due date", "date end"]),
    column(&["actual_end", "actualend", "completed on", "completed date", "completed datetime"]),
    column(&[
        "duration",
        "actualdurationminutes",
        "scheduleddurationminutes",
        "duration minutes",
        "duration (minutes)",
        "durationinminutes",
    ]),
    column(&["duration_seconds", "calldurationinseconds", "duration (seconds)"]),
    column(&["state", "statecode", "status", "activity status", "call status"]),
    column(&["message_id", "messageid", "internet message id", "internetmessageid", "message identifier"]),
    column(&["in_reply_to", "inreplyto", "parentactivityid", "_parentactivityid_value", "reply to email message id"]),
    column(&["conversation", "conversationid", "conversation id", "threadid", "thread identifier"]),
    column(&["ical_uid", "icaluid", "globalobjectid", "uid"]),
    column(&["opens", "opencount", "email opens", "times opened"]),
    column(&["clicks", "linksclickedcount", "email clicks", "link clicks"]),
    column(&["attachment_opens", "attachmentopencount", "attachment opens"]),
    column(&["followed", "isemailfollowed", "is followed", "istracked"]),
];
