//! Iterators: sources, adaptors and consumers become counted loops.
//!
//! A [`Chain`] is what the user wrote, not run. An indexable chain (`zip`, `enumerate`, `rev`, `map`, ... of
//! slices and ranges) has a length and an element for each index; others (`filter`, `take_while`, ...) are
//! driven: the consumer's code stands inside the loop, behind the adaptors' conditions.

mod build;
mod consume;
mod count;
mod cursor;
mod drive;
mod effects;
mod element;
mod exits;
mod fill;
mod hold;
mod nested;
mod optional;
mod pairs;
mod reversed;
mod search;

pub(super) use count::integer_type;
pub(super) use cursor::Uses;

use std::rc::Rc;

use super::Lower;
use super::closures::Closure;
use crate::ir::{Expr, ExprKind, Place};

/// How elements are handed out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Items {
    Value,
    Shared,
    Exclusive,
}

/// An iterator as written, and how far it has come.
#[derive(Clone)]
pub(super) struct Iter(Chain, Option<cursor::Cursor>);

/// A source with its adaptors.
#[derive(Clone)]
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
    /// `repeat(value)`, or `once(value)` with one element.
    Same {
        value: Expr,
        once: bool,
    },
    Zip(Box<Chain>, Box<Chain>),
    Enumerate(Box<Chain>),
    Rev(Box<Chain>, Option<Expr>),
    Skip(Box<Chain>, Expr),
    Take(Box<Chain>, Expr),
    StepBy(Box<Chain>, Expr),
    Map(Box<Chain>, Rc<Closure>),
    Inspect(Box<Chain>, Rc<Closure>),
    Copied(Box<Chain>),
    Filter(Box<Chain>, Rc<Closure>),
    FilterMap(Box<Chain>, Rc<Closure>),
    TakeWhile(Box<Chain>, Rc<Closure>),
    SkipWhile(Box<Chain>, Rc<Closure>),
    MapWhile(Box<Chain>, Rc<Closure>),
    Scan(Box<Chain>, Expr, Rc<Closure>),
    FlatMap(Box<Chain>, Rc<Closure>, bool),
    Flatten(Box<Chain>, bool),
    /// One after the other.
    Chained(Box<Chain>, Box<Chain>),
}

impl Chain {
    /// Whether there is an element for each index below a length.
    fn is_indexable(&self) -> bool {
        match self {
            Chain::Range { high, .. } => high.is_some(),
            Chain::Same { once, .. } => *once,
            Chain::Elements { .. }
            | Chain::Chunks { .. }
            | Chain::Windows { .. }
            | Chain::Lines { .. } => true,
            // An endless chain has as many elements as its partner.
            Chain::Zip(a, b) => {
                (a.is_indexable() && (b.is_indexable() || b.is_endless()))
                    || (a.is_endless() && b.is_indexable())
            }
            Chain::Enumerate(a)
            | Chain::Rev(a, _)
            | Chain::Map(a, _)
            | Chain::Inspect(a, _)
            | Chain::Copied(a) => a.is_indexable(),
            // What is passed over is evaluated all the same: only loops keep its effects.
            Chain::Skip(a, _) | Chain::StepBy(a, _) => a.is_indexable() && !a.has_effects(),
            Chain::Take(a, _) => a.is_indexable() || a.is_endless(),
            Chain::Filter(..)
            | Chain::FilterMap(..)
            | Chain::TakeWhile(..)
            | Chain::SkipWhile(..)
            | Chain::MapWhile(..)
            | Chain::Scan(..)
            | Chain::FlatMap(..)
            | Chain::Flatten(..)
            | Chain::Chained(..) => false,
        }
    }

    /// Whether there is an element for each index without end.
    fn is_endless(&self) -> bool {
        match self {
            Chain::Range { high, .. } => high.is_none(),
            Chain::Same { once, .. } => !once,
            Chain::Map(a, _) | Chain::Inspect(a, _) | Chain::Copied(a) | Chain::Enumerate(a) => {
                a.is_endless()
            }
            Chain::Skip(a, _) | Chain::StepBy(a, _) => a.is_endless() && !a.has_effects(),
            Chain::Zip(a, b) => a.is_endless() && b.is_endless(),
            Chain::Elements { .. }
            | Chain::Chunks { .. }
            | Chain::Windows { .. }
            | Chain::Lines { .. }
            | Chain::Rev(..)
            | Chain::Take(..)
            | Chain::Filter(..)
            | Chain::FilterMap(..)
            | Chain::TakeWhile(..)
            | Chain::SkipWhile(..)
            | Chain::MapWhile(..)
            | Chain::Scan(..)
            | Chain::FlatMap(..)
            | Chain::Flatten(..)
            | Chain::Chained(..) => false,
        }
    }
}

/// Methods that make an iterator, with their numbers of arguments.
const SOURCES: &[(&str, usize)] = &[
    ("iter", 0),
    ("iter_mut", 0),
    ("into_iter", 0),
    ("chunks", 1),
    ("chunks_exact", 1),
    ("chunks_mut", 1),
    ("chunks_exact_mut", 1),
    ("windows", 1),
    ("column_iter", 0),
    ("row_iter", 0),
    ("column_iter_mut", 0),
    ("row_iter_mut", 0),
];

/// Methods that make an iterator of what has no derivative: of text, and of the keys of a map.
const TEXT_SOURCES: &[&str] =
    &["bytes", "char_indices", "chars", "keys", "lines", "split", "split_whitespace"];

/// Methods from iterator to iterator, with their numbers of arguments.
const ADAPTORS: &[(&str, usize)] = &[
    ("zip", 1),
    ("enumerate", 0),
    ("rev", 0),
    ("skip", 1),
    ("take", 1),
    ("step_by", 1),
    ("map", 1),
    ("copied", 0),
    ("cloned", 0),
    ("filter", 1),
    ("take_while", 1),
    ("skip_while", 1),
    ("map_while", 1),
    ("scan", 2),
    ("flat_map", 1),
    ("flatten", 0),
    ("filter_map", 1),
    ("chain", 1),
    ("inspect", 1),
    ("fuse", 0),
    ("into_iter", 0),
    ("by_ref", 0),
    ("clone", 0),
    ("peekable", 0),
    ("cycle", 0),
];

impl Iter {
    /// A range, as the value that it is as well.
    pub(super) fn range(&self, span: proc_macro2::Span) -> Option<Expr> {
        match &self.0 {
            Chain::Range { low, high, inclusive } => {
                let (low, high) = (Some(Box::new(low.clone())), high.clone().map(Box::new));
                Some(Expr::new(ExprKind::Range { low, high, inclusive: *inclusive }, span))
            }
            _ => None,
        }
    }

    /// Whether its elements are borrowed, and cost nothing to name again.
    pub(super) fn borrows(&self) -> bool {
        match &self.0 {
            Chain::Elements { items, .. } | Chain::Chunks { items, .. } => *items != Items::Value,
            Chain::Windows { .. } => true,
            Chain::Rev(a, _) | Chain::Skip(a, _) | Chain::Take(a, _) | Chain::StepBy(a, _) => {
                Iter((**a).clone(), None).borrows()
            }
            _ => false,
        }
    }
}

type Body<'b, 'a> = &'b mut dyn FnMut(&mut Lower<'a>, Expr);

impl Expr {
    /// The expression as text, to compare two by their form.
    pub(super) fn kind_text(&self) -> String {
        crate::ir::print::expr(self)
    }
}
