//! Invented records: accounts with their people, deals and leads, the same ones every time.
//!
//! Numbers of persons outside: first those of the CRM, the best known first; then everybody else.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use relata_model::{Address, Name, Record, RecordId, RecordKind, Stakeholder};

use crate::dice::Dice;

/// One CRM person in so many is a lead, the others are contacts.
const LEAD: usize = 13;
/// Colleagues who ever talk to one company.
const CIRCLE: f64 = 12.0;

/// How many of everything there are.
#[derive(Clone, Copy)]
pub struct Size {
    pub colleagues: usize,
    pub outside: usize,
    pub accounts: usize,
    pub deals: usize,
    /// Contacts and leads.
    pub persons: usize,
}

impl Size {
    /// Returns the size of an organisation with so many records.
    pub fn of(records: usize) -> Size {
        let part = |of_a_hundred: usize| records * of_a_hundred / 100;
        Size { colleagues: part(2), outside: part(200), accounts: part(10), deals: part(25), persons: part(65) }
    }

    /// Returns the company a person outside works for; the first are accounts.
    pub fn company(&self, person: usize) -> usize {
        if person >= self.persons {
            return self.accounts + person / 10;
        }
        (Dice(person as u64).unit().powi(2) * self.accounts as f64) as usize
    }

    /// Returns a colleague who talks to a company; the same for a rank every time.
    pub fn colleague_of(&self, company: usize, rank: u64) -> usize {
        (Dice(company as u64 * 1_000_003 + rank).unit().powi(2) * self.colleagues as f64) as usize
    }

    /// Returns one of those who talk to a company, those who do so most more often.
    pub fn any_colleague_of(&self, company: usize, dice: &mut Dice) -> usize {
        self.colleague_of(company, (dice.unit().powi(2) * CIRCLE) as u64)
    }
}

/// The records, and what activities regard.
pub struct Crm {
    pub records: Vec<Record>,
    /// The deals of every account.
    pub deals_of_account: Vec<Vec<RecordId>>,
}

impl Crm {
    /// Returns the records of an organisation.
    pub fn of(size: Size, address: impl Fn(usize) -> Address) -> Crm {
        let outside = |person: usize| address(size.colleagues + person);
        let mut dice = Dice(7);
        let mut contacts_of_account = vec![Vec::new(); size.accounts];
        let mut records = Vec::new();
        for person in 0..size.persons {
            let company = size.company(person);
            if !is_lead(person) {
                contacts_of_account[company].push(person);
            }
            let owner = address(size.colleague_of(company, 0));
            records.push(person_record(person, company, owner, outside(person), &mut dice));
        }
        for (account, contacts) in contacts_of_account.iter().enumerate() {
            records.push(Record {
                primary_contact: contacts.first().map(|it| contact(*it)),
                domains: vec![format!("firm{account}.com")],
                owner: Some(address(size.colleague_of(account, 0))),
                ..blank(account_id(account), RecordKind::Account, format!("Firm {account}"), &mut dice)
            });
        }
        let mut deals_of_account = vec![Vec::new(); size.accounts];
        for deal in 0..size.deals {
            let customer = (dice.unit().powi(2) * size.persons as f64) as usize;
            let account = size.company(customer);
            let Some(first) = contacts_of_account[account].first() else { continue };
            let customer = if is_lead(customer) { *first } else { customer };
            let id = RecordId(format!("deal-{deal}"));
            deals_of_account[account].push(id.clone());
            let mut it = blank(id, RecordKind::Opportunity, format!("Deal {deal}"), &mut dice);
            it.account = Some(account_id(account));
            it.primary_contact = Some(contact(customer));
            it.owner = Some(address(size.colleague_of(account, 0)));
            it.team = (1..heavy(&mut dice, 8)).map(|rank| address(size.colleague_of(account, rank))).collect();
            let others = &contacts_of_account[account];
            it.stakeholders =
                (1..heavy(&mut dice, 12))
                    .map(|_| others[dice.below(others.len())])
                    .map(|it| {
                        if it % 10 == 0 { Stakeholder::Address(outside(it)) } else { Stakeholder::Record(contact(it)) }
                    })
                    .collect();
            close(&mut it, &mut dice);
            records.push(it);
        }
        Crm { records, deals_of_account }
    }
}

/// Returns whether a person of the CRM is a lead.
pub fn is_lead(person: usize) -> bool {
    person % LEAD == LEAD - 1
}

/// Returns the record of a person of the CRM.
pub fn contact(person: usize) -> RecordId {
    RecordId(if is_lead(person) { format!("lead-{person}") } else { format!("contact-{person}") })
}

/// Returns the record of an account.
pub fn account_id(account: usize) -> RecordId {
    RecordId(format!("account-{account}"))
}

/// From 1 up, most often 1, now and then the most.
fn heavy(dice: &mut Dice, most: u64) -> u64 {
    (dice.unit().max(1e-3).powf(-0.8) as u64).min(most)
}

fn person_record(person: usize, company: usize, owner: Address, address: Address, dice: &mut Dice) -> Record {
    let lead = is_lead(person);
    let kind = if lead { RecordKind::Lead } else { RecordKind::Contact };
    Record {
        account: (!lead).then(|| account_id(company)),
        addresses: vec![address],
        owner: Some(owner),
        state: lead.then(|| if dice.unit() < 0.3 { "qualified" } else { "open" }.to_owned()),
        ..blank(contact(person), kind, format!("Person {person}"), dice)
    }
}

/// Half of the deals are over.
fn close(deal: &mut Record, dice: &mut Dice) {
    let created = deal.created_on.expect("every record has a day");
    let closes = created.saturating_add((20 + dice.below(300) as i64).days());
    let state = match dice.unit() {
        it if it < 0.3 => "won",
        it if it < 0.5 => "lost",
        _ => "open",
    };
    deal.revenue = Some((1_000.0 * dice.unit().max(1e-3).powf(-1.2)).round());
    deal.currency = Some("EUR".to_owned());
    deal.close_on = Some(closes);
    deal.closed_on = (state != "open").then_some(closes);
    deal.stage = Some(["Qualify", "Propose", "Negotiate"][dice.below(3)].to_owned());
    deal.state = Some(state.to_owned());
}

fn blank(id: RecordId, kind: RecordKind, name: String, dice: &mut Dice) -> Record {
    const FIRST: Date = date(2024, 6, 1);
    Record {
        created_on: Some(FIRST.saturating_add((dice.below(500) as i64).days())),
        ..Record::named(id, kind, Name::new(&name).expect("a name"))
    }
}
