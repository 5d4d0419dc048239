//! A TCP proxy that misbehaves on demand: it stalls, cuts, cuts in the middle of what is said.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// What the proxy does with the bytes that it carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chaos {
    /// Carries them.
    None,
    /// Holds them back, both ways, and keeps the connections.
    Stall,
    /// Cuts every connection and every new one at once.
    Cut,
    /// Carries half of the next words of each client and cuts it; new connections are carried.
    CutMidway,
}

/// The proxy. Dropping it cuts everything.
pub struct ChaosProxy {
    addr: SocketAddr,
    mode: watch::Sender<Chaos>,
    server: JoinHandle<()>,
}

impl ChaosProxy {
    /// Listens on a free port of this machine before that address.
    ///
    /// # Errors
    /// No port is free.
    pub async fn before(target: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let addr = listener.local_addr()?;
        let (mode, watched) = watch::channel(Chaos::None);
        let server = tokio::spawn(serve(listener, target, watched));
        Ok(Self { addr, mode, server })
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// From now on does this.
    pub fn set(&self, mode: Chaos) {
        self.mode.send_replace(mode);
    }
}

impl Drop for ChaosProxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve(listener: TcpListener, target: SocketAddr, mode: watch::Receiver<Chaos>) {
    let mut connections = JoinSet::new();
    loop {
        if let Ok((client, _)) = listener.accept().await {
            connections.spawn(carry(client, target, mode.clone()));
        }
        while connections.try_join_next().is_some() {}
    }
}

/// Either way's end is the end of both.
async fn carry(client: TcpStream, target: SocketAddr, mode: watch::Receiver<Chaos>) {
    let Ok(server) = TcpStream::connect(target).await else { return };
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    tokio::select! {
        _ = pump(from_client, to_server, mode.clone(), Side::Client) => {}
        _ = pump(from_server, to_client, mode, Side::Server) => {}
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Client,
    Server,
}

async fn pump(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut mode: watch::Receiver<Chaos>,
    side: Side,
) -> io::Result<()> {
    let born_into = *mode.borrow();
    let mut buffer = vec![0; 16_384];
    loop {
        let read = tokio::select! {
            read = from.read(&mut buffer) => read?,
            changed = mode.changed() => {
                let gone = changed.is_err() || *mode.borrow() == Chaos::Cut;
                if gone {
                    return Ok(());
                }
                continue;
            }
        };
        while *mode.borrow_and_update() == Chaos::Stall {
            mode.changed().await.map_err(io::Error::other)?;
        }
        let now = *mode.borrow();
        match now {
            _ if read == 0 => return Ok(()),
            Chaos::Cut => return Ok(()),
            // Who came after the blow is spared.
            Chaos::CutMidway if side == Side::Client && born_into != Chaos::CutMidway => {
                return to.write_all(&buffer[..read / 2]).await;
            }
            _ => to.write_all(&buffer[..read]).await?,
        }
    }
}
