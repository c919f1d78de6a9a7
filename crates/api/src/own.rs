//! One's own: who `/me` is, and what all its answers begin with.
//!
//! **Invariant:** everything under `/me` is about the viewer's own person, and no other person can be asked for.

use jiff::Timestamp;
use relata_model::policy::Right;
use relata_model::{PersonId, end_of_day_seconds};
use relata_store::{Colleague, Generation};

use crate::viewer::Through;
use crate::{ApiError, ApiResult, ApiState, Viewer};

/// What somebody is told who is nobody of the directory.
const NOBODY: &str =
    "your account belongs to nobody of the directory; an administrator can add your address to your entry";

impl ApiState {
    /// Returns the colleague the viewer is. What is stored of them and their switches need no right and no consent.
    pub(crate) async fn me(&self, viewer: &Viewer) -> ApiResult<Colleague> {
        if matches!(viewer.through, Through::Embed { .. }) {
            return Err(ApiError::Forbidden("a widget shows one record; open Relata to see what is yours".to_owned()));
        }
        let nobody = || ApiError::Conflict(NOBODY.to_owned());
        let person = viewer.person.ok_or_else(nobody)?;
        self.store.own_entry(person).await?.ok_or_else(nobody)
    }

    /// Returns the person the viewer is, if they may see their own insights.
    pub(crate) async fn my_insights(&self, viewer: &Viewer) -> ApiResult<PersonId> {
        let me = self.me(viewer).await?;
        self.let_see(viewer, Right::SeeOwnTies).await?;
        Ok(me.id)
    }
}

/// Returns the moment the sums of a generation have faded to.
pub(crate) fn end_of_day(generation: &Generation) -> Timestamp {
    Timestamp::from_second(end_of_day_seconds(generation.computed_for)).unwrap_or(Timestamp::MAX)
}
