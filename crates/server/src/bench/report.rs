//! What a run has found: figures, and targets that were reached or missed; as a
//! table for people or as JSON for machines.

use std::fmt::Write as _;

use serde::Serialize;

/// One number with its unit; the unit of a count is empty.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    pub name: String,
    pub value: f64,
    pub unit: &'static str,
}

impl Figure {
    pub fn new(name: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self {
            name: name.into(),
            value,
            unit,
        }
    }

    pub fn count(name: impl Into<String>, value: u64) -> Self {
        Self::new(name, value as f64, "")
    }
}

/// What one part of the benchmark has found.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    pub name: &'static str,
    /// What was done, in a line.
    pub load: String,
    pub figures: Vec<Figure>,
    /// What a reader must know to judge the figures.
    pub notes: Vec<String>,
}

/// A limit, and what was measured.
#[derive(Clone, Debug, Serialize)]
pub struct Target {
    pub name: &'static str,
    pub measured: f64,
    pub limit: f64,
    pub unit: &'static str,
    pub reached: bool,
}

impl Target {
    /// What was measured must stay under `limit`.
    pub fn under(name: &'static str, measured: f64, limit: f64, unit: &'static str) -> Self {
        Self {
            name,
            measured,
            limit,
            unit,
            reached: measured < limit,
        }
    }

    /// Nothing of the kind may have happened.
    pub fn none(name: &'static str, measured: u64) -> Self {
        Self {
            name,
            measured: measured as f64,
            limit: 0.0,
            unit: "",
            reached: measured == 0,
        }
    }
}

/// All of a run.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    pub parts: Vec<Part>,
    pub targets: Vec<Target>,
}

impl Report {
    pub fn add(&mut self, (part, targets): (Part, Vec<Target>)) {
        self.parts.push(part);
        self.targets.extend(targets);
    }

    pub fn missed(&self) -> usize {
        self.targets.iter().filter(|target| !target.reached).count()
    }

    pub fn table(&self) -> String {
        let mut text = String::new();
        for part in &self.parts {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "\n{}: {}", part.name, part.load);
            for figure in &part.figures {
                let value = number(figure.value);
                let _ = writeln!(text, "  {:<32}{value:>12} {}", figure.name, figure.unit);
            }
            for note in &part.notes {
                let _ = writeln!(text, "  ! {note}");
            }
        }
        if !self.targets.is_empty() {
            let _ = writeln!(text, "\ntargets");
        }
        for target in &self.targets {
            let limit = match target.limit {
                0.0 => "none".to_owned(),
                limit => format!("< {} {}", number(limit), target.unit),
            };
            let verdict = if target.reached { "pass" } else { "FAIL" };
            let measured = format!("{} {}", number(target.measured), target.unit);
            let _ = writeln!(
                text,
                "  {:<38}{:>14}   {limit:<14} {verdict}",
                target.name,
                measured.trim_end()
            );
        }
        text
    }
}

/// Three significant digits at least, thousands apart.
fn number(value: f64) -> String {
    let decimals = match value.abs() {
        _ if value.fract() == 0.0 => 0,
        size if size < 10.0 => 2,
        size if size < 100.0 => 1,
        _ => 0,
    };
    let text = format!("{value:.decimals$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) && !grouped.ends_with('-') {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() {
        grouped
    } else {
        format!("{grouped}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_grouped() {
        assert_eq!(number(0.0), "0");
        assert_eq!(number(1.234), "1.23");
        assert_eq!(number(43.21), "43.2");
        assert_eq!(number(999.4), "999");
        assert_eq!(number(20_000.0), "20,000");
        assert_eq!(number(1_234_567.8), "1,234,568");
        assert_eq!(number(-123.4), "-123");
    }

    #[test]
    fn a_missed_target_is_counted_and_shown() {
        let report = Report {
            parts: Vec::new(),
            targets: vec![
                Target::under("search, p99", 3.0, 300.0, "ms"),
                Target::none("messages lost", 1),
            ],
        };
        assert_eq!(report.missed(), 1);
        let table = report.table();
        assert!(table.contains("< 300 ms"), "{table}");
        assert!(table.contains("FAIL"), "{table}");
    }
}
