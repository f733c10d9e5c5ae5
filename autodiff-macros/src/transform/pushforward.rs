//! The pushforward (forward mode): beside each active statement one for its tangent.

use proc_macro2::Span;

use super::adjoint::{Derivatives, Mode, Operation, argument, zero};
use crate::analysis::activity::Activity;
use crate::ir::{
    Aggregate, BinaryOp, Binding, Block, CallMode, Expr, ExprKind, Function, Grow, Hint, Member,
    Place, Proj, ReverseCall, Stmt, StmtKind, UnaryOp, Var, VarId, VarKind,
};

/// A pushforward: the function with tangents, and the tangent slots of its active parameters.
pub(crate) struct Pushforward {
    pub(crate) function: Function,
    /// Per parameter.
    pub(crate) slots: Vec<Option<VarId>>,
    /// The result's tangent.
    pub(crate) tangent: Option<Expr>,
}

/// Differentiates a normalized function.
pub(crate) fn pushforward(primal: &Function, activity: &Activity) -> Pushforward {
    let (mut push, slots, first) = Push::new(primal, primal.clone(), activity);
    let body = push.block(&primal.body);
    push.f.body = Block { stmts: first };
    push.f.body.stmts.extend(body.stmts);
    let tangent = push.result(primal);
    Pushforward { function: push.f, slots, tangent }
}

pub(super) struct Push<'a> {
    pub(super) f: Function,
    pub(super) activity: &'a Activity,
    pub(super) tangents: Derivatives,
}

impl<'a> Push<'a> {
    /// Starts the pushforward of the function `f`, which has the variables of `primal` and maybe more; gives the
    /// tangent slots of the parameters, and what runs first.
    pub(super) fn new(
        primal: &Function,
        f: Function,
        activity: &'a Activity,
    ) -> (Self, Vec<Option<VarId>>, Vec<Stmt>) {
        let mut push = Push { f, activity, tangents: Derivatives::default() };
        push.f.body = Block::default();
        let mut first = Vec::new();
        let mut slots = Vec::new();
        for &param in &primal.params {
            if !activity.var(param) {
                slots.push(None);
                continue;
            }
            let info = primal.var(param).clone();
            let slot = push.f.add_var(Var {
                name: format!("{}_tan", info.name),
                span: info.span,
                kind: VarKind::Slot,
                mutable: matches!(info.kind, VarKind::Param { exclusive: true, .. }),
                hint: info.hint.clone(),
                ty: None,
                reassigned: false,
            });
            // A parameter by value that is changed: its tangent is then a variable of its own.
            if info.mutable && matches!(info.kind, VarKind::Param { reference: false, .. }) {
                let own = push.f.add_var(Var {
                    name: format!("{}_tan", info.name),
                    span: info.span,
                    kind: VarKind::Derivative,
                    mutable: true,
                    hint: info.hint.clone(),
                    ty: None,
                    reassigned: false,
                });
                let value = Expr::read(Place::var(slot).then(Proj::Deref), info.span);
                let stmt = push.f.stmt(StmtKind::Let { var: own, value: Some(value) }, info.span);
                first.push(stmt);
                push.tangents.set(param, own);
            } else {
                push.tangents.set(param, slot);
            }
            slots.push(Some(slot));
        }
        (push, slots, first)
    }

    /// The tangent of the result.
    pub(super) fn result(&self, primal: &Function) -> Option<Expr> {
        primal.result.as_ref().map(|result| match result.place() {
            Some(place) if self.activity.expr(primal, result) => {
                let place =
                    self.tangents.place(&self.f, place).expect("active variables have tangents");
                Expr::read(place, result.span)
            }
            _ => Expr::new(
                ExprKind::Rule { name: "zero_tangent".to_owned(), args: vec![argument(result)] },
                result.span,
            ),
        })
    }

    pub(super) fn emit(&mut self, kind: StmtKind, span: Span, out: &mut Vec<Stmt>) {
        let stmt = self.f.stmt(kind, span);
        out.push(stmt);
    }

    fn block(&mut self, block: &Block) -> Block {
        let mut out = Vec::new();
        for stmt in &block.stmts {
            self.stmt(stmt, &mut out);
        }
        Block { stmts: out }
    }

    pub(super) fn active(&self, expr: &Expr) -> bool {
        self.activity.expr(&self.f, expr)
    }

    /// The tangent of an operand: of a place, or zero.
    pub(super) fn operand(&self, operand: &Expr) -> Expr {
        let span = operand.span;
        match operand.place() {
            Some(place) if self.active(operand) => {
                let tangent =
                    self.tangents.place(&self.f, place).expect("active variables have tangents");
                let tangent = Expr::read(tangent, span);
                // A field may be `#[constant]`: then its tangent is made here.
                let field = matches!(place.path.last(), Some(Proj::Field(_)))
                    || self.f.var(place.root).kind == VarKind::Bound;
                if field {
                    let args = vec![argument(operand), tangent];
                    return Expr::new(ExprKind::Rule { name: "lift".to_owned(), args }, span);
                }
                tangent
            }
            // The tangent of `None` is `None`; what is around it says its type.
            _ if operand.is_none() => operand.clone(),
            _ => match self.f.expr_hint(operand) {
                Hint::Float(ty) => Expr::new(ExprKind::FloatZero(ty), span),
                _ => Expr::new(
                    ExprKind::Rule {
                        name: "zero_tangent".to_owned(),
                        args: vec![argument(operand)],
                    },
                    span,
                ),
            },
        }
    }

    /// The tangent of an operation whose operands contribute one by one.
    fn sum(&self, operation: &Operation<'_>) -> Expr {
        let span = operation.expr.span;
        let mut total: Option<Expr> = None;
        let float = operation.float || self.f.expr_hint(operation.expr).is_float();
        for (k, operand) in operation.operands() {
            if !self.active(&operand) {
                continue;
            }
            let given = self.operand(&operand);
            let part = operation.contribution(&self.f, Mode::Tangent, k, given);
            total = Some(match total {
                None => part,
                // Only of the operand of a unary operator rustc must know the type already.
                Some(total) if float => match part.kind {
                    ExprKind::Unary(UnaryOp::Neg, part) => {
                        Expr::binary(BinaryOp::Sub, total, *part, span)
                    }
                    _ => Expr::binary(BinaryOp::Add, total, part, span),
                },
                Some(total) => Expr::new(
                    ExprKind::Helper { name: "add_tangents", args: vec![total, part] },
                    span,
                ),
            });
        }
        total.expect("verified: an active operation has an active operand")
    }

    /// Declares the tangent of `var`, which gets the value `value`; `primal` is the statement itself.
    fn declare(&mut self, var: VarId, value: &Expr, primal: &Stmt, out: &mut Vec<Stmt>) {
        let span = value.span;
        let tangent = self.tangents.make(&mut self.f, var, "tan");
        let result = Expr::var(var, span);
        let simple = |push: &mut Self, e: Expr, after: bool, out: &mut Vec<Stmt>| {
            if after {
                out.push(primal.clone());
            }
            push.emit(StmtKind::Let { var: tangent, value: Some(e) }, span, out);
            if !after {
                out.push(primal.clone());
            }
        };
        match &value.kind {
            ExprKind::Read(_) | ExprKind::Ref(_) | ExprKind::RefMut(_) => {
                let e = self.operand(value);
                simple(self, e, false, out);
            }
            ExprKind::Unary(UnaryOp::Neg, _) | ExprKind::Binary(..) => {
                let e = self.sum(&Operation { expr: value, result: None, float: false });
                simple(self, e, false, out);
            }
            ExprKind::Prim { .. } | ExprKind::Cast { .. } => {
                let e = self.sum(&Operation { expr: value, result: Some(&result), float: false });
                simple(self, e, true, out);
            }
            ExprKind::Aggregate { kind, operands } => match kind {
                Aggregate::Tuple
                | Aggregate::Array
                | Aggregate::Repeat(_)
                | Aggregate::VecList
                | Aggregate::VecRepeat(_) => {
                    let parts = operands.iter().map(|o| self.operand(o)).collect();
                    let e = Expr::new(
                        ExprKind::Aggregate { kind: kind.clone(), operands: parts },
                        span,
                    );
                    simple(self, e, false, out);
                }
                Aggregate::Struct { fields, variant, base, .. } => {
                    let start = if *base {
                        self.operand(
                            operands.last().expect("verified: the base is the last operand"),
                        )
                    } else {
                        Expr::new(ExprKind::Zero(Place::var(var)), span)
                    };
                    if *base {
                        simple(self, start, false, out);
                    } else {
                        simple(self, start, true, out);
                    }
                    for (field, operand) in fields.iter().zip(operands) {
                        let step = field_step(field, variant.as_ref());
                        let place = Place::var(tangent).then(step);
                        if self.active(operand) || *base {
                            let part = match self.active(operand) {
                                true => self.operand(operand),
                                // What the operand is the field knows: a `None` alone has no type.
                                false => {
                                    let field = field_step(field, variant.as_ref());
                                    zero(&self.f, &Place::var(var).then(field), span)
                                }
                            };
                            self.emit(StmtKind::Assign { place, value: part }, span, out);
                        }
                    }
                }
                Aggregate::Call { name, .. } => {
                    let start = Expr::new(ExprKind::Zero(Place::var(var)), span);
                    simple(self, start, true, out);
                    for (index, operand) in operands.iter().enumerate() {
                        if self.active(operand) {
                            let field = quote::format_ident!("_{index}");
                            let place = Place::var(tangent)
                                .then(Proj::Variant { name: name.clone(), field });
                            let part = self.operand(operand);
                            self.emit(StmtKind::Assign { place, value: part }, span, out);
                        }
                    }
                }
                Aggregate::MatrixNew(_) | Aggregate::MatrixMacro { .. } => {
                    let start = Expr::new(ExprKind::Zero(Place::var(var)), span);
                    simple(self, start, true, out);
                    for (index, operand) in operands.iter().enumerate() {
                        if self.active(operand) {
                            let part = self.operand(operand);
                            let place = Place::var(tangent).then(row_major(index, span));
                            self.emit(StmtKind::Accumulate { place, value: part }, span, out);
                        }
                    }
                }
            },
            _ => {
                let start = Expr::new(ExprKind::Zero(Place::var(var)), span);
                simple(self, start, true, out);
            }
        }
    }

    /// The tangents of what a closure captures, as one tuple.
    fn captured(
        &mut self,
        captured: &[Expr],
        active: &[bool],
        span: Span,
        out: &mut Vec<Stmt>,
    ) -> Option<Place> {
        let parts: Vec<Expr> = captured
            .iter()
            .zip(active)
            .filter(|(_, active)| **active)
            .map(|(captured, _)| self.operand(captured))
            .collect();
        if parts.is_empty() {
            return None;
        }
        let kind = ExprKind::Aggregate { kind: Aggregate::Tuple, operands: parts };
        let value = Expr::new(kind, span);
        let var = self.f.add_var(Var {
            name: "captured_tan".to_owned(),
            span,
            kind: VarKind::Derivative,
            mutable: false,
            hint: Hint::Unknown,
            ty: None,
            reassigned: false,
        });
        self.emit(StmtKind::Let { var, value: Some(value) }, span, out);
        Some(Place::var(var))
    }

    /// The tangents of what an arm binds: what it starts with, and what it ends with.
    pub(super) fn bindings(
        &mut self,
        scrutinee: &Place,
        exclusive: bool,
        bindings: &[Binding],
        span: Span,
    ) -> (Vec<Stmt>, Vec<Stmt>) {
        let (mut first, mut last) = (Vec::new(), Vec::new());
        for binding in bindings {
            if !self.activity.var(binding.var) {
                continue;
            }
            let tangent = self.tangents.make(&mut self.f, binding.var, "tan");
            let from = self.tangents.place(&self.f, scrutinee);
            let mut from = from.expect("active variables have tangents");
            from.path.extend(binding.path.iter().cloned());
            let value = Some(Expr::read(from.clone(), span));
            self.emit(StmtKind::Let { var: tangent, value }, span, &mut first);
            if exclusive {
                let value = Expr::var(tangent, span);
                self.emit(StmtKind::Assign { place: from, value }, span, &mut last);
            }
        }
        (first, last)
    }

    pub(super) fn stmt(&mut self, stmt: &Stmt, out: &mut Vec<Stmt>) {
        let span = stmt.span;
        match &stmt.kind {
            StmtKind::Let { var, value: Some(value) } if self.activity.var(*var) => {
                if self.active(value) {
                    self.declare(*var, value, stmt, out);
                } else {
                    out.push(stmt.clone());
                    let tangent = self.tangents.make(&mut self.f, *var, "tan");
                    let start = zero(&self.f, &Place::var(*var), span);
                    self.emit(StmtKind::Let { var: tangent, value: Some(start) }, span, out);
                }
            }
            StmtKind::Let { var, value: None } if self.activity.var(*var) => {
                out.push(stmt.clone());
                let tangent = self.tangents.make(&mut self.f, *var, "tan");
                let kind = self.f.var(*var).kind;
                self.f.var_mut(tangent).kind = kind;
                self.f.var_mut(tangent).mutable = self.f.var(*var).mutable;
                self.emit(StmtKind::Let { var: tangent, value: None }, span, out);
            }
            StmtKind::Assign { place, value } if self.activity.var(place.root) => {
                let to =
                    self.tangents.place(&self.f, place).expect("active variables have tangents");
                if self.f.place_hint(place).is_inactive() {
                    out.push(stmt.clone());
                } else if self.active(value) {
                    let tangent = self.operand(value);
                    self.emit(StmtKind::Assign { place: to, value: tangent }, span, out);
                    out.push(stmt.clone());
                } else {
                    out.push(stmt.clone());
                    let tangent = zero(&self.f, place, span);
                    self.emit(StmtKind::Assign { place: to, value: tangent }, span, out);
                }
            }
            StmtKind::Update { op, place, value } if self.activity.var(place.root) => {
                if self.f.place_hint(place).is_inactive() {
                    out.push(stmt.clone());
                    return;
                }
                let to =
                    self.tangents.place(&self.f, place).expect("active variables have tangents");
                let old = Expr::read(place.clone(), span);
                let expr = Expr::binary(*op, old, value.clone(), span);
                let float = self.f.place_hint(place).is_float();
                let operation = Operation { expr: &expr, result: None, float };
                match op {
                    BinaryOp::Add | BinaryOp::Sub => {
                        if self.active(value) {
                            let given = self.operand(value);
                            let part = operation.contribution(&self.f, Mode::Tangent, 1, given);
                            self.emit(StmtKind::Accumulate { place: to, value: part }, span, out);
                        }
                    }
                    _ => {
                        let tangent = self.sum(&operation);
                        self.emit(StmtKind::Assign { place: to, value: tangent }, span, out);
                    }
                }
                out.push(stmt.clone());
            }
            StmtKind::Grow(grow) if self.activity.var(grow.place.root) => {
                let place = self
                    .tangents
                    .place(&self.f, &grow.place)
                    .expect("active variables have tangents");
                let dest = grow.dest.map(|dest| self.tangents.make(&mut self.f, dest, "tan"));
                let value = grow.value.as_ref().map(|value| self.operand(value));
                let index = grow.index.clone();
                let tangent = Grow { op: grow.op, place, dest, index, value };
                self.emit(StmtKind::Grow(tangent), span, out);
                out.push(stmt.clone());
            }
            StmtKind::Call { dest, callee, args } if args.iter().any(|arg| self.active(arg)) => {
                let tangent = dest.map(|dest| self.tangents.make(&mut self.f, dest, "tan"));
                let mut slots = Vec::new();
                for arg in args {
                    slots.push(match (&arg.kind, arg.place()) {
                        (ExprKind::Function { captured, active, .. }, _) => {
                            self.captured(captured, active, span, out)
                        }
                        (_, Some(place)) if self.active(arg) => self.tangents.place(&self.f, place),
                        _ => None,
                    });
                }
                let call = ReverseCall {
                    mode: CallMode::Tangent,
                    dest: *dest,
                    residual: tangent,
                    callee: callee.clone(),
                    args: args.clone(),
                    seed: None,
                    slots,
                };
                self.emit(StmtKind::Reverse(call), span, out);
            }
            StmtKind::If { cond, then, els } => {
                let (then, els) = (self.block(then), self.block(els));
                self.emit(StmtKind::If { cond: cond.clone(), then, els }, span, out);
            }
            StmtKind::For { var, range, exit, body } => {
                let body = self.block(body);
                let kind = StmtKind::For { var: *var, range: range.clone(), exit: *exit, body };
                self.emit(kind, span, out);
            }
            StmtKind::Loop { exit, body } => {
                let body = self.block(body);
                self.emit(StmtKind::Loop { exit: *exit, body }, span, out);
            }
            StmtKind::Match { scrutinee, exclusive, arms } => {
                let mut new = Vec::new();
                for arm in arms {
                    let (mut stmts, last) =
                        self.bindings(scrutinee, *exclusive, &arm.bindings, span);
                    stmts.extend(self.block(&arm.body).stmts);
                    stmts.extend(last);
                    let mut arm = arm.clone();
                    arm.body = Block { stmts };
                    new.push(arm);
                }
                let kind = StmtKind::Match {
                    scrutinee: scrutinee.clone(),
                    exclusive: *exclusive,
                    arms: new,
                };
                self.emit(kind, span, out);
            }
            _ => out.push(stmt.clone()),
        }
    }
}

/// The step to a field of a struct literal's value.
pub(super) fn field_step(field: &Member, variant: Option<&proc_macro2::Ident>) -> Proj {
    match (variant, field) {
        (None, field) => Proj::Field(field.clone()),
        (Some(name), Member::Named(field)) => {
            Proj::Variant { name: name.clone(), field: field.clone() }
        }
        (Some(name), Member::Index(index)) => {
            Proj::Variant { name: name.clone(), field: quote::format_ident!("_{index}") }
        }
    }
}

/// The step to the `index`-th component of a matrix, row by row.
pub(super) fn row_major(index: usize, span: Span) -> Proj {
    let index = proc_macro2::Literal::usize_unsuffixed(index);
    Proj::View {
        method: proc_macro2::Ident::new("__row_major", span),
        turbofish: None,
        args: vec![Expr::tokens(quote::quote!(#index), span)],
    }
}
