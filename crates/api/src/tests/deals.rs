//! Deals in the small organisation: one that goes on (`o1`), one whose close has passed (`o2`), deals won and lost, and
//! what happened with each of them.

use std::collections::HashMap;

use jiff::civil::Date;
use relata_model::notation::moment;
use relata_model::series::{Contacted, Counts, Day, Turn, day_of};
use relata_model::{Address, AddressId, AnalyticsSettings, Identity, Kind, Month, Record, RecordId, RecordKind};
use relata_model::{MailboxId, RecordNumber, Role, Series};
use relata_store::{Edition, InsightRun, Months, RecordMonth, ScheduledCopy, ScheduledPerson};

use super::app::{App, TODAY, day_end, record};

impl App {
    /// The organisation with its deals, and everything computed from mailboxes.
    pub(super) async fn with_deals() -> App {
        App::dealing(0, 0).await
    }

    /// The same with so many deals won and lost, each a day before the other.
    pub(super) async fn dealing(won: i32, lost: i32) -> App {
        let app = App::start().await;
        let mut records = vec![open_deal(), past_deal()];
        records.extend((0..won).map(|it| closed_deal(it, true)));
        records.extend((0..lost).map(|it| closed_deal(it, false)));
        app.state.store.upsert_records(&records).await.unwrap();
        app.happened("o1", &app.talk().await).await;
        app.happened("a1", &silence_and_an_answer()).await;
        app.scheduled().await;
        for number in 0..won {
            let day = today() - 40 - number;
            app.happened(&format!("w{number}"), &[one(day, Counts { emails_out: 4, ..Counts::default() })]).await;
        }
        app.compute(Edition::Enhanced).await;
        app
    }

    /// Keeps the series of a record, month by month.
    pub(super) async fn happened(&self, id: &str, months: &[Series]) {
        let record = self.number(id).await;
        for series in months {
            let month = Month::of_day(series.days[0].date());
            let row = RecordMonth { record, month, blob: series.to_bytes() };
            self.state.store.put_record_months(Months::Of(&[month], &[record]), [row]).await.unwrap();
        }
    }

    /// Puts into the lists what follows from the series, computed of mailboxes or of the CRM alone.
    pub(super) async fn compute(&self, edition: Edition) {
        let run = InsightRun { computed_for: TODAY.parse().unwrap(), computed_at: day_end(), edition, intercept: None };
        self.state.store.grade_records(&run, &AnalyticsSettings::default(), &HashMap::new()).await.unwrap();
    }

    /// Leaves bytes where the series of a record was, and grades again.
    pub(super) async fn damage(&self, id: &str) {
        let (record, month) = (self.number(id).await, Month::of_day(TODAY.parse().unwrap()));
        let row = RecordMonth { record, month, blob: vec![9, 9, 9] };
        self.state.store.put_record_months(Months::Of(&[month], &[record]), [row]).await.unwrap();
        self.compute(Edition::Enhanced).await;
    }

    /// Lets the CRM have one more contact.
    pub(super) async fn imported(&self, id: &str) {
        self.state.store.upsert_records(&[record(id, RecordKind::Contact, id)]).await.unwrap();
    }

    /// A meeting of Amber and Lea a week ahead.
    async fn scheduled(&self) {
        let person = |address, role| ScheduledPerson { address, role, colleague: role == Role::Organiser };
        let meeting = ScheduledCopy {
            identity: Identity::of_meeting("ahead", ""),
            at: moment("2026-04-07T10:00"),
            kind: Kind::Meeting,
            minutes: 30,
            regarding: None,
            in_mailbox: true,
            people: vec![
                person(self.address("amber@us.com").await, Role::Organiser),
                person(self.address("lea@acme.com").await, Role::Required),
            ],
        };
        self.state.store.put_scheduled(MailboxId(1), &[meeting]).await.unwrap();
    }

    pub(super) async fn number(&self, id: &str) -> RecordNumber {
        self.state.store.record_number(&RecordId(id.to_owned())).await.unwrap().unwrap()
    }

    pub(super) async fn address(&self, address: &str) -> AddressId {
        self.state.store.address_id(&Address::parse(address).unwrap()).await.unwrap().unwrap()
    }

    /// Contact every week from January on, a meeting in March; two questions in March, one of them answered.
    async fn talk(&self) -> Vec<Series> {
        let [lea, amber, cleo] = ["lea@acme.com", "amber@us.com", "cleo@us.com"].map(|it| self.address(it));
        let (lea, amber, cleo) = (lea.await, amber.await, cleo.await);
        let email = Counts { emails_out: 2, emails_in: 1, ..Counts::default() };
        let meeting = Counts { meetings_out: 1, ..Counts::default() };
        let last_at = moment("2026-03-24T10:00").as_second();
        let met = |address, emails, meetings| Contacted { address, emails, meetings, calls: 0, last_at };
        let turn = |at: &str, ours, asks, hours: u32| Turn {
            at: moment(at).as_second(),
            ours,
            asks,
            answers_after: (hours > 0).then_some(hours * 3600),
        };
        let march = Series {
            days: vec![day("2026-03-03", email), day("2026-03-10", meeting), day("2026-03-24", email)],
            turns: vec![
                turn("2026-03-03T09:00", false, true, 0),
                turn("2026-03-03T13:00", true, true, 4),
                turn("2026-03-24T09:00", false, true, 0),
            ],
            people: vec![met(lea, 4, 1), met(amber, 3, 1), met(cleo, 9, 9)],
        };
        let days = |all: &[&str]| Series { days: all.iter().map(|it| day(it, email)).collect(), ..Series::default() };
        vec![days(&["2026-01-13", "2026-01-20"]), days(&["2026-02-03", "2026-02-10", "2026-02-24"]), march]
    }
}

fn today() -> i32 {
    day_of(TODAY.parse().unwrap())
}

pub(super) fn day(date: &str, counts: Counts) -> Day {
    let day = day_of(date.parse().unwrap());
    let seconds = if counts.meetings() > 0 { (5400, 1800) } else { (750, 600) };
    Day { day, last_second: 36_000, counts, team_seconds: seconds.0, customer_seconds: seconds.1, ..Day::default() }
}

/// They wrote in January, and again in the last week of March.
fn silence_and_an_answer() -> Vec<Series> {
    let (theirs, ours) = (Counts { emails_in: 1, ..Counts::default() }, Counts { emails_out: 1, ..Counts::default() });
    let days = [day("2026-01-05", theirs), day("2026-02-10", ours), day("2026-03-29", theirs)];
    days.map(|it| Series { days: vec![it], ..Series::default() }).into()
}

fn one(on: i32, counts: Counts) -> Series {
    let date: Date = relata_model::series::date_of(on);
    Series { days: vec![day(&date.to_string(), counts)], ..Series::default() }
}

fn open_deal() -> Record {
    Record {
        account: Some(RecordId("a1".to_owned())),
        primary_contact: Some(RecordId("c1".to_owned())),
        owner: Address::parse("amber@us.com").ok(),
        team: Address::parse("sam@us.com").into_iter().collect(),
        stage: Some("Proposal".to_owned()),
        revenue: Some(50_000.0),
        currency: Some("EUR".to_owned()),
        created_on: "2026-01-10".parse().ok(),
        close_on: "2026-06-30".parse().ok(),
        ..record("o1", RecordKind::Opportunity, "Turbines")
    }
}

fn past_deal() -> Record {
    Record {
        revenue: Some(-5.0),
        close_on: "2026-01-31".parse().ok(),
        ..record("o2", RecordKind::Opportunity, "=HYPERLINK(\"http://x\",\"Valves, small\")")
    }
}

fn closed_deal(number: i32, won: bool) -> Record {
    let word = if won { "won" } else { "lost" };
    Record {
        account: Some(RecordId("a1".to_owned())),
        state: Some(word.to_owned()),
        revenue: Some(if won { 50_000.0 } else { 1_000.0 } + f64::from(number) * 100.0),
        currency: Some("EUR".to_owned()),
        created_on: "2025-09-01".parse().ok(),
        closed_on: Some(relata_model::series::date_of(today() - 10 - number)),
        ..record(&format!("{}{number}", &word[..1]), RecordKind::Opportunity, &format!("Deal {word} {number}"))
    }
}
