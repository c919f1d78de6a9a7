//! Tables: which of Dataverse's are read, and which of their columns.
//!
//! **Invariant:** a row keeps what is named here and nothing else: no subject, no description, no note has a place in it.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// A table, as it is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Table {
    /// Its name in addresses.
    pub(super) set: &'static str,
    /// The column with the row's id.
    pub(super) key: &'static str,
    /// Columns every environment has.
    pub(super) columns: &'static [&'static str],
    /// Columns some environments have: Sales, or the mail add-ons, bring them.
    pub(super) optional: &'static [&'static str],
}

impl Table {
    /// The value of `$select`.
    pub(super) fn select(&self, with_optional: bool) -> String {
        let optional = if with_optional { self.optional } else { &[] };
        [self.columns, optional].concat().join(",")
    }
}

pub(super) const ACCOUNTS: Table = Table {
    set: "accounts",
    key: "accountid",
    columns: &[
        "accountid",
        "name",
        "websiteurl",
        "emailaddress1",
        "_primarycontactid_value",
        "_ownerid_value",
        "statecode",
        "createdon",
    ],
    optional: &[],
};

pub(super) const CONTACTS: Table = Table {
    set: "contacts",
    key: "contactid",
    columns: &[
        "contactid",
        "fullname",
        "jobtitle",
        "emailaddress1",
        "emailaddress2",
        "emailaddress3",
        "_parentcustomerid_value",
        "_ownerid_value",
        "statecode",
        "createdon",
    ],
    optional: &["msdyn_gdproptout"],
};

pub(super) const LEADS: Table = Table {
    set: "leads",
    key: "leadid",
    columns: &[
        "leadid",
        "fullname",
        "jobtitle",
        "companyname",
        "emailaddress1",
        "emailaddress2",
        "emailaddress3",
        "_ownerid_value",
        "statecode",
        "createdon",
    ],
    optional: &["msdyn_gdproptout"],
};

pub(super) const OPPORTUNITIES: Table = Table {
    set: "opportunities",
    key: "opportunityid",
    columns: &[
        "opportunityid",
        "name",
        "_customerid_value",
        "_parentaccountid_value",
        "_parentcontactid_value",
        "estimatedclosedate",
        "actualclosedate",
        "estimatedvalue",
        "_transactioncurrencyid_value",
        "stepname",
        "_ownerid_value",
        "statecode",
        "createdon",
    ],
    optional: &[],
};

pub(super) const EMAILS: Table = Table {
    set: "emails",
    key: "activityid",
    columns: &[
        "activityid",
        "senton",
        "directioncode",
        "messageid",
        "inreplyto",
        "_parentactivityid_value",
        "actualend",
        "_regardingobjectid_value",
        "_ownerid_value",
        "statecode",
        "createdon",
    ],
    optional: &["isemailfollowed", "opencount", "linksclickedcount", "attachmentopencount"],
};

pub(super) const APPOINTMENTS: Table = Table {
    set: "appointments",
    key: "activityid",
    columns: &[
        "activityid",
        "scheduledstart",
        "scheduledend",
        "actualstart",
        "actualend",
        "scheduleddurationminutes",
        "globalobjectid",
        "instancetypecode",
        "isalldayevent",
        "_regardingobjectid_value",
        "_ownerid_value",
        "statecode",
        "createdon",
    ],
    optional: &[],
};

pub(super) const PHONE_CALLS: Table = Table {
    set: "phonecalls",
    key: "activityid",
    columns: &[
        "activityid",
        "scheduledstart",
        "scheduledend",
        "actualstart",
        "actualend",
        "actualdurationminutes",
        "directioncode",
        "_regardingobjectid_value",
        "_ownerid_value",
        "statecode",
        "createdon",
    ],
    optional: &[],
};

pub(super) const TASKS: Table = Table {
    set: "tasks",
    key: "activityid",
    columns: &[
        "activityid",
        "scheduledstart",
        "scheduledend",
        "actualstart",
        "actualend",
        "actualdurationminutes",
        "_regardingobjectid_value",
        "_ownerid_value",
        "statecode",
        "createdon",
    ],
    optional: &[],
};

/// The tables of activities, in the order in which they are read.
pub(super) const ACTIVITIES: [&Table; 4] = [&EMAILS, &APPOINTMENTS, &PHONE_CALLS, &TASKS];

pub(super) const PARTIES: Table = Table {
    set: "activityparties",
    key: "activitypartyid",
    columns: &["_activityid_value", "_partyid_value", "participationtypemask", "addressused"],
    optional: &[],
};

pub(super) const USERS: Table = Table {
    set: "systemusers",
    key: "systemuserid",
    columns: &["systemuserid", "internalemailaddress", "azureactivedirectoryobjectid"],
    optional: &[],
};

pub(super) const CURRENCIES: Table = Table {
    set: "transactioncurrencies",
    key: "transactioncurrencyid",
    columns: &["transactioncurrencyid", "isocurrencycode"],
    optional: &[],
};

const ALL: [&Table; 11] = [
    &ACCOUNTS,
    &CONTACTS,
    &LEADS,
    &OPPORTUNITIES,
    &EMAILS,
    &APPOINTMENTS,
    &PHONE_CALLS,
    &TASKS,
    &PARTIES,
    &USERS,
    &CURRENCIES,
];

/// Says of a lookup which table it leads to.
pub(super) const LOOKUP: &str = "@Microsoft.Dynamics.CRM.lookuplogicalname";
/// Fields of an entry that says that a row is gone.
const OF_DELETED: [&str; 3] = ["@odata.context", "id", "reason"];

fn is_kept(name: &str) -> bool {
    let column = name.strip_suffix(LOOKUP).unwrap_or(name);
    OF_DELETED.contains(&name) || ALL.iter().any(|it| it.columns.contains(&column) || it.optional.contains(&column))
}

/// A row: the columns named here, as plain values.
#[derive(Clone, Default)]
pub(super) struct Row(BTreeMap<String, Value>);

impl Row {
    /// A text without white space around it; empty if there is none.
    pub(super) fn text(&self, column: &str) -> &str {
        self.0.get(column).and_then(Value::as_str).unwrap_or_default().trim()
    }

    /// An id, lower-case; empty if there is none.
    pub(super) fn id(&self, column: &str) -> String {
        self.text(column).to_ascii_lowercase()
    }

    pub(super) fn number(&self, column: &str) -> Option<i64> {
        self.0.get(column).and_then(Value::as_i64)
    }

    pub(super) fn says_yes(&self, column: &str) -> bool {
        self.0.get(column).and_then(Value::as_bool).unwrap_or_default()
    }

    /// The value as it came.
    pub(super) fn value(&self, column: &str) -> Value {
        self.0.get(column).cloned().unwrap_or(Value::Null)
    }

    /// The logical name of the table a lookup leads to; empty if it is not said.
    pub(super) fn leads_to(&self, column: &str) -> &str {
        self.0.get(&format!("{column}{LOOKUP}")).and_then(Value::as_str).unwrap_or_default()
    }

    /// Says which address a party has, where the party does not.
    pub(super) fn address_if_missing(&mut self, address: &str) {
        if self.text("addressused").is_empty() {
            self.0.insert("addressused".to_owned(), address.into());
        }
    }

    /// The id of a row that is gone, if this entry says so.
    pub(super) fn deleted(&self) -> Option<String> {
        let says_so = self.text("@odata.context").ends_with("/$deletedEntity") || !self.text("reason").is_empty();
        Some(self.id("id")).filter(|it| says_so && !it.is_empty())
    }
}

/// Logs never show rows.
impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Row(…)")
    }
}

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct RowVisitor;
        impl<'de> Visitor<'de> for RowVisitor {
            type Value = Row;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a row")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
                let mut row = Row::default();
                while let Some(name) = map.next_key::<String>()? {
                    if is_kept(&name) {
                        row.0.insert(name, map.next_value::<Plain>()?.0);
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(row)
            }
        }
        from.deserialize_map(RowVisitor)
    }
}

/// A value that is no list and no object; those are nothing.
struct Plain(Value);

/// Longer texts are no name, address or id.
const LONGEST_TEXT_BYTES: usize = 4_000;

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct PlainVisitor;
        impl<'de> Visitor<'de> for PlainVisitor {
            type Value = Plain;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }

            fn visit_bool<E: Error>(self, it: bool) -> Result<Plain, E> {
                Ok(Plain(it.into()))
            }

            fn visit_i64<E: Error>(self, it: i64) -> Result<Plain, E> {
                Ok(Plain(it.into()))
            }

            fn visit_u64<E: Error>(self, it: u64) -> Result<Plain, E> {
                Ok(Plain(it.into()))
            }

            fn visit_f64<E: Error>(self, it: f64) -> Result<Plain, E> {
                Ok(Plain(it.into()))
            }

            fn visit_str<E: Error>(self, it: &str) -> Result<Plain, E> {
                Ok(Plain(if it.len() <= LONGEST_TEXT_BYTES { it.into() } else { Value::Null }))
            }

            fn visit_unit<E: Error>(self) -> Result<Plain, E> {
                Ok(Plain(Value::Null))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Plain, A::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Plain(Value::Null))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Plain, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Plain(Value::Null))
            }
        }
        from.deserialize_any(PlainVisitor)
    }
}
