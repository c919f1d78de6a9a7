//! Records: contacts, leads, accounts and opportunities of the CRM.

use axum::Json;
use axum::extract::State;
use relata_model::RecordId;
use relata_model::policy::Right;
use serde::Serialize;
use utoipa::ToSchema;

use crate::ask::InPath;
use crate::error::ErrorBody;
use crate::record_list::StatusWord;
use crate::viewer::Asking;
use crate::wire::{Named, RecordKindWord, RecordSummary};
use crate::{ApiError, ApiResult, ApiState};

/// Contacts, leads and opportunities shown on an account's page.
const CONTACTS_SHOWN: u32 = 200;

/// A record with everything shown of it.
#[derive(Serialize, ToSchema)]
pub struct RecordPage {
    id: String,
    kind: RecordKindWord,
    name: String,
    #[schema(required)]
    title: Option<String>,
    #[schema(required)]
    company: Option<String>,
    emails: Vec<String>,
    domains: Vec<String>,
    #[schema(required)]
    state: Option<String>,
    status: StatusWord,
    #[schema(required)]
    stage: Option<String>,
    #[schema(required)]
    revenue: Option<f64>,
    #[schema(required)]
    currency: Option<String>,
    #[schema(required)]
    created_on: Option<String>,
    /// When it is expected to close.
    #[schema(required)]
    close_on: Option<String>,
    /// When it was closed.
    #[schema(required)]
    closed_on: Option<String>,
    #[schema(required)]
    owner: Option<String>,
    /// The sales team of an opportunity, without the owner.
    team: Vec<String>,
    /// Who else outside has a say.
    stakeholders: Vec<Stakeholder>,
    /// An account's primary contact, an opportunity's customer contact.
    #[schema(required)]
    primary_contact: Option<Named>,
    #[schema(required)]
    account: Option<Named>,
    /// The person behind a contact or lead, if ever seen or given an address.
    #[schema(required)]
    person: Option<String>,
    /// Never analysed.
    do_not_analyse: bool,
    /// Names of the fields that sample data made up.
    invented: Vec<String>,
    /// An account's contacts, leads and opportunities.
    contacts: Vec<RecordSummary>,
}

/// Somebody outside who has a say.
#[derive(Serialize, ToSchema)]
pub struct Stakeholder {
    /// Their record; null where there is none.
    #[schema(required)]
    id: Option<String>,
    name: String,
}

/// Returns a record.
#[utoipa::path(
    get,
    path = "/api/v1/records/{record}",
    tag = "records",
    params(("record" = String, Path, description = "The record's id in the CRM")),
    responses(
        (status = 200, body = RecordPage),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn get_record(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<Json<RecordPage>> {
    state.let_see(&viewer, Right::SeeRecords).await?;
    let id = RecordId(id);
    let found = state.store.record(&id).await?.ok_or_else(no_such_record)?;
    let contacts = match found.summary.kind {
        relata_model::RecordKind::Account => state.store.records_of_account(&id, CONTACTS_SHOWN).await?,
        _ => Vec::new(),
    };
    let stakeholder = |it: relata_store::StakeholderName| Stakeholder { id: it.id.map(|it| it.0), name: it.name };
    let day = |it: Option<jiff::civil::Date>| it.map(|it| it.to_string());
    let it = found.summary;
    Ok(Json(RecordPage {
        id: it.id.0,
        kind: it.kind.into(),
        name: it.name,
        title: it.title,
        company: it.company,
        emails: found.addresses,
        domains: found.domains,
        state: found.state,
        status: found.status.into(),
        stage: found.stage,
        revenue: found.revenue,
        currency: found.currency,
        created_on: day(found.created_on),
        close_on: day(found.close_on),
        closed_on: day(found.closed_on),
        owner: found.owner,
        team: found.team,
        stakeholders: found.stakeholders.into_iter().map(stakeholder).collect(),
        primary_contact: found.primary_contact.map(Named::from),
        account: found.account.map(Named::from),
        person: found.person.map(|it| it.to_string()),
        do_not_analyse: found.do_not_analyse,
        invented: found.invented,
        contacts: contacts.into_iter().map(Into::into).collect(),
    }))
}

pub(crate) fn no_such_record() -> ApiError {
    ApiError::NotFound("there is no such record".to_owned())
}
