//! Signing in with OpenID Connect: the code flow with PKCE, and what a provider's tokens must satisfy.
//!
//! ```text
//! Provider::way_there ─▶ browser ─▶ the provider ─▶ browser ─▶ Provider::way_back ─▶ Identity
//!                                        └──▶ logout token ──▶ Provider::logout ──▶ Logout
//! ```
//!
//! **Invariant:** whatever a check does not recognise is refused. Nothing of a token is used before its signature holds.
//!
//! **Invariant:** time and chance are arguments: state, nonce and verifier are drawn by the caller.
//!
//! **Invariant:** the provider is asked through [`Outgoing`], which goes to no address inside unless the operator named its
//! host, follows nothing, and reads no more than it must.

mod asking;
mod claims;
mod discovery;
mod error;
mod id_token;
mod jws;
mod keys;
mod logout_token;
mod provider;
#[cfg(test)]
mod tests;

pub use error::SignInError;
pub use id_token::Identity;
pub use logout_token::Logout;

pub use provider::{Answer, Attempt, Granted, Provider, ProviderSettings, Wish};
pub use relata_outgoing::Outgoing;
