//! A recurrence: what an iteration overwrites is recorded, and the reverse sweep takes it back.
//!
//! - The reverse of an iteration reads `t`, `t_1` and the `state` from before it: these three are one record of the tape.
//! - `state_adj` is taken where `state` was assigned: what stood there before has an adjoint of its own from there on.
//! - The adjoint of `start` is what is left when the loop has run backwards.
//! - `__ad_forward` has the same sweeps apart: the closure is the residual, which owns the tape and is given the arguments
//!   again.

fn logistic(rate: f64, start: f64, steps: usize) -> f64 {
    let mut state = start;
    for _ in 0..steps {
        state = rate * state * (1.0 - state);
    }
    state
}
impl logistic {
    fn __ad_jvp(
        rate: f64,
        start: f64,
        steps: usize,
        rate_tan: &f64,
        start_tan: &f64,
        _: &dyn ::autodiff_runtime::__rt::AnySlot,
    ) -> (f64, f64) {
        let mut state_tan = (*start_tan);
        let mut state = start;
        for i in ((0)..steps) {
            let t = rate * state;
            let t_1 = (1.0) - state;
            let mut t_tan_2 = ::autodiff_runtime::__rt::product(
                &(::autodiff_runtime::__rt::product(&(*rate_tan), &state)
                    + ::autodiff_runtime::__rt::product(&state_tan, &rate)),
                &t_1,
            ) + ::autodiff_runtime::__rt::product(&(-state_tan), &t);
            state_tan = t_tan_2;
            state = t * t_1;
        }
        let __tangent = state_tan;
        (state, __tangent)
    }
    fn __ad_reverse(
        rate: f64,
        start: f64,
        steps: usize,
        mut seed: f64,
        rate_adj: &mut f64,
        start_adj: &mut f64,
        _: &mut dyn ::autodiff_runtime::__rt::AnySlot,
    ) -> f64 {
        let mut tape = ::autodiff_runtime::__rt::NumberTape::new();
        let mut state = start;
        tape.reserve(::core::iter::Iterator::size_hint(&((0)..steps)).0);
        for (i, __record) in
            ((0)..steps).zip(tape.room(
                ::core::iter::Iterator::size_hint(&((0)..steps)).0,
                (0.0_f64, 0.0_f64, 0.0_f64),
            ))
        {
            let t = rate * state;
            let t_1 = (1.0) - state;
            let mut old = {
                let __value = t * t_1;
                ::core::mem::replace(&mut state, __value)
            };
            *__record = (t, t_1, old);
        }
        let __value = state;
        let mut state_adj = seed;
        {
            let __trips = ::core::iter::Iterator::size_hint(&((0)..steps).rev()).0;
            for (i, &(t, t_1, mut old)) in ((0)..steps).rev().zip(tape.latest(__trips).iter().rev())
            {
                let mut ct = ::core::mem::replace(&mut state_adj, 0.0_f64);
                state = old;
                let mut t_adj_1 = ct * t_1;
                state_adj -= (ct * t);
                (*rate_adj) += t_adj_1 * state;
                state_adj += t_adj_1 * rate;
            }
            tape.forget(__trips);
        }
        (*start_adj) += state_adj;
        __value
    }
    fn __ad_forward(
        rate: f64,
        start: f64,
        steps: usize,
    ) -> (
        f64,
        ::autodiff_runtime::__rt::residual!((
            f64,
            f64,
            usize,
            f64,
            &mut f64,
            &mut f64,
            &mut dyn ::autodiff_runtime::__rt::AnySlot
        )),
    ) {
        let mut tape = ::autodiff_runtime::__rt::NumberTape::new();
        let mut state = start;
        tape.reserve(::core::iter::Iterator::size_hint(&((0)..steps)).0);
        for (i, __record) in
            ((0)..steps).zip(tape.room(
                ::core::iter::Iterator::size_hint(&((0)..steps)).0,
                (0.0_f64, 0.0_f64, 0.0_f64),
            ))
        {
            let t = rate * state;
            let t_1 = (1.0) - state;
            let mut old = {
                let __value = t * t_1;
                ::core::mem::replace(&mut state, __value)
            };
            *__record = (t, t_1, old);
        }
        let __value = state;
        (
            __value,
            move |rate: f64,
                  start: f64,
                  steps: usize,
                  mut seed: f64,
                  rate_adj: &mut f64,
                  start_adj: &mut f64,
                  _: &mut dyn ::autodiff_runtime::__rt::AnySlot| {
                let mut state_adj = seed;
                {
                    let __trips = ::core::iter::Iterator::size_hint(&((0)..steps).rev()).0;
                    for (i, &(t, t_1, mut old)) in
                        ((0)..steps).rev().zip(tape.latest(__trips).iter().rev())
                    {
                        let mut ct = ::core::mem::replace(&mut state_adj, 0.0_f64);
                        state = old;
                        let mut t_adj_1 = ct * t_1;
                        state_adj -= (ct * t);
                        (*rate_adj) += t_adj_1 * state;
                        state_adj += t_adj_1 * rate;
                    }
                    tape.forget(__trips);
                }
                (*start_adj) += state_adj;
            },
        )
    }
}
