//! People: users and groups of the directory.
//!
//! Sources: "user resource type", "group resource type", "List group transitive members".

use serde_json::{Value, json};

/// A user of the directory. Built where it is made: `tenant.user("lea@contoso.example").named("Lea Marx").title("Buyer")`.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    pub(crate) id: String,
    pub(crate) principal: String,
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) title: Option<String>,
    pub(crate) department: Option<String>,
    pub(crate) company: Option<String>,
    pub(crate) enabled: bool,
    pub(crate) guest: bool,
    pub(crate) has_mailbox: bool,
    /// `user`, `shared`, `room` or `equipment`.
    pub(crate) purpose: &'static str,
    pub(crate) gone: bool,
}

impl User {
    pub(crate) fn new(id: String, principal: &str) -> User {
        let local = principal.split('@').next().unwrap_or_default();
        let name = local.split('.').map(capitalised).collect::<Vec<_>>().join(" ");
        User {
            id,
            principal: principal.to_owned(),
            name,
            aliases: Vec::new(),
            title: None,
            department: None,
            company: None,
            enabled: true,
            guest: false,
            has_mailbox: true,
            purpose: "user",
            gone: false,
        }
    }

    /// Returns the directory's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Sets the display name.
    pub fn named(&mut self, name: &str) -> &mut User {
        name.clone_into(&mut self.name);
        self
    }

    /// Adds a further address (`proxyAddresses`, `smtp:` in small letters).
    pub fn alias(&mut self, address: &str) -> &mut User {
        self.aliases.push(address.to_owned());
        self
    }

    /// Sets the job title.
    pub fn title(&mut self, title: &str) -> &mut User {
        self.title = Some(title.to_owned());
        self
    }

    /// Sets the department.
    pub fn department(&mut self, department: &str) -> &mut User {
        self.department = Some(department.to_owned());
        self
    }

    /// Sets the company.
    pub fn company(&mut self, company: &str) -> &mut User {
        self.company = Some(company.to_owned());
        self
    }

    /// Blocks the account, as of somebody who left.
    pub fn disabled(&mut self) -> &mut User {
        self.enabled = false;
        self
    }

    /// Lets the account sign in again.
    pub fn enabled(&mut self) -> &mut User {
        self.enabled = true;
        self
    }

    /// Makes it a guest of the tenant, who has no mailbox here.
    pub fn guest(&mut self) -> &mut User {
        (self.guest, self.has_mailbox) = (true, false);
        self
    }

    /// Makes it a shared mailbox: one that nobody signs in to.
    pub fn shared(&mut self) -> &mut User {
        self.purpose = "shared";
        self.disabled()
    }

    /// Makes it a room.
    pub fn room(&mut self) -> &mut User {
        self.purpose = "room";
        self.disabled()
    }

    /// Takes the mailbox away: no licence, or one on premises.
    pub fn without_mailbox(&mut self) -> &mut User {
        self.has_mailbox = false;
        self
    }

    pub(crate) fn is(&self, address: &str) -> bool {
        self.principal.eq_ignore_ascii_case(address) || self.aliases.iter().any(|it| it.eq_ignore_ascii_case(address))
    }

    pub(crate) fn row(&self) -> Value {
        let mut proxies = vec![format!("SMTP:{}", self.principal)];
        proxies.extend(self.aliases.iter().map(|it| format!("smtp:{it}")));
        json!({
            "id": self.id,
            "displayName": self.name,
            "givenName": self.name.split(' ').next(),
            "surname": self.name.rsplit(' ').next(),
            "mail": self.principal,
            "userPrincipalName": self.principal,
            "proxyAddresses": if self.has_mailbox { proxies } else { Vec::new() },
            "otherMails": [],
            "accountEnabled": self.enabled,
            "userType": if self.guest { "Guest" } else { "Member" },
            "department": self.department,
            "jobTitle": self.title,
            "companyName": self.company,
            "businessPhones": [],
            "mobilePhone": null,
            "officeLocation": null,
            "preferredLanguage": null,
        })
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|it| it.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A member of a group: places in the tenant's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Member {
    User(usize),
    Group(usize),
}

/// A mail-enabled security group.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub id: String,
    pub name: String,
    pub members: Vec<Member>,
}

impl Group {
    pub fn row(&self) -> Value {
        let nickname: String = self.name.chars().filter(|it| it.is_ascii_alphanumeric()).collect();
        json!({
            "id": self.id,
            "displayName": self.name,
            "description": null,
            "mailEnabled": true,
            "mailNickname": nickname,
            "securityEnabled": true,
            "groupTypes": [],
        })
    }
}
