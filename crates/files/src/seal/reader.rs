//! Reads sealed files: a staged one from the disk, and ranges of a stored one. Only the segments
//! that are needed are read, and nothing is given of one that was not verified.

use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

use bytes::{Bytes, BytesMut};
use cid::Cid;
use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};

use super::format::{
    Cipher, HEADER_LEN, SEGMENT, TAG, check_header, last_segment, place, segment_len,
};
use super::keys::FileKey;
use crate::backend::{Backend, ByteStream, check_range};
use crate::error::Result;

/// A sealed file on the disk as if it were plain. It holds one segment in memory.
pub struct Opened<R> {
    sealed: R,
    cipher: Cipher,
    plain: u64,
    position: u64,
    /// The segment that was opened last.
    segment: Option<(u64, Vec<u8>)>,
}

impl<R: Read + Seek> Opened<R> {
    /// A file of `plain` bytes under its key.
    ///
    /// # Errors
    /// `InvalidData` where it is no sealed file; what the disk says.
    pub fn new(mut sealed: R, key: &FileKey, plain: u64) -> io::Result<Self> {
        let mut header = [0; HEADER_LEN as usize];
        sealed.seek(SeekFrom::Start(0))?;
        sealed.read_exact(&mut header)?;
        check_header(&header)?;
        Ok(Self {
            sealed,
            cipher: Cipher::new(key),
            plain,
            position: 0,
            segment: None,
        })
    }

    fn open(&mut self, number: u64) -> io::Result<&[u8]> {
        if self
            .segment
            .as_ref()
            .is_none_or(|(open, _)| *open != number)
        {
            let (_, mut segment) = self.segment.take().unwrap_or_default();
            segment.resize((segment_len(self.plain, number) + TAG) as usize, 0);
            self.sealed.seek(SeekFrom::Start(place(number)))?;
            self.sealed.read_exact(&mut segment)?;
            let is_last = number == last_segment(self.plain);
            self.cipher.open(number, is_last, &mut segment)?;
            self.segment = Some((number, segment));
        }
        Ok(self.segment.as_ref().map_or(&[], |(_, bytes)| bytes))
    }
}

impl<R: Read + Seek> Read for Opened<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.position >= self.plain || into.is_empty() {
            return Ok(0);
        }
        let position = self.position;
        let segment = self.open(position / SEGMENT)?;
        let there = &segment[(position % SEGMENT) as usize..];
        let len = there.len().min(into.len());
        into[..len].copy_from_slice(&there[..len]);
        self.position += len as u64;
        Ok(len)
    }
}

impl<R: Read + Seek> Seek for Opened<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.plain.checked_add_signed(by),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

/// Streams the plain bytes `range` of a sealed file of `plain` bytes. A segment that is not what
/// was sealed ends the stream with `InvalidData`.
///
/// # Errors
/// [`Error::OutOfRange`](crate::Error::OutOfRange), and those of [`Backend::read`].
pub async fn open_range(
    backend: &dyn Backend,
    root: &Cid,
    key: &FileKey,
    plain: u64,
    range: Range<u64>,
) -> Result<ByteStream> {
    check_range(&range, plain)?;
    if range.is_empty() && plain > 0 {
        return Ok(stream::empty().boxed());
    }
    let first = (range.start / SEGMENT).min(last_segment(plain));
    let last = range.end.saturating_sub(1) / SEGMENT;
    // The header is in front of the first segment; it says nothing that the others need.
    let from = if first == 0 { 0 } else { place(first) };
    let to = place(last) + segment_len(plain, last) + TAG;
    let sealed = Pieces {
        bytes: backend.read(root, from..to).await?,
        ready: BytesMut::new(),
    };
    let reading = Reading {
        sealed,
        cipher: Cipher::new(key),
        plain,
        next: first,
        last,
        header: first == 0,
        range,
    };
    let opened = stream::try_unfold(reading, |mut reading| async move {
        let piece = reading.next_segment().await?;
        Ok(piece.map(|piece| (piece, reading)))
    });
    Ok(opened
        .try_filter(|piece| std::future::ready(!piece.is_empty()))
        .boxed())
}

/// Where a stream of plain bytes is.
struct Reading {
    sealed: Pieces,
    cipher: Cipher,
    plain: u64,
    /// The number of the segment that comes next.
    next: u64,
    last: u64,
    /// Whether the header comes before it.
    header: bool,
    range: Range<u64>,
}

impl Reading {
    async fn next_segment(&mut self) -> io::Result<Option<Bytes>> {
        if self.next > self.last {
            return Ok(None);
        }
        if std::mem::take(&mut self.header) {
            check_header(&self.sealed.take(HEADER_LEN).await?)?;
        }
        let (number, len) = (self.next, segment_len(self.plain, self.next));
        let mut segment: Vec<u8> = self.sealed.take(len + TAG).await?.into();
        let is_last = number == last_segment(self.plain);
        self.cipher.open(number, is_last, &mut segment)?;
        self.next += 1;
        let begins = number * SEGMENT;
        let within = |at: u64| at.saturating_sub(begins).min(len) as usize;
        let wanted = within(self.range.start)..within(self.range.end);
        Ok(Some(Bytes::from(segment).slice(wanted)))
    }
}

/// A stream from which bytes are taken by number.
struct Pieces {
    bytes: ByteStream,
    ready: BytesMut,
}

impl Pieces {
    async fn take(&mut self, len: u64) -> io::Result<BytesMut> {
        let len = len as usize;
        while self.ready.len() < len {
            let piece = self.bytes.try_next().await?;
            let piece = piece.ok_or(io::ErrorKind::UnexpectedEof)?;
            self.ready.extend_from_slice(&piece);
        }
        Ok(self.ready.split_to(len))
    }
}
