//! The templates of mail: those that are built in, and those that an operator
//! puts in their place, one file for each. All are checked when they are read.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use minijinja::{
    AutoEscape, Environment, UndefinedBehavior, Value, syntax::SyntaxConfig, value::Serde,
};
use serde::Serialize;

use crate::html::escape;

use super::{About, Brand, Composed, Fact, Letter, LetterKind, Link, Notice, Words, markdown};

macro_rules! built_in {
    ($($name:literal,)*) => {
        /// Name and source.
        const BUILT_IN: &[(&str, &str)] = &[
            $(($name, include_str!(concat!("templates/", $name))),)*
        ];
    };
}

built_in! {
    "layout.html",
    "layout.txt",
    "parts.html",
    "account.html",
    "account.subject.txt",
    "account.txt",
    "chat.html",
    "chat.subject.txt",
    "chat.txt",
    "digest.html",
    "digest.subject.txt",
    "digest.txt",
    "notice.html",
    "notice.subject.txt",
    "notice.txt",
    "reply.html",
    "reply.subject.txt",
    "reply.txt",
    "system.html",
    "system.subject.txt",
    "system.txt",
    "transcript.html",
    "transcript.subject.txt",
    "transcript.txt",
    "update.html",
    "update.subject.txt",
    "update.txt",
}

/// Bytes that one template may have.
const MAX_BYTES: u64 = 256 * 1024;
/// Characters of a subject.
const SUBJECT_CHARS: usize = 200;

/// What is wrong with an operator's templates: the file, the line where it is
/// known, and why.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{place}: {why}")]
pub struct TemplateError {
    /// `templates/reply.html, line 3`
    pub place: String,
    pub why: String,
}

/// Gives letters their form. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Templates {
    environment: Arc<Environment<'static>>,
    brand: Brand,
}

impl Templates {
    /// The built-in ones, with those in `dir` in place of the ones of their
    /// names. A file whose name begins with `_` may be included by others.
    ///
    /// # Errors
    /// When a file cannot be read, has a name that nothing asks for, is no
    /// template, or fails on a letter of its kind.
    pub fn load(dir: Option<&Path>, brand: Brand) -> Result<Self, TemplateError> {
        let own = match dir {
            Some(dir) => read(dir)?,
            None => BTreeMap::new(),
        };
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        let mut syntax = SyntaxConfig::builder();
        syntax.trim_blocks(true).lstrip_blocks(true);
        environment.set_syntax(syntax.build().map_err(|error| TemplateError {
            place: "the templates".into(),
            why: error.to_string(),
        })?);
        environment.set_auto_escape_callback(|name| {
            if name.ends_with(".html") {
                AutoEscape::Html
            } else {
                AutoEscape::None
            }
        });
        environment.set_formatter(|out, state, value| {
            let shown = *state.auto_escape() == AutoEscape::Html && !value.is_safe();
            match value.as_str().filter(|_| shown) {
                // Ours leaves slashes as they are, and drops what no mail needs.
                Some(text) => Ok(out.write_str(&escape(text))?),
                None => minijinja::escape_formatter(out, state, value),
            }
        });
        environment.add_filter("markdown", |text: &str| {
            Value::from_safe_string(markdown::to_html(text))
        });
        environment.add_filter("preview", |text: &str| preview(text));
        environment.add_filter("indented", |text: &str, by: &str| indented(text, by));
        let place = |name: &str| match (dir, own.contains_key(name)) {
            (Some(dir), true) => dir.join(name).display().to_string(),
            _ => format!("the built-in template {name}"),
        };
        for (name, source) in BUILT_IN {
            if !own.contains_key(*name) {
                environment
                    .add_template(name, source)
                    .map_err(|error| explained(&error, &place))?;
            }
        }
        for (name, source) in &own {
            environment
                .add_template_owned(name.clone(), source.clone())
                .map_err(|error| explained(&error, &place))?;
        }
        let templates = Self {
            environment: Arc::new(environment),
            brand,
        };
        for kind in LetterKind::ALL {
            for letter in [sample(), Letter::default()] {
                templates
                    .rendered(kind, &letter)
                    .map_err(|error| explained(&error, &place))?;
            }
        }
        Ok(templates)
    }

    pub fn brand(&self) -> &Brand {
        &self.brand
    }

    /// # Errors
    /// What a template of the operator's says of this letter, in words.
    pub fn compose(&self, kind: LetterKind, letter: &Letter) -> Result<Composed, TemplateError> {
        self.rendered(kind, letter).map_err(|error| {
            let place = |name: &str| name.to_owned();
            explained(&error, &place)
        })
    }

    fn rendered(&self, kind: LetterKind, letter: &Letter) -> Result<Composed, minijinja::Error> {
        let kind = kind.as_str();
        let render = |name: String, subject: &str| {
            let context = Value::from(Serde(Context {
                brand: &self.brand,
                kind,
                subject,
                letter,
            }));
            self.environment.get_template(&name)?.render(context)
        };
        let subject = one_line(&render(format!("{kind}.subject.txt"), "")?);
        Ok(Composed {
            text: tidy(&render(format!("{kind}.txt"), &subject)?),
            html: render(format!("{kind}.html"), &subject)?,
            subject,
        })
    }
}

/// The letter's members, and `brand`, `kind` and `subject` beside them.
#[derive(Serialize)]
struct Context<'c> {
    brand: &'c Brand,
    kind: &'c str,
    subject: &'c str,
    #[serde(flatten)]
    letter: &'c Letter,
}

fn read(dir: &Path) -> Result<BTreeMap<String, String>, TemplateError> {
    let wrong = |path: &Path, why: String| TemplateError {
        place: path.display().to_string(),
        why,
    };
    let listed = |error: std::io::Error| wrong(dir, error.to_string());
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(dir).map_err(listed)? {
        let path: PathBuf = entry.map_err(listed)?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let Some(name) = name.filter(|name| !name.starts_with('.')) else {
            continue;
        };
        if !name.starts_with('_') && !BUILT_IN.iter().any(|(known, _)| *known == name) {
            let mut why = "nothing asks for a template of this name; there are".to_owned();
            for (known, _) in BUILT_IN {
                let _ = write!(why, " {known}");
            }
            return Err(wrong(&path, why));
        }
        let size = std::fs::metadata(&path).map_err(|error| wrong(&path, error.to_string()))?;
        if size.len() > MAX_BYTES {
            return Err(wrong(&path, format!("larger than {MAX_BYTES} bytes")));
        }
        let source =
            std::fs::read_to_string(&path).map_err(|error| wrong(&path, error.to_string()))?;
        found.insert(name.to_owned(), source);
    }
    Ok(found)
}

/// Where it is wrong, and why: the innermost template that says so.
fn explained(error: &minijinja::Error, place: &dyn Fn(&str) -> String) -> TemplateError {
    let mut at = error;
    while let Some(cause) = std::error::Error::source(at)
        .and_then(|cause| cause.downcast_ref::<minijinja::Error>())
        .filter(|cause| cause.name().is_some())
    {
        at = cause;
    }
    let mut shown = place(at.name().unwrap_or("a template"));
    if let Some(line) = at.line() {
        let _ = write!(shown, ", line {line}");
    }
    let why = match at.detail() {
        Some(detail) => format!("{}: {detail}", at.kind()),
        None => at.kind().to_string(),
    };
    TemplateError { place: shown, why }
}

fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|c| !c.is_control()).collect();
    line.chars().take(SUBJECT_CHARS).collect()
}

/// Without blanks at the ends of lines, more than one empty line, and what no
/// mail needs of control characters.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines() {
        // The mark of a signature ends in a blank.
        let line = if line == "-- " { line } else { line.trim_end() };
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if !tidied.is_empty() && empty > 0 {
            tidied.push('\n');
        }
        empty = 0;
        tidied.extend(line.chars().filter(|c| !c.is_control() || *c == '\t'));
        tidied.push('\n');
    }
    tidied
}

/// The beginning of a text, as lists of mails show it.
fn preview(text: &str) -> String {
    const CHARS: usize = 120;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(CHARS).collect()
}

fn indented(text: &str, by: &str) -> String {
    let lines: Vec<_> = text.lines().map(|line| format!("{by}{line}")).collect();
    lines.join("\n")
}

/// A letter in which everything is set, to try templates with.
fn sample() -> Letter {
    let link = |label: &str| Link {
        label: label.to_owned(),
        url: "https://desk.example.com/tickets/7".to_owned(),
    };
    Letter {
        person: "Maya".into(),
        title: "Planned maintenance".into(),
        text: "We are back at nine.\n\nThank you.".into(),
        about: Some(About {
            number: Some(7),
            subject: "Brakes".into(),
            url: link("").url,
            status: Some("open".into()),
        }),
        notices: vec![Notice {
            title: "Sam answered ticket #7".into(),
            text: "We look into it.".into(),
            at: "31 January 2026, 09:30 UTC".into(),
            url: Some(link("").url),
        }],
        messages: vec![
            Words {
                author: "Sam".into(),
                staff: true,
                at: "31 January 2026, 09:30 UTC".into(),
                text: "We **look** into it.".into(),
                files: vec![link("plan.pdf")],
                ..Words::default()
            },
            Words {
                author: "Maya".into(),
                heading: Some("Merged".into()),
                text: "Thanks!".into(),
                ..Words::default()
            },
        ],
        authors: vec!["Sam".into()],
        count: 2,
        facts: vec![Fact {
            name: "Status".into(),
            value: "open".into(),
        }],
        action: Some(link("Open the ticket")),
        can_reply: true,
        preferences_url: Some(link("").url),
        unsubscribe_url: Some(link("").url),
    }
}

#[cfg(test)]
#[path = "templates_tests.rs"]
mod tests;
