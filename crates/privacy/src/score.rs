//! The engagement score: an account's place among the others, from released figures alone.

use crate::figures::Figures;

/// What engagement is made of, in equal parts.
const PARTS: [fn(&Figures) -> u64; 4] = [
    |it| u64::from(it.emails_to) + u64::from(it.emails_from),
    |it| u64::from(it.meetings_by_us) + u64::from(it.meetings_by_them),
    |it| u64::from(it.our_people_emails) + u64::from(it.our_people_meetings),
    |it| u64::from(it.their_people_emails) + u64::from(it.their_people_meetings),
];

/// Gives every account its score: its place by the mean of its places in emails, meetings, our people and their people. 100 is the most
/// engaged of the accounts shown, 0 the least; one account alone has 50.
pub(crate) fn score(shown: &mut [Figures]) {
    let mut composite = vec![0; shown.len()];
    for part in PARTS {
        let numbers: Vec<u64> = shown.iter().map(part).collect();
        for (sum, place) in composite.iter_mut().zip(places(&numbers)) {
            *sum += place;
        }
    }
    let most = 2 * shown.len().saturating_sub(1) as u64;
    for (figures, place) in shown.iter_mut().zip(places(&composite)) {
        figures.score = (100 * place + most / 2).checked_div(most).map_or(50, |it| it as u8);
    }
}

/// Returns each number's place: twice the smaller ones, and once each equal of it.
fn places(numbers: &[u64]) -> Vec<u64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    let place = |number: &u64| {
        let smaller = sorted.partition_point(|it| it < number);
        let not_larger = sorted.partition_point(|it| it <= number);
        (smaller + not_larger - 1) as u64
    };
    numbers.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(emails_to: u32, meetings_by_us: u32, our: u32, their: u32) -> Figures {
        Figures {
            score: 0,
            emails_to,
            emails_from: 0,
            meetings_by_us,
            meetings_by_them: 0,
            our_people_emails: our,
            our_people_meetings: 0,
            their_people_emails: their,
            their_people_meetings: 0,
            days_since_email: None,
            days_since_meeting: None,
            mean_meeting_minutes: None,
            mean_reply_hours: None,
        }
    }

    #[test]
    fn the_score_is_the_place_among_the_others() {
        for (accounts, expected) in [
            (vec![], vec![]),
            (vec![figures(9, 9, 9, 9)], vec![50]),
            (vec![figures(9, 9, 9, 9), figures(9, 9, 9, 9)], vec![50, 50]),
            (vec![figures(30, 3, 8, 4), figures(90, 9, 20, 8), figures(1, 0, 6, 1)], vec![50, 100, 0]),
            (vec![figures(900, 0, 0, 0), figures(1, 1, 1, 1)], vec![0, 100]),
        ] {
            let mut shown = accounts;
            score(&mut shown);
            assert_eq!(shown.iter().map(|it| it.score).collect::<Vec<_>>(), expected);
        }
    }
}
