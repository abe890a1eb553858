//! The embeddable widget: how it looks, what it shows, and which pages may
//! embed it. How it is served lives in `http`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    error::FieldError,
    ticket::text_enum,
    validate::{NAME_MAX_CHARS, Problems, TITLE_MAX_CHARS},
};

/// Origins that may be listed.
pub const MAX_ORIGINS: usize = 50;
/// CSS pixels between the launcher and an edge of the window.
pub const MAX_OFFSET: u16 = 200;
/// Characters of the introduction, and of the words on how to reach the desk.
pub const WORDS_MAX_CHARS: usize = 500;
/// Characters of an origin or of the logo's address.
const ADDRESS_MAX_CHARS: usize = 500;
/// The contrast that WCAG 2.2 AA asks for between text and what lies behind it.
pub const MIN_CONTRAST: f64 = 4.5;

text_enum!(
    /// Whether the widget is light or dark.
    WidgetTheme {
        /// As the visitor's system is.
        Auto = "auto",
        Light = "light",
        Dark = "dark",
    }
);

text_enum!(
    /// The lower corner of the window in which the launcher stands.
    WidgetSide {
        Left = "left",
        Right = "right",
    }
);

text_enum!(
    /// A language that the widget speaks.
    WidgetLanguage {
        English = "en",
        German = "de",
        Arabic = "ar",
    }
);

/// What an admin sets about the widget.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct WidgetSettings {
    /// Whom the visitor talks to; blank for the desk's own name.
    pub name: String,
    /// An `https` address of a square picture; null for none.
    pub logo_url: Option<String>,
    /// The brand's colour, such as `#0f766e`.
    pub color: String,
    pub theme: WidgetTheme,
    pub side: WidgetSide,
    /// CSS pixels from that side of the window.
    pub offset_x: u16,
    /// CSS pixels from the window's lower edge.
    pub offset_y: u16,
    /// Blank for a greeting in the visitor's language.
    pub greeting: String,
    /// Below the greeting; blank for words in the visitor's language.
    pub introduction: String,
    /// How to reach the desk, told to those who can't sign in here.
    pub contact: String,
    /// Null for the visitor's own, as far as the widget speaks it.
    pub language: Option<WidgetLanguage>,
    /// Whether articles are shown and searched.
    pub articles: bool,
    /// Whether chats can be begun.
    pub chat: bool,
    /// Whether messages can be left while nobody is there.
    pub messages: bool,
    /// Whether earlier conversations are shown.
    pub history: bool,
    /// Origins whose pages may embed the widget, such as
    /// `https://shop.example.com`; all when it is empty.
    pub allowed_origins: Vec<String>,
}

impl Default for WidgetSettings {
    fn default() -> Self {
        Self {
            name: String::new(),
            logo_url: None,
            color: "#4338ca".to_owned(),
            theme: WidgetTheme::Auto,
            side: WidgetSide::Right,
            offset_x: 20,
            offset_y: 20,
            greeting: String::new(),
            introduction: String::new(),
            contact: String::new(),
            language: None,
            articles: true,
            chat: true,
            messages: true,
            history: true,
            allowed_origins: Vec::new(),
        }
    }
}

/// What the widget itself must know. Anyone may read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WidgetConfig {
    /// Whom the visitor talks to.
    pub name: String,
    pub logo_url: Option<String>,
    /// `#rrggbb`.
    pub color: String,
    /// White or black: text in it on `color` has a contrast of 4.5:1 at least.
    pub text_color: String,
    pub theme: WidgetTheme,
    pub side: WidgetSide,
    pub offset_x: u16,
    pub offset_y: u16,
    pub greeting: String,
    pub introduction: String,
    pub contact: String,
    pub language: Option<WidgetLanguage>,
    pub articles: bool,
    pub chat: bool,
    pub messages: bool,
    pub history: bool,
    /// Whether those without a token may sign in as visitors.
    pub visitors: bool,
}

impl WidgetSettings {
    /// Whether it looks like somebody's own: a name, a logo or a colour was given.
    pub fn has_brand(&self) -> bool {
        let plain = Self::default();
        self.name != plain.name || self.logo_url != plain.logo_url || self.color != plain.color
    }

    /// The settings in their plain form, or everything that is wrong with them.
    pub fn validate(&self) -> Result<Self, Vec<FieldError>> {
        let mut problems = Problems::new();
        let mut words = |field, text: &str, max| {
            problems
                .optional(field, Some(text), max)
                .unwrap_or_default()
        };
        let name = words("name", &self.name, NAME_MAX_CHARS);
        let greeting = words("greeting", &self.greeting, TITLE_MAX_CHARS);
        let introduction = words("introduction", &self.introduction, WORDS_MAX_CHARS);
        let contact = words("contact", &self.contact, WORDS_MAX_CHARS);
        for (field, offset) in [("offsetX", self.offset_x), ("offsetY", self.offset_y)] {
            if offset > MAX_OFFSET {
                problems.add(
                    field,
                    format!("{field} must be at most {MAX_OFFSET} pixels"),
                );
            }
        }
        let color = self.color.trim().to_ascii_lowercase();
        if rgb(&color).is_none() {
            problems.add("color", "color must be written as #rrggbb");
        }
        let settings = Self {
            name,
            logo_url: checked_logo(&mut problems, self.logo_url.as_deref()),
            color,
            greeting,
            introduction,
            contact,
            allowed_origins: checked_origins(&mut problems, &self.allowed_origins),
            ..self.clone()
        };
        problems.finish(settings)
    }

    /// What the widget is told.
    pub fn config(&self, desk_name: &str, visitors: bool) -> WidgetConfig {
        let name = match self.name.as_str() {
            "" => desk_name,
            name => name,
        };
        WidgetConfig {
            name: name.to_owned(),
            logo_url: self.logo_url.clone(),
            color: self.color.clone(),
            text_color: text_on(&self.color).to_owned(),
            theme: self.theme,
            side: self.side,
            offset_x: self.offset_x,
            offset_y: self.offset_y,
            greeting: self.greeting.clone(),
            introduction: self.introduction.clone(),
            contact: self.contact.clone(),
            language: self.language,
            articles: self.articles,
            chat: self.chat,
            messages: self.messages,
            history: self.history,
            visitors,
        }
    }

    /// Whether a page of this origin may embed the widget.
    pub fn allows(&self, origin: &str) -> bool {
        self.allowed_origins.is_empty() || self.allowed_origins.iter().any(|one| one == origin)
    }
}

fn checked_logo(problems: &mut Problems, address: Option<&str>) -> Option<String> {
    let address = problems.optional("logoUrl", address, ADDRESS_MAX_CHARS)?;
    let plain = address
        .chars()
        .all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | ';' | ',' | '\\'));
    if !plain || origin_of(&address).is_none_or(|origin| !origin.starts_with("https://")) {
        problems.add("logoUrl", "logoUrl must be an https address");
    }
    Some(address)
}

fn checked_origins(problems: &mut Problems, origins: &[String]) -> Vec<String> {
    problems.count("allowedOrigins", origins.len(), MAX_ORIGINS);
    let mut checked: Vec<String> = Vec::with_capacity(origins.len());
    for (index, origin) in origins.iter().enumerate() {
        let field = format!("allowedOrigins[{index}]");
        let origin = problems.required(&field, origin, ADDRESS_MAX_CHARS);
        let plain = origin.trim_end_matches('/').to_ascii_lowercase();
        if !origin.is_empty() && origin_of(&plain) != Some(plain.as_str()) {
            problems.add(
                &field,
                format!("{field} must be an origin such as https://shop.example.com"),
            );
        }
        if !checked.contains(&plain) {
            checked.push(plain);
        }
    }
    checked
}

/// Scheme, host and port of an `http` or `https` address, as it is written.
pub fn origin_of(address: &str) -> Option<&str> {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| address.starts_with(scheme))?;
    let rest = &address[scheme.len()..];
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, port) = rest[..end].split_once(':').unwrap_or((&rest[..end], "0"));
    let is_host = !host.is_empty()
        && host
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
    (is_host && port.parse::<u16>().is_ok()).then(|| &address[..scheme.len() + end])
}

/// Red, green and blue of `#rrggbb`.
fn rgb(color: &str) -> Option<[u8; 3]> {
    let digits = color.strip_prefix('#')?;
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// The relative luminance of WCAG 2.2.
fn luminance(color: [u8; 3]) -> f64 {
    let linear = color.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

/// White where it can be read on the colour, black elsewhere. One of the two
/// always can: where white has less than 4.58:1, black has more.
fn text_on(color: &str) -> &'static str {
    let behind = luminance(rgb(color).unwrap_or_default());
    if 1.05 / (behind + 0.05) >= MIN_CONTRAST {
        "#ffffff"
    } else {
        "#000000"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn failed(settings: &WidgetSettings) -> Vec<String> {
        let errors = settings.validate().unwrap_err();
        errors.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn the_defaults_are_valid_and_any_origin_may_embed() {
        let settings = WidgetSettings::default();
        assert_eq!(settings.validate(), Ok(settings.clone()));
        assert!(settings.allows("https://anything.example"));
        let config = settings.config("Fernway", true);
        assert_eq!(config.name, "Fernway");
        assert_eq!(config.text_color, "#ffffff");
    }

    #[test]
    fn text_on_the_brands_colour_can_always_be_read() {
        let steps = (0..=255u8).step_by(15);
        for red in steps.clone() {
            for green in steps.clone() {
                for blue in steps.clone() {
                    let color = format!("#{red:02x}{green:02x}{blue:02x}");
                    let text = rgb(text_on(&color)).unwrap();
                    let ratio = contrast([red, green, blue], text);
                    assert!(ratio >= MIN_CONTRAST, "{color}: {ratio}");
                }
            }
        }
    }

    #[test]
    fn everything_that_is_wrong_is_named() {
        let settings = WidgetSettings {
            name: "x".repeat(NAME_MAX_CHARS + 1),
            logo_url: Some("http://shop.example/logo.png".into()),
            color: "blue".into(),
            offset_x: MAX_OFFSET + 1,
            allowed_origins: vec!["https://shop.example".into(), "shop.example/path".into()],
            ..WidgetSettings::default()
        };
        assert_eq!(
            failed(&settings),
            ["name", "offsetX", "color", "logoUrl", "allowedOrigins[1]"]
        );
    }

    #[test]
    fn origins_are_written_plainly_and_kept_once() {
        let settings = WidgetSettings {
            allowed_origins: vec![
                " https://Shop.example/ ".into(),
                "https://shop.example".into(),
                "http://localhost:3000".into(),
            ],
            ..WidgetSettings::default()
        };
        let settings = settings.validate().unwrap();
        assert_eq!(
            settings.allowed_origins,
            ["https://shop.example", "http://localhost:3000"]
        );
        assert!(settings.allows("http://localhost:3000"));
        assert!(!settings.allows("http://localhost:3001"));
    }

    #[test]
    fn what_could_break_out_of_a_header_is_no_origin() {
        for bad in [
            "https://a.example; script-src *",
            "https://a.example,b",
            "https://*.example",
            "https://",
            "https://a.example:port",
            "javascript:alert(1)",
            "null",
        ] {
            let settings = WidgetSettings {
                allowed_origins: vec![bad.into()],
                ..WidgetSettings::default()
            };
            assert_eq!(failed(&settings), ["allowedOrigins[0]"], "{bad}");
        }
        for bad in ["https://a.example/x;y", "https://a.example/\"", "data:,"] {
            let settings = WidgetSettings {
                logo_url: Some(bad.into()),
                ..WidgetSettings::default()
            };
            assert_eq!(failed(&settings), ["logoUrl"], "{bad}");
        }
    }
}
