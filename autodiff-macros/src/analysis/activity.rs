//! Which variables are active: varied (they depend on an active parameter) and useful (a result depends on
//! them).
//!
//! Flow-insensitive, per variable; varied runs forward, useful backward, both joins are "or", to a fixpoint.
//! A whole array is one variable:
//!
//! ```text
//! let mut buf = [0.0; 4];   // varied, because of the next line; useful, because of the last
//! buf[0] = x;
//! let n = buf.len();        // not varied: a length
//! let y = buf[1] * 2.0;
//! ```

use crate::ir::{Aggregate, Block, Expr, ExprKind, Function, StmtKind, VarId, VarKind, ops, visit};

/// The result of the analysis.
#[derive(Clone, Debug)]
pub(crate) struct Activity {
    active: Vec<bool>,
    varied: Vec<bool>,
}

impl Activity {
    pub(crate) fn var(&self, var: VarId) -> bool {
        self.active.get(var.0 as usize).copied().unwrap_or(false)
    }

    pub(crate) fn varied(&self, var: VarId) -> bool {
        self.varied.get(var.0 as usize).copied().unwrap_or(false)
    }

    /// Notes a temporary that holds a part of an active expression.
    pub(crate) fn mark(&mut self, var: VarId) {
        let index = var.0 as usize;
        if self.active.len() <= index {
            self.active.resize(index + 1, false);
            self.varied.resize(index + 1, false);
        }
        self.active[index] = true;
        self.varied[index] = true;
    }

    /// Whether an expression's value is active.
    pub(crate) fn expr(&self, f: &Function, expr: &Expr) -> bool {
        flows(f, expr, &|var| self.var(var))
    }

    /// Whether an expression's value depends on an active parameter.
    pub(crate) fn expr_varied(&self, f: &Function, expr: &Expr) -> bool {
        flows(f, expr, &|var| self.varied(var))
    }
}

/// Whether anything of `from` flows into the value of an expression.
fn flows(f: &Function, expr: &Expr, from: &dyn Fn(VarId) -> bool) -> bool {
    let any = |exprs: &[Expr]| exprs.iter().any(|e| flows(f, e, from));
    match &expr.kind {
        ExprKind::Read(place) | ExprKind::Ref(place) | ExprKind::RefMut(place) => {
            from(place.root) && !f.place_hint(place).is_inactive()
        }
        ExprKind::RefTemp(value) => flows(f, value, from),
        ExprKind::Unary(crate::ir::UnaryOp::Neg, value) => flows(f, value, from),
        ExprKind::Unary(crate::ir::UnaryOp::Not, _) => false,
        ExprKind::Binary(op, a, b) => {
            op.rule().is_some() && (flows(f, a, from) || flows(f, b, from))
        }
        ExprKind::Cast { value, discrete, .. } => {
            !discrete && !f.expr_hint(value).is_inactive() && flows(f, value, from)
        }
        ExprKind::Prim { prim, args, .. } => args
            .iter()
            .zip(prim.needs)
            .any(|(arg, needs)| *needs != ops::INACTIVE && flows(f, arg, from)),
        ExprKind::Aggregate { kind, operands } => match kind {
            Aggregate::Tuple
            | Aggregate::Array
            | Aggregate::Repeat(_)
            | Aggregate::VecList
            | Aggregate::VecRepeat(_)
            | Aggregate::Struct { .. }
            | Aggregate::Call { .. }
            | Aggregate::MatrixNew(_)
            | Aggregate::MatrixMacro { .. } => any(operands),
        },
        ExprKind::Function { captured, .. } => any(captured),
        ExprKind::Tokens(_)
        | ExprKind::Inert { .. }
        | ExprKind::InertCall { .. }
        | ExprKind::Range { .. }
        | ExprKind::Stop(_)
        | ExprKind::Opaque { .. }
        | ExprKind::Helper { .. } => false,
        ExprKind::Rule { .. }
        | ExprKind::Zero(_)
        | ExprKind::FloatZero(_)
        | ExprKind::Replace(..)
        | ExprKind::TakeChecked(..)
        | ExprKind::Take(_) => false,
    }
}

/// The variables whose values flow into an expression.
fn sources(expr: &Expr, out: &mut dyn FnMut(VarId)) {
    match &expr.kind {
        ExprKind::Read(place) | ExprKind::Ref(place) | ExprKind::RefMut(place) => out(place.root),
        ExprKind::RefTemp(value) | ExprKind::Unary(_, value) => sources(value, out),
        ExprKind::Binary(op, a, b) => {
            if op.rule().is_some() {
                sources(a, out);
                sources(b, out);
            }
        }
        ExprKind::Cast { value, discrete, .. } => {
            if !discrete {
                sources(value, out);
            }
        }
        ExprKind::Prim { prim, args, .. } => {
            for (arg, needs) in args.iter().zip(prim.needs) {
                if *needs != ops::INACTIVE {
                    sources(arg, out);
                }
            }
        }
        ExprKind::Aggregate { operands, .. } | ExprKind::Function { captured: operands, .. } => {
            operands.iter().for_each(|o| sources(o, out));
        }
        ExprKind::Tokens(_)
        | ExprKind::Inert { .. }
        | ExprKind::InertCall { .. }
        | ExprKind::Range { .. }
        | ExprKind::Stop(_)
        | ExprKind::Opaque { .. }
        | ExprKind::Helper { .. }
        | ExprKind::Rule { .. }
        | ExprKind::Zero(_)
        | ExprKind::FloatZero(_)
        | ExprKind::Replace(..)
        | ExprKind::TakeChecked(..)
        | ExprKind::Take(_) => {}
    }
}

/// Whether a call may change what an argument names.
pub(crate) fn may_write(
    f: &Function,
    callee: &crate::ir::Callee,
    index: usize,
    arg: &Expr,
) -> bool {
    match &arg.kind {
        ExprKind::RefMut(_) => true,
        // A method may take its receiver by `&mut`: only the callee knows.
        ExprKind::Read(place) if index == 0 => {
            matches!(callee, crate::ir::Callee::Method { .. }) && is_writable(f, place)
        }
        // An exclusive reference that is passed on by its name.
        ExprKind::Read(place) => {
            let last_deref = place.path.is_empty();
            last_deref && matches!(f.var(place.root).kind, VarKind::Param { exclusive: true, .. })
        }
        _ => false,
    }
}

/// Whether something may be written through a place.
fn is_writable(f: &Function, place: &crate::ir::Place) -> bool {
    let var = f.var(place.root);
    match var.kind {
        VarKind::Param { exclusive, .. } => exclusive || var.mutable,
        VarKind::Bound | VarKind::Local | VarKind::Late | VarKind::Checked => var.mutable,
        VarKind::Index | VarKind::Flag => false,
        VarKind::Derivative | VarKind::Slot | VarKind::Record => true,
    }
}

/// Runs the analysis. `active_params` says which parameters are independent.
pub(crate) fn analyse(f: &Function, active_params: &[bool]) -> Activity {
    let count = f.vars.len();
    let inactive = |var: VarId| {
        let var = f.var(var);
        var.hint.is_inactive() || matches!(var.kind, VarKind::Index | VarKind::Flag)
    };
    let mut varied = vec![false; count];
    for (param, active) in f.params.iter().zip(active_params) {
        varied[param.0 as usize] = *active && !inactive(*param);
    }
    fixpoint(&mut varied, &mut |varied| spread_varied(f, &f.body, varied, &inactive));
    let mut useful = vec![false; count];
    if let Some(result) = &f.result {
        sources(result, &mut |var| useful[var.0 as usize] = true);
    }
    for (param, active) in f.params.iter().zip(active_params) {
        if *active && matches!(f.var(*param).kind, VarKind::Param { exclusive: true, .. }) {
            useful[param.0 as usize] = true;
        }
    }
    // What a call that stands for its effect changes may be unseen here: it is the callee's to say.
    for unread in visit::unread_results(f) {
        useful[unread.0 as usize] = true;
    }
    fixpoint(&mut useful, &mut |useful| spread_useful(f, &f.body, useful));
    let active = varied.iter().zip(&useful).map(|(v, u)| *v && *u).collect();
    Activity { active, varied }
}

fn fixpoint(set: &mut Vec<bool>, step: &mut dyn FnMut(&mut Vec<bool>)) {
    loop {
        let before = set.iter().filter(|x| **x).count();
        step(set);
        if set.iter().filter(|x| **x).count() == before {
            return;
        }
    }
}

fn spread_varied(
    f: &Function,
    block: &Block,
    varied: &mut Vec<bool>,
    inactive: &dyn Fn(VarId) -> bool,
) {
    for stmt in &block.stmts {
        let is = |varied: &[bool], e: &Expr| flows(f, e, &|var| varied[var.0 as usize]);
        let set = |varied: &mut Vec<bool>, var: VarId| {
            if !inactive(var) {
                varied[var.0 as usize] = true;
            }
        };
        match &stmt.kind {
            StmtKind::Let { var, value: Some(value) } if is(varied, value) => {
                set(varied, *var);
            }
            StmtKind::Assign { place, value } | StmtKind::Update { place, value, .. }
                if is(varied, value) =>
            {
                set(varied, place.root);
            }
            StmtKind::Call { dest, callee, args } if args.iter().any(|arg| is(varied, arg)) => {
                if let Some(dest) = dest {
                    set(varied, *dest);
                }
                for (index, arg) in args.iter().enumerate() {
                    if may_write(f, callee, index, arg)
                        && let Some(place) = arg.place()
                    {
                        set(varied, place.root);
                    }
                }
            }
            StmtKind::Grow(grow) => {
                if grow.value.as_ref().is_some_and(|value| is(varied, value)) {
                    set(varied, grow.place.root);
                }
                if let Some(dest) = grow.dest
                    && varied[grow.place.root.0 as usize]
                {
                    set(varied, dest);
                }
            }
            StmtKind::Match { scrutinee, arms, .. } => {
                for binding in arms.iter().flat_map(|arm| &arm.bindings) {
                    if varied[scrutinee.root.0 as usize] {
                        set(varied, binding.var);
                    }
                    // A method's receiver may be changed, for all we know: then so may what it is a part of.
                    if varied[binding.var.0 as usize] {
                        set(varied, scrutinee.root);
                    }
                }
            }
            _ => {}
        }
        visit::each_block(stmt, &mut |inner| spread_varied(f, inner, varied, inactive));
    }
}

fn spread_useful(f: &Function, block: &Block, useful: &mut Vec<bool>) {
    for stmt in block.stmts.iter().rev() {
        let mut blocks = Vec::new();
        visit::each_block(stmt, &mut |inner| blocks.push(inner));
        for inner in blocks.into_iter().rev() {
            spread_useful(f, inner, useful);
        }
        match &stmt.kind {
            StmtKind::Let { var, value: Some(value) } if useful[var.0 as usize] => {
                sources(value, &mut |v| useful[v.0 as usize] = true);
            }
            StmtKind::Assign { place, value } | StmtKind::Update { place, value, .. }
                if useful[place.root.0 as usize] =>
            {
                sources(value, &mut |v| useful[v.0 as usize] = true);
            }
            StmtKind::Call { dest, callee, args } => {
                let wanted = dest.is_some_and(|dest| useful[dest.0 as usize])
                    || args.iter().enumerate().any(|(index, arg)| {
                        may_write(f, callee, index, arg)
                            && arg.place().is_some_and(|place| useful[place.root.0 as usize])
                    });
                if wanted {
                    for arg in args {
                        sources(arg, &mut |v| useful[v.0 as usize] = true);
                    }
                }
            }
            StmtKind::Grow(grow) => {
                if grow.dest.is_some_and(|dest| useful[dest.0 as usize]) {
                    useful[grow.place.root.0 as usize] = true;
                }
                if let Some(value) =
                    grow.value.as_ref().filter(|_| useful[grow.place.root.0 as usize])
                {
                    sources(value, &mut |v| useful[v.0 as usize] = true);
                }
            }
            StmtKind::Match { scrutinee, exclusive, arms } => {
                for binding in arms.iter().flat_map(|arm| &arm.bindings) {
                    if useful[binding.var.0 as usize] {
                        useful[scrutinee.root.0 as usize] = true;
                    }
                    if *exclusive && useful[scrutinee.root.0 as usize] {
                        useful[binding.var.0 as usize] = true;
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether the function's result, or what it writes through `&mut`, depends on an active parameter.
pub(crate) fn has_data_path(f: &Function, activity: &Activity) -> bool {
    f.result.as_ref().is_some_and(|result| activity.expr_varied(f, result))
        || f.params.iter().any(|param| {
            matches!(f.var(*param).kind, VarKind::Param { exclusive: true, .. })
                && activity.varied(*param)
        })
}
