//! Delta: rounds of a delta query and their tokens.
//!
//! A first round walks over what is there and ends with a link that says up to where the journal was then; a later one tells what
//! the journal holds since. The token remembers the options of the first request, so that links need no other.
//! Sources: "Use delta query to track changes in Microsoft Graph data", "Use change tracking to synchronize data" (Dataverse).

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::answer::{Answer, bad_request};
use crate::asked::Asked;
use crate::seal::{open, seal};
use crate::tenant::Tenant;

/// How long tokens of the directory and of Dataverse are good for.
pub(crate) const TOKEN_LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Where a client stands in a round. `C` says where it is in the first walk.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Place<C> {
    /// In the first walk, behind a row; the journal was at `until` when it began.
    Walk { behind: Option<C>, until: usize },
    /// In the changes between two places of the journal, of which some were told.
    Changes { from: usize, until: usize, told: usize },
    /// Between rounds.
    Since(usize),
}

/// A round under way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Round<C> {
    /// Of what: a link is good for nothing else.
    of: String,
    /// The number of this token.
    pub mint: u64,
    /// When it was minted, in seconds.
    at: i64,
    pub options: BTreeMap<String, String>,
    pub place: Place<C>,
}

const NEXT: &str = "$skiptoken";
const DELTA: &str = "$deltatoken";

impl<C: Clone + Serialize + DeserializeOwned> Round<C> {
    /// Returns where a request stands: at the start, or where its token says. `replayed` entries of the journal are told again.
    pub fn of(tenant: &Tenant, asked: &Asked, of: String, head: usize, replayed: usize) -> Result<Round<C>, Answer> {
        let word = asked.option(NEXT).or_else(|| asked.option(DELTA)).filter(|it| !it.is_empty());
        let fresh = |place| {
            let options = asked.query.iter().filter(|it| it.0 != DELTA).cloned().collect();
            Round { of: of.clone(), mint: u64::MAX, at: asked.now.as_second(), options, place }
        };
        match word {
            None => Ok(fresh(Place::Walk { behind: None, until: head })),
            Some("latest") => Ok(fresh(Place::Changes { from: head, until: head, told: 0 })),
            Some(word) => {
                let mut round: Round<C> =
                    open(tenant.seed, word).ok_or_else(|| bad_request("Badly formed token.", asked.now))?;
                if round.of != of {
                    return Err(bad_request("The token is of another resource.", asked.now));
                }
                if let Place::Since(from) = round.place {
                    round.place = Place::Changes { from: from.saturating_sub(replayed), until: head, told: 0 };
                }
                Ok(round)
            }
        }
    }

    /// Returns an option of the first request.
    pub fn option(&self, name: &str) -> Option<&str> {
        self.options.get(name).map(String::as_str)
    }

    /// Returns whether the token is older than `life`.
    pub fn is_older_than(&self, life: SignedDuration, now: Timestamp) -> bool {
        now.as_second() - self.at > life.as_secs()
    }

    /// Returns the link to a place in this round.
    pub fn next_link(&self, tenant: &mut Tenant, asked: &Asked, place: Place<C>) -> String {
        let word = self.word(tenant, asked, place);
        asked.bare_link(&[(NEXT, word)])
    }

    /// Returns the link to the next round, and ends this one.
    pub fn delta_link(&self, tenant: &mut Tenant, asked: &Asked) -> String {
        let until = match self.place {
            Place::Walk { until, .. } | Place::Changes { until, .. } | Place::Since(until) => until,
        };
        let word = self.word(tenant, asked, Place::Since(until));
        asked.bare_link(&[(DELTA, word)])
    }

    fn word(&self, tenant: &mut Tenant, asked: &Asked, place: Place<C>) -> String {
        let mint = tenant.mint();
        seal(tenant.seed, &Round { mint, at: asked.now.as_second(), place, ..self.clone() })
    }
}
