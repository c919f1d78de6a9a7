//! What the columns of records are called: by us first, then by Dataverse, Salesforce, HubSpot, Twenty, EspoCRM.

use relata_model::RecordKind;

use crate::table::Column;

pub(super) fn of(kind: RecordKind) -> &'static [Column] {
    match kind {
        RecordKind::Account => ACCOUNTS,
        RecordKind::Contact => CONTACTS,
        RecordKind::Lead => LEADS,
        RecordKind::Opportunity => OPPORTUNITIES,
    }
}

const fn column(names: &'static [&'static str]) -> Column {
    Column { names, required: false }
}

const fn required(names: &'static [&'static str]) -> Column {
    Column { names, required: true }
}

const OWNER: Column = column(&["owner", "owner email", "account owner", "deal owner", "assigned user", "ownerid"]);
const STATE: Column = column(&["state", "statecode", "status", "lifecycle stage", "lead status"]);
const CREATED: Column =
    column(&["created", "createdon", "created_on", "create date", "created date", "createdAt", "created time"]);
const FLAG: Column = column(&["do_not_analyse", "do not analyze"]);
const INVENTED: Column = column(&["invented"]);
const EMAIL: Column = required(&["email", "emailaddress1", "e-mail", "mail", "emails", "email address"]);
const NAME_OF_A_PERSON: Column = required(&["name", "fullname", "contact name", "lead name", "last name"]);
const FIRST_NAME: Column = column(&["first_name", "given name"]);
const TITLE: Column = column(&["title", "jobtitle", "job position"]);
const COMPANY: Column = column(&["company", "companyname", "account name"]);
const STAKEHOLDERS: Column = column(&["stakeholders", "stakeholder"]);

const ACCOUNTS: &[Column] = &[
    required(&["id", "accountid", "companyid", "recordid"]),
    required(&["name", "accountname", "company name"]),
    column(&["domains", "domain", "company domain name", "website", "websiteurl"]),
    column(&["primary_contact", "_primarycontactid_value", "primarycontactid", "primary contact id"]),
    OWNER,
    STATE,
    CREATED,
    FLAG,
    INVENTED,
];

const CONTACTS: &[Column] = &[
    required(&["id", "contactid", "recordid"]),
    NAME_OF_A_PERSON,
    EMAIL,
    FIRST_NAME,
    TITLE,
    column(&[
        "account",
        "_parentcustomerid_value",
        "parentcustomerid",
        "accountid",
        "companyid",
        "associated company ids",
        "primary associated company id",
    ]),
    COMPANY,
    OWNER,
    STATE,
    CREATED,
    FLAG,
    INVENTED,
];

const LEADS: &[Column] = &[
    required(&["id", "leadid", "recordid"]),
    NAME_OF_A_PERSON,
    EMAIL,
    FIRST_NAME,
    TITLE,
    COMPANY,
    STAKEHOLDERS,
    OWNER,
    STATE,
    CREATED,
    column(&["closed", "converted date", "convertedon"]),
    FLAG,
    INVENTED,
];

const OPPORTUNITIES: &[Column] = &[
    required(&["id", "opportunityid", "dealid", "recordid"]),
    required(&["name", "opportunity name", "deal name", "topic"]),
    column(&[
        "account",
        "_parentaccountid_value",
        "parentaccountid",
        "_customerid_value",
        "accountid",
        "companyid",
        "associated company ids",
        "primary associated company id",
    ]),
    column(&[
        "contact",
        "primary_contact",
        "_parentcontactid_value",
        "parentcontactid",
        "contactid",
        "pointofcontactid",
        "primary contact id",
        "associated contact ids",
    ]),
    STAKEHOLDERS,
    OWNER,
    column(&["team", "sales team", "opportunity team", "deal collaborators"]),
    column(&["stage", "stagename", "stepname", "deal stage", "sales stage", "pipeline stage"]),
    column(&["state", "statecode", "status"]),
    column(&["won", "iswon", "is closed won"]),
    column(&["over", "isclosed", "is deal closed"]),
    column(&["revenue", "estimatedvalue", "est. revenue", "estimated revenue", "amount", "deal value"]),
    column(&[
        "currency",
        "isocurrencycode",
        "currencyisocode",
        "currency code",
        "amount currency",
        "deal currency code",
    ]),
    CREATED,
    column(&[
        "close",
        "estimatedclosedate",
        "est. close date",
        "estimated close date",
        "closedate",
        "expected close date",
    ]),
    column(&["closed", "actualclosedate", "actual close date", "closed date", "closed on"]),
    FLAG,
    INVENTED,
];
