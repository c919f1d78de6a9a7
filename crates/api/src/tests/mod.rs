//! Every endpoint through the whole router: the answer, who may not, what is not there.

mod analytics;
mod answers;
mod app;
mod deals;
mod embedding;
mod engagement;
mod guard;
mod introductions;
mod lists;
mod openapi;
mod provider;
mod roles;
mod settings;
mod signing_in;
mod tokens;
mod trail;
