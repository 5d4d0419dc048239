//! The program itself, as a process: started, asked, killed.
#![expect(
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    reason = "whatever goes wrong here fails the test"
)]

use std::path::{Path, PathBuf};
use std::pin::pin;
use std::process::{Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use store::ordered_id;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, ChildStderr, Command};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// The longest a process may take to be ready or to end.
const PATIENCE: Duration = Duration::from_mins(1);

/// A deployment of its own: a data directory, an address, settings in the environment.
pub struct Deployment {
    /// Where its files lie.
    pub directory: PathBuf,
    listen: String,
    settings: Vec<(String, String)>,
    /// Whether the files are another's, who removes them.
    is_beside: bool,
}

/// A running `proche serve`.
pub struct Running {
    child: Child,
    log: Arc<Log>,
    reader: JoinHandle<()>,
}

/// What a process logs, read as it comes: one that nobody reads stands still when the pipe is full.
#[derive(Default)]
struct Log {
    text: Mutex<String>,
    has_ended: AtomicBool,
    grown: Notify,
}

/// What a short command said.
#[derive(Debug)]
pub struct Said {
    /// The exit status; none after a signal.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Deployment {
    /// A fresh one; each setting is a key such as `mail.transport` and its value.
    pub fn fresh(settings: &[(&str, &str)]) -> Self {
        let name =
            format!("proche_program_{}", ordered_id(Timestamp::UNIX_EPOCH).unwrap().simple());
        let directory = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&directory).unwrap();
        let listen = free_address();
        let settings = settings.iter().map(|(key, value)| (variable(key), (*value).to_owned()));
        Self { directory, listen, settings: settings.collect(), is_beside: false }
    }

    /// The same with a further setting.
    #[must_use]
    pub fn with(mut self, key: &str, value: &str) -> Self {
        self.settings.push((variable(key), value.to_owned()));
        self
    }

    /// The address of its API.
    pub fn base(&self) -> String {
        format!("http://{}", self.listen)
    }

    /// A path in its data directory.
    pub fn file(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.args(arguments).current_dir(&self.directory).kill_on_drop(true);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PROCHE_")) {
            command.env_remove(name);
        }
        command.env("NO_COLOR", "1").env("PROCHE_DATA_DIR", &self.directory);
        command.env("PROCHE_SERVER__LISTEN", &self.listen);
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null());
        command
    }

    /// Runs a short command to its end.
    pub async fn say(&self, arguments: &[&str]) -> Said {
        self.say_with(arguments, &[]).await
    }

    /// The same with further settings.
    pub async fn say_with(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Said {
        let mut command = self.command(arguments);
        command.envs(settings.iter().map(|(key, value)| (variable(key), *value)));
        let output: Output = timeout(PATIENCE, command.output()).await.unwrap().unwrap();
        Said {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Starts a command whose end is not waited for; what it says is dropped.
    pub fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Starts the service and waits until it is ready.
    pub async fn serve(&self) -> Running {
        let mut running = self.begin(&["serve"]);
        running.ready().await;
        running
    }

    /// Starts the service and waits for nothing.
    pub fn begin(&self, arguments: &[&str]) -> Running {
        running(self.command(arguments))
    }

    /// The same with its writes, syncs and answers traced into a file; the tracer goes with it.
    pub fn begin_traced(&self, trace: &Path, arguments: &[&str]) -> Running {
        let plain = self.command(arguments);
        let mut command = Command::new("strace");
        command.args(["-D", "-f", "-y", "-s", "2000", "-o"]).arg(trace);
        command.args(["-e", "trace=pwrite64,write,writev,sendto,fsync,fdatasync", "--"]);
        let plain = plain.as_std();
        command.arg(plain.get_program()).args(plain.get_args());
        for (name, value) in plain.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command.current_dir(&self.directory).kill_on_drop(true).stdin(Stdio::null());
        running(command)
    }

    /// The same deployment at an address of its own: a further node.
    #[must_use]
    pub fn beside(&self) -> Self {
        let listen = free_address();
        let (directory, settings) = (self.directory.clone(), self.settings.clone());
        Self { directory, listen, settings, is_beside: true }
    }
}

impl Drop for Deployment {
    /// Its files go even where a test fails.
    fn drop(&mut self) {
        if !self.is_beside {
            let _ = std::fs::remove_dir_all(&self.directory);
        }
    }
}

fn running(mut command: Command) -> Running {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let log = Arc::new(Log::default());
    let reader = tokio::spawn(Arc::clone(&log).read(child.stderr.take().unwrap()));
    Running { child, log, reader }
}

impl Running {
    /// Waits until it is ready.
    pub async fn ready(&mut self) {
        self.log.wait_for(" ready ").await;
    }

    /// The number of the process.
    pub fn id(&self) -> u32 {
        self.child.id().unwrap()
    }

    /// Sends it a signal, such as `STOP`.
    pub fn signal(&self, name: &str) {
        let (signal, id) = (format!("-{name}"), self.id().to_string());
        let told = std::process::Command::new("kill").args([&signal, &id]).status().unwrap();
        assert!(told.success());
    }

    /// SIGKILL: it ends between two instructions.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Tells it to end in order, waits until it has, and gives what it logged.
    pub async fn stop(mut self) -> String {
        self.signal("TERM");
        let status = timeout(PATIENCE, self.child.wait()).await.unwrap().unwrap();
        assert!(status.success(), "{status}");
        self.reader.await.unwrap();
        self.log.text()
    }
}

impl Log {
    async fn read(self: Arc<Self>, log: ChildStderr) {
        let mut lines = BufReader::new(log).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            let mut text = self.text.lock().unwrap();
            text.push_str(&line);
            text.push_str(" \n");
            drop(text);
            self.grown.notify_waiters();
        }
        self.has_ended.store(true, Ordering::SeqCst);
        self.grown.notify_waiters();
    }

    /// Waits until it has this text; the text of an early end is told.
    async fn wait_for(&self, wanted: &str) {
        let found = timeout(PATIENCE, async {
            loop {
                let mut grown = pin!(self.grown.notified());
                grown.as_mut().enable();
                if self.text.lock().unwrap().contains(wanted) {
                    return true;
                }
                if self.has_ended.load(Ordering::SeqCst) {
                    return false;
                }
                grown.await;
            }
        });
        assert!(matches!(found.await, Ok(true)), "the service is not ready:\n{}", self.text());
    }

    fn text(&self) -> String {
        self.text.lock().unwrap().clone()
    }
}

/// An address that nobody listens on.
fn free_address() -> String {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    free.local_addr().unwrap().to_string()
}

/// The environment name of a key.
fn variable(key: &str) -> String {
    format!("PROCHE_{}", key.replace('.', "__").to_uppercase())
}

/// The program beside this test or command, built once when it is missing or older than its sources.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<Option<PathBuf>> = OnceLock::new();
    let built = PROGRAM.get_or_init(|| {
        let own = std::env::current_exe().unwrap();
        let beside = own.parent().unwrap();
        // Tests lie one step deeper than programs.
        let beside = if beside.ends_with("deps") { beside.parent().unwrap() } else { beside };
        let path = beside.join("proche");
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let sources = ["crates", "config", "migrations"].map(|part| newest(&root.join(part)));
        let fresh = changed(&path) > sources.into_iter().flatten().max();
        (fresh || build(&root, beside.ends_with("release"))).then_some(path)
    });
    built.as_ref().expect("the program is built")
}

fn build(root: &Path, release: bool) -> bool {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = std::process::Command::new(cargo);
    // What the test runner says about its own package would have half the workspace built anew.
    let own = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in std::env::vars().filter(|(name, _)| own(name)) {
        build.env_remove(name);
    }
    build.args(["build", "--workspace", "--bin", "proche"]).args(release.then_some("--release"));
    build.current_dir(root).status().unwrap().success()
}

fn changed(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).and_then(|data| data.modified()).ok()
}

/// When anything under a directory changed last.
fn newest(directory: &Path) -> Option<SystemTime> {
    let entries = std::fs::read_dir(directory).ok()?;
    let times = entries.flatten().map(|entry| match entry.path() {
        path if path.is_dir() => newest(&path),
        path => changed(&path),
    });
    times.max().flatten()
}
