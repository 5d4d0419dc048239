//! A service with open requests, and alerts that wait to be sent.

use std::fmt::{self, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use dispatch::queue::Queue;
use dispatch::{
    Actor, AddressInput, Clock as _, ConsentInput, Dispatch, HelpRequestInput, ImportOptions,
    Parts, Settings, SystemClock,
};
use jiff::SignedDuration;
use mailer::{MailFrom, MailSettings, Transport, TransportKind};
use matching::{AlertId, AlertStatus, RequestId, VolunteerId};
use sqlx::Connection as _;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteSynchronous};
use store::{Alert, Database, KeyRing, Notification, Secret, ordered_id};

const VOLUNTEERS: usize = 2_000;
/// Conversations with the relay at a time.
const CONNECTIONS: usize = 8;
/// Rows of one transaction.
const AT_ONCE: usize = 5_000;

/// A fresh database.
pub enum Place {
    Sqlite { directory: PathBuf },
    Postgres { server: String, url: String, directory: PathBuf },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite { .. } => "SQLite",
            Self::Postgres { .. } => "PostgreSQL",
        })
    }
}

impl Place {
    /// One of each kind that is at hand.
    pub fn all() -> Vec<Self> {
        let directory = std::env::temp_dir().join(format!("proche-outbox-{}", std::process::id()));
        let mut all = vec![Self::Sqlite { directory: directory.join("sqlite") }];
        if let Ok(server) = std::env::var("PROCHE_TEST_POSTGRES") {
            let (before, _) = server.rsplit_once('/').expect("a database in the address");
            let url = format!("{before}/proche_outbox_{}", std::process::id());
            let url = match server.split_once('?') {
                Some((_, options)) => format!("{url}?{options}"),
                None => url,
            };
            all.push(Self::Postgres { server, url, directory: directory.join("postgres") });
        }
        all
    }

    fn directory(&self) -> &Path {
        match self {
            Self::Sqlite { directory } | Self::Postgres { directory, .. } => directory,
        }
    }

    pub async fn prepared(self) -> Self {
        std::fs::create_dir_all(self.directory()).expect("a directory");
        if let Self::Postgres { server, .. } = &self {
            tell(server, &format!("CREATE DATABASE {}", name())).await;
        }
        self
    }

    pub async fn clear(self) {
        let _ = std::fs::remove_dir_all(self.directory());
        if let Self::Postgres { server, .. } = &self {
            tell(server, &format!("DROP DATABASE {} WITH (FORCE)", name())).await;
        }
    }
}

fn name() -> String {
    format!("proche_outbox_{}", std::process::id())
}

async fn tell(server: &str, text: &str) {
    let mut connection = sqlx::PgConnection::connect(server).await.expect("a server");
    let text = sqlx::AssertSqlSafe(text.to_owned());
    sqlx::query(text).execute(&mut connection).await.expect("it is done");
}

/// A pool as durable as the service's.
pub async fn sqlite_pool(file: &Path) -> SqlitePool {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(20));
    SqlitePool::connect_with(options).await.expect("a file")
}

/// The service, and what it owes.
pub struct Stage {
    pub dispatch: Dispatch,
    pub queue: Queue,
    volunteers: Vec<VolunteerId>,
    requests: Vec<RequestId>,
}

impl Stage {
    /// A service over the place that owes so many alerts.
    pub async fn set(place: &Place, relay: SocketAddr, waiting: usize) -> Self {
        let (dispatch, queue) = service(place, relay).await;
        let file = people();
        let options = ImportOptions { dry_run: false };
        let import = dispatch.import_volunteers(file.as_bytes(), options, &mut |_, _| {}).await;
        assert_eq!(import.expect("the import").imported, VOLUNTEERS as u64);
        let mut tx = dispatch.database().read().await.expect("a picture");
        let filter = store::VolunteerFilter { limit: 10_000, ..Default::default() };
        let volunteers = tx.volunteers(&filter).await.expect("volunteers");
        drop(tx);
        let volunteers = volunteers.iter().map(|own| own.id).collect();
        let mut stage = Self { dispatch, queue, volunteers, requests: Vec::new() };
        // A few more for those that are owed one at a time.
        for _ in 0..=waiting.div_ceil(VOLUNTEERS) {
            let id = stage.post().await;
            stage.requests.push(id);
        }
        let all: Vec<usize> = (0..waiting).collect();
        for some in all.chunks(AT_ONCE) {
            stage.owe(some).await;
        }
        stage
    }

    async fn post(&self) -> RequestId {
        let input = HelpRequestInput {
            category: "groceries".to_owned(),
            name: "Odette".to_owned(),
            phone: Some("+32470000000".to_owned()),
            address: Some(AddressInput {
                line: None,
                postcode: "1050".to_owned(),
                place: "Ixelles".to_owned(),
                country: "BE".to_owned(),
            }),
            needed_by: (SystemClock.now() + SignedDuration::from_hours(30)).to_string(),
            channel: "phone".to_owned(),
            consent: ConsentInput { version: "1".to_owned(), given: true, ..Default::default() },
            ..HelpRequestInput::default()
        };
        let posted = self.dispatch.post_help_request(&Actor::System, &input, None).await;
        posted.expect("a request").id
    }

    /// Owes one more.
    pub async fn owe_one(&self, number: usize) {
        self.owe(&[(self.requests.len() - 1) * VOLUNTEERS + number]).await;
    }

    async fn owe(&self, numbers: &[usize]) {
        let now = SystemClock.now();
        let mut tx = self.dispatch.database().write().await.expect("a transaction");
        for number in numbers {
            let request_id = self.requests[number / VOLUNTEERS];
            let volunteer_id = self.volunteers[number % VOLUNTEERS];
            let alert = Alert {
                id: AlertId(ordered_id(now).expect("an id")),
                request_id,
                volunteer_id,
                wave: 1,
                status: AlertStatus::Queued,
                distance_m: Some(800),
                reasons: "[]".to_owned(),
                created_at: now,
                sent_at: None,
                answer_by: now + SignedDuration::from_hours(20),
                expires_at: now + SignedDuration::from_hours(30),
                answered_at: None,
                decline_reason: None,
                withdrawn_at: None,
                chance_ppm: None,
                exposure_ppm: None,
            };
            tx.insert_alert(&alert).await.expect("an alert");
            let mail = Notification {
                id: matching::NotificationId(ordered_id(now).expect("an id")),
                dedupe_key: format!("alert:{request_id}:{volunteer_id}:1"),
                kind: "alert".to_owned(),
                rank: 3,
                volunteer_id: Some(volunteer_id),
                request_id: Some(request_id),
                alert_id: Some(alert.id),
                engagement_id: None,
                account_id: None,
                data: "{}".to_owned(),
                next_attempt_at: now,
                not_after: Some(alert.expires_at),
                created_at: now,
                attempts: 0,
                possible_duplicate: false,
                fence: 0,
            };
            tx.owe(&mail).await.expect("a mail");
        }
        tx.commit().await.expect("a commit");
    }

    /// Nothing is owed any more.
    pub async fn empty(&self) {
        let text = "UPDATE notification SET state = 'dropped', lease_until = NULL";
        match self.dispatch.database() {
            Database::Sqlite { writer, .. } => {
                let mut connection = writer.apart().await.expect("the connection");
                sqlx::query(text).execute(&mut *connection).await.expect("it is done");
            }
            Database::Postgres(pool) => {
                sqlx::query(text).execute(pool).await.expect("it is done");
            }
        }
    }
}

async fn service(place: &Place, relay: SocketAddr) -> (Dispatch, Queue) {
    let master = Secret::generate().expect("randomness");
    let file = place.directory().join("proche.sqlite");
    let address = match place {
        Place::Sqlite { .. } => format!("sqlite:{}", file.display()),
        Place::Postgres { url, .. } => url.clone(),
    };
    let database = Database::open(&address.parse().expect("an address")).await.expect("a database");
    database.migrate().await.expect("the schema");
    let (ring, queue) = match place {
        Place::Sqlite { directory } => {
            let ring = KeyRing::open_file(&directory.join("ring.sqlite"), &master).await;
            (ring.expect("a ring"), Queue::open_sqlite(&file).await.expect("a queue"))
        }
        Place::Postgres { url, .. } => {
            let pool = PgPoolOptions::new().max_connections(8).connect(url).await.expect("a pool");
            let ring = KeyRing::open_schema(pool.clone(), &master).await.expect("a ring");
            (ring, Queue::postgres(pool))
        }
    };
    queue.migrate().await.expect("its schema");
    let mut mail = MailSettings::new(MailFrom::new("proche@example.org", None).expect("a sender"));
    mail.transport = TransportKind::Smtp;
    mail.smtp_url = Some(format!("smtp://{relay}?tls=none"));
    mail.pool_size = CONNECTIONS;
    let parts = Parts {
        database,
        ring,
        clock: Arc::new(SystemClock),
        settings: Settings::default(),
        gazetteer: Arc::new(geocoding::Gazetteer::embedded().clone()),
        transport: Transport::from_settings(&mail).expect("a transport"),
        site: templates::SiteInfo::default(),
        queue: Some(queue.clone()),
    };
    (Dispatch::new(parts).await.expect("the service"), queue)
}

fn people() -> String {
    let mut file = String::from(
        "name,email,lat,lon,radius_km,categories,languages,capacity,consent_source,consent_at\n",
    );
    let now = SystemClock.now();
    for number in 0..VOLUNTEERS {
        let language = ["fr", "nl", "en", "de", "uk"][number % 5];
        writeln!(
            file,
            "V {number},v{number}@example.org,50.83,4.37,5,groceries,{language},2,bench,{now}"
        )
        .expect("memory");
    }
    file
}
