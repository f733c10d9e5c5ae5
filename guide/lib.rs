//! Every Rust example of the guide is a test of this crate: `cargo test -p guide`.
//!
//! The pages of errors have wrong examples too, which `tests/errors.rs` compiles. `tests/pages.rs` holds that this list is
//! that of `src/SUMMARY.md`.

#[doc = include_str!("src/introduction.md")]
pub mod introduction {}
#[doc = include_str!("src/first-gradient.md")]
pub mod first_gradient {}
#[doc = include_str!("src/reverse-mode.md")]
pub mod reverse_mode {}
#[doc = include_str!("src/language.md")]
pub mod language {}
#[doc = include_str!("src/performance.md")]
pub mod performance {}
#[doc = include_str!("src/conventions.md")]
pub mod conventions {}
#[doc = include_str!("src/networks.md")]
pub mod networks {}
#[doc = include_str!("src/optimization.md")]
pub mod optimization {}
#[doc = include_str!("src/second-order.md")]
pub mod second_order {}
#[doc = include_str!("src/custom-rules.md")]
pub mod custom_rules {}
#[doc = include_str!("src/checking.md")]
pub mod checking {}
#[doc = include_str!("src/embedded.md")]
pub mod embedded {}
#[doc = include_str!("src/coming-from.md")]
pub mod coming_from {}
#[doc = include_str!("src/limits.md")]
pub mod limits {}
#[doc = include_str!("src/known-failures.md")]
pub mod known_failures {}
