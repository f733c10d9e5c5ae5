//! Step one: the reverse sweep, as if every value of the primal were still there.
//!
//! The adjoint of a variable is declared where its first contribution arises: in the block of its
//! declaration by that contribution itself, before an inner block as zero.

mod growth;
mod touched;

use std::collections::{HashMap, HashSet};

use proc_macro2::Span;

use super::super::adjoint::{Derivatives, Mode, Operation, zero};
use super::super::pushforward::{field_step, row_major};
use crate::analysis::activity::Activity;
use crate::ir::{
    Aggregate, BinaryOp, Block, Expr, ExprKind, Function, Grow, Member, Place, Proj, Stmt, StmtId,
    StmtKind, Var, VarId, VarKind, visit,
};

/// The reverse of a block: items in the order in which they run.
#[derive(Clone, Default)]
pub(super) struct RevBlock {
    pub(super) items: Vec<RevItem>,
}

/// The reverse of a statement.
#[derive(Clone)]
pub(super) struct RevItem {
    pub(super) of: StmtId,
    /// Runs first: the state is that after the statement.
    pub(super) before: Vec<Stmt>,
    /// Runs after what the statement overwrote is restored.
    pub(super) after: Vec<Stmt>,
    pub(super) inner: Inner,
}

/// The reverse of the blocks inside a statement.
#[derive(Clone)]
pub(super) enum Inner {
    None,
    If(RevBlock, RevBlock),
    Loop(RevBlock),
    Match(Vec<RevBlock>),
}

impl Inner {
    pub(super) fn blocks(&self) -> impl Iterator<Item = &RevBlock> {
        let (a, b): (Option<&RevBlock>, Vec<&RevBlock>) = match self {
            Inner::None => (None, Vec::new()),
            Inner::If(then, els) => (Some(then), vec![els]),
            Inner::Loop(body) => (Some(body), Vec::new()),
            Inner::Match(arms) => (None, arms.iter().collect()),
        };
        a.into_iter().chain(b)
    }
}

impl RevBlock {
    /// Whether anything runs in it.
    pub(super) fn has_code(&self) -> bool {
        self.items.iter().any(|item| {
            !item.before.is_empty()
                || !item.after.is_empty()
                || item.inner.blocks().any(RevBlock::has_code)
        })
    }
}

/// The result of step one.
#[derive(Clone)]
pub(super) struct Reversed {
    /// The primal's function with the adjoint variables.
    pub(super) function: Function,
    pub(super) body: RevBlock,
    pub(super) slots: Vec<Option<VarId>>,
    pub(super) seed: Option<VarId>,
    /// The adjoint variables of the primal's.
    pub(super) adjoints: HashMap<VarId, VarId>,
    /// Calls that keep a residual, and the variable that holds it.
    pub(super) residuals: HashMap<StmtId, VarId>,
}

/// Runs step one.
pub(super) fn reverse(primal: &Function, activity: &Activity) -> Reversed {
    let mut rev = Rev {
        f: primal.clone(),
        activity,
        adjoints: Derivatives::default(),
        defined: HashSet::new(),
        local: HashSet::new(),
        residuals: HashMap::new(),
        out: Vec::new(),
        unread: visit::unread_results(primal),
        branches: 0,
        own_parameters: Vec::new(),
        seeded: seeded(primal),
    };
    let mut slots = Vec::new();
    for &param in &primal.params {
        if !activity.var(param) {
            slots.push(None);
            continue;
        }
        let info = primal.var(param).clone();
        let slot = rev.f.add_var(Var {
            name: format!("{}_adj", info.name),
            span: info.span,
            kind: VarKind::Slot,
            mutable: false,
            hint: info.hint,
            ty: None,
            reassigned: false,
        });
        if matches!(rev.f.var(param).kind, VarKind::Param { reference: false, .. })
            && rev.f.var(param).mutable
        {
            // The function changes its own copy: the adjoint of that is not the caller's buffer.
            rev.own_parameters.push((param, slot));
        } else {
            rev.adjoints.set(param, slot);
            rev.defined.insert(param);
        }
        slots.push(Some(slot));
    }
    let mut seed = None;
    let mut first = Vec::new();
    if let Some(result) = &primal.result {
        let span = result.span;
        let var = rev.f.add_var(Var {
            name: "seed".to_owned(),
            span,
            kind: VarKind::Derivative,
            mutable: true,
            hint: primal.expr_hint(result),
            ty: None,
            reassigned: false,
        });
        seed = Some(var);
        if activity.expr(primal, result)
            && let Some(place) = result.place()
        {
            rev.local = declared_in(&primal.body);
            rev.local.extend(rev.own_parameters.iter().map(|(param, _)| *param));
            rev.contribute(place, Expr::var(var, span), span);
            first = std::mem::take(&mut rev.out);
        }
    }
    let own: Vec<VarId> = rev.own_parameters.iter().map(|(param, _)| *param).collect();
    let mut body = rev.block(&primal.body, &own);
    let mut last = Vec::new();
    for (param, slot) in rev.own_parameters.clone() {
        if let Some(adjoint) = rev.adjoints.get(param).filter(|_| rev.defined.contains(&param)) {
            let span = rev.f.var(param).span;
            let value = Expr::var(adjoint, span);
            let place = Place::var(slot).then(Proj::Deref);
            last.push(rev.f.stmt(StmtKind::Accumulate { place, value }, span));
        }
    }
    body.items.push(RevItem {
        of: StmtId(u32::MAX),
        before: last,
        after: Vec::new(),
        inner: Inner::None,
    });
    body.items.insert(
        0,
        RevItem { of: StmtId(u32::MAX), before: first, after: Vec::new(), inner: Inner::None },
    );
    let adjoints = rev.adjoints.all();
    Reversed { function: rev.f, body, slots, seed, adjoints, residuals: rev.residuals }
}

/// The checked variable that the result is read from, at the end of the function.
fn seeded(f: &Function) -> Option<VarId> {
    let mut root = f.result.as_ref()?.place().filter(|place| place.is_var())?.root;
    for stmt in &f.body.stmts {
        if let StmtKind::Let { var, value: Some(value) } = &stmt.kind
            && *var == root
            && let ExprKind::Read(place) = &value.kind
            && place.is_var()
        {
            root = place.root;
            break;
        }
    }
    Some(root).filter(|root| f.var(*root).kind == VarKind::Checked)
}

/// The variables that stand directly in a block.
fn declared_in(block: &Block) -> HashSet<VarId> {
    let mut declared = HashSet::new();
    for stmt in &block.stmts {
        match &stmt.kind {
            StmtKind::Let { var, .. } => {
                declared.insert(*var);
            }
            StmtKind::Call { dest: Some(var), .. }
            | StmtKind::Grow(Grow { dest: Some(var), .. }) => {
                declared.insert(*var);
            }
            _ => {}
        }
    }
    declared
}

pub(super) struct Rev<'a> {
    pub(super) f: Function,
    pub(super) activity: &'a Activity,
    pub(super) adjoints: Derivatives,
    /// Variables whose adjoints are declared where the reverse sweep stands.
    pub(super) defined: HashSet<VarId>,
    /// Variables declared directly in the block that is reversed.
    local: HashSet<VarId>,
    pub(super) residuals: HashMap<StmtId, VarId>,
    out: Vec<Stmt>,
    /// The results of calls that nothing reads.
    pub(super) unread: HashSet<VarId>,
    /// How many branches are around the statement.
    pub(super) branches: usize,
    /// Parameters by value that the function changes, with the slots of the caller.
    own_parameters: Vec<(VarId, VarId)>,
    /// The checked variable that the result is read from: its adjoint is there from the start.
    seeded: Option<VarId>,
}

impl Rev<'_> {
    pub(super) fn emit(&mut self, kind: StmtKind, span: Span) {
        let stmt = self.f.stmt(kind, span);
        self.out.push(stmt);
    }

    pub(super) fn active(&self, expr: &Expr) -> bool {
        self.activity.expr(&self.f, expr)
    }

    pub(super) fn adjoint_place(&self, place: &Place) -> Place {
        self.adjoints.place(&self.f, place).expect("verified: the adjoint is declared")
    }

    /// Whether the adjoint of a variable exists only from its first contribution on.
    fn is_checked(&self, var: VarId) -> bool {
        let info = self.f.var(var);
        info.kind == VarKind::Checked && !info.hint.is_float()
    }

    /// Declares the adjoint of a variable as zero, if it is not declared.
    pub(super) fn define(&mut self, var: VarId, span: Span) {
        if self.defined.insert(var) {
            let adjoint = self.adjoints.make(&mut self.f, var, "adj");
            if self.is_checked(var) {
                // It may be that the variable has no value here: then it has no zero either.
                self.f.var_mut(adjoint).kind = VarKind::Checked;
                self.emit(StmtKind::Let { var: adjoint, value: None }, span);
                return;
            }
            let mut place = Place::var(var);
            if self.f.var(var).kind == VarKind::Bound {
                place = place.then(Proj::Deref);
            }
            let value = zero(&self.f, &place, span);
            self.emit(StmtKind::Let { var: adjoint, value: Some(value) }, span);
        }
    }

    /// Adds `value` into the adjoint of a place.
    pub(super) fn contribute(&mut self, place: &Place, value: Expr, span: Span) {
        let root = place.root;
        if !self.activity.var(root) || self.f.place_hint(place).is_inactive() {
            return;
        }
        if !self.defined.contains(&root) {
            let whole = place.is_var()
                || (self.f.var(root).kind == VarKind::Bound
                    && matches!(place.path.as_slice(), [Proj::Deref]));
            if whole && self.local.contains(&root) {
                self.defined.insert(root);
                let adjoint = self.adjoints.make(&mut self.f, root, "adj");
                if self.is_checked(root) {
                    self.f.var_mut(adjoint).kind = VarKind::Checked;
                }
                self.emit(StmtKind::Let { var: adjoint, value: Some(value) }, span);
                return;
            }
            self.define(root, span);
        }
        if !place.is_var() {
            self.emit_presence(root, span);
        }
        let place = self.adjoint_place(place);
        self.emit(StmtKind::Accumulate { place, value }, span);
    }

    /// Makes the adjoint of a checked variable that has a value here present: only parts of what is there can be reached.
    ///
    /// ```text
    /// adj = Some(adj.take().unwrap_or_else(|| zero_tangent(&value)));
    /// ```
    pub(super) fn presence(&mut self, var: VarId, span: Span) -> Option<Stmt> {
        let adjoint = self.adjoints.get(var)?;
        if self.f.var(adjoint).kind != VarKind::Checked {
            return None;
        }
        let value = Expr::new(ExprKind::TakeChecked(adjoint, Place::var(var)), span);
        Some(self.f.stmt(StmtKind::Assign { place: Place::var(adjoint), value }, span))
    }

    pub(super) fn emit_presence(&mut self, var: VarId, span: Span) {
        let stmt = self.presence(var, span);
        self.out.extend(stmt);
    }

    /// Passes the adjoint in `given` on to the operands of an expression.
    fn pass_on(&mut self, value: &Expr, result: Option<&Expr>, given: &Place) {
        let span = value.span;
        let ct = Expr::read(given.clone(), span);
        match &value.kind {
            ExprKind::Read(place) | ExprKind::Ref(place) | ExprKind::RefMut(place) => {
                self.contribute(place, ct, span);
            }
            ExprKind::Aggregate { kind, operands } => match kind {
                Aggregate::Tuple => self.pass_parts(operands, |index| {
                    given.clone().then(Proj::Field(Member::Index(index)))
                }),
                Aggregate::Array | Aggregate::VecList => self.pass_parts(operands, |index| {
                    let index = proc_macro2::Literal::usize_unsuffixed(index);
                    let index = Expr::tokens(quote::quote!(#index), span);
                    given.clone().then(Proj::Index(Box::new(index)))
                }),
                Aggregate::Repeat(_) | Aggregate::VecRepeat(_) => {
                    if let Some(place) = operands[0].place().cloned() {
                        let sum =
                            ExprKind::Rule { name: "sum_elements".to_owned(), args: vec![ct] };
                        self.contribute(&place, Expr::new(sum, span), span);
                    }
                }
                Aggregate::Struct { fields, variant, base, .. } => {
                    if *base {
                        // What the fields take is no part of the base any more.
                        for (field, operand) in fields.iter().zip(operands) {
                            let from = given.clone().then(field_step(field, variant.as_ref()));
                            let part =
                                self.temporary("part", Expr::new(ExprKind::Take(from), span));
                            if self.active(operand)
                                && let Some(place) = operand.place().cloned()
                            {
                                self.contribute(&place, Expr::var(part, span), span);
                            }
                        }
                        let rest = operands.last().expect("verified: the base is the last operand");
                        if self.active(rest)
                            && let Some(place) = rest.place().cloned()
                        {
                            self.contribute(&place, ct, span);
                        }
                    } else {
                        self.pass_parts(operands, |index| {
                            given.clone().then(field_step(&fields[index], variant.as_ref()))
                        });
                    }
                }
                Aggregate::Call { name, .. } => self.pass_parts(operands, |index| {
                    let field = quote::format_ident!("_{index}");
                    given.clone().then(Proj::Variant { name: name.clone(), field })
                }),
                Aggregate::MatrixNew(_) | Aggregate::MatrixMacro { .. } => {
                    self.pass_parts(operands, |index| given.clone().then(row_major(index, span)));
                }
            },
            _ => {
                let operation = Operation { expr: value, result, float: false };
                for (k, operand) in operation.operands() {
                    if self.active(&operand)
                        && let Some(place) = operand.place()
                    {
                        let part = operation.contribution(&self.f, Mode::Adjoint, k, ct.clone());
                        self.contribute(place, part, span);
                    }
                }
            }
        }
    }

    fn pass_parts(&mut self, operands: &[Expr], part: impl Fn(usize) -> Place) {
        for (index, operand) in operands.iter().enumerate() {
            if self.active(operand)
                && let Some(place) = operand.place().cloned()
            {
                self.contribute(&place, Expr::read(part(index), operand.span), operand.span);
            }
        }
    }

    pub(super) fn temporary(&mut self, name: &str, value: Expr) -> VarId {
        let span = value.span;
        let hint = self.f.expr_hint(&value);
        let var = self.f.add_var(Var {
            name: name.to_owned(),
            span,
            kind: VarKind::Derivative,
            mutable: true,
            hint,
            ty: None,
            reassigned: false,
        });
        self.emit(StmtKind::Let { var, value: Some(value) }, span);
        var
    }

    /// Reverses a block whose variables are declared in it.
    fn block(&mut self, block: &Block, bound: &[VarId]) -> RevBlock {
        let mut local = declared_in(block);
        local.extend(bound);
        let outer = std::mem::replace(&mut self.local, local);
        let mut items = Vec::new();
        for stmt in block.stmts.iter().rev() {
            let item = self.item(stmt);
            items.push(item);
        }
        self.local = outer;
        RevBlock { items }
    }

    fn item(&mut self, stmt: &Stmt) -> RevItem {
        let span = stmt.span;
        let mut before = Vec::new();
        let mut inner = Inner::None;
        self.out = Vec::new();
        match &stmt.kind {
            StmtKind::Let { var, value: Some(value) }
                if self.defined.contains(var) && self.active(value) =>
            {
                let adjoint = self.adjoints.get(*var).expect("defined variables have adjoints");
                let result = Expr::var(*var, span);
                self.pass_on(value, Some(&result), &Place::var(adjoint));
            }
            StmtKind::Assign { place, value }
                if self.defined.contains(&place.root)
                    && !self.f.place_hint(place).is_inactive() =>
            {
                let to = self.adjoint_place(place);
                let once = matches!(self.f.var(place.root).kind, VarKind::Late | VarKind::Checked)
                    && place.is_var()
                    && !self.f.var(place.root).reassigned;
                if place.is_var() && self.is_checked(place.root) {
                    let adjoint =
                        self.adjoints.get(place.root).expect("defined variables have adjoints");
                    let taken = if self.seeded == Some(place.root) {
                        ExprKind::Take(Place::var(adjoint))
                    } else {
                        ExprKind::TakeChecked(adjoint, place.clone())
                    };
                    // The zero is that of what was assigned: before there may have been nothing.
                    if self.active(value) {
                        let ct = self.temporary("ct", Expr::new(taken, span));
                        before = std::mem::take(&mut self.out);
                        self.pass_on(value, None, &Place::var(ct));
                    } else if self.f.var(place.root).reassigned {
                        // Nothing flows on, and nothing comes from before.
                        self.temporary("ct", Expr::new(taken, span));
                        before = std::mem::take(&mut self.out);
                    }
                } else if once {
                    if self.active(value) {
                        self.pass_on(value, None, &to);
                    }
                } else {
                    self.emit_presence(place.root, span);
                    before = std::mem::take(&mut self.out);
                    // What gets a float is one: its zero needs no shape.
                    let float =
                        self.f.place_hint(place).is_float() || self.f.expr_hint(value).is_float();
                    // What is written into a view has its shape.
                    let view = matches!(place.path.last(), Some(Proj::View { .. }));
                    if float || view {
                        let ct = self.temporary("ct", Expr::new(ExprKind::Take(to), span));
                        before.append(&mut self.out);
                        if self.active(value) {
                            self.pass_on(value, None, &Place::var(ct));
                        }
                        return self.done(stmt.id, before, inner);
                    }
                    // The old value may have another shape: its zero is made after it is restored.
                    let zero = Expr::new(ExprKind::Zero(place.clone()), span);
                    let swap = ExprKind::Replace(to, Box::new(zero));
                    let ct = self.temporary("ct", Expr::new(swap, span));
                    if self.active(value) {
                        self.pass_on(value, None, &Place::var(ct));
                    }
                }
            }
            StmtKind::Update { op, place, value }
                if self.defined.contains(&place.root)
                    && !self.f.place_hint(place).is_inactive() =>
            {
                self.update(*op, place, value, span);
            }
            StmtKind::Call { dest, callee, args } => {
                self.call(stmt.id, *dest, callee, args, span);
            }
            StmtKind::Grow(grow) => {
                before = self.grow(grow, span);
            }
            StmtKind::If { then, els, .. } => {
                self.define_touched(stmt);
                before = std::mem::take(&mut self.out);
                let defined = self.defined.clone();
                self.branches += 1;
                let then = self.block(then, &[]);
                self.defined.clone_from(&defined);
                let els = self.block(els, &[]);
                self.branches -= 1;
                self.defined = defined;
                inner = Inner::If(then, els);
            }
            StmtKind::For { body, .. } | StmtKind::Loop { body, .. } => {
                self.define_touched(stmt);
                before = std::mem::take(&mut self.out);
                let defined = self.defined.clone();
                let body = self.block(body, &[]);
                self.defined = defined;
                inner = Inner::Loop(body);
            }
            StmtKind::Match { scrutinee, exclusive, arms } => {
                self.define_touched(stmt);
                before = std::mem::take(&mut self.out);
                let defined = self.defined.clone();
                self.branches += 1;
                let mut blocks = Vec::new();
                for arm in arms {
                    blocks.push(self.match_arm(scrutinee, *exclusive, arm, span));
                    self.defined.clone_from(&defined);
                }
                self.branches -= 1;
                self.defined = defined;
                inner = Inner::Match(blocks);
            }
            _ => {}
        }
        self.done(stmt.id, before, inner)
    }

    fn done(&mut self, of: StmtId, before: Vec<Stmt>, inner: Inner) -> RevItem {
        RevItem { of, before, after: std::mem::take(&mut self.out), inner }
    }

    /// The reverse of an arm. What it binds has an adjoint of its own, which is a part of the scrutinee's: what is
    /// bound for writing takes it at the start and gives it back at the end, the rest only adds at the end.
    fn match_arm(
        &mut self,
        scrutinee: &Place,
        exclusive: bool,
        arm: &crate::ir::Arm,
        span: Span,
    ) -> RevBlock {
        let bound: Vec<&crate::ir::Binding> =
            arm.bindings.iter().filter(|binding| self.activity.var(binding.var)).collect();
        let part = |rev: &Self, binding: &crate::ir::Binding| {
            let mut place = rev.adjoint_place(scrutinee);
            place.path.extend(binding.path.iter().cloned());
            place
        };
        let mut first = Vec::new();
        if exclusive && !bound.is_empty() {
            first.extend(self.presence(scrutinee.root, span));
            for binding in &bound {
                let adjoint = self.adjoints.make(&mut self.f, binding.var, "adj");
                self.defined.insert(binding.var);
                let value = Some(Expr::new(ExprKind::Take(part(self, binding)), span));
                first.push(self.f.stmt(StmtKind::Let { var: adjoint, value }, span));
            }
        }
        let own: Vec<VarId> = bound.iter().map(|binding| binding.var).collect();
        let mut block = self.block(&arm.body, &own);
        let mut last = Vec::new();
        if bound.iter().any(|binding| self.defined.contains(&binding.var)) {
            last.extend(self.presence(scrutinee.root, span));
        }
        for binding in &bound {
            if self.defined.contains(&binding.var) {
                let adjoint =
                    self.adjoints.get(binding.var).expect("defined variables have adjoints");
                let place = part(self, binding);
                let value = Expr::var(adjoint, span);
                // What was taken is given back whole: it may have another length now.
                let kind = if exclusive {
                    StmtKind::Assign { place, value }
                } else {
                    StmtKind::Accumulate { place, value }
                };
                last.push(self.f.stmt(kind, span));
            }
        }
        let edge = |before: Vec<Stmt>| RevItem {
            of: StmtId(u32::MAX),
            before,
            after: Vec::new(),
            inner: Inner::None,
        };
        block.items.insert(0, edge(first));
        block.items.push(edge(last));
        block
    }

    fn update(&mut self, op: BinaryOp, place: &Place, value: &Expr, span: Span) {
        self.emit_presence(place.root, span);
        let to = self.adjoint_place(place);
        let given = Expr::read(to.clone(), span);
        let old = Expr::read(place.clone(), span);
        let expr = Expr::binary(op, old, value.clone(), span);
        let float = self.f.place_hint(place).is_float();
        let operation = Operation { expr: &expr, result: None, float };
        let from = if self.active(value) { value.place().cloned() } else { None };
        if matches!(op, BinaryOp::Add | BinaryOp::Sub) {
            if let Some(from) = from {
                let part = operation.contribution(&self.f, Mode::Adjoint, 1, given);
                self.contribute(&from, part, span);
            }
            return;
        }
        let part = from.map(|from| {
            let part = operation.contribution(&self.f, Mode::Adjoint, 1, given.clone());
            (from, self.temporary("part", part))
        });
        let own = operation.contribution(&self.f, Mode::Adjoint, 0, given);
        self.emit(StmtKind::Assign { place: to, value: own }, span);
        if let Some((from, part)) = part {
            self.contribute(&from, Expr::var(part, span), span);
        }
    }
}
