//! An invented CRM beside an invented tenant: its colleagues are users, whom they write to outside are contacts of companies,
//! with deals and phone calls.

use jiff::SignedDuration;
use serde_json::json;

use super::Tenant;
use crate::graph::messages::time;

/// Contacts of one company.
const OF_A_COMPANY: usize = 7;
const STAGES: [&str; 3] = ["1-Qualify", "2-Develop", "3-Propose"];
/// Weeks between the phone calls of a company.
const WEEKS: i64 = 6;

impl Tenant {
    /// Fills Dataverse with what goes with the invented mail: a contact for everybody outside, an account and a deal for each
    /// company, a user for everybody inside, and phone calls. A tenant that is not invented gets nothing.
    pub fn with_invented_crm(mut self) -> Tenant {
        let Some(invention) = &self.invention else { return self };
        let (people, outside) = (invention.people().to_vec(), invention.outside());
        let user = |tenant: &mut Tenant, address: &String| {
            tenant.record("systemusers", json!({"internalemailaddress": address}))
        };
        let users: Vec<String> = people.iter().map(|it| user(&mut self, it)).collect();
        if users.is_empty() {
            return self;
        }
        for (nth, company) in outside.chunks(OF_A_COMPANY).enumerate() {
            let owner = users[nth % users.len()].clone();
            self.company(nth, company, (&owner, &people[nth % people.len()]));
        }
        self
    }

    fn company(&mut self, nth: usize, company: &[(String, String)], (owner, seller): (&str, &str)) {
        let domain = company[0].1.rsplit_once('@').map_or("", |it| it.1).to_owned();
        let account = self.record(
            "accounts",
            json!({"name": format!("Company {nth}"), "websiteurl": format!("https://{domain}"), "_ownerid_value": owner}),
        );
        let mut contacts = Vec::new();
        for (name, address) in company {
            contacts.push(self.record(
                "contacts",
                json!({"fullname": name, "emailaddress1": address, "_parentcustomerid_value": account, "_ownerid_value": owner}),
            ));
        }
        let closes = self.now() + SignedDuration::from_hours(24 * 7 * (2 + nth as i64 % 9));
        let deal = self.record(
            "opportunities",
            json!({
                "name": format!("Renewal of Company {nth}"),
                "_parentaccountid_value": account,
                "_parentcontactid_value": contacts[0],
                "estimatedvalue": 10_000 + 2_500 * (nth % 20),
                "estimatedclosedate": closes.strftime("%Y-%m-%d").to_string(),
                "stepname": STAGES[nth % STAGES.len()],
                "_ownerid_value": owner,
            }),
        );
        for call in 1..=2 {
            let at = self.now() - SignedDuration::from_hours(24 * 7 * WEEKS * call);
            let party = |mask: i64, address: &str| json!({"participationtypemask": mask, "addressused": address});
            self.record(
                "phonecalls",
                json!({
                    "actualstart": time(at),
                    "actualend": time(at + SignedDuration::from_mins(15)),
                    "actualdurationminutes": 15,
                    "directioncode": true,
                    "statecode": 1,
                    "_regardingobjectid_value": deal,
                    "_ownerid_value": owner,
                    "parties": [party(1, seller), party(2, &company[0].1)],
                }),
            );
        }
    }
}
