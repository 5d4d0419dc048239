//! A whole site for one test, and a browser that keeps cookies and follows redirects.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use dispatch::{Actor, Dispatch, ManualClock, Parts, Settings};
use geocoding::Gazetteer;
use mailer::{CaptureBox, CapturedMail, MailFrom, Transport};
use matching::Role;
use store::{Database, KeyRing, Secret};
use templates::SiteInfo;
use tower::ServiceExt as _;
use uuid::Uuid;
use web::{TopLine, WebSettings, WebState};

pub const BASE: &str = "https://proche.example";
pub const PASSWORD: &str = "une phrase bien longue";

/// A site on a database of its own.
pub struct Site {
    pub dispatch: Dispatch,
    pub clock: Arc<ManualClock>,
    mails: CaptureBox,
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
        Self::with(|_| {}).await
    }

    /// With settings of the test's own.
    pub async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::paced(change, 0).await
    }

    /// With the least seconds in which a form may be filled in.
    pub async fn paced(change: impl FnOnce(&mut Settings), least_fill_s: i64) -> Self {
        let mut settings = Settings { base_url: BASE.to_owned(), ..Settings::default() };
        change(&mut settings);
        let folder = std::env::temp_dir().join(format!("proche-pages-{}", Uuid::now_v7()));
        std::fs::create_dir_all(&folder).unwrap();
        let clock = Arc::new(ManualClock::at("2026-11-17T09:00:00Z".parse().unwrap()));
        let mails = CaptureBox::new(MailFrom::new("proche@proche.example", None).unwrap());
        let database = Database::open_throw_away(&folder.join("proche.sqlite")).await.unwrap();
        database.migrate().await.unwrap();
        let master = Secret::generate().unwrap();
        let ring = KeyRing::open_throw_away(&folder.join("ring.sqlite"), &master).await.unwrap();
        let parts = Parts {
            database,
            ring,
            clock: clock.clone(),
            settings,
            gazetteer: Arc::new(Gazetteer::embedded().clone()),
            transport: Transport::Capture(mails.clone()),
            site: SiteInfo {
                name: "proche".to_owned(),
                base_url: BASE.to_owned(),
                phone: "02 555 01 24".to_owned(),
                ..SiteInfo::default()
            },
            queue: None,
        };
        let dispatch = Dispatch::new(parts).await.unwrap();
        dispatch.build_index().await.unwrap();
        let web = WebSettings {
            demo: true,
            top_line: TopLine::Demo { speed: 60 },
            per_network_per_minute: 0,
            least_fill_s,
            ..WebSettings::default()
        };
        let app = web::app(WebState::new(dispatch.clone(), web, None));
        Self { dispatch, clock, mails, app, folder }
    }

    /// Does all work that is due.
    pub async fn work(&self) {
        for _ in 0..4 {
            self.dispatch.follow_changes().await.unwrap();
            self.dispatch.sweep().await.unwrap();
            self.dispatch.plan_due().await.unwrap();
            self.dispatch.drain_mail().await.unwrap();
        }
    }

    /// The newest mail of a kind to somebody.
    #[track_caller]
    pub fn mail(&self, to: &str, kind: &str) -> Arc<CapturedMail> {
        let all = self.mails.list(0, 1_000);
        let found = all.iter().find(|mail| mail.to == to && mail.kind == kind);
        let kinds: Vec<_> = all.iter().map(|mail| (&mail.to, &mail.kind)).collect();
        found.unwrap_or_else(|| panic!("no {kind} to {to} among {kinds:?}")).clone()
    }

    /// The path of the link under `/{purpose}/` in a mail.
    #[track_caller]
    pub fn link(&self, to: &str, kind: &str, purpose: &str) -> String {
        let mail = self.mail(to, kind);
        let start = format!("{BASE}/{purpose}/");
        let at = mail.text.find(&start).unwrap_or_else(|| panic!("no {start} in {}", mail.text));
        let link = mail.text[at..].split_whitespace().next().unwrap();
        link.strip_prefix(BASE).unwrap().to_owned()
    }

    /// A browser of its own.
    pub fn browser(&self) -> Browser<'_> {
        Browser { site: self, cookies: BTreeMap::new(), language: "en" }
    }

    /// A browser in which a member of staff has chosen a password by the set-up link.
    pub async fn staff(&self, role: Role) -> Browser<'_> {
        let email = format!("{}@example.org", role.code());
        let link = self.dispatch.create_account(&Actor::System, &email, role, None).await.unwrap();
        let mut browser = self.browser();
        let path = link.strip_prefix(BASE).unwrap();
        browser.get(path).await.is(200);
        let form = [("password", PASSWORD), ("repeat", PASSWORD)];
        let page = browser.post(path, &form).await.is(200);
        assert_eq!(page.path, "/staff/second-factor");
        let code = browser.code().await;
        browser.post("/staff/second-factor", &[("code", &code)]).await.is(200);
        browser.get("/?lang=en").await.is(200);
        browser
    }
}

/// A browser: cookies, a language, redirects followed.
pub struct Browser<'s> {
    site: &'s Site,
    cookies: BTreeMap<String, String>,
    pub language: &'static str,
}

impl Browser<'_> {
    pub async fn get(&mut self, path: &str) -> Page {
        let page = self.once("GET", path, None).await;
        self.follow(page).await
    }

    /// The first answer, without following it.
    pub async fn hop(&mut self, method: &str, path: &str) -> Page {
        self.once(method, path, None).await
    }

    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Page {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        let page = self.once("POST", path, Some(body.extend_pairs(form).finish())).await;
        self.follow(page).await
    }

    /// A body as it is.
    pub async fn post_raw(&mut self, path: &str, body: &str) -> Page {
        self.once("POST", path, Some(body.to_owned())).await
    }

    async fn follow(&mut self, mut page: Page) -> Page {
        for _ in 0..4 {
            if !page.status.is_redirection() {
                break;
            }
            let to = page.headers[header::LOCATION].to_str().unwrap().to_owned();
            page = self.once("GET", &to, None).await;
        }
        page
    }

    async fn once(&mut self, method: &str, path: &str, body: Option<String>) -> Page {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "proche.example")
            .header(header::ACCEPT_LANGUAGE, self.language)
            .header(header::COOKIE, cookies.join("; "));
        if body.is_some() {
            request = request
                .header("sec-fetch-site", "same-origin")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let mut request = request.body(Body::from(body.unwrap_or_default())).unwrap();
        let peer: SocketAddr = "192.0.2.1:4000".parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        let response = self.site.app.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 10_000_000).await.unwrap();
        self.keep(&headers);
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        Page { status, headers, text, path: path.to_owned() }
    }

    fn keep(&mut self, headers: &HeaderMap) {
        for set in headers.get_all(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// The code that an authenticator app shows for the enrolment of this browser.
    pub async fn code(&self) -> String {
        let enrolment = self.site.dispatch.enrolment(&self.cookies["proche_enrolment"]).await;
        dispatch::totp_code(&enrolment.unwrap().secret, self.site.dispatch.now())
    }

    /// Whether a cookie is kept.
    pub fn has(&self, cookie: &str) -> bool {
        self.cookies.contains_key(cookie)
    }
}

/// What a browser shows.
#[derive(Debug)]
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
    pub path: String,
}

impl Page {
    /// This status, and no message missing.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}\n{}", self.path, self.text);
        assert!(!self.text.contains(templates::MISSING_MARK), "{}\n{}", self.path, self.text);
        self
    }

    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        assert!(self.text.contains(text), "{} lacks “{text}”:\n{}", self.path, self.text);
        self
    }

    #[track_caller]
    pub fn hides(self, text: &str) -> Self {
        assert!(!self.text.contains(text), "{} holds “{text}”:\n{}", self.path, self.text);
        self
    }

    /// The value of the first input with this name.
    #[track_caller]
    pub fn value_of(&self, name: &str) -> String {
        let at = self.text.find(&format!("name=\"{name}\"")).expect("the input");
        let rest = &self.text[at..];
        let start = rest.find("value=\"").expect("a value") + 7;
        rest[start..start + rest[start..].find('"').unwrap()].to_owned()
    }

    /// The first address on the page that starts so.
    #[track_caller]
    pub fn href(&self, start: &str) -> String {
        let start = format!("href=\"{start}");
        let at = self.text.find(&start).unwrap_or_else(|| panic!("no {start}:\n{}", self.text));
        let rest = &self.text[at + 6..];
        rest[..rest.find('"').unwrap()].replace("&#38;", "&").replace("&amp;", "&")
    }
}
