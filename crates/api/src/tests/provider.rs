//! A provider on the loopback, and a browser that goes there and back.

use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use relata_keys::{RootKeys, Signer};
use relata_sign_in::{Outgoing, Provider, ProviderSettings};
use serde_json::{Value, json};

use super::app::App;
use crate::{Access, OwnMailboxes};

/// What the provider says in its next id token, beside what every token says.
pub(super) struct Idp {
    pub(super) base: String,
    pub(super) says: Arc<Mutex<Value>>,
}

/// What a browser holds.
#[derive(Clone, Default)]
pub(super) struct Browser {
    pub(super) session: Option<String>,
    pub(super) way: Option<String>,
}

impl Idp {
    /// Starts a provider, and has the API trust it.
    pub(super) async fn of(app: &mut App) -> Idp {
        Idp::granting(app, None).await
    }

    /// The same, where people can grant that their requests are sent from their own mailboxes.
    pub(super) async fn granting(app: &mut App, own_mailboxes: Option<OwnMailboxes>) -> Idp {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let says = Arc::new(Mutex::new(json!({"sub": "amber-1", "name": "Amber Stone", "sid": "sid-1"})));
        let state = (base.clone(), Arc::clone(&says));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(state);
        tokio::spawn(async { axum::serve(listener, router).await });
        let settings = ProviderSettings {
            issuer: base.clone(),
            client_id: "relata".to_owned(),
            client_secret: None,
            scopes: Vec::new(),
            groups_claim: "groups".to_owned(),
            redirect_uri: "http://localhost:8080/api/v1/sign-in/callback".to_owned(),
        };
        let provider = Provider::new(settings, Outgoing::new(&["127.0.0.1".to_owned()]).unwrap()).unwrap();
        app.state.viewer = None;
        let limits = &app.state.settings.access.limits;
        let access = Access::new(Some(provider), RootKeys::in_memory(), limits, app.state.clock);
        app.state.access = Arc::new(access.sending_from(own_mailboxes));
        Idp { base, says }
    }

    pub(super) fn say(&self, claim: &str, value: Value) {
        self.says.lock().unwrap()[claim] = value;
    }

    /// Signs a logout token.
    pub(super) fn logout_token(&self, app: &App, claims: Value) -> String {
        let now = (app.state.clock)().as_second();
        let mut all = json!({
            "iss": self.base, "aud": "relata", "iat": now, "exp": now + 120,
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
        });
        all.as_object_mut().unwrap().extend(claims.as_object().unwrap().clone());
        signed(&all)
    }
}

impl Browser {
    /// Goes to the provider, and returns the state and where it was sent.
    pub(super) async fn leave(&mut self, app: &App, idp: &Idp, query: &str) -> (String, String) {
        self.leave_by(app, idp, &format!("/sign-in/start?{query}")).await
    }

    /// Goes to the provider from another place of ours.
    pub(super) async fn leave_by(&mut self, app: &App, idp: &Idp, path: &str) -> (String, String) {
        let there = self.ask(app, path).await;
        assert_eq!(there.status(), StatusCode::FOUND);
        let place = there.headers()[LOCATION].to_str().unwrap().to_owned();
        let of = |name: &str| {
            let (_, rest) = place.split_once(&format!("{name}=")).unwrap();
            rest.split('&').next().unwrap().to_owned()
        };
        idp.say("nonce", json!(of("nonce")));
        idp.say("iat", json!((app.state.clock)().as_second()));
        (of("state"), place)
    }

    /// Comes back from the provider.
    pub(super) async fn come_back(&mut self, app: &App, state: &str) -> Response {
        self.ask(app, &format!("/sign-in/callback?state={state}&code=c")).await
    }

    /// Signs in, and returns where that ended.
    pub(super) async fn sign_in(&mut self, app: &App, idp: &Idp, query: &str) -> String {
        let (state, _) = self.leave(app, idp, query).await;
        let back = self.come_back(app, &state).await;
        assert_eq!(back.status(), StatusCode::SEE_OTHER);
        back.headers()[LOCATION].to_str().unwrap().to_owned()
    }

    pub(super) async fn ask(&mut self, app: &App, path: &str) -> Response {
        let response = app.request("GET", path, &self.headers(), "").await;
        self.take(&response);
        response
    }

    pub(super) fn headers(&self) -> Vec<(&'static str, String)> {
        let cookies = [("relata", &self.session), ("relata-way", &self.way)];
        let held: Vec<_> =
            cookies.iter().filter_map(|(name, it)| it.as_ref().map(|it| format!("{name}={it}"))).collect();
        if held.is_empty() { Vec::new() } else { vec![("cookie", held.join("; "))] }
    }

    /// Takes the cookies of an answer.
    pub(super) fn take(&mut self, response: &Response) {
        for line in response.headers().get_all(SET_COOKIE) {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let value = (!value.is_empty()).then(|| value.to_owned());
            match name {
                "relata" => self.session = value,
                "relata-way" => self.way = value,
                other => panic!("an unknown cookie {other}"),
            }
        }
    }
}

type Said = State<(String, Arc<Mutex<Value>>)>;

async fn metadata(State((base, _)): Said) -> Json<Value> {
    Json(json!({
        "issuer": base,
        "authorization_endpoint": format!("{base}/authorize"),
        "token_endpoint": format!("{base}/token"),
        "jwks_uri": format!("{base}/keys"),
        "end_session_endpoint": format!("{base}/end"),
    }))
}

async fn keys(_: Said) -> Json<Value> {
    let x = base64url(&signer().public_key().0);
    Json(json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "k", "x": x}]}))
}

async fn token(State((base, says)): Said) -> Json<Value> {
    let mut claims = says.lock().unwrap().clone();
    claims["iss"] = json!(base);
    claims["aud"] = json!("relata");
    claims["exp"] = json!(claims["iat"].as_i64().unwrap() + 600);
    let scope = claims.as_object_mut().unwrap().remove("granted").unwrap_or(json!("openid"));
    Json(json!({"id_token": signed(&claims), "access_token": "token-1", "scope": scope, "expires_in": "3599"}))
}

fn signer() -> Signer {
    Signer::from_seed(&[7; 32])
}

fn signed(claims: &Value) -> String {
    let header = json!({"alg": "EdDSA", "kid": "k"}).to_string();
    let signed = format!("{}.{}", base64url(header.as_bytes()), base64url(claims.to_string().as_bytes()));
    format!("{signed}.{}", base64url(&signer().sign(signed.as_bytes())))
}

fn base64url(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let letters = |chunk: &[u8]| {
        let number = (0..3).fold(0_u32, |sum, it| sum << 8 | u32::from(*chunk.get(it).unwrap_or(&0)));
        let all = [18, 12, 6, 0].map(|it| char::from(LETTERS[(number >> it & 63) as usize]));
        all.into_iter().take(chunk.len() + 1).collect::<String>()
    };
    bytes.chunks(3).map(letters).collect()
}
