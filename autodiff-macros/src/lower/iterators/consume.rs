//! Consumers of chains.

use quote::{ToTokens, quote};

use super::{ADAPTORS, Chain, SOURCES};
use crate::ir::{BinaryOp, Expr, Hint, Place, StmtKind, VarKind};
use crate::lower::Lower;
use crate::lower::control::bool_expr;
use crate::lower::stmt::strip;

/// The consumers of this file, with their numbers of arguments.
const CONSUMERS: &[(&str, usize)] = &[
    ("sum", 0),
    ("product", 0),
    ("fold", 2),
    ("for_each", 1),
    ("all", 1),
    ("any", 1),
    ("count", 0),
    ("len", 0),
    ("partition", 1),
    ("unzip", 0),
];

impl Lower<'_> {
    /// Consumers of iterators.
    pub(in crate::lower) fn iterator_method(
        &mut self,
        it: &syn::ExprMethodCall,
        expected: Option<&syn::Type>,
    ) -> Option<Expr> {
        let name = it.method.to_string();
        if !self.iterates(&it.receiver) || self.siblings.contains(&name) {
            return None;
        }
        let span = it.method.span();
        let at = syn::Expr::MethodCall(it.clone());
        let known = (name.as_str(), it.args.len());
        if SOURCES.contains(&known) || ADAPTORS.contains(&known) || self.is_drain(it) {
            return None;
        }
        if let (syn::Expr::Range(_), "contains" | "is_empty") = (strip(&it.receiver), known.0) {
            return None;
        }
        if self.is_step(it) {
            return Some(match self.step(it) {
                Some(maybe) => self.built(maybe, &at),
                None => self.dummy(span),
            });
        }
        if self.is_search(it) {
            return Some(match self.search(it) {
                Some(maybe) => self.built(maybe, &at),
                None => self.dummy(span),
            });
        }
        if name == "collect" {
            if !self.taint.touches(it) {
                return Some(self.opaque(it.to_token_stream(), span));
            }
            return Some(self.collect(it, expected));
        }
        if !CONSUMERS.contains(&known) {
            return Some(self.refuse_method(it));
        }
        let Some(chain) = self.chain(&it.receiver) else {
            return Some(self.dummy(span));
        };
        match (name.as_str(), it.args.len()) {
            ("partition", 1) | ("unzip", 0) => Some(self.filled_pair(it, chain)),
            ("sum" | "product", 0) => Some(self.total(it, chain, expected, &at)),
            ("fold", 2) => {
                let init = self.expr(&it.args[0]);
                let closure = self.callable(&it.args[1])?;
                let acc = self.let_var("acc", init);
                self.f.var_mut(acc).mutable = true;
                self.drive(chain, &at, &mut |lower, item| {
                    let args = vec![Expr::var(acc, span), item];
                    let value = lower.call_closure(&closure, args, &at);
                    lower.push(StmtKind::Assign { place: Place::var(acc), value }, span);
                });
                Some(Expr::var(acc, span))
            }
            ("for_each", 1) => {
                let closure = self.callable(&it.args[0])?;
                self.drive(chain, &at, &mut |lower, item| {
                    lower.run_closure(&closure, vec![item], &at);
                });
                Some(crate::lower::expr::unit(span))
            }
            ("all" | "any", 1) => {
                let closure = self.callable(&it.args[0])?;
                let all = name == "all";
                let found = self.new_var("found", span, VarKind::Local, Hint::Discrete);
                self.f.var_mut(found).mutable = true;
                let depth = self.frames.len();
                let start = Some(bool_expr(all, span));
                self.push(StmtKind::Let { var: found, value: start }, span);
                self.drive(chain, &at, &mut |lower, item| {
                    let cond = lower.call_closure(&closure, vec![item], &at);
                    let decided = if all { Expr::not(cond) } else { cond };
                    lower.when(decided, span, |lower| {
                        let place = Place::var(found);
                        let value = bool_expr(!all, span);
                        lower.push(StmtKind::Assign { place, value }, span);
                        lower.end_chain(depth, span);
                    });
                });
                Some(Expr::var(found, span))
            }
            ("count" | "len", 0) if chain.is_indexable() && !chain.has_effects() => {
                let mut chain = chain;
                let count = self.count(&mut chain, span);
                Some(self.freeze_new(count))
            }
            ("count" | "len", 0) => {
                let counter = self.counter(span);
                self.drive(chain, &at, &mut |lower, _| lower.increment(counter, span));
                Some(Expr::var(counter, span))
            }
            _ => Some(self.refuse_method(it)),
        }
    }

    /// `sum` and `product`.
    fn total(
        &mut self,
        it: &syn::ExprMethodCall,
        chain: Chain,
        expected: Option<&syn::Type>,
        at: &syn::Expr,
    ) -> Expr {
        let span = it.method.span();
        let sum = it.method == "sum";
        let written =
            it.turbofish.as_ref().and_then(|t| t.args.first()).and_then(|arg| match arg {
                syn::GenericArgument::Type(ty) if !matches!(ty, syn::Type::Infer(_)) => {
                    Some(ty.clone())
                }
                _ => None,
            });
        let ty = written.or_else(|| expected.cloned());
        let hint = ty
            .as_ref()
            .map(|ty| crate::syntax::hints::of_type(ty, &self.floats))
            .unwrap_or_default();
        let acc = self.new_var("acc", span, VarKind::Local, hint);
        self.f.var_mut(acc).mutable = true;
        self.f.var_mut(acc).ty = ty.as_ref().map(ToTokens::to_token_stream);
        let mut item_hint = Hint::Unknown;
        let op = if sum { BinaryOp::Add } else { BinaryOp::Mul };
        let loops = self.closed(|lower| {
            lower.drive(chain, at, &mut |lower, item| {
                let item = lower.summand(item);
                item_hint = lower.f.operand_hint(&item);
                lower.push(StmtKind::Update { op, place: Place::var(acc), value: item }, span);
            });
        });
        // A number of a type that only its name is known of starts as the library does.
        let named = match (&ty, &item_hint) {
            (None, Hint::Float(crate::ir::FloatType::Written(name))) => Some(name.clone()),
            _ => None,
        };
        let named = named.filter(|name| !matches!(name.to_string().as_str(), "f32" | "f64"));
        let ty = ty.map(|ty| ty.to_token_stream()).or(named);
        let start = match (&ty, &item_hint) {
            (Some(ty), _) if sum => quote!(::core::iter::empty::<#ty>().sum::<#ty>()),
            (Some(ty), _) => quote!(::core::iter::empty::<#ty>().product::<#ty>()),
            (None, Hint::Discrete) => {
                self.f.var_mut(acc).hint = Hint::Discrete;
                if sum { quote!(0) } else { quote!(1) }
            }
            // As the standard library starts. What is no float is an error of types here, never another value.
            (None, hint) => {
                self.f.var_mut(acc).hint =
                    if hint.is_float() { hint.clone() } else { Hint::float() };
                if sum { quote!(-0.0) } else { quote!(1.0) }
            }
        };
        let start = Some(Expr::tokens(start, span));
        self.push(StmtKind::Let { var: acc, value: start }, span);
        for stmt in loops.stmts {
            self.block.push(stmt);
        }
        Expr::var(acc, span)
    }
}
