//! The operational database: directory, records, consent, cursors, ledger, published insights, introductions, what was
//! computed and released of records.
//!
//! ```text
//! compute ──▶ Store::publish ──▶ a generation, whole ──▶ Store::introducers, pair, … ──▶ api
//! ```
//!
//! SQLite by default, PostgreSQL by URL; one set of migrations and queries for both
//! (docs/decisions/0003-one-set-of-queries.md). This is the only crate that knows so.
//!
//! **Invariant:** the lake knows numbers, only the store knows names.
//!
//! **Invariant:** readers see one published generation, whole.
//!
//! Start at [`Store`]; its functions are grouped by subject, one file each, the SQL in sight.

mod access;
mod account;
mod acquaintances;
mod actors;
mod analytics_settings;
mod api_token;
mod audit;
mod batch;
mod canonical;
mod completeness;
mod connection;
mod consent;
mod coverage;
pub mod data_map;
mod database;
mod dictionary;
mod directory;
mod embedding;
mod enabling;
mod engagement;
mod erasure;
mod error;
mod fold;
mod generation;
mod grade;
mod groups;
mod hidden_ties;
mod hints;
mod hours;
mod insight_row;
mod introducers;
mod introduction;
mod introductions_tracked;
mod ledger_folders;
mod left_out;
mod local_administrator;
mod mailbox;
mod mailbox_grant;
mod mailbox_page;
mod moves;
mod names;
mod naming;
mod overview;
mod own_ties;
mod pair;
mod participant;
mod participation;
mod person;
mod pipeline;
mod publishing;
mod record_digest;
mod record_import;
mod record_insights;
mod record_list;
mod record_months;
mod record_numbers;
mod record_page;
mod record_reading;
mod record_removal;
mod record_rows;
mod records;
mod role_holders;
mod roles;
mod scheduled;
mod search;
mod searched;
mod secret;
mod session;
mod sharing;
mod sign_in_attempt;
mod stored_about;
mod subjects;
mod subscription;
mod suppression;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod troubles;

pub use access::{AccessRequest, AccessRequestId, Answer};
pub use account::{Account, AccountId, SignedIn};
pub use acquaintances::{Acquaintance, Acquaintances};
pub use analytics_settings::AnalyticsSettings;
pub use api_token::{ApiToken, ApiTokenId, NewApiToken};
pub use audit::{AuditQuery, Audited};
pub use batch::{BatchCommit, Committed};
pub use canonical::Names;
pub use completeness::{Completeness, FolderMonth, LedgerLine, LedgerQuery, MailFolder};
pub use connection::{
    Connection, ConnectionId, ConnectionKind, ConnectionState, CredentialKind, Fared, MailboxHealth, NewConnection,
    secret_name,
};
pub use coverage::{Coverage, CoverageCell, CoveredContact};
pub use database::Store;
pub use dictionary::{PersonOfAddress, Seen};
pub use directory::Colleague;
pub use embedding::{EmbedOrigin, EmbedSession, NewEmbedToken};
pub use engagement::{Charge, EngagementRow, Release, Released, ReleasedRow};
pub use erasure::{Brought, Erasure, ErasureId, ErasureState, Forget, Left, NewErasure};
pub use error::StoreError;
pub use generation::{Generation, GenerationId, NewGeneration, Scope};
pub use grade::merged;
pub use groups::DirectoryGroup;
pub use hidden_ties::HiddenTie;
pub use hints::Hinted;
pub use insight_row::{Moved, RecordInsight};
pub use introducers::{Introducer, Introducers, QUIET_AFTER_DAYS, Quiet, Target};
pub use introduction::{Introduction, IntroductionId, IntroductionState, NewIntroduction, Started, Transport};
pub use introductions_tracked::{TrackedIntroduction, WatchedIntroduction};
pub use ledger_folders::LedgerFolder;
pub use mailbox::{Mailbox, NewMailbox, Source, SourceState};
pub use mailbox_grant::MailboxGrant;
pub use mailbox_page::{ListedMailbox, MailboxQuery};
pub use moves::{ClosedDeal, Move};
pub use names::NamedAddress;
pub use naming::{ASKED_A_DAY, Asked, NAMED_FOR_DAYS, NamingAsked, NamingQuestion, NamingRequestId, OPEN_DAYS};
pub use overview::Counts;
pub use own_ties::{Expected, MeetingAhead};
pub use pair::PairInsight;
pub use participant::{Participant, ParticipantQuery};
pub use participation::OptOut;
pub use person::Person;
pub use pipeline::Pipeline;
pub use record_insights::{Edition, InsightRun, RecordScope};
pub use record_list::{GradeFilter, RecordList, RecordQuery, RecordSort};
pub use record_months::{Months, RecordMonth, SeriesOf};
pub use record_page::{RecordPage, StakeholderName};
pub use record_reading::{InWalk, Origin, PageOfRecords, RecordReading};
pub use record_removal::RemovedRecords;
pub use record_rows::RecordRow;
pub use records::RecordSummary;
pub use roles::{Given, GivenBy, Taken};
pub use scheduled::{Scheduled, ScheduledCopy, ScheduledPerson};
pub use search::{HitKind, SearchHit};
pub use searched::Searched;
pub use session::{NewSession, Session, SessionId};
pub use sharing::Asker;
pub use sign_in_attempt::SignInAttempt;
pub use stored_about::StoredAbout;
pub use subscription::{AtService, Subscription, Told};
pub use troubles::{Trouble, Wrong};
