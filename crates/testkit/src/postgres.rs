//! A private PostgreSQL for tests, from the operating system's package: its own
//! data directory, a Unix socket in it, and no network. A shell stands guard
//! over it and, when the test process ends in whatever way, stops the server
//! and removes the directory.

use std::{
    fmt::Display,
    fs,
    io::ErrorKind,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// How long the server may take to start.
const START_TIMEOUT: Duration = Duration::from_secs(60);

/// What to do when PostgreSQL is not there: these tests are not optional.
const INSTALL: &str = "PostgreSQL is needed for these tests: apt-get install postgresql";

/// Keeps the server until standard input ends: the test process holds the other
/// end of that pipe, and the kernel closes it with the process.
const GUARD: &str = r#"trap '' INT TERM HUP
dir=$1
shift
"$@" >"$dir/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -QUIT "$server"
wait "$server"
rm -rf "$dir"
"#;

/// A running server. Dropping it stops it.
pub struct Postgres {
    bin: PathBuf,
    dir: PathBuf,
    guard: Child,
    /// Closing it tells the guard to end.
    leash: Option<ChildStdin>,
    databases: AtomicU32,
}

impl Postgres {
    /// The server of this test process, started at first use.
    ///
    /// # Panics
    /// When it can't be started; the message says what to do.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Result<Postgres, String>> = OnceLock::new();
        match SHARED.get_or_init(Self::start) {
            Ok(server) => server,
            Err(why) => panic!("{why}"),
        }
    }

    /// Starts a server of its own.
    ///
    /// # Errors
    /// A sentence that says what to do.
    pub fn start() -> Result<Self, String> {
        let bin = find_programs().ok_or(INSTALL)?;
        let dir = tempfile::Builder::new()
            .prefix("frontdesk-postgres-")
            .tempdir()
            .map_err(told("cannot make a directory for PostgreSQL"))?
            .keep();
        let mut server = Self::prepare(bin, dir)?;
        server.wait_until_ready()?;
        Ok(server)
    }

    fn prepare(bin: PathBuf, dir: PathBuf) -> Result<Self, String> {
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&dir))?;
        }
        let data = dir.join("data");
        run(as_server(&dir, &bin.join("initdb"))
            .args(["--no-sync", "--auth=trust", "--username=postgres"])
            .args(["--encoding=UTF8", "--locale=C.UTF-8", "-D"])
            .arg(&data))?;
        let server = as_server(&dir, &bin.join("postgres"));
        let mut guard = Command::new("sh")
            .args(["-c", GUARD, "sh"])
            .arg(&dir)
            .arg(server.get_program())
            .args(server.get_args())
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(&dir)
            .args([
                "-F",
                "-c",
                "listen_addresses=",
                "-c",
                "full_page_writes=off",
            ])
            .args(["-c", "shared_buffers=32MB", "-c", "max_connections=200"])
            .current_dir(&dir)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(told("cannot start a shell for PostgreSQL"))?;
        let leash = guard.stdin.take();
        Ok(Self {
            bin,
            dir,
            guard,
            leash,
            databases: AtomicU32::new(0),
        })
    }

    fn wait_until_ready(&mut self) -> Result<(), String> {
        let started = Instant::now();
        loop {
            let ready = Command::new(self.bin.join("pg_isready"))
                .arg("--quiet")
                .arg("--host")
                .arg(&self.dir)
                .status()
                .map_err(told("cannot run pg_isready"))?;
            if ready.success() {
                return Ok(());
            }
            if started.elapsed() > START_TIMEOUT {
                let log = fs::read_to_string(self.dir.join("log")).unwrap_or_default();
                return Err(format!("PostgreSQL did not start:\n{log}"));
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Makes a fresh, empty database and gives its URL.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn create_database(&self) -> String {
        let number = self.databases.fetch_add(1, Ordering::Relaxed) + 1;
        let name = format!("test_{number}");
        let made = run(Command::new(self.bin.join("createdb"))
            .arg("--host")
            .arg(&self.dir)
            .args(["--username=postgres", &name]));
        if let Err(why) = made {
            panic!("{why}");
        }
        format!(
            "postgres://postgres@localhost/{name}?host={}",
            self.dir.display()
        )
    }
}

/// What a program of PostgreSQL's says about a database.
///
/// # Panics
/// When it fails.
pub(crate) fn ask(url: &str, program: &str, arguments: &[&str]) -> Vec<u8> {
    let program = find_programs().expect(INSTALL).join(program);
    let output = Command::new(program)
        .arg(format!("--dbname={url}"))
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    output.stdout
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.leash.take());
        // Nothing is left to do when the guard is gone already.
        let _ = self.guard.wait();
    }
}

/// Where Debian and others keep `initdb` and `postgres`: the newest version.
fn find_programs() -> Option<PathBuf> {
    let told = Command::new("pg_config").arg("--bindir").output().ok();
    let told = told
        .and_then(|output| String::from_utf8(output.stdout).ok())
        .map(|path| PathBuf::from(path.trim()));
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    versions.sort();
    let newest = versions.into_iter().rev().map(|(_, path)| path);
    told.into_iter()
        .chain(newest)
        .find(|path| path.join("initdb").exists() && path.join("postgres").exists())
}

/// The server refuses to run as root, so it runs as the package's user then.
fn as_server(dir: &Path, program: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid=postgres", "--regid=postgres", "--clear-groups"])
            .arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir(dir);
    command
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

fn run(command: &mut Command) -> Result<(), String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| {
        let what = command.get_program().to_string_lossy().into_owned();
        match error.kind() {
            ErrorKind::NotFound => format!("{what} is not there. {INSTALL}"),
            _ => format!("cannot run {what}: {error}"),
        }
    })?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "{} failed: {}",
        command.get_program().to_string_lossy(),
        String::from_utf8_lossy(&output.stderr)
    ))
}

fn told<E: Display>(what: &'static str) -> impl Fn(E) -> String {
    move |error| format!("{what}: {error}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_server_leaves_nothing_behind() {
        let server = Postgres::start().unwrap();
        let dir = server.dir.clone();
        let first = server.create_database();
        let second = server.create_database();
        assert_ne!(first, second);
        drop(server);
        assert!(!dir.exists());
    }
}
