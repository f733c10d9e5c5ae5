//! What is read off the user's item before its body is looked at.

pub(crate) mod callable;
pub(crate) mod carriers;
pub(crate) mod hints;
pub(crate) mod lifetimes;
pub(crate) mod macros;
pub(crate) mod signature;
pub(crate) mod taint;
