//! The protocol of the hidden functions: primal, both sweeps at once, a forward sweep with a residual, tangents.
//!
//! A `&mut` argument is moved into the callee and back. So what two arguments name at once would be missed, and found.

use std::cell::RefCell;
use std::rc::Rc;

use autodiff_runtime::Real;

use super::place::Step;
use super::{Cell, DEPTH, Machine, Session};
use crate::fault::{Run, broken, unsupported};
use crate::ir::{CallMode, Callee, Expr, Function, Place, ReverseCall, VarId, VarKind};
use crate::program::last_segment;
use crate::syntax::signature::Passing;
use crate::transform::pullback::Pullback;
use crate::transform::pushforward::Pushforward;
use crate::value::{Residual, Value};

/// What both sweeps give.
pub(crate) struct Differentiated<S> {
    pub(crate) value: Value<S>,
    /// The arguments afterwards.
    pub(crate) args: Vec<Value<S>>,
    /// The adjoints of the arguments.
    pub(crate) slots: Vec<Option<Value<S>>>,
}

/// What a pushforward gives.
pub(crate) struct Linearized<S> {
    pub(crate) value: Value<S>,
    pub(crate) tangent: Value<S>,
    pub(crate) args: Vec<Value<S>>,
    pub(crate) tangents: Vec<Option<Value<S>>>,
}

/// A value moved out of a place, to be put back.
pub(super) type Borrowed = Option<(VarId, Vec<Step>)>;

impl<'p> Session<'p> {
    /// Counts the calls that are open.
    pub(super) fn nested<T>(&self, run: impl FnOnce() -> Run<T>) -> Run<T> {
        if self.depth.get() >= DEPTH {
            return unsupported("too many nested calls");
        }
        self.depth.set(self.depth.get() + 1);
        let result = run();
        self.depth.set(self.depth.get() - 1);
        result
    }

    /// Runs a primal: its value, and the arguments afterwards.
    pub(crate) fn primal<S: Real>(
        &self,
        owner: usize,
        f: &Function,
        args: Vec<Value<S>>,
    ) -> Run<(Value<S>, Vec<Value<S>>)> {
        self.nested(|| {
            let mut machine = Machine::new(self, owner, f);
            machine.enter(args);
            machine.stmts(&f.body)?;
            let value = machine.result(f.result.as_ref())?;
            Ok((value, machine.exit()?))
        })
    }

    /// Runs both sweeps.
    pub(crate) fn joint<S: Real>(
        &self,
        owner: usize,
        pullback: &Pullback,
        args: Vec<Value<S>>,
        seed: Option<Value<S>>,
        slots: Vec<Option<Value<S>>>,
    ) -> Run<Differentiated<S>> {
        self.nested(|| {
            let mut machine = Machine::new(self, owner, &pullback.function);
            machine.enter(args.clone());
            machine.seed(pullback, seed, slots);
            machine.stmts(&pullback.forward)?;
            let value = machine.result(pullback.function.result.as_ref())?;
            machine.reversing = true;
            machine.stmts(&pullback.reverse)?;
            machine.finished()?;
            let slots = machine.slots(&pullback.slots)?;
            let after = machine.exit()?;
            machine.restored(&args, &after)?;
            Ok(Differentiated { value, args: after, slots })
        })
    }

    /// Runs the forward sweep: value, arguments afterwards, residual.
    pub(crate) fn forward<S: Real>(
        &self,
        owner: usize,
        pullback: &Pullback,
        args: Vec<Value<S>>,
    ) -> Run<(Value<S>, Vec<Value<S>>, Residual<S>)> {
        self.nested(|| {
            let mut machine = Machine::new(self, owner, &pullback.function);
            machine.enter(args.clone());
            machine.stmts(&pullback.forward)?;
            let value = machine.result(pullback.function.result.as_ref())?;
            let after = machine.exit()?;
            let frame = RefCell::new(Some(machine.frame));
            Ok((value, after.clone(), Residual { owner, before: args, after, frame }))
        })
    }

    /// Runs a residual on the arguments as they were after the call: they are restored, and the slots added to.
    pub(crate) fn backward<S: Real>(
        &self,
        pullback: &Pullback,
        residual: &Residual<S>,
        args: Vec<Value<S>>,
        seed: Option<Value<S>>,
        slots: Vec<Option<Value<S>>>,
    ) -> Run<Differentiated<S>> {
        let Some(frame) = residual.frame.borrow_mut().take() else {
            return broken("a residual is used twice");
        };
        self.nested(|| {
            let mut machine = Machine::resume(self, residual.owner, &pullback.function, frame);
            machine.given_again(residual, &args)?;
            machine.seed(pullback, seed, slots);
            machine.reversing = true;
            machine.stmts(&pullback.reverse)?;
            machine.finished()?;
            let slots = machine.slots(&pullback.slots)?;
            let after = machine.exit()?;
            machine.restored(&residual.before, &after)?;
            Ok(Differentiated { value: Value::unit(), args: after, slots })
        })
    }

    /// Runs a pushforward.
    pub(crate) fn tangent<S: Real>(
        &self,
        owner: usize,
        push: &Pushforward,
        args: Vec<Value<S>>,
        tangents: Vec<Option<Value<S>>>,
    ) -> Run<Linearized<S>> {
        self.nested(|| {
            let f = &push.function;
            let mut machine = Machine::new(self, owner, f);
            machine.enter(args);
            machine.fill(&push.slots, tangents);
            machine.stmts(&f.body)?;
            let tangent = machine.result(push.tangent.as_ref())?;
            let value = machine.result(f.result.as_ref())?;
            let tangents = machine.slots(&push.slots)?;
            Ok(Linearized { value, tangent, args: machine.exit()?, tangents })
        })
    }
}

impl<'p, S: Real> Machine<'p, S> {
    /// Gives the parameters their values.
    pub(super) fn enter(&mut self, args: Vec<Value<S>>) {
        for (param, value) in self.f.params.iter().zip(args) {
            self.frame.declare(*param, Cell::Value(value));
        }
    }

    /// The parameters' values at the end. What was passed by value may have been moved.
    pub(super) fn exit(&mut self) -> Run<Vec<Value<S>>> {
        let params = self.f.params.iter();
        params
            .map(|param| match self.frame.cell(*param) {
                Cell::Value(value) => Ok(value.clone()),
                _ => broken("a parameter is gone"),
            })
            .collect()
    }

    fn seed(&mut self, pullback: &Pullback, seed: Option<Value<S>>, slots: Vec<Option<Value<S>>>) {
        if let (Some(var), Some(seed)) = (pullback.seed, seed) {
            self.frame.declare(var, Cell::Value(seed));
        }
        self.fill(&pullback.slots, slots);
    }

    pub(super) fn fill(&mut self, vars: &[Option<VarId>], values: Vec<Option<Value<S>>>) {
        for (var, value) in vars.iter().zip(values) {
            if let (Some(var), Some(value)) = (var, value) {
                self.frame.declare(*var, Cell::Value(value));
            }
        }
    }

    pub(super) fn slots(&self, vars: &[Option<VarId>]) -> Run<Vec<Option<Value<S>>>> {
        let of = |var: &Option<VarId>| match var {
            None => Ok(None),
            Some(var) => match self.frame.cell(*var) {
                Cell::Value(value) => Ok(Some(value.clone())),
                _ => broken(format!("the slot {} is gone", self.named(*var))),
            },
        };
        vars.iter().map(of).collect()
    }

    pub(super) fn result(&mut self, result: Option<&Expr>) -> Run<Value<S>> {
        match result {
            Some(result) => self.eval(result),
            None => Ok(Value::unit()),
        }
    }

    /// A residual is given the arguments as the call left them; what was passed by value, as it was before.
    pub(super) fn given_again(&self, residual: &Residual<S>, args: &[Value<S>]) -> Run<()> {
        for (index, (param, given)) in self.f.params.iter().zip(args).enumerate() {
            let then = if is_exclusive(self.f, *param) {
                &residual.after[index]
            } else {
                &residual.before[index]
            };
            if !given.same(then) {
                return broken(format!(
                    "the residual of `{}` is given {} for {} instead of {}",
                    self.f.name,
                    given.show(),
                    self.named(*param),
                    then.show()
                ));
            }
        }
        Ok(())
    }

    /// What a function changed through a `&mut`, its reverse sweep restores.
    fn restored(&self, before: &[Value<S>], after: &[Value<S>]) -> Run<()> {
        for ((param, before), after) in self.f.params.iter().zip(before).zip(after) {
            if is_exclusive(self.f, *param) && !before.same(after) {
                return broken(format!(
                    "{} is {} after the reverse sweep and was {}",
                    self.named(*param),
                    after.show(),
                    before.show()
                ));
            }
        }
        Ok(())
    }

    /// The function of the program that is called.
    pub(super) fn callee(&self, callee: &Callee) -> Option<usize> {
        let program = self.session.program;
        match callee {
            Callee::Path { path, .. } => program.find(last_segment(&path.to_string())),
            Callee::Assoc { name, .. } | Callee::Method { name, .. } => {
                program.find(&name.to_string())
            }
            Callee::Value { .. } => None,
        }
    }

    /// The arguments of a call; what is passed by `&mut` is moved out of its place.
    pub(super) fn arguments(
        &mut self,
        passings: &[Passing],
        args: &[Expr],
    ) -> Run<(Vec<Value<S>>, Vec<Borrowed>)> {
        let mut values = Vec::with_capacity(args.len());
        for (arg, passing) in args.iter().zip(passings) {
            let exclusive = *passing == Passing::Exclusive && arg.place().is_some();
            values.push(if exclusive { Value::Hole } else { self.eval(arg)? });
        }
        let mut borrowed = Vec::with_capacity(args.len());
        for (index, (arg, passing)) in args.iter().zip(passings).enumerate() {
            borrowed.push(match arg.place() {
                Some(place) if *passing == Passing::Exclusive => {
                    let (value, from) = self.borrow(place)?;
                    values[index] = value;
                    Some(from)
                }
                _ => None,
            });
        }
        Ok((values, borrowed))
    }

    /// Moves the value out of a place.
    fn borrow(&mut self, place: &Place) -> Run<(Value<S>, (VarId, Vec<Step>))> {
        let (root, path) = self.resolve(place)?;
        let value = self.update_at(root, &path, &mut |value| match value {
            Value::Hole => broken(format!("{} is borrowed twice", crate::ir::print::place(place))),
            value => Ok(std::mem::replace(value, Value::Hole)),
        })?;
        if let Value::List(items) = &value
            && items.iter().any(|item| matches!(item, Value::Hole))
        {
            return broken(format!("{} is borrowed twice", crate::ir::print::place(place)));
        }
        Ok((value, (root, path)))
    }

    /// Puts what was moved out back, changed.
    pub(super) fn give_back(&mut self, borrowed: Vec<Borrowed>, values: Vec<Value<S>>) -> Run<()> {
        for (from, value) in borrowed.into_iter().zip(values) {
            let Some((root, path)) = from else { continue };
            let mut value = Some(value);
            self.update_at(root, &path, &mut |hole| {
                if let Some(value) = value.take() {
                    *hole = value;
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// A call of the primal.
    pub(super) fn call(&mut self, callee: &Callee, args: &[Expr]) -> Run<Value<S>> {
        if let Callee::Value { .. } = callee {
            let mut values = self.eval_all(args)?;
            let function = values.remove(0);
            return self.call_value(&function, values);
        }
        let Some(index) = self.callee(callee) else { return self.foreign_call(callee, args) };
        let function = &self.session.program.functions[index];
        let (values, borrowed) = self.arguments(&function.passings, args)?;
        let (value, after) = self.session.primal(index, &function.stages.primal, values)?;
        self.give_back(borrowed, after)?;
        Ok(value)
    }

    /// A call of the primal with values that are there, which it does not change.
    pub(super) fn call_primal(&mut self, index: usize, values: Vec<Value<S>>) -> Run<Value<S>> {
        let function = &self.session.program.functions[index];
        Ok(self.session.primal(index, &function.stages.primal, values)?.0)
    }

    /// A method of nalgebra's.
    fn foreign_call(&mut self, callee: &Callee, args: &[Expr]) -> Run<Value<S>> {
        match callee {
            Callee::Method { name, .. } => {
                let values = self.eval_all(args)?;
                super::primitives::primitive(&name.to_string(), &values)
            }
            Callee::Path { path, .. } => unsupported(format!("the function `{path}`")),
            Callee::Assoc { owner, name, .. } => {
                unsupported(format!("the function `{owner}::{name}`"))
            }
            Callee::Value { .. } => unsupported("a function as a value"),
        }
    }

    /// A call of a derivative.
    pub(super) fn derivative_call(&mut self, call: &ReverseCall) -> Run<()> {
        if let Callee::Value { .. } = &call.callee {
            return self.value_derivative(call);
        }
        let Some(index) = self.callee(&call.callee) else { return self.foreign_derivative(call) };
        let function = &self.session.program.functions[index];
        let pullbacks = || match &function.stages.reverse {
            Some(pullbacks) => Ok(pullbacks),
            None => unsupported("a function without a pullback"),
        };
        match call.mode {
            CallMode::Forward => {
                let (_, split) = pullbacks()?;
                let (values, borrowed) = self.arguments(&function.passings, &call.args)?;
                let (value, after, residual) = self.session.forward(index, split, values)?;
                self.give_back(borrowed, after)?;
                if let Some(dest) = call.dest {
                    self.frame.declare(dest, Cell::Value(value));
                }
                if let Some(var) = call.residual {
                    self.frame.declare(var, Cell::Value(Value::Residual(Rc::new(residual))));
                }
                Ok(())
            }
            CallMode::Reverse | CallMode::Joint => {
                let (joint, split) = pullbacks()?;
                let seed = call.seed.as_ref().map(|seed| self.eval(seed)).transpose()?;
                let (values, borrowed) = self.arguments(&function.passings, &call.args)?;
                let places: Vec<_> = call.slots.iter().map(Option::as_ref).collect();
                let (slots, given) = self.borrow_slots(&split.slots, &places, &values)?;
                let done = match call.residual {
                    Some(residual) => {
                        let Value::Residual(residual) = self.read(&Place::var(residual))? else {
                            return broken("other than a residual is called");
                        };
                        self.session.backward(split, &residual, values, seed, slots)?
                    }
                    None => self.session.joint(index, joint, values, seed, slots)?,
                };
                self.give_back(borrowed, done.args)?;
                self.give_back_slots(given, done.slots)
            }
            CallMode::Tangent => {
                let Some(push) = &function.stages.forward else {
                    return unsupported("a function without a pushforward");
                };
                let (values, borrowed) = self.arguments(&function.passings, &call.args)?;
                let (tangents, given) =
                    self.tangents(&function.passings, &push.slots, &call.slots, &values)?;
                let done = self.session.tangent(index, push, values, tangents)?;
                self.give_back(borrowed, done.args)?;
                let after = done.tangents.into_iter().map(|t| t.unwrap_or_else(Value::unit));
                self.give_back(given, after.collect())?;
                self.linearized(call, done.value, done.tangent);
                Ok(())
            }
        }
    }

    /// Declares a value and its tangent.
    pub(super) fn linearized(&mut self, call: &ReverseCall, value: Value<S>, tangent: Value<S>) {
        if let Some(dest) = call.dest {
            self.frame.declare(dest, Cell::Value(value));
        }
        if let Some(var) = call.residual {
            self.frame.declare(var, Cell::Value(tangent));
        }
    }

    /// The tangents of arguments; those of what is passed by `&mut` are moved out of their places.
    pub(super) fn tangents(
        &mut self,
        passings: &[Passing],
        vars: &[Option<VarId>],
        places: &[Option<Place>],
        args: &[Value<S>],
    ) -> Run<(Vec<Option<Value<S>>>, Vec<Borrowed>)> {
        let (mut values, mut borrowed) = (Vec::new(), Vec::new());
        for (index, place) in places.iter().enumerate() {
            let (value, from) = match (vars[index], place) {
                (None, _) => (None, None),
                (Some(_), None) => (Some(args[index].zero_tangent()?), None),
                (Some(_), Some(place)) if passings[index] == Passing::Exclusive => {
                    let (value, from) = self.borrow(place)?;
                    (Some(value), Some(from))
                }
                (Some(_), Some(place)) => (Some(self.read(place)?), None),
            };
            values.push(value);
            borrowed.push(from);
        }
        Ok((values, borrowed))
    }

    /// The adjoints that a callee adds to. Parts of one list that overlap are spare ones, added later.
    pub(super) fn borrow_slots(
        &mut self,
        vars: &[Option<VarId>],
        places: &[Option<&Place>],
        args: &[Value<S>],
    ) -> Run<(Vec<Option<Value<S>>>, Vec<Lent>)> {
        let mut resolved = Vec::new();
        for (var, place) in vars.iter().zip(places) {
            resolved.push(match (var, place) {
                (Some(_), Some(place)) => Some(self.resolve(place)?),
                _ => None,
            });
        }
        let (mut values, mut lent) = (Vec::new(), Vec::new());
        for (index, at) in resolved.iter().enumerate() {
            let Some((root, path)) = at else {
                // An inactive argument of an active parameter: nothing comes out of it.
                let zero = vars[index].map(|_| args[index].zero_tangent()).transpose()?;
                values.push(zero);
                lent.push(Lent::Nothing);
                continue;
            };
            let others = resolved.iter().enumerate().filter(|(other, _)| *other != index);
            let spare = others
                .flat_map(|(_, at)| at)
                .any(|(other_root, other)| other_root == root && overlapping_slices(other, path));
            if spare {
                let zero = self.update_at(*root, path, &mut |adjoint| adjoint.zero_like())?;
                values.push(Some(zero));
                lent.push(Lent::Spare(*root, path.clone()));
            } else {
                let taken = self.update_at(*root, path, &mut |adjoint| match adjoint {
                    Value::Hole => broken("an adjoint is borrowed twice"),
                    adjoint => Ok(std::mem::replace(adjoint, Value::Hole)),
                })?;
                values.push(Some(taken));
                lent.push(Lent::Own(*root, path.clone()));
            }
        }
        Ok((values, lent))
    }

    pub(super) fn give_back_slots(
        &mut self,
        lent: Vec<Lent>,
        values: Vec<Option<Value<S>>>,
    ) -> Run<()> {
        let mut pairs: Vec<_> = lent.into_iter().zip(values).collect();
        // What is whole again can be added to.
        pairs.sort_by_key(|(lent, _)| matches!(lent, Lent::Spare(..)));
        for (lent, value) in pairs {
            let Some(value) = value else { continue };
            match lent {
                Lent::Nothing => {}
                Lent::Own(root, path) => self.give_back(vec![Some((root, path))], vec![value])?,
                Lent::Spare(root, path) => {
                    self.update_at(root, &path, &mut |adjoint| adjoint.add_assign(&value))?;
                }
            }
        }
        Ok(())
    }

    /// A method of nalgebra's: its derivative is that over dual numbers.
    fn foreign_derivative(&mut self, call: &ReverseCall) -> Run<()> {
        let Callee::Method { name, .. } = &call.callee else {
            return self.foreign_call(&call.callee, &call.args).map(|_| ());
        };
        let name = name.to_string();
        let values = self.eval_all(&call.args)?;
        let value = super::primitives::primitive(&name, &values)?;
        match call.mode {
            CallMode::Forward => {
                if let Some(dest) = call.dest {
                    self.frame.declare(dest, Cell::Value(value));
                }
                if let Some(var) = call.residual {
                    self.frame.declare(var, Cell::Value(Value::unit()));
                }
                Ok(())
            }
            CallMode::Reverse | CallMode::Joint => {
                let Some(seed) = &call.seed else { return unsupported("a method without a value") };
                let seed = self.eval(seed)?;
                for (index, slot) in call.slots.iter().enumerate() {
                    let Some(slot) = slot else { continue };
                    let part = super::rules::derivative(true, index, &values, &seed, &|values| {
                        super::primitives::primitive(&name, values)
                    })?;
                    self.update(slot, &mut |adjoint| adjoint.add_assign(&part))?;
                }
                Ok(())
            }
            CallMode::Tangent => {
                let mut tangent = value.zero_tangent()?;
                for (index, slot) in call.slots.iter().enumerate() {
                    let Some(slot) = slot else { continue };
                    let given = self.read(slot)?;
                    let part =
                        super::rules::derivative(false, index, &values, &given, &|values| {
                            super::primitives::primitive(&name, values)
                        })?;
                    tangent.add_assign(&part)?;
                }
                self.linearized(call, value, tangent);
                Ok(())
            }
        }
    }
}

fn is_exclusive(f: &Function, param: VarId) -> bool {
    matches!(f.var(param).kind, VarKind::Param { exclusive: true, .. })
}

/// Where an adjoint goes back to.
pub(super) enum Lent {
    Nothing,
    Own(VarId, Vec<Step>),
    Spare(VarId, Vec<Step>),
}

/// Whether two places are overlapping slices of one list.
fn overlapping_slices(a: &[Step], b: &[Step]) -> bool {
    let common = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    match (a.get(common), b.get(common)) {
        (Some(Step::Slice(a_low, a_high)), Some(Step::Slice(b_low, b_high))) => {
            *a_low < b_high.unwrap_or(usize::MAX) && *b_low < a_high.unwrap_or(usize::MAX)
        }
        // The same place, or one inside the other.
        (None, None) => matches!(a.last(), Some(Step::Slice(..))),
        _ => false,
    }
}
