//! The languages that articles and conversations are written in: their names, their words of
//! grammar, and which one a text is in. How a language is split and stemmed is said in
//! `analysis`.

use tantivy::schema::Field;
use tantivy::{Searcher, tokenizer};

use crate::analysis;
use crate::error::Result;

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
        let words = match self {
            English => ENGLISH_FUNCTION_WORDS,
            German => GERMAN_FUNCTION_WORDS,
            French => FRENCH_FUNCTION_WORDS,
            Spanish => SPANISH_FUNCTION_WORDS,
            Portuguese => PORTUGUESE_FUNCTION_WORDS,
            _ => return false,
        };
        words.contains(&word)
    }

    /// The language of a text; none if that cannot be told, as of most short ones. Words of
    /// grammar tell it, or a script that only one language is written in.
    #[must_use]
    pub fn detect(text: &str) -> Option<Self> {
        Self::most_likely(text, MIN_FUNCTION_WORDS, MIN_LEAD)
    }

    /// The language of a query, which is short: two words of grammar tell it, else the language
    /// of what it finds best, else one word of grammar, if no other language has it.
    #[must_use]
    pub fn of_query(text: &str, found: Option<Self>) -> Option<Self> {
        Self::most_likely(text, 2, 1)
            .or(found)
            .or_else(|| Self::most_likely(text, 1, 1))
    }

    fn most_likely(text: &str, least: usize, lead: usize) -> Option<Self> {
        let sample = &text[..text.floor_char_boundary(DETECTED_BYTES)];
        if let Some(language) = Self::of_script(sample) {
            return Some(language);
        }
        let words = analysis::words_of(sample);
        let count = |language: Self| {
            words
                .iter()
                .filter(|word| language.is_function_word(word))
                .count()
        };
        let mut counts =
            [English, German, French, Spanish, Portuguese].map(|one| (count(one), one));
        counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let [(most, language), (second, _), ..] = counts;
        (most >= least && most >= second + lead).then_some(language)
    }

    /// The language whose script most letters of the text have.
    fn of_script(text: &str) -> Option<Self> {
        let mut letters = 0;
        let mut found: [(usize, Option<Self>); 6] = [
            (0, Some(Japanese)),
            (0, Some(Chinese)),
            (0, Some(Russian)),
            (0, Some(Greek)),
            (0, Some(Arabic)),
            (0, Some(Tamil)),
        ];
        for letter in text.chars().filter(|letter| letter.is_alphabetic()) {
            letters += 1;
            match letter {
                '\u{3040}'..='\u{30ff}' => found[0].0 += 1,
                '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => found[1].0 += 1,
                '\u{400}'..='\u{4ff}' => found[2].0 += 1,
                '\u{370}'..='\u{3ff}' => found[3].0 += 1,
                '\u{600}'..='\u{6ff}' => found[4].0 += 1,
                '\u{b80}'..='\u{bff}' => found[5].0 += 1,
                _ => {}
            }
        }
        // Japanese is written in kana and in Chinese characters; kana are Japanese alone.
        if found[0].0 > 0 {
            found[0].0 += found[1].0;
        }
        let (most, language) = found.into_iter().max_by_key(|(count, _)| *count)?;
        (letters > 0 && most * 2 > letters)
            .then_some(language)
            .flatten()
    }
}

/// The languages of the documents that can be searched; the default language is always there.
pub(crate) fn present(searcher: &Searcher, field: Field) -> Result<Vec<Language>> {
    let mut languages = vec![Language::DEFAULT];
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut codes = inverted.terms().stream()?;
        while codes.advance() {
            let code = std::str::from_utf8(codes.key()).unwrap_or_default();
            if let Some(language) = Language::from_code(code)
                && !languages.contains(&language)
            {
                languages.push(language);
            }
        }
    }
    languages[1..].sort_unstable();
    Ok(languages)
}

/// The beginning of a text by which its language is told.
const DETECTED_BYTES: usize = 4_000;
/// A text with fewer words of grammar than this says nothing about its language.
const MIN_FUNCTION_WORDS: usize = 3;
/// By how many words of grammar the language has to lead before the next.
const MIN_LEAD: usize = 2;

const GERMAN_FUNCTION_WORDS: &[&str] = &[
    "aber", "als", "am", "an", "auch", "auf", "aus", "bei", "bin", "bis", "bitte", "da", "damit",
    "dann", "das", "dass", "dein", "dem", "den", "der", "des", "die", "dies", "diese", "diesem",
    "diesen", "dieser", "doch", "du", "durch", "ein", "eine", "einem", "einen", "einer", "eines",
    "er", "es", "fur", "gibt", "habe", "haben", "hallo", "hat", "ich", "ihr", "ihre", "ihren",
    "im", "in", "ins", "ist", "ja", "kann", "kein", "keine", "konnen", "mein", "meine", "meinem",
    "meinen", "meiner", "mich", "mir", "mit", "mochte", "muss", "nach", "nicht", "noch", "nur",
    "oder", "ob", "ohne", "sein", "seine", "sich", "sie", "sind", "so", "uber", "um", "und", "uns",
    "unser", "vom", "von", "vor", "wann", "war", "warum", "was", "welche", "wenn", "wer", "werden",
    "wie", "wir", "wird", "wo", "zu", "zum", "zur",
];

const FRENCH_FUNCTION_WORDS: &[&str] = &[
    "a", "ai", "au", "aux", "avec", "avez", "avoir", "bonjour", "car", "ce", "ces", "cet", "cette",
    "comment", "dans", "de", "des", "du", "elle", "en", "est", "et", "etre", "il", "ils", "je",
    "la", "le", "les", "leur", "lui", "ma", "mais", "me", "mes", "moi", "mon", "ne", "nos",
    "notre", "nous", "on", "ou", "par", "pas", "peut", "peux", "plus", "pour", "pourquoi", "puis",
    "qu", "quand", "que", "quel", "quelle", "quels", "qui", "quoi", "sa", "sans", "se", "ses",
    "si", "son", "sont", "suis", "sur", "ta", "te", "tes", "toi", "ton", "tu", "un", "une", "veux",
    "vos", "votre", "vous", "y",
];

const SPANISH_FUNCTION_WORDS: &[&str] = &[
    "a", "al", "como", "con", "cual", "cuando", "de", "del", "desde", "donde", "el", "ella", "en",
    "entre", "es", "esta", "estan", "este", "esto", "estoy", "ha", "hacer", "hasta", "hay", "he",
    "hola", "la", "las", "le", "lo", "los", "mas", "me", "mi", "mis", "muy", "no", "nos",
    "nuestro", "o", "para", "pero", "por", "porque", "puede", "puedo", "que", "quien", "quiero",
    "se", "ser", "si", "sin", "sobre", "son", "soy", "su", "sus", "tengo", "tiene", "tu", "tus",
    "un", "una", "usted", "y", "ya", "yo",
];

const PORTUGUESE_FUNCTION_WORDS: &[&str] = &[
    "a", "ao", "aos", "as", "com", "como", "da", "das", "de", "do", "dos", "e", "ela", "ele", "em",
    "entre", "era", "essa", "esse", "esta", "este", "estou", "eu", "foi", "ha", "isso", "ja", "la",
    "lhe", "mais", "mas", "me", "meu", "meus", "minha", "minhas", "muito", "na", "nao", "nas",
    "no", "nos", "nossa", "nosso", "o", "ola", "onde", "os", "ou", "para", "pela", "pelo", "por",
    "porque", "posso", "pode", "qual", "quando", "que", "quem", "quero", "se", "sem", "ser", "seu",
    "sua", "tem", "tenho", "um", "uma", "voce",
];

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
    fn the_language_of_a_query_is_told_by_fewer_words_and_by_what_it_finds() {
        for (text, found, language) in [
            ("wo ist mein paket", None, Some(German)),
            ("wo ist mein paket", Some(English), Some(German)),
            ("paket umleiten", Some(German), Some(German)),
            ("car insurance", Some(English), Some(English)),
            ("return the parcel", None, Some(English)),
            ("был поврежден", None, Some(Russian)),
            ("paket", None, None),
        ] {
            assert_eq!(Language::of_query(text, found), language, "{text}");
        }
    }

    #[test]
    fn a_language_is_told_by_its_words_of_grammar() {
        for (text, language) in [
            ("How do I change the password of my account?", English),
            (
                "Wie kann ich das Passwort meines Kontos \u{e4}ndern?",
                German,
            ),
            (
                "Comment puis-je changer le mot de passe de mon compte ?",
                French,
            ),
            (
                "\u{bf}C\u{f3}mo puedo cambiar la contrase\u{f1}a de mi cuenta?",
                Spanish,
            ),
            (
                "Como posso mudar a senha da minha conta? N\u{e3}o sei.",
                Portuguese,
            ),
            ("如何更改我的密码?", Chinese),
            ("パスワードを変更する方法", Japanese),
            ("Как изменить пароль?", Russian),
        ] {
            assert_eq!(Language::detect(text), Some(language), "{text}");
        }
    }

    #[test]
    fn a_few_words_have_no_language() {
        for text in ["", "password", "PIN 1234", "reset my password"] {
            assert_eq!(Language::detect(text), None, "{text}");
        }
    }

    #[test]
    fn every_language_is_found_by_its_own_code() {
        for language in Language::ALL {
            assert_eq!(Language::from_code(language.code()), Some(language));
        }
    }
}
