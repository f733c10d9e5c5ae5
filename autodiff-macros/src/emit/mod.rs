//! Emission: IR -> tokens.

mod arms;
mod body;
mod calls;
pub(crate) mod functions;
mod growth;
pub(crate) mod items;
mod moves;
mod names;
mod second_calls;
mod sections;
mod slots;
pub(crate) mod types;
mod views;
