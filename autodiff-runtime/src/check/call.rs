//! A call as a map of lists: what `check_gradient!` and the functions of this module hand to the comparison.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::cell::RefCell;

use super::arguments::Arguments;
use super::flat::{self, Flat};
use crate::coordinates::Coordinates;
use crate::differentiable::Differentiable;

/// A call of a differentiated function.
#[derive(Debug)]
pub struct Call<A, P, V, J> {
    /// The function, as it was written.
    pub function: &'static str,
    /// What its parameters are called, and which of them have a derivative.
    pub parameters: Vec<(&'static str, bool)>,
    /// The arguments.
    pub arguments: A,
    /// The function.
    pub primal: P,
    /// Both sweeps; adds to the adjoints of the arguments.
    pub reverse: V,
    /// The value and its tangent.
    pub forward: J,
}

type Adjoint<T> = <T as Differentiable>::Tangent;

impl<A: Arguments, P, V, J> Call<A, P, V, J> {
    /// A call; closures find the types of their parameters here.
    pub fn new<R: Differentiable>(
        function: &'static str,
        parameters: &[(&'static str, bool)],
        arguments: A,
        primal: P,
        reverse: V,
        forward: J,
    ) -> Self
    where
        P: FnMut(&mut A) -> R,
        V: FnMut(&mut A, Adjoint<R>, &mut Adjoint<A>) -> R,
        J: FnMut(&mut A, &mut Adjoint<A>) -> (R, Adjoint<R>),
    {
        Self { function, parameters: parameters.to_vec(), arguments, primal, reverse, forward }
    }

    fn parameter(&self, index: usize) -> (&'static str, bool) {
        self.parameters.get(index).copied().unwrap_or(("argument", true))
    }

    /// The numbers of other arguments, of the parameters with a derivative.
    pub(super) fn numbers_of(&self, mut arguments: A) -> Vec<f64> {
        let parts = arguments.parts();
        let mut numbers = flat::read(&mut arguments).0.into_iter();
        let mut chosen = Vec::new();
        for (index, (count, _)) in parts.into_iter().enumerate() {
            let of_part: Vec<f64> = numbers.by_ref().take(count).collect();
            if self.parameter(index).1 {
                chosen.extend(of_part);
            }
        }
        chosen
    }

    /// What each number of arguments is.
    fn kinds_of(&self, arguments: &mut A) -> Vec<Kind> {
        let parts = arguments.parts().into_iter().enumerate();
        let kinds = parts.flat_map(|(index, (count, exclusive))| {
            core::iter::repeat_n(Kind { active: self.parameter(index).1, exclusive }, count)
        });
        kinds.collect()
    }

    /// The names of the numbers of some kinds.
    fn names_of(&self, arguments: &mut A, wanted: impl Fn(Kind) -> bool) -> Vec<String> {
        let mut names = Vec::new();
        for (index, (count, exclusive)) in arguments.parts().into_iter().enumerate() {
            let (name, active) = self.parameter(index);
            if wanted(Kind { active, exclusive }) {
                names.extend(flat::names(name, count));
            }
        }
        names
    }

    /// The call as a map of lists.
    pub(super) fn flatten<'a, R>(mut self) -> Flat<'a>
    where
        A: 'a,
        R: Coordinates,
        P: FnMut(&mut A) -> R + 'a,
        V: FnMut(&mut A, Adjoint<R>, &mut Adjoint<A>) -> R + 'a,
        J: FnMut(&mut A, &mut Adjoint<A>) -> (R, Adjoint<R>) + 'a,
    {
        let (all, single) = flat::read(&mut self.arguments);
        let kinds = self.kinds_of(&mut self.arguments.clone());
        let inputs = self.names_of(&mut self.arguments.clone(), |kind| kind.active);
        let count = self.arguments.parts().len();
        let actives = (0..count).map(|index| self.parameter(index).1).collect();
        let layout = Layout { actives, original: self.arguments.clone(), kinds, all };
        let layout = Rc::new(layout);
        let at = layout.active_of(&layout.all);
        let (outputs, single) = {
            let mut arguments = self.arguments.clone();
            let mut value = (self.primal)(&mut arguments);
            let (numbers, is_single) = flat::read(&mut value);
            let mut names: Vec<String> = flat::names("result", numbers.len()).collect();
            let changed = self.names_of(&mut arguments, |kind| kind.active && kind.exclusive);
            names.extend(changed.iter().map(|name| alloc::format!("{name} afterwards")));
            (names, single || is_single)
        };
        let primal = Rc::new(RefCell::new(self.primal));
        let kinds = layout.kinds.iter().filter(|kind| kind.active);
        let accumulates = kinds.map(|kind| !kind.exclusive).collect();

        let evaluate = {
            let (layout, primal) = (layout.clone(), primal.clone());
            move |numbers: &[f64]| {
                let (mut value, mut arguments) = layout.call(&primal, numbers);
                layout.results(&mut value, &mut arguments)
            }
        };
        let reverse = {
            let layout = layout.clone();
            let mut reverse = self.reverse;
            move |numbers: &[f64], seed: &[f64], start: &[f64]| {
                let (mut value, mut after) = layout.call(&primal, numbers);
                let (of_value, of_changed) = seed.split_at(flat::read(&mut value).0.len());
                let mut seed = value.zero_tangent();
                flat::write_tangent(&mut seed, of_value);
                let mut adjoints = layout.adjoints(&mut after, start, of_changed);
                let mut arguments = layout.with(numbers);
                let mut value = reverse(&mut arguments, seed, &mut adjoints);
                let gradient = layout.active_of(&flat::read_tangent(&adjoints));
                (flat::read(&mut value).0, gradient)
            }
        };
        let forward = {
            let mut forward = self.forward;
            move |numbers: &[f64], direction: &[f64]| {
                let mut tangents = layout.tangents(direction);
                let mut arguments = layout.with(numbers);
                let (mut value, tangent) = forward(&mut arguments, &mut tangents);
                let mut list = flat::read_tangent(&tangent);
                list.extend(layout.changed_of(&mut arguments, &flat::read_tangent(&tangents)));
                (layout.results(&mut value, &mut arguments), list)
            }
        };
        Flat {
            name: self.function,
            inputs,
            outputs,
            at,
            single,
            primal: Box::new(evaluate),
            reverse: Box::new(reverse),
            forward: Box::new(forward),
            accumulates,
        }
    }
}

/// What a number of the arguments is.
#[derive(Clone, Copy)]
struct Kind {
    /// It has a derivative.
    active: bool,
    /// It is behind `&mut`, and so a result too.
    exclusive: bool,
}

/// The arguments, and which of their numbers are what.
struct Layout<A> {
    original: A,
    /// All numbers of the arguments.
    all: Vec<f64>,
    kinds: Vec<Kind>,
    /// Of each parameter whether it has a derivative.
    actives: Vec<bool>,
}

impl<A: Arguments> Layout<A> {
    /// The arguments with other numbers in place of the active ones.
    fn with(&self, numbers: &[f64]) -> A {
        let mut arguments = self.original.clone();
        flat::write(&mut arguments, &self.spread(&self.all, numbers));
        arguments
    }

    /// `all` with other numbers in place of the active ones.
    fn spread(&self, all: &[f64], numbers: &[f64]) -> Vec<f64> {
        let mut numbers = numbers.iter();
        let one = |(number, kind): (&f64, &Kind)| {
            let other = if kind.active { numbers.next() } else { None };
            *other.unwrap_or(number)
        };
        all.iter().zip(&self.kinds).map(one).collect()
    }

    fn call<R>(&self, primal: &RefCell<impl FnMut(&mut A) -> R>, numbers: &[f64]) -> (R, A) {
        let mut arguments = self.with(numbers);
        let value = (primal.borrow_mut())(&mut arguments);
        (value, arguments)
    }

    /// The numbers of a value and of what is behind `&mut`.
    fn results<R: Coordinates>(&self, value: &mut R, arguments: &mut A) -> Vec<f64> {
        let mut list = flat::read(value).0;
        let after = flat::read(arguments).0;
        list.extend(self.changed_of(arguments, &after));
        list
    }

    /// Of all numbers those with a derivative.
    fn active_of(&self, all: &[f64]) -> Vec<f64> {
        all.iter().zip(&self.kinds).filter(|(_, kind)| kind.active).map(|(x, _)| *x).collect()
    }

    /// The kinds of the numbers of arguments whose lists may have other lengths than at first.
    fn kinds_after(&self, arguments: &mut A) -> Vec<Kind> {
        let parts = arguments.parts().into_iter().zip(&self.actives);
        let kinds = parts.flat_map(|((count, exclusive), active)| {
            core::iter::repeat_n(Kind { active: *active, exclusive }, count)
        });
        kinds.collect()
    }

    /// Of all numbers that belong to arguments after a call, those that are results.
    fn changed_of(&self, after: &mut A, all: &[f64]) -> Vec<f64> {
        let kinds = self.kinds_after(after);
        let changed = all.iter().zip(kinds).filter(|(_, kind)| kind.active && kind.exclusive);
        changed.map(|(x, _)| *x).collect()
    }

    /// The adjoints that a reverse sweep begins with: the cotangents of final values for what is behind `&mut`, which are
    /// of their shapes, and `start` for the others.
    fn adjoints(&self, after: &mut A, start: &[f64], of_changed: &[f64]) -> Adjoint<A> {
        let pairs = self.kinds.iter().filter(|kind| kind.active).zip(start);
        let mut start = pairs.filter(|(kind, _)| !kind.exclusive).map(|(_, start)| *start);
        let mut of_changed = of_changed.iter().copied();
        let begin = self.kinds_after(after).into_iter().map(|kind| match kind {
            Kind { active: false, .. } => 0.0,
            Kind { exclusive: true, .. } => of_changed.next().unwrap_or(0.0),
            Kind { exclusive: false, .. } => start.next().unwrap_or(0.0),
        });
        let begin: Vec<f64> = begin.collect();
        let mut adjoints = after.zero_tangent();
        flat::write_tangent(&mut adjoints, &begin);
        adjoints
    }

    /// The tangents of all arguments: a direction for the active ones.
    fn tangents(&self, direction: &[f64]) -> Adjoint<A> {
        let zeros = vec![0.0; self.all.len()];
        let mut tangents = self.original.zero_tangent();
        flat::write_tangent(&mut tangents, &self.spread(&zeros, direction));
        tangents
    }
}
