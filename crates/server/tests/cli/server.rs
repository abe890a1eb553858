//! Runs the binary for a test: in a directory of its own, with an environment
//! that holds nothing but what the test gives.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Output, Stdio},
    sync::mpsc,
    time::Duration,
};

use tempfile::TempDir;

/// A hang must fail a test, not stop the suite.
const PATIENCE: Duration = Duration::from_secs(60);

const DATABASE: &str = "DATABASE_URL";

/// The binary, to be run in `dir` with these variables alone.
pub fn frontdesk(dir: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontdesk"));
    command
        .args(arguments)
        .current_dir(dir)
        .env_clear()
        .envs(environment.iter().copied());
    command
}

/// Runs a command to its end.
pub fn run(dir: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    frontdesk(dir, arguments, environment)
        .stdin(Stdio::null())
        .output()
        .expect("the binary runs")
}

/// Runs a command to its end, with `input` on its standard input.
pub fn run_with_input(dir: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = frontdesk(dir, arguments, &[])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut stdin: ChildStdin = child.stdin.take().expect("it is piped");
    stdin.write_all(input.as_bytes()).expect("it reads");
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A running server. Dropping it kills it.
pub struct Server {
    child: Child,
    pub out: BufReader<ChildStdout>,
    /// What it printed before it listened.
    early: Vec<String>,
    log: mpsc::Receiver<String>,
    /// Where it listens.
    pub url: String,
    pub dir: TempDir,
    /// Where its data is, if not in the directory.
    database: Option<String>,
}

impl Server {
    pub fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let dir = tempfile::tempdir().expect("a directory can be made");
        Self::start_in(dir, arguments, environment)
    }

    /// Starts a server over data that is there, and waits until it listens.
    pub fn start_in(dir: TempDir, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut all = vec!["serve", "--port", "0", "--host", "127.0.0.1"];
        all.extend(arguments);
        let mut child = frontdesk(dir.path(), &all, environment)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let log = lines(child.stderr.take().expect("it is piped"));
        let mut out = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut early = Vec::new();
        let url = loop {
            let mut line = String::new();
            let length = out.read_line(&mut line).expect("it prints");
            if let Some(url) = line.trim_end().strip_prefix("listening on ") {
                break url.to_owned();
            }
            early.push(line);
            if length == 0 {
                let log: Vec<_> = log.iter().collect();
                panic!("it said {early:?} and logged {log:?}");
            }
        };
        Self {
            child,
            out,
            early,
            log,
            url,
            dir,
            database: environment
                .iter()
                .find(|(name, _)| *name == DATABASE)
                .map(|(_, url)| (*url).to_owned()),
        }
    }

    /// Waits for a line on standard output that holds `words`.
    pub fn wait_for_output(&mut self, words: &str) {
        if self.early.iter().any(|line| line.contains(words)) {
            return;
        }
        loop {
            let mut line = String::new();
            let length = self.out.read_line(&mut line).expect("it prints");
            assert!(length > 0, "it never said `{words}`");
            if line.contains(words) {
                return;
            }
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// Host and port, for a socket.
    pub fn address(&self) -> &str {
        self.url.split("://").nth(1).expect("a URL has a scheme")
    }

    /// Sends a signal, such as `TERM`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args(["-s", name, &self.child.id().to_string()])
            .status();
        assert!(sent.expect("kill runs").success());
    }

    /// Waits for a line of the log that holds `words`.
    pub fn wait_for_log(&self, words: &str) -> String {
        loop {
            let line = self.log.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|_| panic!("the log never said `{words}`"));
            if line.contains(words) {
                return line;
            }
        }
    }

    /// Waits until the process has ended.
    pub fn wait(&mut self) -> ExitStatus {
        // The log ends with the process.
        loop {
            match self.log.recv_timeout(PATIENCE) {
                Ok(_) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
                Err(mpsc::RecvTimeoutError::Timeout) => panic!("the server doesn't end"),
            }
        }
        self.child.wait().expect("it was started")
    }

    /// Ends it in order and gives its data back.
    pub fn stop(mut self) -> TempDir {
        self.signal("TERM");
        assert!(self.wait().success());
        let empty = tempfile::tempdir().expect("a directory can be made");
        std::mem::replace(&mut self.dir, empty)
    }

    /// A token of this server's own secret.
    pub fn token(&self, arguments: &[&str]) -> String {
        let mut all = vec!["token"];
        all.extend(arguments);
        let database = self.database.as_deref().map(|url| (DATABASE, url));
        let output = run(self.dir.path(), &all, database.as_slice());
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout).trim().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads lines as they come, so that the process never waits for its log.
fn lines(from: impl std::io::Read + Send + 'static) -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                // The test has ended; go on reading until the process has.
            }
        }
    });
    receiver
}
