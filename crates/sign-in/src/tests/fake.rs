//! A provider on the loopback: honest unless it is told how to lie.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::{NONCE, NOW};

/// How it lies: each changes what it would say.
#[derive(Clone, Copy)]
pub(super) struct Lies {
    pub(super) claims: fn(&mut Value),
    pub(super) header: fn(&mut Value),
    pub(super) metadata: fn(&mut Value),
    pub(super) person: fn(&mut Value),
    pub(super) signed_by_another: bool,
}

impl Default for Lies {
    fn default() -> Lies {
        Lies { claims: |_| (), header: |_| (), metadata: |_| (), person: |_| (), signed_by_another: false }
    }
}

pub(super) struct Fake {
    pub(super) base: String,
    said: Arc<Mutex<Said>>,
}

struct Said {
    base: String,
    lies: Lies,
    kid: u32,
    key: Vec<u8>,
    overwritten: Vec<(String, Value)>,
    asked_for_keys: u32,
    sent: (String, String),
}

type Shared = State<Arc<Mutex<Said>>>;

impl Fake {
    pub(super) async fn start(lies: Lies) -> Fake {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let said = Said {
            base: base.clone(),
            lies,
            kid: 1,
            key: new_key(),
            overwritten: Vec::new(),
            asked_for_keys: 0,
            sent: Default::default(),
        };
        let said = Arc::new(Mutex::new(said));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/me", get(person))
            .route("/elsewhere", post(async || (StatusCode::FOUND, [("location", "/token")])))
            .route("/endless", get(async || vec![b' '; 2 * 1024 * 1024]))
            .with_state(Arc::clone(&said));
        tokio::spawn(async { axum::serve(listener, router).await });
        Fake { base, said }
    }

    pub(super) async fn set_claim(&self, name: &str, value: Value) {
        self.said.lock().await.overwritten.push((name.to_owned(), value));
    }

    pub(super) async fn rotate(&self) {
        let mut said = self.said.lock().await;
        said.kid += 1;
        said.key = new_key();
    }

    pub(super) async fn times_asked_for_keys(&self) -> u32 {
        self.said.lock().await.asked_for_keys
    }

    /// What was sent for a code: who, and the form.
    pub(super) async fn sent(&self) -> (String, String) {
        self.said.lock().await.sent.clone()
    }

    pub(super) async fn id_token(&self) -> String {
        id_token(&*self.said.lock().await)
    }

    pub(super) async fn sign(&self, header: &Value, claims: &Value) -> String {
        sign(header, claims, &self.said.lock().await.key)
    }
}

fn new_key() -> Vec<u8> {
    Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap().as_ref().to_vec()
}

fn sign(header: &Value, claims: &Value, key: &[u8]) -> String {
    let part = |it: &Value| URL_SAFE_NO_PAD.encode(it.to_string());
    let signed = format!("{}.{}", part(header), part(claims));
    let signature = crypto::sign(signed.as_bytes(), &EncodingKey::from_ed_der(key), Algorithm::EdDSA).unwrap();
    format!("{signed}.{signature}")
}

fn id_token(said: &Said) -> String {
    let mut header = json!({"alg": "EdDSA", "kid": format!("k{}", said.kid), "typ": "JWT"});
    let mut claims = json!({
        "iss": said.base, "sub": "amber-1", "aud": "relata", "exp": NOW + 3600, "iat": NOW, "auth_time": NOW - 5,
        "nonce": NONCE, "sid": "sid-1", "name": "Amber Stone", "email": "amber@us.com", "email_verified": true,
        "oid": "entry-1", "groups": ["sales", "all", 7, ""],
    });
    for (name, value) in &said.overwritten {
        claims[name] = value.clone();
    }
    (said.lies.header)(&mut header);
    (said.lies.claims)(&mut claims);
    let key = if said.lies.signed_by_another { new_key() } else { said.key.clone() };
    sign(&header, &claims, &key)
}

async fn metadata(State(said): Shared) -> Json<Value> {
    let said = said.lock().await;
    let base = &said.base;
    let mut metadata = json!({
        "issuer": base,
        "authorization_endpoint": format!("{base}/authorize?tenant=1"),
        "token_endpoint": format!("{base}/token"),
        "jwks_uri": format!("{base}/keys"),
        "userinfo_endpoint": format!("{base}/me"),
        "code_challenge_methods_supported": ["S256"],
    });
    (said.lies.metadata)(&mut metadata);
    Json(metadata)
}

async fn keys(State(said): Shared) -> Json<Value> {
    let mut said = said.lock().await;
    said.asked_for_keys += 1;
    let key = Ed25519KeyPair::from_pkcs8(&said.key).unwrap();
    let x = URL_SAFE_NO_PAD.encode(key.public_key());
    let kid = format!("k{}", said.kid);
    Json(json!({"keys": [
        {"kty": "unheard of", "n": 7},
        {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": kid, "x": x},
    ]}))
}

async fn token(State(said): Shared, headers: HeaderMap, form: String) -> (StatusCode, Json<Value>) {
    let mut said = said.lock().await;
    if form.contains("code=used") {
        return (StatusCode::BAD_REQUEST, Json(json!({"error": "invalid_grant", "error_description": "secret"})));
    }
    said.sent = (headers["authorization"].to_str().unwrap().to_owned(), form);
    (StatusCode::OK, Json(json!({"id_token": id_token(&said), "access_token": "an access token"})))
}

async fn person(State(said): Shared, headers: HeaderMap) -> (StatusCode, Json<Value>) {
    if headers["authorization"] != "Bearer an access token" {
        return (StatusCode::FORBIDDEN, Json(Value::Null));
    }
    let mut person = json!({
        "sub": "amber-1", "name": "Amber of userinfo", "email": "amber@us.com", "email_verified": true,
        "groups": ["sales"],
    });
    (said.lock().await.lies.person)(&mut person);
    (StatusCode::OK, Json(person))
}
