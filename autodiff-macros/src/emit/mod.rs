//! Emission: IR -> tokens.

mod arms;
mod body;
mod calls;
pub(crate) mod functions;
mod growth;
pub(crate) mod items;
mod loops;
mod moves;
mod names;
mod second_calls;
mod sections;
mod slices;
mod slots;
mod tapes;
pub(crate) mod types;
mod views;
