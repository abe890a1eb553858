//! From text to terms: words, stems and character trigrams.
//!
//! The analyzer of a language is chosen in [`stemmed_words`] alone.

use tantivy::tokenizer::{
    AsciiFoldingFilter, LowerCaser, RawTokenizer, RemoveLongFilter, Stemmer, TextAnalyzer, Token,
    TokenStream, Tokenizer, TokenizerManager,
};

pub(crate) use crate::language::Language;

/// Analyzer of lower-case words without diacritics, unstemmed.
pub(crate) const WORDS: &str = "words";
/// Analyzer of stems in the default language.
pub(crate) const STEMMED: &str = "stemmed_en";
/// Like [`WORDS`], without words that hold a digit: those are numbers and codes, not spelling.
pub(crate) const SPELLING: &str = "spelling";
/// Analyzer of word-bounded character trigrams: `card` is `^ca car ard rd$`.
pub(crate) const TRIGRAMS: &str = "trigrams";

/// Analyzer of values that are compared as a whole, without regard to case.
pub(crate) const EXACT: &str = "exact";

/// Longer words are not indexed: they are encoded data, not language.
const MAX_WORD_BYTES: usize = 64;

/// Every analyzer the schema names.
pub(crate) fn tokenizers() -> TokenizerManager {
    // The default ones hold `raw`, which exact fields use.
    let manager = TokenizerManager::default();
    manager.register(WORDS, words());
    manager.register(SPELLING, spelling());
    manager.register(EXACT, exact());
    manager.register(TRIGRAMS, TextAnalyzer::from(TrigramTokenizer));
    manager.register(STEMMED, stemmed_words(Language::DEFAULT));
    manager
}

/// The analyzer behind [`WORDS`].
pub(crate) fn words() -> TextAnalyzer {
    TextAnalyzer::builder(WordTokenizer)
        .filter(RemoveLongFilter::limit(MAX_WORD_BYTES))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build()
}

/// The words of a language, stemmed where its words inflect.
pub(crate) fn stemmed_words(language: Language) -> TextAnalyzer {
    let words = TextAnalyzer::builder(WordTokenizer)
        .filter(RemoveLongFilter::limit(MAX_WORD_BYTES))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter);
    match language.stemmer() {
        Some(stemmer) => words.filter(Stemmer::new(stemmer)).build(),
        None => words.build(),
    }
}

/// The words of a text as [`words`] makes them, in its order.
pub(crate) fn words_of(text: &str) -> Vec<String> {
    texts_of(words(), text)
}

/// The stems of a text, in its order.
pub(crate) fn stems(language: Language, text: &str) -> Vec<String> {
    texts_of(stemmed_words(language), text)
}

fn texts_of(mut analyzer: TextAnalyzer, text: &str) -> Vec<String> {
    let mut texts = Vec::new();
    analyzer
        .token_stream(text)
        .process(&mut |token| texts.push(token.text.clone()));
    texts
}

/// The analyzer behind [`EXACT`].
pub(crate) fn exact() -> TextAnalyzer {
    TextAnalyzer::builder(RawTokenizer::default())
        .filter(LowerCaser)
        .build()
}

fn spelling() -> TextAnalyzer {
    TextAnalyzer::from(SpellingTokenizer)
}

/// The stem of one word that [`words`] produced.
pub(crate) fn stem(language: Language, word: &str) -> String {
    let mut analyzer = stemmed_words(language);
    let mut stream = analyzer.token_stream(word);
    match stream.next() {
        Some(token) => token.text.clone(),
        None => word.to_owned(),
    }
}

/// Whether the word can be checked against the spelling dictionary.
pub(crate) fn is_spellable(word: &str) -> bool {
    !word.chars().any(char::is_numeric)
}

/// The word-bounded trigrams of one word that [`words`] produced.
pub(crate) fn trigrams(word: &str) -> impl Iterator<Item = String> {
    let padded: Vec<char> = std::iter::once('^')
        .chain(word.chars())
        .chain(std::iter::once('$'))
        .collect();
    (0..padded.len().saturating_sub(2)).map(move |start| padded[start..start + 3].iter().collect())
}

/// Splits at everything that is not a letter or digit, but keeps contractions whole (`can't` is
/// `cant`) and drops the possessive (`today's` is `today`).
#[derive(Clone)]
struct WordTokenizer;

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream {
            text,
            next_byte: 0,
            token: Token::default(),
        }
    }
}

struct WordStream<'a> {
    text: &'a str,
    next_byte: usize,
    token: Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let rest = &self.text[self.next_byte..];
        let Some(start) = rest.find(char::is_alphanumeric) else {
            return false;
        };
        let start = self.next_byte + start;
        let end = word_end(self.text, start);
        self.next_byte = end;
        self.token.offset_from = start;
        self.token.offset_to = end;
        self.token.position = self.token.position.wrapping_add(1);
        self.token.text.clear();
        let word = without_possessive(&self.text[start..end]);
        self.token
            .text
            .extend(word.chars().filter(|letter| !is_apostrophe(*letter)));
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}')
}

/// Where the word that begins at `start` ends: an apostrophe between letters belongs to it.
fn word_end(text: &str, start: usize) -> usize {
    let mut letters = text[start..].char_indices().peekable();
    while let Some((offset, letter)) = letters.next() {
        let inside = letter.is_alphanumeric()
            || (is_apostrophe(letter)
                && letters.peek().is_some_and(|(_, next)| next.is_alphabetic()));
        if !inside {
            return start + offset;
        }
    }
    text.len()
}

fn without_possessive(word: &str) -> &str {
    word.strip_suffix(['s', 'S'])
        .and_then(|owner| owner.strip_suffix(is_apostrophe))
        .unwrap_or(word)
}

/// The tokens of [`words`] that [`is_spellable`] accepts.
#[derive(Clone)]
struct SpellingTokenizer;

impl Tokenizer for SpellingTokenizer {
    type TokenStream<'a> = TokenList;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TokenList {
        let mut tokens = Vec::new();
        words().token_stream(text).process(&mut |token| {
            if is_spellable(&token.text) {
                tokens.push(token.clone());
            }
        });
        TokenList::new(tokens)
    }
}

/// The trigrams of every token of [`words`]. Position and offsets are those of the word.
#[derive(Clone)]
struct TrigramTokenizer;

impl Tokenizer for TrigramTokenizer {
    type TokenStream<'a> = TokenList;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TokenList {
        let mut tokens = Vec::new();
        words().token_stream(text).process(&mut |token| {
            tokens.extend(trigrams(&token.text).map(|text| Token {
                text,
                ..token.clone()
            }));
        });
        TokenList::new(tokens)
    }
}

/// A token stream over tokens that are already made.
struct TokenList {
    rest: std::vec::IntoIter<Token>,
    token: Token,
}

impl TokenList {
    fn new(tokens: Vec<Token>) -> Self {
        Self {
            rest: tokens.into_iter(),
            token: Token::default(),
        }
    }
}

impl TokenStream for TokenList {
    fn advance(&mut self) -> bool {
        match self.rest.next() {
            Some(token) => {
                self.token = token;
                true
            }
            None => false,
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_lower_case_without_diacritics() {
        assert_eq!(
            texts_of(words(), "Crème-brûlée, ÉTÉ 2024!"),
            ["creme", "brulee", "ete", "2024"]
        );
    }

    #[test]
    fn a_contraction_is_one_word_and_a_possessive_is_dropped() {
        assert_eq!(
            texts_of(words(), "can't today's I’m 'quoted' users'"),
            ["cant", "today", "im", "quoted", "users"]
        );
    }

    #[test]
    fn a_token_covers_its_source_text() {
        let text = "«today’s» mail";
        let mut analyzer = words();
        let mut stream = analyzer.token_stream(text);
        let token = stream.next().expect("two words");
        assert_eq!(&text[token.offset_from..token.offset_to], "today’s");
    }

    #[test]
    fn inflections_share_a_stem() {
        assert_eq!(stem(Language::English, "refunding"), "refund");
        assert_eq!(stem(Language::English, "refunds"), "refund");
    }

    #[test]
    fn trigrams_are_bounded_by_the_word() {
        assert_eq!(
            trigrams("card").collect::<Vec<_>>(),
            ["^ca", "car", "ard", "rd$"]
        );
        assert_eq!(trigrams("a").collect::<Vec<_>>(), ["^a$"]);
    }

    #[test]
    fn words_with_digits_are_not_spelling() {
        assert_eq!(
            texts_of(spelling(), "error e404 in v2 today"),
            ["error", "in", "today"]
        );
    }
}
