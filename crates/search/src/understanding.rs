//! What the typed text means: its words, for each the stems to look for, and whether the last
//! word is still being typed.

use std::ops::Range;

use tantivy::Term;
use tantivy::query::Query;
use tantivy::schema::Field;

use crate::analysis::{self, Language};
use crate::error::Result;
use crate::spelling::{Correction, Dictionary};
use crate::synonyms::{Meaning, Synonyms};
use crate::visible::Visible;

/// More words than this are ignored, which bounds the cost of a query.
const MAX_WORDS: usize = 64;
/// How many corrections of a misspelt word are searched.
const MAX_CORRECTIONS: usize = 8;
/// How many completions of the last word are searched.
const MAX_COMPLETIONS: usize = 6;
/// How many words are looked through for the written form of a stem.
const MAX_FORMS: usize = 16;
/// What a completion of an unfinished word is worth, compared to a word typed in full.
const COMPLETION_WEIGHT: f32 = 1.0;
/// The same where the unfinished word is a word already: "car" may be meant, or "card".
const COMPLETION_OF_KNOWN_WEIGHT: f32 = 0.8;
/// What a word one edit away is worth.
const ONE_EDIT_WEIGHT: f32 = 0.8;
/// What a word two edits away is worth.
const TWO_EDITS_WEIGHT: f32 = 0.5;

/// What is added to a word as it is to inflect it.
const PLAIN_ENDINGS: &[&str] = &["s", "es", "ed", "ing", "n", "en"];

/// One word of the text.
#[derive(Debug)]
pub(crate) struct Word {
    /// As typed, in lower case and without diacritics.
    pub(crate) text: String,
    /// Where it stands in the text, in bytes.
    pub(crate) source: Range<usize>,
    /// Whether it carries grammar rather than content.
    pub(crate) is_function_word: bool,
    /// The stems that stand for it, each once; empty for a word that nothing stands for.
    pub(crate) alternatives: Vec<Alternative>,
    /// The best correction, if the word is misspelt.
    pub(crate) correction: Option<String>,
    /// What the expression that begins with this word means besides itself.
    pub(crate) synonyms: Option<Meaning>,
}

/// A stem that may stand for a word.
#[derive(Debug)]
pub(crate) struct Alternative {
    pub(crate) stem: String,
    /// 1 for the word itself, less for what it may have meant.
    pub(crate) weight: f32,
}

/// What the reader can see, and through which fields.
pub(crate) struct View<'a> {
    pub(crate) visible: Visible<'a>,
    /// Every document that the reader may see matches all of these.
    pub(crate) access: &'a [Box<dyn Query>],
    /// The stemmed fields that the reader may match on.
    pub(crate) stemmed: &'a [Field],
    /// The dictionaries of the words of those fields.
    pub(crate) spelling: &'a [Field],
    /// Those of the dictionaries that hold words as they are written; the others hold stems.
    pub(crate) unstemmed: Vec<Field>,
}

impl View<'_> {
    /// Whether some of the dictionaries' words are stems.
    fn has_stems(&self) -> bool {
        self.unstemmed.len() < self.spelling.len()
    }
}

/// The words of a text as they were typed, none of them understood yet.
pub(crate) fn split(text: &str, languages: &[Language]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut analyzer = analysis::words();
    let mut stream = analyzer.token_stream(text);
    while words.len() < MAX_WORDS
        && let Some(token) = stream.next()
    {
        words.push(Word {
            text: token.text.clone(),
            source: token.offset_from..token.offset_to,
            is_function_word: is_function_word(languages, &token.text),
            alternatives: Vec::new(),
            correction: None,
            synonyms: None,
        });
    }
    words
}

fn is_function_word(languages: &[Language], word: &str) -> bool {
    languages
        .iter()
        .any(|language| language.is_function_word(word))
}

/// Finds for every word of the text the stems that stand for it in the reader's documents,
/// which are in these languages.
pub(crate) fn understand(
    view: &View<'_>,
    languages: &[Language],
    synonyms: &Synonyms,
    text: &str,
) -> Result<Vec<Word>> {
    let dictionary = Dictionary::new(&view.visible, view.spelling);
    let mut words = split(text, languages);
    let unfinished = words
        .last()
        .filter(|word| word.source.end == text.len())
        .map(|_| words.len() - 1);
    let meanings = meanings(synonyms, languages, &words);
    for (position, word) in words.iter_mut().enumerate() {
        let state = State {
            unfinished: unfinished == Some(position),
            explained: meanings.iter().any(|one| one.words.contains(&position)),
        };
        understand_word(view, languages, &dictionary, word, state)?;
    }
    for meaning in meanings {
        let first = meaning.words.start;
        words[first].synonyms = Some(meaning);
    }
    Ok(words)
}

/// The words of a text as they are, to be shown where they were found.
pub(crate) fn exactly(text: &str, languages: &[Language]) -> Vec<Word> {
    let mut words = split(text, languages);
    for word in &mut words {
        for stem in analysis::stems_of_word(languages, &word.text) {
            word.add(stem, 1.0);
        }
    }
    words
}

/// What the expressions in the text mean besides themselves, in whatever language.
fn meanings(synonyms: &Synonyms, languages: &[Language], words: &[Word]) -> Vec<Meaning> {
    let mut found: Vec<Meaning> = Vec::new();
    for language in languages {
        let stems: Vec<String> = words
            .iter()
            .map(|word| analysis::stem(*language, &word.text))
            .collect();
        for meaning in synonyms.meanings(*language, &stems) {
            let overlaps = |known: &Meaning| {
                known.words.start < meaning.words.end && meaning.words.start < known.words.end
            };
            if !found.iter().any(overlaps) {
                found.push(meaning);
            }
        }
    }
    found
}

/// What is known of a word besides its letters.
struct State {
    /// Whether it may still be being typed.
    unfinished: bool,
    /// Whether the desk says what it means, so that it is no misspelling.
    explained: bool,
}

fn understand_word(
    view: &View<'_>,
    languages: &[Language],
    dictionary: &Dictionary<'_>,
    word: &mut Word,
    state: State,
) -> Result<()> {
    let mut known = false;
    for stem in analysis::stems_of_word(languages, &word.text) {
        if is_known(view, &stem)? {
            known = true;
            word.add(stem, 1.0);
        }
    }
    let mut completed = false;
    if state.unfinished && analysis::is_prefix(&word.text) {
        let weight = if known {
            COMPLETION_OF_KNOWN_WEIGHT
        } else {
            COMPLETION_WEIGHT
        };
        for completion in dictionary.completions(&word.text, MAX_COMPLETIONS)? {
            completed = true;
            word.add_all(stems_of(view, languages, &completion), weight);
        }
    }
    if !known && !completed && !state.explained {
        let corrections = dictionary.corrections(&word.text, MAX_CORRECTIONS)?;
        for correction in &corrections {
            let stems = stems_of(view, languages, &correction.word);
            word.add_all(stems, weight_of(correction));
        }
        if let Some(best) = corrections.into_iter().next() {
            let meant = written(view, languages, best.word)?;
            word.is_function_word = is_function_word(languages, &meant);
            word.correction = Some(meant);
        }
    }
    Ok(())
}

/// A word of the dictionary as somebody wrote it. A stem may be a word itself, as `refund` is;
/// as `servic` beside `service` or `communic` without a plain inflection it isn't.
fn written(view: &View<'_>, languages: &[Language], word: String) -> Result<String> {
    let dictionary = Dictionary::new(&view.visible, &view.unstemmed);
    if !view.has_stems() || dictionary.contains(&word)? {
        return Ok(word);
    }
    let beginning = word.strip_suffix('i').unwrap_or(&word);
    let mut forms = dictionary.completions(beginning, MAX_FORMS)?;
    forms.retain(|form| analysis::stems_of_word(languages, form).contains(&word));
    let is_plain = |form: &String| {
        let ending = form.strip_prefix(&word);
        beginning == word && ending.is_some_and(|ending| PLAIN_ENDINGS.contains(&ending))
    };
    let silent = forms
        .iter()
        .position(|form| form.strip_suffix('e') == Some(&word));
    if silent.is_none() && (forms.is_empty() || forms.iter().any(is_plain)) {
        return Ok(word);
    }
    Ok(forms.swap_remove(silent.unwrap_or(0)))
}

/// The stems of a word of the dictionary, which may be one already.
fn stems_of(view: &View<'_>, languages: &[Language], word: &str) -> Vec<String> {
    let mut stems = analysis::stems_of_word(languages, word);
    if view.has_stems() && !stems.iter().any(|stem| stem == word) {
        stems.push(word.to_owned());
    }
    stems
}

fn weight_of(correction: &Correction) -> f32 {
    match correction.distance {
        1 => ONE_EDIT_WEIGHT,
        _ => TWO_EDITS_WEIGHT,
    }
}

fn is_known(view: &View<'_>, stem: &str) -> Result<bool> {
    for field in view.stemmed {
        let term = Term::from_field_text(*field, stem);
        if view.visible.holds(&term)? {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Word {
    /// Whether it stands in the reader's documents as it was typed, or the desk explains it.
    pub(crate) fn is_known(&self) -> bool {
        self.synonyms.is_some() || (self.correction.is_none() && !self.alternatives.is_empty())
    }

    /// The word, its misspelling corrected.
    pub(crate) fn meant(&self) -> &str {
        self.correction.as_ref().unwrap_or(&self.text)
    }

    /// The stems by which it is found and shown, and what each is worth.
    pub(crate) fn stems(&self) -> impl Iterator<Item = (&str, f32)> {
        let itself = self
            .alternatives
            .iter()
            .map(|alternative| (alternative.stem.as_str(), alternative.weight));
        let synonyms = self.synonyms.iter().flat_map(|meaning| &meaning.finds);
        itself.chain(synonyms.flatten().map(|stem| (stem.as_str(), 1.0)))
    }

    fn add_all(&mut self, stems: Vec<String>, weight: f32) {
        for stem in stems {
            self.add(stem, weight);
        }
    }

    fn add(&mut self, stem: String, weight: f32) {
        if !self.alternatives.iter().any(|known| known.stem == stem) {
            self.alternatives.push(Alternative { stem, weight });
        }
    }
}
