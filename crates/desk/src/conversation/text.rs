//! A conversation in words: as plain text and as HTML, which say the same.

use std::fmt::Write as _;

use frontdesk_model::{
    Timestamp,
    attachment::Attachment,
    conversation::{Conversation, ConversationExport},
};
use frontdesk_notify::escape;

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

/// As the content of an HTML page: nothing that anybody wrote is markup.
pub(super) fn html(desk: &str, export: &ConversationExport) -> String {
    let mut html = String::new();
    write_html(&mut html, desk, export);
    for merged in &export.merged {
        html.push_str("<h2>Merged into this conversation</h2>\n");
        write_html(&mut html, desk, merged);
    }
    html
}

fn write_html(html: &mut String, desk: &str, export: &ConversationExport) {
    html.push_str("<p class=\"meta\">");
    let lines: Vec<_> = head(desk, export).iter().map(|line| escape(line)).collect();
    html.push_str(&lines.join("<br>\n"));
    html.push_str("</p>\n");
    for entry in entries(export) {
        let note = if entry.internal {
            " (internal note)"
        } else {
            ""
        };
        let _ = write!(
            html,
            "<div class=\"message\"><strong>{}</strong>{note} <span class=\"meta\">{}</span>\
             <p class=\"words\">{}</p>",
            escape(entry.who),
            moment(entry.at),
            escape(entry.words),
        );
        for file in entry.files {
            let _ = write!(
                html,
                "<p>File: <a href=\"{}\">{}</a></p>",
                escape(&file.url),
                escape(&file.name)
            );
        }
        html.push_str("</div>\n");
    }
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
pub(super) fn moment(at: Timestamp) -> String {
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
