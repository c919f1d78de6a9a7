//! Introductions, tracked: whose requests there are, what was said, and what mailboxes showed.
//!
//! **Invariant:** a list is that of whoever asks: their own requests, or those put to them. What a mailbox showed is kept as a
//! sign with its moment, and nothing of the message.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use relata_model::introduced::{Party, Said, Sign, WATCHED_DAYS};
use relata_model::{AddressId, Identity, PersonId, from_hex};
use sqlx::{AnyConnection, AssertSqlSafe, FromRow};

use crate::consent::moment;
use crate::database::{fetch_in, insert};
use crate::error::Result;
use crate::generation::Generation;
use crate::introducers::CONTACT_NAME;
use crate::introduction::{IntroductionId, IntroductionState, KEPT_DAYS, Transport, state_of};
use crate::sharing::{Asker, named};
use crate::{Store, StoreError};

/// A request, and all that is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackedIntroduction {
    /// Which.
    pub id: IntroductionId,
    /// Through what it left.
    pub transport: Transport,
    /// How far it got.
    pub state: IntroductionState,
    /// When it was made.
    pub asked_at: Timestamp,
    /// Who asked, if they are of the directory, and what they are called.
    pub requester: (Option<PersonId>, String),
    /// Who was asked.
    pub colleague: (PersonId, String),
    /// Whom the requester wants to meet.
    pub contact: (PersonId, String),
    /// Whether the requester and the contact had to do with each other before.
    pub knew: bool,
    /// What was said last.
    pub said: Option<(Said, Timestamp)>,
    /// What mailboxes showed, the oldest first.
    pub signs: Vec<(Sign, Timestamp)>,
    /// Whether the requester may still be told of the tie between colleague and contact.
    pub is_told: bool,
}

/// A request whose outcome mailboxes may still show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchedIntroduction {
    /// Which.
    pub id: IntroductionId,
    /// From when on signs count.
    pub from: Timestamp,
    /// By what its message is known.
    pub message: Option<Identity>,
    /// The three, by all their addresses.
    pub parties: HashMap<AddressId, Party>,
}

#[derive(FromRow)]
struct Row {
    introduction_id: i64,
    transport: String,
    state: String,
    sent_at: Option<i64>,
    detail: Option<String>,
    requested_at: i64,
    requester_id: Option<i64>,
    requester_name: String,
    colleague_id: i64,
    colleague_name: String,
    contact_id: i64,
    contact_name: String,
    knew: i64,
    said: Option<String>,
    said_at: Option<i64>,
    is_told: i64,
}

impl Store {
    /// Returns the requests of whoever asks, the newest first, of the last two years.
    pub async fn introductions_by(
        &self,
        generation: Option<&Generation>,
        asker: &Asker,
    ) -> Result<Vec<TrackedIntroduction>> {
        let whose = "asked.requester_id = $4";
        self.tracked(whose, generation, asker).await
    }

    /// Returns the requests that were put to whoever asks and did leave, as far as is known, the newest first.
    pub async fn introductions_put_to(
        &self,
        generation: Option<&Generation>,
        asker: &Asker,
    ) -> Result<Vec<TrackedIntroduction>> {
        let whose = format!("asked.colleague_id = $4 and {PUT_TO_THEM}");
        self.tracked(&whose, generation, asker).await
    }

    /// Takes the answer of the colleague who was asked, or the requester's word that it is no longer needed; another one
    /// replaces it. Returns whether there is such a request for them to say that of.
    pub async fn say_of_introduction(
        &self,
        me: PersonId,
        id: IntroductionId,
        said: Said,
        at: Timestamp,
    ) -> Result<bool> {
        let whose = match said {
            Said::Closed => "requester_id = $2 and state <> 'failed'".to_owned(),
            Said::Accepted | Said::Declined => format!("colleague_id = $2 and {PUT_TO_THEM}"),
        };
        let sql = format!(
            "update introduction as asked set said = $3, said_at = $4
             where introduction_id = $1 and {whose} and requested_at > $5
               and exists (select 1 from contact where contact.person_id = asked.contact_id)"
        );
        let mut writing = self.write().await?;
        let done = sqlx::query(AssertSqlSafe(sql))
            .bind(id.0)
            .bind(me.0)
            .bind(said.name())
            .bind(at.as_second())
            .bind(kept_since(at))
            .execute(writing.connection())
            .await?;
        writing.commit().await?;
        Ok(done.rows_affected() > 0)
    }

    /// Returns every request of which mailboxes may still show something.
    pub async fn watched_introductions(&self, now: Timestamp) -> Result<Vec<WatchedIntroduction>> {
        let mut connection = self.pool.acquire().await?;
        let sql = "
            select introduction_id, requested_at, message, requester_id, colleague_id, contact_id
            from introduction where requested_at > $1 and state <> 'failed' order by introduction_id";
        type Row = (i64, i64, Option<String>, Option<i64>, i64, i64);
        let since = now.as_second() - i64::from(WATCHED_DAYS) * 86_400;
        let rows: Vec<Row> = sqlx::query_as(sql).bind(since).fetch_all(&mut *connection).await?;
        let people: Vec<i64> = rows.iter().flat_map(|it| [it.3, Some(it.4), Some(it.5)]).flatten().collect();
        let sql = |these: &str| format!("select person_id, address_id from address where person_id in ({these})");
        let found: Vec<(i64, i64)> = fetch_in(&mut connection, &people, sql).await?;
        let mut addresses: HashMap<i64, Vec<AddressId>> = HashMap::new();
        for (person, address) in found {
            addresses.entry(person).or_default().push(AddressId(address));
        }
        let watched = |(id, from, message, requester, colleague, contact): Row| {
            let three =
                [(requester, Party::Requester), (Some(colleague), Party::Colleague), (Some(contact), Party::Contact)];
            let theirs = |(person, party): (Option<i64>, Party)| {
                let all = person.and_then(|it| addresses.get(&it)).into_iter().flatten();
                all.map(move |it| (*it, party)).collect::<Vec<_>>()
            };
            WatchedIntroduction {
                id: IntroductionId(id),
                from: moment(from),
                message: message.as_deref().and_then(from_hex).map(Identity),
                parties: three.into_iter().flat_map(theirs).collect(),
            }
        };
        Ok(rows.into_iter().map(watched).collect())
    }

    /// Keeps what mailboxes showed of requests; the same again is the same.
    pub async fn put_signs(&self, signs: &[(IntroductionId, Sign, Timestamp)]) -> Result<()> {
        if signs.is_empty() {
            return Ok(());
        }
        let mut writing = self.write().await?;
        // A request may have been forgotten since it was watched.
        let ids: Vec<i64> = signs.iter().map(|it| it.0.0).collect();
        let sql = |these: &str| format!("select introduction_id from introduction where introduction_id in ({these})");
        let there: Vec<(i64,)> = fetch_in(writing.connection(), &ids, sql).await?;
        let signs: Vec<_> = signs.iter().filter(|it| there.contains(&(it.0.0,))).copied().collect();
        let into = ("insert into introduction_sign (introduction_id, sign, at)", 3, "on conflict do nothing");
        insert(writing.connection(), into, &signs, |query, (id, sign, at)| {
            query.bind(id.0).bind(sign.name()).bind(at.as_second())
        })
        .await?;
        writing.commit().await
    }

    /// In scope of `whose` is `asked`, a request; `$4` is whoever asks.
    async fn tracked(
        &self,
        whose: &str,
        generation: Option<&Generation>,
        asker: &Asker,
    ) -> Result<Vec<TrackedIntroduction>> {
        let contact_name = CONTACT_NAME.replace("pair.contact_id", "asked.contact_id");
        let sql = format!(
            "select asked.introduction_id, asked.transport, asked.state, asked.sent_at, asked.detail, asked.requested_at,
                    asked.requester_id, coalesce(asker.name, asker.email, asked.requested_by) as requester_name,
                    asked.colleague_id, coalesce(helper.name, helper.email) as colleague_name,
                    asked.contact_id, coalesce({contact_name}, '') as contact_name,
                    asked.knew, asked.said, asked.said_at,
                    case when exists (
                        select 1 from pair join entry on entry.person_id = pair.colleague_id and entry.standing = 0
                        where pair.series = $1 and pair.valid_from <= $2 and pair.valid_to > $2
                          and pair.contact_id = asked.contact_id and pair.colleague_id = asked.colleague_id
                          and {}) then 1 else 0 end as is_told
             from introduction as asked
             join entry as helper on helper.person_id = asked.colleague_id
             left join entry as asker on asker.person_id = asked.requester_id
             where {whose} and asked.requested_at > $3
               and exists (select 1 from contact where contact.person_id = asked.contact_id)
             order by asked.requested_at desc, asked.introduction_id desc",
            named()
        );
        let mut connection = self.pool.acquire().await?;
        let rows: Vec<Row> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(generation.map_or(-1, |it| it.series))
            .bind(generation.map_or(-1, |it| it.id.0))
            .bind(kept_since(asker.at))
            .bind(asker.number())
            .bind(asker.at.as_second())
            .fetch_all(&mut *connection)
            .await?;
        let ids: Vec<i64> = rows.iter().map(|it| it.introduction_id).collect();
        let mut signs = signs(&mut connection, &ids).await?;
        rows.into_iter().map(|row| row.into_tracked(&mut signs)).collect()
    }
}

/// What the colleague who is asked gets to see: it did leave, or may have.
const PUT_TO_THEM: &str = "asked.transport <> 'mailto' and asked.state in ('sent', 'uncertain')";

fn kept_since(at: Timestamp) -> i64 {
    (at - SignedDuration::from_hours(24 * KEPT_DAYS)).as_second()
}

async fn signs(connection: &mut AnyConnection, ids: &[i64]) -> Result<HashMap<i64, Vec<(Sign, Timestamp)>>> {
    let sql = |these: &str| {
        format!("select introduction_id, sign, at from introduction_sign where introduction_id in ({these})")
    };
    let rows: Vec<(i64, String, i64)> = fetch_in(connection, ids, sql).await?;
    let mut signs: HashMap<i64, Vec<(Sign, Timestamp)>> = HashMap::new();
    for (id, word, at) in rows {
        let sign = Sign::ALL.into_iter().find(|it| it.name() == word);
        let sign = sign.ok_or_else(|| StoreError::NotUnderstood(format!("the sign `{word}` of an introduction")))?;
        signs.entry(id).or_default().push((sign, moment(at)));
    }
    signs.values_mut().for_each(|it| it.sort_by_key(|(sign, at)| (*at, *sign)));
    Ok(signs)
}

impl Row {
    fn into_tracked(self, signs: &mut HashMap<i64, Vec<(Sign, Timestamp)>>) -> Result<TrackedIntroduction> {
        let not_understood = |what: &str| StoreError::NotUnderstood(format!("an introduction that `{what}`"));
        let transport = Transport::ALL.into_iter().find(|it| it.name() == self.transport);
        let said = match (&self.said, self.said_at) {
            (Some(word), Some(at)) => {
                let said = Said::ALL.into_iter().find(|it| it.name() == word);
                Some((said.ok_or_else(|| not_understood(word))?, moment(at)))
            }
            _ => None,
        };
        Ok(TrackedIntroduction {
            id: IntroductionId(self.introduction_id),
            transport: transport.ok_or_else(|| not_understood(&self.transport))?,
            state: state_of(&self.state, self.sent_at, self.detail)?,
            asked_at: moment(self.requested_at),
            requester: (self.requester_id.map(PersonId), self.requester_name),
            colleague: (PersonId(self.colleague_id), self.colleague_name),
            contact: (PersonId(self.contact_id), self.contact_name),
            knew: self.knew == 1,
            said,
            signs: signs.remove(&self.introduction_id).unwrap_or_default(),
            is_told: self.is_told == 1,
        })
    }
}
