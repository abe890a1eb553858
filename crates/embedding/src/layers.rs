//! The steps of an encoder layer besides its matrices. Plain loops, compiled for each kind of
//! processor and chosen when they run.

use fearless_simd::{Level, dispatch, prelude::*};

/// Numbers that are handled at once.
const LANES: usize = 16;
/// Width of an attention head.
pub(crate) const HEAD: usize = 32;

/// Scales every row to mean 0 and variance 1, then by learnt weights.
pub(crate) struct Normalisation {
    pub(crate) weight: Vec<f32>,
    pub(crate) bias: Vec<f32>,
}

/// Keeps the variance of a constant row from being divided by.
const EPSILON: f32 = 1e-12;

impl Normalisation {
    pub(crate) fn apply(&self, level: Level, rows: &mut [f32]) {
        dispatch!(level, simd => self.apply_with(simd, rows));
    }

    #[inline(always)]
    fn apply_with<S: Simd>(&self, _simd: S, rows: &mut [f32]) {
        let width = self.weight.len();
        for row in rows.chunks_exact_mut(width) {
            let mean = sum(row, |number| number) / width as f32;
            let variance = sum(row, |number| (number - mean) * (number - mean)) / width as f32;
            let scale = (variance + EPSILON).sqrt().recip();
            for ((number, weight), bias) in row.iter_mut().zip(&self.weight).zip(&self.bias) {
                *number = (*number - mean) * scale * weight + bias;
            }
        }
    }
}

/// The sum over a row, in [`LANES`] partial sums, which the processor adds at once.
#[inline(always)]
fn sum(row: &[f32], term: impl Fn(f32) -> f32) -> f32 {
    let (chunks, rest) = row.as_chunks::<LANES>();
    let mut sums = [0.0_f32; LANES];
    for chunk in chunks {
        for (sum, number) in sums.iter_mut().zip(chunk) {
            *sum += term(*number);
        }
    }
    sums.iter().sum::<f32>() + rest.iter().map(|number| term(*number)).sum::<f32>()
}

/// Adds `other` to `rows`.
pub(crate) fn add(rows: &mut [f32], other: &[f32]) {
    for (number, other) in rows.iter_mut().zip(other) {
        *number += other;
    }
}

/// The Gaussian error linear unit, `x · Φ(x)`.
pub(crate) fn gelu(level: Level, numbers: &mut [f32]) {
    dispatch!(level, simd => gelu_with(simd, numbers));
}

#[inline(always)]
fn gelu_with<S: Simd>(_simd: S, numbers: &mut [f32]) {
    let (chunks, rest) = numbers.as_chunks_mut::<LANES>();
    for chunk in chunks {
        for number in chunk {
            *number = gelu_of(*number);
        }
    }
    for number in rest {
        *number = gelu_of(*number);
    }
}

#[inline(always)]
fn gelu_of(x: f32) -> f32 {
    0.5 * x * (1.0 + erf(x * std::f32::consts::FRAC_1_SQRT_2))
}

/// Abramowitz and Stegun, formula 7.1.26: within 1.5e-7.
#[inline(always)]
fn erf(x: f32) -> f32 {
    let magnitude = x.abs();
    let t = 1.0 / (1.0 + 0.327_591_1 * magnitude);
    let polynomial = ((((1.061_405_4 * t - 1.453_152_1) * t + 1.421_413_8) * t - 0.284_496_72) * t
        + 0.254_829_6)
        * t;
    let value = 1.0 - polynomial * exp(-magnitude * magnitude);
    value.copysign(x)
}

/// e^x for x ≤ 0 within 2e-7 of its value; smaller than e^-87 is 0 nearly. Without branches and
/// calls, so that it works on many numbers at once.
#[inline(always)]
fn exp(x: f32) -> f32 {
    /// Added, it leaves the nearest integer in the low bits.
    const ROUND: f32 = 12_582_912.0;
    let x = x.max(-87.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let power = shifted - ROUND;
    // ln 2 in two parts, so that the remainder keeps all its bits.
    let rest = x - power * 0.693_359_4 + power * 2.121_944_4e-4;
    let series = ((((0.001_393_349_4 * rest + 0.008_363_174) * rest + 0.041_666_545) * rest
        + 0.166_665_02)
        * rest
        + 0.5)
        * rest
        * rest
        + rest
        + 1.0;
    let bits = shifted.to_bits().wrapping_sub(ROUND.to_bits());
    series * f32::from_bits(bits.wrapping_add(127) << 23)
}

/// Self-attention over all heads: for every row of `mixed` (queries, keys and values side by
/// side, each `width` numbers) writes a row of `output`.
pub(crate) fn attend(level: Level, mixed: &[f32], width: usize, output: &mut [f32]) {
    dispatch!(level, simd => attend_with(simd, mixed, width, output));
}

#[inline(always)]
fn attend_with<S: Simd>(_simd: S, mixed: &[f32], width: usize, output: &mut [f32]) {
    let stride = 3 * width;
    let rows = mixed.len() / stride;
    // Rows of keys and scores are filled up to whole vectors.
    let padded = rows.next_multiple_of(LANES);
    let mut keys = vec![0.0_f32; HEAD * padded];
    let mut scores = vec![0.0_f32; padded];
    let scale = (HEAD as f32).sqrt().recip();
    for head in (0..width).step_by(HEAD) {
        for (column, row) in mixed.chunks_exact(stride).enumerate() {
            let key = &row[width + head..][..HEAD];
            for (index, number) in key.iter().enumerate() {
                keys[index * padded + column] = *number;
            }
        }
        for (row, output) in output.chunks_exact_mut(width).enumerate() {
            let query = &mixed[row * stride + head..][..HEAD];
            scores.fill(0.0);
            for (number, key) in query.iter().zip(keys.chunks_exact(padded)) {
                let number = number * scale;
                for (score, key) in scores.iter_mut().zip(key) {
                    *score += number * key;
                }
            }
            let total = exponentials(&mut scores, rows);
            let mut sums = [0.0_f32; HEAD];
            for (score, row) in scores.iter().zip(mixed.chunks_exact(stride)) {
                if let Some(value) = row[2 * width + head..].first_chunk::<HEAD>() {
                    for (sum, number) in sums.iter_mut().zip(value) {
                        *sum += score * number;
                    }
                }
            }
            let scale = total.recip();
            for (target, sum) in output[head..head + HEAD].iter_mut().zip(sums) {
                *target = sum * scale;
            }
        }
    }
}

/// Makes of the first `count` scores what softmax divides by their sum, which is returned.
#[inline(always)]
fn exponentials(scores: &mut [f32], count: usize) -> f32 {
    let greatest = scores[..count]
        .iter()
        .fold(f32::NEG_INFINITY, |greatest, score| greatest.max(*score));
    for score in scores.iter_mut() {
        *score = exp((*score - greatest).min(0.0));
    }
    scores[..count].iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_are_exact_enough() {
        for step in 0..2_000 {
            let x = -(step as f32) * 0.04;
            let expected = f64::from(x).exp();
            let error = (f64::from(exp(x)) - expected).abs();
            assert!(error <= expected * 1e-6, "{x}");
        }
        assert!(exp(-1e9) < 1e-37);
    }

    #[test]
    fn gelu_follows_its_table() {
        let mut numbers = [-10.0, -3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 3.0, 10.0];
        gelu(Level::new(), &mut numbers);
        let expected = [
            0.0,
            -0.004_049_69,
            -0.158_655_25,
            -0.154_268_77,
            0.0,
            0.345_731_23,
            0.841_344_8,
            2.995_950_3,
            10.0,
        ];
        for (found, expected) in numbers.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        }
    }

    #[test]
    fn normalised_rows_have_mean_zero_and_variance_one() {
        let normalisation = Normalisation {
            weight: vec![1.0; 20],
            bias: vec![0.0; 20],
        };
        let mut rows: Vec<f32> = (0..40).map(|number| (number * number) as f32).collect();
        normalisation.apply(Level::new(), &mut rows);
        for row in rows.chunks(20) {
            let mean: f32 = row.iter().sum::<f32>() / 20.0;
            let variance: f32 = row.iter().map(|number| number * number).sum::<f32>() / 20.0;
            assert!(mean.abs() < 1e-5);
            assert!((variance - 1.0).abs() < 1e-4);
        }
    }

    #[test]
    fn attention_takes_the_value_whose_key_is_like_the_query() {
        // One head, two rows: each asks for the other.
        let mut mixed = vec![0.0; 2 * 3 * HEAD];
        for row in 0..2 {
            let start = row * 3 * HEAD;
            mixed[start + 1 - row] = 100.0;
            mixed[start + HEAD + row] = 100.0;
            mixed[start + 2 * HEAD] = row as f32 + 1.0;
        }
        let mut output = vec![0.0; 2 * HEAD];
        attend(Level::new(), &mixed, HEAD, &mut output);
        assert_eq!(output[0], 2.0);
        assert_eq!(output[HEAD], 1.0);
    }
}
