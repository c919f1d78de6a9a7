//! Signing in with OpenID Connect: discovery, the code flow, and what tokens must satisfy.
