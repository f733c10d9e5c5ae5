//! Expressions.

use proc_macro2::Span;
use quote::{ToTokens, quote};
use syn::spanned::Spanned;

use super::{Binding, Lower};
use crate::diag::codes;
use crate::ir::{
    Aggregate, BinaryOp, Expr, ExprKind, Hint, Member, Place, Proj, StmtKind, UnaryOp, VarKind,
    visit,
};
use crate::syntax::hints;

/// A binary operator of the language.
pub(super) enum Operator {
    Pure(BinaryOp),
    Update(BinaryOp),
}

pub(super) fn operator(op: &syn::BinOp) -> Option<Operator> {
    use Operator::{Pure, Update};
    Some(match op {
        syn::BinOp::Add(_) => Pure(BinaryOp::Add),
        syn::BinOp::Sub(_) => Pure(BinaryOp::Sub),
        syn::BinOp::Mul(_) => Pure(BinaryOp::Mul),
        syn::BinOp::Div(_) => Pure(BinaryOp::Div),
        syn::BinOp::Rem(_) => Pure(BinaryOp::Rem),
        syn::BinOp::And(_) => Pure(BinaryOp::And),
        syn::BinOp::Or(_) => Pure(BinaryOp::Or),
        syn::BinOp::BitXor(_) => Pure(BinaryOp::BitXor),
        syn::BinOp::BitAnd(_) => Pure(BinaryOp::BitAnd),
        syn::BinOp::BitOr(_) => Pure(BinaryOp::BitOr),
        syn::BinOp::Shl(_) => Pure(BinaryOp::Shl),
        syn::BinOp::Shr(_) => Pure(BinaryOp::Shr),
        syn::BinOp::Eq(_) => Pure(BinaryOp::Eq),
        syn::BinOp::Lt(_) => Pure(BinaryOp::Lt),
        syn::BinOp::Le(_) => Pure(BinaryOp::Le),
        syn::BinOp::Ne(_) => Pure(BinaryOp::Ne),
        syn::BinOp::Ge(_) => Pure(BinaryOp::Ge),
        syn::BinOp::Gt(_) => Pure(BinaryOp::Gt),
        syn::BinOp::AddAssign(_) => Update(BinaryOp::Add),
        syn::BinOp::SubAssign(_) => Update(BinaryOp::Sub),
        syn::BinOp::MulAssign(_) => Update(BinaryOp::Mul),
        syn::BinOp::DivAssign(_) => Update(BinaryOp::Div),
        syn::BinOp::RemAssign(_) => Update(BinaryOp::Rem),
        syn::BinOp::BitXorAssign(_) => Update(BinaryOp::BitXor),
        syn::BinOp::BitAndAssign(_) => Update(BinaryOp::BitAnd),
        syn::BinOp::BitOrAssign(_) => Update(BinaryOp::BitOr),
        syn::BinOp::ShlAssign(_) => Update(BinaryOp::Shl),
        syn::BinOp::ShrAssign(_) => Update(BinaryOp::Shr),
        _ => return None,
    })
}

/// Whether evaluating an expression may do more than give a value.
pub(super) fn may_have_effects(expr: &syn::Expr) -> bool {
    struct Find(bool);
    impl<'ast> syn::visit::Visit<'ast> for Find {
        fn visit_expr(&mut self, expr: &'ast syn::Expr) {
            match expr {
                syn::Expr::Assign(_)
                | syn::Expr::Block(_)
                | syn::Expr::Break(_)
                | syn::Expr::Call(_)
                | syn::Expr::Continue(_)
                | syn::Expr::ForLoop(_)
                | syn::Expr::If(_)
                | syn::Expr::Loop(_)
                | syn::Expr::Macro(_)
                | syn::Expr::Match(_)
                | syn::Expr::Return(_)
                | syn::Expr::Try(_)
                | syn::Expr::While(_)
                | syn::Expr::Unsafe(_) => self.0 = true,
                syn::Expr::MethodCall(call) => {
                    let name = call.method.to_string();
                    let pure = crate::ir::ops::primitive(&name, call.args.len() + 1).is_some()
                        || crate::ir::ops::INERT.contains(&name.as_str())
                        || crate::ir::ops::VIEWS.contains(&name.as_str());
                    if !pure {
                        self.0 = true;
                    }
                    syn::visit::visit_expr(self, expr);
                }
                syn::Expr::Binary(binary)
                    if matches!(operator(&binary.op), Some(Operator::Update(_))) =>
                {
                    self.0 = true;
                }
                _ => syn::visit::visit_expr(self, expr),
            }
        }
    }
    let mut find = Find(false);
    syn::visit::Visit::visit_expr(&mut find, expr);
    find.0
}

impl Lower<'_> {
    /// Lowers an expression to a value.
    pub(super) fn expr(&mut self, expr: &syn::Expr) -> Expr {
        let span = expr.span();
        match expr {
            syn::Expr::Lit(it) => Expr::tokens(it.to_token_stream(), span),
            syn::Expr::Path(it) => self.path(it),
            syn::Expr::Paren(it) => self.expr(&it.expr),
            syn::Expr::Group(it) => self.expr(&it.expr),
            syn::Expr::Unary(it) => self.unary(it),
            syn::Expr::Binary(it) => self.binary(it),
            syn::Expr::Assign(it) => {
                self.assign(it);
                unit(span)
            }
            syn::Expr::Field(_) if self.tuple_part(expr).is_some() => {
                self.tuple_part(expr).expect("asked before")
            }
            syn::Expr::Field(_) | syn::Expr::Index(_) => match self.place(expr) {
                Some(place) => Expr::read(place, span),
                None => self.refuse(
                    codes::ASSIGNMENT_TARGET,
                    expr,
                    "this place is not supported",
                    "name its base by a `let`",
                ),
            },
            syn::Expr::Reference(it) => self.reference(it),
            syn::Expr::Range(it) => {
                let bound = |lower: &mut Self, bound: &Option<Box<syn::Expr>>| {
                    bound.as_ref().map(|bound| Box::new(lower.expr(bound)))
                };
                let low = bound(self, &it.start);
                let high = bound(self, &it.end);
                let inclusive = matches!(it.limits, syn::RangeLimits::Closed(_));
                Expr::new(ExprKind::Range { low, high, inclusive }, span)
            }
            syn::Expr::Tuple(it) if it.elems.is_empty() => unit(span),
            syn::Expr::Tuple(it) => {
                let operands = self.operands(it.elems.iter());
                Expr::new(ExprKind::Aggregate { kind: Aggregate::Tuple, operands }, span)
            }
            syn::Expr::Array(it) => {
                let operands = self.operands(it.elems.iter());
                Expr::new(ExprKind::Aggregate { kind: Aggregate::Array, operands }, span)
            }
            syn::Expr::Repeat(it) => {
                let value = self.expr(&it.expr);
                // A constant expression, which no statement may stand before.
                let count = Expr::tokens(it.len.to_token_stream(), it.len.span());
                let kind = Aggregate::Repeat(Box::new(count));
                Expr::new(ExprKind::Aggregate { kind, operands: vec![value] }, span)
            }
            syn::Expr::Struct(it) => self.struct_literal(it),
            syn::Expr::Cast(it) if matches!(*it.ty, syn::Type::Ptr(_)) => self.refuse(
                codes::RAW_POINTER,
                it,
                "raw pointers cannot be differentiated",
                "use a reference",
            ),
            syn::Expr::Cast(it) => {
                let value = self.expr(&it.expr);
                let ty = it.ty.to_token_stream();
                let discrete = hints::is_inactive_type(&it.ty);
                Expr::new(ExprKind::Cast { value: Box::new(value), ty, discrete }, span)
            }
            syn::Expr::Call(it) => self.call(it),
            syn::Expr::MethodCall(it) => self.method(it),
            syn::Expr::Macro(it) => self.macro_value(&it.mac),
            syn::Expr::If(it) => {
                // Without an `else` at its end its value is `()`.
                let value = self.lower_if(it, has_else(it));
                self.value_or_unit(value, span)
            }
            syn::Expr::Match(it) => {
                let value = self.lower_match(it, true);
                self.value_or_unit(value, span)
            }
            syn::Expr::Block(it) => {
                let value = self.block_expr(it, true);
                self.value_or_unit(value, span)
            }
            syn::Expr::Loop(it) => {
                let wanted = breaks_with_value(&it.body);
                let value = self.lower_loop(it, wanted);
                self.value_or_unit(value, span)
            }
            syn::Expr::While(it) => {
                self.while_loop(it);
                unit(span)
            }
            syn::Expr::ForLoop(it) => {
                self.lower_for(it);
                unit(span)
            }
            syn::Expr::Return(it) => {
                self.lower_return(it);
                self.dummy(span)
            }
            syn::Expr::Break(it) => {
                self.lower_break(it);
                self.dummy(span)
            }
            syn::Expr::Continue(it) => {
                self.lower_continue(it);
                self.dummy(span)
            }
            syn::Expr::Try(it) => self.question_mark(it),
            syn::Expr::Const(it) => Expr::tokens(it.to_token_stream(), span),
            syn::Expr::Let(it) => self.refuse(
                codes::EXPRESSION,
                it,
                "`let` stands outside of a condition",
                "write `if let` or `match`",
            ),
            syn::Expr::Closure(it) => self.refuse(
                codes::CLOSURE_AS_VALUE,
                it,
                "a closure cannot be differentiated as a value here",
                "give it a name by `let` and call it, or pass it to a method that takes closures",
            ),
            syn::Expr::Async(it) => self.refuse(
                codes::ASYNCHRONOUS,
                it,
                "`async` blocks cannot be differentiated",
                "compute the value before awaiting",
            ),
            syn::Expr::Await(it) => self.refuse(
                codes::ASYNCHRONOUS,
                it,
                "`.await` cannot be differentiated",
                "await first, then call the differentiated function",
            ),
            syn::Expr::Unsafe(it) => self.refuse(
                codes::UNSAFE,
                it,
                "`unsafe` blocks cannot be differentiated",
                "move it into a function with a custom rule: `#[differentiate(vjp = .., jvp = ..)]`",
            ),
            syn::Expr::RawAddr(it) => self.refuse(
                codes::RAW_POINTER,
                it,
                "raw pointers cannot be differentiated",
                "use a reference",
            ),
            syn::Expr::TryBlock(it) => self.refuse(
                codes::EXPRESSION,
                it,
                "`try` blocks are not supported",
                "use a function",
            ),
            syn::Expr::Yield(it) => self.refuse(
                codes::EXPRESSION,
                it,
                "`yield` cannot be differentiated",
                "collect the values",
            ),
            syn::Expr::Infer(it) => {
                self.refuse(codes::EXPRESSION, it, "`_` is no value", "write the value")
            }
            other => self.refuse(
                codes::EXPRESSION,
                other,
                "this expression is not supported in a differentiated function",
                "write it with what the guide lists in \"The language\"",
            ),
        }
    }

    fn value_or_unit(&mut self, value: Option<Expr>, span: Span) -> Expr {
        match value {
            Some(value) => value,
            None if self.block.dead => self.dummy(span),
            None => unit(span),
        }
    }

    /// Operands from left to right; those that a later one might change are evaluated before it.
    pub(super) fn operands<'e>(&mut self, exprs: impl Iterator<Item = &'e syn::Expr>) -> Vec<Expr> {
        let exprs: Vec<&syn::Expr> = exprs.collect();
        let mut values: Vec<Expr> = Vec::with_capacity(exprs.len());
        for expr in exprs {
            if may_have_effects(expr) {
                for value in &mut values {
                    *value = self.freeze(value.clone());
                }
            }
            let value = self.expr(expr);
            values.push(value);
        }
        values
    }

    fn path(&mut self, it: &syn::ExprPath) -> Expr {
        let span = it.span();
        if let Some(ident) = it.path.get_ident() {
            match self.lookup(&ident.to_string()).cloned() {
                Some(Binding::Var(var)) => return Expr::var(var, span),
                Some(Binding::Alias(mut value)) => {
                    value.span = span;
                    return value;
                }
                Some(Binding::Closure(_)) => {
                    return self.refuse(
                        codes::CLOSURE_AS_VALUE,
                        it,
                        "a closure cannot be passed on as a value here",
                        "call it, or pass it to a method that takes closures",
                    );
                }
                Some(Binding::Maybe(maybe)) => {
                    let at = syn::Expr::Path(it.clone());
                    return self.built((*maybe).clone(), &at);
                }
                Some(Binding::Iter(iter)) => {
                    if let Some(range) = iter.range(span) {
                        return range;
                    }
                    return self.refuse(
                        codes::ITERATOR_AS_VALUE,
                        it,
                        "an iterator cannot be used as a value here",
                        "loop over it, or write the chain where it is consumed",
                    );
                }
                Some(Binding::Function(_)) => {
                    return self.refuse(
                        codes::CALLEE,
                        it,
                        "a function cannot be used as a value here",
                        "call it, or pass it to a function",
                    );
                }
                Some(Binding::Item | Binding::Copied { .. }) | None => {}
            }
        }
        Expr::tokens(it.to_token_stream(), span)
    }

    fn unary(&mut self, it: &syn::ExprUnary) -> Expr {
        let span = it.span();
        match it.op {
            syn::UnOp::Neg(_) => {
                if let syn::Expr::Lit(_) = super::stmt::strip(&it.expr) {
                    let literal = super::stmt::strip(&it.expr);
                    return Expr::tokens(quote!(-#literal), span);
                }
                let value = self.expr(&it.expr);
                Expr::new(ExprKind::Unary(UnaryOp::Neg, Box::new(value)), span)
            }
            syn::UnOp::Not(_) => {
                let value = self.expr(&it.expr);
                Expr::new(ExprKind::Unary(UnaryOp::Not, Box::new(value)), span)
            }
            syn::UnOp::Deref(_) => {
                let value = self.expr(&it.expr);
                match value.kind {
                    // Behind a borrow of a borrow there is a borrow still.
                    ExprKind::RefTemp(inner) => *inner,
                    _ => Expr::read(self.behind(value), span),
                }
            }
            _ => self.refuse(
                codes::EXPRESSION,
                it,
                "this operator is not supported",
                "write a call of a function or a method",
            ),
        }
    }

    fn binary(&mut self, it: &syn::ExprBinary) -> Expr {
        let span = it.span();
        match operator(&it.op) {
            Some(Operator::Pure(op @ (BinaryOp::And | BinaryOp::Or)))
                if may_have_effects(&it.right) =>
            {
                // The right side runs only if the left one does not decide.
                let dest = self.new_var("value", span, VarKind::Late, Hint::Discrete);
                self.push(StmtKind::Let { var: dest, value: None }, span);
                let left = self.expr(&it.left);
                let decides = op == BinaryOp::Or;
                let guards = self.guards;
                let right = |lower: &mut Self| {
                    let right = lower.expr(&it.right);
                    lower.arrive(Some(dest), Some(right));
                };
                let decided = |lower: &mut Self| {
                    lower.arrive(Some(dest), Some(super::control::bool_expr(decides, span)));
                };
                if decides {
                    self.when_else(left, span, decided, right);
                } else {
                    self.when_else(left, span, right, decided);
                }
                self.check_dest(Some(dest), guards);
                Expr::var(dest, span)
            }
            Some(Operator::Pure(op)) => {
                let mut operands = self.operands([&*it.left, &*it.right].into_iter());
                let right = operands.pop().expect("two operands");
                let left = operands.pop().expect("two operands");
                Expr::binary(op, left, right, span)
            }
            Some(Operator::Update(op)) => {
                self.update(op, &it.left, &it.right, span);
                unit(span)
            }
            None => self.refuse(
                codes::EXPRESSION,
                it,
                "this operator is not supported",
                "write a call of a function or a method",
            ),
        }
    }

    /// `place op= value`: the value first, then the place.
    fn update(&mut self, op: BinaryOp, left: &syn::Expr, right: &syn::Expr, span: Span) {
        let value = self.expr(right);
        let value = if may_have_effects(left) { self.freeze(value) } else { value };
        let Some(place) = self.place(left) else {
            self.refuse(
                codes::ASSIGNMENT_TARGET,
                left,
                "this cannot be assigned to here",
                "assign to a name, a field or an index",
            );
            return;
        };
        // `*a += b` with parts of one slice in both: what is borrowed is read before.
        let value = match value.kind {
            ExprKind::Ref(of) if of.root == place.root => {
                let value = Expr::read(of, value.span);
                Expr::var(self.let_var("t", value), span)
            }
            _ => value,
        };
        if op.rule().is_some() {
            let place = self.pin_indices(place);
            self.push(StmtKind::Update { op, place, value }, span);
        } else {
            // Bits have no derivative: what was there is only read.
            let place = self.freeze_place(place);
            let value = Expr::binary(op, Expr::read(place.clone(), span), value, span);
            self.push(StmtKind::Assign { place, value }, span);
        }
    }

    fn assign(&mut self, it: &syn::ExprAssign) {
        let span = it.span();
        let value = self.expr(&it.right);
        self.assign_to(&it.left, value, span);
    }

    /// Assigns to a place, or to the parts of a destructuring assignment.
    pub(super) fn assign_to(&mut self, left: &syn::Expr, value: Expr, span: Span) {
        match super::stmt::strip(left) {
            syn::Expr::Infer(_) => {}
            syn::Expr::Tuple(it) => {
                let parts = self.parts(value, it.elems.len(), span);
                for (left, part) in it.elems.iter().zip(parts) {
                    self.assign_to(left, part, span);
                }
            }
            syn::Expr::Array(it) => {
                let place = Place::var(self.let_var("parts", value));
                for (index, left) in it.elems.iter().enumerate() {
                    let index = super::patterns::index_expr(index, span);
                    let part = place.clone().then(Proj::Index(Box::new(index)));
                    self.assign_to(left, Expr::read(part, span), span);
                }
            }
            syn::Expr::Path(path)
                if path
                    .path
                    .get_ident()
                    .and_then(|ident| self.lookup(&ident.to_string()))
                    .is_some_and(super::moving_references::is_reference) =>
            {
                let alias = path.path.get_ident().and_then(|it| self.lookup(&it.to_string()));
                if let Some(Binding::Alias(alias)) = alias.cloned() {
                    self.assign_reference(left, &alias, value);
                }
            }
            left => {
                let Some(place) = self.place(left) else {
                    self.refuse(
                        codes::ASSIGNMENT_TARGET,
                        left,
                        "this cannot be assigned to",
                        "assign to a name, a field or an index",
                    );
                    return;
                };
                if place.is_var() && matches!(self.f.var(place.root).hint, Hint::Unknown) {
                    let hint = self.f.expr_hint(&value);
                    // A late variable is what its first value is.
                    if matches!(self.f.var(place.root).kind, VarKind::Late | VarKind::Checked) {
                        self.f.var_mut(place.root).hint = hint;
                    }
                }
                // The value may read the place: it is evaluated before.
                let place = self.pin_indices(place);
                self.push(StmtKind::Assign { place, value }, span);
            }
        }
    }

    /// The parts of a tuple value, all evaluated.
    fn parts(&mut self, value: Expr, count: usize, span: Span) -> Vec<Expr> {
        if let ExprKind::Aggregate { kind: Aggregate::Tuple, operands } = value.kind {
            return operands
                .into_iter()
                .map(|operand| match operand.kind {
                    ExprKind::Tokens(_) => operand,
                    _ => Expr::var(self.let_var("part", operand), span),
                })
                .collect();
        }
        let place = Place::var(self.let_var("parts", value));
        (0..count)
            .map(|index| Expr::read(place.clone().then(Proj::Field(Member::Index(index))), span))
            .collect()
    }

    fn reference(&mut self, it: &syn::ExprReference) -> Expr {
        let span = it.span();
        // A borrow of a name that is a borrow itself.
        if let syn::Expr::Path(path) = super::stmt::strip(&it.expr)
            && let Some(ident) = path.path.get_ident()
            && let Some(Binding::Alias(value)) = self.lookup(&ident.to_string())
            && matches!(value.kind, ExprKind::Ref(_) | ExprKind::RefMut(_) | ExprKind::RefTemp(_))
        {
            return Expr::new(ExprKind::RefTemp(Box::new(value.clone())), span);
        }
        // `&x[..]`, `&mut s.w`: another name of the place. `&*r` too.
        if let Some(place) = self.place(&it.expr) {
            let kind = if it.mutability.is_some() {
                ExprKind::RefMut(self.pin_indices(place))
            } else {
                ExprKind::Ref(place)
            };
            return Expr::new(kind, span);
        }
        let known = self.f.vars.len();
        let mut value = self.expr(&it.expr);
        if it.mutability.is_some() {
            self.own_receiver(&mut value, known);
        }
        match value.kind {
            // The result of a call, which has no other name.
            ExprKind::Read(place)
                if it.mutability.is_some()
                    && place.is_var()
                    && place.root.0 as usize >= known
                    && self.f.var(place.root).mutable =>
            {
                Expr::new(ExprKind::RefMut(place), span)
            }
            ExprKind::Tokens(tokens) => {
                // A borrow of a literal or a constant.
                let tokens =
                    if it.mutability.is_some() { quote!(&mut #tokens) } else { quote!(&#tokens) };
                Expr::tokens(tokens, span)
            }
            ExprKind::Read(place) | ExprKind::Ref(place) => Expr::new(ExprKind::Ref(place), span),
            _ => {
                let var = self.let_var("t", value);
                let place = Place::var(var);
                if it.mutability.is_some() {
                    self.f.var_mut(var).mutable = true;
                    Expr::new(ExprKind::RefMut(place), span)
                } else {
                    Expr::new(ExprKind::Ref(place), span)
                }
            }
        }
    }

    fn struct_literal(&mut self, it: &syn::ExprStruct) -> Expr {
        let span = it.span();
        let mut operands = self.operands(it.fields.iter().map(|field| &field.expr));
        let fields = it
            .fields
            .iter()
            .map(|field| match &field.member {
                syn::Member::Named(name) => Member::Named(name.clone()),
                syn::Member::Unnamed(index) => Member::Index(index.index as usize),
            })
            .collect();
        let base = it.rest.is_some();
        if let Some(rest) = &it.rest {
            let value = self.expr(rest);
            let place = self.materialize(value);
            operands.push(Expr::read(place, rest.span()));
        }
        let variant = super::patterns::is_variant_path(&it.path)
            .then(|| it.path.segments.last().map(|segment| segment.ident.clone()))
            .flatten();
        let kind = Aggregate::Struct { path: it.path.to_token_stream(), fields, variant, base };
        Expr::new(ExprKind::Aggregate { kind, operands }, span)
    }

    /// Whether the value names any variable.
    pub(super) fn is_constant(value: &Expr) -> bool {
        let mut constant = true;
        visit::each_place(value, &mut |_, _| constant = false);
        constant
    }
}

/// `()`.
pub(super) fn unit(span: Span) -> Expr {
    Expr::tokens(quote!(()), span)
}

/// Whether a `loop` gives a value.
fn breaks_with_value(body: &syn::Block) -> bool {
    struct Find(bool);
    impl<'ast> syn::visit::Visit<'ast> for Find {
        fn visit_expr_break(&mut self, it: &'ast syn::ExprBreak) {
            self.0 |= it.expr.is_some();
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    }
    let mut find = Find(false);
    syn::visit::Visit::visit_block(&mut find, body);
    find.0
}

/// Whether an `if` and those behind its `else` end in an `else`.
fn has_else(it: &syn::ExprIf) -> bool {
    match &it.else_branch {
        Some((_, other)) => match super::stmt::strip(other) {
            syn::Expr::If(it) => has_else(it),
            _ => true,
        },
        None => false,
    }
}
