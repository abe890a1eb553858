//! Many sockets at once, within what this machine and the server allow.

use std::fs;

use frontdesk_model::{Role, events};
use futures_util::{StreamExt, TryStreamExt, stream};

use super::{
    error::{Error, Result},
    socket::{OnPacket, Socket},
    target::{Caller, Target},
};
use crate::open_files;

/// Connections opened at the same time.
pub const OPENING: usize = 16;
/// Files that a process needs besides its connections: the database, logs,
/// the search index.
const OTHER_FILES: u64 = 100;

/// A namespace that any user may enter.
pub fn namespace(text: &str) -> Result<&'static str, String> {
    [events::ROOT, events::CHAT_USER]
        .into_iter()
        .find(|namespace| *namespace == text)
        .ok_or_else(|| format!("must be {} or {}", events::ROOT, events::CHAT_USER))
}

/// As many users of this run.
///
/// # Errors
/// `Usage` when this machine cannot hold so many connections; `Secret`.
pub fn callers(target: &Target, kind: &str, count: usize) -> Result<Vec<Caller>> {
    let limits = Limits {
        own_files: open_files::raise_limit(),
        ports: local_ports(),
        server_files: target.watched.as_ref().and_then(|one| one.open_files()),
    };
    limits.check(count as u64)?;
    (0..count)
        .map(|number| target.caller(kind, number, Role::User))
        .collect()
}

/// Opens a socket for each caller, a few at a time.
///
/// # Errors
/// The first that the server refuses.
pub async fn connect(
    target: &Target,
    callers: &[Caller],
    namespace: &str,
    listener: impl Fn() -> OnPacket,
) -> Result<Vec<Socket>> {
    stream::iter(callers)
        .map(|caller| target.socket(caller, namespace, listener()))
        .buffer_unordered(OPENING)
        .try_collect()
        .await
}

/// For sockets that only stay.
pub fn nothing() -> OnPacket {
    Box::new(|_| {})
}

/// What bounds the connections; none where it is not known.
struct Limits {
    own_files: Option<u64>,
    /// Local ports that connections to one address may have.
    ports: Option<u64>,
    server_files: Option<u64>,
}

impl Limits {
    fn check(&self, connections: u64) -> Result<()> {
        let files = |limit: u64| limit.saturating_sub(OTHER_FILES);
        let bounds = [
            (
                self.own_files.map(files),
                "this process may not open more files; raise its hard limit (`ulimit -Hn`)",
            ),
            (
                self.ports,
                "there are no more local ports to one address; widen net.ipv4.ip_local_port_range",
            ),
            (
                self.server_files.map(files),
                "the server may not open more files; raise its hard limit (`ulimit -Hn`, LimitNOFILE of systemd)",
            ),
        ];
        for (bound, why) in bounds {
            if let Some(bound) = bound.filter(|bound| *bound < connections) {
                return Err(Error::usage(format!(
                    "{connections} connections are too many here, {bound} are possible: {why}"
                )));
            }
        }
        Ok(())
    }
}

fn local_ports() -> Option<u64> {
    count_ports(&fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").ok()?)
}

fn count_ports(range: &str) -> Option<u64> {
    let mut bounds = range.split_ascii_whitespace().map(str::parse::<u64>);
    let (first, last) = (bounds.next()?.ok()?, bounds.next()?.ok()?);
    Some((last + 1).saturating_sub(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_that_is_too_small_is_named_with_what_is_possible() {
        let limits = Limits {
            own_files: Some(1_024),
            ports: Some(28_232),
            server_files: None,
        };
        assert!(limits.check(900).is_ok());
        let error = limits.check(10_000).unwrap_err().to_string();
        assert!(error.contains("924 are possible"), "{error}");
        assert!(error.contains("ulimit -Hn"), "{error}");
    }

    #[test]
    fn ports_are_counted_with_both_ends() {
        assert_eq!(count_ports("32768\t60999\n"), Some(28_232));
        assert_eq!(count_ports("nonsense"), None);
    }
}
