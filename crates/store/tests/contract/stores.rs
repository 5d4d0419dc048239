//! A fresh store of either kind for each test.

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::Once;

use futures::FutureExt as _;
use jiff::Timestamp;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
use store::{Database, KeyRing, Secret, Tx, ordered_id};
use tokio::sync::OnceCell;

/// Where a `PostgreSQL` server for tests is.
const SERVER: &str = "PROCHE_TEST_POSTGRES";
/// Holds the lock under which the template is made.
const TEMPLATE_LOCK: i64 = 7_070_670_099;

/// One store that nobody else uses.
pub struct Store {
    pub db: Database,
    /// A directory of its own; on `PostgreSQL` too.
    pub directory: PathBuf,
}

/// Runs a test on a migrated store of each kind.
pub async fn each(body: impl AsyncFn(&Store)) {
    sqlite(Schema::Migrated, &body).await;
    postgres(Schema::Migrated, &body).await;
}

/// Runs a test on a store of each kind in which nothing was ever done.
pub async fn each_empty(body: impl AsyncFn(&Store)) {
    sqlite(Schema::None, &body).await;
    postgres(Schema::None, &body).await;
}

/// Runs a test inside one transaction of a store of each kind.
pub async fn in_tx(body: impl AsyncFn(&mut Tx)) {
    each(async |store: &Store| {
        let mut tx = store.db.write().await.unwrap();
        body(&mut tx).await;
        tx.commit().await.unwrap();
    })
    .await;
}

impl Store {
    /// Runs a statement that the store itself would never run.
    pub async fn raw(&self, text: &str) {
        let text = AssertSqlSafe(text.to_owned());
        match &self.db {
            Database::Sqlite { writer, .. } => {
                let mut connection = writer.apart().await.unwrap();
                sqlx::query(text).execute(&mut *connection).await.unwrap();
            }
            Database::Postgres(pool) => {
                sqlx::query(text).execute(pool).await.unwrap();
            }
        }
    }

    /// The one value that a query gives.
    pub async fn raw_number(&self, text: &str) -> i64 {
        let text = AssertSqlSafe(text.to_owned());
        match &self.db {
            Database::Sqlite { readers, .. } => {
                sqlx::query_scalar(text).fetch_one(readers).await.unwrap()
            }
            Database::Postgres(pool) => sqlx::query_scalar(text).fetch_one(pool).await.unwrap(),
        }
    }

    /// The key ring that belongs to this store.
    pub async fn ring(&self, master: &Secret) -> KeyRing {
        match &self.db {
            Database::Sqlite { .. } => KeyRing::open_file(&self.ring_path(), master).await.unwrap(),
            Database::Postgres(pool) => KeyRing::open_schema(pool.clone(), master).await.unwrap(),
        }
    }

    /// Where the key ring lies beside SQLite.
    pub fn ring_path(&self) -> PathBuf {
        self.directory.join("keyring.sqlite")
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Schema {
    None,
    Migrated,
}

/// A name that no other test has.
fn fresh_name() -> String {
    format!("proche_test_{}", ordered_id(Timestamp::UNIX_EPOCH).unwrap().simple())
}

async fn run(kind: &str, store: &Store, body: &impl AsyncFn(&Store)) -> std::thread::Result<()> {
    let outcome = AssertUnwindSafe(body(store)).catch_unwind().await;
    if outcome.is_err() {
        eprintln!("the failure above is that of {kind}");
    }
    store.db.close().await;
    std::fs::remove_dir_all(&store.directory).unwrap();
    outcome
}

async fn sqlite(schema: Schema, body: &impl AsyncFn(&Store)) {
    let directory = std::env::temp_dir().join(fresh_name());
    let db = Database::open_throw_away(&directory.join("store.sqlite")).await.unwrap();
    if schema == Schema::Migrated {
        db.migrate().await.unwrap();
    }
    if let Err(panic) = run("SQLite", &Store { db, directory }, body).await {
        resume_unwind(panic);
    }
}

async fn postgres(schema: Schema, body: &impl AsyncFn(&Store)) {
    let Some(server) = server() else { return };
    let from = match schema {
        Schema::None => "template0".to_owned(),
        Schema::Migrated => template(&server).await.to_owned(),
    };
    let name = fresh_name();
    tell(&server, &format!("CREATE DATABASE {name} TEMPLATE {from}")).await;
    let directory = std::env::temp_dir().join(&name);
    std::fs::create_dir_all(&directory).unwrap();
    let db = Database::open(&database(&server, &name).parse().unwrap()).await.unwrap();
    let outcome = run("PostgreSQL", &Store { db, directory }, body).await;
    tell(&server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

/// The server's address; without one says so past the capture of the test harness.
fn server() -> Option<String> {
    static SAID: Once = Once::new();
    if let Ok(server) = std::env::var(SERVER) {
        return Some(server);
    }
    assert!(
        std::env::var("CI").is_err() || std::env::var("CI").is_ok_and(|ci| ci == "false"),
        "{SERVER} is not set: the PostgreSQL half of the contract must run here"
    );
    SAID.call_once(|| {
        let text = format!("\n*** PostgreSQL was NOT tested: {SERVER} is not set ***\n");
        std::io::stderr().write_all(text.as_bytes()).unwrap();
    });
    None
}

fn database(server: &str, name: &str) -> String {
    PgConnectOptions::from_str(server).unwrap().database(name).to_url_lossy().to_string()
}

async fn tell(server: &str, text: &str) {
    let mut connection = PgConnection::connect(server).await.unwrap();
    sqlx::query(AssertSqlSafe(text.to_owned())).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// A migrated database to copy, named for the migrations it has; kept for the next run.
async fn template(server: &str) -> &'static str {
    static NAME: OnceCell<String> = OnceCell::const_new();
    NAME.get_or_init(async || {
        let migrator = sqlx::migrate::Migrator::new(migrations("postgres")).await.unwrap();
        let sums: Vec<u8> = migrator.iter().flat_map(|m| m.checksum.to_vec()).collect();
        let name = format!("proche_template_{}", &store::hex(&store::sha256(&sums))[..16]);
        let mut connection = PgConnection::connect(server).await.unwrap();
        let lock = "SELECT pg_advisory_lock($1)";
        sqlx::query(lock).bind(TEMPLATE_LOCK).execute(&mut connection).await.unwrap();
        let text = "SELECT COUNT(*) FROM pg_database WHERE datname = $1";
        let there: i64 =
            sqlx::query_scalar(text).bind(&name).fetch_one(&mut connection).await.unwrap();
        if there == 0 {
            let draft = fresh_name();
            tell(server, &format!("CREATE DATABASE {draft} TEMPLATE template0")).await;
            let db = Database::open(&database(server, &draft).parse().unwrap()).await.unwrap();
            db.migrate().await.unwrap();
            db.close().await;
            tell(server, &format!("ALTER DATABASE {draft} RENAME TO {name}")).await;
        }
        connection.close().await.unwrap();
        name
    })
    .await
}

/// The directory of one database's migrations.
pub fn migrations(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations").join(kind)
}
