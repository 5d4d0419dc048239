//! An SMTP server for tests: it keeps what it accepts and misbehaves on demand at every verb.
//!
//! It listens on a port of its own inside the test process. Tests wait for mail without sleeping
//! ([`SmtpSink::wait_for`]), read it ([`Received`]), and script faults ([`SmtpSink::fault`]).

mod conversation;
mod received;
mod script;

use std::{
    fmt, io,
    net::SocketAddr,
    pin::pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    net::{TcpListener, TcpStream, ToSocketAddrs},
    sync::Notify,
    task::{JoinHandle, JoinSet},
    time::{Instant, timeout_at},
};

pub use received::Received;
use script::Script;
pub use script::{Fault, Verb};

/// The server. Dropping it stops it; what it kept goes with it.
pub struct SmtpSink {
    shared: Arc<Shared>,
    addr: SocketAddr,
    server: Mutex<Option<JoinHandle<()>>>,
}

/// The awaited mail did not come in time; how much had come is told.
#[derive(Debug)]
pub struct TimedOut {
    /// How many messages had been accepted.
    pub received: usize,
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "gave up waiting for mail after {} messages", self.received)
    }
}

impl std::error::Error for TimedOut {}

#[derive(Default)]
pub(crate) struct Shared {
    pub(crate) script: Mutex<Script>,
    messages: Mutex<Vec<Arc<Received>>>,
    arrived: Notify,
    opened: AtomicUsize,
    open: AtomicUsize,
    most_open: AtomicUsize,
}

impl SmtpSink {
    /// Listens on this address; port 0 takes a free one.
    ///
    /// # Errors
    /// The address cannot be bound.
    pub async fn start(addr: impl ToSocketAddrs) -> io::Result<Self> {
        let listener = TcpListener::bind(addr).await?;
        let addr = listener.local_addr()?;
        let shared = Arc::new(Shared::default());
        let server = tokio::spawn(serve(listener, Arc::clone(&shared)));
        Ok(Self { shared, addr, server: Mutex::new(Some(server)) })
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// `smtp://host:port`, as the configuration wants it.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.addr)
    }

    /// Stops listening and cuts every connection; later connections are refused.
    pub async fn stop(&self) {
        let server = lock(&self.server).take();
        if let Some(server) = server {
            server.abort();
            let _ = server.await;
        }
    }

    /// Listens again on the same port, after cutting what was left.
    ///
    /// # Errors
    /// The port was taken meanwhile.
    pub async fn restart(&self) -> io::Result<()> {
        self.stop().await;
        let listener = TcpListener::bind(self.addr).await?;
        *lock(&self.server) = Some(tokio::spawn(serve(listener, Arc::clone(&self.shared))));
        Ok(())
    }

    /// Everything accepted so far, oldest first.
    pub fn messages(&self) -> Vec<Arc<Received>> {
        lock(&self.shared.messages).clone()
    }

    /// How many messages are kept.
    pub fn count(&self) -> usize {
        lock(&self.shared.messages).len()
    }

    /// Forgets the messages, not the script.
    pub fn clear(&self) {
        lock(&self.shared.messages).clear();
    }

    /// Takes the messages out, oldest first.
    pub fn take(&self) -> Vec<Arc<Received>> {
        std::mem::take(&mut *lock(&self.shared.messages))
    }

    /// Waits until at least `n` messages are kept and returns all of them.
    ///
    /// # Errors
    /// [`TimedOut`] after `timeout`.
    pub async fn wait_for(
        &self,
        n: usize,
        timeout: Duration,
    ) -> Result<Vec<Arc<Received>>, TimedOut> {
        self.wait_until(timeout, |messages| messages.len() >= n).await
    }

    /// Waits until the predicate holds for what is kept and returns it.
    ///
    /// # Errors
    /// [`TimedOut`] after `timeout`.
    pub async fn wait_until(
        &self,
        timeout: Duration,
        holds: impl Fn(&[Arc<Received>]) -> bool,
    ) -> Result<Vec<Arc<Received>>, TimedOut> {
        let deadline = Instant::now() + timeout.min(Duration::from_hours(24 * 365));
        loop {
            let mut arrived = pin!(self.shared.arrived.notified());
            arrived.as_mut().enable();
            let messages = self.messages();
            if holds(&messages) {
                return Ok(messages);
            }
            if timeout_at(deadline, arrived).await.is_err() {
                return Err(TimedOut { received: messages.len() });
            }
        }
    }

    /// From now on meets this verb with this fault, until [`Self::heal`].
    pub fn fault(&self, verb: Verb, fault: Fault) {
        lock(&self.shared.script).add(verb, fault, None, usize::MAX);
    }

    /// Meets the next `times` uses of this verb with this fault.
    pub fn fault_times(&self, verb: Verb, fault: Fault, times: usize) {
        lock(&self.shared.script).add(verb, fault, None, times);
    }

    /// Meets this verb with this fault where its line (or, for [`Verb::Content`], the message)
    /// contains `text`.
    pub fn fault_for(&self, verb: Verb, text: &str, fault: Fault) {
        lock(&self.shared.script).add(verb, fault, Some(text.to_owned()), usize::MAX);
    }

    /// Ends all faults; connections that hang stay as they are.
    pub fn heal(&self) {
        lock(&self.shared.script).clear();
    }

    /// Replaces the extensions listed after `EHLO`.
    pub fn advertise(&self, extensions: &[&str]) {
        lock(&self.shared.script).extensions =
            extensions.iter().map(|&extension| extension.to_owned()).collect();
    }

    /// How often a verb was used so far.
    pub fn uses(&self, verb: Verb) -> usize {
        lock(&self.shared.script).uses(verb)
    }

    /// How many connections were accepted so far.
    pub fn connections(&self) -> usize {
        self.shared.opened.load(Ordering::SeqCst)
    }

    /// How many connections are open now.
    pub fn open_connections(&self) -> usize {
        self.shared.open.load(Ordering::SeqCst)
    }

    /// The most connections that were open at a time.
    pub fn most_open_connections(&self) -> usize {
        self.shared.most_open.load(Ordering::SeqCst)
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        if let Some(server) = lock(&self.server).take() {
            server.abort();
        }
    }
}

impl Shared {
    pub(crate) fn keep(&self, message: Received) {
        lock(&self.messages).push(Arc::new(message));
        self.arrived.notify_waiters();
    }
}

/// Aborting this task drops its connections with it.
async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            connections.spawn(attend(stream, Arc::clone(&shared)));
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn attend(stream: TcpStream, shared: Arc<Shared>) {
    let number = shared.opened.fetch_add(1, Ordering::SeqCst);
    let _open = Open::new(&shared);
    let _ = stream.set_nodelay(true);
    // A client that hangs up is no fault of the server.
    let _ = conversation::hold(stream, &shared, number).await;
}

/// Counts a connection as long as it lives, cut off or not.
struct Open<'a>(&'a Shared);

impl<'a> Open<'a> {
    fn new(shared: &'a Shared) -> Self {
        let open = shared.open.fetch_add(1, Ordering::SeqCst) + 1;
        shared.most_open.fetch_max(open, Ordering::SeqCst);
        Self(shared)
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::SeqCst);
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
