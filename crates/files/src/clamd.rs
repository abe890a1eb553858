//! The way to a virus scanner: clamd's `INSTREAM`, over TCP or a Unix socket. What follows from a
//! finding is not decided here.

use std::io;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use clamav_client::tokio::{Socket, Tcp, TransportProtocol, get_version};
use futures_util::StreamExt as _;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use crate::backend::ByteStream;

/// Asks to scan what follows in chunks, each with its length before it; one of no length ends it.
const INSTREAM: &[u8] = b"zINSTREAM\0";
/// The most bytes of an answer.
const MAX_ANSWER: u64 = 64 * 1024;
/// How long a scan may take; shorter than the lease of the job that waits for it.
const SCAN_TIMEOUT: Duration = Duration::from_secs(45);
/// How long a scanner may take to say that it is there.
const PING_TIMEOUT: Duration = Duration::from_secs(5);

/// Where clamd listens: `tcp://host:port`, or `unix:/path`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScannerAddress {
    /// `host:port`
    Tcp(String),
    /// The path of a socket.
    Unix(PathBuf),
}

impl FromStr for ScannerAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let tcp = text.strip_prefix("tcp://");
        if let Some(host) = tcp.map(|rest| rest.trim_end_matches('/')) {
            let port = host.rsplit_once(':').filter(|(name, _)| !name.is_empty());
            if port.is_some_and(|(_, port)| port.parse::<u16>().is_ok_and(|port| port > 0)) {
                return Ok(Self::Tcp(host.to_owned()));
            }
        }
        let unix = text.strip_prefix("unix://").or(text.strip_prefix("unix:"));
        match unix.map(PathBuf::from) {
            Some(path) if path.is_absolute() => Ok(Self::Unix(path)),
            _ => Err("must be tcp://host:port or unix:/path/of/the/socket".to_owned()),
        }
    }
}

impl std::fmt::Display for ScannerAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Tcp(host) => write!(f, "tcp://{host}"),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

/// What the scanner says of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was found.
    Clean,
    /// The name of what was found.
    Infected(String),
}

/// Why there is no verdict.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoVerdict {
    /// It does not answer, or not in time.
    #[error("the scanner at {address} does not answer: {why}")]
    Away {
        /// Where it was looked for.
        address: String,
        /// What was seen.
        why: String,
    },
    /// The file is over its own limit, and will be whenever it is asked (clamd's `StreamMaxLength`).
    #[error("the scanner at {address} takes no file of this size (StreamMaxLength of clamd)")]
    TooLarge {
        /// Where it is.
        address: String,
    },
    /// It answers, but not what was asked.
    #[error("the scanner at {address} did not look at the file: {why}")]
    Refused {
        /// Where it is.
        address: String,
        /// What it said.
        why: String,
    },
    /// The file itself could not be read.
    #[error("the file could not be read to its end")]
    Unreadable,
}

/// A virus scanner. Cheap to clone; each scan is a connection of its own.
#[derive(Debug, Clone)]
pub struct Scanner(Arc<ScannerAddress>);

impl Scanner {
    /// One at this address. Nothing is asked yet.
    pub fn new(address: ScannerAddress) -> Self {
        Self(Arc::new(address))
    }

    /// Sends a file as it streams by, in constant memory.
    ///
    /// # Errors
    /// [`NoVerdict`].
    pub async fn scan(&self, bytes: ByteStream) -> Result<Verdict, NoVerdict> {
        let asked = async {
            match &*self.0 {
                ScannerAddress::Tcp(host) => {
                    let host_address = host.as_str();
                    ask(Tcp { host_address }, bytes).await
                }
                ScannerAddress::Unix(socket_path) => ask(Socket { socket_path }, bytes).await,
            }
        };
        match tokio::time::timeout(SCAN_TIMEOUT, asked).await {
            Ok(Ok(answer)) => self.verdict(&answer),
            Ok(Err(Broken::File)) => Err(NoVerdict::Unreadable),
            Ok(Err(Broken::Line(error))) => Err(self.away(&error)),
            Err(_) => Err(self.away(&"it took too long")),
        }
    }

    /// The scanner's version and that of its signatures, for a person to read.
    ///
    /// # Errors
    /// [`NoVerdict::Away`].
    pub async fn version(&self) -> Result<String, NoVerdict> {
        let asked = async {
            match &*self.0 {
                ScannerAddress::Tcp(host) => {
                    let host_address = host.as_str();
                    get_version(Tcp { host_address }).await
                }
                ScannerAddress::Unix(socket_path) => get_version(Socket { socket_path }).await,
            }
        };
        match tokio::time::timeout(PING_TIMEOUT, asked).await {
            Ok(Ok(answer)) if answer.starts_with(b"ClamAV") => Ok(words(&answer)),
            Ok(Ok(_)) => Err(self.away(&"something else answers there")),
            Ok(Err(error)) => Err(self.away(&error)),
            Err(_) => Err(self.away(&"it took too long")),
        }
    }

    /// Reads `stream: OK`, `stream: <name> FOUND`, or `<reason> ERROR`.
    fn verdict(&self, answer: &[u8]) -> Result<Verdict, NoVerdict> {
        let said = words(answer);
        let finding = said.strip_prefix("stream: ").unwrap_or(&said);
        match finding.strip_suffix(" FOUND") {
            Some(name) => Ok(Verdict::Infected(name.to_owned())),
            None if finding == "OK" => Ok(Verdict::Clean),
            None if said.is_empty() => Err(self.away(&"it closed the connection")),
            None if said.contains("size limit exceeded") => Err(NoVerdict::TooLarge {
                address: self.0.to_string(),
            }),
            None => Err(NoVerdict::Refused {
                address: self.0.to_string(),
                why: said,
            }),
        }
    }

    fn away(&self, why: &dyn std::fmt::Display) -> NoVerdict {
        NoVerdict::Away {
            address: self.0.to_string(),
            why: why.to_string(),
        }
    }
}

/// What broke off while a file was sent.
enum Broken {
    /// The file could not be read.
    File,
    Line(io::Error),
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Line(error)
    }
}

/// Sends a file and gives what is said of it.
async fn ask(scanner: impl TransportProtocol, bytes: ByteStream) -> Result<Vec<u8>, Broken> {
    let mut line = scanner.connect().await?;
    let sent = match send(&mut line, bytes).await {
        Err(Broken::Line(error)) => Err(error),
        sent => Ok(sent?),
    };
    let mut answer = Vec::new();
    let read = (&mut line).take(MAX_ANSWER).read_to_end(&mut answer).await;
    // Who takes no more of a file says why and hangs up while it is still being sent.
    let is_refusal = words(&answer).ends_with(" ERROR");
    match sent {
        Err(_) if is_refusal => Ok(answer),
        Err(error) => Err(error.into()),
        Ok(()) if answer.is_empty() => read.map(|_| answer).map_err(Broken::Line),
        Ok(()) => Ok(answer),
    }
}

async fn send(
    line: &mut (impl AsyncRead + AsyncWrite + Unpin),
    mut bytes: ByteStream,
) -> Result<(), Broken> {
    line.write_all(INSTREAM).await?;
    while let Some(piece) = bytes.next().await {
        let piece = piece.map_err(|_| Broken::File)?;
        if piece.is_empty() {
            continue;
        }
        let len = u32::try_from(piece.len()).map_err(io::Error::other)?;
        line.write_all(&len.to_be_bytes()).await?;
        line.write_all(&piece).await?;
    }
    line.write_all(&0_u32.to_be_bytes()).await?;
    Ok(line.flush().await?)
}

fn words(answer: &[u8]) -> String {
    let text = String::from_utf8_lossy(answer);
    text.trim_matches(['\0', '\n', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_host_with_its_port_or_a_socket() {
        for good in [
            "tcp://localhost:3310",
            "tcp://[::1]:3310",
            "unix:/run/clamd.ctl",
        ] {
            assert_eq!(good.parse::<ScannerAddress>().unwrap().to_string(), good);
        }
        for bad in [
            "",
            "localhost:3310",
            "tcp://localhost",
            "tcp://:1",
            "tcp://a:0",
            "unix:run",
        ] {
            assert!(bad.parse::<ScannerAddress>().is_err(), "{bad}");
        }
    }

    #[test]
    fn only_ok_is_clean() {
        let scanner = Scanner::new("tcp://localhost:1".parse().unwrap());
        assert_eq!(scanner.verdict(b"stream: OK\0"), Ok(Verdict::Clean));
        assert_eq!(
            scanner.verdict(b"stream: Eicar.UNOFFICIAL FOUND\0"),
            Ok(Verdict::Infected("Eicar.UNOFFICIAL".into()))
        );
        for no_verdict in ["", "stream: OK ERROR"] {
            assert!(scanner.verdict(no_verdict.as_bytes()).is_err());
        }
        assert!(matches!(
            scanner.verdict(b"INSTREAM size limit exceeded. ERROR\0"),
            Err(NoVerdict::TooLarge { .. })
        ));
    }

    /// Answers after the first bytes and hangs up, as clamd does when a file is over its limit.
    async fn hang_up_with(answer: &'static [u8]) -> Result<Verdict, NoVerdict> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("tcp://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(async move {
            let (mut line, _) = listener.accept().await.unwrap();
            let mut head = [0; 1_000];
            line.read_exact(&mut head).await.unwrap();
            line.write_all(answer).await.unwrap();
        });
        let piece = bytes::Bytes::from(vec![7; 64 * 1024]);
        let file = futures_util::stream::repeat_with(move || Ok(piece.clone()));
        let scanner = Scanner::new(address.parse().unwrap());
        let said = scanner.scan(file.take(1_000).boxed()).await;
        server.await.unwrap();
        said
    }

    #[tokio::test]
    async fn a_refusal_is_heard_while_the_file_is_still_sent_and_nothing_else_is() {
        let refused = hang_up_with(b"INSTREAM size limit exceeded. ERROR\0").await;
        assert!(
            matches!(refused, Err(NoVerdict::TooLarge { .. })),
            "{refused:?}"
        );
        // Half a file is not clean.
        let said = hang_up_with(b"stream: OK\0").await;
        assert!(matches!(said, Err(NoVerdict::Away { .. })), "{said:?}");
    }

    #[tokio::test]
    async fn a_file_that_cannot_be_read_has_no_verdict() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("tcp://{}", listener.local_addr().unwrap());
        let pieces = [
            Ok(bytes::Bytes::from_static(b"x")),
            Err(io::Error::from(io::ErrorKind::UnexpectedEof)),
        ];
        let scanner = Scanner::new(address.parse().unwrap());
        let said = scanner
            .scan(futures_util::stream::iter(pieces).boxed())
            .await;
        assert_eq!(said, Err(NoVerdict::Unreadable));
    }

    #[tokio::test]
    async fn who_does_not_answer_is_away() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("tcp://{}", listener.local_addr().unwrap());
        drop(listener);
        let scanner = Scanner::new(address.parse().unwrap());
        let file = futures_util::stream::iter([Ok(bytes::Bytes::from_static(b"x"))]).boxed();
        assert!(matches!(
            scanner.scan(file).await,
            Err(NoVerdict::Away { .. })
        ));
        assert!(matches!(
            scanner.version().await,
            Err(NoVerdict::Away { .. })
        ));
    }
}
