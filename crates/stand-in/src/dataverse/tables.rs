//! Tables of Dataverse: which there are, their columns, and what is in them.
//!
//! Source: "Microsoft Dataverse table/entity reference" for account, contact, lead, opportunity, systemuser, email, appointment,
//! phonecall, task, activityparty.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::chance::guid;
use crate::graph::messages::time;
use crate::journal::Journal;
use crate::tenant::Tenant;

/// A table as its page describes it.
#[derive(Debug)]
pub(crate) struct Description {
    /// The name in addresses.
    pub set: &'static str,
    /// The logical name.
    pub name: &'static str,
    pub key: &'static str,
    pub columns: &'static [&'static str],
}

const EVERY: [&str; 7] =
    ["createdon", "modifiedon", "statecode", "statuscode", "_ownerid_value", "_owninguser_value", "versionnumber"];

const fn table(
    set: &'static str,
    name: &'static str,
    key: &'static str,
    columns: &'static [&'static str],
) -> Description {
    Description { set, name, key, columns }
}

/// The tables of the environment.
pub(crate) const TABLES: [Description; 10] = [
    table(
        "accounts",
        "account",
        "accountid",
        &[
            "name",
            "websiteurl",
            "emailaddress1",
            "emailaddress2",
            "emailaddress3",
            "telephone1",
            "_parentaccountid_value",
            "_primarycontactid_value",
            "address1_city",
            "description",
            "numberofemployees",
            "industrycode",
            "revenue",
        ],
    ),
    table(
        "contacts",
        "contact",
        "contactid",
        &[
            "fullname",
            "firstname",
            "lastname",
            "emailaddress1",
            "emailaddress2",
            "emailaddress3",
            "jobtitle",
            "department",
            "_parentcustomerid_value",
            "_accountid_value",
            "telephone1",
            "mobilephone",
            "donotbulkemail",
            "donotemail",
            "description",
            "msdyn_gdproptout",
        ],
    ),
    table(
        "leads",
        "lead",
        "leadid",
        &[
            "fullname",
            "firstname",
            "lastname",
            "companyname",
            "subject",
            "emailaddress1",
            "emailaddress2",
            "emailaddress3",
            "jobtitle",
            "telephone1",
            "websiteurl",
            "_parentaccountid_value",
            "_parentcontactid_value",
            "_customerid_value",
            "description",
            "msdyn_gdproptout",
            "_qualifyingopportunityid_value",
        ],
    ),
    table(
        "opportunities",
        "opportunity",
        "opportunityid",
        &[
            "name",
            "_customerid_value",
            "_parentcontactid_value",
            "_parentaccountid_value",
            "estimatedclosedate",
            "actualclosedate",
            "estimatedvalue",
            "actualvalue",
            "stepname",
            "salesstage",
            "closeprobability",
            "_originatingleadid_value",
            "description",
            "_transactioncurrencyid_value",
        ],
    ),
    table(
        "systemusers",
        "systemuser",
        "systemuserid",
        &[
            "fullname",
            "firstname",
            "lastname",
            "internalemailaddress",
            "azureactivedirectoryobjectid",
            "domainname",
            "isdisabled",
            "jobtitle",
            "title",
            "_businessunitid_value",
            "applicationid",
            "accessmode",
            "_parentsystemuserid_value",
        ],
    ),
    table(
        "emails",
        "email",
        "activityid",
        &[
            "senton",
            "directioncode",
            "messageid",
            "subject",
            "description",
            "_regardingobjectid_value",
            "torecipients",
            "sender",
            "actualstart",
            "actualend",
            "deliverylastattemptedon",
            "inreplyto",
            "conversationindex",
            "trackingtoken",
            "correlationmethod",
            "_parentactivityid_value",
            "activitytypecode",
        ],
    ),
    table(
        "appointments",
        "appointment",
        "activityid",
        &[
            "scheduledstart",
            "scheduledend",
            "scheduleddurationminutes",
            "actualstart",
            "actualend",
            "globalobjectid",
            "subject",
            "description",
            "location",
            "isalldayevent",
            "_regardingobjectid_value",
            "instancetypecode",
            "seriesid",
            "activitytypecode",
        ],
    ),
    table(
        "phonecalls",
        "phonecall",
        "activityid",
        &[
            "actualstart",
            "actualend",
            "actualdurationminutes",
            "scheduledstart",
            "scheduledend",
            "directioncode",
            "phonenumber",
            "subject",
            "description",
            "_regardingobjectid_value",
            "activitytypecode",
        ],
    ),
    table(
        "tasks",
        "task",
        "activityid",
        &[
            "actualstart",
            "actualend",
            "scheduledstart",
            "scheduledend",
            "actualdurationminutes",
            "percentcomplete",
            "subject",
            "description",
            "_regardingobjectid_value",
            "activitytypecode",
        ],
    ),
    table(
        "activityparties",
        "activityparty",
        "activitypartyid",
        &[
            "_activityid_value",
            "_partyid_value",
            "participationtypemask",
            "addressused",
            "unresolvedpartyname",
            "ispartydeleted",
        ],
    ),
];

/// Returns a table by its name in addresses.
pub(crate) fn description(set: &str) -> Option<&'static Description> {
    TABLES.iter().find(|it| it.set == set)
}

impl Description {
    /// Returns whether there is such a column.
    pub fn has(&self, column: &str) -> bool {
        column == self.key || self.columns.contains(&column) || EVERY.contains(&column)
    }

    /// Returns whether it is an activity, with parties.
    pub fn is_activity(&self) -> bool {
        self.key == "activityid"
    }
}

/// What the environment holds.
#[derive(Debug, Default)]
pub(crate) struct Crm {
    rows: BTreeMap<(&'static str, String), Value>,
    /// Row ids by table, in the order they were made; those deleted too.
    pub order: BTreeMap<&'static str, Vec<String>>,
    pub changes: BTreeMap<&'static str, Journal<String>>,
    /// Tables that the application user may not read.
    pub forbidden: BTreeSet<String>,
    /// Whether the application has no user in the environment.
    pub stranger: bool,
}

impl Crm {
    pub fn row(&self, of: &Description, id: &str) -> Option<&Value> {
        self.rows.get(&(of.set, id.to_owned()))
    }

    pub fn rows(&self, set: &str) -> Vec<Value> {
        let Some(of) = description(set) else { return Vec::new() };
        let ids = self.order.get(of.set).map(Vec::as_slice).unwrap_or_default();
        ids.iter().filter_map(|it| self.row(of, it).cloned()).collect()
    }

    fn changed(&mut self, of: &'static Description, id: &str) {
        self.changes.entry(of.set).or_default().record(id.to_owned());
    }
}

impl Tenant {
    /// Puts a row into a Dataverse table and returns its id; `parties` of an activity become rows of `activityparties`.
    ///
    /// ```text
    /// tenant.record("contacts", json!({"fullname": "Lea Marx", "emailaddress1": "lea@acme.example"}))
    /// tenant.record("emails", json!({"senton": "…", "parties": [{"participationtypemask": 1, "addressused": "…"}]}))
    /// ```
    ///
    /// # Panics
    ///
    /// If there is no such table, or no such column: a test that writes one would read nothing.
    pub fn record(&mut self, table: &str, fields: Value) -> String {
        let of = description(table).expect("a table of the stand-in");
        let number = self.number();
        let now = time(self.now());
        let mut row = Map::new();
        for column in of.columns.iter().chain(&EVERY) {
            row.insert((*column).to_owned(), Value::Null);
        }
        row.insert(of.key.to_owned(), guid(self.seed, &[50, number]).into());
        row.insert("createdon".to_owned(), now.clone().into());
        row.insert("modifiedon".to_owned(), now.into());
        row.insert("statecode".to_owned(), 0.into());
        row.insert("statuscode".to_owned(), 1.into());
        row.insert("versionnumber".to_owned(), number.into());
        if of.is_activity() {
            row.insert("activitytypecode".to_owned(), of.name.into());
        }
        let Value::Object(mut fields) = fields else { panic!("a row is an object") };
        let parties = fields.remove("parties");
        for (name, value) in fields {
            let column = name.split('@').next().unwrap_or_default();
            assert!(of.has(column), "{table} has no column {column}");
            row.insert(name, value);
        }
        let id = row[of.key].as_str().unwrap_or_default().to_owned();
        self.crm.rows.insert((of.set, id.clone()), Value::Object(row));
        self.crm.order.entry(of.set).or_default().push(id.clone());
        self.crm.changed(of, &id);
        for party in parties.as_ref().and_then(Value::as_array).into_iter().flatten() {
            let mut party = party.clone();
            party["_activityid_value"] = id.clone().into();
            self.record("activityparties", party);
        }
        id
    }

    /// Changes some columns of a row.
    ///
    /// # Panics
    ///
    /// If there is no such table.
    pub fn change_record(&mut self, table: &str, id: &str, fields: Value) {
        let of = description(table).expect("a table of the stand-in");
        let (now, number) = (time(self.now()), self.number());
        let Some(row) = self.crm.rows.get_mut(&(of.set, id.to_owned())) else { return };
        for (name, value) in fields.as_object().into_iter().flatten() {
            row[name] = value.clone();
        }
        row["modifiedon"] = now.into();
        row["versionnumber"] = number.into();
        self.crm.changed(of, id);
    }

    /// Deletes a row; the parties of an activity go with it.
    ///
    /// # Panics
    ///
    /// If there is no such table.
    pub fn delete_record(&mut self, table: &str, id: &str) {
        let of = description(table).expect("a table of the stand-in");
        if self.crm.rows.remove(&(of.set, id.to_owned())).is_none() {
            return;
        }
        self.crm.changed(of, id);
        let parties = self.crm.rows("activityparties").into_iter().filter(|it| it["_activityid_value"] == json!(id));
        for party in parties.collect::<Vec<_>>() {
            self.delete_record("activityparties", party["activitypartyid"].as_str().unwrap_or_default());
        }
    }

    /// Takes the right to read a table away from the application user.
    pub fn forbid_table(&mut self, table: &str) {
        self.crm.forbidden.insert(table.to_owned());
    }

    /// Takes the application user out of the environment.
    pub fn remove_application_user(&mut self) {
        self.crm.stranger = true;
    }
}
