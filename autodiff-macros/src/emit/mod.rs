//! Emission: IR -> tokens.

mod body;
pub(crate) mod functions;
pub(crate) mod items;
mod names;
mod second_calls;
pub(crate) mod types;
mod views;
