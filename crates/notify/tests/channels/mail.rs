//! Mail: whom a refusal speaks against, and what becomes of the connection.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::SystemTime,
};

use frontdesk_notify::{Composed, Mail, MailAddress, MailConfig, Mailer, SendError};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// What the server answers to a line; nothing where it answers as usual.
type Script = fn(&str) -> Option<&'static str>;

struct Server {
    port: u16,
    connections: Arc<AtomicUsize>,
}

impl Server {
    async fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.fetch_add(1, SeqCst);
                tokio::spawn(serve(stream, script));
            }
        });
        Self { port, connections }
    }

    fn mailer(&self, sign_in: &str) -> Mailer {
        let config = MailConfig {
            url: format!("smtp://{sign_in}127.0.0.1:{}", self.port)
                .parse()
                .unwrap(),
            from: "Desk <desk@desk.example>".parse().unwrap(),
        };
        Mailer::new(&config).unwrap()
    }

    fn connections(&self) -> usize {
        self.connections.load(SeqCst)
    }
}

async fn serve(stream: TcpStream, script: Script) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut in_content = false;
    write.write_all(b"220 test ESMTP\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let usual = match (in_content, line.get(..4)) {
            (true, _) if line != "." => continue,
            (true, _) => "250 taken",
            (false, Some("EHLO")) => "250-test\r\n250-8BITMIME\r\n250 AUTH PLAIN",
            (false, Some("DATA")) => "354 go ahead",
            (false, Some("AUTH")) => "235 welcome",
            (false, _) => "250 ok",
        };
        let answer = script(&line).unwrap_or(usual);
        in_content = !in_content && answer.starts_with("354");
        write.write_all(format!("{answer}\r\n").as_bytes()).await?;
        if answer.starts_with("421") {
            break;
        }
    }
    Ok(())
}

async fn send(mailer: &Mailer, to: &str) -> Result<(), SendError> {
    let content = Composed {
        subject: "Your ticket".to_owned(),
        text: "It has come. Grüße".to_owned(),
        html: String::new(),
    };
    let to = MailAddress::new("Maya", to).unwrap();
    let mail = Mail::new("d7@desk.example".to_owned(), to, content, SystemTime::now());
    mailer.send(&mail).await.map(|_| ())
}

#[tokio::test]
async fn a_refused_recipient_speaks_for_themself_and_leaves_the_connection_to_others() {
    let server = Server::start(|line| match line {
        "RCPT TO:<full@example.com>" => Some("452 4.2.2 mailbox full"),
        "RCPT TO:<grey@example.com>" => Some("451 4.7.1 come back later"),
        "RCPT TO:<none@example.com>" => Some("550 5.1.1 no such mailbox"),
        _ => None,
    })
    .await;
    let mailer = server.mailer("");
    for later in ["full@example.com", "grey@example.com"] {
        let error = send(&mailer, later).await.unwrap_err();
        assert!(matches!(error, SendError::Temporary { .. }), "{error:?}");
        assert!(!error.is_of_service(), "{error:?}");
    }
    let error = send(&mailer, "none@example.com").await.unwrap_err();
    assert!(matches!(error, SendError::Permanent(_)), "{error:?}");
    send(&mailer, "maya@example.com").await.unwrap();
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn what_is_refused_to_everyone_speaks_against_the_server() {
    let scripts: [(Script, &str); 5] = [
        (
            |line| line.starts_with("MAIL").then_some("451 4.3.0 no space"),
            "",
        ),
        (|line| (line == "DATA").then_some("451 4.3.0 no space"), ""),
        (|line| (line == ".").then_some("452 4.3.1 no space"), ""),
        // Hanging up is about nobody, whenever it happens.
        (
            |line| line.starts_with("RCPT").then_some("421 4.3.2 closing"),
            "",
        ),
        (
            |line| line.starts_with("AUTH").then_some("535 5.7.8 who are you"),
            "desk:wrong@",
        ),
    ];
    for (script, sign_in) in scripts {
        let server = Server::start(script).await;
        let error = send(&server.mailer(sign_in), "maya@example.com").await;
        let error = error.unwrap_err();
        assert!(error.is_of_service(), "{error:?}");
    }
    let gone = Server::start(|_| None).await;
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = nobody.local_addr().unwrap().port();
    drop(nobody);
    let mailer = Server { port, ..gone }.mailer("");
    assert!(
        send(&mailer, "maya@example.com")
            .await
            .unwrap_err()
            .is_of_service()
    );
}

#[tokio::test]
async fn a_connection_that_the_server_closed_is_made_anew() {
    let server = Server::start(|line| (line == "RSET").then_some("421 idle for too long")).await;
    let mailer = server.mailer("desk:secret@");
    for _ in 0..2 {
        send(&mailer, "maya@example.com").await.unwrap();
    }
    assert_eq!(server.connections(), 2);
    mailer.check().await.unwrap_err();
}
