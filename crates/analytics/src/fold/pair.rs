//! Pair: what the exchanges of two people in a month come to.

/// Sums are whole numbers in units of 2⁻⁴⁰.
const UNITS: f64 = (1_u64 << 40) as f64;
/// A weight fades by half in this time.
const HALF_LIFE_SECONDS: f64 = 60.0 * 86_400.0;

const EMAIL: u8 = 0;
const MEETING: u8 = 1;
const CALL: u8 = 2;
const OUTBOUND: u8 = 0;
const INBOUND: u8 = 1;

/// An exchange that counts, as the log has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Exchange {
    /// Somebody outside, by address.
    pub contact: i64,
    /// Somebody of ours, by address.
    pub colleague: i64,
    /// When, in seconds since 1970.
    pub at: i64,
    /// Before it fades.
    pub weight: f64,
    /// The message it answers.
    pub reply_to: Option<[u8; 16]>,
    /// 0 outbound, 1 inbound, 2 both.
    pub direction: u8,
    /// 0 email, 1 meeting, 2 call.
    pub kind: u8,
}

/// An email that may have been answered; in order of the pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Answered {
    /// Somebody outside, by address.
    pub contact: i64,
    /// Somebody of ours, by address.
    pub colleague: i64,
    /// Which message.
    pub identity: [u8; 16],
    /// As of an exchange.
    pub direction: u8,
}

/// A pair's month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PairMonth {
    pub contact: i64,
    pub colleague: i64,
    pub sent_sum: i64,
    pub received_sum: i64,
    pub replies_sum: i64,
    pub meetings_sum: i64,
    pub sent: i64,
    pub received: i64,
    pub replies: i64,
    pub meetings: i64,
    pub calls: i64,
    pub first_at: i64,
    pub sent_at: Option<i64>,
    pub received_at: Option<i64>,
    pub reply_at: Option<i64>,
    pub meeting_at: Option<i64>,
    pub call_out_at: Option<i64>,
    pub call_in_at: Option<i64>,
}

/// Returns every pair's month, in order, as of the moment `until`: each weight has faded to it by half every 60 days. An
/// exchange is a reply if the message it answers went the other way between the same two. See docs/strength.md.
pub(super) fn fold(exchanges: &mut [Exchange], answered: &mut [Answered], until: i64) -> Vec<PairMonth> {
    exchanges.sort_unstable_by_key(|it| (it.contact, it.colleague));
    answered.sort_unstable();
    let mut pairs = Vec::new();
    let mut answered = &*answered;
    for run in exchanges.chunk_by(|a, b| (a.contact, a.colleague) == (b.contact, b.colleague)) {
        let of = (run[0].contact, run[0].colleague);
        answered = &answered[answered.partition_point(|it| (it.contact, it.colleague) < of)..];
        let theirs = answered.partition_point(|it| (it.contact, it.colleague) == of);
        pairs.push(PairMonth::of(run, &answered[..theirs], until));
    }
    pairs
}

impl PairMonth {
    /// Returns what the exchanges of one pair come to.
    fn of(run: &[Exchange], answered: &[Answered], until: i64) -> PairMonth {
        let mut sums = PairMonth {
            contact: run[0].contact,
            colleague: run[0].colleague,
            sent_sum: 0,
            received_sum: 0,
            replies_sum: 0,
            meetings_sum: 0,
            sent: 0,
            received: 0,
            replies: 0,
            meetings: 0,
            calls: 0,
            first_at: i64::MAX,
            sent_at: None,
            received_at: None,
            reply_at: None,
            meeting_at: None,
            call_out_at: None,
            call_in_at: None,
        };
        run.iter().for_each(|it| sums.add(it, it.is_reply(answered), until));
        sums
    }

    fn add(&mut self, it: &Exchange, is_reply: bool, until: i64) {
        let unit = 2_f64.powf((it.at - until) as f64 / HALF_LIFE_SECONDS) * UNITS;
        let weight = (it.weight * unit).round() as i64;
        self.first_at = self.first_at.min(it.at);
        match (it.kind, it.direction) {
            (MEETING, _) => {
                self.meetings_sum += weight;
                self.meetings += 1;
                newest(&mut self.meeting_at, it.at);
            }
            (_, OUTBOUND) => self.sent_sum += weight,
            (_, INBOUND) => self.received_sum += weight,
            _ => {}
        }
        match (it.kind, it.direction) {
            (EMAIL, OUTBOUND) => {
                self.sent += 1;
                newest(&mut self.sent_at, it.at);
            }
            (EMAIL, INBOUND) => {
                self.received += 1;
                newest(&mut self.received_at, it.at);
            }
            (CALL, OUTBOUND) => newest(&mut self.call_out_at, it.at),
            (CALL, INBOUND) => newest(&mut self.call_in_at, it.at),
            _ => {}
        }
        self.calls += i64::from(it.kind == CALL);
        if is_reply {
            self.replies_sum += unit.round() as i64;
            self.replies += 1;
            newest(&mut self.reply_at, it.at);
        }
    }
}

impl Exchange {
    /// Whether what it answers is among the emails of its pair and went the other way.
    fn is_reply(&self, answered: &[Answered]) -> bool {
        self.reply_to.is_some_and(|asked| {
            let from = answered.partition_point(|it| it.identity < asked);
            let same = answered[from..].iter().take_while(|it| it.identity == asked);
            same.into_iter().any(|it| it.direction != self.direction)
        })
    }
}

fn newest(of: &mut Option<i64>, at: i64) {
    *of = Some(of.map_or(at, |it| it.max(at)));
}
