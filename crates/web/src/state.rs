//! What every handler works with.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dispatch::Dispatch;
use metrics_exporter_prometheus::PrometheusHandle;
use templates::{Asset, Locale, SiteInfo};
use tokio::sync::Semaphore;

use crate::counted::Counted;
use crate::demo_links::DemoLinks;
use crate::middleware::NetworkLimit;
use crate::network::Network;
use crate::shell::TopLine;

/// Pages that are told of changes at the same time; those beyond are refreshed by hand.
const MOST_WATCHERS: usize = 256;

/// What the operator of the site decides about its web side.
#[derive(Clone, Debug)]
pub struct WebSettings {
    /// Whether this is the demo: its mailbox and its printed links exist there only.
    pub demo: bool,
    /// The demo's printed links.
    pub demo_links: DemoLinks,
    /// Files of the deployment's own, such as its logo.
    pub own_assets: Vec<Asset>,
    /// Whether the service is reached over https: cookies and HSTS follow.
    pub secure_cookies: bool,
    /// Public writes of one network in a minute; 0 = no limit. Staff are exempt.
    pub per_network_per_minute: u32,
    /// A public form that is sent sooner, in seconds, is asked once more; 0 = never.
    pub least_fill_s: i64,
    /// Who may read `/metrics`; without it only this machine may.
    pub metrics_token: Option<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// The line on top of every page.
    pub top_line: TopLine,
    /// Most calls at the same time; more are answered 503.
    pub most_at_once: usize,
    /// Seconds after which a call is given up.
    pub timeout_s: u64,
}

impl Default for WebSettings {
    fn default() -> Self {
        Self {
            demo: false,
            demo_links: DemoLinks::default(),
            own_assets: Vec::new(),
            secure_cookies: false,
            per_network_per_minute: 30,
            least_fill_s: 0,
            metrics_token: None,
            trusted_proxies: Vec::new(),
            top_line: TopLine::None,
            most_at_once: 512,
            timeout_s: 30,
        }
    }
}

/// Everything a handler needs; cheap to clone.
#[derive(Clone)]
pub struct WebState {
    /// The use cases.
    pub dispatch: Dispatch,
    /// The settings.
    pub settings: Arc<WebSettings>,
    /// What pages say about the deployment.
    pub site: Arc<SiteInfo>,
    /// The languages offered, the first is the default.
    pub locales: Arc<[Locale]>,
    pub(crate) counted: Counted,
    pub(crate) limit: Arc<NetworkLimit>,
    pub(crate) slots: Arc<Semaphore>,
    /// Places for pages that are told of changes.
    pub(crate) watchers: Arc<Semaphore>,
    pub(crate) metrics: Option<PrometheusHandle>,
    leaving: Arc<AtomicBool>,
}

impl WebState {
    /// Puts the state together; `metrics` comes from [`crate::install_metrics`].
    pub fn new(
        dispatch: Dispatch,
        settings: WebSettings,
        metrics: Option<PrometheusHandle>,
    ) -> Self {
        let offered = &dispatch.settings().languages;
        let mut locales: Vec<Locale> =
            offered.iter().filter_map(|code| Locale::from_code(code.as_str())).collect();
        if locales.is_empty() {
            locales.push(Locale::Fr);
        }
        Self {
            site: Arc::new(dispatch.site().clone()),
            locales: locales.into(),
            counted: Counted::default(),
            limit: Arc::new(NetworkLimit::per_minute(settings.per_network_per_minute)),
            watchers: Arc::new(Semaphore::new(MOST_WATCHERS)),
            slots: Arc::new(Semaphore::new(settings.most_at_once)),
            metrics,
            leaving: Arc::default(),
            settings: Arc::new(settings),
            dispatch,
        }
    }

    /// From now on `/readyz` says that calls should go elsewhere; those that come are answered.
    pub fn leave(&self) {
        self.leaving.store(true, Ordering::Release);
    }

    pub(crate) fn is_leaving(&self) -> bool {
        self.leaving.load(Ordering::Acquire)
    }
}
