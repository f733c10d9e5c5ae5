//! The laws: what must hold between a program and its derivatives.
//!
//! The reference is the lowered primal over dual numbers, before normalization: it goes through no transform.
//!
//! 1. Every form gives the primal's value, bit for bit.
//! 2. Tangents agree with dual numbers in a direction without a pattern, and the gradient, with the adjoints of `&mut`
//!    parameters, has the same slope in that direction (the dot test).
//! 3. Both sweeps in one function and with a residual between them agree bit for bit, and so do all settings of the
//!    optimisations.
//! 4. A gradient is added to what is in the buffers.
//! 5. Programs that do the same in other words have the same derivatives.
//! 6. Hessian-vector products agree with the pullback over dual numbers.
//!
//! That what was changed is restored, that tapes end empty and nothing is read before it is written is checked while
//! the sweeps run.

use autodiff_runtime::{Dual, Real};

use crate::coverage::Coverage;
use crate::data::Data;
use crate::fault::{Fault, FaultKind};
use crate::machine::{Differentiated, SecondInputs, Session};
use crate::program::{Program, Refusal, Source};
use crate::syntax::signature::Passing;
use crate::transform::pullback::Switches;
use crate::value::Value;

/// A program to judge.
#[derive(Clone, Debug)]
pub struct Case {
    /// The text, with the function `target` in it.
    pub source: String,
    /// The arguments of `target` at each point.
    pub points: Vec<Vec<Data>>,
    /// Whether second derivatives are compared too.
    pub second_order: bool,
    /// Which settings of the optimisations are compared besides the usual: names as in `AUTODIFF_DISABLE`.
    pub disabled: Vec<String>,
    /// Other texts that compute the same.
    pub variants: Vec<Variant>,
}

/// A program in other words.
#[derive(Clone, Debug)]
pub struct Variant {
    /// What is other about it.
    pub name: String,
    /// The text.
    pub source: String,
    /// Whether its derivatives have the same bits: else contributions may be added in another order.
    pub same_bits: bool,
}

/// What became of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All laws hold.
    Agreed,
    /// Beyond the interpreter, or what the comparison can judge.
    Skipped(String),
    /// The compiler refuses it.
    Refused(String),
    /// A law does not hold.
    Disagreed(String),
}

type Judged = Result<(), Verdict>;

/// The optimisations that can be switched off, by their names in `AUTODIFF_DISABLE`.
pub const SWITCHES: &[&str] = {
    // A new one has to be named here.
    let Switches {
        tbr: _,
        recompute: _,
        undo: _,
        array_tapes: _,
        fuse: _,
        registers: _,
        simplify: _,
        bulk_tapes: _,
        slices: _,
        idle: _,
    } = Switches::ALL;
    // Of the other two there is nothing before emission.
    &["tbr", "recompute", "undo", "array-tapes", "fuse", "registers", "simplify", "idle"]
};

/// Judges a program.
pub fn judge(case: &Case, coverage: Option<&Coverage>) -> Verdict {
    match judged(case, coverage) {
        Ok(()) => Verdict::Agreed,
        Err(verdict) => verdict,
    }
}

fn judged(case: &Case, coverage: Option<&Coverage>) -> Judged {
    let file = match syn::parse_file(&case.source) {
        Ok(file) => file,
        Err(error) => return Err(Verdict::Skipped(format!("not Rust: {error}"))),
    };
    let refusal = |refusal| match refusal {
        Refusal::Refused(message) => Verdict::Refused(message),
        Refusal::Crashed(message) => Verdict::Disagreed(format!("internal error: {message}")),
    };
    let source = Source::new(&file, case.second_order).map_err(refusal)?;
    let program = source.derive(Switches::ALL, true).map_err(refusal)?;
    let mut reference = Vec::new();
    for args in &case.points {
        let run = Point { program: &program, args, coverage };
        let first = reference.iter().all(Option::is_none);
        reference.push(match run.reference()? {
            Some(at) => {
                let derivatives = run.laws(&at, case.second_order, first)?;
                Some((at, derivatives))
            }
            None => None,
        });
    }
    // Where the program panics, nothing is to be compared.
    let disabled = case.disabled.iter().filter(|_| reference.iter().any(Option::is_some));
    for name in disabled {
        let switches = Switches::parse(name);
        // The other switches have no part in tangents.
        let forward = !switches.simplify;
        let program = source.derive(switches, forward).map_err(refusal)?;
        for (args, reference) in case.points.iter().zip(&reference) {
            let Some((at, expected)) = reference else { continue };
            let run = Point { program: &program, args, coverage };
            let mut found =
                Derivatives { gradient: run.gradients(at)?, tangents: expected.tangents.clone() };
            if forward {
                found.tangents = run.pushforward(at)?;
            }
            if !same(&found.gradient, &expected.gradient)
                || !same(&found.tangents, &expected.tangents)
            {
                let text = format!("{name} off: {found:?} instead of {expected:?}");
                return Err(Verdict::Disagreed(text));
            }
        }
    }
    for variant in case.variants.iter().filter(|_| reference.iter().any(Option::is_some)) {
        let name = &variant.name;
        let file = syn::parse_file(&variant.source)
            .map_err(|error| Verdict::Skipped(format!("{name}: not Rust: {error}")))?;
        let source = Source::new(&file, false).map_err(refusal)?;
        let program = source.derive(Switches::ALL, true).map_err(refusal)?;
        for (args, reference) in case.points.iter().zip(&reference) {
            let Some((at, expected)) = reference else { continue };
            let run = Point { program: &program, args, coverage };
            let (gradient, tangents) = (run.gradients(at)?, run.pushforward(at)?);
            near(name, &gradient, &expected.gradient)?;
            near(name, &tangents, &expected.tangents)?;
            if variant.same_bits
                && !(same(&gradient, &expected.gradient) && same(&tangents, &expected.tangents))
            {
                let text = format!("{name}: {gradient:?} {tangents:?} instead of {expected:?}");
                return Err(Verdict::Disagreed(text));
            }
        }
    }
    Ok(())
}

/// What both modes give at a point.
#[derive(Debug)]
struct Derivatives {
    gradient: Vec<f64>,
    tangents: Vec<f64>,
}

/// A program at a point.
struct Point<'p> {
    program: &'p Program,
    args: &'p [Data],
    coverage: Option<&'p Coverage>,
}

/// What dual numbers say.
struct Reference {
    /// The scalars of the result, then those of what is passed by `&mut`.
    values: Vec<f64>,
    /// How many of them are the result's.
    own: usize,
    /// Their tangents, where the scalars of the arguments move in [`direction`].
    tangents: Vec<f64>,
    /// The result of the normalized primal, and the arguments after it.
    after: (Value<f64>, Vec<Value<f64>>),
}

/// A fault in a derivative: the primal had none.
fn derivative_fault(what: &str, fault: &Fault) -> Verdict {
    match fault.kind {
        FaultKind::Unsupported => Verdict::Skipped(fault.message.clone()),
        FaultKind::Panic | FaultKind::Broken => Verdict::Disagreed(format!("{what}: {fault}")),
    }
}

fn scalars<S: Real>(values: &[&Value<S>]) -> Vec<S> {
    let mut out = Vec::new();
    values.iter().for_each(|value| value.scalars(&mut out));
    out
}

/// Equal to the last bit, any NaN to any other.
fn same(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b || (a.is_nan() && b.is_nan()))
}

/// Numbers that have no pattern.
fn seed(index: usize) -> f64 {
    0.7 - 0.31 * index as f64 + 0.01 * (index * index) as f64
}

fn direction(index: usize) -> f64 {
    0.3 + 0.17 * index as f64 - 0.05 * (index * index) as f64
}

fn near(what: &str, found: &[f64], expected: &[f64]) -> Judged {
    let scale = expected.iter().fold(1e-3f64, |m, x| m.max(x.abs()));
    let close = |f: &f64, e: &f64| (f - e).abs() <= 1e-9 * scale;
    if found.len() == expected.len() && found.iter().zip(expected).all(|(f, e)| close(f, e)) {
        return Ok(());
    }
    Err(Verdict::Disagreed(format!("{what}: {found:?} instead of {expected:?}")))
}

impl<'p> Point<'p> {
    fn session(&self) -> Session<'p> {
        Session::new(self.program, self.coverage)
    }

    fn target(&self) -> Result<usize, Verdict> {
        self.program.find("target").ok_or_else(|| Verdict::Skipped("no function `target`".into()))
    }

    fn values<S: Real>(&self, scalar: &mut dyn FnMut(f64) -> S) -> Vec<Value<S>> {
        self.args.iter().map(|arg| arg.value(scalar)).collect()
    }

    fn plain(&self) -> Vec<Value<f64>> {
        self.values(&mut |x| x)
    }

    /// The arguments that are passed by `&mut`.
    fn exclusive(&self, target: usize) -> Vec<usize> {
        let passings = self.program.functions[target].passings.iter().enumerate();
        passings.filter(|(_, p)| **p == Passing::Exclusive).map(|(index, _)| index).collect()
    }

    /// The primal over dual numbers, in each direction. Nothing where the program itself panics or leaves what can be
    /// compared.
    fn reference(&self) -> Result<Option<Reference>, Verdict> {
        let target = self.target()?;
        let function = &self.program.functions[target];
        let exclusive = self.exclusive(target);
        let mut k = 0;
        let args = self.values(&mut |x| {
            k += 1;
            Dual::new(x, direction(k - 1))
        });
        let (value, after) = match self.session().primal(target, &function.lowered, args) {
            Ok(done) => done,
            Err(fault) if fault.kind == FaultKind::Panic => return Ok(None),
            Err(fault) if fault.kind == FaultKind::Unsupported => {
                return Err(Verdict::Skipped(fault.message));
            }
            Err(fault) => return Err(Verdict::Disagreed(format!("primal: {fault}"))),
        };
        let mut outputs = scalars(&[&value]);
        let own = outputs.len();
        outputs.extend(scalars(&exclusive.iter().map(|at| &after[*at]).collect::<Vec<_>>()));
        let values: Vec<f64> = outputs.iter().map(|x| x.re).collect();
        let tangents: Vec<f64> = outputs.iter().map(|x| x.eps).collect();
        if values.iter().chain(&tangents).any(|x| !x.is_finite() || x.abs() > 1e9) {
            return Ok(None);
        }
        let after = self.normalized(self.plain(), &values)?;
        Ok(Some(Reference { values, own, tangents, after }))
    }

    /// The result of the normalized primal and the arguments after it, whose scalars are `values`.
    fn normalized<S: Real>(
        &self,
        args: Vec<Value<S>>,
        values: &[f64],
    ) -> Result<(Value<S>, Vec<Value<S>>), Verdict> {
        let target = self.target()?;
        let function = &self.program.functions[target];
        let (value, after) = self
            .session()
            .primal(target, &function.stages.primal, args)
            .map_err(|fault| derivative_fault("normalized primal", &fault))?;
        let mut outputs = vec![&value];
        outputs.extend(self.exclusive(target).iter().map(|at| &after[*at]));
        let found: Vec<f64> = scalars(&outputs).iter().map(|x| x.to_f64()).collect();
        if !same(&found, values) {
            let text = format!("normalized primal: {found:?} instead of {values:?}");
            return Err(Verdict::Disagreed(text));
        }
        Ok((value, after))
    }

    /// The seed of the result, and the adjoints of the arguments to start with; their shapes are those after a run.
    #[allow(clippy::type_complexity)]
    fn cotangents<S: Real>(
        &self,
        args: &[Value<S>],
        (value, after): &(Value<S>, Vec<Value<S>>),
        start: f64,
    ) -> Result<(Option<Value<S>>, Vec<Option<Value<S>>>), Verdict> {
        let fault = |fault: Fault| derivative_fault("zero", &fault);
        let target = self.target()?;
        let exclusive = self.exclusive(target);
        let mut seeds = (0..).map(|index| S::lit(seed(index)));
        let mut own = value.zero_tangent().map_err(fault)?;
        own.set_scalars(&mut seeds);
        let mut slots = Vec::new();
        for (index, arg) in args.iter().enumerate() {
            slots.push(Some(if exclusive.contains(&index) {
                let mut slot = after[index].zero_tangent().map_err(fault)?;
                slot.set_scalars(&mut seeds);
                slot
            } else {
                let mut slot = arg.zero_tangent().map_err(fault)?;
                slot.set_scalars(&mut std::iter::repeat(S::lit(start)));
                slot
            }));
        }
        let returns = self.program.functions[target].lowered.result.is_some();
        Ok((returns.then_some(own), slots))
    }

    /// Both sweeps in one function, and with a residual between them: they agree.
    fn gradients(&self, at: &Reference) -> Result<Vec<f64>, Verdict> {
        let joint = self.joint(at, 0.0)?;
        let split = self.split(at)?;
        if !same(&joint, &split) {
            return Err(Verdict::Disagreed(format!("residual: {split:?}, joint: {joint:?}")));
        }
        Ok(joint)
    }

    /// Checks what a form gives besides the gradient, and flattens the gradient.
    fn flat(
        &self,
        what: &str,
        at: &Reference,
        done: &Differentiated<f64>,
    ) -> Result<Vec<f64>, Verdict> {
        let value = scalars(&[&done.value]);
        if !same(&value, &at.values[..at.own]) {
            let expected = &at.values[..at.own];
            return Err(Verdict::Disagreed(format!(
                "{what}: value {value:?} instead of {expected:?}"
            )));
        }
        // A slot of an inactive parameter stays as it was.
        let mut out = Vec::new();
        for (slot, arg) in done.slots.iter().zip(self.plain()) {
            match slot {
                Some(slot) => slot.scalars(&mut out),
                None => out.extend(scalars(&[&arg]).iter().map(|_| 0.0)),
            }
        }
        Ok(out)
    }

    fn joint(&self, at: &Reference, start: f64) -> Result<Vec<f64>, Verdict> {
        let target = self.target()?;
        let Some((joint, _)) = &self.program.functions[target].stages.reverse else {
            return Err(Verdict::Skipped("no pullback".into()));
        };
        let args = self.plain();
        let (seed, slots) = self.cotangents(&args, &at.after, start)?;
        let done = self
            .session()
            .joint(target, joint, args, seed, slots)
            .map_err(|fault| derivative_fault("joint", &fault))?;
        self.flat("joint", at, &done)
    }

    fn split(&self, at: &Reference) -> Result<Vec<f64>, Verdict> {
        let target = self.target()?;
        let Some((_, split)) = &self.program.functions[target].stages.reverse else {
            return Err(Verdict::Skipped("no pullback".into()));
        };
        let args = self.plain();
        let (seed, slots) = self.cotangents(&args, &at.after, 0.0)?;
        let session = self.session();
        let fault = |fault: Fault| derivative_fault("residual", &fault);
        let exclusive = self.exclusive(target);
        let (value, after, residual) =
            session.forward(target, split, args.clone()).map_err(fault)?;
        let again = args.iter().zip(&after).enumerate().map(|(index, (arg, after))| {
            if exclusive.contains(&index) { after.clone() } else { arg.clone() }
        });
        let again = again.collect();
        let mut done = session.backward(split, &residual, again, seed, slots).map_err(fault)?;
        done.value = value;
        self.flat("residual", at, &done)
    }

    /// All laws with one setting of the optimisations; those of buffers and of curvature where asked for.
    fn laws(
        &self,
        at: &Reference,
        second_order: bool,
        buffers: bool,
    ) -> Result<Derivatives, Verdict> {
        let found = self.gradients(at)?;
        let tangents = self.pushforward(at)?;
        let slope: f64 = at.tangents.iter().enumerate().map(|(k, t)| t * seed(k)).sum();
        let parts: Vec<f64> =
            found.iter().enumerate().map(|(index, g)| g * direction(index)).collect();
        let scale = parts.iter().fold(slope.abs().max(1e-3), |scale, part| scale + part.abs());
        if scale > 1e9 {
            return Ok(Derivatives { gradient: found, tangents });
        }
        if (parts.iter().sum::<f64>() - slope).abs() > 1e-10 * scale {
            return Err(Verdict::Disagreed(format!(
                "gradient: {found:?} has the slope {} instead of {slope}",
                parts.iter().sum::<f64>()
            )));
        }
        if buffers {
            self.onto_buffers(at, &found)?;
        }
        if second_order {
            self.curvature(at)?;
        }
        Ok(Derivatives { gradient: found, tangents })
    }

    /// The gradient is added to what is in the buffers.
    fn onto_buffers(&self, at: &Reference, gradient: &[f64]) -> Judged {
        let target = self.target()?;
        let exclusive = self.exclusive(target);
        let slots = self.program.functions[target].stages.reverse.as_ref();
        let start = 2.5;
        let of = |(index, arg): (usize, &Data)| {
            let added = !exclusive.contains(&index)
                && slots.is_some_and(|(joint, _)| joint.slots[index].is_some());
            std::iter::repeat_n(if added { start } else { 0.0 }, arg.scalars())
        };
        let starts = self.args.iter().enumerate().flat_map(of);
        let expected: Vec<f64> = starts.zip(gradient).map(|(start, g)| start + g).collect();
        near("gradient onto a buffer", &self.joint(at, start)?, &expected)
    }

    /// The tangents of the outputs; they are those of dual numbers.
    fn pushforward(&self, at: &Reference) -> Result<Vec<f64>, Verdict> {
        let target = self.target()?;
        let Some(push) = &self.program.functions[target].stages.forward else {
            return Ok(Vec::new());
        };
        let args = self.plain();
        let fault = |fault: Fault| derivative_fault("tangent", &fault);
        let mut directions = (0..).map(direction);
        let mut tangents = Vec::new();
        for arg in &args {
            let mut tangent = arg.zero_tangent().map_err(fault)?;
            tangent.set_scalars(&mut directions);
            tangents.push(Some(tangent));
        }
        let done = self.session().tangent(target, push, args, tangents).map_err(fault)?;
        let exclusive = self.exclusive(target);
        let mut values = vec![&done.value];
        values.extend(exclusive.iter().map(|at| &done.args[*at]));
        let values = scalars(&values);
        if !same(&values, &at.values) {
            let text = format!("tangent: values {values:?} instead of {:?}", at.values);
            return Err(Verdict::Disagreed(text));
        }
        let mut found = vec![&done.tangent];
        found.extend(exclusive.iter().filter_map(|at| done.tangents[*at].as_ref()));
        let found = scalars(&found);
        if found.len() != at.tangents.len()
            && exclusive.iter().any(|at| done.tangents[*at].is_none())
        {
            return Ok(found);
        }
        near("tangent", &found, &at.tangents)?;
        Ok(found)
    }

    /// The pullback of second order against the pullback over dual numbers.
    fn curvature(&self, at: &Reference) -> Judged {
        let target = self.target()?;
        let stages = &self.program.functions[target].stages;
        let (Some((joint, _)), Some((second, _))) = (&stages.reverse, &stages.second_order) else {
            return Ok(());
        };
        let fault = |fault: Fault| derivative_fault("second order", &fault);
        let mut k = 0;
        let duals = self.values(&mut |x| {
            k += 1;
            Dual::new(x, direction(k - 1))
        });
        let after = self.normalized(duals.clone(), &at.values)?;
        let (seed, slots) = self.cotangents(&duals, &after, 0.0)?;
        let expected = self
            .session()
            .joint(target, joint, duals, seed, slots)
            .map_err(|fault| derivative_fault("joint over dual numbers", &fault))?;
        let args = self.plain();
        let (seed, slots) = self.cotangents(&args, &at.after, 0.0)?;
        let mut directions = (0..).map(direction);
        let (mut tangents, mut slot_tangents) = (Vec::new(), Vec::new());
        for (arg, slot) in args.iter().zip(&slots) {
            let mut tangent = arg.zero_tangent().map_err(fault)?;
            tangent.set_scalars(&mut directions);
            tangents.push(Some(tangent));
            let slot = slot.as_ref().map(Value::zero_tangent).transpose().map_err(fault)?;
            slot_tangents.push(slot);
        }
        let seed = match seed {
            Some(seed) => {
                let zero = seed.zero_tangent().map_err(fault)?;
                Some((seed, zero))
            }
            None => None,
        };
        let inputs = SecondInputs { tangents, seed, slots, slot_tangents };
        let found = self.session().second_joint(target, second, args, inputs).map_err(fault)?;
        let flatten =
            |slots: &[Option<Value<f64>>]| scalars(&slots.iter().flatten().collect::<Vec<_>>());
        let duals = scalars(&expected.slots.iter().flatten().collect::<Vec<_>>());
        let gradient: Vec<f64> = duals.iter().map(|x| x.re).collect();
        let curvature: Vec<f64> = duals.iter().map(|x| x.eps).collect();
        if curvature.iter().any(|x| !x.is_finite() || x.abs() > 1e12) {
            return Ok(());
        }
        near("gradient of second order", &flatten(&found.slots), &gradient)?;
        near("curvature", &flatten(&found.slot_tangents), &curvature)
    }
}
