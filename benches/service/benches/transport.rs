//! How many prebuilt, unsigned messages a second go over one connection to a relay, and over eight;
//! beside lettre's own pool, to the same relay on this machine, in the same run.
//!
//! `cargo bench -p service-benches --bench transport`. The relay takes a share of the same cores.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::future::join_all;
use jiff::Timestamp;
use lettre::address::Envelope;
use lettre::transport::smtp::PoolConfig;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use mailer::{Composed, MailFrom, Outgoing, Relay, SmtpPool};

const FROM: &str = "proche@proche.example";
const TO: &str = "ines@helps.example";
const OURS: usize = 20_000;
const THEIRS: usize = 100;

fn main() {
    let relay = relay();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let theirs = runtime.block_on(lettres(relay));
    let one = runtime.block_on(ours(relay, 1));
    let eight = runtime.block_on(ours(relay, 8));
    println!("lettre's pool, one connection: {theirs:.0} messages a second");
    println!("ours, one connection: {one:.0} ({:.0} times)", one / theirs);
    println!("ours, eight connections: {eight:.0}");
}

fn rate(count: usize, took: Duration) -> f64 {
    f64::from(u32::try_from(count).expect("a number")) / took.as_secs_f64()
}

fn mail() -> Outgoing {
    let text = "Bonjour Inès,\n\nune personne près de chez vous a besoin de courses.\n".repeat(8);
    Outgoing {
        message_id: "<0190b5d2-7f4e-7c3a-9f00-000000000001@proche.example>".to_owned(),
        kind: "alert".to_owned(),
        to: TO.to_owned(),
        subject: "Des courses, à moins d'un kilomètre".to_owned(),
        html: format!("<p>{}</p>", text.replace('\n', "<br>")),
        text,
        unsubscribe: None,
        language: "fr".to_owned(),
        calendar: None,
    }
}

async fn ours(relay: SocketAddr, connections: usize) -> f64 {
    let from = MailFrom::new(FROM, None).expect("an address");
    let built = Composed::new(&mail(), &from, Timestamp::UNIX_EPOCH).expect("a message");
    let built = Arc::new(built);
    let url = Relay::parse(&format!("smtp://{relay}?tls=none")).expect("a relay");
    let pool = SmtpPool::new(url, from, connections, Duration::from_secs(5)).expect("a pool");
    let began = Instant::now();
    let carriers = (0..connections).map(|_| {
        let (pool, built) = (pool.clone(), built.clone());
        tokio::spawn(async move {
            for _ in 0..OURS / connections {
                pool.deliver(&built).await.expect("it is taken");
            }
        })
    });
    join_all(carriers).await.into_iter().for_each(|done| done.expect("a carrier"));
    let rate = rate(OURS, began.elapsed());
    pool.close().await;
    rate
}

async fn lettres(relay: SocketAddr) -> f64 {
    let pool = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(relay.ip().to_string())
        .port(relay.port())
        .pool_config(PoolConfig::new().max_size(1))
        .build();
    let from = MailFrom::new(FROM, None).expect("an address");
    let built = Composed::new(&mail(), &from, Timestamp::UNIX_EPOCH).expect("a message");
    let parties = [FROM, TO].map(|address| address.parse().expect("an address"));
    let [sender, recipient] = parties;
    let envelope = Envelope::new(Some(sender), vec![recipient]).expect("an envelope");
    let began = Instant::now();
    for _ in 0..THEIRS {
        pool.send_raw(&envelope, built.bytes()).await.expect("it is taken");
    }
    rate(THEIRS, began.elapsed())
}

/// A relay that takes everything: a thread a connection, answers at once what comes at once.
fn relay() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || attend(stream));
        }
    });
    address
}

fn attend(stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::with_capacity(1 << 16, stream);
    out.write_all(b"220 relay\r\n")?;
    let (mut line, mut said, mut content) = (Vec::new(), Vec::new(), false);
    loop {
        line.clear();
        if lines.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        match (content, line.as_slice()) {
            (true, b".\r\n") => {
                content = false;
                said.extend_from_slice(b"250 2.0.0 taken\r\n");
            }
            (true, _) => {}
            (false, [b'E' | b'e', ..]) => {
                said.extend_from_slice(b"250-relay\r\n250 PIPELINING\r\n");
            }
            (false, [b'D' | b'd', ..]) => {
                content = true;
                said.extend_from_slice(b"354 go on\r\n");
            }
            (false, [b'Q' | b'q', ..]) => return out.write_all(b"221 bye\r\n"),
            _ => said.extend_from_slice(b"250 2.1.0 ok\r\n"),
        }
        // Answers go out together once nothing more has come.
        if !said.is_empty() && lines.buffer().is_empty() {
            out.write_all(&said)?;
            said.clear();
        }
    }
}
