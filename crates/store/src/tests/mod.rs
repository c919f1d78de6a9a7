//! Stories told to the store, on every database there is. Each file is a subject; `check` functions know the API.

mod api_tokens;
mod audit;
mod batches;
mod coverage;
mod dictionary;
mod directory;
mod embedding;
mod engagement;
mod insights;
mod introducers;
mod introductions;
mod record_insights;
mod record_list;
mod record_months;
mod record_pages;
mod records;
mod roles;
mod scheduled;
mod search;
mod secrets;
mod sessions;
mod subjects;
