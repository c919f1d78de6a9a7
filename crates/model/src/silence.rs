//! Silence: whether a mailbox whose mail normally flows has been quiet for too long, hour by hour.
//!
//! What an hour should have brought is the mean of the same hour of the week in the eight weeks before the silence. Of an hour and its two
//! neighbours the least counts: clocks are put forward and back, and what begins at eight is not missed at seven. So the hours need no time
//! zone and no weekend; the mailbox has them in its own past.
//!
//! Counts of mail vary more than those of chance alone: there are busy days and holidays. So a day's count is taken for negative binomial,
//! a Poisson count whose rate varies from day to day as a gamma distribution with mean 1 and variance `v`
//! (Greenwood and Yule, *J. R. Stat. Soc.* 83, 1920). No message at all where `E` are expected then has the probability
//!
//! ```text
//! P = ∏ (1 + v·E)^(−1/v)      over each 24 hours of the silence; v: from the mailbox's own days, by moments, 0.05 at least
//! ```
//!
//! and the mailbox is silent where `P < 1/1,000 / 168`: were its mail what the rule takes it for, a mailbox would be told without a
//! cause in less than one of a thousand weeks, though it is asked after each of the week's 168 hours.
//!
//! What keeps everybody from writing (a holiday, a source that is out of order) is no silence of one mailbox: `E` is lowered to the share
//! that the others brought of theirs in the same hours. It is told once, of all, where it explains the silence of several.
//!
//! Start at [`silences`].

/// Hours of a week.
const WEEK: usize = 168;
const DAY: usize = 24;
/// Weeks that say how much mail an hour brings.
const WEEKS: usize = 8;
/// Fewer weeks say nothing.
const FEWEST_WEEKS: usize = 4;
/// A longer silence is told as of this length, in hours.
const LONGEST: usize = 28 * DAY;
/// Of a thousand weeks of a mailbox, in so many it may be told without a cause.
const FALSE_ALARMS: f64 = 1e-3;
/// No mailbox is believed to vary less from day to day: variance of the rate, as a share of its square.
const LEAST_VARIANCE: f64 = 0.05;
/// So many messages as expected are added to what the others brought: a few say little of a source.
const OTHERS_AT_LEAST: f64 = 10.0;
/// Several: so many, and this share of those that can be judged.
const SEVERAL: usize = 2;
const SEVERAL_SHARE: f64 = 0.1;

/// How many messages each hour of the past brought a mailbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// By hour, the one that ended last first; it ends with the first hour that is known.
    pub hours: Vec<u8>,
    /// So many hours at the beginning of it were not read yet.
    pub unread: usize,
}

/// Which mailboxes are silent, each for how many hours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Silences {
    /// Of each mailbox, in their order: `None` if it is not, or if nothing can be said.
    pub each: Vec<Option<usize>>,
    /// Several are silent because nearly all are.
    pub at_once: Option<AtOnce>,
}

/// A silence that all have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtOnce {
    /// How many mailboxes have been silent for longer than their own chance explains.
    pub silent: usize,
    /// Of how many that can be judged.
    pub of: usize,
    /// For how many hours; the median.
    pub hours: usize,
}

/// Returns which mailboxes of a source are silent. Their hours all end at the same time.
pub fn silences(mailboxes: &[Traffic]) -> Silences {
    let judged: Vec<Judged> = mailboxes.iter().map(Judged::of).collect();
    let all = Sums::of(mailboxes, &judged);
    let (mut silences, mut explained) = (Silences::default(), Vec::new());
    for it in &judged {
        let by_itself = it.is_silent(|_, _| 1.0);
        let is_silent = by_itself && it.is_silent(|hours, own| all.share_of_others(hours, own));
        silences.each.push(is_silent.then_some(it.quiet));
        if by_itself && !is_silent {
            explained.push(it.quiet);
        }
    }
    let of = judged.iter().filter(|it| it.variance.is_some()).count();
    if explained.len() >= SEVERAL && explained.len() as f64 >= SEVERAL_SHARE * of as f64 {
        explained.sort_unstable();
        silences.at_once = Some(AtOnce { silent: explained.len(), of, hours: explained[explained.len() / 2] });
    }
    silences
}

/// A mailbox with what its past lets expect.
struct Judged {
    unread: usize,
    /// Hours since its last message, as far as is told.
    quiet: usize,
    /// Messages to be expected in each of the last hours, the last first.
    expected: Vec<f64>,
    /// Of the rate, from day to day; `None`: nothing can be said.
    variance: Option<f64>,
}

impl Judged {
    fn of(mailbox: &Traffic) -> Judged {
        let Traffic { hours, unread } = mailbox;
        let quiet = hours.iter().position(|it| *it > 0).unwrap_or(hours.len());
        let means: Vec<f64> = (0..LONGEST + 2).map(|it| mean(hours, quiet, it)).collect();
        // Of each hour, its neighbours too: they are shifted by one, so that the last hour has a later one.
        let expected = means.windows(3).map(|it| it[0].min(it[1]).min(it[2])).collect();
        let unread = (*unread).min(LONGEST);
        Judged { unread, quiet: quiet.min(LONGEST), expected, variance: variance(hours, quiet) }
    }

    /// Returns whether chance does not explain the silence, given the share of what is expected that its hours could bring.
    fn is_silent(&self, share: impl Fn((usize, usize), f64) -> f64) -> bool {
        let Some(variance) = self.variance else { return false };
        let days = (self.unread..self.quiet).step_by(DAY).map(|from| (from, (from + DAY).min(self.quiet)));
        let ln_likelihood = days.map(|(from, to)| {
            let expected: f64 = self.expected[from..to].iter().sum();
            -(variance * expected * share((from, to), expected)).ln_1p() / variance
        });
        ln_likelihood.sum::<f64>() < (FALSE_ALARMS / WEEK as f64).ln()
    }
}

/// What all mailboxes brought up to each hour, and what was expected of them; the last hour first.
struct Sums(Vec<(f64, f64)>);

impl Sums {
    fn of(mailboxes: &[Traffic], judged: &[Judged]) -> Sums {
        let mut hours = vec![(0.0, 0.0); LONGEST];
        for (mailbox, it) in mailboxes.iter().zip(judged).filter(|it| it.1.variance.is_some()) {
            for (hour, sum) in hours.iter_mut().enumerate().skip(it.unread) {
                sum.0 += f64::from(mailbox.hours.get(hour).copied().unwrap_or(0));
                sum.1 += it.expected[hour];
            }
        }
        let add = |sum: &mut (f64, f64), it: (f64, f64)| {
            *sum = (sum.0 + it.0, sum.1 + it.1);
            Some(*sum)
        };
        Sums(std::iter::once((0.0, 0.0)).chain(hours).scan((0.0, 0.0), add).collect())
    }

    /// Returns which share of what was expected of them the others brought in these hours, in which one of whom `own` was expected brought
    /// nothing.
    fn share_of_others(&self, (from, to): (usize, usize), own: f64) -> f64 {
        let brought = self.0[to].0 - self.0[from].0;
        let expected = self.0[to].1 - self.0[from].1 - own;
        ((brought + OTHERS_AT_LEAST) / (expected.max(0.0) + OTHERS_AT_LEAST)).min(1.0)
    }
}

/// Returns the mean of the same hour in the weeks before the silence: of the hour `after - 1` hours before the last one.
fn mean(hours: &[u8], quiet: usize, after: usize) -> f64 {
    let weeks = (1..).map(|it| after + it * WEEK - 1).take_while(|it| *it < hours.len());
    let (mut sum, mut many) = (0.0, 0);
    for it in weeks.filter(|it| *it >= quiet).take(WEEKS) {
        (sum, many) = (sum + f64::from(hours[it]), many + 1);
    }
    if many < FEWEST_WEEKS { 0.0 } else { sum / many as f64 }
}

/// Returns how much a mailbox's rate varies among the same days of the week, by moments: what the variance of the counts is beyond their
/// mean, as a share of the mean's square. `None`: there were too few weeks before the silence, or nothing came in them.
fn variance(hours: &[u8], quiet: usize) -> Option<f64> {
    let days: Vec<f64> = hours.chunks_exact(DAY).map(|it| it.iter().map(|it| f64::from(*it)).sum()).collect();
    let (mut beyond, mut squares) = (0.0, 0.0);
    for weekday in 0..7 {
        let first = quiet.div_ceil(DAY).saturating_sub(weekday).div_ceil(7) * 7 + weekday;
        let same: Vec<f64> = days.iter().skip(first).step_by(7).take(WEEKS).copied().collect();
        if same.len() < FEWEST_WEEKS {
            return None;
        }
        let mean = same.iter().sum::<f64>() / same.len() as f64;
        let spread: f64 = same.iter().map(|it| (it - mean).powi(2)).sum();
        beyond += spread / (same.len() - 1) as f64 - mean;
        squares += mean * mean;
    }
    (squares > 0.0).then(|| (beyond / squares).max(LEAST_VARIANCE))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Ten weeks that ended on a Sunday, in which each hour from eight to seventeen of these days, Monday first, brought so many messages;
    /// then so many hours from Monday on that brought nothing.
    fn weeks(of: [u8; 7], silent: usize) -> Traffic {
        let hour = |it: usize| match it % DAY {
            8..=16 => of[it / DAY % 7],
            _ => 0,
        };
        let mut hours: Vec<u8> = (0..10 * WEEK).map(hour).chain(vec![0; silent]).collect();
        hours.reverse();
        Traffic { hours, unread: 0 }
    }

    /// Returns after how many hours of the week such a mailbox is told, alone in its source.
    fn told_after(of: [u8; 7]) -> Option<usize> {
        (0..4 * WEEK).find(|it| silences(&[weeks(of, *it)]).each[0].is_some())
    }

    const OFFICE: [u8; 7] = [6, 6, 6, 6, 6, 0, 0];

    #[test]
    fn the_more_mail_the_sooner_a_silence_is_told() {
        // The first and the last hour of work are not missed: clocks change. So nine hours of six are 42.
        let cases = [(22, "Mon 10"), (6, "Mon 12"), (3, "Mon 15"), (2, "Tue 10"), (1, "Wed 10")];
        for (an_hour, expected) in cases {
            let after = told_after([an_hour, an_hour, an_hour, an_hour, an_hour, 0, 0]).unwrap();
            let day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][after / DAY % 7];
            assert_eq!(format!("{day} {}", after % DAY), expected, "{an_hour} an hour");
        }
    }

    #[test]
    fn nights_and_weekends_are_quiet_where_they_always_are() {
        assert_eq!(silences(&[weeks(OFFICE, 9)]).each, [None]);
        // Since Sunday, and told on Monday: since the last message all the same.
        assert_eq!(silences(&[weeks(OFFICE, 12)]).each, [Some(12 + 7 + 2 * DAY)]);
        assert_eq!(silences(&[weeks([6; 7], 12)]).each, [Some(12 + 7)]);
    }

    #[test]
    fn of_new_mailboxes_and_those_with_little_mail_nothing_is_said() {
        let cut = |weeks_known: usize| {
            let mut it = weeks(OFFICE, 20);
            it.hours.truncate(20 + weeks_known * WEEK);
            silences(&[it]).each[0].is_some()
        };
        assert_eq!((cut(3), cut(4), cut(10)), (false, false, true));
        let mut seldom = weeks([0; 7], 20);
        for week in 0..10 {
            seldom.hours[20 + 7 * DAY * week + 60] = 1;
        }
        assert_eq!(silences(&[seldom, Traffic::default(), weeks([0; 7], 3)]).each, [None; 3]);
    }

    #[test]
    fn what_was_not_read_is_no_silence() {
        let mut it = weeks(OFFICE, 16);
        it.unread = 16;
        assert_eq!(silences(&[it]).each, [None]);
    }

    #[test]
    fn mail_that_varies_from_day_to_day_is_waited_for_longer() {
        let mut every_other_week = weeks(OFFICE, 13);
        for week in [1, 3, 5, 7] {
            every_other_week.hours[13 + week * WEEK..13 + (week + 1) * WEEK].fill(0);
        }
        assert!(silences(&[weeks(OFFICE, 13)]).each[0].is_some());
        assert_eq!(silences(&[every_other_week]).each, [None]);
    }

    #[test]
    fn what_keeps_all_from_writing_is_told_once() {
        let silent = || weeks(OFFICE, 15);
        let all: Vec<Traffic> = std::iter::repeat_with(silent).take(40).collect();
        let told = silences(&all);
        let at_once = AtOnce { silent: 40, of: 40, hours: 15 + 7 + 2 * DAY };
        assert_eq!((told.each, told.at_once), (vec![None; 40], Some(at_once)));
        // One of them, while the others write.
        let writes = || {
            let mut it = weeks(OFFICE, 15);
            it.hours[..7].fill(6);
            it
        };
        let one: Vec<Traffic> = std::iter::once(silent()).chain(std::iter::repeat_with(writes).take(39)).collect();
        let told = silences(&one);
        assert_eq!((told.each.iter().flatten().count(), told.at_once), (1, None));
        assert!(told.each[0].is_some());
    }

    #[test]
    fn a_mailbox_beside_one_with_little_mail_is_told_as_if_it_were_alone() {
        let seldom = weeks([0, 0, 1, 0, 0, 0, 0], 13);
        assert!(silences(&[weeks(OFFICE, 13), seldom]).each[0].is_some());
    }

    proptest! {
        #[test]
        fn who_brought_something_last_is_not_silent_and_a_longer_silence_is_no_less_of_one(
            counts in prop::collection::vec(0_u8..23, 7 * WEEK..10 * WEEK), silent in 1_usize..400, more in 1_usize..100,
        ) {
            let after = |silent: usize| {
                let hours = vec![0; silent].into_iter().chain([1]).chain(counts.iter().copied()).collect();
                silences(&[Traffic { hours, unread: 0 }]).each[0]
            };
            prop_assert_eq!(after(0), None);
            if let Some(quiet) = after(silent) {
                prop_assert_eq!(quiet, silent.min(LONGEST));
            }
            // Later the days are cut otherwise, so that the rule can waver by a day at most.
            if after(silent).is_some() && more >= 2 * DAY {
                prop_assert!(after(silent + more).is_some(), "{silent} and {more} more");
            }
        }

        #[test]
        fn fewer_messages_of_the_others_never_make_a_silence(others in prop::collection::vec(0_u8..23, 13), lowered in 0_u8..23) {
            let with = |least: u8| {
                let mut it = weeks(OFFICE, 13);
                it.hours.iter_mut().zip(&others).for_each(|(hour, count)| *hour = (*count).saturating_sub(least));
                silences(&[weeks(OFFICE, 13), it.clone(), it]).each[0].is_some()
            };
            prop_assert!(!with(lowered) || with(0));
        }
    }
}
