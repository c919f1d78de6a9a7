//! Settings of the API, given by the server.

use std::fmt;

use relata_model::introduced::Terms;
use relata_model::introduction::Template;

use crate::AccessSettings;

/// What the API must know beside the store.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What the organisation is called.
    pub organisation: String,
    /// Whether this server shows invented or published sample data.
    pub demo: bool,
    /// Names under which the server may be asked, beside `localhost`, `127.0.0.1` and `[::1]`; with or without port.
    pub hosts: Vec<String>,
    /// How people and programs get in.
    pub access: AccessSettings,
    /// How requests for introductions are written and sent.
    pub introductions: Introductions,
}

/// How requests for introductions are written and sent.
#[derive(Clone, Debug)]
pub struct Introductions {
    /// What a request says before somebody edits it.
    pub template: Template,
    /// How to send it. Without, the viewer's own mail program does.
    pub smtp: Option<Smtp>,
    /// How long is waited for what comes of it.
    pub terms: Terms,
}

/// A mail server that takes our mail.
#[derive(Clone)]
pub struct Smtp {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub encryption: Encryption,
    /// User name and password, where it asks for them.
    pub credentials: Option<(String, String)>,
    /// The address that sends; replies go to the viewer.
    pub from: String,
}

/// How a connection to a mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// TLS from the first byte (port 465).
    Tls,
    /// TLS after `STARTTLS`, or no mail (port 587).
    StartTls,
    /// None: only for a relay on the same machine or network.
    None,
}

/// The password does not print.
impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Smtp({}:{}, {:?})", self.host, self.port, self.encryption)
    }
}
