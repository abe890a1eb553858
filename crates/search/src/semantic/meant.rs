//! What is embedded of a query: what was meant, rather than what was typed.

use crate::analysis;
use crate::error::Result;
use crate::spelling::Dictionary;
use crate::suggest;
use crate::understanding::{View, Word};

/// Shorter beginnings of a word are left as they are: nearly everything could be meant.
const MIN_PREFIX_LETTERS: usize = 2;

/// The text with its misspelt words corrected and its last word, if it is still being typed,
/// completed by the most frequent word that begins so.
pub(crate) fn meant(view: &View<'_>, text: &str, words: &[Word]) -> Result<String> {
    let corrected = suggest::did_you_mean(text, words).unwrap_or_else(|| text.to_owned());
    let Some(last) = words.last() else {
        return Ok(corrected);
    };
    let unfinished = last.source.end == text.len()
        && last.correction.is_none()
        && last.text.chars().count() >= MIN_PREFIX_LETTERS
        && analysis::is_spellable(&last.text);
    let dictionary = Dictionary::new(&view.visible, view.spelling);
    if !unfinished || dictionary.contains(&last.text)? {
        return Ok(corrected);
    }
    let typed = text.len() - last.source.start;
    Ok(match dictionary.completions(&last.text, 1)?.first() {
        Some(completion) => format!("{}{completion}", &corrected[..corrected.len() - typed]),
        None => corrected,
    })
}
