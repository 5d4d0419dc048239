//! The program itself, as a process: started, asked, killed.
#![expect(
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    reason = "whatever goes wrong here fails the test"
)]

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use store::ordered_id;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStderr, Command};
use tokio::time::timeout;

/// The longest a process may take to be ready or to end.
const PATIENCE: Duration = Duration::from_mins(1);

/// A deployment of its own: a data directory, an address, settings in the environment.
pub struct Deployment {
    /// Where its files lie.
    pub directory: PathBuf,
    listen: String,
    settings: Vec<(String, String)>,
}

/// A running `proche serve`.
pub struct Running {
    child: Child,
    log: Lines<BufReader<ChildStderr>>,
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
        Self { directory, listen, settings: settings.collect() }
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
        let mut command = self.command(arguments);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let log = BufReader::new(child.stderr.take().unwrap()).lines();
        Running { child, log }
    }

    /// The same deployment at an address of its own: a further node.
    #[must_use]
    pub fn beside(&self) -> Self {
        let listen = free_address();
        Self { directory: self.directory.clone(), listen, settings: self.settings.clone() }
    }
}

impl Drop for Deployment {
    /// Its files go even where a test fails.
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

impl Running {
    /// Waits until it is ready.
    pub async fn ready(&mut self) {
        self.wait_for_line(" ready ").await;
    }

    /// The number of the process.
    pub fn id(&self) -> u32 {
        self.child.id().unwrap()
    }

    /// Waits until the log has a line with this text; the text of an early end is told.
    async fn wait_for_line(&mut self, text: &str) {
        let mut seen = String::new();
        let found = timeout(PATIENCE, async {
            while let Some(line) = self.log.next_line().await.unwrap() {
                let line = format!("{line} ");
                if line.contains(text) {
                    return true;
                }
                seen.push_str(&line);
                seen.push('\n');
            }
            false
        });
        assert!(matches!(found.await, Ok(true)), "the service is not ready:\n{seen}");
    }

    /// SIGKILL: it ends between two instructions.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Tells it to end in order, waits until it has, and gives what it logged since it was ready.
    pub async fn stop(mut self) -> String {
        let id = self.child.id().unwrap().to_string();
        let told = std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(told.success());
        let log = self.log.into_inner().into_inner();
        let drained = tokio::spawn(async move { drain(log).await });
        let status = timeout(PATIENCE, self.child.wait()).await.unwrap().unwrap();
        assert!(status.success(), "{status}");
        drained.await.unwrap()
    }
}

/// An address that nobody listens on.
fn free_address() -> String {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    free.local_addr().unwrap().to_string()
}

async fn drain(mut log: ChildStderr) -> String {
    let mut text = String::new();
    let _ = log.read_to_string(&mut text).await;
    text
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
