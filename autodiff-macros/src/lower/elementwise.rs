//! Methods and constructors that take closures element by element: arrays' and nalgebra's `map`, `zip_map`, `fold`,
//! `apply`, `from_fn`, `from_iterator`.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};

use super::patterns::index_expr;
use super::stmt::strip;
use super::{Binding, Lower};
use crate::diag::codes;
use crate::ir::{Aggregate, Expr, ExprKind, Hint, Place, Proj, Range, StmtKind, VarId, VarKind};

/// What lowers the value of an element, and its index.
type Element<'b, 'a> = &'b mut dyn FnMut(&mut Lower<'a>, Expr) -> Expr;

impl<'a> Lower<'a> {
    /// Whether a method gets a closure, or a function where a closure could stand.
    pub(super) fn takes_closure(&self, it: &syn::ExprMethodCall) -> bool {
        if self.siblings.contains(&it.method.to_string()) {
            return false;
        }
        if it.args.iter().any(|arg| matches!(strip(arg), syn::Expr::Closure(_))) {
            return true;
        }
        let at = match (it.method.to_string().as_str(), it.args.len()) {
            ("map" | "apply", 1) => 0,
            ("zip_map" | "fold", 2) => 1,
            _ => return false,
        };
        self.is_function(&it.args[at])
    }

    /// Whether an expression is a closure's name or a function's path.
    pub(super) fn is_function(&self, expr: &syn::Expr) -> bool {
        match strip(expr) {
            syn::Expr::Closure(_) => true,
            syn::Expr::Reference(it) => self.is_function(&it.expr),
            syn::Expr::Path(it) => match it.path.get_ident() {
                Some(ident) => match self.lookup(&ident.to_string()) {
                    Some(Binding::Closure(_) | Binding::Function(_)) => true,
                    Some(Binding::Item) | None => {
                        ident.to_string().starts_with(|c: char| c.is_lowercase())
                    }
                    Some(_) => false,
                },
                None => it.path.segments.last().is_some_and(|last| {
                    last.ident.to_string().starts_with(|c: char| c.is_lowercase())
                }),
            },
            _ => false,
        }
    }

    /// Methods that take closures and are no iterators: nalgebra's, arrays'.
    pub(super) fn closure_method(
        &mut self,
        it: &syn::ExprMethodCall,
        name: &str,
        span: Span,
    ) -> Expr {
        let at = &syn::Expr::MethodCall(it.clone());
        let argument = match (name, it.args.len()) {
            ("map" | "apply", 1) => 0,
            ("zip_map" | "fold", 2) => 1,
            ("then", 1) => {
                return self.refuse(codes::METHOD, it, "`then` is not supported", "write `if`");
            }
            _ => {
                if !self.taint.touches(it) {
                    return self.opaque(it.to_token_stream(), span);
                }
                return self.refuse(
                    codes::METHOD_WITH_CLOSURE,
                    it,
                    &format!("`{name}` with a closure is not supported here"),
                    "write a loop",
                );
            }
        };
        let Some(closure) = self.callable(&it.args[argument]) else {
            return self.dummy(span);
        };
        let base = self.base(&it.receiver);
        let base = self.freeze_place(base);
        let element = |base: &Place, index: Expr| base.clone().then(Proj::Index(Box::new(index)));
        match name {
            "map" => {
                if let Hint::Array(_, n) = self.f.place_hint(&base) {
                    return self.built_array(Some(n), span, &mut |lower, index| {
                        let value = Expr::read(element(&base, index), span);
                        lower.call_closure(&closure, vec![value], at)
                    });
                }
                let out = self.owned_copy(&base, span);
                self.each_index_of(&base.clone(), span, |lower, index| {
                    let value = Expr::read(element(&base, index.clone()), span);
                    let value = lower.call_closure(&closure, vec![value], at);
                    let place = element(&Place::var(out), index);
                    lower.push(StmtKind::Assign { place, value }, span);
                });
                Expr::var(out, span)
            }
            "zip_map" => {
                let other = self.base(&it.args[0]);
                let other = self.freeze_place(other);
                let out = self.owned_copy(&base, span);
                self.each_index_of(&base.clone(), span, |lower, index| {
                    let a = Expr::read(element(&base, index.clone()), span);
                    let b = Expr::read(element(&other, index.clone()), span);
                    let value = lower.call_closure(&closure, vec![a, b], at);
                    let place = element(&Place::var(out), index);
                    lower.push(StmtKind::Assign { place, value }, span);
                });
                Expr::var(out, span)
            }
            "fold" => {
                let init = self.expr(&it.args[0]);
                let acc = self.let_var("acc", init);
                self.f.var_mut(acc).mutable = true;
                self.each_index_of(&base.clone(), span, |lower, index| {
                    let args = vec![Expr::var(acc, span), Expr::read(element(&base, index), span)];
                    let value = lower.call_closure(&closure, args, at);
                    lower.push(StmtKind::Assign { place: Place::var(acc), value }, span);
                });
                Expr::var(acc, span)
            }
            _ => {
                self.each_index_of(&base.clone(), span, |lower, index| {
                    let arg = Expr::new(ExprKind::RefMut(element(&base, index)), span);
                    lower.run_closure(&closure, vec![arg], at);
                });
                super::expr::unit(span)
            }
        }
    }

    /// A new variable with the value of the place, to be overwritten.
    fn owned_copy(&mut self, base: &Place, span: Span) -> VarId {
        let hint = self.f.place_hint(base);
        let args = vec![Expr::new(ExprKind::Ref(base.clone()), span)];
        let value = Expr::new(ExprKind::Helper { name: "owned", args }, span);
        // Every element is overwritten: nothing flows from the copy.
        let value = Expr::new(ExprKind::Stop(Box::new(value)), span);
        self.output("mapped", hint, None, value, span)
    }

    /// A variable whose elements are going to be assigned.
    fn output(
        &mut self,
        name: &str,
        hint: Hint,
        ty: Option<TokenStream>,
        value: Expr,
        span: Span,
    ) -> VarId {
        let out = self.new_var(name, span, VarKind::Local, hint);
        self.f.var_mut(out).mutable = true;
        self.f.var_mut(out).ty = ty;
        self.push(StmtKind::Let { var: out, value: Some(value) }, span);
        out
    }

    /// An array of `n` elements, or of as many as its use says.
    ///
    /// It starts as zeros where the elements are known to be floats, and as copies of the first element otherwise.
    fn built_array(
        &mut self,
        n: Option<TokenStream>,
        span: Span,
        element: Element<'_, 'a>,
    ) -> Expr {
        if n.as_ref().is_some_and(|n| n.to_string() == "0") {
            return Expr::new(
                ExprKind::Aggregate { kind: Aggregate::Array, operands: Vec::new() },
                span,
            );
        }
        let out = self.new_var("built", span, VarKind::Local, Hint::Unknown);
        self.f.var_mut(out).mutable = true;
        let var = self.new_var("i", span, VarKind::Index, Hint::Discrete);
        let mut hint = Hint::Unknown;
        let (body, _, _) = self.loop_body(None, None, span, |lower| {
            let index = Expr::var(var, span);
            let value = element(lower, index.clone());
            hint = lower.f.expr_hint(&value);
            let place = Place::var(out).then(Proj::Index(Box::new(index)));
            lower.push(StmtKind::Assign { place, value }, span);
        });
        let zero = match &hint {
            Hint::Float(ty) => float_zero(ty, !self.floats.is_empty()),
            _ => None,
        };
        if let Some(n) = &n {
            self.f.var_mut(out).hint = Hint::Array(Box::new(hint), n.clone());
        }
        let literal = |n: &TokenStream| n.to_string().starts_with(|c: char| c.is_ascii_digit());
        let constant_trips =
            n.as_ref().map(|n| if literal(n) { n.clone() } else { quote!({ #n }) });
        let mut low = 0;
        match (&n, zero) {
            (Some(n), Some(zero)) => {
                let kind = Aggregate::Repeat(Box::new(Expr::tokens(n.clone(), span)));
                let operands = vec![Expr::tokens(zero, span)];
                let value = Expr::new(ExprKind::Aggregate { kind, operands }, span);
                self.push(StmtKind::Let { var: out, value: Some(value) }, span);
            }
            _ => {
                low = 1;
                let first = element(self, index_expr(0, span));
                let first = self.let_var("first", first);
                let args = vec![Expr::new(ExprKind::Ref(Place::var(first)), span)];
                let filled = Expr::new(ExprKind::Helper { name: "filled", args }, span);
                self.f.var_mut(out).ty = Some(match &n {
                    Some(n) => quote!([_; #n]),
                    None => quote!([_; _]),
                });
                if n.is_none() {
                    self.f.var_mut(out).ty = None;
                }
                self.push(StmtKind::Let { var: out, value: Some(filled) }, span);
                let place = Place::var(out).then(Proj::Index(Box::new(index_expr(0, span))));
                let value = Expr::var(first, span);
                self.push(StmtKind::Assign { place, value }, span);
            }
        }
        let high = match &n {
            Some(n) => Expr::tokens(n.clone(), span),
            None => {
                let args = vec![Expr::new(ExprKind::Ref(Place::var(out)), span)];
                let len = Expr::new(ExprKind::Helper { name: "length", args }, span);
                self.freeze(len)
            }
        };
        let constant_trips = constant_trips.filter(|_| low == 0);
        let low = index_expr(low, span);
        let mut range = Range {
            low,
            high,
            inclusive: false,
            step: None,
            reversed: false,
            checkpoint: None,
            part: None,
            constant_trips,
        };
        if range.constant_trips.is_none() {
            range.constant_trips = self.constant_trips(&range);
        }
        self.push(StmtKind::For { var, range, exit: None, body }, span);
        Expr::var(out, span)
    }

    /// `array::from_fn(|i| ..)`, `SMatrix::from_fn(|i, j| ..)`, `DVector::from_iterator(n, chain)`.
    pub(super) fn closure_constructor(
        &mut self,
        path: &syn::ExprPath,
        it: &syn::ExprCall,
        expected: Option<&syn::Type>,
        span: Span,
    ) -> Option<Expr> {
        let count = path.path.segments.len();
        let last = path.path.segments.last()?;
        let name = last.ident.to_string();
        if !matches!(name.as_str(), "from_fn" | "from_iterator") || path.qself.is_some() {
            return None;
        }
        let owner = (count > 1).then(|| path.path.segments[count - 2].ident.to_string());
        let at = &syn::Expr::Call(it.clone());
        match (owner.as_deref(), name.as_str(), it.args.len()) {
            (Some("array"), "from_fn", 1) => {
                let closure = self.callable(&it.args[0])?;
                let n = array_length(last).or_else(|| match expected {
                    Some(syn::Type::Array(ty)) => Some(ty.len.to_token_stream()),
                    _ => None,
                });
                Some(self.built_array(n, span, &mut |lower, index| {
                    lower.call_closure(&closure, vec![index], at)
                }))
            }
            (Some(owner), _, 1..=3) if super::calls::has_matrix_name(owner) => {
                let sizes = it.args.len() - 1;
                let sizes = self.operands(it.args.iter().take(sizes));
                let sizes: Vec<Expr> = sizes.into_iter().map(|size| self.freeze(size)).collect();
                let mut zeros = path.clone();
                if let Some(last) = zeros.path.segments.last_mut() {
                    *last = syn::parse_quote!(zeros);
                }
                let path = zeros.to_token_stream();
                let value = ExprKind::InertCall { path, args: sizes, hint: Hint::Unknown };
                let ty = expected.map(ToTokens::to_token_stream);
                let source = it.args.last()?;
                // The chain is made before the matrix is, as arguments are.
                if name == "from_iterator" {
                    let iter = self.iterator(source)?;
                    let out =
                        self.output("built", Hint::Unknown, ty, Expr::new(value, span), span);
                    self.fill_from(out, iter, at, span);
                    return Some(Expr::var(out, span));
                }
                let closure = self.callable(source)?;
                let out = self.output("built", Hint::Unknown, ty, Expr::new(value, span), span);
                self.fill_by(out, owner, &closure, at, span);
                Some(Expr::var(out, span))
            }
            _ if self.taint.touches(&it.args) => Some(self.refuse(codes::CONSTRUCTOR,
                it,
                &format!("this `{name}` is not known: it cannot be differentiated with active values"),
                "write `core::array::from_fn`, `SVector::from_fn` and the like with the type's own name, or assign the elements in a loop",
            )),
            _ => None,
        }
    }

    /// `out[(i, j)] = closure(i, j)`, column by column.
    fn fill_by(
        &mut self,
        out: VarId,
        owner: &str,
        closure: &super::closures::Closure,
        at: &syn::Expr,
        span: Span,
    ) {
        let assign = |lower: &mut Self, index: Expr, args: Vec<Expr>| {
            let value = lower.call_closure(closure, args, at);
            let place = Place::var(out).then(Proj::Index(Box::new(index)));
            lower.push(StmtKind::Assign { place, value }, span);
        };
        let size = |method: &str| {
            let method = proc_macro2::Ident::new(method, span);
            let args = vec![Expr::var(out, span)];
            Expr::new(ExprKind::Inert { method, turbofish: None, args }, span)
        };
        let row = owner.starts_with("Row");
        if row || owner.contains("Vector") {
            self.up_to(size("len"), None, span, |lower, index| {
                let zero = index_expr(0, span);
                let args = if row { vec![zero, index.clone()] } else { vec![index.clone(), zero] };
                assign(lower, index, args);
            });
            return;
        }
        self.up_to(size("ncols"), None, span, |lower, column| {
            lower.up_to(size("nrows"), None, span, |lower, row| {
                let args = vec![row, column];
                let kind = Aggregate::Tuple;
                let index = Expr::new(ExprKind::Aggregate { kind, operands: args.clone() }, span);
                assign(lower, index, args);
            });
        });
    }
}

/// `0.0` of a float's type, where it can be written.
fn float_zero(ty: &crate::ir::FloatType, generic: bool) -> Option<TokenStream> {
    match ty {
        crate::ir::FloatType::Inferred => (!generic).then(|| quote!(0.0)),
        crate::ir::FloatType::Written(ty) => match ty.to_string().as_str() {
            "f64" => Some(quote!(0.0_f64)),
            "f32" => Some(quote!(0.0_f32)),
            _ => None,
        },
    }
}

/// The length in `from_fn::<T, N, _>`.
fn array_length(last: &syn::PathSegment) -> Option<TokenStream> {
    let syn::PathArguments::AngleBracketed(args) = &last.arguments else {
        return None;
    };
    match args.args.iter().nth(1)? {
        syn::GenericArgument::Type(syn::Type::Infer(_)) => None,
        // A name could be a type's: for the parser a constant parameter is one.
        syn::GenericArgument::Type(ty) => Some(ty.to_token_stream()),
        syn::GenericArgument::Const(n) => Some(n.to_token_stream()),
        _ => None,
    }
}
