//! Consent on the wire: where the organisation stands, for the page that administers it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use relata_model::consent::Insights;
use relata_model::enabling::{self, CONSENT_TEXT_VERSION, FILES_KEPT_DAYS, Stage, history};
use relata_model::policy::Role;
use relata_model::{Enabling, GroupId};
use relata_store::DirectoryGroup;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::groups::GroupBody;
use crate::{ApiResult, ApiState};

/// Where the organisation stands with relationship intelligence.
#[derive(Serialize, ToSchema)]
#[schema(as = Consent)]
pub struct ConsentBody {
    state: StageWord,
    /// When it was turned on and by whom; null while it is off.
    #[schema(required)]
    enabled: Option<Stamp>,
    /// When it turns itself off without a consent, or did; null if none is awaited.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    lapses_at: Option<Timestamp>,
    /// Days left to consent, one that has begun as a whole one; null if none is awaited.
    #[schema(required)]
    days_left: Option<i64>,
    /// What is on now.
    features: Features,
    contributors: Contributors,
    mode: ModeWord,
    kinds: Vec<KindBody>,
    excluded_groups: Vec<GroupBody>,
    counts: ParticipationCounts,
    /// The newest first.
    history: Vec<HistoryLine>,
    /// Which text is to be read before consenting; a consent names it.
    text_version: u32,
}

/// How far an organisation has come.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ConsentState)]
pub enum StageWord {
    /// Turned off, or never on.
    Off,
    /// Turned on, and nobody consented yet.
    Awaiting,
    /// It turned itself off, because nobody consented within 14 days.
    Lapsed,
    /// Some kind of insight is consented to.
    Consented,
    /// Every kind that was consented to was withdrawn.
    Withdrawn,
}

/// A moment, and who acted.
#[derive(Serialize, ToSchema)]
pub struct Stamp {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    by: String,
}

/// The features that read mailboxes.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
pub struct Features {
    /// Who knows whom.
    pub(crate) who_knows_whom: bool,
    /// The part of analytics that comes from mailboxes.
    pub(crate) analytics: bool,
}

/// Whose mailboxes may be used.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct Contributors {
    /// Every colleague's; then no role is named.
    pub(crate) everybody: bool,
    /// Those of colleagues with one of these roles.
    pub(crate) roles: Vec<RoleWord>,
}

/// A role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ContributingRole)]
pub enum RoleWord {
    /// Works with records.
    Salesperson,
    /// Leads those who do.
    SalesManager,
    /// Sets Relata up.
    Administrator,
    /// Speaks for the directory.
    DirectoryAdministrator,
    /// Reads what was done.
    Auditor,
}

/// Whether colleagues take part by themselves.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ConsentMode)]
pub enum ModeWord {
    /// They do until they opt out.
    OptOut,
    /// They do not until they opt in.
    OptIn,
}

/// A kind of insight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Insights)]
pub enum InsightsWord {
    /// A user's own data, visible to that user alone.
    ForEachUser,
    /// De-identified figures, visible to everyone.
    Aggregated,
    /// Individual users' data, visible to those whose role allows.
    Identifiable,
}

/// Whether a kind of insight is consented to.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = KindState)]
pub enum KindStateWord {
    /// Nobody ever consented to it.
    Never,
    /// It is consented to.
    Granted,
    /// The consent was withdrawn.
    Withdrawn,
}

/// What became of a kind of insight.
#[derive(Serialize, ToSchema)]
#[schema(as = ConsentKind)]
pub struct KindBody {
    insights: InsightsWord,
    state: KindStateWord,
    /// Since when it is consented to.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    since: Option<Timestamp>,
    /// Who consented, or who withdrew.
    #[schema(required)]
    by: Option<String>,
    /// When it was withdrawn. After it was consented to again, as long as files of the time before are left.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    withdrawn_at: Option<Timestamp>,
    /// Until when no row is left.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    rows_due: Option<Timestamp>,
    #[schema(required, value_type = Option<String>, format = DateTime)]
    rows_gone: Option<Timestamp>,
    /// Until when no file is left.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    files_due: Option<Timestamp>,
    #[schema(required, value_type = Option<String>, format = DateTime)]
    files_gone: Option<Timestamp>,
}

/// How many colleagues take part.
#[derive(Serialize, ToSchema)]
pub struct ParticipationCounts {
    /// Who work here.
    colleagues: u64,
    contributing: u64,
    opted_out: u64,
    in_excluded_groups: u64,
    waiting_for_opt_in: u64,
    /// Whose mailbox the administrator did not choose.
    not_contributors: u64,
    /// Whom an administrator marked.
    flagged: u64,
}

/// A line of the history.
#[derive(Serialize, ToSchema)]
#[schema(as = ConsentHistoryLine)]
pub struct HistoryLine {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    by: String,
    /// In whole sentences.
    what: String,
}

/// Returns where the organisation stands now.
pub(crate) async fn consent_body(state: &ApiState) -> ApiResult<ConsentBody> {
    let now = (state.clock)();
    let events = state.store.consent_events().await?;
    let enabling = Enabling::of(&events);
    let groups: BTreeMap<GroupId, DirectoryGroup> =
        state.store.groups("", now).await?.into_iter().map(|it| (it.id.clone(), it)).collect();
    let name_of = |id: &GroupId| groups.get(id).map_or_else(|| id.0.clone(), |it| it.name.clone());
    let consent = state.store.consent().await?;
    let counts = state.store.participant_counts(&consent, now).await?;
    let told = history(&events, now, &name_of);
    let actors: Vec<&str> = told.iter().map(|it| it.by.as_str()).collect();
    let names = state.names_of(&actors).await?;
    let stamp = |it: &enabling::Stamp| Stamp { at: it.at, by: name(&names, &it.by) };
    Ok(ConsentBody {
        state: enabling.stage(now).into(),
        enabled: enabling.enabled().map(stamp),
        lapses_at: enabling.lapses_at(),
        days_left: enabling.days_left(now),
        features: enabling.features(now).into(),
        contributors: enabling.contributors().into(),
        mode: enabling.mode().into(),
        kinds: Insights::ALL.into_iter().map(|it| KindBody::of(it, enabling.kind(it), &names)).collect(),
        excluded_groups: enabling.excluded().iter().map(|it| GroupBody::of(it, groups.get(it))).collect(),
        counts: ParticipationCounts::of(&counts),
        history: told
            .iter()
            .map(|it| HistoryLine { at: it.at, by: name(&names, &it.by), what: it.what.clone() })
            .collect(),
        text_version: CONSENT_TEXT_VERSION,
    })
}

/// What actors are called.
type Names = HashMap<String, String>;

fn name(names: &Names, actor: &str) -> String {
    names.get(actor).cloned().unwrap_or_default()
}

impl KindBody {
    fn of(insights: Insights, kind: &enabling::Kind, names: &Names) -> KindBody {
        let withdrawal = kind.withdrawal.as_ref();
        // Of what was consented to again, the withdrawal before counts only as long as files are left.
        let withdrawal = withdrawal.filter(|_| kind.granted.is_none() || kind.has_files_left());
        let deadlines = withdrawal.map(|it| it.deadlines(FILES_KEPT_DAYS));
        let by = kind.granted.as_ref().or(withdrawal.map(|it| &it.stamp));
        KindBody {
            insights: insights.into(),
            state: match (&kind.granted, withdrawal) {
                (Some(_), _) => KindStateWord::Granted,
                (None, Some(_)) => KindStateWord::Withdrawn,
                (None, None) => KindStateWord::Never,
            },
            since: kind.granted.as_ref().map(|it| it.at),
            by: by.map(|it| name(names, &it.by)),
            withdrawn_at: withdrawal.map(|it| it.stamp.at),
            rows_due: deadlines.map(|it| it.rows),
            rows_gone: withdrawal.and_then(|it| it.rows_gone),
            files_due: deadlines.map(|it| it.files),
            files_gone: withdrawal.and_then(|it| it.files_gone),
        }
    }
}

impl ParticipationCounts {
    fn of(counts: &BTreeMap<&'static str, u64>) -> ParticipationCounts {
        let of = |state| counts.get(state).copied().unwrap_or(0);
        ParticipationCounts {
            colleagues: counts.values().sum(),
            contributing: of("contributing"),
            opted_out: of("opted_out"),
            in_excluded_groups: of("excluded_group"),
            waiting_for_opt_in: of("waiting_for_opt_in"),
            not_contributors: of("not_a_contributor"),
            flagged: of("flagged"),
        }
    }
}

impl From<Stage> for StageWord {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Off => StageWord::Off,
            Stage::Awaiting => StageWord::Awaiting,
            Stage::Lapsed => StageWord::Lapsed,
            Stage::Consented => StageWord::Consented,
            Stage::Withdrawn => StageWord::Withdrawn,
        }
    }
}

impl From<enabling::Features> for Features {
    fn from(it: enabling::Features) -> Self {
        Features { who_knows_whom: it.who_knows_whom, analytics: it.analytics }
    }
}

impl From<&enabling::Contributors> for Contributors {
    fn from(it: &enabling::Contributors) -> Self {
        match it {
            enabling::Contributors::Everybody => Contributors { everybody: true, roles: Vec::new() },
            enabling::Contributors::Roles(roles) => {
                Contributors { everybody: false, roles: roles.iter().map(|it| (*it).into()).collect() }
            }
        }
    }
}

impl From<enabling::Mode> for ModeWord {
    fn from(it: enabling::Mode) -> Self {
        match it {
            enabling::Mode::OptOut => ModeWord::OptOut,
            enabling::Mode::OptIn => ModeWord::OptIn,
        }
    }
}

impl From<ModeWord> for enabling::Mode {
    fn from(it: ModeWord) -> Self {
        match it {
            ModeWord::OptOut => enabling::Mode::OptOut,
            ModeWord::OptIn => enabling::Mode::OptIn,
        }
    }
}

impl From<Role> for RoleWord {
    fn from(it: Role) -> Self {
        match it {
            Role::Salesperson => RoleWord::Salesperson,
            Role::SalesManager => RoleWord::SalesManager,
            Role::Administrator => RoleWord::Administrator,
            Role::DirectoryAdministrator => RoleWord::DirectoryAdministrator,
            Role::Auditor => RoleWord::Auditor,
        }
    }
}

impl From<RoleWord> for Role {
    fn from(it: RoleWord) -> Self {
        match it {
            RoleWord::Salesperson => Role::Salesperson,
            RoleWord::SalesManager => Role::SalesManager,
            RoleWord::Administrator => Role::Administrator,
            RoleWord::DirectoryAdministrator => Role::DirectoryAdministrator,
            RoleWord::Auditor => Role::Auditor,
        }
    }
}

impl From<Insights> for InsightsWord {
    fn from(it: Insights) -> Self {
        match it {
            Insights::ForEachUser => InsightsWord::ForEachUser,
            Insights::Aggregated => InsightsWord::Aggregated,
            Insights::Identifiable => InsightsWord::Identifiable,
        }
    }
}

impl From<InsightsWord> for Insights {
    fn from(it: InsightsWord) -> Self {
        match it {
            InsightsWord::ForEachUser => Insights::ForEachUser,
            InsightsWord::Aggregated => Insights::Aggregated,
            InsightsWord::Identifiable => Insights::Identifiable,
        }
    }
}

/// Returns the kinds that words name, each once.
pub(crate) fn kinds(words: &[InsightsWord]) -> BTreeSet<Insights> {
    words.iter().map(|it| (*it).into()).collect()
}
