//! Writing models.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use safetensors::{Dtype, View};
use std::path::Path;

use super::atomic::write_atomically;
use super::element::Element;
use super::error::SaveError;
use crate::nn::{Name, Parameter, ParameterKind, Parameters};

/// A tensor as it is in a file.
pub(crate) struct Stored {
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl View for &Stored {
    fn dtype(&self) -> Dtype {
        self.dtype
    }

    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn data(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.bytes)
    }

    fn data_len(&self) -> usize {
        self.bytes.len()
    }
}

impl Stored {
    pub(crate) fn numbers<T: Element>(shape: &[usize], numbers: &[T]) -> Self {
        let mut bytes = Vec::with_capacity(core::mem::size_of_val(numbers));
        numbers.iter().for_each(|number| number.write(&mut bytes));
        Self { dtype: T::DTYPE, shape: shape.to_vec(), bytes }
    }

    fn parameter<T: Element>(parameter: Parameter<'_>, numbers: &[T]) -> Self {
        if parameter.kind != ParameterKind::Counter {
            return Self::numbers(parameter.shape, numbers);
        }
        // PyTorch counts in integers.
        let bytes = numbers.iter().flat_map(|count| (count.to_f64() as i64).to_le_bytes());
        Self { dtype: Dtype::I64, shape: parameter.shape.to_vec(), bytes: bytes.collect() }
    }
}

/// The name in files: a model that is one run of numbers has the name of a layer's weights.
pub(crate) fn name_in_file(name: Name<'_>) -> String {
    let name = name.to_string();
    if name.is_empty() {
        "weight".into()
    } else {
        name
    }
}

/// The tensors of a model, their names beginning with `prefix`.
pub(crate) fn tensors<T: Element>(
    model: &impl Parameters<T>,
    prefix: &str,
) -> Vec<(String, Stored)> {
    let mut tensors = Vec::new();
    model.visit(Name::ROOT, &mut |parameter, numbers| {
        let name = alloc::format!("{prefix}{}", name_in_file(parameter.name));
        tensors.push((name, Stored::parameter(parameter, numbers)));
    });
    tensors
}

/// A file of tensors and a text.
pub(crate) fn file(
    tensors: &[(String, Stored)],
    about: Option<(&str, String)>,
) -> Result<Vec<u8>, SaveError> {
    let mut names: Vec<&str> = tensors.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    if let Some(pair) = names.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(SaveError::SameName { tensor: pair[0].into() });
    }
    // One entry at most: the order of several would differ from run to run.
    let about = about.map(|(key, text)| core::iter::once((key.into(), text)).collect());
    safetensors::serialize(tensors.iter().map(|(name, tensor)| (name.as_str(), tensor)), about)
        .map_err(|_| SaveError::TooLarge)
}

/// A model as the bytes of a `safetensors` file: the same for the same model.
///
/// # Errors
///
/// [`SaveError::SameName`], if two parts of the model have the same name.
pub fn to_bytes<T: Element>(model: &impl Parameters<T>) -> Result<Vec<u8>, SaveError> {
    file(&tensors(model, ""), None)
}

/// Writes a model to a `safetensors` file, [atomically](write_atomically).
///
/// # Errors
///
/// [`SaveError`], if the file cannot be written; the old one, if any, is as it was then.
pub fn to_file<T: Element>(
    path: impl AsRef<Path>,
    model: &impl Parameters<T>,
) -> Result<(), SaveError> {
    write(path.as_ref(), &to_bytes(model)?)
}

pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    write_atomically(path, bytes)
        .map_err(|error| SaveError::Write { path: path.to_path_buf(), error })
}
