//! A look into the database beside the program, over a connection that is opened for it and closed
//! after it: a file that nobody has open is recovered by whoever opens it next.

use std::time::Duration;

use sqlx::AssertSqlSafe;
use sqlx::postgres::PgPool;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use uuid::Uuid;

/// How long a statement waits for whoever writes.
const PATIENCE: Duration = Duration::from_mins(1);

/// An open look.
pub enum Look {
    /// Into a file.
    Sqlite(SqlitePool),
    /// Into a server.
    Postgres(PgPool),
}

impl Look {
    /// Opens one at what `database.url` says.
    pub async fn at(url: &str) -> Self {
        match url.strip_prefix("sqlite:") {
            Some(file) => {
                let file = SqliteConnectOptions::new().filename(file).busy_timeout(PATIENCE);
                Self::Sqlite(SqlitePool::connect_with(file).await.unwrap())
            }
            None => Self::Postgres(PgPool::connect(url).await.unwrap()),
        }
    }

    /// The ids that a query gives.
    pub async fn ids(&self, query: &str) -> Vec<Uuid> {
        let query = AssertSqlSafe(query.to_owned());
        match self {
            Self::Sqlite(pool) => sqlx::query_scalar(query).fetch_all(pool).await.unwrap(),
            Self::Postgres(pool) => sqlx::query_scalar(query).fetch_all(pool).await.unwrap(),
        }
    }

    /// The pairs of an id and a word that a query gives.
    pub async fn words(&self, query: &str) -> Vec<(Uuid, String)> {
        let query = AssertSqlSafe(query.to_owned());
        match self {
            Self::Sqlite(pool) => sqlx::query_as(query).fetch_all(pool).await.unwrap(),
            Self::Postgres(pool) => sqlx::query_as(query).fetch_all(pool).await.unwrap(),
        }
    }

    /// The pairs of ids that a query gives.
    pub async fn pairs(&self, query: &str) -> Vec<(Uuid, Uuid)> {
        let query = AssertSqlSafe(query.to_owned());
        match self {
            Self::Sqlite(pool) => sqlx::query_as(query).fetch_all(pool).await.unwrap(),
            Self::Postgres(pool) => sqlx::query_as(query).fetch_all(pool).await.unwrap(),
        }
    }

    /// The number that a query gives.
    pub async fn number(&self, query: &str) -> i64 {
        let query = AssertSqlSafe(query.to_owned());
        match self {
            Self::Sqlite(pool) => sqlx::query_scalar(query).fetch_one(pool).await.unwrap(),
            Self::Postgres(pool) => sqlx::query_scalar(query).fetch_one(pool).await.unwrap(),
        }
    }

    /// Carries out a statement; gives how many rows it touched.
    pub async fn tell(&self, statement: &str) -> u64 {
        let statement = AssertSqlSafe(statement.to_owned());
        match self {
            Self::Sqlite(pool) => {
                sqlx::query(statement).execute(pool).await.unwrap().rows_affected()
            }
            Self::Postgres(pool) => {
                sqlx::query(statement).execute(pool).await.unwrap().rows_affected()
            }
        }
    }

    /// Closes it.
    pub async fn close(self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}
