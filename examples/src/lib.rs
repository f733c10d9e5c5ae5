//! What the example programs share: their data, their options, and what they leave behind.

pub mod data;
pub mod gradient_check;
pub mod mgh;
pub mod notes;
pub mod program;
