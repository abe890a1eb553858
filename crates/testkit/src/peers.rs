//! Servers that tests talk to, run by Node.js: a real IPFS node and a server that speaks S3, from
//! `web/e2e/servers`. They end with the test process, whose end of their standard input the kernel
//! closes, and take their data with them.

use std::{
    ffi::OsStr,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
};

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
        let mut child = Command::new("node")
            .arg(home.join("run.mjs"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node can be started");
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
