//! Who takes part: every colleague with what speaks for or against using their mailbox, since when, and by whom.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use relata_model::{ColleagueId, Consent, GroupId, Participation, PersonId, Standing, Visibility};

use crate::Store;
use crate::consent::moment;
use crate::database::fetch_in;
use crate::directory::standing_of;
use crate::error::Result;
use crate::groups::holding;

/// How many colleagues are looked at in one go.
const LOOKED_AT_ONCE: i64 = 500;

/// A colleague, and whether they take part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// Which person.
    pub person: PersonId,
    /// Which entry of the directory.
    pub colleague: ColleagueId,
    /// What they are called.
    pub name: String,
    /// The address mail is sent from.
    pub email: String,
    /// Whether they still work here.
    pub standing: Standing,
    /// What they let others see of their ties.
    pub visibility: Visibility,
    /// Whether their mailbox may be used now, or what speaks against it.
    pub participation: Participation,
    /// Since when that is so, where somebody chose it or a group says so; `None`: since ever.
    pub since: Option<Timestamp>,
    /// Who chose it, as the audit trail names them.
    pub by: Option<String>,
    /// What the group is called that leaves them out.
    pub group: Option<String>,
}

impl Participant {
    /// Returns the word used in the API: that of the participation, or `left`.
    pub fn state(&self) -> &'static str {
        if self.standing == Standing::Left { "left" } else { self.participation.name() }
    }
}

/// Which colleagues to list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ParticipantQuery<'a> {
    /// Behind this person; `None`: from the beginning.
    pub after: Option<PersonId>,
    /// How many at most.
    pub limit: usize,
    /// Whose name or address holds this text.
    pub text: &'a str,
    /// Only those in this state (see [`Participant::state`]).
    pub state: Option<&'a str>,
}

#[derive(sqlx::FromRow)]
struct Row {
    entry_id: String,
    person_id: i64,
    name: Option<String>,
    email: String,
    standing: i64,
    visibility: i64,
}

impl Store {
    /// Returns colleagues by name with whether they take part at a moment under that consent.
    pub async fn participants(
        &self,
        consent: &Consent,
        query: &ParticipantQuery<'_>,
        now: Timestamp,
    ) -> Result<Vec<Participant>> {
        let mut found = Vec::new();
        let mut after = query.after;
        while found.len() < query.limit {
            let rows = self.entries_after(after, query.text).await?;
            let Some(last) = rows.last() else { break };
            after = Some(PersonId(last.person_id));
            let page = rows.into_iter().map(|it| it.into_participant(consent, now));
            found.extend(page.filter(|it| query.state.is_none_or(|state| it.state() == state)));
        }
        found.truncate(query.limit);
        self.say_since(&mut found, now).await?;
        Ok(found)
    }

    /// Returns how a colleague takes part at a moment under that consent; `None` if the person is no colleague.
    pub async fn participant(
        &self,
        consent: &Consent,
        person: PersonId,
        now: Timestamp,
    ) -> Result<Option<Participant>> {
        let sql = "
            select entry_id, person_id, name, email, standing, visibility
            from entry where person_id = $1 and standing in (0, 1)";
        let row: Option<Row> = sqlx::query_as(sql).bind(person.0).fetch_optional(&self.pool).await?;
        let mut found: Vec<Participant> = row.into_iter().map(|it| it.into_participant(consent, now)).collect();
        self.say_since(&mut found, now).await?;
        Ok(found.pop())
    }

    /// Returns how many of the colleagues who work here are in each state (see [`Participant::state`]).
    pub async fn participant_counts(&self, consent: &Consent, now: Timestamp) -> Result<BTreeMap<&'static str, u64>> {
        let entries: Vec<String> =
            sqlx::query_scalar("select entry_id from entry where standing = 0").fetch_all(&self.pool).await?;
        let mut counts = BTreeMap::new();
        for entry in entries {
            *counts.entry(consent.standing_of(&ColleagueId(entry), now).name()).or_default() += 1;
        }
        Ok(counts)
    }

    async fn entries_after(&self, after: Option<PersonId>, text: &str) -> Result<Vec<Row>> {
        let sql = "
            select entry_id, person_id, name, email, standing, visibility
            from entry
            where standing in (0, 1) and (sort_name like $2 escape '\\' or email like $2 escape '\\')
              and ($1 = 0 or (sort_name, person_id) > (select sort_name, person_id from entry where person_id = $1))
            order by sort_name, person_id
            limit $3";
        let query = sqlx::query_as(sql).bind(after.map_or(0, |it| it.0)).bind(holding(text)).bind(LOOKED_AT_ONCE);
        Ok(query.fetch_all(&self.pool).await?)
    }

    /// Says of each since when it is so, by whom, and because of which group.
    async fn say_since(&self, found: &mut [Participant], now: Timestamp) -> Result<()> {
        let entries: Vec<String> = found.iter().map(|it| it.colleague.0.clone()).collect();
        let opted_out = self.chosen(&entries, "at, actor from opt_out where to_at is null").await?;
        let opted_in = self.chosen(&entries, "from_at, actor from opt_in where to_at is null").await?;
        let flagged = self.chosen(&entries, "at, actor from flagged where actor is not null").await?;
        let memberships = self.memberships(&entries, now).await?;
        for it in found {
            let entry = it.colleague.0.as_str();
            let chosen = match &it.participation {
                Participation::Flagged => flagged.get(entry),
                Participation::OptedOut => opted_out.get(entry),
                Participation::Contributing => opted_in.get(entry),
                Participation::ExcludedGroup(group) => {
                    if let Some((from, name)) = memberships.get(&(it.colleague.clone(), group.clone())) {
                        it.since = Some(*from).filter(|it| *it != Timestamp::MIN);
                        it.group = Some(name.clone());
                    }
                    None
                }
                Participation::NotAContributor | Participation::WaitingForOptIn => None,
            };
            if let Some((at, by)) = chosen {
                (it.since, it.by) = (Some(*at), Some(by.clone()));
            }
        }
        Ok(())
    }

    /// Returns when and by whom something was chosen for these entries; where it was several times, the first.
    async fn chosen(&self, entries: &[String], what: &str) -> Result<HashMap<String, (Timestamp, String)>> {
        let mut connection = self.pool.acquire().await?;
        let rows: Vec<(String, i64, String)> = fetch_in(&mut connection, entries, |these| {
            format!("select entry_id, {what} and entry_id in ({these}) order by 2 desc")
        })
        .await?;
        Ok(rows.into_iter().map(|(entry, at, by)| (entry, (moment(at), by))).collect())
    }

    /// Returns since when these entries are members of their groups, and what the groups are called.
    async fn memberships(
        &self,
        entries: &[String],
        now: Timestamp,
    ) -> Result<HashMap<(ColleagueId, GroupId), (Timestamp, String)>> {
        let now = now.as_second();
        let mut connection = self.pool.acquire().await?;
        let rows: Vec<(String, String, i64, String)> = fetch_in(&mut connection, entries, |these| {
            format!(
                "select group_member.entry_id, group_member.group_id, group_member.from_at, directory_group.name
                 from group_member join directory_group on directory_group.group_id = group_member.group_id
                 where group_member.from_at <= {now} and (group_member.to_at is null or group_member.to_at > {now})
                   and group_member.entry_id in ({these})"
            )
        })
        .await?;
        let pairs = rows
            .into_iter()
            .map(|(entry, group, from, name)| ((ColleagueId(entry), GroupId(group)), (moment(from), name)));
        Ok(pairs.collect())
    }
}

impl Row {
    fn into_participant(self, consent: &Consent, now: Timestamp) -> Participant {
        let colleague = ColleagueId(self.entry_id);
        Participant {
            person: PersonId(self.person_id),
            participation: consent.standing_of(&colleague, now),
            colleague,
            name: self.name.unwrap_or_else(|| self.email.clone()),
            email: self.email,
            standing: standing_of(self.standing),
            visibility: Visibility::from_number(self.visibility),
            since: None,
            by: None,
            group: None,
        }
    }
}
