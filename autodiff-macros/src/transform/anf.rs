//! A-normal form of the active part: every active operation gets operands that are places or inactive.
//!
//! Inactive expressions stay as they were written. `y = sin(x * w) + 1.0` becomes
//!
//! ```text
//! t0 = x * w;  t1 = sin(t0);  y = t1 + 1.0
//! ```

use crate::analysis::activity::Activity;
use crate::ir::{
    Block, Callee, Expr, ExprKind, Function, Place, Stmt, StmtKind, Var, VarId, VarKind, visit,
};

/// Rewrites the function, and extends the activity to the new temporaries.
pub(crate) fn normalize(f: &mut Function, activity: &mut Activity) {
    let body = std::mem::take(&mut f.body);
    let mut anf = Anf { f, activity };
    let mut body = anf.block(body);
    if let Some(result) = anf.f.result.take() {
        let needs_variable = match &result.kind {
            ExprKind::Read(place) => {
                !place.is_var()
                    || anf.f.var(place.root).kind == VarKind::Checked
                    || matches!(anf.f.var(place.root).kind, VarKind::Param { .. })
            }
            _ => true,
        };
        if needs_variable && anf.activity.expr(anf.f, &result) {
            let mut out = Vec::new();
            let value = anf.operation(result, &mut out);
            let span = value.span;
            let var = anf.temporary("result", &value);
            if matches!(anf.f.var(var).hint, crate::ir::Hint::Unknown) {
                anf.f.var_mut(var).hint = anf.f.result_hint.clone();
            }
            let stmt = anf.f.stmt(StmtKind::Let { var, value: Some(value) }, span);
            out.push(stmt);
            body.stmts.extend(out);
            anf.f.result = Some(Expr::var(var, span));
        } else {
            anf.f.result = Some(result);
        }
    }
    f.body = body;
}

struct Anf<'f> {
    f: &'f mut Function,
    activity: &'f mut Activity,
}

impl Anf<'_> {
    /// An inactive value in a variable of its own.
    fn inactive(&mut self, value: Expr, out: &mut Vec<Stmt>) -> Expr {
        let var = self.variable("t", &value);
        let span = value.span;
        out.push(self.f.stmt(StmtKind::Let { var, value: Some(value) }, span));
        Expr::read(Place::var(var), span)
    }

    fn temporary(&mut self, name: &str, value: &Expr) -> VarId {
        let var = self.variable(name, value);
        self.activity.mark(var);
        var
    }

    fn variable(&mut self, name: &str, value: &Expr) -> VarId {
        let hint = self.f.expr_hint(value);
        self.f.add_var(Var {
            name: name.to_owned(),
            span: value.span,
            kind: VarKind::Local,
            mutable: false,
            hint,
            ty: None,
            reassigned: false,
        })
    }

    fn block(&mut self, block: Block) -> Block {
        let mut out = Vec::with_capacity(block.stmts.len());
        for mut stmt in block.stmts {
            for inner in visit::blocks_mut(&mut stmt) {
                let taken = std::mem::take(inner);
                *inner = self.block(taken);
            }
            self.stmt(stmt, &mut out);
        }
        Block { stmts: out }
    }

    fn stmt(&mut self, mut stmt: Stmt, out: &mut Vec<Stmt>) {
        match &mut stmt.kind {
            StmtKind::Let { var, value: Some(value) } if self.activity.var(*var) => {
                let taken = value.clone();
                *value = self.operation(taken, out);
            }
            StmtKind::Assign { place, value } | StmtKind::Update { place, value, .. }
                if self.activity.var(place.root) && self.activity.expr(self.f, value) =>
            {
                let taken = value.clone();
                *value = self.atom(taken, out);
            }
            StmtKind::Grow(crate::ir::Grow { place, value: Some(value), .. })
                if self.activity.var(place.root) && self.activity.expr(self.f, value) =>
            {
                let taken = value.clone();
                *value = self.atom(taken, out);
            }
            StmtKind::Call { callee, args, .. } => {
                for arg in args {
                    if self.activity.expr(self.f, arg) {
                        if let Callee::Method { active, .. } = callee {
                            *active = true;
                        }
                        let taken = arg.clone();
                        *arg = self.atom(taken, out);
                    } else if let ExprKind::Aggregate { operands, .. } = &arg.kind
                        && operands.iter().any(|operand| matches!(operand.kind, ExprKind::Read(_)))
                    {
                        // Both the call and what stands for its tangent need it; its parts may be moved into it once.
                        let taken = arg.clone();
                        *arg = self.inactive(taken, out);
                    }
                }
            }
            _ => {}
        }
        out.push(stmt);
    }

    /// An active expression with atoms for operands.
    fn operation(&mut self, mut expr: Expr, out: &mut Vec<Stmt>) -> Expr {
        if !self.activity.expr(self.f, &expr) {
            return expr;
        }
        match &mut expr.kind {
            ExprKind::Read(_)
            | ExprKind::Ref(_)
            | ExprKind::RefMut(_)
            | ExprKind::Function { .. } => {}
            ExprKind::RefTemp(value) => {
                let taken = (**value).clone();
                return self.operation(taken, out);
            }
            _ => visit::map_operands(&mut expr, &mut |operand| {
                let taken = operand.clone();
                *operand = self.atom(taken, out);
            }),
        }
        expr
    }

    /// An operand: a place, or something inactive.
    fn atom(&mut self, expr: Expr, out: &mut Vec<Stmt>) -> Expr {
        if !self.activity.expr(self.f, &expr) {
            return expr;
        }
        match &expr.kind {
            ExprKind::Read(_)
            | ExprKind::Ref(_)
            | ExprKind::RefMut(_)
            | ExprKind::Function { .. } => expr,
            ExprKind::RefTemp(value) => {
                let span = expr.span;
                let value = self.atom((**value).clone(), out);
                match value.kind {
                    ExprKind::Read(place) => Expr::new(ExprKind::Ref(place), span),
                    _ => value,
                }
            }
            _ => {
                let value = self.operation(expr, out);
                let span = value.span;
                let var = self.temporary("t", &value);
                let stmt = self.f.stmt(StmtKind::Let { var, value: Some(value) }, span);
                out.push(stmt);
                Expr::read(Place::var(var), span)
            }
        }
    }
}
