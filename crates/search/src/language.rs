//! The languages that articles and conversations are written in: their names, their words of
//! grammar, and which one a text is in. How a language is split and stemmed is said in
//! `analysis`.

use tantivy::tokenizer;

/// A language that documents are written in. Words of other languages are found too, but only
/// as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[allow(missing_docs)]
pub enum Language {
    #[default]
    English,
    German,
    French,
    Spanish,
    Portuguese,
    Chinese,
    Japanese,
    Arabic,
    Danish,
    Dutch,
    Finnish,
    Greek,
    Hungarian,
    Italian,
    Norwegian,
    Romanian,
    Russian,
    Swedish,
    Tamil,
    Turkish,
}

use Language::{
    Arabic, Chinese, Danish, Dutch, English, Finnish, French, German, Greek, Hungarian, Italian,
    Japanese, Norwegian, Portuguese, Romanian, Russian, Spanish, Swedish, Tamil, Turkish,
};

impl Language {
    /// Every language there is.
    pub const ALL: [Self; 20] = [
        English, German, French, Spanish, Portuguese, Chinese, Japanese, Arabic, Danish, Dutch,
        Finnish, Greek, Hungarian, Italian, Norwegian, Romanian, Russian, Swedish, Tamil, Turkish,
    ];

    /// The language of documents that do not say theirs.
    pub(crate) const DEFAULT: Self = English;

    /// Its code of two letters (ISO 639-1), such as `en`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.names().0
    }

    /// Its name in English, in lower case, such as `german`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.names().1
    }

    /// The language of a code (`de`), of a tag that begins with one (`pt-BR`, `zh_Hans`) or of
    /// an English name, whatever the case.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.to_lowercase();
        let primary = code.split(['-', '_']).next()?;
        let primary = match primary {
            "nb" | "nn" => "no",
            other => other,
        };
        Self::ALL
            .into_iter()
            .find(|language| language.code() == primary || language.name() == code)
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            English => ("en", "english"),
            German => ("de", "german"),
            French => ("fr", "french"),
            Spanish => ("es", "spanish"),
            Portuguese => ("pt", "portuguese"),
            Chinese => ("zh", "chinese"),
            Japanese => ("ja", "japanese"),
            Arabic => ("ar", "arabic"),
            Danish => ("da", "danish"),
            Dutch => ("nl", "dutch"),
            Finnish => ("fi", "finnish"),
            Greek => ("el", "greek"),
            Hungarian => ("hu", "hungarian"),
            Italian => ("it", "italian"),
            Norwegian => ("no", "norwegian"),
            Romanian => ("ro", "romanian"),
            Russian => ("ru", "russian"),
            Swedish => ("sv", "swedish"),
            Tamil => ("ta", "tamil"),
            Turkish => ("tr", "turkish"),
        }
    }

    /// The stemmer of its words; none where words do not inflect.
    pub(crate) fn stemmer(self) -> Option<tokenizer::Language> {
        Some(match self {
            Chinese | Japanese => return None,
            English => tokenizer::Language::English,
            German => tokenizer::Language::German,
            French => tokenizer::Language::French,
            Spanish => tokenizer::Language::Spanish,
            Portuguese => tokenizer::Language::Portuguese,
            Arabic => tokenizer::Language::Arabic,
            Danish => tokenizer::Language::Danish,
            Dutch => tokenizer::Language::Dutch,
            Finnish => tokenizer::Language::Finnish,
            Greek => tokenizer::Language::Greek,
            Hungarian => tokenizer::Language::Hungarian,
            Italian => tokenizer::Language::Italian,
            Norwegian => tokenizer::Language::Norwegian,
            Romanian => tokenizer::Language::Romanian,
            Russian => tokenizer::Language::Russian,
            Swedish => tokenizer::Language::Swedish,
            Tamil => tokenizer::Language::Tamil,
            Turkish => tokenizer::Language::Turkish,
        })
    }

    /// Words that carry grammar, not content, in lower case and without diacritics. They help to
    /// rank whole questions, but a conversation is not found or a word highlighted because of
    /// them alone.
    pub(crate) fn is_function_word(self, word: &str) -> bool {
        match self {
            English => ENGLISH_FUNCTION_WORDS.contains(&word),
            _ => false,
        }
    }
}

const ENGLISH_FUNCTION_WORDS: &[&str] = &[
    "a", "about", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can",
    "cant", "could", "did", "do", "does", "doesnt", "dont", "for", "from", "had", "has", "have",
    "hello", "help", "her", "hi", "his", "how", "i", "id", "if", "ill", "im", "in", "into", "is",
    "isnt", "it", "its", "ive", "just", "like", "may", "me", "my", "no", "not", "of", "on", "or",
    "our", "please", "should", "so", "some", "tell", "than", "that", "the", "their", "them",
    "then", "there", "these", "they", "this", "to", "u", "us", "was", "we", "were", "what", "when",
    "where", "which", "who", "why", "will", "with", "would", "you", "your",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_its_code_tag_or_name() {
        for (code, language) in [
            ("de", German),
            ("pt-BR", Portuguese),
            ("zh_Hans", Chinese),
            ("Japanese", Japanese),
            ("nb", Norwegian),
        ] {
            assert_eq!(Language::from_code(code), Some(language), "{code}");
        }
        assert_eq!(Language::from_code("xx"), None);
        assert_eq!(Language::from_code(""), None);
    }

    #[test]
    fn every_language_is_found_by_its_own_code() {
        for language in Language::ALL {
            assert_eq!(Language::from_code(language.code()), Some(language));
        }
    }
}
