//! A conversation in words: as plain text, and as a letter to its customer.

use std::fmt::Write as _;

use frontdesk_model::{
    Timestamp,
    attachment::Attachment,
    conversation::{Conversation, ConversationExport},
};
use frontdesk_notify::{About, Fact, Letter, Link, Words};

/// One thing that was said, whoever may see it.
struct Entry<'e> {
    at: Timestamp,
    who: &'e str,
    internal: bool,
    words: &'e str,
    files: &'e [Attachment],
}

/// As plain text, for people.
pub(super) fn plain(desk: &str, export: &ConversationExport) -> String {
    let mut text = String::new();
    write_plain(&mut text, desk, export);
    for merged in &export.merged {
        text.push_str(
            "\n----------------------------------------\nMerged into this conversation:\n\n",
        );
        write_plain(&mut text, desk, merged);
    }
    text
}

fn write_plain(text: &mut String, desk: &str, export: &ConversationExport) {
    for line in head(desk, export) {
        let _ = writeln!(text, "{line}");
    }
    for entry in entries(export) {
        let note = if entry.internal {
            " (internal note)"
        } else {
            ""
        };
        let _ = writeln!(text, "\n[{}] {}{note}:", moment(entry.at), entry.who);
        for line in entry.words.lines() {
            let _ = writeln!(text, "{line}");
        }
        for file in entry.files {
            let _ = writeln!(text, "  file: {} ({})", file.name, file.url);
        }
    }
}

/// As a letter of the kind `Transcript`.
pub(super) fn letter(desk: &str, export: &ConversationExport) -> Letter {
    let mut messages = words(export, None);
    for merged in &export.merged {
        let about = head(desk, merged).join(" · ");
        let heading = format!("Merged into this conversation: {about}");
        messages.extend(words(merged, Some(heading)));
    }
    let conversation = &export.conversation;
    Letter {
        person: conversation.user_name.clone(),
        about: Some(About {
            number: conversation.ticket_number,
            subject: conversation.subject.clone().unwrap_or_default(),
            status: conversation
                .ticket_status
                .map(|status| status.as_str().to_owned()),
            ..About::default()
        }),
        count: messages.len(),
        messages,
        facts: head(desk, export)
            .into_iter()
            .map(|line| Fact {
                name: String::new(),
                value: line,
            })
            .collect(),
        ..Letter::default()
    }
}

fn words(export: &ConversationExport, heading: Option<String>) -> Vec<Words> {
    let mut words: Vec<Words> = entries(export)
        .into_iter()
        .map(|entry| Words {
            author: entry.who.to_owned(),
            internal: entry.internal,
            at: moment(entry.at),
            text: entry.words.to_owned(),
            files: entry
                .files
                .iter()
                .map(|file| Link {
                    label: file.name.clone(),
                    url: file.url.clone(),
                })
                .collect(),
            ..Words::default()
        })
        .collect();
    if let Some(first) = words.first_mut() {
        first.heading = heading;
    }
    words
}

/// What it is and who took part, a line each.
fn head(desk: &str, export: &ConversationExport) -> Vec<String> {
    let Conversation {
        subject,
        user_name,
        agent_name,
        ticket_status,
        ticket_number,
        created_at,
        ..
    } = &export.conversation;
    let mut lines = Vec::new();
    lines.push(match (ticket_number, subject) {
        (Some(number), Some(subject)) => format!("Ticket #{number}: {subject}"),
        (_, Some(topic)) => format!("Chat: {topic}"),
        _ => format!("Chat with {desk}"),
    });
    lines.push(format!("Customer: {user_name}"));
    let assigned = export
        .ticket
        .as_ref()
        .and_then(|ticket| ticket.assigned_to_name.as_ref());
    if let Some(agent) = agent_name.as_ref().or(assigned) {
        lines.push(format!("Agent: {agent}"));
    }
    if let Some(status) = ticket_status {
        lines.push(format!("Status: {}", status.as_str()));
    }
    lines.push(format!("Begun: {}", moment(*created_at)));
    lines.push("All times are UTC.".to_owned());
    lines
}

/// All that was said, in order of time; a ticket begins with its description.
fn entries(export: &ConversationExport) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    if let Some(ticket) = &export.ticket {
        // A ticket that was a chat is described by the chat's own words.
        let said = export
            .messages
            .iter()
            .any(|message| message.content == ticket.description);
        let was_chat = export.conversation.created_at < ticket.created_at;
        if !said && !was_chat {
            entries.push(Entry {
                at: ticket.created_at,
                who: &ticket.user_name,
                internal: false,
                words: &ticket.description,
                files: &ticket.files,
            });
        }
    }
    entries.extend(export.messages.iter().map(|message| Entry {
        at: message.timestamp,
        who: &message.sender_name,
        internal: false,
        words: &message.content,
        files: &message.files,
    }));
    entries.extend(export.notes.iter().flatten().map(|note| Entry {
        at: note.created_at,
        who: &note.author_name,
        internal: true,
        words: &note.content,
        files: &note.files,
    }));
    // Stable: what was said at one moment keeps the order of its numbers.
    entries.sort_by_key(|entry| entry.at);
    entries
}

/// `2026-01-31 09:30:00 UTC`
pub(crate) fn moment(at: Timestamp) -> String {
    let text = at.to_string();
    match text.split_once('.') {
        Some((seconds, _)) => format!("{} UTC", seconds.replacen('T', " ", 1)),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_names_its_zone() {
        assert_eq!(
            moment(Timestamp(1_769_851_800_120)),
            "2026-01-31 09:30:00 UTC"
        );
    }
}
