//! Who may see what: the reader's access as part of every query, never a filter over results.

use tantivy::query::Query;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::document::{Kind, Reader};
use crate::query::{self, Matching, WeightedField};
use crate::schema::Fields;
use crate::understanding::View;

/// Which documents a reader may see, and on which fields they may match.
pub(crate) struct Access {
    /// Queries that every visible document matches.
    pub(crate) filters: Vec<Box<dyn Query>>,
    pub(crate) matching: Matching,
    pub(crate) stemmed: Vec<Field>,
    pub(crate) spelling: Vec<Field>,
}

impl Access {
    /// None if the reader may see no document of this kind.
    pub(crate) fn of(reader: &Reader, kind: Kind, fields: &Fields) -> Option<Self> {
        let filters: Vec<Box<dyn Query>> = match (kind, reader) {
            (_, Reader::Staff) => Vec::new(),
            (Kind::Article, _) => vec![query::exactly(Term::from_field_bool(
                fields.published,
                true,
            ))],
            (Kind::Ticket, Reader::Customer(id)) => {
                vec![query::exactly(Term::from_field_text(fields.owner, id))]
            }
            (Kind::Ticket, Reader::Anonymous) => return None,
        };
        let sees_notes = kind == Kind::Ticket && *reader == Reader::Staff;
        let mut weighted = vec![
            weigh(fields.title, query::TITLE_WEIGHT, true),
            weigh(fields.body, query::BODY_WEIGHT, true),
            weigh(fields.labels, query::LABEL_WEIGHT, false),
        ];
        let mut spelling = vec![fields.spell];
        if sees_notes {
            weighted.push(weigh(fields.notes, query::BODY_WEIGHT, true));
            spelling.push(fields.spell_notes);
        }
        Some(Self {
            filters,
            stemmed: weighted.iter().map(|weighted| weighted.field).collect(),
            matching: Matching {
                fields: weighted,
                trigrams: fields.grams,
                // Articles are few and asked whole questions; tickets are many and looked for
                // by what they are about.
                function_words_find: kind == Kind::Article,
            },
            spelling,
        })
    }

    pub(crate) fn view<'a>(&'a self, searcher: &'a Searcher) -> View<'a> {
        View {
            searcher,
            access: &self.filters,
            stemmed: &self.stemmed,
            spelling: &self.spelling,
        }
    }
}

fn weigh(field: Field, weight: f32, has_positions: bool) -> WeightedField {
    WeightedField {
        field,
        weight,
        has_positions,
    }
}
