//! The IR of a function and of its derivatives, as text.

use std::fmt::Write as _;

use crate::ir::{Block, Function, print};
use crate::program::Source;
use crate::transform::pullback::{Pullback, Switches};

/// The forms of a function in a source, one after another.
pub fn show(source: &str, name: &str) -> String {
    let Ok(file) = syn::parse_file(source) else { return "not Rust".into() };
    let Ok(program) =
        Source::new(&file, false).and_then(|source| source.derive(Switches::ALL, true))
    else {
        return "refused".into();
    };
    let Some(index) = program.find(name) else { return format!("no function `{name}`") };
    let function = &program.functions[index];
    let stages = &function.stages;
    let mut out = format!("primal {}", print::function(&stages.primal));
    if let Some((joint, split)) = &stages.reverse {
        let _ = write!(out, "joint {}", sweeps(joint));
        let _ = write!(out, "residual {}", sweeps(split));
    }
    if let Some(forward) = &stages.forward {
        let _ = write!(out, "tangent {}", print::function(&forward.function));
    }
    out
}

fn sweeps(pullback: &Pullback) -> String {
    let of = |block: &Block| {
        print::function(&Function { body: block.clone(), ..pullback.function.clone() })
    };
    format!("{}reverse {}", of(&pullback.forward), of(&pullback.reverse))
}
