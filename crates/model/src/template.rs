//! The variables of macros: `{{customer.firstName|there}}`. A template is read
//! once, when it is saved; whatever is wrong with it is told then, so that
//! rendering cannot fail and never leaves a placeholder behind.
//!
//! It is this small on purpose. A general template engine reads what stands
//! behind the bar as the name of a filter and not as words, and brings loops,
//! calls and their limits along, of which a canned reply needs nothing.

use std::fmt;

/// Everything that a template may name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Variable {
    CustomerName,
    CustomerFirstName,
    CustomerEmail,
    AgentName,
    AgentFirstName,
    TicketNumber,
    TicketSubject,
    ChatTopic,
}

impl Variable {
    pub const ALL: &[Self] = &[
        Self::CustomerName,
        Self::CustomerFirstName,
        Self::CustomerEmail,
        Self::AgentName,
        Self::AgentFirstName,
        Self::TicketNumber,
        Self::TicketSubject,
        Self::ChatTopic,
    ];

    /// As it stands between the braces.
    pub fn name(self) -> &'static str {
        match self {
            Self::CustomerName => "customer.name",
            Self::CustomerFirstName => "customer.firstName",
            Self::CustomerEmail => "customer.email",
            Self::AgentName => "agent.name",
            Self::AgentFirstName => "agent.firstName",
            Self::TicketNumber => "ticket.number",
            Self::TicketSubject => "ticket.subject",
            Self::ChatTopic => "chat.topic",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.name() == name)
    }
}

/// What is wrong with a template, as a sentence for its writer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TemplateError {
    Unknown(String),
    /// `{{` without `}}`, with the words that follow it.
    Unclosed(String),
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(name) => {
                let known: Vec<_> = Variable::ALL.iter().map(|it| it.name()).collect();
                write!(
                    f,
                    "there is no variable `{name}`; there are {}",
                    known.join(", ")
                )
            }
            Self::Unclosed(words) => {
                write!(f, "`{{{{` before “{words}” has no `}}}}` that ends it")
            }
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Text(String),
    Value {
        variable: Variable,
        fallback: Option<String>,
    },
}

/// A template that can be rendered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Template(Vec<Part>);

/// Characters of the place that an error quotes.
const QUOTED_CHARS: usize = 30;

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once("{{") {
            parts.push(Part::Text(before.to_owned()));
            let Some((inside, after)) = behind.split_once("}}") else {
                let words = behind.trim().chars().take(QUOTED_CHARS).collect();
                return Err(TemplateError::Unclosed(words));
            };
            parts.push(placeholder(inside)?);
            rest = after;
        }
        parts.push(Part::Text(rest.to_owned()));
        Ok(Self(parts))
    }

    /// The text, and the variables that had neither a value nor a fallback.
    /// Values are put in as they are and never read as templates themselves.
    pub fn render(&self, value: impl Fn(Variable) -> Option<String>) -> (String, Vec<Variable>) {
        let (mut text, mut missing) = (String::new(), Vec::new());
        for part in &self.0 {
            match part {
                Part::Text(words) => text.push_str(words),
                Part::Value { variable, fallback } => {
                    let known = value(*variable).filter(|it| !it.trim().is_empty());
                    match known.as_ref().or(fallback.as_ref()) {
                        Some(words) => text.push_str(&without_braces(words)),
                        None if missing.contains(variable) => {}
                        None => missing.push(*variable),
                    }
                }
            }
        }
        // Braces that meet only now, such as `{` before a value that begins with one.
        (without_braces(&text), missing)
    }
}

fn placeholder(inside: &str) -> Result<Part, TemplateError> {
    let (name, fallback) = match inside.split_once('|') {
        Some((name, fallback)) => (name, Some(fallback.trim().to_owned())),
        None => (inside, None),
    };
    let name = name.trim();
    let variable = Variable::parse(name)
        .ok_or_else(|| TemplateError::Unknown(name.chars().take(QUOTED_CHARS).collect()))?;
    Ok(Part::Value { variable, fallback })
}

/// A customer may be called anything: no doubled brace of theirs may look like
/// a placeholder to whoever reads the text next.
fn without_braces(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '{' || !kept.ends_with('{') {
            kept.push(c);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn render(template: &str) -> (String, Vec<Variable>) {
        Template::parse(template).unwrap().render(|it| match it {
            Variable::CustomerFirstName => Some("Maya".into()),
            Variable::TicketNumber => Some("17".into()),
            Variable::ChatTopic => Some(" ".into()),
            _ => None,
        })
    }

    #[test]
    fn variables_become_what_they_stand_for() {
        let (text, missing) = render("Hi {{customer.firstName}}, about #{{ ticket.number }}:");
        assert_eq!(text, "Hi Maya, about #17:");
        assert_eq!(missing, []);
    }

    #[test]
    fn a_fallback_stands_in_for_what_is_missing_or_blank() {
        assert_eq!(render("{{customer.email|your address}}").0, "your address");
        assert_eq!(render("{{chat.topic | your question }}").0, "your question");
        assert_eq!(render("{{customer.firstName|there}}").0, "Maya");
        assert_eq!(render("Hi{{customer.name|}}!"), ("Hi!".into(), vec![]));
    }

    #[test]
    fn what_is_missing_without_a_fallback_is_left_out_and_told() {
        let (text, missing) = render("To {{customer.email}}{{customer.email}}.");
        assert_eq!(text, "To .");
        assert_eq!(missing, [Variable::CustomerEmail]);
    }

    #[test]
    fn unknown_variables_and_open_ends_are_refused() {
        let error = Template::parse("Hi {{customer.nmae}}").unwrap_err();
        assert_eq!(error, TemplateError::Unknown("customer.nmae".into()));
        assert!(error.to_string().contains("customer.name"), "{error}");
        for text in ["Hi {{customer.name", "{{", "a {{ b } c"] {
            let error = Template::parse(text).unwrap_err();
            assert!(matches!(error, TemplateError::Unclosed(_)), "{error}");
        }
        assert!(Template::parse("{{}}").is_err());
        assert!(Template::parse("{{a{{customer.name}}}}").is_err());
    }

    #[test]
    fn a_value_is_never_read_as_a_template() {
        let template = Template::parse("Hi {{customer.name}}, {{{agent.name|x}}").map_err(drop);
        assert!(template.is_err(), "a third brace belongs to no variable");
        let (text, _) = Template::parse("Hi {{customer.name}}")
            .unwrap()
            .render(|_| Some("{{agent.name}}".into()));
        assert_eq!(text, "Hi {agent.name}}");
    }

    proptest! {
        #[test]
        fn rendering_leaves_no_placeholder_behind(
            template in "[a-z{}| .]{0,40}|(\\{\\{customer.name(\\|[{}a-z]{0,4})?\\}\\}|\\{|[a-z ]){0,8}",
            value in "[a-z{}]{0,8}",
        ) {
            if let Ok(template) = Template::parse(&template) {
                let (text, _) = template.render(|_| Some(value.clone()));
                prop_assert!(!text.contains("{{"), "{text}");
            }
        }
    }
}
