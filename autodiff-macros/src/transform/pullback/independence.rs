//! Loops whose iterations are independent but for sums, and the one that is fused.
//!
//! A loop is independent if each variable from outside that it writes is
//! - a **sum**: only `s += e` and `s -= e`, and read nowhere else in the loop;
//! - **private**: overwritten completely before it is read in each iteration, and not read after the loop
//!   (a work array that a covering loop `for j in 0..d { w[j] = .. }` fills);
//! - **disjoint**: only `out[i] = e` with the loop's own index, and read nowhere else in the loop.
//!
//! Then the reverse of an iteration may run right after its forward part, in any order of the iterations.
//! In a function that runs both sweeps, one such loop is *fused* if the adjoints that its reverse consumes do not
//! depend on anything from the loop on, and if what runs behind it only adds to those that it adds to:
//!
//! ```text
//! let mut total = 0.0;
//! for i in 0..n { total += f(x[i]); }      // total_adj = seed / n is known before:
//! total / n                                 // one loop computes f and its reverse
//! ```
//!
//! Nothing of this may ask for a value that the loop overwrites: [`settle`] looks at the plan and takes back what
//! does.

use std::collections::{HashMap, HashSet};

use super::plan::{Plan, plan};
use super::reverse::{RevBlock, Reversed};
use super::{Sweeps, Switches};
use crate::analysis::activity::may_write;
use crate::ir::visit::{self, Access};
use crate::ir::{
    Aggregate, BinaryOp, Block, Expr, ExprKind, Function, Place, Proj, Stmt, StmtId, StmtKind,
    VarId, VarKind, print,
};

/// How the reverse of a loop gets its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LoopMode {
    /// Iterations are taped; private arrays as a whole.
    Tape,
    /// Forward and reverse of an iteration back to back, in a loop of its own after the forward sweep.
    Replay,
    /// Forward and reverse of an iteration back to back, in the forward sweep.
    Fused,
}

impl LoopMode {
    /// Whether the reverse of an iteration follows its forward part at once.
    pub(super) fn is_back_to_back(self) -> bool {
        matches!(self, LoopMode::Replay | LoopMode::Fused)
    }
}

/// What is known of an independent loop.
#[derive(Clone, Debug, Default)]
pub(super) struct Independent {
    pub(super) sums: HashSet<VarId>,
    pub(super) privates: HashSet<VarId>,
    /// Of a fused loop: the adjoints from outside that its reverse consumes, those of its sums before all.
    pub(super) awaited: HashSet<VarId>,
}

/// The loops that do not tape their iterations.
#[derive(Clone, Debug, Default)]
pub(super) struct Modes {
    pub(super) of: HashMap<StmtId, (LoopMode, Independent)>,
}

/// Decides for all loops, so that no plan asks a loop that runs back to back for a value from before an iteration.
///
/// Such a loop has no sweep of its own that would give it back. What the plan asks for does not depend on the
/// switches here: neither does the order of additions.
pub(super) fn settle(primal: &Function, reversed: &Reversed) -> Modes {
    let mut dependent = HashSet::new();
    loop {
        let modes = modes(primal, reversed, &dependent);
        let mut settled = true;
        for (fuse, sweeps) in [(true, Sweeps::Joint), (false, Sweeps::Apart)] {
            let plan = plan(primal, reversed, &modes, Switches { fuse, ..Switches::ALL }, sweeps);
            for stmt in &primal.body.stmts {
                let Some((mode, found)) = modes.of.get(&stmt.id) else { continue };
                if mode.is_back_to_back() && asks_back(stmt, found, &plan) {
                    settled = false;
                    dependent.insert(stmt.id);
                }
            }
        }
        if settled {
            return modes;
        }
    }
}

/// Whether a plan records what an independent loop overwrites outside of it.
fn asks_back(stmt: &Stmt, found: &Independent, plan: &Plan) -> bool {
    outside_writes(stmt, found)
        .iter()
        .any(|id| plan.recorded.contains(id) || plan.undone.contains(id))
}

/// The writes of an independent loop to its sums and its disjoint outputs.
pub(super) fn outside_writes(stmt: &Stmt, found: &Independent) -> HashSet<StmtId> {
    let own = declared_in(stmt);
    let mut writes = HashSet::new();
    visit::each_block(stmt, &mut |block| {
        visit::each_stmt(block, &mut |inner| {
            if let StmtKind::Assign { place, .. } | StmtKind::Update { place, .. } = &inner.kind
                && !own.contains(&place.root)
                && !found.privates.contains(&place.root)
            {
                writes.insert(inner.id);
            }
        });
    });
    writes
}

/// The variables that are declared inside a statement.
pub(super) fn declared_in(stmt: &Stmt) -> HashSet<VarId> {
    let mut own = HashSet::new();
    if let StmtKind::For { var, .. } = &stmt.kind {
        own.insert(*var);
    }
    visit::each_block(stmt, &mut |block| {
        visit::each_stmt(block, &mut |stmt| match &stmt.kind {
            StmtKind::Let { var, .. } | StmtKind::For { var, .. } => {
                own.insert(*var);
            }
            StmtKind::Call { dest, .. } => own.extend(dest),
            StmtKind::Grow(grow) => own.extend(grow.dest),
            StmtKind::Match { arms, .. } => {
                own.extend(arms.iter().flat_map(|arm| &arm.bindings).map(|b| b.var));
            }
            _ => {}
        });
    });
    own
}

/// Decides for the loops of the outermost block, `dependent` ones excepted.
fn modes(primal: &Function, reversed: &Reversed, dependent: &HashSet<StmtId>) -> Modes {
    let mut modes = Modes::default();
    let mut fused: Option<(usize, StmtId)> = None;
    for (index, stmt) in primal.body.stmts.iter().enumerate() {
        if dependent.contains(&stmt.id) {
            continue;
        }
        let Some(mut found) = independent(primal, index, stmt) else { continue };
        let mut size = 0usize;
        visit::each_block(stmt, &mut |block| visit::each_stmt(block, &mut |_| size += 1));
        if let Some(awaited) = awaited(primal, reversed, stmt.id) {
            found.awaited = awaited;
            // One loop is fused: the largest.
            if fused.is_none_or(|(largest, _)| size > largest) {
                if let Some((_, before)) = fused {
                    demote(&mut modes, before);
                }
                fused = Some((size, stmt.id));
                modes.of.insert(stmt.id, (LoopMode::Fused, found));
                continue;
            }
        }
        if !found.privates.is_empty() {
            modes.of.insert(stmt.id, (LoopMode::Replay, found));
        }
    }
    let mut loops = Vec::new();
    visit::each_stmt(&primal.body, &mut |stmt| loops.push(stmt));
    for stmt in loops {
        if let std::collections::hash_map::Entry::Vacant(e) = modes.of.entry(stmt.id) {
            let privates = taped_privates(primal, stmt);
            if !privates.is_empty() {
                let found = Independent { privates, ..Independent::default() };
                e.insert((LoopMode::Tape, found));
            }
        }
    }
    // The innermost loop keeps a private array; those around it need not.
    let inner: Vec<(StmtId, HashSet<VarId>)> = modes
        .of
        .iter()
        .filter(|(_, (mode, _))| *mode == LoopMode::Tape)
        .map(|(id, (_, found))| (*id, found.privates.clone()))
        .collect();
    visit::each_stmt(&primal.body, &mut |stmt| {
        if let Some((LoopMode::Tape, found)) = modes.of.get_mut(&stmt.id) {
            visit::each_block(stmt, &mut |block| {
                visit::each_stmt(block, &mut |nested| {
                    for (id, privates) in &inner {
                        if *id == nested.id {
                            found.privates.retain(|var| !privates.contains(var));
                        }
                    }
                });
            });
        }
    });
    modes
}

/// The arrays that each iteration of a loop fills before it reads them, and that nothing else touches.
fn taped_privates(f: &Function, stmt: &Stmt) -> HashSet<VarId> {
    let mut found = HashSet::new();
    let StmtKind::For { body, .. } = &stmt.kind else { return found };
    let mut written = HashSet::new();
    visit::each_stmt(body, &mut |stmt| {
        if let StmtKind::Assign { place, .. } = &stmt.kind
            && !place.is_var()
        {
            written.insert(place.root);
        }
    });
    let mut inside = HashSet::new();
    visit::each_stmt(body, &mut |stmt| {
        inside.insert(stmt.id);
    });
    // A tape restores as many elements as there are.
    visit::each_stmt(&f.body, &mut |stmt| {
        if let StmtKind::Grow(grow) = &stmt.kind {
            written.remove(&grow.place.root);
        }
    });
    for root in written {
        if matches!(f.var(root).kind, VarKind::Param { .. } | VarKind::Bound) {
            continue;
        }
        let mut declared = None;
        let mut elsewhere = false;
        visit::each_stmt(&f.body, &mut |other| {
            if inside.contains(&other.id) {
                return;
            }
            match &other.kind {
                StmtKind::Let { var, value: Some(value) } if *var == root => declared = Some(value),
                _ => visit::each_stmt_place(other, &mut |place, _| elsewhere |= place.root == root),
            }
        });
        if let Some(result) = &f.result {
            visit::each_read(result, &mut |var| elsewhere |= var == root);
        }
        let Some(declared) = declared.filter(|_| !elsewhere) else { continue };
        let length = declared_length(declared);
        if !exposed(f, body, root, length.as_deref()) {
            found.insert(root);
        }
    }
    found
}

fn demote(modes: &mut Modes, id: StmtId) {
    if let Some((mode, found)) = modes.of.get_mut(&id) {
        if found.privates.is_empty() {
            modes.of.remove(&id);
        } else {
            *mode = LoopMode::Replay;
        }
    }
}

/// Whether a loop of the outermost block is independent.
fn independent(f: &Function, index: usize, stmt: &Stmt) -> Option<Independent> {
    let StmtKind::For { var, exit: None, body, range } = &stmt.kind else { return None };
    range.checkpoint.is_none().then_some(())?;
    let mut found = Independent::default();
    let inside = declared_in(stmt);
    let mut written: Vec<VarId> = Vec::new();
    let mut possible = true;
    visit::each_stmt(body, &mut |stmt| match &stmt.kind {
        StmtKind::Call { callee, args, .. } => {
            for (index, arg) in args.iter().enumerate() {
                if may_write(f, callee, index, arg) {
                    possible = false;
                }
            }
        }
        StmtKind::Assign { place, .. } | StmtKind::Update { place, .. } => written.push(place.root),
        StmtKind::Match { exclusive, .. } => possible &= !exclusive,
        // What grows is neither a sum nor private nor disjoint.
        StmtKind::Grow(grow) => possible &= inside.contains(&grow.place.root),
        StmtKind::Effect(_) => possible = false,
        _ => {}
    });
    if !possible {
        return None;
    }
    for root in written {
        if inside.contains(&root) || found.sums.contains(&root) || found.privates.contains(&root) {
            continue;
        }
        // What a caller holds keeps all its values.
        if matches!(f.var(root).kind, VarKind::Param { .. } | VarKind::Bound) {
            return None;
        }
        if is_sum(body, root) {
            found.sums.insert(root);
        } else if is_private(f, index, body, root) {
            found.privates.insert(root);
        } else if !is_disjoint(body, root, *var) {
            return None;
        }
    }
    Some(found)
}

/// Whether only `+=` and `-=` touch a variable in a block.
fn is_sum(body: &Block, root: VarId) -> bool {
    let mut sum = true;
    visit::each_stmt(body, &mut |stmt| {
        if let StmtKind::Update { op: BinaryOp::Add | BinaryOp::Sub, place, value } = &stmt.kind
            && place.root == root
        {
            let mut read = false;
            visit::each_index(place, &mut |e| visit::each_read(e, &mut |v| read |= v == root));
            visit::each_read(value, &mut |v| read |= v == root);
            sum &= !read;
            return;
        }
        visit::each_stmt_place(stmt, &mut |place, _| sum &= place.root != root);
    });
    sum
}

/// Whether only `root[i] = e` with the loop's own index touches a variable.
fn is_disjoint(body: &Block, root: VarId, index: VarId) -> bool {
    let mut disjoint = true;
    let mut writes = 0usize;
    visit::each_stmt(body, &mut |stmt| {
        if let StmtKind::Assign { place, value } = &stmt.kind
            && place.root == root
        {
            writes += 1;
            disjoint &= matches!(place.path.as_slice(), [Proj::Index(at)]
                if matches!(&at.kind, ExprKind::Read(at) if at.is_var() && at.root == index));
            visit::each_read(value, &mut |v| disjoint &= v != root);
            return;
        }
        visit::each_stmt_place(stmt, &mut |place, _| disjoint &= place.root != root);
    });
    disjoint && writes == 1
}

/// Whether each iteration overwrites a variable before it reads it, and nothing reads it later.
fn is_private(f: &Function, index: usize, body: &Block, root: VarId) -> bool {
    let mut read_after = false;
    let mut look = |stmt: &Stmt| {
        visit::each_stmt_place(stmt, &mut |place, _| read_after |= place.root == root);
    };
    for stmt in &f.body.stmts[index + 1..] {
        look(stmt);
        visit::each_block(stmt, &mut |block| visit::each_stmt(block, &mut look));
    }
    if let Some(result) = &f.result {
        visit::each_read(result, &mut |var| read_after |= var == root);
    }
    if read_after {
        return false;
    }
    // Its reverse before the loop must not ask for what it held then: only its declaration may come before.
    let mut declared = None;
    let mut other = false;
    for stmt in &f.body.stmts[..index] {
        match &stmt.kind {
            StmtKind::Let { var, value: Some(value) } if *var == root => declared = Some(value),
            _ => {
                let mut look = |stmt: &Stmt| {
                    visit::each_stmt_place(stmt, &mut |place, _| other |= place.root == root);
                };
                look(stmt);
                visit::each_block(stmt, &mut |block| visit::each_stmt(block, &mut look));
            }
        }
    }
    let Some(declared) = declared.filter(|_| !other) else { return false };
    let length = declared_length(declared);
    !exposed(f, body, root, length.as_deref())
}

/// The length with which an array is declared, as text.
fn declared_length(value: &Expr) -> Option<String> {
    match &value.kind {
        ExprKind::Aggregate { kind: Aggregate::Repeat(n) | Aggregate::VecRepeat(n), .. } => {
            Some(print::expr(n))
        }
        _ => None,
    }
}

/// Whether a block may read a variable before it has overwritten it.
fn exposed(f: &Function, block: &Block, root: VarId, length: Option<&str>) -> bool {
    for stmt in &block.stmts {
        match &stmt.kind {
            // A whole new value, which does not read the old one.
            StmtKind::Assign { place, value } if place.root == root && place.is_var() => {
                let mut read = false;
                visit::each_read(value, &mut |var| read |= var == root);
                return read;
            }
            StmtKind::For { var, range, exit: None, body } => {
                let full = range.step.is_none()
                    && !range.inclusive
                    && matches!(print::expr(&range.low).as_str(), "0" | "0usize")
                    && length.is_some_and(|length| length == print::expr(&range.high))
                    && stable_length(f, &range.high);
                if full && let Some(covered) = covers(body, root, *var) {
                    if covered {
                        return false;
                    }
                    return true;
                }
                if exposed(f, body, root, length) {
                    return true;
                }
            }
            _ => {
                let mut reads = false;
                visit::each_stmt_place(stmt, &mut |place, _| reads |= place.root == root);
                if reads && !matches!(&stmt.kind, StmtKind::Assign { .. }) {
                    return true;
                }
                if let StmtKind::Assign { place, value } = &stmt.kind {
                    let mut read = false;
                    visit::each_read(value, &mut |var| read |= var == root);
                    visit::each_index(place, &mut |e| {
                        visit::each_read(e, &mut |var| read |= var == root);
                    });
                    if read {
                        return true;
                    }
                }
                let mut inner = false;
                visit::each_block(stmt, &mut |block| inner |= exposed(f, block, root, length));
                if inner {
                    return true;
                }
            }
        }
    }
    false
}

/// Whether a bound cannot change between the declaration of an array and a loop over it.
fn stable_length(f: &Function, bound: &Expr) -> bool {
    let mut stable = true;
    visit::each_read(bound, &mut |var| stable &= !f.var(var).mutable);
    stable
}

/// Whether the body of a loop over all indices assigns `root[i]` in each iteration before it reads `root`
/// elsewhere than at `i`. Nothing if it does not assign it directly.
fn covers(body: &Block, root: VarId, index: VarId) -> Option<bool> {
    let own = |place: &Place| {
        matches!(place.path.as_slice(), [Proj::Index(at)]
            if matches!(&at.kind, ExprKind::Read(at) if at.is_var() && at.root == index))
    };
    let assigns = body.stmts.iter().position(
        |stmt| matches!(&stmt.kind, StmtKind::Assign { place, .. } if place.root == root && own(place)),
    )?;
    let mut clean = true;
    for (position, stmt) in body.stmts.iter().enumerate() {
        let mut look = |stmt: &Stmt, at_assignment: bool| {
            visit::each_stmt_place(stmt, &mut |place, access| {
                if place.root == root {
                    let fine = own(place) && (position > assigns || access == Access::Write);
                    clean &= fine || (at_assignment && access == Access::Write);
                }
            });
        };
        look(stmt, position == assigns);
        visit::each_block(stmt, &mut |block| {
            visit::each_stmt(block, &mut |stmt| look(stmt, false));
        });
    }
    Some(clean)
}

/// How reverse code touches the adjoints of variables declared outside of it.
#[derive(Default)]
struct Touched {
    /// Only added to: the order does not matter.
    added: HashSet<VarId>,
    /// Read, taken or assigned.
    consumed: HashSet<VarId>,
}

impl Touched {
    fn block(&mut self, f: &Function, block: &RevBlock) {
        for item in &block.items {
            item.before.iter().chain(&item.after).for_each(|stmt| self.stmt(f, stmt));
            item.inner.blocks().for_each(|block| self.block(f, block));
        }
    }

    fn stmt(&mut self, f: &Function, stmt: &Stmt) {
        let mut consumed = |expr: &Expr| {
            visit::each_place(expr, &mut |place, _| {
                self.consumed.insert(place.root);
            });
        };
        visit::each_expr(stmt, &mut consumed);
        match &stmt.kind {
            StmtKind::Let { .. } => {}
            StmtKind::Accumulate { place, .. } => {
                self.added.insert(place.root);
            }
            StmtKind::Reverse(call) => {
                for (index, (slot, arg)) in call.slots.iter().zip(&call.args).enumerate() {
                    let Some(slot) = slot else { continue };
                    if may_write(f, &call.callee, index, arg) {
                        self.consumed.insert(slot.root);
                    } else {
                        self.added.insert(slot.root);
                    }
                }
            }
            _ => visit::each_mention(stmt, &mut |var| {
                self.consumed.insert(var);
            }),
        }
    }

    /// The adjoints among what is consumed.
    fn consumed_adjoints(&self, reversed: &Reversed) -> HashSet<VarId> {
        reversed.adjoints.values().copied().filter(|adj| self.consumed.contains(adj)).collect()
    }
}

/// The adjoints from outside that the reverse of a loop consumes, if they can be computed before the loop and if its
/// reverse may run before what is behind it.
fn awaited(primal: &Function, reversed: &Reversed, id: StmtId) -> Option<HashSet<VarId>> {
    let position = reversed.body.items.iter().position(|item| item.of == id)?;
    let (behind, own) = (&reversed.body.items[..position], &reversed.body.items[position]);
    let mut touched = Touched::default();
    own.inner.blocks().for_each(|block| touched.block(primal, block));
    let stmt = primal.body.stmts.iter().find(|stmt| stmt.id == id)?;
    let inside: HashSet<VarId> =
        declared_in(stmt).iter().filter_map(|var| reversed.adjoints.get(var).copied()).collect();
    let mut awaited = touched.consumed_adjoints(reversed);
    awaited.retain(|adjoint| !inside.contains(adjoint));
    if awaited.is_empty() {
        return None;
    }
    let finality = Finality::of(primal, id);
    let stmts: Vec<&Stmt> =
        behind.iter().flat_map(|item| item.before.iter().chain(&item.after)).collect();
    let mut needed = awaited.clone();
    let chosen: HashSet<usize> =
        slice(&stmts, &mut needed, &|var| finality.source(var))?.into_iter().collect();
    // What is not moved runs after the loop's reverse, and after all that is moved.
    let mut rest = Touched::default();
    for (index, stmt) in stmts.iter().enumerate() {
        if !chosen.contains(&index) {
            rest.stmt(primal, stmt);
            continue;
        }
        let mut touches = false;
        visit::each_stmt_place(stmt, &mut |place, access| {
            touches |= access == Access::Write && rest.consumed.contains(&place.root);
        });
        if touches {
            return None;
        }
    }
    behind.iter().for_each(|item| item.inner.blocks().for_each(|b| rest.block(primal, b)));
    let mut fixed = HashSet::new();
    behind.iter().for_each(|item| item.inner.blocks().for_each(|b| mentions(b, &mut fixed)));
    let commutes = touched.added.is_disjoint(&rest.consumed) && fixed.is_disjoint(&needed);
    commutes.then_some(awaited)
}

fn mentions(block: &RevBlock, out: &mut HashSet<VarId>) {
    for item in &block.items {
        for stmt in item.before.iter().chain(&item.after) {
            visit::each_mention(stmt, &mut |var| {
                out.insert(var);
            });
        }
        item.inner.blocks().for_each(|block| mentions(block, out));
    }
}

/// Where the value of a variable comes from, seen from before a loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A primal value that is final before the loop.
    Early,
    /// A primal value that is not.
    Late,
    /// An adjoint.
    Derivative,
}

/// Which variables of the primal have their final values before a statement of the outermost block.
pub(super) struct Finality {
    variables: usize,
    late: HashSet<VarId>,
}

impl Finality {
    pub(super) fn of(f: &Function, id: StmtId) -> Self {
        let mut late = HashSet::new();
        for stmt in f.body.stmts.iter().skip_while(|stmt| stmt.id != id) {
            if let StmtKind::Let { var, .. } = &stmt.kind {
                late.insert(*var);
            }
            if let StmtKind::Call { dest: Some(dest), .. } = &stmt.kind {
                late.insert(*dest);
            }
            late.extend(declared_in(stmt));
            let mut writes = |stmt: &Stmt| {
                visit::each_stmt_place(stmt, &mut |place, access| {
                    if access == Access::Write {
                        late.insert(place.root);
                    }
                });
                if let StmtKind::Call { callee, args, .. } = &stmt.kind {
                    for (index, arg) in args.iter().enumerate() {
                        if may_write(f, callee, index, arg)
                            && let Some(place) = arg.place()
                        {
                            late.insert(place.root);
                        }
                    }
                }
            };
            writes(stmt);
            visit::each_block(stmt, &mut |block| visit::each_stmt(block, &mut writes));
        }
        Finality { variables: f.vars.len(), late }
    }

    pub(super) fn source(&self, var: VarId) -> Source {
        if var.0 as usize >= self.variables {
            Source::Derivative
        } else if self.late.contains(&var) {
            Source::Late
        } else {
            Source::Early
        }
    }
}

/// The backward slice of straight-line reverse code: the positions of the statements that compute `needed`, which
/// grows by what they read. Nothing if one of them reads a late value, or changes what it reads.
pub(super) fn slice(
    stmts: &[&Stmt],
    needed: &mut HashSet<VarId>,
    source: &dyn Fn(VarId) -> Source,
) -> Option<Vec<usize>> {
    let mut chosen = Vec::new();
    for (index, stmt) in stmts.iter().enumerate().rev() {
        let target = match &stmt.kind {
            StmtKind::Let { var, .. } => *var,
            StmtKind::Accumulate { place, .. } | StmtKind::Assign { place, .. } => place.root,
            StmtKind::Reverse(call) => {
                // A call may add to it through a slot.
                if call.slots.iter().flatten().any(|slot| needed.contains(&slot.root))
                    || call.dest.is_some_and(|dest| needed.contains(&dest))
                {
                    return None;
                }
                continue;
            }
            _ => {
                let mut touches = false;
                visit::each_mention(stmt, &mut |var| touches |= needed.contains(&var));
                if touches {
                    return None;
                }
                continue;
            }
        };
        let mut changes = false;
        let mut reads = Vec::new();
        visit::each_expr(stmt, &mut |expr| {
            visit::each_place(expr, &mut |place, access| {
                changes |= access == Access::Write && needed.contains(&place.root);
                reads.push((place.root, access));
            });
        });
        if changes {
            return None;
        }
        if !needed.contains(&target) {
            continue;
        }
        needed.insert(target);
        for (var, access) in reads {
            match source(var) {
                Source::Early => {}
                Source::Late => return None,
                Source::Derivative if access == Access::Write => return None,
                Source::Derivative => {
                    needed.insert(var);
                }
            }
        }
        chosen.push(index);
    }
    chosen.reverse();
    Some(chosen)
}
