//! Iterators that are taken up step by step: `next`, `next_back`, `nth`, `peek`.
//!
//! An iterator in a variable on which such a method is called has two counters, of the elements at both ends that are
//! still to come. What else is done with it sees the elements between them.
//!
//! ```text
//! let mut it = xs.iter();                ->  let (mut front, mut back) = (0, xs.len());
//! while let Some(x) = it.next() { .. }   ->  while { there = front < back; at = front; if there { front += 1 } there } { x is xs[at] .. }
//! ```

use std::collections::HashSet;

use proc_macro2::Span;
use syn::visit::Visit;

use super::{Chain, Iter};
use crate::diag::codes;
use crate::ir::{BinaryOp, Expr, Hint, Place, StmtKind, VarId};
use crate::lower::maybe::{Inside, Maybe};
use crate::lower::patterns::index_expr;
use crate::lower::stmt::strip;
use crate::lower::{Binding, Lower};

/// The numbers of the next element and of the one behind the last.
#[derive(Clone, Copy)]
pub(super) struct Cursor {
    front: VarId,
    back: VarId,
}

/// Methods that take one element, with their numbers of arguments.
const STEPS: &[(&str, usize)] = &[("next", 0), ("next_back", 0), ("nth", 1), ("peek", 0)];

/// Methods that take some elements, and leave the iterator behind them.
const SEARCHES: &[&str] =
    &["all", "any", "find", "find_map", "position", "rposition", "rfind", "try_fold"];

/// What is done with an iterator behind its `let`.
#[derive(Default)]
pub(in crate::lower) struct Uses {
    mentions: usize,
    steps: bool,
    /// A search that may end before the iterator does.
    search: Option<syn::Ident>,
}

impl Uses {
    /// Those of a name in the statements behind its `let`.
    pub(in crate::lower) fn of(name: &syn::Ident, behind: &[syn::Stmt]) -> Self {
        struct Find<'n> {
            name: &'n syn::Ident,
            loops: usize,
            uses: Uses,
        }
        impl Find<'_> {
            fn names(&self, expr: &syn::Expr) -> bool {
                matches!(strip(expr), syn::Expr::Path(it) if it.path.is_ident(self.name))
            }

            fn looped(&mut self, visit: impl FnOnce(&mut Self)) {
                self.loops += 1;
                visit(self);
                self.loops -= 1;
            }
        }
        impl<'ast> Visit<'ast> for Find<'_> {
            fn visit_expr_path(&mut self, it: &'ast syn::ExprPath) {
                if it.path.is_ident(self.name) {
                    self.uses.mentions += if self.loops > 0 { 2 } else { 1 };
                }
            }
            fn visit_expr_method_call(&mut self, it: &'ast syn::ExprMethodCall) {
                if self.names(&it.receiver) {
                    let name = it.method.to_string();
                    self.uses.steps |= STEPS.contains(&(&name, it.args.len()));
                    if SEARCHES.contains(&name.as_str()) {
                        self.uses.search = Some(it.method.clone());
                    }
                }
                syn::visit::visit_expr_method_call(self, it);
            }
            fn visit_expr_for_loop(&mut self, it: &'ast syn::ExprForLoop) {
                self.visit_expr(&it.expr);
                self.looped(|find| find.visit_block(&it.body));
            }
            fn visit_expr_while(&mut self, it: &'ast syn::ExprWhile) {
                self.looped(|find| syn::visit::visit_expr_while(find, it));
            }
            fn visit_expr_loop(&mut self, it: &'ast syn::ExprLoop) {
                self.looped(|find| find.visit_block(&it.body));
            }
        }
        let mut find = Find { name, loops: 0, uses: Uses::default() };
        for stmt in behind {
            if let syn::Stmt::Local(local) = stmt {
                local.init.iter().for_each(|init| find.visit_local_init(init));
                let names: HashSet<String> =
                    crate::lower::pattern_names(&local.pat).into_iter().collect();
                if names.contains(&name.to_string()) {
                    break;
                }
                continue;
            }
            find.visit_stmt(stmt);
        }
        find.uses
    }
}

impl Lower<'_> {
    /// An iterator that gets a name, used behind as that says.
    pub(in crate::lower) fn named_iterator(
        &mut self,
        expr: &syn::Expr,
        uses: &Uses,
    ) -> Option<Iter> {
        let mut chain = self.chain(expr)?;
        if let Some(method) = uses.search.as_ref().filter(|_| uses.mentions > 1) {
            self.refuse(
                codes::ITERATOR_RESUMED,
                method,
                super::build::RESUMED,
                super::build::RESUMED_HELP,
            );
            return Some(Iter(chain, None));
        }
        if uses.steps && uses.mentions > 1 && (!chain.is_indexable() || chain.has_effects()) {
            self.refuse(
                codes::ITERATOR_RESUMED,
                expr,
                "this iterator cannot be taken up again: it has no index for each element, or its closures do more than give a value",
                "collect it into a `Vec` before, or write a `for` loop",
            );
            return Some(Iter(chain, None));
        }
        if !uses.steps || !chain.is_indexable() || chain.has_effects() {
            return Some(Iter(chain, None));
        }
        let span = syn::spanned::Spanned::span(expr);
        let back = self.count(&mut chain, span);
        let front = self.counter(span);
        let back = self.let_var("back", back);
        self.f.var_mut(back).mutable = true;
        self.f.var_mut(back).hint = Hint::Discrete;
        Some(Iter(chain, Some(Cursor { front, back })))
    }

    fn cursor_of(&self, receiver: &syn::Expr) -> Option<(Chain, Cursor)> {
        let syn::Expr::Path(path) = strip(receiver) else { return None };
        match self.lookup(&path.path.get_ident()?.to_string())? {
            Binding::Iter(Iter(chain, Some(cursor))) => Some((chain.clone(), *cursor)),
            _ => None,
        }
    }

    /// Whether a method takes one element of an iterator in a variable, or the first of a chain.
    pub(in crate::lower) fn is_step(&self, it: &syn::ExprMethodCall) -> bool {
        let name = it.method.to_string();
        if !STEPS.contains(&(&name, it.args.len())) {
            return false;
        }
        self.cursor_of(&it.receiver).is_some() || (name == "next" && self.iterates(&it.receiver))
    }

    /// Takes one element.
    pub(in crate::lower) fn step(&mut self, it: &syn::ExprMethodCall) -> Option<Maybe> {
        let span = it.method.span();
        let name = it.method.to_string();
        let Some((chain, Cursor { front, back })) = self.cursor_of(&it.receiver) else {
            let first: syn::ExprMethodCall = {
                let receiver = &it.receiver;
                let method = syn::Ident::new("nth", span);
                syn::parse_quote!(#receiver.#method(0))
            };
            return self.search(&first);
        };
        if name == "nth" {
            let skipped = self.expr(&it.args[0]);
            let skipped = self.freeze_new(skipped);
            let left = self.left(front, back, span);
            let args = vec![skipped, left];
            let value = Self::helper("least", args, span);
            self.add_to(front, BinaryOp::Add, value, span);
        }
        let there = Expr::binary(BinaryOp::Lt, Expr::var(front, span), Expr::var(back, span), span);
        let there = self.let_var("there", there);
        self.f.var_mut(there).hint = Hint::Discrete;
        let there = Expr::var(there, span);
        let at = if name == "next_back" {
            self.when(there.clone(), span, |lower| {
                lower.add_to(back, BinaryOp::Sub, index_expr(1, span), span);
            });
            self.freeze_new(Expr::var(back, span))
        } else {
            let at = self.freeze_new(Expr::var(front, span));
            if name != "peek" {
                self.when(there.clone(), span, |lower| lower.increment(front, span));
            }
            at
        };
        let mut inside = Inside::Element(Iter(chain, None), at);
        if name == "peek" {
            inside = Inside::Borrowed(Box::new(inside));
        }
        Some(Maybe { present: there, inside })
    }

    fn left(&self, front: VarId, back: VarId, span: Span) -> Expr {
        Expr::binary(BinaryOp::Sub, Expr::var(back, span), Expr::var(front, span), span)
    }

    fn add_to(&mut self, var: VarId, op: BinaryOp, value: Expr, span: Span) {
        self.push(StmtKind::Update { op, place: Place::var(var), value }, span);
    }

    /// The elements that are still to come.
    pub(super) fn still_to_come(&mut self, chain: Chain, cursor: Cursor, span: Span) -> Chain {
        let front = self.freeze_new(Expr::var(cursor.front, span));
        let left = self.left(cursor.front, cursor.back, span);
        let left = self.freeze_new(left);
        Chain::Take(Box::new(Chain::Skip(Box::new(chain), front)), left)
    }
}
