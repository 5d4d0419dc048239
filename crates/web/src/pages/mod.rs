//! The pages.

use axum::Router;

use crate::state::WebState;

/// Every page's route.
pub fn routes() -> Router<WebState> {
    Router::new()
}
