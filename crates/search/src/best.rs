//! The best documents of a query: by score, of equally good ones the newer first.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use tantivy::query::{Query, Weight};
use tantivy::{DocAddress, Score, Searcher};

use crate::error::Result;
use crate::query::{self, Relevance};
use crate::schema;
use crate::semantic::RankedQuery;

/// How many of the best documents are looked at for neighbouring words.
pub(crate) const LOOKED_AT: usize = 200;

/// One document of a ranking.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Best {
    pub(crate) score: Score,
    /// When it changed last, in milliseconds since the Unix epoch.
    time: i64,
    pub(crate) address: DocAddress,
}

/// The better one is greater.
impl Ord for Best {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score
            .total_cmp(&other.score)
            .then_with(|| self.time.cmp(&other.time))
            .then_with(|| other.address.cmp(&self.address))
    }
}

impl PartialOrd for Best {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Best {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Best {}

/// The `count` best documents, best first.
pub(crate) fn best(searcher: &Searcher, weight: &dyn Weight, count: usize) -> Result<Vec<Best>> {
    // The worst of those kept is on top.
    let mut kept: BinaryHeap<Reverse<Best>> = BinaryHeap::with_capacity(count + 1);
    for (ordinal, segment) in (0..).zip(searcher.segment_readers()) {
        let times = segment.fast_fields().i64(schema::UPDATED_AT)?;
        // Of what is as good as the worst, the newer is better: only the worse is passed over.
        let least = |kept: &BinaryHeap<Reverse<Best>>| match kept.peek() {
            Some(Reverse(worst)) if kept.len() >= count => worst.score.next_down(),
            _ => Score::MIN,
        };
        weight.for_each_pruning(least(&kept), segment, &mut |doc, score| {
            if !segment.is_deleted(doc) {
                kept.push(Reverse(Best {
                    score,
                    time: times.first(doc).unwrap_or_default(),
                    address: DocAddress::new(ordinal, doc),
                }));
                if kept.len() > count {
                    kept.pop();
                }
            }
            least(&kept)
        })?;
    }
    let mut best: Vec<Best> = kept.into_iter().map(|Reverse(one)| one).collect();
    best.sort_unstable_by(|left, right| right.cmp(left));
    Ok(best)
}

/// Adds to the score of the first documents what words are worth that stand next to each other,
/// and puts them in order again.
pub(crate) fn rank_neighbours(
    searcher: &Searcher,
    relevance: &Relevance,
    best: &mut [Best],
) -> Result<()> {
    let looked_at = best.len().min(LOOKED_AT);
    let best = &mut best[..looked_at];
    if best.is_empty() || relevance.neighbours.is_empty() {
        return Ok(());
    }
    best.sort_unstable_by_key(|one| one.address);
    let candidates = candidates(searcher, best);
    let statistics = relevance.statistics(searcher);
    let scoring = query::scored_by(searcher, &statistics);
    for neighbours in &relevance.neighbours {
        let among = query::all_of(&[candidates.box_clone(), neighbours.box_clone()]);
        let weight = among.weight(scoring)?;
        for (ordinal, segment) in (0..).zip(searcher.segment_readers()) {
            weight.for_each(segment, &mut |doc, score| {
                let address = DocAddress::new(ordinal, doc);
                if let Ok(place) = best.binary_search_by_key(&address, |one| one.address) {
                    best[place].score += score;
                }
            })?;
        }
    }
    best.sort_unstable_by(|left, right| right.cmp(left));
    Ok(())
}

/// Matches these documents, which are in the order of their addresses, without a score.
fn candidates(searcher: &Searcher, best: &[Best]) -> Box<dyn Query> {
    let of_segment = best.chunk_by(|one, next| one.address.segment_ord == next.address.segment_ord);
    let segments = of_segment.map(|documents| {
        let segment = searcher.segment_reader(documents[0].address.segment_ord);
        let documents = documents.iter().map(|one| (one.address.doc_id, 0.0));
        (segment.segment_id(), documents.collect())
    });
    Box::new(RankedQuery::new(segments))
}
