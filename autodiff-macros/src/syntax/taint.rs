//! Which names of a body may hold active values: an over-approximation by name alone.
//!
//! Forward, flow-insensitive, lattice {clean < tainted} per identifier. A name is tainted if it is an
//! active parameter, or if anything tainted stands in what is bound or assigned to it:
//! `let t = x.sin();` taints `t`, `for v in xs` taints `v`, `buf[i] = t` taints `buf`.
//! What lowering does not know how to differentiate it may pass through as it is only if no tainted name
//! stands in it.

use std::collections::HashSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::Visit;

/// The tainted names.
#[derive(Debug, Default)]
pub(crate) struct Taint {
    names: HashSet<String>,
}

impl Taint {
    /// A name that lowering made.
    pub(crate) fn insert(&mut self, name: String) {
        self.names.insert(name);
    }

    /// Whether a tainted name stands anywhere in the tokens.
    pub(crate) fn touches(&self, tokens: &impl ToTokens) -> bool {
        self.in_stream(tokens.to_token_stream())
    }

    fn in_stream(&self, tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => self.names.contains(&ident.to_string()),
            TokenTree::Group(group) => self.in_stream(group.stream()),
            // Format strings capture names.
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                text.starts_with('"')
                    && self.names.iter().any(|name| text.contains(&format!("{{{name}")))
            }
            TokenTree::Punct(_) => false,
        })
    }
}

/// Finds the tainted names of a body, starting from the active parameters' names.
pub(crate) fn find(active: impl IntoIterator<Item = String>, body: &syn::Block) -> Taint {
    let mut taint = Taint { names: active.into_iter().collect() };
    loop {
        let before = taint.names.len();
        let mut pass = Pass { taint: &mut taint };
        pass.visit_block(body);
        if taint.names.len() == before {
            return taint;
        }
    }
}

struct Pass<'a> {
    taint: &'a mut Taint,
}

impl Pass<'_> {
    fn taint_pattern(&mut self, pat: &syn::Pat) {
        struct Names<'a>(&'a mut HashSet<String>);
        impl<'ast> Visit<'ast> for Names<'_> {
            fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
                self.0.insert(pat.ident.to_string());
                syn::visit::visit_pat_ident(self, pat);
            }
        }
        Names(&mut self.taint.names).visit_pat(pat);
    }

    /// Taints what a tainted name borrows for writing: `let r = &mut buf; *r = x;`.
    fn taint_borrowed(&mut self, pat: &syn::Pat, source: &syn::Expr) {
        let text = source.to_token_stream().to_string();
        if (text.contains("& mut") || text.contains("_mut")) && self.taint.touches(pat) {
            self.taint_root(source);
        }
    }

    /// Taints the variable at the root of an assigned place.
    fn taint_root(&mut self, place: &syn::Expr) {
        match place {
            syn::Expr::Path(path) => {
                if let Some(ident) = path.path.get_ident() {
                    self.taint.names.insert(ident.to_string());
                }
            }
            syn::Expr::Field(field) => self.taint_root(&field.base),
            syn::Expr::Index(index) => self.taint_root(&index.expr),
            syn::Expr::Unary(unary) => self.taint_root(&unary.expr),
            syn::Expr::Paren(paren) => self.taint_root(&paren.expr),
            syn::Expr::Group(group) => self.taint_root(&group.expr),
            syn::Expr::Reference(reference) => self.taint_root(&reference.expr),
            syn::Expr::MethodCall(call) => self.taint_root(&call.receiver),
            syn::Expr::Tuple(tuple) => tuple.elems.iter().for_each(|e| self.taint_root(e)),
            syn::Expr::Array(array) => array.elems.iter().for_each(|e| self.taint_root(e)),
            _ => {}
        }
    }
}

/// Whether an expression is discrete by its form: a comparison, a cast to an integer, a length.
fn is_discrete(expr: &syn::Expr) -> bool {
    match expr {
        syn::Expr::Cast(cast) => super::hints::is_inactive_type(&cast.ty),
        syn::Expr::Paren(paren) => is_discrete(&paren.expr),
        syn::Expr::Binary(binary) => matches!(
            binary.op,
            syn::BinOp::Eq(_)
                | syn::BinOp::Ne(_)
                | syn::BinOp::Lt(_)
                | syn::BinOp::Le(_)
                | syn::BinOp::Gt(_)
                | syn::BinOp::Ge(_)
                | syn::BinOp::And(_)
                | syn::BinOp::Or(_)
        ),
        syn::Expr::MethodCall(call) => {
            let name = call.method.to_string();
            crate::ir::ops::INERT.contains(&name.as_str())
                || matches!(name.as_str(), "all" | "any" | "count" | "position")
        }
        _ => false,
    }
}

impl Visit<'_> for Pass<'_> {
    fn visit_local(&mut self, local: &syn::Local) {
        if let Some(init) = &local.init
            && !is_discrete(&init.expr)
            && self.taint.touches(&init.expr)
        {
            self.taint_pattern(&local.pat);
        }
        if let Some(init) = &local.init {
            self.taint_borrowed(&local.pat, &init.expr);
        }
        syn::visit::visit_local(self, local);
    }

    fn visit_expr_assign(&mut self, assign: &syn::ExprAssign) {
        if !is_discrete(&assign.right) && self.taint.touches(&assign.right) {
            self.taint_root(&assign.left);
        }
        syn::visit::visit_expr_assign(self, assign);
    }

    fn visit_expr_binary(&mut self, binary: &syn::ExprBinary) {
        let assigns = matches!(
            binary.op,
            syn::BinOp::AddAssign(_)
                | syn::BinOp::SubAssign(_)
                | syn::BinOp::MulAssign(_)
                | syn::BinOp::DivAssign(_)
                | syn::BinOp::RemAssign(_)
        );
        if assigns && !is_discrete(&binary.right) && self.taint.touches(&binary.right) {
            self.taint_root(&binary.left);
        }
        syn::visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_for_loop(&mut self, it: &syn::ExprForLoop) {
        // The index of a range is discrete even if its bounds name an active slice.
        if !matches!(*it.expr, syn::Expr::Range(_)) && self.taint.touches(&it.expr) {
            self.taint_pattern(&it.pat);
        }
        self.taint_borrowed(&it.pat, &it.expr);
        syn::visit::visit_expr_for_loop(self, it);
    }

    fn visit_expr_let(&mut self, it: &syn::ExprLet) {
        if self.taint.touches(&it.expr) {
            self.taint_pattern(&it.pat);
        }
        syn::visit::visit_expr_let(self, it);
    }

    fn visit_expr_match(&mut self, it: &syn::ExprMatch) {
        if !is_discrete(&it.expr) && self.taint.touches(&it.expr) {
            for arm in &it.arms {
                self.taint_pattern(&arm.pat);
            }
        }
        syn::visit::visit_expr_match(self, it);
    }

    fn visit_expr_closure(&mut self, it: &syn::ExprClosure) {
        // What a closure is called with is not known by name: its parameters may be anything.
        for input in &it.inputs {
            self.taint_pattern(input);
        }
        syn::visit::visit_expr_closure(self, it);
    }

    fn visit_expr_call(&mut self, it: &syn::ExprCall) {
        if self.taint.touches(&it.args) {
            for arg in &it.args {
                if let syn::Expr::Reference(reference) = arg
                    && reference.mutability.is_some()
                {
                    self.taint_root(&reference.expr);
                }
            }
        }
        syn::visit::visit_expr_call(self, it);
    }

    fn visit_macro(&mut self, it: &syn::Macro) {
        super::macros::expressions(it).iter().for_each(|it| self.visit_expr(it));
    }

    fn visit_expr_method_call(&mut self, it: &syn::ExprMethodCall) {
        if self.taint.touches(&it.args) {
            self.taint_root(&it.receiver);
            for arg in &it.args {
                if let syn::Expr::Reference(reference) = arg
                    && reference.mutability.is_some()
                {
                    self.taint_root(&reference.expr);
                }
            }
        }
        syn::visit::visit_expr_method_call(self, it);
    }
}
