//! Serving the router on a socket.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

/// How long a caller may take to say what it wants, and an idle connection is kept.
const PATIENCE: Duration = Duration::from_secs(30);
/// Connections at once; further ones wait to be accepted.
const MOST_CONNECTIONS: usize = 4_096;
/// Rest after the socket could not accept, as when the process has too many files open.
const REST: Duration = Duration::from_millis(200);

/// Serves until `stop` ends, then lets the calls under way end.
///
/// It speaks HTTP/1.1; TLS, and HTTP/2 with it, are those of a proxy before it. Whoever opens connections and sends nothing, or a byte at a time, is let go after half a minute.
///
/// # Errors
/// The socket fails.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    stop: impl Future<Output = ()> + Send,
) -> std::io::Result<()> {
    serve_patiently(listener, app, stop, PATIENCE).await
}

async fn serve_patiently(
    listener: TcpListener,
    app: Router,
    stop: impl Future<Output = ()> + Send,
    patience: Duration,
) -> std::io::Result<()> {
    let mut builder = Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(patience);
    let calls = GracefulShutdown::new();
    let slots = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &slots) => accepted,
        };
        let (stream, caller, slot) = match accepted {
            Ok(accepted) => accepted,
            Err(error) if is_of_caller(&error) => continue,
            Err(error) => {
                tracing::warn!(%error, "no connection can be accepted for a moment");
                tokio::time::sleep(REST).await;
                continue;
            }
        };
        let app = app.clone();
        let service = service_fn(move |request| answer(app.clone(), caller, request));
        let connection = calls.watch(builder.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // What breaks off a connection is the caller's affair.
            drop(connection.await);
            drop(slot);
        });
    }
    drop(listener);
    calls.shutdown().await;
    Ok(())
}

async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> std::io::Result<(TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
    let slot = slots.clone().acquire_owned().await.map_err(std::io::Error::other)?;
    let (stream, caller) = listener.accept().await?;
    stream.set_nodelay(true)?;
    Ok((stream, caller, slot))
}

/// The caller went away before it was accepted.
fn is_of_caller(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, NotConnected};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | NotConnected)
}

/// The router's answer to one call of a caller at an address.
async fn answer(
    app: Router,
    caller: SocketAddr,
    request: hyper::Request<Incoming>,
) -> Result<axum::response::Response, Infallible> {
    let mut request: Request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(caller));
    app.oneshot(request).await
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    #[tokio::test]
    async fn whoever_does_not_say_what_it_wants_is_let_go() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = Router::new().fallback(|| async { "here" });
        tokio::spawn(serve_patiently(listener, app, pending(), Duration::from_millis(50)));
        for (said, answered) in
            [("", false), ("GET / HTT", false), ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", true)]
        {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(said.as_bytes()).await.unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await.unwrap();
            assert_eq!(answer.contains("here"), answered, "{said}: {answer}");
        }
    }
}
