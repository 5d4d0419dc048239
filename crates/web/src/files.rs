//! The files that pages load, under names that hold their content's hash.

use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use axum::routing::get;
use tower_http::compression::CompressionLayer;

use crate::routes::Routes;

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// A route for each file.
pub(crate) fn routes() -> Routes {
    let mut router = Routes::new();
    for asset in templates::assets() {
        let answer = get(move || async move {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static(asset.mime)),
                (header::CACHE_CONTROL, FOR_EVER),
            ];
            (headers, asset.bytes.as_slice()).into_response()
        });
        router = router.route(&asset.path, answer);
    }
    router.wrap(|router| router.layer(CompressionLayer::new()))
}
