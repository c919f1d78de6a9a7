//! relata
fn main() {}
