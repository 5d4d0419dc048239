//! Canaries: what is said of invented people must be read nowhere but where it belongs.
//!
//! Every word about the person who asks is one of [`SECRETS`], every volunteer's address ends in
//! [`HELPERS`]. At the end of each journey nothing of it stands in the log, in another's mail, in
//! the files of the database, in its tables or in a backup.

use std::io;
use std::sync::{Mutex, PoisonError};

use sqlx::AssertSqlSafe;
use store::Database;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, fmt};

use super::House;
use super::mailbox::mentions;
use super::people::SECRETS;

/// How every volunteer's address ends.
const HELPERS: &str = "@helps.example";
/// How the addresses of people begin who are called like the person who asks: a person's own mail
/// may greet them by name.
const HERS: &str = "canarelle";
/// What even her own mails do not repeat.
const NOT_EVEN_TO_HER: [&str; 5] =
    ["470998877", "470 99 88 77", "rue du Serin", "marmelade", "yellow-feather"];
/// Lines of the log that told too much.
static TOLD: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Reads every line of the log and keeps those that tell too much.
#[derive(Clone, Copy)]
struct Listener;

impl io::Write for Listener {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if let Some(secret) = first_of(line, all_secrets()) {
            let line = format!("{secret}: {}", String::from_utf8_lossy(line));
            TOLD.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Listener {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        *self
    }
}

/// Starts the log of this process, listened to; only the first house does so.
pub(super) fn start_log() {
    let ours =
        ["dispatch", "geocoding", "mailer", "matching", "proche", "store", "templates", "web"];
    let ours = ours.map(|name| (name, LevelFilter::TRACE));
    let heard = Targets::new().with_default(LevelFilter::INFO).with_targets(ours);
    let shown = fmt::layer().with_test_writer().with_filter(LevelFilter::WARN);
    let listener = fmt::layer().with_ansi(false).with_writer(Listener).with_filter(heard);
    let _ = tracing_subscriber::registry().with(shown).with(listener).try_init();
}

fn all_secrets() -> impl Iterator<Item = &'static str> {
    SECRETS.into_iter().chain([HELPERS])
}

/// The first of some words that stands in these bytes, in whatever case, or as hexadecimal digits.
pub fn first_of<'s>(bytes: &[u8], words: impl Iterator<Item = &'s str>) -> Option<&'s str> {
    let bytes = bytes.to_ascii_lowercase();
    let stands = |word: &str| bytes.windows(word.len()).any(|part| part == word.as_bytes());
    words.into_iter().find(|word| {
        let word = word.to_ascii_lowercase();
        stands(&word) || stands(&store::hex(word.as_bytes()))
    })
}

impl House {
    /// No canary is where it does not belong.
    pub async fn assert_no_canary(&self) {
        let told = TOLD.lock().unwrap_or_else(PoisonError::into_inner).clone();
        assert!(told.is_empty(), "the log tells {told:?}");
        self.assert_mails_keep_secrets();
        for (place, bytes) in self.everything_stored().await {
            if let Some(secret) = first_of(&bytes, all_secrets()) {
                panic!("{secret} lies open in {place}");
            }
        }
    }

    fn assert_mails_keep_secrets(&self) {
        for mail in self.sink.messages() {
            let hers = mail.to.iter().all(|to| to.starts_with(HERS));
            let secrets = if hers { NOT_EVEN_TO_HER.as_slice() } else { SECRETS.as_slice() };
            let kind = mail.kind();
            for secret in secrets {
                assert!(!mentions(&mail, secret), "{secret} in {kind:?} to {:?}", mail.to);
            }
            let mut text = String::from_utf8_lossy(&mail.raw).into_owned();
            for own in &mail.to {
                text = text.replace(own.as_str(), "");
            }
            assert!(!text.contains(HELPERS), "another's address in {kind:?} to {:?}", mail.to);
        }
    }

    /// The files of the database and of the key ring, or the tables of a server; and a backup.
    async fn everything_stored(&self) -> Vec<(String, Vec<u8>)> {
        let mut all = vec![("a backup".to_owned(), self.picture().await.join("\n").into_bytes())];
        for entry in std::fs::read_dir(&self.lodging.directory).unwrap() {
            let path = entry.unwrap().path();
            all.push((path.display().to_string(), std::fs::read(&path).unwrap_or_default()));
        }
        if let Database::Postgres(pool) = self.dispatch.database() {
            let tables = "SELECT format('%I.%I', table_schema, table_name) \
                FROM information_schema.tables WHERE table_type = 'BASE TABLE' \
                AND table_schema NOT IN ('pg_catalog', 'information_schema')";
            let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(pool).await.unwrap();
            for table in tables {
                let rows = format!("SELECT COALESCE(string_agg(t::text, ' '), '') FROM {table} t");
                let rows: String =
                    sqlx::query_scalar(AssertSqlSafe(rows)).fetch_one(pool).await.unwrap();
                all.push((table, rows.into_bytes()));
            }
        }
        all
    }
}
