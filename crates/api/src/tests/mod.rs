//! Every endpoint through the whole router: the answer, who may not, what is not there.

mod analytics;
mod answers;
mod app;
mod consent;
mod deals;
mod engagement;
mod guard;
mod introductions;
mod leak;
mod lists;
mod me;
mod openapi;
mod participation;
mod rights;
mod roles;
mod settings;
mod sharing;
mod trail;
