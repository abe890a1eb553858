//! The body of a request as the stream that the desk reads.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::body::{Body, BodyDataStream, Bytes};
use frontdesk_desk::UploadBody;
use futures_util::{Stream, StreamExt as _};

/// How long what is left of a refused body is read.
const DRAIN_TIME: Duration = Duration::from_secs(30);

/// The bytes of a body. Of one that isn't read to its end, since it was refused, the rest is read
/// and thrown away, up to so many bytes: a client that is still sending would otherwise find its
/// connection broken instead of the answer.
pub fn stream(body: Body, most: u64) -> UploadBody {
    Box::pin(Drained {
        rest: Some(body.into_data_stream()),
        most,
    })
}

struct Drained {
    /// None once it has ended.
    rest: Option<BodyDataStream>,
    most: u64,
}

impl Stream for Drained {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(rest) = &mut self.rest else {
            return Poll::Ready(None);
        };
        let next = std::task::ready!(rest.poll_next_unpin(context));
        if !matches!(next, Some(Ok(_))) {
            self.rest = None;
        }
        Poll::Ready(next.map(|piece| piece.map_err(io::Error::other)))
    }
}

impl Drop for Drained {
    fn drop(&mut self) {
        let Some(mut rest) = self.rest.take() else {
            return;
        };
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return;
        };
        let most = self.most;
        runtime.spawn(tokio::time::timeout(DRAIN_TIME, async move {
            let mut read = 0;
            while let Some(Ok(piece)) = rest.next().await {
                read += piece.len() as u64;
                if read > most {
                    break;
                }
            }
        }));
    }
}
