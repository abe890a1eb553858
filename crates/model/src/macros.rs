//! Macros: canned replies with variables, and what else is done when one is used.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    ConversationId, MacroId, PersonId, Timestamp,
    chat::ChatMessage,
    conversation::{Conversation, Note},
    error::FieldError,
    template::Template,
    ticket::TicketStatus,
    validate::{InputLimits, NAME_MAX_CHARS, Problems, TITLE_MAX_CHARS},
    visibility::Visibility,
};

/// Characters of what is typed to call a macro.
pub const SHORTCUT_MAX_CHARS: usize = 50;
/// Macros that one agent sees at most: shared ones and their own.
pub const MAX_MACROS: i64 = 1_000;

/// What is done beside the reply.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct MacroActions {
    /// Added to the tags of the conversation's ticket.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub add_tags: Vec<String>,
    /// The new status of the conversation's ticket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<TicketStatus>,
    /// Whether the chat is closed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub close_chat: bool,
    /// An internal note; it may hold variables.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Macro {
    pub id: MacroId,
    pub title: String,
    /// What is typed to call it, without the `/`; null when it has none.
    pub shortcut: Option<String>,
    /// The reply, with variables such as `{{customer.firstName|there}}`; may be
    /// empty beside actions.
    pub content: String,
    pub visibility: Visibility,
    pub actions: MacroActions,
    pub owner_id: PersonId,
    /// How often it was applied.
    pub uses: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// `POST /macros` and `PUT /macros/{id}`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewMacro {
    /// 1 to 200 characters.
    pub title: String,
    /// Letters, digits, `-` and `_`, at most 50; a `/` before it is dropped. No
    /// other macro that the same agents see may have it.
    #[serde(default)]
    pub shortcut: Option<String>,
    /// 1 to `MESSAGE_MAX_CHARS` characters; may be empty beside actions.
    #[serde(default)]
    pub content: String,
    /// `everyone` when it is missing.
    #[serde(default = "everyone")]
    pub visibility: Visibility,
    #[serde(default)]
    pub actions: MacroActions,
}

fn everyone() -> Visibility {
    Visibility::Everyone
}

impl NewMacro {
    /// The input with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self, limits: &InputLimits) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let max = limits.message_max_chars;
        let actions = MacroActions {
            add_tags: problems.tags("actions.addTags", &self.actions.add_tags),
            note: problems.optional("actions.note", self.actions.note.as_deref(), max),
            ..self.actions.clone()
        };
        let content = if actions == MacroActions::default() {
            problems.required("content", &self.content, max)
        } else {
            problems
                .optional("content", Some(&self.content), max)
                .unwrap_or_default()
        };
        check_template(&mut problems, "content", &content);
        check_template(
            &mut problems,
            "actions.note",
            actions.note.as_deref().unwrap_or_default(),
        );
        let input = Self {
            title: problems.required("title", &self.title, TITLE_MAX_CHARS),
            shortcut: shortcut(&mut problems, self.shortcut.as_deref()),
            content,
            visibility: self.visibility,
            actions,
        };
        problems.finish(input)
    }
}

fn check_template(problems: &mut Problems, field: &str, text: &str) {
    if let Err(error) = Template::parse(text) {
        problems.add(field, format!("{field}: {error}"));
    }
}

fn shortcut(problems: &mut Problems, text: Option<&str>) -> Option<String> {
    let text = text.map(|text| text.trim().trim_start_matches('/'));
    let text = problems.optional("shortcut", text, SHORTCUT_MAX_CHARS)?;
    if !text
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    {
        problems.add(
            "shortcut",
            "shortcut must have letters, digits, `-` and `_` only",
        );
    }
    Some(text.to_lowercase())
}

/// `POST /macros/{id}/render`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RenderMacro {
    pub conversation_id: ConversationId,
}

/// A macro's reply for one conversation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RenderedMacro {
    pub content: String,
    /// Variables that had neither a value nor a fallback, and were left out.
    pub missing: Vec<String>,
}

/// `POST /macros/{id}/apply`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplyMacro {
    pub conversation_id: ConversationId,
    /// The reply as the agent wants it sent; nothing is sent when it is missing.
    #[serde(default)]
    pub content: Option<String>,
    /// Marks the reply, as in `chat-message`.
    #[serde(default)]
    pub client_id: Option<String>,
}

impl ApplyMacro {
    /// The input with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self, limits: &InputLimits) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let input = Self {
            conversation_id: self.conversation_id,
            content: problems.optional(
                "content",
                self.content.as_deref(),
                limits.message_max_chars,
            ),
            client_id: problems.optional("clientId", self.client_id.as_deref(), NAME_MAX_CHARS),
        };
        problems.finish(input)
    }
}

/// An action that did not fit the conversation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SkippedAction {
    /// The member of [`MacroActions`].
    pub action: String,
    /// Why, in a sentence.
    pub reason: String,
}

/// What the use of a macro came to.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AppliedMacro {
    /// The reply, when one was sent.
    pub message: Option<ChatMessage>,
    /// The note, when there is one.
    pub note: Option<Note>,
    /// The conversation as it is now.
    pub conversation: Conversation,
    /// Actions that did not fit, such as a ticket's status where there is no ticket.
    pub skipped: Vec<SkippedAction>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(json: serde_json::Value) -> Result<NewMacro, Vec<FieldError>> {
        serde_json::from_value::<NewMacro>(json)
            .unwrap()
            .validate(&InputLimits::default())
    }

    #[test]
    fn a_macro_says_or_does_something() {
        assert!(new(serde_json::json!({"title": "Hello"})).is_err());
        assert!(new(serde_json::json!({"title": "Hello", "content": "Hi"})).is_ok());
        let close = serde_json::json!({"title": "Bye", "actions": {"closeChat": true}});
        assert!(new(close).is_ok());
    }

    #[test]
    fn variables_are_checked_in_the_reply_and_in_the_note() {
        let errors = new(serde_json::json!({
            "title": "x", "content": "{{nobody}}", "actions": {"note": "{{customer.name"}
        }))
        .unwrap_err();
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["content", "actions.note"]);
    }

    #[test]
    fn a_shortcut_is_one_word_in_lower_case() {
        let shortcut = |text: &str| {
            let made = new(serde_json::json!({"title": "x", "content": "x", "shortcut": text}));
            made.map(|it| it.shortcut)
        };
        assert_eq!(shortcut(" /Refund-2 "), Ok(Some("refund-2".into())));
        assert_eq!(shortcut("/"), Ok(None));
        assert!(shortcut("two words").is_err());
    }
}
