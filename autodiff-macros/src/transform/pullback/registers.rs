//! Elements that an innermost loop touches at a fixed place are kept in a local around it.
//!
//! ```text
//! for row in a..b { adj[column] += t[row] * l[p]; p += 1; }
//!
//! let mut sum = 0.0;
//! if a < b { sum = adj[column]; }
//! for row in a..b { sum += t[row] * l[p]; p += 1; }
//! if a < b { adj[column] = sum; }
//! ```
//!
//! The compiler cannot do it: every index may panic, and what a panic would leave behind must be stored before.
//! The order of additions stays the same. A loop that does not run touches nothing; one that does reaches
//! the places that stand in its body without a condition, so that nothing panics that did not before.

use std::collections::{HashMap, HashSet};

use crate::ir::visit::{self, Access};
use crate::ir::{
    BinaryOp, Block, Expr, ExprKind, FloatType, Function, Hint, Place, Proj, Stmt, StmtKind, Var,
    VarId, VarKind, print,
};

/// Changes every innermost loop of a block.
pub(super) fn promote(f: &mut Function, block: &mut Block) {
    let mut out = Vec::with_capacity(block.stmts.len());
    for mut stmt in std::mem::take(&mut block.stmts) {
        visit::blocks_mut(&mut stmt).into_iter().for_each(|inner| promote(f, inner));
        match loop_of(&stmt).and_then(|body| Innermost::of(f, body)) {
            Some(innermost) => innermost.promote(f, stmt, &mut out),
            None => out.push(stmt),
        }
    }
    block.stmts = out;
}

/// The body of a counted loop.
fn loop_of(stmt: &Stmt) -> Option<&Block> {
    match &stmt.kind {
        StmtKind::For { body, .. } | StmtKind::ForReverse { body, .. } => Some(body),
        _ => None,
    }
}

/// What the body of a loop without loops in it does.
#[derive(Default)]
struct Innermost {
    /// Variables that have another value in each iteration.
    varying: HashSet<VarId>,
    /// Places that each iteration certainly reads, or adds to.
    certain: Vec<(Place, Touch)>,
    /// How often each variable is named, and how often as the target of an addition, by place.
    mentions: HashMap<VarId, usize>,
    additions: HashMap<String, usize>,
}

#[derive(Clone, Copy, PartialEq)]
enum Touch {
    Read,
    Add,
}

impl Innermost {
    /// Nothing if the body holds what is not straight-line code and branches.
    fn of(f: &Function, body: &Block) -> Option<Self> {
        let mut found = Innermost::default();
        let mut plain = true;
        visit::each_stmt(body, &mut |stmt| plain &= found.stmt(f, stmt));
        if !plain {
            return None;
        }
        for stmt in &body.stmts {
            if let StmtKind::Accumulate { place, .. } = &stmt.kind {
                found.certain.push((place.clone(), Touch::Add));
            }
            visit::each_expr(stmt, &mut |expr| found.certain_reads(expr));
        }
        Some(found)
    }

    fn stmt(&mut self, f: &Function, stmt: &Stmt) -> bool {
        visit::each_stmt_place(stmt, &mut |place, access| {
            if access == Access::Write {
                self.varying.insert(place.root);
            }
            *self.mentions.entry(place.root).or_default() += 1;
        });
        match &stmt.kind {
            StmtKind::Let { var, .. } => {
                self.varying.insert(*var);
            }
            StmtKind::Accumulate { place, .. } => {
                // It both reads and writes.
                *self.additions.entry(print::place(place)).or_default() += 2;
            }
            StmtKind::TapePop { tape, vars } | StmtKind::ResidualGet { residual: tape, vars } => {
                self.varying.insert(*tape);
                self.varying.extend(vars);
            }
            StmtKind::TapePush { vars, .. } => {
                for var in vars {
                    *self.mentions.entry(*var).or_default() += 1;
                }
            }
            StmtKind::Save { old, .. } => {
                self.varying.insert(*old);
            }
            StmtKind::LetTuple { vars, .. } => self.varying.extend(vars),
            // What a match binds is a part of something else.
            StmtKind::Assign { place, .. } | StmtKind::Update { place, .. } => {
                return f.var(place.root).kind != VarKind::Bound;
            }
            StmtKind::If { .. } | StmtKind::Restore { .. } => {}
            _ => return false,
        }
        true
    }

    /// Places that evaluating an expression reads in any case.
    fn certain_reads(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Binary(BinaryOp::And | BinaryOp::Or, first, _) => self.certain_reads(first),
            ExprKind::Read(place) => {
                self.certain.push((place.clone(), Touch::Read));
                visit::each_operand(expr, &mut |operand| self.certain_reads(operand));
            }
            ExprKind::Opaque { .. } => {}
            _ => visit::each_operand(expr, &mut |operand| self.certain_reads(operand)),
        }
    }

    /// Whether a place is a float at an index that is the same in all iterations, or a caller's float.
    fn is_fixed(&self, f: &Function, place: &Place, index_of: Option<VarId>) -> bool {
        let info = f.var(place.root);
        let shape = match place.path.as_slice() {
            [Proj::Index(at)] => {
                matches!(info.hint, Hint::Array(..) | Hint::Slice(_) | Hint::Vec(_))
                    && !matches!(at.kind, ExprKind::Range { .. })
            }
            [] => info.kind == VarKind::Slot,
            _ => false,
        };
        let mut fixed = shape && f.place_hint(place).is_float() && info.kind != VarKind::Bound;
        visit::each_index(place, &mut |index| {
            visit::each_read(index, &mut |var| {
                fixed &= !self.varying.contains(&var) && Some(var) != index_of;
            });
        });
        fixed
    }

    fn promote(self, f: &mut Function, mut stmt: Stmt, out: &mut Vec<Stmt>) {
        let (index, runs) = match &stmt.kind {
            StmtKind::For { var, range, .. }
            | StmtKind::ForReverse { var, range, trips: None, .. } => {
                let op = if range.inclusive { BinaryOp::Le } else { BinaryOp::Lt };
                (*var, Expr::binary(op, range.low.clone(), range.high.clone(), stmt.span))
            }
            StmtKind::ForReverse { var, trips: Some(trips), .. } => {
                let trips = Expr::var(*trips, stmt.span);
                let none = Expr::tokens(quote::quote!(0), stmt.span);
                (*var, Expr::binary(BinaryOp::Gt, trips, none, stmt.span))
            }
            _ => return out.push(stmt),
        };
        let mut locals: HashMap<String, VarId> = HashMap::new();
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for (place, touch) in &self.certain {
            let text = print::place(place);
            if locals.contains_key(&text) || !self.is_fixed(f, place, Some(index)) {
                continue;
            }
            let added = touch == &Touch::Add;
            let alone = if added {
                self.mentions.get(&place.root) == self.additions.get(&text)
            } else {
                !self.varying.contains(&place.root) && !place.path.is_empty()
            };
            if !alone {
                continue;
            }
            let hint = f.place_hint(place);
            let Hint::Float(ty) = hint.clone() else { continue };
            let name = format!("{}_at", f.var(place.root).name);
            let local = f.add_var(Var {
                name,
                span: stmt.span,
                kind: VarKind::Derivative,
                mutable: true,
                hint,
                ty: None,
                reassigned: false,
            });
            locals.insert(text, local);
            out.push(declare(f, local, ty, &stmt));
            let value = Expr::read(place.clone(), stmt.span);
            let load = StmtKind::Assign { place: Place::var(local), value };
            before.push(f.stmt(load, stmt.span));
            if added {
                let value = Expr::var(local, stmt.span);
                after.push(f.stmt(StmtKind::Assign { place: place.clone(), value }, stmt.span));
            }
        }
        if locals.is_empty() {
            return out.push(stmt);
        }
        for body in visit::blocks_mut(&mut stmt) {
            replace(body, &locals);
        }
        let span = stmt.span;
        out.push(guarded(f, &runs, before, span));
        out.push(stmt);
        if !after.is_empty() {
            out.push(guarded(f, &runs, after, span));
        }
    }
}

fn declare(f: &mut Function, local: VarId, ty: FloatType, of: &Stmt) -> Stmt {
    let zero = Expr::new(ExprKind::FloatZero(ty), of.span);
    f.stmt(StmtKind::Let { var: local, value: Some(zero) }, of.span)
}

fn guarded(f: &mut Function, runs: &Expr, stmts: Vec<Stmt>, span: proc_macro2::Span) -> Stmt {
    let kind = StmtKind::If { cond: runs.clone(), then: Block { stmts }, els: Block::default() };
    f.stmt(kind, span)
}

/// Puts the locals in the place of what they hold.
fn replace(block: &mut Block, locals: &HashMap<String, VarId>) {
    for stmt in &mut block.stmts {
        if let StmtKind::Accumulate { place, .. } = &mut stmt.kind
            && let Some(local) = locals.get(&print::place(place))
        {
            *place = Place::var(*local);
        }
        visit::map_exprs(stmt, &mut |expr| replace_reads(expr, locals));
        visit::blocks_mut(stmt).into_iter().for_each(|inner| replace(inner, locals));
    }
}

fn replace_reads(expr: &mut Expr, locals: &HashMap<String, VarId>) {
    if let ExprKind::Read(place) = &expr.kind
        && let Some(local) = locals.get(&print::place(place))
    {
        *expr = Expr::var(*local, expr.span);
        return;
    }
    visit::map_operands(expr, &mut |operand| replace_reads(operand, locals));
}
