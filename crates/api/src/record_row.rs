//! A record as a row of a list.

use relata_model::Status;
use serde::Serialize;
use utoipa::ToSchema;

use crate::record_list::{Shown, StatusWord};
use crate::standing::{Standing, Touch};
use crate::wire::{Named, RecordKindWord};

/// A record with what lists show of it.
#[derive(Serialize, ToSchema)]
pub struct RecordRow {
    pub(crate) id: String,
    pub(crate) kind: RecordKindWord,
    pub(crate) name: String,
    #[schema(required)]
    pub(crate) title: Option<String>,
    #[schema(required)]
    pub(crate) company: Option<String>,
    #[schema(required)]
    pub(crate) email: Option<String>,
    #[schema(required)]
    pub(crate) account: Option<Named>,
    #[schema(required)]
    pub(crate) owner: Option<String>,
    pub(crate) status: StatusWord,
    #[schema(required)]
    pub(crate) stage: Option<String>,
    #[schema(required)]
    pub(crate) revenue: Option<f64>,
    #[schema(required)]
    pub(crate) currency: Option<String>,
    #[schema(required)]
    pub(crate) close_on: Option<String>,
    #[schema(required)]
    pub(crate) created_on: Option<String>,
    pub(crate) health: Standing,
    #[schema(required)]
    pub(crate) last: Option<Touch>,
    #[schema(required)]
    pub(crate) next: Option<Touch>,
    /// Of both sides, in 90 days; 0 also where the viewer may not see it, and health is `hidden`.
    pub(crate) emails: u32,
    pub(crate) meetings: u32,
    pub(crate) calls: u32,
    /// Names of the fields that sample data made up.
    pub(crate) invented: Vec<String>,
}

impl RecordRow {
    /// Returns a row with what the viewer may see of it.
    pub(crate) fn of(row: relata_store::RecordRow, shown: Shown) -> RecordRow {
        let health = Standing::of(&row, shown.health);
        let insight = row.insight.filter(|_| shown.activity);
        let insight = insight.as_ref();
        RecordRow {
            health,
            last: insight.and_then(|it| it.last).map(Touch::from),
            next: insight.and_then(|it| it.next).map(Touch::from),
            emails: insight.map_or(0, |it| it.emails),
            meetings: insight.map_or(0, |it| it.meetings),
            calls: insight.map_or(0, |it| it.calls),
            id: row.id.0,
            kind: row.kind.into(),
            name: row.name,
            title: row.title,
            company: row.company,
            email: row.email,
            account: row.account.map(Named::from),
            owner: row.owner,
            status: row.status.into(),
            stage: row.stage,
            revenue: row.revenue,
            currency: row.currency,
            close_on: row.close_on.map(|it| it.to_string()),
            created_on: row.created_on.map(|it| it.to_string()),
            invented: row.invented,
        }
    }
}

impl From<Status> for StatusWord {
    fn from(it: Status) -> Self {
        match it {
            Status::Open => StatusWord::Open,
            Status::Won => StatusWord::Won,
            Status::Lost => StatusWord::Lost,
            Status::Closed => StatusWord::Closed,
        }
    }
}

impl From<StatusWord> for Status {
    fn from(it: StatusWord) -> Self {
        match it {
            StatusWord::Open => Status::Open,
            StatusWord::Won => Status::Won,
            StatusWord::Lost => Status::Lost,
            StatusWord::Closed => Status::Closed,
        }
    }
}
