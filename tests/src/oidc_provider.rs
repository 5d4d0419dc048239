//! A small `OpenID` Connect provider with keys of its own, which can be told to lie.
#![expect(
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    reason = "whatever goes wrong here fails the test"
)]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use openidconnect::core::CoreEdDsaPrivateSigningKey;
use openidconnect::core::CoreJwsSigningAlgorithm::EdDsa;
use openidconnect::{JsonWebKeyId, PkceCodeChallenge, PkceCodeVerifier, PrivateSigningKey as _};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What this service is called there.
pub const CLIENT: &str = "proche";
/// Made for these tests, and used nowhere else.
const OWN_KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIAqGP27i7WpbUvTfun7XLYBqYTG6JxnG6nYNq6GK7wV/
-----END PRIVATE KEY-----";
const OTHER_KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIOCObbUBVKhJlAAiQP4KOfpSjmr7v5sEhIvybNsxTRtT
-----END PRIVATE KEY-----";

/// How a token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// By the key that the provider publishes.
    Own,
    /// By another one.
    Other,
    /// Not at all, and it says so.
    None,
}

/// What the next token says.
#[derive(Clone, Debug)]
pub struct Token {
    /// The claims that differ from a good token's.
    pub claims: Value,
    /// Who signs it.
    pub signature: Signature,
}

/// The provider.
#[derive(Clone)]
pub struct OidcProvider {
    issuer: String,
    now: Timestamp,
    asked: Arc<Mutex<Asked>>,
}

#[derive(Default)]
struct Asked {
    nonce: String,
    challenge: String,
    token: Option<Token>,
}

impl OidcProvider {
    /// Starts it at a time.
    pub async fn start(now: Timestamp) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let own = Self { issuer, now, asked: Arc::default() };
        let provider = own.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                provider.answer(stream).await;
            }
        });
        own
    }

    /// Its address.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Somebody signs in there; gives the path at which their browser comes back.
    pub fn sign_in(&self, door: &str, token: Token) -> String {
        let query = door.split_once('?').unwrap().1;
        let asked: HashMap<_, _> =
            url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        assert_eq!(asked["client_id"], CLIENT);
        assert_eq!(asked["code_challenge_method"], "S256");
        *self.asked.lock().unwrap() = Asked {
            nonce: asked["nonce"].clone(),
            challenge: asked["code_challenge"].clone(),
            token: Some(token),
        };
        format!("/staff/oidc/back?code=once&state={}", asked["state"])
    }

    async fn answer(&self, mut stream: TcpStream) {
        let mut call = Vec::new();
        let mut buffer = [0; 8_192];
        while !is_whole(&call) {
            let Ok(read @ 1..) = stream.read(&mut buffer).await else { return };
            call.extend_from_slice(&buffer[..read]);
        }
        let call = String::from_utf8(call).unwrap();
        let path = call.split_whitespace().nth(1).unwrap_or_default();
        let (status, body) = match path {
            "/.well-known/openid-configuration" => (200, self.description()),
            "/keys" => (200, json!({ "keys": [key(OWN_KEY).as_verification_key()] })),
            "/token" => self.token(call.split_once("\r\n\r\n").unwrap().1),
            _ => (404, json!({})),
        };
        let body = body.to_string();
        let head = format!(
            "HTTP/1.1 {status} .\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
             connection: close\r\n\r\n",
            body.len()
        );
        let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
    }

    fn description(&self) -> Value {
        json!({
            "issuer": self.issuer,
            "authorization_endpoint": format!("{}/door", self.issuer),
            "token_endpoint": format!("{}/token", self.issuer),
            "jwks_uri": format!("{}/keys", self.issuer),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["EdDSA", "none"],
        })
    }

    /// A code works once, for whoever knows what its challenge was made of.
    fn token(&self, form: &str) -> (u16, Value) {
        let form: HashMap<_, _> =
            url::form_urlencoded::parse(form.as_bytes()).into_owned().collect();
        let mut asked = self.asked.lock().unwrap();
        let verifier =
            PkceCodeVerifier::new(form.get("code_verifier").cloned().unwrap_or_default());
        let right = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        let token = asked.token.take().filter(|_| right.as_str() == asked.challenge);
        let Some(token) = token else { return (400, json!({ "error": "invalid_grant" })) };
        let now = self.now.as_second();
        let mut claims = json!({
            "iss": self.issuer, "aud": [CLIENT], "sub": "ada", "nonce": asked.nonce,
            "iat": now, "exp": now + 300, "email": "ada@proche.example", "email_verified": true,
        });
        claims.as_object_mut().unwrap().extend(token.claims.as_object().unwrap().clone());
        let signed = signed(&claims, token.signature);
        (200, json!({ "access_token": "unused", "token_type": "Bearer", "id_token": signed }))
    }
}

impl Token {
    /// A good token but for these claims.
    pub fn with(claims: Value) -> Self {
        Self { claims, signature: Signature::Own }
    }
}

fn key(pem: &str) -> CoreEdDsaPrivateSigningKey {
    let id = JsonWebKeyId::new("first".to_owned());
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(pem, Some(id)).unwrap()
}

fn signed(claims: &Value, signature: Signature) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let alg = if signature == Signature::None { "none" } else { "EdDSA" };
    let text = format!("{}.{}", part(&json!({ "alg": alg, "kid": "first" })), part(claims));
    let pem = match signature {
        Signature::Own => OWN_KEY,
        Signature::Other => OTHER_KEY,
        Signature::None => return format!("{text}."),
    };
    let signature = key(pem).sign(&EdDsa, text.as_bytes()).unwrap();
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// Whether the head and as much of a body as it promises has arrived.
fn is_whole(call: &[u8]) -> bool {
    let text = String::from_utf8_lossy(call);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let head = head.to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    length.and_then(|length| length.trim().parse::<usize>().ok()).is_none_or(|n| body.len() >= n)
}
