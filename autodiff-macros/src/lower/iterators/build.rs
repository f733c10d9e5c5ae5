//! What the user wrote as an iterator, as a [`Chain`].

use quote::ToTokens;

use super::{ADAPTORS, Chain, Items, Iter, SOURCES, TEXT_SOURCES};
use crate::diag::codes;
use crate::ir::{Expr, ExprKind, Place, VarKind};
use crate::lower::stmt::strip;
use crate::lower::{Binding, Lower};

impl Lower<'_> {
    /// Whether the expression is an iterator, by its form or by its name.
    pub(in crate::lower) fn iterates(&self, expr: &syn::Expr) -> bool {
        match strip(expr) {
            syn::Expr::MethodCall(it) => {
                let name = it.method.to_string();
                let named = |list: &[(&str, usize)]| list.contains(&(&name, it.args.len()));
                if self.siblings.contains(&name) {
                    return false;
                }
                named(SOURCES)
                    || self.is_drain(it)
                    || (TEXT_SOURCES.contains(&&*name) && !self.taint.touches(expr))
                    || (named(ADAPTORS) && self.iterates(&it.receiver))
            }
            syn::Expr::Call(it) => source_function(it).is_some(),
            syn::Expr::Range(_) => true,
            syn::Expr::Path(it) => it
                .path
                .get_ident()
                .and_then(|ident| self.lookup(&ident.to_string()))
                .is_some_and(|binding| matches!(binding, Binding::Iter(..))),
            _ => false,
        }
    }

    /// An iterator that gets a name: its sources and bounds are taken here.
    pub(in crate::lower) fn iterator(&mut self, expr: &syn::Expr) -> Option<Iter> {
        self.chain(expr).map(|chain| Iter(chain, None))
    }

    pub(super) fn chain(&mut self, expr: &syn::Expr) -> Option<Chain> {
        let expr = strip(expr);
        match expr {
            syn::Expr::Range(it) => {
                let Some(start) = &it.start else {
                    self.refuse(
                        codes::ITERATOR_EXPECTED,
                        it,
                        "a range without a start cannot be iterated",
                        "write where it starts: `0..n`",
                    );
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
                    && let Some(Binding::Iter(Iter(chain, cursor))) =
                        self.lookup(&ident.to_string()).cloned()
                {
                    return Some(match cursor {
                        Some(cursor) => self.still_to_come(chain, cursor, ident.span()),
                        None => chain,
                    });
                }
                self.elements(expr, None)
            }
            syn::Expr::Reference(it) if self.iterates(&it.expr) => {
                self.refuse(codes::ITERATOR_RESUMED, it, RESUMED, RESUMED_HELP);
                None
            }
            syn::Expr::Reference(it) => {
                let items = if it.mutability.is_some() { Items::Exclusive } else { Items::Shared };
                self.elements(&it.expr, Some(items))
            }
            syn::Expr::MethodCall(it) => self.method_chain(it),
            syn::Expr::Call(it) if source_function(it).is_some() => self.function_chain(it),
            _ => self.elements(expr, None),
        }
    }

    /// The elements of an array, a slice, a `Vec`, a matrix.
    pub(super) fn elements(&mut self, expr: &syn::Expr, items: Option<Items>) -> Option<Chain> {
        let known = if items.is_some() { self.place(expr) } else { None };
        let (place, found) = match known {
            Some(place) => (place, Items::Value),
            None => {
                let value = self.expr(expr);
                match value.kind {
                    ExprKind::Ref(place) => (place, Items::Shared),
                    ExprKind::RefMut(place) => (place, Items::Exclusive),
                    _ => {
                        let value = self.iterated(value);
                        (self.materialize(value), Items::Value)
                    }
                }
            }
        };
        let place = self.freeze_place(place);
        Some(Chain::Elements { place, items: items.unwrap_or(found) })
    }

    /// What is iterated over by value: the iterator owns it, so a variable that may change meanwhile is copied.
    fn iterated(&mut self, value: Expr) -> Expr {
        let changes = value.place().is_some_and(|place| {
            let var = self.f.var(place.root);
            var.mutable
                && matches!(
                    var.kind,
                    VarKind::Local
                        | VarKind::Late
                        | VarKind::Checked
                        | VarKind::Param { reference: false, .. }
                )
        });
        if changes && matches!(value.kind, ExprKind::Read(_)) { self.freeze(value) } else { value }
    }

    pub(super) fn method_chain(&mut self, it: &syn::ExprMethodCall) -> Option<Chain> {
        let name = it.method.to_string();
        let boxed = |chain: Chain| Box::new(chain);
        match (name.as_str(), it.args.len()) {
            ("iter", 0) => self.elements(&it.receiver, Some(Items::Shared)),
            ("iter_mut", 0) => self.elements(&it.receiver, Some(Items::Exclusive)),
            ("by_ref", 0) if self.iterates(&it.receiver) => {
                self.refuse(codes::ITERATOR_RESUMED, &it.method, RESUMED, RESUMED_HELP);
                None
            }
            ("clone" | "fuse" | "peekable", 0) if self.iterates(&it.receiver) => {
                self.chain(&it.receiver)
            }
            ("into_iter", 0) => self.chain(&it.receiver),
            ("chunks" | "chunks_exact" | "chunks_mut" | "chunks_exact_mut", 1) => {
                let place = self.base(&it.receiver);
                let place = self.freeze_place(place);
                let size = self.expr(&it.args[0]);
                let size = self.freeze(size);
                let exact = name.contains("exact");
                let items = if name.ends_with("_mut") { Items::Exclusive } else { Items::Shared };
                Some(Chain::Chunks { place, size, exact, items })
            }
            ("drain", 1) if self.is_drain(it) => {
                let place = self.drained(it)?;
                Some(Chain::Elements { place, items: Items::Value })
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
            (name, _) if TEXT_SOURCES.contains(&name) && !self.taint.touches(it) => {
                // Nothing in it is active: what it gives is listed once.
                let tokens = it.to_token_stream();
                let listed = self.opaque(tokens, it.method.span());
                let listed = Self::helper("listed", vec![listed], it.method.span());
                let list = self.let_var("list", listed);
                Some(Chain::Elements { place: Place::var(list), items: Items::Value })
            }
            ("zip", 1) => {
                let a = self.chain(&it.receiver)?;
                let b = self.chain(&it.args[0])?;
                Some(Chain::Zip(boxed(a), boxed(b)))
            }
            ("enumerate", 0) => Some(Chain::Enumerate(boxed(self.chain(&it.receiver)?))),
            ("chain", 1) => {
                let a = self.chain(&it.receiver)?;
                let b = self.chain(&it.args[0])?;
                Some(Chain::Chained(boxed(a), boxed(b)))
            }
            ("rev", 0) => {
                let inner = self.chain(&it.receiver)?;
                self.reversed(inner, &it.method)
            }
            ("flatten", 0) => {
                Some(match self.chain(&it.receiver)? {
                    // A closure that gives iterators.
                    Chain::Map(inner, closure) => Chain::FlatMap(inner, closure, false),
                    inner => Chain::Flatten(boxed(inner), false),
                })
            }
            ("scan", 2) => {
                let inner = boxed(self.chain(&it.receiver)?);
                let state = self.expr(&it.args[0]);
                let state = self.freeze(state);
                let closure = self.callable(&it.args[1])?;
                Some(Chain::Scan(inner, state, closure))
            }
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
            (
                "map" | "filter" | "take_while" | "skip_while" | "map_while" | "filter_map"
                | "flat_map" | "inspect",
                1,
            ) => {
                let inner = boxed(self.chain(&it.receiver)?);
                let closure = self.callable(&it.args[0])?;
                Some(match name.as_str() {
                    "map" => Chain::Map(inner, closure),
                    "filter" => Chain::Filter(inner, closure),
                    "take_while" => Chain::TakeWhile(inner, closure),
                    "map_while" => Chain::MapWhile(inner, closure),
                    "filter_map" => Chain::FilterMap(inner, closure),
                    "flat_map" => Chain::FlatMap(inner, closure, false),
                    "inspect" => Chain::Inspect(inner, closure),
                    _ => Chain::SkipWhile(inner, closure),
                })
            }
            _ => {
                if self.iterates(&it.receiver) {
                    self.refuse_method(it);
                    return None;
                }
                self.elements(&syn::Expr::MethodCall(it.clone()), None)
            }
        }
    }

    /// `iter::once(x)`, `iter::repeat(x)`, `iter::zip(a, b)`.
    fn function_chain(&mut self, it: &syn::ExprCall) -> Option<Chain> {
        match (source_function(it)?.as_str(), it.args.len()) {
            (name @ ("once" | "repeat"), 1) => {
                let once = name == "once";
                let value = self.expr(&it.args[0]);
                let value = self.freeze(value);
                Some(Chain::Same { value, once })
            }
            ("repeat_n", 2) => {
                let value = self.expr(&it.args[0]);
                let value = self.freeze(value);
                let count = self.expr(&it.args[1]);
                let count = self.freeze(count);
                Some(Chain::Take(Box::new(Chain::Same { value, once: false }), count))
            }
            ("zip", 2) => {
                let a = self.chain(&it.args[0])?;
                let b = self.chain(&it.args[1])?;
                Some(Chain::Zip(Box::new(a), Box::new(b)))
            }
            (name, _) => {
                let message = format!("the iterator `{name}` is not supported");
                self.refuse(codes::ITERATOR_SOURCE, &it.func, &message, "write a loop");
                None
            }
        }
    }

    /// An iterator where a value is wanted.
    pub(in crate::lower) fn iterator_value(&mut self, it: &syn::ExprMethodCall) -> Expr {
        self.refuse(
            codes::ITERATOR_AS_VALUE,
            it,
            "an iterator cannot be used as a value here",
            "loop over it, or write the chain where it is consumed",
        )
    }

    /// Methods of iterators that are not for this compiler, each with what stands for it.
    pub(super) fn refuse_method(&mut self, it: &syn::ExprMethodCall) -> Expr {
        let name = it.method.to_string();
        let help = match name.as_str() {
            "peekable" | "peek" => "loop over indices, and look at the element behind",
            "cycle" => "loop over indices, and take the element `i % n`",
            "try_fold" | "try_for_each" => "write a `for` loop with an early `return` or `break`",
            "next" | "next_back" | "nth_back" => {
                "use `first`, `last`, `nth` or an index: an iterator cannot be taken up again"
            }
            "rposition" | "rfind" | "rfold" => "call `rev` before",
            "eq" | "ne" | "lt" | "le" | "gt" | "ge" | "cmp" | "partial_cmp" => {
                "compare in `all` or `any`"
            }
            _ => "write a loop",
        };
        let message = format!("the iterator method `{name}` is not supported");
        self.refuse(codes::ITERATOR_METHOD, &it.method, &message, help)
    }
}

pub(super) const RESUMED: &str = "an iterator cannot be taken up again after a part of it was used";
pub(super) const RESUMED_HELP: &str = "loop over indices, or over two slices of the source";

/// The name of a function of the module `iter` that makes an iterator.
fn source_function(it: &syn::ExprCall) -> Option<String> {
    let syn::Expr::Path(path) = strip(&it.func) else {
        return None;
    };
    let mut segments = path.path.segments.iter().rev();
    let name = segments.next()?.ident.to_string();
    let owner = segments.next()?;
    (owner.ident == "iter" && path.qself.is_none()).then_some(name)
}
