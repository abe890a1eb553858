//! The configuration for people to read: what holds now, and the reference.

use std::fmt::Write as _;

use super::{Config, sections};

/// Every setting with its value and where it came from; secrets are masked.
/// The lines can be used as a TOML file, so what is not set is a comment.
pub fn effective(config: &Config) -> String {
    let mut text = String::new();
    for section in sections() {
        let _ = writeln!(text, "# {}", section.title);
        for setting in section.settings {
            let (value, source) = config.values.text(setting.name);
            let shown = (setting.shown)(value);
            let line = if value.is_empty() {
                format!("# {} is not set", setting.name)
            } else {
                // A JSON string is a basic string of TOML.
                format!("{} = {}", setting.name, serde_json::Value::String(shown))
            };
            let _ = writeln!(text, "{line:<48} # {source}");
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// The reference of all settings, as Markdown tables.
pub fn markdown() -> String {
    let mut text = String::new();
    for section in sections() {
        let _ = write!(
            text,
            "### {}\n\n| variable | value | default | meaning |\n| --- | --- | --- | --- |\n",
            section.title
        );
        for setting in section.settings {
            let default = match setting.default {
                "" => "–".to_owned(),
                default => format!("`{default}`"),
            };
            let _ = writeln!(
                text,
                "| `{}` | `{}` | {default} | {} |",
                setting.variable(),
                setting.syntax.replace('|', "\\|"),
                escape(&setting.sentence()),
            );
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// What Markdown would take for HTML or for the end of a cell.
fn escape(sentence: &str) -> String {
    sentence.replace('<', "&lt;").replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    use crate::config::Flags;

    #[test]
    fn the_reference_has_a_row_for_each_setting() {
        let table = markdown();
        for setting in sections().iter().flat_map(|section| section.settings) {
            assert!(
                table.contains(&format!("| `{}` |", setting.variable())),
                "{}",
                setting.name
            );
            assert!(setting.sentence().ends_with('.'), "{}", setting.name);
        }
    }

    #[test]
    fn what_is_printed_is_a_file_that_can_be_read_and_holds_no_secret() {
        let mut flags = Flags::default();
        let secret = "0123456789abcdef0123456789abcdef";
        flags.values.insert("jwt_secret", secret.to_owned());
        let config = Config::from_layers(&flags, &|_| None, Path::new("/nowhere")).unwrap();
        let text = effective(&config);
        assert!(!text.contains(secret));
        assert!(text.contains("jwt_secret = \"********\""), "{text}");
        let table: toml::Table = toml::from_str(&text).unwrap();
        assert_eq!(table["port"].as_str(), Some("3001"));
    }
}
