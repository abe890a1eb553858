//! Words that mean the same to the people of a desk, as its administrators say. Where in a text
//! they stand is found here; what they are worth is said in `query`.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use crate::analysis;
use crate::language::Language;

/// More words than this in one expression are ignored: no synonym is a sentence.
pub const MAX_SYNONYM_WORDS: usize = 8;

/// One rule of an administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synonym {
    /// Expressions of one or more words, written in any case and inflection.
    pub words: Vec<String>,
    /// None: each of `words` stands for every other. Some: each of `words` also finds these,
    /// but not the other way round.
    pub finds: Option<Vec<String>>,
    /// The language of queries that the rule is for; none: of all.
    pub language: Option<Language>,
}

impl Synonym {
    /// Expressions that stand for each other.
    #[must_use]
    pub fn group<T: Into<String>>(words: impl IntoIterator<Item = T>) -> Self {
        Self {
            words: words.into_iter().map(Into::into).collect(),
            finds: None,
            language: None,
        }
    }

    /// An expression that also finds others.
    #[must_use]
    pub fn one_way<T: Into<String>>(
        from: impl Into<String>,
        to: impl IntoIterator<Item = T>,
    ) -> Self {
        Self {
            words: vec![from.into()],
            finds: Some(to.into_iter().map(Into::into).collect()),
            language: None,
        }
    }
}

/// The synonyms of a desk.
#[derive(Debug, Default)]
pub struct Synonyms {
    rules: Vec<Synonym>,
    /// By language, made when the first query of that language comes.
    tables: [OnceLock<Table>; Language::ALL.len()],
}

/// From the first stem of an expression to what it is and what it finds.
type Table = HashMap<String, Vec<Entry>>;

/// One expression, as stems.
#[derive(Debug)]
struct Entry {
    stems: Vec<String>,
    finds: Vec<Vec<String>>,
}

/// An expression that stands in a text, and what else it finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// Which words of the text.
    pub(crate) words: Range<usize>,
    /// Stems of one or more words each.
    pub(crate) finds: Vec<Vec<String>>,
}

impl Synonyms {
    /// Takes the rules as they are; empty expressions mean nothing.
    #[must_use]
    pub fn new(rules: Vec<Synonym>) -> Self {
        Self {
            rules,
            tables: Default::default(),
        }
    }

    /// What the words, given by their stems in a language, mean besides themselves. Of
    /// expressions that overlap the longest counts.
    pub(crate) fn meanings(&self, language: Language, stems: &[String]) -> Vec<Meaning> {
        if self.rules.is_empty() {
            return Vec::new();
        }
        let table = self.tables[language as usize].get_or_init(|| self.table(language));
        let mut meanings = Vec::new();
        let mut start = 0;
        while start < stems.len() {
            let longest = table.get(&stems[start]).and_then(|entries| {
                entries
                    .iter()
                    .filter(|entry| stems[start..].starts_with(&entry.stems))
                    .max_by_key(|entry| entry.stems.len())
            });
            let Some(entry) = longest else {
                start += 1;
                continue;
            };
            let end = start + entry.stems.len();
            meanings.push(Meaning {
                words: start..end,
                finds: entry.finds.clone(),
            });
            start = end;
        }
        meanings
    }

    fn table(&self, language: Language) -> Table {
        let mut table = Table::new();
        let of_language = |rule: &&Synonym| rule.language.is_none_or(|of| of == language);
        for rule in self.rules.iter().filter(of_language) {
            let words = expressions(language, &rule.words);
            let finds = match &rule.finds {
                Some(finds) => expressions(language, finds),
                None => words.clone(),
            };
            for stems in words {
                add(&mut table, stems, &finds);
            }
        }
        table
    }
}

/// Joins rules about the same expression.
fn add(table: &mut Table, stems: Vec<String>, finds: &[Vec<String>]) {
    let entries = table.entry(stems[0].clone()).or_default();
    let known = entries.iter().position(|entry| entry.stems == stems);
    let entry = known.unwrap_or_else(|| {
        entries.push(Entry {
            stems,
            finds: Vec::new(),
        });
        entries.len() - 1
    });
    let entry = &mut entries[entry];
    for found in finds {
        if *found != entry.stems && !entry.finds.contains(found) {
            entry.finds.push(found.clone());
        }
    }
}

fn expressions(language: Language, texts: &[String]) -> Vec<Vec<String>> {
    texts
        .iter()
        .map(|text| {
            let mut stems = analysis::stems(language, text);
            stems.truncate(MAX_SYNONYM_WORDS);
            stems
        })
        .filter(|stems| !stems.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(synonyms: &Synonyms, text: &str) -> Vec<(Range<usize>, Vec<String>)> {
        let stems = analysis::stems(Language::English, text);
        synonyms
            .meanings(Language::English, &stems)
            .into_iter()
            .map(|meaning| {
                let finds = meaning.finds.iter().map(|stems| stems.join(" "));
                (meaning.words, finds.collect())
            })
            .collect()
    }

    #[test]
    fn a_group_stands_for_each_other_in_any_inflection() {
        let synonyms = Synonyms::new(vec![Synonym::group([
            "refund",
            "Money back",
            "reimbursement",
        ])]);
        assert_eq!(
            found(&synonyms, "my refunds"),
            [(1..2, vec!["money back".into(), "reimburs".into()])]
        );
        assert_eq!(
            found(&synonyms, "want money back"),
            [(1..3, vec!["refund".into(), "reimburs".into()])]
        );
        assert!(found(&synonyms, "money").is_empty());
    }

    #[test]
    fn one_way_does_not_go_back() {
        let synonyms = Synonyms::new(vec![Synonym::one_way("iphone", ["phone"])]);
        assert_eq!(found(&synonyms, "iphone"), [(0..1, vec!["phone".into()])]);
        assert!(found(&synonyms, "phone").is_empty());
    }

    #[test]
    fn the_longest_expression_counts() {
        let synonyms = Synonyms::new(vec![
            Synonym::one_way("card", ["plastic"]),
            Synonym::one_way("card reader", ["terminal"]),
        ]);
        assert_eq!(
            found(&synonyms, "card readers"),
            [(0..2, vec!["termin".into()])]
        );
    }

    #[test]
    fn rules_about_the_same_word_are_joined() {
        let synonyms = Synonyms::new(vec![
            Synonym::group(["tv", "television"]),
            Synonym::one_way("TV", ["screen"]),
        ]);
        assert_eq!(
            found(&synonyms, "tv"),
            [(0..1, vec!["televis".into(), "screen".into()])]
        );
    }

    #[test]
    fn a_rule_of_another_language_means_nothing() {
        let mut rule = Synonym::group(["gift", "poison"]);
        rule.language = Some(Language::German);
        assert!(found(&Synonyms::new(vec![rule]), "gift").is_empty());
    }

    #[test]
    fn empty_expressions_mean_nothing() {
        let synonyms = Synonyms::new(vec![Synonym::group(["", " ?! ", "lamp"])]);
        assert!(found(&synonyms, "lamp")[0].1.is_empty());
    }
}
