//! Nightly: when mailboxes are to be held against their source.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Installations begin up to so much later, so that not all ask the same service at once.
const SPREAD_SECONDS: u64 = 30 * 60;

/// Returns the last moment at which a check was due: every day at `at` in UTC, a while later that follows from `of`.
pub fn last_due(at: Time, of: &str, now: Timestamp) -> Timestamp {
    // FNV-1a: the same name is always spread alike.
    let mixed =
        of.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |it, byte| (it ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    let later = SignedDuration::from_secs((mixed % SPREAD_SECONDS) as i64);
    let today = now.to_zoned(TimeZone::UTC).date();
    let due = today.to_datetime(at).to_zoned(TimeZone::UTC).map_or(now, |it| it.timestamp()) + later;
    if due <= now { due } else { due - SignedDuration::from_hours(24) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_due_once_a_night_a_little_later_than_said() {
        let at: Time = "02:00".parse().unwrap();
        let due = |now: &str| last_due(at, "tenant", now.parse().unwrap());
        let night = due("2026-03-02T12:00:00Z");
        let later = night.duration_since("2026-03-02T02:00:00Z".parse().unwrap());
        assert!((0..SPREAD_SECONDS as i64).contains(&later.as_secs()));
        assert_eq!(due("2026-03-03T01:59:59Z"), night);
        assert_eq!(due("2026-03-03T02:30:00Z"), night + SignedDuration::from_hours(24));
    }
}
