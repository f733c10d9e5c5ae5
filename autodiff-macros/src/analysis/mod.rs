//! Analyses: facts about a function in side tables. They change nothing and report nothing about syntax.

pub(crate) mod activity;
pub(crate) mod function_values;
pub(crate) mod held_references;
pub(crate) mod hints;
pub(crate) mod infinities;
pub(crate) mod order;
pub(crate) mod passed_on;
pub(crate) mod rebinding;
