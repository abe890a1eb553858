//! The vector of a text.

/// How many numbers a vector has.
pub const DIMENSIONS: usize = 384;

/// A direction in the space of meanings: [`DIMENSIONS`] numbers of Euclidean length 1 (all zero
/// for a text that has none).
#[derive(Debug, Clone, PartialEq)]
pub struct Vector(Box<[f32; DIMENSIONS]>);

impl Vector {
    /// The direction of these numbers, whatever their length.
    pub fn normalised(mut numbers: [f32; DIMENSIONS]) -> Self {
        let length = numbers.iter().map(|number| number * number).sum::<f32>();
        let scale = if length > 0.0 {
            length.sqrt().recip()
        } else {
            0.0
        };
        for number in &mut numbers {
            *number *= scale;
        }
        Self(Box::new(numbers))
    }

    /// The numbers.
    pub fn as_array(&self) -> &[f32; DIMENSIONS] {
        &self.0
    }

    /// The cosine of the angle between two vectors: 1 for the same meaning, about 0 for
    /// unrelated ones.
    pub fn cosine(&self, other: &Self) -> f32 {
        self.0
            .iter()
            .zip(other.0.iter())
            .map(|(left, right)| left * right)
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_has_length_one() {
        let mut numbers = [0.0; DIMENSIONS];
        numbers[3] = 3.0;
        numbers[7] = -4.0;
        let vector = Vector::normalised(numbers);
        assert_eq!(vector.as_array()[3], 0.6);
        assert_eq!(vector.as_array()[7], -0.8);
        assert!((vector.cosine(&vector) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn nothing_has_no_direction() {
        let vector = Vector::normalised([0.0; DIMENSIONS]);
        assert_eq!(vector.cosine(&vector), 0.0);
    }
}
