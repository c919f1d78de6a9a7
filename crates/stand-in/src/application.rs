//! Application: what an administrator registered in Entra, with its credentials and what was granted to it.

/// A registered application. Sources: "Microsoft Entra app manifest", "Role Based Access Control for Applications in Exchange Online".
#[derive(Clone, Debug, Default)]
pub struct Application {
    /// The client id.
    pub client: String,
    /// A secret it may show.
    pub secret: Option<String>,
    /// Whether the secret has expired: the token endpoint then says AADSTS7000222.
    pub secret_expired: bool,
    /// Certificates in PEM that its assertions may be signed with.
    pub certificates: Vec<String>,
    /// What was consented to for the whole tenant. Stands in the token as `roles`.
    pub roles: Vec<String>,
    /// What Exchange grants for the members of one group. Stands in no token; adds to `roles`, never takes away from them.
    pub scoped: Option<Scope>,
    /// Whether the enterprise application is disabled or its consent revoked: the token endpoint then says AADSTS7000112.
    pub disabled: bool,
}

/// An assignment of Exchange's RBAC for Applications.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The group's name.
    pub group: String,
    /// The permissions, in Graph's spelling: `Mail.ReadBasic` for the role "Application Mail.ReadBasic".
    pub roles: Vec<String>,
}

/// The client id of the application every tenant has.
pub const CLIENT: &str = "6f1d3a52-0c1e-4a53-9a7e-3f3c1f5b2c11";
/// Its secret.
pub const SECRET: &str = "a-secret-of-the-stand-in";

impl Application {
    /// Returns the application every tenant has: its permissions are those the product asks for, without a scope.
    pub fn standard() -> Application {
        let roles =
            ["User.Read.All", "GroupMember.Read.All", "Mail.ReadBasic.All", "Calendars.Read", "user_impersonation"];
        Application {
            client: CLIENT.to_owned(),
            secret: Some(SECRET.to_owned()),
            roles: roles.map(str::to_owned).to_vec(),
            ..Application::default()
        }
    }
}
