//! Methods of slices that move elements or fill them: `swap`, `fill`, `reverse`, `rotate_left`, `sort_by`, ...
//!
//! What moves elements is a copy from where they were: `x[i] = old[order[i]]`. The order is a list of indices, found
//! once, so that the reverse sweep sends each adjoint back to where its element came from.

use proc_macro2::Span;
use quote::quote;

use super::Lower;
use super::patterns::index_expr;
use crate::diag::codes;
use crate::ir::{
    Aggregate, BinaryOp, Expr, ExprKind, Hint, Place, Proj, Range, Spelling, StmtKind, ops,
};

/// Methods with inactive results that take closures.
const QUESTIONS: &[(&str, usize)] = &[
    ("partition_point", 1),
    ("binary_search", 1),
    ("binary_search_by", 1),
    ("binary_search_by_key", 2),
    ("is_sorted", 0),
    ("is_sorted_by", 1),
    ("is_sorted_by_key", 1),
    ("starts_with", 1),
    ("ends_with", 1),
];

impl Lower<'_> {
    /// Methods of slices that move elements, and those that fill.
    pub(super) fn slice_method(
        &mut self,
        it: &syn::ExprMethodCall,
        name: &str,
        span: Span,
    ) -> Option<Expr> {
        if self.siblings.iter().any(|own| own == name) {
            return None;
        }
        match (name, it.args.len()) {
            ("swap", 2) => {
                let base = self.base(&it.receiver);
                let base = self.freeze_place(base);
                let mut indices = self.operands(it.args.iter()).into_iter();
                let (i, j) = (indices.next()?, indices.next()?);
                let (i, j) = (self.index_in(&base, i, span), self.index_in(&base, j, span));
                let a = base.clone().then(Proj::Index(Box::new(i)));
                let b = base.then(Proj::Index(Box::new(j)));
                self.swap(a, b, span);
            }
            ("fill", 1) => {
                let base = self.base(&it.receiver);
                let base = self.freeze_place(base);
                let value = self.expr(it.args.first()?);
                let value = Expr::var(self.let_var("value", value), span);
                self.each_index_of(&base, span, |lower, index| {
                    let place = base.clone().then(Proj::Index(Box::new(index)));
                    lower.push(StmtKind::Assign { place, value: value.clone() }, span);
                });
            }
            ("copy_from_slice" | "clone_from_slice", 1) => {
                let base = self.base(&it.receiver);
                let base = self.freeze_place(base);
                let source = self.base(it.args.first()?);
                let source = self.freeze_place(source);
                self.copy_elements(&base, &source, span);
            }
            ("swap_with_slice", 1) => {
                let base = self.base(&it.receiver);
                let base = self.freeze_place(base);
                let other = self.base(it.args.first()?);
                let other = self.freeze_place(other);
                let (own, _) = self.length(&base, span);
                let (length, _) = self.length(&other, span);
                let args = vec![own, length];
                let high = Expr::new(ExprKind::Helper { name: "same_length", args }, span);
                self.up_to(high, None, span, |lower, index| {
                    let a = base.then(Proj::Index(Box::new(index.clone())));
                    let b = other.then(Proj::Index(Box::new(index)));
                    lower.swap(a, b, span);
                });
            }
            ("split_at" | "split_at_mut", 1) => {
                let base = self.base(&it.receiver);
                let base = self.freeze_place(base);
                let middle = self.expr(it.args.first()?);
                let middle = self.index_in(&base, middle, span);
                let part = |low: Option<Expr>, high: Option<Expr>| {
                    let range = ExprKind::Range {
                        low: low.map(Box::new),
                        high: high.map(Box::new),
                        inclusive: false,
                    };
                    let place = base.clone().then(Proj::Index(Box::new(Expr::new(range, span))));
                    let kind = if name == "split_at" {
                        ExprKind::Ref(place)
                    } else {
                        ExprKind::RefMut(place)
                    };
                    Expr::new(kind, span)
                };
                let operands = vec![part(None, Some(middle.clone())), part(Some(middle), None)];
                let kind = Aggregate::Tuple;
                return Some(Expr::new(ExprKind::Aggregate { kind, operands }, span));
            }
            ("reverse", 0) => {
                let base = self.base(&it.receiver);
                let base = self.freeze_place(base);
                self.reverse(base, span);
            }
            // The bits of a number.
            ("rotate_left" | "rotate_right", 1) if self.is_discrete(&it.receiver) => {
                let exprs = std::iter::once(&*it.receiver).chain(it.args.iter());
                let args = self.operands(exprs);
                let method = it.method.clone();
                return Some(Expr::new(ExprKind::Inert { method, turbofish: None, args }, span));
            }
            ("rotate_left" | "rotate_right", 1) => {
                let base = self.base(&it.receiver);
                let base = self.freeze_place(base);
                let middle = self.expr(it.args.first()?);
                let middle = self.freeze(middle);
                self.rotate(&base, middle, name == "rotate_left", span);
            }
            (
                "sort"
                | "sort_unstable"
                | "sort_by"
                | "sort_unstable_by"
                | "sort_by_key"
                | "sort_unstable_by_key"
                | "sort_by_cached_key",
                0 | 1,
            ) => {
                let base = self.base(&it.receiver);
                let base = self.freeze_place(base);
                let elements = Expr::new(ExprKind::Ref(base.clone()), span);
                let stable = !name.starts_with("sort_unstable");
                let (name, args) = match it.args.first() {
                    None => {
                        let name = if stable { "sorted_order_of" } else { "unstable_order_of" };
                        (name, vec![elements])
                    }
                    Some(closure) => {
                        let name = match (stable, name.ends_with("key")) {
                            (true, true) => "sorted_order_by_key",
                            (true, false) => "sorted_order",
                            (false, true) => "unstable_order_by_key",
                            (false, false) => "unstable_order",
                        };
                        let Some(closure) = self.opaque_closure(closure) else {
                            return Some(self.dummy(span));
                        };
                        (name, vec![elements, closure])
                    }
                };
                let order = Expr::new(ExprKind::Helper { name, args }, span);
                let order = self.let_var("order", order);
                self.f.var_mut(order).hint = Hint::Vec(Box::new(Hint::Discrete));
                self.permute(&base, span, |_, index| {
                    let place = Place::var(order).then(Proj::Index(Box::new(index)));
                    Expr::read(place, span)
                });
            }
            known if QUESTIONS.contains(&known) && !self.iterates(&it.receiver) => {
                let receiver = self.base(&it.receiver);
                let mut args = vec![Expr::read(receiver, span)];
                for arg in &it.args {
                    args.push(match super::stmt::strip(arg) {
                        closure @ syn::Expr::Closure(_) => match self.opaque_closure(closure) {
                            Some(closure) => closure,
                            None => return Some(self.dummy(span)),
                        },
                        arg => self.expr(arg),
                    });
                }
                let method = it.method.clone();
                return Some(Expr::new(ExprKind::Inert { method, turbofish: None, args }, span));
            }
            _ => return None,
        }
        Some(super::expr::unit(span))
    }

    /// Whether a place is known to hold an integer.
    fn is_discrete(&mut self, expr: &syn::Expr) -> bool {
        let syn::Expr::Path(_) = super::stmt::strip(expr) else {
            return false;
        };
        self.place(expr).is_some_and(|place| matches!(self.f.place_hint(&place), Hint::Discrete))
    }

    /// An index of a place: evaluated here, and a type of a user's own is no slice.
    fn index_in(&mut self, base: &Place, index: Expr, span: Span) -> Expr {
        match self.f.place_hint(base) {
            Hint::Slice(_) | Hint::Vec(_) | Hint::Array(..) => self.freeze_index(index),
            _ => {
                let args = vec![Expr::new(ExprKind::Ref(base.clone()), span), index];
                let index = Expr::new(ExprKind::Helper { name: "index_in", args }, span);
                Expr::var(self.let_var("index", index), span)
            }
        }
    }

    /// `base[i] = source[i]` for slices of one length.
    pub(super) fn copy_elements(&mut self, base: &Place, source: &Place, span: Span) {
        let (own, constant) = self.length(base, span);
        let (other, other_constant) = self.length(source, span);
        let same = constant.is_some()
            && constant.as_ref().map(ToString::to_string)
                == other_constant.as_ref().map(ToString::to_string);
        let (high, constant_trips) = if same {
            (own, constant)
        } else {
            let args = vec![own, other];
            (Expr::new(ExprKind::Helper { name: "same_length", args }, span), None)
        };
        self.up_to(high, constant_trips, span, |lower, index| {
            let place = base.clone().then(Proj::Index(Box::new(index.clone())));
            let value = Expr::read(source.clone().then(Proj::Index(Box::new(index))), span);
            lower.push(StmtKind::Assign { place, value }, span);
        });
    }

    /// A loop over `0..high`.
    pub(super) fn up_to(
        &mut self,
        high: Expr,
        constant_trips: Option<proc_macro2::TokenStream>,
        span: Span,
        body: impl FnOnce(&mut Self, Expr),
    ) {
        let low = index_expr(0, span);
        let high = if constant_trips.is_some() { high } else { self.freeze(high) };
        let range = Range {
            low,
            high,
            inclusive: false,
            step: None,
            reversed: false,
            checkpoint: None,
            part: None,
            constant_trips,
        };
        self.counted_loop(None, "i", range, span, |lower, var| {
            body(lower, Expr::var(var, span));
        });
    }

    fn reverse(&mut self, base: Place, span: Span) {
        let (len, _) = self.length(&base, span);
        let len = self.freeze(len);
        let half = Expr::binary(BinaryOp::Div, len.clone(), index_expr(2, span), span);
        self.up_to(half, None, span, |lower, index| {
            let last = Expr::binary(BinaryOp::Sub, len, index_expr(1, span), span);
            let other = Expr::binary(BinaryOp::Sub, last, index.clone(), span);
            let a = base.clone().then(Proj::Index(Box::new(index)));
            let b = base.then(Proj::Index(Box::new(other)));
            lower.swap(a, b, span);
        });
    }

    fn rotate(&mut self, base: &Place, middle: Expr, left: bool, span: Span) {
        let (len, _) = self.length(base, span);
        let len = self.freeze(len);
        let args = vec![len.clone(), middle];
        let middle = Expr::new(ExprKind::Helper { name: "rotation", args }, span);
        let middle = self.freeze(middle);
        let start =
            if left { middle } else { Expr::binary(BinaryOp::Sub, len.clone(), middle, span) };
        self.permute(base, span, |lower, index| {
            let from = Expr::binary(BinaryOp::Add, index, start, span);
            let from = Expr::binary(BinaryOp::Rem, from, len, span);
            Expr::var(lower.let_var("from", from), span)
        });
    }

    /// `base[i] = old[from(i)]`.
    fn permute(&mut self, base: &Place, span: Span, from: impl FnOnce(&mut Self, Expr) -> Expr) {
        let method = match self.f.place_hint(base) {
            Hint::Array(..) | Hint::Vec(_) => "clone",
            _ => "to_vec",
        };
        let prim = ops::primitive(method, 1).expect("verified: copies are primitives");
        let args = vec![Expr::read(base.clone(), span)];
        let copy = ExprKind::Prim { prim, spelling: Spelling::Method(None), args };
        let old = self.let_var("old", Expr::new(copy, span));
        self.each_index_of(base, span, |lower, index| {
            let from = from(lower, index.clone());
            let place = base.clone().then(Proj::Index(Box::new(index)));
            let value = Expr::read(Place::var(old).then(Proj::Index(Box::new(from))), span);
            lower.push(StmtKind::Assign { place, value }, span);
        });
    }

    /// A closure with an inactive result as it is written; what it captures is bound around it.
    fn opaque_closure(&mut self, expr: &syn::Expr) -> Option<Expr> {
        use syn::spanned::Spanned;
        let closure = self.callable(expr)?;
        let span = expr.span();
        let body = match &closure.body {
            super::closures::Callable::Path(path) => {
                return Some(Expr::tokens(quote!(#path), span));
            }
            super::closures::Callable::Parameter(_) => {
                self.refuse(
                    codes::FUNCTION_NAME,
                    expr,
                    "a function parameter cannot compare elements here",
                    "write the comparison as a closure",
                );
                return None;
            }
            super::closures::Callable::Body(body) => body,
        };
        let inputs = &closure.inputs;
        let tokens = quote!(move |#(#inputs),*| #body);
        let outer = std::mem::replace(&mut self.scopes, closure.scopes.clone());
        let names: Vec<String> = inputs.iter().flat_map(super::pattern_names).collect();
        let mut binds = self.binds(&quote!(#body));
        let held = self.names_no_place(&quote!(#body), &names);
        self.scopes = outer;
        if let Some(name) = held {
            self.refuse(
                codes::CLOSURE_CALL,
                expr,
                &format!("`{name}` cannot be used in this closure"),
                "write what it computes in the closure itself",
            );
            return None;
        }
        // `self` cannot be bound: it is called otherwise in there.
        let tokens = renamed(tokens, &mut binds);
        binds.retain(|(ident, _)| !names.contains(&ident.to_string()));
        // The closure outlives the names around it: numbers are copied, anything else is borrowed.
        let copies = binds.iter().filter(|(_, place)| self.f.place_hint(place).is_scalar());
        let copies = copies.map(|(ident, _)| quote!(let #ident = *#ident;));
        let tokens = quote!(#(#copies)* #tokens);
        Some(Expr::new(ExprKind::Opaque { tokens, binds, discrete: true }, span))
    }
}

/// The tokens with another name for `self`.
fn renamed(
    tokens: proc_macro2::TokenStream,
    binds: &mut [(proc_macro2::Ident, Place)],
) -> proc_macro2::TokenStream {
    let name = |span: Span| proc_macro2::Ident::new("__ad_self", span);
    for (ident, _) in binds.iter_mut().filter(|(ident, _)| ident == "self") {
        *ident = name(ident.span());
    }
    tokens
        .into_iter()
        .map(|token| match token {
            proc_macro2::TokenTree::Ident(ident) if ident == "self" => name(ident.span()).into(),
            proc_macro2::TokenTree::Group(group) => {
                let mut inner =
                    proc_macro2::Group::new(group.delimiter(), renamed(group.stream(), &mut []));
                inner.set_span(group.span());
                inner.into()
            }
            other => other,
        })
        .collect()
}
