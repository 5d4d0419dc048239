//! The files that pages load, under names that hold their content's hash.

use std::sync::Arc;

use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use axum::routing::get;
use tower_http::compression::CompressionLayer;

use crate::routes::Routes;
use crate::state::WebState;

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// A route for each file.
pub(crate) fn routes(state: &WebState) -> Routes {
    let mut router = Routes::new();
    let shipped = templates::assets().iter().cloned();
    for asset in shipped.chain(state.settings.own_assets.iter().cloned()) {
        let path = asset.path.clone();
        let asset = Arc::new(asset);
        let answer = get(move || async move {
            let bytes = asset.bytes.clone();
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static(asset.mime)),
                (header::CACHE_CONTROL, FOR_EVER),
            ];
            (headers, bytes).into_response()
        });
        router = router.route(&path, answer);
    }
    router.wrap(|router| router.layer(CompressionLayer::new()))
}
