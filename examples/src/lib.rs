//! What the example programs are made of.

pub mod charts;
pub mod data;
pub mod gradient_check;
pub mod mgh;
pub mod network;
pub mod training;
