//! Stories told to the store, on every database there is. Each file is a subject; `check` functions know the API.

mod audit;
mod batches;
mod consent;
mod coverage;
mod dictionary;
mod directory;
mod enabling;
mod engagement;
mod groups;
mod insights;
mod introducers;
mod introductions;
mod naming;
mod own_ties;
mod record_insights;
mod record_list;
mod record_months;
mod record_pages;
mod records;
mod roles;
mod scheduled;
mod search;
mod sharing;
mod subjects;
