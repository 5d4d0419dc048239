//! How many help requests a second are taken in over HTTP, each durable before it is answered:
//! read, sealed, stored with its events, its audit links, its receipt in the outbox and its wake-up,
//! at `synchronous=FULL`. Beside it the same rows put into the same schema with a commit each, by a
//! program that does nothing else.
//!
//! `cargo bench -p service-benches --bench intake`; `PROCHE_BENCH_REQUESTS` sets another number.
//! Callers, service and database share the machine's cores.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use dispatch::queue::Queue;
use dispatch::{Clock as _, Dispatch, Parts, Settings, SystemClock};
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use mailer::{CaptureBox, MailFrom, Transport};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Connection as _, SqliteConnection};
use store::{Database, KeyRing, Secret};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use web::{WebSettings, WebState};

/// Requests without another word.
const REQUESTS: usize = 20_000;
/// Callers at a time, each with a connection of its own.
const CALLERS: usize = 64;

fn main() {
    let requests = std::env::var("PROCHE_BENCH_REQUESTS").ok();
    let requests = requests.and_then(|text| text.parse().ok()).unwrap_or(REQUESTS);
    let directory = std::env::temp_dir().join(format!("proche-intake-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("a directory");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let ours = runtime.block_on(service(&directory, requests));
    let theirs = runtime.block_on(commit_each(&directory, requests));
    println!("{requests} requests by {CALLERS} callers");
    println!("  over HTTP, grouped commits: {ours:.0} a second");
    println!("  the same rows, a commit each, without HTTP: {theirs:.0} a second");
    println!("  ratio: {:.2}", ours / theirs);
    let _ = std::fs::remove_dir_all(&directory);
}

async fn service(directory: &Path, requests: usize) -> f64 {
    let file = directory.join("proche.sqlite");
    let url = format!("sqlite:{}", file.display()).parse().expect("an address");
    let database = Database::open(&url).await.expect("a file");
    database.migrate().await.expect("the schema");
    let master = Secret::generate().expect("randomness");
    let ring = KeyRing::open_file(&directory.join("ring.sqlite"), &master).await.expect("a ring");
    let queue = Queue::open_sqlite(&file).await.expect("a queue");
    queue.migrate().await.expect("its schema");
    let from = MailFrom::new("proche@example.org", None).expect("an address");
    let settings = Settings { public_requests: true, ..Settings::default() };
    let parts = Parts {
        database,
        ring,
        clock: Arc::new(SystemClock),
        settings,
        gazetteer: Arc::new(geocoding::Gazetteer::embedded().clone()),
        transport: Transport::Capture(CaptureBox::new(from)),
        site: templates::SiteInfo::default(),
        queue: Some(queue),
    };
    let dispatch = Dispatch::new(parts).await.expect("the service");
    let web = WebSettings { per_network_per_minute: 0, ..WebSettings::default() };
    let app = web::app(WebState::new(dispatch.clone(), web, None));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let server = tokio::spawn(web::serve(listener, app, std::future::pending()));
    let rate = tokio::task::spawn_blocking(move || call(address, requests)).await.expect("calls");
    server.abort();
    dispatch.ring().close().await;
    dispatch.database().close().await;
    rate
}

/// Everybody calls until all requests are in; gives the requests a second.
fn call(address: SocketAddr, requests: usize) -> f64 {
    let needed_by = SystemClock.now() + SignedDuration::from_hours(40);
    let began = Instant::now();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let mut waits = runtime.expect("a runtime").block_on(async {
        let next = AtomicUsize::new(0);
        let callers = (0..CALLERS).map(|_| caller(address, &next, requests, needed_by));
        join_all(callers).await.concat()
    });
    let took = began.elapsed();
    waits.sort();
    let at = |share: usize| waits[(waits.len() - 1) * share / 100];
    println!("answer: median {:?}, p99 {:?}, longest {:?}", at(50), at(99), at(100));
    f64::from(u32::try_from(requests).expect("a number")) / took.as_secs_f64()
}

async fn caller(
    address: SocketAddr,
    next: &AtomicUsize,
    requests: usize,
    needed_by: Timestamp,
) -> Vec<Duration> {
    let stream = TcpStream::connect(address).await.expect("a connection");
    stream.set_nodelay(true).expect("a socket");
    let mut stream = BufReader::new(stream);
    let mut waits = Vec::new();
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= requests {
            return waits;
        }
        let body = format!(
            r#"{{"category":"groceries","contact":{{"name":"Odette {number}","email":"odette{number}@example.org"}},"address":{{"line":"Rue Haute {number}","postcode":"1050","place":"Ixelles","country":"BE"}},"needed_by":"{needed_by}","channel":"web","items":[{{"name":"pain"}},{{"name":"lait","quantity":"2"}}],"consent":{{"version":"1","given":true}}}}"#
        );
        let began = Instant::now();
        let call = format!(
            "POST /api/v1/requests HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(call.as_bytes()).await.expect("a call");
        read_answer(&mut stream).await;
        waits.push(began.elapsed());
    }
}

async fn read_answer(stream: &mut BufReader<TcpStream>) {
    let mut line = String::new();
    stream.read_line(&mut line).await.expect("a status");
    let status = line.clone();
    let mut length = 0;
    loop {
        line.clear();
        stream.read_line(&mut line).await.expect("a header");
        if line == "\r\n" {
            break;
        }
        if let Some((name, value)) = line.split_once(": ")
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().expect("a length");
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.expect("a body");
    assert!(status.contains(" 201 "), "{status}{}", String::from_utf8_lossy(&body));
}

/// The rows of each request in a transaction of their own, in a fresh file of the same schema.
async fn commit_each(directory: &Path, requests: usize) -> f64 {
    let file = directory.join("each.sqlite");
    let url = format!("sqlite:{}", file.display()).parse().expect("an address");
    let database = Database::open(&url).await.expect("a file");
    database.migrate().await.expect("the schema");
    database.close().await;
    let options = SqliteConnectOptions::new()
        .filename(&file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut connection = SqliteConnection::connect_with(&options).await.expect("a connection");
    let attach = format!("ATTACH '{}' AS source", directory.join("proche.sqlite").display());
    sqlx::query(sqlx::AssertSqlSafe(attach)).execute(&mut connection).await.expect("both files");
    let ids: Vec<Vec<u8>> = sqlx::query_scalar("SELECT id FROM source.help_request ORDER BY id")
        .fetch_all(&mut connection)
        .await
        .expect("the requests");
    assert_eq!(ids.len(), requests, "every request that was answered is there");
    let copies = copies();
    let began = Instant::now();
    for id in &ids {
        let mut tx = connection.begin_with("BEGIN IMMEDIATE").await.expect("a transaction");
        for copy in &copies {
            let query = sqlx::query(sqlx::AssertSqlSafe(copy.clone())).bind(id);
            query.execute(&mut *tx).await.expect("a copy");
        }
        tx.commit().await.expect("a commit");
    }
    f64::from(u32::try_from(requests).expect("a number")) / began.elapsed().as_secs_f64()
}

/// What copies one request's rows of each table; its id is the parameter.
fn copies() -> Vec<String> {
    let of_events = "event_seq IN (SELECT seq FROM source.event WHERE request_id = $1)";
    let rows = [
        ("help_request", "id = $1"),
        ("event", "request_id = $1"),
        ("audit", of_events),
        ("link", "target = $1"),
        ("notification", "request_id = $1"),
    ];
    rows.map(|(table, of)| format!("INSERT INTO {table} SELECT * FROM source.{table} WHERE {of}"))
        .to_vec()
}
