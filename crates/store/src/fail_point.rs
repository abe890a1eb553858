//! Named moments on the way of a chat message, a file or the search index at which a test
//! may step in: to hold everything there, to let it go on, or to end the process.

use std::{fmt, pin::Pin, sync::Arc};

/// A moment at which a test may step in. The store passes the first two; the
/// desk, whose use cases go on from there, passes the others.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FailPoint {
    /// A batch of chat messages is written but not committed.
    BeforeCommit,
    /// A batch is on disk, and nobody has heard of it yet.
    AfterCommit,
    /// A message is on disk, and its sender has not heard so; the others may have.
    BeforeAck,
    /// A message is on disk, and the others have not heard of it; its sender may have.
    BeforePublish,
    /// A message has been handed to everyone who is connected.
    AfterPublish,
    /// A file is stored, and the IPFS node has not been told of it.
    BeforePin,
    /// The node has pinned a file, and nobody has written that down.
    AfterPin,
    /// That is written down, and our own copy is still there.
    AfterPinned,
    /// The node has unpinned a file, and nobody has written that down.
    AfterUnpin,
    /// What is to leave for notifications, or for an event, is decided, and not
    /// committed.
    BeforePlan,
    /// It is on disk, and its job is not done yet.
    AfterPlan,
    /// A delivery is marked as being sent, and nothing has been sent.
    BeforeSend,
    /// The other side has taken it, and nobody has written that down.
    AfterSend,
    /// That is written down.
    AfterSettle,
    /// A mail was taken from its mailbox, which does not know yet.
    MailTaken,
    /// What has changed is read, and not in the search index yet.
    BeforeIndex,
    /// It is in the search index, on disk.
    AfterIndex,
    /// A rebuild of the search index is about to read its next page.
    BeforeRebuildPage,
    /// A search index is built anew, and the old one serves.
    BeforeIndexSwap,
}

impl FailPoint {
    pub const ALL: [Self; 19] = [
        Self::BeforeCommit,
        Self::AfterCommit,
        Self::BeforeAck,
        Self::BeforePublish,
        Self::AfterPublish,
        Self::BeforePin,
        Self::AfterPin,
        Self::AfterPinned,
        Self::AfterUnpin,
        Self::BeforePlan,
        Self::AfterPlan,
        Self::BeforeSend,
        Self::AfterSend,
        Self::AfterSettle,
        Self::MailTaken,
        Self::BeforeIndex,
        Self::AfterIndex,
        Self::BeforeRebuildPage,
        Self::BeforeIndexSwap,
    ];

    /// As tests of the binary name it, such as `before-commit`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BeforeCommit => "before-commit",
            Self::AfterCommit => "after-commit",
            Self::BeforeAck => "before-ack",
            Self::BeforePublish => "before-publish",
            Self::AfterPublish => "after-publish",
            Self::BeforePin => "before-pin",
            Self::AfterPin => "after-pin",
            Self::AfterPinned => "after-pinned",
            Self::AfterUnpin => "after-unpin",
            Self::BeforePlan => "before-plan",
            Self::AfterPlan => "after-plan",
            Self::BeforeSend => "before-send",
            Self::AfterSend => "after-send",
            Self::AfterSettle => "after-settle",
            Self::MailTaken => "mail-taken",
            Self::BeforeIndex => "before-index",
            Self::AfterIndex => "after-index",
            Self::BeforeRebuildPage => "before-rebuild-page",
            Self::BeforeIndexSwap => "before-index-swap",
        }
    }
}

/// What goes on before the work does.
pub type Pause = Pin<Box<dyn Future<Output = ()> + Send>>;

/// What is called at each [`FailPoint`]; nothing, outside of tests.
#[derive(Clone, Default)]
pub struct FailPoints(Option<Arc<dyn Fn(FailPoint) -> Pause + Send + Sync>>);

impl FailPoints {
    /// The work goes on when the future that `hook` gives has ended.
    pub fn new<F: Future<Output = ()> + Send + 'static>(
        hook: impl Fn(FailPoint) -> F + Send + Sync + 'static,
    ) -> Self {
        Self(Some(Arc::new(move |point| Box::pin(hook(point)))))
    }

    pub(crate) async fn reached(&self, point: FailPoint) {
        if let Some(hook) = &self.0 {
            hook(point).await;
        }
    }
}

impl fmt::Debug for FailPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() {
            "FailPoints(hooked)"
        } else {
            "FailPoints(none)"
        })
    }
}
