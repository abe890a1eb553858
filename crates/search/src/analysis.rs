//! From text to terms: words, stems and character trigrams.
//!
//! The analyzer of a language is chosen in [`stemmed_words`] alone.

use std::borrow::Cow;
use std::collections::HashSet;

use tantivy::tokenizer::{
    AsciiFoldingFilter, LowerCaser, RawTokenizer, RemoveLongFilter, Stemmer, TextAnalyzer, Token,
    TokenStream, Tokenizer, TokenizerManager,
};

pub(crate) use crate::language::Language;

/// Analyzer of lower-case words without diacritics, unstemmed.
pub(crate) const WORDS: &str = "words";
/// Analyzer of stems in the language that [`marked`] says.
pub(crate) const STEMMED: &str = "stemmed";
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
    manager.register(STEMMED, TextAnalyzer::from(MarkedTokenizer));
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

/// Begins and ends the mark of a language: a character of private use, that no text has.
const MARK: char = '\u{e000}';

/// The text as it is indexed and stored: one that is not in the default language tells its own.
pub(crate) fn marked(language: Language, text: &str) -> Cow<'_, str> {
    // A text that begins like a mark gets one, so that it is not taken for it.
    if language == Language::DEFAULT && !text.starts_with(MARK) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("{MARK}{}{MARK}{text}", language.code()))
}

/// The language and the text of what [`marked`] made.
pub(crate) fn unmarked(text: &str) -> (Language, &str) {
    let marked = text
        .strip_prefix(MARK)
        .and_then(|rest| rest.split_once(MARK));
    match marked {
        Some((code, text)) => (Language::from_code(code).unwrap_or_default(), text),
        None => (Language::DEFAULT, text),
    }
}

/// The words of a text as [`words`] makes them, in its order.
pub(crate) fn words_of(text: &str) -> Vec<String> {
    texts_of(words(), text)
}

/// The words of texts, each once with a blank behind it, but for those among `known`.
pub(crate) fn words_except<'a>(
    known: &'a [String],
    texts: impl Iterator<Item = &'a str>,
) -> String {
    let mut known: HashSet<Cow<'a, str>> = known.iter().map(Cow::from).collect();
    let mut analyzer = words();
    let mut rest = String::new();
    for text in texts {
        analyzer.token_stream(text).process(&mut |token| {
            if !known.contains(token.text.as_str()) {
                known.insert(Cow::Owned(token.text.clone()));
                rest.push_str(&token.text);
                rest.push(' ');
            }
        });
    }
    rest
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

/// Each word of a text as the first of its stems, in any of these languages, that is looked
/// for: a text is searched for found words whatever its language.
pub(crate) fn stems_among(languages: &[Language], wanted: HashSet<String>) -> TextAnalyzer {
    TextAnalyzer::from(WantedTokenizer {
        languages: languages.to_vec(),
        wanted,
    })
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

/// The stems of one word that [`words`] produced, in each of these languages, each once.
pub(crate) fn stems_of_word(languages: &[Language], word: &str) -> Vec<String> {
    let mut stems = Vec::with_capacity(languages.len());
    for language in languages {
        let stem = stem(*language, word);
        if !stems.contains(&stem) {
            stems.push(stem);
        }
    }
    stems
}

/// Whether a word is long enough to be the beginning of others: nearly all begin with some
/// letter, but few pairs with some character.
pub(crate) fn is_prefix(word: &str) -> bool {
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (Some(first), None) => is_unspaced(first),
        (_, second) => second.is_some(),
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
        let (end, next) = match pair_end(self.text, start) {
            Some(pair) => pair,
            None => {
                let end = word_end(self.text, start);
                (end, end)
            }
        };
        self.next_byte = next;
        self.token.offset_from = start;
        self.token.offset_to = end;
        self.token.position = self.token.position.wrapping_add(1);
        self.token.text.clear();
        let word = without_affixes(&self.text[start..end]);
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

/// Whether the character is of a script that writes no blanks between words.
fn is_unspaced(letter: char) -> bool {
    matches!(letter,
        '\u{3005}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

/// Where the pair of characters that begins at `start` ends and where the next one begins, in
/// Chinese and Japanese; none elsewhere. Every two neighbours are a pair, so that words are
/// found wherever they begin; a character alone is one when it has no neighbour.
fn pair_end(text: &str, start: usize) -> Option<(usize, usize)> {
    let mut letters = text[start..].chars();
    let first = letters.next().filter(|letter| is_unspaced(*letter))?;
    let second_at = start + first.len_utf8();
    let Some(second) = letters.next().filter(|letter| is_unspaced(*letter)) else {
        return Some((second_at, second_at));
    };
    let end = second_at + second.len_utf8();
    let is_last = !letters.next().is_some_and(is_unspaced);
    Some((end, if is_last { end } else { second_at }))
}

/// Where the word that begins at `start` ends: an apostrophe between letters belongs to it.
fn word_end(text: &str, start: usize) -> usize {
    let mut letters = text[start..].char_indices().peekable();
    while let Some((offset, letter)) = letters.next() {
        let inside = letter.is_alphanumeric() && !is_unspaced(letter)
            || (is_apostrophe(letter)
                && letters.peek().is_some_and(|(_, next)| next.is_alphabetic()));
        if !inside {
            return start + offset;
        }
    }
    text.len()
}

/// The word without the possessive of English (`today's`) and the elided article or pronoun of
/// French (`l'adresse`, `qu'il`).
fn without_affixes(word: &str) -> &str {
    let word = word
        .strip_suffix(['s', 'S'])
        .and_then(|owner| owner.strip_suffix(is_apostrophe))
        .unwrap_or(word);
    match word.split_once(is_apostrophe) {
        Some((elided, rest))
            if ELIDED.contains(&elided.to_lowercase().as_str()) && !rest.is_empty() =>
        {
            rest
        }
        _ => word,
    }
}

const ELIDED: &[&str] = &["l", "d", "j", "n", "s", "c", "m", "t", "qu"];

/// The stems of a text in the language that its mark says.
#[derive(Clone)]
struct MarkedTokenizer;

impl Tokenizer for MarkedTokenizer {
    type TokenStream<'a> = TokenList;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TokenList {
        let (language, text) = unmarked(text);
        let mut tokens = Vec::new();
        stemmed_words(language)
            .token_stream(text)
            .process(&mut |token| tokens.push(token.clone()));
        TokenList::new(tokens)
    }
}

/// See [`stems_among`].
#[derive(Clone)]
struct WantedTokenizer {
    languages: Vec<Language>,
    wanted: HashSet<String>,
}

impl Tokenizer for WantedTokenizer {
    type TokenStream<'a> = TokenList;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TokenList {
        let mut tokens: Vec<Token> = Vec::new();
        for language in &self.languages {
            let mut position = 0;
            stemmed_words(*language)
                .token_stream(text)
                .process(&mut |token| {
                    match tokens.get_mut(position) {
                        None => tokens.push(token.clone()),
                        Some(known) if self.wanted.contains(&known.text) => {}
                        Some(known) => known.text.clone_from(&token.text),
                    }
                    position += 1;
                });
        }
        TokenList::new(tokens)
    }
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
    fn an_elided_article_is_no_part_of_the_word() {
        assert_eq!(
            texts_of(words(), "l'adresse qu’il d'abord aujourd'hui"),
            ["adresse", "il", "abord", "aujourdhui"]
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
    fn chinese_and_japanese_are_read_in_pairs() {
        assert_eq!(
            texts_of(words(), "更改密码 PIN码"),
            ["更改", "改密", "密码", "pin", "码"]
        );
        assert_eq!(texts_of(words(), "返金して"), ["返金", "金し", "して"]);
    }

    #[test]
    fn a_marked_text_is_stemmed_in_its_language() {
        let text = marked(Language::German, "Die Rechnungen");
        assert_eq!(unmarked(&text), (Language::German, "Die Rechnungen"));
        assert_eq!(
            texts_of(TextAnalyzer::from(MarkedTokenizer), &text),
            ["die", "rechnung"]
        );
        assert_eq!(marked(Language::English, "invoices"), "invoices");
        let odd = "\u{e000}xx\u{e000}";
        assert_eq!(
            unmarked(&marked(Language::English, odd)),
            (Language::English, odd)
        );
    }

    #[test]
    fn found_words_are_seen_in_any_language() {
        let wanted = HashSet::from(["rechnung".to_owned()]);
        let analyzer = stems_among(&[Language::English, Language::German], wanted);
        assert_eq!(texts_of(analyzer, "invoices Rechnungen")[1], "rechnung");
    }

    #[test]
    fn words_that_are_known_already_are_left_out() {
        let known = ["the".to_owned(), "refund".to_owned()];
        let texts = ["The refunds", "the Lamp, the refund"];
        assert_eq!(words_except(&known, texts.into_iter()), "refunds lamp ");
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
