//! Formula: the strength Relata publishes, exactly as `docs/strength.md` states it.
//!
//! ```text
//! w(m) = 1/sqrt(recipients of m) * (Cc: 0.5, To/Bcc: 1)
//! O    = sum over messages colleague -> contact of w(m) * 2^(-age_days/60)
//! I    = sum over messages contact -> colleague of w(m) * 2^(-age_days/60)
//! R    = sum over replies between the two       of        2^(-age_days/60)
//! S    = sqrt((O+0.1)*(I+0.1)) - 0.1 + R,   shown = round(100*S/(S+1.6))
//! ```
//!
//! `S` and what is shown of it are `relata_model::strength`'s own, so that what is measured is what people see. The
//! sums are gathered a second time here, apart from the engine's SQL, on purpose: the two check each other through
//! the golden values in `fixtures/enron/golden`.

pub use relata_model::strength::HALF_LIFE_DAYS;

/// What a copy counts against a message addressed directly.
pub const CC_WEIGHT: f64 = 0.5;
/// Days of history that are looked at.
pub const HISTORY_DAYS: i64 = 730;

/// What a strength is made of. Units: messages, one-to-one and of today.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Strength {
    /// O: what the colleague wrote to the contact.
    pub sent: f64,
    /// I: what the contact wrote to the colleague.
    pub received: f64,
    /// R: what either answered the other.
    pub replies: f64,
}

impl Strength {
    /// S, from 0 up without bound.
    pub fn value(self) -> f64 {
        relata_model::strength::raw(self.sent, self.received, self.replies)
    }

    /// S on the scale people see, 0 to 100.
    pub fn shown(self) -> u8 {
        relata_model::strength::shown(self.value())
    }
}

/// The weight of a message to this many people, before it ages.
pub fn message_weight(recipients: u32, copy_weight: f64) -> f64 {
    copy_weight / f64::from(recipients).sqrt()
}

/// What is left of 1 after some days.
pub fn decay(age_days: f64, half_life_days: f64) -> f64 {
    (-age_days / half_life_days).exp2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sent: f64, received: f64, replies: f64, value: f64, shown: u8) {
        let strength = Strength { sent, received, replies };
        assert!((strength.value() - value).abs() < 1e-6, "{}", strength.value());
        assert_eq!(strength.shown(), shown);
    }

    #[test]
    fn the_examples_of_the_page_hold() {
        check(0.0, 0.0, 0.0, 0.0, 0);
        check(1.6, 1.6, 0.0, 1.6, 50);
        check(17.552794, 17.392823, 0.0, 17.472627, 92);
        // One-way traffic is weak, whatever its volume; an answer adds one.
        check(10.0, 0.0, 0.0, 0.904_988, 36);
        check(10.0, 0.0, 1.0, 1.904_988, 54);
    }

    #[test]
    fn sixty_days_halve_and_four_recipients_halve() {
        assert!((decay(60.0, HALF_LIFE_DAYS) - 0.5).abs() < 1e-12);
        assert!((message_weight(4, 1.0) - 0.5).abs() < 1e-12);
        assert!((message_weight(1, CC_WEIGHT) - 0.5).abs() < 1e-12);
    }
}
