//! Who may see what: the reader's access as part of every query, never a filter over results.

use tantivy::query::Query;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::document::Kind;
use crate::error::Result;
use crate::keys;
use crate::query::{self, Matching, WeightedField};
use crate::request::{Facet, Place, Reader};
use crate::schema::{Fields, flag};
use crate::understanding::View;
use crate::visible::Visible;

/// Which documents a reader may see, and on which fields they may match.
pub(crate) struct Access {
    /// Queries that every visible document matches.
    pub(crate) filters: Vec<Box<dyn Query>>,
    pub(crate) matching: Matching,
    pub(crate) stemmed: Vec<Field>,
    pub(crate) spelling: Vec<Field>,
    /// The stored texts that may be shown, and what they are; the first one's beginning is
    /// shown when nothing was found in any.
    pub(crate) shown: Vec<(Field, Place)>,
}

impl Access {
    /// None if the reader may see no document of this kind.
    pub(crate) fn of(reader: &Reader, kind: Kind, fields: &Fields) -> Option<Self> {
        let filters: Vec<Box<dyn Query>> = match (kind, reader) {
            (_, Reader::Staff) => Vec::new(),
            (Kind::Article, _) => vec![query::exactly(Term::from_field_text(
                fields.flags,
                flag::PUBLISHED,
            ))],
            (Kind::Conversation, Reader::Customer(id)) => {
                let owner = keys::of_id(id);
                vec![query::exactly(Term::from_field_bytes(fields.owner, &owner))]
            }
            (Kind::Conversation, Reader::Anonymous) | (Kind::Customer, _) => return None,
        };
        let is_staff = *reader == Reader::Staff;
        let weighted = weighted_fields(kind, is_staff, fields);
        let mut spelling = vec![fields.spell];
        if kind == Kind::Conversation {
            spelling.push(fields.body);
            if is_staff {
                spelling.extend([fields.spell_staff, fields.person]);
            }
        }
        Some(Self {
            filters,
            stemmed: weighted.iter().map(|weighted| weighted.field).collect(),
            matching: Matching {
                fields: weighted,
                // Conversations are many and long: there, trigrams would outgrow all the rest.
                trigrams: (kind != Kind::Conversation).then_some(fields.grams),
                // Articles are few and asked whole questions; the others are many and looked
                // for by what they are about.
                function_words_find: kind == Kind::Article,
                neighbours_of_best: kind == Kind::Conversation,
            },
            spelling,
            shown: shown_fields(kind, is_staff, fields),
        })
    }

    pub(crate) fn view<'a>(&'a self, searcher: &'a Searcher) -> Result<View<'a>> {
        Ok(View {
            visible: Visible::of(searcher, &self.filters)?,
            access: &self.filters,
            stemmed: &self.stemmed,
            spelling: &self.spelling,
            unstemmed: self
                .spelling
                .iter()
                .filter(|field| !self.stemmed.contains(field))
                .copied()
                .collect(),
        })
    }
}

/// The facets of a kind of document that the reader may see.
pub(crate) fn facets(reader: &Reader, kind: Kind) -> Vec<Facet> {
    let mut facets = match kind {
        Kind::Article => vec![Facet::Category, Facet::Tag, Facet::Language],
        Kind::Conversation => vec![
            Facet::Channel,
            Facet::Category,
            Facet::Status,
            Facet::Priority,
            Facet::Tag,
            Facet::Language,
        ],
        Kind::Customer => Vec::new(),
    };
    if kind == Kind::Conversation && *reader == Reader::Staff {
        facets.extend([Facet::Assignee, Facet::Team]);
    }
    facets
}

fn weighted_fields(kind: Kind, is_staff: bool, fields: &Fields) -> Vec<WeightedField> {
    let mut weighted = vec![
        weigh(fields.title, query::TITLE_WEIGHT, true),
        weigh(fields.body, query::BODY_WEIGHT, true),
    ];
    if kind != Kind::Customer {
        weighted.push(weigh(fields.labels, query::LABEL_WEIGHT, false));
    }
    if kind == Kind::Conversation {
        weighted.push(weigh(fields.files, query::BODY_WEIGHT, true));
        if is_staff {
            weighted.push(weigh(fields.notes, query::BODY_WEIGHT, true));
            weighted.push(weigh(fields.note_files, query::BODY_WEIGHT, true));
            weighted.push(weigh(fields.person, query::BODY_WEIGHT, false));
        }
    }
    weighted
}

fn shown_fields(kind: Kind, is_staff: bool, fields: &Fields) -> Vec<(Field, Place)> {
    match kind {
        Kind::Article | Kind::Customer => vec![(fields.body, Place::Body)],
        Kind::Conversation => {
            let mut shown = vec![(fields.body, Place::Message), (fields.files, Place::File)];
            if is_staff {
                shown.push((fields.notes, Place::Note));
                shown.push((fields.note_files, Place::File));
            }
            shown
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
