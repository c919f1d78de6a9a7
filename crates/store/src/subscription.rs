//! Subscriptions: which mailboxes the other side tells us of, and since when and why it does not.
//!
//! **Invariant:** of what a notification proves itself with, only the hash is here.

use std::collections::BTreeSet;

use jiff::Timestamp;
use relata_model::MailboxId;

use crate::consent::moment;
use crate::error::Result;
use crate::{ConnectionId, Store, StoreError};

/// A subscription, or that there is none and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// To what happens where.
    pub mailbox: MailboxId,
    /// Through which connection.
    pub connection: ConnectionId,
    /// As it stands at the service; `None`: there is none now.
    pub at_service: Option<AtService>,
    /// When it is to be renewed, made, or tried again.
    pub due_at: Timestamp,
    /// Since when it cannot be made or renewed, and why.
    pub failing: Option<(Timestamp, String)>,
}

/// A subscription that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtService {
    /// What the service calls it.
    pub id: String,
    /// The hash of what comes back in each notification.
    pub secret_hash: [u8; 32],
    /// When it lapses unless it is renewed.
    pub until: Timestamp,
}

/// How many mailboxes of a source are told of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Mailboxes and calendars that there is a subscription to.
    pub subscribed: u64,
    /// Those whose subscription lapsed and was not renewed: since when the first, and how many.
    pub lapsed: Option<(Timestamp, u64)>,
    /// Of the others, those of whose messages we should be told, by why we are not: since when the first, and how many.
    pub refused: Vec<(String, Timestamp, u64)>,
}

#[derive(sqlx::FromRow)]
struct Row {
    mailbox_id: i64,
    connection_id: i64,
    service_id: Option<String>,
    secret_hash: Option<Vec<u8>>,
    until: Option<i64>,
    due_at: i64,
    failing_since: Option<i64>,
    reason: Option<String>,
}

impl Store {
    /// Returns every subscription, by mailbox.
    pub async fn subscriptions(&self) -> Result<Vec<Subscription>> {
        let sql = "
            select mailbox_id, connection_id, service_id, secret_hash, until, due_at, failing_since, reason
            from subscription order by mailbox_id";
        let rows: Vec<Row> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        rows.into_iter().map(Row::into_subscription).collect()
    }

    /// Keeps a subscription as it is now. Since when it fails is kept until it does not.
    pub async fn put_subscription(&self, it: &Subscription) -> Result<()> {
        let sql = "
            insert into subscription (mailbox_id, connection_id, service_id, secret_hash, until, due_at, failing_since, reason)
            select mailbox_id, $2, $3, $4, $5, $6, $7, $8 from mailbox where mailbox_id = $1
            on conflict (mailbox_id) do update set
                connection_id = excluded.connection_id, service_id = excluded.service_id,
                secret_hash = excluded.secret_hash, until = excluded.until, due_at = excluded.due_at,
                failing_since = case when excluded.failing_since is null then null
                    else coalesce(subscription.failing_since, excluded.failing_since) end,
                reason = excluded.reason";
        let at_service = it.at_service.as_ref();
        let mut writing = self.write().await?;
        sqlx::query(sql)
            .bind(it.mailbox.0)
            .bind(it.connection.0)
            .bind(at_service.map(|it| it.id.clone()))
            .bind(at_service.map(|it| it.secret_hash.to_vec()))
            .bind(at_service.map(|it| it.until.as_second()))
            .bind(it.due_at.as_second())
            .bind(it.failing.as_ref().map(|it| it.0.as_second()))
            .bind(it.failing.as_ref().map(|it| it.1.replace('\0', " ")))
            .execute(writing.connection())
            .await?;
        writing.commit().await
    }

    /// Notes what the service said of a subscription's life: it is to be renewed now, or it `is_gone` and is to be made anew.
    pub async fn subscription_is_due(&self, service_id: &str, is_gone: bool) -> Result<()> {
        let sql = match is_gone {
            true => {
                "
                update subscription set due_at = 0, service_id = null, secret_hash = null, until = null
                where service_id = $1"
            }
            false => "update subscription set due_at = 0 where service_id = $1",
        };
        let mut writing = self.write().await?;
        sqlx::query(sql).bind(service_id.to_owned()).execute(writing.connection()).await?;
        writing.commit().await
    }

    /// Lets subscriptions to these mailboxes be renewed now, if there are any: something came that nobody told of.
    pub async fn subscriptions_are_doubtful(&self, to: &BTreeSet<MailboxId>, at: Timestamp) -> Result<()> {
        if to.is_empty() {
            return Ok(());
        }
        let sql = "update subscription set due_at = $2 where mailbox_id = $1 and service_id is not null";
        let mut writing = self.write().await?;
        for it in to {
            sqlx::query(sql).bind(it.0).bind(at.as_second()).execute(writing.connection()).await?;
        }
        writing.commit().await
    }

    /// Forgets the subscription to a mailbox.
    pub async fn drop_subscription(&self, mailbox: MailboxId) -> Result<()> {
        let mut writing = self.write().await?;
        let sql = "delete from subscription where mailbox_id = $1";
        sqlx::query(sql).bind(mailbox.0).execute(writing.connection()).await?;
        writing.commit().await
    }

    /// Returns how many mailboxes of a connection we are told of, and why we are not told of others. Calendars are told of where
    /// the permission allows it, and are no failure where it does not.
    pub async fn told(&self, connection: ConnectionId, now: Timestamp) -> Result<Told> {
        let sql = "
            select coalesce(sum(case when until > $2 then 1 else 0 end), 0),
                   coalesce(sum(case when until <= $2 and failing_since is null then 1 else 0 end), 0),
                   min(case when until <= $2 and failing_since is null then until end)
            from subscription where connection_id = $1 and service_id is not null";
        let query = sqlx::query_as(sql).bind(connection.0).bind(now.as_second());
        let (subscribed, lapsed, since): (i64, i64, Option<i64>) = query.fetch_one(&self.pool).await?;
        let sql = "
            select subscription.reason, min(subscription.failing_since), count(*)
            from subscription
            join mailbox on mailbox.mailbox_id = subscription.mailbox_id
            where subscription.connection_id = $1 and failing_since is not null and mailbox.kind = 'mail'
            group by subscription.reason order by 2, 1";
        let rows: Vec<(Option<String>, i64, i64)> =
            sqlx::query_as(sql).bind(connection.0).fetch_all(&self.pool).await?;
        let refused = rows.into_iter().map(|(why, since, many)| (why.unwrap_or_default(), moment(since), many as u64));
        let lapsed = since.map(|it| (moment(it), lapsed as u64));
        Ok(Told { subscribed: subscribed as u64, lapsed, refused: refused.collect() })
    }
}

impl Row {
    fn into_subscription(self) -> Result<Subscription> {
        let hash = |it: Vec<u8>| {
            let not_understood = |_| StoreError::NotUnderstood("the hash of a subscription's secret".to_owned());
            <[u8; 32]>::try_from(it).map_err(not_understood)
        };
        let at_service = match (self.service_id, self.secret_hash, self.until) {
            (Some(id), Some(secret), Some(until)) => {
                Some(AtService { id, secret_hash: hash(secret)?, until: moment(until) })
            }
            _ => None,
        };
        Ok(Subscription {
            mailbox: MailboxId(self.mailbox_id),
            connection: ConnectionId(self.connection_id),
            at_service,
            due_at: moment(self.due_at),
            failing: self.failing_since.map(|it| (moment(it), self.reason.unwrap_or_default())),
        })
    }
}
