//! The last pass over derivative code: fewer names for the same numbers.
//!
//! The transforms give every intermediate result a variable of its own. Where that variable is only another name of a
//! number, or is read once and at once, the reader of the emitted code and rustc (whose checks cost more than a
//! linear time in one body) are better off without it:
//!
//! ```text
//! let t_adj = v7_adj;            let v6_adj = v7_adj * 0.5;
//! let v6_adj = t_adj * 0.5;
//!
//! let t = v0 * 0.5;              let v1 = v0 * 0.5 + v0 * x;
//! let t_1 = v0 * x;
//! let v1 = t + t_1;
//! ```
//!
//! Only scalars that are certainly `Copy` are touched, and only names that the compiler made. No operation is added, dropped or
//! done in another order with another, so results stay the same to the last bit.

use std::collections::{HashMap, HashSet};

use proc_macro2::Literal;
use quote::ToTokens;

use super::pullback::Pullback;
use super::pushforward::Pushforward;
use crate::ir::uses;
use crate::ir::visit::{self, Access};
use crate::ir::{Block, Expr, ExprKind, Function, Place, Stmt, StmtKind, VarId, VarKind};

/// Operands of an expression that grows by what was in a variable.
const LARGEST: usize = 10;

/// Simplifies both sweeps.
pub(crate) fn pullback(pullback: &mut Pullback) {
    let Pullback { function, forward, reverse, .. } = pullback;
    block(function, reverse, &HashSet::new());
    let mut outside = HashSet::new();
    for stmt in &mut reverse.stmts {
        uses::each_use(stmt, &mut |var| {
            outside.insert(*var);
        });
    }
    function.result.iter().for_each(|result| {
        visit::each_read(result, &mut |var| {
            outside.insert(var);
        });
    });
    block(function, forward, &outside);
}

/// Simplifies the body of a pushforward.
pub(crate) fn pushforward(pushforward: &mut Pushforward) {
    let mut outside = HashSet::new();
    for result in pushforward.function.result.iter().chain(&pushforward.tangent) {
        visit::each_read(result, &mut |var| {
            outside.insert(var);
        });
    }
    let mut body = std::mem::take(&mut pushforward.function.body);
    block(&pushforward.function, &mut body, &outside);
    pushforward.function.body = body;
}

/// Simplifies a block, and then the blocks in it. Variables of it that are used `outside` of it stay.
fn block(f: &Function, block: &mut Block, outside: &HashSet<VarId>) {
    drop_copies(f, block, outside);
    nest(f, block, outside);
    for stmt in &mut block.stmts {
        for inner in visit::blocks_mut(stmt) {
            self::block(f, inner, &HashSet::new());
        }
        type_counter(stmt);
    }
}

/// Gives a counter that nothing reads the type that it has anyway. rustc would keep the question open, and ask it again with
/// every statement of the function.
fn type_counter(stmt: &mut Stmt) {
    let (counter, range, body) = match &mut stmt.kind {
        StmtKind::For { var, range, body, .. } | StmtKind::ForReverse { var, range, body, .. } => {
            (*var, range, body)
        }
        _ => return,
    };
    let mut read = false;
    for inner in &mut body.stmts {
        uses::each_use(inner, &mut |var| read |= *var == counter);
    }
    let literal = |expr: &Expr| match &expr.kind {
        ExprKind::Tokens(tokens) => tokens.to_string().parse::<i32>().ok(),
        _ => None,
    };
    if let (false, Some(low), Some(high)) = (read, literal(&range.low), literal(&range.high)) {
        for (bound, value) in [(&mut range.low, low), (&mut range.high, high)] {
            bound.kind = ExprKind::Tokens(Literal::i32_suffixed(value).into_token_stream());
        }
    }
}

/// Where in a block a variable is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Use {
    /// The number of the statement.
    at: usize,
    kind: UseKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum UseKind {
    /// The whole value is read, once, before the statement writes anything.
    Value,
    Other,
    Write,
}

/// The uses of all variables in a block, inner blocks included, in order.
#[derive(Default)]
struct Uses {
    of: HashMap<VarId, Vec<Use>>,
    /// The statement that declares a variable by a `let`.
    declared: HashMap<VarId, usize>,
    /// Variables that are declared more than once: what is recomputed.
    again: HashSet<VarId>,
    /// Variables that tapes and residuals hold by their names.
    bare: HashSet<VarId>,
    /// How many statements with effects other than on variables stand before each.
    effects: Vec<usize>,
    /// Of what a statement changes a part, which it may borrow before it reads.
    borrowed: Vec<Option<VarId>>,
}

impl Uses {
    fn of(block: &mut Block) -> Self {
        let mut uses = Uses::default();
        let mut effects = 0;
        for (at, stmt) in block.stmts.iter_mut().enumerate() {
            uses.effects.push(effects);
            uses.borrowed.push(match &stmt.kind {
                StmtKind::Update { place, .. } | StmtKind::Accumulate { place, .. } => {
                    Some(place.root).filter(|_| !place.is_var())
                }
                _ => None,
            });
            uses.stmt(at, stmt);
            effects += usize::from(!is_plain(stmt));
        }
        uses
    }

    fn stmt(&mut self, at: usize, stmt: &mut Stmt) {
        self.declarations(at, stmt);
        uses::each_bare(stmt, &mut |var| {
            self.bare.insert(var);
        });
        let mut values: Vec<VarId> = Vec::new();
        if is_plain(stmt) {
            visit::each_expr(stmt, &mut |expr| whole_reads(expr, &mut values));
        }
        let mut all: Vec<VarId> = Vec::new();
        uses::each_use(stmt, &mut |var| all.push(*var));
        let mut written: Vec<VarId> = Vec::new();
        each_write(stmt, &mut |var| written.push(var));
        for var in all {
            let known = values.iter().position(|value| *value == var);
            let kind = if written.contains(&var) {
                UseKind::Write
            } else if let Some(position) = known {
                values.swap_remove(position);
                UseKind::Value
            } else {
                UseKind::Other
            };
            self.of.entry(var).or_default().push(Use { at, kind });
        }
    }

    fn declarations(&mut self, at: usize, stmt: &Stmt) {
        if let StmtKind::Let { var, .. } = stmt.kind
            && self.declared.insert(var, at).is_some()
        {
            self.again.insert(var);
        }
        visit::each_block(stmt, &mut |block| {
            block.stmts.iter().for_each(|inner| self.declarations(at, inner));
        });
    }

    fn of_var(&self, var: VarId) -> &[Use] {
        self.of.get(&var).map_or(&[], Vec::as_slice)
    }

    /// Whether something after the statement `from`, up to and with `to`, writes the variable.
    fn written(&self, var: VarId, from: usize, to: usize) -> bool {
        let uses = self.of_var(var);
        let first = uses.partition_point(|used| used.at <= from);
        let ahead = uses[first..].iter().take_while(|used| used.at <= to);
        ahead.into_iter().any(|used| used.kind == UseKind::Write)
    }
}

/// Whether a statement does nothing but to declare or change a variable by the value of an expression.
fn is_plain(stmt: &Stmt) -> bool {
    matches!(
        stmt.kind,
        StmtKind::Let { .. }
            | StmtKind::Assign { .. }
            | StmtKind::Update { .. }
            | StmtKind::Accumulate { .. }
    )
}

/// Calls `visit` on what a statement, its blocks included, may change.
fn each_write(stmt: &Stmt, visit: &mut dyn FnMut(VarId)) {
    visit::each_stmt_place(stmt, &mut |place, access| {
        if access == Access::Write {
            visit(place.root);
        }
    });
    match &stmt.kind {
        StmtKind::Restore { place, .. } => visit(place.root),
        StmtKind::TapePopAll { var, .. } => visit(*var),
        StmtKind::Call { args, .. } | StmtKind::Reverse(crate::ir::ReverseCall { args, .. }) => {
            args.iter().filter_map(Expr::place).for_each(|place| visit(place.root));
        }
        _ => {}
    }
    visit::each_block(stmt, &mut |block| {
        block.stmts.iter().for_each(|stmt| each_write(stmt, visit));
    });
}

/// The variables that an expression reads as a whole.
fn whole_reads(expr: &Expr, out: &mut Vec<VarId>) {
    match &expr.kind {
        ExprKind::Read(place) if place.is_var() => out.push(place.root),
        _ => visit::each_operand(expr, &mut |operand| whole_reads(operand, out)),
    }
}

/// Whether a variable is a scalar that the compiler named.
fn is_made(f: &Function, var: VarId) -> bool {
    let info = f.var(var);
    let made = match info.kind {
        VarKind::Derivative => true,
        VarKind::Local => info.ty.is_none() && !info.mutable && info.name == "t",
        _ => false,
    };
    made && info.hint.is_float()
}

/// Takes out declarations of what is only another name of a number.
fn drop_copies(f: &Function, block: &mut Block, outside: &HashSet<VarId>) {
    let mut uses = Uses::of(block);
    let mut renamed: HashMap<VarId, VarId> = HashMap::new();
    let mut dropped: HashSet<usize> = HashSet::new();
    for (at, stmt) in block.stmts.iter().enumerate() {
        let StmtKind::Let { var: copy, value: Some(value) } = &stmt.kind else { continue };
        let ExprKind::Read(Place { root, path }) = &value.kind else { continue };
        let original = renamed.get(root).copied().unwrap_or(*root);
        let eligible = path.is_empty()
            && f.var(*copy).kind == VarKind::Derivative
            && is_made(f, *copy)
            && !outside.contains(copy)
            && !uses.again.contains(copy)
            && !uses.bare.contains(copy)
            && !uses.again.contains(&original)
            && f.var(original).hint.is_float()
            && matches!(f.var(original).kind, VarKind::Derivative | VarKind::Local);
        if !eligible {
            continue;
        }
        let Some(last) = uses.of_var(*copy).last().copied() else { continue };
        let read_only = uses.of_var(*copy).iter().all(|used| used.kind != UseKind::Write);
        // The last reader may change the original itself: it reads before.
        let until = if last.kind == UseKind::Value { last.at - 1 } else { last.at };
        let stays = read_only && !uses.written(original, at, until);
        let ends = f.var(original).kind == VarKind::Derivative
            && uses.declared.contains_key(&original)
            && !outside.contains(&original)
            && uses.of_var(original).last().is_some_and(|used| used.at <= at);
        if stays || ends {
            renamed.insert(*copy, original);
            dropped.insert(at);
            let mut moved = uses.of.remove(copy).unwrap_or_default();
            let of = uses.of.entry(original).or_default();
            of.append(&mut moved);
            of.sort_by_key(|used| used.at);
        }
    }
    if dropped.is_empty() {
        return;
    }
    let mut at = 0;
    block.stmts.retain(|_| {
        at += 1;
        !dropped.contains(&(at - 1))
    });
    for stmt in &mut block.stmts {
        uses::each_use(stmt, &mut |var| {
            while let Some(original) = renamed.get(var) {
                *var = *original;
            }
        });
    }
}

/// Puts what is read once into its reader.
fn nest(f: &Function, block: &mut Block, outside: &HashSet<VarId>) {
    let uses = Uses::of(block);
    // What waits for its reader, by the statement that it stood in.
    let mut moved: HashMap<VarId, Expr> = HashMap::new();
    let mut out = Vec::with_capacity(block.stmts.len());
    for (at, mut stmt) in std::mem::take(&mut block.stmts).into_iter().enumerate() {
        if is_plain(&stmt) && !moved.is_empty() {
            visit::map_exprs(&mut stmt, &mut |expr| fill(expr, &mut moved));
        }
        match stmt.kind {
            StmtKind::Let { var, value: Some(ref mut value) }
                if is_made(f, var)
                    && !outside.contains(&var)
                    && can_move(&uses, var, at, value) =>
            {
                let span = value.span;
                let nothing = Expr::tokens(proc_macro2::TokenStream::new(), span);
                moved.insert(var, std::mem::replace(value, nothing));
            }
            _ => out.push(stmt),
        }
    }
    block.stmts = out;
}

/// Whether the value of a variable may as well be made where it is read.
fn can_move(uses: &Uses, var: VarId, at: usize, value: &Expr) -> bool {
    let [Use { at: reader, kind: UseKind::Value }] = uses.of_var(var) else { return false };
    let mut total = 0;
    let mut still = !uses.again.contains(&var) && uses.effects[at] == uses.effects[*reader];
    size(value, &mut total);
    visit::each_place(value, &mut |place, access| {
        still &= access == Access::Read
            && !uses.written(place.root, at, *reader - 1)
            && uses.borrowed[*reader] != Some(place.root);
    });
    still && total <= LARGEST
}

/// How many operands an expression has all the way down.
fn size(expr: &Expr, total: &mut usize) {
    *total += 1;
    visit::each_operand(expr, &mut |operand| size(operand, total));
}

/// Puts what waits for an expression into it.
fn fill(expr: &mut Expr, moved: &mut HashMap<VarId, Expr>) {
    if let ExprKind::Read(place) = &expr.kind
        && place.is_var()
        && let Some(value) = moved.remove(&place.root)
    {
        *expr = value;
        return;
    }
    visit::map_operands(expr, &mut |operand| fill(operand, moved));
}
