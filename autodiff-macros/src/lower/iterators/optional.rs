//! Closures that give options: `filter_map`, `map_while`, `scan`, `find_map`.
//!
//! `None` at the end of such a closure is a jump, and `Some(e)` is `e`: nothing is wrapped, and borrows stay
//! what they are. `|x| if c { Some(e) } else { None }` becomes
//!
//! ```text
//! { if !c { continue; } e }
//! ```

use syn::parse_quote;
use syn::spanned::Spanned;

use super::exits::Ends;
use crate::ir::Expr;
use crate::lower::Lower;
use crate::lower::closures::{Callable, Closure, returns};
use crate::lower::stmt::strip;

impl Lower<'_> {
    /// Calls a closure that gives an option: what is inside `Some`; where it is `None`, something ends.
    pub(super) fn inside_some(
        &mut self,
        closure: &Closure,
        args: Vec<Expr>,
        ends: Ends,
        at: &syn::Expr,
    ) -> Expr {
        let jump = self.jump(ends);
        match &closure.body {
            Callable::Body(body) if !returns(body) => {
                let body = without_option(body, &jump);
                self.inside_closure(closure, args, at, |lower| lower.expr(&body))
                    .unwrap_or_else(|| self.dummy(at.span()))
            }
            Callable::Body(_) | Callable::Path(_) | Callable::Parameter(_) => {
                let value = self.call_closure(closure, args, at);
                self.scopes.push(std::collections::HashMap::new());
                self.bind_pattern(&parse_quote!(__ad_option), value);
                let body = other(&parse_quote!(__ad_option), &jump);
                let value = self.expr(&body);
                self.scopes.pop();
                value
            }
        }
    }
}

/// Any expression with an option.
fn other(expr: &syn::Expr, jump: &syn::Expr) -> syn::Expr {
    parse_quote!({
        let Some(__ad_value) = (#expr) else { #jump };
        __ad_value
    })
}

/// Whether the expression is `None`.
fn is_none(expr: &syn::Expr) -> bool {
    match strip(expr) {
        syn::Expr::Path(it) => it.path.segments.last().is_some_and(|last| last.ident == "None"),
        syn::Expr::Block(it) => match it.block.stmts.as_slice() {
            [syn::Stmt::Expr(tail, None)] => it.label.is_none() && is_none(tail),
            _ => false,
        },
        _ => false,
    }
}

/// The expression with `e` for `Some(e)` at its end, and with the jump for `None`.
fn without_option(expr: &syn::Expr, jump: &syn::Expr) -> syn::Expr {
    match strip(expr) {
        it if is_none(it) => jump.clone(),
        syn::Expr::Call(it)
            if it.args.len() == 1
                && matches!(strip(&it.func), syn::Expr::Path(path)
                    if path.path.segments.last().is_some_and(|last| last.ident == "Some")) =>
        {
            it.args[0].clone()
        }
        syn::Expr::MethodCall(it) if it.args.len() == 1 && it.method == "then_some" => {
            let (cond, value) = (&it.receiver, &it.args[0]);
            parse_quote!({
                let __ad_cond = #cond;
                let __ad_value = #value;
                if !__ad_cond { #jump }
                __ad_value
            })
        }
        syn::Expr::MethodCall(it)
            if it.method == "then"
                && matches!(it.args.first().map(strip), Some(syn::Expr::Closure(closure))
                    if closure.inputs.is_empty()) =>
        {
            let Some(syn::Expr::Closure(closure)) = it.args.first().map(strip) else {
                return other(expr, jump);
            };
            let (cond, body) = (&it.receiver, &closure.body);
            parse_quote!({
                if !(#cond) { #jump }
                #body
            })
        }
        syn::Expr::If(it) => {
            let Some((_, els)) = &it.else_branch else {
                return other(expr, jump);
            };
            let (cond, then) = (&it.cond, &it.then_branch);
            let then: syn::Expr = parse_quote!(#then);
            // With one arm that goes on its value needs no variable.
            match &**cond {
                syn::Expr::Let(one) if is_none(els) => {
                    let (pat, value) = (&one.pat, &one.expr);
                    let then = without_option(&then, jump);
                    return parse_quote!({
                        let #pat = #value else { #jump };
                        #then
                    });
                }
                cond if is_none(els) && !mentions_let(cond) => {
                    let then = without_option(&then, jump);
                    return parse_quote!({
                        if !(#cond) { #jump }
                        #then
                    });
                }
                cond if is_none(&then) && !mentions_let(cond) => {
                    let els = without_option(els, jump);
                    return parse_quote!({
                        if #cond { #jump }
                        #els
                    });
                }
                _ => {}
            }
            let (then, els) = (without_option(&then, jump), without_option(els, jump));
            parse_quote!(if #cond { #then } else { #els })
        }
        syn::Expr::Match(it) => {
            let mut it = it.clone();
            for arm in &mut it.arms {
                *arm.body = without_option(&arm.body, jump);
                arm.comma = Some(Default::default());
            }
            syn::Expr::Match(it)
        }
        syn::Expr::Block(it) if it.label.is_none() => {
            let mut it = it.clone();
            match it.block.stmts.last_mut() {
                Some(syn::Stmt::Expr(tail, None)) => {
                    *tail = without_option(tail, jump);
                    syn::Expr::Block(it)
                }
                _ => other(expr, jump),
            }
        }
        expr => other(expr, jump),
    }
}

fn mentions_let(cond: &syn::Expr) -> bool {
    match strip(cond) {
        syn::Expr::Let(_) => true,
        syn::Expr::Binary(it) => mentions_let(&it.left) || mentions_let(&it.right),
        _ => false,
    }
}
