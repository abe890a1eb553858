//! The media types an upload may have, and the rule that decides which one it has.
//!
//! The bytes decide ([`crate::sniff`]). The name and the declared type choose among the text types
//! and must otherwise agree with the bytes: a file that says one thing and holds another is how
//! active content gets past a filter.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;
use crate::names::extension;
use crate::refusal::Refusal;
use crate::sniff::Content;

/// A media type that uploads may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MediaType {
    /// `image/png`
    Png,
    /// `image/jpeg`
    Jpeg,
    /// `image/gif`
    Gif,
    /// `image/webp`
    Webp,
    /// `image/avif`
    Avif,
    /// `application/pdf`
    Pdf,
    /// `text/plain`
    PlainText,
    /// `text/markdown`, RFC 7763
    Markdown,
    /// `text/csv`, RFC 4180
    Csv,
    /// `application/json`, RFC 8259
    Json,
    /// `application/octet-stream`: blocks that came in a CAR. Never an upload.
    Blocks,
}

/// What is known of a media type.
struct Facts {
    name: &'static str,
    group: &'static str,
    /// In lower case.
    extensions: &'static [&'static str],
    /// Other names under which clients declare it.
    aliases: &'static [&'static str],
}

/// What clients send when they do not know the type.
const NO_DECLARATION: &[&str] = &["", "application/octet-stream", "binary/octet-stream"];

impl MediaType {
    /// Every type of uploads, in the order in which messages list them.
    pub const ALL: [Self; 10] = [
        Self::Png,
        Self::Jpeg,
        Self::Gif,
        Self::Webp,
        Self::Avif,
        Self::Pdf,
        Self::PlainText,
        Self::Markdown,
        Self::Csv,
        Self::Json,
    ];

    const fn facts(self) -> Facts {
        let (name, group, extensions, aliases): (_, _, &[&str], &[&str]) = match self {
            Self::Png => ("image/png", "image", &["png"], &["image/x-png"]),
            Self::Jpeg => (
                "image/jpeg",
                "image",
                &["jpg", "jpeg", "jpe", "jfif"],
                &["image/jpg", "image/pjpeg"],
            ),
            Self::Gif => ("image/gif", "image", &["gif"], &[]),
            Self::Webp => ("image/webp", "image", &["webp"], &[]),
            Self::Avif => ("image/avif", "image", &["avif"], &[]),
            Self::Pdf => ("application/pdf", "pdf", &["pdf"], &["application/x-pdf"]),
            Self::PlainText => ("text/plain", "text", &["txt", "log"], &["text/x-log"]),
            Self::Markdown => ("text/markdown", "text", &["md"], &["text/x-markdown"]),
            // Windows with Excel declares every CSV file as a spreadsheet.
            Self::Csv => (
                "text/csv",
                "text",
                &["csv"],
                &["application/csv", "application/vnd.ms-excel"],
            ),
            Self::Json => ("application/json", "text", &["json"], &["text/json"]),
            Self::Blocks => ("application/octet-stream", "blocks", &[], &[]),
        };
        Facts {
            name,
            group,
            extensions,
            aliases,
        }
    }

    /// The type's registered name, such as `image/png`.
    pub const fn as_str(self) -> &'static str {
        self.facts().name
    }

    fn is_text(self) -> bool {
        self.facts().group == "text"
    }

    fn is_declared_as(self, declared: &str) -> bool {
        let facts = self.facts();
        facts.name == declared || facts.aliases.contains(&declared)
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The types that an operator allows (`UPLOAD_TYPES`). By default, every [`MediaType`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedTypes(Vec<MediaType>);

impl AllowedTypes {
    /// Whether files of this type may be uploaded.
    pub fn contains(&self, media_type: MediaType) -> bool {
        self.0.contains(&media_type)
    }

    /// The type of a file of this content, or why it is refused.
    ///
    /// `name` is the cleaned file name; `declared` the `Content-Type` that came with it, parameters
    /// and all. A missing or generic declaration, or a missing extension, claims nothing.
    ///
    /// # Errors
    /// [`Refusal`], naming what was found and what is allowed.
    pub fn judge(
        &self,
        content: Content,
        name: &str,
        declared: Option<&str>,
    ) -> Result<MediaType, Refusal> {
        let media_type = match content {
            Content::Binary(found) => found,
            Content::Text { active } => self.text_type(name, active)?,
            Content::Page(found) | Content::Other(found) => return Err(self.not_allowed(found)),
        };
        if extension(name).is_some_and(|ext| !media_type.facts().extensions.contains(&ext.as_str()))
        {
            return Err(self.name_lies(name, media_type.as_str()));
        }
        self.check_declared(media_type, declared)?;
        if !self.contains(media_type) {
            return Err(self.not_allowed(media_type.as_str()));
        }
        Ok(media_type)
    }

    /// Text is what its name says, among the harmless kinds. What a browser or a shell could run is
    /// plain text only where the name expressly says so.
    fn text_type(&self, name: &str, active: Option<&'static str>) -> Result<MediaType, Refusal> {
        let Some(ext) = extension(name) else {
            return match active {
                Some(found) => Err(self.not_allowed(found)),
                None => Ok(MediaType::PlainText),
            };
        };
        MediaType::ALL
            .into_iter()
            .filter(|kind| kind.is_text())
            .find(|kind| kind.facts().extensions.contains(&ext.as_str()))
            .ok_or_else(|| self.name_lies(name, active.unwrap_or("text/plain")))
    }

    fn check_declared(&self, found: MediaType, declared: Option<&str>) -> Result<(), Refusal> {
        let declared = declared.unwrap_or_default();
        let essence = declared.split(';').next().unwrap_or_default();
        let essence = essence.trim().to_ascii_lowercase();
        let agrees = NO_DECLARATION.contains(&essence.as_str())
            || found.is_declared_as(&essence)
            || (found.is_text()
                && MediaType::ALL
                    .into_iter()
                    .any(|kind| kind.is_text() && kind.is_declared_as(&essence)));
        if agrees {
            return Ok(());
        }
        Err(Refusal::DeclarationLies {
            declared: essence,
            found: found.to_string(),
            allowed: self.to_string(),
        })
    }

    fn not_allowed(&self, found: &str) -> Refusal {
        Refusal::NotAllowed {
            found: found.to_owned(),
            allowed: self.to_string(),
        }
    }

    fn name_lies(&self, name: &str, found: &str) -> Refusal {
        Refusal::NameLies {
            name: name.to_owned(),
            found: found.to_owned(),
            allowed: self.to_string(),
        }
    }
}

impl Default for AllowedTypes {
    fn default() -> Self {
        Self(MediaType::ALL.to_vec())
    }
}

/// Reads a comma-separated list of media types and of the groups `image`, `pdf` and `text`.
impl FromStr for AllowedTypes {
    type Err = Error;

    fn from_str(list: &str) -> Result<Self, Error> {
        let mut allowed = Vec::new();
        for given in list.split(',').map(str::trim) {
            let entry = given.to_ascii_lowercase();
            let before = allowed.len();
            allowed.extend(MediaType::ALL.into_iter().filter(|kind| {
                let facts = kind.facts();
                facts.name == entry || facts.group == entry
            }));
            if allowed.len() == before {
                return Err(Error::UnknownType {
                    given: given.to_owned(),
                    known: format!("image, pdf, text, {}", Self::default()),
                });
            }
        }
        allowed.sort_unstable();
        allowed.dedup();
        Ok(Self(allowed))
    }
}

/// The media types' names, separated by a comma and a space.
impl fmt::Display for AllowedTypes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, media_type) in self.0.iter().enumerate() {
            let separator = if i == 0 { "" } else { ", " };
            write!(f, "{separator}{media_type}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: Content = Content::Text { active: None };
    const HTML: Content = Content::Text {
        active: Some("text/html"),
    };
    const PNG: Content = Content::Binary(MediaType::Png);

    fn judge(content: Content, name: &str, declared: Option<&str>) -> Result<MediaType, Refusal> {
        AllowedTypes::default().judge(content, name, declared)
    }

    #[test]
    fn the_extension_chooses_among_the_text_types() {
        for (name, expected) in [
            ("a.txt", "text/plain"),
            ("a.LOG", "text/plain"),
            ("a.md", "text/markdown"),
            ("a.csv", "text/csv"),
            ("a.json", "application/json"),
            ("README", "text/plain"),
        ] {
            assert_eq!(judge(TEXT, name, None).unwrap().as_str(), expected);
        }
    }

    #[test]
    fn text_of_any_other_extension_is_refused() {
        for name in [
            "a.html",
            "a.svg",
            "a.js",
            "a.xml",
            "a.sh",
            "a.png",
            "a.txt.exe",
        ] {
            let refusal = judge(TEXT, name, None).unwrap_err();
            assert!(matches!(refusal, Refusal::NameLies { .. }), "{name}");
        }
    }

    #[test]
    fn markup_is_plain_text_only_under_a_text_name() {
        assert_eq!(judge(HTML, "page.txt", None), Ok(MediaType::PlainText));
        let refusal = judge(HTML, "page", None).unwrap_err();
        assert!(refusal.to_string().contains("text/html"));
        let refusal = judge(HTML, "page.html", None).unwrap_err();
        assert!(refusal.to_string().contains("text/html"));
    }

    #[test]
    fn a_name_that_lies_about_the_bytes_is_refused() {
        assert_eq!(judge(PNG, "shot.PNG", None), Ok(MediaType::Png));
        assert_eq!(judge(PNG, "shot", None), Ok(MediaType::Png));
        assert_eq!(
            judge(Content::Binary(MediaType::Pdf), "x.png", None)
                .unwrap_err()
                .to_string(),
            format!(
                "the file is named `x.png` but holds application/pdf; allowed are {}",
                AllowedTypes::default()
            )
        );
    }

    #[test]
    fn a_declaration_that_lies_about_the_bytes_is_refused() {
        let refusal = judge(TEXT, "a.txt", Some("image/png")).unwrap_err();
        assert!(matches!(refusal, Refusal::DeclarationLies { .. }));
        let refusal = judge(TEXT, "a.txt", Some("text/html")).unwrap_err();
        assert!(matches!(refusal, Refusal::DeclarationLies { .. }));
        let refusal = judge(PNG, "a.png", Some("text/plain")).unwrap_err();
        assert!(matches!(refusal, Refusal::DeclarationLies { .. }));
    }

    #[test]
    fn what_real_clients_declare_is_understood() {
        for (name, declared) in [
            ("a.txt", "text/plain; charset=UTF-8"),
            ("a.csv", "application/vnd.ms-excel"),
            ("a.md", "text/plain"),
            ("a.json", "Application/JSON"),
            ("a.log", "application/octet-stream"),
            ("a.log", ""),
        ] {
            judge(TEXT, name, Some(declared)).unwrap();
        }
        let jpeg = Content::Binary(MediaType::Jpeg);
        judge(jpeg, "a.jpg", Some("image/jpg")).unwrap();
    }

    #[test]
    fn an_operator_narrows_the_types_by_group_or_name() {
        let allowed: AllowedTypes = "pdf, image/png".parse().unwrap();
        assert_eq!(allowed.to_string(), "image/png, application/pdf");
        assert_eq!(allowed.judge(PNG, "a.png", None), Ok(MediaType::Png));
        assert_eq!(
            allowed.judge(TEXT, "a.md", None).unwrap_err().to_string(),
            "the file is text/markdown; allowed are image/png, application/pdf"
        );
        let all: AllowedTypes = "text,pdf,image,image/gif".parse().unwrap();
        assert_eq!(all, AllowedTypes::default());
    }

    #[test]
    fn an_unknown_type_in_the_configuration_is_named() {
        for list in ["", "image,", "image/svg+xml", "images"] {
            let error = list.parse::<AllowedTypes>().unwrap_err();
            assert!(matches!(error, Error::UnknownType { .. }), "{list}");
        }
        let error = "image,video".parse::<AllowedTypes>().unwrap_err();
        assert!(error.to_string().starts_with("unknown upload type `video`"));
    }
}
