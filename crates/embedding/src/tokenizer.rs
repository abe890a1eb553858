//! From text to the model's tokens: BERT's uncased WordPiece, as the model was trained with.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use crate::error::{Error, Result};

/// Longer words are unknown to the model.
const MAX_WORD_CHARS: usize = 100;
/// How many tokens the vocabulary has.
pub(crate) const VOCABULARY: usize = 30_522;

/// What is removed before anything else: control and unassigned characters that are not spaces.
const INVISIBLE: &str = r"[[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u{FFFD}]--[\t\n\r]]+";
/// Accents, once they stand apart from their letters.
const ACCENTS: &str = r"\p{Mn}+";
/// A character that is a word of its own (punctuation, Chinese characters), or a run of others.
const WORDS: &str = r"(?x)
    [ \p{P} $ + < = > ^ ` | ~ \p{Ideographs} ]
    | [^ \s \p{P} $ + < = > ^ ` | ~ \p{Ideographs} ]+
";
/// The blocks that BERT takes for Chinese characters: the unified ideographs.
const IDEOGRAPHS: &str = r"\u{3400}-\u{4DBF}\u{4E00}-\u{9FFF}\u{F900}-\u{FAFF}\u{20000}-\u{2A6DF}\u{2A700}-\u{2CEAF}\u{2F800}-\u{2FA1F}";

/// Splits text into the tokens of one vocabulary.
pub(crate) struct Tokenizer {
    /// Pieces that begin a word.
    beginnings: HashMap<Box<str>, u32>,
    /// Pieces that continue one, without their `##`.
    continuations: HashMap<Box<str>, u32>,
    /// The longest piece, in bytes.
    longest: usize,
    unknown: u32,
    start: u32,
    end: u32,
    invisible: Regex,
    accents: Regex,
    words: Regex,
}

impl Tokenizer {
    /// Reads `vocab.txt`: one token a line, its number the line's.
    pub(crate) fn load(path: &Path) -> Result<Self> {
        let vocabulary = fs::read_to_string(path).map_err(Error::io(path))?;
        let mut beginnings = HashMap::new();
        let mut continuations = HashMap::new();
        let mut longest = 0;
        for (number, piece) in (0_u32..).zip(vocabulary.lines()) {
            longest = longest.max(piece.len());
            match piece.strip_prefix("##") {
                Some(piece) if !piece.is_empty() => continuations.insert(piece.into(), number),
                _ => beginnings.insert(piece.into(), number),
            };
        }
        let lines = beginnings.len() + continuations.len();
        if lines != VOCABULARY {
            return Err(Error::invalid(
                path,
                format!("it has {lines} different tokens, not {VOCABULARY}"),
            ));
        }
        let special = |name: &str| {
            beginnings
                .get(name)
                .copied()
                .ok_or_else(|| Error::invalid(path, format!("it has no token {name}")))
        };
        let pattern = |pattern: &str| {
            Regex::new(pattern).map_err(|error| Error::invalid(path, error.to_string()))
        };
        Ok(Self {
            unknown: special("[UNK]")?,
            start: special("[CLS]")?,
            end: special("[SEP]")?,
            invisible: pattern(INVISIBLE)?,
            accents: pattern(ACCENTS)?,
            words: pattern(&WORDS.replace(r"\p{Ideographs}", IDEOGRAPHS))?,
            beginnings,
            continuations,
            longest,
        })
    }

    /// The first `limit` tokens of a text, the marks of its start and end included.
    pub(crate) fn tokens(&self, text: &str, limit: usize) -> Vec<u32> {
        let text = self.simplified(text);
        let room = limit.saturating_sub(2);
        let mut tokens = vec![self.start];
        for word in self.words.find_iter(&text) {
            if tokens.len() > room {
                break;
            }
            self.append_word(word.as_str(), &mut tokens);
        }
        tokens.truncate(room + 1);
        tokens.push(self.end);
        tokens
    }

    /// Lower case, without accents and without what cannot be seen.
    fn simplified(&self, text: &str) -> String {
        let visible = self.invisible.replace_all(text, "");
        let decomposed: String = visible.nfd().collect();
        let plain = self.accents.replace_all(&decomposed, "");
        // Letter by letter: a whole word's Greek sigma would depend on its place.
        plain.chars().flat_map(char::to_lowercase).collect()
    }

    /// The longest pieces that make up the word, from its beginning; or the unknown token.
    fn append_word(&self, word: &str, tokens: &mut Vec<u32>) {
        let before = tokens.len();
        if word.chars().count() > MAX_WORD_CHARS {
            tokens.push(self.unknown);
            return;
        }
        let mut rest = word;
        while !rest.is_empty() {
            let pieces = if rest.len() == word.len() {
                &self.beginnings
            } else {
                &self.continuations
            };
            let Some((end, token)) = self.longest_piece(rest, pieces) else {
                tokens.truncate(before);
                tokens.push(self.unknown);
                return;
            };
            tokens.push(token);
            rest = &rest[end..];
        }
    }

    fn longest_piece(&self, text: &str, pieces: &HashMap<Box<str>, u32>) -> Option<(usize, u32)> {
        let most = text.len().min(self.longest);
        (1..=most)
            .rev()
            .filter(|end| text.is_char_boundary(*end))
            .find_map(|end| pieces.get(&text[..end]).map(|token| (end, *token)))
    }
}
