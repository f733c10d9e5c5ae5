//! Data to train on: samples in memory, files that hold them, standardization, shuffled mini-batches.
//!
//! A [`Dataset`] is made of arrays or read from a file ([`idx`], [`csv`]), is [split](Dataset::split_at), put on a common
//! scale ([`Standardization`], fitted on the training part alone), and gone through in [`Batches`] of a fixed
//! size.
//!
//! ```
//! use autodiff_runtime::data::{Dataset, Order, Standardization};
//! use autodiff_runtime::nn::Samples;
//!
//! # fn main() -> Result<(), autodiff_runtime::data::DataError> {
//! // Five samples of two features, and their classes.
//! let inputs = [[1.0, 10.0], [2.0, 20.0], [3.0, 30.0], [4.0, 40.0], [9.0, 90.0]];
//! let all = Dataset::<f64, 2, usize>::from_arrays(&inputs, &[0, 1, 0, 1, 1])?;
//! let (mut training, mut testing) = all.split_at(4);
//!
//! let standardization = Standardization::fit(&training);
//! standardization.apply(&mut training);
//! standardization.apply(&mut testing);
//!
//! // Three samples a batch: a full batch, and one with one sample.
//! let mut batches = training.batches::<Samples<f64, 2, 3>>(Order::Shuffled { seed: 7 });
//! for epoch in 0..2 {
//!     batches.start_epoch(epoch);
//!     let mut seen = 0;
//!     while let Some(batch) = batches.next_batch() {
//!         seen += batch.active;
//!     }
//!     assert_eq!(seen, 4);
//! }
//! # Ok(())
//! # }
//! ```

mod batches;
pub mod csv;
mod dataset;
mod error;
pub mod idx;
mod inputs;
mod open;
mod order;
mod standardization;

pub use batches::{Batches, MiniBatch, Remainder};
pub use dataset::Dataset;
pub use error::{DataError, Problem};
pub use inputs::BatchInputs;
pub use order::Order;
pub use standardization::Standardization;
