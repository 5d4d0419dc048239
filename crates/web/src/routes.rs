//! A router that knows its addresses, so that a test can walk every one of them.

use std::collections::BTreeSet;

use axum::Router;
use axum::routing::MethodRouter;

use crate::state::WebState;

/// Routes and their addresses. The whole web side is built of these: an address that is served is an
/// address that [`Routes::paths`] names. Which methods one takes is in the `Allow` of its 405.
#[derive(Default)]
pub(crate) struct Routes {
    router: Router<WebState>,
    paths: BTreeSet<String>,
}

impl Routes {
    /// None yet.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds an address.
    #[must_use]
    pub(crate) fn route(mut self, path: &str, methods: MethodRouter<WebState>) -> Self {
        self.paths.insert(path.to_owned());
        self.router = self.router.route(path, methods);
        self
    }

    /// Adds a router that a library made, with the addresses it is known to serve.
    #[must_use]
    pub(crate) fn mount(
        mut self,
        router: Router<WebState>,
        paths: impl IntoIterator<Item = String>,
    ) -> Self {
        self.paths.extend(paths);
        self.router = self.router.merge(router);
        self
    }

    /// Adds others.
    #[must_use]
    pub(crate) fn merge(self, others: Self) -> Self {
        self.mount(others.router, others.paths)
    }

    /// Puts something around every address so far.
    #[must_use]
    pub(crate) fn wrap(
        mut self,
        around: impl FnOnce(Router<WebState>) -> Router<WebState>,
    ) -> Self {
        self.router = around(self.router);
        self
    }

    /// Every address, as a pattern such as `/staff/tasks/{id}`.
    pub(crate) fn paths(&self) -> &BTreeSet<String> {
        &self.paths
    }

    /// The router alone.
    pub(crate) fn into_router(self) -> Router<WebState> {
        self.router
    }
}
