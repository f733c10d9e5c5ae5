//! The layers and losses against PyTorch's numbers, and their derivatives in both modes.

#![cfg(feature = "nn")]
#![allow(clippy::needless_range_loop, reason = "loops over indices are the mathematics")]

mod recurrent;
mod reference;

mod activations;
mod attention;
mod dense;
mod images;
mod laws;
mod losses;
mod memory;
mod networks;
mod normalizations;
