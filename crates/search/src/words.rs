//! The query for words of which a document has to hold any, ranked by the sum over the words.
//!
//! It finds and scores what a tree of term queries would, but goes through the documents in
//! stretches and adds up each list of postings for itself: many times faster where a word
//! stands in every tenth of a million documents. Driven by a narrow filter it looks at the
//! filter's documents alone.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{Bm25Weight, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, Term};

/// The longest stretch of documents that is scored at once: its scores fit into the processor's
/// cache.
const MAX_STRETCH: u32 = 1 << 15;
/// The stretch after a jump; each one after it is longer.
const FIRST_STRETCH: u32 = 1 << 7;
/// If every so-manieth document or more is asked for, whole stretches are scored.
const DENSE_GAP: u32 = 32;

/// A word, or something else that a document may hold.
#[derive(Debug, Clone)]
pub(crate) struct Concept {
    /// Whether documents are found by it. If not, it only ranks.
    pub(crate) finds: bool,
    /// What may stand for it; the best one in a document counts.
    pub(crate) alternatives: Vec<Vec<Weighted>>,
}

/// A term and what it is worth, on top of what its rarity and frequency are worth.
#[derive(Debug, Clone)]
pub(crate) struct Weighted {
    pub(crate) term: Term,
    pub(crate) weight: Score,
}

/// Matches documents with one of the concepts that find.
#[derive(Debug, Clone)]
pub(crate) struct WordsQuery {
    pub(crate) concepts: Vec<Concept>,
}

impl Query for WordsQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let mut terms = Vec::new();
        for (concept, asked) in self.concepts.iter().enumerate() {
            for (alternative, weighted) in asked.alternatives.iter().enumerate() {
                for Weighted { term, weight } in weighted {
                    let worth = match scoring {
                        EnableScoring::Enabled {
                            statistics_provider,
                            ..
                        } => {
                            let terms = std::slice::from_ref(term);
                            let worth = Bm25Weight::for_terms(statistics_provider, terms)?;
                            Some(worth.boost_by(*weight))
                        }
                        EnableScoring::Disabled { .. } => None,
                    };
                    terms.push(TermWeight {
                        concept,
                        alternative,
                        finds: asked.finds,
                        has_rivals: asked.alternatives.len() > 1,
                        term: term.clone(),
                        worth,
                    });
                }
            }
        }
        Ok(Box::new(WordsWeight {
            terms: Arc::new(terms),
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        let alternatives = self.concepts.iter().flat_map(|one| &one.alternatives);
        for weighted in alternatives.flatten() {
            visitor(&weighted.term, false);
        }
    }
}

/// One term of the query, ordered by concept and alternative.
struct TermWeight {
    concept: usize,
    alternative: usize,
    finds: bool,
    /// Whether its concept has other alternatives.
    has_rivals: bool,
    term: Term,
    /// None: not scored.
    worth: Option<Bm25Weight>,
}

struct WordsWeight {
    terms: Arc<Vec<TermWeight>>,
}

impl WordsWeight {
    fn lists(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Vec<List>> {
        let mut lists = Vec::with_capacity(self.terms.len());
        for weight in self.terms.iter() {
            let inverted = reader.inverted_index(weight.term.field())?;
            let option = match weight.worth {
                Some(_) => IndexRecordOption::WithFreqs,
                None => IndexRecordOption::Basic,
            };
            let Some(postings) = inverted.read_block_postings(&weight.term, option)? else {
                continue;
            };
            let norms = reader.fieldnorms_readers().get_field(weight.term.field())?;
            lists.push(List {
                concept: weight.concept,
                alternative: weight.alternative,
                finds: weight.finds,
                has_rivals: weight.has_rivals,
                worth: weight.worth.as_ref().map(|worth| worth.boost_by(boost)),
                norms: norms.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1)),
                postings,
                next: 0,
            });
        }
        Ok(lists)
    }

    /// The documents of the segment that match, a bit each.
    fn matching(&self, reader: &SegmentReader) -> tantivy::Result<Vec<u64>> {
        let mut bits = vec![0u64; reader.max_doc().div_ceil(64) as usize];
        for weight in self.terms.iter().filter(|weight| weight.finds) {
            let inverted = reader.inverted_index(weight.term.field())?;
            let basic = IndexRecordOption::Basic;
            let Some(mut postings) = inverted.read_block_postings(&weight.term, basic)? else {
                continue;
            };
            while postings.block_len() > 0 {
                for doc in postings.docs() {
                    bits[(doc / 64) as usize] |= 1 << (doc % 64);
                }
                postings.advance();
            }
        }
        Ok(bits)
    }
}

impl Weight for WordsWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let lists = self.lists(reader, boost)?;
        Ok(Box::new(WordsScorer::new(lists, reader.max_doc())))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            let message = format!("document {doc} does not match");
            return Err(tantivy::TantivyError::InvalidArgument(message));
        }
        Ok(Explanation::new("the sum over the words", scorer.score()))
    }

    fn count(&self, reader: &SegmentReader) -> tantivy::Result<u32> {
        let mut count = 0;
        self.for_each_no_score(reader, &mut |docs| {
            count += match reader.alive_bitset() {
                Some(alive) => docs.iter().filter(|doc| alive.is_alive(**doc)).count() as u32,
                None => docs.len() as u32,
            };
        })?;
        Ok(count)
    }

    fn for_each_no_score(
        &self,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(&[DocId]),
    ) -> tantivy::Result<()> {
        let mut docs = Vec::with_capacity(64);
        for (at, bits) in (0..).zip(self.matching(reader)?) {
            let mut rest = bits;
            docs.clear();
            while rest != 0 {
                docs.push(at * 64 + rest.trailing_zeros());
                rest &= rest - 1;
            }
            if !docs.is_empty() {
                callback(&docs);
            }
        }
        Ok(())
    }

    fn for_each(
        &self,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        let mut scorer = WordsScorer::new(self.lists(reader, 1.0)?, reader.max_doc());
        while scorer.doc() != TERMINATED {
            for (doc, score) in scorer.docs.iter().zip(&scorer.scores) {
                callback(*doc, *score);
            }
            scorer.next_stretch();
        }
        Ok(())
    }

    fn for_each_pruning(
        &self,
        mut threshold: Score,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let mut scorer = WordsScorer::new(self.lists(reader, 1.0)?, reader.max_doc());
        while scorer.doc() != TERMINATED {
            for (doc, score) in scorer.docs.iter().zip(&scorer.scores) {
                if *score > threshold {
                    threshold = callback(*doc, *score);
                }
            }
            scorer.next_stretch();
        }
        Ok(())
    }
}

/// The documents of one segment with one term.
struct List {
    concept: usize,
    alternative: usize,
    finds: bool,
    has_rivals: bool,
    worth: Option<Bm25Weight>,
    norms: FieldNormReader,
    postings: BlockSegmentPostings,
    /// Which document of the block is next.
    next: usize,
}

impl List {
    /// The next document, or [`TERMINATED`].
    fn doc(&self) -> DocId {
        if self.next < self.postings.block_len() {
            self.postings.doc(self.next)
        } else {
            TERMINATED
        }
    }

    fn seek(&mut self, target: DocId) {
        if self.doc() < target {
            self.next = self.postings.seek(target);
        }
    }

    fn score_of(&self, place: usize) -> Score {
        let Some(worth) = &self.worth else {
            return 1.0;
        };
        let norm = self.norms.fieldnorm_id(self.postings.doc(place));
        worth.score(norm, self.postings.freq(place))
    }

    /// Goes through the documents before `end`.
    #[inline]
    fn take_until(&mut self, end: DocId, mut take: impl FnMut(DocId, Score)) {
        loop {
            let length = self.postings.block_len();
            while self.next < length {
                let doc = self.postings.doc(self.next);
                if doc >= end {
                    return;
                }
                take(doc, self.score_of(self.next));
                self.next += 1;
            }
            if length == 0 {
                return;
            }
            self.postings.advance();
            self.next = 0;
        }
    }
}

/// Goes through the matches of one segment, a stretch of documents at a time.
struct WordsScorer {
    lists: Vec<List>,
    max_doc: DocId,
    /// Behind the stretch that was scored last.
    end: DocId,
    stretch: u32,
    /// The matches of the stretch, and their scores.
    docs: Vec<DocId>,
    scores: Vec<Score>,
    place: usize,
    /// The document asked for last, and about how many lie between two.
    asked: DocId,
    gap: u32,
    scratch: Scratch,
}

/// Scores by the place in the stretch.
#[derive(Default)]
struct Scratch {
    total: Vec<Score>,
    /// What the best alternative of the concept under way is worth.
    best: Vec<Score>,
    /// What the alternative under way is worth.
    one: Vec<Score>,
    touched: Vec<u32>,
    touched_by_one: Vec<u32>,
    found: Vec<u64>,
}

impl WordsScorer {
    fn new(lists: Vec<List>, max_doc: DocId) -> Self {
        let mut scorer = Self {
            lists,
            max_doc,
            end: 0,
            stretch: FIRST_STRETCH,
            docs: Vec::new(),
            scores: Vec::new(),
            place: 0,
            asked: 0,
            gap: u32::MAX / 8,
            scratch: Scratch::default(),
        };
        scorer.next_stretch();
        scorer
    }

    /// The first document from here on that any list which finds has.
    fn next_found(&self) -> DocId {
        let finding = self.lists.iter().filter(|list| list.finds);
        finding.map(List::doc).min().unwrap_or(TERMINATED)
    }

    /// Scores stretches until one has a match.
    fn next_stretch(&mut self) {
        self.docs.clear();
        self.scores.clear();
        self.place = 0;
        while self.docs.is_empty() {
            let start = self.next_found();
            if start >= self.max_doc {
                self.end = TERMINATED;
                return;
            }
            for list in &mut self.lists {
                list.seek(start);
            }
            self.score_stretch(start);
        }
    }

    fn score_stretch(&mut self, start: DocId) {
        self.end = self.max_doc.min(start.saturating_add(self.stretch));
        self.stretch = MAX_STRETCH.min(self.stretch * 4);
        let length = (self.end - start) as usize;
        let scratch = &mut self.scratch;
        scratch.begin(length);
        let mut rest = &mut self.lists[..];
        while let Some(first) = rest.first() {
            let of = first.concept;
            let of_concept = rest.iter().take_while(|list| list.concept == of).count();
            let (concept, others) = rest.split_at_mut(of_concept);
            rest = others;
            if concept[0].has_rivals {
                scratch.add_best(concept, start, self.end);
            } else {
                for list in concept {
                    scratch.add(list, start, self.end);
                }
            }
        }
        for (word, bits) in (0..).zip(&scratch.found) {
            let mut bits = *bits;
            while bits != 0 {
                let at = word * 64 + bits.trailing_zeros();
                bits &= bits - 1;
                self.docs.push(start + at);
                self.scores.push(scratch.total[at as usize]);
            }
        }
    }

    /// The score of one document, to which no list has come yet; none if it doesn't match.
    fn score_one(&mut self, doc: DocId) -> Option<Score> {
        let (mut total, mut found) = (0.0, false);
        let (mut best, mut one) = (0.0_f32, 0.0);
        let mut under_way = None;
        for list in &mut self.lists {
            if under_way != Some((list.concept, list.alternative)) {
                best = best.max(one);
                one = 0.0;
                if under_way.is_some_and(|(concept, _)| concept != list.concept) {
                    total += best;
                    best = 0.0;
                }
                under_way = Some((list.concept, list.alternative));
            }
            list.seek(doc);
            if list.doc() == doc {
                one += list.score_of(list.next);
                found |= list.finds;
            }
        }
        total += best.max(one);
        found.then_some(total)
    }
}

impl Scratch {
    fn begin(&mut self, length: usize) {
        self.total.clear();
        self.total.resize(length, 0.0);
        self.found.clear();
        self.found.resize(length.div_ceil(64), 0);
        if self.best.len() < length {
            self.best.resize(length, 0.0);
            self.one.resize(length, 0.0);
        }
    }

    /// Adds a list.
    fn add(&mut self, list: &mut List, start: DocId, end: DocId) {
        let (total, found) = (&mut self.total[..], &mut self.found[..]);
        let finds = u64::from(list.finds);
        list.take_until(end, |doc, score| {
            let at = (doc - start) as usize;
            total[at] += score;
            found[at / 64] |= finds << (at % 64);
        });
    }

    /// Adds, for each document, the best of several alternatives.
    fn add_best(&mut self, lists: &mut [List], start: DocId, end: DocId) {
        let finds = u64::from(lists[0].finds);
        let mut rest = lists;
        while let Some(first) = rest.first() {
            let alternative = first.alternative;
            let of_one = rest
                .iter()
                .take_while(|list| list.alternative == alternative)
                .count();
            let (ones, others) = rest.split_at_mut(of_one);
            rest = others;
            let (one, touched) = (&mut self.one[..], &mut self.touched_by_one);
            for list in ones {
                list.take_until(end, |doc, score| {
                    let at = (doc - start) as usize;
                    if one[at] == 0.0 {
                        touched.push(at as u32);
                    }
                    one[at] += score;
                });
            }
            for at in self.touched_by_one.drain(..) {
                let (one, best) = (&mut self.one[at as usize], &mut self.best[at as usize]);
                if *best == 0.0 {
                    self.touched.push(at);
                }
                *best = best.max(*one);
                *one = 0.0;
            }
        }
        for at in self.touched.drain(..) {
            let best = &mut self.best[at as usize];
            self.total[at as usize] += *best;
            *best = 0.0;
            self.found[at as usize / 64] |= finds << (at % 64);
        }
    }
}

impl DocSet for WordsScorer {
    fn advance(&mut self) -> DocId {
        self.place += 1;
        if self.place >= self.docs.len() && self.end != TERMINATED {
            for list in &mut self.lists {
                list.seek(self.end);
            }
            self.next_stretch();
        }
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target < self.end {
            self.place += self.docs[self.place..].partition_point(|doc| *doc < target);
            if self.place < self.docs.len() {
                return self.doc();
            }
        }
        if self.end != TERMINATED {
            let from = target.max(self.end);
            if target > self.end {
                self.stretch = FIRST_STRETCH;
            }
            for list in &mut self.lists {
                list.seek(from);
            }
            self.next_stretch();
        }
        self.doc()
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= TERMINATED {
            return SeekDangerResult::SeekLowerBound(target);
        }
        let gap = target.saturating_sub(self.asked);
        self.gap = self.gap / 8 * 7 + gap / 8;
        self.asked = target;
        if target < self.end || self.gap < DENSE_GAP {
            let doc = self.seek(target);
            return if doc == target {
                SeekDangerResult::Found
            } else {
                SeekDangerResult::SeekLowerBound(doc)
            };
        }
        self.docs.clear();
        self.scores.clear();
        self.place = 0;
        self.end = target.saturating_add(1);
        self.stretch = FIRST_STRETCH;
        match self.score_one(target) {
            Some(score) => {
                self.docs.push(target);
                self.scores.push(score);
                SeekDangerResult::Found
            }
            None => SeekDangerResult::SeekLowerBound(self.next_found()),
        }
    }

    fn doc(&self) -> DocId {
        self.docs.get(self.place).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        let finding = self.lists.iter().filter(|list| list.finds);
        let sum = finding.fold(0_u32, |sum, list| {
            sum.saturating_add(list.postings.doc_freq())
        });
        sum.min(self.max_doc)
    }
}

impl Scorer for WordsScorer {
    fn score(&mut self) -> Score {
        self.scores.get(self.place).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use tantivy::collector::{Count, TopDocs};
    use tantivy::query::{
        BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, TermQuery,
    };
    use tantivy::schema::{Field, INDEXED, STRING, Schema, TEXT};
    use tantivy::{DocAddress, Index, IndexWriter, Searcher, doc};

    use super::*;

    /// More than a stretch, so that the last one is short.
    const DOCUMENTS: u64 = 40_000;

    struct Texts {
        searcher: Searcher,
        title: Field,
        body: Field,
        owner: Field,
    }

    /// Documents with words of all rarities, some deleted, in two segments.
    fn texts() -> Texts {
        let mut schema = Schema::builder();
        let title = schema.add_text_field("title", TEXT);
        let body = schema.add_text_field("body", TEXT);
        let owner = schema.add_text_field("owner", STRING);
        let number = schema.add_u64_field("number", INDEXED);
        let index = Index::create_in_ram(schema.build());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 30_000_000).unwrap();
        writer.set_merge_policy(Box::new(tantivy::indexer::NoMergePolicy));
        for n in 0..DOCUMENTS {
            let of = |every: u64, word: &'static str| if n % every == 0 { word } else { "x" };
            let text = format!(
                "{} {} {} common",
                of(3, "often"),
                of(97, "seldom"),
                of(9_973, "rare")
            );
            let head = format!("{} {}", of(11, "often"), of(5, "common"));
            let owner_of = format!("o{}", n % 1_000);
            writer
                .add_document(doc!(title => head, body => text, owner => owner_of, number => n))
                .unwrap();
            if n == DOCUMENTS / 3 {
                writer.commit().unwrap();
            }
        }
        writer.delete_term(Term::from_field_u64(number, 97));
        writer.commit().unwrap();
        Texts {
            searcher: index.reader().unwrap().searcher(),
            title,
            body,
            owner,
        }
    }

    impl Texts {
        fn terms(&self, word: &str, weight: Score) -> Vec<Weighted> {
            [(self.title, 2.0), (self.body, 1.0)]
                .map(|(field, of_field)| Weighted {
                    term: Term::from_field_text(field, word),
                    weight: of_field * weight,
                })
                .into()
        }

        fn concept(&self, finds: bool, words: &[(&str, Score)]) -> Concept {
            let alternatives = words.iter().map(|(word, weight)| self.terms(word, *weight));
            Concept {
                finds,
                alternatives: alternatives.collect(),
            }
        }

        fn queries(&self) -> Vec<WordsQuery> {
            let of = |concepts| WordsQuery { concepts };
            vec![
                of(vec![self.concept(true, &[("seldom", 1.0)])]),
                of(vec![
                    self.concept(true, &[("rare", 1.0)]),
                    self.concept(false, &[("common", 1.0)]),
                    self.concept(true, &[("missing", 1.0)]),
                ]),
                of(vec![
                    self.concept(true, &[("often", 1.0), ("seldom", 0.5), ("rare", 0.8)]),
                    self.concept(true, &[("common", 1.0)]),
                ]),
            ]
        }
    }

    /// The same as a tree of the engine's own queries.
    fn tree(query: &WordsQuery) -> Box<dyn Query> {
        let sum = |queries: Vec<Box<dyn Query>>| {
            let clauses = queries.into_iter().map(|query| (Occur::Should, query));
            let sum: Box<dyn Query> = Box::new(BooleanQuery::new(clauses.collect()));
            sum
        };
        let of_concept = |concept: &Concept| {
            let alternatives = concept.alternatives.iter().map(|terms| {
                let terms = terms.iter().map(|weighted| {
                    let term = TermQuery::new(weighted.term.clone(), IndexRecordOption::WithFreqs);
                    let term: Box<dyn Query> =
                        Box::new(BoostQuery::new(Box::new(term), weighted.weight));
                    term
                });
                sum(terms.collect())
            });
            let best: Box<dyn Query> = Box::new(DisjunctionMaxQuery::new(alternatives.collect()));
            best
        };
        let (finding, ranking): (Vec<_>, Vec<_>) =
            query.concepts.iter().partition(|concept| concept.finds);
        let found = sum(finding.into_iter().map(of_concept).collect());
        let mut clauses = vec![(Occur::Must, found)];
        clauses.extend(
            ranking
                .into_iter()
                .map(|one| (Occur::Should, of_concept(one))),
        );
        Box::new(BooleanQuery::new(clauses))
    }

    fn all(searcher: &Searcher, query: &dyn Query) -> Vec<(DocAddress, Score)> {
        let top = TopDocs::with_limit(DOCUMENTS as usize).order_by_score();
        let (ranked, count) = searcher.search(query, &(top, Count)).unwrap();
        assert_eq!(ranked.len(), count);
        let mut found: Vec<_> = ranked.into_iter().map(|(score, at)| (at, score)).collect();
        found.sort_by_key(|(at, _)| *at);
        found
    }

    fn assert_same(searcher: &Searcher, ours: &dyn Query, theirs: &dyn Query) {
        let (ours, theirs) = (all(searcher, ours), all(searcher, theirs));
        assert_eq!(ours.len(), theirs.len());
        for ((at, score), (expected_at, expected)) in ours.iter().zip(&theirs) {
            assert_eq!(at, expected_at);
            assert!((score - expected).abs() < 1e-4, "{at:?} {score} {expected}");
        }
    }

    #[test]
    fn it_finds_and_scores_what_a_tree_of_terms_does() {
        let texts = texts();
        for query in texts.queries() {
            assert_same(&texts.searcher, &query, &*tree(&query));
            let counted = texts.searcher.search(&query, &Count).unwrap();
            assert_eq!(counted, all(&texts.searcher, &*tree(&query)).len());
        }
    }

    #[test]
    fn filters_narrow_and_wide_leave_the_same() {
        let texts = texts();
        let narrow = ("owner", Term::from_field_text(texts.owner, "o97"));
        let wide = ("body", Term::from_field_text(texts.body, "often"));
        for (name, filter) in [narrow, wide] {
            for query in texts.queries() {
                let filtered = |query: Box<dyn Query>| {
                    let filter = TermQuery::new(filter.clone(), IndexRecordOption::Basic);
                    let filter: Box<dyn Query> =
                        Box::new(ConstScoreQuery::new(Box::new(filter), 0.0));
                    BooleanQuery::new(vec![(Occur::Must, query), (Occur::Must, filter)])
                };
                let ours = filtered(Box::new(query.clone()));
                let found = all(&texts.searcher, &ours);
                assert!(!found.is_empty() || name == "owner");
                assert_same(&texts.searcher, &ours, &filtered(tree(&query)));
            }
        }
    }
}
