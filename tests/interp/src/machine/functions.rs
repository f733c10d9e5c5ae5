//! Functions as values: of the program, or closures with what they captured.

use autodiff_runtime::Real;

use super::{Cell, Machine};
use crate::fault::{Run, broken, unsupported};
use crate::ir::{CallMode, ReverseCall};
use crate::transform::LocalParts;
use crate::value::{Callable, Value};

impl<'p, S: Real> Machine<'p, S> {
    fn closure(&self, owner: usize, index: usize) -> Run<&'p LocalParts> {
        match self.session.program.functions[owner].stages.closures.get(index) {
            Some(parts) => Ok(parts),
            None => unsupported("a closure that is not there"),
        }
    }

    /// `g(inputs..)`.
    pub(super) fn call_value(
        &mut self,
        function: &Value<S>,
        inputs: Vec<Value<S>>,
    ) -> Run<Value<S>> {
        let Value::Function(callable) = function else {
            return unsupported(format!("a call of a {}", function.kind()));
        };
        match &**callable {
            Callable::Named(index) => self.call_primal(*index, inputs),
            Callable::Local { owner, index, captured, .. } => {
                let f = &self.closure(*owner, *index)?.local.function;
                let args = captured.iter().cloned().chain(inputs).collect();
                Ok(self.session.primal(*owner, f, args)?.0)
            }
            Callable::Plain { .. } | Callable::Path(_) => self.call_plain(function, &inputs),
        }
    }

    /// A derivative of `g(inputs..)`.
    pub(super) fn value_derivative(&mut self, call: &ReverseCall) -> Run<()> {
        let mut inputs = self.eval_all(&call.args)?;
        let function = inputs.remove(0);
        match call.mode {
            CallMode::Forward | CallMode::Reverse => {
                broken("a function as a value that keeps a residual")
            }
            CallMode::Joint => {
                let seed = call.seed.as_ref().map(|seed| self.eval(seed)).transpose()?;
                let own = match call.slots.first() {
                    Some(Some(place)) => Some((self.read(place)?, place)),
                    _ => None,
                };
                let start = match &own {
                    Some((own, _)) => own.clone(),
                    None => function.zero_tangent()?,
                };
                let (adjoints, after) = self.value_adjoints(&function, inputs, seed, start)?;
                if let Some((_, place)) = own {
                    self.write(place, after)?;
                }
                if let Some(dest) = call.dest {
                    self.frame.declare(dest, Cell::Value(Value::Tuple(adjoints)));
                }
                Ok(())
            }
            CallMode::Tangent => {
                let own = match &call.slots[0] {
                    Some(place) => self.read(place)?,
                    None => function.zero_tangent()?,
                };
                let mut tangents = Vec::with_capacity(inputs.len());
                for (input, slot) in inputs.iter().zip(&call.slots[1..]) {
                    tangents.push(match slot {
                        Some(place) => self.read(place)?,
                        None => input.zero_tangent()?,
                    });
                }
                let (value, tangent) = self.value_tangent(&function, inputs, tangents, own)?;
                self.linearized(call, value, tangent);
                Ok(())
            }
        }
    }

    /// The adjoints of the inputs, and what the adjoint of what was captured is then.
    fn value_adjoints(
        &mut self,
        function: &Value<S>,
        inputs: Vec<Value<S>>,
        seed: Option<Value<S>>,
        own: Value<S>,
    ) -> Run<(Vec<Value<S>>, Value<S>)> {
        let Value::Function(callable) = function else {
            return unsupported(format!("a call of a {}", function.kind()));
        };
        let zeros = inputs.iter().map(|x| Ok(Some(x.zero_tangent()?))).collect::<Run<Vec<_>>>()?;
        match &**callable {
            Callable::Named(index) => {
                let Some((joint, _)) = &self.session.program.functions[*index].stages.reverse
                else {
                    return unsupported("a function without a pullback");
                };
                let done = self.session.joint(*index, joint, inputs, seed, zeros.clone())?;
                Ok((filled(done.slots, zeros), own))
            }
            Callable::Local { owner, index, captured, active } => {
                let joint = &self.closure(*owner, *index)?.pullback;
                let args: Vec<_> = captured.iter().cloned().chain(inputs).collect();
                let mut slots = spread(own, active)?;
                slots.extend(zeros.iter().cloned());
                let done = self.session.joint(*owner, joint, args, seed, slots.clone())?;
                let mut all = filled(done.slots, slots);
                let inputs = all.split_off(captured.len());
                Ok((inputs, gathered(all, active)))
            }
            Callable::Plain { .. } | Callable::Path(_) => {
                unsupported("a plain function that is differentiated")
            }
        }
    }

    fn value_tangent(
        &mut self,
        function: &Value<S>,
        inputs: Vec<Value<S>>,
        tangents: Vec<Value<S>>,
        own: Value<S>,
    ) -> Run<(Value<S>, Value<S>)> {
        let Value::Function(callable) = function else {
            return unsupported(format!("a call of a {}", function.kind()));
        };
        let tangents = tangents.into_iter().map(Some);
        let done = match &**callable {
            Callable::Named(index) => {
                let Some(push) = &self.session.program.functions[*index].stages.forward else {
                    return unsupported("a function without a pushforward");
                };
                self.session.tangent(*index, push, inputs, tangents.collect())?
            }
            Callable::Local { owner, index, captured, active } => {
                let push = &self.closure(*owner, *index)?.pushforward;
                let args = captured.iter().cloned().chain(inputs).collect();
                let all = spread(own, active)?.into_iter().chain(tangents).collect();
                self.session.tangent(*owner, push, args, all)?
            }
            Callable::Plain { .. } | Callable::Path(_) => {
                return unsupported("a plain function that is differentiated");
            }
        };
        Ok((done.value, done.tangent))
    }
}

/// The parts of a closure's adjoint, for the parameters that are captured.
fn spread<S: Real>(own: Value<S>, active: &[bool]) -> Run<Vec<Option<Value<S>>>> {
    let Value::Tuple(parts) = own else { return broken("the adjoint of a closure is no tuple") };
    let mut parts = parts.into_iter();
    let slots: Vec<_> =
        active.iter().map(|active| active.then(|| parts.next()).flatten()).collect();
    if slots.iter().flatten().count() == active.iter().filter(|active| **active).count() {
        Ok(slots)
    } else {
        broken("the adjoint of a closure has other parts")
    }
}

/// The adjoint of a closure from those of its parameters.
fn gathered<S: Real>(slots: Vec<Value<S>>, active: &[bool]) -> Value<S> {
    let parts = slots.into_iter().zip(active).filter(|(_, active)| **active);
    Value::Tuple(parts.map(|(part, _)| part).collect())
}

/// The slots of inactive parameters stay as they were.
fn filled<S: Real>(slots: Vec<Option<Value<S>>>, given: Vec<Option<Value<S>>>) -> Vec<Value<S>> {
    let pairs = slots.into_iter().zip(given);
    pairs.map(|(slot, given)| slot.or(given).unwrap_or_else(Value::unit)).collect()
}
