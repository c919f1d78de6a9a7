//! The stand-in as a client meets it: requests in, answers out, each held against the schema of its page.

mod calendar;
mod crm;
mod directory;
mod faults;
mod invented;
mod mail;
mod push;
mod schema;
mod talk;
mod token;
