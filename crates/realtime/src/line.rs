//! The line under a socket: a TCP connection that the server can end itself.
//!
//! Socket.IO's own way of closing says "io server disconnect", after which a
//! client stays away until somebody calls `connect` again; and it needs room in
//! the very buffer that is full. A line that breaks is what every client knows:
//! it connects again by itself.

use std::{
    io::{self, ErrorKind, IoSlice},
    pin::Pin,
    sync::{
        Arc, Weak,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll},
};

use futures_util::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

// The phases of a line, which begins at 0 with both directions open.
/// Nothing more is read: what has been written still goes out, then the line closes.
const ENDING: u8 = 1;
/// Nothing more goes either way.
const CUT: u8 = 2;

/// A stream that its [`LineSwitch`] can end.
#[derive(Debug)]
pub struct Line<I> {
    stream: I,
    state: Arc<State>,
}

/// Ends a [`Line`]. It doesn't keep the line open; cloning is cheap.
#[derive(Clone, Debug)]
pub struct LineSwitch(Weak<State>);

#[derive(Debug, Default)]
struct State {
    phase: AtomicU8,
    reader: AtomicWaker,
    writer: AtomicWaker,
}

impl<I> Line<I> {
    /// The stream behind a switch.
    pub fn new(stream: I) -> (Self, LineSwitch) {
        let state = Arc::new(State::default());
        let switch = LineSwitch(Arc::downgrade(&state));
        (Self { stream, state }, switch)
    }
}

impl LineSwitch {
    /// Lets what is waiting go out, then closes.
    pub(crate) fn end(&self) {
        self.turn(ENDING);
    }

    /// Closes at once: for a client that doesn't read.
    pub(crate) fn cut(&self) {
        self.turn(CUT);
    }

    pub(crate) fn is_open(&self) -> bool {
        self.0.strong_count() > 0
    }

    fn turn(&self, phase: u8) {
        if let Some(state) = self.0.upgrade() {
            state.phase.fetch_max(phase, Ordering::SeqCst);
            state.reader.wake();
            state.writer.wake();
        }
    }
}

impl State {
    /// Fails when the switch was turned that far.
    fn check(&self, phase: u8) -> io::Result<()> {
        if self.phase.load(Ordering::SeqCst) >= phase {
            // Not ConnectionReset: the WebSocket layer would write nothing more then.
            return Err(io::Error::new(
                ErrorKind::TimedOut,
                "the server has ended this connection",
            ));
        }
        Ok(())
    }

    /// As `result`; one that waits is woken when the switch is turned.
    fn watch<T>(
        &self,
        result: Poll<io::Result<T>>,
        (waker, phase): (&AtomicWaker, u8),
        cx: &Context<'_>,
    ) -> Poll<io::Result<T>> {
        if result.is_pending() {
            waker.register(cx.waker());
            // Turned while it was being registered.
            self.check(phase)?;
        }
        result
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Line<I> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.state.check(ENDING)?;
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        self.state.watch(read, (&self.state.reader, ENDING), cx)
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Line<I> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.state.check(CUT)?;
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.state.watch(written, (&self.state.writer, CUT), cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.state.check(CUT)?;
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bytes);
        self.state.watch(written, (&self.state.writer, CUT), cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.state.check(CUT)?;
        let flushed = Pin::new(&mut self.stream).poll_flush(cx);
        self.state.watch(flushed, (&self.state.writer, CUT), cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.state.check(CUT)?;
        let shut = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.state.watch(shut, (&self.state.writer, CUT), cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex, split};

    use super::*;

    #[tokio::test]
    async fn a_line_that_is_cut_wakes_whoever_waits_for_it() {
        let (near, _far) = duplex(4);
        let (line, switch) = Line::new(near);
        let (mut reading, mut writing) = split(line);
        let reader = tokio::spawn(async move { reading.read_u8().await });
        let writer = tokio::spawn(async move { writing.write_all(b"more than four").await });
        tokio::task::yield_now().await;
        switch.cut();
        assert_eq!(
            reader.await.unwrap().unwrap_err().kind(),
            ErrorKind::TimedOut
        );
        assert_eq!(
            writer.await.unwrap().unwrap_err().kind(),
            ErrorKind::TimedOut
        );
    }

    #[tokio::test]
    async fn a_line_that_ends_still_writes() {
        let (near, mut far) = duplex(64);
        let (mut line, switch) = Line::new(near);
        far.write_all(b"unread").await.unwrap();
        switch.end();
        assert!(line.read_u8().await.is_err());
        line.write_all(b"farewell").await.unwrap();
        drop(line);
        let mut heard = Vec::new();
        far.read_to_end(&mut heard).await.unwrap();
        assert_eq!(heard, b"farewell");
    }

    #[tokio::test]
    async fn a_switch_does_not_keep_its_line() {
        let (line, switch) = Line::new(duplex(4).0);
        assert!(switch.is_open());
        drop(line);
        assert!(!switch.is_open());
        switch.cut();
    }
}
