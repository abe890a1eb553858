//! Reading the numbers of the model out of its file.

use std::path::Path;

use safetensors::{Dtype, SafeTensors};

use crate::error::{Error, Result};
use crate::layers::Normalisation;
use crate::matrix::Linear;

/// The tensors of a model file.
pub(crate) struct Weights<'a> {
    tensors: SafeTensors<'a>,
    path: &'a Path,
}

impl<'a> Weights<'a> {
    /// The tensors in `bytes`, the content of `path`.
    pub(crate) fn parse(bytes: &'a [u8], path: &'a Path) -> Result<Self> {
        let tensors = SafeTensors::deserialize(bytes)
            .map_err(|error| Error::invalid(path, error.to_string()))?;
        Ok(Self { tensors, path })
    }

    /// A tensor of exactly this shape.
    pub(crate) fn tensor(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
        let tensor = self
            .tensors
            .tensor(name)
            .map_err(|_| Error::invalid(self.path, format!("it has no tensor {name}")))?;
        if tensor.shape() != shape || tensor.dtype() != Dtype::F32 {
            return Err(Error::invalid(
                self.path,
                format!(
                    "{name} is {:?} {:?}, not F32 {shape:?}",
                    tensor.dtype(),
                    tensor.shape()
                ),
            ));
        }
        let (numbers, _) = tensor.data().as_chunks::<4>();
        Ok(numbers
            .iter()
            .map(|bytes| f32::from_le_bytes(*bytes))
            .collect())
    }

    /// The layers `{prefix}.{name}` side by side, as one.
    pub(crate) fn linear(
        &self,
        prefix: &str,
        names: &[&str],
        inputs: usize,
        outputs: usize,
    ) -> Result<Linear> {
        let mut weights = Vec::with_capacity(names.len() * inputs * outputs);
        let mut bias = Vec::with_capacity(names.len() * outputs);
        for name in names {
            weights.extend(self.tensor(&format!("{prefix}.{name}.weight"), &[outputs, inputs])?);
            bias.extend(self.tensor(&format!("{prefix}.{name}.bias"), &[outputs])?);
        }
        Ok(Linear::new(&weights, bias))
    }

    pub(crate) fn normalisation(&self, prefix: &str, width: usize) -> Result<Normalisation> {
        Ok(Normalisation {
            weight: self.tensor(&format!("{prefix}.weight"), &[width])?,
            bias: self.tensor(&format!("{prefix}.bias"), &[width])?,
        })
    }
}
