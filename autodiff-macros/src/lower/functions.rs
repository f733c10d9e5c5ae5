//! Functions as arguments: names of functions, closures, parameters that are functions themselves.
//!
//! A closure that is passed on becomes a function of its own, whose first parameters are what it captures, by
//! reference. It must not change that.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use proc_macro2::Span;
use quote::{ToTokens, format_ident};
use syn::spanned::Spanned;

use super::closures::{Callable, Closure};
use super::control::{self, FrameKind};
use super::{Binding, Lower};
use crate::diag::codes;
use crate::ir::{
    self, Block, Callee, Effect, Expr, ExprKind, Function, FunctionValue, Hint, LocalFunction,
    Place, Proj, Stmt, StmtKind, Var, VarId, VarKind, visit,
};
use crate::syntax::hints;
use crate::syntax::signature::Param;

/// Methods of the language's types that take closures: all others are the user's own.
pub(super) fn takes_closures(name: &str) -> bool {
    const OF_VALUES: &[&str] = &[
        "and_then",
        "apply",
        "apply_into",
        "apply_norm",
        "binary_search_by",
        "chunk_by",
        "dedup_by",
        "extract_if",
        "fill_with",
        "filter",
        "find",
        "fold",
        "fold_with",
        "get_or_insert_with",
        "inspect",
        "is_none_or",
        "is_ok_and",
        "is_some_and",
        "is_sorted_by",
        "map",
        "map_diagonal",
        "map_err",
        "map_or",
        "map_or_else",
        "map_with_location",
        "max_by",
        "min_by",
        "ok_or_else",
        "or_else",
        "partition_point",
        "resize_with",
        "retain",
        "retain_mut",
        "select_nth_unstable_by",
        "sort_by",
        "sort_by_cached_key",
        "sort_by_key",
        "sort_unstable_by",
        "sort_unstable_by_key",
        "split",
        "split_mut",
        "then",
        "unwrap_or_else",
        "zip_apply",
        "zip_fold",
        "zip_map",
        "zip_zip_map",
    ];
    const OF_ITERATORS: &[&str] = &[
        "all",
        "any",
        "filter_map",
        "find_map",
        "flat_map",
        "for_each",
        "map_while",
        "max_by_key",
        "min_by_key",
        "partition",
        "position",
        "reduce",
        "rposition",
        "scan",
        "skip_while",
        "take_while",
        "try_fold",
        "try_for_each",
    ];
    OF_VALUES.contains(&name) || OF_ITERATORS.contains(&name)
}

impl Lower<'_> {
    /// Notes a parameter that is a function.
    pub(super) fn callable_parameter(&mut self, param: &Param, var: VarId) {
        let Some(callable) = &param.callable else { return };
        let output = match &callable.output {
            Some(ty) => hints::of_type(ty, &self.floats),
            None => Hint::Discrete,
        };
        let inputs = callable.inputs.iter().map(ToTokens::to_token_stream).collect();
        let duplicable = callable.duplicable;
        self.f.callables.insert(var, ir::Callable { inputs, output, duplicable });
        self.bind(&param.name.to_string(), Binding::Function(var));
    }

    /// The place of a function parameter.
    fn function_place(&self, var: VarId) -> Place {
        let place = Place::var(var);
        match self.f.var(var).kind {
            VarKind::Param { reference: true, .. } => place.then(Proj::Deref),
            _ => place,
        }
    }

    /// `g(args)` of a function parameter.
    pub(super) fn call_parameter(&mut self, var: VarId, mut args: Vec<Expr>, span: Span) -> Expr {
        let callable = self.f.callables[&var].clone();
        args.insert(0, Expr::new(ExprKind::Ref(self.function_place(var)), span));
        let dest = self.new_var("call", span, VarKind::Local, callable.output);
        let callee = Callee::Value { inputs: callable.inputs };
        self.push(StmtKind::Call { dest: Some(dest), callee, args }, span);
        Expr::var(dest, span)
    }

    /// The arguments of a call, functions among them.
    pub(super) fn call_operands<'e>(
        &mut self,
        exprs: impl Iterator<Item = &'e syn::Expr>,
    ) -> Vec<Expr> {
        let exprs: Vec<&syn::Expr> = exprs.collect();
        let functions: Vec<Option<Expr>> =
            exprs.iter().map(|expr| self.function_argument(expr, false)).collect();
        let values = exprs.iter().zip(&functions).filter(|(_, function)| function.is_none());
        let mut values = self.operands(values.map(|(expr, _)| *expr)).into_iter();
        functions
            .into_iter()
            .map(|function| {
                function.unwrap_or_else(|| values.next().expect("one value per other argument"))
            })
            .collect()
    }

    /// The argument as a function, if it is one.
    fn function_argument(&mut self, expr: &syn::Expr, reference: bool) -> Option<Expr> {
        let mut function = match super::stmt::strip(expr) {
            syn::Expr::Closure(it) => {
                let closure = self.closure(it);
                self.local_function(&closure, expr.span())
            }
            syn::Expr::Reference(it) if it.mutability.is_none() => {
                return self.function_argument(&it.expr, true);
            }
            syn::Expr::Path(it) => self.named_function(it)?,
            _ => return None,
        };
        match &mut function.kind {
            ExprKind::Function { reference: own, .. } => *own = reference,
            ExprKind::Ref(place) if !reference && place.is_var() => {
                function.kind = ExprKind::Read(place.clone());
            }
            _ => {}
        }
        Some(function)
    }

    fn named_function(&mut self, it: &syn::ExprPath) -> Option<Expr> {
        let span = it.span();
        if let Some(ident) = it.path.get_ident() {
            match self.lookup(&ident.to_string()).cloned() {
                Some(Binding::Closure(closure)) => {
                    return Some(match &closure.body {
                        Callable::Body(_) => self.local_function(&closure, span),
                        Callable::Path(path) => {
                            let path = path.clone();
                            return self.named_function(&path);
                        }
                        Callable::Parameter(var) => {
                            Expr::new(ExprKind::Ref(self.function_place(*var)), span)
                        }
                    });
                }
                Some(Binding::Function(var)) => {
                    return Some(Expr::new(ExprKind::Ref(self.function_place(var)), span));
                }
                Some(Binding::Item) | None => {}
                Some(_) => return None,
            }
        }
        let last = it.path.segments.last()?;
        let name = last.ident.to_string();
        if !name.trim_start_matches("r#").starts_with(|c: char| c.is_lowercase() || c == '_') {
            return None;
        }
        let count = it.path.segments.len();
        if let Some(owner) = count.checked_sub(2).map(|index| &it.path.segments[index].ident) {
            let owner_name = owner.to_string();
            let scalar = matches!(owner_name.as_str(), "f64" | "f32")
                || self.floats.contains(&owner_name)
                || matches!(owner_name.as_str(), "Float" | "ComplexField" | "RealField" | "Real");
            if scalar {
                let arity = (1..=3).find(|n| crate::ir::ops::primitive(&name, *n).is_some())?;
                let names: Vec<syn::Ident> = (0..arity)
                    .map(|index| format_ident!("argument_{index}", span = Span::mixed_site()))
                    .collect();
                let closure: syn::ExprClosure = syn::parse_quote!(|#(#names),*| #it(#(#names),*));
                let closure = self.closure(&closure);
                return Some(self.local_function(&closure, span));
            }
            if it.qself.is_some() || owner_name.starts_with(|c: char| c.is_uppercase()) {
                if matches!(last.arguments, syn::PathArguments::None) && !self.is_constant_path(it)
                {
                    return Some(self.refuse(
                        codes::CALLEE,
                        it,
                        "an associated function cannot be passed on by its name",
                        "pass a closure that calls it",
                    ));
                }
                return None;
            }
        }
        let mut path = it.clone();
        if let Some(last) = path.path.segments.last_mut() {
            last.arguments = syn::PathArguments::None;
        }
        let value = FunctionValue::Named(path.to_token_stream());
        let kind = ExprKind::Function {
            value,
            captured: Vec::new(),
            active: Vec::new(),
            reference: false,
        };
        Some(Expr::new(kind, span))
    }

    /// `T::one` without a call is a function, `T::EPSILON` none.
    fn is_constant_path(&self, it: &syn::ExprPath) -> bool {
        it.path
            .segments
            .last()
            .is_none_or(|last| last.ident.to_string().starts_with(|c: char| c.is_uppercase()))
    }

    /// A closure as a function of its own.
    fn local_function(&mut self, closure: &Rc<Closure>, span: Span) -> Expr {
        let Callable::Body(body) = &closure.body else { return self.dummy(span) };
        let block = std::mem::take(&mut self.block);
        let frames = std::mem::take(&mut self.frames);
        let scopes = std::mem::replace(&mut self.scopes, closure.scopes.clone());
        self.scopes.push(HashMap::new());
        let mut inputs = Vec::new();
        let mut types = Vec::new();
        for (index, pat) in closure.inputs.iter().enumerate() {
            let (var, ty) = self.closure_input(pat, index);
            inputs.push(var);
            types.push(ty);
        }
        let value = if super::closures::returns(body) {
            self.labelled(FrameKind::Function, None, true, span, |lower| Some(lower.expr(body)))
                .expect("a value was wanted")
        } else {
            self.expr(body)
        };
        let built = std::mem::replace(&mut self.block, block);
        self.frames = frames;
        self.scopes = scopes;

        let mut function = Function::new("closure".to_owned());
        function.vars.clone_from(&self.f.vars);
        function.next_stmt = self.f.next_stmt;
        function.callables.clone_from(&self.f.callables);
        function.generic = self.f.generic;
        if built.has_open() {
            let hint = self.f.expr_hint(&value);
            let result = function.add_var(Var {
                name: "result".to_owned(),
                span,
                kind: VarKind::Late,
                mutable: false,
                hint,
                ty: None,
                reassigned: false,
            });
            let mut built = built;
            let kind = StmtKind::Assign { place: Place::var(result), value };
            let assign = function.stmt(kind, span);
            built.push(assign);
            let mut body = built.finish(&mut function);
            let declare = function.stmt(StmtKind::Let { var: result, value: None }, span);
            body.stmts.insert(0, declare);
            function.body = body;
            function.result = Some(Expr::var(result, span));
        } else {
            function.body = built.finish(&mut function);
            function.result = Some(value);
        }
        control::remove_unread_flags(&mut function);
        super::allow_assignments(&mut function);
        let captured = self.capture(&mut function, &inputs, span);
        let count = captured.len();
        // Names that were taken here stay taken: ids are shared with the function around.
        self.f.next_stmt = function.next_stmt;
        self.f.vars.extend(function.vars[self.f.vars.len()..].iter().cloned());
        self.locals.push(LocalFunction { function, captured: count, types });
        let value = FunctionValue::Local(self.locals.len() - 1);
        let active = vec![true; count];
        Expr::new(ExprKind::Function { value, captured, active, reference: false }, span)
    }

    fn closure_input(
        &mut self,
        pat: &syn::Pat,
        index: usize,
    ) -> (VarId, Option<proc_macro2::TokenStream>) {
        let (pat, ty) = match pat {
            syn::Pat::Type(it) => (&*it.pat, Some(&*it.ty)),
            other => (other, None),
        };
        let reference = match ty {
            Some(syn::Type::Reference(it)) => {
                if it.mutability.is_some() {
                    self.refuse(
                        codes::CLOSURE_PASSED_ON,
                        it,
                        "a closure that changes its arguments cannot be passed to a function",
                        "let it return the new values",
                    );
                }
                true
            }
            _ => false,
        };
        let hint = ty.map_or(Hint::Unknown, |ty| hints::of_type(ty, &self.floats));
        let name = match pat {
            syn::Pat::Ident(it) if it.subpat.is_none() && it.by_ref.is_none() => {
                Some((it.ident.to_string(), it.mutability.is_some()))
            }
            _ => None,
        };
        let var = self.f.add_var(Var {
            name: name.as_ref().map_or_else(|| format!("argument_{index}"), |(n, _)| n.clone()),
            span: pat.span(),
            kind: VarKind::Param { reference, exclusive: false },
            mutable: name.as_ref().is_some_and(|(_, mutable)| *mutable),
            hint,
            ty: None,
            reassigned: false,
        });
        let value = self.param_value(var, pat.span());
        match name {
            Some((name, _)) => {
                let binding = match value.kind {
                    ExprKind::Read(_) => Binding::Var(var),
                    _ => Binding::Alias(value),
                };
                self.bind(&name, binding);
            }
            None => self.bind_pattern(pat, value),
        }
        (var, ty.map(ToTokens::to_token_stream))
    }

    /// Makes what a function of its own reads of the variables around into its first parameters, by reference.
    fn capture(&mut self, function: &mut Function, inputs: &[VarId], span: Span) -> Vec<Expr> {
        let mut own: HashSet<VarId> = inputs.iter().copied().collect();
        let mut mentioned: HashSet<VarId> = HashSet::new();
        visit::each_stmt(&function.body, &mut |stmt| match &stmt.kind {
            StmtKind::Let { var, .. } | StmtKind::For { var, .. } => {
                own.insert(*var);
            }
            StmtKind::Call { dest: Some(var), .. } => {
                own.insert(*var);
            }
            StmtKind::Match { arms, .. } => {
                own.extend(arms.iter().flat_map(|arm| &arm.bindings).map(|binding| binding.var));
            }
            _ => {}
        });
        let mut changed = false;
        visit::each_stmt(&function.body, &mut |stmt| {
            visit::each_mention(stmt, &mut |var| {
                mentioned.insert(var);
            });
            visit::each_stmt_place(stmt, &mut |place, access| {
                changed |= access == visit::Access::Write && !own.contains(&place.root);
            });
        });
        if let Some(result) = &function.result {
            visit::each_place(result, &mut |place, _| {
                mentioned.insert(place.root);
            });
        }
        if changed {
            self.diags.error(
                codes::CLOSURE_PASSED_ON,
                span,
                "a closure that changes what it captured cannot be passed to a function",
                "let it return the new value, or write the loop here",
            );
        }
        let mut roots: Vec<VarId> = mentioned.difference(&own).copied().collect();
        roots.sort();
        let mut captured = Vec::new();
        let mut behind: HashSet<VarId> = HashSet::new();
        for root in &roots {
            let reference = match function.var(*root).kind {
                VarKind::Param { reference, .. } => reference,
                VarKind::Bound => true,
                _ => false,
            };
            let mut place = Place::var(*root);
            if reference {
                place = place.then(Proj::Deref);
            } else {
                behind.insert(*root);
            }
            captured.push(Expr::new(ExprKind::Ref(place), span));
            let var = function.var_mut(*root);
            var.name = format!("captured_{}_{}", var.name.trim_start_matches("r#"), root.0);
            var.kind = VarKind::Param { reference: true, exclusive: false };
            var.mutable = false;
            var.ty = None;
        }
        through_references(&mut function.body, &behind);
        if let Some(result) = &mut function.result {
            expr_through(result, &behind);
        }
        function.params = roots;
        function.params.extend(inputs);
        captured
    }
}

/// What is captured is behind a reference: `x` becomes `*x`.
fn through_references(block: &mut Block, behind: &HashSet<VarId>) {
    for stmt in &mut block.stmts {
        stmt_through(stmt, behind);
        for block in visit::blocks_mut(stmt) {
            through_references(block, behind);
        }
    }
}

fn place_through(place: &mut Place, behind: &HashSet<VarId>) {
    visit::map_indices(place, &mut |index| expr_through(index, behind));
    if behind.contains(&place.root) {
        place.path.insert(0, Proj::Deref);
    }
}

fn expr_through(expr: &mut Expr, behind: &HashSet<VarId>) {
    match &mut expr.kind {
        ExprKind::Read(place) | ExprKind::Ref(place) | ExprKind::RefMut(place) => {
            place_through(place, behind);
        }
        ExprKind::Opaque { binds, .. } => {
            binds.iter_mut().for_each(|(_, place)| place_through(place, behind));
        }
        _ => visit::map_operands(expr, &mut |operand| expr_through(operand, behind)),
    }
}

fn stmt_through(stmt: &mut Stmt, behind: &HashSet<VarId>) {
    match &mut stmt.kind {
        StmtKind::Let { value, .. } => value.iter_mut().for_each(|e| expr_through(e, behind)),
        StmtKind::Assign { place, value } | StmtKind::Update { place, value, .. } => {
            place_through(place, behind);
            expr_through(value, behind);
        }
        StmtKind::Call { args, .. } => args.iter_mut().for_each(|e| expr_through(e, behind)),
        StmtKind::If { cond, .. } => expr_through(cond, behind),
        StmtKind::Match { scrutinee, arms, .. } => {
            place_through(scrutinee, behind);
            for guard in arms.iter_mut().filter_map(|arm| arm.guard.as_mut()) {
                expr_through(guard, behind);
            }
        }
        StmtKind::For { range, .. } => {
            expr_through(&mut range.low, behind);
            expr_through(&mut range.high, behind);
            range.step.iter_mut().for_each(|e| expr_through(e, behind));
        }
        StmtKind::Effect(Effect { args, binds, .. }) => {
            args.iter_mut().for_each(|e| expr_through(e, behind));
            binds.iter_mut().for_each(|(_, place)| place_through(place, behind));
        }
        _ => {}
    }
}
