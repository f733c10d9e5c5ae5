//! Running IR.
//!
//! [`stmt`](self) runs statements, `expr` evaluates expressions, `place` reads and writes places, `calls` is the protocol of
//! the hidden functions. What an operation gives is in `operators` and `primitives`, what its rule gives in `rules`:
//! those of the runtime. `plain` evaluates the user's tokens that the IR carries as they are.

mod calls;
mod expr;
mod frame;
mod functions;
mod helpers;
mod matrices;
mod operators;
mod pattern;
mod place;
mod plain;
mod plain_methods;
mod primitives;
mod rules;
mod second;
mod stmt;

use std::cell::Cell as Counter;

use autodiff_runtime::Real;

pub(crate) use self::calls::Differentiated;
pub(crate) use self::frame::{Cell, Frame};
pub(crate) use self::second::SecondInputs;
use crate::coverage::Coverage;
use crate::fault::{Run, unsupported};
use crate::ir::{Function, VarId};
use crate::program::Program;

/// What all runs of one program share.
pub(crate) struct Session<'p> {
    pub(crate) program: &'p Program,
    /// How many statements may still run.
    fuel: Counter<u64>,
    /// How many calls are open.
    depth: Counter<u32>,
    pub(crate) coverage: Option<&'p Coverage>,
}

/// More than any program of the generators needs.
const FUEL: u64 = 400_000;
const DEPTH: u32 = 60;

impl<'p> Session<'p> {
    pub(crate) fn new(program: &'p Program, coverage: Option<&'p Coverage>) -> Self {
        Session { program, fuel: Counter::new(FUEL), depth: Counter::new(0), coverage }
    }

    fn step(&self) -> Run<()> {
        match self.fuel.get().checked_sub(1) {
            Some(left) => {
                self.fuel.set(left);
                Ok(())
            }
            None => unsupported("too many statements"),
        }
    }
}

/// One run of a function: primal or derivative.
pub(crate) struct Machine<'p, S> {
    pub(crate) session: &'p Session<'p>,
    /// The function of the program that this is, or that the closure is in.
    pub(crate) owner: usize,
    pub(crate) f: &'p Function,
    pub(crate) frame: Frame<S>,
    /// Whether the reverse sweep runs: then what goes out of scope must be used up.
    reversing: bool,
}

impl<'p, S: Real> Machine<'p, S> {
    fn new(session: &'p Session<'p>, owner: usize, f: &'p Function) -> Self {
        let frame = Frame::new(f.vars.len());
        Machine { session, owner, f, frame, reversing: false }
    }

    /// Goes on with the variables of another run.
    fn resume(session: &'p Session<'p>, owner: usize, f: &'p Function, frame: Frame<S>) -> Self {
        Machine { session, owner, f, frame, reversing: false }
    }

    fn named(&self, var: VarId) -> String {
        format!("`{}` (%{})", self.f.var(var).name, var.0)
    }
}
