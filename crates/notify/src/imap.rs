//! A mailbox that is read over IMAP (RFC 3501, RFC 9051), and watched by IDLE
//! (RFC 2177) where the server has it. What becomes of the mails, and who
//! remembers how far the mailbox was read, is the caller's business.

use std::{fmt, str::FromStr, sync::Arc, time::Duration};

use async_imap::{
    Client, Session, error::Error, extensions::idle::IdleResponse, types::UnsolicitedResponse,
};
use futures_util::TryStreamExt;
use percent_encoding::percent_decode_str;
use rustls_platform_verifier::ConfigVerifierExt;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, pki_types::ServerName},
};
use url::Url;

use crate::{SendError, is_local};

/// How long the server may take for a command.
const COMMAND: Duration = Duration::from_secs(30);
/// How long it may take to hand over one mail.
const FETCH: Duration = Duration::from_secs(300);

/// A mailbox: `imaps://user:password@host/INBOX` speaks TLS from the
/// beginning, `imap://…` asks for it (STARTTLS) and goes no further without it,
/// unless the server is on this machine or `?tls=none` says so. `?move=Done`
/// has mails moved to another mailbox once they were taken; else they are
/// marked as seen.
#[derive(Clone, PartialEq, Eq)]
pub struct ImapUrl {
    url: Url,
    mailbox: String,
    tls: Tls,
    move_to: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Tls {
    AtOnce,
    Upgraded,
    None,
}

impl FromStr for ImapUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "must be imaps://user:password@host/INBOX or imap://…".to_owned();
        let url = Url::parse(text).map_err(|_| wrong())?;
        if !matches!(url.scheme(), "imap" | "imaps")
            || !url.has_host()
            || url.username().is_empty()
            || url.password().is_none()
        {
            return Err(wrong());
        }
        let (mut tls_none, mut move_to) = (false, None);
        for (key, value) in url.query_pairs() {
            match (key.as_ref(), value.as_ref()) {
                ("tls", "none") if url.scheme() == "imap" => tls_none = true,
                ("move", folder) if is_mailbox(folder) => move_to = Some(folder.to_owned()),
                _ => {
                    return Err("may only have ?tls=none (with imap://) and ?move=<mailbox>".into());
                }
            }
        }
        let tls = match url.scheme() {
            "imaps" => Tls::AtOnce,
            _ if tls_none || is_local(&url) => Tls::None,
            _ => Tls::Upgraded,
        };
        let mailbox = decoded(url.path().trim_start_matches('/'));
        let mailbox = if mailbox.is_empty() {
            "INBOX".to_owned()
        } else {
            mailbox
        };
        if !is_mailbox(&mailbox) {
            return Err(wrong());
        }
        Ok(Self {
            url,
            mailbox,
            tls,
            move_to,
        })
    }
}

/// Names beyond ASCII would need the encoding of old IMAP.
fn is_mailbox(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_graphic() || byte == b' ')
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

impl ImapUrl {
    /// Host and mailbox, as they may be shown.
    pub fn place(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        match self.url.port() {
            Some(port) => format!("{host}:{port}/{}", self.mailbox),
            None => format!("{host}/{}", self.mailbox),
        }
    }

    /// Which mailbox it is, whatever its password.
    pub fn name(&self) -> String {
        format!("{}@{}", decoded(self.url.username()), self.place())
    }

    fn port(&self) -> u16 {
        let usual = if self.tls == Tls::AtOnce { 993 } else { 143 };
        self.url.port().unwrap_or(usual)
    }
}

impl fmt::Debug for ImapUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ImapUrl({})", self.place())
    }
}

/// Either kind of line.
trait Line: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug> Line for T {}

/// A mailbox that is open.
pub struct Mailbox {
    session: Option<Session<Box<dyn Line>>>,
    /// Changes when the server has numbered its mails anew.
    pub uid_validity: u32,
    /// The last mail that was there when it was opened; 0 when there was none.
    pub last_uid: u32,
    idle: bool,
    can_move: bool,
    move_to: Option<String>,
}

impl fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mailbox({})", self.uid_validity)
    }
}

/// A mail as it lies in a mailbox.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fetched {
    pub uid: u32,
    pub bytes: Vec<u8>,
    /// How many bytes it has; more than were fetched when it is too large.
    pub size: usize,
}

/// What a wait for new mail has ended with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Woken {
    /// The server has said that something changed.
    Changed,
    /// The time was up.
    TimeUp,
}

impl Mailbox {
    /// Connects, signs in and opens the mailbox.
    ///
    /// # Errors
    /// `Temporary`, all of them: the operator may mend the rest.
    pub async fn open(url: &ImapUrl) -> Result<Self, SendError> {
        within(COMMAND, Self::open_now(url)).await
    }

    async fn open_now(url: &ImapUrl) -> Result<Self, Error> {
        let host = url
            .url
            .host_str()
            .unwrap_or_default()
            .trim_matches(['[', ']']);
        let tcp = TcpStream::connect((host, url.port())).await?;
        let mut client = match url.tls {
            Tls::AtOnce => Client::new(encrypted(host, tcp).await?),
            Tls::None => Client::new(Box::new(tcp) as Box<dyn Line>),
            Tls::Upgraded => {
                let mut plain = Client::new(tcp);
                greeted(&mut plain).await?;
                plain.run_command_and_check_ok("STARTTLS", None).await?;
                Client::new(encrypted(host, plain.into_inner()).await?)
            }
        };
        if url.tls != Tls::Upgraded {
            greeted(&mut client).await?;
        }
        let user = decoded(url.url.username());
        let password = decoded(url.url.password().unwrap_or_default());
        let mut session = client
            .login(user, password)
            .await
            .map_err(|(error, _)| error)?;
        let capabilities = session.capabilities().await?;
        let (idle, can_move) = (capabilities.has_str("IDLE"), capabilities.has_str("MOVE"));
        let opened = session.select(&url.mailbox).await?;
        Ok(Self {
            session: Some(session),
            uid_validity: opened.uid_validity.unwrap_or_default(),
            last_uid: opened.uid_next.unwrap_or(1).saturating_sub(1),
            idle,
            can_move,
            move_to: url.move_to.clone(),
        })
    }

    fn session(&mut self) -> Result<&mut Session<Box<dyn Line>>, Error> {
        self.session.as_mut().ok_or(Error::ConnectionLost)
    }

    /// Numbers of the mails after `last`, in order. `only_unseen` passes over
    /// those that somebody has read.
    ///
    /// # Errors
    /// `Temporary`.
    pub async fn after(&mut self, last: u32, only_unseen: bool) -> Result<Vec<u32>, SendError> {
        let unseen = if only_unseen { " UNSEEN" } else { "" };
        let query = format!("UID {}:* UNDELETED{unseen}", last.saturating_add(1));
        // What was told so far, this search finds.
        if let Some(session) = &self.session {
            while session.unsolicited_responses.try_recv().is_ok() {}
        }
        let found = within(COMMAND, async { self.session()?.uid_search(query).await }).await?;
        // `n:*` always has the last mail.
        let mut uids: Vec<u32> = found.into_iter().filter(|uid| *uid > last).collect();
        uids.sort_unstable();
        Ok(uids)
    }

    /// Numbers of the mails up to `last` that nobody has marked yet: they were
    /// taken, and a crash came in between.
    ///
    /// # Errors
    /// `Temporary`.
    pub async fn unmarked(&mut self, last: u32) -> Result<Vec<u32>, SendError> {
        if last == 0 {
            return Ok(Vec::new());
        }
        let unseen = if self.move_to.is_some() {
            ""
        } else {
            " UNSEEN"
        };
        let query = format!("UID 1:{last} UNDELETED{unseen}");
        let found = within(COMMAND, async { self.session()?.uid_search(query).await }).await?;
        let mut uids: Vec<u32> = found.into_iter().collect();
        uids.sort_unstable();
        Ok(uids)
    }

    /// Fetches a mail, or its beginning when it has more than `most` bytes.
    /// None when it is gone. It stays unread.
    ///
    /// # Errors
    /// `Temporary`.
    pub async fn fetch(&mut self, uid: u32, most: usize) -> Result<Option<Fetched>, SendError> {
        let number = uid.to_string();
        within(FETCH, async {
            let session = self.session()?;
            let query = format!("(UID RFC822.SIZE BODY.PEEK[]<0.{most}>)");
            let mut fetched = session.uid_fetch(&number, query).await?;
            let mut found = None;
            while let Some(mail) = fetched.try_next().await? {
                if let (Some(of), Some(bytes)) = (mail.uid, mail.body())
                    && of == uid
                {
                    let size = mail.size.map_or(0, |size| size as usize);
                    found = Some(Fetched {
                        uid,
                        bytes: bytes.to_vec(),
                        size: size.max(bytes.len()),
                    });
                }
            }
            Ok(found)
        })
        .await
    }

    /// Marks mails as taken: seen, or moved.
    ///
    /// # Errors
    /// `Temporary`.
    pub async fn mark(&mut self, uids: &[u32]) -> Result<(), SendError> {
        if uids.is_empty() {
            return Ok(());
        }
        let list: Vec<_> = uids.iter().map(u32::to_string).collect();
        let list = list.join(",");
        let move_to = self.move_to.clone();
        let can_move = self.can_move;
        within(COMMAND, async {
            let session = self.session()?;
            drain(session.uid_store(&list, "+FLAGS.SILENT (\\Seen)").await?).await?;
            match move_to {
                Some(folder) if can_move => session.uid_mv(&list, &folder).await?,
                Some(folder) => {
                    session.uid_copy(&list, &folder).await?;
                    drain(
                        session
                            .uid_store(&list, "+FLAGS.SILENT (\\Deleted)")
                            .await?,
                    )
                    .await?;
                    // Only where the server can do it for these alone (UIDPLUS).
                    if let Ok(gone) = session.uid_expunge(&list).await {
                        let _: Result<Vec<_>, _> = gone.try_collect().await;
                    }
                }
                None => {}
            }
            Ok(())
        })
        .await
    }

    /// Waits for new mail: by IDLE, or where there is none for the time alone.
    ///
    /// # Errors
    /// `Temporary`; the mailbox must be opened anew then.
    pub async fn wait(&mut self, most: Duration) -> Result<Woken, SendError> {
        if !self.idle {
            tokio::time::sleep(most).await;
            within(COMMAND, async { self.session()?.noop().await }).await?;
            return Ok(Woken::TimeUp);
        }
        let session = self.session.take();
        let session = session.ok_or_else(|| SendError::temporary("the connection is lost"))?;
        let told = session.unsolicited_responses.clone();
        let mut handle = session.idle();
        within(COMMAND, handle.init()).await?;
        // New mail may have been told in the answer to another command; nobody
        // tells it again.
        let mut is_new = false;
        while let Ok(news) = told.try_recv() {
            is_new |= matches!(news, UnsolicitedResponse::Exists(_));
        }
        if is_new {
            self.session = Some(within(COMMAND, handle.done()).await?);
            return Ok(Woken::Changed);
        }
        let (waiting, _interrupt) = handle.wait_with_timeout(most);
        // Keep-alives put its own end off.
        let woken = match timeout(most + Duration::from_secs(5), waiting).await {
            Ok(Ok(IdleResponse::NewData(_))) => Woken::Changed,
            Ok(Ok(IdleResponse::Timeout)) | Err(_) => Woken::TimeUp,
            Ok(Ok(IdleResponse::ManualInterrupt)) => {
                return Err(SendError::temporary("the server has ended the connection"));
            }
            Ok(Err(error)) => return Err(meaning(&error)),
        };
        self.session = Some(within(COMMAND, handle.done()).await?);
        Ok(woken)
    }

    /// Says goodbye, if the line is still there.
    pub async fn close(mut self) {
        if let Some(mut session) = self.session.take() {
            let _ = timeout(Duration::from_secs(2), session.logout()).await;
        }
    }

    /// Whether the server tells of new mail by itself.
    pub fn has_idle(&self) -> bool {
        self.idle
    }
}

async fn drain<S, T>(stream: S) -> Result<(), Error>
where
    S: futures_util::Stream<Item = Result<T, Error>>,
{
    let _: Vec<T> = stream.try_collect().await?;
    Ok(())
}

async fn greeted<T: Line>(client: &mut Client<T>) -> Result<(), Error> {
    client.read_response().await?.ok_or(Error::ConnectionLost)?;
    Ok(())
}

async fn encrypted(host: &str, tcp: TcpStream) -> Result<Box<dyn Line>, Error> {
    let wrong = |error: &dyn fmt::Display| Error::Io(std::io::Error::other(error.to_string()));
    let config = ClientConfig::with_platform_verifier().map_err(|error| wrong(&error))?;
    let name = ServerName::try_from(host.to_owned()).map_err(|error| wrong(&error))?;
    let tls = TlsConnector::from(Arc::new(config))
        .connect(name, tcp)
        .await?;
    Ok(Box::new(tls))
}

async fn within<T>(
    most: Duration,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, SendError> {
    match timeout(most, work).await {
        Ok(done) => done.map_err(|error| meaning(&error)),
        Err(_) => Err(SendError::temporary("the mail server does not answer")),
    }
}

/// Without what the server's answers may hold of mails.
fn meaning(error: &Error) -> SendError {
    SendError::temporary(match error {
        Error::Io(error) => error.to_string(),
        Error::No(why) | Error::Bad(why) => format!("the mail server said: {why}"),
        Error::ConnectionLost => "the connection is lost".to_owned(),
        Error::Validate(_) => "the name or the password holds a line break".to_owned(),
        _ => "the mail server answered what nobody can read".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tls_is_required_unless_the_server_is_here_or_it_is_said_otherwise() {
        let read = |text: &str| text.parse::<ImapUrl>().map(|url| (url.tls, url.port()));
        assert_eq!(read("imaps://u:p@mail.example.com"), Ok((Tls::AtOnce, 993)));
        assert_eq!(
            read("imap://u:p@mail.example.com/Support"),
            Ok((Tls::Upgraded, 143))
        );
        assert_eq!(
            read("imap://u:p@127.0.0.1:1143/INBOX"),
            Ok((Tls::None, 1143))
        );
        assert_eq!(
            read("imap://u:p@mail.example.com?tls=none"),
            Ok((Tls::None, 143))
        );
        for bad in [
            "",
            "imap://mail.example.com",
            "imap://u@mail.example.com",
            "http://u:p@mail.example.com",
            "imaps://u:p@mail.example.com?tls=none",
            "imaps://u:p@mail.example.com/Postf%C3%A4cher",
            "imaps://u:p@mail.example.com?move=",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_mailbox_is_named_without_its_password() {
        let url: ImapUrl =
            "imaps://support%40desk.example:hunter2@mail.example.com/In%20box?move=Done"
                .parse()
                .unwrap();
        assert_eq!(url.name(), "support@desk.example@mail.example.com/In box");
        assert_eq!(url.move_to.as_deref(), Some("Done"));
        assert!(!format!("{url:?}").contains("hunter2"));
    }
}
