//! Loops whose iterations run forward and backward back to back, and what moves before the one that is fused.

use std::collections::HashSet;

use super::assemble::{Assemble, Sweeps};
use super::independence::{Finality, LoopMode, slice};
use super::reverse::RevBlock;
use crate::ir::{
    Block, Expr, ExprKind, Function, Hint, Place, Stmt, StmtId, StmtKind, VarId, visit,
};

impl Assemble<'_> {
    /// The outermost block with one fused loop: what gives the adjoints of its sums moves before it.
    ///
    /// ```text
    /// a; for i in r { forward }; b            with the reverse   b'; for i in r.rev() { reverse }; a'
    /// a; early b'; for i in r { forward; reverse }; b;   then    rest of b'; a'
    /// ```
    pub(super) fn fused(
        &mut self,
        primal: &Function,
        id: StmtId,
        mut needed: HashSet<VarId>,
        reverse: RevBlock,
    ) -> Sweeps {
        let finality = Finality::of(primal, id);
        let (first, sweeps, last) = self.each(&primal.body, reverse);
        let at = primal.body.stmts.iter().position(|stmt| stmt.id == id);
        let at = at.expect("verified: the loop stands in the outermost block");
        let mut forward = Vec::new();
        let mut later = Vec::new();
        let mut own = (Vec::new(), Vec::new());
        let mut earlier = Vec::new();
        let mut behind = Vec::new();
        for (index, (ahead, back)) in sweeps.into_iter().enumerate() {
            match index.cmp(&at) {
                std::cmp::Ordering::Less => {
                    forward.extend(ahead);
                    earlier.push(back);
                }
                std::cmp::Ordering::Equal => own = (ahead, back),
                std::cmp::Ordering::Greater => {
                    later.extend(ahead);
                    behind.push(back);
                }
            }
        }
        let mut code = first;
        code.extend(behind.into_iter().rev().flatten());
        let chosen: HashSet<usize> = {
            let stmts: Vec<&Stmt> = code.iter().collect();
            let chosen = slice(&stmts, &mut needed, &|var| finality.source(var));
            chosen.expect("verified: the loop can be fused").into_iter().collect()
        };
        // Adjoints that the loop adds to, and that the code behind it declares, start as zero before it.
        let mut added = HashSet::new();
        for stmt in own.0.iter().chain(&own.1) {
            visit::each_mention(stmt, &mut |var| {
                added.insert(var);
            });
        }
        let mut early = Vec::new();
        let mut rest = Vec::new();
        for (index, stmt) in code.into_iter().enumerate() {
            if chosen.contains(&index) {
                early.push(stmt);
                continue;
            }
            let declares = match &stmt.kind {
                StmtKind::Let { var, value: Some(value) } if added.contains(var) => {
                    Some((*var, value.clone()))
                }
                _ => None,
            };
            match declares {
                Some((_, value))
                    if matches!(value.kind, ExprKind::Zero(_) | ExprKind::FloatZero(_)) =>
                {
                    early.push(stmt);
                }
                Some((var, value)) => {
                    let of = self.primal_of(var);
                    let span = stmt.span;
                    let zero = match self.f.var(var).hint.clone() {
                        Hint::Float(ty) => ExprKind::FloatZero(ty),
                        _ => ExprKind::Zero(Place::var(of)),
                    };
                    let value_zero = Some(Expr::new(zero, span));
                    let declare = self.stmt(StmtKind::Let { var, value: value_zero }, span);
                    early.push(declare);
                    let place = Place::var(var);
                    rest.push(self.stmt(StmtKind::Accumulate { place, value }, span));
                }
                None => rest.push(stmt),
            }
        }
        // The loop's own sweeps: declarations, then the loop itself.
        let (ahead, back) = own;
        let mut reverse = Vec::new();
        if self.switches.fuse {
            forward.extend(early);
            forward.extend(ahead);
            forward.extend(later);
        } else {
            // The same order of additions, in two loops.
            forward.extend(ahead);
            forward.extend(later);
            reverse.extend(early);
            reverse.extend(back);
        }
        reverse.extend(rest);
        reverse.extend(earlier.into_iter().rev().flatten());
        reverse.extend(last);
        (forward, reverse)
    }

    /// The variable that an adjoint belongs to.
    fn primal_of(&self, adjoint: VarId) -> VarId {
        self.adjoints
            .iter()
            .find(|(_, of)| **of == adjoint)
            .map(|(var, _)| *var)
            .expect("verified: only adjoints of variables are added to")
    }

    /// An independent loop: each iteration's forward part and reverse back to back.
    pub(super) fn independent(
        &mut self,
        stmt: &Stmt,
        ahead: Vec<Stmt>,
        back_body: Vec<Stmt>,
        forward: &mut Vec<Stmt>,
        back: &mut Vec<Stmt>,
    ) {
        let (mode, found) = self.modes.of[&stmt.id].clone();
        let fuse = mode == LoopMode::Fused && self.switches.fuse;
        let mut body = ahead;
        if !fuse {
            // The sums have been added up before.
            forward.push(stmt.clone());
            without_sums(&mut body, &found.sums);
        }
        body.extend(back_body);
        let mut new = stmt.clone();
        if let Some(block) = visit::blocks_mut(&mut new).into_iter().next() {
            *block = Block { stmts: body };
        }
        if fuse {
            forward.append(back);
            forward.push(new);
        } else {
            back.push(new);
        }
    }
}

/// Takes the additions to sums out of a body.
fn without_sums(stmts: &mut Vec<Stmt>, sums: &HashSet<VarId>) {
    stmts.retain(
        |stmt| !matches!(&stmt.kind, StmtKind::Update { place, .. } if sums.contains(&place.root)),
    );
    for stmt in stmts {
        for block in visit::blocks_mut(stmt) {
            without_sums(&mut block.stmts, sums);
        }
    }
}
