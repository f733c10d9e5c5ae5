//! Moves late declarations into the one branch that uses them.
//!
//! Where the other branches leave the function, what follows a branch stands inside it. A value that it gives is then
//! assigned and read in one block only, and is a plain `let` there: outside of that block it has no value, nor a zero.
//!
//! ```text
//! let x;                               match o {
//! match o {                                Some(v) => { let x = v; y = x * x; }
//!     Some(v) => { x = v; y = x * x; }  ->  None => { y = 0.0; }
//!     None => { y = 0.0; }             }
//! }
//! ```

use crate::ir::{Block, Function, Stmt, StmtKind, VarId, VarKind, visit};

/// Runs the pass.
pub(super) fn sink_declarations(f: &mut Function) {
    let mut body = std::mem::take(&mut f.body);
    let late: Vec<VarId> = (0..f.vars.len())
        .map(|index| VarId(u32::try_from(index).expect("fewer variables than u32::MAX")))
        .filter(|var| f.var(*var).kind == VarKind::Late && !f.var(*var).reassigned)
        .collect();
    for var in late {
        let in_result = f.result.as_ref().is_some_and(|result| {
            let mut found = false;
            visit::each_read(result, &mut |read| found |= read == var);
            found
        });
        if !in_result && sink(&mut body, var) {
            f.var_mut(var).kind = VarKind::Local;
        }
    }
    f.body = body;
}

fn mentions(stmt: &Stmt, var: VarId) -> bool {
    let mut found = false;
    visit::each_mention(stmt, &mut |mentioned| found |= mentioned == var);
    found
}

/// Finds the declaration, and moves it; whether it became a plain `let`.
fn sink(block: &mut Block, var: VarId) -> bool {
    let declared =
        |stmt: &Stmt| matches!(&stmt.kind, StmtKind::Let { var: own, value: None } if *own == var);
    let Some(at) = block.stmts.iter().position(declared) else {
        return block
            .stmts
            .iter_mut()
            .any(|stmt| visit::blocks_mut(stmt).into_iter().any(|inner| sink(inner, var)));
    };
    let Some(target) = target(&mut block.stmts[at + 1..], var) else { return false };
    let Some(first) = target.stmts.iter_mut().find(|stmt| mentions(stmt, var)) else {
        return false;
    };
    let StmtKind::Assign { place, value } = &first.kind else { return false };
    let mut reads_itself = false;
    visit::each_read(value, &mut |read| reads_itself |= read == var);
    if !place.is_var() || place.root != var || reads_itself {
        return false;
    }
    first.kind = StmtKind::Let { var, value: Some(value.clone()) };
    block.stmts.remove(at);
    true
}

/// The innermost block of branches that holds all mentions, if these are not in the statements themselves.
fn target(stmts: &mut [Stmt], var: VarId) -> Option<&mut Block> {
    let mut users = stmts.iter_mut().filter(|stmt| mentions(stmt, var));
    let user = users.next()?;
    if users.next().is_some() {
        return None;
    }
    if !matches!(user.kind, StmtKind::If { .. } | StmtKind::Match { .. }) {
        return None;
    }
    let mut own = false;
    visit::each_stmt_place(user, &mut |place, _| own |= place.root == var);
    if own {
        return None;
    }
    let mut blocks = visit::blocks_mut(user)
        .into_iter()
        .filter(|block| block.stmts.iter().any(|stmt| mentions(stmt, var)));
    let inner = blocks.next()?;
    if blocks.next().is_some() {
        return None;
    }
    let assigned_here = inner.stmts.iter().find(|stmt| mentions(stmt, var)).is_some_and(
        |stmt| matches!(&stmt.kind, StmtKind::Assign { place, .. } if place.is_var() && place.root == var),
    );
    if assigned_here { Some(inner) } else { target(&mut inner.stmts, var) }
}
