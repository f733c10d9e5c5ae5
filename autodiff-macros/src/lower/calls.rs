//! Calls: functions, constructors, primitives, methods with siblings.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;

use super::{Binding, Lower};
use crate::diag::codes::{self, Code};
use crate::ir::{
    AS_SLICE, Aggregate, BinaryOp, Callee, Expr, ExprKind, FloatType, Hint, Place, Proj, Spelling,
    StmtKind, VarKind, ops,
};

/// nalgebra's types whose `new` takes their components.
fn has_components(name: &str) -> bool {
    let digits =
        |rest: &str| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || c == 'x');
    ["Vector", "RowVector", "Matrix", "Point"]
        .iter()
        .any(|stem| name.strip_prefix(stem).is_some_and(digits))
}

/// nalgebra's matrix types.
pub(super) fn has_matrix_name(name: &str) -> bool {
    has_components(name)
        || [
            "SMatrix",
            "SVector",
            "DMatrix",
            "DVector",
            "OMatrix",
            "OVector",
            "RowSVector",
            "RowDVector",
            "Matrix",
            "Point",
            "OPoint",
        ]
        .contains(&name)
        || name.starts_with("Matrix")
}

fn starts_upper(ident: &Ident) -> bool {
    ident.to_string().starts_with(|c: char| c.is_uppercase())
}

impl Lower<'_> {
    pub(super) fn call_stmt(&mut self, it: &syn::ExprCall) {
        if let syn::Expr::Path(path) = super::stmt::strip(&it.func)
            && let Some(ident) = path.path.get_ident()
            && let Some(Binding::Closure(closure)) = self.lookup(&ident.to_string()).cloned()
        {
            if let Some((called, args)) = self.local_call(&closure, it) {
                self.run_closure(&called, args, &syn::Expr::Call(it.clone()));
            }
            return;
        }
        let _ = self.call(it);
    }

    pub(super) fn call(&mut self, it: &syn::ExprCall) -> Expr {
        let expected = self.expected.take();
        let span = it.span();
        let func = super::stmt::strip(&it.func);
        let path = match func {
            syn::Expr::Path(path) => path,
            syn::Expr::Closure(closure) => {
                let closure = self.closure(closure);
                let args = self.operands(it.args.iter());
                return self.call_closure(&closure, args, &syn::Expr::Call(it.clone()));
            }
            other => {
                return self.refuse(
                    codes::CALLEE,
                    other,
                    "only functions, methods and local closures can be called here",
                    "call it by its name; `match` on which one, or take it as a parameter `g: impl Fn(f64) -> f64`",
                );
            }
        };
        if let Some(ident) = path.path.get_ident()
            && let Some(Binding::Closure(closure)) = self.lookup(&ident.to_string()).cloned()
        {
            return self.call_local(&closure, it);
        }
        if let Some(value) = self.closure_constructor(path, it, expected.as_ref(), span) {
            return value;
        }
        if let Some((code, message, help)) = self.refused_call(path, it) {
            return self.refuse(code, it, message, help);
        }
        if let Some(ident) = path.path.get_ident()
            && let Some(Binding::Function(var)) = self.lookup(&ident.to_string())
        {
            let var = *var;
            let args = self.operands(it.args.iter());
            return self.call_parameter(var, args, span);
        }
        let args = self.call_operands(it.args.iter());
        if self.block.dead {
            return self.dummy(span);
        }
        self.call_path(path, args, span)
    }

    /// Calls with active values in them that can never have a derivative.
    fn refused_call(
        &self,
        path: &syn::ExprPath,
        it: &syn::ExprCall,
    ) -> Option<(Code, &'static str, &'static str)> {
        if !self.taint.touches(it) {
            return None;
        }
        if let Some(ident) = path.path.get_ident()
            && let Some(Binding::Var(_) | Binding::Alias(_)) = self.lookup(&ident.to_string())
        {
            return Some((
                codes::CALLEE,
                "a function held in a variable cannot be differentiated",
                "take it as a parameter `g: impl Fn(f64) -> f64`, or call a `#[differentiate]` function by its name",
            ));
        }
        let mut segments = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
        let name = segments.next()?;
        let owner = segments.next()?;
        match (owner.as_str(), name.as_str()) {
            ("Cell" | "RefCell" | "OnceCell" | "Mutex" | "RwLock" | "OnceLock", "new" | "from") => {
                Some((
                    codes::INTERIOR_MUTABILITY,
                    "interior mutability cannot be differentiated through",
                    "use a `let mut` variable, or pass `&mut`",
                ))
            }
            ("thread", "spawn" | "scope") => Some((
                codes::THREADS,
                "active values cannot be moved into threads",
                "start the threads outside, and call derivatives in them",
            )),
            _ => None,
        }
    }

    /// Calls what a path names, with arguments already lowered.
    pub(super) fn call_path(&mut self, path: &syn::ExprPath, args: Vec<Expr>, span: Span) -> Expr {
        let Some(last) = path.path.segments.last() else {
            return self.refuse(
                codes::CALLEE,
                path,
                "an empty path cannot be called",
                "call it by its name; `match` on which one, or take it as a parameter `g: impl Fn(f64) -> f64`",
            );
        };
        if let Some(Binding::Function(var)) =
            path.path.get_ident().and_then(|ident| self.lookup(&ident.to_string()))
        {
            let var = *var;
            return self.call_parameter(var, args, span);
        }
        let name = last.ident.to_string();
        let count = path.path.segments.len();
        let owner = (count > 1).then(|| &path.path.segments[count - 2]);
        let tokens = path.to_token_stream();
        if name == "stop_gradient" && args.len() == 1 {
            let value = args.into_iter().next().expect("one argument");
            return Expr::new(ExprKind::Stop(Box::new(value)), span);
        }
        if let Some(owner) = owner {
            let owner_name = owner.ident.to_string();
            if owner_name == "mem" {
                return self.mem_call(path, &name, args, span);
            }
            let is_trait =
                matches!(owner_name.as_str(), "Float" | "ComplexField" | "RealField" | "Real");
            let scalar = matches!(owner_name.as_str(), "f64" | "f32")
                || self.floats.contains(&owner_name)
                || is_trait;
            let is_type = path.qself.is_some() || starts_upper(&owner.ident) || scalar;
            if (scalar || owner_name == "Matrix")
                && let Some(prim) = ops::primitive(&name, args.len())
            {
                return Expr::new(
                    ExprKind::Prim { prim, spelling: Spelling::Path(tokens), args },
                    span,
                );
            }
            if scalar && ops::INERT.contains(&name.as_str()) && !args.is_empty() {
                let mut args = args;
                args[0] = self.dereferenced(args[0].clone());
                let method = last.ident.clone();
                return Expr::new(ExprKind::Inert { method, turbofish: None, args }, span);
            }
            let sized = matches!(owner_name.as_str(), "SVector" | "SMatrix" | "RowSVector");
            if (has_components(&owner_name) || sized) && name == "new" {
                let kind = Aggregate::MatrixNew(tokens);
                return Expr::new(ExprKind::Aggregate { kind, operands: args }, span);
            }
            if owner_name == "Vec" && matches!(name.as_str(), "new" | "with_capacity") {
                let hint = Hint::Vec(Box::default());
                return Expr::new(ExprKind::InertCall { path: tokens, args, hint }, span);
            }
            if starts_upper(&last.ident) {
                let args = super::options::inactive_errors(&name, args);
                let kind = Aggregate::Call { path: tokens, name: last.ident.clone() };
                return Expr::new(ExprKind::Aggregate { kind, operands: args }, span);
            }
            if let ("Cholesky" | "LU" | "QR", "new", [_]) =
                (owner_name.as_str(), name.as_str(), args.as_slice())
                && let Some(prim) = ops::primitive(&owner_name.to_lowercase(), 1)
            {
                // As the method of the matrix: `m.cholesky()`.
                return Expr::new(
                    ExprKind::Prim { prim, spelling: Spelling::Path(tokens), args },
                    span,
                );
            }
            // A type of another name with such a constructor is an alias of nalgebra's.
            let distinctive = name.starts_with("from_") && name != "from_vec" && is_type;
            if (has_matrix_name(&owner_name) || (distinctive && !self.siblings.contains(&name)))
                && let Some(value) = self.matrix_constructor(&name, &tokens, &args, span)
            {
                return value;
            }
            let inactive = args.iter().all(|arg| matches!(arg.kind, ExprKind::Tokens(_)));
            if is_type && (inactive || args.is_empty()) {
                let hint = if scalar && name != "to_usize" {
                    match &path.qself {
                        // `<T as Real>::from_f64(1.0)` is a `T`.
                        Some(qself) => Hint::Float(FloatType::Written(qself.ty.to_token_stream())),
                        None if is_trait => Hint::Float(FloatType::Inferred),
                        None => Hint::Float(FloatType::Written(owner.to_token_stream())),
                    }
                } else {
                    Hint::Unknown
                };
                return Expr::new(ExprKind::InertCall { path: tokens, args, hint }, span);
            }
            let known = match (name.as_str(), args.len()) {
                ("from_f64" | "lit", 1) if scalar => Some(&ops::FROM_F64),
                ("from", 1) if scalar => Some(&ops::FLOAT_FROM),
                ("new", 1) if owner_name == "Box" => Some(&ops::BOXED),
                _ => None,
            };
            if let Some(prim) = known {
                let spelling = Spelling::Path(tokens);
                return Expr::new(ExprKind::Prim { prim, spelling, args }, span);
            }
            if is_type {
                let turbofish = match &last.arguments {
                    syn::PathArguments::None => None,
                    other => Some(other.to_token_stream()),
                };
                let mut owner_path = path.clone();
                owner_path.path.segments.pop();
                let owner = owner_tokens(&owner_path);
                let callee = Callee::Assoc { owner, name: last.ident.clone(), turbofish };
                return self.call_value(callee, args, span);
            }
        }
        if starts_upper(&last.ident) {
            let args = super::options::inactive_errors(&name, args);
            let kind = Aggregate::Call { path: tokens, name: last.ident.clone() };
            return Expr::new(ExprKind::Aggregate { kind, operands: args }, span);
        }
        let turbofish = match &last.arguments {
            syn::PathArguments::None => None,
            other => Some(other.to_token_stream()),
        };
        let mut plain = path.clone();
        if let Some(last) = plain.path.segments.last_mut() {
            last.arguments = syn::PathArguments::None;
        }
        self.call_value(Callee::Path { path: plain.to_token_stream(), turbofish }, args, span)
    }

    /// Constructors of nalgebra with active arguments.
    fn matrix_constructor(
        &mut self,
        name: &str,
        path: &TokenStream,
        args: &[Expr],
        span: Span,
    ) -> Option<Expr> {
        let prim = ops::constructor(name, args.len())?;
        Some(Expr::new(
            ExprKind::Prim { prim, spelling: Spelling::Path(path.clone()), args: args.to_vec() },
            span,
        ))
    }

    /// A call as a statement; its value in a variable.
    fn call_value(&mut self, callee: Callee, args: Vec<Expr>, span: Span) -> Expr {
        let dest = self.new_var("call", span, VarKind::Local, Hint::Unknown);
        self.note_foreign_result(dest, &callee, &args);
        self.push(StmtKind::Call { dest: Some(dest), callee, args }, span);
        Expr::var(dest, span)
    }

    /// Whether a value is a float, or made of them, by what was written.
    fn is_number(&self, value: &Expr) -> bool {
        !matches!(self.f.operand_hint(value), Hint::Unknown)
    }

    pub(super) fn method_stmt(&mut self, it: &syn::ExprMethodCall) {
        if self.is_step(it) {
            let _ = self.step(it);
            return;
        }
        if self.is_drain(it) {
            let _ = self.drained(it);
            return;
        }
        self.statement = true;
        let _ = self.method(it);
        self.statement = false;
    }

    pub(super) fn method(&mut self, it: &syn::ExprMethodCall) -> Expr {
        if let Some(other) = self.other_map(it) {
            return self.method(&other);
        }
        let expected = self.expected.take();
        // A value that nobody wants: the method is no primitive, but one of the user's that changes its receiver.
        let unwanted = std::mem::take(&mut self.statement);
        let span = it.span();
        let name = it.method.to_string();
        let turbofish = it.turbofish.as_ref().map(ToTokens::to_token_stream);
        if let Some(value) = self.ordering_method(it) {
            return value;
        }
        if let Some(value) = self.maybe_method(it) {
            return value;
        }
        if let Some(value) = self.iterator_method(it, expected.as_ref()) {
            return value;
        }
        if let Some(value) = self.maybe_value(it) {
            return value;
        }
        if name != "into_iter" && self.iterates(&syn::Expr::MethodCall(it.clone())) {
            return self.iterator_value(it);
        }
        if !self.siblings.contains(&name)
            && let Some(value) = self.matrix_method(it, &name, span)
        {
            return value;
        }
        if let Some(value) = self.slice_method(it, &name, span) {
            return value;
        }
        if let Some(value) = self.option_method(it, &name, span) {
            return value;
        }
        if let Some(value) = self.growth_method(it, &name, span) {
            return value;
        }
        if (ops::VIEWS.contains(&name.as_str())
            || matches!(name.as_str(), "as_slice" | "as_mut_slice" | "as_ref" | "as_mut"))
            && let Some(place) = self.place(&syn::Expr::MethodCall(it.clone()))
        {
            let exclusive = name.ends_with("_mut") || name == "as_mut_slice";
            let place = match name.as_str() {
                // What has a length is a slice by coercion; a matrix is not.
                "as_slice" | "as_mut_slice"
                    if matches!(self.f.place_hint(&place), Hint::Unknown) =>
                {
                    place.then(Proj::View {
                        method: Ident::new(AS_SLICE, span),
                        turbofish: None,
                        args: Vec::new(),
                    })
                }
                _ => place,
            };
            let kind = match name.as_str() {
                _ if exclusive => ExprKind::RefMut(place),
                "as_slice" | "as_ref" => ExprKind::Ref(place),
                _ => ExprKind::Read(place),
            };
            return Expr::new(kind, span);
        }
        if self.takes_closure(it)
            && (super::functions::takes_closures(&name) || !self.taint.touches(it))
        {
            return self.closure_method(it, &name, span);
        }
        // The receiver is a place where it can be: methods borrow it.
        let known = self.f.vars.len();
        let mut args = self.method_operands(it);
        if self.block.dead {
            return self.dummy(span);
        }
        if let ExprKind::Ref(place) | ExprKind::RefMut(place) = &args[0].kind {
            args[0] = Expr::read(place.clone(), args[0].span);
        }
        let own = (self.siblings.contains(&name) && !self.is_number(&args[0]))
            || unwanted
            || self.is_foreign_scalar(&name, &args)
            || (self.foreign
                && super::foreign::SHARED_NAMES.contains(&name.as_str())
                && !self.is_number(&args[0]));
        if let Some(prim) = ops::primitive(&name, args.len()).filter(|_| !own) {
            return Expr::new(
                ExprKind::Prim { prim, spelling: Spelling::Method(turbofish), args },
                span,
            );
        }
        if ops::INERT.contains(&name.as_str()) && !own {
            return Expr::new(ExprKind::Inert { method: it.method.clone(), turbofish, args }, span);
        }
        if let Some((code, help)) = refused_method(&name)
            && !super::foreign::SHARED_NAMES.contains(&name.as_str())
            && (self.taint.touches(&it.receiver) || self.taint.touches(&it.args))
        {
            return self.refuse(code, &it.method, &format!("`{name}` is not supported yet"), help);
        }
        if matches!(name.as_str(), "coords") && args.len() == 1 {
            return args.remove(0);
        }
        let reads = args[0].place().is_some_and(|place| self.lent.contains(&place.root));
        self.own_receiver(&mut args[0], known);
        let callee = Callee::Method { name: it.method.clone(), turbofish, active: false, reads };
        self.call_value(callee, args, span)
    }

    /// A loop over the indices of a place.
    pub(super) fn each_index_of(
        &mut self,
        base: &Place,
        span: Span,
        body: impl FnOnce(&mut Self, Expr),
    ) {
        let low = super::patterns::index_expr(0, span);
        let (high, constant_trips) = self.length(base, span);
        let range = crate::ir::Range {
            low,
            high,
            inclusive: false,
            step: None,
            reversed: false,
            checkpoint: None,
            part: None,
            constant_trips,
        };
        self.counted_loop(None, "i", range, span, |lower, var| {
            body(lower, Expr::var(var, span));
        });
    }

    /// The number of elements of a place, constant if its type was written with it.
    pub(super) fn length(&mut self, base: &Place, span: Span) -> (Expr, Option<TokenStream>) {
        if let Hint::Array(_, n) = self.f.place_hint(base) {
            let literal = n.to_string().starts_with(|c: char| c.is_ascii_digit());
            let constant = if literal { n.clone() } else { quote::quote!({ #n }) };
            return (Expr::tokens(n, span), Some(constant));
        }
        let len = match self.f.place_hint(base) {
            Hint::Slice(_) | Hint::Vec(_) => ExprKind::Inert {
                method: Ident::new("len", span),
                turbofish: None,
                args: vec![Expr::read(base.clone(), span)],
            },
            // A type of a user's own may have a `len` of something else.
            _ => {
                let base = Expr::new(ExprKind::Ref(base.clone()), span);
                ExprKind::Helper { name: "length", args: vec![base] }
            }
        };
        (Expr::new(len, span), None)
    }

    /// `low + index`.
    pub(super) fn offset(low: &Expr, index: Expr, span: Span) -> Expr {
        if let ExprKind::Tokens(tokens) = &low.kind
            && matches!(tokens.to_string().as_str(), "0" | "0usize")
        {
            return index;
        }
        Expr::binary(BinaryOp::Add, low.clone(), index, span)
    }
}

/// The path of a type, with its `<T as Trait>` if it has one.
fn owner_tokens(path: &syn::ExprPath) -> TokenStream {
    let segments = &path.path.segments;
    let leading = &path.path.leading_colon;
    match &path.qself {
        None => {
            let segments: Vec<TokenStream> =
                segments.iter().map(ToTokens::to_token_stream).collect();
            quote::quote!(#leading #(#segments)::*)
        }
        Some(qself) => {
            let ty = &qself.ty;
            if qself.position == 0 {
                quote::quote!(<#ty>)
            } else {
                let segments: Vec<TokenStream> =
                    segments.iter().map(ToTokens::to_token_stream).collect();
                quote::quote!(<#ty as #leading #(#segments)::*>)
            }
        }
    }
}

/// Methods of the language whose turn has not come.
fn refused_method(name: &str) -> Option<(Code, &'static str)> {
    let help = match name {
        "select_nth_unstable" | "select_nth_unstable_by" | "sort_floats" => {
            "use `sort_by`, and index"
        }
        "retain_mut" | "dedup_by" | "splice" | "resize_with" | "extend_from_within" => {
            "write a loop with `push`, `pop`, `remove` or `truncate`"
        }
        "transpose" | "take_if" | "unwrap_err" | "expect_err" | "err" | "as_deref"
        | "as_deref_mut" | "unzip" | "inspect" | "is_none_or" => {
            "write `match`, `if let` or `let .. else`"
        }
        "svd" | "symmetric_eigen" => "use `singular_values` or `symmetric_eigenvalues`",
        "send" | "try_send" => {
            let help = "return the value: what is sent elsewhere cannot be followed";
            return Some((codes::THREADS, help));
        }
        "borrow_mut" | "lock" => {
            let help =
                "use a `let mut` variable, or pass `&mut`: interior mutability cannot be followed";
            return Some((codes::INTERIOR_MUTABILITY, help));
        }
        "split_first" | "split_last" | "first_chunk" | "last_chunk" => "index the slice",
        _ => return None,
    };
    Some((codes::METHOD, help))
}
