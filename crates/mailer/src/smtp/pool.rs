use std::{
    fmt,
    future::Future,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::Semaphore,
    time::{Instant, sleep, timeout},
};
use tracing::{instrument::WithSubscriber, subscriber::NoSubscriber};

use super::{refusal::Failure, session::Session};
use crate::{Composed, MailFrom, Relay, SendError, SettingsError, Stage};

/// Relays close connections that lie idle; most wait for minutes, none for less than this.
const IDLE: Duration = Duration::from_secs(15);
/// Messages one connection carries before it is replaced, as relays limit them too.
const MESSAGES_PER_CONNECTION: u32 = 200;
/// The most connections a deployment may ask for.
const MAX_CONNECTIONS: usize = 64;

/// Connections to one relay: as many as allowed at a time, reused while fresh.
///
/// A message waits for a free connection; a lost relay costs each attempt its own time-out and
/// nothing more. Clones share the connections.
#[derive(Clone)]
pub struct SmtpPool {
    shared: Arc<Shared>,
}

struct Shared {
    relay: Relay,
    from: MailFrom,
    patience: Duration,
    size: usize,
    permits: Semaphore,
    idle: Mutex<Vec<Session>>,
    closing: AtomicBool,
    reaping: AtomicBool,
}

impl fmt::Debug for SmtpPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpPool")
            .field("relay", &self.shared.relay)
            .field("size", &self.shared.size)
            .finish_non_exhaustive()
    }
}

impl SmtpPool {
    /// A pool of up to `size` connections; none is opened yet. `patience` bounds each step.
    ///
    /// # Errors
    /// [`SettingsError::Range`] when `size` is not within 1 to 64 or `patience` is zero.
    pub fn new(
        relay: Relay,
        from: MailFrom,
        size: usize,
        patience: Duration,
    ) -> Result<Self, SettingsError> {
        if !(1..=MAX_CONNECTIONS).contains(&size) {
            return Err(SettingsError::Range { field: "mail.pool_size" });
        }
        if patience.is_zero() || patience > Duration::from_hours(1) {
            return Err(SettingsError::Range { field: "mail.timeout" });
        }
        let shared = Shared {
            relay,
            from,
            patience,
            size,
            permits: Semaphore::new(size),
            idle: Mutex::default(),
            closing: AtomicBool::new(false),
            reaping: AtomicBool::new(false),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The most connections at a time, at least one.
    pub fn size(&self) -> usize {
        self.shared.size
    }

    /// How many connections are open and unused.
    pub fn idle_connections(&self) -> usize {
        self.shared.idle().len()
    }

    /// Waits for the messages under way, takes leave of the relay and refuses what comes later.
    pub async fn close(&self) {
        let shared = &self.shared;
        shared.closing.store(true, Ordering::SeqCst);
        let all = u32::try_from(shared.size).unwrap_or(u32::MAX);
        let _ = timeout(shared.patience * 5, shared.permits.acquire_many(all)).await;
        shared.permits.close();
        leave(shared.drain(|_| true)).await;
    }

    pub(crate) fn from(&self) -> &MailFrom {
        &self.shared.from
    }

    /// Carries one message over a connection at hand, or else a new one.
    ///
    /// # Errors
    /// See [`SendError`]: each says what may be done next.
    pub async fn deliver(&self, mail: &Composed) -> Result<(), SendError> {
        let shared = &self.shared;
        let closed = SendError::Unreachable { stage: Stage::Closed, code: None };
        if shared.closing.load(Ordering::SeqCst) {
            return Err(closed);
        }
        let _permit = shared.permits.acquire().await.map_err(|_| closed)?;
        if let Some(session) = shared.fresh_session() {
            match self.attempt(session, mail).await {
                // What happened to one idle connection happened to all: begin anew.
                Err(failure) if failure.stale => drop(shared.drain(|_| true)),
                outcome => return outcome.map_err(|failure| failure.error),
            }
        }
        let session = unlogged(Session::open(&shared.relay, shared.patience)).await?;
        self.attempt(session, mail).await.map_err(|failure| failure.error)
    }

    async fn attempt(&self, mut session: Session, mail: &Composed) -> Result<(), Failure> {
        let outcome = unlogged(session.deliver(mail)).await;
        if outcome.as_ref().err().is_none_or(|failure| failure.usable) {
            self.check_in(session).await;
        }
        outcome
    }

    async fn check_in(&self, session: Session) {
        let shared = &self.shared;
        if session.served >= MESSAGES_PER_CONNECTION || shared.closing.load(Ordering::SeqCst) {
            return leave(vec![session]).await;
        }
        shared.idle().push(session);
        if !shared.reaping.swap(true, Ordering::SeqCst) {
            tokio::spawn(reap(Arc::downgrade(shared)));
        }
    }
}

impl Shared {
    fn idle(&self) -> MutexGuard<'_, Vec<Session>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection used last, unless even that one has lain too long.
    fn fresh_session(&self) -> Option<Session> {
        self.idle().pop().filter(|session| session.last_used.elapsed() < IDLE)
    }

    fn drain(&self, unwanted: impl Fn(&Session) -> bool) -> Vec<Session> {
        let mut idle = self.idle();
        let (out, kept) = std::mem::take(&mut *idle).into_iter().partition(|s| unwanted(s));
        *idle = kept;
        out
    }
}

/// Takes leave over connections that have lain idle too long, until none is left.
async fn reap(pool: Weak<Shared>) {
    loop {
        sleep(IDLE).await;
        let Some(shared) = pool.upgrade() else { return };
        let now = Instant::now();
        leave(shared.drain(|session| now.duration_since(session.last_used) >= IDLE)).await;
        let idle = shared.idle();
        if idle.is_empty() {
            shared.reaping.store(false, Ordering::SeqCst);
            return;
        }
    }
}

async fn leave(sessions: Vec<Session>) {
    for session in sessions {
        unlogged(session.quit()).await;
    }
}

/// Keeps lettre's own log lines out of ours: they hold whole messages, links included.
async fn unlogged<T>(conversation: impl Future<Output = T>) -> T {
    conversation.with_subscriber(NoSubscriber::new()).await
}
