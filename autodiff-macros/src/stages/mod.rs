//! The stages between lowering and emission, from IR to IR: what cannot be followed is refused, the rest is normalized
//! and differentiated in both modes.
//!
//! Nothing here reads or makes tokens of items, so a test can run these stages and interpret what they give.

mod locals;

use crate::analysis::activity::{self, Activity};
use crate::analysis::{
    function_values, held_references, hints as inference, infinities, passed_on, rebinding,
};
use crate::diag::{Diags, codes};
use crate::ir::{self, Block, Function, LocalFunction, VarId};
use crate::options::Options;
use crate::syntax::signature::Signature;
use crate::transform::pullback::{self, Pullback, Switches};
use crate::transform::pushforward::{self, Pushforward};
use crate::transform::second_order::{self, SecondOrder};
use crate::transform::{LocalParts, anf, simplify, spent};

/// A function and its derivatives.
pub(crate) struct Stages {
    /// Normalized.
    pub(crate) primal: Function,
    pub(crate) activity: Activity,
    pub(crate) closures: Vec<LocalParts>,
    /// Both sweeps in one function, and with a residual between them.
    pub(crate) reverse: Option<(Pullback, Pullback)>,
    pub(crate) forward: Option<Pushforward>,
    /// Of both forms of `reverse`.
    pub(crate) second_order: Option<(SecondOrder, SecondOrder)>,
}

/// Reports what lowering lets through and the transforms cannot follow.
pub(crate) fn refuse(
    diags: &mut Diags,
    primal: &Function,
    signature: &Signature,
    options: &Options,
) {
    verify(primal);
    for span in passed_on::active_values(primal, &activity::analyse(primal, &active(signature))) {
        diags.error(
            codes::UNKNOWN_MACRO,
            span,
            "an active value stands in code that is not known and passed on as it is",
            "write a function with `#[differentiate]`, or compute it from inactive values",
        );
    }
    for span in rebinding::assigned_scrutinees(primal) {
        diags.error(
            codes::SCRUTINEE_ASSIGNED,
            span,
            "this assigns a value whose parts are bound by reference around it",
            "bind them by value, or copy them before: `let r = *r;`",
        );
    }
    for span in held_references::exclusive_references(primal) {
        diags.error(
            codes::EXCLUSIVE_IN_VALUE,
            span,
            "an exclusive reference inside of a value cannot be followed",
            "name it by a `let` of its own, or use the variable itself",
        );
    }
    for span in held_references::hidden_writes(primal) {
        diags.error(
            codes::CHANGES_WHAT_IS_NOT_MUT,
            span,
            "this writes to a place that cannot be followed",
            "assign to a `let mut` variable or a `&mut` parameter by its own name",
        );
    }
    if options.second_order {
        for span in function_values::function_values(primal) {
            diags.error(
                codes::SECOND_ORDER_OF_FUNCTIONS,
                span,
                "functions as values have no second derivatives",
                "call a function by its name, or leave `second_order` out",
            );
        }
    }
}

/// Whether the result, or what is written through a `&mut`, depends on an active parameter.
pub(crate) fn has_data_path(primal: &Function, signature: &Signature) -> bool {
    activity::has_data_path(primal, &activity::analyse(primal, &active(signature)))
}

fn active(signature: &Signature) -> Vec<bool> {
    signature.params.iter().map(|param| param.active).collect()
}

/// Normalizes and differentiates a lowered function.
pub(crate) fn derive(
    mut primal: Function,
    closures: Vec<LocalFunction>,
    signature: &Signature,
    options: &Options,
    switches: Switches,
) -> Stages {
    let mut activity = activity::analyse(&primal, &active(signature));
    let closures = locals::derive(&mut primal, &activity, closures, switches);
    inference::infer(&mut primal);
    anf::normalize(&mut primal, &mut activity);
    inference::infer(&mut primal);
    primal.infinities = infinities::may_meet(&primal);
    verify(&primal);
    let mut reverse =
        options.wants_reverse().then(|| pullback::pullback(&primal, &activity, switches));
    let mut forward = options.wants_forward().then(|| pushforward::pushforward(&primal, &activity));
    let mut second_order = reverse.as_ref().filter(|_| options.second_order).map(|reverse| {
        let of = |pullback| second_order::second_order(&primal, &activity, pullback);
        (of(&reverse.0), of(&reverse.1))
    });
    let finish = |pullback: &mut Pullback| pullback::finish(pullback, switches);
    if let Some((joint, split)) = &mut reverse {
        for pullback in [joint, split] {
            finish(pullback);
            if switches.simplify {
                pullback.function.spent = spent::spent(pullback);
            }
        }
    }
    if let Some((joint, split)) = &mut second_order {
        finish(&mut joint.sweeps);
        finish(&mut split.sweeps);
    }
    if let Some(forward) = forward.as_mut().filter(|_| switches.simplify) {
        simplify::pushforward(forward);
    }
    Stages { primal, activity, closures, reverse, forward, second_order }
}

fn verify(f: &Function) {
    if let Err(problem) = ir::verify::function(f) {
        panic!("{problem}\n{}", ir::print::function(f));
    }
}

/// Looks for broken invariants in all that was made.
pub(crate) fn verify_derivatives(stages: &Stages) {
    let Stages { closures, reverse, forward, second_order, .. } = stages;
    for parts in closures {
        verify_pullback(&parts.pullback);
        verify_pushforward(&parts.pushforward);
    }
    reverse.iter().flat_map(|(joint, split)| [joint, split]).for_each(verify_pullback);
    forward.iter().for_each(verify_pushforward);
    second_order.iter().flat_map(|(joint, split)| [joint, split]).for_each(verify_second_order);
}

fn verify_sweeps(f: &Function, more: &[&[Option<VarId>]], blocks: &[&Block]) {
    let given = f.params.iter().copied().chain(more.iter().copied().flatten().copied().flatten());
    if let Err(problem) = ir::verify_sweeps::sweeps(f, given, blocks) {
        let text: Vec<String> = blocks
            .iter()
            .map(|block| ir::print::function(&Function { body: (*block).clone(), ..f.clone() }))
            .collect();
        panic!("{problem}\n{}", text.join("\n"));
    }
}

fn verify_pullback(pullback: &Pullback) {
    let blocks = [&pullback.forward, &pullback.reverse];
    verify_sweeps(&pullback.function, &[&pullback.slots, &[pullback.seed]], &blocks);
}

fn verify_pushforward(push: &Pushforward) {
    verify_sweeps(&push.function, &[&push.slots], &[&push.function.body]);
}

fn verify_second_order(second: &SecondOrder) {
    let sweeps = &second.sweeps;
    let seeds = [sweeps.seed, second.seed_tangent];
    let more: &[&[Option<VarId>]] =
        &[&sweeps.slots, &second.slot_tangents, &second.tangents, &seeds];
    verify_sweeps(&sweeps.function, more, &[&sweeps.forward, &sweeps.reverse]);
}
