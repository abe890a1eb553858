//! The archive of one file whose bytes lie beside its DAG, of a length that is known beforehand.

use std::io;

use bytes::Bytes;
use cid::Cid;
use futures_util::stream::{self, StreamExt as _};
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};

use super::{header, section_head};
use crate::backend::{ByteStream, MAX_PIECE};
use crate::dag::Block;
use crate::varint;

/// The length in bytes of the archive that [`write()`] gives.
pub fn length(root: &Cid, blocks: &[Block]) -> u64 {
    let sections = blocks.iter().map(|block| {
        let section = block.cid().encoded_len() as u64 + block.size();
        varint::len(section) + section
    });
    header(std::slice::from_ref(root)).len() as u64 + sections.sum::<u64>()
}

/// Streams an archive with one root. Leaves are read from `file` when their turn comes, so that no
/// more than a piece of it is in memory.
pub fn write(root: &Cid, blocks: Vec<Block>, file: File) -> ByteStream {
    let writer = Writer {
        header: Some(header(std::slice::from_ref(root))),
        blocks: blocks.into_iter(),
        file,
        left: 0,
    };
    stream::try_unfold(writer, |mut writer| async move {
        Ok(writer.next().await?.map(|piece| (piece, writer)))
    })
    .boxed()
}

struct Writer {
    header: Option<Bytes>,
    blocks: std::vec::IntoIter<Block>,
    file: File,
    /// Bytes of the current leaf that are still to be copied.
    left: u64,
}

impl Writer {
    async fn next(&mut self) -> io::Result<Option<Bytes>> {
        if let Some(header) = self.header.take() {
            return Ok(Some(header));
        }
        if self.left > 0 {
            return self.copy().await.map(Some);
        }
        let Some(block) = self.blocks.next() else {
            return Ok(None);
        };
        let mut section = section_head(block.cid(), block.size());
        match block {
            Block::Node { bytes, .. } => section.extend(bytes),
            Block::Leaf { offset, len, .. } => {
                self.file.seek(io::SeekFrom::Start(offset)).await?;
                self.left = len;
            }
        }
        Ok(Some(section.into()))
    }

    async fn copy(&mut self) -> io::Result<Bytes> {
        let mut piece = vec![0; self.left.min(MAX_PIECE as u64) as usize];
        self.file.read_exact(&mut piece).await?;
        self.left -= piece.len() as u64;
        Ok(piece.into())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use futures_util::TryStreamExt as _;

    use super::*;
    use crate::dag::tests::sample;
    use crate::dag::{Dag, DagBuilder};
    use crate::profile::Profile;
    use crate::profile::tests::TINY;

    async fn archive(profile: Profile, bytes: &[u8]) -> (Dag, Vec<u8>) {
        let mut builder = DagBuilder::new(profile);
        builder.push(bytes);
        let dag = builder.finish();
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        let pieces = write(&dag.root, dag.blocks.clone(), File::from_std(file));
        let pieces: Vec<Bytes> = pieces.try_collect().await.unwrap();
        assert!(pieces.iter().all(|piece| piece.len() <= MAX_PIECE));
        (dag, pieces.concat())
    }

    #[tokio::test]
    async fn the_archive_of_one_leaf_is_header_length_cid_and_bytes() {
        let (dag, car) = archive(TINY, b"abc").await;
        let cid = dag.root.to_bytes();
        let head = [
            b"\x3a\xa2\x65roots\x81\xd8\x2a\x58\x25\x00".as_slice(),
            &cid,
            b"\x67version\x01",
        ];
        let expected = [head.concat().as_slice(), &[39], &cid, b"abc"].concat();
        assert_eq!(car, expected);
    }

    #[tokio::test]
    async fn the_length_is_known_beforehand() {
        for (chunk_size, len) in [(4, 0), (4, 1), (4, 1000), (100_000, 350_000)] {
            let profile = Profile { chunk_size, ..TINY };
            let (dag, car) = archive(profile, &sample(len)).await;
            assert_eq!(length(&dag.root, &dag.blocks), car.len() as u64);
        }
    }

    #[tokio::test]
    async fn a_file_that_lost_bytes_ends_the_archive_with_an_error() {
        let mut builder = DagBuilder::new(TINY);
        builder.push(&sample(50));
        let dag = builder.finish();
        let empty = File::from_std(tempfile::tempfile().unwrap());
        let error = write(&dag.root, dag.blocks, empty)
            .try_collect::<Vec<_>>()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }
}
