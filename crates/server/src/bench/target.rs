//! The server under test: where it is, tokens for whoever calls it, its REST
//! interface and its processes.

use frontdesk_desk::KeyRing;
use frontdesk_model::{Clock, Person, PersonId, Role, Timestamp};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use url::{Host, Url};

use super::{
    ANSWER_TIMEOUT,
    error::{Error, Result},
    process::Watched,
    socket::{OnPacket, Socket},
};
use crate::{
    config::{Config, DataFlags, SigningSecret},
    open,
};

/// How long the tokens of a run hold.
const TOKEN_LIFE: std::time::Duration = std::time::Duration::from_secs(6 * 3_600);

pub struct Target {
    url: Url,
    /// The same for sockets: `ws://host:port`.
    sockets: String,
    keys: KeyRing,
    http: reqwest::Client,
    /// Sets this run's people apart from those of earlier ones.
    run: String,
    expires_at: Timestamp,
    pub watched: Option<Watched>,
}

/// Someone who calls the server, with their token.
#[derive(Clone, Debug)]
pub struct Caller {
    pub token: String,
}

impl Target {
    /// # Errors
    /// `Url`, `Config`, `Secret`.
    pub async fn open(url: &str, data: &DataFlags, pids: &[u32], clock: &Clock) -> Result<Self> {
        let url = parse(url)?;
        let now = clock.now();
        Ok(Self {
            sockets: format!("ws://{}", url.authority()),
            keys: keys(data).await?,
            http: reqwest::Client::new(),
            run: format!("bench-{:x}", now.millis()),
            expires_at: now.plus(TOKEN_LIFE),
            watched: Watched::find(pids, local_port(&url)),
            url,
        })
    }

    /// A name that no other run uses.
    pub fn run(&self) -> &str {
        &self.run
    }

    /// Someone of this run: `kind` and `number` tell them from the others.
    ///
    /// # Errors
    /// `Secret` when their token cannot be signed.
    pub fn caller(&self, kind: &str, number: usize, role: Role) -> Result<Caller> {
        let id = format!("{}-{kind}-{number}", self.run);
        let person = Person {
            name: format!("Load test {kind} {number}"),
            email: None,
            id: PersonId(id),
            role,
        };
        let token = self.keys.sign(&person, self.expires_at);
        Ok(Caller {
            token: token.map_err(|why| Error::Secret(why.to_string()))?,
        })
    }

    /// # Errors
    /// Those of [`Socket::connect`].
    pub async fn socket(
        &self,
        caller: &Caller,
        namespace: &str,
        on_packet: OnPacket,
    ) -> Result<Socket> {
        Socket::connect(&self.sockets, namespace, &caller.token, on_packet).await
    }

    /// A request to a path under `/api/support`.
    pub fn request(&self, caller: &Caller, method: Method, path: &str) -> RequestBuilder {
        self.to(caller, method, self.api(path))
    }

    /// A request that reads, with a query.
    pub fn get(&self, caller: &Caller, path: &str, query: &[(&str, &str)]) -> RequestBuilder {
        let mut url = self.api(path);
        url.query_pairs_mut().extend_pairs(query);
        self.to(caller, Method::GET, url)
    }

    fn api(&self, path: &str) -> Url {
        let mut url = self.url.clone();
        url.set_path(&format!("/api/support/{path}"));
        url
    }

    fn to(&self, caller: &Caller, method: Method, url: Url) -> RequestBuilder {
        self.http
            .request(method, url)
            .timeout(ANSWER_TIMEOUT)
            .bearer_auth(&caller.token)
    }

    /// Sends JSON, and gives what the answer holds as `data`.
    ///
    /// # Errors
    /// Those of [`data`].
    pub async fn send<T: DeserializeOwned>(
        &self,
        caller: &Caller,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T> {
        data(path, self.request(caller, method, path).json(body)).await
    }
}

/// Sends a request and gives the `data` of its answer.
///
/// # Errors
/// `Connect`, `Refused` with the answer's `detail`, `Answer`.
pub async fn data<T: DeserializeOwned>(what: &str, request: RequestBuilder) -> Result<T> {
    let response = answer(what, request).await?;
    let mut body: Value = response
        .json()
        .await
        .map_err(|why| Error::answer(what, why))?;
    serde_json::from_value(body["data"].take()).map_err(|why| Error::answer(what, why))
}

/// Sends a request and gives its answer when that says success.
///
/// # Errors
/// `Connect`, `Refused` with the answer's `detail`.
pub async fn answer(what: &str, request: RequestBuilder) -> Result<Response> {
    let response = request.send().await.map_err(|why| Error::Connect {
        what: what.to_owned(),
        why: why.to_string(),
    })?;
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let problem: Value = response.json().await.unwrap_or_default();
    let detail = problem["detail"].as_str().unwrap_or("no reason given");
    let limited = match status {
        StatusCode::TOO_MANY_REQUESTS => "too many requests: ",
        _ => "",
    };
    Err(Error::Refused {
        what: what.to_owned(),
        why: format!("{limited}{detail} ({status})"),
    })
}

fn parse(text: &str) -> Result<Url> {
    let wrong = |why| Error::Url {
        url: text.to_owned(),
        why,
    };
    let url = Url::parse(text).map_err(|_| wrong("is not an address such as http://host:port"))?;
    if url.scheme() != "http" || !url.has_host() {
        return Err(wrong(
            "must begin with http://; measure behind the TLS, not through it",
        ));
    }
    Ok(url)
}

/// The port, when the server is on this machine.
fn local_port(url: &Url) -> Option<u16> {
    let local = match url.host()? {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    local.then(|| url.port_or_known_default())?
}

/// The server's keys: of `JWT_SECRET` where it is known, else those in its store.
async fn keys(data: &DataFlags) -> Result<KeyRing> {
    let config = Config::load(&data.0)?;
    if let Some(SigningSecret(secret)) = &config.identity.jwt_secret {
        return Ok(KeyRing::new(secret.0.as_bytes()));
    }
    let failed = |why: crate::error::Error| Error::Secret(why.to_string());
    let store = open::store(&config).await.map_err(failed)?;
    let keys = open::keys(&config, &store).await.map_err(failed)?;
    store.close().await;
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_http_is_measured() {
        assert!(parse("http://localhost:3001").is_ok());
        for text in ["https://desk.example.com", "localhost:3001", "3001"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn processes_are_looked_for_on_this_machine_only() {
        let port = |text| local_port(&parse(text).unwrap());
        assert_eq!(port("http://127.0.0.1:4000"), Some(4000));
        assert_eq!(port("http://localhost"), Some(80));
        assert_eq!(port("http://desk.example.com:4000"), None);
    }
}
