//! Keep: carries out the steps, a while at a time, and notes how each went.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use relata_keys::Token;
use relata_microsoft::subscriptions::{self, Topic, client_state_hash};
use relata_microsoft::{Graph, Trouble};
use relata_model::MailboxId;
use relata_store::{AtService, ConnectionId, Store, StoreError, Subscription};

use crate::push::Push;
use crate::push::steps::{Step, Wanted, steps};

/// So long a subscription is asked for: a weekend without us, and what nobody ended is soon over.
const LIFE: SignedDuration = SignedDuration::from_hours(48);
/// What cannot be made or renewed is tried again after this.
const TRIED_EVERY: SignedDuration = SignedDuration::from_mins(5);
/// What was not granted is tried again after this.
const ASKED_EVERY: SignedDuration = SignedDuration::from_hours(6);

/// What is known of connections: their clients, and what is wanted there.
pub struct Known {
    /// The clients of those that can be asked.
    pub graphs: BTreeMap<ConnectionId, Graph>,
    /// Those of which it is known what is wanted, also if that is nothing.
    pub settled: Vec<ConnectionId>,
    /// To what we want subscriptions.
    pub wanted: BTreeMap<MailboxId, Wanted>,
}

/// Makes, renews and ends subscriptions until all are as they should be, or `go_on` says no. Returns whether they are.
///
/// # Errors
///
/// If the database failed. What the service refuses is noted with the mailbox.
pub async fn keep(
    store: &Store,
    push: &Push,
    known: &Known,
    now: Timestamp,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<bool, StoreError> {
    let have = store.subscriptions().await?;
    let steps = steps(&known.wanted, &have, |it| known.settled.contains(&it), now);
    // Two at a time: more the client does not ask at once.
    for some in steps.chunks(2) {
        if !go_on() {
            return Ok(false);
        }
        let carry_out = |step| carry_out(store, push, known, step, now);
        match some {
            [one, other] => {
                let (one, other) = tokio::join!(carry_out(one), carry_out(other));
                one.and(other)?;
            }
            some => {
                for it in some {
                    carry_out(it).await?;
                }
            }
        }
    }
    Ok(true)
}

async fn carry_out(
    store: &Store,
    push: &Push,
    known: &Known,
    step: &Step<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    match step {
        Step::End(it) => {
            let graph = known.graphs.get(&it.connection);
            if let (Some(graph), Some(at_service)) = (graph, &it.at_service)
                && let Err(trouble) = subscriptions::delete(graph, &at_service.id).await
            {
                tracing::warn!(
                    mailbox = it.mailbox.0,
                    "a subscription could not be ended, and lapses by itself: {trouble}"
                );
            }
            store.drop_subscription(it.mailbox).await
        }
        Step::Renew(it, at_service) => {
            let Some(graph) = known.graphs.get(&it.connection) else { return Ok(()) };
            renew(store, push, graph, it, at_service, now).await
        }
        Step::Make(mailbox, wanted) => {
            let Some((graph, address)) = known.graphs.get(&wanted.connection).zip(push.address.as_deref()) else {
                return Ok(());
            };
            make(store, push, (graph, address), *mailbox, wanted, now).await
        }
    }
}

async fn make(
    store: &Store,
    push: &Push,
    (graph, address): (&Graph, &str),
    mailbox: MailboxId,
    wanted: &Wanted,
    now: Timestamp,
) -> Result<(), StoreError> {
    let secret = Token::random();
    let to = subscriptions::Wanted {
        user: &wanted.user,
        topic: if wanted.is_calendar { Topic::Events } else { Topic::Messages },
        notify: address,
        lifecycle: address,
        client_state: secret.reveal(),
        until: now + LIFE,
    };
    let (at_service, due_at, failing) = match subscriptions::create(graph, &to).await {
        Ok(made) => {
            let secret_hash = client_state_hash(secret.reveal());
            (Some(AtService { id: made.id, secret_hash, until: made.until }), half_way(now, made.until), None)
        }
        Err(trouble) => {
            let (why, pause) = refusal(&trouble, address);
            (None, now + pause, Some((now, why)))
        }
    };
    let is_made = at_service.is_some();
    let connection = wanted.connection;
    store.put_subscription(&Subscription { mailbox, connection, at_service, due_at, failing }).await?;
    if is_made {
        push.made_one();
        // What came before it was made, nobody tells of.
        store.hint(&[mailbox], now).await?;
    }
    Ok(())
}

async fn renew(
    store: &Store,
    push: &Push,
    graph: &Graph,
    it: &Subscription,
    at_service: &AtService,
    now: Timestamp,
) -> Result<(), StoreError> {
    let renewed = match subscriptions::renew(graph, &at_service.id, now + LIFE).await {
        Ok(renewed) => Subscription {
            at_service: Some(AtService { until: renewed.until, ..at_service.clone() }),
            due_at: half_way(now, renewed.until),
            failing: None,
            ..it.clone()
        },
        // It is gone: made anew at once, and then looked at.
        Err(Trouble::Skip { .. }) => {
            push.ring_for_subscriptions();
            Subscription { at_service: None, due_at: now, ..it.clone() }
        }
        Err(trouble) => {
            let failing = Some((now, trouble.to_string()));
            Subscription { due_at: now + TRIED_EVERY, failing, ..it.clone() }
        }
    };
    store.put_subscription(&renewed).await
}

/// Half of its life is left for trying again.
fn half_way(from: Timestamp, until: Timestamp) -> Timestamp {
    from + until.duration_since(from) / 2
}

/// Returns why there is no subscription, in words for a person, and after how long to try again.
fn refusal(trouble: &Trouble, address: &str) -> (String, SignedDuration) {
    let code = match trouble {
        Trouble::Refused { code, .. } => code.as_str(),
        _ => "",
    };
    match code {
        "ValidationError" => (
            format!("Microsoft 365 does not reach {address}; see that it leads to this server from outside, over TLS"),
            TRIED_EVERY,
        ),
        "ErrorAccessDenied" | "Authorization_RequestDenied" => {
            ("the application may not be told of it".to_owned(), ASKED_EVERY)
        }
        "ExtensionError" => (
            "there is a subscription of an earlier installation; it lapses by itself within seven days".to_owned(),
            TRIED_EVERY,
        ),
        _ => (trouble.to_string(), TRIED_EVERY),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(code: &str, expected: Expect) {
        let trouble = Trouble::Refused { code: code.to_owned(), why: "no".to_owned() };
        let (why, pause) = refusal(&trouble, "https://relata.example.com/hooks");
        expected.assert_eq(&format!("{why}; again in {} s", pause.as_secs()));
    }

    #[test]
    fn a_refusal_says_what_to_do_and_when_it_is_tried_again() {
        check(
            "ValidationError",
            expect![
                "Microsoft 365 does not reach https://relata.example.com/hooks; see that it leads to this server from outside, over TLS; again in 300 s"
            ],
        );
        check("ErrorAccessDenied", expect!["the application may not be told of it; again in 21600 s"]);
        check("else", expect!["no; again in 300 s"]);
    }

    #[test]
    fn a_subscription_is_renewed_at_half_of_its_life() {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        assert_eq!(half_way(at(100), at(300)), at(200));
    }
}
