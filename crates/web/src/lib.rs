//! The JSON API and the pages, on one router.
//!
//! A handler extracts, calls one use case of `dispatch`, answers. Nothing here writes by itself and
//! nothing here knows SQL. `error` is the only place with status codes.

mod api;
mod app;
mod caller;
mod cookies;
mod counted;
mod demo_links;
mod device;
mod docs;
mod error;
mod files;
mod language;
mod middleware;
mod network;
pub mod pages;
mod probes;
mod routes;
mod serve;
mod shell;
mod state;
mod words;

pub use api::openapi;
pub use app::{app, paths};
pub use caller::Caller;
pub use cookies::Cookie;
pub use demo_links::{DemoLink, DemoLinks};
pub use error::{Error, Problem, Result};
pub use metrics_exporter_prometheus::PrometheusHandle;
pub use network::{Network, NetworkError};
pub use probes::install_metrics;
pub use serve::serve;
pub use shell::{Shell, TopLine};
pub use state::{WebSettings, WebState};
