//! What holds the mails of one conversation together in a reader's mail
//! program: the ids that they refer to. Ids stand without angle brackets.

use uuid::Uuid;

/// References at most: the root and the latest, as RFC 5322 advises where
/// there are many.
const MAX_REFERENCES: usize = 20;

/// The id at the top of a conversation's thread. No mail carries it; each
/// refers to it, so that they meet even where the first one was lost.
pub fn root_id(conversation: Uuid, domain: &str) -> String {
    format!("conversation-{conversation}@{domain}")
}

/// The conversation that an id names as its root, if it is one of ours.
pub fn conversation_of_root(id: &str, domain: &str) -> Option<Uuid> {
    let (name, of) = id.rsplit_once('@')?;
    if !of.eq_ignore_ascii_case(domain) {
        return None;
    }
    name.strip_prefix("conversation-")?.parse().ok()
}

/// Where a mail stands in its conversation.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Thread {
    /// The root, then earlier mails, oldest first.
    pub references: Vec<String>,
}

impl Thread {
    /// `earlier`: mails of the conversation that the reader has, oldest first.
    pub fn new(
        conversation: Uuid,
        domain: &str,
        earlier: impl IntoIterator<Item = String>,
    ) -> Self {
        let mut references = vec![root_id(conversation, domain)];
        references.extend(earlier.into_iter().filter(|id| is_plain(id)));
        let surplus = references.len().saturating_sub(MAX_REFERENCES);
        references.drain(1..=surplus);
        Self { references }
    }

    /// The mail that this one answers: the latest, or the root.
    pub fn in_reply_to(&self) -> Option<&str> {
        self.references.last().map(String::as_str)
    }
}

/// Whether an id that somebody else made may stand in a header of ours.
fn is_plain(id: &str) -> bool {
    (3..=250).contains(&id.len())
        && id.contains('@')
        && id
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'<' && byte != b'>')
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: Uuid = Uuid::from_u128(7);

    #[test]
    fn the_root_comes_first_and_the_latest_is_answered() {
        let first = Thread::new(ID, "desk.example", []);
        let root = root_id(ID, "desk.example");
        assert_eq!(first.in_reply_to(), Some(root.as_str()));
        assert_eq!(conversation_of_root(&root, "DESK.example"), Some(ID));
        assert_eq!(conversation_of_root(&root, "elsewhere.example"), None);
        let next = Thread::new(ID, "desk.example", ["a@x".into(), "b@y".into()]);
        assert_eq!(next.references, [root.as_str(), "a@x", "b@y"]);
        assert_eq!(next.in_reply_to(), Some("b@y"));
    }

    #[test]
    fn a_long_thread_keeps_its_root_and_its_end() {
        let ids = (0..50).map(|number| format!("{number}@x"));
        let thread = Thread::new(ID, "x", ids);
        assert_eq!(thread.references.len(), MAX_REFERENCES);
        assert_eq!(thread.references[0], root_id(ID, "x"));
        assert_eq!(thread.references[MAX_REFERENCES - 1], "49@x");
    }

    #[test]
    fn an_id_that_would_break_a_header_is_left_out() {
        let bad = ["a b@x", "a@x>\r\nBcc: eve@x", "ü@x", "noat", "<a@x>"];
        let thread = Thread::new(ID, "x", bad.map(str::to_owned));
        assert_eq!(thread.references.len(), 1);
    }
}
