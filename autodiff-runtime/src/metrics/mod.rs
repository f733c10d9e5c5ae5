//! How good predictions are: shares recognized, confusion matrices, errors of numbers. No training in here, no files.
//!
//! Scores are those of all classes, sample by sample: what [`Samples::samples`](crate::nn::Samples::samples) gives of the
//! last layer's output.
//!
//! ```
//! use autodiff_runtime::metrics::{ConfusionMatrix, TopK};
//!
//! // Two samples with the scores of three classes each.
//! let scores = [[0.1, 0.8, 0.3], [0.7, 0.2, 0.4]];
//! let mut confusion = ConfusionMatrix::<3>::new();
//! let mut top2 = TopK::new(2);
//! confusion.record_scores(&scores, &[1, 2]);
//! top2.record_scores(&scores, &[1, 2]);
//! assert_eq!(confusion.accuracy(), Some(0.5));
//! assert_eq!(confusion.count(2, 0), 1);
//! assert_eq!(top2.share(), Some(1.0));
//! ```

#[cfg(feature = "alloc")]
mod confusion;
mod regression;
mod scores;

#[cfg(feature = "alloc")]
pub use confusion::{Average, ConfusionMatrix};
pub use regression::RegressionError;
pub use scores::{accuracy, largest, TopK};
