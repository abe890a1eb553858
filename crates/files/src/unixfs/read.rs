//! Streams the bytes of a file, or of a range of it, reading only the blocks that hold them.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use cid::Cid;
use futures_util::stream::{self, StreamExt as _};

use super::MAX_DAG_DEPTH;
use super::node::{FileNode, Node, node_of};
use crate::backend::{ByteStream, MAX_PIECE, check_range};
use crate::block::{Blocks, bad};
use crate::error::Result;

/// Streams the bytes `range` of a file. One block is in memory at a time, besides the links that
/// wait on the way to it.
///
/// # Errors
/// [`Error::OutOfRange`](crate::Error::OutOfRange). A block that is missing or wrong ends the
/// stream with an error.
pub fn read(blocks: Arc<dyn Blocks>, file: FileNode, range: Range<u64>) -> Result<ByteStream> {
    check_range(&range, file.size)?;
    let mut reader = Reader {
        blocks,
        waiting: Vec::new(),
        skip: range.start,
        left: range.end - range.start,
    };
    reader.wait(file, 0);
    let pieces = stream::try_unfold(reader, |mut reader| async move {
        let piece = reader.next().await.map_err(io::Error::other)?;
        Ok(piece.map(|piece| (piece, reader)))
    });
    Ok(pieces.boxed())
}

struct Reader {
    blocks: Arc<dyn Blocks>,
    /// What is still to be read, the next last.
    waiting: Vec<Step>,
    /// Bytes that lie before the range.
    skip: u64,
    /// Bytes of the range that were not given yet.
    left: u64,
}

enum Step {
    Bytes(Bytes),
    Part { cid: Cid, size: u64, depth: usize },
}

impl Reader {
    async fn next(&mut self) -> Result<Option<Bytes>> {
        while self.left > 0 {
            match self.waiting.pop() {
                None => return Ok(None),
                Some(Step::Bytes(bytes)) => {
                    if let Some(piece) = self.cut(bytes) {
                        return Ok(Some(piece));
                    }
                }
                // A part without bytes is never read: else a small DAG could keep us busy forever.
                Some(Step::Part { size, .. }) if size <= self.skip => self.skip -= size,
                Some(Step::Part { cid, size, depth }) => {
                    let node = self.part(&cid, size, depth).await?;
                    self.wait(node, depth);
                }
            }
        }
        Ok(None)
    }

    async fn part(&self, cid: &Cid, size: u64, depth: usize) -> Result<FileNode> {
        if depth > MAX_DAG_DEPTH {
            return Err(bad(cid, "the file is nested too deeply"));
        }
        match node_of(cid, self.blocks.get(cid).await?)? {
            Node::File(file) if file.size == size => Ok(file),
            _ => Err(bad(cid, format!("it should hold {size} bytes of a file"))),
        }
    }

    fn wait(&mut self, file: FileNode, depth: usize) {
        let parts = file.parts.iter().rev().map(|part| Step::Part {
            cid: part.cid,
            size: part.size,
            depth: depth + 1,
        });
        self.waiting.extend(parts);
        self.waiting.push(Step::Bytes(file.inline));
    }

    /// What of `bytes` is in the range, at most a piece; the rest waits.
    fn cut(&mut self, mut bytes: Bytes) -> Option<Bytes> {
        let before = self.skip.min(bytes.len() as u64);
        self.skip -= before;
        let _ = bytes.split_to(before as usize);
        let wanted = self.left.min(bytes.len() as u64) as usize;
        let piece = bytes.split_to(wanted.min(MAX_PIECE));
        if piece.is_empty() {
            return None;
        }
        self.left -= piece.len() as u64;
        if !bytes.is_empty() {
            self.waiting.push(Step::Bytes(bytes));
        }
        Some(piece)
    }
}
