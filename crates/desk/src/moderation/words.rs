//! Finds whole words in a text, also when they are disguised.
//!
//! Text and words are folded alike: compatibility forms and case are made one
//! (NFKC, then case), invisible characters go, and each word stands between
//! single spaces. Where a word is disguised (a digit or sign for a letter, a
//! letter of another script, a letter drawn out three times or more), it is
//! compared once more in the form of its skeleton, in which look-alikes are one.
//! Scripts without spaces between words are compared character by character.

use aho_corasick::AhoCorasick;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A part of a text, in bytes.
pub(super) type Span = std::ops::Range<usize>;

/// The words of many lists, ready to be looked for all at once.
pub(super) struct WordFinder {
    plain: AhoCorasick,
    skeleton: AhoCorasick,
    /// The list of each pattern; the same for both.
    lists: Vec<usize>,
}

impl WordFinder {
    /// Takes lists of words. None when there is nothing to look for, or more
    /// than the automaton can hold.
    pub fn new<'w>(lists: impl Iterator<Item = (usize, &'w [String])>) -> Option<Self> {
        let (mut plain, mut skeletons, mut owners) = (Vec::new(), Vec::new(), Vec::new());
        for (list, words) in lists {
            for word in words {
                let folded = View::of(word, Form::Plain);
                if folded.tokens.is_empty() {
                    continue;
                }
                plain.push(folded.text);
                skeletons.push(
                    View::of(
                        word,
                        Form::Skeleton {
                            longest_run: usize::MAX,
                        },
                    )
                    .text,
                );
                owners.push(list);
            }
        }
        if owners.is_empty() {
            return None;
        }
        Some(Self {
            plain: AhoCorasick::new(plain).ok()?,
            skeleton: AhoCorasick::new(skeletons).ok()?,
            lists: owners,
        })
    }

    /// Calls `found` with the list of each word that the text has, and where.
    pub fn find(&self, text: &str, mut found: impl FnMut(usize, Span)) {
        let view = View::of(text, Form::Plain);
        let disguises = view.disguises;
        for hit in self.plain.find_overlapping_iter(&view.text) {
            let tokens = view.tokens_of(hit.start(), hit.end());
            found(self.lists[hit.pattern().as_usize()], span(tokens));
        }
        let runs: &[usize] = match (disguises.any, disguises.runs) {
            (false, _) => &[],
            (true, false) => &[1],
            // A drawn-out letter may stand for one or for two of it.
            (true, true) => &[1, 2],
        };
        for &longest_run in runs {
            let view = View::of(text, Form::Skeleton { longest_run });
            for hit in self.skeleton.find_overlapping_iter(&view.text) {
                let tokens = view.tokens_of(hit.start(), hit.end());
                if tokens.iter().any(|token| token.disguised) {
                    found(self.lists[hit.pattern().as_usize()], span(tokens));
                }
            }
        }
    }
}

fn span(tokens: &[Token]) -> Span {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.from..last.to,
        _ => 0..0,
    }
}

/// The text in small letters and compatibility forms, words between single
/// spaces: the same for texts that look the same. For comparing whole texts.
pub(super) fn canonical(text: &str) -> String {
    View::of(text, Form::Plain).text
}

#[derive(Clone, Copy)]
enum Form {
    Plain,
    /// Look-alikes are one; runs of three and more of a character become
    /// `longest_run` of it.
    Skeleton {
        longest_run: usize,
    },
}

/// What a text has that calls for its skeleton.
#[derive(Clone, Copy, Default)]
struct Disguises {
    any: bool,
    runs: bool,
}

/// A folded text: ` word word `.
struct View {
    text: String,
    tokens: Vec<Token>,
    disguises: Disguises,
}

/// A word of a folded text.
struct Token {
    /// Where it begins in the folded text.
    at: usize,
    /// Its place in the original text.
    from: usize,
    to: usize,
    disguised: bool,
}

impl View {
    fn of(text: &str, form: Form) -> Self {
        let mut folding = Folding {
            form,
            view: Self {
                text: String::with_capacity(text.len() + 2),
                tokens: Vec::new(),
                disguises: Disguises::default(),
            },
            word: String::new(),
            place: 0..0,
        };
        folding.run(text);
        folding.view
    }

    /// The words that a match of ` word word ` covers.
    fn tokens_of(&self, start: usize, end: usize) -> &[Token] {
        let first = self.tokens.partition_point(|token| token.at <= start);
        let end = self.tokens.partition_point(|token| token.at < end);
        self.tokens.get(first..end).unwrap_or_default()
    }
}

struct Folding {
    form: Form,
    view: View,
    /// The word that is being read, folded, and its place.
    word: String,
    place: Span,
}

impl Folding {
    fn run(&mut self, text: &str) {
        let mut rest = text.char_indices().peekable();
        while let Some((from, first)) = rest.next() {
            if is_invisible(first) {
                continue;
            }
            let mut to = from + first.len_utf8();
            while let Some((at, mark)) = rest.peek().copied()
                && !mark.is_ascii()
                && (is_combining_mark(mark) || is_invisible(mark))
            {
                to = at + mark.len_utf8();
                rest.next();
            }
            let next = rest.peek().map(|(_, c)| *c);
            if first.is_ascii() && to == from + 1 {
                self.take(first.to_ascii_lowercase(), from..to, next);
                continue;
            }
            let latin = first.is_ascii();
            let cluster = text[from..to].chars().filter(|c| !is_invisible(*c));
            for c in cluster.nfkc().flat_map(casefold) {
                // Strokes that are heaped upon letters to disguise them.
                if !(latin && is_combining_mark(c)) {
                    self.take(c, from..to, next);
                }
            }
        }
        self.end_word();
        self.view.text.push(' ');
    }

    fn take(&mut self, c: char, place: Span, next: Option<char>) {
        if stands_alone(c) {
            self.end_word();
            self.push(c, place);
            self.end_word();
        } else if c.is_alphanumeric() || is_combining_mark(c) {
            self.push(c, place);
        } else if is_sign_for_letter(c) && self.is_within_word(c, next) {
            self.view.disguises.any = true;
            match self.form {
                Form::Plain => self.end_word(),
                Form::Skeleton { .. } => self.push(c, place),
            }
        } else {
            self.end_word();
        }
    }

    /// Whether a sign stands for a letter here, and doesn't end a sentence.
    fn is_within_word(&self, c: char, next: Option<char>) -> bool {
        let goes_on = next.is_some_and(|next| next.is_alphanumeric() || is_sign_for_letter(next));
        goes_on || (c == '$' && !self.word.is_empty())
    }

    fn push(&mut self, c: char, place: Span) {
        if self.word.is_empty() {
            self.place.start = place.start;
        }
        self.place.end = place.end;
        self.word.push(c);
    }

    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        self.view.text.push(' ');
        let at = self.view.text.len();
        let disguised = match self.form {
            Form::Plain => {
                let disguises = disguises_of(&self.word);
                self.view.disguises.any |= disguises.any;
                self.view.disguises.runs |= disguises.runs;
                self.view.text.push_str(&self.word);
                false
            }
            Form::Skeleton { longest_run } => {
                // A drawn-out sign shows only here.
                let disguises = disguises_of(&self.word);
                push_skeleton(&mut self.view.text, &self.word, longest_run);
                disguises.any
            }
        };
        self.view.tokens.push(Token {
            at,
            from: self.place.start,
            to: self.place.end,
            disguised,
        });
        self.word.clear();
    }
}

fn disguises_of(word: &str) -> Disguises {
    let plain_letters = word.bytes().all(|byte| byte.is_ascii_lowercase());
    let runs = has_run(word);
    if plain_letters {
        return Disguises { any: runs, runs };
    }
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let latin = word.chars().filter(|c| is_latin(*c)).count();
    let mixed = latin > 0 && word.chars().any(|c| homoglyph(c).is_some());
    let stands_in = letters > 0 && word.chars().any(|c| digit_or_sign(c).is_some());
    Disguises {
        any: runs || mixed || (stands_in && !is_model_number(word)),
        runs,
    }
}

/// `A5`, `b12`, `10k`, `4th`: a number with a letter or two to it.
fn is_model_number(word: &str) -> bool {
    let letters = |text: &str| text.len() <= 2 && text.bytes().all(|b| b.is_ascii_lowercase());
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let end = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let start = word.trim_start_matches(|c: char| c.is_ascii_digit());
    (end.len() < word.len() && letters(end) && digits(&word[end.len()..]))
        || (start.len() < word.len() && letters(start))
}

fn has_run(word: &str) -> bool {
    let mut last = ('\0', 0);
    word.chars().any(|c| {
        let c = digit_or_sign(c).unwrap_or(c);
        last = (c, if c == last.0 { last.1 + 1 } else { 1 });
        last.1 >= 3 && c.is_alphabetic()
    })
}

/// Appends a word with look-alikes made one, and long runs cut.
fn push_skeleton(text: &mut String, word: &str, longest_run: usize) {
    let mixed = word.chars().any(is_latin);
    let has_letters = word.chars().any(char::is_alphabetic);
    let folded = word.chars().map(|c| {
        let c = if mixed { homoglyph(c).unwrap_or(c) } else { c };
        if has_letters {
            digit_or_sign(c).unwrap_or(c)
        } else {
            c
        }
    });
    let mut run: Option<(char, usize)> = None;
    let mut end_run = |run: Option<(char, usize)>| {
        let Some((c, count)) = run else { return };
        let count = if count >= 3 {
            count.min(longest_run)
        } else {
            count
        };
        // I, l and 1 look alike.
        let c = if c == 'i' { 'l' } else { c };
        text.extend(std::iter::repeat_n(c, count));
    };
    for c in folded {
        run = match run {
            Some((last, count)) if last == c => Some((c, count + 1)),
            ended => {
                end_run(ended);
                Some((c, 1))
            }
        };
    }
    end_run(run);
}

fn casefold(c: char) -> impl Iterator<Item = char> {
    // By way of the capital: ß and ẞ become ss, ς becomes σ.
    c.to_uppercase().flat_map(char::to_lowercase)
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || ('\u{00C0}'..='\u{024F}').contains(&c)
}

/// Takes no room, and would hide a word.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}'
            | '\u{034F}'
            | '\u{061C}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{17B4}'
            | '\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// A character of a script that puts no spaces between words.
fn stands_alone(c: char) -> bool {
    !c.is_ascii()
        && matches!(
            c,
            '\u{0E00}'..='\u{0EFF}'     // Thai, Lao
            | '\u{1000}'..='\u{109F}'   // Myanmar
            | '\u{1780}'..='\u{17FF}'   // Khmer
            | '\u{3040}'..='\u{30FF}'   // Hiragana, Katakana
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}'
        )
}

fn is_sign_for_letter(c: char) -> bool {
    matches!(c, '@' | '$' | '!' | '|' | '€')
}

/// The letter that a digit or sign stands for.
fn digit_or_sign(c: char) -> Option<char> {
    Some(match c {
        '0' => 'o',
        '1' | '!' | '|' => 'i',
        '3' | '€' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        '8' => 'b',
        '9' => 'g',
        _ => return None,
    })
}

/// The Latin letter that a Greek or Cyrillic one looks like.
fn homoglyph(c: char) -> Option<char> {
    Some(match c {
        'а' | 'α' => 'a',
        'с' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' => 'e',
        'һ' => 'h',
        'і' | 'ι' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'м' => 'm',
        'п' => 'n',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'ν' => 'v',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &[&str], text: &str) -> Vec<String> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let finder = WordFinder::new([(0, words.as_slice())].into_iter()).unwrap();
        let mut found = Vec::new();
        finder.find(text, |_, span| found.push(text[span].to_owned()));
        found.dedup();
        found
    }

    #[test]
    fn words_are_found_whole_and_in_any_case() {
        assert_eq!(found(&["spam"], "No SPAM, please. spam!"), ["SPAM", "spam"]);
        assert!(found(&["spam"], "a spammer's antispam").is_empty());
        assert_eq!(found(&["buy now"], "Buy   NOW."), ["Buy   NOW"]);
        assert_eq!(found(&["größe"], "Welche GRÖSSE?"), ["GRÖSSE"]);
        assert_eq!(found(&["schwul"], "heute ist es schwül"), [""; 0]);
    }

    #[test]
    fn compatibility_forms_and_invisible_characters_do_not_hide_a_word() {
        for text in [
            "ｓｐａｍ",
            "𝐬𝐩𝐚𝐦",
            "sp\u{200B}am",
            "s\u{00AD}pam",
            "s\u{0336}p\u{0336}a\u{0336}m\u{0336}",
        ] {
            assert_eq!(found(&["spam"], text), [text], "{text}");
        }
        assert_eq!(found(&["café"], "cafe\u{0301}"), ["cafe\u{0301}"]);
    }

    #[test]
    fn disguises_are_seen_through() {
        for (word, text) in [
            ("idiot", "1d10t"),
            ("idiot", "id!ot"),
            ("scam", "sc@m"),
            ("scam", "5cam"),
            ("spam", "spaaaaam"),
            ("good", "gooooood"),
            ("ass", "a$$"),
            ("scam", "sсam"),
            ("kill", "k1ll"),
        ] {
            assert_eq!(found(&[word], text), [text], "{word} in {text}");
        }
        assert_eq!(found(&["buy now"], "buy n0w!"), ["buy n0w"]);
    }

    #[test]
    fn what_is_not_disguised_is_left_alone() {
        for (word, text) in [
            ("all", "ail"),
            ("god", "good"),
            ("ass", "Size A5, Galaxy A55, 455"),
            ("hi", "high"),
            ("soos", "5005"),
            ("kissi", "kiss!"),
            ("mb", "M8 screws"),
        ] {
            assert!(found(&[word], text).is_empty(), "{word} in {text}");
        }
        assert_eq!(found(&["hi"], "Hi!"), ["Hi"]);
    }

    #[test]
    fn scripts_without_spaces_are_searched_by_character() {
        assert_eq!(found(&["垃圾"], "这是垃圾邮件"), ["垃圾"]);
        assert!(found(&["垃圾"], "垃桶圾").is_empty());
        assert_eq!(found(&["スパム"], "これはスパムです"), ["スパム"]);
    }

    #[test]
    fn words_within_phrases_are_all_found() {
        let both = found(&["free money", "money"], "free money");
        assert_eq!(both, ["free money", "money"]);
    }
}
