//! The OpenAPI document is a snapshot: the web application's types are made from it.

use expect_test::expect_file;

/// What is asked by who is not signed in yet, or not any more.
const IS_FOR_EVERYBODY: [&str; 7] = [
    "/healthz",
    "/readyz",
    "/api/v1/sign-in",
    "/api/v1/sign-in/start",
    "/api/v1/sign-in/callback",
    "/api/v1/sign-in/backchannel-logout",
    "/api/v1/sign-out",
];

#[test]
fn the_document_is_as_recorded() {
    let document = crate::document().to_pretty_json().unwrap() + "\n";
    expect_file!["../../openapi.json"].assert_eq(&document);
}

#[test]
fn every_endpoint_says_what_it_refuses() {
    let document = serde_json::to_value(crate::document()).unwrap();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let answers = operation["responses"].as_object().unwrap();
            assert!(answers.contains_key("401") || IS_FOR_EVERYBODY.contains(&path.as_str()), "{method} {path}");
        }
    }
}
