//! What the server's processes use, from Linux' `/proc`. Elsewhere, and for a
//! server on another machine, there is nothing to see and the figures are left out.

use std::{
    collections::{HashMap, HashSet},
    fs,
    path::Path,
    time::Duration,
};

/// Ticks a second in `/proc/<pid>/stat`: `USER_HZ`, 100 on every common
/// architecture (proc(5)).
const TICKS_PER_SECOND: u64 = 100;
/// `TCP_LISTEN` in `/proc/net/tcp`.
const LISTENING: &str = "0A";

/// What some processes have used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Usage {
    /// Processor time since they started, user and system.
    pub cpu: Duration,
    pub resident_bytes: u64,
}

/// Processes under observation, each with its descendants.
#[derive(Clone, Debug)]
pub struct Watched(Vec<u32>);

impl Watched {
    /// The given processes, or the one that listens on `port` of this machine.
    pub fn find(pids: &[u32], port: Option<u16>) -> Option<Self> {
        if !pids.is_empty() {
            return Some(Self(pids.to_vec()));
        }
        Some(Self(vec![listener(port?)?]))
    }

    pub fn usage(&self) -> Usage {
        let family = with_descendants(&self.0, &parents());
        family
            .into_iter()
            .filter_map(usage_of)
            .fold(Usage::default(), |sum, one| Usage {
                cpu: sum.cpu + one.cpu,
                resident_bytes: sum.resident_bytes + one.resident_bytes,
            })
    }
}

impl Watched {
    /// Files that the processes may have open, of which a connection is one.
    pub fn open_files(&self) -> Option<u64> {
        let limits = self.0.iter().filter_map(|pid| {
            let limits = fs::read_to_string(format!("/proc/{pid}/limits")).ok()?;
            open_files_of(&limits)
        });
        limits.min()
    }
}

/// What this process has used.
pub fn own_usage() -> Usage {
    usage_of(std::process::id()).unwrap_or_default()
}

fn usage_of(pid: u32) -> Option<Usage> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    Some(Usage {
        cpu: cpu_of(&stat)?,
        resident_bytes: resident_of(&status)?,
    })
}

/// Fields of `stat` from the third on; the second, in brackets, may hold blanks.
fn fields(stat: &str) -> Option<Vec<&str>> {
    Some(stat.rsplit_once(')')?.1.split_ascii_whitespace().collect())
}

fn cpu_of(stat: &str) -> Option<Duration> {
    let fields = fields(stat)?;
    let user: u64 = fields.get(11)?.parse().ok()?;
    let system: u64 = fields.get(12)?.parse().ok()?;
    Some(Duration::from_millis(
        (user + system) * 1_000 / TICKS_PER_SECOND,
    ))
}

fn resident_of(status: &str) -> Option<u64> {
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kilobytes: u64 = line.split_ascii_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1_024)
}

/// The soft limit; none when there is no limit.
fn open_files_of(limits: &str) -> Option<u64> {
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_ascii_whitespace().next()?.parse().ok()
}

fn processes() -> impl Iterator<Item = u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten();
    entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
}

/// Each process and its parent.
fn parents() -> HashMap<u32, u32> {
    processes()
        .filter_map(|pid| {
            let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
            Some((pid, fields(&stat)?.get(1)?.parse().ok()?))
        })
        .collect()
}

fn with_descendants(roots: &[u32], parents: &HashMap<u32, u32>) -> HashSet<u32> {
    let mut family: HashSet<u32> = roots.iter().copied().collect();
    loop {
        let before = family.len();
        for (pid, parent) in parents {
            if family.contains(parent) {
                family.insert(*pid);
            }
        }
        if family.len() == before {
            return family;
        }
    }
}

/// The process that listens on a port, where we may see it.
fn listener(port: u16) -> Option<u32> {
    let inodes: HashSet<String> = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|table| fs::read_to_string(table).ok())
        .flat_map(|table| listening_inodes(&table, port))
        .collect();
    processes().find(|pid| holds_socket(*pid, &inodes))
}

fn listening_inodes(table: &str, port: u16) -> Vec<String> {
    let suffix = format!(":{port:04X}");
    table
        .lines()
        .filter_map(|line| {
            let fields: Vec<&str> = line.split_ascii_whitespace().collect();
            let matches = fields.get(1)?.ends_with(&suffix) && *fields.get(3)? == LISTENING;
            matches.then(|| fields.get(9).map(|inode| (*inode).to_owned()))?
        })
        .collect()
}

fn holds_socket(pid: u32, inodes: &HashSet<String>) -> bool {
    let Ok(entries) = fs::read_dir(Path::new("/proc").join(pid.to_string()).join("fd")) else {
        return false;
    };
    entries.filter_map(Result::ok).any(|entry| {
        let Ok(link) = fs::read_link(entry.path()) else {
            return false;
        };
        let name = link.to_string_lossy();
        name.strip_prefix("socket:[")
            .and_then(|name| name.strip_suffix(']'))
            .is_some_and(|inode| inodes.contains(inode))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_is_read_behind_a_name_with_blanks_and_brackets() {
        let stat = "7 (a) b (c) S 1 7 7 0 -1 4194560 500 0 0 0 150 50 0 0 20 0 9 0 100";
        assert_eq!(cpu_of(stat), Some(Duration::from_secs(2)));
    }

    #[test]
    fn resident_memory_is_given_in_kilobytes() {
        let status = "Name:\tx\nVmRSS:\t    2048 kB\nThreads:\t3\n";
        assert_eq!(resident_of(status), Some(2 * 1024 * 1024));
    }

    #[test]
    fn the_soft_limit_of_open_files_is_the_one_that_counts() {
        let limits = "Limit                     Soft Limit           Hard Limit           Units     \n\
             Max open files            1024                 524288               files     \n";
        assert_eq!(open_files_of(limits), Some(1_024));
        assert_eq!(
            open_files_of("Max open files   unlimited   unlimited   files"),
            None
        );
    }

    #[test]
    fn only_listening_sockets_of_the_port_count() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n\
             0: 0100007F:0BB9 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1\n\
             1: 0100007F:0BB9 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 222 1\n\
             2: 0100007F:0BBA 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1\n";
        assert_eq!(listening_inodes(table, 3001), ["111"]);
    }

    #[test]
    fn children_of_children_count() {
        let parents = HashMap::from([(2, 1), (3, 2), (4, 9)]);
        assert_eq!(with_descendants(&[1], &parents), HashSet::from([1, 2, 3]));
    }
}
