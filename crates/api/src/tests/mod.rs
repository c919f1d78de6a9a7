//! Every endpoint through the whole router: the answer, who may not, what is not there.

mod answers;
mod app;
mod guard;
mod introductions;
mod openapi;
