//! Stories told to the store, on every database there is. Each file is a subject; `check` functions know the API.

mod batches;
mod dictionary;
mod directory;
mod insights;
mod introducers;
mod introductions;
mod records;
mod search;
