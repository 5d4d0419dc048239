//! Calls over HTTP, and what came back.

use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use uuid::Uuid;

/// Who calls: a client, and a bearer token if it has one.
#[derive(Clone)]
pub struct Caller {
    client: Client,
    base: String,
    token: Option<String>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

/// A client without cookies that follows no redirect.
pub(super) fn client() -> Client {
    builder().build().unwrap()
}

/// A client that keeps its cookies and follows redirects.
pub(super) fn browser() -> Client {
    builder().cookie_store(true).redirect(Policy::limited(5)).build().unwrap()
}

fn builder() -> reqwest::ClientBuilder {
    Client::builder().redirect(Policy::none()).timeout(Duration::from_mins(1))
}

impl Caller {
    pub(super) fn new(client: Client, base: &str, token: Option<&str>) -> Self {
        Self { client, base: base.to_owned(), token: token.map(str::to_owned) }
    }

    /// Somebody who calls a service of another process.
    pub fn outside(base: &str, token: Option<&str>) -> Self {
        Self::new(client(), base, token)
    }

    /// A call to a path of the API, or to a whole address.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}/api/v1{path}", self.base)
        };
        let call = self.client.request(method, url);
        match &self.token {
            Some(token) => call.bearer_auth(token),
            None => call,
        }
    }

    /// The same caller at another node.
    #[must_use]
    pub fn at(&self, base: &str) -> Self {
        Self { base: base.to_owned(), ..self.clone() }
    }

    /// A call of somebody who has no token, over the same connections.
    pub fn without_token(&self, method: Method, path: &str) -> RequestBuilder {
        Self { token: None, ..self.clone() }.request(method, path)
    }

    /// Sends a call that was put together by hand.
    pub async fn send(&self, call: RequestBuilder) -> Answer {
        send(call).await
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    /// POST with a JSON body.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        send(self.request(Method::POST, path).json(body)).await
    }

    /// POST with a JSON body to a service that may be gone; none without an answer.
    pub async fn try_post(&self, path: &str, body: &Value) -> Option<Answer> {
        self.try_send(self.request(Method::POST, path).json(body)).await
    }

    /// Sends a call to a service that may be gone; none without an answer.
    pub async fn try_send(&self, call: RequestBuilder) -> Option<Answer> {
        let response = call.send().await.ok()?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Some(Answer { status, headers, body: response.bytes().await.ok()?.to_vec() })
    }

    /// POST with a JSON body under an idempotency key.
    pub async fn post_once(&self, path: &str, key: &str, body: &Value) -> Answer {
        send(self.request(Method::POST, path).header("Idempotency-Key", key).json(body)).await
    }

    /// POST with these very bytes as JSON.
    pub async fn post_bytes(&self, path: &str, body: Vec<u8>) -> Answer {
        let call = self.request(Method::POST, path).header("content-type", "application/json");
        send(call.body(body)).await
    }

    /// PATCH with a JSON body.
    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        send(self.request(Method::PATCH, path).json(body)).await
    }

    /// POST of a form.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        send(self.request(Method::POST, path).form(fields)).await
    }
}

/// Sends a call; of a stream without an end the first part is read.
async fn send(call: RequestBuilder) -> Answer {
    let mut response = call.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let kind = headers.get("content-type").and_then(|kind| kind.to_str().ok());
    let body = if kind == Some("text/event-stream") {
        response.chunk().await.unwrap().unwrap_or_default()
    } else {
        response.bytes().await.unwrap()
    };
    Answer { status, headers, body: body.to_vec() }
}

impl Answer {
    /// The answer, if it has this status; else the test ends with what it says.
    #[expect(
        clippy::return_self_not_must_use,
        reason = "the check alone is often all that is wanted"
    )]
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    /// A part of the body by JSON pointer; null where there is none.
    #[track_caller]
    pub fn at(&self, pointer: &str) -> Value {
        self.json().pointer(pointer).cloned().unwrap_or_default()
    }

    /// A text of the body by JSON pointer; empty where there is none.
    #[track_caller]
    pub fn str(&self, pointer: &str) -> String {
        self.at(pointer).as_str().unwrap_or_default().to_owned()
    }

    /// The `id` of the body.
    #[track_caller]
    pub fn id(&self) -> Uuid {
        self.str("/id").parse().unwrap_or_else(|_| panic!("no id: {}", self.text()))
    }

    /// A header's value; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The fields at fault and their codes, of a problem.
    #[track_caller]
    pub fn faults(&self) -> Vec<(String, String)> {
        let errors = self.at("/errors");
        let text = |error: &Value, key: &str| error[key].as_str().unwrap_or_default().to_owned();
        let errors = errors.as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| (text(error, "field"), text(error, "code"))).collect()
    }
}
