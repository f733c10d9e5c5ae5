//! Changes of a `Vec`'s length.

use proc_macro2::Span;

use super::{Expr, Place, VarId};

/// A change of a `Vec`'s length: of a primal one, of its tangent, or of its adjoint.
#[derive(Clone, Debug)]
pub(crate) struct Grow {
    pub(crate) op: Growth,
    pub(crate) place: Place,
    /// What was taken: an `Option` for `Pop`, an element for `Remove`, a `Vec` for `Cut`.
    pub(crate) dest: Option<VarId>,
    /// The index of `Insert` and `Remove`, the new length of `Cut`.
    pub(crate) index: Option<Expr>,
    /// What is put in: an element, an `Option` for `Unpop`, a `Vec` for `Append`.
    pub(crate) value: Option<Expr>,
}

/// What happens to a `Vec`. Each has its inverse here too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Growth {
    Push,
    Pop,
    Insert,
    Remove,
    /// Elements from an index on are taken: `truncate`, `clear`, `split_off`.
    Cut,
    /// Undoes `Pop`.
    Unpop,
    /// Undoes `Cut`.
    Append,
}

impl Grow {
    /// What takes the change back; what was taken is in its `dest`.
    pub(crate) fn undone(&self, span: Span) -> Self {
        let taken = || self.dest.map(|dest| Expr::var(dest, span));
        let (op, value) = match self.op {
            Growth::Push => (Growth::Pop, None),
            Growth::Insert => (Growth::Remove, None),
            Growth::Pop => (Growth::Unpop, taken()),
            Growth::Remove => (Growth::Insert, taken()),
            Growth::Cut => (Growth::Append, taken()),
            Growth::Unpop | Growth::Append => unreachable!("only in derivative code"),
        };
        let index = match op {
            Growth::Insert | Growth::Remove => self.index.clone(),
            Growth::Push | Growth::Pop | Growth::Cut | Growth::Unpop | Growth::Append => None,
        };
        Grow { op, place: self.place.clone(), dest: None, index, value }
    }
}
