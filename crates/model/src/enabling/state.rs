//! The state that events lead to, and what it means at a moment.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::{AWAITED_DAYS, Contributors, Event, FILES_WITHIN_DAYS, Features, Given, Happened, Mode, ROWS_WITHIN_HOURS};
use crate::GroupId;
use crate::consent::Insights;
use crate::policy::InForce;

/// Where an organisation stands with relationship intelligence. Nothing happened yet: off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Enabling {
    enabled: Option<Stamp>,
    /// Whether anybody consented since it was turned on.
    answered: bool,
    contributors: Contributors,
    switched: Option<Features>,
    kinds: [Kind; 3],
    excluded: BTreeSet<GroupId>,
    mode: Mode,
    /// When it turned itself off, as far as something happened after.
    pub(super) lapsed: Vec<Timestamp>,
}

/// A moment, and who acted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When.
    pub at: Timestamp,
    /// Who, as the audit trail names them.
    pub by: String,
}

/// How far an organisation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Turned off, or never on.
    Off,
    /// Turned on, and nobody consented yet.
    Awaiting,
    /// It turned itself off, because nobody consented in time.
    Lapsed,
    /// Some kind of insight is consented to.
    Consented,
    /// Every kind that was consented to was withdrawn.
    Withdrawn,
}

/// What became of one kind of insight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kind {
    /// Since when it is consented to, and by whom; `None`: it is not.
    pub granted: Option<Stamp>,
    /// The last withdrawal, also after it was consented to again.
    pub withdrawal: Option<Withdrawal>,
}

/// A consent that was taken back, and what became of the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// When, and by whom. From that moment on it is out of sight.
    pub stamp: Stamp,
    /// When the last row was gone.
    pub rows_gone: Option<Timestamp>,
    /// When the last file was gone.
    pub files_gone: Option<Timestamp>,
}

/// Until when what was withdrawn is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// From when nobody sees it.
    pub out_of_sight: Timestamp,
    /// Until when no row is left.
    pub rows: Timestamp,
    /// Until when no file is left.
    pub files: Timestamp,
}

/// Why something cannot happen now, with what has to happen first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPossible {
    /// Enabling what is enabled.
    #[error("relationship intelligence is on already")]
    AlreadyOn,
    /// Anything that needs it on.
    #[error("relationship intelligence is off; an administrator has to turn it on first")]
    Off,
    /// The same after the 14 days.
    #[error(
        "relationship intelligence turned itself off because nobody consented within 14 days; an administrator has to \
         turn it on again first"
    )]
    Lapsed,
    /// A consent or withdrawal of nothing.
    #[error("name at least one kind of insight")]
    NothingNamed,
    /// Contributors that are nobody.
    #[error("choose at least one role, or everybody")]
    NoRole,
    /// A withdrawal of what was not given.
    #[error("none of this is consented to, so there is nothing to withdraw")]
    NotGranted,
    /// A consent to what is being erased.
    #[error(
        "what was stored until the consent was withdrawn is still being erased; consent again once the rows are gone"
    )]
    StillErasing,
    /// A report about erasing that fits no withdrawal.
    #[error("nothing of this was withdrawn that is not gone already")]
    NotWithdrawn,
}

impl Enabling {
    /// Returns where these events lead, the oldest first.
    pub fn of(events: &[Happened]) -> Enabling {
        let mut enabling = Enabling::default();
        for it in events {
            enabling.take(it);
        }
        enabling
    }

    /// Returns what has to happen at a moment so that exactly these kinds are consented to, with everything else as
    /// delivered; for the demo and for tests. What is withdrawn by it counts as erased.
    pub fn steps_to(&self, insights: impl IntoIterator<Item = Insights>, at: Timestamp, by: &str) -> Vec<Happened> {
        let wanted: BTreeSet<Insights> = insights.into_iter().collect();
        let standing = Insights::ALL.into_iter().filter(|it| self.kind(*it).granted.is_some()).collect();
        let withdrawn: BTreeSet<Insights> = &standing - &wanted;
        let given: BTreeSet<Insights> = &wanted - &standing;
        let mut events = Vec::new();
        if !withdrawn.is_empty() {
            events.extend([Event::Withdrawn(withdrawn.clone()), Event::RowsGone(withdrawn)]);
        }
        if !wanted.is_empty() && matches!(self.stage(at), Stage::Off | Stage::Lapsed) {
            events.extend([Event::Enabled, Event::ContributorsChosen(Contributors::Everybody)]);
        }
        if !given.is_empty() {
            let (excluded, mode) = (self.excluded.clone(), self.mode);
            let text_version = super::CONSENT_TEXT_VERSION;
            events.push(Event::ConsentGiven(Given { insights: given, excluded, mode, text_version }));
        }
        events.into_iter().map(|event| Happened { at, by: by.to_owned(), event }).collect()
    }

    /// Returns how an organisation that never did anything turns everything on and consents to everything.
    pub fn everything_granted(at: Timestamp, by: &str) -> Vec<Happened> {
        Enabling::default().steps_to(Insights::ALL, at, by)
    }

    /// Returns whether an event can happen at a moment.
    ///
    /// # Errors
    ///
    /// [`NotPossible`], with what has to happen first.
    pub fn check(&self, event: &Event, at: Timestamp) -> Result<(), NotPossible> {
        let stage = self.stage(at);
        let on = match stage {
            Stage::Off => Err(NotPossible::Off),
            Stage::Lapsed => Err(NotPossible::Lapsed),
            _ => Ok(()),
        };
        let any = |which: &BTreeSet<Insights>, fits: &dyn Fn(&Kind) -> bool, otherwise| match which {
            it if it.is_empty() => Err(NotPossible::NothingNamed),
            it if it.iter().any(|it| fits(self.kind(*it))) => Ok(()),
            _ => Err(otherwise),
        };
        match event {
            Event::Enabled if on.is_ok() => Err(NotPossible::AlreadyOn),
            Event::Enabled => Ok(()),
            // Turning off what turned itself off is a decision like any other.
            Event::Disabled if stage == Stage::Off => Err(NotPossible::Off),
            Event::Disabled => Ok(()),
            Event::ContributorsChosen(Contributors::Roles(roles)) if roles.is_empty() => Err(NotPossible::NoRole),
            Event::ContributorsChosen(_) | Event::FeaturesSwitched(_) => on,
            Event::ConsentGiven(given) => {
                on?;
                let erasing = |it: &Insights| self.kind(*it).is_being_erased();
                match given.insights.is_empty() {
                    true => Err(NotPossible::NothingNamed),
                    false if given.insights.iter().any(erasing) => Err(NotPossible::StillErasing),
                    false => Ok(()),
                }
            }
            // Leaving people out is possible at any time.
            Event::GroupsExcluded { .. } => Ok(()),
            Event::Withdrawn(which) => any(which, &|it| it.granted.is_some(), NotPossible::NotGranted),
            Event::RowsGone(which) => any(which, &Kind::is_being_erased, NotPossible::NotWithdrawn),
            Event::FilesGone(which) => any(which, &Kind::has_files_left, NotPossible::NotWithdrawn),
        }
    }

    /// Takes over one event. What was not possible at its moment changes nothing.
    pub fn take(&mut self, happened: &Happened) {
        let Happened { at, by, event } = happened;
        if self.check(event, *at).is_err() {
            return;
        }
        let stamp = || Stamp { at: *at, by: by.clone() };
        match event {
            Event::Enabled => {
                self.note_lapse(*at);
                self.enabled = Some(stamp());
                self.switched = Some(Features::ON);
                self.answered = self.kinds.iter().any(|it| it.granted.is_some());
            }
            Event::Disabled => {
                self.note_lapse(*at);
                self.enabled = None;
            }
            Event::ContributorsChosen(it) => self.contributors = it.clone(),
            Event::FeaturesSwitched(it) => self.switched = Some(*it),
            Event::ConsentGiven(given) => {
                for kind in &given.insights {
                    self.kinds[*kind as usize].granted.get_or_insert_with(stamp);
                }
                self.answered = true;
                self.excluded = given.excluded.clone();
                self.mode = given.mode;
            }
            Event::GroupsExcluded { groups, .. } => self.excluded = groups.clone(),
            Event::Withdrawn(which) => {
                for kind in self.each_of(which).filter(|it| it.granted.is_some()) {
                    kind.granted = None;
                    kind.withdrawal = Some(Withdrawal { stamp: stamp(), rows_gone: None, files_gone: None });
                }
            }
            Event::RowsGone(which) => {
                let erased = self.each_of(which).filter(|it| it.is_being_erased());
                erased.flat_map(|it| &mut it.withdrawal).for_each(|it| it.rows_gone = Some(*at));
            }
            Event::FilesGone(which) => {
                let erased = self.each_of(which).filter(|it| it.has_files_left());
                erased.flat_map(|it| &mut it.withdrawal).for_each(|it| it.files_gone = Some(*at));
            }
        }
    }

    fn each_of<'a>(&'a mut self, which: &'a BTreeSet<Insights>) -> impl Iterator<Item = &'a mut Kind> {
        Insights::ALL.into_iter().zip(&mut self.kinds).filter(|(kind, _)| which.contains(kind)).map(|it| it.1)
    }

    fn note_lapse(&mut self, at: Timestamp) {
        if self.stage(at) == Stage::Lapsed {
            self.lapsed.extend(self.lapses_at());
        }
    }

    /// Returns how far the organisation has come.
    pub fn stage(&self, now: Timestamp) -> Stage {
        match (&self.enabled, self.lapses_at()) {
            (None, _) => Stage::Off,
            (Some(_), _) if self.kinds.iter().any(|it| it.granted.is_some()) => Stage::Consented,
            (Some(_), None) => Stage::Withdrawn,
            (Some(_), Some(lapses_at)) if now < lapses_at => Stage::Awaiting,
            _ => Stage::Lapsed,
        }
    }

    /// Returns when it was turned on and by whom; `None` while it is off.
    pub fn enabled(&self) -> Option<&Stamp> {
        self.enabled.as_ref()
    }

    /// Returns when it turns itself off, or did; `None` if it is off, or somebody consented since.
    pub fn lapses_at(&self) -> Option<Timestamp> {
        let enabled = self.enabled.as_ref().filter(|_| !self.answered)?;
        Some(later(enabled.at, SignedDuration::from_hours(24 * AWAITED_DAYS)))
    }

    /// Returns how many days are left to consent, one that has begun as a whole one; `None` if none is awaited.
    pub fn days_left(&self, now: Timestamp) -> Option<i64> {
        let left = self.lapses_at().filter(|_| self.stage(now) == Stage::Awaiting)?.duration_since(now);
        Some((left.as_secs() + 86_399) / 86_400)
    }

    /// Returns which features are on.
    pub fn features(&self, now: Timestamp) -> Features {
        match self.stage(now) {
            Stage::Awaiting | Stage::Consented => self.switched.unwrap_or(Features::OFF),
            Stage::Off | Stage::Lapsed | Stage::Withdrawn => Features::OFF,
        }
    }

    /// Returns the kinds of insight that may be shown.
    pub fn in_force(&self) -> BTreeSet<Insights> {
        let granted = Insights::ALL.into_iter().filter(|it| self.kind(*it).granted.is_some());
        granted.filter(|_| self.enabled.is_some()).collect()
    }

    /// Returns what mailboxes may be read for. Identifiable insights are no purpose while both features are switched
    /// off; without any purpose nothing is read.
    pub fn purposes(&self) -> BTreeSet<Insights> {
        let mut purposes = self.in_force();
        if self.switched.is_none_or(|it| it == Features::OFF) {
            purposes.remove(&Insights::Identifiable);
        }
        purposes
    }

    /// Returns what the policy asks of an organisation, as far as it follows from enabling and consent; where the
    /// published insights come from is for the caller to say.
    pub fn policy(&self, now: Timestamp) -> InForce {
        let Features { who_knows_whom, analytics } = self.features(now);
        InForce { insights: self.in_force(), who_knows_whom, analytics, ..InForce::default() }
    }

    /// Returns what became of one kind of insight.
    pub fn kind(&self, insights: Insights) -> &Kind {
        &self.kinds[insights as usize]
    }

    /// Returns the kinds that were withdrawn and of which rows are left.
    pub fn to_erase(&self) -> BTreeSet<Insights> {
        Insights::ALL.into_iter().filter(|it| self.kind(*it).is_being_erased()).collect()
    }

    /// Returns whose mailboxes may be used.
    pub fn contributors(&self) -> &Contributors {
        &self.contributors
    }

    /// Returns the groups that are left out.
    pub fn excluded(&self) -> &BTreeSet<GroupId> {
        &self.excluded
    }

    /// Returns whether colleagues take part by themselves.
    pub fn mode(&self) -> Mode {
        self.mode
    }
}

impl Kind {
    /// Returns whether it was withdrawn and rows are left.
    pub fn is_being_erased(&self) -> bool {
        self.withdrawal.as_ref().is_some_and(|it| it.rows_gone.is_none())
    }

    /// Returns whether its rows are gone and files are left.
    pub fn has_files_left(&self) -> bool {
        self.withdrawal.as_ref().is_some_and(|it| it.rows_gone.is_some() && it.files_gone.is_none())
    }
}

impl Withdrawal {
    /// Returns until when it is gone, if the log keeps its files for so many days after their rows are gone. What is
    /// promised is never exceeded: 24 hours and 30 days.
    pub fn deadlines(&self, files_kept_days: i64) -> Deadlines {
        let at = self.stamp.at;
        let rows = later(at, SignedDuration::from_hours(ROWS_WITHIN_HOURS));
        let files = later(self.rows_gone.unwrap_or(rows), SignedDuration::from_hours(24 * files_kept_days));
        let promised = later(at, SignedDuration::from_hours(24 * FILES_WITHIN_DAYS));
        Deadlines { out_of_sight: at, rows, files: files.min(promised) }
    }
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

impl Stage {
    /// Returns the word used in the API.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Off => "off",
            Stage::Awaiting => "awaiting",
            Stage::Lapsed => "lapsed",
            Stage::Consented => "consented",
            Stage::Withdrawn => "withdrawn",
        }
    }
}
