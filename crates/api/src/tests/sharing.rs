//! Sharing through the whole router: every mode on every endpoint; and what is hidden against what is not there, to the
//! letter.

use axum::http::StatusCode;
use expect_test::expect;
use relata_model::{Address, Visibility};
use serde_json::Value;

use super::app::App;

/// Everything that could tell of Amber's tie with Lea.
const PATHS: [&str; 20] = [
    "/overview",
    "/search?q=amber",
    "/search?q=lea",
    "/records",
    "/records/c1",
    "/records/a1",
    "/people/{lea}",
    "/search?q=kim",
    "/people/10",
    "/people/10/introducers",
    "/colleagues",
    "/colleagues/{amber}/contacts",
    "/records/c1/introducers",
    "/records/a1/introducers?limit=1",
    "/people/{lea}/introducers",
    "/people/{lea}/introducers/{amber}",
    "/records/c1/coverage",
    "/records/a1/coverage",
    "/introductions/draft?contact={lea}&colleague={amber}",
    "/me/naming-requests",
];

/// Amber's tie with Lea is the strongest there is, and she alone knows Kim, whom no record stands for; or neither is
/// there.
async fn world(known: bool) -> App {
    let app = App::start().await;
    let pairs = [("amber@us.com", 9.0, 1), ("ben@us.com", 2.0, 3)];
    app.publish(&pairs[usize::from(!known)..]).await;
    if known {
        assert_eq!(app.met("kim@acme.com", "amber@us.com").await.to_string(), "10");
    }
    app
}

async fn everything(app: &App) -> Vec<(&'static str, StatusCode, String)> {
    let mut told = Vec::new();
    for path in PATHS {
        let (status, body) = app.bytes(path).await;
        told.push((path, status, String::from_utf8(body).unwrap()));
    }
    told
}

async fn shares(app: &App, visibility: Visibility) {
    let amber = app.person("amber@us.com").await;
    app.state.store.set_visibility(amber, visibility).await.unwrap();
}

async fn hides_lea(app: &App) {
    let (amber, lea) = (app.person("amber@us.com").await, app.person("lea@acme.com").await);
    app.state.store.hide_tie(amber, lea, (app.state.clock)()).await.unwrap();
    if let Some(kim) = app.state.store.person_of(&Address::parse("kim@acme.com").unwrap()).await.unwrap() {
        app.state.store.hide_tie(amber, kim, (app.state.clock)()).await.unwrap();
    }
}

const MODES: [Visibility; 4] =
    [Visibility::Named, Visibility::NamedAfterYes, Visibility::CountedOnly, Visibility::Hidden];

/// For viewers who are nobody's person, Ben, and a colleague who knows nobody.
#[tokio::test]
async fn a_hidden_tie_and_none_are_told_apart_by_nobody() {
    for mode in MODES {
        for viewer in [None, Some("ben@us.com"), Some("cleo@us.com")] {
            let mut told = Vec::new();
            for known in [true, false] {
                let mut app = world(known).await;
                if let Some(viewer) = viewer {
                    app = app.seen_by(viewer).await;
                }
                shares(&app, mode).await;
                if known {
                    hides_lea(&app).await;
                }
                told.push(everything(&app).await);
            }
            assert_eq!(told[0], told[1], "{mode:?} {viewer:?}");
        }
    }
}

#[tokio::test]
async fn who_is_hidden_and_who_knows_nobody_are_told_apart_by_nobody() {
    for viewer in [None, Some("ben@us.com")] {
        let mut told = Vec::new();
        for known in [true, false] {
            let mut app = world(known).await;
            if let Some(viewer) = viewer {
                app = app.seen_by(viewer).await;
            }
            shares(&app, Visibility::Hidden).await;
            told.push(everything(&app).await);
        }
        assert_eq!(told[0], told[1], "{viewer:?}");
    }
}

/// What each endpoint tells of Amber and Lea: that she knows her (`knows`), that somebody does (`+1`), her name alone
/// (`name`), that somebody met Kim (`met`), or nothing (`-`); an error is its number.
#[tokio::test]
async fn every_mode_on_every_endpoint() {
    let mut table = String::new();
    for path in PATHS {
        let mut row = format!("{path:54}");
        for mode in MODES {
            let app = world(true).await;
            shares(&app, mode).await;
            row += &format!("{:8}", tells(&app, path).await);
        }
        let app = world(true).await;
        hides_lea(&app).await;
        row += &format!("{:8}", tells(&app, path).await);
        let app = world(true).await.seen_by("amber@us.com").await;
        shares(&app, Visibility::Hidden).await;
        hides_lea(&app).await;
        row += &tells(&app, path).await;
        table += &format!("{}\n", row.trim_end());
    }
    expect![[r#"
        /overview                                             -       -       -       -       -       -
        /search?q=amber                                       name    name    name    -       name    -
        /search?q=lea                                         -       -       -       -       -       -
        /records                                              name    name    name    name    name    name
        /records/c1                                           name    name    name    name    name    name
        /records/a1                                           -       -       -       -       -       -
        /people/{lea}                                         -       -       -       -       -       -
        /search?q=kim                                         met     met     met     -       -       met
        /people/10                                            met     met     met     404     404     met
        /people/10/introducers                                knows   +1      +1      404     404     knows
        /colleagues                                           name    name    name    -       name    -
        /colleagues/{amber}/contacts                          knows   name    name    404     name    knows
        /records/c1/introducers                               knows   +1      +1      -       -       knows
        /records/a1/introducers?limit=1                       knows   +1      +1      -       -       knows
        /people/{lea}/introducers                             knows   +1      +1      -       -       knows
        /people/{lea}/introducers/{amber}                     knows   404     404     404     404     knows
        /records/c1/coverage                                  knows   -       -       -       -       knows
        /records/a1/coverage                                  knows   -       -       -       -       knows
        /introductions/draft?contact={lea}&colleague={amber}  knows   404     404     404     404     knows
        /me/naming-requests                                   409     409     409     409     409     -
    "#]]
    .assert_eq(&table);
}

async fn tells(app: &App, path: &str) -> String {
    let (status, body) = app.bytes(path).await;
    if status != StatusCode::OK {
        return status.as_u16().to_string();
    }
    let text = String::from_utf8(body.clone()).unwrap();
    let answer: Value = serde_json::from_slice(&body).unwrap();
    let named = text.contains("Amber Stone");
    let of_ties = path.contains("introduc") || path.contains("contacts") || path.contains("coverage");
    match (named, of_ties) {
        (true, true) if !path.contains("contacts") || answer["total"].as_u64() > Some(0) => "knows".to_owned(),
        _ if answer["hidden"] == 1 => "+1".to_owned(),
        (true, _) => "name".to_owned(),
        _ if text.contains("Kim Moss") => "met".to_owned(),
        _ => "-".to_owned(),
    }
}

/// Beside a deal's figures nobody is named who hides one of its people, for the figures are not told apart by contact.
#[tokio::test]
async fn who_hides_somebody_of_a_deal_is_not_named_beside_its_figures() {
    let app = App::with_deals().await;
    let names = async || -> Vec<String> {
        let (_, people) = app.get("/records/o1/people").await;
        let by = people["contacted_by"].as_array().unwrap().iter();
        by.map(|it| it["person"]["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names().await, ["Amber Stone"]);
    hides_lea(&app).await;
    assert_eq!(names().await, Vec::<String>::new());
}
