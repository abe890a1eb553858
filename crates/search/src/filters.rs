//! From the conditions of a request to queries, each under the reader's access.

use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, Occur, Query, RangeQuery, TermSetQuery,
};
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::access;
use crate::analysis::{self, Language};
use crate::document::Kind;
use crate::error::Result;
use crate::keys;
use crate::query;
use crate::request::{Facet, Filter, Reader};
use crate::schema::{Fields, flag};

/// How many names that begin with a word are tried.
const MAX_NAMES: usize = 256;

/// Makes the queries of one request's filters.
pub(crate) struct Filtering<'a> {
    pub(crate) searcher: &'a Searcher,
    pub(crate) fields: &'a Fields,
    pub(crate) kind: Kind,
    pub(crate) reader: &'a Reader,
}

impl Filtering<'_> {
    /// `found`, restricted by what the reader may see and by every filter but those on the
    /// facet `except`. None if a filter asks for what the reader may not see.
    pub(crate) fn restrict(
        &self,
        found: Box<dyn Query>,
        visible: &[Box<dyn Query>],
        filters: &[Filter],
        except: Option<Facet>,
    ) -> Result<Option<Box<dyn Query>>> {
        if visible.is_empty() && filters.is_empty() {
            return Ok(Some(found));
        }
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, found)];
        clauses.extend(
            visible
                .iter()
                .map(|query| (Occur::Must, unscored(query.box_clone()))),
        );
        for filter in filters {
            if except.is_some() && filter.facet() == except {
                continue;
            }
            let (occur, condition) = match filter {
                Filter::Not(inner) => (Occur::MustNot, inner.as_ref()),
                other => (Occur::Must, other),
            };
            let Some(query) = self.query(condition)? else {
                return Ok(None);
            };
            clauses.push((occur, unscored(query)));
        }
        Ok(Some(Box::new(BooleanQuery::new(clauses))))
    }

    fn query(&self, filter: &Filter) -> Result<Option<Box<dyn Query>>> {
        let fields = self.fields;
        let is_staff = *self.reader == Reader::Staff;
        Ok(Some(match filter {
            Filter::AnyOf(facet, values) => {
                if !access::facets(self.reader, self.kind).contains(facet) {
                    return Ok(None);
                }
                any_of(fields.facet(*facet), values)
            }
            Filter::HasAttachment => self.flag(flag::HAS_ATTACHMENT),
            Filter::Since(time) => self.between(Bound::Included(*time), Bound::Unbounded),
            Filter::Before(time) => self.between(Bound::Unbounded, Bound::Excluded(*time)),
            Filter::Not(inner) => {
                let Some(query) = self.query(inner)? else {
                    return Ok(None);
                };
                let all: Box<dyn Query> = Box::new(AllQuery);
                Box::new(BooleanQuery::new(vec![
                    (Occur::Must, all),
                    (Occur::MustNot, query),
                ]))
            }
            Filter::Owner(_)
            | Filter::From(_)
            | Filter::AssigneeName(_)
            | Filter::HasNote
            | Filter::IsAssigned
                if !is_staff =>
            {
                return Ok(None);
            }
            Filter::Owner(id) => {
                query::exactly(Term::from_field_bytes(fields.owner, &keys::of_id(id)))
            }
            Filter::From(words) => self.all_words(fields.person, words)?,
            Filter::AssigneeName(words) => self.all_words(fields.assignee_name, words)?,
            Filter::HasNote => self.flag(flag::HAS_NOTE),
            Filter::IsAssigned => self.flag(flag::IS_ASSIGNED),
        }))
    }

    fn flag(&self, flag: &str) -> Box<dyn Query> {
        query::exactly(Term::from_field_text(self.fields.flags, flag))
    }

    fn between(&self, from: Bound<i64>, until: Bound<i64>) -> Box<dyn Query> {
        let term = |time: i64| Term::from_field_i64(self.fields.created_at, time);
        Box::new(RangeQuery::new(from.map(term), until.map(term)))
    }

    /// Documents in whose field each word is, or is the beginning of a word.
    fn all_words(&self, field: Field, text: &str) -> Result<Box<dyn Query>> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut analyzer = analysis::words();
        let mut words = analyzer.token_stream(text);
        while let Some(word) = words.next() {
            let mut names = self.names(field, &word.text)?;
            let stem = analysis::stem(Language::DEFAULT, &word.text);
            names.push(Term::from_field_text(field, &stem));
            clauses.push((Occur::Must, Box::new(TermSetQuery::new(names))));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn names(&self, field: Field, prefix: &str) -> Result<Vec<Term>> {
        let mut names = Vec::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut stream = inverted.terms().range().ge(prefix).into_stream()?;
            let mut tried = 0;
            while tried < MAX_NAMES
                && stream.advance()
                && stream.key().starts_with(prefix.as_bytes())
            {
                tried += 1;
                if let Ok(name) = std::str::from_utf8(stream.key()) {
                    names.push(Term::from_field_text(field, name));
                }
            }
        }
        Ok(names)
    }
}

fn any_of(field: Field, values: &[String]) -> Box<dyn Query> {
    let terms = values.iter().map(|value| {
        let mut analyzer = analysis::exact();
        let mut tokens = analyzer.token_stream(value);
        let value = tokens
            .next()
            .map_or_else(String::new, |token| token.text.clone());
        Term::from_field_text(field, &value)
    });
    query::should(terms.map(query::exactly))
}

fn unscored(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}
