//! What is measured of a case: times in one process, memory in another, as the allocator that counts is slower.

use std::hint::black_box;

use serde_json::{Value, json};

use super::board::Case;
use super::check::check;
use crate::eval::Derivative;
use crate::timing::{Effort, Samples, alternate};

/// Checks a case, then measures the times of everything it has, alternately.
///
/// # Errors
///
/// If the case does not give what it must.
pub fn times(case: &Case, effort: Effort) -> Result<Value, String> {
    let referenced = check(case).map_err(|error| format!("{}: {error}", case.name))?;
    let eval = &*case.eval;
    let mut value = Vec::new();
    let mut buffers: [Derivative; 4] = Default::default();
    let forward = eval.forward(&mut buffers[2]);
    let curvature = eval.curvature(&mut buffers[3]);
    let [of_generated, of_hand, of_forward, of_curvature] = &mut buffers;

    let mut primal = || {
        black_box(eval).primal(&mut value);
        black_box(&value);
    };
    let mut generated = || {
        black_box(eval).generated(of_generated);
        black_box(&of_generated);
    };
    let mut by_hand = || {
        black_box(eval).by_hand(of_hand);
        black_box(&of_hand);
    };
    let mut in_forward = || {
        black_box(eval).forward(of_forward);
        black_box(&of_forward);
    };
    let mut of_second_order = || {
        black_box(eval).curvature(of_curvature);
        black_box(&of_curvature);
    };
    let mut functions: Vec<&mut dyn FnMut()> = vec![&mut primal, &mut generated, &mut by_hand];
    let mut names = vec!["primal", "generated", "by_hand"];
    if forward {
        functions.push(&mut in_forward);
        names.push("num_dual");
    }
    if curvature {
        functions.push(&mut of_second_order);
        names.push("curvature");
    }
    let samples = alternate(effort, &mut functions);
    let mut measured = json!({
        "case": case.name,
        "referenced": referenced,
        "limits": { "over_primal": case.limits.over_primal, "over_hand": case.limits.over_hand },
    });
    for (name, samples) in names.into_iter().zip(&samples) {
        measured[name] = of_samples(samples);
    }
    Ok(measured)
}

fn of_samples(samples: &Samples) -> Value {
    json!({ "minimum": samples.minimum() * 1e3, "median": samples.median() * 1e3 })
}

/// How a call's memory is measured: the bytes that it holds at most, and the number of its allocations.
pub type Footprint<'a> = &'a dyn Fn(&mut dyn FnMut()) -> (u64, u64);

/// Measures the memory of a case. What the calls give back is in buffers that are there before.
pub fn memory(case: &Case, footprint: Footprint) -> Value {
    let eval = &*case.eval;
    let (mut value, mut derivative) = (Vec::new(), Derivative::default());
    let mut all = json!({ "case": case.name });
    let mut add = |name: &str, call: &mut dyn FnMut()| {
        call();
        let (peak, allocations) = footprint(call);
        all[name] = json!({ "peak": peak, "allocations": allocations });
    };
    add("primal", &mut || eval.primal(&mut value));
    add("generated", &mut || eval.generated(&mut derivative));
    let mut derivative = Derivative::default();
    add("by_hand", &mut || eval.by_hand(&mut derivative));
    all
}
