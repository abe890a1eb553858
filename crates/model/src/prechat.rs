//! The form before a chat: what a customer is asked, and what they answer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    TeamId,
    chat::PreChatAnswer,
    error::FieldError,
    ticket::text_enum,
    validate::{NAME_MAX_CHARS, Problems, TITLE_MAX_CHARS, is_email},
};

/// Topics of one form.
pub const MAX_TOPICS: usize = 30;
/// Fields of one form.
pub const MAX_FIELDS: usize = 20;
/// Choices of one field.
pub const MAX_OPTIONS: usize = 50;
/// Characters of the form's greeting, and of a `textarea`'s answer.
pub const LONG_TEXT_MAX_CHARS: usize = 2_000;
/// Characters of any other answer.
pub const ANSWER_MAX_CHARS: usize = 500;

/// Answers by the keys of their fields.
pub type Answers = BTreeMap<String, String>;

text_enum!(
    /// How a field of the form is filled in.
    FieldKind {
        Text = "text",
        /// An address; kept for a customer who has none.
        Email = "email",
        /// One of `options`.
        Select = "select",
        Textarea = "textarea",
    }
);

/// What a customer may want to talk about.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Topic {
    /// The admin's own name for it, such as `billing`; unique in the form.
    pub id: String,
    pub label: String,
    /// The team whose agents get these chats; null for everybody.
    #[serde(default)]
    pub team_id: Option<TeamId>,
    /// What the agent must be good at.
    #[serde(default)]
    pub skills: Vec<String>,
}

/// A question of the form.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FormField {
    /// The admin's own name for it, such as `order-number`; unique in the form.
    pub key: String,
    pub label: String,
    pub kind: FieldKind,
    #[serde(default)]
    pub required: bool,
    /// What a `select` offers; empty for the others.
    #[serde(default)]
    pub options: Vec<String>,
}

/// The form before a chat.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct PreChatForm {
    /// Whether customers are shown it, and what it requires is required.
    pub enabled: bool,
    pub greeting: String,
    pub topics: Vec<Topic>,
    pub fields: Vec<FormField>,
    /// Whether articles are suggested for what the customer types.
    pub suggest_articles: bool,
}

impl Default for PreChatForm {
    fn default() -> Self {
        Self {
            enabled: false,
            greeting: String::new(),
            topics: Vec::new(),
            fields: Vec::new(),
            suggest_articles: true,
        }
    }
}

impl PreChatForm {
    /// The form with blanks trimmed, or everything that is wrong with it.
    pub fn validate(&self) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        problems.count("topics", self.topics.len(), MAX_TOPICS);
        problems.count("fields", self.fields.len(), MAX_FIELDS);
        let form = Self {
            enabled: self.enabled,
            greeting: problems
                .optional("greeting", Some(&self.greeting), LONG_TEXT_MAX_CHARS)
                .unwrap_or_default(),
            topics: checked_topics(&mut problems, &self.topics),
            fields: checked_fields(&mut problems, &self.fields),
            suggest_articles: self.suggest_articles,
        };
        problems.finish(form)
    }

    pub fn topic(&self, id: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id == id)
    }

    /// The answers in the form's order with their questions, or everything
    /// that is wrong with them, under `answers.<key>`. Blank answers count as
    /// none.
    pub fn check(&self, answers: &Answers) -> Result<Vec<PreChatAnswer>, Vec<FieldError>> {
        let mut problems = Problems::new();
        for key in answers.keys() {
            if !self.fields.iter().any(|field| field.key == *key) {
                let shown: String = key.chars().take(NAME_MAX_CHARS).collect();
                let name = format!("answers.{shown}");
                problems.add(&name, format!("the form has no field {shown}"));
            }
        }
        let mut checked = Vec::new();
        for field in &self.fields {
            let text = answers.get(&field.key).map(String::as_str);
            if let Some(value) = field.check(&mut problems, text, self.enabled) {
                checked.push(PreChatAnswer {
                    key: field.key.clone(),
                    label: field.label.clone(),
                    value,
                });
            }
        }
        problems.finish(checked)
    }

    /// The address among these answers.
    pub fn email_of<'a>(&self, answers: &'a [PreChatAnswer]) -> Option<&'a str> {
        let asked = |key: &str| {
            let field = self.fields.iter().find(|field| field.key == key);
            field.is_some_and(|field| field.kind == FieldKind::Email)
        };
        let answer = answers.iter().find(|answer| asked(&answer.key));
        answer.map(|answer| answer.value.as_str())
    }
}

impl FormField {
    fn check(&self, problems: &mut Problems, text: Option<&str>, ask: bool) -> Option<String> {
        let name = format!("answers.{}", self.key);
        let max = match self.kind {
            FieldKind::Textarea => LONG_TEXT_MAX_CHARS,
            _ => ANSWER_MAX_CHARS,
        };
        let Some(value) = problems.optional(&name, text, max) else {
            if self.required && ask {
                problems.add(&name, format!("{} is required", self.label));
            }
            return None;
        };
        match self.kind {
            FieldKind::Email if !is_email(&value) => {
                problems.add(&name, format!("{} must be a valid address", self.label));
            }
            FieldKind::Select if !self.options.contains(&value) => {
                let options = self.options.join(", ");
                problems.add(&name, format!("{} must be one of {options}", self.label));
            }
            _ => {}
        }
        Some(value)
    }
}

fn checked_topics(problems: &mut Problems, topics: &[Topic]) -> Vec<Topic> {
    let mut checked: Vec<Topic> = Vec::with_capacity(topics.len());
    for (index, topic) in topics.iter().enumerate() {
        let at = |member: &str| format!("topics[{index}].{member}");
        let topic = Topic {
            id: problems.required(&at("id"), &topic.id, NAME_MAX_CHARS),
            label: problems.required(&at("label"), &topic.label, NAME_MAX_CHARS),
            team_id: topic.team_id,
            skills: crate::routing::skills(problems, &at("skills"), &topic.skills),
        };
        if checked.iter().any(|other| other.id == topic.id) {
            problems.add(&at("id"), format!("{} is there twice", topic.id));
        }
        checked.push(topic);
    }
    checked
}

fn checked_fields(problems: &mut Problems, fields: &[FormField]) -> Vec<FormField> {
    let mut checked: Vec<FormField> = Vec::with_capacity(fields.len());
    for (index, field) in fields.iter().enumerate() {
        let at = |member: &str| format!("fields[{index}].{member}");
        let field = FormField {
            key: problems.required(&at("key"), &field.key, NAME_MAX_CHARS),
            label: problems.required(&at("label"), &field.label, TITLE_MAX_CHARS),
            kind: field.kind,
            required: field.required,
            options: checked_options(problems, &at("options"), field),
        };
        if checked.iter().any(|other| other.key == field.key) {
            problems.add(&at("key"), format!("{} is there twice", field.key));
        }
        checked.push(field);
    }
    checked
}

fn checked_options(problems: &mut Problems, name: &str, field: &FormField) -> Vec<String> {
    if field.kind != FieldKind::Select {
        if !field.options.is_empty() {
            problems.add(name, format!("{name} belong to fields of the kind select"));
        }
        return Vec::new();
    }
    problems.count(name, field.options.len(), MAX_OPTIONS);
    let mut options: Vec<String> = Vec::with_capacity(field.options.len());
    for option in &field.options {
        let option = problems.required(name, option, TITLE_MAX_CHARS);
        if options.contains(&option) {
            problems.add(name, format!("{option} is there twice"));
        }
        options.push(option);
    }
    if options.is_empty() {
        problems.add(name, format!("{name} must name what can be chosen"));
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> PreChatForm {
        serde_json::from_str(
            r#"{"enabled": true, "greeting": " Hello ",
                "topics": [{"id": "billing", "label": "Billing", "skills": ["invoices"]}],
                "fields": [
                    {"key": "order", "label": "Order number", "kind": "text", "required": true},
                    {"key": "mail", "label": "E-mail", "kind": "email"},
                    {"key": "size", "label": "Size", "kind": "select", "options": ["S", "M"]}
                ]}"#,
        )
        .unwrap()
    }

    fn answers(pairs: &[(&str, &str)]) -> Answers {
        let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        pairs.iter().map(owned).collect()
    }

    fn fields(result: Result<Vec<PreChatAnswer>, Vec<FieldError>>) -> Vec<String> {
        let errors = result.unwrap_err();
        errors.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn answers_are_kept_in_the_forms_order_with_their_questions() {
        let given = answers(&[("size", "M"), ("order", " 17 "), ("mail", " ")]);
        let checked = form().check(&given).unwrap();
        let told: Vec<_> = checked.iter().map(|it| (&*it.label, &*it.value)).collect();
        assert_eq!(told, [("Order number", "17"), ("Size", "M")]);
    }

    #[test]
    fn each_wrong_answer_is_named() {
        let given = answers(&[("mail", "nobody"), ("size", "XXL"), ("shoe", "42")]);
        assert_eq!(
            fields(form().check(&given)),
            [
                "answers.shoe",
                "answers.order",
                "answers.mail",
                "answers.size"
            ]
        );
        let long = answers(&[("order", &"x".repeat(ANSWER_MAX_CHARS + 1))]);
        assert_eq!(fields(form().check(&long)), ["answers.order"]);
    }

    #[test]
    fn a_form_that_is_not_shown_requires_nothing() {
        let hidden = PreChatForm {
            enabled: false,
            ..form()
        };
        assert_eq!(hidden.check(&Answers::new()), Ok(Vec::new()));
    }

    #[test]
    fn the_address_is_the_answer_to_the_field_that_asks_for_one() {
        let given = answers(&[("order", "17"), ("mail", "maya@example.com")]);
        let checked = form().check(&given).unwrap();
        assert_eq!(form().email_of(&checked), Some("maya@example.com"));
    }

    #[test]
    fn a_form_is_trimmed_and_its_faults_are_named() {
        assert_eq!(form().validate().unwrap().greeting, "Hello");
        let mut bad = form();
        bad.topics.push(bad.topics[0].clone());
        bad.fields[0].options = vec!["why".into()];
        bad.fields[2].options.clear();
        bad.fields[1].key = " ".into();
        let errors = bad.validate().unwrap_err();
        let named: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            named,
            [
                "topics[1].id",
                "fields[0].options",
                "fields[1].key",
                "fields[2].options"
            ]
        );
    }
}
