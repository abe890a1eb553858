//! HTTPS by certificate files.

use std::{fs, path::Path};

use rcgen::{CertifiedKey, generate_simple_self_signed};

use crate::server::{Server, run, text};

/// Writes a fresh certificate and its key; gives the certificate in PEM.
fn certificate_in(dir: &Path) -> String {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    fs::write(dir.join("cert.pem"), cert.pem()).unwrap();
    fs::write(dir.join("key.pem"), signing_key.serialize_pem()).unwrap();
    cert.pem()
}

/// A client that trusts this certificate alone.
fn client(certificate: &str) -> reqwest::Client {
    let trusted = reqwest::Certificate::from_pem(certificate.as_bytes()).unwrap();
    reqwest::Client::builder()
        .tls_certs_only([trusted])
        .build()
        .unwrap()
}

const FILES: &[(&str, &str)] = &[("TLS_CERT", "cert.pem"), ("TLS_KEY", "key.pem")];

#[tokio::test]
async fn the_desk_is_served_under_its_certificate_and_a_renewed_one_on_hangup() {
    let dir = tempfile::tempdir().unwrap();
    let first = certificate_in(dir.path());
    let server = Server::start_in(dir, &[], FILES);
    assert!(server.url.starts_with("https://127.0.0.1:"));
    let answer = client(&first).get(server.url("/healthz")).send().await;
    assert_eq!(answer.unwrap().status(), 200);

    let second = certificate_in(server.dir.path());
    server.signal("HUP");
    server.wait_for_log("certificate was read again");
    let answer = client(&second).get(server.url("/healthz")).send().await;
    assert_eq!(answer.unwrap().status(), 200);
    assert!(
        client(&first)
            .get(server.url("/healthz"))
            .send()
            .await
            .is_err()
    );
    server.stop();
}

#[test]
fn files_that_are_no_certificate_stop_the_start() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("cert.pem"), "nothing").unwrap();
    fs::write(dir.path().join("key.pem"), "nothing").unwrap();
    let output = run(dir.path(), &["serve", "--port", "0"], FILES);
    assert!(!output.status.success());
    let said = text(&output.stderr);
    assert!(
        said.contains("TLS_CERT") && said.contains("cert.pem"),
        "{said}"
    );
}
