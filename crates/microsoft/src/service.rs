//! The service: the one place that asks, and that decides what an answer means.
//!
//! ```text
//! Question ──▶ gate (≤ n a mailbox) ──▶ token ──▶ call ──▶ 2xx: typed ──▶ the caller
//!     ▲                                            └──▶ busy: wait as told, never counted as failure
//!     └──────── broken, 401 once ◀─────────────────┘    else: Trouble
//! ```
//!
//! **Invariant:** a token goes to the configured host alone: paths are put behind it, links are pinned to it, and nothing is
//! followed.
//!
//! **Invariant:** answers go straight into structures without fields for what anybody wrote; no error repeats any of them.

use std::sync::Arc;
use std::time::Duration;

use relata_outgoing::{Answer, Call, Method, Outgoing, OutgoingError, Url};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::application::{Application, Limits};
use crate::gate::Gates;
use crate::link::Link;
use crate::pace::Pace;
use crate::page::{Onward, Page};
use crate::retry_after::retry_after;
use crate::token::{Token, Tokens, roles_of};
use crate::trouble::{Trouble, classify};

/// Microsoft's pages are below 5 MB; a longer answer is a mistake or an attack.
const LONGEST_ANSWER_BYTES: usize = 32 * 1024 * 1024;
const LONGEST_CALL: Duration = Duration::from_secs(100);
/// Pauses that double end here.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// A service of Microsoft's, asked as one application. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Service {
    inner: Arc<Inner>,
}

struct Inner {
    outgoing: Outgoing,
    base: Url,
    /// Those of the application; none where everybody brings their own.
    tokens: Option<Tokens>,
    gates: Gates,
    pace: Pace,
    limits: Limits,
}

/// Where a question goes.
pub(crate) enum Place<'a> {
    /// A path behind the base, beginning with a slash.
    Path(&'a str),
    /// A link the service gave.
    Link(&'a Link),
}

/// One question.
pub(crate) struct Question<'a> {
    pub(crate) method: Method,
    pub(crate) place: Place<'a>,
    /// Whose gate it goes through: a mailbox, or the name of what is no mailbox's.
    pub(crate) gate: &'a str,
    /// What is asked for, in words for a person: "the mailbox".
    pub(crate) what: &'a str,
    /// The preferences and further headers.
    pub(crate) headers: &'a [(&'a str, &'a str)],
    pub(crate) body: Option<Value>,
    /// A token of the caller's instead of the application's.
    pub(crate) bearer: Option<&'a str>,
}

impl<'a> Question<'a> {
    /// Returns a question that reads.
    pub(crate) fn get(place: Place<'a>, gate: &'a str, what: &'a str) -> Question<'a> {
        Question { method: Method::Get, place, gate, what, headers: &[], body: None, bearer: None }
    }
}

impl Service {
    /// Returns a service that is not asked anything yet. Fails in words for the operator.
    pub(crate) fn new(
        application: &Application,
        base: &str,
        outgoing: Outgoing,
        limits: Limits,
        pace: Pace,
    ) -> Result<Service, String> {
        let tokens = Tokens::new(application, base, &outgoing)?;
        Service::with(Some(tokens), base, outgoing, limits, pace)
    }

    /// Returns a service that is asked with tokens of the callers alone. Fails in words for the operator.
    pub(crate) fn of_callers(base: &str, outgoing: Outgoing, limits: Limits, pace: Pace) -> Result<Service, String> {
        Service::with(None, base, outgoing, limits, pace)
    }

    fn with(
        tokens: Option<Tokens>,
        base: &str,
        outgoing: Outgoing,
        limits: Limits,
        pace: Pace,
    ) -> Result<Service, String> {
        let url = outgoing.permit(base.trim_end_matches('/')).map_err(|it| it.to_string())?;
        if url.query().is_some() {
            return Err("the address of the service has a query".to_owned());
        }
        let gates = Gates::new(limits.per_mailbox.min(4), limits.in_all);
        Ok(Service { inner: Arc::new(Inner { outgoing, base: url, tokens, gates, pace, limits }) })
    }

    pub(crate) fn pace(&self) -> &Pace {
        &self.inner.pace
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.inner.limits
    }

    /// Returns the permissions in the application's token.
    pub(crate) async fn roles(&self) -> Result<Vec<String>, Trouble> {
        Ok(roles_of(&self.token().await?))
    }

    /// Returns a token of the application.
    async fn token(&self) -> Result<Token, Trouble> {
        let Inner { tokens, outgoing, pace, .. } = &*self.inner;
        let nobodys = || Trouble::Reauthorise { since: None, why: "nobody's token is shown".to_owned() };
        tokens.as_ref().ok_or_else(nobodys)?.token(outgoing, pace).await
    }

    /// Asks, and returns what came back in a typed structure.
    pub(crate) async fn ask<T: DeserializeOwned>(&self, question: &Question<'_>) -> Result<T, Trouble> {
        self.ask_until(question, |answer| {
            serde_json::from_slice(&answer.body).map_err(|_| "the service's answer breaks off or is none")
        })
        .await
    }

    /// Asks, and reads nothing of what came back.
    pub(crate) async fn tell(&self, question: &Question<'_>) -> Result<(), Trouble> {
        self.ask_until(question, |_| Ok(())).await
    }

    /// Asks for a number that comes as text.
    pub(crate) async fn count(&self, question: &Question<'_>) -> Result<u64, Trouble> {
        self.ask_until(question, |answer| {
            let text = std::str::from_utf8(&answer.body).unwrap_or_default();
            text.trim_start_matches('\u{feff}').trim().parse().map_err(|_| "the service's answer is no number")
        })
        .await
    }

    /// Asks for one page of a list; links in it lead back here or nowhere.
    pub(crate) async fn page<T: for<'de> serde::Deserialize<'de>>(
        &self,
        question: &Question<'_>,
    ) -> Result<(Vec<Option<T>>, Onward), Trouble> {
        let page: Page<T> = self.ask(question).await?;
        let pinned = |link: String| {
            let foreign = "the service names a next page elsewhere; it is not followed";
            Link::pinned(link, &self.inner.base).ok_or_else(|| Trouble::passing(foreign))
        };
        let onward = match (page.next, page.delta) {
            (Some(next), _) => Onward::Next(pinned(next)?),
            (None, Some(delta)) => Onward::Delta(pinned(delta)?),
            (None, None) => Onward::End,
        };
        Ok((page.value.into_iter().map(|it| it.0).collect(), onward))
    }

    async fn ask_until<T>(
        &self,
        question: &Question<'_>,
        read: impl Fn(&Answer) -> Result<T, &'static str>,
    ) -> Result<T, Trouble> {
        let Inner { gates, pace, limits, .. } = &*self.inner;
        let (mut tries, mut waited, mut renewed) = (0, Duration::ZERO, false);
        let mut pause = pace.first_pause;
        loop {
            let closed = gates.closed_for(question.gate);
            self.wait(closed, &mut waited).await?;
            let (token, answered) = self.call(question).await?;
            let trouble = match answered {
                Ok(answer) if (200..300).contains(&answer.status) => match read(&answer) {
                    Ok(it) => return Ok(it),
                    Err(why) => Trouble::passing(why),
                },
                Ok(answer) => {
                    let after = retry_after(answer.header("retry-after"), answer.header("date"), pace.now());
                    classify(answer.status, &answer.body, after, question.what)
                }
                Err(trouble) => trouble,
            };
            match trouble {
                // A token may end in the middle of a round, or be revoked: one new one is tried.
                Trouble::Reauthorise { .. } if !renewed && token.is_some() => {
                    renewed = true;
                    if let (Some(token), Some(tokens)) = (token, &self.inner.tokens) {
                        tokens.forget(&token).await;
                    }
                }
                // A pause of nothing costs patience, too, so that nobody is asked for ever.
                // What makes something is not made twice: its caller decides.
                Trouble::Retry { after: Some(after), .. } if question.method != Method::Post => {
                    gates.close(question.gate, after.max(pace.first_pause));
                }
                Trouble::Retry { after: None, why } if question.method == Method::Get => {
                    tries += 1;
                    if tries >= limits.tries {
                        return Err(Trouble::Retry { after: None, why });
                    }
                    self.wait(pause, &mut waited).await?;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
                trouble => return Err(trouble),
            }
        }
    }

    /// Waits, unless that would take more patience than is left: then the wait is the caller's.
    async fn wait(&self, pause: Duration, waited: &mut Duration) -> Result<(), Trouble> {
        if *waited + pause > self.inner.pace.patience {
            return Err(Trouble::Retry { after: Some(pause), why: "the service is busy".to_owned() });
        }
        *waited += pause;
        if !pause.is_zero() {
            tokio::time::sleep(pause).await;
        }
        Ok(())
    }

    /// Asks once. The inner error is the call's; the outer one says that there is no token.
    async fn call(&self, question: &Question<'_>) -> Result<(Option<Token>, Result<Answer, Trouble>), Trouble> {
        let Inner { outgoing, base, gates, .. } = &*self.inner;
        let _passage = gates.pass(question.gate).await;
        let token = match question.bearer {
            Some(_) => None,
            None => Some(self.token().await?),
        };
        let bearer = question.bearer.or(token.as_deref().map(|it| it.as_str())).unwrap_or_default();
        let authorization = zeroize::Zeroizing::new(format!("Bearer {bearer}"));
        let text = match question.place {
            Place::Path(path) => format!("{}{path}", base.as_str().trim_end_matches('/')),
            Place::Link(link) => link.as_str().to_owned(),
        };
        let url = Url::parse(&text).ok().filter(|it| it.origin() == base.origin());
        let url = url.ok_or_else(|| Trouble::passing("a link leads elsewhere; it is not followed"))?;
        let mut headers = vec![("authorization", authorization.as_str()), ("accept", "application/json")];
        headers.extend_from_slice(question.headers);
        let call = Call {
            method: question.method,
            url: &url,
            headers: &headers,
            body: question.body.as_ref().map(|it| ("application/json", it.to_string().into_bytes())),
            longest: LONGEST_CALL,
            most_bytes: LONGEST_ANSWER_BYTES,
        };
        let answered = outgoing.call(call).await.map_err(|error| match error {
            OutgoingError::NotPermitted(_) => Trouble::passing("the service's address may not be asked"),
            OutgoingError::Unreachable(why) => Trouble::passing(why),
        });
        Ok((token, answered))
    }
}
