//! Keys: what is secret, sealed, signed or hashed; the one place that knows cryptography.
