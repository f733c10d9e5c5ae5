//! Statements, places and expressions.

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::views;
use crate::ir::{
    AS_SLICE, Aggregate, BinaryOp, Block, Effect, Expr, ExprKind, FloatType, Function,
    FunctionValue, Hint, Member, Pat, Place, Proj, Spelling, Stmt, StmtKind, UnaryOp, VarId,
    VarKind, visit,
};
use crate::transform::LocalParts;

/// Emits the statements of one function.
pub(super) struct Body<'f> {
    pub(super) f: &'f Function,
    pub(super) idents: &'f [Ident],
    pub(super) rt: &'f TokenStream,
    /// Variables that are read again after they may have been moved out of.
    pub(super) kept: &'f HashSet<VarId>,
    /// What `self` is called.
    pub(super) this: Option<Ident>,
    /// The closures that are passed to functions.
    pub(super) locals: &'f [LocalParts],
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Read,
    Write,
}

fn op_tokens(op: BinaryOp, span: Span) -> TokenStream {
    match op {
        BinaryOp::Add => quote_spanned!(span=> +),
        BinaryOp::Sub => quote_spanned!(span=> -),
        BinaryOp::Mul => quote_spanned!(span=> *),
        BinaryOp::Div => quote_spanned!(span=> /),
        BinaryOp::Rem => quote_spanned!(span=> %),
        BinaryOp::And => quote_spanned!(span=> &&),
        BinaryOp::Or => quote_spanned!(span=> ||),
        BinaryOp::BitAnd => quote_spanned!(span=> &),
        BinaryOp::BitOr => quote_spanned!(span=> |),
        BinaryOp::BitXor => quote_spanned!(span=> ^),
        BinaryOp::Shl => quote_spanned!(span=> <<),
        BinaryOp::Shr => quote_spanned!(span=> >>),
        BinaryOp::Eq => quote_spanned!(span=> ==),
        BinaryOp::Ne => quote_spanned!(span=> !=),
        BinaryOp::Lt => quote_spanned!(span=> <),
        BinaryOp::Le => quote_spanned!(span=> <=),
        BinaryOp::Gt => quote_spanned!(span=> >),
        BinaryOp::Ge => quote_spanned!(span=> >=),
    }
}

fn update_tokens(op: BinaryOp, span: Span) -> TokenStream {
    match op {
        BinaryOp::Add => quote_spanned!(span=> +=),
        BinaryOp::Sub => quote_spanned!(span=> -=),
        BinaryOp::Mul => quote_spanned!(span=> *=),
        BinaryOp::Div => quote_spanned!(span=> /=),
        BinaryOp::Rem => quote_spanned!(span=> %=),
        BinaryOp::BitAnd => quote_spanned!(span=> &=),
        BinaryOp::BitOr => quote_spanned!(span=> |=),
        BinaryOp::BitXor => quote_spanned!(span=> ^=),
        BinaryOp::Shl => quote_spanned!(span=> <<=),
        BinaryOp::Shr => quote_spanned!(span=> >>=),
        BinaryOp::And
        | BinaryOp::Or
        | BinaryOp::Eq
        | BinaryOp::Ne
        | BinaryOp::Lt
        | BinaryOp::Le
        | BinaryOp::Gt
        | BinaryOp::Ge => quote_spanned!(span=> =),
    }
}

/// Whether an expression reads a variable.
fn reads(value: &Expr, var: VarId) -> bool {
    let mut found = false;
    visit::each_read(value, &mut |read| found |= read == var);
    found
}

impl Body<'_> {
    pub(super) fn ident(&self, var: VarId) -> Ident {
        let ident = &self.idents[var.0 as usize];
        if ident == "self"
            && let Some(this) = &self.this
        {
            return this.clone();
        }
        ident.clone()
    }

    pub(super) fn rule_path(&self, name: &str, span: Span) -> TokenStream {
        // All of it has the place of the user's code, so that a message about a type points there.
        let rt = self.rt.clone().into_iter().map(|mut token| {
            token.set_span(span.resolved_at(token.span()));
            token
        });
        let rt: TokenStream = rt.collect();
        let name = Ident::new(name, span.resolved_at(Span::mixed_site()));
        quote_spanned!(span.resolved_at(Span::mixed_site())=> #rt::#name)
    }

    pub(super) fn mutability(&self, var: VarId) -> TokenStream {
        let info = self.f.var(var);
        let mutable = info.mutable
            || matches!(info.kind, VarKind::Derivative | VarKind::Record | VarKind::Checked);
        if mutable { quote!(mut) } else { quote!() }
    }

    /// A place as an expression.
    pub(super) fn place(&self, place: &Place, access: Access) -> TokenStream {
        let place = &views::without_marks(place);
        let ident = self.ident(place.root);
        let mut tokens = match (self.f.var(place.root).kind, access) {
            (VarKind::Checked, Access::Read) => {
                quote!((*#ident.as_ref().expect("assigned before it is read")))
            }
            (VarKind::Checked, Access::Write) => {
                quote!((*#ident.as_mut().expect("assigned before it is read")))
            }
            _ => quote!(#ident),
        };
        let slot = self.f.var(place.root).kind == VarKind::Slot;
        let derivative = slot || self.f.var(place.root).kind == VarKind::Derivative;
        for (index, step) in place.path.iter().enumerate() {
            let last = index + 1 == place.path.len();
            tokens = match step {
                // Fields, indices and methods look through references by themselves.
                Proj::Deref if !last && !matches!(place.path[index + 1], Proj::Deref) => tokens,
                // The tangent of a reference is that of what it refers to; that of a `Box` is a `Box`.
                Proj::Deref if derivative && !(slot && index == 0) => match access {
                    Access::Read => quote!((*(&#tokens).__ad_ref_behind())),
                    Access::Write => quote!((*(&mut #tokens).__ad_behind())),
                },
                Proj::Deref => quote!((*#tokens)),
                // The tangent of a point is a vector, which is its own coordinates: only its type knows.
                Proj::Field(Member::Named(name)) if name == "coords" && derivative => {
                    match access {
                        Access::Read => quote!((*#tokens.__ad_ref_field_coords())),
                        Access::Write => quote!((*#tokens.__ad_field_coords())),
                    }
                }
                Proj::Field(Member::Named(name)) => quote!(#tokens.#name),
                Proj::Field(Member::Index(field)) => {
                    let field = syn::Index::from(*field);
                    quote!(#tokens.#field)
                }
                Proj::Index(index) => {
                    let index = self.value(index);
                    quote!(#tokens[#index])
                }
                Proj::View { method, .. } if method == AS_SLICE => match access {
                    Access::Read => quote!((*#tokens.as_slice())),
                    Access::Write => quote!((*#tokens.as_mut_slice())),
                },
                Proj::View { method, turbofish, args } => {
                    let args: Vec<TokenStream> = args.iter().map(|arg| self.value(arg)).collect();
                    let method = match access {
                        Access::Read => method.clone(),
                        Access::Write => Ident::new(&format!("{method}_mut"), method.span()),
                    };
                    quote!(#tokens.#method #turbofish(#(#args),*))
                }
                Proj::Variant { name, field } => {
                    let accessor = match access {
                        Access::Read => quote::format_ident!("__ad_variant_ref_{name}"),
                        Access::Write => quote::format_ident!("__ad_variant_{name}"),
                    };
                    quote!((*#tokens.#accessor().#field))
                }
            };
        }
        tokens
    }

    /// `&place`; a view is no place in Rust.
    pub(super) fn borrow(&self, place: &Place) -> TokenStream {
        let place = &views::without_marks(place);
        let tokens = self.place(place, Access::Read);
        // `&*x` of a reference parameter is `x`.
        if let [Proj::Deref] = place.path.as_slice() {
            let info = self.f.var(place.root);
            let shared = matches!(info.kind, VarKind::Param { reference: true, exclusive: false })
                || info.kind == VarKind::Bound;
            if shared {
                let ident = self.ident(place.root);
                return quote!(#ident);
            }
        }
        quote!(&#tokens)
    }

    fn row_major(place: &Place) -> Option<(Place, &Expr)> {
        match place.path.last() {
            Some(Proj::View { method, args, .. }) if method == "__row_major" => {
                let mut base = place.clone();
                base.path.pop();
                args.first().map(|index| (base, index))
            }
            _ => None,
        }
    }

    /// The value in a place, copied unless it may be moved.
    fn read(&self, place: &Place) -> TokenStream {
        if let Some((base, index)) = Self::row_major(place) {
            let rt = self.rt;
            let (base, index) = (self.place(&base, Access::Read), self.value(index));
            return quote!(#rt::row_major_get(&#base, #index));
        }
        let tokens = self.place(place, Access::Read);
        let info = self.f.var(place.root);
        if self.f.place_hint(place).is_scalar() {
            return tokens;
        }
        if views::is_view(place) {
            // Of a derivative the value is wanted, not a view of it.
            if matches!(info.kind, VarKind::Derivative | VarKind::Slot) {
                return quote!(#tokens.clone_owned());
            }
            return tokens;
        }
        let moves = place.is_var()
            && info.kind != VarKind::Checked
            && !self.kept.contains(&place.root)
            && !matches!(info.kind, VarKind::Derivative | VarKind::Slot);
        if moves {
            return tokens;
        }
        // What is assigned once on every path is also read once, if it cannot be copied.
        if place.is_var()
            && info.kind == VarKind::Checked
            && !self.kept.contains(&place.root)
            && !info.reassigned
        {
            let ident = self.ident(place.root);
            return quote!(#ident.expect("assigned before it is read"));
        }
        if place.is_var() && self.f.spent.contains(&place.root) {
            return tokens;
        }
        if matches!(info.kind, VarKind::Derivative | VarKind::Slot) {
            // The adjoint of a slice is copied as a `Vec`.
            let rt = self.rt;
            return quote!(#rt::saved(&#tokens));
        }
        quote!(::core::clone::Clone::clone(&#tokens))
    }

    /// A method's receiver: methods borrow by themselves.
    pub(super) fn receiver(&self, expr: &Expr, consumes: bool) -> TokenStream {
        match &expr.kind {
            ExprKind::Read(place) if !consumes => self.place(place, Access::Read),
            ExprKind::Read(place) => {
                if self.f.place_hint(place).is_scalar() || !place.is_var() {
                    self.place(place, Access::Read)
                } else {
                    self.read(place)
                }
            }
            ExprKind::Ref(place) | ExprKind::RefMut(place) => self.place(place, Access::Read),
            _ => {
                let value = self.value(expr);
                quote!((#value))
            }
        }
    }

    /// An operand of an operator.
    pub(super) fn operand(&self, expr: &Expr) -> TokenStream {
        let value = self.value(expr);
        match &expr.kind {
            ExprKind::Binary(..)
            | ExprKind::Unary(..)
            | ExprKind::Cast { .. }
            | ExprKind::Range { .. }
            | ExprKind::Opaque { .. }
            | ExprKind::Tokens(_) => quote!((#value)),
            _ => value,
        }
    }

    fn values(&self, exprs: &[Expr]) -> Vec<TokenStream> {
        exprs.iter().map(|e| self.value(e)).collect()
    }

    /// What a comparison compares: by reference to values that may not be copied.
    fn compared(&self, expr: &Expr) -> TokenStream {
        match &expr.kind {
            ExprKind::Read(place) => self.place(place, Access::Read),
            _ => self.operand(expr),
        }
    }

    /// `&argument` of a rule.
    pub(super) fn by_reference(&self, expr: &Expr) -> TokenStream {
        match &expr.kind {
            // Rules take tangents and adjoints as matrices of their own.
            ExprKind::Read(place)
                if views::is_view(&views::without_marks(place))
                    && matches!(
                        self.f.var(place.root).kind,
                        VarKind::Derivative | VarKind::Slot
                    ) =>
            {
                let value = self.read(place);
                quote!(&(#value))
            }
            ExprKind::Read(place) if Self::row_major(place).is_none() => self.borrow(place),
            ExprKind::Ref(place) | ExprKind::RefMut(place) => self.borrow(place),
            _ => {
                let value = self.value(expr);
                quote!(&(#value))
            }
        }
    }

    /// A value for a place. Where the place is a field of a tangent it may be a `#[constant]` one, without a tangent.
    fn value_for(&self, place: &Place, value: &Expr) -> TokenStream {
        let derivative = matches!(self.f.var(place.root).kind, VarKind::Derivative | VarKind::Slot);
        match (&value.kind, place.path.last()) {
            (ExprKind::Zero(of), Some(Proj::Field(Member::Named(_)))) if derivative => {
                let (rt, of) = (self.rt, self.borrow(of));
                quote!(#rt::zero_for(#of))
            }
            _ => self.value(value),
        }
    }

    pub(super) fn value(&self, expr: &Expr) -> TokenStream {
        let span = expr.span;
        let rt = self.rt;
        match &expr.kind {
            ExprKind::Tokens(tokens) => tokens.clone(),
            ExprKind::Read(place) => self.read(place),
            ExprKind::Ref(place) => self.borrow(place),
            ExprKind::RefMut(place) => {
                if matches!(place.path.last(), Some(Proj::View { .. })) {
                    let tokens = self.place(place, Access::Write);
                    return quote!(&mut #tokens);
                }
                let tokens = self.place(place, Access::Write);
                quote!(&mut #tokens)
            }
            ExprKind::RefTemp(value) => {
                let value = self.value(value);
                quote!(&(#value))
            }
            ExprKind::Unary(op, a) => {
                let a = self.operand(a);
                match op {
                    UnaryOp::Neg => quote_spanned!(span=> -#a),
                    UnaryOp::Not => quote_spanned!(span=> !#a),
                }
            }
            ExprKind::Binary(op, a, b) => {
                let op_tokens = op_tokens(*op, span);
                let comparison = matches!(
                    op,
                    BinaryOp::Eq
                        | BinaryOp::Ne
                        | BinaryOp::Lt
                        | BinaryOp::Le
                        | BinaryOp::Gt
                        | BinaryOp::Ge
                );
                let (a, b) = if comparison {
                    (self.compared(a), self.compared(b))
                } else {
                    (self.operand(a), self.operand(b))
                };
                quote!(#a #op_tokens #b)
            }
            ExprKind::Cast { value, ty, .. } => {
                let value = self.operand(value);
                quote!(#value as #ty)
            }
            ExprKind::Prim { prim, spelling, args } => match spelling {
                Spelling::Helper => {
                    let path = self.rule_path(prim.name, span);
                    let args = self.values(args);
                    quote!(#path(#(#args),*))
                }
                Spelling::Path(path) => {
                    let args = self.values(args);
                    quote!(#path(#(#args),*))
                }
                Spelling::Runtime => {
                    let path = self.rule_path(prim.name, span);
                    let args: Vec<TokenStream> =
                        args.iter().map(|arg| self.by_reference(arg)).collect();
                    quote!(#path(#(#args),*))
                }
                Spelling::Method(turbofish) => {
                    let consumes = prim.consumes || matches!(prim.name, "into_owned" | "into_iter");
                    if prim.name == "into_iter" {
                        return self.value(&args[0]);
                    }
                    let receiver = self.receiver(&args[0], consumes);
                    let method = Ident::new(prim.name, span);
                    let args = self.values(&args[1..]);
                    quote!(#receiver.#method #turbofish(#(#args),*))
                }
            },
            ExprKind::Inert { method, turbofish, args } => {
                let receiver = self.receiver(&args[0], false);
                // A method of a user's own type may be named so and give an active value.
                let known = !matches!(self.f.operand_hint(&args[0]), Hint::Unknown);
                let args = self.values(&args[1..]);
                let call = quote!(#receiver.#method #turbofish(#(#args),*));
                if known {
                    return call;
                }
                let path = self.rule_path("inert", method.span());
                // What is wrong with it is wrong where the method stands.
                let call = quote_spanned!(method.span()=> { #call });
                quote!(#path(#call))
            }
            ExprKind::InertCall { path, args, .. } => {
                let args = self.values(args);
                quote!(#path(#(#args),*))
            }
            ExprKind::Aggregate { kind, operands } => self.aggregate(kind, operands),
            ExprKind::Range { low, high, inclusive } => {
                let low = low.as_ref().map(|e| self.operand(e));
                let high = high.as_ref().map(|e| self.operand(e));
                if *inclusive { quote!(#low..=#high) } else { quote!(#low..#high) }
            }
            ExprKind::Stop(value) => self.value(value),
            ExprKind::Function { value, .. } => match value {
                FunctionValue::Named(path) => quote!(#path {}),
                FunctionValue::Local(index) => self.local_closure(*index),
            },
            ExprKind::Opaque { tokens, binds, .. } => {
                let binds = self.binds(binds);
                quote!({ #binds #tokens })
            }
            ExprKind::Rule { name, args } => {
                let path = self.rule_path(name, span);
                let args: Vec<TokenStream> = args.iter().map(|a| self.by_reference(a)).collect();
                quote!(#path(#(#args),*))
            }
            ExprKind::Helper { name, args: exprs } => {
                let path = self.rule_path(name, span);
                let mut args = self.values(exprs);
                if matches!(*name, "length" | "index_in" | "owned" | "holds") && !exprs[0].views() {
                    // A type that has no elements is wrong where the method stands. A view would end with the block.
                    let first = &args[0];
                    args[0] = quote_spanned!(span=> { #first });
                }
                quote!(#path(#(#args),*))
            }
            ExprKind::Zero(place) => {
                let own = self.f.place_hint(place).is_its_own_tangent();
                let place = self.borrow(place);
                if own {
                    // rustc sees the type without knowing which float it is of: `vec![0.0; 4]`.
                    return quote!(#rt::zero_alike(#place));
                }
                quote!(#rt::zero_tangent(#place))
            }
            ExprKind::FloatZero(ty) => match ty {
                FloatType::Inferred => quote!(0.0),
                FloatType::Written(ty) => {
                    if matches!(ty.to_string().as_str(), "f32" | "f64") {
                        let literal = format!("0.0_{ty}");
                        let literal: TokenStream =
                            literal.parse().expect("a literal with a suffix");
                        literal
                    } else {
                        quote!(#rt::zero::<#ty>())
                    }
                }
            },
            ExprKind::Replace(place, value) if views::is_view(place) => {
                self.replace_view(place, value)
            }
            ExprKind::Take(place) if views::is_view(place) => self.take_view(place),
            ExprKind::Replace(place, value) => {
                let value = self.value_for(place, value);
                if place.is_var() && self.f.var(place.root).kind == VarKind::Checked {
                    // It need not have a value yet.
                    let ident = self.ident(place.root);
                    return quote!({
                        let __value = #value;
                        ::core::mem::replace(&mut #ident, ::core::option::Option::Some(__value))
                    });
                }
                let place = self.place(place, Access::Write);
                quote!({ let __value = #value; ::core::mem::replace(&mut #place, __value) })
            }
            ExprKind::TakeChecked(adjoint, place) => {
                let (adjoint, place) = (self.ident(*adjoint), self.borrow(place));
                quote!(#adjoint.take().unwrap_or_else(|| #rt::zero_tangent(#place)))
            }
            ExprKind::Take(place) => {
                if let Some((base, index)) = Self::row_major(place) {
                    let (base, index) = (self.place(&base, Access::Read), self.value(index));
                    return quote!(#rt::row_major_get(&#base, #index));
                }
                if let Hint::Float(ty) = self.f.place_hint(place) {
                    let zero = self.value(&Expr::new(ExprKind::FloatZero(ty), span));
                    let place = self.place(place, Access::Write);
                    return quote!(::core::mem::replace(&mut #place, #zero));
                }
                let place = self.place(place, Access::Write);
                quote!(#rt::take(&mut #place))
            }
        }
    }

    fn aggregate(&self, kind: &Aggregate, operands: &[Expr]) -> TokenStream {
        match kind {
            Aggregate::Tuple => {
                let values = self.values(operands);
                quote!((#(#values,)*))
            }
            Aggregate::Array => {
                let values = self.values(operands);
                quote!([#(#values),*])
            }
            Aggregate::Repeat(count) => {
                let (value, count) = (self.value(&operands[0]), self.value(count));
                quote!([#value; #count])
            }
            Aggregate::VecList => {
                let rt = self.rt;
                let values = self.values(operands);
                quote!(#rt::vec![#(#values),*])
            }
            Aggregate::VecRepeat(count) => {
                let rt = self.rt;
                let (value, count) = (self.value(&operands[0]), self.value(count));
                quote!(#rt::vec![#value; #count])
            }
            Aggregate::Struct { path, fields, base, .. } => {
                let values = self.values(operands);
                let assigned = fields.iter().zip(&values).map(|(field, value)| match field {
                    Member::Named(name) => quote!(#name: #value),
                    Member::Index(index) => {
                        let index = syn::Index::from(*index);
                        quote!(#index: #value)
                    }
                });
                let base = base.then(|| {
                    let base = values.last().expect("verified: the base is the last operand");
                    quote!(..#base)
                });
                quote!(#path { #(#assigned,)* #base })
            }
            Aggregate::Call { path, .. } | Aggregate::MatrixNew(path) => {
                let values = self.values(operands);
                quote!(#path(#(#values),*))
            }
            Aggregate::MatrixMacro { path, columns } => {
                let values = self.values(operands);
                let rows = values.chunks(*columns).map(|row| quote!(#(#row),*));
                if *columns == 1 && path.to_string().contains("matrix") {
                    quote!(#path![#(#values);*])
                } else if path.to_string().contains("matrix") {
                    quote!(#path![#(#rows);*])
                } else {
                    quote!(#path![#(#values),*])
                }
            }
        }
    }

    fn binds(&self, binds: &[(Ident, Place)]) -> TokenStream {
        let lets = binds.iter().filter_map(|(ident, place)| {
            let own = self.ident(place.root);
            if place.is_var() && own == *ident && self.f.var(place.root).kind != VarKind::Checked {
                // The user's tokens see call-site names only.
                let value = self.place(place, Access::Read);
                if ident == "self" {
                    return None;
                }
                return Some(quote!(let #ident = &#value;));
            }
            let value = self.place(place, Access::Read);
            Some(quote!(let #ident = &#value;))
        });
        quote!(#(#lets)*)
    }

    pub(super) fn block(&self, block: &Block) -> TokenStream {
        self.statements(&block.stmts)
    }

    pub(super) fn statements(&self, stmts: &[Stmt]) -> TokenStream {
        let stmts = stmts.iter().map(|stmt| self.stmt(stmt));
        quote!(#(#stmts)*)
    }

    pub(super) fn tuple(&self, vars: &[VarId]) -> TokenStream {
        let idents = vars.iter().map(|var| self.ident(*var));
        quote!((#(#idents,)*))
    }

    pub(super) fn tuple_pattern(&self, vars: &[VarId]) -> TokenStream {
        let idents = vars.iter().map(|var| {
            let (mutability, ident) = (self.mutability(*var), self.ident(*var));
            quote!(#mutability #ident)
        });
        quote!((#(#idents,)*))
    }

    pub(super) fn stmt(&self, stmt: &Stmt) -> TokenStream {
        let span = stmt.span;
        let rt = self.rt;
        match &stmt.kind {
            StmtKind::Let { var, value } => self.declare(*var, value.as_ref()),
            StmtKind::Assign { place, value } => self.assign(place, value),
            StmtKind::Update { op, place, value } => {
                let tokens = self.place(place, Access::Write);
                let op = update_tokens(*op, span);
                let indexed = place.path.iter().any(|step| matches!(step, Proj::Index(_)));
                let twice = indexed && reads(value, place.root);
                let value = self.value(value);
                if matches!(place.path.last(), Some(Proj::View { .. })) {
                    return quote!({ let __value = #value; let mut __view = #tokens; __view #op __value; });
                }
                if twice {
                    // `v[i] *= v[j]` borrows a `Vec` twice, where the operator is a function's.
                    return quote!({ let __value = #value; #tokens #op __value; });
                }
                quote!(#tokens #op #value;)
            }
            StmtKind::Call { dest, callee, args } => {
                let call = self.call(callee, args, None);
                match dest {
                    Some(dest) => {
                        let (mutability, ident) = (self.mutability(*dest), self.ident(*dest));
                        quote!(let #mutability #ident = #call;)
                    }
                    None => quote!(#call;),
                }
            }
            StmtKind::If { cond, then, els } => {
                let cond = self.value(cond);
                let (then, els_tokens) = (self.block(then), self.block(els));
                if els.stmts.is_empty() {
                    quote!(if #cond { #then })
                } else {
                    quote!(if #cond { #then } else { #els_tokens })
                }
            }
            StmtKind::Match { scrutinee, exclusive, arms } => {
                let binds = arms.iter().any(|arm| !arm.bindings.is_empty());
                let scrutinee = match (binds, exclusive) {
                    (false, _) => self.place(scrutinee, Access::Read),
                    (true, false) => self.borrow(scrutinee),
                    (true, true) => {
                        let place = self.place(scrutinee, Access::Write);
                        quote!(&mut #place)
                    }
                };
                let arms = arms.iter().map(|arm| self.arm(arm, binds));
                quote!(match #scrutinee { #(#arms)* })
            }
            StmtKind::For { var, range, exit, body } => self.counted(*var, range, *exit, body),
            StmtKind::Loop { exit, body } => {
                let (exit, body) = (self.ident(*exit), self.block(body));
                quote!(loop { #body if #exit { break; } })
            }
            StmtKind::Effect(effect) => self.effect(effect),
            StmtKind::Grow(grow) => self.grow(grow, span),
            StmtKind::Accumulate { place, value } => self.accumulate(place, value),
            StmtKind::Reverse(call) => self.reverse_call(call),
            StmtKind::LetTuple { vars, value } => {
                let (pattern, value) = (self.tuple_pattern(vars), self.value(value));
                quote!(let #pattern = #value;)
            }
            StmtKind::Second(call) => self.second_call(call),
            StmtKind::TapeNew { tape, constant_trips } => {
                self.new_tape(*tape, constant_trips.as_ref())
            }
            StmtKind::TapeReserve { tape, trips } => {
                let (tape, trips) = (self.ident(*tape), self.value(trips));
                quote!(#tape.reserve(::core::iter::Iterator::size_hint(&(#trips)).0);)
            }
            StmtKind::TapePush { tape, vars } => {
                let (tape, tuple) = (self.ident(*tape), self.tuple(vars));
                quote!(#tape.push(#tuple);)
            }
            StmtKind::TapePushAll { tape, var } => {
                let (tape, var) = (self.ident(*tape), self.ident(*var));
                quote!(#tape.push_all(&#var[..]);)
            }
            StmtKind::TapePopAll { tape, var } => {
                let (tape, var) = (self.ident(*tape), self.ident(*var));
                quote!(#tape.pop_all(&mut #var[..]);)
            }
            StmtKind::TapePop { tape, vars } => {
                let (tape, pattern) = (self.ident(*tape), self.tuple_pattern(vars));
                quote!(let #pattern = #tape.pop();)
            }
            StmtKind::ResidualSet { residual, vars } => {
                let (residual, tuple) = (self.ident(*residual), self.tuple(vars));
                quote!(#residual = ::core::option::Option::Some(#tuple);)
            }
            StmtKind::ResidualGet { residual, vars } => {
                let (residual, pattern) = (self.ident(*residual), self.tuple_pattern(vars));
                quote!(let #pattern = #residual.expect("kept by the forward sweep");)
            }
            StmtKind::RecordNew { var, value } => {
                let ident = self.ident(*var);
                match value {
                    Some(value) => quote!(let mut #ident = #value;),
                    None => quote!(let mut #ident = ::core::option::Option::None;),
                }
            }
            StmtKind::Rebind { scrutinee, exclusive, pat, body } => {
                let scrutinee = if *exclusive {
                    let place = self.place(scrutinee, Access::Write);
                    quote!(&mut #place)
                } else {
                    self.borrow(scrutinee)
                };
                let (pat, body) = (self.pat(pat), self.block(body));
                quote!(if let #pat = #scrutinee { #body } else { ::core::unreachable!() })
            }
            StmtKind::Repeat { count, body } => self.repeated(*count, body),
            StmtKind::IfKept { residual, vars, body } => {
                let (residual, pattern) = (self.ident(*residual), self.tuple_pattern(vars));
                let body = self.block(body);
                quote!(if let ::core::option::Option::Some(#pattern) = #residual { #body })
            }
            StmtKind::ForReverse { var, range, trips, body } => {
                self.backwards(*var, range, *trips, body)
            }
            StmtKind::Save { old, place } => {
                let old = self.ident(*old);
                if place.is_var() && self.f.var(place.root).kind == VarKind::Checked {
                    // It need not have a value yet.
                    let ident = self.ident(place.root);
                    return quote!(let #old = ::core::clone::Clone::clone(&#ident););
                }
                if self.f.place_hint(place).is_scalar() {
                    let place = self.place(place, Access::Read);
                    return quote!(let #old = #place;);
                }
                let view = views::is_view(place);
                let place = self.borrow(place);
                if view {
                    return quote!(let #old = #rt::owned(#place););
                }
                quote!(let #old = #rt::saved(#place);)
            }
            StmtKind::Restore { place, old } => {
                let old = self.ident(*old);
                if place.is_var() && self.f.var(place.root).kind == VarKind::Checked {
                    let ident = self.ident(place.root);
                    return quote!(#ident = #old;);
                }
                if self.f.place_hint(place).is_scalar() {
                    let place = self.place(place, Access::Write);
                    return quote!(#place = #old;);
                }
                let view = views::is_view(place);
                let place = self.place(place, Access::Write);
                if view {
                    return quote!(#rt::assign_view(&mut #place, &#old););
                }
                quote!(#rt::restore(&mut #place, #old);)
            }
        }
    }

    fn declare(&self, var: VarId, value: Option<&Expr>) -> TokenStream {
        let info = self.f.var(var);
        let ident = self.ident(var);
        let ty = info.ty.as_ref();
        match (info.kind, value) {
            (VarKind::Checked, None) => {
                let ty = ty.map(|ty| quote!(: ::core::option::Option<#ty>));
                quote!(let mut #ident #ty = ::core::option::Option::None;)
            }
            (_, None) => {
                let ty = ty.map(|ty| quote!(: #ty));
                let mutability = if info.mutable { quote!(mut) } else { quote!() };
                quote!(let #mutability #ident #ty;)
            }
            (VarKind::Checked, Some(value)) => {
                let value = self.value(value);
                quote!(let mut #ident = ::core::option::Option::Some(#value);)
            }
            (_, Some(value)) => {
                let ty = ty.map(|ty| quote!(: #ty));
                let (mutability, value) = (self.mutability(var), self.value(value));
                quote!(let #mutability #ident #ty = #value;)
            }
        }
    }

    fn assign(&self, place: &Place, expr: &Expr) -> TokenStream {
        if views::is_view(place) {
            return self.assign_view(place, expr);
        }
        let value = self.value_for(place, expr);
        if place.is_var() && self.f.var(place.root).kind == VarKind::Checked {
            let ident = self.ident(place.root);
            if let ExprKind::Read(old) = &expr.kind
                && self.f.var(old.root).kind == VarKind::Record
            {
                // What was kept of it is as it was.
                return quote!(#ident = #value;);
            }
            return quote!(#ident = ::core::option::Option::Some(#value););
        }
        let needs_order =
            place.path.iter().any(|step| matches!(step, Proj::Variant { .. } | Proj::View { .. }));
        let tokens = self.place(place, Access::Write);
        if needs_order {
            return quote!({ let __value = #value; #tokens = __value; });
        }
        quote!(#tokens = #value;)
    }

    fn accumulate(&self, place: &Place, value: &Expr) -> TokenStream {
        let rt = self.rt;
        if let Some((base, index)) = Self::row_major(place) {
            let (base, index) = (self.place(&base, Access::Write), self.value(index));
            let value = self.value(value);
            return quote!({ let __part = #value; #rt::row_major_add(&mut #base, #index, __part); });
        }
        if self.f.place_hint(place).is_float() {
            let tokens = self.place(place, Access::Write);
            if let ExprKind::Unary(UnaryOp::Neg, inner) = &value.kind {
                let inner = self.operand(inner);
                return quote!(#tokens -= #inner;);
            }
            let value = self.value(value);
            return quote!(#tokens += #value;);
        }
        let value = self.value(value);
        if place.is_var() && self.f.var(place.root).kind == VarKind::Checked {
            let ident = self.ident(place.root);
            return quote!({ let __part = #value; #rt::accumulate_checked(&mut #ident, __part); });
        }
        let tokens = self.place(place, Access::Write);
        quote!({ let __part = #value; #rt::accumulate(&mut #tokens, __part); })
    }

    pub(super) fn pat(&self, pat: &Pat) -> TokenStream {
        match pat {
            Pat::Wild => quote!(_),
            Pat::Tokens(tokens) => tokens.clone(),
            Pat::Bind(var, sub) => {
                let ident = self.ident(*var);
                match sub {
                    Some(sub) => {
                        let sub = self.pat(sub);
                        quote!(#ident @ (#sub))
                    }
                    None => quote!(#ident),
                }
            }
            Pat::Tuple(fields, rest) => {
                let fields = fields.iter().map(|p| self.pat(p));
                let rest = rest.map(|_| quote!(..));
                quote!((#(#fields,)* #rest))
            }
            Pat::TupleStruct { path, fields, rest } => {
                let fields = fields.iter().map(|p| self.pat(p));
                let rest = rest.map(|_| quote!(..));
                quote!(#path(#(#fields,)* #rest))
            }
            Pat::Struct { path, fields, rest } => {
                let fields = fields.iter().map(|(member, p)| {
                    let p = self.pat(p);
                    match member {
                        Member::Named(name) => quote!(#name: #p),
                        Member::Index(index) => {
                            let index = syn::Index::from(*index);
                            quote!(#index: #p)
                        }
                    }
                });
                let rest = rest.then(|| quote!(..));
                quote!(#path { #(#fields,)* #rest })
            }
            Pat::Slice(fields, rest) => {
                let mut fields: Vec<TokenStream> = fields.iter().map(|p| self.pat(p)).collect();
                if let Some((at, _)) = rest {
                    fields.insert(*at, quote!(..));
                }
                quote!([#(#fields),*])
            }
            Pat::Or(cases) => {
                let cases = cases.iter().map(|p| self.pat(p));
                quote!(#(#cases)|*)
            }
        }
    }

    fn effect(&self, effect: &Effect) -> TokenStream {
        let binds = self.binds(&effect.binds);
        let path = &effect.path;
        let args: Vec<TokenStream> = effect.args.iter().map(|arg| self.compared(arg)).collect();
        let rest = &effect.rest;
        if !effect.binds.is_empty() && !args.is_empty() {
            // What is compared does not see the names of the message.
            let names: Vec<Ident> = (0..args.len())
                .map(|index| Ident::new(&format!("compared_{index}"), Span::mixed_site()))
                .collect();
            return quote!(match (#(&(#args),)*) {
                (#(#names,)*) => { #binds #path!(#(*#names),* #rest); }
            });
        }
        quote!({ #binds #path!(#(#args),* #rest); })
    }

    /// The items that stood in the user's body.
    pub(super) fn items(&self) -> TokenStream {
        let items = &self.f.items;
        let rt = self.rt;
        quote!(
            use #rt::{
                Behind as _, BehindBox as _, CoordsField as _, ProbeNothing as _, ProbeTangent as _,
                RefBehind as _, Variants as _,
            };
            use #rt::methods::*;
            #(#items)*
        )
    }
}
