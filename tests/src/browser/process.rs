//! chromedriver as a process that cannot outlive this one.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Once;

use jiff::Timestamp;
use store::ordered_id;

/// Its name in `PATH`.
const PROGRAM: &str = "chromedriver";
/// Starts it in a session of its own, and ends that session, Chromium included, when standard input
/// ends: a process that is killed closes its pipes too.
const GUARD: &str = "trap '' HUP INT TERM; setsid \"$0\" --port=0 & cat >/dev/null; \
    kill -KILL -$!; wait; rm -rf \"$PROCHE_BROWSER_DIRECTORY\"";
/// What stands before its port when it is ready.
const READY: &str = "started successfully on port ";

/// A running chromedriver.
pub(super) struct Driver {
    /// Where it answers.
    pub address: String,
    /// A directory that goes when it ends.
    pub directory: PathBuf,
    guard: Child,
    // What it says goes nowhere, but must have somewhere to go.
    _said: BufReader<ChildStdout>,
}

impl Driver {
    /// Starts it on a free port; none where it is missing, which is said on stderr.
    pub(super) fn start() -> Option<Self> {
        if !installed() {
            complain();
            return None;
        }
        let name = ordered_id(Timestamp::UNIX_EPOCH).unwrap().simple();
        let directory = std::env::temp_dir().join(format!("proche_browser_{name}"));
        std::fs::create_dir_all(&directory).unwrap();
        let mut guard = Command::new("sh")
            .args(["-c", GUARD, PROGRAM])
            .env("PROCHE_BROWSER_DIRECTORY", &directory)
            .env("TMPDIR", &directory)
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(guard.stdout.take().unwrap());
        let mut line = String::new();
        let port = loop {
            line.clear();
            assert!(said.read_line(&mut line).unwrap() > 0, "{PROGRAM} has ended at once");
            if let Some((_, port)) = line.split_once(READY) {
                break port.trim().trim_end_matches('.').to_owned();
            }
        };
        let address = format!("http://127.0.0.1:{port}");
        Some(Self { address, directory, guard, _said: said })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}

fn installed() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|directory| directory.join(PROGRAM).is_file())
}

/// Past the capture of the test harness; where every test must run, the end of it.
fn complain() {
    static SAID: Once = Once::new();
    let must = std::env::var("CI").is_ok_and(|ci| ci != "false" && !ci.is_empty());
    assert!(!must, "{PROGRAM} is missing: the pages must be tested in a browser here");
    SAID.call_once(|| {
        let text = format!("\n*** The browser tests did NOT run: {PROGRAM} is missing ***\n");
        std::io::stderr().write_all(text.as_bytes()).unwrap();
    });
}
