//! The reverse of what changes a `Vec`'s length.

use proc_macro2::Span;

use super::Rev;
use crate::ir::{Expr, ExprKind, Grow, Growth, Stmt, StmtKind};

impl Rev<'_> {
    /// A change of a `Vec`'s length: its adjoint goes the way back. What it takes goes on to what was put in, and what
    /// was taken out comes back with its adjoint. Gives what runs before what was taken is put back.
    pub(super) fn grow(&mut self, grow: &Grow, span: Span) -> Vec<Stmt> {
        let root = grow.place.root;
        let mut before = Vec::new();
        let taken = grow.dest.filter(|dest| self.defined.contains(dest));
        if !self.activity.var(root) || !(self.defined.contains(&root) || taken.is_some()) {
            return before;
        }
        if !self.defined.contains(&root) {
            self.define(root, span);
        }
        // It has the length from after the statement.
        self.emit_presence(root, span);
        before.append(&mut self.out);
        let place = self.adjoint_place(&grow.place);
        let back = |op: Growth, index: Option<Expr>, value: Option<Expr>| {
            StmtKind::Grow(Grow { op, place: place.clone(), dest: None, index, value })
        };
        let given = || {
            grow.dest.map(|dest| match taken.and_then(|dest| self.adjoints.get(dest)) {
                Some(adjoint) => Expr::var(adjoint, span),
                None => {
                    let args = vec![Expr::var(dest, span)];
                    Expr::new(ExprKind::Rule { name: "zero_tangent".to_owned(), args }, span)
                }
            })
        };
        match grow.op {
            Growth::Push | Growth::Insert => {
                let slot = Expr::new(ExprKind::RefMut(place.clone()), span);
                let (name, mut args) = match grow.op {
                    Growth::Push => ("grow_unpush", vec![slot]),
                    _ => ("grow_remove", vec![slot]),
                };
                args.extend(grow.index.clone());
                let part = Expr::new(ExprKind::Helper { name, args }, span);
                let part = self.temporary("part", part);
                if let Some(value) = grow.value.as_ref().filter(|value| self.active(value))
                    && let Some(from) = value.place().cloned()
                {
                    self.contribute(&from, Expr::var(part, span), span);
                }
            }
            Growth::Pop => {
                let kind = back(Growth::Unpop, None, given());
                self.emit(kind, span);
            }
            Growth::Remove => {
                let kind = back(Growth::Insert, grow.index.clone(), given());
                self.emit(kind, span);
            }
            Growth::Cut => {
                let kind = back(Growth::Append, None, given());
                self.emit(kind, span);
            }
            Growth::Unpop | Growth::Append => unreachable!("only in derivative code"),
        }
        before
    }
}
