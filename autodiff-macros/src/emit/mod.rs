//! Emission: IR -> tokens.

mod body;
pub(crate) mod functions;
pub(crate) mod items;
mod names;
pub(crate) mod types;
mod views;
