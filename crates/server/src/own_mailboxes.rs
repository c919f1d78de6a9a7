//! Own mailboxes: sending as the person who asks, through Microsoft Graph. The API knows neither.

use std::sync::Arc;

use anyhow::{Context, anyhow};
use relata_api::{NotSent, OwnLetter, OwnMailboxes};
use relata_microsoft::{Draft, Graph, Pace, Trouble, send_mail};
use relata_model::Address;
use relata_outgoing::Outgoing;

use crate::opened::now;
use crate::settings::Settings;

/// Returns how to send from people's own mailboxes, if somebody set that up.
///
/// # Errors
///
/// If the address of Graph may not be asked.
pub fn own_mailboxes(settings: &Settings) -> anyhow::Result<Option<OwnMailboxes>> {
    let host = settings.introductions.graph.host.trim_end_matches('/');
    if host.is_empty() {
        return Ok(None);
    }
    let outgoing = Outgoing::new(&settings.outgoing.allow).context("[outgoing] cannot be used")?;
    let graph = Graph::of_users(host, outgoing, Pace::new(now)).context("introductions.graph.host cannot be used")?;
    let graph = Arc::new(graph);
    Ok(Some(OwnMailboxes {
        scope: format!("{host}/Mail.Send"),
        send: Box::new(move |letter| {
            let graph = Arc::clone(&graph);
            Box::pin(async move { send(&graph, &letter).await })
        }),
    }))
}

async fn send(graph: &Graph, letter: &OwnLetter) -> Result<(), NotSent> {
    let no_address = |_| NotSent::Refused(anyhow!("the colleague has no address mail can be sent to"));
    let to = [Address::parse_unlisted(&letter.to).map_err(no_address)?];
    let draft = Draft { to: &to, subject: &letter.subject, text: &letter.body, message_id: &letter.message_id };
    match send_mail(graph, &letter.token, &draft).await {
        Ok(()) => Ok(()),
        Err(error @ Trouble::Retry { after: None, .. }) => Err(NotSent::Uncertain(error.into())),
        Err(error @ Trouble::Reauthorise { .. }) => Err(NotSent::NotGranted(error.into())),
        Err(error) => Err(NotSent::Refused(error.into())),
    }
}
