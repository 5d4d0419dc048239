//! The one connection that writes to a file, and the transactions that share its next sync.
//!
//! Whoever writes takes turns. A transaction that ends does not wait for the disk while it holds the
//! turn: its changes stay in the open group, the next one begins, and when those have had their turn
//! that stood in line as the group began, one `COMMIT` makes them all durable. Only then is each
//! told so. What a transaction did that was given up is rolled back to its savepoint; when the
//! group cannot be made durable each of them is told that.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection as _, Sqlite, Transaction};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};
use tokio::time::timeout;

use crate::sql::{Query, Value, all_in_one, bind_all, sql};

/// How long one waits for its turn.
const PATIENCE: Duration = Duration::from_secs(30);

const OPEN: &str = "BEGIN IMMEDIATE; SAVEPOINT own";
const NEXT: &str = "RELEASE own; SAVEPOINT own";

/// The connection that writes to a file of SQLite. Clones share it.
#[derive(Clone)]
pub struct Writer {
    line: Arc<Mutex<Line>>,
}

/// What is at hand for whoever has the turn.
struct Line {
    /// None once it was closed.
    connection: Option<SqliteConnection>,
    state: State,
    /// Who waits for the group's `COMMIT`.
    waiting: Vec<oneshot::Sender<bool>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// No transaction is open.
    Closed,
    /// Whether one is open is not known: its first statement, or its last, was given up.
    Unknown,
    /// The group is open, and nothing stands after its savepoint.
    Clean,
    /// The group is open, and somebody writes, or wrote and left.
    Written,
}

/// A transaction that has the turn; dropped without [`Turn::commit`] it is rolled back.
pub struct Turn {
    line: OwnedMutexGuard<Line>,
}

/// The connection outside any transaction, for as long as this is held.
pub struct Apart {
    line: OwnedMutexGuard<Line>,
}

fn not_durable() -> sqlx::Error {
    sqlx::Error::Io(std::io::Error::other("the transaction was not made durable"))
}

impl Writer {
    /// Opens the file.
    pub(crate) async fn open(options: &SqliteConnectOptions) -> Result<Self, sqlx::Error> {
        let connection = Some(SqliteConnection::connect_with(options).await?);
        let line = Line { connection, state: State::Closed, waiting: Vec::new() };
        Ok(Self { line: Arc::new(Mutex::new(line)) })
    }

    /// Waits for the turn and starts a transaction.
    pub(crate) async fn begin(&self) -> Result<Turn, sqlx::Error> {
        let mut line = self.turn().await?;
        line.settle().await?;
        if line.state == State::Closed {
            line.state = State::Unknown;
            line.run(OPEN).await?;
            line.state = State::Clean;
            tokio::spawn(Self::end_group(self.line.clone()));
        }
        line.state = State::Written;
        Ok(Turn { line })
    }

    /// The connection without a transaction, once those under way are durable.
    ///
    /// # Errors
    /// The connection is closed, or the turn does not come.
    pub async fn apart(&self) -> Result<Apart, sqlx::Error> {
        loop {
            let mut line = self.turn().await?;
            line.settle().await?;
            if line.state == State::Closed {
                return Ok(Apart { line });
            }
            drop(line);
            // In a task of its own, which nobody gives up half-way.
            let _ = tokio::spawn(Self::end_group(self.line.clone())).await;
        }
    }

    /// Makes what is under way durable and closes the connection.
    pub(crate) async fn close(&self) {
        let Ok(mut apart) = self.apart().await else { return };
        if let Some(connection) = apart.line.connection.take() {
            let _ = connection.close().await;
        }
    }

    async fn turn(&self) -> Result<OwnedMutexGuard<Line>, sqlx::Error> {
        let turn = timeout(PATIENCE, self.line.clone().lock_owned()).await;
        turn.map_err(|_| sqlx::Error::PoolTimedOut)
    }

    /// Stands in line behind all that came before, then makes the group durable.
    async fn end_group(line: Arc<Mutex<Line>>) {
        let mut line = line.lock().await;
        if line.settle().await.is_ok() && line.state == State::Clean {
            line.commit().await;
        }
    }
}

impl Line {
    fn connection(&mut self) -> Result<&mut SqliteConnection, sqlx::Error> {
        self.connection.as_mut().ok_or(sqlx::Error::PoolClosed)
    }

    async fn run(&mut self, text: &'static str) -> Result<(), sqlx::Error> {
        sqlx::query(text).execute(self.connection()?).await.map(drop)
    }

    /// Rolls back what somebody left who gave up; afterwards the group is clean or closed.
    async fn settle(&mut self) -> Result<(), sqlx::Error> {
        match self.state {
            State::Closed | State::Clean => Ok(()),
            State::Unknown => self.abandon().await,
            State::Written => match self.run("ROLLBACK TO own").await {
                Ok(()) => {
                    self.state = State::Clean;
                    Ok(())
                }
                Err(_) => self.find_savepoint().await,
            },
        }
    }

    /// The savepoint is gone: either its release was given up half-way, and the group stands; or the
    /// database rolled the whole group back, as it does when the disk is full.
    async fn find_savepoint(&mut self) -> Result<(), sqlx::Error> {
        if self.run("BEGIN").await.is_ok() {
            return self.abandon().await;
        }
        self.state = State::Unknown;
        self.run("SAVEPOINT own").await?;
        self.state = State::Clean;
        Ok(())
    }

    /// Rolls the group back and tells everybody in it.
    async fn abandon(&mut self) -> Result<(), sqlx::Error> {
        self.waiting.clear();
        let rolled_back = self.run("ROLLBACK").await;
        match rolled_back {
            Err(sqlx::Error::Database(_)) | Ok(()) => {
                self.state = State::Closed;
                Ok(())
            }
            Err(lost) => Err(lost),
        }
    }

    async fn commit(&mut self) {
        self.state = State::Unknown;
        if self.run("COMMIT").await.is_ok() {
            self.state = State::Closed;
            for waiting in self.waiting.drain(..) {
                let _ = waiting.send(true);
            }
        } else {
            // The next one in line tries again when even this fails.
            let _ = self.abandon().await;
        }
    }
}

impl Turn {
    /// Runs some last statements and gives the turn to the next one; returns once the changes are
    /// durable.
    ///
    /// # Errors
    /// They are not; whether they will be is not known when the database can no longer be reached.
    async fn commit(mut self, last: Option<Query>) -> Result<(), sqlx::Error> {
        match last {
            None => self.line.run(NEXT).await?,
            Some(last) => {
                let last = all_in_one(vec![last, sql(NEXT)]);
                bind_all!(Sqlite, last).execute(self.line.connection()?).await?;
            }
        }
        let (tell, told) = oneshot::channel();
        self.line.waiting.push(tell);
        self.line.state = State::Clean;
        drop(self);
        match told.await {
            Ok(true) => Ok(()),
            _ => Err(not_durable()),
        }
    }
}

/// A transaction on a file.
pub enum SqliteTx {
    /// One that only reads.
    Read(Transaction<'static, Sqlite>),
    /// One that writes.
    Write(Turn),
}

impl SqliteTx {
    /// Ends it, with some last statements.
    pub(crate) async fn commit(self, last: Option<Query>) -> Result<(), sqlx::Error> {
        match self {
            Self::Read(tx) => tx.commit().await,
            Self::Write(turn) => turn.commit(last).await,
        }
    }
}

impl Deref for SqliteTx {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        match self {
            Self::Read(tx) => tx,
            Self::Write(turn) => turn.line.connection.as_ref().expect("a turn has a connection"),
        }
    }
}

impl DerefMut for SqliteTx {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        match self {
            Self::Read(tx) => &mut *tx,
            Self::Write(turn) => turn.line.connection.as_mut().expect("a turn has a connection"),
        }
    }
}

impl Deref for Apart {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        self.line.connection.as_ref().expect("it is not closed")
    }
}

impl DerefMut for Apart {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        self.line.connection.as_mut().expect("it is not closed")
    }
}
