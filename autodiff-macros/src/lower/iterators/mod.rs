//! Iterators: sources, adaptors and consumers become counted loops.
//!
//! A [`Chain`] is what the user wrote, not run. An indexable chain (`zip`, `enumerate`, `rev`, `map`, ... of
//! slices and ranges) has a length and an element for each index; others (`filter`, `take_while`, ...) are
//! driven: the consumer's code stands inside the loop, behind the adaptors' conditions.

mod build;
mod consume;
mod count;
mod drive;
mod element;

use std::rc::Rc;

use super::Lower;
use super::closures::Closure;
use super::stmt::strip;
use crate::ir::{Expr, Place};

/// How elements are handed out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Items {
    Value,
    Shared,
    Exclusive,
}

/// An iterator as written.
enum Chain {
    Range {
        low: Expr,
        high: Option<Expr>,
        inclusive: bool,
    },
    Elements {
        place: Place,
        items: Items,
    },
    Chunks {
        place: Place,
        size: Expr,
        exact: bool,
        items: Items,
    },
    Windows {
        place: Place,
        size: Expr,
    },
    /// Columns or rows of a matrix.
    Lines {
        place: Place,
        view: &'static str,
        count: &'static str,
        items: Items,
    },
    Zip(Box<Chain>, Box<Chain>),
    Enumerate(Box<Chain>),
    Rev(Box<Chain>, Option<Expr>),
    Skip(Box<Chain>, Expr),
    Take(Box<Chain>, Expr),
    StepBy(Box<Chain>, Expr),
    Map(Box<Chain>, Rc<Closure>),
    Copied(Box<Chain>),
    Filter(Box<Chain>, Rc<Closure>),
    TakeWhile(Box<Chain>, Rc<Closure>),
    SkipWhile(Box<Chain>, Rc<Closure>),
}

impl Chain {
    fn is_indexable(&self) -> bool {
        match self {
            Chain::Range { high, .. } => high.is_some(),
            Chain::Elements { .. }
            | Chain::Chunks { .. }
            | Chain::Windows { .. }
            | Chain::Lines { .. } => true,
            // An endless range has as many elements as its partner.
            Chain::Zip(a, b) => {
                (a.is_indexable() && (b.is_indexable() || b.is_endless()))
                    || (a.is_endless() && b.is_indexable())
            }
            Chain::Enumerate(a)
            | Chain::Rev(a, _)
            | Chain::Skip(a, _)
            | Chain::StepBy(a, _)
            | Chain::Map(a, _)
            | Chain::Copied(a) => a.is_indexable(),
            Chain::Take(a, _) => a.is_indexable() || a.is_endless(),
            Chain::Filter(..) | Chain::TakeWhile(..) | Chain::SkipWhile(..) => false,
        }
    }

    fn is_endless(&self) -> bool {
        match self {
            Chain::Range { high, .. } => high.is_none(),
            Chain::Map(a, _) | Chain::Skip(a, _) | Chain::StepBy(a, _) => a.is_endless(),
            _ => false,
        }
    }
}

const SOURCES: &[&str] = &[
    "iter",
    "iter_mut",
    "chunks",
    "chunks_exact",
    "chunks_mut",
    "chunks_exact_mut",
    "windows",
    "column_iter",
    "row_iter",
    "column_iter_mut",
    "row_iter_mut",
];

const ADAPTORS: &[&str] = &[
    "zip",
    "enumerate",
    "rev",
    "skip",
    "take",
    "step_by",
    "map",
    "copied",
    "cloned",
    "filter",
    "take_while",
    "skip_while",
    "scan",
    "flat_map",
    "filter_map",
    "chain",
    "into_iter",
    "by_ref",
    "peekable",
    "inspect",
];

/// Whether an expression is an iterator by its form.
pub(in crate::lower) fn is_iterator(expr: &syn::Expr) -> bool {
    match strip(expr) {
        syn::Expr::MethodCall(it) => {
            let name = it.method.to_string();
            let plain_source = SOURCES.contains(&name.as_str());
            plain_source
                || name == "into_iter"
                || (ADAPTORS.contains(&name.as_str()) && is_iterator(&it.receiver))
        }
        syn::Expr::Range(_) => true,
        _ => false,
    }
}

type Body<'b, 'a> = &'b mut dyn FnMut(&mut Lower<'a>, Expr);
impl Expr {
    /// The expression as text, to compare two by their form.
    pub(super) fn kind_text(&self) -> String {
        crate::ir::print::expr(self)
    }
}
