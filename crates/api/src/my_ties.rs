//! My ties: the strongest, those that warm and those that fade; who waits for whom; meetings ahead with somebody new.

use std::cmp::Reverse;
use std::collections::HashSet;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use relata_model::strength::HALF_LIFE_DAYS;
use relata_model::waiting::WAITING_DAYS;
use relata_model::{Band, Course, PersonId, TieTrend, Waiting, WaitsFor, tie_trend, waiting};
use relata_store::{Acquaintance, Generation, PairInsight};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::ask::{Asked, limit};
use crate::colleagues::Contact;
use crate::error::ErrorBody;
use crate::own::end_of_day;
use crate::viewer::Asking;
use crate::wire::Tie;
use crate::{ApiResult, ApiState};

/// How many.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// How many at most in each list, 1 to 100; 10 unless told.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// The viewer's own ties, for them alone.
#[derive(Default, Serialize, ToSchema)]
pub struct MyTies {
    /// The strongest first.
    strongest: Vec<MyTie>,
    /// Those that gained most against an even pace first.
    warming: Vec<MyTie>,
    /// Those that lost most against an even pace first.
    fading: Vec<MyTie>,
    /// How many contacts the viewer has a tie with.
    total: u64,
    #[schema(required)]
    computed_for: Option<String>,
    #[schema(required, value_type = Option<String>, format = DateTime)]
    computed_at: Option<Timestamp>,
}

/// A tie of the viewer.
#[derive(Serialize, ToSchema)]
pub struct MyTie {
    contact: Contact,
    #[serde(flatten)]
    tie: Tie,
    trend: TieTrendBody,
    /// Whether the viewer hides it from everybody else.
    hidden: bool,
}

/// How a tie has come along.
#[derive(Serialize, ToSchema)]
#[schema(as = TieTrend)]
pub struct TieTrendBody {
    course: CourseWord,
    /// Points of the strength above what an even pace since the first contact would have given; below it, negative.
    gained: i32,
    /// Points the silence since the last contact took away; 0 or negative.
    silence: i32,
    text: String,
}

/// Where a tie is going.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Course)]
pub enum CourseWord {
    /// Younger than 90 days, or fewer than 6 interactions.
    NotEnoughHistory,
    /// More lately than over the whole.
    Warming,
    /// As ever.
    Steady,
    /// Less lately than over the whole.
    Fading,
}

/// Who waits for whom, by the newest mail each way; at most 30 days old.
#[derive(Default, Serialize, ToSchema)]
pub struct MyWaiting {
    /// They wrote last: they wait for the viewer.
    for_me: Vec<WaitingBody>,
    /// The viewer wrote last: the viewer waits for them.
    for_them: Vec<WaitingBody>,
    #[schema(required)]
    computed_for: Option<String>,
    #[schema(required, value_type = Option<String>, format = DateTime)]
    computed_at: Option<Timestamp>,
}

/// Somebody who waits.
#[derive(Serialize, ToSchema)]
#[schema(as = Waiting)]
pub struct WaitingBody {
    contact: Contact,
    #[serde(flatten)]
    tie: Tie,
    /// When the mail was sent that has no answer.
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
    /// Whole days since then.
    days: u32,
    /// Whether mail that way goes to two people or fewer, as far as can be told; these come first.
    personal: bool,
    /// Whether that mail answered one of the other, and may have been the end of it.
    answers: bool,
}

/// Meetings ahead at which the viewer meets somebody for the first time.
#[derive(Serialize, ToSchema)]
pub struct MyMeetings {
    /// The nearest first.
    meetings: Vec<MeetingAhead>,
}

/// A meeting that lies ahead.
#[derive(Serialize, ToSchema)]
pub struct MeetingAhead {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    minutes: u32,
    /// Who is expected from outside.
    people: Vec<ExpectedPerson>,
}

/// Somebody who is expected.
#[derive(Serialize, ToSchema)]
pub struct ExpectedPerson {
    id: String,
    name: String,
    /// Whether the viewer was in a meeting with them before.
    met: bool,
}

/// Lists the viewer's own ties.
#[utoipa::path(
    get,
    path = "/api/v1/me/ties",
    tag = "me",
    params(Query),
    responses(
        (status = 200, body = MyTies),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn list_my_ties(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<MyTies>> {
    let me = state.my_insights(&viewer).await?;
    let limit = limit(asked.limit, 10)? as usize;
    let Some(generation) = state.store.published().await? else { return Ok(Json(MyTies::default())) };
    let pairs = worth_showing(&state, &generation, me).await?;
    let at = end_of_day(&generation);
    let trend = |it: &PairInsight| tie_trend(&it.sums, at);
    let going = |course: Course| {
        let mut going: Vec<(TieTrend, PairInsight)> = pairs
            .iter()
            .map(|it| (trend(it), it.clone()))
            .filter(|it| it.0.course == course && it.0.gained != 0)
            .collect();
        going
            .sort_by(|left, right| right.0.gained.abs().cmp(&left.0.gained.abs()).then(by_strength(&left.1, &right.1)));
        going.into_iter().map(|it| it.1).take(limit).collect::<Vec<_>>()
    };
    let hidden: HashSet<PersonId> = state.store.hidden_ties(me).await?.into_iter().map(|it| it.contact).collect();
    let shown = async |pairs: Vec<PairInsight>| -> ApiResult<Vec<MyTie>> {
        let named = state.store.with_names(pairs).await?;
        Ok(named.into_iter().map(|it| MyTie::of(it, &hidden, at)).collect())
    };
    Ok(Json(MyTies {
        strongest: shown(pairs.iter().take(limit).cloned().collect()).await?,
        warming: shown(going(Course::Warming)).await?,
        fading: shown(going(Course::Fading)).await?,
        total: pairs.len() as u64,
        computed_for: Some(generation.computed_for.to_string()),
        computed_at: Some(generation.computed_at),
    }))
}

/// Lists who waits for the viewer, and for whom the viewer waits.
#[utoipa::path(
    get,
    path = "/api/v1/me/waiting",
    tag = "me",
    params(Query),
    responses(
        (status = 200, body = MyWaiting),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn list_who_waits(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<MyWaiting>> {
    let me = state.my_insights(&viewer).await?;
    let limit = limit(asked.limit, 10)? as usize;
    let Some(generation) = state.store.published().await? else { return Ok(Json(MyWaiting::default())) };
    let at = end_of_day(&generation);
    let pairs = worth_showing(&state, &generation, me).await?;
    let mut waiting: Vec<(Waiting, PairInsight)> =
        pairs.into_iter().filter_map(|it| Some((waiting(&it.sums, at)?, it))).collect();
    // Stable: of equal rank, the stronger tie stays first.
    waiting.sort_by_key(|it| it.0.rank());
    let mut sides = [WaitsFor::Colleague, WaitsFor::Contact].map(|side| {
        let of_side = waiting.iter().filter(|it| it.0.waits_for == side).take(limit).cloned();
        of_side.unzip::<_, _, Vec<Waiting>, Vec<PairInsight>>()
    });
    let shown = async |(waiting, pairs): (Vec<Waiting>, Vec<PairInsight>)| -> ApiResult<Vec<WaitingBody>> {
        let named = state.store.with_names(pairs).await?;
        Ok(waiting.into_iter().zip(named).map(|(waiting, it)| WaitingBody::of(waiting, it, at)).collect())
    };
    let [for_me, for_them] = sides.each_mut().map(std::mem::take);
    Ok(Json(MyWaiting {
        for_me: shown(for_me).await?,
        for_them: shown(for_them).await?,
        computed_for: Some(generation.computed_for.to_string()),
        computed_at: Some(generation.computed_at),
    }))
}

/// Lists the viewer's meetings ahead with somebody they have not met.
#[utoipa::path(
    get,
    path = "/api/v1/me/meetings",
    tag = "me",
    params(Query),
    responses(
        (status = 200, body = MyMeetings),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn list_my_meetings(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<MyMeetings>> {
    let me = state.my_insights(&viewer).await?;
    let limit = limit(asked.limit, 10)?;
    let generation = state.store.published().await?;
    let ahead = state.store.meetings_ahead(generation.as_ref(), me, (state.clock)(), limit).await?;
    let person = |it: relata_store::Expected| ExpectedPerson { id: it.person.to_string(), name: it.name, met: it.met };
    let meeting = |it: relata_store::MeetingAhead| MeetingAhead {
        at: it.at,
        minutes: it.minutes,
        people: it.people.into_iter().map(person).collect(),
    };
    Ok(Json(MyMeetings { meetings: ahead.into_iter().map(meeting).collect() }))
}

/// Returns the viewer's pairs that have not faded to nothing, the strongest first.
async fn worth_showing(state: &ApiState, generation: &Generation, me: PersonId) -> ApiResult<Vec<PairInsight>> {
    let mut pairs = state.store.own_pairs(generation, me).await?;
    pairs.retain(|it| it.strength.score > 0);
    pairs.sort_by(by_strength);
    Ok(pairs)
}

/// The order of introducers: known before unknown, then by raw strength, then the newer contact.
fn by_strength(left: &PairInsight, right: &PairInsight) -> std::cmp::Ordering {
    let unknown = |it: &PairInsight| it.strength.band == Band::Unknown;
    unknown(left)
        .cmp(&unknown(right))
        .then(right.strength.raw.total_cmp(&left.strength.raw))
        .then(Reverse(left.last_at()).cmp(&Reverse(right.last_at())))
        .then(left.contact.cmp(&right.contact))
}

impl MyTie {
    fn of(it: Acquaintance, hidden: &HashSet<PersonId>, at: Timestamp) -> MyTie {
        let (tie, hidden) = (Tie::from(&it.pair), hidden.contains(&it.pair.contact));
        MyTie { trend: TieTrendBody::of(&it.pair, at), tie, hidden, contact: it.into() }
    }
}

impl WaitingBody {
    fn of(waiting: Waiting, it: Acquaintance, at: Timestamp) -> WaitingBody {
        let Waiting { since, personal, answers, .. } = waiting;
        // Not older than that, by the rule.
        let days = ((at.as_second() - since.as_second()) / 86_400).clamp(0, WAITING_DAYS as i64) as u32;
        WaitingBody { tie: Tie::from(&it.pair), contact: it.into(), since, days, personal, answers }
    }
}

impl TieTrendBody {
    fn of(pair: &PairInsight, at: Timestamp) -> TieTrendBody {
        let trend = tie_trend(&pair.sums, at);
        let course = match trend.course {
            Course::NotEnoughHistory => CourseWord::NotEnoughHistory,
            Course::Warming => CourseWord::Warming,
            Course::Steady => CourseWord::Steady,
            Course::Fading => CourseWord::Fading,
        };
        TieTrendBody { course, gained: trend.gained, silence: trend.silence, text: text(&trend, pair, at) }
    }
}

/// Says in a sentence where a tie is going and why.
fn text(trend: &TieTrend, pair: &PairInsight, at: Timestamp) -> String {
    let points = |it: i32| if it.abs() == 1 { "1 point".to_owned() } else { format!("{} points", it.abs()) };
    match trend.course {
        Course::NotEnoughHistory => "Too young, or too little happened, to say where this is going.".to_owned(),
        Course::Steady => "As much lately as over the whole time.".to_owned(),
        Course::Warming => format!(
            "More lately than over the whole time: {} above what an even pace would give.",
            points(trend.gained)
        ),
        Course::Fading if trend.silence < 0 => {
            let days = (at.as_second() - pair.last_at().as_second()).max(0) / 86_400;
            format!(
                "Less lately than over the whole time. The last contact was {days} days ago, and every {HALF_LIFE_DAYS} \
                 days of silence halve what came before: that took {} away.",
                points(trend.silence)
            )
        }
        Course::Fading => format!(
            "Less lately than over the whole time: {} below what an even pace would give.",
            points(trend.gained)
        ),
    }
}
