//! Serving the router on a socket.

use std::net::SocketAddr;

use axum::Router;
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;

/// The router, ready to learn each caller's address.
pub type Served = IntoMakeServiceWithConnectInfo<Router, SocketAddr>;

/// Serves until `stop` ends, then lets the calls under way end.
///
/// # Errors
/// The socket fails.
pub async fn serve(
    listener: TcpListener,
    app: Served,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, app).with_graceful_shutdown(stop).await
}
