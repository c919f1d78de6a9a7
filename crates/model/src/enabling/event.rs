//! Events: what people do to enabling and consent, and what Relata reports about erasing.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::GroupId;
use crate::consent::Insights;
use crate::policy::Role;

/// An event, when it happened, and who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// When, to the second.
    pub at: Timestamp,
    /// Who, as the audit trail names them: `account:7`, `operator`, `relata`.
    pub by: String,
    /// What.
    pub event: Event,
}

/// Something that changes what is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Relationship intelligence was turned on, with both features; consent is awaited.
    Enabled,
    /// It was turned off. A consent that stands is not withdrawn by that, and counts again when it is turned on.
    Disabled,
    /// An administrator chose whose mailboxes may be used.
    ContributorsChosen(Contributors),
    /// An administrator switched features.
    FeaturesSwitched(Features),
    /// An administrator of the directory consented for the organisation.
    ConsentGiven(Given),
    /// These groups, and no others, are left out.
    GroupsExcluded {
        /// The groups.
        groups: BTreeSet<GroupId>,
        /// Whether what was collected of their members before is erased too.
        erase_past: bool,
    },
    /// The consent to these kinds was taken back.
    Withdrawn(BTreeSet<Insights>),
    /// Nothing stored for these kinds is left in the database and the log.
    RowsGone(BTreeSet<Insights>),
    /// Nothing stored for these kinds is left in any file.
    FilesGone(BTreeSet<Insights>),
}

/// A consent, as given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// To which kinds. A kind that stood already keeps standing since then.
    pub insights: BTreeSet<Insights>,
    /// The groups that are left out, instead of those before.
    pub excluded: BTreeSet<GroupId>,
    /// Whether people are in until they opt out, or out until they opt in.
    pub mode: Mode,
    /// Which text was read.
    pub text_version: u32,
}

/// Whose mailboxes may be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Contributors {
    /// Every colleague's.
    #[default]
    Everybody,
    /// Those of colleagues with one of these roles.
    Roles(BTreeSet<Role>),
}

/// Which features are switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Features {
    /// Who knows whom.
    pub who_knows_whom: bool,
    /// The part of analytics that comes from mailboxes.
    pub analytics: bool,
}

impl Features {
    /// Both.
    pub const ON: Features = Features { who_knows_whom: true, analytics: true };
    /// None.
    pub const OFF: Features = Features { who_knows_whom: false, analytics: false };
}

/// Whether colleagues take part by themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// They do until they opt out.
    #[default]
    OptOut,
    /// They do not until they opt in.
    OptIn,
}

impl Mode {
    /// Returns the word used in texts and the API.
    pub fn name(self) -> &'static str {
        match self {
            Mode::OptOut => "opt_out",
            Mode::OptIn => "opt_in",
        }
    }

    /// Returns the mode of that name.
    pub fn named(name: &str) -> Option<Mode> {
        [Mode::OptOut, Mode::OptIn].into_iter().find(|it| it.name() == name)
    }
}
