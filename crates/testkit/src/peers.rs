//! Servers that tests talk to, run by Node.js: a real IPFS node and a server that speaks S3, from
//! `web/e2e/servers`. They end with the test process, whose end of their standard input the kernel
//! closes, and take their data with them.

use std::{
    ffi::OsStr,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
};

/// Kubo, where scripts/prepare-tests.sh could build it.
const KUBO: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../target/test-servers/ipfs"
);

/// Runs Kubo without any network until standard input ends, then removes its data.
const RUN_KUBO: &str = r#"trap '' INT TERM HUP
export IPFS_PATH=$2/repo
"$1" init >/dev/null 2>&1
"$1" bootstrap rm --all >/dev/null
"$1" config Addresses.API /ip4/127.0.0.1/tcp/0
"$1" config Addresses.Gateway /ip4/127.0.0.1/tcp/0
"$1" config --json Addresses.Swarm '[]'
echo "directory $2"
"$1" daemon --offline 2>&1 </dev/null |
  sed -u -n 's|^RPC API server listening on /ip4/\(.*\)/tcp/\(.*\)|listening on http://\1:\2|p' &
cat >/dev/null
"$1" shutdown
wait
rm -rf "$2"
"#;

const SERVERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/e2e/servers");

/// What to do when one is not there: these tests are not optional.
const INSTALL: &str = "is not installed; run scripts/prepare-tests.sh";

/// A running server. Dropping it ends it.
pub struct Peer {
    /// Its address, without a slash at the end.
    pub url: String,
    /// Where it keeps its data.
    pub dir: PathBuf,
    child: Child,
}

impl Peer {
    /// The IPFS node of this test process, started at first use.
    ///
    /// # Panics
    /// When it can't be started; the message says what to do.
    pub fn ipfs() -> &'static Self {
        static SHARED: OnceLock<Peer> = OnceLock::new();
        SHARED.get_or_init(|| Self::start("ipfs", &[]))
    }

    /// Kubo of this test process, started at first use; none where it could not
    /// be built, which is told on standard error past the capture of tests.
    ///
    /// # Panics
    /// When it is there and can't be started.
    pub fn kubo() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<Peer>> = OnceLock::new();
        SHARED.get_or_init(Self::start_kubo).as_ref()
    }

    fn start_kubo() -> Option<Self> {
        if !Path::new(KUBO).is_file() {
            // Who cannot be told so is not told.
            let _ = writeln!(
                std::io::stderr(),
                "SKIPPED: Kubo itself is not tried; with Go on the machine, \
                 scripts/prepare-tests.sh builds it"
            );
            return None;
        }
        let dir = tempfile::Builder::new().prefix("frontdesk-kubo-").tempdir();
        let dir = dir.expect("a directory can be made").keep();
        let mut command = Command::new("sh");
        command.args(["-c", RUN_KUBO, "sh", KUBO]).arg(dir);
        Some(Self::listen(command, "Kubo"))
    }

    /// The S3 server of this test process, started at first use. Its bucket is
    /// [`S3_BUCKET`], its key [`S3_KEY`].
    ///
    /// # Panics
    /// When it can't be started; the message says what to do.
    pub fn s3() -> &'static Self {
        static SHARED: OnceLock<Peer> = OnceLock::new();
        SHARED.get_or_init(|| Self::start("s3", &[]))
    }

    /// An IPFS node on a repository that outlives it, at a port.
    ///
    /// # Panics
    /// When it can't be started; the message says what to do.
    pub fn ipfs_at(dir: &Path, port: u16) -> Self {
        Self::start("ipfs", &[dir.as_os_str(), port.to_string().as_ref()])
    }

    fn start(name: &str, arguments: &[&OsStr]) -> Self {
        let home = Path::new(SERVERS).join(name);
        assert!(
            home.join("node_modules").is_dir(),
            "the {name} server of the tests {INSTALL}"
        );
        let mut command = Command::new("node");
        command.arg(home.join("run.mjs")).args(arguments);
        Self::listen(command, name)
    }

    /// Starts a server that tells its directory and its address.
    fn listen(mut command: Command, name: &str) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server's program can be started");
        let output = child.stdout.take().expect("its output is piped");
        let mut said = BufReader::new(output).lines();
        let mut word = |beginning: &str| {
            said.by_ref()
                .map_while(Result::ok)
                .find_map(|line| line.strip_prefix(beginning).map(str::to_owned))
                .unwrap_or_else(|| panic!("the {name} server of the tests does not start"))
        };
        Self {
            dir: word("directory ").into(),
            url: word("listening on "),
            child,
        }
    }

    /// The port of its address.
    ///
    /// # Panics
    /// Never: an address has one.
    pub fn port(&self) -> u16 {
        let port = self.url.rsplit(':').next();
        port.and_then(|port| port.parse().ok())
            .expect("the address ends in a port")
    }

    /// Ends it at once, as a crash would.
    ///
    /// # Panics
    /// When the process cannot be waited for.
    pub fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.end();
    }
}

/// The bucket that the S3 server has.
pub const S3_BUCKET: &str = "frontdesk";
/// The id and the secret of its key.
pub const S3_KEY: (&str, &str) = ("S3RVER", "S3RVER");
