//! Comparison: the won deals an opportunity is compared with, and their figures.
//!
//! Every deal is looked at over a window of the same length that ends on the day it was won, for only such windows can
//! be laid beside each other. Cost: every closed deal once (a row), and the series of at most a hundred.

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::Date;
use relata_model::health::formula::LOOK_BACK_DAYS;
use relata_model::kpi::{Averages, Kpis, Window};
use relata_model::similar::{ClosedDeal, Facts, Similar};
use relata_model::{RecordKind, RecordNumber};
use serde::Serialize;
use utoipa::ToSchema;

use crate::analysed::Analysed;
use crate::kpis::business_hours;
use crate::{ApiResult, ApiState};

/// An account with more contacts is no larger to us.
const MOST_CONTACTS: u32 = 5000;

/// The won deals an opportunity is compared with.
pub(crate) struct Comparison {
    pub(crate) similar: Similar<RecordNumber>,
    /// In the order of `similar`.
    pub(crate) deals: Vec<ComparedDeal>,
}

/// So many won and so many lost deals are looked at, the newest, so that a page costs the same in every organisation.
const DEALS_OF_EACH: u32 = 500;

/// A won deal with its figures.
pub(crate) struct ComparedDeal {
    pub(crate) similarity: Option<u8>,
    pub(crate) deal: relata_store::ClosedDeal,
    pub(crate) kpis: Kpis,
}

/// What was usual in the deals compared with; each counts once.
#[derive(Serialize, ToSchema)]
pub struct SimilarAverages {
    deals: u32,
    emails_us: f64,
    emails_them: f64,
    /// Of both sides.
    meetings: f64,
    /// Of both sides.
    calls: f64,
    team_hours_per_week: f64,
    customer_hours_per_week: f64,
    /// The mean of the deals' medians.
    #[schema(required)]
    response_us_hours: Option<f64>,
    #[schema(required)]
    response_them_hours: Option<f64>,
    #[schema(required)]
    response_rate_us: Option<f64>,
    #[schema(required)]
    response_rate_them: Option<f64>,
}

impl Comparison {
    /// Compares an opportunity over windows of so many days.
    pub(crate) async fn of(state: &ApiState, it: &Analysed, days: u16) -> ApiResult<Comparison> {
        let own = it.page.number;
        // What was closed before history begins was no silence, it is only not known.
        let since = it.run.computed_for.saturating_sub(LOOK_BACK_DAYS.days());
        let is_known = |it: &relata_store::ClosedDeal| it.closed_on.is_none_or(|it| it >= since);
        let all = state.store.closed_deals(DEALS_OF_EACH).await?.into_iter();
        let all = all.filter(|it| it.record != own && is_known(it));
        let mut all: HashMap<RecordNumber, relata_store::ClosedDeal> = all.map(|it| (it.record, it)).collect();
        let currency = it.page.currency.as_deref();
        let closed: Vec<ClosedDeal<RecordNumber>> = all.values().map(|it| closed(it, currency, since)).collect();
        let similar = Similar::among(&facts(state, it).await?, &closed);
        let hours = business_hours(it)?;
        let mut deals = Vec::with_capacity(similar.deals.len());
        for ranked in &similar.deals {
            let Some(deal) = all.remove(&ranked.deal) else { continue };
            let series = state.store.whole_series_of(ranked.deal).await?;
            let window = Window::last(days, deal.closed_on.unwrap_or(it.run.computed_for));
            let kpis = Kpis::of(&series, window, &hours);
            deals.push(ComparedDeal { similarity: ranked.similarity, deal, kpis });
        }
        Ok(Comparison { similar, deals })
    }

    /// Returns what was usual in these deals.
    pub(crate) fn averages(&self) -> Option<Averages> {
        Averages::of(&self.deals.iter().map(|it| it.kpis).collect::<Vec<_>>())
    }
}

/// What the open deal is like.
async fn facts(state: &ApiState, it: &Analysed) -> ApiResult<Facts> {
    let page = &it.page;
    let insight = state.store.record_insight(page.number).await?.filter(|_| page.created_on.is_some());
    let today = it.run.computed_for;
    let end = page.closed_on.or(page.close_on.map(|it| it.max(today))).unwrap_or(today);
    let facts = Facts {
        revenue: page.revenue,
        early_emails: insight.as_ref().map(|it| it.early_emails.into()),
        early_meetings: insight.as_ref().map(|it| it.early_meetings.into()),
        stakeholders: Some(page.stakeholders.len() as f64),
        account_contacts: account_contacts(state, it).await?,
        ..Facts::default()
    };
    Ok(facts.lasting(page.created_on, Some(end)))
}

/// How many contacts the account has, as far as that can matter.
async fn account_contacts(state: &ApiState, it: &Analysed) -> ApiResult<Option<f64>> {
    let Some((account, _)) = &it.page.account else { return Ok(None) };
    let records = state.store.records_of_account(account, MOST_CONTACTS).await?;
    Ok(Some(records.iter().filter(|it| it.kind == RecordKind::Contact).count() as f64))
}

/// What a closed deal was like. Money of another currency is not compared.
fn closed(deal: &relata_store::ClosedDeal, currency: Option<&str>, since: Date) -> ClosedDeal<RecordNumber> {
    let early = |it: u32| deal.created_on.filter(|it| *it >= since).map(|_| f64::from(it));
    let facts = Facts {
        revenue: deal.revenue.filter(|_| deal.currency.as_deref() == currency),
        early_emails: early(deal.early_emails),
        early_meetings: early(deal.early_meetings),
        stakeholders: Some(deal.stakeholders.into()),
        account_contacts: deal.account_contacts.map(f64::from),
        ..Facts::default()
    };
    ClosedDeal {
        deal: deal.record,
        won: deal.won,
        closed_on: deal.closed_on,
        facts: facts.lasting(deal.created_on, deal.closed_on),
    }
}

impl From<Averages> for SimilarAverages {
    fn from(it: Averages) -> Self {
        SimilarAverages {
            deals: it.deals,
            emails_us: it.emails_us,
            emails_them: it.emails_them,
            meetings: it.meetings,
            calls: it.calls,
            team_hours_per_week: it.team_hours_per_week,
            customer_hours_per_week: it.customer_hours_per_week,
            response_us_hours: it.response_us_hours,
            response_them_hours: it.response_them_hours,
            response_rate_us: it.response_rate_us,
            response_rate_them: it.response_rate_them,
        }
    }
}
