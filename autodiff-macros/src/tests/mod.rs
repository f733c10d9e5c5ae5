//! Tests of the compiler in this process: whole expansions, without compiling what they expand to.

mod constructs;
mod corpus;
mod expanded;
mod mutations;
