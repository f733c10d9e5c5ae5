//! Training: a [`Trainer`] that goes through the epochs, and the pieces it is made of, for a loop of one's own.
//!
//! A trainer is given a model, data, a function that adds the gradient of a batch's loss, and one that measures the model after
//! each epoch. It shuffles, clips, follows a schedule, stops early, writes [checkpoints](Trainer::checkpoint) from which
//! training goes on to the same bits, and keeps a [`History`] that can be written as CSV and drawn (feature `plots`).
//!
//! Nothing in it is its own: a loop that needs something else takes ten lines.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use autodiff_runtime::data::{Dataset, Order};
//! use autodiff_runtime::nn::{matmul, Samples, Weights};
//! use autodiff_runtime::optim::Sgd;
//! use autodiff_runtime::prelude::*;
//! use autodiff_runtime::train::{clear, Trainer};
//!
//! type Inputs = Samples<f64, 2, 4>;
//!
//! /// The mean squared error of the first samples of a batch.
//! #[differentiate]
//! fn loss(
//!     weight: &Weights<f64, 1, 2>,
//!     #[constant] x: &Inputs,
//!     #[constant] y: &[f64; 4],
//!     active: usize,
//! ) -> f64 {
//!     let predicted = matmul(weight, x);
//!     let mut sum = 0.0;
//!     for b in 0..active {
//!         sum += (predicted[b][0] - y[b]).powi(2);
//!     }
//!     sum / active as f64
//! }
//!
//! // Ten samples of y = 3 a - 2 b.
//! let mut data = Dataset::<f64, 2, f64>::new();
//! for i in 0..10 {
//!     let (a, b) = (f64::from(i) / 10.0, f64::from(i % 3));
//!     data.push(&[a, b], 3.0 * a - 2.0 * b);
//! }
//!
//! let mut weight = Weights::<f64, 1, 2>::zeros();
//! let mut trainer = Trainer::<Inputs, _>::new(Sgd::new(0.1)).epochs(200).shuffled(7);
//! let history = trainer.fit(
//!     &mut weight,
//!     &data,
//!     |weight, batch, gradient| {
//!         loss::accumulate_grad(weight, &batch.inputs, &batch.targets, batch.active, gradient)
//!     },
//!     |weight| [("slope", weight[0][0])],
//! )?;
//! assert!(history.last("loss").unwrap() < 1e-6);
//! assert!((weight[0][0] - 3.0).abs() < 1e-2 && (weight[0][1] + 2.0).abs() < 1e-2);
//!
//! // The same in a loop of one's own.
//! let (mut own, mut optimizer) = (Weights::<f64, 1, 2>::zeros(), Sgd::new(0.1));
//! let mut gradient = own.zero_tangent();
//! let mut batches = data.batches::<Inputs>(Order::Shuffled { seed: 7 });
//! for epoch in 0..200 {
//!     batches.start_epoch(epoch);
//!     while let Some(batch) = batches.next_batch() {
//!         clear(&mut gradient);
//!         loss::accumulate_grad(&own, &batch.inputs, &batch.targets, batch.active, &mut gradient);
//!         optimizer.step_model(&mut own, &gradient);
//!     }
//! }
//! assert_eq!(own, weight);
//! # Ok(())
//! # }
//! ```

mod trainer;

mod checkpoint;
mod engine;
mod error;
mod history;
#[cfg(feature = "rayon")]
mod parallel;
mod progress;
mod statistics;

#[cfg(feature = "plots")]
pub mod plots;

pub use engine::clear;
pub use error::TrainError;
pub use history::{History, HistoryError};
#[cfg(feature = "progress")]
pub use progress::Bar;
pub use progress::{Progress, Silent};
pub use statistics::{LayerStatistics, Statistics};
pub use trainer::{Clip, Options, Trainer};
