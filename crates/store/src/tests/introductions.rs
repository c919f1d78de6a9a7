//! Introductions: each is sent once.

use jiff::Timestamp;
use relata_model::PersonId;

use crate::testing::on_every_database;
use crate::{IntroductionState, NewIntroduction, Started, Transport};

fn new(key: &str) -> NewIntroduction<'_> {
    let requested_at = Timestamp::from_second(7).unwrap();
    let (contact, colleague) = (PersonId(1), PersonId(2));
    NewIntroduction {
        idempotency_key: key,
        contact,
        colleague,
        requested_by: "Demo",
        requester: None,
        requested_at,
        transport: Transport::Smtp,
        message: None,
        knew: false,
    }
}

#[test]
fn a_request_with_the_same_key_is_sent_once() {
    on_every_database(async |store| {
        let key = new("k1");
        let (one, other) = tokio::join!(store.start_introduction(&key), store.start_introduction(&key));
        let (one, other) = (one.unwrap(), other.unwrap());
        let started = [&one, &other].into_iter().filter_map(|it| match it {
            Started::Now(id) => Some(*id),
            Started::Before(_) => None,
        });
        let [id] = started.collect::<Vec<_>>()[..] else { panic!("one of the two goes on") };
        let sent = IntroductionState::Sent(Timestamp::from_second(9).unwrap());
        store.finish_introduction(id, &sent).await.unwrap();
        let again = store.start_introduction(&key).await.unwrap();
        assert!(matches!(again, Started::Before(it) if it.id == id && it.state == sent));
        assert!(matches!(store.start_introduction(&new("k2")).await.unwrap(), Started::Now(it) if it != id));
    });
}

#[test]
fn a_request_that_failed_may_be_tried_again() {
    on_every_database(async |store| {
        let Started::Now(id) = store.start_introduction(&new("k1")).await.unwrap() else { panic!("it is new") };
        let failed = IntroductionState::Failed("the mail server refused".to_owned());
        store.finish_introduction(id, &failed).await.unwrap();
        assert_eq!(store.start_introduction(&new("k1")).await.unwrap(), Started::Now(id));
    });
}
