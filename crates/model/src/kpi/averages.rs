//! Averages: the figures of several deals, to compare one with.

use super::{Kpis, Party};

/// What was usual in several deals, each deal counting once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Averages {
    /// How many deals.
    pub deals: u32,
    /// Emails we wrote.
    pub emails_us: f64,
    /// Emails they wrote.
    pub emails_them: f64,
    /// Meetings of both sides.
    pub meetings: f64,
    /// Calls of both sides.
    pub calls: f64,
    /// Hours our people spent in a week.
    pub team_hours_per_week: f64,
    /// Hours the customer spent in a week.
    pub customer_hours_per_week: f64,
    /// The median hours we took to answer, over the deals in which we answered.
    pub response_us_hours: Option<f64>,
    /// The median hours they took to answer, over the deals in which they answered.
    pub response_them_hours: Option<f64>,
    /// The share of what we were asked that we answered, over the deals in which we were asked.
    pub response_rate_us: Option<f64>,
    /// The share of what they were asked that they answered, over the deals in which they were asked.
    pub response_rate_them: Option<f64>,
}

impl Averages {
    /// Returns the averages of deals' figures; `None` without a deal.
    ///
    /// Comparable are figures of windows of one length, each ending when its deal was won.
    pub fn of(deals: &[Kpis]) -> Option<Averages> {
        let mean = |figure: fn(&Kpis) -> f64| mean(deals.iter().map(figure)).unwrap_or_default();
        let known = |figure: fn(&Kpis) -> Option<f64>| mean_known(deals, figure);
        (!deals.is_empty()).then(|| Averages {
            deals: deals.len() as u32,
            emails_us: mean(|it| it.us.emails.into()),
            emails_them: mean(|it| it.them.emails.into()),
            meetings: mean(|it| f64::from(it.us.meetings) + f64::from(it.them.meetings)),
            calls: mean(|it| f64::from(it.us.calls) + f64::from(it.them.calls)),
            team_hours_per_week: mean(Kpis::team_hours_per_week),
            customer_hours_per_week: mean(Kpis::customer_hours_per_week),
            response_us_hours: known(|it| it.us.response.median_hours),
            response_them_hours: known(|it| it.them.response.median_hours),
            response_rate_us: known(|it| it.us.response_rate()),
            response_rate_them: known(|it| it.them.response_rate()),
        })
    }

    /// Returns the median hours a side took to answer.
    pub fn response_hours(&self, party: Party) -> Option<f64> {
        match party {
            Party::Us => self.response_us_hours,
            Party::Them => self.response_them_hours,
        }
    }
}

fn mean_known(deals: &[Kpis], figure: fn(&Kpis) -> Option<f64>) -> Option<f64> {
    mean(deals.iter().filter_map(figure))
}

fn mean(figures: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = figures.fold((0.0, 0_u32), |(sum, count), it| (sum + it, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::notation::kpis;

    #[test]
    fn each_deal_counts_once_and_only_where_it_has_the_figure() {
        let busy = kpis(
            7,
            "2026-03-30 emails 6/2 meetings 1/1 minutes 420/60\n2026-03-30T10:00 them asks\n2026-03-30T14:00 us answers 4h",
        );
        let quiet = kpis(7, "2026-03-30 emails 2/0 calls 0/1");
        let averages = Averages::of(&[busy, quiet]).unwrap();
        assert_eq!((averages.deals, averages.emails_us, averages.emails_them), (2, 4.0, 1.0));
        assert_eq!((averages.meetings, averages.calls), (1.0, 0.5));
        assert_eq!((averages.team_hours_per_week, averages.customer_hours_per_week), (3.5, 0.5));
        assert_eq!((averages.response_us_hours, averages.response_them_hours), (Some(4.0), None));
        assert_eq!((averages.response_rate_us, averages.response_rate_them), (Some(1.0), None));
        assert_eq!(Averages::of(&[]), None);
    }
}
