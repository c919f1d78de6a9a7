//! Consent: whose interactions may be kept, and from when.
//!
//! ```text
//! Interaction ──▶ Consent::admit ──▶ Admitted ──▶ interaction log
//! ```
//!
//! **Invariant:** the interaction log appends [`Admitted`] and nothing else, and only [`Consent::admit`]
//! makes one. There is no way around the filter, so no caller can forget it.
//!
//! **Invariant:** a colleague leaves no trace for the time they were opted out, even in mail that lies in
//! someone else's mailbox, and however late that mail arrives.
//!
//! A colleague counts in mailbox data of a moment if the organisation consented, they contribute, they were in no
//! group that is left out, and they had not opted out; in opt-in mode, if they had opted in. Of what a CRM holds only
//! opt-outs and flags take anybody out. [`Consent::standing_of`] says which of these it is.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;

use crate::directory::Entry;
use crate::{Address, ColleagueId, Directory, Filter, GroupId, Interaction, Suppression};

/// The three kinds of insight, each consented to separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Insights {
    /// A user's own data, visible to that user alone.
    ForEachUser = 0,
    /// De-identified figures, visible to everyone.
    Aggregated = 1,
    /// Individual users' data, visible to those whose role allows.
    Identifiable = 2,
}

impl Insights {
    /// Every kind.
    pub const ALL: [Insights; 3] = [Insights::ForEachUser, Insights::Aggregated, Insights::Identifiable];

    /// Returns the word used in texts, settings and the API.
    pub fn name(self) -> &'static str {
        match self {
            Insights::ForEachUser => "for_each_user",
            Insights::Aggregated => "aggregated",
            Insights::Identifiable => "identifiable",
        }
    }

    /// Returns the kind of that name.
    pub fn named(name: &str) -> Option<Insights> {
        Insights::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Returns it in words for a person.
    pub fn words(self) -> &'static str {
        match self {
            Insights::ForEachUser => "insights for each user",
            Insights::Aggregated => "aggregated insights",
            Insights::Identifiable => "identifiable insights",
        }
    }
}

/// A span of time, `[from, to)`; open at the end while `to` is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interval {
    /// The first moment inside.
    pub from: Timestamp,
    /// The first moment after it.
    pub to: Option<Timestamp>,
}

impl Interval {
    /// Returns the interval that begins at a moment and has not ended.
    pub fn since(from: Timestamp) -> Interval {
        Interval { from, to: None }
    }

    /// Returns the interval that never began and has not ended.
    pub fn ever() -> Interval {
        Interval::since(Timestamp::MIN)
    }

    /// Returns whether a moment lies inside.
    pub fn contains(&self, at: Timestamp) -> bool {
        self.from <= at && self.to.is_none_or(|to| at < to)
    }
}

/// What the organisation granted, and every exception from it.
#[derive(Clone, Debug, Default)]
pub struct Consent {
    granted: BTreeSet<Insights>,
    /// `None`: everybody.
    contributors: Option<BTreeSet<ColleagueId>>,
    opt_in_only: bool,
    exceptions: HashMap<ColleagueId, Exceptions>,
    suppression: Suppression,
}

/// What is particular about one colleague.
#[derive(Clone, Debug, Default)]
struct Exceptions {
    opted_out: Vec<Interval>,
    opted_in: Vec<Interval>,
    excluded: Vec<(GroupId, Interval)>,
    flagged: bool,
}

/// Whether a colleague's mailbox data of a moment may be used, or what speaks against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Participation {
    /// They may.
    Contributing,
    /// An administrator marked the colleague: nothing about them is analysed, at any time.
    Flagged,
    /// They opted out.
    OptedOut,
    /// They were a member of a group that is left out.
    ExcludedGroup(GroupId),
    /// The administrator chose whose mailboxes are used, and theirs is not among them.
    NotAContributor,
    /// Colleagues take part only after they opt in, and they had not.
    WaitingForOptIn,
}

impl Participation {
    /// Returns the word used in the API.
    pub fn name(&self) -> &'static str {
        match self {
            Participation::Contributing => "contributing",
            Participation::Flagged => "flagged",
            Participation::OptedOut => "opted_out",
            Participation::ExcludedGroup(_) => "excluded_group",
            Participation::NotAContributor => "not_a_contributor",
            Participation::WaitingForOptIn => "waiting_for_opt_in",
        }
    }
}

impl Consent {
    /// Returns a consent to these kinds of insight, with no exceptions yet.
    pub fn to(granted: impl IntoIterator<Item = Insights>) -> Consent {
        Consent { granted: granted.into_iter().collect(), ..Consent::default() }
    }

    /// Lets only these colleagues contribute.
    pub fn contribute(&mut self, contributors: BTreeSet<ColleagueId>) {
        self.contributors = Some(contributors);
    }

    /// Lets colleagues take part only for the time they had opted in.
    pub fn ask_everybody_first(&mut self) {
        self.opt_in_only = true;
    }

    /// Leaves a colleague out for a span of time, by own wish.
    pub fn opt_out(&mut self, colleague: ColleagueId, during: Interval) {
        self.exceptions.entry(colleague).or_default().opted_out.push(during);
    }

    /// Lets a colleague take part for a span of time, by own wish.
    pub fn opt_in(&mut self, colleague: ColleagueId, during: Interval) {
        self.exceptions.entry(colleague).or_default().opted_in.push(during);
    }

    /// Leaves a colleague out for a span of time, as a member of a group.
    pub fn exclude(&mut self, colleague: ColleagueId, group: GroupId, during: Interval) {
        self.exceptions.entry(colleague).or_default().excluded.push((group, during));
    }

    /// Leaves a colleague out at all times.
    pub fn flag(&mut self, colleague: ColleagueId) {
        self.exceptions.entry(colleague).or_default().flagged = true;
    }

    /// Leaves everybody on a list out, for ever: who asked to be forgotten.
    pub fn suppress(&mut self, suppression: Suppression) {
        self.suppression = suppression;
    }

    /// Returns whether this kind of insight was granted.
    pub fn allows(&self, insights: Insights) -> bool {
        self.granted.contains(&insights)
    }

    /// Returns whether anything was granted at all.
    pub fn allows_any(&self) -> bool {
        !self.granted.is_empty()
    }

    /// Removes whoever does not take part, then whatever lost its sender, its last colleague or everybody it
    /// related.
    ///
    /// `owner` is whose mailbox the interactions lie in: for the time they did not take part, nothing of it is kept.
    /// What a CRM holds needs no grant and no contribution, for the organisation wrote it there itself; opt-outs and
    /// flags hold for it all the same.
    ///
    /// Returns what may be kept, and how many interactions were left out by which rule. The audience keeps
    /// counting those who left: how many were addressed is no trace of who.
    pub fn admit(
        &self,
        interactions: Vec<Interaction>,
        directory: &Directory,
        owner: Option<&ColleagueId>,
    ) -> (Admitted, BTreeMap<Filter, u64>) {
        let mut left_out = BTreeMap::new();
        let mut admitted = Vec::with_capacity(interactions.len());
        for mut interaction in interactions {
            let data = if interaction.activity.is_some() { Data::Crm } else { Data::Mailbox };
            if data == Data::Mailbox && !self.allows_any() {
                *left_out.entry(Filter::NoConsent).or_default() += 1;
                continue;
            }
            let at = interaction.at;
            let whose = owner.and_then(|it| directory.get(it)).filter(|_| data == Data::Mailbox);
            let whose_counts = whose.is_none_or(|it| self.counts(it, at, data));
            interaction.participants.retain(|it| !self.is_left_out(&it.address, at, directory, data));
            if whose_counts && interaction.counts() {
                admitted.push(interaction);
            } else {
                *left_out.entry(Filter::OptedOut).or_default() += 1;
            }
        }
        (Admitted(admitted), left_out)
    }

    /// Returns whether a colleague's mailbox data of a moment may be used, as far as it depends on the colleague;
    /// of what speaks against it, the most particular.
    pub fn standing_of(&self, colleague: &ColleagueId, at: Timestamp) -> Participation {
        let contributes = self.contributors.as_ref().is_none_or(|it| it.contains(colleague));
        let none = Exceptions::default();
        let exceptions = self.exceptions.get(colleague).unwrap_or(&none);
        if exceptions.flagged {
            Participation::Flagged
        } else if exceptions.has_opted_out(at) {
            Participation::OptedOut
        } else if let Some(group) = exceptions.excluded_by(at) {
            Participation::ExcludedGroup(group.clone())
        } else if !contributes {
            Participation::NotAContributor
        } else if self.opt_in_only && !exceptions.has_opted_in(at) {
            Participation::WaitingForOptIn
        } else {
            Participation::Contributing
        }
    }

    /// Returns whether somebody of the directory counts at a moment: [`Consent::standing_of`], for every interaction
    /// there is. Guests, rooms and shared mailboxes contribute nothing of their own, so nobody chose them.
    fn counts(&self, entry: &Entry, at: Timestamp, data: Data) -> bool {
        let exceptions = self.exceptions.get(&entry.id);
        if exceptions.is_some_and(|it| it.flagged || it.has_opted_out(at)) {
            return false;
        }
        if data == Data::Crm {
            return true;
        }
        let chosen = !entry.standing.is_colleague()
            || (self.contributors.as_ref().is_none_or(|it| it.contains(&entry.id))
                && (!self.opt_in_only || exceptions.is_some_and(|it| it.has_opted_in(at))));
        chosen && exceptions.is_none_or(|it| it.excluded_by(at).is_none())
    }

    /// Returns whether nothing may be noted of an address at a moment, in a mailbox or in a CRM.
    pub fn leaves_out(&self, address: &Address, at: Timestamp, directory: &Directory, of_a_crm: bool) -> bool {
        self.is_left_out(address, at, directory, if of_a_crm { Data::Crm } else { Data::Mailbox })
    }

    fn is_left_out(&self, address: &Address, at: Timestamp, directory: &Directory, data: Data) -> bool {
        self.suppression.has(address) || directory.find(address).is_some_and(|entry| !self.counts(entry, at, data))
    }
}

/// Where an interaction was seen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Data {
    Mailbox,
    Crm,
}

impl Exceptions {
    fn has_opted_out(&self, at: Timestamp) -> bool {
        self.opted_out.iter().any(|it| it.contains(at))
    }

    fn has_opted_in(&self, at: Timestamp) -> bool {
        self.opted_in.iter().any(|it| it.contains(at))
    }

    fn excluded_by(&self, at: Timestamp) -> Option<&GroupId> {
        self.excluded.iter().find(|it| it.1.contains(at)).map(|it| &it.0)
    }
}

/// Interactions that passed [`Consent::admit`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admitted(Vec<Interaction>);

impl Admitted {
    /// Returns what was admitted.
    pub fn interactions(&self) -> &[Interaction] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;
    use crate::notation;
    use crate::suppression::SuppressionKey;

    /// What a line of exceptions says: `opted_out amber@us 2026-03-01..`, `excluded_group legal amber@us ..2026-03-01`,
    /// `opted_in …`, `flagged amber@us`, `contributors amber@us ben@us`, `opt_in_mode`.
    fn consent(exceptions: &str) -> Consent {
        let mut consent = Consent::to([Insights::Identifiable]);
        for line in exceptions.lines().map(str::trim).filter(|it| !it.is_empty()) {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words[..] {
                ["opt_in_mode"] => consent.ask_everybody_first(),
                ["contributors", ..] => consent.contribute(words[1..].iter().map(|it| colleague(it)).collect()),
                ["flagged", who] => consent.flag(colleague(who)),
                ["opted_out", who, when] => consent.opt_out(colleague(who), during(when)),
                ["opted_in", who, when] => consent.opt_in(colleague(who), during(when)),
                ["excluded", group, who, when] => {
                    consent.exclude(colleague(who), GroupId(group.to_owned()), during(when));
                }
                _ => panic!("`{line}` is no exception"),
            }
        }
        consent
    }

    fn colleague(text: &str) -> ColleagueId {
        ColleagueId(text.to_owned())
    }

    fn during(text: &str) -> Interval {
        let (from, to) = text.split_once("..").unwrap();
        let from = if from.is_empty() { Timestamp::MIN } else { notation::moment(from) };
        Interval { from, to: (!to.is_empty()).then(|| notation::moment(to)) }
    }

    /// The one place that knows the API; the tests below only say what happens. Interactions lie in the mailbox of
    /// nobody in particular, or of whom `owner` names.
    fn check_in(owner: Option<&str>, exceptions: &str, given: &str, expected: Expect) {
        let directory = notation::directory("amber@us ben@us gus@guest:guest");
        let interactions = notation::interactions(given, &directory);
        let owner = owner.map(colleague);
        let (admitted, left_out) = consent(exceptions).admit(interactions, &directory, owner.as_ref());
        let mut text = notation::print(admitted.interactions());
        for (rule, count) in left_out {
            text += &format!("left out: {} {count}\n", rule.name());
        }
        expected.assert_eq(&text);
    }

    fn check(exceptions: &str, given: &str, expected: Expect) {
        check_in(None, exceptions, given, expected);
    }

    #[test]
    fn an_opted_out_colleague_leaves_no_trace_in_a_colleagues_mail() {
        check(
            "opted_out amber@us 2026-03-01..",
            "2026-03-02 email ben@us -> lea@acme, amber@us
             2026-03-03 email amber@us -> lea@acme, ben@us
             2026-03-04 email lea@acme -> amber@us",
            expect![[r#"
                2026-03-02 email ben@us -> lea@acme
                left out: opted_out 2
            "#]],
        );
    }

    #[test]
    fn an_opt_out_is_an_interval_and_late_mail_falls_into_it_all_the_same() {
        check(
            "opted_out amber@us 2026-03-01..2026-04-01",
            "2026-04-02 email amber@us -> lea@acme
             2026-03-31 email amber@us -> lea@acme
             2026-02-28 email amber@us -> lea@acme",
            expect![[r#"
                2026-04-02 email amber@us -> lea@acme
                2026-02-28 email amber@us -> lea@acme
                left out: opted_out 1
            "#]],
        );
    }

    #[test]
    fn nothing_is_kept_for_the_time_inside_a_group_that_is_left_out() {
        check(
            "excluded legal amber@us ..2026-02-01
             excluded board amber@us 2026-03-01..2026-04-01",
            "2026-01-31 email amber@us -> lea@acme
             2026-02-01 email amber@us -> lea@acme
             2026-03-31 email lea@acme -> amber@us, ben@us
             2026-04-01 email lea@acme -> amber@us",
            expect![[r#"
                2026-02-01 email amber@us -> lea@acme
                2026-03-31 email lea@acme -> ben@us
                2026-04-01 email lea@acme -> amber@us
                left out: opted_out 1
            "#]],
        );
    }

    #[test]
    fn only_contributors_are_kept_from_mailboxes() {
        check(
            "contributors ben@us",
            "2026-03-02 email amber@us -> lea@acme
             2026-03-02 email ben@us -> lea@acme, amber@us
             2026-03-02 email ben@us -> gus@guest
             2026-03-02 call amber@us -> lea@acme in crm",
            expect![[r#"
                2026-03-02 email ben@us -> lea@acme
                2026-03-02 email ben@us -> gus@guest
                2026-03-02 call amber@us -> lea@acme in crm
                left out: opted_out 1
            "#]],
        );
    }

    #[test]
    fn in_opt_in_mode_nobody_takes_part_before_they_said_so() {
        check(
            "opt_in_mode
             opted_in ben@us 2026-03-01..2026-04-01",
            "2026-02-28 email ben@us -> lea@acme
             2026-03-02 email ben@us -> lea@acme, amber@us
             2026-04-01 email ben@us -> lea@acme
             2026-03-02 email amber@us -> lea@acme
             2026-03-02 meeting amber@us -> lea@acme in crm",
            expect![[r#"
                2026-03-02 email ben@us -> lea@acme
                2026-03-02 meeting amber@us -> lea@acme in crm
                left out: opted_out 3
            "#]],
        );
    }

    #[test]
    fn of_a_crm_only_opt_outs_and_flags_take_anybody_out() {
        check(
            "excluded legal ben@us ..
             opted_out amber@us 2026-03-01..",
            "2026-03-02 email amber@us -> lea@acme in crm
             2026-03-03 email ben@us -> lea@acme, amber@us in crm",
            expect![[r#"
                2026-03-03 email ben@us -> lea@acme in crm
                left out: opted_out 1
            "#]],
        );
        check(
            "flagged ben@us",
            "2001-03-02 email ben@us -> lea@acme in crm
             2026-03-03 email amber@us -> lea@acme, ben@us",
            expect![[r#"
                2026-03-03 email amber@us -> lea@acme
                left out: opted_out 1
            "#]],
        );
    }

    #[test]
    fn nothing_is_kept_of_the_mailbox_of_somebody_who_does_not_take_part() {
        let given = "2026-03-02 email ben@us -> lea@acme, amber@us
                     2026-02-02 email ben@us -> lea@acme, amber@us
                     2026-03-03 call ben@us -> lea@acme in crm";
        check_in(
            Some("amber@us"),
            "opted_out amber@us 2026-03-01..",
            given,
            expect![[r#"
            2026-02-02 email ben@us -> lea@acme, amber@us
            2026-03-03 call ben@us -> lea@acme in crm
            left out: opted_out 1
        "#]],
        );
        check_in(
            Some("amber@us"),
            "contributors ben@us",
            given,
            expect![[r#"
            2026-03-03 call ben@us -> lea@acme in crm
            left out: opted_out 2
        "#]],
        );
        check_in(
            Some("ben@us"),
            "contributors ben@us",
            given,
            expect![[r#"
            2026-03-02 email ben@us -> lea@acme
            2026-02-02 email ben@us -> lea@acme
            2026-03-03 call ben@us -> lea@acme in crm
        "#]],
        );
    }

    #[test]
    fn what_speaks_against_a_colleague_can_be_said() {
        let standing = |exceptions: &str| {
            let consent = consent(exceptions);
            ["2026-02-01", "2026-03-02"].map(|it| consent.standing_of(&colleague("amber@us"), notation::moment(it)))
        };
        use Participation::*;
        assert_eq!(standing(""), [Contributing, Contributing]);
        assert_eq!(standing("opted_out amber@us 2026-03-01.."), [Contributing, OptedOut]);
        assert_eq!(standing("contributors ben@us"), [NotAContributor, NotAContributor]);
        assert_eq!(standing("opt_in_mode\nopted_in amber@us 2026-03-01.."), [WaitingForOptIn, Contributing]);
        let all = "flagged amber@us\nopted_out amber@us ..\nexcluded legal amber@us ..\ncontributors ben@us";
        assert_eq!(standing(all), [Flagged, Flagged]);
        let legal = ExcludedGroup(GroupId("legal".to_owned()));
        assert_eq!(standing("excluded legal amber@us ..2026-03-01\nopt_in_mode"), [legal, WaitingForOptIn]);
    }

    #[test]
    fn without_a_grant_only_what_a_crm_holds_is_kept() {
        let directory = notation::directory("amber@us");
        let given = "2026-03-02 email amber@us -> lea@acme\n2026-03-03 call amber@us -> lea@acme in crm";
        let interactions = notation::interactions(given, &directory);
        let (admitted, left_out) = Consent::default().admit(interactions, &directory, None);
        assert_eq!(notation::print(admitted.interactions()), "2026-03-03 call amber@us -> lea@acme in crm\n");
        assert_eq!(left_out, BTreeMap::from([(Filter::NoConsent, 1)]));
    }

    #[test]
    fn who_asked_to_be_forgotten_is_left_out_and_mail_among_strangers_with_them() {
        let directory = notation::directory("amber@us ben@us");
        let key = SuppressionKey::new([7; 32]);
        let mut suppression = Suppression::with(key.clone());
        suppression.add(key.of(&Address::parse_unlisted("amber@us").unwrap()), None);
        let mut consent = Consent::to([Insights::Identifiable]);
        consent.suppress(suppression);
        let given = "2026-03-02 email ben@us -> lea@acme, amber@us\n2026-03-03 email lea@acme -> amber@us, max@acme";
        let (admitted, left_out) = consent.admit(notation::interactions(given, &directory), &directory, None);
        assert_eq!(notation::print(admitted.interactions()), "2026-03-02 email ben@us -> lea@acme\n");
        assert_eq!(left_out, BTreeMap::from([(Filter::OptedOut, 1)]));
    }

    #[test]
    fn admitting_twice_changes_nothing() {
        let directory = notation::directory("amber@us ben@us");
        let consent = consent("opted_out ben@us 2026-01-01..");
        let given = notation::interactions("2026-03-02 email amber@us -> lea@acme, ben@us", &directory);
        let (once, _) = consent.admit(given, &directory, None);
        let (twice, _) = consent.admit(once.interactions().to_vec(), &directory, None);
        assert_eq!(once, twice);
    }

    const PEOPLE: [&str; 3] = ["amber@us", "ben@us", "cleo@us"];

    fn instant(day: i64) -> Timestamp {
        Timestamp::from_second(day * 86_400).unwrap()
    }

    /// A span of days, `[from, to)`, of one of three colleagues.
    type Spans = Vec<(usize, i64, Option<i64>)>;

    fn spans() -> impl Strategy<Value = Spans> {
        prop::collection::vec((0..3_usize, 0..40_i64, prop::option::of(0..40_i64)), 0..6)
    }

    fn inside(spans: &Spans, who: usize, day: i64) -> bool {
        spans.iter().any(|(it, from, to)| *it == who && *from <= day && to.is_none_or(|to| day < to))
    }

    proptest! {
        /// Whatever anybody chose, whoever was a member of what, and in whatever order mail arrives: a colleague is in
        /// what is kept exactly if every single condition holds at the moment of the mail.
        #[test]
        fn the_gate_is_what_the_conditions_say(
            opted_out in spans(), opted_in in spans(), legal in spans(), board in spans(),
            flagged in prop::collection::vec(0..3_usize, 0..2),
            contributors in prop::option::of(prop::collection::btree_set(0..3_usize, 0..3)),
            asks_first in any::<bool>(),
            owner in prop::option::of(0..3_usize),
            late in prop::collection::vec((0..40_i64, 0..3_usize, 0..3_usize, any::<bool>()), 1..30),
        ) {
            let mut consent = Consent::to([Insights::Aggregated]);
            let id = |who: usize| colleague(PEOPLE[who]);
            let span = |(_, from, to): &(usize, i64, Option<i64>)| {
                Interval { from: instant(*from), to: to.map(instant) }
            };
            opted_out.iter().for_each(|it| consent.opt_out(id(it.0), span(it)));
            opted_in.iter().for_each(|it| consent.opt_in(id(it.0), span(it)));
            for (group, members) in [("legal", &legal), ("board", &board)] {
                members.iter().for_each(|it| consent.exclude(id(it.0), GroupId(group.to_owned()), span(it)));
            }
            flagged.iter().for_each(|it| consent.flag(id(*it)));
            if let Some(chosen) = &contributors {
                consent.contribute(chosen.iter().map(|it| id(*it)).collect());
            }
            if asks_first {
                consent.ask_everybody_first();
            }
            let in_crm = |who, day| !flagged.contains(&who) && !inside(&opted_out, who, day);
            let in_mailbox = |who, day| {
                in_crm(who, day)
                    && !inside(&legal, who, day)
                    && !inside(&board, who, day)
                    && contributors.as_ref().is_none_or(|it| it.contains(&who))
                    && (!asks_first || inside(&opted_in, who, day))
            };
            let directory = notation::directory(&PEOPLE.join(" "));
            for (day, from, to, crm) in late {
                let date = instant(day).strftime("%Y-%m-%d");
                let place = if crm { " in crm" } else { "" };
                let text = format!("{date} email {} -> lea@acme, {}{place}", PEOPLE[from], PEOPLE[to]);
                let given = notation::interactions(&text, &directory);
                let (admitted, _) = consent.admit(given, &directory, owner.map(id).as_ref());
                let counts = |who| if crm { in_crm(who, day) } else { in_mailbox(who, day) };
                let of_owner = crm || owner.is_none_or(|it| in_mailbox(it, day));
                let expected = if of_owner && counts(from) {
                    let there = if to != from && counts(to) { format!(", {}", PEOPLE[to]) } else { String::new() };
                    format!("{date} email {} -> lea@acme{there}{place}\n", PEOPLE[from])
                } else {
                    String::new()
                };
                prop_assert_eq!(notation::print(admitted.interactions()), expected);
                for who in 0..3 {
                    let contributing = consent.standing_of(&id(who), instant(day)) == Participation::Contributing;
                    prop_assert_eq!(contributing, in_mailbox(who, day));
                }
            }
        }
    }
}
