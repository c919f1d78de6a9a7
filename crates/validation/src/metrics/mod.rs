//! Metrics: how good an order is ([`ranking`]) and how true a probability ([`calibration`]).
//!
//! All are pure functions of scores and outcomes. Equal scores are never resolved by position:
//! every metric is its exact expectation when ties are broken at random.

pub mod average;
pub mod calibration;
pub mod logistic;
pub mod ranking;
pub mod regression;
