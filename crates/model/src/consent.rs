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

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::{Address, ColleagueId, Directory, Filter, Interaction};

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

    /// Returns whether a moment lies inside.
    pub fn contains(&self, at: Timestamp) -> bool {
        self.from <= at && self.to.is_none_or(|to| at < to)
    }
}

/// What the organisation granted, and every opt-out from it.
#[derive(Clone, Debug, Default)]
pub struct Consent {
    granted: BTreeSet<Insights>,
    opted_out: BTreeMap<ColleagueId, Vec<Interval>>,
    suppressed: BTreeSet<Address>,
}

impl Consent {
    /// Returns a consent to these kinds of insight, with no opt-outs yet.
    pub fn to(granted: impl IntoIterator<Item = Insights>) -> Consent {
        Consent { granted: granted.into_iter().collect(), ..Consent::default() }
    }

    /// Leaves a colleague out for a span of time: by own wish, or as member of a group that is left out.
    pub fn opt_out(&mut self, colleague: ColleagueId, during: Interval) {
        self.opted_out.entry(colleague).or_default().push(during);
    }

    /// Leaves an address out for ever: somebody outside who asked to be forgotten.
    pub fn suppress(&mut self, address: Address) {
        self.suppressed.insert(address);
    }

    /// Returns whether this kind of insight was granted.
    pub fn allows(&self, insights: Insights) -> bool {
        self.granted.contains(&insights)
    }

    /// Returns whether anything was granted at all.
    pub fn allows_any(&self) -> bool {
        !self.granted.is_empty()
    }

    /// Removes whoever opted out, then whatever lost its sender or relates nobody any more. What a CRM holds needs no
    /// grant, for the organisation wrote it there itself; opt-outs hold for it all the same.
    ///
    /// Returns what may be kept, and how many interactions were left out by which rule. The audience keeps
    /// counting those who left: how many were addressed is no trace of who.
    pub fn admit(&self, interactions: Vec<Interaction>, directory: &Directory) -> (Admitted, BTreeMap<Filter, u64>) {
        let mut left_out = BTreeMap::new();
        let mut admitted = Vec::with_capacity(interactions.len());
        for mut interaction in interactions {
            if !self.allows_any() && interaction.activity.is_none() {
                *left_out.entry(Filter::NoConsent).or_default() += 1;
                continue;
            }
            let at = interaction.at;
            interaction.participants.retain(|it| !self.is_left_out(&it.address, at, directory));
            if interaction.relates_somebody() {
                admitted.push(interaction);
            } else {
                *left_out.entry(Filter::OptedOut).or_default() += 1;
            }
        }
        (Admitted(admitted), left_out)
    }

    /// Returns whether a colleague is opted out at a moment.
    pub fn is_opted_out(&self, colleague: &ColleagueId, at: Timestamp) -> bool {
        self.opted_out.get(colleague).is_some_and(|it| it.iter().any(|interval| interval.contains(at)))
    }

    fn is_left_out(&self, address: &Address, at: Timestamp, directory: &Directory) -> bool {
        self.suppressed.contains(address)
            || directory.find(address).is_some_and(|entry| self.is_opted_out(&entry.id, at))
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

    use super::*;
    use crate::notation;

    /// The one place that knows the API; the tests below only say what happens.
    fn check(opt_outs: &[(&str, &str, Option<&str>)], given: &str, expected: Expect) {
        let directory = notation::directory("amber@us ben@us");
        let mut consent = Consent::to([Insights::Identifiable]);
        for (colleague, from, to) in opt_outs {
            let during = Interval { from: notation::moment(from), to: to.map(notation::moment) };
            consent.opt_out(ColleagueId((*colleague).to_owned()), during);
        }
        let interactions = notation::interactions(given, &directory);
        let (admitted, left_out) = consent.admit(interactions, &directory);
        let mut text = notation::print(admitted.interactions());
        for (rule, count) in left_out {
            text += &format!("left out: {} {count}\n", rule.name());
        }
        expected.assert_eq(&text);
    }

    #[test]
    fn an_opted_out_colleague_leaves_no_trace_in_a_colleagues_mail() {
        check(
            &[("amber@us", "2026-03-01", None)],
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
            &[("amber@us", "2026-03-01", Some("2026-04-01"))],
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
    fn without_a_grant_only_what_a_crm_holds_is_kept() {
        let directory = notation::directory("amber@us");
        let given = "2026-03-02 email amber@us -> lea@acme\n2026-03-03 call amber@us -> lea@acme in crm";
        let interactions = notation::interactions(given, &directory);
        let (admitted, left_out) = Consent::default().admit(interactions, &directory);
        assert_eq!(notation::print(admitted.interactions()), "2026-03-03 call amber@us -> lea@acme in crm\n");
        assert_eq!(left_out, BTreeMap::from([(Filter::NoConsent, 1)]));
    }

    #[test]
    fn admitting_twice_changes_nothing() {
        let directory = notation::directory("amber@us ben@us");
        let mut consent = Consent::to([Insights::Identifiable]);
        consent.opt_out(ColleagueId("ben@us".to_owned()), Interval::since(notation::moment("2026-01-01")));
        let given = notation::interactions("2026-03-02 email amber@us -> lea@acme, ben@us", &directory);
        let (once, _) = consent.admit(given, &directory);
        let (twice, _) = consent.admit(once.interactions().to_vec(), &directory);
        assert_eq!(once, twice);
    }
}
