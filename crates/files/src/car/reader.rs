//! Reads an archive block by block. Each is checked against its CID; lengths are checked before
//! memory is taken for them.

use bytes::Bytes;
use cid::Cid;
use tokio::io::{AsyncRead, AsyncReadExt as _};

use crate::block::{MAX_BLOCK_BYTES, verify};
use crate::cbor;
use crate::error::{Error, Result};

/// The most bytes of a header: some hundred thousand roots.
pub const MAX_HEADER_BYTES: usize = 4 * 1024 * 1024;
/// The most bytes of a block with its CID.
pub const MAX_SECTION_BYTES: usize = MAX_BLOCK_BYTES + 128;
/// Bytes that are taken at a time, so that a length alone takes no memory.
const STEP: usize = 64 * 1024;

/// An archive that is being read.
pub struct CarReader<R> {
    source: R,
    roots: Vec<Cid>,
    /// Bytes read so far, for messages.
    position: u64,
}

impl<R: AsyncRead + Unpin> CarReader<R> {
    /// Reads the header. `source` should be buffered.
    ///
    /// # Errors
    /// [`Error::Car`] where it is no CARv1, [`Error::Io`] where it cannot be read.
    pub async fn open(source: R) -> Result<Self> {
        let mut reader = Self {
            source,
            roots: Vec::new(),
            position: 0,
        };
        let Some(len) = reader.length(MAX_HEADER_BYTES).await? else {
            return Err(reader.broken("it is empty"));
        };
        let header = reader.bytes(len).await?;
        match cbor::car_header(&header) {
            Ok((1, roots)) => reader.roots = roots,
            Ok((version, _)) => {
                let why = format!("it is of version {version}; only version 1 can be read");
                return Err(reader.broken(&why));
            }
            Err(_) => return Err(reader.broken("it does not begin with the header of one")),
        }
        Ok(reader)
    }

    /// The roots that the header names, whether their blocks are in the archive or not.
    pub fn roots(&self) -> &[Cid] {
        &self.roots
    }

    /// The next block, which is what its CID says; `None` at the end.
    ///
    /// # Errors
    /// [`Error::Car`], [`Error::Block`], [`Error::Io`]. No more can be read then.
    pub async fn next(&mut self) -> Result<Option<(Cid, Bytes)>> {
        let Some(len) = self.length(MAX_SECTION_BYTES).await? else {
            return Ok(None);
        };
        let section = Bytes::from(self.bytes(len).await?);
        let mut rest = section.as_ref();
        let cid = Cid::read_bytes(&mut rest).map_err(|_| self.broken("a block has no CID"))?;
        let block = section.slice(section.len() - rest.len()..);
        verify(&cid, &block)?;
        Ok(Some((cid, block)))
    }

    /// The number that comes next, or `None` at the end of the archive.
    async fn length(&mut self, most: usize) -> Result<Option<usize>> {
        let mut bytes = Vec::with_capacity(crate::varint::MAX_LEN);
        loop {
            match self.source.read_u8().await {
                Ok(byte) => bytes.push(byte),
                Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                    if bytes.is_empty() {
                        return Ok(None);
                    }
                    return Err(self.broken("it ends within a length"));
                }
                Err(error) => return Err(failed(error)),
            }
            self.position += 1;
            if let Some((len, _)) = crate::varint::get(&bytes) {
                return match usize::try_from(len) {
                    Ok(0) => Err(self.broken("a length is zero")),
                    Ok(len) if len <= most => Ok(Some(len)),
                    _ => {
                        let why = format!("a part has {len} bytes, and {most} are allowed");
                        Err(self.broken(&why))
                    }
                };
            }
            if bytes.len() >= crate::varint::MAX_LEN {
                return Err(self.broken("a length is no number"));
            }
        }
    }

    async fn bytes(&mut self, len: usize) -> Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(len.min(STEP));
        let mut part = (&mut self.source).take(len as u64);
        while bytes.len() < len {
            bytes.reserve((len - bytes.len()).min(STEP));
            if part.read_buf(&mut bytes).await.map_err(failed)? == 0 {
                return Err(self.broken("it ends within a part"));
            }
        }
        self.position += len as u64;
        Ok(bytes)
    }

    fn broken(&self, why: &str) -> Error {
        Error::Car {
            why: format!("{why} (near byte {})", self.position),
        }
    }
}

fn failed(source: std::io::Error) -> Error {
    Error::Io {
        what: "the archive could not be read".to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{StreamExt as _, TryStreamExt as _, stream};
    use proptest::prelude::*;

    use super::*;
    use crate::car::archive;
    use crate::dag::{RAW, cid_of};

    async fn write(roots: &[Cid], blocks: Vec<(Cid, Bytes)>) -> Vec<u8> {
        let blocks = stream::iter(blocks.into_iter().map(Ok)).boxed();
        let pieces: Vec<Bytes> = archive(roots, blocks).try_collect().await.unwrap();
        pieces.concat()
    }

    async fn read(car: &[u8]) -> Result<(Vec<Cid>, Vec<(Cid, Bytes)>)> {
        let mut reader = CarReader::open(car).await?;
        let mut blocks = Vec::new();
        while let Some(block) = reader.next().await? {
            blocks.push(block);
        }
        Ok((reader.roots().to_vec(), blocks))
    }

    fn block(bytes: &[u8]) -> (Cid, Bytes) {
        (cid_of(RAW, bytes), Bytes::copy_from_slice(bytes))
    }

    async fn sample() -> Vec<u8> {
        let (first, second) = (block(b"first"), block(&[7; 300]));
        write(&[first.0, second.0], vec![first, second]).await
    }

    async fn why(car: &[u8]) -> String {
        read(car).await.unwrap_err().to_string()
    }

    #[tokio::test]
    async fn what_was_written_is_read_back() {
        let blocks = vec![block(b""), block(b"abc"), block(&[1; 70_000])];
        let roots: Vec<Cid> = blocks.iter().map(|(cid, _)| *cid).collect();
        let car = write(&roots, blocks.clone()).await;
        assert_eq!(read(&car).await.unwrap(), (roots, blocks));
    }

    #[tokio::test]
    async fn a_block_that_is_not_what_its_cid_says_ends_the_reading() {
        let mut car = sample().await;
        *car.last_mut().unwrap() ^= 1;
        assert!(matches!(read(&car).await, Err(Error::Block { .. })));
    }

    #[tokio::test]
    async fn an_archive_that_ends_too_early_is_refused() {
        let car = sample().await;
        assert!(why(&car[..car.len() - 1]).await.contains("ends within"));
        assert!(why(&car[..10]).await.contains("ends within"));
        assert!(why(b"").await.contains("empty"));
    }

    #[tokio::test]
    async fn lengths_beyond_the_limits_take_no_memory() {
        let mut car = write(&[], vec![]).await;
        crate::varint::put(&mut car, MAX_SECTION_BYTES as u64 + 1);
        assert!(why(&car).await.contains("are allowed"));
        let mut header = Vec::new();
        crate::varint::put(&mut header, u64::MAX);
        assert!(why(&header).await.contains("are allowed"));
        assert!(why(&[0xff; 40]).await.contains("no number"));
    }

    #[tokio::test]
    async fn another_version_is_named() {
        let pragma = b"\x0a\xa1\x67version\x02";
        assert!(why(pragma).await.contains("version 2"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let _ = runtime.block_on(read(&bytes));
        }

        #[test]
        fn a_changed_archive_gives_true_blocks_or_is_refused(
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..5),
            cut: prop::sample::Index,
        ) {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            runtime.block_on(async {
                let mut car = sample().await;
                for (at, byte) in changes {
                    let at = at.index(car.len());
                    car[at] = byte;
                }
                car.truncate(cut.index(car.len() + 1));
                if let Ok((_, blocks)) = read(&car).await {
                    for (cid, bytes) in blocks {
                        assert!(verify(&cid, &bytes).is_ok());
                    }
                }
            });
        }
    }
}
