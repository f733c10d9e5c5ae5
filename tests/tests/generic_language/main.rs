//! Every part of the language over a generic scalar: gradients in `f64` against differences and the other modes, and
//! those in `f32` against those in `f64`.

#![allow(
    clippy::assign_op_pattern,
    clippy::eq_op,
    clippy::manual_map,
    clippy::manual_memcpy,
    clippy::manual_slice_fill,
    clippy::many_single_char_names,
    clippy::needless_range_loop,
    clippy::nonminimal_bool,
    clippy::op_ref,
    reason = "written as many do"
)]
#![allow(missing_docs, reason = "private to this test")]

mod calls;
mod control;
mod matrices;
mod more_programs;
mod numbers;
mod programs;
mod statements;
mod types;
