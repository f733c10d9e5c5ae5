//! Statements: `let`, expressions for their effect, blocks and what they give.

use quote::ToTokens;

use super::{Binding, Lower};
use crate::diag::codes;
use crate::ir::{Expr, ExprKind, Hint, StmtKind, VarKind};
use crate::syntax::hints;

impl Lower<'_> {
    /// Lowers a block's statements here, in a scope of their own; gives the value of its tail if wanted.
    pub(super) fn block_value(&mut self, block: &syn::Block, wanted: bool) -> Option<Expr> {
        if !wanted {
            self.open_block(block, false);
            self.scopes.pop();
            return None;
        }
        self.block_with(block, |lower, tail| tail.map(|tail| lower.expr(tail)))
    }

    /// Lowers a block's statements here, and what stands at its end in its own way.
    pub(super) fn block_with<R>(
        &mut self,
        block: &syn::Block,
        at_end: impl FnOnce(&mut Self, Option<&syn::Expr>) -> R,
    ) -> R {
        let tail = self.open_block(block, true);
        let value = at_end(self, tail.as_ref());
        // A value that names variables of this scope stays valid: variables are unique in a function.
        self.scopes.pop();
        value
    }

    /// Opens a scope, and lowers a block's statements in it; all but its tail, if that is wanted.
    fn open_block(&mut self, block: &syn::Block, wanted: bool) -> Option<syn::Expr> {
        self.scopes.push(std::collections::HashMap::new());
        for stmt in &block.stmts {
            if let syn::Stmt::Item(item) = stmt {
                self.item(item);
            }
        }
        let mut tail = None;
        let last = block.stmts.len().saturating_sub(1);
        for (index, stmt) in block.stmts.iter().enumerate() {
            match stmt {
                syn::Stmt::Local(local) => {
                    if let syn::Pat::Ident(name) = &local.pat {
                        self.uses_behind =
                            super::iterators::Uses::of(&name.ident, &block.stmts[index + 1..]);
                    }
                    self.local(local);
                }
                syn::Stmt::Item(_) => {}
                syn::Stmt::Expr(expr, semi) => {
                    if index == last && semi.is_none() && wanted {
                        tail = Some(expr.clone());
                    } else {
                        self.expr_stmt(expr);
                    }
                }
                syn::Stmt::Macro(it) => {
                    if index == last && it.semi_token.is_none() && wanted {
                        let (attrs, mac) = (Vec::new(), it.mac.clone());
                        tail = Some(syn::Expr::Macro(syn::ExprMacro { attrs, mac }));
                    } else {
                        self.macro_stmt(&it.mac);
                    }
                }
            }
        }
        tail
    }

    /// Items inside bodies are emitted with the primal; derivatives refer to copies of them.
    fn item(&mut self, item: &syn::Item) {
        let name = match item {
            syn::Item::Const(it) => Some(&it.ident),
            syn::Item::Static(it) => {
                if let syn::StaticMutability::Mut(token) = &it.mutability {
                    let (keyword, name) = (&it.static_token, &it.ident);
                    self.diags.error_at(
                        codes::STATIC_MUT,
                        &quote::quote!(#keyword #token #name),
                        "`static mut` cannot be differentiated through",
                        "pass the value as a parameter",
                    );
                }
                Some(&it.ident)
            }
            syn::Item::Fn(it) => Some(&it.sig.ident),
            syn::Item::Struct(it) => Some(&it.ident),
            syn::Item::Enum(it) => Some(&it.ident),
            syn::Item::Type(it) => Some(&it.ident),
            syn::Item::Use(_)
            | syn::Item::Impl(_)
            | syn::Item::Macro(_)
            | syn::Item::Mod(_)
            | syn::Item::Trait(_) => None,
            other => {
                self.refuse(
                    codes::ITEM_INSIDE,
                    other,
                    "this item cannot stand inside a differentiated function",
                    "move it out of the function",
                );
                None
            }
        };
        if let Some(name) = name {
            self.bind(&name.to_string(), Binding::Item);
        }
        // A body may be lowered several times.
        let tokens = item.to_token_stream();
        if !self.f.items.iter().any(|known| known.to_string() == tokens.to_string()) {
            self.f.items.push(tokens);
        }
    }

    fn local(&mut self, local: &syn::Local) {
        for attr in &local.attrs {
            if !attr.path().is_ident("allow") && !attr.path().is_ident("expect") {
                self.refuse(
                    codes::LET_ATTRIBUTE,
                    attr,
                    "attributes on `let` are not supported",
                    "remove it, or put it on an item",
                );
            }
        }
        let (pat, ty) = match &local.pat {
            syn::Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
            pat => (pat, None),
        };
        if self.refused_type(pat, ty, local) {
            return;
        }
        let Some(init) = &local.init else {
            self.late(pat, ty);
            return;
        };
        if let Some((_, diverge)) = &init.diverge {
            self.let_else(pat, &init.expr, diverge, local.let_token.span);
            return;
        }
        if let syn::Expr::Closure(closure) = strip(&init.expr)
            && let syn::Pat::Ident(name) = pat
        {
            let closure = self.closure(closure);
            self.bind(&name.ident.to_string(), Binding::Closure(closure));
            return;
        }
        if let syn::Pat::Ident(name) = pat
            && ty.is_none()
        {
            if self.iterates(&init.expr) {
                let uses = std::mem::take(&mut self.uses_behind);
                if let Some(iter) = self.named_iterator(&init.expr, &uses) {
                    self.bind(&name.ident.to_string(), Binding::Iter(iter));
                }
                return;
            }
            if self.maybe_named(&name.ident.to_string(), &init.expr) {
                return;
            }
        }
        let value = self.expr_typed(&init.expr, ty);
        if self.block.dead {
            self.bind_names_dead(pat);
            return;
        }
        match (pat, ty) {
            (syn::Pat::Ident(name), Some(ty))
                if name.by_ref.is_none()
                    && name.subpat.is_none()
                    && !matches!(ty, syn::Type::Reference(_)) =>
            {
                let hint = match hints::of_type(ty, &self.floats) {
                    Hint::Unknown => self.f.expr_hint(&value),
                    hint => hint,
                };
                let var =
                    self.new_var(&name.ident.to_string(), name.ident.span(), VarKind::Local, hint);
                self.f.var_mut(var).mutable = name.mutability.is_some();
                if !has_infer_reference(ty) {
                    self.f.var_mut(var).ty = Some(ty.to_token_stream());
                }
                self.push(StmtKind::Let { var, value: Some(value) }, name.ident.span());
                self.bind(&name.ident.to_string(), Binding::Var(var));
            }
            (syn::Pat::Ident(name), Some(ty))
                if super::moving_references::is_slice_type(ty)
                    && self.assigned.contains(&name.ident.to_string()) =>
            {
                let value = self.as_slice_of(value);
                self.bind_pattern(pat, value);
            }
            _ => self.bind_pattern(pat, value),
        }
    }

    /// Active values in a collection that has no derivative, or behind `dyn`.
    fn refused_type(&mut self, pat: &syn::Pat, ty: Option<&syn::Type>, local: &syn::Local) -> bool {
        if !self.taint.touches(pat) {
            return false;
        }
        let written = ty.map(ToTokens::to_token_stream);
        if written.as_ref().is_some_and(|ty| ty.to_string().split(' ').any(|word| word == "dyn")) {
            self.refuse(
                codes::TRAIT_OBJECT,
                &local.pat,
                "active values cannot be kept behind `dyn`",
                "write the type itself, or a generic parameter",
            );
            self.bind_names_dead(pat);
            return true;
        }
        let made = local.init.as_ref().and_then(|init| match strip(&init.expr) {
            syn::Expr::Call(call) => match strip(&call.func) {
                syn::Expr::Path(path) => path.path.segments.iter().rev().nth(1).cloned(),
                _ => None,
            },
            _ => None,
        });
        let named = match ty {
            Some(syn::Type::Path(path)) => path.path.segments.last().cloned(),
            _ => None,
        };
        let found = [named, made]
            .into_iter()
            .flatten()
            .find(|segment| COLLECTIONS.contains(&segment.ident.to_string().as_str()));
        let Some(found) = found else { return false };
        let name = found.ident.to_string();
        self.refuse(
            codes::UNKNOWN_CONTAINER,
            &found.ident,
            &format!("active values in a `{name}` cannot be differentiated"),
            "use a `Vec`, and keep the keys or the order in another one",
        );
        self.bind_names_dead(pat);
        true
    }

    /// After code that never arrives here: names still have to resolve.
    fn bind_names_dead(&mut self, pat: &syn::Pat) {
        for name in super::pattern_names(pat) {
            self.bind(&name, Binding::Item);
        }
    }

    /// `let x;`
    fn late(&mut self, pat: &syn::Pat, ty: Option<&syn::Type>) {
        let syn::Pat::Ident(name) = pat else {
            self.refuse(
                codes::LATE_PATTERN,
                pat,
                "only a name can be initialised later",
                "write one `let` per name",
            );
            return;
        };
        let hint = ty.map(|ty| hints::of_type(ty, &self.floats)).unwrap_or_default();
        let kind = if self.exits { VarKind::Checked } else { VarKind::Late };
        let var = self.new_var(&name.ident.to_string(), name.ident.span(), kind, hint);
        let written = self.f.var_mut(var);
        written.mutable |= name.mutability.is_some();
        written.reassigned = name.mutability.is_some();
        written.ty = ty.map(ToTokens::to_token_stream);
        self.push(StmtKind::Let { var, value: None }, name.ident.span());
        self.bind(&name.ident.to_string(), Binding::Var(var));
    }

    /// An expression for its effect.
    pub(super) fn expr_stmt(&mut self, expr: &syn::Expr) {
        match expr {
            syn::Expr::If(it) => {
                self.lower_if(it, false);
            }
            syn::Expr::Match(it) => {
                self.lower_match(it, false);
            }
            syn::Expr::Block(it) => {
                self.block_expr(it, false);
            }
            syn::Expr::Loop(it) => {
                self.lower_loop(it, false);
            }
            syn::Expr::Paren(it) => self.expr_stmt(&it.expr),
            syn::Expr::Group(it) => self.expr_stmt(&it.expr),
            // A `;` alone.
            syn::Expr::Verbatim(tokens) if tokens.is_empty() => {}
            syn::Expr::Macro(it) => self.macro_stmt(&it.mac),
            syn::Expr::MethodCall(it) => self.method_stmt(it),
            syn::Expr::Call(it) => self.call_stmt(it),
            other => {
                // Pure expressions have no effect: only what was hoisted out of them counts.
                let _ = self.expr(other);
            }
        }
    }

    /// An expression with the type that was written for it.
    pub(super) fn expr_typed(&mut self, expr: &syn::Expr, ty: Option<&syn::Type>) -> Expr {
        let before = self.expected.take();
        // Of a call alone: operands of anything else have types of their own.
        if matches!(strip(expr), syn::Expr::MethodCall(_) | syn::Expr::Call(_)) {
            self.expected = ty.cloned();
        }
        let value = self.expr(expr);
        self.expected = before;
        value
    }

    /// `let pat = value else { diverge };`
    fn let_else(
        &mut self,
        pat: &syn::Pat,
        value: &syn::Expr,
        diverge: &syn::Expr,
        span: proc_macro2::Span,
    ) {
        if self.let_else_maybe(pat, value, diverge, span) {
            return;
        }
        // As a match with one arm that goes on: the cursor moves into it, and so do the names.
        let scrutinee = self.expr(value);
        let (place, exclusive) = self.scrutinee(scrutinee, std::iter::once(pat));
        let (pattern, bindings, names) = self.pattern(pat, &place, exclusive);
        let taken = self.match_arm(|_| {});
        let other = self.match_arm(|lower| lower.diverge(diverge));
        let arms = vec![
            (
                crate::ir::Arm { pat: pattern, bindings, guard: None, body: Default::default() },
                taken,
            ),
            (
                crate::ir::Arm {
                    pat: crate::ir::Pat::Wild,
                    bindings: Vec::new(),
                    guard: None,
                    body: Default::default(),
                },
                other,
            ),
        ];
        self.join_match(place, exclusive == super::patterns::Mode::Exclusive, arms, span);
        self.bind_names(names);
    }

    /// The `else` of a `let .. else`.
    pub(super) fn diverge(&mut self, diverge: &syn::Expr) {
        self.expr_stmt(diverge);
        if !self.block.dead {
            self.refuse(
                codes::ELSE_GOES_ON,
                diverge,
                "this `else` goes on to where the names are not bound",
                "leave by `return`, `break`, `continue` or `panic!`; that a call never returns is not seen",
            );
        }
    }

    /// The value as a place, evaluated here if it is none.
    pub(super) fn materialize(&mut self, value: Expr) -> crate::ir::Place {
        match value.kind {
            ExprKind::Read(place) | ExprKind::Ref(place) | ExprKind::RefMut(place) => place,
            ExprKind::RefTemp(inner) => self.materialize(*inner),
            _ => crate::ir::Place::var(self.let_var("t", value)),
        }
    }
}

/// Collections without a derivative.
const COLLECTIONS: &[&str] =
    &["HashMap", "BTreeMap", "HashSet", "BTreeSet", "VecDeque", "BinaryHeap", "LinkedList"];

/// `Vec<&_>` and the like: types with references are left to inference.
fn has_infer_reference(ty: &syn::Type) -> bool {
    ty.to_token_stream().to_string().contains('&')
}

/// The expression without parentheses.
pub(super) fn strip(expr: &syn::Expr) -> &syn::Expr {
    match expr {
        syn::Expr::Paren(it) => strip(&it.expr),
        syn::Expr::Group(it) => strip(&it.expr),
        other => other,
    }
}
