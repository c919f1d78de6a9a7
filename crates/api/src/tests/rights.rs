//! Rights: every operation of the document, asked by somebody who has every right but the one it takes.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use relata_model::policy::{Right, Rights};
use serde_json::Value;

use super::app::{App, json};

/// Returns method, path and right of each operation that takes one.
fn operations() -> Vec<(String, String, Right)> {
    let document = serde_json::to_value(crate::document()).unwrap();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if let Some(right) = operation["x-right"].as_str() {
                found.push((method.to_uppercase(), path.clone(), Right::named(right).unwrap()));
            }
        }
    }
    found
}

async fn ask(app: &App, method: &str, path: &str) -> (StatusCode, Value) {
    let lea = app.person("lea@acme.com").await.to_string();
    let amber = app.person("amber@us.com").await.to_string();
    let path = [("{record}", "c1"), ("{contact}", &lea), ("{person}", &lea), ("{colleague}", &amber)]
        .into_iter()
        .fold(path.to_owned(), |path, (parameter, value)| path.replace(parameter, value));
    let query = if path.ends_with("search") { "?q=lea" } else { "" };
    let request = Request::builder()
        .method(method)
        .uri(path + query)
        .header("host", "localhost:8080")
        .header("origin", "http://localhost:8080")
        .header("content-type", "application/json");
    json(app.send(request.body(Body::from("{}")).unwrap()).await).await
}

#[tokio::test]
async fn whoever_lacks_the_right_an_operation_takes_is_told_which_and_nothing_else() {
    let mut app = App::start().await;
    let mut viewer = (**app.state.viewer.as_ref().unwrap()).clone();
    let operations = operations();
    assert!(operations.len() > 20, "{operations:?}");
    for (method, path, right) in operations {
        viewer.rights = Right::ALL.into_iter().filter(|it| *it != right).collect::<Rights>();
        app.state.viewer = Some(Arc::new(viewer.clone()));
        let (status, answer) = ask(&app, &method, &path).await;
        let detail = answer["detail"].as_str().unwrap_or_default();
        match status {
            StatusCode::FORBIDDEN => assert!(detail.contains(right.what()), "{method} {path}: {detail}"),
            // A body is read before anything else, and `{}` is none of ours; a query that is missing, too.
            StatusCode::BAD_REQUEST => {
                assert!(method != "GET" || detail.contains("query"), "{method} {path}: {detail}")
            }
            _ => panic!("{method} {path} answered {status} without {right:?}: {answer}"),
        }
    }
}

#[tokio::test]
async fn nobody_gets_in_without_signing_in() {
    let app = App::start().await.viewed_by(None);
    for (method, path, _) in operations() {
        let (status, answer) = ask(&app, &method, &path).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{method} {path}: {answer}");
    }
}
