//! `Option` and `Result`: what looks into one becomes a branch on whether there is a payload.
//!
//! A [`Split`] is such a value, looked into. It is in a place, whose payload is a part of that place, so that its adjoint is
//! a part of the place's adjoint; or it is none at all (see [`super::maybe`]).
//!
//! ```text
//! let o = opened(x);  if holds(o) { dest = wrap_like(o, f(o as Some)) } else { dest = without(o) }     // x.map(f)
//! ```

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::spanned::Spanned;

use super::Lower;
use super::expr::may_have_effects;
use super::maybe::{Inside, Maybe};
use super::stmt::strip;
use crate::diag::codes;
use crate::ir::{
    Aggregate, BinaryOp, Expr, ExprKind, Hint, Place, Proj, Spelling, StmtKind, VarId, ops,
};

/// An `Option` or a `Result`, looked into.
pub(super) struct Split {
    /// Whether there is a payload.
    pub(super) some: Expr,
    /// The payload, to be read only where there is one.
    pub(super) payload: Expr,
    /// Where it was opened: what is left without a payload is taken from there.
    pub(super) opened: Option<VarId>,
}

/// `Some(value)`, `Ok(value)` or `Err(value)`.
pub(super) fn wrapped(name: &str, value: Expr, span: Span) -> Expr {
    let ident = Ident::new(name, span);
    let path = match name {
        "Some" => quote!(::core::option::Option::Some),
        "Ok" => quote!(::core::result::Result::Ok),
        _ => quote!(::core::result::Result::Err),
    };
    let kind = Aggregate::Call { path, name: ident };
    Expr::new(ExprKind::Aggregate { kind, operands: vec![value] }, span)
}

pub(super) fn none(span: Span) -> Expr {
    Expr::tokens(quote!(::core::option::Option::None), span)
}

/// The value, inactive: errors have no derivative.
fn stopped(value: Expr) -> Expr {
    let span = value.span;
    Expr::new(ExprKind::Stop(Box::new(value)), span)
}

fn helper(name: &'static str, args: Vec<Expr>, span: Span) -> Expr {
    Expr::new(ExprKind::Helper { name, args }, span)
}

fn runtime(prim: &'static ops::Primitive, args: Vec<Expr>, span: Span) -> Expr {
    Expr::new(ExprKind::Prim { prim, spelling: Spelling::Helper, args }, span)
}

fn is_reference(value: &Expr) -> bool {
    matches!(value.kind, ExprKind::Ref(_) | ExprKind::RefMut(_) | ExprKind::RefTemp(_))
}

/// The part of a place that the payload is.
pub(super) fn payload_of(place: &Place, span: Span) -> Place {
    let step = Proj::Variant { name: Ident::new("Some", span), field: Ident::new("_0", span) };
    place.clone().then(step)
}

/// How many arguments a closure takes, where that can be seen.
fn inputs(expr: &syn::Expr) -> Option<usize> {
    match strip(expr) {
        syn::Expr::Closure(it) => Some(it.inputs.len()),
        _ => None,
    }
}

/// What an `Err` holds has no derivative.
pub(super) fn inactive_errors(name: &str, args: Vec<Expr>) -> Vec<Expr> {
    if name != "Err" {
        return args;
    }
    args.into_iter().map(stopped).collect()
}

impl Lower<'_> {
    /// A method of `Option` or `Result`. Nothing if it is none, or if nothing in it is active.
    pub(super) fn option_method(
        &mut self,
        it: &syn::ExprMethodCall,
        name: &str,
        span: Span,
    ) -> Option<Expr> {
        let own = self.siblings.iter().any(|sibling| sibling == name)
            && matches!(strip(&it.receiver), syn::Expr::Path(_));
        if own || !self.taint.touches(it) {
            return None;
        }
        let at = syn::Expr::MethodCall(it.clone());
        let value = match (name, it.args.len()) {
            ("get" | "get_mut", 1) if matches!(strip(&it.args[0]), syn::Expr::Range(_)) => self
                .refuse(
                    codes::OPTION_OF_RANGE,
                    it,
                    &format!("`{name}` with a range is not supported"),
                    "compare with the length and slice: `&x[a..b]`",
                ),
            ("unwrap", 0) | ("expect", 1) => self.unwrapped(it, name, span),
            ("ok", 0) => {
                let value = self.carrier_value(&it.receiver);
                runtime(&ops::OK, vec![value], span)
            }
            ("unwrap_or", 1) | ("unwrap_or_default", 0) | ("unwrap_or_else", 1) => {
                self.unwrapped_or(it, name, &at, span)?
            }
            ("map_or", 2) | ("map_or_else", 2) => self.mapped_or(it, name, &at, span)?,
            ("r#map", 1) | ("and_then", 1) | ("flatten", 0) => {
                if self.iterates(&it.receiver) {
                    return None;
                }
                self.mapped(it, name, &at, span)?
            }
            ("is_some_and" | "is_ok_and", 1) => {
                let split = self.carrier(it, false)?;
                let closure = self.callable(&it.args[0])?;
                let payload = split.payload.clone();
                self.branched(
                    split,
                    span,
                    |lower| lower.call_closure(&closure, vec![payload], &at),
                    |_| super::control::bool_expr(false, span),
                )
            }
            ("ok_or" | "ok_or_else", 1) => {
                let split = self.carrier(it, false)?;
                let payload = split.payload.clone();
                let (error, closure) = match name {
                    "ok_or" => {
                        let error = self.expr(&it.args[0]);
                        (Some(self.freeze(stopped(error))), None)
                    }
                    _ => (None, Some(self.callable(&it.args[0])?)),
                };
                self.branched(
                    split,
                    span,
                    |_| wrapped("Ok", payload, span),
                    |lower| {
                        let error = error.unwrap_or_else(|| {
                            let closure = closure.expect("one of both");
                            stopped(lower.call_closure(&closure, Vec::new(), &at))
                        });
                        wrapped("Err", error, span)
                    },
                )
            }
            ("map_err", 1) => {
                let split = self.carrier(it, true)?;
                let closure = self.callable(&it.args[0])?;
                let (payload, opened) = (split.payload.clone(), split.opened);
                self.branched(
                    split,
                    span,
                    |_| wrapped("Ok", payload, span),
                    |lower| {
                        let error = lower.error(opened, span);
                        let error = lower.call_closure(&closure, vec![error], &at);
                        wrapped("Err", stopped(error), span)
                    },
                )
            }
            ("or" | "or_else", 1) => self.alternative(it, name, &at, span)?,
            ("filter", 1) if !self.iterates(&it.receiver) => {
                // The closure may change the variable.
                let split = self.carrier(it, true)?;
                let closure = self.callable(&it.args[0])?;
                if is_reference(&split.payload) {
                    return Some(self.refuse(
                        codes::OPTION_OF_REFERENCE,
                        &it.method,
                        "`filter` of an `Option` of a reference is not supported",
                        "copy the value before: `.copied().filter(..)`",
                    ));
                }
                let payload = split.payload.clone();
                let place = payload.place().cloned()?;
                self.branched(
                    split,
                    span,
                    |lower| {
                        let borrowed = Expr::new(ExprKind::Ref(place), span);
                        let keep = lower.call_closure(&closure, vec![borrowed], &at);
                        let kept = Split { some: keep, payload: payload.clone(), opened: None };
                        lower.branched(
                            kept,
                            span,
                            |_| wrapped("Some", payload, span),
                            |_| none(span),
                        )
                    },
                    |_| none(span),
                )
            }
            ("zip", 1) if !self.iterates(&it.receiver) => {
                let a = self.carrier(it, false)?;
                let b = self.carrier_of(&it.args[0], false, false)?;
                let some = Expr::binary(BinaryOp::And, a.some, b.some, span);
                let pair = vec![self.plain(a.payload), self.plain(b.payload)];
                let split = Split { some, payload: none(span), opened: None };
                self.branched(
                    split,
                    span,
                    |_| {
                        let kind = Aggregate::Tuple;
                        let pair = Expr::new(ExprKind::Aggregate { kind, operands: pair }, span);
                        wrapped("Some", pair, span)
                    },
                    |_| none(span),
                )
            }
            ("copied" | "cloned", 0) if !self.iterates(&it.receiver) => {
                let value = self.carrier_value(&it.receiver);
                runtime(&ops::COPIED, vec![value], span)
            }
            ("take", 0) | ("replace", 1) if !self.iterates(&it.receiver) => {
                let place = self.place(&it.receiver)?;
                let place = self.freeze_place(place);
                let value = match it.args.first() {
                    Some(value) => {
                        let value = self.expr(value);
                        wrapped("Some", value, span)
                    }
                    None => none(span),
                };
                self.exchange(place, value, span)
            }
            _ => return self.option_change(it, name, span),
        };
        Some(value)
    }

    /// A call of `map` on a name whose type says which `map` it is, where the call is marked as that of the other.
    pub(super) fn other_map(&mut self, it: &syn::ExprMethodCall) -> Option<syn::ExprMethodCall> {
        let marked = it.method == "r#map";
        if !(marked || it.method == "map") || it.args.len() != 1 {
            return None;
        }
        let syn::Expr::Path(_) = strip(&it.receiver) else { return None };
        let place = self.place(&it.receiver)?;
        let is_option = match self.f.place_hint(&place) {
            Hint::Option(_) => true,
            Hint::Array(..) | Hint::Slice(_) | Hint::Vec(_) => false,
            _ => return None,
        };
        if is_option == marked {
            return None;
        }
        let span = it.method.span();
        let method = if is_option { Ident::new_raw("map", span) } else { Ident::new("map", span) };
        Some(syn::ExprMethodCall { method, ..it.clone() })
    }

    /// Puts a value into a place; gives the old one.
    pub(super) fn exchange(&mut self, place: Place, value: Expr, span: Span) -> Expr {
        let old = self.let_var("old", Expr::read(place.clone(), span));
        self.push(StmtKind::Assign { place, value }, span);
        Expr::var(old, span)
    }

    /// `e?`: a branch whose second arm returns.
    pub(super) fn question_mark(&mut self, it: &syn::ExprTry) -> Expr {
        let span = it.question_token.span();
        if let syn::Expr::Call(call) = strip(&it.expr)
            && let syn::Expr::Path(path) = strip(&call.func)
            && path.path.is_ident("Err")
            && call.args.len() == 1
        {
            // `Err(e)?` has a payload of no type.
            let error = self.expr(&call.args[0]);
            let kind = ExprKind::InertCall {
                path: quote!(::core::convert::From::from),
                args: vec![error],
                hint: Hint::Unknown,
            };
            let value = wrapped("Err", Expr::new(kind, span), span);
            self.return_value(Some(value), span);
            return self.dummy(span);
        }
        if let Some(value) = self.question_maybe(it) {
            return value;
        }
        let Some(split) = self.carrier_of(&it.expr, true, false) else {
            return self.dummy(span);
        };
        if self.block.dead {
            return self.dummy(span);
        }
        let (payload, opened) = (split.payload, split.opened);
        self.when_else(
            split.some,
            span,
            |_| {},
            |lower| {
                let value = match opened {
                    Some(opened) => {
                        let slot = Expr::new(ExprKind::RefMut(Place::var(opened)), span);
                        helper("leave", vec![slot], span)
                    }
                    None => none(span),
                };
                lower.return_value(Some(value), span);
            },
        );
        payload
    }

    /// `x.unwrap()`, `x.expect(message)`.
    fn unwrapped(&mut self, it: &syn::ExprMethodCall, name: &str, span: Span) -> Expr {
        let value = self.carrier_value(&it.receiver);
        let mut args = vec![value];
        if let Some(message) = it.args.first() {
            if may_have_effects(message) {
                args[0] = self.freeze(args[0].clone());
            }
            let message = self.expr(message);
            args.push(message);
        }
        let prim = if name == "unwrap" { &ops::UNWRAP } else { &ops::EXPECT };
        runtime(prim, args, span)
    }

    fn unwrapped_or(
        &mut self,
        it: &syn::ExprMethodCall,
        name: &str,
        at: &syn::Expr,
        span: Span,
    ) -> Option<Expr> {
        let arity = it.args.first().and_then(inputs);
        let split = self.carrier(it, name == "unwrap_or_else" && arity == Some(1))?;
        let reference = is_reference(&split.payload);
        let payload = self.plain(split.payload.clone());
        let opened = split.opened;
        let mut default = None;
        let mut closure = None;
        match name {
            "unwrap_or" => {
                let value = self.expr(&it.args[0]);
                let value = self.plain(value);
                default = Some(self.freeze(value));
            }
            "unwrap_or_else" => {
                if arity.is_none() {
                    self.known_arity(&it.args[0], "unwrap_or_else")?;
                }
                closure = Some(self.callable(&it.args[0])?);
            }
            _ => default = Some(Expr::tokens(quote!(::core::default::Default::default()), span)),
        }
        let value = self.branched(
            split,
            span,
            |_| payload,
            |lower| {
                let value = default.unwrap_or_else(|| {
                    let args = match arity {
                        Some(1) => vec![lower.error(opened, span)],
                        _ => Vec::new(),
                    };
                    let closure = closure.expect("one of both");
                    lower.call_closure(&closure, args, at)
                });
                if reference { lower.plain(value) } else { value }
            },
        );
        Some(if reference { self.borrowed_value(value) } else { value })
    }

    fn mapped_or(
        &mut self,
        it: &syn::ExprMethodCall,
        name: &str,
        at: &syn::Expr,
        span: Span,
    ) -> Option<Expr> {
        let arity = inputs(&it.args[0]).filter(|_| name == "map_or_else");
        let split = self.carrier(it, arity == Some(1))?;
        let (payload, opened) = (split.payload.clone(), split.opened);
        let mut default = None;
        let mut other = None;
        if name == "map_or" {
            let value = self.expr(&it.args[0]);
            default = Some(self.freeze(value));
        } else {
            if arity.is_none() {
                self.known_arity(&it.args[0], "map_or_else")?;
            }
            other = Some(self.callable(&it.args[0])?);
        }
        let closure = self.callable(&it.args[1])?;
        Some(self.branched(
            split,
            span,
            |lower| lower.call_closure(&closure, vec![payload], at),
            |lower| {
                default.unwrap_or_else(|| {
                    let args = match arity {
                        Some(1) => vec![lower.error(opened, span)],
                        _ => Vec::new(),
                    };
                    let other = other.expect("one of both");
                    lower.call_closure(&other, args, at)
                })
            },
        ))
    }

    /// `map`, `and_then`, `flatten`.
    fn mapped(
        &mut self,
        it: &syn::ExprMethodCall,
        name: &str,
        at: &syn::Expr,
        span: Span,
    ) -> Option<Expr> {
        let split = self.carrier(it, true)?;
        let (payload, opened) = (split.payload.clone(), split.opened);
        let closure = match it.args.first() {
            Some(closure) => Some(self.callable(closure)?),
            None => None,
        };
        Some(self.branched(
            split,
            span,
            |lower| {
                let value = match &closure {
                    Some(closure) => lower.call_closure(closure, vec![payload], at),
                    None => payload,
                };
                if name == "r#map" { lower.wrapped_like(opened, value, span) } else { value }
            },
            |lower| lower.without(opened, span),
        ))
    }

    /// `x.or(b)`, `x.or_else(f)`.
    fn alternative(
        &mut self,
        it: &syn::ExprMethodCall,
        name: &str,
        at: &syn::Expr,
        span: Span,
    ) -> Option<Expr> {
        let split = self.carrier(it, true)?;
        let (payload, opened) = (split.payload.clone(), split.opened);
        let arity = it.args.first().and_then(inputs);
        let mut other = None;
        let mut closure = None;
        if name == "or" {
            let value = self.carrier_value(&it.args[0]);
            other = Some(self.freeze(value));
        } else {
            if arity.is_none() {
                self.known_arity(&it.args[0], "or_else")?;
            }
            closure = Some(self.callable(&it.args[0])?);
        }
        Some(self.branched(
            split,
            span,
            // A `Result` may get another type of error.
            |lower| match (name, opened) {
                ("or_else", Some(_)) if arity == Some(1) => {
                    let _ = &lower;
                    wrapped("Ok", payload, span)
                }
                _ => lower.wrapped_like(opened, payload, span),
            },
            |lower| {
                other.unwrap_or_else(|| {
                    let args = match arity {
                        Some(1) => vec![lower.error(opened, span)],
                        _ => Vec::new(),
                    };
                    let closure = closure.expect("one of both");
                    lower.call_closure(&closure, args, at)
                })
            },
        ))
    }

    /// A function's name may stand for a closure with an argument, for the error of a `Result`, or for one without.
    fn known_arity(&mut self, at: &syn::Expr, name: &str) -> Option<()> {
        self.refuse(
            codes::FUNCTION_NAME,
            at,
            &format!("a function's name is not supported in `{name}`"),
            "write a closure: `|| f()`, or `|error| f(error)` for a `Result`",
        );
        None
    }

    /// The receiver of a method, looked into.
    fn carrier(&mut self, it: &syn::ExprMethodCall, open: bool) -> Option<Split> {
        let effects = it
            .args
            .iter()
            .any(|arg| !matches!(strip(arg), syn::Expr::Closure(_)) && may_have_effects(arg));
        self.carrier_of(&it.receiver, open, effects)
    }

    /// An `Option` or a `Result`, looked into; `open`ed if what is left without a payload is asked for, kept from later
    /// changes if what comes next has `effects`.
    pub(super) fn carrier_of(
        &mut self,
        expr: &syn::Expr,
        open: bool,
        effects: bool,
    ) -> Option<Split> {
        let expr = strip(expr);
        if let Some(maybe) = self.maybe(expr) {
            let some = self.condition(maybe.present.clone());
            if let Inside::Value(payload) = &maybe.inside {
                return Some(Split { some, payload: payload.clone(), opened: None });
            }
            let value = self.built(Maybe { present: some, ..maybe }, expr);
            return Some(self.split(value, open, expr.span()));
        }
        if let syn::Expr::MethodCall(it) = expr
            && it.args.is_empty()
            && (it.method == "as_ref" || it.method == "as_mut")
        {
            // The payload of a borrow is a borrow.
            let inner = self.carrier_of(&it.receiver, false, effects)?;
            let place = inner.payload.place().cloned()?;
            let kind =
                if it.method == "as_ref" { ExprKind::Ref(place) } else { ExprKind::RefMut(place) };
            let payload = Expr::new(kind, inner.payload.span);
            return Some(Split { payload, ..inner });
        }
        let span = expr.span();
        let value = self.carrier_value(expr);
        if self.block.dead {
            return None;
        }
        let value = if effects { self.freeze(value) } else { value };
        Some(self.split(value, open, span))
    }

    /// A value, looked into.
    pub(super) fn split(&mut self, value: Expr, open: bool, span: Span) -> Split {
        let (place, opened) = if open {
            let opened = self.let_var("opened", runtime(&ops::OPENED, vec![value], span));
            self.f.var_mut(opened).mutable = true;
            (Place::var(opened), Some(opened))
        } else {
            let place = self.materialize(value);
            (self.freeze_place(place), None)
        };
        let borrowed = Expr::new(ExprKind::Ref(place.clone()), span);
        let some = helper("holds", vec![borrowed], span);
        let payload = Expr::read(payload_of(&place, span), span);
        Split { some, payload, opened }
    }

    /// The value of an expression that is an `Option` or a `Result`; one behind a reference is copied.
    pub(super) fn carrier_value(&mut self, expr: &syn::Expr) -> Expr {
        let value = self.expr(expr);
        match value.kind {
            ExprKind::Ref(place) | ExprKind::RefMut(place) => Expr::read(place, value.span),
            _ => value,
        }
    }

    /// What a reference refers to; other values as they are.
    fn plain(&mut self, value: Expr) -> Expr {
        if is_reference(&value) { self.dereferenced(value) } else { value }
    }

    /// A value as a borrow of it.
    fn borrowed_value(&mut self, value: Expr) -> Expr {
        let span = value.span;
        let place = self.materialize(value);
        Expr::new(ExprKind::Ref(place), span)
    }

    /// The value of a branch on whether there is a payload.
    pub(super) fn branched(
        &mut self,
        split: Split,
        span: Span,
        some: impl FnOnce(&mut Self) -> Expr,
        none: impl FnOnce(&mut Self) -> Expr,
    ) -> Expr {
        let dest = self.dest(true, span);
        let guards = self.guards;
        self.when_else(
            split.some,
            span,
            |lower| {
                let value = some(lower);
                lower.arrive(dest, Some(value));
            },
            |lower| {
                let value = none(lower);
                lower.arrive(dest, Some(value));
            },
        );
        self.check_dest(dest, guards);
        dest.map_or_else(|| self.dummy(span), |dest| Expr::var(dest, span))
    }

    /// The error that was opened.
    pub(super) fn error(&mut self, opened: Option<VarId>, span: Span) -> Expr {
        let Some(opened) = opened else {
            return super::expr::unit(span);
        };
        let slot = Expr::new(ExprKind::RefMut(Place::var(opened)), span);
        let error = self.let_var("error", helper("take_error", vec![slot], span));
        Expr::var(error, span)
    }

    /// `Some(value)` or `Ok(value)`, as what was opened.
    fn wrapped_like(&mut self, opened: Option<VarId>, value: Expr, span: Span) -> Expr {
        match opened {
            Some(opened) => {
                let like = Expr::new(ExprKind::Ref(Place::var(opened)), span);
                runtime(&ops::WRAP, vec![like, value], span)
            }
            None => wrapped("Some", value, span),
        }
    }

    /// What was opened, without a payload.
    fn without(&mut self, opened: Option<VarId>, span: Span) -> Expr {
        match opened {
            Some(opened) => {
                let slot = Expr::new(ExprKind::RefMut(Place::var(opened)), span);
                helper("without", vec![slot], span)
            }
            None => none(span),
        }
    }
}
