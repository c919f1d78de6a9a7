//! Withdrawal: brings what a withdrawn consent left behind to its end, and says so among the events of the consent.

use std::collections::BTreeSet;

use relata_model::consent::Insights;
use relata_model::enabling::{Event, FILES_DUE};
use relata_store::{Erasure, ErasureState, StoreError};

use crate::line::Line;

/// Asks for what a withdrawal on the command line leaves to be erased, and notes for each kind of insight when the last row
/// and the last file of it were gone. Asking again changes nothing.
///
/// # Errors
///
/// [`StoreError`] if the store cannot be used.
pub async fn end_withdrawals(line: &Line<'_>) -> Result<(), StoreError> {
    let enabling = line.store.enabling().await?;
    let open = |it: &Insights| enabling.kind(*it).is_being_erased() || enabling.kind(*it).has_files_left();
    if !Insights::ALL.iter().any(open) {
        return Ok(());
    }
    let mut rows_gone = BTreeSet::new();
    let mut files_gone = BTreeSet::new();
    for insights in Insights::ALL.into_iter().filter(open) {
        let kind = enabling.kind(insights);
        let Some(withdrawal) = &kind.withdrawal else { continue };
        let (since, by) = (withdrawal.stamp.at, &withdrawal.stamp.by);
        let erasures = line.store.erasures().await?;
        let of_this = |it: &&Erasure| it.source == "withdrawal" && it.requested_at >= since;
        let mut states: Vec<ErasureState> = erasures.iter().filter(of_this).map(|it| it.state).collect();
        if states.is_empty() {
            let kinds = BTreeSet::from([insights]);
            let asked = line.store.erase_withdrawn(&kinds, (line.now, line.now + FILES_DUE), by).await?;
            states.extend(asked.iter().map(|_| ErasureState::Requested));
        }
        if kind.is_being_erased() && states.iter().all(|it| *it >= ErasureState::RowsGone) {
            rows_gone.insert(insights);
        }
        if states.iter().all(|it| *it == ErasureState::FilesGone) {
            files_gone.insert(insights);
        }
    }
    let events = [(rows_gone, Event::RowsGone as fn(_) -> _), (files_gone, Event::FilesGone)];
    for (kinds, event) in events.into_iter().filter(|it| !it.0.is_empty()) {
        line.store.append_consent_event(line.now, "relata", event(kinds)).await?;
    }
    Ok(())
}
