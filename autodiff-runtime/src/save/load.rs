//! Reading models.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use std::path::Path;

use super::element::Element;
use super::error::{LoadError, Problem};
use super::store::name_in_file;
use crate::nn::{Name, Parameter, ParameterKind, Parameters};

/// Reads a model from a `safetensors` file with exactly its tensors. See [`Loading`] for others.
///
/// # Errors
///
/// [`LoadError`]; the model is as it was then.
pub fn from_file<T: Element>(
    path: impl AsRef<Path>,
    model: &mut impl Parameters<T>,
) -> Result<(), LoadError> {
    Loading::strict().from_file(path, model)
}

/// Reads a model from the bytes of a `safetensors` file with exactly its tensors.
///
/// # Errors
///
/// [`LoadError`]; the model is as it was then.
pub fn from_bytes<T: Element>(
    bytes: &[u8],
    model: &mut impl Parameters<T>,
) -> Result<(), LoadError> {
    Loading::strict().from_bytes(bytes, model)
}

/// How a model is read from a file whose tensors are not exactly the model's.
///
/// Half and single precision are read into any model. Double precision is read into a model of `f64` alone.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use autodiff_runtime::nn::Samples;
/// use autodiff_runtime::save::{self, Loading};
///
/// let bytes = save::to_bytes(&Samples::<f32, 2, 1>::from([[1.0, 2.0]]))?;
/// let mut weight = Samples::<f64, 2, 1>::zeros();
/// // The model's names are looked up under others in the file.
/// let rename = |name: &str| name.replace("kernel", "weight");
/// Loading::strict().rename(&rename).from_bytes(&bytes, &mut weight)?;
/// assert_eq!(weight[0], [1.0, 2.0]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Default)]
pub struct Loading<'a> {
    missing: bool,
    unknown: bool,
    rename: Option<&'a dyn Fn(&str) -> String>,
    prefix: &'a str,
}

impl fmt::Debug for Loading<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loading")
            .field("missing", &self.missing)
            .field("unknown", &self.unknown)
            .finish_non_exhaustive()
    }
}

impl<'a> Loading<'a> {
    /// The file must have the model's tensors and no others.
    #[must_use]
    pub fn strict() -> Self {
        Self::default()
    }

    /// What the file does not have stays as it is in the model.
    #[must_use]
    pub fn allow_missing(mut self) -> Self {
        self.missing = true;
        self
    }

    /// What the model does not have is passed over.
    #[must_use]
    pub fn allow_unknown(mut self) -> Self {
        self.unknown = true;
        self
    }

    /// A tensor of the model is looked up under the name that a function gives for its own.
    #[must_use]
    pub fn rename(mut self, rename: &'a dyn Fn(&str) -> String) -> Self {
        self.rename = Some(rename);
        self
    }

    /// The tensors whose names begin with a prefix are the file; the model's names are without it.
    #[cfg(feature = "train")]
    pub(crate) fn under(mut self, prefix: &'a str) -> Self {
        self.prefix = prefix;
        self
    }

    /// Reads a model from a file.
    ///
    /// # Errors
    ///
    /// [`LoadError`]; the model is as it was then.
    pub fn from_file<T: Element>(
        self,
        path: impl AsRef<Path>,
        model: &mut impl Parameters<T>,
    ) -> Result<(), LoadError> {
        let path = path.as_ref();
        let bytes =
            std::fs::read(path).map_err(|e| LoadError::from(Problem::Read(e)).in_file(path))?;
        self.from_bytes(&bytes, model).map_err(|error| error.in_file(path))
    }

    /// Reads a model from the bytes of a file.
    ///
    /// # Errors
    ///
    /// [`LoadError`]; the model is as it was then.
    pub fn from_bytes<T: Element>(
        self,
        bytes: &[u8],
        model: &mut impl Parameters<T>,
    ) -> Result<(), LoadError> {
        let file = parse(bytes)?;
        self.check(&file, model)?;
        self.fill(&file, model);
        Ok(())
    }

    fn name(self, parameter: Parameter<'_>) -> String {
        let name = name_in_file(parameter.name);
        let name = self.rename.map_or(name.clone(), |rename| rename(&name));
        format!("{}{name}", self.prefix)
    }

    /// Whether all of the file fits the model.
    pub(crate) fn check<T: Element>(
        self,
        file: &SafeTensors<'_>,
        model: &impl Parameters<T>,
    ) -> Result<(), Problem> {
        let mut known = Vec::new();
        let mut first = Ok(());
        model.visit(Name::ROOT, &mut |parameter, _| {
            let name = self.name(parameter);
            let checked = match file.tensor(&name) {
                Ok(tensor) => fits::<T>(&name, parameter, &tensor),
                Err(_) if self.missing => Ok(()),
                Err(_) => {
                    let expected = parameter.shape.to_vec();
                    Err(Problem::Missing { tensor: name.clone(), expected })
                }
            };
            if first.is_ok() {
                first = checked;
            }
            known.push(name);
        });
        first?;
        if self.unknown {
            return Ok(());
        }
        // In the order of the names, so that the error is the same in every run.
        let mut names = file.names();
        names.sort_unstable();
        let of_model = |name: &&str| name.starts_with(self.prefix);
        match names.into_iter().filter(of_model).find(|name| !known.iter().any(|k| k == name)) {
            Some(name) => {
                let found = file.tensor(name).map_or_else(|_| Vec::new(), |t| t.shape().to_vec());
                Err(Problem::Unknown { tensor: name.to_string(), found })
            }
            None => Ok(()),
        }
    }

    /// Copies the numbers of a file that was checked.
    pub(crate) fn fill<T: Element>(self, file: &SafeTensors<'_>, model: &mut impl Parameters<T>) {
        model.visit_mut(Name::ROOT, &mut |parameter, numbers| {
            if let Ok(tensor) = file.tensor(&self.name(parameter)) {
                copy(&tensor, numbers);
            }
        });
    }
}

/// The tensors of a file.
pub(crate) fn parse(bytes: &[u8]) -> Result<SafeTensors<'_>, Problem> {
    SafeTensors::deserialize(bytes).map_err(|error| Problem::Damaged { reason: error.to_string() })
}

fn fits<T: Element>(
    name: &str,
    parameter: Parameter<'_>,
    tensor: &TensorView<'_>,
) -> Result<(), Problem> {
    if tensor.shape() != parameter.shape {
        return Err(Problem::Shape {
            tensor: name.into(),
            expected: parameter.shape.to_vec(),
            found: tensor.shape().to_vec(),
        });
    }
    let counts = parameter.kind == ParameterKind::Counter && tensor.dtype() == Dtype::I64;
    if !counts && T::reader(tensor.dtype()).is_none() {
        return Err(Problem::Type {
            tensor: name.into(),
            expected: T::NAME,
            found: format!("{:?}", tensor.dtype()),
        });
    }
    Ok(())
}

/// Copies the numbers of a tensor whose type and shape were checked.
pub(crate) fn copy<T: Element>(tensor: &TensorView<'_>, numbers: &mut [T]) {
    if let Some(read) = T::reader(tensor.dtype()) {
        let size = tensor.dtype().bitsize() / 8;
        for (number, bytes) in numbers.iter_mut().zip(tensor.data().chunks_exact(size)) {
            *number = read(bytes);
        }
    } else {
        for (number, bytes) in numbers.iter_mut().zip(tensor.data().as_chunks().0) {
            *number = T::lit(i64::from_le_bytes(*bytes) as f64);
        }
    }
}
