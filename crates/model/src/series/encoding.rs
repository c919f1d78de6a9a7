//! A series as bytes: what the store keeps of a record and a month.
//!
//! Numbers are LEB128 (seven bits a byte), days and moments as the difference to the one before: about twenty bytes a
//! day. The first byte is the version.

use super::{Contacted, Counts, Day, Followed, Series, Turn};
use crate::{AddressId, Direction, Kind};

const VERSION: u8 = 1;

/// Bytes that are no series of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a stored series cannot be read; compute again")]
pub struct Damaged;

impl Series {
    /// Returns the series as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        put(&mut bytes, self.days.len() as i64);
        let mut before = 0;
        for it in &self.days {
            put(&mut bytes, i64::from(it.day) - before);
            before = i64::from(it.day);
            for number in it.numbers() {
                put(&mut bytes, i64::from(number));
            }
        }
        put(&mut bytes, self.turns.len() as i64);
        let mut before = 0;
        for it in &self.turns {
            put(&mut bytes, it.at - before);
            before = it.at;
            put(&mut bytes, i64::from(it.ours) + 2 * i64::from(it.asks));
            put(&mut bytes, it.answers_after.map_or(0, |it| i64::from(it) + 1));
        }
        put(&mut bytes, self.people.len() as i64);
        for it in &self.people {
            for number in [it.address.0, it.emails.into(), it.meetings.into(), it.calls.into(), it.last_at] {
                put(&mut bytes, number);
            }
        }
        bytes
    }

    /// Returns the series in these bytes.
    ///
    /// # Errors
    ///
    /// [`Damaged`] if they are none.
    pub fn from_bytes(bytes: &[u8]) -> Result<Series, Damaged> {
        let (version, rest) = bytes.split_first().ok_or(Damaged)?;
        if *version != VERSION {
            return Err(Damaged);
        }
        let mut from = Reader { bytes: rest };
        let mut series = Series::default();
        let mut day = 0;
        for _ in 0..from.number()? {
            day += from.number()?;
            series.days.push(from.day(i32::try_from(day).map_err(|_| Damaged)?)?);
        }
        let mut at = 0;
        for _ in 0..from.number()? {
            at += from.number()?;
            let sides = from.number()?;
            let answers = from.small()?;
            let answers_after = answers.checked_sub(1);
            series.turns.push(Turn { at, ours: sides & 1 == 1, asks: sides & 2 == 2, answers_after });
        }
        for _ in 0..from.number()? {
            series.people.push(Contacted {
                address: AddressId(from.number()?),
                emails: from.small()?,
                meetings: from.small()?,
                calls: from.small()?,
                last_at: from.number()?,
            });
        }
        if from.bytes.is_empty() { Ok(series) } else { Err(Damaged) }
    }
}

impl Day {
    fn numbers(&self) -> [u32; 16] {
        let Counts { emails_out, emails_in, meetings_out, meetings_in, calls_out, calls_in, tasks } = self.counts;
        let Followed { emails, opened, clicked, attachment_opened } = self.followed;
        [
            self.last_second,
            self.last_kind as u32,
            self.last_direction as u32,
            emails_out,
            emails_in,
            meetings_out,
            meetings_in,
            calls_out,
            calls_in,
            tasks,
            self.team_seconds,
            self.customer_seconds,
            emails,
            opened,
            clicked,
            attachment_opened,
        ]
    }
}

/// Zigzag, then seven bits a byte: small numbers of either sign are short.
fn put(bytes: &mut Vec<u8>, number: i64) {
    let mut rest = ((number << 1) ^ (number >> 63)) as u64;
    while rest >= 0x80 {
        bytes.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    bytes.push(rest as u8);
}

struct Reader<'a> {
    bytes: &'a [u8],
}

impl Reader<'_> {
    fn number(&mut self) -> Result<i64, Damaged> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.bytes.split_first().ok_or(Damaged)?;
            self.bytes = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok((number >> 1) as i64 ^ -((number & 1) as i64));
            }
        }
        Err(Damaged)
    }

    fn small(&mut self) -> Result<u32, Damaged> {
        u32::try_from(self.number()?).map_err(|_| Damaged)
    }

    fn kind(&mut self) -> Result<Kind, Damaged> {
        let number = self.number()?;
        Kind::ALL.into_iter().find(|it| *it as i64 == number).ok_or(Damaged)
    }

    fn direction(&mut self) -> Result<Direction, Damaged> {
        let number = self.number()?;
        Direction::ALL.into_iter().find(|it| *it as i64 == number).ok_or(Damaged)
    }

    /// In the order of [`Day::numbers`].
    fn day(&mut self, day: i32) -> Result<Day, Damaged> {
        Ok(Day {
            day,
            last_second: self.small()?,
            last_kind: self.kind()?,
            last_direction: self.direction()?,
            counts: Counts {
                emails_out: self.small()?,
                emails_in: self.small()?,
                meetings_out: self.small()?,
                meetings_in: self.small()?,
                calls_out: self.small()?,
                calls_in: self.small()?,
                tasks: self.small()?,
            },
            team_seconds: self.small()?,
            customer_seconds: self.small()?,
            followed: Followed {
                emails: self.small()?,
                opened: self.small()?,
                clicked: self.small()?,
                attachment_opened: self.small()?,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn a_day() -> impl Strategy<Value = Day> {
        (-20_000..40_000_i32, 0..86_400_u32, 0..4_usize, 0..3_usize, any::<[u32; 7]>(), any::<[u32; 6]>()).prop_map(
            |(day, last_second, last_kind, last_direction, counts, rest)| {
                let [emails_out, emails_in, meetings_out, meetings_in, calls_out, calls_in, tasks] = counts;
                let [team_seconds, customer_seconds, emails, opened, clicked, attachment_opened] = rest;
                Day {
                    day,
                    last_second,
                    last_kind: Kind::ALL[last_kind],
                    last_direction: Direction::ALL[last_direction],
                    counts: Counts { emails_out, emails_in, meetings_out, meetings_in, calls_out, calls_in, tasks },
                    team_seconds,
                    customer_seconds,
                    followed: Followed { emails, opened, clicked, attachment_opened },
                }
            },
        )
    }

    fn a_turn() -> impl Strategy<Value = Turn> {
        (-1_i64 << 40..1 << 40, any::<bool>(), any::<bool>(), proptest::option::of(0..1_300_000_u32))
            .prop_map(|(at, ours, asks, answers_after)| Turn { at, ours, asks, answers_after })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            days in proptest::collection::vec(a_day(), 0..20),
            turns in proptest::collection::vec(a_turn(), 0..20),
            people in proptest::collection::vec((any::<i32>(), 0..9_u32, 0..9_u32, 0..9_u32, any::<i32>()), 0..5),
        ) {
            let people = people.into_iter().map(|(address, emails, meetings, calls, last_at)| Contacted {
                address: AddressId(address.into()), emails, meetings, calls, last_at: last_at.into(),
            });
            let series = Series { days, turns, people: people.collect() };
            prop_assert_eq!(Series::from_bytes(&series.to_bytes()), Ok(series));
        }

        #[test]
        fn damaged_bytes_are_told_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Series::from_bytes(&bytes);
        }
    }

    #[test]
    fn a_quiet_day_takes_about_twenty_bytes() {
        let day = Day { day: 12_000, counts: Counts { emails_out: 1, ..Counts::default() }, ..Day::default() };
        assert_eq!(Series { days: vec![day], ..Series::default() }.to_bytes().len(), 23);
    }
}
