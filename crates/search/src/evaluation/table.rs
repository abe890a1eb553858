//! The figures of a run: how often the right article is first or among the first five (R@1,
//! R@5), how high it stands (MRR@10, nDCG@10), how well the confidence tells questions with an
//! answer from those without (AUROC), and how long a search takes. Means over questions are
//! taken per data set, then over the data sets.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use super::benchmark::{Answer, Benchmark, Question, VARIANTS};

/// The figures of one variant.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// One of [`VARIANTS`].
    pub variant: &'static str,
    /// Share of questions whose right article is first.
    pub recall_1: f64,
    /// Share of questions whose right article is among the first five.
    pub recall_5: f64,
    /// Mean of one through the rank of the right article, up to ten.
    pub mrr: f64,
    /// Mean of the discounted gain, up to ten.
    pub ndcg: f64,
    /// Likelihood that a question with an answer has more confidence than one without; none
    /// without questions of both kinds.
    pub auroc: Option<f64>,
    /// Microseconds a search takes: the median and the 99th of 100.
    pub us: (u64, u64),
    /// How many questions were asked, with and without an answer.
    pub questions: usize,
}

/// One row a variant.
#[derive(Debug, Clone, PartialEq)]
pub struct Table(pub Vec<Row>);

impl Table {
    /// Grades the answers.
    #[must_use]
    pub fn of(benchmark: &Benchmark, answers: &[Answer]) -> Self {
        let questions: HashMap<&str, &Question> = benchmark
            .questions
            .iter()
            .map(|question| (question.id.as_str(), question))
            .collect();
        let rows = VARIANTS.into_iter().filter_map(|variant| {
            let asked: Vec<(&Question, &Answer)> = answers
                .iter()
                .filter(|answer| answer.variant == variant)
                .filter_map(|answer| Some((*questions.get(answer.id.as_str())?, answer)))
                .collect();
            (!asked.is_empty()).then(|| row(variant, &asked))
        });
        Self(rows.collect())
    }

    /// The row of a variant.
    #[must_use]
    pub fn row(&self, variant: &str) -> Option<&Row> {
        self.0.iter().find(|row| row.variant == variant)
    }
}

fn row(variant: &'static str, asked: &[(&Question, &Answer)]) -> Row {
    let mut ranks: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut scores: BTreeMap<&str, (Vec<f32>, Vec<f32>)> = BTreeMap::new();
    for (question, answer) in asked {
        let (with, without) = scores.entry(&question.dataset).or_default();
        if question.rel.is_empty() {
            without.push(answer.score);
            continue;
        }
        with.push(answer.score);
        let rank = answer
            .hits
            .iter()
            .position(|hit| question.rel.contains(hit));
        let of_dataset = ranks.entry(&question.dataset).or_default();
        of_dataset.push(rank.map_or(0, |position| position + 1));
    }
    let mean = |grade: fn(usize) -> f64| {
        let of_dataset = |ranks: &Vec<usize>| {
            ranks.iter().map(|rank| grade(*rank)).sum::<f64>() / ranks.len() as f64
        };
        ranks.values().map(of_dataset).sum::<f64>() / ranks.len().max(1) as f64
    };
    let aurocs: Vec<f64> = scores
        .values()
        .filter_map(|(with, without)| auroc(with, without))
        .collect();
    let mut us: Vec<u64> = asked.iter().map(|(_, answer)| answer.us).collect();
    us.sort_unstable();
    Row {
        variant,
        recall_1: mean(|rank| f64::from(rank == 1)),
        recall_5: mean(|rank| f64::from((1..=5).contains(&rank))),
        mrr: mean(|rank| if rank == 0 { 0.0 } else { 1.0 / rank as f64 }),
        ndcg: mean(|rank| {
            if rank == 0 {
                0.0
            } else {
                1.0 / (rank as f64 + 1.0).log2()
            }
        }),
        auroc: (!aurocs.is_empty()).then(|| aurocs.iter().sum::<f64>() / aurocs.len() as f64),
        us: (us[us.len() / 2], us[us.len() * 99 / 100]),
        questions: asked.len(),
    }
}

/// The area under the curve: the share of pairs in which the first has more; ties count half.
fn auroc(with: &[f32], without: &[f32]) -> Option<f64> {
    if with.is_empty() || without.is_empty() {
        return None;
    }
    let mut without = without.to_vec();
    without.sort_by(f32::total_cmp);
    let wins: usize = with
        .iter()
        .map(|score| {
            let less = without.partition_point(|other| other < score);
            let not_more = without.partition_point(|other| other <= score);
            less + not_more
        })
        .sum();
    Some(wins as f64 / 2.0 / (with.len() * without.len()) as f64)
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| variant | R@1 | R@5 | MRR | nDCG | AUROC | p50 ms | p99 ms | questions |"
        )?;
        writeln!(f, "| --- | --- | --- | --- | --- | --- | --- | --- | --- |")?;
        for row in &self.0 {
            let auroc = row
                .auroc
                .map_or("–".to_owned(), |auroc| format!("{auroc:.3}"));
            writeln!(
                f,
                "| {} | {:.3} | {:.3} | {:.3} | {:.3} | {auroc} | {:.2} | {:.2} | {} |",
                row.variant,
                row.recall_1,
                row.recall_5,
                row.mrr,
                row.ndcg,
                row.us.0 as f64 / 1000.0,
                row.us.1 as f64 / 1000.0,
                row.questions,
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auroc_is_the_share_of_pairs_in_order() {
        assert_eq!(auroc(&[0.9, 0.8], &[0.1]), Some(1.0));
        assert_eq!(auroc(&[0.9, 0.1], &[0.5]), Some(0.5));
        assert_eq!(auroc(&[0.5], &[0.5]), Some(0.5));
        assert_eq!(auroc(&[], &[0.5]), None);
    }
}
