//! What holds for every route.

mod csrf;
mod headers;
mod network_limit;
mod observe;
mod overload;
mod refusals;
mod render;

pub(crate) use csrf::{csrf, ready_for_csrf};
pub(crate) use headers::secure;
pub(crate) use network_limit::{NetworkLimit, limit_networks};
pub(crate) use observe::observe;
pub(crate) use overload::{give_up, shed};
pub(crate) use refusals::{note_refusals, remember_caller};
pub(crate) use render::render;
