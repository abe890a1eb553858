//! Multiplying by the model's matrices, which are laid out for it once, when they are loaded.
//!
//! The outputs of a matrix are cut into panels of [`PANEL`] columns whose numbers lie one after
//! the other in the order in which they are needed; the rows of the input go through a panel a
//! few at a time, their sums in the processor's registers.

use fearless_simd::{Level, dispatch, f32x16, prelude::*};

/// Numbers that are multiplied at once.
const LANES: usize = 16;
/// Columns of a panel: two vectors' worth, so that each number of the input is used twice.
const PANEL: usize = 2 * LANES;
/// The most rows whose sums fit into the registers of a processor with 512-bit vectors.
const MAX_ROWS: usize = 8;

/// A layer `y = x·Wᵀ + b`.
pub(crate) struct Linear {
    inputs: usize,
    outputs: usize,
    /// For each panel, for each input, the weights of the panel's outputs.
    panels: Vec<f32>,
    bias: Vec<f32>,
}

impl Linear {
    /// From weights as they are published: for each output the weights of every input.
    /// `outputs` must be a multiple of [`PANEL`].
    pub(crate) fn new(weights: &[f32], bias: Vec<f32>) -> Self {
        let outputs = bias.len();
        let inputs = weights.len() / outputs;
        assert_eq!(weights.len(), inputs * outputs);
        assert_eq!(outputs % PANEL, 0);
        let mut panels = Vec::with_capacity(weights.len());
        for panel in weights.chunks_exact(PANEL * inputs) {
            for input in 0..inputs {
                panels.extend((0..PANEL).map(|output| panel[output * inputs + input]));
            }
        }
        Self {
            inputs,
            outputs,
            panels,
            bias,
        }
    }

    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// Multiplies every row of `input` and writes the rows of `output`, which must have as many.
    pub(crate) fn apply(&self, level: Level, input: &[f32], output: &mut [f32]) {
        assert_eq!(input.len() / self.inputs, output.len() / self.outputs);
        dispatch!(level, simd => self.apply_with(simd, input, output));
    }

    #[inline(always)]
    fn apply_with<S: Simd>(&self, simd: S, input: &[f32], output: &mut [f32]) {
        let rows_at_once = match S::f32s::LEN {
            16 => MAX_ROWS,
            8 => 3,
            _ => 1,
        };
        let rows = input.len() / self.inputs;
        let tiles = interleaved(input, self.inputs, rows_at_once);
        let panels = self.panels.chunks_exact(PANEL * self.inputs);
        for (number, (panel, bias)) in panels.zip(self.bias.chunks_exact(PANEL)).enumerate() {
            let mut first = 0;
            while first < rows {
                let count = rows_at_once.min(rows - first);
                let tile = &tiles[first * self.inputs..(first + count) * self.inputs];
                let target = first * self.outputs + number * PANEL;
                let output = &mut output[target..];
                match count {
                    1 => multiply::<S, 1>(simd, tile, panel, bias, output, self.outputs),
                    2 => multiply::<S, 2>(simd, tile, panel, bias, output, self.outputs),
                    3 => multiply::<S, 3>(simd, tile, panel, bias, output, self.outputs),
                    4 => multiply::<S, 4>(simd, tile, panel, bias, output, self.outputs),
                    5 => multiply::<S, 5>(simd, tile, panel, bias, output, self.outputs),
                    6 => multiply::<S, 6>(simd, tile, panel, bias, output, self.outputs),
                    7 => multiply::<S, 7>(simd, tile, panel, bias, output, self.outputs),
                    _ => multiply::<S, MAX_ROWS>(simd, tile, panel, bias, output, self.outputs),
                }
                first += count;
            }
        }
    }
}

/// The rows in tiles of `at_once` (the last may have fewer); in a tile the first number of each
/// row, then the second of each, and so on.
fn interleaved(rows: &[f32], width: usize, at_once: usize) -> Vec<f32> {
    let mut tiles = Vec::with_capacity(rows.len());
    for tile in rows.chunks(at_once * width) {
        for column in 0..width {
            tiles.extend(tile.iter().skip(column).step_by(width));
        }
    }
    tiles
}

/// A tile of rows times a panel.
#[inline(always)]
fn multiply<S: Simd, const ROWS: usize>(
    simd: S,
    tile: &[f32],
    panel: &[f32],
    bias: &[f32],
    output: &mut [f32],
    stride: usize,
) {
    let (low, high) = bias.split_at(LANES);
    let start = [
        f32x16::from_slice(simd, low),
        f32x16::from_slice(simd, high),
    ];
    let mut sums = [start; ROWS];
    for (inputs, weights) in tile.chunks_exact(ROWS).zip(panel.chunks_exact(PANEL)) {
        let (low, high) = weights.split_at(LANES);
        let low = f32x16::from_slice(simd, low);
        let high = f32x16::from_slice(simd, high);
        for row in 0..ROWS {
            let input = f32x16::splat(simd, inputs[row]);
            sums[row][0] = input.mul_add(low, sums[row][0]);
            sums[row][1] = input.mul_add(high, sums[row][1]);
        }
    }
    for (row, [low, high]) in sums.iter().enumerate() {
        let target = &mut output[row * stride..row * stride + PANEL];
        let (left, right) = target.split_at_mut(LANES);
        low.store_slice(left);
        high.store_slice(right);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 24) as f32 - 0.5
        };
        (0..count).map(|_| next()).collect()
    }

    #[test]
    fn a_layer_is_the_sum_of_weighted_inputs_and_a_bias() {
        let (inputs, outputs) = (40, 96);
        let weights = numbers(inputs * outputs, 1);
        let bias = numbers(outputs, 2);
        let layer = Linear::new(&weights, bias.clone());
        for rows in [1, 2, 3, 7, 8, 9, 17] {
            let input = numbers(rows * inputs, 3);
            let mut output = vec![f32::NAN; rows * outputs];
            layer.apply(Level::new(), &input, &mut output);
            for row in 0..rows {
                for column in 0..outputs {
                    let expected: f32 = (0..inputs)
                        .map(|k| input[row * inputs + k] * weights[column * inputs + k])
                        .sum::<f32>()
                        + bias[column];
                    let found = output[row * outputs + column];
                    assert!((found - expected).abs() < 1e-5, "{rows} {row} {column}");
                }
            }
        }
    }
}
