//! What the user wrote as an iterator, as a [`Chain`].

use super::{ADAPTORS, Chain, Items, SOURCES};
use crate::ir::ExprKind;
use crate::lower::stmt::strip;
use crate::lower::{Binding, Lower};

impl Lower<'_> {
    /// Whether the expression is an iterator, by its form or by its name.
    pub(super) fn iterates(&self, expr: &syn::Expr) -> bool {
        match strip(expr) {
            syn::Expr::MethodCall(it) => {
                let name = it.method.to_string();
                SOURCES.contains(&name.as_str())
                    || name == "into_iter"
                    || (ADAPTORS.contains(&name.as_str()) && self.iterates(&it.receiver))
            }
            syn::Expr::Range(_) => true,
            syn::Expr::Path(it) => it
                .path
                .get_ident()
                .and_then(|ident| self.lookup(&ident.to_string()))
                .is_some_and(|binding| matches!(binding, Binding::Iter(..))),
            _ => false,
        }
    }

    pub(super) fn chain(&mut self, expr: &syn::Expr) -> Option<Chain> {
        let expr = strip(expr);
        match expr {
            syn::Expr::Range(it) => {
                let Some(start) = &it.start else {
                    self.refuse(it, "a range without a start cannot be iterated", "");
                    return None;
                };
                let low = self.expr(start);
                let low = self.freeze(low);
                let high = it.end.as_ref().map(|end| {
                    let high = self.expr(end);
                    self.freeze(high)
                });
                let inclusive = matches!(it.limits, syn::RangeLimits::Closed(_));
                Some(Chain::Range { low, high, inclusive })
            }
            syn::Expr::Path(it) => {
                if let Some(ident) = it.path.get_ident()
                    && let Some(Binding::Iter(source, scopes)) =
                        self.lookup(&ident.to_string()).cloned()
                {
                    let outer = std::mem::replace(&mut self.scopes, scopes);
                    let chain = self.chain(&source);
                    self.scopes = outer;
                    return chain;
                }
                self.elements(expr, None)
            }
            syn::Expr::Reference(it) => {
                let items = if it.mutability.is_some() { Items::Exclusive } else { Items::Shared };
                self.elements(&it.expr, Some(items))
            }
            syn::Expr::MethodCall(it) => self.method_chain(it),
            _ => self.elements(expr, None),
        }
    }

    /// The elements of an array, a slice, a `Vec`, a matrix.
    pub(super) fn elements(&mut self, expr: &syn::Expr, items: Option<Items>) -> Option<Chain> {
        let value = match self.place(expr) {
            Some(_) if items.is_some() => None,
            _ => Some(self.expr(expr)),
        };
        let (place, found) = match value {
            None => (self.base(expr), Items::Value),
            Some(value) => match value.kind {
                ExprKind::Ref(place) => (place, Items::Shared),
                ExprKind::RefMut(place) => (place, Items::Exclusive),
                _ => (self.materialize(value), Items::Value),
            },
        };
        let place = self.freeze_place(place);
        Some(Chain::Elements { place, items: items.unwrap_or(found) })
    }

    pub(super) fn method_chain(&mut self, it: &syn::ExprMethodCall) -> Option<Chain> {
        let name = it.method.to_string();
        let boxed = |chain: Chain| Box::new(chain);
        match (name.as_str(), it.args.len()) {
            ("iter", 0) => self.elements(&it.receiver, Some(Items::Shared)),
            ("iter_mut", 0) => self.elements(&it.receiver, Some(Items::Exclusive)),
            ("into_iter" | "by_ref", 0) => self.chain(&it.receiver),
            ("chunks" | "chunks_exact" | "chunks_mut" | "chunks_exact_mut", 1) => {
                let place = self.base(&it.receiver);
                let place = self.freeze_place(place);
                let size = self.expr(&it.args[0]);
                let size = self.freeze(size);
                let exact = name.contains("exact");
                let items = if name.ends_with("_mut") { Items::Exclusive } else { Items::Shared };
                Some(Chain::Chunks { place, size, exact, items })
            }
            ("windows", 1) => {
                let place = self.base(&it.receiver);
                let place = self.freeze_place(place);
                let size = self.expr(&it.args[0]);
                let size = self.freeze(size);
                Some(Chain::Windows { place, size })
            }
            ("column_iter" | "column_iter_mut" | "row_iter" | "row_iter_mut", 0) => {
                let place = self.base(&it.receiver);
                let place = self.freeze_place(place);
                let (view, count) =
                    if name.starts_with("column") { ("column", "ncols") } else { ("row", "nrows") };
                let items = if name.ends_with("_mut") { Items::Exclusive } else { Items::Value };
                Some(Chain::Lines { place, view, count, items })
            }
            ("zip", 1) => {
                let a = self.chain(&it.receiver)?;
                let b = self.chain(&it.args[0])?;
                Some(Chain::Zip(boxed(a), boxed(b)))
            }
            ("enumerate", 0) => Some(Chain::Enumerate(boxed(self.chain(&it.receiver)?))),
            ("rev", 0) => Some(Chain::Rev(boxed(self.chain(&it.receiver)?), None)),
            ("skip" | "take" | "step_by", 1) => {
                let inner = boxed(self.chain(&it.receiver)?);
                let count = self.expr(&it.args[0]);
                let count = self.freeze(count);
                Some(match name.as_str() {
                    "skip" => Chain::Skip(inner, count),
                    "take" => Chain::Take(inner, count),
                    _ => Chain::StepBy(inner, count),
                })
            }
            ("copied" | "cloned", 0) => Some(Chain::Copied(boxed(self.chain(&it.receiver)?))),
            ("map" | "filter" | "take_while" | "skip_while", 1) => {
                let inner = boxed(self.chain(&it.receiver)?);
                let closure = self.callable(&it.args[0])?;
                Some(match name.as_str() {
                    "map" => Chain::Map(inner, closure),
                    "filter" => Chain::Filter(inner, closure),
                    "take_while" => Chain::TakeWhile(inner, closure),
                    _ => Chain::SkipWhile(inner, closure),
                })
            }
            _ => {
                if self.iterates(&it.receiver) || ADAPTORS.contains(&name.as_str()) {
                    self.refuse(
                        &it.method,
                        &format!("the iterator adaptor `{name}` is not supported yet"),
                        "write a loop",
                    );
                    return None;
                }
                self.elements(&syn::Expr::MethodCall(it.clone()), None)
            }
        }
    }
}
