//! What the benchmarks measure, and how.
//!
//! [`programs`] are the primals, [`by_hand`] their adjoints by hand; [`cases`] have the inputs and run both;
//! [`scoreboard`] measures, compares and reports; [`protocol`] lets the harness of GradBench run all of it as a tool.

pub mod by_hand;
pub mod cases;
pub mod dual;
pub mod eval;
pub mod programs;
pub mod protocol;
#[path = "../../tests/src/random.rs"]
pub mod random;
pub mod scoreboard;
pub mod timing;
