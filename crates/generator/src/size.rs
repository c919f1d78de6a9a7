//! Size and shares: how large an organisation is, and what its traffic is made of.

/// How large an organisation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Everybody who works, joined or left there in the time.
    pub colleagues: u32,
    /// People outside they may write with.
    pub contacts: u32,
    /// Emails a month, of whatever sort.
    pub emails_a_month: u32,
    /// Calendar months.
    pub months: u32,
}

impl Size {
    /// The sizes with a name.
    pub const NAMED: [(&str, Size); 4] = [
        ("small", Size { colleagues: 50, contacts: 1_000, emails_a_month: 5_000, months: 3 }),
        ("1m", Size { colleagues: 2_000, contacts: 50_000, emails_a_month: 83_333, months: 12 }),
        ("8m", Size { colleagues: 10_000, contacts: 500_000, emails_a_month: 8_000_000, months: 1 }),
        ("96m-year", Size { colleagues: 10_000, contacts: 500_000, emails_a_month: 8_000_000, months: 12 }),
    ];

    /// Returns the size of that name.
    pub fn named(name: &str) -> Option<Size> {
        Size::NAMED.into_iter().find(|it| it.0 == name).map(|it| it.1)
    }

    /// Returns all emails of all months.
    pub fn emails(self) -> u64 {
        u64::from(self.emails_a_month) * u64::from(self.months)
    }

    /// Says why nothing of this size can be made.
    pub(crate) fn refusal(self) -> Option<&'static str> {
        if self.colleagues < 2 {
            Some("an organisation has at least 2 colleagues")
        } else if self.contacts < 8 {
            Some("an organisation has at least 8 contacts")
        } else if self.months == 0 || self.months > 120 {
            Some("a history has 1 to 120 months")
        } else if self.colleagues > MOST_PEOPLE || self.contacts > MOST_PEOPLE {
            Some("an organisation has at most 50,000,000 colleagues and as many contacts")
        } else {
            None
        }
    }
}

/// Together with robots they fit into the 27 bits a person has in an event.
const MOST_PEOPLE: u32 = 50_000_000;

/// What traffic is made of. Shares are of all emails, unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shares {
    /// Emails that answer another.
    pub replies: f64,
    /// Newsletters and other mail of lists.
    pub newsletters: f64,
    /// Mail of programs: notifications, tickets.
    pub machines: f64,
    /// Of conversations: those among colleagues alone.
    pub internal: f64,
    /// Of the mails that begin a conversation: those with somebody in copy.
    pub copied: f64,
    /// Meetings, for each email; half of them in series.
    pub meetings: f64,
    /// Calls, for each email.
    pub calls: f64,
    /// Of the colleagues: how many leave in a year, and as many join.
    pub turnover: f64,
    /// Of whom a colleague writes with: how many are somebody else a year later.
    pub churn: f64,
}

impl Default for Shares {
    fn default() -> Shares {
        Shares {
            replies: 0.42,
            newsletters: 0.06,
            machines: 0.04,
            internal: 0.30,
            copied: 0.28,
            meetings: 0.08,
            calls: 0.02,
            turnover: 0.12,
            churn: 0.35,
        }
    }
}
