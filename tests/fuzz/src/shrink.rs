//! Smaller programs that fail in the same way.

use crate::batch::{Batch, Verdict};
use crate::program::Program;

/// What must stay the same of a failure: that it is a refusal with this message, or a disagreement.
fn same(a: &Verdict, b: &Verdict) -> bool {
    match (a, b) {
        (Verdict::Refused(a), Verdict::Refused(b)) => kind(a) == kind(b),
        (Verdict::Disagreed(a), Verdict::Disagreed(b)) => {
            a.split(':').next() == b.split(':').next()
        }
        _ => false,
    }
}

/// A message without the names in it.
fn kind(message: &str) -> String {
    message.split('`').step_by(2).collect()
}

/// The smallest program that is found in some rounds, with its message.
pub(crate) fn shrink(batch: &Batch, program: &Program, verdict: &Verdict) -> (Program, String) {
    let mut best = program.clone();
    let mut message = verdict.message().to_owned();
    let mut skip = 0;
    for _ in 0..40 {
        let mut candidates = best.smaller();
        candidates.sort_by_key(Program::statements);
        if skip >= candidates.len() {
            break;
        }
        let window: Vec<Program> = candidates.drain(skip..).take(24).collect();
        let verdicts = batch.judge_quickly(&window, matches!(verdict, Verdict::Refused(_)));
        match window.into_iter().zip(verdicts).find(|(_, found)| same(verdict, found)) {
            Some((smaller, found)) => {
                message = found.message().to_owned();
                best = smaller;
                skip = 0;
            }
            None => skip += 24,
        }
    }
    (best, message)
}
