//! Names that answer differently each time, and the connection that is made.

use std::{
    collections::VecDeque,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex},
    time::SystemTime,
};

use frontdesk_notify::{
    Guard, Refused, SendError,
    webhook::{Webhook, WebhookSecret, WebhookSender},
};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::Url;

use crate::peer::Peer;

const PUBLIC: &str = "1.1.1.1";
const PRIVATE: &str = "127.0.0.1";

/// Answers each time with the next of its answers.
struct Changing(Mutex<VecDeque<Vec<IpAddr>>>);

impl Changing {
    fn new(answers: &[&[&str]]) -> Arc<Self> {
        let answers = answers.iter().map(|answer| {
            answer
                .iter()
                .map(|address| address.parse().unwrap())
                .collect()
        });
        Arc::new(Self(Mutex::new(answers.collect())))
    }

    fn left(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

impl Resolve for Changing {
    fn resolve(&self, _: Name) -> Resolving {
        let answer = self.0.lock().unwrap().pop_front();
        Box::pin(async move {
            let addresses = answer.ok_or("asked too often")?;
            let addresses = addresses
                .into_iter()
                .map(|address| SocketAddr::new(address, 0));
            Ok(Box::new(addresses) as Addrs)
        })
    }
}

async fn post(guard: Guard, url: &Url) -> Result<(), SendError> {
    let webhook = Webhook {
        id: "msg_1".to_owned(),
        body: b"{}".to_vec(),
    };
    let secrets = [WebhookSecret::generate().unwrap()];
    let sender = WebhookSender::new(guard).unwrap();
    let sent = sender
        .send(url, &secrets, &webhook, SystemTime::now())
        .await;
    sent.map(|_| ())
}

/// The peer's address under a name.
fn named(peer: &Peer, scheme: &str) -> Url {
    let port = peer.url.port().unwrap();
    format!("{scheme}://receiver.example:{port}/")
        .parse()
        .unwrap()
}

#[tokio::test]
async fn a_name_that_turns_private_after_it_was_checked_is_not_called() {
    let peer = Peer::start().await;
    let names = Changing::new(&[&[PUBLIC], &[PRIVATE]]);
    let guard = Guard::with_resolver(false, names.clone());
    let url = named(&peer, "https");
    assert_eq!(guard.check_name(&url).await, Ok(()));
    let refused = post(guard, &url).await;
    let Err(SendError::Permanent(why)) = refused else {
        panic!("{refused:?}")
    };
    assert!(why.contains("not public"), "{why}");
    assert!(peer.received().is_empty());
    assert_eq!(names.left(), 0);
}

#[tokio::test]
async fn the_answer_that_was_checked_is_the_one_that_is_connected_to() {
    let peer = Peer::start().await;
    // A second question would fail.
    let names = Changing::new(&[&[PRIVATE]]);
    post(Guard::with_resolver(true, names), &named(&peer, "http"))
        .await
        .unwrap();
    assert_eq!(peer.received().len(), 1);
}

#[tokio::test]
async fn of_several_addresses_only_the_public_are_left() {
    let private = [
        "10.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "169.254.169.254",
        "fd00::1",
    ];
    let mixed = [&private[..], &[PUBLIC]].concat();
    let guard = Guard::with_resolver(false, Changing::new(&[&mixed, &private]));
    let name = || "receiver.example".parse().unwrap();
    let left: Vec<_> = guard.resolve(name()).await.unwrap().collect();
    assert_eq!(left, [SocketAddr::new(PUBLIC.parse().unwrap(), 0)]);
    let refused = guard.resolve(name()).await.err().unwrap();
    assert_eq!(refused.downcast_ref::<Refused>(), Some(&Refused::Private));
}

#[tokio::test]
async fn a_private_address_that_is_written_out_is_not_called() {
    let peer = Peer::start().await;
    let port = peer.url.port().unwrap();
    for host in ["127.0.0.1", "[::ffff:127.0.0.1]", "2130706433", "localhost"] {
        let url = format!("https://{host}:{port}/").parse().unwrap();
        let refused = post(Guard::new(false), &url).await;
        assert!(
            matches!(refused, Err(SendError::Permanent(_))),
            "{host}: {refused:?}"
        );
    }
    assert!(peer.received().is_empty());
}
