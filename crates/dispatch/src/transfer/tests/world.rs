//! A service on a throw-away database of either kind.

use std::path::PathBuf;
use std::sync::Arc;

use geocoding::Gazetteer;
use mailer::{CaptureBox, MailFrom, Transport};
use sqlx::postgres::{PgConnectOptions, PgPool};
use sqlx::{AssertSqlSafe, ConnectOptions as _};
use store::{Database, KeyRing, Secret};
use uuid::Uuid;

use crate::transfer::{ExportFormat, ExportKind, ImportFailure, ImportOptions, ImportReport};
use crate::{Dispatch, ManualClock, Parts, Settings};

/// The service, and what has to go with it.
pub struct World {
    pub dispatch: Dispatch,
    pub clock: Arc<ManualClock>,
    directory: PathBuf,
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

fn fresh_directory() -> PathBuf {
    let directory = std::env::temp_dir().join(format!("transfer-{}", Uuid::now_v7().simple()));
    std::fs::create_dir_all(&directory).unwrap();
    directory
}

/// Databases of their own: a file, and one on the server that `PROCHE_TEST_POSTGRES` names, if any.
pub async fn worlds() -> Vec<World> {
    let mut worlds = vec![on_sqlite().await];
    worlds.extend(on_postgres().await);
    worlds
}

pub async fn on_sqlite() -> World {
    let directory = fresh_directory();
    let url = format!("sqlite:{}", directory.join("proche.sqlite").display());
    let database = Database::open(&url.parse().unwrap()).await.unwrap();
    let ring = directory.join("keys.sqlite");
    let ring = KeyRing::open_file(&ring, &Secret::generate().unwrap()).await.unwrap();
    over(database, ring, directory).await
}

async fn on_postgres() -> Option<World> {
    let server: PgConnectOptions = std::env::var("PROCHE_TEST_POSTGRES").ok()?.parse().unwrap();
    let name = format!("transfer_{}", Uuid::now_v7().simple());
    let pool = PgPool::connect_with(server.clone()).await.unwrap();
    let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
    sqlx::raw_sql(create).execute(&pool).await.unwrap();
    let url = server.database(&name).to_url_lossy().to_string();
    let database = Database::open(&url.parse().unwrap()).await.unwrap();
    let Database::Postgres(pool) = &database else { unreachable!("the address is PostgreSQL's") };
    let ring = KeyRing::open_schema(pool.clone(), &Secret::generate().unwrap()).await.unwrap();
    Some(over(database, ring, fresh_directory()).await)
}

async fn over(database: Database, ring: KeyRing, directory: PathBuf) -> World {
    database.migrate().await.unwrap();
    let clock = Arc::new(ManualClock::at("2026-11-24T09:00:00Z".parse().unwrap()));
    let from = MailFrom::new("proche@example.org", Some("proche")).unwrap();
    let parts = Parts {
        database,
        ring,
        clock: clock.clone(),
        settings: Settings::default(),
        gazetteer: Arc::new(Gazetteer::embedded().clone()),
        transport: Transport::Capture(CaptureBox::new(from)),
        site: templates::SiteInfo { name: "proche".to_owned(), ..Default::default() },
        queue: None,
    };
    World { dispatch: Dispatch::new(parts).await.unwrap(), clock, directory }
}

impl World {
    pub async fn volunteers(&self, csv: &[u8]) -> Result<ImportReport, ImportFailure> {
        self.dispatch.import_volunteers(csv, ImportOptions::default(), &mut |_, _| {}).await
    }

    pub async fn requests(&self, csv: &[u8]) -> Result<ImportReport, ImportFailure> {
        self.dispatch.import_requests(csv, ImportOptions::default(), &mut |_, _| {}).await
    }

    pub async fn export(&self, what: ExportKind, format: ExportFormat) -> String {
        let mut bytes = Vec::new();
        self.dispatch.export(what, format, &mut bytes).await.unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// Volunteers of every status.
    pub async fn volunteer_count(&self) -> i64 {
        let counts = self.dispatch.read().await.unwrap().volunteer_counts().await.unwrap();
        counts.iter().map(|(_, count)| count).sum()
    }

    pub async fn staged_rows(&self) -> i64 {
        self.dispatch.read().await.unwrap().staged_rows().await.unwrap()
    }
}

/// The lines of what went wrong.
pub fn lines(result: Result<ImportReport, ImportFailure>) -> Vec<String> {
    let failure = result.expect_err("something is wrong with the file");
    failure.to_string().lines().map(str::to_owned).collect()
}
