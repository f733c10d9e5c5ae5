//! Step two: which values are recorded, and which are recomputed.
//!
//! **To be recorded** (after Hascoët, Naumann and Pascual): a write overwrites a value that must be kept if
//! something in the reverse sweep reads the variable in a state from before the write. Reads are taken from
//! the generated code; a read and a write in one loop meet in the next iteration.
//!
//! ```text
//! y = x * x;     // its reverse reads x ...
//! x = t;         // ... so the x that this overwrites is recorded
//! z = x + y;     // its reverse reads nothing
//! x = 0.0;       // nothing is recorded
//! ```
//!
//! **Recomputed**: a local of an inner block that costs no more than loads and additions, from values that are
//! there when the block is reversed.

use std::collections::{HashMap, HashSet};

use super::checkpoint;
use super::independence::{Independent, LoopMode, Modes, declared_in, outside_writes};
use super::reverse::{RevBlock, RevItem, Reversed};
use super::{Sweeps, Switches};
use crate::analysis::activity::may_write;
use crate::analysis::order::Order;
use crate::ir::visit::{self, Access};
use crate::ir::{
    Aggregate, BinaryOp, Block, Expr, ExprKind, Function, Hint, Place, Proj, Stmt, StmtId,
    StmtKind, VarId, VarKind,
};

/// What step three does.
pub(super) struct Plan {
    /// Writes whose old value is recorded.
    pub(super) recorded: HashSet<StmtId>,
    /// Increments of integers that are undone.
    pub(super) undone: HashSet<StmtId>,
    /// Locals that are recomputed where their block is reversed, with their values.
    pub(super) recomputed: HashMap<VarId, Expr>,
}

/// A variable as an object in memory: what a match binds is a part of its scrutinee.
struct Memory {
    of: HashMap<VarId, VarId>,
}

impl Memory {
    fn root(&self, var: VarId) -> VarId {
        let mut var = var;
        while let Some(next) = self.of.get(&var) {
            var = *next;
        }
        var
    }
}

/// A write to memory.
struct Write {
    stmt: StmtId,
    root: VarId,
    position: u32,
    /// The loop variable `i`, if it is a write to the element `root[i]`.
    element: Option<VarId>,
}

/// The loop variable that a place is an element at, and nothing more.
fn element(f: &Function, place: &Place) -> Option<VarId> {
    match place.path.as_slice() {
        [Proj::Index(at)] => match &at.kind {
            ExprKind::Read(at) if at.is_var() && f.var(at.root).kind == VarKind::Index => {
                Some(at.root)
            }
            _ => None,
        },
        _ => None,
    }
}

/// Makes the plan.
pub(super) fn plan(
    primal: &Function,
    reversed: &Reversed,
    modes: &Modes,
    switches: Switches,
    sweeps: Sweeps,
) -> Plan {
    let order = Order::of(primal);
    let mut memory = Memory { of: HashMap::new() };
    let mut writes = Vec::new();
    let mut lets: HashMap<VarId, (StmtId, Expr)> = HashMap::new();
    let mut statements: HashMap<StmtId, &Stmt> = HashMap::new();
    visit::each_stmt(&primal.body, &mut |stmt| {
        statements.insert(stmt.id, stmt);
        let mut write = |root: VarId, element: Option<VarId>| {
            let position = order.position(stmt.id);
            writes.push(Write { stmt: stmt.id, root, position, element });
        };
        match &stmt.kind {
            StmtKind::Let { var, value: Some(value) } => {
                lets.insert(*var, (stmt.id, value.clone()));
            }
            StmtKind::Assign { place, .. } | StmtKind::Update { place, .. } => {
                write(place.root, element(primal, place));
            }
            StmtKind::Grow(grow) => write(grow.place.root, None),
            StmtKind::Call { callee, args, .. } => {
                for (index, arg) in args.iter().enumerate() {
                    if may_write(primal, callee, index, arg)
                        && let Some(place) = arg.place()
                    {
                        write(place.root, None);
                    }
                }
            }
            StmtKind::Match { scrutinee, arms, .. } => {
                for binding in arms.iter().flat_map(|arm| &arm.bindings) {
                    memory.of.insert(binding.var, scrutinee.root);
                }
            }
            _ => {}
        }
    });
    // Elements of what grows may move to other indices.
    let grown: HashSet<VarId> = writes
        .iter()
        .filter(|write| matches!(statements[&write.stmt].kind, StmtKind::Grow(_)))
        .map(|write| memory.root(write.root))
        .collect();
    for write in &mut writes {
        let root = memory.root(write.root);
        // What a match binds is not indexed like the whole.
        write.element = write.element.filter(|_| root == write.root && !grown.contains(&root));
        write.root = root;
    }
    let mut needs =
        Needs { f: primal, memory: &memory, at: HashMap::new(), elements: HashMap::new() };
    for param in &primal.params {
        // The caller asks for all that its `&mut` arguments held.
        if matches!(primal.var(*param).kind, VarKind::Param { exclusive: true, .. }) {
            needs.add(*param, 0);
        }
    }
    needs.block(&reversed.body, &order);
    // What a loop that runs back to back overwrites outside of it is never asked for.
    let mut spared = HashSet::new();
    for stmt in &primal.body.stmts {
        let Some((mode, found)) = modes.of.get(&stmt.id) else { continue };
        if mode.is_back_to_back() {
            spared.extend(outside_writes(stmt, found));
            let again = *mode == LoopMode::Replay || !switches.fuse;
            let reverses =
                |item: &RevItem| item.of == stmt.id && item.inner.blocks().any(RevBlock::has_code);
            if again && reversed.body.items.iter().any(reverses) {
                needs.again(stmt, found, &order);
            }
        }
    }

    // What the trips between two checkpoints read of outside when they run again.
    for stmt in statements.values() {
        if matches!(&stmt.kind, StmtKind::For { range, .. } if range.checkpoint.is_some()) {
            let state = checkpoint::state(primal, stmt);
            let found = Independent { privates: state.into_iter().collect(), ..Default::default() };
            needs.again(stmt, &found, &order);
        }
    }

    let mut recomputed = HashMap::new();
    // Nothing overwrites what these are read from: they ask for nothing.
    let mut stored = HashMap::new();
    if switches.recompute {
        let blocks = enclosing_blocks(&primal.body, &order, sweeps);
        let direct: HashSet<VarId> = needs.at.keys().copied().collect();
        let inner = Recompute {
            f: primal,
            order: &order,
            memory: &memory,
            writes: &writes,
            blocks: &blocks,
            lets: &lets,
            direct: &direct,
        };
        // In the order of declaration: a value is recomputed after what it is made of.
        let mut candidates: Vec<(&VarId, &(StmtId, Expr))> = lets.iter().collect();
        candidates.sort_by_key(|(_, (id, _))| order.position(*id));
        for (var, (id, value)) in candidates {
            if inner.allowed(*var, *id, value, &recomputed) {
                recomputed.insert(*var, value.clone());
            }
        }
    }
    if switches.recompute {
        stored = stored_elsewhere(primal, &order, &writes, &lets, &recomputed);
        recomputed.extend(stored.iter().map(|(var, value)| (*var, value.clone())));
    }
    // What a recomputed local is made of is needed too.
    loop {
        let needed: Vec<VarId> = needs.at.keys().copied().collect();
        let mut new = Vec::new();
        for var in needed {
            if let Some(value) = recomputed.get(&var).filter(|_| !stored.contains_key(&var)) {
                let position = order.position(lets[&var].0);
                visit::each_read(value, &mut |read| new.push((read, position)));
            }
        }
        let mut changed = false;
        for (var, position) in new {
            changed |= needs.add(var, position);
        }
        if !changed {
            break;
        }
    }

    let mut recorded = HashSet::new();
    let mut undone = HashSet::new();
    loop {
        let mut changed = false;
        for write in &writes {
            if recorded.contains(&write.stmt) || undone.contains(&write.stmt) {
                continue;
            }
            let kind = primal.var(write.root).kind;
            let once = matches!(kind, VarKind::Late | VarKind::Checked)
                && !primal.var(write.root).reassigned;
            if once {
                continue;
            }
            let needed = needs.at.get(&write.root).is_some_and(|positions| {
                (!switches.tbr && !spared.contains(&write.stmt))
                    || positions.iter().any(|need| meets(&order, modes, &needs, *need, write))
            });
            if !needed {
                continue;
            }
            changed = true;
            let stmt = statements[&write.stmt];
            if switches.undo && is_undoable(primal, stmt) {
                undone.insert(write.stmt);
            } else {
                recorded.insert(write.stmt);
            }
            // The way to it is gone back too.
            for ancestor in order.ancestors(write.stmt) {
                needs.condition(ancestor, order.position(ancestor), &order);
            }
            // The restored place is found by its indices.
            visit::each_stmt_place(stmt, &mut |place, access| {
                if access == Access::Write {
                    visit::each_index(place, &mut |index| {
                        visit::each_read(index, &mut |read| {
                            needs.add(read, write.position);
                        });
                    });
                    if matches!(primal.var(place.root).kind, VarKind::Bound) {
                        needs.add(place.root, write.position);
                    }
                }
            });
            if let StmtKind::Grow(grow) = &stmt.kind {
                // What was taken is put back, and where it was.
                grow.dest.iter().for_each(|dest| {
                    needs.add(*dest, write.position);
                });
                if let Some(index) = &grow.index {
                    visit::each_read(index, &mut |read| {
                        needs.add(read, write.position);
                    });
                }
            }
            if let StmtKind::Call { args, .. } = &stmt.kind {
                for arg in args {
                    visit::each_operand(arg, &mut |index| {
                        visit::each_read(index, &mut |read| {
                            needs.add(read, write.position);
                        });
                    });
                }
            }
        }
        // New needs may be for recomputed locals.
        let needed: Vec<VarId> = needs.at.keys().copied().collect();
        for var in needed {
            if let Some(value) = recomputed.get(&var).filter(|_| !stored.contains_key(&var)) {
                let position = order.position(lets[&var].0);
                let mut reads = Vec::new();
                visit::each_read(value, &mut |read| reads.push(read));
                for read in reads {
                    changed |= needs.add(read, position);
                }
            }
        }
        if !changed {
            break;
        }
    }
    Plan { recorded, undone, recomputed }
}

/// Locals that a loop has stored in an array which nothing overwrites: `let t = x[i].tanh(); y[i] = t;`.
/// They are read from there.
fn stored_elsewhere(
    f: &Function,
    order: &Order,
    writes: &[Write],
    lets: &HashMap<VarId, (StmtId, Expr)>,
    recomputed: &HashMap<VarId, Expr>,
) -> HashMap<VarId, Expr> {
    let mut stored = HashMap::new();
    visit::each_stmt(&f.body, &mut |stmt| {
        let StmtKind::For { var: index, body, .. } = &stmt.kind else { return };
        for inner in &body.stmts {
            let StmtKind::Assign { place, value } = &inner.kind else { continue };
            let own_index = matches!(place.path.as_slice(), [Proj::Index(at)]
                if matches!(&at.kind, ExprKind::Read(at) if at.is_var() && at.root == *index));
            let Some(local) = value.place().filter(|local| local.is_var()) else { continue };
            let info = f.var(place.root);
            let once = writes.iter().filter(|write| write.root == place.root).count() == 1;
            let declared = order.declared(place.root);
            // No loop but this one runs between the declaration and the write.
            let around = order.ancestors(stmt.id).iter().any(|outer| {
                order.is_loop(*outer) && declared.is_none_or(|d| d < order.position(*outer))
            });
            let here = body
                .stmts
                .iter()
                .any(|stmt| lets.get(&local.root).is_some_and(|(id, _)| *id == stmt.id));
            if own_index
                && once
                && !around
                && here
                && info.kind == VarKind::Local
                && f.var(local.root).hint.is_float()
                && !f.var(local.root).mutable
            {
                let value = Expr::new(ExprKind::Read(place.clone()), inner.span);
                if !recomputed.contains_key(&local.root) {
                    stored.insert(local.root, value);
                }
            }
        }
    });
    stored
}

/// Whether a write may overwrite what a need asks for.
///
/// In an independent loop the reverse of an iteration runs before the next one's forward part, and a private
/// array is kept as a whole: what an iteration asks for of it, it has written itself. Where both the write and the
/// need are of the element at a loop's own index, each iteration has an element of its own.
fn meets(order: &Order, modes: &Modes, needs: &Needs<'_>, need: u32, write: &Write) -> bool {
    let mut ignored = Vec::new();
    for (id, (mode, found)) in &modes.of {
        let (start, end) = (order.position(*id), order.end(*id).unwrap_or(0));
        let inside = |position: u32| start < position && position < end;
        let private = found.privates.contains(&write.root);
        match (inside(need), inside(write.position)) {
            (true, true) if private || mode.is_back_to_back() => ignored.push(start),
            (true, false) if private => return false,
            _ => {}
        }
    }
    let of_need = needs.elements.get(&(write.root, need)).copied().flatten();
    if let (Some(of_need), Some(of_write)) = (of_need, write.element)
        && of_need == of_write
    {
        ignored.extend(order.declared(of_need));
    }
    order.may_precede(need, write.position, write.root, &ignored)
}

/// Which variables' values the reverse sweep reads, and at which positions of the primal.
struct Needs<'m> {
    f: &'m Function,
    memory: &'m Memory,
    at: HashMap<VarId, HashSet<u32>>,
    /// The needs that are for the element at one loop variable alone; nothing where more is needed.
    elements: HashMap<(VarId, u32), Option<VarId>>,
}

impl Needs<'_> {
    /// Adds a need for all of a variable; whether it is new.
    fn add(&mut self, var: VarId, position: u32) -> bool {
        self.add_part(var, None, position)
    }

    /// Adds a need for all of a variable, or for its element at a loop variable.
    fn add_part(&mut self, var: VarId, element: Option<VarId>, position: u32) -> bool {
        let root = self.memory.root(var);
        let element = element.filter(|_| root == var);
        let known = self.elements.entry((root, position)).or_insert(element);
        let whole = known.is_some() && *known != element;
        if whole {
            *known = None;
        }
        let mut new = self.at.entry(root).or_default().insert(position) || whole;
        if root != var {
            new |= self.at.entry(var).or_default().insert(position);
        }
        new
    }

    fn block(&mut self, block: &RevBlock, order: &Order) {
        for item in &block.items {
            let position =
                if item.of == StmtId(u32::MAX) { u32::MAX } else { order.position(item.of) };
            let end = order.end(item.of).unwrap_or(position);
            for stmt in &item.before {
                self.stmt(stmt, end);
            }
            for stmt in &item.after {
                self.stmt(stmt, position);
            }
            if item.inner.blocks().any(RevBlock::has_code) {
                self.condition(item.of, position, order);
            }
            item.inner.blocks().for_each(|block| self.block(block, order));
        }
    }

    /// What running a loop's iterations again reads from outside.
    fn again(&mut self, stmt: &Stmt, found: &Independent, order: &Order) {
        let own = declared_in(stmt);
        let mut reads = Vec::new();
        let mut look = |stmt: &Stmt| {
            visit::each_stmt_place(stmt, &mut |place, access| {
                let outside = !own.contains(&place.root) && !found.privates.contains(&place.root);
                if access == Access::Read && outside && !found.sums.contains(&place.root) {
                    reads.push((place.root, order.position(stmt.id)));
                }
            });
        };
        look(stmt);
        visit::each_block(stmt, &mut |block| visit::each_stmt(block, &mut look));
        for (root, position) in reads {
            self.add(root, position);
        }
    }

    /// What deciding the way back reads: conditions, bounds, scrutinees.
    fn condition(&mut self, of: StmtId, position: u32, order: &Order) {
        for var in order.decisive(of) {
            self.add(*var, position);
        }
    }

    fn stmt(&mut self, stmt: &Stmt, position: u32) {
        let mut reads = Vec::new();
        visit::each_stmt_place(stmt, &mut |place, _| {
            reads.push((place.root, element(self.f, place)));
        });
        for (var, element) in reads {
            self.add_part(var, element, position);
        }
    }
}

/// For each statement in a block that has a reverse of its own: the first and the last position in the block.
fn enclosing_blocks(body: &Block, order: &Order, sweeps: Sweeps) -> HashMap<StmtId, (u32, u32)> {
    fn walk(block: &Block, order: &Order, out: &mut HashMap<StmtId, (u32, u32)>) {
        let (Some(first), Some(last)) = (block.stmts.first(), block.stmts.last()) else { return };
        let last = order.end(last.id).unwrap_or_else(|| order.position(last.id));
        let range = (order.position(first.id), last);
        for stmt in &block.stmts {
            out.insert(stmt.id, range);
            visit::each_block(stmt, &mut |inner| walk(inner, order, out));
        }
    }
    let mut out = HashMap::new();
    match sweeps {
        Sweeps::Apart => walk(body, order, &mut out),
        // The outermost block has its locals still: nothing there is recomputed.
        Sweeps::Joint => {
            for stmt in &body.stmts {
                visit::each_block(stmt, &mut |inner| walk(inner, order, &mut out));
            }
        }
    }
    out
}

struct Recompute<'p> {
    f: &'p Function,
    order: &'p Order,
    memory: &'p Memory,
    writes: &'p [Write],
    blocks: &'p HashMap<StmtId, (u32, u32)>,
    lets: &'p HashMap<VarId, (StmtId, Expr)>,
    direct: &'p HashSet<VarId>,
}

impl Recompute<'_> {
    fn allowed(
        &self,
        var: VarId,
        id: StmtId,
        value: &Expr,
        recomputed: &HashMap<VarId, Expr>,
    ) -> bool {
        let Some(&(first, last)) = self.blocks.get(&id) else {
            return false;
        };
        let within = |position: u32| first <= position && position <= last;
        if self.f.var(var).mutable || !is_cheap(self.f, value) {
            return false;
        }
        // Only scalars: copying a part of a larger value might cost more than keeping it.
        if !self.f.var(var).hint.is_scalar() {
            return false;
        }
        let mut allowed = true;
        visit::each_read(value, &mut |read| {
            let info = self.f.var(read);
            if info.kind == VarKind::Index {
                return;
            }
            let root = self.memory.root(read);
            let written =
                self.writes.iter().any(|write| write.root == root && within(write.position));
            if written {
                allowed = false;
                return;
            }
            if let Some((declared, _)) = self.lets.get(&read) {
                let here = within(self.order.position(*declared));
                if here && !recomputed.contains_key(&read) && !self.direct.contains(&read) {
                    allowed = false;
                }
                if here && info.mutable {
                    allowed = false;
                }
            } else if matches!(info.kind, VarKind::Local | VarKind::Late | VarKind::Checked) {
                // The result of a call or a branch in this block: kept only if something else needs it.
                let here = self.order.declared(read).is_some_and(within);
                if here && !self.direct.contains(&read) {
                    allowed = false;
                }
            }
        });
        allowed
    }
}

/// Whether evaluating again costs no more than loads and additions.
fn is_cheap(f: &Function, expr: &Expr) -> bool {
    let own = match &expr.kind {
        ExprKind::Tokens(_)
        | ExprKind::Read(_)
        | ExprKind::Ref(_)
        | ExprKind::Range { .. }
        | ExprKind::Cast { .. }
        | ExprKind::Unary(..) => true,
        ExprKind::Binary(op, a, _) => {
            !matches!(op, BinaryOp::Div | BinaryOp::Rem) || matches!(f.expr_hint(a), Hint::Discrete)
        }
        ExprKind::Prim { prim, .. } => prim.cheap,
        ExprKind::Inert { .. } => true,
        ExprKind::Helper { name, .. } => !matches!(
            *name,
            "listed"
                | "owned"
                | "filled"
                | "sorted_order"
                | "sorted_order_by_key"
                | "sorted_order_of"
                | "unstable_order"
                | "unstable_order_by_key"
                | "unstable_order_of"
                | "take_error"
                | "without"
                | "leave"
        ),
        ExprKind::Stop(_) => true,
        ExprKind::Aggregate { kind: Aggregate::Tuple, .. } => true,
        _ => false,
    };
    let mut cheap = own;
    visit::each_operand(expr, &mut |operand| cheap &= is_cheap(f, operand));
    cheap
}

/// `i += k` of an integer by a constant: undone by `i -= k`.
fn is_undoable(f: &Function, stmt: &Stmt) -> bool {
    match &stmt.kind {
        StmtKind::Update { op: BinaryOp::Add | BinaryOp::Sub, place, value } => {
            f.place_hint(place).is_discrete() && matches!(value.kind, ExprKind::Tokens(_))
        }
        _ => false,
    }
}
