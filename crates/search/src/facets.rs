//! Counts the values of facets among the matches of a query.

use std::collections::{BTreeMap, HashMap};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::request::{Facet, FacetValue};
use crate::schema::facet_column;

/// How many values of a facet are given: the most frequent.
pub const MAX_FACET_VALUES: usize = 20;

type Counts = BTreeMap<Facet, HashMap<String, usize>>;

/// Counts these facets.
pub(crate) struct FacetCounts {
    pub(crate) facets: Vec<Facet>,
}

/// The facets of one segment.
pub(crate) struct SegmentCounts {
    columns: Vec<CountedColumn>,
}

struct CountedColumn {
    facet: Facet,
    column: StrColumn,
    /// By the ordinal of the value in this segment.
    counts: Vec<usize>,
}

impl Collector for FacetCounts {
    type Fruit = BTreeMap<Facet, Vec<FacetValue>>;
    type Child = SegmentCounts;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentCounts> {
        let mut columns = Vec::with_capacity(self.facets.len());
        for facet in &self.facets {
            if let Some(column) = segment.fast_fields().str(facet_column(*facet))? {
                let counts = vec![0; column.num_terms()];
                columns.push(CountedColumn {
                    facet: *facet,
                    column,
                    counts,
                });
            }
        }
        Ok(SegmentCounts { columns })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Counts>>) -> tantivy::Result<Self::Fruit> {
        let mut merged = Counts::new();
        for segment in segments {
            for (facet, values) in segment? {
                let merged = merged.entry(facet).or_default();
                for (value, count) in values {
                    *merged.entry(value).or_default() += count;
                }
            }
        }
        let most_frequent = |facet: &Facet| {
            let values = merged.remove(facet).unwrap_or_default();
            (*facet, most_frequent(values))
        };
        Ok(self.facets.iter().map(most_frequent).collect())
    }
}

fn most_frequent(values: HashMap<String, usize>) -> Vec<FacetValue> {
    let mut values: Vec<FacetValue> = values
        .into_iter()
        .map(|(value, count)| FacetValue { value, count })
        .collect();
    values.sort_by(|left, right| {
        right
            .count
            .cmp(&left.count)
            .then_with(|| left.value.cmp(&right.value))
    });
    values.truncate(MAX_FACET_VALUES);
    values
}

impl SegmentCollector for SegmentCounts {
    type Fruit = tantivy::Result<Counts>;

    fn collect(&mut self, document: DocId, _: Score) {
        for counted in &mut self.columns {
            for value in counted.column.term_ords(document) {
                if let Some(count) = counted.counts.get_mut(value as usize) {
                    *count += 1;
                }
            }
        }
    }

    fn harvest(self) -> tantivy::Result<Counts> {
        let mut counts = Counts::new();
        for counted in self.columns {
            let values = counts.entry(counted.facet).or_default();
            for (ordinal, count) in counted.counts.into_iter().enumerate() {
                let mut value = String::new();
                if count > 0 && counted.column.ord_to_str(ordinal as u64, &mut value)? {
                    values.insert(value, count);
                }
            }
        }
        Ok(counts)
    }
}
