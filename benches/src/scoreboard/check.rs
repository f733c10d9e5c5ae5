//! Whether a case gives what it must: the generated derivative what the one by hand gives, and both the references.

use super::board::Case;
use super::references::{Reference, Summary, reference};
use crate::eval::Derivative;

/// How near two sums of the same terms are.
const TOLERANCE: f64 = 1e-12;

/// Compares everything that a case gives; says whether there was a reference.
///
/// # Errors
///
/// If something is off.
pub fn check(case: &Case) -> Result<bool, String> {
    let mut value = Vec::new();
    case.eval.primal(&mut value);
    let (mut generated, mut by_hand) = (Derivative::default(), Derivative::default());
    case.eval.generated(&mut generated);
    case.eval.by_hand(&mut by_hand);
    if !generated.value.is_empty() && !same_bits(&generated.value, &value) {
        return Err("the generated derivative's value is not the primal's".into());
    }
    if !by_hand.value.is_empty() {
        near("the value by hand", &by_hand.value, &value)?;
    }
    for (k, (part, expected)) in generated.parts.iter().zip(&by_hand.parts).enumerate() {
        near(&format!("part {k} of the derivative"), part, expected)?;
    }
    let mut forward = Derivative::default();
    if case.eval.forward(&mut forward) {
        for (part, expected) in forward.parts.iter().zip(&by_hand.parts) {
            near("forward mode", part, expected)?;
        }
    }
    // Again, into buffers that have been used: nothing is left over.
    let before = generated.clone();
    case.eval.generated(&mut generated);
    if before != generated {
        return Err("a second run gives another derivative".into());
    }
    let Some(Reference { name, value: of_value, derivative }) = reference(&case.reference) else {
        return Ok(false);
    };
    // A reprojection error is what is left of coordinates that are much larger.
    let tolerance = if name.starts_with("ba") { 10.0 * TOLERANCE } else { TOLERANCE };
    meets("the value", &value, of_value, tolerance)?;
    meets("the generated derivative", &generated.flat(), derivative, tolerance)?;
    meets("the derivative by hand", &by_hand.flat(), derivative, tolerance)?;
    Ok(true)
}

fn same_bits(left: &[f64], right: &[f64]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(l, r)| l.to_bits() == r.to_bits())
}

/// Elements agree to the tolerance, relative to the largest of them at the least, and to a tenth of it relative to all of
/// them: where terms cancel (those of the largest element of a log-sum-exp), they were as large as that.
fn near(what: &str, actual: &[f64], expected: &[f64]) -> Result<(), String> {
    if expected.is_empty() {
        return Ok(());
    }
    if actual.len() != expected.len() {
        return Err(format!("{what}: {} numbers instead of {}", actual.len(), expected.len()));
    }
    let largest = expected.iter().fold(0.0_f64, |largest, e| largest.max(e.abs()));
    let all: f64 = expected.iter().map(|e| e.abs()).sum();
    for (i, (a, e)) in actual.iter().zip(expected).enumerate() {
        let allowed = 10.0 * TOLERANCE * e.abs() + TOLERANCE * largest.max(0.1 * all);
        // Not the other way round: NaN is never near.
        if (a - e).abs() <= allowed {
            continue;
        }
        return Err(format!("{what}: number {i} is {a:?} instead of {e:?}"));
    }
    Ok(())
}

fn meets(what: &str, actual: &[f64], expected: &Summary, tolerance: f64) -> Result<(), String> {
    let norm = actual.iter().map(|a| a * a).sum::<f64>().sqrt();
    let sum: f64 = actual.iter().sum();
    let near = |name: &str, a: f64, e: f64, allowed: f64| {
        if (a - e).abs() <= allowed {
            Ok(())
        } else {
            Err(format!("{what}: {name} is {a:?}; the reference has {e:?}"))
        }
    };
    near("the norm", norm, expected.norm, tolerance * expected.norm)?;
    // What cancels in a sum was as large as all together.
    near("the sum", sum, expected.sum, tolerance * expected.sum.abs().max(10.0 * expected.norm))?;
    for (i, (a, e)) in actual.iter().zip(expected.first).enumerate() {
        let allowed = tolerance * e.abs() + 1e-3 * tolerance * expected.norm;
        near(&format!("number {i}"), *a, *e, allowed)?;
    }
    Ok(())
}
