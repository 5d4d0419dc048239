//! A whole service inside the test: a fresh database, a clock that stands still, real HTTP, mail
//! handed to a server of its own. The lanes run by hand ([`House::settle`]), time moves by hand
//! ([`House::pass`]).
#![expect(
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    reason = "whatever goes wrong here fails the test"
)]

mod call;
mod canaries;
pub mod correspondence;
pub mod desk;
mod lodging;
mod mailbox;
pub mod people;
mod picture;

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use dispatch::{Actor, Dispatch, ManualClock, Parts, Settings, TokenScope};
use futures::FutureExt as _;
use geocoding::Gazetteer;
use jiff::{SignedDuration, Timestamp};
use mailer::{MailFrom, MailSettings, Transport, TransportKind};
use matching::{AreaId, Role};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use web::{WebSettings, WebState};

use crate::smtp_sink::SmtpSink;
pub use call::{Answer, Caller};
pub use canaries::first_of;
pub use lodging::{Engine, Lodging};
pub use mailbox::{last_part, mentions};
pub use picture::differences;

/// A Tuesday at ten in the morning in Brussels.
pub const START: &str = "2026-11-24T09:00:00Z";
/// The longest the clock jumps in one go while time passes.
const STRIDE: SignedDuration = SignedDuration::from_mins(15);
/// Rounds after which work that begets work is a defect.
const MOST_ROUNDS: usize = 200;

/// The service, and everything around it that a journey touches.
pub struct House {
    /// The use cases.
    pub dispatch: Dispatch,
    /// The clock of the service.
    pub clock: Arc<ManualClock>,
    /// What its web side works with.
    pub web: WebState,
    /// Where its mail arrives.
    pub sink: SmtpSink,
    lodging: Lodging,
    base: String,
    client: reqwest::Client,
    tokens: Vec<(Role, String)>,
    server: JoinHandle<()>,
    stop: CancellationToken,
}

/// The rules of the policy that asks the nearest, a fixed number at a time.
pub fn nearest_first(rules: &mut Settings) {
    rules.matching.policy = dispatch::Policy::Nearest;
}

/// The rules of a place where nobody rests after having helped.
pub fn tireless(rules: &mut Settings) {
    rules.matching.cool_down_hours = 0;
}

/// Runs a journey in a house of each engine; where PostgreSQL is missing that is said.
pub async fn each(journey: impl AsyncFn(&House)) {
    each_with(|_| {}, journey).await;
}

/// The same under rules of its own.
pub async fn each_with(rules: impl Fn(&mut Settings), journey: impl AsyncFn(&House)) {
    for engine in Engine::ALL {
        on(engine, &rules, &journey).await;
    }
}

/// Runs a journey in a house of one engine.
pub async fn on(engine: Engine, rules: impl Fn(&mut Settings), journey: impl AsyncFn(&House)) {
    let Some(lodging) = Lodging::fresh(engine).await else { return };
    let house = House::open(lodging, START.parse().unwrap(), rules).await;
    let outcome = AssertUnwindSafe(async {
        journey(&house).await;
        house.assert_in_order().await;
        house.assert_no_canary().await;
    });
    let outcome = outcome.catch_unwind().await;
    if outcome.is_err() {
        eprintln!("the failure above is that of {engine:?}");
    }
    house.close().await.clear().await;
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

impl House {
    /// Opens the service on a database, new or left by another house, at a time.
    pub async fn open(lodging: Lodging, at: Timestamp, rules: impl Fn(&mut Settings)) -> Self {
        canaries::start_log();
        let sink = SmtpSink::start("127.0.0.1:0").await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let clock = Arc::new(ManualClock::at(at));
        let mut settings = Settings { base_url: base.clone(), ..Settings::default() };
        rules(&mut settings);
        let dispatch = service(&lodging, &sink, clock.clone(), settings).await;
        dispatch.build_index().await.unwrap();
        let tokens = staff_tokens(&dispatch).await;
        let web = WebSettings { per_network_per_minute: 0, ..WebSettings::default() };
        let web = WebState::new(dispatch.clone(), web, None);
        let app = web::app(web.clone());
        let stop = CancellationToken::new();
        let until = stop.clone().cancelled_owned();
        let server = tokio::spawn(async move { web::serve(listener, app, until).await.unwrap() });
        let client = call::client();
        Self { dispatch, clock, web, sink, lodging, base, client, tokens, server, stop }
    }

    /// Closes the service; its database stays for another house.
    pub async fn close(self) -> Lodging {
        self.stop.cancel();
        drop((self.client, self.web));
        self.server.abort();
        let _ = self.server.await;
        self.dispatch.transport().close().await;
        self.dispatch.ring().close().await;
        self.dispatch.database().close().await;
        self.lodging
    }

    /// The time in the house.
    pub fn now(&self) -> Timestamp {
        self.dispatch.now()
    }

    /// The time so many hours from now, as the API takes it.
    pub fn in_hours(&self, hours: i64) -> String {
        (self.now() + SignedDuration::from_hours(hours)).to_string()
    }

    /// The service's origin.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Anybody, without cookies.
    pub fn visitor(&self) -> Caller {
        Caller::new(self.client.clone(), &self.base, None)
    }

    /// A browser of its own, which keeps its cookies.
    pub fn browser(&self) -> Caller {
        Caller::new(call::browser(), &self.base, None)
    }

    /// A member of staff, by API token, for every area.
    pub fn staff(&self, role: Role) -> Caller {
        let token = self.tokens.iter().find(|(own, _)| *own == role).map(|(_, t)| t.as_str());
        Caller::new(self.client.clone(), &self.base, token)
    }

    /// A member of staff, by API token, for one area.
    pub async fn staff_of(&self, role: Role, area: AreaId) -> Caller {
        let scope = TokenScope { area: Some(area), ..TokenScope::of(role) };
        let token = self.dispatch.create_api_token(&Actor::System, scope).await.unwrap();
        Caller::new(self.client.clone(), &self.base, Some(&token))
    }

    /// Runs the lanes until nothing is due at the clock's time.
    pub async fn settle(&self) {
        for _ in 0..MOST_ROUNDS {
            let planned = self.dispatch.plan_due().await.unwrap();
            let mailed = self.dispatch.drain_mail().await.unwrap();
            let swept = self.dispatch.sweep().await.unwrap();
            if planned + mailed + swept == 0 {
                return;
            }
        }
        panic!("there is no end to the work that is due");
    }

    /// Lets time pass, and does everything as it falls due.
    pub async fn pass(&self, by: SignedDuration) {
        self.pass_until(self.now() + by).await;
    }

    /// Lets time pass until then.
    pub async fn pass_until(&self, end: Timestamp) {
        self.settle().await;
        while self.now() < end {
            let next = self.next_due().await.unwrap_or(end).min(self.now() + STRIDE).min(end);
            self.clock.set(next);
            self.settle().await;
        }
    }

    /// When a plan or a mail falls due next, after now.
    async fn next_due(&self) -> Option<Timestamp> {
        let mut tx = self.dispatch.database().read().await.unwrap();
        let plan = tx.next_plan_at().await.unwrap();
        let mail = tx.next_notification_at().await.unwrap();
        [plan, mail].into_iter().flatten().filter(|at| *at > self.now()).min()
    }

    /// Nothing due is left undone, and every invariant of the store holds.
    pub async fn assert_in_order(&self) {
        self.settle().await;
        let violations = self.dispatch.verify().await.unwrap();
        assert!(violations.is_empty(), "{violations:?}");
        self.dispatch.follow_changes().await.unwrap();
        assert!(self.dispatch.index_agrees().await.unwrap(), "the index is out of step");
        let audit = self.dispatch.verify_audit().await.unwrap();
        assert!(audit.faults.is_empty(), "{:?}", audit.faults);
        let mut tx = self.dispatch.database().read().await.unwrap();
        let plan = tx.next_plan_at().await.unwrap();
        assert!(plan.is_none_or(|at| at > self.now()), "a plan is left over");
        let mail = tx.next_notification_at().await.unwrap();
        assert!(mail.is_none_or(|at| at > self.now()), "mail is left over");
    }

    /// The one number that a query gives.
    pub async fn number(&self, query: &str) -> i64 {
        self.lodging.number(self.dispatch.database(), query).await
    }
}

async fn service(
    lodging: &Lodging,
    sink: &SmtpSink,
    clock: Arc<ManualClock>,
    settings: Settings,
) -> Dispatch {
    static PLACES: OnceLock<Arc<Gazetteer>> = OnceLock::new();
    let (database, ring) = lodging.open().await;
    let site = templates::SiteInfo {
        name: "proche".to_owned(),
        base_url: settings.base_url.clone(),
        emergency_number: "112".to_owned(),
        contact_days: settings.retention.contact_days,
        contact_agreed_days: settings.retention.contact_agreed_days,
        ..templates::SiteInfo::default()
    };
    let gazetteer = PLACES.get_or_init(|| Arc::new(Gazetteer::embedded().clone())).clone();
    let transport = transport(sink);
    let parts = Parts { database, ring, clock, settings, gazetteer, transport, site, queue: None };
    Dispatch::new(parts).await.unwrap()
}

fn transport(sink: &SmtpSink) -> Transport {
    let from = MailFrom::new("help@proche.example", Some("proche")).unwrap();
    let mut settings = MailSettings::new(from);
    settings.transport = TransportKind::Smtp;
    settings.smtp_url = Some(sink.url());
    settings.timeout = Duration::from_secs(5);
    Transport::from_settings(&settings).unwrap()
}

async fn staff_tokens(dispatch: &Dispatch) -> Vec<(Role, String)> {
    let mut tokens = Vec::new();
    for role in [Role::Operator, Role::Coordinator, Role::Administrator] {
        let made = dispatch.create_api_token(&Actor::System, TokenScope::of(role)).await;
        tokens.push((role, made.unwrap()));
    }
    tokens
}
