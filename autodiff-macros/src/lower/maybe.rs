//! Options that are never built: what `first`, `get`, `max_by` and their like give.
//!
//! A [`Maybe`] is a condition and what there is where it holds. What it holds may be another name of a place,
//! which no value of the intermediate representation can be. It is taken apart where it stands: by `unwrap` and its
//! like, by `if let`, `match` and `?`. Where an option is wanted as a value, one is built.

use std::rc::Rc;

use proc_macro2::Span;
use quote::quote;
use syn::spanned::Spanned;

use super::closures::Closure;
use super::iterators::Iter;
use super::patterns::index_expr;
use super::stmt::strip;
use super::{Binding, Lower};
use crate::diag::codes;
use crate::ir::{
    Aggregate, BinaryOp, Effect, Expr, ExprKind, Hint, Place, Proj, StmtKind, VarKind,
};

/// A condition, and what there is where it holds.
#[derive(Clone)]
pub(super) struct Maybe {
    pub(super) present: Expr,
    pub(super) inside: Inside,
}

/// What there is; evaluated where it is taken.
#[derive(Clone)]
pub(super) enum Inside {
    Value(Expr),
    /// The element of a chain at an index.
    Element(Iter, Expr),
    /// The elements of a chain, taken together by a closure.
    Reduced(Iter, Rc<Closure>),
    /// The value behind a borrow.
    Copied(Box<Inside>),
    /// A borrow of it.
    Borrowed(Box<Inside>),
    Mapped(Box<Inside>, Rc<Closure>),
}

/// Methods of slices that give an option, with their numbers of arguments.
const PARTS: &[(&str, usize)] = &[
    ("first", 0),
    ("last", 0),
    ("get", 1),
    ("first_mut", 0),
    ("last_mut", 0),
    ("get_mut", 1),
    ("split_first", 0),
    ("split_last", 0),
    ("split_first_mut", 0),
    ("split_last_mut", 0),
];

/// Methods that take an option apart, with their numbers of arguments.
const TAKES: &[(&str, usize)] = &[
    ("unwrap", 0),
    ("expect", 1),
    ("unwrap_or", 1),
    ("unwrap_or_else", 1),
    ("map_or", 2),
    ("map_or_else", 2),
    ("is_some", 0),
    ("is_none", 0),
    ("is_some_and", 1),
];

impl Lower<'_> {
    /// Whether an expression is an option of this file, where an option is expected.
    pub(super) fn is_maybe(&self, expr: &syn::Expr) -> bool {
        match strip(expr) {
            syn::Expr::MethodCall(it) => {
                let name = it.method.to_string();
                if self.siblings.contains(&name) {
                    return false;
                }
                if self.is_search(it) || self.is_step(it) {
                    return true;
                }
                match (name.trim_start_matches("r#"), it.args.len()) {
                    ("copied" | "cloned", 0) | ("map", 1) => self.is_maybe(&it.receiver),
                    (name, count) => {
                        PARTS.contains(&(name, count))
                            && !self.iterates(&it.receiver)
                            && !matches!(it.args.first().map(strip), Some(syn::Expr::Range(_)))
                    }
                }
            }
            syn::Expr::Path(it) => it
                .path
                .get_ident()
                .and_then(|ident| self.lookup(&ident.to_string()))
                .is_some_and(|binding| matches!(binding, Binding::Maybe(_))),
            _ => false,
        }
    }

    /// Lowers an option of this file, where an option is expected.
    pub(super) fn maybe(&mut self, expr: &syn::Expr) -> Option<Maybe> {
        if !self.is_maybe(expr) {
            return None;
        }
        match strip(expr) {
            syn::Expr::Path(it) => match self.lookup(&it.path.get_ident()?.to_string())? {
                Binding::Maybe(maybe) => Some((**maybe).clone()),
                _ => None,
            },
            syn::Expr::MethodCall(it) if self.is_step(it) => self.step(it),
            syn::Expr::MethodCall(it) if self.is_search(it) => self.search(it),
            syn::Expr::MethodCall(it) => {
                let name = it.method.to_string();
                match name.trim_start_matches("r#") {
                    "copied" | "cloned" => {
                        let Maybe { present, inside } = self.maybe(&it.receiver)?;
                        Some(Maybe { present, inside: Inside::Copied(Box::new(inside)) })
                    }
                    "map" => {
                        let Maybe { present, inside } = self.maybe(&it.receiver)?;
                        let closure = self.callable(&it.args[0])?;
                        Some(Maybe { present, inside: Inside::Mapped(Box::new(inside), closure) })
                    }
                    _ => Some(self.part(it, &name)),
                }
            }
            _ => None,
        }
    }

    /// `x.first()` and its like.
    fn part(&mut self, it: &syn::ExprMethodCall, name: &str) -> Maybe {
        let span = it.method.span();
        let base = self.base(&it.receiver);
        let base = self.freeze_place(base);
        let (len, _) = self.length(&base, span);
        let exclusive = name.ends_with("_mut");
        let part = |index: Expr| {
            let place = base.clone().then(Proj::Index(Box::new(index)));
            let kind = if exclusive { ExprKind::RefMut(place) } else { ExprKind::Ref(place) };
            Expr::new(kind, span)
        };
        let range = |low: Option<Expr>, high: Option<Expr>| {
            let (low, high) = (low.map(Box::new), high.map(Box::new));
            Expr::new(ExprKind::Range { low, high, inclusive: false }, span)
        };
        let some = Expr::binary(BinaryOp::Gt, len.clone(), index_expr(0, span), span);
        let last = Expr::binary(BinaryOp::Sub, len.clone(), index_expr(1, span), span);
        let pair = |a: Expr, b: Expr| {
            let kind = Aggregate::Tuple;
            Expr::new(ExprKind::Aggregate { kind, operands: vec![a, b] }, span)
        };
        let (present, value) = match name {
            "first" | "first_mut" => (some, part(index_expr(0, span))),
            "last" | "last_mut" => (some, part(last)),
            "split_first" | "split_first_mut" => {
                let rest = part(range(Some(index_expr(1, span)), None));
                (some, pair(part(index_expr(0, span)), rest))
            }
            "split_last" | "split_last_mut" => {
                let rest = part(range(None, Some(last.clone())));
                (some, pair(part(last), rest))
            }
            _ => {
                let index = self.expr(&it.args[0]);
                let index = self.freeze(index);
                (Expr::binary(BinaryOp::Lt, index.clone(), len, span), part(index))
            }
        };
        let present = self.condition(present);
        Maybe { present, inside: Inside::Value(value) }
    }

    /// What there is, here where the condition holds.
    fn inside(&mut self, inside: &Inside, at: &syn::Expr) -> Expr {
        match inside {
            Inside::Value(value) => value.clone(),
            Inside::Element(iter, index) => self.element_of(iter, index.clone(), at),
            Inside::Reduced(iter, closure) => self.reduced(iter, closure, at),
            Inside::Copied(inner) => {
                let value = self.inside(inner, at);
                self.dereferenced(value)
            }
            Inside::Borrowed(inner) => {
                let value = self.inside(inner, at);
                self.borrowed(value).1
            }
            Inside::Mapped(inner, closure) => {
                let value = self.inside(inner, at);
                self.call_closure(closure, vec![value], at)
            }
        }
    }

    /// Methods that take an option of this file apart.
    pub(super) fn maybe_method(&mut self, it: &syn::ExprMethodCall) -> Option<Expr> {
        let name = it.method.to_string();
        if !TAKES.contains(&(&name, it.args.len())) || !self.is_maybe(&it.receiver) {
            return None;
        }
        let span = it.method.span();
        let at = &syn::Expr::MethodCall(it.clone());
        let Some(Maybe { present, inside }) = self.maybe(&it.receiver) else {
            return Some(self.dummy(span));
        };
        let present = self.condition(present);
        Some(match name.as_str() {
            "is_some" | "is_none" => {
                // Closures on the way may do more than give a value.
                if !matches!(inside, Inside::Value(_)) {
                    self.when(present.clone(), span, |lower| {
                        lower.inside(&inside, at);
                    });
                }
                if name == "is_some" { present } else { Expr::not(present) }
            }
            "unwrap" | "expect" => {
                let rest = match it.args.first() {
                    Some(message) => quote!(, "{}", #message),
                    None => quote!(, "called `Option::unwrap()` on a `None` value"),
                };
                let binds = self.binds(&rest);
                let effect =
                    Effect { path: quote!(::core::assert), args: vec![present], rest, binds };
                self.push(StmtKind::Effect(effect), span);
                self.inside(&inside, at)
            }
            "unwrap_or" => {
                let default = self.default_value(&it.args[0]);
                let default = self.freeze(default);
                self.either(present, &inside, at, None, |_| default)
            }
            "unwrap_or_else" => {
                let Some(closure) = self.callable(&it.args[0]) else {
                    return Some(self.dummy(span));
                };
                self.either(present, &inside, at, None, |lower| {
                    lower.call_closure(&closure, Vec::new(), at)
                })
            }
            "map_or" | "map_or_else" => {
                let lazy = name == "map_or_else";
                let default = if lazy { None } else { Some(self.expr(&it.args[0])) };
                let default = default.map(|default| self.freeze(default));
                let other = if lazy { self.callable(&it.args[0]) } else { None };
                let Some(closure) = self.callable(&it.args[1]) else {
                    return Some(self.dummy(span));
                };
                self.either(present, &inside, at, Some(&closure), |lower| match (default, other) {
                    (Some(default), _) => default,
                    (None, Some(other)) => lower.call_closure(&other, Vec::new(), at),
                    (None, None) => lower.dummy(span),
                })
            }
            _ => {
                let Some(closure) = self.callable(&it.args[0]) else {
                    return Some(self.dummy(span));
                };
                self.either(present, &inside, at, Some(&closure), |_| {
                    super::control::bool_expr(false, span)
                })
            }
        })
    }

    /// A default beside what may be a borrow: `&0.0` is taken as the value.
    fn default_value(&mut self, expr: &syn::Expr) -> Expr {
        match strip(expr) {
            syn::Expr::Reference(it) if it.mutability.is_none() => self.expr(&it.expr),
            expr => {
                let value = self.expr(expr);
                match value.kind {
                    ExprKind::Ref(_) | ExprKind::RefTemp(_) => self.dereferenced(value),
                    _ => value,
                }
            }
        }
    }

    /// What there is, or something else; through a closure perhaps.
    fn either(
        &mut self,
        present: Expr,
        inside: &Inside,
        at: &syn::Expr,
        closure: Option<&Closure>,
        other: impl FnOnce(&mut Self) -> Expr,
    ) -> Expr {
        let span = at.span();
        let guards = self.guards;
        let dest = self.new_var("value", span, VarKind::Late, Hint::Unknown);
        self.push(StmtKind::Let { var: dest, value: None }, span);
        let mut borrowed = false;
        self.when_else(
            present,
            span,
            |lower| {
                let value = lower.inside(inside, at);
                let value = match closure {
                    Some(closure) => lower.call_closure(closure, vec![value], at),
                    None => value,
                };
                // Two places have no common name: the value is copied.
                let value = match value.kind {
                    ExprKind::Ref(_) | ExprKind::RefTemp(_) => {
                        borrowed = true;
                        lower.dereferenced(value)
                    }
                    ExprKind::RefMut(_) => lower.refuse(
                        codes::ONE_OF_TWO_PLACES,
                        at,
                        "this may be one of two places that are written to",
                        "write `if let` with the assignment inside",
                    ),
                    _ => value,
                };
                lower.arrive(Some(dest), Some(value));
            },
            |lower| {
                let value = other(lower);
                let value = match value.kind {
                    ExprKind::Ref(_) | ExprKind::RefTemp(_) => lower.dereferenced(value),
                    _ => value,
                };
                lower.arrive(Some(dest), Some(value));
            },
        );
        self.check_dest(Some(dest), guards);
        if borrowed {
            Expr::new(ExprKind::Ref(Place::var(dest)), span)
        } else {
            Expr::var(dest, span)
        }
    }

    /// An option as a value: built where what it holds is a value.
    pub(super) fn built(&mut self, maybe: Maybe, at: &syn::Expr) -> Expr {
        let span = at.span();
        let guards = self.guards;
        let dest = self.new_var("option", span, VarKind::Late, Hint::Unknown);
        self.push(StmtKind::Let { var: dest, value: None }, span);
        let Maybe { present, inside } = maybe;
        self.when_else(
            present,
            span,
            |lower| {
                let value = lower.inside(&inside, at);
                if matches!(
                    value.kind,
                    ExprKind::Ref(_) | ExprKind::RefMut(_) | ExprKind::RefTemp(_)
                ) {
                    lower.refuse(
                        codes::OPTION_OF_REFERENCE,
                        at,
                        "an option of a reference cannot be a value here",
                        "copy what it holds by `.copied()`, or take it apart by `if let`",
                    );
                }
                let name = proc_macro2::Ident::new("Some", span);
                let path = quote!(::core::option::Option::Some);
                let kind = Aggregate::Call { path, name };
                let value = Expr::new(ExprKind::Aggregate { kind, operands: vec![value] }, span);
                lower.arrive(Some(dest), Some(value));
            },
            |lower| {
                let none = Expr::tokens(quote!(::core::option::Option::None), span);
                lower.arrive(Some(dest), Some(none));
            },
        );
        self.check_dest(Some(dest), guards);
        Expr::var(dest, span)
    }

    /// An option of this file where any value may stand: only what is known to be one by its form.
    pub(super) fn maybe_value(&mut self, it: &syn::ExprMethodCall) -> Option<Expr> {
        let expr = syn::Expr::MethodCall(it.clone());
        if !self.is_maybe(&expr) || !self.is_option(&expr) {
            return None;
        }
        let maybe = self.maybe(&expr);
        Some(match maybe {
            Some(maybe) => self.built(maybe, &expr),
            None => self.dummy(it.method.span()),
        })
    }

    /// Whether it is an option for sure, and no method of a user's own type.
    fn is_option(&mut self, expr: &syn::Expr) -> bool {
        match strip(expr) {
            syn::Expr::MethodCall(it) => {
                self.is_search(it)
                    || self.is_step(it)
                    || self.is_slice(&it.receiver)
                    || self.is_option(&it.receiver)
                    // Nothing else gives borrows to be copied.
                    || ((it.method == "copied" || it.method == "cloned")
                        && self.is_maybe(&it.receiver))
            }
            syn::Expr::Path(_) => self.is_maybe(expr),
            _ => false,
        }
    }

    /// `let name = option;`: a name for it, where it holds a borrow.
    pub(super) fn maybe_named(&mut self, name: &str, init: &syn::Expr) -> bool {
        if !self.is_maybe(init) || !self.is_option(init) {
            return false;
        }
        let Some(mut maybe) = self.maybe(init) else {
            return true;
        };
        maybe.present = self.condition(maybe.present);
        match &maybe.inside {
            Inside::Value(value) => {
                let value = self.freeze(value.clone());
                maybe.inside = Inside::Value(value);
                self.bind(name, Binding::Maybe(Rc::new(maybe)));
            }
            Inside::Element(iter, _) if iter.borrows() => {
                self.bind(name, Binding::Maybe(Rc::new(maybe)));
            }
            Inside::Element(..)
            | Inside::Reduced(..)
            | Inside::Copied(_)
            | Inside::Borrowed(_)
            | Inside::Mapped(..) => {
                let value = self.built(maybe, init);
                let var = self.let_var(name, value);
                self.bind(name, Binding::Var(var));
            }
        }
        true
    }

    /// Whether the expression is known to be a slice, an array or a `Vec`.
    fn is_slice(&mut self, expr: &syn::Expr) -> bool {
        let syn::Expr::Path(_) = strip(expr) else {
            return false;
        };
        self.place(expr).is_some_and(|place| {
            matches!(self.f.place_hint(&place), Hint::Array(..) | Hint::Slice(_) | Hint::Vec(_))
        })
    }

    /// `if let pat = option`. Gives whether the pattern was one for this.
    pub(super) fn branch_maybe(
        &mut self,
        it: &syn::ExprLet,
        span: Span,
        then: &mut dyn FnMut(&mut Self),
        els: &mut dyn FnMut(&mut Self),
    ) -> bool {
        if !self.is_maybe(&it.expr) {
            return false;
        }
        let Some(pattern) = option_pattern(&it.pat) else {
            return false;
        };
        let Some(Maybe { present, inside }) = self.maybe(&it.expr) else {
            return true;
        };
        match pattern {
            OptionPattern::Some(pat) => self.when_else(
                present,
                span,
                |lower| {
                    let value = lower.inside(&inside, &it.expr);
                    lower.bind_pattern(pat, value);
                    then(lower);
                },
                els,
            ),
            OptionPattern::None => self.when_else(Expr::not(present), span, then, els),
        }
        true
    }

    /// `match option { .. }`. Gives whether its patterns were ones for this.
    pub(super) fn match_maybe(
        &mut self,
        it: &syn::ExprMatch,
        wanted: bool,
    ) -> Option<Option<Expr>> {
        if !self.is_maybe(&it.expr) {
            return None;
        }
        let span = it.match_token.span;
        let mut some: Vec<syn::Arm> = Vec::new();
        let mut none = None;
        for arm in &it.arms {
            match (option_pattern(&arm.pat), &arm.pat) {
                (Some(OptionPattern::None), _) => none = none.or(Some(arm)),
                (Some(OptionPattern::Some(pat)), _) => {
                    some.push(syn::Arm { pat: pat.clone(), ..arm.clone() });
                }
                (None, syn::Pat::TupleStruct(pat)) if pat.elems.len() == 1 => {
                    some.push(syn::Arm { pat: pat.elems[0].clone(), ..arm.clone() });
                }
                (None, syn::Pat::Wild(_)) => {
                    if arm.guard.is_none() {
                        none = none.or(Some(arm));
                    }
                    some.push(arm.clone());
                }
                (None, pat) => {
                    self.refuse(
                        codes::PATTERN,
                        pat,
                        "this pattern of an option is not supported here",
                        "write `Some(..)`, `None` or `_`",
                    );
                    return Some(wanted.then(|| self.dummy(span)));
                }
            }
        }
        let guards = self.guards;
        let Some(Maybe { present, inside }) = self.maybe(&it.expr) else {
            return Some(wanted.then(|| self.dummy(span)));
        };
        let dest = self.dest(wanted, span);
        self.when_else(
            present,
            span,
            |lower| {
                let value = lower.inside(&inside, &it.expr);
                let value = match some.as_slice() {
                    // One arm needs no match: its names are names of the place.
                    [arm] | [arm, _] if arm.guard.is_none() && is_irrefutable(&arm.pat) => {
                        lower.bind_pattern(&arm.pat, value);
                        lower.value_if(&arm.body, wanted)
                    }
                    _ => {
                        lower.bind_pattern(&syn::parse_quote!(__ad_inside), value);
                        let mut inner = it.clone();
                        *inner.expr = syn::parse_quote!(__ad_inside);
                        inner.arms = some.clone();
                        lower.lower_match(&inner, wanted)
                    }
                };
                lower.arrive(dest, value);
            },
            |lower| {
                if let Some(arm) = none {
                    let value = lower.value_if(&arm.body, wanted);
                    lower.arrive(dest, value);
                }
            },
        );
        self.check_dest(dest, guards);
        Some(dest.map(|dest| Expr::var(dest, span)))
    }

    /// `let Some(pat) = option else { diverge };` Gives whether the pattern was one for this.
    pub(super) fn let_else_maybe(
        &mut self,
        pat: &syn::Pat,
        value: &syn::Expr,
        diverge: &syn::Expr,
        span: Span,
    ) -> bool {
        if !self.is_maybe(value) {
            return false;
        }
        let Some(OptionPattern::Some(pat)) = option_pattern(pat) else {
            return false;
        };
        let Some(Maybe { present, inside }) = self.maybe(value) else {
            return true;
        };
        self.when(Expr::not(present), span, |lower| {
            lower.expr_stmt(diverge);
            if !lower.block.dead {
                lower.refuse(
                    codes::ELSE_GOES_ON,
                    diverge,
                    "this `else` goes on to where the names are not bound",
                    "leave by `return`, `break`, `continue` or `panic!`; that a call never returns is not seen",
                );
            }
        });
        let value = self.inside(&inside, value);
        self.bind_pattern(pat, value);
        true
    }

    /// `option?`
    pub(super) fn question_maybe(&mut self, it: &syn::ExprTry) -> Option<Expr> {
        // `option.ok_or(error)?` of an error of the type that is returned.
        let (option, otherwise): (&syn::Expr, syn::ExprReturn) = match strip(&it.expr) {
            syn::Expr::MethodCall(call) if call.method == "ok_or" && call.args.len() == 1 => {
                let error = &call.args[0];
                (&call.receiver, syn::parse_quote!(return Err(#error)))
            }
            option => (option, syn::parse_quote!(return ::core::option::Option::None)),
        };
        if !self.is_maybe(option) {
            return None;
        }
        let span = it.span();
        let Some(Maybe { present, inside }) = self.maybe(option) else {
            return Some(self.dummy(span));
        };
        self.when(Expr::not(present), span, |lower| lower.lower_return(&otherwise));
        Some(self.inside(&inside, option))
    }
}

/// What a pattern says of an option.
enum OptionPattern<'p> {
    /// `Some` of something that is always so.
    Some(&'p syn::Pat),
    None,
}

fn option_pattern(pat: &syn::Pat) -> Option<OptionPattern<'_>> {
    let is = |path: &syn::Path, name: &str| path.segments.last().is_some_and(|s| s.ident == name);
    match pat {
        syn::Pat::Paren(it) => option_pattern(&it.pat),
        syn::Pat::TupleStruct(it) if is(&it.path, "Some") && it.elems.len() == 1 => {
            is_irrefutable(&it.elems[0]).then(|| OptionPattern::Some(&it.elems[0]))
        }
        syn::Pat::Path(it) if is(&it.path, "None") => Some(OptionPattern::None),
        syn::Pat::Ident(it) if it.ident == "None" => Some(OptionPattern::None),
        _ => None,
    }
}

/// Whether a pattern holds for every value, by its form.
fn is_irrefutable(pat: &syn::Pat) -> bool {
    match pat {
        syn::Pat::Ident(it) => {
            it.subpat.is_none() && !it.ident.to_string().starts_with(|c: char| c.is_uppercase())
        }
        syn::Pat::Wild(_) | syn::Pat::Rest(_) => true,
        syn::Pat::Tuple(it) => it.elems.iter().all(is_irrefutable),
        syn::Pat::Reference(it) => is_irrefutable(&it.pat),
        syn::Pat::Paren(it) => is_irrefutable(&it.pat),
        syn::Pat::Type(it) => is_irrefutable(&it.pat),
        _ => false,
    }
}
