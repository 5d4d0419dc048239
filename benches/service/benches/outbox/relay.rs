//! A relay that takes everything, and counts.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Notify;

use crate::Shared;

/// A thread a connection; what comes at once is answered at once.
pub struct Relay {
    address: SocketAddr,
    counts: Shared<Counts>,
}

#[derive(Default)]
struct Counts {
    begun: AtomicUsize,
    taken: AtomicUsize,
    told: Notify,
}

impl Relay {
    /// Listens on a port of its own.
    pub fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let counts = Shared::<Counts>::default();
        let own = counts.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let own = own.clone();
                std::thread::spawn(move || attend(stream, &own));
            }
        });
        Self { address, counts }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Messages that were taken over.
    pub fn taken(&self) -> usize {
        self.counts.taken.load(Ordering::SeqCst)
    }

    /// Messages that were announced.
    pub fn begun(&self) -> usize {
        self.counts.begun.load(Ordering::SeqCst)
    }

    /// Waits until so many were announced.
    pub async fn wait_for(&self, count: usize) {
        loop {
            let told = self.counts.told.notified();
            if self.begun() >= count {
                return;
            }
            told.await;
        }
    }
}

fn attend(stream: TcpStream, counts: &Counts) -> std::io::Result<()> {
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
                counts.taken.fetch_add(1, Ordering::SeqCst);
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
            (false, [b'M' | b'm', ..]) => {
                counts.begun.fetch_add(1, Ordering::SeqCst);
                counts.told.notify_waiters();
                said.extend_from_slice(b"250 2.1.0 ok\r\n");
            }
            _ => said.extend_from_slice(b"250 2.1.0 ok\r\n"),
        }
        // Answers go out together once nothing more has come.
        if !said.is_empty() && lines.buffer().is_empty() {
            out.write_all(&said)?;
            said.clear();
        }
    }
}
