//! Models on disk.
//!
//! [`to_file`] writes a model as a `safetensors` file with PyTorch's names and layout, [`from_file`] reads one that was
//! written here or by PyTorch into a model of the same shapes:
//!
//! ```python
//! from safetensors.torch import load_file, save_file
//! module.load_state_dict(load_file("model.safetensors"))
//! save_file(module.state_dict(), "model.safetensors")
//! ```
//!
//! [`to_rust`] writes a model as constants of Rust, for programs without files, `std` or an allocator.
//!
//! A file that is damaged, truncated or of other shapes is an error that names the tensor, and leaves the model as it
//! was. Files are [written atomically](write_atomically): a crash leaves the old one or the new one.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use autodiff_runtime::nn::Samples;
//! use autodiff_runtime::save;
//!
//! // Anything with parameters: here the weights of a layer alone.
//! let weight = Samples::<f32, 3, 2>::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
//! let bytes = save::to_bytes(&weight)?;
//! let mut copy = Samples::<f32, 3, 2>::zeros();
//! save::from_bytes(&bytes, &mut copy)?;
//! assert_eq!(copy, weight);
//!
//! let mut other = Samples::<f32, 4, 2>::zeros();
//! let error = save::from_bytes(&bytes, &mut other).unwrap_err();
//! assert_eq!(error.to_string(), "tensor `weight`: the model's shape is [2, 4], the file's [2, 3]");
//! # Ok(())
//! # }
//! ```

mod atomic;
mod constants;
mod element;
mod error;
mod load;
mod store;

pub use atomic::write_atomically;
pub use constants::to_rust;
pub use element::Element;
pub use error::{LoadError, Problem, SaveError};
pub use load::{from_bytes, from_file, Loading};
pub use store::{to_bytes, to_file};

/// What other files of tensors are made of.
#[cfg(feature = "train")]
pub(crate) mod parts {
    pub(crate) use super::load::{copy, parse};
    pub(crate) use super::store::{file, tensors, write, Stored};
}
