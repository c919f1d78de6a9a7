//! A record with everything shown of it on its page.

use jiff::civil::Date;
use relata_model::{PersonId, RecordId, RecordNumber, Status};

use crate::Store;
use crate::error::Result;
use crate::records::{RecordSummary, SummaryRow, day_if_any, invented, status_of};

/// A record with everything shown of it.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordPage {
    /// What its list shows.
    pub summary: RecordSummary,
    /// What series and log call it.
    pub number: RecordNumber,
    /// Addresses of a contact or lead.
    pub addresses: Vec<String>,
    /// Domains of an account.
    pub domains: Vec<String>,
    /// The CRM's word for its state.
    pub state: Option<String>,
    /// What that word comes to.
    pub status: Status,
    /// Where an opportunity stands, in the CRM's words.
    pub stage: Option<String>,
    /// What an opportunity is expected to bring.
    pub revenue: Option<f64>,
    /// The currency of `revenue`.
    pub currency: Option<String>,
    /// When the CRM got it.
    pub created_on: Option<Date>,
    /// When it is expected to close.
    pub close_on: Option<Date>,
    /// When it did.
    pub closed_on: Option<Date>,
    /// The colleague who owns it: their name if known, else the address.
    pub owner: Option<String>,
    /// The sales team, without the owner: names where known, else addresses.
    pub team: Vec<String>,
    /// Who else outside has a say.
    pub stakeholders: Vec<StakeholderName>,
    /// An account's primary contact or an opportunity's customer contact, if it is among the records.
    pub primary_contact: Option<(RecordId, String)>,
    /// The account of a contact, lead or opportunity, if it is among the records.
    pub account: Option<(RecordId, String)>,
    /// Whom a contact or lead stands for; `None` also where it stands for a colleague.
    pub person: Option<PersonId>,
    /// Never analysed, never shown to have introducers.
    pub do_not_analyse: bool,
    /// Names of the fields that sample data made up.
    pub invented: Vec<String>,
}

/// Somebody who has a say, as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StakeholderName {
    /// The contact of the CRM, if it is among the records.
    pub id: Option<RecordId>,
    /// Their name; the address or identifier where none is known.
    pub name: String,
}

#[derive(sqlx::FromRow)]
struct PageRow {
    #[sqlx(flatten)]
    summary: SummaryRow,
    number: i64,
    state: Option<String>,
    status: String,
    stage: Option<String>,
    revenue: Option<f64>,
    currency: Option<String>,
    created_on: Option<String>,
    close_on: Option<String>,
    closed_on: Option<String>,
    owner: Option<String>,
    owner_name: Option<String>,
    account_id: Option<String>,
    account_name: Option<String>,
    primary_contact_id: Option<String>,
    primary_contact_name: Option<String>,
    person_id: Option<i64>,
    do_not_analyse: i64,
    invented: String,
}

impl Store {
    /// Returns a record, or `None` if there is no such record.
    pub async fn record(&self, id: &RecordId) -> Result<Option<RecordPage>> {
        let row: Option<PageRow> = sqlx::query_as(PAGE).bind(id.0.clone()).fetch_optional(&self.pool).await?;
        let Some(row) = row else { return Ok(None) };
        let stakeholders: Vec<(Option<String>, String)> =
            sqlx::query_as(STAKEHOLDERS).bind(id.0.clone()).fetch_all(&self.pool).await?;
        let stakeholder = |(id, name): (Option<String>, String)| StakeholderName { id: id.map(RecordId), name };
        Ok(Some(RecordPage {
            summary: row.summary.into_summary()?,
            number: RecordNumber(row.number),
            addresses: self.texts(ADDRESSES, id).await?,
            domains: self.texts(DOMAINS, id).await?,
            state: row.state,
            status: status_of(&row.status)?,
            stage: row.stage,
            revenue: row.revenue,
            currency: row.currency,
            created_on: day_if_any(row.created_on)?,
            close_on: day_if_any(row.close_on)?,
            closed_on: day_if_any(row.closed_on)?,
            owner: row.owner_name.or(row.owner),
            team: self.texts(TEAM, id).await?,
            stakeholders: stakeholders.into_iter().map(stakeholder).collect(),
            primary_contact: row.primary_contact_id.map(RecordId).zip(row.primary_contact_name),
            account: row.account_id.map(RecordId).zip(row.account_name),
            person: row.person_id.map(PersonId),
            do_not_analyse: row.do_not_analyse != 0,
            invented: invented(&row.invented)?,
        }))
    }

    async fn texts(&self, sql: &'static str, id: &RecordId) -> Result<Vec<String>> {
        Ok(sqlx::query_scalar(sql).bind(id.0.clone()).fetch_all(&self.pool).await?)
    }
}

const PAGE: &str = "
    select record.record_id, record.kind, record.name, record.title, record.company, address.address as email,
           record_number.number, record.state, record.status, record.stage, record.revenue, record.currency,
           record.created_on, record.close_on, record.closed_on, record.owner, owner.name as owner_name,
           account.record_id as account_id, account.name as account_name, primary_contact.record_id
           as primary_contact_id, primary_contact.name as primary_contact_name, record.do_not_analyse, record.invented,
           case when exists (select 1 from entry where entry.person_id = address.person_id
                             and entry.standing in (0, 1))
                then null else address.person_id end as person_id
    from record
    join record_number on record_number.record_id = record.record_id
    left join record_address
        on record_address.record_id = record.record_id and record_address.position = 0
    left join address on address.address_id = record_address.address_id
    left join record as account on account.record_id = record.account_id
    left join record as primary_contact on primary_contact.record_id = record.primary_contact_id
    left join address as owners on owners.address = record.owner
    left join person as owner on owner.person_id = owners.person_id
    where record.record_id = $1";

const ADDRESSES: &str = "
    select address.address from record_address
    join address on address.address_id = record_address.address_id
    where record_address.record_id = $1 order by record_address.position";

const DOMAINS: &str = "select domain from record_domain where record_id = $1 order by position";

const TEAM: &str = "
    select coalesce(person.name, record_team.address) from record_team
    left join address on address.address = record_team.address
    left join person on person.person_id = address.person_id
    where record_team.record_id = $1 order by record_team.position";

const STAKEHOLDERS: &str = "
    select contact.record_id, coalesce(contact.name, person.name, record_stakeholder.address,
                                       record_stakeholder.contact_id)
    from record_stakeholder
    left join record as contact on contact.record_id = record_stakeholder.contact_id
    left join address on address.address = record_stakeholder.address
    left join person on person.person_id = address.person_id
    where record_stakeholder.record_id = $1 order by record_stakeholder.position";
