//! Keeps the agents' open lists live: tells them which conversations have
//! changed, whichever process changed them. It follows the store's change log,
//! as the search index does, but from now on only: what a list shows when its
//! connection begins, its page reads itself. Changes are gathered, so that a
//! busy desk is a few small events a second and not one a message.

use std::{
    collections::{BTreeSet, HashSet},
    time::Duration,
};

use frontdesk_model::{
    ConversationId,
    events::{CHANGED_MAX, ConversationsChanged},
};
use frontdesk_store::{SearchChange, SearchKind};
use tokio::sync::watch;

use crate::{
    Desk,
    error::Result,
    hub::{Event, Namespace},
};

/// What changes within this time is told together: about three events a
/// second at most.
const GATHERED_FOR: Duration = Duration::from_millis(300);
/// How often the log is looked at without being woken: another process may
/// have written.
const POLL: Duration = Duration::from_secs(1);
/// Lines of the log that are read at a time.
const PAGE: u32 = 200;

/// Where the reader of the log is.
struct Log {
    position: i64,
    /// What was read beyond the position.
    ahead: HashSet<SearchChange>,
}

/// Tells until it is told to stop.
pub(crate) async fn keep_lists_live(desk: Desk, mut stopped: watch::Receiver<bool>) {
    let changed = desk.store.inbox_changed();
    let mut log = None;
    while !*stopped.borrow() {
        if let Err(error) = desk.tell_lists(&mut log).await {
            tracing::warn!(%error, "the agents' lists could not be told what has changed");
        }
        let gather = async {
            tokio::time::sleep(GATHERED_FOR).await;
            tokio::select! {
                () = changed.notified() => {}
                () = tokio::time::sleep(POLL) => {}
            }
        };
        tokio::select! {
            () = gather => {}
            _ = stopped.changed() => {}
        }
    }
}

impl Desk {
    /// One look at the log.
    async fn tell_lists(&self, log: &mut Option<Log>) -> Result<()> {
        // In this order: who connects after the count has seen nothing older.
        let horizon = self.store.search_horizon().await?;
        let listeners = self.hub.count(Namespace::ChatAgent);
        let from = match log.take() {
            Some(from) if listeners > 0 => from,
            _ => {
                let ahead = HashSet::new();
                let position = horizon;
                *log = Some(Log { position, ahead });
                return Ok(());
            }
        };
        let (changed, ahead) = self.changed_since(&from, horizon).await?;
        *log = Some(Log {
            position: from.position.max(horizon),
            ahead,
        });
        if let Some(changed) = told(changed) {
            let event = Event::ConversationsChanged(changed);
            self.hub.broadcast(Namespace::ChatAgent, &event);
        }
        Ok(())
    }

    /// The conversations that have changed, and what was read beyond the horizon.
    async fn changed_since(
        &self,
        from: &Log,
        horizon: i64,
    ) -> Result<(BTreeSet<ConversationId>, HashSet<SearchChange>)> {
        let (mut changed, mut ahead) = (BTreeSet::new(), HashSet::new());
        let mut last: Option<SearchChange> = None;
        loop {
            let page = self
                .store
                .search_changes(from.position, last.as_ref(), PAGE)
                .await?;
            let new = page
                .iter()
                .filter(|change| change.kind == SearchKind::Conversation)
                .filter(|change| !from.ahead.contains(change));
            changed.extend(new.filter_map(|change| change.id.parse::<ConversationId>().ok()));
            let is_last = page.len() < PAGE as usize;
            last = page.last().cloned();
            ahead.extend(page.into_iter().filter(|change| change.place >= horizon));
            if is_last {
                return Ok((changed, ahead));
            }
        }
    }
}

/// What is said of these; nothing of none.
fn told(changed: BTreeSet<ConversationId>) -> Option<ConversationsChanged> {
    let more = changed.len() > CHANGED_MAX;
    (!changed.is_empty()).then(|| ConversationsChanged {
        // The newest conversations: a list begins with them.
        conversation_ids: changed.into_iter().rev().take(CHANGED_MAX).collect(),
        more,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conversations(count: u128) -> BTreeSet<ConversationId> {
        (1..=count)
            .map(|n| ConversationId(uuid::Uuid::from_u128(n)))
            .collect()
    }

    #[test]
    fn nothing_is_said_of_nothing() {
        assert_eq!(told(BTreeSet::new()), None);
    }

    #[test]
    fn so_many_are_named_and_of_more_it_is_said_that_there_are_more() {
        let few = told(conversations(CHANGED_MAX as u128)).unwrap();
        assert_eq!((few.conversation_ids.len(), few.more), (CHANGED_MAX, false));
        let many = told(conversations(CHANGED_MAX as u128 + 1)).unwrap();
        assert_eq!(
            (many.conversation_ids.len(), many.more),
            (CHANGED_MAX, true)
        );
    }
}
