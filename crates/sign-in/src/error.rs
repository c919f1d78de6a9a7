//! What can go wrong while signing in, told apart by what the caller should do.

/// Why somebody could not sign in.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SignInError {
    /// The operator chose something that cannot be; said when the server starts.
    #[error("{0}")]
    Settings(String),
    /// The provider cannot be reached or answers what it should not: try again later, or tell the operator.
    #[error("{0}")]
    Unreachable(String),
    /// The provider, or the person at it, said no: the provider's code for why.
    #[error("the provider answered `{0}`")]
    Refused(String),
    /// What came back is not to be trusted: begin again.
    #[error("{0}")]
    NotTrusted(&'static str),
}

pub(crate) type Result<T> = std::result::Result<T, SignInError>;
