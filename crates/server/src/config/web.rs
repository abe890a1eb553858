//! Where and how the desk is reached.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use frontdesk_model::interface_language::InterfaceLanguage;

use super::{Number, Origins, Problems, Values, WebUrl, setting::section};

section! {
    /// Where and how the desk is reached.
    "Address" Web {
        /// Port to listen on; 0 picks a free one.
        port: Number<0, 65_535> = "3001",
        /// Address to listen on; 127.0.0.1 keeps the desk to this machine.
        host: IpAddr = "0.0.0.0",
        /// Where people reach the desk from outside; links and file addresses begin with it. Without it: http://localhost:<port>.
        public_url: Option<WebUrl> = "",
        /// The desk's name, as customers see it.
        name: String = "Frontdesk",
        /// The language of the portal and its help pages where neither the reader nor their browser names one that they are written in.
        default_language: InterfaceLanguage = "en",
        /// Other sites whose pages may call the desk (REST and sockets), as exact origins separated by commas. The desk's own origin always may.
        cors_origins: Origins = "",
        /// Whether the last entry of X-Forwarded-For is the client's address: only behind a proxy that sets it.
        trust_proxy: bool = "false",
        /// Seconds that a client may take to send the head of a request, and that a connection may rest between two; then it is closed.
        request_header_seconds: Number<1, 3_600> = "15",
        /// Packets that may wait to be written to one client's socket; one more closes its connection, and it fetches what it missed when it is back.
        socket_queue: Number<16, 65_536> = "1024",
        /// PEM file with the certificate and its chain; with TLS_KEY, the desk speaks HTTPS. Reread on SIGHUP.
        tls_cert: Option<PathBuf> = "",
        /// PEM file with the certificate's private key.
        tls_key: Option<PathBuf> = "",
    }
}

/// The files of TLS.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

impl Web {
    pub(super) fn check(&self, values: &Values, problems: &mut Problems) {
        let missing = match (&self.tls_cert, &self.tls_key) {
            (Some(_), None) => Some(("tls_cert", "TLS_KEY")),
            (None, Some(_)) => Some(("tls_key", "TLS_CERT")),
            _ => None,
        };
        if let Some((given, missing)) = missing {
            problems.add(format!(
                "{} is set, but {missing} is not; TLS needs both files",
                values.place(given)
            ));
        }
    }

    pub fn listen_on(&self) -> SocketAddr {
        SocketAddr::new(self.host, self.port.narrow())
    }

    pub fn tls(&self) -> Option<TlsFiles> {
        Some(TlsFiles {
            certificate: self.tls_cert.clone()?,
            key: self.tls_key.clone()?,
        })
    }

    fn scheme(&self) -> &'static str {
        if self.tls_cert.is_some() {
            "https"
        } else {
            "http"
        }
    }

    /// The address at which this machine reaches the server.
    pub fn local_url(&self, port: u16) -> String {
        let host = match self.host {
            host if host.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
            host => host,
        };
        format!("{}://{}", self.scheme(), SocketAddr::new(host, port))
    }

    /// The address for links, without a slash at the end.
    pub fn public_url(&self, port: u16) -> String {
        match &self.public_url {
            Some(url) => url.as_str().to_owned(),
            None => format!("{}://localhost:{port}", self.scheme()),
        }
    }

    /// The origins whose pages may call: the desk's own (by either name of this
    /// machine when it has no public address) and those of `CORS_ORIGINS`.
    pub fn origins(&self, port: u16) -> Vec<String> {
        let mut origins = match &self.public_url {
            Some(url) => vec![url.origin()],
            None => ["localhost", "127.0.0.1"]
                .map(|host| format!("{}://{host}:{port}", self.scheme()))
                .to_vec(),
        };
        for origin in &self.cors_origins.0 {
            if !origins.contains(origin) {
                origins.push(origin.clone());
            }
        }
        origins
    }
}
