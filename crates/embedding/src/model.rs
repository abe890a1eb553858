//! The model: loading it, and the way of a text through it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use fearless_simd::Level;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::layers::{self, Normalisation};
use crate::matrix::Linear;
use crate::tokenizer::{Tokenizer, VOCABULARY};
use crate::vector::{DIMENSIONS, Vector};
use crate::weights::Weights;

/// The most tokens that the model was made to read, about 200 words. What follows is left out.
pub const MAX_TOKENS: usize = 256;

const LAYERS: usize = 6;
/// Width of the layer between two layers.
const INTERMEDIATE: usize = 4 * DIMENSIONS;
/// Rows of the table of positions.
const POSITIONS: usize = 512;
/// Goes into the fingerprint: raise it when the same file gives other vectors than before.
const COMPUTATION: &[u8] = b"minilm-1";

const WEIGHTS_FILE: &str = "model.safetensors";
const VOCABULARY_FILE: &str = "vocab.txt";

/// A loaded model. About 70 MB; cheap to share behind an `Arc`, and any number of threads may
/// embed at once.
pub struct Model {
    tokenizer: Tokenizer,
    /// A row for each token, as the upper halves of its numbers: the sums that they go into are
    /// normalised, and half the memory is saved.
    words: Vec<u16>,
    /// A row for each position, the embedding of the one token type included.
    positions: Vec<f32>,
    normalisation: Normalisation,
    layers: Vec<Layer>,
    fingerprint: String,
    level: Level,
}

/// One encoder layer.
struct Layer {
    mixed: Linear,
    attended: Linear,
    attention_normalisation: Normalisation,
    widened: Linear,
    narrowed: Linear,
    normalisation: Normalisation,
}

impl Model {
    /// Loads the model from a directory with `model.safetensors` and `vocab.txt`, or from the
    /// first of the two with the second beside it. Takes about a second, and for that time the
    /// memory of the file (90 MB) besides the model's.
    ///
    /// # Errors
    /// [`Error::Io`] if a file cannot be read, [`Error::Invalid`] if it is not this model's.
    pub fn load(path: &Path) -> Result<Self> {
        let (weights_path, vocabulary_path) = files(path);
        let tokenizer = Tokenizer::load(&vocabulary_path)?;
        let bytes = fs::read(&weights_path).map_err(Error::io(&weights_path))?;
        let weights = Weights::parse(&bytes, &weights_path)?;
        let vocabulary = fs::read(&vocabulary_path).map_err(Error::io(&vocabulary_path))?;
        Ok(Self {
            tokenizer,
            words: weights
                .tensor(
                    "embeddings.word_embeddings.weight",
                    &[VOCABULARY, DIMENSIONS],
                )?
                .into_iter()
                .map(upper_half)
                .collect(),
            positions: positions(&weights)?,
            normalisation: weights.normalisation("embeddings.LayerNorm", DIMENSIONS)?,
            layers: (0..LAYERS)
                .map(|number| Layer::load(&weights, number))
                .collect::<Result<_>>()?,
            fingerprint: fingerprint(&[COMPUTATION, &bytes, &vocabulary]),
            level: Level::new(),
        })
    }

    /// What tells this model from another: vectors may be compared only if their models have
    /// the same. 32 hexadecimal digits.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The vectors of texts, one each, in their order. Of a text longer than [`MAX_TOKENS`] the
    /// beginning counts.
    pub fn embed(&self, texts: &[&str]) -> Vec<Vector> {
        texts
            .iter()
            .map(|text| self.embed_beginning(text, MAX_TOKENS))
            .collect()
    }

    /// The vector of the first `tokens` tokens of a text (at most [`MAX_TOKENS`]), which bounds
    /// the time it takes: that grows with the number of tokens.
    pub fn embed_beginning(&self, text: &str, tokens: usize) -> Vector {
        let tokens = self.tokenizer.tokens(text, tokens.min(MAX_TOKENS));
        let mut states = self.embedded(&tokens);
        for layer in &self.layers {
            layer.apply(self.level, &mut states);
        }
        mean(&states)
    }

    /// The rows that go into the first layer.
    fn embedded(&self, tokens: &[u32]) -> Vec<f32> {
        let mut states = Vec::with_capacity(tokens.len() * DIMENSIONS);
        for (token, position) in tokens.iter().zip(self.positions.chunks_exact(DIMENSIONS)) {
            let word = &self.words[*token as usize * DIMENSIONS..][..DIMENSIONS];
            states.extend(
                word.iter()
                    .zip(position)
                    .map(|(half, position)| from_upper_half(*half) + position),
            );
        }
        self.normalisation.apply(self.level, &mut states);
        states
    }
}

impl Layer {
    fn load(weights: &Weights<'_>, number: usize) -> Result<Self> {
        let layer = format!("encoder.layer.{number}");
        let attention = format!("{layer}.attention");
        let width = DIMENSIONS;
        Ok(Self {
            mixed: weights.linear(
                &format!("{attention}.self"),
                &["query", "key", "value"],
                width,
                width,
            )?,
            attended: weights.linear(&format!("{attention}.output"), &["dense"], width, width)?,
            attention_normalisation: weights
                .normalisation(&format!("{attention}.output.LayerNorm"), width)?,
            widened: weights.linear(
                &format!("{layer}.intermediate"),
                &["dense"],
                width,
                INTERMEDIATE,
            )?,
            narrowed: weights.linear(
                &format!("{layer}.output"),
                &["dense"],
                INTERMEDIATE,
                width,
            )?,
            normalisation: weights.normalisation(&format!("{layer}.output.LayerNorm"), width)?,
        })
    }

    fn apply(&self, level: Level, states: &mut [f32]) {
        let rows = states.len() / DIMENSIONS;
        let mixed = applied(&self.mixed, level, states, rows);
        let mut attended = vec![0.0; states.len()];
        layers::attend(level, &mixed, DIMENSIONS, &mut attended);
        layers::add(states, &applied(&self.attended, level, &attended, rows));
        self.attention_normalisation.apply(level, states);

        let mut widened = applied(&self.widened, level, states, rows);
        layers::gelu(level, &mut widened);
        layers::add(states, &applied(&self.narrowed, level, &widened, rows));
        self.normalisation.apply(level, states);
    }
}

fn applied(linear: &Linear, level: Level, input: &[f32], rows: usize) -> Vec<f32> {
    let mut output = vec![0.0; rows * linear.outputs()];
    linear.apply(level, input, &mut output);
    output
}

/// The meaning of a text is the mean over its tokens.
fn mean(states: &[f32]) -> Vector {
    let mut sums = [0.0; DIMENSIONS];
    for row in states.chunks_exact(DIMENSIONS) {
        layers::add(&mut sums, row);
    }
    Vector::normalised(sums)
}

fn files(path: &Path) -> (PathBuf, PathBuf) {
    if path.is_dir() {
        (path.join(WEIGHTS_FILE), path.join(VOCABULARY_FILE))
    } else {
        (path.to_owned(), path.with_file_name(VOCABULARY_FILE))
    }
}

fn positions(weights: &Weights<'_>) -> Result<Vec<f32>> {
    let mut positions = weights.tensor(
        "embeddings.position_embeddings.weight",
        &[POSITIONS, DIMENSIONS],
    )?;
    positions.truncate(MAX_TOKENS * DIMENSIONS);
    let types = weights.tensor("embeddings.token_type_embeddings.weight", &[2, DIMENSIONS])?;
    for row in positions.chunks_exact_mut(DIMENSIONS) {
        layers::add(row, &types);
    }
    Ok(positions)
}

fn fingerprint(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize()
        .iter()
        .take(16)
        .fold(String::new(), |mut digits, byte| {
            // Writing to a string cannot fail.
            let _ = write!(digits, "{byte:02x}");
            digits
        })
}

/// The number in 16 bits (bfloat16), rounded to nearest.
fn upper_half(number: f32) -> u16 {
    (number.to_bits().wrapping_add(0x8000) >> 16) as u16
}

fn from_upper_half(half: u16) -> f32 {
    f32::from_bits(u32::from(half) << 16)
}
