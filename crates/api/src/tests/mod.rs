//! Every endpoint through the whole router: the answer, who may not, what is not there.

mod analytics;
mod answers;
mod app;
mod connections;
mod consent;
mod deals;
mod embedding;
mod engagement;
mod erasures;
mod guard;
mod hooks;
mod introductions;
mod leak;
mod lists;
mod me;
mod openapi;
mod participation;
mod provider;
mod refusals;
mod rights;
mod roles;
mod settings;
mod sharing;
mod signing_in;
mod tokens;
mod trail;
