//! The pullback (reverse mode): a forward sweep that keeps what is needed, and a reverse sweep.
//!
//! Three steps:
//! 1. [`reverse`] writes the reverse sweep, statement by statement, as if every value of the primal were
//!    still there.
//! 2. [`plan`] looks at what that code reads and decides which overwritten values are recorded
//!    (to-be-recorded analysis) and which locals of inner blocks are recomputed.
//! 3. [`assemble`] puts both sweeps together: the locals of an inner block that its reverse reads become one
//!    tuple, in an `Option` for an arm and on a tape for a loop.
//!
//! At the end, when the second order is made of it, [`registers`] keeps what innermost loops touch at a fixed place in
//! locals.
//!
//! Since the needs are read off the generated code itself, nothing can be needed and not kept.

mod assemble;
mod calls;
mod checkpoint;
mod functions;
mod fused;
mod idle;
mod independence;
mod plan;
mod registers;
mod reverse;

use std::collections::HashSet;

use crate::analysis::activity::Activity;
use crate::ir::{Block, Function, VarId};
use crate::transform::simplify;

/// Switches of the optimisations; all on by default.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Switches {
    /// Keep overwritten values only if something reads them (to-be-recorded analysis).
    pub(crate) tbr: bool,
    /// Recompute cheap locals instead of recording them.
    pub(crate) recompute: bool,
    /// Undo integer increments instead of recording the old value.
    pub(crate) undo: bool,
    /// Arrays on the stack as tapes of loops with constant trip counts.
    pub(crate) array_tapes: bool,
    /// Fuse forward and reverse into one loop where the adjoint of the sums is known before.
    pub(crate) fuse: bool,
    /// Keep what an innermost loop touches at a fixed place in a local.
    pub(crate) registers: bool,
    /// Take out names that the compiler gave to what is used once, or has a name already.
    pub(crate) simplify: bool,
    /// Record and restore all tuples of a loop at once.
    pub(crate) bulk_tapes: bool,
    /// Let innermost loops work on slices of their length.
    pub(crate) slices: bool,
    /// Leave out loops of the reverse sweep as a whole where all they pass on is zero.
    pub(crate) idle: bool,
}

impl Switches {
    /// Everything on.
    pub(crate) const ALL: Switches = Switches {
        tbr: true,
        recompute: true,
        undo: true,
        array_tapes: true,
        fuse: true,
        registers: true,
        simplify: true,
        bulk_tapes: true,
        slices: true,
        idle: true,
    };

    /// Reads `AUTODIFF_DISABLE`, a list of names separated by commas, or `all`.
    pub(crate) fn from_environment() -> Self {
        let text = std::env::var("AUTODIFF_DISABLE").unwrap_or_default();
        Self::parse(&text)
    }

    pub(crate) fn parse(text: &str) -> Self {
        let off =
            |name: &str| text.split(',').any(|part| part.trim() == name || part.trim() == "all");
        Switches {
            tbr: !off("tbr"),
            recompute: !off("recompute"),
            undo: !off("undo"),
            array_tapes: !off("array-tapes"),
            fuse: !off("fuse"),
            registers: !off("registers"),
            simplify: !off("simplify"),
            bulk_tapes: !off("bulk-tapes"),
            slices: !off("slices"),
            idle: !off("idle"),
        }
    }
}

/// Whether both sweeps stand in one function, or the reverse sweep in a residual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sweeps {
    Joint,
    Apart,
}

/// Both sweeps.
pub(crate) struct Pullback {
    /// The variables of the primal and of both sweeps.
    pub(crate) function: Function,
    pub(crate) forward: Block,
    pub(crate) reverse: Block,
    /// The adjoint slot of each active parameter.
    pub(crate) slots: Vec<Option<VarId>>,
    /// The variable that holds the seed.
    pub(crate) seed: Option<VarId>,
    /// Primal variables that the reverse sweep reads: the forward sweep must not move out of them.
    pub(crate) kept: HashSet<VarId>,
    /// Whether locals hold references, which a residual must not.
    pub(crate) borrows: bool,
    /// Whether a loop runs both sweeps at once.
    pub(crate) fused: bool,
}

/// Differentiates a normalized function: both sweeps in one.
pub(crate) fn joint(primal: &Function, activity: &Activity, switches: Switches) -> Pullback {
    let reversed = reverse::reverse(primal, activity);
    let modes = independence::settle(primal, &reversed);
    let idle = idle::find(primal, &reversed, &modes);
    let mut made = complete(primal, &reversed, &modes, &idle, switches, Sweeps::Joint);
    finish(&mut made, switches);
    made
}

/// Steps two and three.
fn complete(
    primal: &Function,
    reversed: &reverse::Reversed,
    modes: &independence::Modes,
    idle: &idle::IdleLoops,
    switches: Switches,
    sweeps: Sweeps,
) -> Pullback {
    let plan = plan::plan(primal, reversed, modes, switches, sweeps);
    let with = assemble::Options { switches, sweeps, idle };
    assemble::assemble(primal, reversed.clone(), &plan, modes, &with).0
}

/// Differentiates a normalized function, twice.
///
/// The first is for both sweeps in one function, where a loop may be fused; the second for a forward sweep that gives
/// a residual.
pub(crate) fn pullback(
    primal: &Function,
    activity: &Activity,
    switches: Switches,
) -> (Pullback, Pullback) {
    let reversed = reverse::reverse(primal, activity);
    let modes = independence::settle(primal, &reversed);
    let idle = idle::find(primal, &reversed, &modes);
    let make = |switches, sweeps| complete(primal, &reversed, &modes, &idle, switches, sweeps);
    // A residual knows no seed yet: the loop runs again there, in the same order.
    (make(switches, Sweeps::Joint), make(Switches { fuse: false, ..switches }, Sweeps::Apart))
}

/// The last step, after which only tokens are made of it: what innermost loops touch at a fixed place is kept in locals.
pub(crate) fn finish(pullback: &mut Pullback, switches: Switches) {
    pullback.function.bulk_tapes = switches.bulk_tapes;
    pullback.function.slices = switches.slices;
    if switches.registers {
        registers::promote(&mut pullback.function, &mut pullback.forward);
        registers::promote(&mut pullback.function, &mut pullback.reverse);
    }
    if switches.simplify {
        simplify::pullback(pullback);
    }
}
