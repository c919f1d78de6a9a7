//! Actions: what the audit trail tells apart, by names that never change.

/// Names each action once, in code and in the trail.
macro_rules! actions {
    ($($(#[doc = $what:literal])+ $action:ident = $name:literal,)+) => {
        /// What was done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[doc = $what])+ $action,)+
        }

        impl Action {
            /// Every action.
            pub const ALL: &[Action] = &[$(Action::$action),+];

            /// Returns its name in the trail; it never changes.
            pub fn name(self) -> &'static str {
                match self {
                    $(Action::$action => $name,)+
                }
            }
        }
    };
}

actions! {
    /// Somebody's ties or figures were looked at.
    View = "view",
    /// A list was downloaded.
    Export = "export",
    /// A request for an introduction was written or sent.
    Introduce = "introduce",
    /// Somebody said what comes of a request for an introduction.
    IntroductionAnswered = "introduction_answered",
    /// Somebody granted that their requests are sent from their own mailbox.
    MailboxGranted = "mailbox_granted",
    /// Somebody took that back.
    MailboxTakenBack = "mailbox_taken_back",
    /// The audit trail itself was read.
    AuditRead = "audit_read",
    /// The audit trail was downloaded.
    AuditExported = "audit_exported",

    /// Somebody signed in.
    SignedIn = "signed_in",
    /// Somebody could not sign in.
    SignInFailed = "sign_in_failed",
    /// Somebody signed out.
    SignedOut = "signed_out",
    /// A session was ended by somebody else than its owner's signing out.
    SessionEnded = "session_ended",
    /// An account was disabled or enabled.
    AccountChanged = "account_changed",
    /// The local administrator was made, changed or removed.
    LocalAdministratorChanged = "local_administrator_changed",

    /// Relationship intelligence was enabled.
    InsightsEnabled = "insights_enabled",
    /// Relationship intelligence was disabled.
    InsightsDisabled = "insights_disabled",
    /// Nobody consented in time, so it switched itself off.
    InsightsLapsed = "insights_lapsed",
    /// The organisation consented to kinds of insight.
    ConsentGiven = "consent_given",
    /// The organisation withdrew its consent to kinds of insight.
    ConsentWithdrawn = "consent_withdrawn",
    /// Who contributes was changed.
    ContributorsChanged = "contributors_changed",
    /// Which groups are left out was changed.
    ExcludedGroupsChanged = "excluded_groups_changed",
    /// A feature was switched on or off.
    FeaturesChanged = "features_changed",
    /// Groups of the directory were taken over.
    GroupsImported = "groups_imported",
    /// Mailboxes were read from an extract.
    ExtractImported = "extract_imported",

    /// A colleague was opted out.
    OptedOut = "opted_out",
    /// A colleague was opted in again.
    OptedIn = "opted_in",
    /// A colleague changed what others see of their ties.
    VisibilityChanged = "visibility_changed",
    /// A colleague hid a tie.
    TieHidden = "tie_hidden",
    /// A colleague shows a tie again.
    TieShown = "tie_shown",
    /// Colleagues were asked whether they may be named.
    NamingAsked = "naming_asked",
    /// A colleague answered whether they may be named.
    NamingAnswered = "naming_answered",

    /// A role was given.
    RoleGiven = "role_given",
    /// A role was taken away.
    RoleTaken = "role_taken",
    /// A right was granted beside the roles.
    RightGranted = "right_granted",
    /// A granted right was taken back.
    RightTaken = "right_taken",
    /// Settings were changed.
    SettingsChanged = "settings_changed",
    /// Secrets were sealed under another key.
    SecretsRotated = "secrets_rotated",

    /// A source was connected, or connected anew.
    SourceConnected = "source_connected",
    /// A source is not read for a while.
    SourcePaused = "source_paused",
    /// A source is read again.
    SourceResumed = "source_resumed",
    /// A source is read no longer.
    SourceDisconnected = "source_disconnected",

    /// An erasure was asked for.
    ErasureRequested = "erasure_requested",
    /// What an erasure is about is gone from the tables.
    ErasureRowsGone = "erasure_rows_gone",
    /// What an erasure is about is gone from every file.
    ErasureFilesGone = "erasure_files_gone",
    /// An erasure did not succeed.
    ErasureFailed = "erasure_failed",
    /// The receipt of an erasure was downloaded.
    ReceiptDownloaded = "receipt_downloaded",
    /// Somebody asked for everything about a person.
    AccessRequested = "access_requested",
    /// Everything about a person was put together.
    AccessReady = "access_ready",
    /// Everything about a person was downloaded.
    AccessDownloaded = "access_downloaded",
    /// An access request could not be answered, or its answer was removed.
    AccessEnded = "access_ended",

    /// An API token was issued.
    TokenIssued = "token_issued",
    /// An API token was revoked.
    TokenRevoked = "token_revoked",
    /// Which sites may show widgets was changed.
    EmbedOriginsChanged = "embed_origins_changed",
    /// A token for a widget was issued.
    EmbedTokenIssued = "embed_token_issued",
    /// A widget exchanged its token for a session.
    EmbedStarted = "embed_started",
    /// A widget's token was refused.
    EmbedRefused = "embed_refused",
}

impl Action {
    /// Returns the action of that name.
    pub fn named(name: &str) -> Option<Action> {
        Action::ALL.iter().copied().find(|it| it.name() == name)
    }
}
