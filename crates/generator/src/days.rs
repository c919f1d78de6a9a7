//! Days: what happens, in order of time, from any day on.
//!
//! ```text
//! day by day: begin conversations ──▶ their answers wait in the days they are written ──▶ hand out the day
//! ```
//!
//! A conversation is made whole when it begins, and ends within [`LONGEST`] days. So a stretch of days that begins in the
//! middle of history makes those days before it anew, and hands out nothing of them.

use std::collections::VecDeque;

use crate::event::Day;
use crate::meetings::Meetings;
use crate::threads::Threads;
use crate::world::World;

/// Days from the first mail of a conversation to the last.
pub(crate) const LONGEST: i64 = 10;

/// Everything that happens from one day to another, day by day.
pub struct Days<'a> {
    world: &'a World,
    next: i64,
    first: i64,
    end: i64,
    ahead: Ahead,
    threads: Threads<'a>,
}

impl<'a> Days<'a> {
    pub(crate) fn new(world: &'a World, first: i64, end: i64) -> Days<'a> {
        let next = (first - LONGEST).max(world.first_day());
        let ahead = Ahead { first: next, wanted: first..end, days: VecDeque::new() };
        Days { world, next, first, end, ahead, threads: Threads::new(world) }
    }

    fn make(&mut self) {
        self.threads.begin_on(self.next, &mut self.ahead);
        if self.next >= self.first {
            Meetings::new(self.world).hold_on(self.next, &mut self.ahead);
        }
    }
}

impl Iterator for Days<'_> {
    type Item = Day;

    fn next(&mut self) -> Option<Day> {
        while self.next < self.end {
            self.make();
            let mut day = self.ahead.take();
            self.next += 1;
            if day.day >= self.first {
                day.sort();
                return Some(day);
            }
        }
        None
    }
}

/// Days to come, and what is known of them.
pub(crate) struct Ahead {
    first: i64,
    /// What is kept at all.
    wanted: std::ops::Range<i64>,
    days: VecDeque<Day>,
}

impl Ahead {
    /// The day to put something in; `None` where nobody will ask for it.
    pub fn day(&mut self, day: i64) -> Option<&mut Day> {
        if !self.wanted.contains(&day) || day < self.first {
            return None;
        }
        let place = usize::try_from(day - self.first).ok()?;
        while self.days.len() <= place {
            self.days.push_back(Day { day: self.first + self.days.len() as i64, ..Day::default() });
        }
        self.days.get_mut(place)
    }

    fn take(&mut self) -> Day {
        let day = self.days.pop_front().unwrap_or(Day { day: self.first, ..Day::default() });
        self.first += 1;
        day
    }
}
