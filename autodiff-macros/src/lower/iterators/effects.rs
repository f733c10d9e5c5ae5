//! Closures that do more than give a value, and the chains they stand in.

use std::collections::HashSet;

use syn::visit::Visit;

use super::{Chain, Iter};
use crate::ir::{ExprKind, ops};
use crate::lower::closures::{Callable, Closure};
use crate::lower::{Binding, pattern_names};
use crate::syntax::macros;

impl Chain {
    /// Whether evaluating an element may change or print something.
    pub(super) fn has_effects(&self) -> bool {
        match self {
            Chain::Range { .. }
            | Chain::Elements { .. }
            | Chain::Chunks { .. }
            | Chain::Windows { .. }
            | Chain::Lines { .. }
            | Chain::Same { .. } => false,
            Chain::Zip(a, b) | Chain::Chained(a, b) => a.has_effects() || b.has_effects(),
            Chain::Enumerate(a)
            | Chain::Rev(a, _)
            | Chain::Skip(a, _)
            | Chain::Take(a, _)
            | Chain::StepBy(a, _)
            | Chain::Copied(a)
            | Chain::Flatten(a, _) => a.has_effects(),
            Chain::Map(a, closure)
            | Chain::Filter(a, closure)
            | Chain::FilterMap(a, closure)
            | Chain::TakeWhile(a, closure)
            | Chain::SkipWhile(a, closure)
            | Chain::MapWhile(a, closure)
            | Chain::FlatMap(a, closure, _) => a.has_effects() || has_effects(closure),
            // One is only there for its effects, the other changes its state.
            Chain::Inspect(..) | Chain::Scan(..) => true,
        }
    }
}

/// Whether a closure may change something that it captured, or print.
fn has_effects(closure: &Closure) -> bool {
    let Callable::Body(body) = &closure.body else {
        return false;
    };
    let own = closure.inputs.iter().flat_map(pattern_names).collect();
    let mut find = Find { closure, own, found: false };
    find.visit_expr(body);
    find.found
}

struct Find<'c> {
    closure: &'c Closure,
    own: HashSet<String>,
    found: bool,
}

impl Find<'_> {
    /// Whether the name is captured, and may be changed.
    fn may_change(&self, expr: &syn::Expr) -> bool {
        let name = match root(expr).and_then(|path| path.path.get_ident()) {
            Some(name) => name.to_string(),
            None => return false,
        };
        if self.own.contains(&name) {
            return false;
        }
        match self.closure.scopes.iter().rev().find_map(|scope| scope.get(&name)) {
            // An iterator that is taken up step by step goes on.
            Some(Binding::Var(_) | Binding::Iter(Iter(_, Some(_)))) => true,
            Some(Binding::Alias(value)) => !matches!(value.kind, ExprKind::Ref(_)),
            Some(
                Binding::Copied { .. }
                | Binding::Function(_)
                | Binding::Closure(_)
                | Binding::Iter(Iter(_, None))
                | Binding::Maybe(_)
                | Binding::Item,
            )
            | None => false,
        }
    }
}

/// The name at the root of a place.
fn root(expr: &syn::Expr) -> Option<&syn::ExprPath> {
    match expr {
        syn::Expr::Path(path) => Some(path),
        syn::Expr::Field(it) => root(&it.base),
        syn::Expr::Index(it) => root(&it.expr),
        syn::Expr::Paren(it) => root(&it.expr),
        syn::Expr::Group(it) => root(&it.expr),
        syn::Expr::Unary(it) => root(&it.expr),
        syn::Expr::MethodCall(it) => root(&it.receiver),
        _ => None,
    }
}

impl Visit<'_> for Find<'_> {
    fn visit_local(&mut self, it: &syn::Local) {
        self.own.extend(pattern_names(&it.pat));
        syn::visit::visit_local(self, it);
    }

    fn visit_expr_assign(&mut self, it: &syn::ExprAssign) {
        // A reference that is assigned again, too.
        let reference = matches!(&*it.left, syn::Expr::Path(path)
            if path.path.get_ident().is_some_and(|name| !self.own.contains(&name.to_string())));
        self.found |= reference || self.may_change(&it.left);
        syn::visit::visit_expr_assign(self, it);
    }

    fn visit_expr_binary(&mut self, it: &syn::ExprBinary) {
        let assigns = matches!(
            it.op,
            syn::BinOp::AddAssign(_)
                | syn::BinOp::SubAssign(_)
                | syn::BinOp::MulAssign(_)
                | syn::BinOp::DivAssign(_)
                | syn::BinOp::RemAssign(_)
                | syn::BinOp::BitXorAssign(_)
                | syn::BinOp::BitAndAssign(_)
                | syn::BinOp::BitOrAssign(_)
                | syn::BinOp::ShlAssign(_)
                | syn::BinOp::ShrAssign(_)
        );
        self.found |= assigns && self.may_change(&it.left);
        syn::visit::visit_expr_binary(self, it);
    }

    fn visit_expr_reference(&mut self, it: &syn::ExprReference) {
        self.found |= it.mutability.is_some() && self.may_change(&it.expr);
        syn::visit::visit_expr_reference(self, it);
    }

    fn visit_expr_method_call(&mut self, it: &syn::ExprMethodCall) {
        let name = it.method.to_string();
        let pure = ops::primitive(&name, it.args.len() + 1).is_some()
            || ops::INERT.contains(&name.as_str())
            || ops::VIEWS.contains(&name.as_str())
            || super::SOURCES
                .iter()
                .chain(super::ADAPTORS)
                .any(|known| *known == (name.as_str(), it.args.len()))
            || matches!(name.as_str(), "sum" | "product" | "fold" | "map" | "zip_map");
        self.found |= (!pure || name.ends_with("_mut")) && self.may_change(&it.receiver);
        syn::visit::visit_expr_method_call(self, it);
    }

    fn visit_macro(&mut self, it: &syn::Macro) {
        let name = macros::name(it);
        self.found |= !matches!(name.as_str(), "vec" | "vector" | "matrix" | "point" | "matches");
        macros::expressions(it).iter().for_each(|it| self.visit_expr(it));
    }
}
