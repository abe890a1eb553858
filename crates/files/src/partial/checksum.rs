//! Checksums of the parts of an upload.

use sha1::Sha1;
use sha2::{Digest as _, Sha256};

/// How a checksum is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChecksumAlgorithm {
    /// SHA-1, which every tus server offers. It finds accidents, not attacks.
    Sha1,
    /// SHA-256
    Sha256,
}

impl ChecksumAlgorithm {
    /// Every algorithm.
    pub const ALL: [Self; 2] = [Self::Sha1, Self::Sha256];

    /// As tus names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
        }
    }

    /// The algorithm of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// Bytes of a digest.
    pub const fn size(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }
}

/// What the bytes of a part must give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checksum {
    algorithm: ChecksumAlgorithm,
    digest: Vec<u8>,
}

impl Checksum {
    /// None when the digest has not the algorithm's length.
    pub fn new(algorithm: ChecksumAlgorithm, digest: Vec<u8>) -> Option<Self> {
        (digest.len() == algorithm.size()).then_some(Self { algorithm, digest })
    }

    pub(super) fn begin(&self) -> Verifier {
        Verifier {
            state: match self.algorithm {
                ChecksumAlgorithm::Sha1 => State::Sha1(Sha1::new()),
                ChecksumAlgorithm::Sha256 => State::Sha256(Sha256::new()),
            },
            expected: self.digest.clone(),
        }
    }
}

/// Computes a checksum while the bytes go by.
pub(super) struct Verifier {
    state: State,
    expected: Vec<u8>,
}

enum State {
    Sha1(Sha1),
    Sha256(Sha256),
}

impl Verifier {
    pub(super) fn push(&mut self, bytes: &[u8]) {
        match &mut self.state {
            State::Sha1(hash) => hash.update(bytes),
            State::Sha256(hash) => hash.update(bytes),
        }
    }

    pub(super) fn holds(self) -> bool {
        match self.state {
            State::Sha1(hash) => hash.finalize()[..] == self.expected,
            State::Sha256(hash) => hash.finalize()[..] == self.expected,
        }
    }
}
