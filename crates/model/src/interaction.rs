//! Interactions: one email, meeting, call or task, reduced to who, when, which way.
//!
//! **Invariant:** no subject, body or attachment is ever in one; the types have no place for it.

use jiff::Timestamp;

use crate::{Address, Identity, Name, RecordId};

/// What a source showed, before any rule of ours: an interaction in the making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// What makes two copies the same.
    pub identity: Identity,
    /// When it was sent, or when the meeting began.
    pub at: Timestamp,
    /// Email, meeting or call.
    pub kind: Kind,
    /// Who took part, in the order of the source.
    pub participants: Vec<Participant>,
    /// How many recipients or attendees the source named, including those that were no valid address.
    pub audience: u32,
    /// The interaction this one answers, if the source says so (In-Reply-To, else the last of References).
    pub reply_to: Option<Identity>,
    /// The conversation it belongs to: the first of References, else what it answers, else itself.
    pub conversation: Identity,
    /// How long it lasted; 0 for email.
    pub minutes: u32,
    /// What the headers give away about how it was made.
    pub marks: Marks,
    /// The folder this copy lay in.
    pub folder: Folder,
    /// What a CRM says of it; `None` for a copy out of a mailbox.
    pub activity: Option<Activity>,
}

/// An interaction as Relata counts it: sender first, every participant on a side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interaction {
    /// What makes two copies the same.
    pub identity: Identity,
    /// When it was sent, or when the meeting began.
    pub at: Timestamp,
    /// Email, meeting or call.
    pub kind: Kind,
    /// Who took part. The first is the sender, organiser or caller.
    pub participants: Vec<Participant>,
    /// How many it was addressed to (email, call) or how many attended (meeting, with the organiser).
    pub audience: u32,
    /// The interaction this one answers.
    pub reply_to: Option<Identity>,
    /// The conversation it belongs to.
    pub conversation: Identity,
    /// How long it lasted; 0 for email.
    pub minutes: u32,
    /// What a CRM says of it; `None` for a copy out of a mailbox.
    pub activity: Option<Activity>,
}

impl Interaction {
    /// Returns whether it still has its sender (for a meeting: anybody) and at least one other, or a CRM says which
    /// record it regards and somebody is left.
    pub fn relates_somebody(&self) -> bool {
        let roles: Vec<Role> = self.participants.iter().map(|it| it.role).collect();
        relates_somebody(self.kind, &roles, self.regards_a_record())
    }

    /// Returns whether it relates somebody and a colleague is among them, or a CRM says which record it regards.
    pub fn counts(&self) -> bool {
        self.relates_somebody() && (self.has_colleague() || self.regards_a_record())
    }

    /// Returns whether a CRM says which record it regards.
    pub fn regards_a_record(&self) -> bool {
        self.activity.as_ref().is_some_and(|it| it.regarding.is_some())
    }

    /// Returns whether a colleague takes part.
    pub fn has_colleague(&self) -> bool {
        self.participants.iter().any(|it| it.side == Side::Colleague)
    }
}

/// The rule behind [`Interaction::relates_somebody`], for whoever knows people by number: the roles are in the order of
/// participants.
pub fn relates_somebody(kind: Kind, roles: &[Role], regards_a_record: bool) -> bool {
    if regards_a_record {
        return !roles.is_empty();
    }
    let started = kind == Kind::Meeting || roles.first().is_some_and(|it| it.starts());
    started && roles.len() > 1
}

/// What a CRM says of an interaction beyond who, when and which way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// The record it regards.
    pub regarding: Option<RecordId>,
    /// Whether it was completed; what is still open counts only as something ahead.
    pub completed: bool,
    /// What became of an email whose opening was followed.
    pub followed: Option<Followed>,
}

/// How often a followed email was seen to be opened. Approximate: blocked images hide openings, scanners invent them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// Times it was opened.
    pub opens: u32,
    /// Links clicked.
    pub clicks: u32,
    /// Attachments opened.
    pub attachment_opens: u32,
}

/// An address in the role it played in one interaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// Who.
    pub address: Address,
    /// What the source called them; never a source of identity.
    pub name: Option<Name>,
    /// As what.
    pub role: Role,
    /// What they answered to an invitation.
    pub response: Response,
    /// On which side; [`Side::Unknown`] until normalised.
    pub side: Side,
}

/// The kinds of interaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An email.
    #[default]
    Email = 0,
    /// A meeting that took place.
    Meeting = 1,
    /// A call.
    Call = 2,
    /// A task of a CRM that was done.
    Task = 3,
}

impl Kind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Kind; 4] = [Kind::Email, Kind::Meeting, Kind::Call, Kind::Task];

    /// Returns the kind kept as that number; anything unheard-of is a task, which relates nobody.
    pub fn numbered(number: i32) -> Kind {
        Kind::ALL.into_iter().find(|it| *it as i32 == number).unwrap_or(Kind::Task)
    }
}

/// The part a participant plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Wrote the email (From), or is credited with it after send-on-behalf was resolved.
    From = 0,
    /// Handed it in (Sender), where that is another address than From.
    Sender = 1,
    /// To.
    To = 2,
    /// Cc.
    Cc = 3,
    /// Bcc; only the sender's own copy shows it.
    Bcc = 4,
    /// Called the meeting.
    Organiser = 5,
    /// Was required in the meeting.
    Required = 6,
    /// Was optional in the meeting.
    Optional = 7,
    /// A room or device.
    Resource = 8,
    /// Made the call.
    Caller = 9,
    /// Took the call.
    Callee = 10,
    /// In whose name it was sent, by somebody else.
    OnBehalfOf = 11,
    /// Had the task to do.
    Owner = 12,
    /// Was concerned by the task.
    Concerned = 13,
}

impl Role {
    /// Every role, in the order of their numbers.
    pub const ALL: [Role; 14] = [
        Role::From,
        Role::Sender,
        Role::To,
        Role::Cc,
        Role::Bcc,
        Role::Organiser,
        Role::Required,
        Role::Optional,
        Role::Resource,
        Role::Caller,
        Role::Callee,
        Role::OnBehalfOf,
        Role::Owner,
        Role::Concerned,
    ];

    /// Returns the role kept as that number; anything unheard-of relates nobody.
    pub fn numbered(number: i32) -> Role {
        Role::ALL.into_iter().find(|it| *it as i32 == number).unwrap_or(Role::Sender)
    }

    /// Returns whether this role starts an interaction.
    pub fn starts(self) -> bool {
        matches!(self, Role::From | Role::Organiser | Role::Caller | Role::Owner)
    }
}

/// An answer to an invitation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Response {
    /// None was asked or given.
    #[default]
    None = 0,
    /// Will come.
    Accepted = 1,
    /// May come.
    Tentative = 2,
    /// Will not come.
    Declined = 3,
}

/// On which side of the organisation's wall somebody stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Side {
    /// Not yet asked.
    #[default]
    Unknown,
    /// A colleague of ours, in the directory.
    Colleague,
    /// Somebody outside; also what is ours but no colleague: a guest, a shared mailbox.
    Outside,
}

/// Which way an interaction went, seen from our side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From a colleague to a contact.
    #[default]
    Outbound = 0,
    /// From a contact to a colleague.
    Inbound = 1,
    /// Both at once: a meeting of a pair; of a record, a task.
    Both = 2,
}

impl Direction {
    /// Every direction, in the order of their numbers.
    pub const ALL: [Direction; 3] = [Direction::Outbound, Direction::Inbound, Direction::Both];
}

/// One contact in time: the last there was, or the next there will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touch {
    /// When.
    pub at: Timestamp,
    /// As what.
    pub kind: Kind,
    /// Who started it; [`Direction::Both`] for a task.
    pub direction: Direction,
}

/// What the headers give away about how a message was made; each field is a fact, no judgement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// `List-Id`, `List-Post` or another list header is present: the value of List-Id, or empty.
    pub list: Option<String>,
    /// `List-Unsubscribe` is present.
    pub unsubscribe: bool,
    /// `Precedence`, lower-case: `bulk`, `list`, `junk`, ….
    pub precedence: Option<String>,
    /// `Auto-Submitted`, lower-case and without parameters, unless `no`.
    pub auto_submitted: Option<String>,
    /// A delivery report: `multipart/report`, an empty return path, or a mailer daemon as sender.
    pub delivery_report: bool,
    /// Vacation or out-of-office headers (`X-Autoreply`, `X-Autorespond`, `X-Auto-Response-Suppress` with a reply, …).
    pub auto_reply: bool,
    /// A draft, never sent.
    pub draft: bool,
    /// A meeting that was cancelled.
    pub cancelled: bool,
    /// A meeting marked private or confidential.
    pub private: bool,
}

/// The folder a copy lay in, as far as it says which way the message went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Folder {
    /// Sent items: the mailbox's owner wrote it.
    Sent,
    /// Drafts or outbox: nobody got it.
    Drafts,
    /// Junk or spam.
    Junk,
    /// Anything else.
    #[default]
    Other,
}
