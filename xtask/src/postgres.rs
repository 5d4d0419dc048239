//! A `PostgreSQL` cluster for the tests: its own directory and port, no durability, gone afterwards.

use std::ffi::OsStr;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::programs::is_root;

/// `PostgreSQL` refuses root; Debian's package brings this user.
const SERVER_USER: &str = "postgres";
/// Another process may take the free port first.
const ATTEMPTS: u32 = 3;
const SETTINGS: [&str; 5] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=400",
    "shared_buffers=64MB",
];

/// A running cluster; dropping it stops the server and removes its files.
pub struct Cluster {
    port: u16,
    directory: PathBuf,
    sweeper: Child,
}

impl Cluster {
    /// Makes a cluster under the temporary directory and waits until it answers.
    ///
    /// The user is `postgres` and needs no password; only 127.0.0.1 and a socket in the cluster's
    /// directory are listened on.
    pub fn start(server: &Path) -> Result<Self> {
        let name = format!("proche-postgres-{}", std::process::id());
        let directory = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&directory)
            .with_context(|| format!("{} cannot be made", directory.display()))?;
        let sweeper = sweeper(server, &directory)?;
        let mut cluster = Self { port: 0, directory, sweeper };
        cluster.initialise(server)?;
        for _ in 0..ATTEMPTS {
            cluster.port = free_port()?;
            if cluster.listen(server)? {
                return Ok(cluster);
            }
        }
        let log = std::fs::read_to_string(cluster.directory.join("log")).unwrap_or_default();
        bail!("PostgreSQL does not start:\n{log}");
    }

    /// Tells a command where the cluster is.
    pub fn announce(&self, command: &mut Command) {
        let url = format!("postgres://{SERVER_USER}@127.0.0.1:{}/postgres", self.port);
        command
            .env("PROCHE_TEST_POSTGRES", url)
            .env("PGHOST", "127.0.0.1")
            .env("PGPORT", self.port.to_string())
            .env("PGUSER", SERVER_USER);
    }

    fn initialise(&self, server: &Path) -> Result<()> {
        if is_root() {
            let owner = Command::new("chown").arg(SERVER_USER).arg(&self.directory).status();
            if !owner.is_ok_and(|status| status.success()) {
                bail!("there is no user {SERVER_USER}, and PostgreSQL refuses to run as root");
            }
        }
        let initdb = server.join("initdb");
        let output = as_server_user(initdb.as_os_str(), &self.directory)
            .args(["--auth=trust", "-E", "UTF8", "--locale=C", "-U", SERVER_USER])
            .args(["--no-sync", "-D"])
            .arg(self.directory.join("data"))
            .output()
            .context("initdb cannot be run")?;
        if !output.status.success() {
            bail!("initdb failed: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok(())
    }

    /// Starts the server; false when it gave up, for example for a port that is taken.
    fn listen(&self, server: &Path) -> Result<bool> {
        let socket = self.directory.display();
        let settings = SETTINGS.map(|setting| format!("-c {setting}")).join(" ");
        let options = format!("-h 127.0.0.1 -p {} -k {socket} {settings}", self.port);
        let status = as_server_user(server.join("pg_ctl").as_os_str(), &self.directory)
            .args(["start", "-s", "-w", "-t", "60", "-D"])
            .arg(self.directory.join("data"))
            .arg("-l")
            .arg(self.directory.join("log"))
            .args(["-o", &options])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .context("pg_ctl cannot be run")?;
        Ok(status.success())
    }
}

impl Drop for Cluster {
    /// Lets the sweeper begin, and waits until it is done.
    fn drop(&mut self) {
        drop(self.sweeper.stdin.take());
        if self.sweeper.wait().is_err() || self.directory.exists() {
            eprintln!("{} is left behind", self.directory.display());
        }
    }
}

/// A shell that stops the server and removes its files as soon as this process is gone.
///
/// It waits for the end of its input, which comes when this process ends in any way, and ignores
/// the signals of a terminal; so nothing is left after Ctrl-C or a kill either.
fn sweeper(server: &Path, directory: &Path) -> Result<Child> {
    const SCRIPT: &str = r#"
        trap '' INT TERM HUP
        read -r _
        if [ -e "$2/data/postmaster.pid" ]; then
            if [ "$(id -u)" = 0 ]; then
                runuser -u postgres -- "$1/pg_ctl" stop -s -w -m immediate -D "$2/data"
            else
                "$1/pg_ctl" stop -s -w -m immediate -D "$2/data"
            fi
        fi
        rm -rf "$2"
    "#;
    Command::new("sh")
        .args(["-c", SCRIPT, "sweeper"])
        .args([server, directory])
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("sh cannot be run")
}

fn as_server_user(program: &OsStr, directory: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", SERVER_USER, "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir(directory);
    command
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no free port on 127.0.0.1")?;
    Ok(listener.local_addr().context("the free port has no address")?.port())
}
