//! Sending mail: one plain text message to one person, through the organisation's mail server.
//!
//! **Invariant:** no control character reaches a header. Names come from strangers' mail, and lettre panics on a line
//! break in one.

use std::time::Duration;

use anyhow::{Context, anyhow};
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::{Encryption, Smtp};

/// A viewer waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

/// A message to be sent.
pub(crate) struct Letter<'a> {
    /// Name and address of who is written to.
    pub(crate) to: (&'a str, &'a str),
    /// Name of who writes, and where answers go.
    pub(crate) writer: (&'a str, Option<&'a str>),
    /// One line.
    pub(crate) subject: &'a str,
    /// Plain text.
    pub(crate) body: &'a str,
    /// By which the message is known ever after, with its angle brackets.
    pub(crate) message_id: &'a str,
}

/// Why nobody can say that a message was sent.
#[derive(Debug)]
pub enum NotSent {
    /// It was not: trying again sends nothing twice.
    Refused(anyhow::Error),
    /// Nobody knows: the answer did not come.
    Uncertain(anyhow::Error),
    /// What the sender granted is not taken any more; it was not sent.
    NotGranted(anyhow::Error),
}

/// Hands a letter to the mail server.
pub(crate) async fn send(smtp: &Smtp, letter: &Letter<'_>) -> Result<(), NotSent> {
    let message = message(smtp, letter).map_err(NotSent::Refused)?;
    let transport = transport(smtp).map_err(NotSent::Refused)?;
    // Whoever cannot even be greeted got no message.
    let greeted = transport.test_connection().await.context("the mail server cannot be reached");
    if !greeted.map_err(NotSent::Refused)? {
        return Err(NotSent::Refused(anyhow!("the mail server is not ready")));
    }
    match transport.send(message).await {
        Ok(_) => Ok(()),
        Err(error) => {
            let is_no = error.is_permanent() || error.is_transient() || error.is_client() || error.is_tls();
            let error = anyhow::Error::from(error).context("the mail server did not take the message");
            Err(if is_no { NotSent::Refused(error) } else { NotSent::Uncertain(error) })
        }
    }
}

fn message(smtp: &Smtp, letter: &Letter<'_>) -> anyhow::Result<Message> {
    let from = mailbox(letter.writer.0, &smtp.from).context("`introductions.smtp.from` is no address")?;
    let to = mailbox(letter.to.0, letter.to.1).context("the colleague has no address mail can be sent to")?;
    let mut builder = Message::builder().from(from).to(to).subject(one_line(letter.subject));
    builder = builder.message_id(Some(letter.message_id.to_owned()));
    if let Some(reply_to) = letter.writer.1 {
        builder = builder.reply_to(mailbox(letter.writer.0, reply_to).context("the viewer's address is none")?);
    }
    builder.header(ContentType::TEXT_PLAIN).body(letter.body.to_owned()).context("the message cannot be written")
}

fn mailbox(name: &str, address: &str) -> anyhow::Result<Mailbox> {
    let address: Address = address.parse()?;
    let name = one_line(name);
    Ok(Mailbox::new(Some(name).filter(|it| !it.is_empty()), address))
}

fn transport(smtp: &Smtp) -> anyhow::Result<AsyncSmtpTransport<Tokio1Executor>> {
    let tls = || TlsParameters::new(smtp.host.clone()).context("`introductions.smtp.host` cannot be used for TLS");
    let tls = match smtp.encryption {
        Encryption::Tls => Tls::Wrapper(tls()?),
        Encryption::StartTls => Tls::Required(tls()?),
        Encryption::None => Tls::None,
    };
    let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host);
    let builder = builder.port(smtp.port).tls(tls).timeout(Some(PATIENCE));
    let credentials = smtp.credentials.clone().map(|(user, password)| Credentials::new(user, password));
    Ok(match credentials {
        Some(credentials) => builder.credentials(credentials).build(),
        None => builder.build(),
    })
}

/// Returns the text without line breaks, control characters and invisible marks that turn the direction of writing.
pub(crate) fn one_line(text: &str) -> String {
    let turns = |it: char| matches!(it, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let shown = text.chars().filter(|it| !turns(*it)).map(|it| if it.is_control() { ' ' } else { it });
    shown.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str, subject: &str) -> String {
        let smtp = Smtp {
            host: "localhost".to_owned(),
            port: 25,
            encryption: Encryption::None,
            credentials: None,
            from: "relata@us.com".to_owned(),
        };
        let (to, writer) = ((name, "amber@us.com"), (name, Some("me@us.com")));
        let letter = Letter { to, writer, subject, body: "Hello", message_id: "<k1@us.com>" };
        String::from_utf8(message(&smtp, &letter).unwrap().formatted()).unwrap()
    }

    #[test]
    fn a_hostile_name_or_subject_adds_no_header() {
        for hostile in ["Lea\r\nBcc: all@us.com", "a\nb\0c", "\u{202e}evil", "\"a@b\" <x@y.com>", "=?utf-8?B?QQ==?="] {
            let text = written(hostile, hostile);
            let headers = text.split("\r\n\r\n").next().unwrap();
            assert!(!headers.lines().any(|it| it.to_lowercase().starts_with("bcc")), "{headers}");
            assert_eq!(headers.lines().filter(|it| it.starts_with("To:")).count(), 1, "{headers}");
            assert!(headers.contains("\r\nMessage-ID: <k1@us.com>\r\n"), "{headers}");
        }
    }
}
