//! Sharded directories: a hash array mapped trie of dag-pb nodes
//! (<https://specs.ipfs.tech/unixfs/#dag-pb-hamtdirectory>).

use bytes::Bytes;

use super::pb::{PbLink, UnixFs};

/// The multicodec of the only hash function that is in use: the upper half of MurmurHash3's 128
/// bits for 64-bit machines.
const MURMUR3_X64_64: u64 = 0x22;
/// The most buckets of a node.
const MAX_FANOUT: u64 = 1024;

/// One node of a sharded directory.
#[derive(Debug)]
pub struct Shard {
    links: Vec<PbLink>,
    /// How many bits of a name's hash choose a bucket.
    bits: u32,
    /// How many hexadecimal digits in front of each link's name say its bucket.
    prefix: usize,
}

/// What a link of a shard leads to.
pub(crate) enum Bucket<'s> {
    /// A further node.
    Shard(&'s PbLink),
    /// What lies under this name.
    Entry(Bytes, &'s PbLink),
}

impl Shard {
    pub(crate) fn of(message: &UnixFs, links: Vec<PbLink>) -> Result<Self, &'static str> {
        if message.hash_type != Some(MURMUR3_X64_64) {
            return Err("its directory is sharded by an unknown hash function");
        }
        let fanout = message.fanout.unwrap_or_default();
        if !fanout.is_power_of_two() || !(8..=MAX_FANOUT).contains(&fanout) {
            return Err("its directory is sharded into an impossible number of buckets");
        }
        let prefix = format!("{:X}", fanout - 1).len();
        if links.iter().any(|link| link.name.len() < prefix) {
            return Err("its directory has a link without a bucket");
        }
        Ok(Self {
            links,
            bits: fanout.trailing_zeros(),
            prefix,
        })
    }

    /// Every link, in the order of the node.
    pub(crate) fn buckets(&self) -> impl Iterator<Item = Bucket<'_>> {
        self.links.iter().map(|link| self.bucket(link))
    }

    fn bucket<'s>(&self, link: &'s PbLink) -> Bucket<'s> {
        if link.name.len() == self.prefix {
            Bucket::Shard(link)
        } else {
            Bucket::Entry(link.name.slice(self.prefix..), link)
        }
    }

    /// Where a name is to be looked for, if this node is `hash`'s next.
    pub(crate) fn find(&self, name: &str, hash: &mut NameHash) -> Option<Bucket<'_>> {
        let bucket = hash.next(self.bits)?;
        let digits = format!("{bucket:0width$X}", width = self.prefix);
        let link = self
            .links
            .iter()
            .find(|link| link.name.starts_with(digits.as_bytes()))?;
        match self.bucket(link) {
            Bucket::Entry(found, _) if found != name.as_bytes() => None,
            found => Some(found),
        }
    }
}

/// The hash of a name, of which each level of the trie takes some bits.
pub(crate) struct NameHash {
    hash: u64,
    left: u32,
}

impl NameHash {
    pub(crate) fn of(name: &str) -> Self {
        let wide = murmur3::murmur3_x64_128(&mut name.as_bytes(), 0);
        // Reading from a slice cannot fail.
        let hash = wide.unwrap_or_default() as u64;
        Self { hash, left: 64 }
    }

    /// The next `bits`, the highest first; `None` when all are used up.
    fn next(&mut self, bits: u32) -> Option<u64> {
        self.left = self.left.checked_sub(bits)?;
        Some((self.hash >> self.left) & ((1 << bits) - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_used_from_its_highest_bits_on_until_none_are_left() {
        let mut hash = NameHash {
            hash: 0xabcd_ef01_2345_6789,
            left: 64,
        };
        assert_eq!(hash.next(8), Some(0xab));
        assert_eq!(hash.next(4), Some(0xc));
        for expected in [0xde, 0xf0, 0x12, 0x34, 0x56, 0x78] {
            assert_eq!(hash.next(8), Some(expected));
        }
        assert_eq!(hash.next(8), None);
    }
}
