//! Pages: what a service returns of a list, and where it goes on.

use serde::Deserialize;

use crate::lenient::Object;

/// One page as it stands on the wire.
#[derive(Deserialize)]
#[serde(bound = "T: for<'a> Deserialize<'a>")]
pub(crate) struct Page<T> {
    /// Its items; nothing for those that are no objects.
    pub(crate) value: Vec<Object<T>>,
    /// Where the next page is.
    #[serde(rename = "@odata.nextLink")]
    pub(crate) next: Option<String>,
    /// Where the next round begins.
    #[serde(rename = "@odata.deltaLink")]
    pub(crate) delta: Option<String>,
}

/// Where a list goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Onward {
    /// On another page.
    Next(crate::Link),
    /// In a later round.
    Delta(crate::Link),
    /// Nowhere.
    End,
}
