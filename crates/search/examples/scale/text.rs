//! Tickets that read like none but count like real ones: words by Zipf's law with function
//! words in front, inflections, a few typos and order numbers. The same every time.

use frontdesk_search::{ArticleDocument, Channel, ConversationDocument};

/// Words of a ticket, subject included.
const TICKET_WORDS: usize = 66;
const SUBJECT_WORDS: usize = 6;
/// Words of an article's body.
const ARTICLE_WORDS: usize = 120;
/// Words without their inflections.
const VOCABULARY: usize = 40_000;
/// In English, four of ten words are among the fifty most frequent.
const FUNCTION_WORD_SHARE: f64 = 0.42;
/// One word of so many is misspelt.
const TYPO_EVERY: u64 = 500;
/// One ticket of so many has an order number.
const ORDER_EVERY: u64 = 10;
const FUNCTION_WORDS: &[&str] = &[
    "the", "i", "to", "my", "and", "a", "is", "it", "for", "you", "of", "in", "not", "have", "on",
    "that", "this", "me", "with", "was", "but", "can", "when", "do", "are", "from", "has", "be",
    "as", "we", "what", "how", "your", "at", "if", "so", "or", "please", "an", "there", "will",
    "been", "any", "they", "am", "would", "could", "which", "then", "by", "does", "did", "no",
];
const ONSETS: &[&str] = &[
    "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "w", "br", "cl", "dr",
    "fl", "gr", "pl", "pr", "sc", "sh", "sp", "st", "tr", "th", "ch", "qu",
];
const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "ai", "ea", "ou", "oo", "ie"];
const CODAS: &[&str] = &[
    "", "n", "r", "l", "t", "s", "m", "ck", "nd", "rt", "st", "ll", "x", "p", "d", "rn",
];
const STATUSES: &[&str] = &["open", "in-progress", "resolved", "closed"];
const PRIORITIES: &[&str] = &["low", "medium", "high", "urgent"];

/// SplitMix64: good enough to draw words, and the same on every machine.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn of(&mut self, choices: &[&'static str]) -> &'static str {
        choices[self.below(choices.len())]
    }
}

/// The words there are, and how often each is drawn.
pub struct Language {
    words: Vec<String>,
    /// The share of all words up to and including this one: first the function words.
    cumulative: Vec<f64>,
}

impl Language {
    pub fn new() -> Self {
        let mut random = Random(1);
        let mut words: Vec<String> = FUNCTION_WORDS.iter().map(|&word| word.into()).collect();
        let mut known: std::collections::HashSet<String> = words.iter().cloned().collect();
        while words.len() < VOCABULARY {
            // Frequent words are short.
            let syllables = if words.len() < 2_000 {
                2
            } else {
                2 + random.below(2)
            };
            let mut word = String::new();
            for _ in 0..syllables {
                word += random.of(ONSETS);
                word += random.of(VOWELS);
            }
            word += random.of(CODAS);
            if known.insert(word.clone()) {
                words.push(word);
            }
        }
        let (function, content) = (FUNCTION_WORDS.len(), words.len() - FUNCTION_WORDS.len());
        let mut cumulative = shares(function, FUNCTION_WORD_SHARE, 0.0);
        cumulative.extend(shares(
            content,
            1.0 - FUNCTION_WORD_SHARE,
            FUNCTION_WORD_SHARE,
        ));
        Self { words, cumulative }
    }

    fn rank(&self, random: &mut Random) -> usize {
        let share = random.share();
        let rank = self.cumulative.partition_point(|sum| *sum < share);
        rank.min(self.words.len() - 1)
    }

    fn word(&self, random: &mut Random) -> String {
        let rank = self.rank(random);
        self.written(rank, random)
    }

    /// A word as somebody writes it: inflected, seldom misspelt.
    fn written(&self, rank: usize, random: &mut Random) -> String {
        let mut word = self.words[rank].clone();
        if rank < FUNCTION_WORDS.len() {
            return word;
        }
        match random.below(10) {
            0 | 1 => word += "s",
            2 => word += "ed",
            3 => word += "ing",
            _ => {}
        }
        if random.next().is_multiple_of(TYPO_EVERY) {
            word = misspelt(&word, random);
        }
        word
    }

    fn content_word(&self, random: &mut Random) -> String {
        loop {
            let rank = self.rank(random);
            if rank >= FUNCTION_WORDS.len() {
                let word = self.words[rank].clone();
                return if random.below(4) == 0 {
                    word + "s"
                } else {
                    word
                };
            }
        }
    }

    fn sentence(&self, words: usize, random: &mut Random) -> String {
        let words: Vec<String> = (0..words).map(|_| self.word(random)).collect();
        words.join(" ")
    }

    /// Ticket `n` of one of `owners` customers.
    pub fn ticket(&self, n: u64, owners: usize) -> ConversationDocument {
        let mut random = Random(n.wrapping_mul(0x5851_f42d_4c95_7f2d));
        let owner = random.below(owners);
        let mut messages = self.sentence(TICKET_WORDS - SUBJECT_WORDS, &mut random);
        if n.is_multiple_of(ORDER_EVERY) {
            messages += &format!(" order A-{}", 100_000 + random.below(9_000_000));
        }
        let (first, last) = (
            self.words[100 + owner % 997].clone(),
            &self.words[2_000 + owner],
        );
        let at = 1_700_000_000_000 + n as i64 * 61_000;
        ConversationDocument {
            id: uuid(at as u64, random.next()),
            channel: if n.is_multiple_of(4) {
                Channel::Chat
            } else {
                Channel::Ticket
            },
            number: Some((n + 1).to_string()),
            owner_id: owner_id(owner),
            owner_email: format!("{first}.{last}@example.com"),
            owner_name: format!("{first} {last}"),
            subject: self.sentence(SUBJECT_WORDS, &mut random),
            messages,
            category: format!("category {}", random.below(12)),
            status: random.of(STATUSES).into(),
            priority: random.of(PRIORITIES).into(),
            assignee_id: Some(uuid(7, random.below(50) as u64)),
            has_attachment: n.is_multiple_of(8),
            created_at_ms: at,
            updated_at_ms: at + random.below(86_400_000) as i64,
            ..ConversationDocument::default()
        }
    }

    pub fn article(&self, n: u64) -> ArticleDocument {
        let mut random = Random(n.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 77);
        ArticleDocument {
            id: n.to_string(),
            title: self.sentence(8, &mut random),
            body: self.sentence(ARTICLE_WORDS, &mut random),
            category: format!("category {}", random.below(12)),
            published: true,
            updated_at_ms: n as i64,
            ..ArticleDocument::default()
        }
    }

    /// Two or three words that carry content.
    pub fn keywords(&self, random: &mut Random) -> String {
        let words: Vec<String> = (0..2 + random.below(2))
            .map(|_| self.content_word(random))
            .collect();
        words.join(" ")
    }

    /// Keywords, one of which has one wrong letter.
    pub fn misspelt_keywords(&self, random: &mut Random) -> String {
        let text = self.keywords(random);
        let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let at = random.below(words.len());
        words[at] = misspelt(&words[at], random);
        words.join(" ") + " "
    }

    /// Keywords of which the last is still being typed.
    pub fn unfinished_keywords(&self, random: &mut Random) -> String {
        let text = self.keywords(random);
        let (first, last) = text.rsplit_once(' ').unwrap_or(("", &text));
        let letters = 2 + random.below(3);
        let last: String = last.chars().take(letters).collect();
        format!("{first} {last}")
    }

    /// A question of eight to fourteen words.
    pub fn question(&self, random: &mut Random) -> String {
        let words = 8 + random.below(7);
        self.sentence(words, random) + "?"
    }
}

/// Adds up the shares of so many words by Zipf's law, which come to `all`, on top of `before`.
fn shares(words: usize, all: f64, before: f64) -> Vec<f64> {
    let weights: Vec<f64> = (0..words).map(|rank| 1.0 / (rank as f64 + 2.7)).collect();
    let total: f64 = weights.iter().sum();
    let mut sum = before;
    let add = |weight: &f64| {
        sum += all * weight / total;
        sum
    };
    weights.iter().map(add).collect()
}

/// The id of a customer.
pub fn owner_id(owner: usize) -> String {
    uuid(1, owner as u64)
}

fn uuid(millis: u64, random: u64) -> String {
    let tail = random & 0xffff_ffff_ffff;
    let head = millis & 0xffff_ffff_ffff;
    format!(
        "{:08x}-{:04x}-7{:03x}-8{:03x}-{tail:012x}",
        head >> 16,
        head & 0xffff,
        (random >> 48) & 0xfff,
        (random >> 52) & 0xfff,
    )
}

/// The word with two neighbouring letters swapped, or one left out or changed.
fn misspelt(word: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = 1 + random.below(letters.len() - 1);
    match random.below(3) {
        0 => letters.swap(at - 1, at),
        1 => {
            letters.remove(at);
        }
        _ => letters[at] = char::from(b'a' + random.below(26) as u8),
    }
    letters.into_iter().collect()
}
