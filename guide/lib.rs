//! Every Rust example of the guide is a test of this crate: `cargo test -p guide`.
//!
//! The pages of errors have wrong examples too, which `tests/errors.rs` compiles.
