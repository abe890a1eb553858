//! STARTTLS with the mail server: the real mailer against a real handshake, with
//! a certificate that is trusted, one that isn't, and a server that offers none.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    path::Path,
    sync::Arc,
    thread::{self, JoinHandle},
};

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::{
    ServerConfig, ServerConnection, StreamOwned, crypto::aws_lc_rs, pki_types::PrivateKeyDer,
};

use crate::server::{run, text};

/// Writes a fresh certificate for `localhost`; gives what a server needs of it.
fn certificate_in(dir: &Path) -> Arc<ServerConfig> {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    fs::write(dir.join("cert.pem"), cert.pem()).unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    Arc::new(config)
}

/// What a server has heard: in the clear, and under TLS.
type Heard = (Vec<String>, Vec<String>);

/// Answers one client, at the port that it gives.
fn serve(tls: Option<Arc<ServerConfig>>) -> (u16, JoinHandle<Heard>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let offer = tls.as_ref().map(|_| "STARTTLS");
        stream.write_all(b"220 test ESMTP\r\n").unwrap();
        let clear = converse(&mut stream, offer);
        let under_tls = match tls {
            Some(tls) if clear.last().is_some_and(|line| line == "STARTTLS") => {
                let connection = ServerConnection::new(tls).unwrap();
                converse(&mut StreamOwned::new(connection, stream), None)
            }
            _ => Vec::new(),
        };
        (clear, under_tls)
    });
    (port, server)
}

/// Until the client says goodbye, hangs up or begins with TLS.
fn converse(stream: &mut (impl Read + Write), offer: Option<&str>) -> Vec<String> {
    let mut heard = Vec::new();
    loop {
        let mut line = String::new();
        // One line at a time, so that nothing of a handshake is swallowed.
        if !matches!(
            BufReader::with_capacity(1, &mut *stream).read_line(&mut line),
            Ok(1..)
        ) {
            return heard;
        }
        let line = line.trim_end().to_owned();
        let word = line.get(..4).unwrap_or_default().to_owned();
        heard.push(line.clone());
        let answer = match (word.as_str(), offer) {
            ("EHLO", Some(offer)) => format!("250-test\r\n250 {offer}\r\n"),
            ("STAR", Some(_)) => "220 go ahead\r\n".to_owned(),
            _ => "250 ok\r\n".to_owned(),
        };
        if stream.write_all(answer.as_bytes()).is_err() || word == "QUIT" || line == "STARTTLS" {
            return heard;
        }
    }
}

/// What the doctor says of the mail server.
fn examine(dir: &Path, port: u16, trusted: Option<&Path>) -> (bool, String) {
    let url = format!("smtp://localhost:{port}?tls=required");
    let mut variables = vec![
        ("SMTP_URL", url.as_str()),
        ("MAIL_FROM", "Desk <desk@example.com>"),
    ];
    if let Some(path) = trusted {
        variables.push(("SSL_CERT_FILE", path.to_str().unwrap()));
    }
    let output = run(dir, &["doctor"], &variables);
    let said = text(&output.stdout) + &text(&output.stderr);
    (output.status.success(), said)
}

#[test]
fn mail_goes_under_tls_to_a_server_whose_certificate_is_trusted() {
    let dir = tempfile::tempdir().unwrap();
    let (port, server) = serve(Some(certificate_in(dir.path())));
    let (good, said) = examine(dir.path(), port, Some(&dir.path().join("cert.pem")));
    assert!(good && said.contains("takes mail from"), "{said}");
    let (clear, under_tls) = server.join().unwrap();
    assert_eq!(clear.len(), 2, "EHLO and STARTTLS, no more: {clear:?}");
    assert!(under_tls[0].starts_with("EHLO"), "{under_tls:?}");
}

#[test]
fn nothing_is_said_to_a_server_whose_certificate_nobody_vouches_for() {
    let dir = tempfile::tempdir().unwrap();
    let (port, server) = serve(Some(certificate_in(dir.path())));
    let (good, said) = examine(dir.path(), port, None);
    assert!(!good && said.contains("certificate"), "{said}");
    let (_, under_tls) = server.join().unwrap();
    assert_eq!(under_tls, [""; 0]);
}

#[test]
fn a_server_without_tls_is_refused_where_tls_is_required() {
    let dir = tempfile::tempdir().unwrap();
    let (port, server) = serve(None);
    let (good, said) = examine(dir.path(), port, None);
    assert!(!good && said.contains("STARTTLS"), "{said}");
    let (clear, _) = server.join().unwrap();
    assert!(
        !clear.iter().any(|line| line.starts_with("MAIL")),
        "{clear:?}"
    );
}
