//! Calls of second-order functions.

use std::rc::Rc;

use autodiff_runtime::Real;

use super::{Cell, Machine, Session};
use crate::fault::{Run, broken, unsupported};
use crate::ir::{CallMode, Place, SecondCall};
use crate::transform::second_order::SecondOrder;
use crate::value::{Residual, Value};

/// What a second-order function is given after its arguments.
pub(crate) struct SecondInputs<S> {
    pub(crate) tangents: Vec<Option<Value<S>>>,
    pub(crate) seed: Option<(Value<S>, Value<S>)>,
    pub(crate) slots: Vec<Option<Value<S>>>,
    pub(crate) slot_tangents: Vec<Option<Value<S>>>,
}

/// What it gives.
pub(crate) struct SecondOutputs<S> {
    pub(crate) args: Vec<Value<S>>,
    pub(crate) tangents: Vec<Option<Value<S>>>,
    pub(crate) slots: Vec<Option<Value<S>>>,
    pub(crate) slot_tangents: Vec<Option<Value<S>>>,
}

impl Session<'_> {
    /// Both sweeps with tangents.
    pub(crate) fn second_joint<S: Real>(
        &self,
        owner: usize,
        second: &SecondOrder,
        args: Vec<Value<S>>,
        inputs: SecondInputs<S>,
    ) -> Run<SecondOutputs<S>> {
        self.nested(|| {
            let mut machine = Machine::new(self, owner, &second.sweeps.function);
            machine.enter(args);
            machine.fill(&second.tangents, inputs.tangents.clone());
            machine.second_seeds(second, inputs);
            machine.stmts(&second.sweeps.forward)?;
            machine.second_reverse(second)
        })
    }
}

impl<'p, S: Real> Machine<'p, S> {
    fn second_seeds(&mut self, second: &SecondOrder, inputs: SecondInputs<S>) {
        if let Some((seed, tangent)) = inputs.seed {
            let vars = [second.sweeps.seed, second.seed_tangent];
            self.fill(&vars, vec![Some(seed), Some(tangent)]);
        }
        self.fill(&second.sweeps.slots, inputs.slots);
        self.fill(&second.slot_tangents, inputs.slot_tangents);
    }

    fn second_reverse(mut self, second: &SecondOrder) -> Run<SecondOutputs<S>> {
        self.reversing = true;
        self.stmts(&second.sweeps.reverse)?;
        self.finished()?;
        Ok(SecondOutputs {
            tangents: self.slots(&second.tangents)?,
            slots: self.slots(&second.sweeps.slots)?,
            slot_tangents: self.slots(&second.slot_tangents)?,
            args: self.exit()?,
        })
    }

    pub(super) fn second_call(&mut self, call: &SecondCall) -> Run<()> {
        let Some(index) = self.callee(&call.callee) else {
            return unsupported("second derivatives of a method of a matrix");
        };
        let function = &self.session.program.functions[index];
        let Some((joint, split)) = &function.stages.second_order else {
            return unsupported("a function without second derivatives");
        };
        let (values, borrowed) = self.arguments(&function.passings, &call.args)?;
        let (tangents, given) =
            self.tangents(&function.passings, &split.tangents, &call.tangents, &values)?;
        if call.mode == CallMode::Forward {
            let (value, tangent, after, residual) =
                self.session.nested(|| self.second_forward(index, split, values, tangents))?;
            self.give_back(borrowed, after.args)?;
            let tangents = after.tangents.into_iter().map(|t| t.unwrap_or_else(Value::unit));
            self.give_back(given, tangents.collect())?;
            if let Some((dest, dest_tangent)) = call.dest {
                self.frame.declare(dest, Cell::Value(value));
                self.frame.declare(dest_tangent, Cell::Value(tangent));
            }
            if let Some(var) = call.residual {
                self.frame.declare(var, Cell::Value(Value::Residual(Rc::new(residual))));
            }
            return Ok(());
        }
        let seed = match &call.seed {
            Some((seed, tangent)) => Some((self.eval(seed)?, self.eval(tangent)?)),
            None => None,
        };
        // The places themselves, no copies: what is read of their indices is known by their addresses.
        let (firsts, seconds): (Vec<_>, Vec<_>) = call
            .slots
            .iter()
            .map(|slot| match slot {
                Some((first, second)) => (Some(first), Some(second)),
                None => (None, None),
            })
            .unzip();
        let (slots, lent) = self.borrow_slots(&split.sweeps.slots, &firsts, &values)?;
        let (slot_tangents, lent_tangents) =
            self.borrow_slots(&split.slot_tangents, &seconds, &values)?;
        let inputs = SecondInputs { tangents, seed, slots, slot_tangents };
        let done = match call.residual {
            Some(residual) => {
                let Value::Residual(residual) = self.read(&Place::var(residual))? else {
                    return broken("other than a residual is called");
                };
                self.session.nested(|| self.second_backward(split, &residual, values, inputs))?
            }
            None => self.session.second_joint(index, joint, values, inputs)?,
        };
        self.give_back(borrowed, done.args)?;
        let tangents = done.tangents.into_iter().map(|t| t.unwrap_or_else(Value::unit));
        self.give_back(given, tangents.collect())?;
        self.give_back_slots(lent, done.slots)?;
        self.give_back_slots(lent_tangents, done.slot_tangents)
    }

    #[allow(clippy::type_complexity)]
    fn second_forward(
        &self,
        owner: usize,
        split: &SecondOrder,
        args: Vec<Value<S>>,
        tangents: Vec<Option<Value<S>>>,
    ) -> Run<(Value<S>, Value<S>, SecondOutputs<S>, Residual<S>)> {
        let f = &split.sweeps.function;
        let mut machine = Machine::new(self.session, owner, f);
        machine.enter(args.clone());
        machine.fill(&split.tangents, tangents);
        machine.stmts(&split.sweeps.forward)?;
        let tangent = machine.result(split.result_tangent.as_ref())?;
        let value = machine.result(f.result.as_ref())?;
        let after = SecondOutputs {
            tangents: machine.slots(&split.tangents)?,
            slots: Vec::new(),
            slot_tangents: Vec::new(),
            args: machine.exit()?,
        };
        let residual = Residual {
            owner,
            before: args,
            after: after.args.clone(),
            frame: std::cell::RefCell::new(Some(machine.frame)),
        };
        Ok((value, tangent, after, residual))
    }

    fn second_backward(
        &self,
        split: &SecondOrder,
        residual: &Residual<S>,
        args: Vec<Value<S>>,
        inputs: SecondInputs<S>,
    ) -> Run<SecondOutputs<S>> {
        let Some(frame) = residual.frame.borrow_mut().take() else {
            return broken("a residual is used twice");
        };
        let f = &split.sweeps.function;
        let mut machine = Machine::resume(self.session, residual.owner, f, frame);
        machine.given_again(residual, &args)?;
        machine.fill(&split.tangents, inputs.tangents.clone());
        machine.second_seeds(split, inputs);
        machine.second_reverse(split)
    }
}
