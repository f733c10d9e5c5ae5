//! `Vec`s that grow and shrink, and `collect`.
//!
//! The smallest steps are statements of their own ([`Grow`]): `push`, `pop`, `insert`, `remove`, and cutting the end off.
//! All else is made of them. What is no `Vec` is told by the runtime's trait `Growable`.

use proc_macro2::Span;
use quote::ToTokens;

use super::stmt::strip;
use super::{Binding, Lower};
use crate::diag::codes;
use crate::ir::{
    Aggregate, BinaryOp, Expr, ExprKind, Grow, Growth, Hint, Place, Proj, StmtKind, VarId, VarKind,
};

/// Whether an item of an iterator is a reference, or has one in it.
pub(super) fn refers(item: &Expr) -> bool {
    match &item.kind {
        ExprKind::Ref(_) | ExprKind::RefMut(_) | ExprKind::RefTemp(_) => true,
        ExprKind::Aggregate { kind: Aggregate::Tuple, operands } => operands.iter().any(refers),
        _ => false,
    }
}

/// Whether a written type is `Vec<..>`, or left to inference.
fn is_vec(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::Infer(_) => true,
        syn::Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "Vec"),
        syn::Type::Paren(it) => is_vec(&it.elem),
        syn::Type::Group(it) => is_vec(&it.elem),
        _ => false,
    }
}

impl Lower<'_> {
    /// A method of `Vec` that changes its length. Nothing if it is none.
    pub(super) fn growth_method(
        &mut self,
        it: &syn::ExprMethodCall,
        name: &str,
        span: Span,
    ) -> Option<Expr> {
        if let Some(value) = self.thinning_method(it, name, span) {
            return Some(value);
        }
        let known = matches!(
            (name, it.args.len()),
            ("push" | "remove" | "swap_remove" | "truncate" | "split_off" | "append", 1)
                | ("extend" | "extend_from_slice" | "reserve", 1)
                | ("pop" | "clear", 0)
                | ("insert" | "resize", 2)
        );
        if !known || !self.grows(it, name) {
            return None;
        }
        let place = self.place(&it.receiver)?;
        let place = self.freeze_place(place);
        let unit = super::expr::unit(span);
        let value = match name {
            "push" => {
                let value = self.expr(&it.args[0]);
                let value = self.put(value);
                self.grow(Growth::Push, &place, None, Some(value), span);
                unit
            }
            "pop" => self.take_out(Growth::Pop, &place, None, span),
            "insert" => {
                let mut args = self.operands(it.args.iter()).into_iter();
                let (index, value) = (args.next()?, args.next()?);
                let index = self.freeze(index);
                let value = self.put(value);
                self.grow(Growth::Insert, &place, Some(index), Some(value), span);
                unit
            }
            "remove" => {
                let index = self.expr(&it.args[0]);
                let index = self.freeze(index);
                self.take_out(Growth::Remove, &place, Some(index), span)
            }
            "swap_remove" => {
                let index = self.expr(&it.args[0]);
                let index = self.freeze(index);
                let (len, _) = self.length(&place, span);
                let one = super::patterns::index_expr(1, span);
                let last = Expr::binary(BinaryOp::Sub, len, one, span);
                let last = self.let_var("last", last);
                self.f.var_mut(last).hint = Hint::Discrete;
                let last = Expr::var(last, span);
                let a = place.clone().then(Proj::Index(Box::new(index)));
                let b = place.clone().then(Proj::Index(Box::new(last.clone())));
                self.swap(a, b, span);
                self.take_out(Growth::Remove, &place, Some(last), span)
            }
            "truncate" | "clear" | "split_off" => {
                let len = match it.args.first() {
                    Some(len) => {
                        let len = self.expr(len);
                        self.freeze(len)
                    }
                    None => super::patterns::index_expr(0, span),
                };
                let tail = self.take_out(Growth::Cut, &place, Some(len), span);
                if name == "split_off" { tail } else { unit }
            }
            "resize" => {
                self.resize(it, &place, span);
                unit
            }
            "append" => {
                let other = self.base(&it.args[0]);
                let other = self.freeze_place(other);
                self.each_index_of(&other.clone(), span, |lower, index| {
                    let element = other.clone().then(Proj::Index(Box::new(index)));
                    let value = Expr::read(element, span);
                    lower.grow(Growth::Push, &place, None, Some(value), span);
                });
                let zero = super::patterns::index_expr(0, span);
                self.take_out(Growth::Cut, &other, Some(zero), span);
                unit
            }
            "extend" | "extend_from_slice" => {
                self.extend(&it.args[0], &place, span);
                unit
            }
            // Room is made where it is needed.
            _ => {
                let _ = self.expr(&it.args[0]);
                unit
            }
        };
        Some(value)
    }

    /// Whether a method changes the length of a `Vec`, as far as can be seen.
    pub(super) fn grows(&self, it: &syn::ExprMethodCall, name: &str) -> bool {
        if let syn::Expr::Path(path) = strip(&it.receiver)
            && let Some(ident) = path.path.get_ident()
        {
            // A method of the same type, called by its own methods.
            if self.siblings.iter().any(|sibling| sibling == name) {
                return false;
            }
            let hint = match self.lookup(&ident.to_string()) {
                Some(Binding::Var(var)) => self.f.var(*var).hint.clone(),
                Some(Binding::Alias(value)) => {
                    value.place().map(|place| self.f.place_hint(place)).unwrap_or_default()
                }
                _ => Hint::Unknown,
            };
            if matches!(hint, Hint::Vec(_)) {
                return true;
            }
        }
        // What holds nothing active may be any collection.
        self.taint.touches(it)
    }

    pub(super) fn grow(
        &mut self,
        op: Growth,
        place: &Place,
        index: Option<Expr>,
        value: Option<Expr>,
        span: Span,
    ) {
        let place = place.clone();
        self.push(StmtKind::Grow(Grow { op, place, dest: None, index, value }), span);
    }

    /// A step that takes something out, and what it took.
    pub(super) fn take_out(
        &mut self,
        op: Growth,
        place: &Place,
        index: Option<Expr>,
        span: Span,
    ) -> Expr {
        let whole = self.f.place_hint(place);
        let element = whole.element();
        let hint = match op {
            Growth::Pop => Hint::Option(Box::new(element)),
            Growth::Remove => element,
            _ => Hint::Vec(Box::new(element)),
        };
        let dest: VarId = self.new_var("taken", span, VarKind::Local, hint);
        let place = place.clone();
        let kind = Grow { op, place, dest: Some(dest), index, value: None };
        self.push(StmtKind::Grow(kind), span);
        Expr::var(dest, span)
    }

    /// What is put into a `Vec`: a value that is written once.
    pub(super) fn put(&mut self, value: Expr) -> Expr {
        let scalar = self.f.expr_hint(&value).is_scalar();
        match &value.kind {
            ExprKind::Read(place) if place.is_var() => value,
            _ if scalar => value,
            _ => {
                let span = value.span;
                Expr::var(self.let_var("item", value), span)
            }
        }
    }

    fn resize(&mut self, it: &syn::ExprMethodCall, place: &Place, span: Span) {
        let mut args = self.operands(it.args.iter()).into_iter();
        let (Some(len), Some(value)) = (args.next(), args.next()) else { return };
        let len = self.let_var("len", len);
        self.f.var_mut(len).hint = Hint::Discrete;
        let value = Expr::var(self.let_var("item", value), span);
        self.take_out(Growth::Cut, place, Some(Expr::var(len, span)), span);
        let (count, _) = self.length(place, span);
        let more = ExprKind::Helper { name: "difference", args: vec![Expr::var(len, span), count] };
        let more = self.let_var("more", Expr::new(more, span));
        self.f.var_mut(more).hint = Hint::Discrete;
        let range = crate::ir::Range {
            low: super::patterns::index_expr(0, span),
            high: Expr::var(more, span),
            inclusive: false,
            step: None,
            reversed: false,
            checkpoint: None,
            part: None,
            constant_trips: None,
        };
        self.counted_loop(None, "i", range, span, |lower, _| {
            lower.grow(Growth::Push, place, None, Some(value), span);
        });
    }

    /// `x.extend(items)`: references among the items are copied.
    fn extend(&mut self, items: &syn::Expr, place: &Place, span: Span) {
        self.each_item(items, &mut |lower, item| {
            let value = match item.kind {
                ExprKind::Ref(_) | ExprKind::RefMut(_) | ExprKind::RefTemp(_) => {
                    lower.dereferenced(item)
                }
                _ => item,
            };
            let value = lower.put(value);
            lower.grow(Growth::Push, place, None, Some(value), span);
        });
    }

    /// `items.collect()` into a `Vec`.
    pub(super) fn collect(
        &mut self,
        it: &syn::ExprMethodCall,
        expected: Option<&syn::Type>,
    ) -> Expr {
        let span = it.method.span();
        let written = it.turbofish.as_ref().and_then(|turbofish| match turbofish.args.first() {
            Some(syn::GenericArgument::Type(ty)) => Some(ty.clone()),
            _ => None,
        });
        let ty = written.filter(|ty| !matches!(ty, syn::Type::Infer(_)));
        let ty = ty.or_else(|| expected.cloned());
        if let Some(ty) = &ty
            && crate::syntax::hints::payload_type(ty).is_some_and(is_vec)
        {
            let is_result = ty.to_token_stream().to_string().contains("Result");
            return self.collect_all_or_nothing(it, is_result, span);
        }
        if let Some(ty) = ty.as_ref().filter(|ty| !is_vec(ty)) {
            let text = ty.to_token_stream().to_string().replace(' ', "");
            return self.refuse(
                codes::COLLECT,
                &it.method,
                &format!("`collect` into `{text}` is not supported"),
                "collect into a `Vec` and convert it, or write a loop",
            );
        }
        let hint = ty.as_ref().map(|ty| crate::syntax::hints::of_type(ty, &self.floats));
        let hint = match hint {
            Some(Hint::Vec(element)) => Hint::Vec(element),
            _ => Hint::Vec(Box::default()),
        };
        let out = self.new_var("collected", span, VarKind::Local, hint);
        self.f.var_mut(out).mutable = true;
        self.f.var_mut(out).ty = ty
            .filter(|ty| !matches!(ty, syn::Type::Infer(_)))
            .map(|ty| ty.to_token_stream())
            .filter(|ty| !ty.to_string().contains('&'));
        let kind = ExprKind::Aggregate { kind: Aggregate::VecList, operands: Vec::new() };
        self.push(StmtKind::Let { var: out, value: Some(Expr::new(kind, span)) }, span);
        let place = Place::var(out);
        let mut references = false;
        self.each_item(&it.receiver, &mut |lower, item| {
            references |= refers(&item);
            let value = lower.put(item);
            lower.grow(Growth::Push, &place, None, Some(value), span);
        });
        if references {
            return self.refuse(
                codes::COLLECT_REFERENCES,
                &it.method,
                "references cannot be collected here",
                "copy the elements before: `.copied()` or `.cloned()`",
            );
        }
        Expr::var(out, span)
    }

    /// `items.collect()` into an `Option` or a `Result` of a `Vec`: it ends at the first item without a payload.
    fn collect_all_or_nothing(
        &mut self,
        it: &syn::ExprMethodCall,
        is_result: bool,
        span: Span,
    ) -> Expr {
        let out = self.new_var("collected", span, VarKind::Local, Hint::Vec(Box::default()));
        self.f.var_mut(out).mutable = true;
        let kind = ExprKind::Aggregate { kind: Aggregate::VecList, operands: Vec::new() };
        self.push(StmtKind::Let { var: out, value: Some(Expr::new(kind, span)) }, span);
        let whole = self.new_var("whole", span, VarKind::Local, Hint::Discrete);
        self.f.var_mut(whole).mutable = true;
        let yes = Some(super::control::bool_expr(true, span));
        self.push(StmtKind::Let { var: whole, value: yes }, span);
        let error = is_result.then(|| {
            let error = self.let_var("error", super::options::none(span));
            self.f.var_mut(error).mutable = true;
            error
        });
        let place = Place::var(out);
        let depth = self.frames.len();
        self.each_item(&it.receiver, &mut |lower, item| {
            let split = lower.split(item, true, span);
            let (payload, opened) = (split.payload.clone(), split.opened);
            lower.when_else(
                split.some,
                span,
                |_| {},
                |lower| {
                    if let Some(error) = error {
                        let value = lower.error(opened, span);
                        let value = super::options::wrapped("Some", value, span);
                        let place = Place::var(error);
                        lower.push(StmtKind::Assign { place, value }, span);
                    }
                    let value = super::control::bool_expr(false, span);
                    lower.push(StmtKind::Assign { place: Place::var(whole), value }, span);
                    lower.end_chain(depth, span);
                },
            );
            let value = lower.put(payload);
            lower.grow(Growth::Push, &place, None, Some(value), span);
        });
        let dest = self.dest(true, span);
        let guards = self.guards;
        self.when_else(
            Expr::var(whole, span),
            span,
            |lower| {
                let name = if is_result { "Ok" } else { "Some" };
                let value = super::options::wrapped(name, Expr::var(out, span), span);
                lower.arrive(dest, Some(value));
            },
            |lower| {
                let value = match error {
                    Some(error) => {
                        let args = vec![Expr::var(error, span)];
                        let error = ExprKind::Helper { name: "unwrap", args };
                        super::options::wrapped("Err", Expr::new(error, span), span)
                    }
                    None => super::options::none(span),
                };
                lower.arrive(dest, Some(value));
            },
        );
        self.check_dest(dest, guards);
        dest.map_or_else(|| self.dummy(span), |dest| Expr::var(dest, span))
    }
}
