//! What the search may not fall under, on the development part of the benchmark.

use super::table::{Row, Table};

/// A figure of a variant and the least it may be.
#[derive(Debug, Clone, Copy)]
pub struct Floor {
    /// One of [`VARIANTS`](super::VARIANTS).
    pub variant: &'static str,
    /// Name of the figure, as in the table's head.
    pub figure: &'static str,
    value: fn(&Row) -> Option<f64>,
    /// The least it may be over all questions.
    pub least: f64,
}

/// Without a model. A little under what is reached, so that only a loss fails.
pub const FLOORS: &[Floor] = &[
    floor("text", "R@1", |row| Some(row.recall_1), 0.715),
    floor("text", "R@5", |row| Some(row.recall_5), 0.914),
    floor("text", "MRR", |row| Some(row.mrr), 0.80),
    floor("typo", "R@1", |row| Some(row.recall_1), 0.70),
    floor("typo", "R@5", |row| Some(row.recall_5), 0.91),
    floor("kw", "R@5", |row| Some(row.recall_5), 0.795),
    floor("kwtypo", "R@5", |row| Some(row.recall_5), 0.785),
    floor("sayt", "R@5", |row| Some(row.recall_5), 0.735),
    floor("text", "AUROC", |row| row.auroc, 0.89),
    floor("typo", "AUROC", |row| row.auroc, 0.87),
];

/// With the model all-MiniLM-L6-v2.
pub const FLOORS_WITH_MODEL: &[Floor] = &[
    floor("text", "R@1", |row| Some(row.recall_1), 0.83),
    floor("text", "R@5", |row| Some(row.recall_5), 0.965),
    floor("text", "MRR", |row| Some(row.mrr), 0.885),
    floor("typo", "R@1", |row| Some(row.recall_1), 0.815),
    floor("typo", "R@5", |row| Some(row.recall_5), 0.95),
    floor("kw", "R@5", |row| Some(row.recall_5), 0.855),
    floor("kwtypo", "R@5", |row| Some(row.recall_5), 0.83),
    floor("sayt", "R@5", |row| Some(row.recall_5), 0.805),
    floor("text", "AUROC", |row| row.auroc, 0.94),
];

const fn floor(
    variant: &'static str,
    figure: &'static str,
    value: fn(&Row) -> Option<f64>,
    least: f64,
) -> Floor {
    Floor {
        variant,
        figure,
        value,
        least,
    }
}

impl Table {
    /// The floors that the table falls under, each as a sentence.
    #[must_use]
    pub fn failures(&self, floors: &[Floor]) -> Vec<String> {
        floors
            .iter()
            .filter_map(|floor| {
                let reached = self.row(floor.variant).and_then(floor.value);
                let text = reached.map_or("missing".to_owned(), |value| format!("{value:.3}"));
                let fails = reached.is_none_or(|value| value < floor.least);
                let Floor {
                    variant,
                    figure,
                    least,
                    ..
                } = floor;
                fails.then(|| format!("{variant} {figure} is {text}, under {least:.3}"))
            })
            .collect()
    }
}
