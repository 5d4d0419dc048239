//! A whole site for one test.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use dispatch::{Actor, Dispatch, ManualClock, Parts, Settings, TokenScope};
use geocoding::Gazetteer;
use mailer::{CaptureBox, MailFrom, Transport};
use matching::{AreaId, Cell, Position, Role, VolunteerId};
use serde_json::{Value, json};
use store::{Database, KeyRing, Secret};
use templates::SiteInfo;
use tower::ServiceExt as _;
use uuid::Uuid;
use web::{WebSettings, WebState};

/// Where the test's people live.
pub const IXELLES: (f64, f64) = (50.8333, 4.3667);

/// A site on a database of its own.
pub struct Site {
    pub dispatch: Dispatch,
    pub clock: Arc<ManualClock>,
    app: Router,
    folder: PathBuf,
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Site {
    pub async fn open() -> Self {
        Self::with(|_, _| {}).await
    }

    /// With settings of the test's own.
    pub async fn with(change: impl FnOnce(&mut Settings, &mut WebSettings)) -> Self {
        let mut settings =
            Settings { base_url: "https://proche.example".to_owned(), ..Settings::default() };
        let mut web = WebSettings { per_network_per_minute: 0, ..WebSettings::default() };
        change(&mut settings, &mut web);
        let folder = std::env::temp_dir().join(format!("proche-web-{}", Uuid::now_v7()));
        std::fs::create_dir_all(&folder).unwrap();
        let start = "2026-11-17T09:00:00Z".parse().unwrap();
        let clock = Arc::new(ManualClock::at(start));
        let dispatch = dispatch(&folder, clock.clone(), settings).await;
        dispatch.build_index().await.unwrap();
        let app = web::app(WebState::new(dispatch.clone(), web, None));
        Self { dispatch, clock, app, folder }
    }

    /// A token of staff.
    pub async fn staff(&self, role: Role, area: Option<AreaId>) -> String {
        self.dispatch
            .create_api_token(&Actor::System, TokenScope { area, ..TokenScope::of(role) })
            .await
            .unwrap()
    }

    /// An area around a point.
    pub async fn area(&self, name: &str, (lat, lon): (f64, f64)) -> AreaId {
        let id = AreaId(Uuid::now_v7());
        let area = store::Area { id, parent_id: None, name: name.to_owned() };
        let mut tx = self.dispatch.database().write().await.unwrap();
        let id = tx.upsert_area(&area, self.dispatch.now()).await.unwrap();
        let cell = Cell::of(Position::new(lat, lon).unwrap(), 5);
        tx.assign_cells(id, &[cell]).await.unwrap();
        tx.commit().await.unwrap();
        self.dispatch.reload_areas().await.unwrap();
        id
    }

    /// An active volunteer.
    pub async fn volunteer(&self, email: &str) -> VolunteerId {
        let answer = self.call(Call::post("/api/v1/volunteers").json(&volunteer(email))).await;
        let id: VolunteerId = answer.expect(201)["id"].as_str().unwrap().parse().unwrap();
        let token = self.dispatch.token(dispatch::Purpose::ConfirmVolunteer, id.0, 1);
        let confirm = Call::post(&format!("/api/v1/confirmations/{token}"));
        assert_eq!(self.call(confirm).await.expect(200)["status"], "active");
        id
    }

    /// An open request.
    pub async fn request(&self, token: &str) -> String {
        let call = Call::post("/api/v1/requests").token(token).json(&request());
        self.call(call).await.expect(201)["id"].as_str().unwrap().to_owned()
    }

    /// A session's cookie of a volunteer.
    pub async fn session(&self, id: VolunteerId) -> String {
        let cookie = self.dispatch.session_for_volunteer(&Actor::System, id).await.unwrap();
        format!("proche_volunteer={cookie}")
    }

    pub async fn call(&self, call: Call) -> Answer {
        let response = self.app.clone().oneshot(call.request()).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 10_000_000).await.unwrap();
        Answer { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

async fn dispatch(
    folder: &std::path::Path,
    clock: Arc<ManualClock>,
    settings: Settings,
) -> Dispatch {
    let path = folder.join("proche.sqlite");
    let database = Database::open_throw_away(&path).await.unwrap();
    database.migrate().await.unwrap();
    let master = Secret::generate().unwrap();
    let ring = KeyRing::open_throw_away(&folder.join("ring.sqlite"), &master).await.unwrap();
    let from = MailFrom::new("proche@proche.example", None).unwrap();
    let parts = Parts {
        database,
        ring,
        clock,
        settings,
        gazetteer: Arc::new(Gazetteer::embedded().clone()),
        transport: Transport::Capture(CaptureBox::new(from)),
        site: SiteInfo { name: "proche".to_owned(), ..SiteInfo::default() },
        queue: None,
    };
    Dispatch::new(parts).await.unwrap()
}

/// A body that signs a volunteer up.
pub fn volunteer(email: &str) -> Value {
    json!({
        "name": "Inès Dubois", "email": email, "languages": ["fr"],
        "location": { "lat": IXELLES.0, "lon": IXELLES.1 },
        "radius_km": 5, "categories": ["groceries"],
        "availability": [{ "days": ["mon", "tue"], "from": "08:00", "to": "20:00" }],
        "consent": { "version": "1", "given": true },
    })
}

/// A body that asks for help.
pub fn request() -> Value {
    json!({
        "category": "groceries", "details": "Sonnez deux fois",
        "contact": { "name": "Irène Maes", "phone": "+32 2 555 01 23" },
        "address": { "line": "Rue de la Paix 7", "postcode": "1050", "place": "Ixelles", "country": "BE" },
        "needed_by": "2026-11-17T19:00:00Z",
        "items": [{ "name": "Pain", "quantity": "2" }],
        "channel": "api",
        "consent": { "version": "1", "given": true },
    })
}

/// One call.
#[derive(Clone)]
pub struct Call {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    from: IpAddr,
}

impl Call {
    pub fn new(method: &'static str, path: &str) -> Self {
        Self {
            method,
            path: path.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
            from: "192.0.2.1".parse().unwrap(),
        }
    }

    pub fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    pub fn post(path: &str) -> Self {
        Self::new("POST", path)
    }

    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub fn token(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    pub fn cookie(self, pair: &str) -> Self {
        self.header("cookie", pair)
    }

    pub fn json(self, value: &Value) -> Self {
        self.body(&serde_json::to_vec(value).unwrap())
    }

    /// A body that says it is JSON.
    pub fn body(mut self, bytes: &[u8]) -> Self {
        self.body = bytes.to_vec();
        self.header("content-type", "application/json")
    }

    /// A body of another kind.
    pub fn text(mut self, text: &str, kind: &str) -> Self {
        self.body = text.as_bytes().to_vec();
        self.header("content-type", kind)
    }

    pub fn from(mut self, address: &str) -> Self {
        self.from = address.parse().unwrap();
        self
    }

    fn request(self) -> Request<Body> {
        let mut request = Request::builder().method(self.method).uri(self.path);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let mut request = request.body(Body::from(self.body)).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(self.from, 4000)));
        request
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The JSON of an answer with this status.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        if self.text.is_empty() { Value::Null } else { serde_json::from_str(&self.text).unwrap() }
    }

    /// The problem of an answer with this status; its shape is checked.
    #[track_caller]
    pub fn problem(&self, status: u16) -> Value {
        let problem = self.expect(status);
        assert_eq!(self.header(header::CONTENT_TYPE.as_str()), "application/problem+json");
        assert_eq!(problem["status"], status);
        let code = problem["code"].as_str().unwrap();
        assert_eq!(problem["type"], format!("urn:proche:problem:{code}"));
        assert_ne!(problem["title"], code, "a problem has words");
        assert_eq!(problem["request_id"], self.header("x-request-id"));
        for error in problem["errors"].as_array().unwrap() {
            assert!(error["field"].is_string() && error["code"].is_string());
            assert!(!error["message"].as_str().unwrap().contains('⟦'));
        }
        problem
    }

    /// The value of a cookie that was set, as a pair for the next call.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let set = self.headers.get_all(header::SET_COOKIE).iter();
        let pairs = set.map(|value| value.to_str().unwrap().split(';').next().unwrap().to_owned());
        pairs.into_iter().find(|pair| pair.starts_with(&format!("{name}=")))
    }
}
