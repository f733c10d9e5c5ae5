//! Which calls of `map` are those of an `Option` or a `Result`: by what the source says around them.
//!
//! Arrays, matrices and iterators have a `map` too, and no type is known. What is found here is marked by writing the
//! method as `r#map`, which is the same name to Rust. A mark is never a guess: what is made of it compiles for an
//! `Option` or a `Result` only. Evidence is
//! - what a method makes that only those two have (`ok_or`, `Some(x)`, a written type, a name bound to such a thing),
//! - what is done with the value: `?`, a method that only those two have, a pattern `Some(..)`, the result of a
//!   function that is written `-> Option<..>`.

use std::collections::HashSet;

use proc_macro2::Ident;
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};

use super::hints::payload_type;

/// Methods that nothing else has, or nothing that could be active.
const OWN: &[&str] = &[
    "unwrap",
    "expect",
    "unwrap_or",
    "unwrap_or_else",
    "unwrap_or_default",
    "map_or",
    "map_or_else",
    "map_err",
    "and_then",
    "or_else",
    "ok_or",
    "ok_or_else",
    "ok",
    "is_some",
    "is_none",
    "is_ok",
    "is_err",
    "is_some_and",
    "is_ok_and",
];

/// Methods whose results are an `Option` or a `Result` whatever their receivers are.
const GIVES: &[&str] = &[
    "and_then",
    "or_else",
    "ok_or",
    "ok_or_else",
    "ok",
    "map_err",
    "first",
    "last",
    "first_mut",
    "last_mut",
    "get",
    "get_mut",
    "pop",
    "position",
    "find",
    "max_by",
    "min_by",
    "max_by_key",
    "min_by_key",
    "reduce",
    "next",
    "nth",
    "checked_add",
    "checked_sub",
    "checked_mul",
    "checked_div",
    "checked_rem",
    "parse",
    "try_inverse",
    "cholesky",
    "split_first",
    "split_last",
    "then_some",
];

/// Methods that keep what their receivers are.
const KEEPS: &[&str] =
    &["map", "filter", "or", "xor", "as_ref", "as_mut", "copied", "cloned", "clone", "take", "zip"];

/// Marks them in a body. `typed` are names with written types.
pub(crate) fn mark<'t>(
    body: &mut syn::Block,
    typed: impl Iterator<Item = (&'t Ident, &'t syn::Type)>,
    output: Option<&syn::Type>,
) {
    let mut names: HashSet<String> =
        typed.filter(|(_, ty)| is_carrier_type(ty)).map(|(name, _)| name.to_string()).collect();
    // A name that also stands for something else says nothing: lowering knows which it is where.
    let mut other = Other(HashSet::new());
    syn::visit::Visit::visit_block(&mut other, body);
    names.retain(|name| !other.0.contains(name));
    let mut returns = output.is_some_and(is_carrier_type);
    // Names are found in any order.
    loop {
        let before = (names.len(), returns);
        let mut pass = Pass { names: &mut names, other: &other.0, returns, closures: 0 };
        pass.visit_block_mut(body);
        pass.returns |= matches!(body.stmts.last(), Some(syn::Stmt::Expr(tail, None))
            if pass.is_carrier(tail));
        if pass.returns {
            pass.wants_block(body);
        }
        returns = pass.returns;
        if (names.len(), returns) == before {
            return;
        }
    }
}

fn is_carrier_type(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::Reference(it) => is_carrier_type(&it.elem),
        syn::Type::Paren(it) => is_carrier_type(&it.elem),
        syn::Type::Group(it) => is_carrier_type(&it.elem),
        ty => payload_type(ty).is_some(),
    }
}

fn is_carrier_name(ident: &Ident) -> bool {
    ident == "Some" || ident == "Ok" || ident == "Err" || ident == "None"
}

/// Whether a pattern is one of `Option` or `Result`.
fn is_carrier_pattern(pat: &syn::Pat) -> bool {
    let last = |path: &syn::Path| path.segments.last().is_some_and(|s| is_carrier_name(&s.ident));
    match pat {
        syn::Pat::Ident(it) => is_carrier_name(&it.ident),
        syn::Pat::Path(it) => last(&it.path),
        syn::Pat::TupleStruct(it) => last(&it.path),
        syn::Pat::Or(it) => it.cases.iter().any(is_carrier_pattern),
        syn::Pat::Paren(it) => is_carrier_pattern(&it.pat),
        syn::Pat::Reference(it) => is_carrier_pattern(&it.pat),
        _ => false,
    }
}

/// `mem::replace`, `mem::take`: what they give is what they are given.
fn moves(path: &syn::Path) -> bool {
    let count = path.segments.len();
    count > 1
        && path.segments[count - 2].ident == "mem"
        && (path.segments[count - 1].ident == "replace" || path.segments[count - 1].ident == "take")
}

/// Finds the names that are bound to what is no `Option` or `Result` by its form.
struct Other(HashSet<String>);

impl Other {
    fn pattern(&mut self, pat: &syn::Pat) {
        struct Names<'n>(&'n mut HashSet<String>);
        impl<'ast> syn::visit::Visit<'ast> for Names<'_> {
            fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
                self.0.insert(pat.ident.to_string());
                syn::visit::visit_pat_ident(self, pat);
            }
        }
        syn::visit::Visit::visit_pat(&mut Names(&mut self.0), pat);
    }
}

/// Whether a value is no `Option` or `Result` by its form, or hardly ever one.
fn is_plain(expr: &syn::Expr) -> bool {
    match expr {
        syn::Expr::Try(_)
        | syn::Expr::Binary(_)
        | syn::Expr::Lit(_)
        | syn::Expr::Array(_)
        | syn::Expr::Repeat(_)
        | syn::Expr::Macro(_)
        | syn::Expr::Struct(_) => true,
        syn::Expr::Paren(it) => is_plain(&it.expr),
        syn::Expr::MethodCall(it) => {
            let name = it.method.to_string();
            ["unwrap", "expect", "map_or", "map_or_else"].contains(&name.as_str())
                || name.starts_with("unwrap_or")
        }
        _ => false,
    }
}

impl<'ast> syn::visit::Visit<'ast> for Other {
    fn visit_local(&mut self, it: &'ast syn::Local) {
        if it.init.as_ref().is_some_and(|init| is_plain(&init.expr)) {
            self.pattern(&it.pat);
        }
        syn::visit::visit_local(self, it);
    }

    fn visit_pat_tuple_struct(&mut self, it: &'ast syn::PatTupleStruct) {
        it.elems.iter().for_each(|pat| self.pattern(pat));
    }

    fn visit_expr_closure(&mut self, it: &'ast syn::ExprClosure) {
        for input in it.inputs.iter().filter(|pat| !matches!(pat, syn::Pat::Type(_))) {
            self.pattern(input);
        }
        syn::visit::visit_expr_closure(self, it);
    }
}

struct Pass<'n> {
    names: &'n mut HashSet<String>,
    /// Names that say nothing.
    other: &'n HashSet<String>,
    /// Whether the function returns an `Option` or a `Result`.
    returns: bool,
    closures: usize,
}

impl Pass<'_> {
    fn note(&mut self, name: &str) {
        if !self.other.contains(name) {
            self.names.insert(name.to_owned());
        }
    }

    /// Whether an expression is an `Option` or a `Result` by its form.
    fn is_carrier(&self, expr: &syn::Expr) -> bool {
        match expr {
            syn::Expr::Paren(it) => self.is_carrier(&it.expr),
            syn::Expr::Group(it) => self.is_carrier(&it.expr),
            syn::Expr::Reference(it) => self.is_carrier(&it.expr),
            syn::Expr::Path(it) => it.path.segments.last().is_some_and(|last| {
                is_carrier_name(&last.ident)
                    || (it.path.segments.len() == 1 && self.names.contains(&last.ident.to_string()))
            }),
            syn::Expr::Unary(it) => {
                matches!(it.op, syn::UnOp::Deref(_)) && self.is_carrier(&it.expr)
            }
            syn::Expr::Block(it) => self.is_carrier_block(&it.block),
            syn::Expr::If(it) => {
                self.is_carrier_block(&it.then_branch)
                    || it.else_branch.as_ref().is_some_and(|(_, els)| self.is_carrier(els))
            }
            syn::Expr::Match(it) => it.arms.iter().any(|arm| self.is_carrier(&arm.body)),
            syn::Expr::Call(it) => match &*it.func {
                syn::Expr::Path(path) => {
                    path.path.segments.last().is_some_and(|last| is_carrier_name(&last.ident))
                        || (moves(&path.path) && it.args.iter().any(|arg| self.is_carrier(arg)))
                }
                _ => false,
            },
            syn::Expr::MethodCall(it) => {
                let name = it.method.to_string();
                let name = name.trim_start_matches("r#");
                GIVES.contains(&name)
                    || it.method == "r#map"
                    || (KEEPS.contains(&name) && self.is_carrier(&it.receiver))
            }
            _ => false,
        }
    }

    fn is_carrier_block(&self, block: &syn::Block) -> bool {
        matches!(block.stmts.last(), Some(syn::Stmt::Expr(tail, None)) if self.is_carrier(tail))
    }

    /// The expression is an `Option` or a `Result`, for what is done with it.
    fn wants(&mut self, expr: &mut syn::Expr) {
        match expr {
            syn::Expr::Paren(it) => self.wants(&mut it.expr),
            syn::Expr::Group(it) => self.wants(&mut it.expr),
            syn::Expr::Reference(it) => self.wants(&mut it.expr),
            syn::Expr::Path(it) => {
                if let Some(ident) = it.path.get_ident()
                    && !is_carrier_name(ident)
                {
                    self.note(&ident.to_string());
                }
            }
            syn::Expr::MethodCall(it) => {
                if it.method == "map" && it.args.len() == 1 {
                    it.method = Ident::new_raw("map", it.method.span());
                    self.wants(&mut it.receiver);
                } else if KEEPS.contains(&it.method.to_string().as_str()) {
                    self.wants(&mut it.receiver);
                }
            }
            syn::Expr::Call(it) => match &*it.func {
                syn::Expr::Path(path) if moves(&path.path) => {
                    it.args.iter_mut().for_each(|arg| self.wants(arg));
                }
                _ => {}
            },
            syn::Expr::Block(it) => self.wants_block(&mut it.block),
            syn::Expr::If(it) => {
                self.wants_block(&mut it.then_branch);
                if let Some((_, els)) = &mut it.else_branch {
                    self.wants(els);
                }
            }
            syn::Expr::Match(it) => it.arms.iter_mut().for_each(|arm| self.wants(&mut arm.body)),
            _ => {}
        }
    }

    fn wants_block(&mut self, block: &mut syn::Block) {
        if let Some(syn::Stmt::Expr(tail, None)) = block.stmts.last_mut() {
            self.wants(tail);
        }
    }
}

/// Whether an expression iterates by its form: its `map` is an iterator's.
fn iterates(expr: &syn::Expr) -> bool {
    match expr {
        syn::Expr::Paren(it) => iterates(&it.expr),
        syn::Expr::Range(_) => true,
        syn::Expr::MethodCall(it) => {
            let name = it.method.to_string();
            let sources = [
                "iter",
                "iter_mut",
                "into_iter",
                "chunks",
                "chunks_exact",
                "windows",
                "column_iter",
                "row_iter",
                "drain",
            ];
            sources.contains(&name.as_str())
                || (!GIVES.contains(&name.as_str()) && iterates(&it.receiver))
        }
        _ => false,
    }
}

impl VisitMut for Pass<'_> {
    fn visit_expr_method_call_mut(&mut self, it: &mut syn::ExprMethodCall) {
        let name = it.method.to_string();
        if OWN.contains(&name.as_str()) && !iterates(&it.receiver) {
            self.wants(&mut it.receiver);
        }
        if name == "and_then"
            && let Some(syn::Expr::Closure(closure)) = it.args.first_mut()
        {
            self.wants(&mut closure.body);
        }
        if name == "map" && it.args.len() == 1 && self.is_carrier(&it.receiver) {
            it.method = Ident::new_raw("map", it.method.span());
        }
        visit_mut::visit_expr_method_call_mut(self, it);
    }

    fn visit_expr_call_mut(&mut self, it: &mut syn::ExprCall) {
        if let syn::Expr::Path(path) = &*it.func
            && moves(&path.path)
            && it.args.iter().any(|arg| self.is_carrier(arg))
        {
            it.args.iter_mut().for_each(|arg| self.wants(arg));
        }
        visit_mut::visit_expr_call_mut(self, it);
    }

    fn visit_expr_try_mut(&mut self, it: &mut syn::ExprTry) {
        // A function with `?` returns one, by whatever name.
        self.returns |= self.closures == 0;
        self.wants(&mut it.expr);
        visit_mut::visit_expr_try_mut(self, it);
    }

    fn visit_expr_return_mut(&mut self, it: &mut syn::ExprReturn) {
        if let Some(value) = it.expr.as_mut().filter(|_| self.closures == 0) {
            self.returns |= self.is_carrier(value);
            if self.returns {
                self.wants(value);
            }
        }
        visit_mut::visit_expr_return_mut(self, it);
    }

    fn visit_expr_closure_mut(&mut self, it: &mut syn::ExprClosure) {
        self.closures += 1;
        for input in &it.inputs {
            if let syn::Pat::Type(typed) = input
                && let syn::Pat::Ident(name) = &*typed.pat
                && is_carrier_type(&typed.ty)
            {
                self.note(&name.ident.to_string());
            }
        }
        if let syn::ReturnType::Type(_, ty) = &it.output
            && is_carrier_type(ty)
        {
            self.wants(&mut it.body);
        }
        visit_mut::visit_expr_closure_mut(self, it);
        self.closures -= 1;
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    /// The elements of a list.
    fn visit_macro_mut(&mut self, it: &mut syn::Macro) {
        let tokens = &it.tokens;
        let is_list =
            it.path.segments.last().is_some_and(|s| s.ident == "vec" || s.ident == "vector");
        if is_list && let Ok(mut list) = syn::parse2::<syn::Expr>(quote!([#tokens])) {
            self.visit_expr_mut(&mut list);
            match list {
                syn::Expr::Array(list) => it.tokens = list.elems.to_token_stream(),
                syn::Expr::Repeat(list) => {
                    let (element, count) = (list.expr, list.len);
                    it.tokens = quote!(#element; #count);
                }
                _ => {}
            }
        }
    }

    fn visit_local_mut(&mut self, it: &mut syn::Local) {
        let (pat, ty) = match &it.pat {
            syn::Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
            pat => (pat, None),
        };
        let written = ty.is_some_and(is_carrier_type) || is_carrier_pattern(pat);
        let name = match pat {
            syn::Pat::Ident(name) if !is_carrier_name(&name.ident) => Some(name.ident.to_string()),
            _ => None,
        };
        if let Some(init) = &mut it.init {
            let known = name.as_ref().is_some_and(|name| self.names.contains(name));
            if written || known {
                self.wants(&mut init.expr);
            }
            if let Some(name) = &name
                && (written || self.is_carrier(&init.expr))
            {
                self.note(name);
            }
        } else if let Some(name) = name.filter(|_| written) {
            self.note(&name);
        }
        visit_mut::visit_local_mut(self, it);
    }

    fn visit_expr_let_mut(&mut self, it: &mut syn::ExprLet) {
        if is_carrier_pattern(&it.pat) {
            self.wants(&mut it.expr);
        }
        visit_mut::visit_expr_let_mut(self, it);
    }

    fn visit_expr_match_mut(&mut self, it: &mut syn::ExprMatch) {
        if it.arms.iter().any(|arm| is_carrier_pattern(&arm.pat)) {
            self.wants(&mut it.expr);
        }
        visit_mut::visit_expr_match_mut(self, it);
    }

    fn visit_expr_assign_mut(&mut self, it: &mut syn::ExprAssign) {
        if self.is_carrier(&it.left) {
            self.wants(&mut it.right);
        }
        visit_mut::visit_expr_assign_mut(self, it);
    }
}
