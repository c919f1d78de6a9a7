//! Pairs: what is published of a colleague and a contact.

use jiff::Timestamp;
use relata_model::strength::{Counts, Newest};
use relata_model::{Band, Confidence, PersonId, Strength, Sums};
use sqlx::AssertSqlSafe;

use crate::Store;
use crate::consent::moment;
use crate::database::Bound;
use crate::error::Result;
use crate::generation::Generation;
use crate::mailbox::unsigned;
use crate::sharing::{Asker, named};

/// How well a colleague and a contact know each other, with what that rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct PairInsight {
    /// Somebody outside.
    pub contact: PersonId,
    /// Somebody of ours.
    pub colleague: PersonId,
    /// What the strength was computed from.
    pub sums: Sums,
    /// How well they know each other.
    pub strength: Strength,
}

impl PairInsight {
    /// Returns when the two last had to do with each other.
    pub fn last_at(&self) -> Timestamp {
        self.sums.newest.last().map_or(self.sums.first_at, |it| it.0)
    }
}

impl Store {
    /// Returns a pair of a generation, if the contact may be a target and the colleague may be named to whoever asks.
    pub async fn pair(
        &self,
        generation: &Generation,
        contact: PersonId,
        colleague: PersonId,
        asker: &Asker,
    ) -> Result<Option<PairInsight>> {
        let sql = format!(
            "select pair.* from pair
             join entry on entry.person_id = pair.colleague_id and entry.standing = 0
             where pair.series = $1 and pair.valid_from <= $2 and pair.valid_to > $2
               and pair.contact_id = $3 and pair.colleague_id = $6
               and exists (select 1 from contact where contact.person_id = pair.contact_id)
               and {}",
            named()
        );
        let row: Option<PairRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(generation.series)
            .bind(generation.id.0)
            .bind(contact.0)
            .bind(asker.number())
            .bind(asker.at.as_second())
            .bind(colleague.0)
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(PairRow::into_insight))
    }
}

/// The columns of a pair, in the order of [`bind`].
pub(crate) const COLUMNS: &str = "
    series, contact_id, colleague_id, valid_from, valid_to, sent, received, replies, meetings, sent_count,
    received_count, reply_count, meeting_count, call_count, first_at, sent_at, received_at, reply_at, meeting_at,
    call_out_at, call_in_at, last_at, raw, score, band, confidence";
/// How many there are.
pub(crate) const COLUMN_COUNT: usize = 26;
/// The end of a pair that still holds.
pub(crate) const STILL_VALID: i64 = 1 << 62;

pub(crate) fn bind(query: Bound, generation: &Generation, it: &PairInsight) -> Bound {
    let seconds = |at: Option<Timestamp>| at.map(Timestamp::as_second);
    let (sums, counts, newest) = (&it.sums, &it.sums.counts, &it.sums.newest);
    query
        .bind(generation.series)
        .bind(it.contact.0)
        .bind(it.colleague.0)
        .bind(generation.id.0)
        .bind(STILL_VALID)
        .bind(sums.sent)
        .bind(sums.received)
        .bind(sums.replies)
        .bind(sums.meetings)
        .bind(i64::from(counts.sent))
        .bind(i64::from(counts.received))
        .bind(i64::from(counts.replies))
        .bind(i64::from(counts.meetings))
        .bind(i64::from(counts.calls))
        .bind(sums.first_at.as_second())
        .bind(seconds(newest.sent_at))
        .bind(seconds(newest.received_at))
        .bind(seconds(newest.reply_at))
        .bind(seconds(newest.meeting_at))
        .bind(seconds(newest.call_out_at))
        .bind(seconds(newest.call_in_at))
        .bind(it.last_at().as_second())
        .bind(it.strength.raw)
        .bind(i64::from(it.strength.score))
        .bind(it.strength.band as i64)
        .bind(it.strength.confidence as i64)
}

#[derive(sqlx::FromRow)]
pub(crate) struct PairRow {
    contact_id: i64,
    colleague_id: i64,
    sent: f64,
    received: f64,
    replies: f64,
    meetings: f64,
    sent_count: i64,
    received_count: i64,
    reply_count: i64,
    meeting_count: i64,
    call_count: i64,
    first_at: i64,
    sent_at: Option<i64>,
    received_at: Option<i64>,
    reply_at: Option<i64>,
    meeting_at: Option<i64>,
    call_out_at: Option<i64>,
    call_in_at: Option<i64>,
    raw: f64,
    score: i64,
    band: i64,
    confidence: i64,
}

impl PairRow {
    pub(crate) fn into_insight(self) -> PairInsight {
        let count = |it: i64| u32::try_from(unsigned(it)).unwrap_or(u32::MAX);
        PairInsight {
            contact: PersonId(self.contact_id),
            colleague: PersonId(self.colleague_id),
            sums: Sums {
                sent: self.sent,
                received: self.received,
                replies: self.replies,
                meetings: self.meetings,
                counts: Counts {
                    sent: count(self.sent_count),
                    received: count(self.received_count),
                    replies: count(self.reply_count),
                    meetings: count(self.meeting_count),
                    calls: count(self.call_count),
                },
                first_at: moment(self.first_at),
                newest: Newest {
                    sent_at: self.sent_at.map(moment),
                    received_at: self.received_at.map(moment),
                    reply_at: self.reply_at.map(moment),
                    meeting_at: self.meeting_at.map(moment),
                    call_out_at: self.call_out_at.map(moment),
                    call_in_at: self.call_in_at.map(moment),
                },
            },
            strength: Strength {
                raw: self.raw,
                score: u8::try_from(self.score).unwrap_or(0),
                band: band_of(self.band),
                confidence: confidence_of(self.confidence),
            },
        }
    }
}

pub(crate) fn band_of(number: i64) -> Band {
    match number {
        1 => Band::Weak,
        2 => Band::Medium,
        3 => Band::Strong,
        _ => Band::Unknown,
    }
}

fn confidence_of(number: i64) -> Confidence {
    match number {
        1 => Confidence::Medium,
        2 => Confidence::High,
        _ => Confidence::Low,
    }
}
