//! Local closures: inlined wherever they are called.

use std::rc::Rc;

use syn::spanned::Spanned;

use super::control::FrameKind;
use super::{Binding, Lower, Scopes};
use crate::diag::codes;
use crate::ir::{Expr, ExprKind, VarKind};

/// A closure with the names it was written among.
#[derive(Clone)]
pub(super) struct Closure {
    pub(super) inputs: Vec<syn::Pat>,
    pub(super) body: Callable,
    pub(super) scopes: Scopes,
}

/// What is called.
#[derive(Clone)]
pub(super) enum Callable {
    Body(syn::Expr),
    /// A function by path where a closure could stand.
    Path(syn::ExprPath),
    /// A parameter that is a function.
    Parameter(crate::ir::VarId),
}

/// How deep closures may be inlined into each other.
const MAX_DEPTH: usize = 64;

impl Lower<'_> {
    /// Captures a closure: by `move`, mutable variables are copied now.
    pub(super) fn closure(&mut self, it: &syn::ExprClosure) -> Rc<Closure> {
        if let Some(token) = &it.asyncness {
            self.diags.error(
                codes::ASYNCHRONOUS,
                token.span,
                "`async` closures cannot be differentiated",
                "write a plain closure",
            );
        }
        let mut scopes = self.scopes.clone();
        if it.capture.is_some() {
            let names: Vec<(usize, String, crate::ir::VarId)> = scopes
                .iter()
                .enumerate()
                .flat_map(|(depth, scope)| {
                    scope.iter().filter_map(move |(name, binding)| match binding {
                        Binding::Var(var) => Some((depth, name.clone(), *var)),
                        _ => None,
                    })
                })
                .collect();
            let mut names = names;
            names.sort();
            for (depth, name, var) in names {
                if self.f.var(var).mutable && mentions(it, &name) {
                    let copy = self.let_var(&name, Expr::var(var, it.span()));
                    self.f.var_mut(copy).mutable = true;
                    scopes[depth].insert(name, Binding::Var(copy));
                }
            }
        }
        if it.capture.is_some() {
            for scope in &mut scopes {
                let mut names: Vec<(String, Expr)> = scope
                    .iter()
                    .filter_map(|(name, binding)| match binding {
                        Binding::Alias(value) if mentions(it, name) => {
                            Some((name.clone(), value.clone()))
                        }
                        _ => None,
                    })
                    .collect();
                names.sort_by(|a, b| a.0.cmp(&b.0));
                for (name, value) in names {
                    if let Some(value) = self.reference_now(&value) {
                        scope.insert(name, Binding::Alias(value));
                    }
                }
            }
        }
        Rc::new(Closure {
            inputs: it.inputs.iter().cloned().collect(),
            body: Callable::Body((*it.body).clone()),
            scopes,
        })
    }

    /// What stands where a closure is expected: a closure, its name, or a function's path.
    pub(super) fn callable(&mut self, expr: &syn::Expr) -> Option<Rc<Closure>> {
        match super::stmt::strip(expr) {
            syn::Expr::Closure(it) => Some(self.closure(it)),
            syn::Expr::Reference(it) => self.callable(&it.expr),
            syn::Expr::Path(it) => {
                if let Some(ident) = it.path.get_ident()
                    && let Some(Binding::Closure(closure)) = self.lookup(&ident.to_string())
                {
                    return Some(closure.clone());
                }
                if let Some(ident) = it.path.get_ident()
                    && let Some(Binding::Function(var)) = self.lookup(&ident.to_string())
                {
                    return Some(Rc::new(Closure {
                        inputs: Vec::new(),
                        body: Callable::Parameter(*var),
                        scopes: Vec::new(),
                    }));
                }
                Some(Rc::new(Closure {
                    inputs: Vec::new(),
                    body: Callable::Path(it.clone()),
                    scopes: Vec::new(),
                }))
            }
            _ => {
                self.refuse(
                    codes::FUNCTION_NAME,
                    expr,
                    "a closure or a function's name is expected here",
                    "write `|x| ..`",
                );
                None
            }
        }
    }

    /// Calls a closure: its body is lowered here, among the names of its own place.
    pub(super) fn call_closure(
        &mut self,
        closure: &Closure,
        args: Vec<Expr>,
        at: &syn::Expr,
    ) -> Expr {
        let span = at.span();
        let body = match &closure.body {
            Callable::Path(path) => return self.call_path(path, args, span),
            Callable::Parameter(var) => return self.call_parameter(*var, args, span),
            Callable::Body(body) => body,
        };
        self.inside_closure(closure, args, at, |lower| {
            if returns(body) {
                lower
                    .labelled(FrameKind::Function, None, true, span, |lower| Some(lower.expr(body)))
                    .expect("a value was wanted")
            } else {
                lower.expr(body)
            }
        })
        .unwrap_or_else(|| self.dummy(span))
    }

    /// Calls a closure for its effects: what it gives is not looked at.
    pub(super) fn run_closure(&mut self, closure: &Closure, args: Vec<Expr>, at: &syn::Expr) {
        match &closure.body {
            Callable::Body(body) if !returns(body) => {
                self.inside_closure(closure, args, at, |lower| lower.expr_stmt(body));
            }
            Callable::Body(body) => {
                self.inside_closure(closure, args, at, |lower| {
                    lower.labelled(FrameKind::Function, None, false, at.span(), |lower| {
                        lower.expr_stmt(body);
                        None
                    });
                });
            }
            Callable::Path(_) | Callable::Parameter(_) => {
                self.call_closure(closure, args, at);
            }
        }
    }

    /// Calls a local closure by its name; closures and functions among its arguments are inlined in it.
    pub(super) fn call_local(&mut self, closure: &Rc<Closure>, it: &syn::ExprCall) -> Expr {
        let span = it.span();
        match self.local_call(closure, it) {
            Some((called, args)) => self.call_closure(&called, args, &syn::Expr::Call(it.clone())),
            None => self.dummy(span),
        }
    }

    /// The closure with the functions that it is given, and the arguments beside them.
    pub(super) fn local_call(
        &mut self,
        closure: &Rc<Closure>,
        it: &syn::ExprCall,
    ) -> Option<(Closure, Vec<Expr>)> {
        let mut called = (**closure).clone();
        let mut names = std::collections::HashMap::new();
        let mut values = Vec::new();
        if let Callable::Body(body) = &closure.body
            && closure.inputs.len() == it.args.len()
        {
            called.inputs.clear();
            for (pat, arg) in closure.inputs.iter().zip(&it.args) {
                let name = super::pattern_names(pat).first().cloned().unwrap_or_default();
                if self.is_function(arg) && calls(body, &name) {
                    let function = self.callable(arg)?;
                    names.insert(name, Binding::Closure(function));
                } else {
                    called.inputs.push(pat.clone());
                    values.push(arg);
                }
            }
            called.scopes.push(names);
        } else {
            values.extend(&it.args);
        }
        let args = self.operands(values.into_iter());
        Some((called, args))
    }

    /// Binds a closure's parameters, and lowers something among the names of its own place.
    pub(super) fn inside_closure<R>(
        &mut self,
        closure: &Closure,
        args: Vec<Expr>,
        at: &syn::Expr,
        body: impl FnOnce(&mut Self) -> R,
    ) -> Option<R> {
        if closure.inputs.len() != args.len() {
            self.refuse(
                codes::CLOSURE_CALL,
                at,
                "the closure is called with another number of arguments",
                "give it one argument for each of its parameters",
            );
            return None;
        }
        if self.inline_depth >= MAX_DEPTH {
            self.refuse(
                codes::CLOSURE_CALL,
                at,
                "closures call each other too deeply here",
                "write functions with `#[differentiate]`: they may recurse",
            );
            return None;
        }
        self.inline_depth += 1;
        let outer = std::mem::replace(&mut self.scopes, closure.scopes.clone());
        self.scopes.push(std::collections::HashMap::new());
        for (pat, arg) in closure.inputs.iter().zip(args) {
            // An argument that is changed inside must not change outside.
            let arg = match (&arg.kind, pat) {
                (ExprKind::Read(place), syn::Pat::Ident(_))
                    if place.is_var()
                        && matches!(self.f.var(place.root).kind, VarKind::Index)
                        && !is_mut(pat) =>
                {
                    self.bind_value(&super::pattern_names(pat)[0], arg);
                    continue;
                }
                _ => arg,
            };
            self.bind_pattern(pat, arg);
        }
        let value = body(self);
        self.scopes = outer;
        self.inline_depth -= 1;
        Some(value)
    }
}

/// Whether a closure's body calls that name, or passes it on.
fn calls(body: &syn::Expr, name: &str) -> bool {
    struct Find<'n>(&'n str, bool);
    impl Find<'_> {
        fn is(&self, expr: &syn::Expr) -> bool {
            match super::stmt::strip(expr) {
                syn::Expr::Path(path) => path.path.is_ident(self.0),
                syn::Expr::Reference(it) => self.is(&it.expr),
                _ => false,
            }
        }
    }
    impl<'ast> syn::visit::Visit<'ast> for Find<'_> {
        fn visit_expr_call(&mut self, it: &'ast syn::ExprCall) {
            self.1 |= self.is(&it.func) || it.args.iter().any(|arg| self.is(arg));
            syn::visit::visit_expr_call(self, it);
        }
        fn visit_expr_method_call(&mut self, it: &'ast syn::ExprMethodCall) {
            self.1 |= it.args.iter().any(|arg| self.is(arg));
            syn::visit::visit_expr_method_call(self, it);
        }
    }
    let mut find = Find(name, false);
    syn::visit::Visit::visit_expr(&mut find, body);
    find.1
}

fn is_mut(pat: &syn::Pat) -> bool {
    matches!(pat, syn::Pat::Ident(it) if it.mutability.is_some())
}

/// Whether a name stands in a closure.
fn mentions(closure: &syn::ExprClosure, name: &str) -> bool {
    fn stream(tokens: proc_macro2::TokenStream, name: &str) -> bool {
        tokens.into_iter().any(|token| match token {
            proc_macro2::TokenTree::Ident(ident) => ident == name,
            proc_macro2::TokenTree::Group(group) => stream(group.stream(), name),
            _ => false,
        })
    }
    stream(quote::ToTokens::to_token_stream(&closure.body), name)
}

/// Whether a closure's body returns early.
pub(super) fn returns(body: &syn::Expr) -> bool {
    struct Find(bool);
    impl<'ast> syn::visit::Visit<'ast> for Find {
        fn visit_expr_return(&mut self, _: &'ast syn::ExprReturn) {
            self.0 = true;
        }
        fn visit_expr_try(&mut self, _: &'ast syn::ExprTry) {
            self.0 = true;
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    }
    let mut find = Find(false);
    syn::visit::Visit::visit_expr(&mut find, body);
    find.0
}
