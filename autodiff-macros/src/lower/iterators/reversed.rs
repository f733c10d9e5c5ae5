//! Chains from the back.

use proc_macro2::Ident;

use super::Chain;
use crate::diag::codes;
use crate::lower::Lower;

impl Lower<'_> {
    /// `chain.rev()`: what has no index for each element is reversed at its source.
    pub(super) fn reversed(&mut self, chain: Chain, at: &Ident) -> Option<Chain> {
        if chain.trims_effects() {
            self.refuse(
                codes::ITERATOR_ORDER,
                at,
                "`rev` behind `zip` or `take` of a closure that changes or prints something",
                "put `rev` before it, or write the loop: what is cut off at the end would run too",
            );
            return None;
        }
        if chain.is_indexable() {
            return Some(Chain::Rev(Box::new(chain), None));
        }
        let mut inner = |chain: Box<Chain>| self.reversed(*chain, at).map(Box::new);
        Some(match chain {
            Chain::Map(a, closure) => Chain::Map(inner(a)?, closure),
            Chain::Inspect(a, closure) => Chain::Inspect(inner(a)?, closure),
            Chain::Copied(a) => Chain::Copied(inner(a)?),
            Chain::Filter(a, closure) => Chain::Filter(inner(a)?, closure),
            Chain::FilterMap(a, closure) => Chain::FilterMap(inner(a)?, closure),
            Chain::FlatMap(a, closure, back) => Chain::FlatMap(inner(a)?, closure, !back),
            Chain::Flatten(a, back) => Chain::Flatten(inner(a)?, !back),
            Chain::Chained(a, b) => {
                let (a, b) = (inner(a)?, inner(b)?);
                Chain::Chained(b, a)
            }
            Chain::Range { .. }
            | Chain::Elements { .. }
            | Chain::Chunks { .. }
            | Chain::Windows { .. }
            | Chain::Lines { .. }
            | Chain::Same { .. }
            | Chain::Zip(..)
            | Chain::Enumerate(..)
            | Chain::Rev(..)
            | Chain::Skip(..)
            | Chain::Take(..)
            | Chain::StepBy(..)
            | Chain::TakeWhile(..)
            | Chain::SkipWhile(..)
            | Chain::MapWhile(..)
            | Chain::Scan(..) => {
                self.refuse(
                    codes::ITERATOR_ORDER,
                    at,
                    "`rev` cannot be followed behind these adaptors",
                    "put it directly behind the source, or write the loop",
                );
                return None;
            }
        })
    }
}

impl Chain {
    /// Whether elements at the end are cut off whose evaluation has effects: from the back those run.
    fn trims_effects(&self) -> bool {
        match self {
            Chain::Zip(..) | Chain::Take(..) => self.has_effects(),
            Chain::Enumerate(a)
            | Chain::Rev(a, _)
            | Chain::Map(a, _)
            | Chain::Inspect(a, _)
            | Chain::Copied(a)
            | Chain::Filter(a, _)
            | Chain::FilterMap(a, _)
            | Chain::FlatMap(a, ..)
            | Chain::Flatten(a, _)
            | Chain::Skip(a, _)
            | Chain::StepBy(a, _) => a.trims_effects(),
            Chain::Chained(a, b) => a.trims_effects() || b.trims_effects(),
            Chain::Range { .. }
            | Chain::Elements { .. }
            | Chain::Chunks { .. }
            | Chain::Windows { .. }
            | Chain::Lines { .. }
            | Chain::Same { .. }
            | Chain::TakeWhile(..)
            | Chain::SkipWhile(..)
            | Chain::MapWhile(..)
            | Chain::Scan(..) => false,
        }
    }
}
