//! The client of Graph against the stand-in.

mod calendar;
mod directory;
mod faults;
mod mail;
mod push;
mod sign_in;
mod world;
