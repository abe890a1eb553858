//! Adds the bytes of one request to an upload's file.
//!
//! The caller must let this run to its end, whatever becomes of the request: what has arrived when
//! a connection breaks is kept, and flushing it is the last thing that is done here.

use std::fs::File;
use std::io::Write as _;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt as _;
use tokio::time::{Instant, timeout};

use super::checksum::{Checksum, Verifier};
use super::{Partial, Paths};
use crate::backend::ByteStream;
use crate::error::{Error, IoContext, Result, blocking};

/// Bytes collected before they are written on a blocking thread. Many uploads may be under way at a
/// time, each with as much of this in memory.
const BATCH: usize = 128 * 1024;
/// Bytes written before they are flushed to the disk.
const FLUSH_BYTES: u64 = 8 * 1024 * 1024;
/// How long bytes of a slow line wait before they are flushed.
const FLUSH_AFTER: Duration = Duration::from_secs(1);
/// How long a line may be silent before the request is given up. Its client, if it is still there,
/// goes on with a new one.
const SILENCE: Duration = Duration::from_secs(60);

/// What one request may add.
#[derive(Debug, Clone, Default)]
pub struct Append {
    /// The most bytes: what the upload has left.
    pub most: u64,
    /// What the bytes must give, or none of them is kept.
    pub checksum: Option<Checksum>,
}

/// How a request's bytes ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyEnd {
    /// In the way that was announced.
    Complete,
    /// The connection broke, or was silent for too long.
    Broken,
    /// The caller asked to stop.
    Stopped,
}

/// What was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// Bytes of this request that are kept, and on disk.
    pub bytes: u64,
    /// How they ended.
    pub end: BodyEnd,
}

/// The file while it is written, moved to blocking threads and back.
struct Writer {
    file: File,
    paths: Paths,
    verifier: Option<Verifier>,
    /// Bytes of the file that have been written.
    written: u64,
    /// Bytes of the file that are on disk.
    flushed: u64,
}

impl Writer {
    fn absorb(&mut self, bytes: &[u8]) -> Result<()> {
        self.file
            .write_all(bytes)
            .during("could not write", &self.paths.part)
            .inspect_err(|_| self.find_end())?;
        self.written += bytes.len() as u64;
        if let Some(verifier) = &mut self.verifier {
            verifier.push(bytes);
        }
        Ok(())
    }

    /// A disk that fills up takes the beginning of a batch.
    fn find_end(&mut self) {
        if let Ok(facts) = self.file.metadata() {
            self.written = facts.len();
        }
    }

    fn flush(&mut self) -> Result<()> {
        self.file
            .sync_data()
            .during("could not flush", &self.paths.part)?;
        self.flushed = self.written;
        Ok(())
    }

    /// Makes durable what was written, or goes back to what already was.
    fn keep(&mut self) -> Result<()> {
        if self.written == self.flushed {
            return Ok(());
        }
        self.flush().or_else(|error| {
            self.take_back(self.flushed)?;
            Err(error)
        })
    }

    fn take_back(&mut self, len: u64) -> Result<()> {
        self.file
            .set_len(len)
            .during("could not shorten", &self.paths.part)?;
        self.written = len;
        self.flush()
    }
}

impl Partial {
    /// Adds the bytes of `body`. Ends early when `stop` does.
    ///
    /// Without a checksum, whatever has arrived is kept, also when the body breaks off or the disk
    /// fills up in the middle; with one, all of it or nothing.
    ///
    /// # Errors
    /// [`Error::TooLarge`] and [`Error::ChecksumMismatch`], by which nothing of this request is
    /// kept; [`Error::Io`] where the disk refuses, of which [`len`](Self::len) tells what was kept.
    pub async fn append(
        &mut self,
        body: &mut ByteStream,
        rules: &Append,
        stop: impl Future<Output = ()> + Send,
    ) -> Result<Appended> {
        let start = self.len;
        let file = self.file.take().ok_or(Error::Ended)?;
        let mut writer = Some(Writer {
            file,
            paths: self.paths.clone(),
            verifier: rules.checksum.as_ref().map(Checksum::begin),
            written: start,
            flushed: start,
        });
        let verified = rules.checksum.is_some();
        let received = async {
            if verified {
                let paths = self.paths.clone();
                blocking(move || paths.note_unverified(start)).await?;
            }
            let mut receiver = Receiver {
                writer: &mut writer,
                batch: Vec::new(),
                received: 0,
                unflushed: 0,
                flushed_at: Instant::now(),
            };
            receiver.receive(body, rules.most, stop).await
        }
        .await;
        let Some(writer) = writer else {
            // A blocking thread has died with the file; the next who takes it looks anew.
            return received.and(Err(Error::Ended));
        };
        let (file, len, outcome) = blocking(move || Ok(settle(writer, start, received))).await?;
        self.file = Some(file);
        self.len = len;
        outcome.map(|end| Appended {
            bytes: len - start,
            end,
        })
    }
}

/// Decides what is kept of a request's bytes, and makes that durable.
fn settle(
    mut writer: Writer,
    start: u64,
    received: Result<BodyEnd>,
) -> (File, u64, Result<BodyEnd>) {
    let verified = writer.verifier.is_some();
    let holds = writer.verifier.take().is_none_or(Verifier::holds);
    let (keep, outcome) = match received {
        Ok(BodyEnd::Complete) if !holds => (false, Err(Error::ChecksumMismatch)),
        Ok(BodyEnd::Complete) => (true, received),
        // Too many bytes are a mistake of the client's, of which nothing is kept; all other ends
        // are accidents, of which everything is kept but what could not be verified.
        Err(Error::TooLarge { .. }) => (false, received),
        _ => (!verified, received),
    };
    let settled = match keep {
        true => writer.keep(),
        false => writer.take_back(start),
    };
    // What the disk said first matters most.
    let mut outcome = match (outcome, settled) {
        (Ok(end), Ok(())) => Ok(end),
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    if verified && let Err(error) = writer.paths.forget_unverified() {
        outcome = outcome.and(Err(error));
    }
    (writer.file, writer.flushed, outcome)
}

/// Takes the pieces of a body and passes them on in batches.
struct Receiver<'a> {
    writer: &'a mut Option<Writer>,
    batch: Vec<u8>,
    received: u64,
    /// Bytes that were taken since the last flush.
    unflushed: u64,
    flushed_at: Instant,
}

impl Receiver<'_> {
    async fn receive(
        &mut self,
        body: &mut ByteStream,
        most: u64,
        stop: impl Future<Output = ()> + Send,
    ) -> Result<BodyEnd> {
        let mut stop = std::pin::pin!(stop);
        let end = loop {
            let patience = match self.unflushed {
                0 => SILENCE,
                _ => FLUSH_AFTER,
            };
            // Only what may be dropped half-way is waited for here.
            let next = tokio::select! {
                biased;
                () = &mut stop => break BodyEnd::Stopped,
                next = timeout(patience, body.next()) => next,
            };
            match next {
                Ok(Some(Ok(chunk))) => self.take(chunk, most).await?,
                Ok(Some(Err(_))) => break BodyEnd::Broken,
                Ok(None) => break BodyEnd::Complete,
                Err(_) if self.unflushed == 0 => break BodyEnd::Broken,
                // The line is silent: what has arrived does not wait for more.
                Err(_) => self.flush().await?,
            }
            if self.unflushed >= FLUSH_BYTES || self.flushed_at.elapsed() >= FLUSH_AFTER {
                self.flush().await?;
            }
        };
        self.write_batch().await?;
        Ok(end)
    }

    async fn take(&mut self, chunk: Bytes, most: u64) -> Result<()> {
        let len = chunk.len() as u64;
        if len > most - self.received {
            return Err(Error::TooLarge { limit: most });
        }
        self.received += len;
        self.unflushed += len;
        let mut rest = chunk.as_ref();
        while !rest.is_empty() {
            let room = BATCH - self.batch.len();
            let (now, later) = rest.split_at(room.min(rest.len()));
            self.batch.extend_from_slice(now);
            rest = later;
            if self.batch.len() == BATCH {
                self.write_batch().await?;
            }
        }
        Ok(())
    }

    async fn write_batch(&mut self) -> Result<()> {
        if self.batch.is_empty() {
            return Ok(());
        }
        self.pass_batch(false).await
    }

    /// Writes the batch, whose memory is used again.
    async fn pass_batch(&mut self, flush: bool) -> Result<()> {
        let mut batch = std::mem::take(&mut self.batch);
        let mut writer = self.writer.take().ok_or(Error::Ended)?;
        let (writer, batch, done) = blocking(move || {
            let done = writer.absorb(&batch).and_then(|()| match flush {
                true => writer.flush(),
                false => Ok(()),
            });
            batch.clear();
            Ok((writer, batch, done))
        })
        .await?;
        *self.writer = Some(writer);
        self.batch = batch;
        done
    }

    async fn flush(&mut self) -> Result<()> {
        self.flushed_at = Instant::now();
        if self.unflushed == 0 {
            return Ok(());
        }
        self.pass_batch(true).await?;
        self.unflushed = 0;
        Ok(())
    }
}
