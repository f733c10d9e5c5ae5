//! The receiver of a method: what a method changes is the place itself, and never a copy of it.

use super::expr::{Operator, may_have_effects, operator};
use super::{Binding, Lower};
use crate::ir::{Expr, ExprKind, VarId, VarKind};
use crate::syntax::macros;

impl Lower<'_> {
    /// The operands of a method.
    ///
    /// Operands that stand before one with effects are copied, since Rust evaluates them before. A receiver is only
    /// borrowed then: in `p.step(if c { p.a } else { 0.0 })` it is `p` that changes. Arguments can change it
    /// where it is passed by value alone: what changes it by its form is found, and a method that an argument calls on it
    /// is held to read it only.
    pub(super) fn method_operands(&mut self, it: &syn::ExprMethodCall) -> Vec<Expr> {
        let all = std::iter::once(&*it.receiver).chain(it.args.iter());
        if !it.args.iter().any(may_have_effects) || self.names_function(&it.receiver) {
            return self.call_operands(all);
        }
        let receiver = self.expr(&it.receiver);
        let mut lent = None;
        let receiver = match receiver.kind {
            ExprKind::Read(place) if !self.changed_by(&it.args).contains(&place.root) => {
                let place = self.freeze_place(place);
                lent = Some(place.root);
                Expr::read(place, receiver.span)
            }
            _ => self.freeze(receiver),
        };
        let mut operands = vec![receiver];
        let before = self.lent.len();
        self.lent.extend(lent);
        operands.extend(self.call_operands(it.args.iter()));
        self.lent.truncate(before);
        operands
    }

    /// A method may change a receiver that has no name, too: `make(x).step(y)`. What was made since there were `known`
    /// variables is such a one.
    pub(super) fn own_receiver(&mut self, receiver: &mut Expr, known: usize) {
        let var = match (&receiver.kind, receiver.place()) {
            (_, Some(place)) if place.is_var() && place.root.0 as usize >= known => place.root,
            (ExprKind::Aggregate { .. }, _) => {
                let nothing = Expr::tokens(proc_macro2::TokenStream::new(), receiver.span);
                let value = std::mem::replace(receiver, nothing);
                let span = value.span;
                let var = self.let_var("t", value);
                *receiver = Expr::var(var, span);
                var
            }
            _ => return,
        };
        if self.f.var(var).kind == VarKind::Local {
            self.f.var_mut(var).mutable = true;
        }
    }

    /// Whether this names a function or a closure.
    fn names_function(&self, receiver: &syn::Expr) -> bool {
        let syn::Expr::Path(path) = super::stmt::strip(receiver) else { return false };
        let Some(name) = path.path.get_ident() else { return true };
        !matches!(
            self.lookup(&name.to_string()),
            Some(Binding::Var(_) | Binding::Alias(_) | Binding::Copied { .. })
        )
    }

    /// The variables that expressions change by an assignment, a `&mut`, or a method whose value nobody wants.
    fn changed_by<'e>(&self, exprs: impl IntoIterator<Item = &'e syn::Expr>) -> Vec<VarId> {
        let mut found = Changed::default();
        for expr in exprs {
            syn::visit::Visit::visit_expr(&mut found, expr);
        }
        let root = |name: &String| match self.lookup(name)? {
            Binding::Var(var) => Some(*var),
            Binding::Alias(value) | Binding::Copied { value, .. } => {
                value.place().map(|place| place.root)
            }
            Binding::Function(_)
            | Binding::Closure(_)
            | Binding::Iter(_)
            | Binding::Maybe(_)
            | Binding::Item => None,
        };
        found.names.iter().filter_map(root).collect()
    }
}

/// The names in what is changed.
#[derive(Default)]
struct Changed {
    names: Vec<String>,
    /// Whether the names that come are in such a place.
    inside: bool,
}

impl Changed {
    fn place(&mut self, place: &syn::Expr) {
        let outer = std::mem::replace(&mut self.inside, true);
        syn::visit::Visit::visit_expr(self, place);
        self.inside = outer;
    }
}

impl<'ast> syn::visit::Visit<'ast> for Changed {
    fn visit_expr(&mut self, expr: &'ast syn::Expr) {
        match expr {
            syn::Expr::Assign(it) => self.place(&it.left),
            syn::Expr::Binary(it) if matches!(operator(&it.op), Some(Operator::Update(_))) => {
                self.place(&it.left);
            }
            syn::Expr::Reference(it) if it.mutability.is_some() => self.place(&it.expr),
            syn::Expr::Path(it) if self.inside => {
                self.names.extend(it.path.get_ident().map(ToString::to_string));
            }
            syn::Expr::Macro(it) => {
                for inner in macros::expressions(&it.mac) {
                    let mut found = Changed { names: Vec::new(), inside: self.inside };
                    found.visit_expr(&inner);
                    self.names.append(&mut found.names);
                }
            }
            _ => {}
        }
        syn::visit::visit_expr(self, expr);
    }

    fn visit_stmt(&mut self, stmt: &'ast syn::Stmt) {
        if let syn::Stmt::Expr(syn::Expr::MethodCall(it), Some(_)) = stmt {
            self.place(&it.receiver);
        }
        syn::visit::visit_stmt(self, stmt);
    }
}
