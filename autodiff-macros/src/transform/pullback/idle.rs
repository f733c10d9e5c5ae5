//! Loops of the reverse sweep that only pass on cotangents which are zero are left out: of a thousand distances, the
//! minimum passes its cotangent on to one.
//!
//! ```text
//! let d_adj = min_adjoint_1(&least, &d, &t_adj);
//! if d_adj != 0.0 {
//!     for i in (0..n).rev() { x_adj[i] += product(&d_adj, &t); }
//! }
//! ```
//!
//! A loop is idle where all it does is to add what is zero as soon as the scalars from outside are that; a zero wins over
//! whatever it is multiplied with (`product`), so this is so for infinities too. Its tangent is zero as soon as those of the
//! scalars are zero as well, which the second order asks too.
//!
//! To add a zero is not quite nothing: it makes `0.0` of a `-0.0`. So the condition is part of what the loop means, and
//! does not depend on the switches: it stands around the loop, or around each of its additions where the optimisation
//! is switched off, or where others that are have left something in the loop that must run. Which loops these are is
//! read off the adjoint with all optimisations.

use std::collections::{HashMap, HashSet};

use super::assemble::{self, Assemble};
use super::independence::Modes;
use super::plan;
use super::reverse::{Inner, RevBlock, Reversed};
use super::{Sweeps, Switches};
use crate::ir::visit::{self, Access};
use crate::ir::{
    BinaryOp, Block, Expr, ExprKind, FloatType, Function, Hint, Place, Stmt, StmtId, StmtKind,
    UnaryOp, VarId, VarKind,
};

/// The loops that may be idle, each with the scalars that say so.
pub(super) type IdleLoops = HashMap<StmtId, Vec<VarId>>;

/// Finds the loops of the primal whose reverse may be left out.
pub(super) fn find(primal: &Function, reversed: &Reversed, modes: &Modes) -> IdleLoops {
    let mut found = IdleLoops::new();
    // In a function whose products are plain no zero wins.
    if !primal.infinities {
        return found;
    }
    let mut counted = HashSet::new();
    visit::each_stmt(&primal.body, &mut |stmt| {
        let back_to_back = modes.of.get(&stmt.id).is_some_and(|(mode, _)| mode.is_back_to_back());
        if let StmtKind::For { range, .. } = &stmt.kind
            && range.checkpoint.is_none()
            && !back_to_back
        {
            counted.insert(stmt.id);
        }
    });
    candidates(&reversed.function, &reversed.body, &counted, &mut found);
    if found.is_empty() {
        return found;
    }
    let plan = plan::plan(primal, reversed, modes, Switches::ALL, Sweeps::Joint);
    let with = assemble::Options { switches: Switches::ALL, sweeps: Sweeps::Joint, idle: &found };
    let (_, left_out) = assemble::assemble(primal, reversed.clone(), &plan, modes, &with);
    found.retain(|id, _| left_out.contains(id));
    found
}

fn candidates(f: &Function, block: &RevBlock, counted: &HashSet<StmtId>, out: &mut IdleLoops) {
    for item in &block.items {
        if let Inner::Loop(body) = &item.inner
            && counted.contains(&item.of)
            && let Some(sources) = sources(f, body)
        {
            out.insert(item.of, sources);
        }
        item.inner.blocks().for_each(|block| candidates(f, block, counted, out));
    }
}

/// Whether a type is `f32` or `f64`. A dual number equals zero already where its value is that.
fn is_plain(f: &Function, hint: &Hint) -> bool {
    match hint {
        Hint::Float(FloatType::Inferred) => !f.generic,
        Hint::Float(FloatType::Written(ty)) => matches!(ty.to_string().as_str(), "f32" | "f64"),
        _ => false,
    }
}

fn each_statement<'b>(block: &'b RevBlock, visit: &mut dyn FnMut(&'b Stmt)) {
    for item in &block.items {
        item.before.iter().chain(&item.after).for_each(&mut *visit);
        item.inner.blocks().for_each(|block| each_statement(block, visit));
    }
}

/// The scalars from outside on which all depends that a loop's reverse does.
fn sources(f: &Function, body: &RevBlock) -> Option<Vec<VarId>> {
    let mut changing = HashSet::new();
    let mut sources: Vec<VarId> = Vec::new();
    each_statement(body, &mut |stmt| {
        if let StmtKind::Let { var, .. } = &stmt.kind {
            changing.insert(*var);
        }
        visit::each_stmt_place(stmt, &mut |place, access| {
            if access == Access::Write {
                changing.insert(place.root);
            }
            let info = f.var(place.root);
            let scalar = place.is_var() && is_plain(f, &info.hint);
            if scalar && info.kind == VarKind::Derivative && !sources.contains(&place.root) {
                sources.push(place.root);
            }
        });
    });
    sources.retain(|var| !changing.contains(var));
    if sources.is_empty() || sources.len() > 2 {
        return None;
    }
    let mut zeros = Zeros { known: sources.iter().copied().collect() };
    zeros.are_all(body).then_some(sources)
}

/// What is zero in a loop as soon as the scalars from outside are.
struct Zeros {
    known: HashSet<VarId>,
}

impl Zeros {
    /// Whether a block adds nothing but zeros.
    fn are_all(&mut self, body: &RevBlock) -> bool {
        body.items.iter().all(|item| {
            let own = item.before.iter().chain(&item.after).all(|stmt| match &stmt.kind {
                StmtKind::Let { var, value: Some(value) } => {
                    if self.is_zero(value) {
                        self.known.insert(*var);
                        return true;
                    }
                    is_pure(value)
                }
                StmtKind::Accumulate { value, .. } => self.is_zero(value),
                _ => false,
            });
            own && match &item.inner {
                Inner::None => true,
                Inner::Loop(body) => self.are_all(body),
                Inner::If(..) | Inner::Match(_) => item.inner.blocks().all(|b| !b.has_code()),
            }
        })
    }

    fn is_zero(&self, expr: &Expr) -> bool {
        let known = |place: &Place| place.is_var() && self.known.contains(&place.root);
        match &expr.kind {
            ExprKind::FloatZero(_) => true,
            ExprKind::Read(place) => known(place),
            ExprKind::Unary(UnaryOp::Neg, inner) => self.is_zero(inner),
            ExprKind::Binary(BinaryOp::Mul, a, b) if b.is_nonzero_literal() => self.is_zero(a),
            ExprKind::Rule { name, args } if name == "product" => {
                args.iter().any(|arg| self.is_zero(arg)) && args.iter().all(is_pure)
            }
            _ => false,
        }
    }
}

/// Whether evaluating an expression changes nothing.
fn is_pure(expr: &Expr) -> bool {
    let own = matches!(
        expr.kind,
        ExprKind::Read(_)
            | ExprKind::Ref(_)
            | ExprKind::Range { .. }
            | ExprKind::Tokens(_)
            | ExprKind::Unary(..)
            | ExprKind::Binary(..)
            | ExprKind::Cast { .. }
            | ExprKind::FloatZero(_)
    ) || matches!(&expr.kind, ExprKind::Rule { name, .. } if name == "product");
    let mut pure = own;
    visit::each_operand(expr, &mut |operand| pure &= is_pure(operand));
    pure
}

/// Whether code does nothing but to add, so that it may be left out as a whole.
fn only_adds(block: &Block) -> bool {
    block.stmts.iter().all(|stmt| {
        let mut writes = false;
        visit::each_expr(stmt, &mut |expr| {
            visit::each_place(expr, &mut |_, access| writes |= access == Access::Write);
        });
        let adds = match &stmt.kind {
            StmtKind::Let { .. } | StmtKind::Accumulate { .. } => true,
            StmtKind::ForReverse { body, .. } => only_adds(body),
            StmtKind::If { then, els, .. } => only_adds(then) && only_adds(els),
            _ => false,
        };
        adds && !writes
    })
}

impl Assemble<'_> {
    /// Appends the reverse of a loop, with a condition around it, or around what it adds, if it may be idle.
    pub(super) fn push_unless_idle(&mut self, of: StmtId, mut stmt: Stmt, back: &mut Vec<Stmt>) {
        let Some(sources) = self.idle.get(&of).cloned() else { return back.push(stmt) };
        if self.switches.idle && only_adds(&Block { stmts: vec![stmt.clone()] }) {
            self.left_out.insert(of);
            let stmt = self.busy(&sources, stmt);
            return back.push(stmt);
        }
        visit::blocks_mut(&mut stmt).into_iter().for_each(|body| self.guard(&sources, body));
        back.push(stmt);
    }

    /// Puts the condition around each addition.
    fn guard(&mut self, sources: &[VarId], block: &mut Block) {
        for mut stmt in std::mem::take(&mut block.stmts) {
            if matches!(stmt.kind, StmtKind::Accumulate { .. }) {
                stmt = self.busy(sources, stmt);
            } else {
                visit::blocks_mut(&mut stmt).into_iter().for_each(|body| self.guard(sources, body));
            }
            block.stmts.push(stmt);
        }
    }

    /// `if source != 0.0 { stmt }`: where any of the scalars is not zero.
    fn busy(&mut self, sources: &[VarId], stmt: Stmt) -> Stmt {
        let span = stmt.span;
        let tests = sources.iter().map(|var| {
            let Hint::Float(ty) = self.f.var(*var).hint.clone() else {
                unreachable!("only floats are sources")
            };
            let zero = Expr::new(ExprKind::FloatZero(ty), span);
            Expr::binary(BinaryOp::Ne, Expr::var(*var, span), zero, span)
        });
        let any = tests.reduce(|any, test| Expr::binary(BinaryOp::Or, any, test, span));
        let cond = any.expect("at least one source");
        let then = Block { stmts: vec![stmt] };
        self.stmt(StmtKind::If { cond, then, els: Block::default() }, span)
    }
}
