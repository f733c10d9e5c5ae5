//! Control flow: branches, loops, and early exits turned into nesting and flags.
//!
//! Every construct that can be left early is a [`Frame`] with a flag `skip` ("the rest of this body does not
//! run"); a loop has a second flag `exit` ("no further iteration"). `continue`, `break`, `return` set the
//! flags of all frames that they leave. After a branch
//! - of whose arms one goes on, the cursor moves into that arm: no flag is read;
//! - of whose arms several go on, and some exit, the rest stands under `if !skip`.
//!
//! Flags that nothing reads are removed at the end.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;

use super::builder::{BlockBuilder, Open};
use super::{Binding, Lower};
use crate::diag::codes;
use crate::ir::{
    Block, Expr, ExprKind, Function, Hint, Place, Range, Stmt, StmtKind, VarId, VarKind, visit,
};

/// What kind of body a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FrameKind {
    /// The function, or an inlined closure: the target of `return`.
    Function,
    Loop,
    Block,
}

/// A construct that can be left early.
pub(super) struct Frame {
    pub(super) kind: FrameKind,
    pub(super) label: Option<String>,
    pub(super) skip: VarId,
    pub(super) exit: Option<VarId>,
    /// Where the value goes with which the frame is left.
    dest: Option<VarId>,
    /// How often code was lowered that leaves the rest of the body out.
    pub(super) exits: usize,
    /// The outermost of the loops that a `break` here ends, where a chain became several.
    pub(super) whole: Option<usize>,
    /// Whether a flag guards assignments of `dest`: rustc cannot see that it is always assigned.
    pub(super) guarded: bool,
    /// Whether a `break` leads behind it.
    pub(super) broken: bool,
}

impl Frame {
    pub(super) fn function(skip: VarId, dest: Option<VarId>) -> Self {
        Frame {
            kind: FrameKind::Function,
            label: None,
            skip,
            exit: None,
            dest,
            exits: 0,
            whole: None,
            guarded: false,
            broken: false,
        }
    }
}

/// `true` or `false`.
pub(super) fn bool_expr(value: bool, span: Span) -> Expr {
    Expr::tokens(if value { quote!(true) } else { quote!(false) }, span)
}

/// Removes flags that are never read.
pub(super) fn remove_unread_flags(f: &mut Function) {
    loop {
        let mut read = vec![false; f.vars.len()];
        visit::each_stmt(&f.body, &mut |stmt| {
            visit::each_expr(stmt, &mut |expr| {
                visit::each_read(expr, &mut |var| read[var.0 as usize] = true);
            });
            match &stmt.kind {
                StmtKind::Loop { exit, .. } => read[exit.0 as usize] = true,
                StmtKind::For { exit: Some(exit), .. } => read[exit.0 as usize] = true,
                _ => {}
            }
        });
        let unread =
            |var: VarId| f.vars[var.0 as usize].kind == VarKind::Flag && !read[var.0 as usize];
        let mut removed = false;
        let mut body = std::mem::take(&mut f.body);
        retain(&mut body, &mut |stmt| {
            let keep = match &stmt.kind {
                StmtKind::Let { var, .. } => !unread(*var),
                StmtKind::Assign { place, .. } => !unread(place.root),
                _ => true,
            };
            removed |= !keep;
            keep
        });
        f.body = body;
        if !removed {
            return;
        }
    }
}

fn retain(block: &mut Block, keep: &mut dyn FnMut(&Stmt) -> bool) {
    block.stmts.retain(|stmt| keep(stmt));
    for stmt in &mut block.stmts {
        for inner in visit::blocks_mut(stmt) {
            retain(inner, keep);
        }
    }
}

/// An arm after lowering.
struct LoweredArm {
    builder: BlockBuilder,
    /// Whether it sets the flag of the frame around it.
    exits: bool,
}

impl Lower<'_> {
    pub(super) fn new_flag(&mut self, name: &str, span: Span) -> VarId {
        self.new_var(name, span, VarKind::Flag, Hint::Discrete)
    }

    fn exits_here(&self) -> usize {
        self.frames.last().map_or(0, |frame| frame.exits)
    }

    /// Lowers an arm into a builder of its own.
    fn arm(&mut self, lower: impl FnOnce(&mut Self)) -> LoweredArm {
        let before = self.exits_here();
        let outer = std::mem::take(&mut self.block);
        self.block.dead = outer.dead;
        self.scopes.push(std::collections::HashMap::new());
        lower(self);
        self.scopes.pop();
        let builder = std::mem::replace(&mut self.block, outer);
        LoweredArm { builder, exits: self.exits_here() > before }
    }

    /// Lowers a body into a closed block.
    pub(super) fn closed(&mut self, lower: impl FnOnce(&mut Self)) -> Block {
        let arm = self.arm(lower);
        arm.builder.finish(&mut self.f)
    }

    /// Where something has left this frame's body, what follows stands under `if !skip`.
    fn guard_rest(&mut self, exits: bool, span: Span) {
        if !exits {
            return;
        }
        self.guards += 1;
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        frame.guarded = true;
        let skip = frame.skip;
        let cond = self.condition(Expr::not(Expr::var(skip, span)));
        self.block.enter(
            Open::If { cond, closed: Block::default(), then_is_open: true, span },
            BlockBuilder::default(),
        );
    }

    /// A condition in a variable, since the reverse sweep asks for it again.
    pub(super) fn condition(&mut self, cond: Expr) -> Expr {
        if let ExprKind::Tokens(_) = cond.kind {
            return cond;
        }
        let span = cond.span;
        let var = self.new_var("cond", span, VarKind::Local, Hint::Discrete);
        self.push(StmtKind::Let { var, value: Some(cond) }, span);
        Expr::var(var, span)
    }

    /// Puts an `if` together, and the cursor where lowering goes on.
    fn join_if(&mut self, cond: Expr, then: LoweredArm, els: LoweredArm, span: Span) {
        match (then.builder.dead, els.builder.dead) {
            (true, true) => {
                let then = then.builder.finish(&mut self.f);
                let els = els.builder.finish(&mut self.f);
                self.push(StmtKind::If { cond, then, els }, span);
                self.block.dead = true;
            }
            (true, false) => {
                let closed = then.builder.finish(&mut self.f);
                self.block.enter(Open::If { cond, closed, then_is_open: false, span }, els.builder);
            }
            (false, true) => {
                let closed = els.builder.finish(&mut self.f);
                self.block.enter(Open::If { cond, closed, then_is_open: true, span }, then.builder);
            }
            (false, false) => {
                let exits = then.exits || els.exits;
                let then = then.builder.finish(&mut self.f);
                let els = els.builder.finish(&mut self.f);
                self.push(StmtKind::If { cond, then, els }, span);
                self.guard_rest(exits, span);
            }
        }
    }

    /// The variable that gets a construct's value.
    pub(super) fn dest(&mut self, wanted: bool, span: Span) -> Option<VarId> {
        wanted.then(|| {
            let var = self.new_var("value", span, VarKind::Late, Hint::Unknown);
            self.push(StmtKind::Let { var, value: None }, span);
            var
        })
    }

    /// Assigns an arm's value.
    pub(super) fn arrive(&mut self, dest: Option<VarId>, value: Option<Expr>) {
        if let (Some(dest), Some(value)) = (dest, value)
            && !self.block.dead
        {
            let hint = self.f.expr_hint(&value);
            let var = self.f.var_mut(dest);
            if matches!(var.hint, Hint::Unknown) {
                var.hint = hint;
            }
            let span = value.span;
            self.push(StmtKind::Assign { place: Place::var(dest), value }, span);
        }
    }

    /// `if`, also `if let` and chains of both. Gives a value if `wanted`.
    pub(super) fn lower_if(&mut self, it: &syn::ExprIf, wanted: bool) -> Option<Expr> {
        let span = it.if_token.span;
        let guards = self.guards;
        let dest = self.dest(wanted, span);
        self.branch(
            &it.cond,
            span,
            &mut |lower| {
                let value = lower.block_value(&it.then_branch, wanted);
                lower.arrive(dest, value);
            },
            &mut |lower| {
                if let Some((_, els)) = &it.else_branch {
                    let value = lower.value_if(els, wanted);
                    lower.arrive(dest, value);
                }
            },
        );
        self.check_dest(dest, guards);
        dest.map(|dest| Expr::var(dest, span))
    }

    /// If flags guard parts of a construct, rustc cannot see that its value is always assigned.
    pub(super) fn check_dest(&mut self, dest: Option<VarId>, guards_before: usize) {
        if self.guards > guards_before
            && let Some(dest) = dest
        {
            let var = self.f.var_mut(dest);
            var.kind = VarKind::Checked;
            var.mutable = true;
        }
    }

    /// An expression, its value kept only if wanted.
    pub(super) fn value_if(&mut self, expr: &syn::Expr, wanted: bool) -> Option<Expr> {
        if wanted {
            Some(self.expr(expr))
        } else {
            self.expr_stmt(expr);
            None
        }
    }

    /// Branches on a condition that may contain `let`.
    pub(super) fn branch(
        &mut self,
        cond: &syn::Expr,
        span: Span,
        then: &mut dyn FnMut(&mut Self),
        els: &mut dyn FnMut(&mut Self),
    ) {
        match cond {
            syn::Expr::Paren(paren) => self.branch(&paren.expr, span, then, els),
            syn::Expr::Group(group) => self.branch(&group.expr, span, then, els),
            syn::Expr::Let(it) => self.branch_let(it, span, then, els),
            syn::Expr::Binary(binary)
                if matches!(binary.op, syn::BinOp::And(_)) && contains_let(cond) =>
            {
                // `a && b`: the else part runs where either fails; a flag keeps it in one place.
                let taken = self.new_flag("taken", span);
                self.push(StmtKind::Let { var: taken, value: Some(bool_expr(false, span)) }, span);
                let mut run_then = |lower: &mut Self| {
                    let place = Place::var(taken);
                    lower.push(StmtKind::Assign { place, value: bool_expr(true, span) }, span);
                    then(lower);
                };
                let before = self.exits_here();
                let block = self.closed(|lower| {
                    lower.branch(
                        &binary.left,
                        span,
                        &mut |lower| lower.branch(&binary.right, span, &mut run_then, &mut |_| {}),
                        &mut |_| {},
                    );
                });
                let exits = self.exits_here() > before;
                for stmt in block.stmts {
                    self.block.push(stmt);
                }
                // After an exit from the then part nothing more runs; `taken` covers that for the else part.
                let cond = self.condition(Expr::not(Expr::var(taken, span)));
                let before = self.exits_here();
                let els = self.closed(|lower| els(lower));
                let exits = exits || self.exits_here() > before;
                if !els.stmts.is_empty() {
                    self.push(StmtKind::If { cond, then: els, els: Block::default() }, span);
                }
                self.guards += 1;
                self.guard_rest(exits, span);
            }
            _ => {
                let cond = self.expr(cond);
                let cond = self.condition(cond);
                let then = self.arm(|lower| then(lower));
                let els = self.arm(|lower| els(lower));
                self.join_if(cond, then, els, span);
            }
        }
    }

    /// Puts a match together. Arms: pattern parts and how to lower the body.
    pub(super) fn join_match(
        &mut self,
        scrutinee: Place,
        exclusive: bool,
        arms: Vec<(crate::ir::Arm, MatchArm)>,
        span: Span,
    ) {
        let live: Vec<usize> = arms
            .iter()
            .enumerate()
            .filter(|(_, (_, arm))| !arm.0.builder.dead)
            .map(|(index, _)| index)
            .collect();
        // What is bound may be changed or moved by a method, unless it is a string for sure.
        if exclusive || !arms.iter().any(|(arm, _)| arm.pat.is_borrowed_string()) {
            for binding in arms.iter().flat_map(|(arm, _)| &arm.bindings) {
                self.f.var_mut(binding.var).mutable = true;
            }
        }
        let exits = arms.iter().any(|(_, arm)| arm.0.exits);
        let mut open = None;
        let mut closed = Vec::new();
        for (index, (mut arm, MatchArm(lowered))) in arms.into_iter().enumerate() {
            if live == [index] {
                open = Some(lowered.builder);
            } else {
                arm.body = lowered.builder.finish(&mut self.f);
            }
            closed.push(arm);
        }
        match open {
            Some(builder) => {
                let open = Open::Match { scrutinee, exclusive, arms: closed, open: live[0], span };
                self.block.enter(open, builder);
            }
            None => {
                self.push(StmtKind::Match { scrutinee, exclusive, arms: closed }, span);
                if live.is_empty() {
                    self.block.dead = true;
                } else {
                    self.guard_rest(exits, span);
                }
            }
        }
    }

    /// Lowers the body of a match arm.
    pub(super) fn match_arm(&mut self, lower: impl FnOnce(&mut Self)) -> MatchArm {
        MatchArm(self.arm(lower))
    }

    /// Leaves all frames down to `target`, and `target` itself.
    pub(super) fn leave(&mut self, target: usize, ends_loop: bool, span: Span) {
        self.frames[target].broken |= ends_loop;
        let mut sets = Vec::new();
        for (index, frame) in self.frames.iter_mut().enumerate().skip(target) {
            frame.exits += 1;
            sets.push(frame.skip);
            if let Some(exit) = frame.exit
                && (index > target || ends_loop)
            {
                sets.push(exit);
            }
        }
        // A loop in between hides from rustc that the value is assigned once.
        if self.frames[target..].iter().any(|frame| frame.kind == FrameKind::Loop) {
            self.frames[target].guarded = true;
        }
        for flag in sets {
            let place = Place::var(flag);
            self.push(StmtKind::Assign { place, value: bool_expr(true, span) }, span);
        }
        self.block.dead = true;
    }

    pub(super) fn lower_return(&mut self, it: &syn::ExprReturn) {
        let value = it.expr.as_ref().map(|value| self.expr(value));
        self.return_value(value, it.return_token.span);
    }

    /// Leaves the function, or the closure that is inlined here.
    pub(super) fn return_value(&mut self, value: Option<Expr>, span: Span) {
        let target = self
            .frames
            .iter()
            .rposition(|frame| frame.kind == FrameKind::Function)
            .expect("the function is a frame");
        let dest = self.frames[target].dest;
        self.arrive(dest, value);
        self.leave(target, false, span);
    }

    fn target(&mut self, label: Option<&syn::Lifetime>, at: Span) -> Option<usize> {
        let found = match label {
            Some(label) => {
                let name = label.ident.to_string();
                // Jumps that lowering wrote itself.
                if let Some(depth) = name.strip_prefix("__ad_frame_") {
                    return depth.parse().ok();
                }
                self.frames.iter().rposition(|frame| frame.label.as_deref() == Some(&name))
            }
            None => self.frames.iter().rposition(|frame| frame.kind == FrameKind::Loop),
        };
        if found.is_none() {
            self.diags.error(
                codes::LABEL,
                at,
                "there is no such loop or block around this",
                "name a label that stands around it, or leave the function by `return`",
            );
        }
        found
    }

    pub(super) fn lower_break(&mut self, it: &syn::ExprBreak) {
        let value = it.expr.as_ref().map(|value| self.expr(value));
        let Some(target) = self.target(it.label.as_ref(), it.break_token.span) else {
            return;
        };
        let dest = self.frames[target].dest;
        self.arrive(dest, value);
        let own =
            it.label.as_ref().is_some_and(|label| label.ident.to_string().starts_with("__ad_"));
        let target = self.frames[target].whole.filter(|_| !own).unwrap_or(target);
        self.leave(target, true, it.break_token.span);
    }

    pub(super) fn lower_continue(&mut self, it: &syn::ExprContinue) {
        let Some(target) = self.target(it.label.as_ref(), it.continue_token.span) else {
            return;
        };
        self.leave(target, false, it.continue_token.span);
    }

    /// A labelled block, or the inlined body of a closure.
    pub(super) fn labelled(
        &mut self,
        kind: FrameKind,
        label: Option<&syn::Label>,
        wanted: bool,
        span: Span,
        body: impl FnOnce(&mut Self) -> Option<Expr>,
    ) -> Option<Expr> {
        let skip = self.new_flag("left", span);
        self.push(StmtKind::Let { var: skip, value: Some(bool_expr(false, span)) }, span);
        let dest = self.dest(wanted, span);
        let label = label.map(|label| label.name.ident.to_string());
        self.frames.push(Frame {
            kind,
            label,
            skip,
            exit: None,
            dest,
            exits: 0,
            whole: None,
            guarded: false,
            broken: false,
        });
        let outer_before: Vec<usize> = self.frames.iter().map(|frame| frame.exits).collect();
        let block = self.closed(|lower| {
            let value = body(lower);
            lower.arrive(dest, value);
        });
        let frame = self.frames.pop().expect("pushed above");
        for stmt in block.stmts {
            self.block.push(stmt);
        }
        let left_outer =
            self.frames.iter().zip(&outer_before).next_back().is_some_and(|(f, b)| f.exits > *b);
        // Where the frame around it was left there is no value, and what reads it stands under a flag.
        if (frame.guarded || left_outer)
            && let Some(dest) = dest
        {
            let var = self.f.var_mut(dest);
            var.kind = VarKind::Checked;
            var.mutable = true;
        }
        self.guard_rest(left_outer, span);
        dest.map(|dest| self.settle(dest, span))
    }

    /// The value of a late or checked variable, read once.
    pub(super) fn settle(&mut self, dest: VarId, span: Span) -> Expr {
        if self.f.var(dest).kind == VarKind::Checked {
            let hint = self.f.var(dest).hint.clone();
            let var = self.new_var("value", span, VarKind::Local, hint);
            let value = Some(Expr::var(dest, span));
            self.push(StmtKind::Let { var, value }, span);
            Expr::var(var, span)
        } else {
            Expr::var(dest, span)
        }
    }

    /// Opens a loop's frame, lowers its body, and gives the body and the flag that ends the loop.
    pub(super) fn loop_body(
        &mut self,
        label: Option<&syn::Label>,
        dest: Option<VarId>,
        span: Span,
        body: impl FnOnce(&mut Self),
    ) -> (Block, VarId, bool) {
        let exit = self.new_flag("done", span);
        self.push(StmtKind::Let { var: exit, value: Some(bool_expr(false, span)) }, span);
        let skip = self.new_flag("skip", span);
        let label = label.map(|label| label.name.ident.to_string());
        self.frames.push(Frame {
            kind: FrameKind::Loop,
            label,
            skip,
            exit: Some(exit),
            dest,
            exits: 0,
            whole: None,
            guarded: false,
            broken: false,
        });
        let mut block = self.closed(body);
        self.frames.pop();
        let declare =
            self.f.stmt(StmtKind::Let { var: skip, value: Some(bool_expr(false, span)) }, span);
        block.stmts.insert(0, declare);
        let mut ends = false;
        visit::each_stmt(&block, &mut |stmt| {
            if let StmtKind::Assign { place, .. } = &stmt.kind {
                ends |= place.root == exit;
            }
        });
        if let Some(dest) = dest {
            let var = self.f.var_mut(dest);
            var.kind = VarKind::Checked;
            var.mutable = true;
        }
        (block, exit, ends)
    }

    /// After a loop: has something in it left the frame around it?
    pub(super) fn after_loop(&mut self, exits_before: usize, span: Span) {
        let exits = self.exits_here() > exits_before;
        self.guard_rest(exits, span);
    }

    pub(super) fn lower_loop(&mut self, it: &syn::ExprLoop, wanted: bool) -> Option<Expr> {
        let span = it.loop_token.span;
        let dest = self.dest(wanted, span);
        let before = self.exits_here();
        let mut broken = false;
        let (body, exit, ends) = self.loop_body(it.label.as_ref(), dest, span, |lower| {
            lower.block_value(&it.body, false);
            broken = lower.frames.last().is_some_and(|frame| frame.broken);
        });
        self.push(StmtKind::Loop { exit, body }, span);
        if !ends {
            self.diags.error(
                codes::ENDLESS_LOOP,
                span,
                "this loop never ends",
                "leave it by `break`, or by `return`",
            );
        }
        self.after_loop(before, span);
        if !broken {
            // Nothing leads behind it: as in Rust, it has any type there.
            self.block.dead = true;
            return None;
        }
        dest.map(|dest| self.settle(dest, span))
    }

    pub(super) fn lower_while(&mut self, it: &syn::ExprWhile) {
        let span = it.while_token.span;
        let before = self.exits_here();
        let (body, exit, _) = self.loop_body(it.label.as_ref(), None, span, |lower| {
            let exit = lower.frames.last().and_then(|frame| frame.exit).expect("a loop's frame");
            lower.branch(
                &it.cond,
                span,
                &mut |lower| {
                    lower.block_value(&it.body, false);
                },
                &mut |lower| {
                    let place = Place::var(exit);
                    lower.push(StmtKind::Assign { place, value: bool_expr(true, span) }, span);
                },
            );
        });
        self.push(StmtKind::Loop { exit, body }, span);
        self.after_loop(before, span);
    }

    /// A counted loop over `0..count` or a written range.
    pub(super) fn counted_loop(
        &mut self,
        label: Option<&syn::Label>,
        name: &str,
        mut range: Range,
        span: Span,
        body: impl FnOnce(&mut Self, VarId),
    ) {
        range.checkpoint = self.checkpoint.take();
        let var = self.new_var(name, span, VarKind::Index, Hint::Discrete);
        let before = self.exits_here();
        let (body, exit, ends) = self.loop_body(label, None, span, |lower| body(lower, var));
        let exit = ends.then_some(exit);
        self.push(StmtKind::For { var, range, exit, body }, span);
        self.after_loop(before, span);
    }

    /// The rest of the innermost loop's body runs only where `cond` holds.
    pub(super) fn only_if(&mut self, cond: Expr, span: Span) {
        let cond = self.condition(cond);
        self.block.enter(
            Open::If { cond, closed: Block::default(), then_is_open: true, span },
            BlockBuilder::default(),
        );
    }

    /// Runs `then` where `cond` holds; it may exit.
    pub(super) fn when(&mut self, cond: Expr, span: Span, then: impl FnOnce(&mut Self)) {
        let cond = self.condition(cond);
        let then = self.arm(then);
        let els = self.arm(|_| {});
        self.join_if(cond, then, els, span);
    }

    /// Branches on an expression already lowered.
    pub(super) fn when_else(
        &mut self,
        cond: Expr,
        span: Span,
        then: impl FnOnce(&mut Self),
        els: impl FnOnce(&mut Self),
    ) {
        let cond = self.condition(cond);
        let then = self.arm(then);
        let els = self.arm(els);
        self.join_if(cond, then, els, span);
    }

    /// A constant trip count: both bounds name no variable.
    pub(super) fn constant_trips(&self, range: &Range) -> Option<TokenStream> {
        let constant = |expr: &Expr| match &expr.kind {
            ExprKind::Tokens(tokens) => Some(tokens.clone()),
            _ => None,
        };
        if range.step.is_some() {
            return None;
        }
        let (low, high) = (constant(&range.low)?, constant(&range.high)?);
        // Arithmetic on const parameters is not allowed in types: only `0..N` works with them.
        let literal =
            |tokens: &TokenStream| tokens.to_string().starts_with(|c: char| c.is_ascii_digit());
        let zero = matches!(low.to_string().as_str(), "0" | "0usize");
        if zero && !range.inclusive {
            return Some(if literal(&high) { high } else { quote!({ #high }) });
        }
        let number = |tokens: &TokenStream| {
            tokens.to_string().trim_end_matches("usize").replace('_', "").parse::<usize>().ok()
        };
        let (low, high) = (number(&low)?, number(&high)?);
        let trips = (high + usize::from(range.inclusive)).saturating_sub(low);
        let trips = proc_macro2::Literal::usize_unsuffixed(trips);
        Some(quote!(#trips))
    }

    /// Binds a name to a value that the loop provides.
    pub(super) fn bind_value(&mut self, name: &str, value: Expr) {
        let binding = match value.kind {
            ExprKind::Read(place) if place.is_var() => Binding::Var(place.root),
            _ => Binding::Alias(value),
        };
        self.bind(name, binding);
    }

    pub(super) fn block_expr(&mut self, it: &syn::ExprBlock, wanted: bool) -> Option<Expr> {
        match &it.label {
            None => self.block_value(&it.block, wanted),
            Some(label) => {
                let span = label.span();
                self.labelled(FrameKind::Block, Some(label), wanted, span, |lower| {
                    lower.block_value(&it.block, wanted)
                })
            }
        }
    }
}

/// A match arm's body after lowering.
pub(super) struct MatchArm(LoweredArm);

fn contains_let(expr: &syn::Expr) -> bool {
    match expr {
        syn::Expr::Let(_) => true,
        syn::Expr::Paren(paren) => contains_let(&paren.expr),
        syn::Expr::Group(group) => contains_let(&group.expr),
        syn::Expr::Binary(binary) => contains_let(&binary.left) || contains_let(&binary.right),
        _ => false,
    }
}
