//! Vectors in a quarter of the memory, to be kept and compared in numbers.

use crate::vector::{DIMENSIONS, Vector};

/// A [`Vector`] in whole numbers of 8 bits and one scale: 388 bytes. A cosine with it is within
/// 0.003 of the exact one.
#[derive(Debug, Clone, PartialEq)]
pub struct CompactVector {
    /// What one step of the numbers is worth.
    step: f32,
    numbers: [i8; DIMENSIONS],
}

/// A vector made ready to be compared with many [`CompactVector`]s.
pub struct Probe {
    step: f32,
    numbers: [i16; DIMENSIONS],
}

impl CompactVector {
    /// Length of [`Self::to_bytes`].
    pub const BYTES: usize = 4 + DIMENSIONS;

    /// The same direction, rounded.
    pub fn new(vector: &Vector) -> Self {
        let step = greatest(vector) / f32::from(i8::MAX);
        Self {
            step,
            numbers: vector.as_array().map(|number| rounded(number, step) as i8),
        }
    }

    /// The direction between these vectors, each counting the same.
    pub fn centre<'a>(vectors: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut sums = [0.0; DIMENSIONS];
        for vector in vectors {
            for (sum, number) in sums.iter_mut().zip(vector.numbers) {
                *sum += vector.step * f32::from(number);
            }
        }
        Self::new(&Vector::normalised(sums))
    }

    /// The cosine of the angle between the two.
    pub fn cosine(&self, probe: &Probe) -> f32 {
        let sum: i32 = self
            .numbers
            .iter()
            .zip(&probe.numbers)
            .map(|(left, right)| i32::from(*left) * i32::from(*right))
            .sum();
        sum as f32 * self.step * probe.step
    }

    /// The scale (little-endian), then the numbers.
    pub fn to_bytes(&self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        let (step, numbers) = bytes.split_at_mut(4);
        step.copy_from_slice(&self.step.to_le_bytes());
        for (byte, number) in numbers.iter_mut().zip(self.numbers) {
            *byte = number.to_le_bytes()[0];
        }
        bytes
    }

    /// What [`Self::to_bytes`] gave.
    pub fn from_bytes(bytes: &[u8; Self::BYTES]) -> Self {
        let mut vector = Self {
            step: f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]),
            numbers: [0; DIMENSIONS],
        };
        for (number, byte) in vector.numbers.iter_mut().zip(&bytes[4..]) {
            *number = i8::from_le_bytes([*byte]);
        }
        vector
    }
}

impl Probe {
    /// The most steps of one number, so that no sum of products exceeds 31 bits.
    const STEPS: f32 = 4_095.0;

    /// The same direction, rounded less than a [`CompactVector`] is.
    pub fn new(vector: &Vector) -> Self {
        let step = greatest(vector) / Self::STEPS;
        Self {
            step,
            numbers: vector.as_array().map(|number| rounded(number, step) as i16),
        }
    }
}

fn greatest(vector: &Vector) -> f32 {
    vector
        .as_array()
        .iter()
        .fold(0.0, |greatest: f32, number| greatest.max(number.abs()))
}

fn rounded(number: f32, step: f32) -> f32 {
    if step > 0.0 {
        (number / step).round()
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(seed: f32) -> Vector {
        let mut numbers = [0.0; DIMENSIONS];
        for (place, number) in numbers.iter_mut().enumerate() {
            *number = (seed * place as f32).sin();
        }
        Vector::normalised(numbers)
    }

    #[test]
    fn a_compact_vector_keeps_its_cosines() {
        for seed in 1..50 {
            let left = vector(seed as f32 * 0.01);
            let right = vector(seed as f32 * 0.013 + 0.2);
            for other in [&left, &right] {
                let compact = CompactVector::new(&left);
                let error = compact.cosine(&Probe::new(other)) - left.cosine(other);
                assert!(error.abs() < 0.003, "{error}");
            }
        }
    }

    #[test]
    fn a_centre_is_as_near_to_all() {
        let compact = |place: usize| {
            let mut numbers = [0.0; DIMENSIONS];
            numbers[place] = 1.0;
            CompactVector::new(&Vector::normalised(numbers))
        };
        let centre = CompactVector::centre(&[compact(1), compact(2)]);
        for place in [1, 2] {
            let mut numbers = [0.0; DIMENSIONS];
            numbers[place] = 1.0;
            let cosine = centre.cosine(&Probe::new(&Vector::normalised(numbers)));
            assert!((cosine - 0.5_f32.sqrt()).abs() < 0.003);
        }
    }

    #[test]
    fn a_compact_vector_survives_as_bytes() {
        let compact = CompactVector::new(&vector(0.7));
        assert_eq!(CompactVector::from_bytes(&compact.to_bytes()), compact);
    }

    #[test]
    fn nothing_has_no_direction() {
        let nothing = Vector::normalised([0.0; DIMENSIONS]);
        let compact = CompactVector::new(&nothing);
        assert_eq!(compact.cosine(&Probe::new(&nothing)), 0.0);
    }
}
