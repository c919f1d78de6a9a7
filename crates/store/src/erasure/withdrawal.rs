//! What a withdrawn consent asks to be erased.

use std::collections::BTreeSet;

use jiff::Timestamp;
use relata_model::consent::Insights;

use super::{ErasureId, Forget, NewErasure};
use crate::Store;
use crate::error::Result;

impl Store {
    /// Asks for what was kept for these kinds of insight to be erased, as far as no kind still consented to needs it: mail
    /// serves all three. Returns the erasures, none if everything is still needed.
    pub async fn erase_withdrawn(
        &self,
        withdrawn: &BTreeSet<Insights>,
        (at, files_due): (Timestamp, Timestamp),
        by: &str,
    ) -> Result<Vec<ErasureId>> {
        let needed = !self.enabling().await?.in_force().is_empty();
        let mail = (!needed).then_some(Forget::Mail);
        let released = withdrawn.contains(&Insights::Aggregated).then_some(Forget::Released);
        let mut asked = Vec::new();
        for forget in mail.into_iter().chain(released) {
            let reason = "consent was withdrawn".to_owned();
            asked.push(self.request_erasure(&NewErasure { forget, at, files_due, by: by.to_owned(), reason }).await?);
        }
        Ok(asked)
    }
}
