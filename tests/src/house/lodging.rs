//! Where a house keeps its data: a fresh database of either kind.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::Once;

use jiff::Timestamp;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
use store::{Database, KeyRing, Secret, ordered_id};
use tokio::sync::OnceCell;

/// Where a PostgreSQL server for tests is.
const SERVER: &str = "PROCHE_TEST_POSTGRES";

/// A kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded default.
    Sqlite,
    /// A server.
    Postgres,
}

impl Engine {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];
}

/// A database that nobody else uses, while nobody has it open.
pub struct Lodging {
    /// A directory of its own; on PostgreSQL too.
    pub directory: PathBuf,
    /// The server and the name of the database; none on SQLite.
    postgres: Option<(String, String)>,
    /// Whether it is somebody else's, who removes it.
    is_shared: bool,
}

impl Lodging {
    /// A fresh one; none where there is no PostgreSQL, which is said on stderr.
    pub async fn fresh(engine: Engine) -> Option<Self> {
        let name = fresh_name();
        let postgres = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => {
                let server = server()?;
                let from = template(&server).await;
                tell(&server, &format!("CREATE DATABASE {name} TEMPLATE {from}")).await;
                Some((server, name.clone()))
            }
        };
        let directory = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&directory).unwrap();
        Some(Self { directory, postgres, is_shared: false })
    }

    /// A copy, made while nobody has the original open.
    pub async fn copy(&self) -> Self {
        let name = fresh_name();
        let directory = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&directory).unwrap();
        for entry in std::fs::read_dir(&self.directory).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), directory.join(entry.file_name())).unwrap();
        }
        let postgres = match &self.postgres {
            None => None,
            Some((server, original)) => {
                tell(server, &format!("CREATE DATABASE {name} TEMPLATE {original}")).await;
                Some((server.clone(), name))
            }
        };
        Self { directory, postgres, is_shared: false }
    }

    /// The same for a further node, which leaves removing it to this one.
    #[must_use]
    pub fn shared(&self) -> Self {
        let (directory, postgres) = (self.directory.clone(), self.postgres.clone());
        Self { directory, postgres, is_shared: true }
    }

    /// Whether another one removes it.
    pub fn is_shared(&self) -> bool {
        self.is_shared
    }

    /// Removes it.
    pub async fn clear(self) {
        if let Some((server, name)) = &self.postgres {
            tell(server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }

    /// The address of the database, as `database.url` takes it.
    pub fn url(&self) -> String {
        match &self.postgres {
            Some((server, name)) => address(server, name),
            None => format!("sqlite:{}", self.directory.join("proche.sqlite").display()),
        }
    }

    /// Opens the database, migrated, and its key ring.
    pub(super) async fn open(&self) -> (Database, KeyRing) {
        let master = Secret::new([7; 32]);
        if let Some((server, name)) = &self.postgres {
            let url = address(server, name).parse().unwrap();
            let database = Database::open(&url).await.unwrap();
            let Database::Postgres(pool) = &database else { unreachable!("as it was opened") };
            let ring = KeyRing::open_schema(pool.clone(), &master).await.unwrap();
            return (database, ring);
        }
        let file = |name: &str| self.directory.join(name);
        let database = Database::open_throw_away(&file("proche.sqlite")).await.unwrap();
        database.migrate().await.unwrap();
        let ring = KeyRing::open_throw_away(&file("keyring.sqlite"), &master).await.unwrap();
        (database, ring)
    }

    /// The one number that a query gives.
    pub(super) async fn number(&self, database: &Database, query: &str) -> i64 {
        let query = AssertSqlSafe(query.to_owned());
        match database {
            Database::Sqlite { readers, .. } => {
                sqlx::query_scalar(query).fetch_one(readers).await.unwrap()
            }
            Database::Postgres(pool) => sqlx::query_scalar(query).fetch_one(pool).await.unwrap(),
        }
    }
}

impl Drop for Lodging {
    /// Its files go even where a test fails; a database on a server goes with [`Lodging::clear`].
    fn drop(&mut self) {
        if !self.is_shared {
            let _ = std::fs::remove_dir_all(&self.directory);
        }
    }
}

/// A name that no other test has.
fn fresh_name() -> String {
    format!("proche_house_{}", ordered_id(Timestamp::UNIX_EPOCH).unwrap().simple())
}

fn address(server: &str, name: &str) -> String {
    PgConnectOptions::from_str(server).unwrap().database(name).to_url_lossy().to_string()
}

/// The server's address; without one says so past the capture of the test harness.
fn server() -> Option<String> {
    static SAID: Once = Once::new();
    if let Ok(server) = std::env::var(SERVER) {
        return Some(server);
    }
    let must = std::env::var("CI").is_ok_and(|ci| ci != "false" && !ci.is_empty());
    assert!(!must, "{SERVER} is not set: the journeys must run on PostgreSQL here");
    SAID.call_once(|| {
        let text = format!("\n*** PostgreSQL was NOT tested: {SERVER} is not set ***\n");
        std::io::stderr().write_all(text.as_bytes()).unwrap();
    });
    None
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
        let name = format!("proche_house_{}", &migrations_hash()[..16]);
        let mut connection = PgConnection::connect(server).await.unwrap();
        let lock = "SELECT pg_advisory_lock(7070670098)";
        sqlx::query(lock).execute(&mut connection).await.unwrap();
        let text = "SELECT COUNT(*) FROM pg_database WHERE datname = $1";
        let there: i64 =
            sqlx::query_scalar(text).bind(&name).fetch_one(&mut connection).await.unwrap();
        if there == 0 {
            let draft = fresh_name();
            tell(server, &format!("CREATE DATABASE {draft} TEMPLATE template0")).await;
            let database = Database::open(&address(server, &draft).parse().unwrap()).await.unwrap();
            database.migrate().await.unwrap();
            database.close().await;
            tell(server, &format!("ALTER DATABASE {draft} RENAME TO {name}")).await;
        }
        connection.close().await.unwrap();
        name
    })
    .await
}

/// A hash of every migration of PostgreSQL, in order.
fn migrations_hash() -> String {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations/postgres");
    let entries = std::fs::read_dir(directory).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let all: Vec<u8> = files.iter().flat_map(|file| std::fs::read(file).unwrap()).collect();
    store::hex(&store::sha256(&all))
}
