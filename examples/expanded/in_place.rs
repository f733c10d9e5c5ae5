//! A parameter that is input and output: its cotangent is handed on in place, and what was overwritten is restored.
//!
//! - `values_adj` comes in as the cotangent of the final values and goes out as that of the initial ones.
//! - An element that is overwritten is recorded, since the reverse reads `values` as it was before.
//! - Behind the reverse sweep the list holds its first values again; the functions for users put the final ones back.

fn relax(values: &mut [f64], weight: f64) {
    for i in 1..values.len() {
        let before = values[i - 1];
        values[i] = weight * values[i] + before * before;
    }
}
impl relax {
    fn __ad_jvp(
        values: &mut [f64],
        weight: f64,
        values_tan: &mut [f64],
        weight_tan: &f64,
    ) -> ((), ()) {
        let t = (*values).len();
        for i in ((1)..t) {
            let mut before_tan = values_tan[i - (1)];
            let before = values[i - (1)];
            let mut t_tan_2 = (::autodiff_runtime::__rt::product(&(*weight_tan), &values[i])
                + ::autodiff_runtime::__rt::product(&values_tan[i], &weight))
                + (::autodiff_runtime::__rt::product(&before_tan, &before)
                    + ::autodiff_runtime::__rt::product(&before_tan, &before));
            values_tan[i] = t_tan_2;
            values[i] = (weight * values[i]) + (before * before);
        }
        let __tangent = ();
        ((), __tangent)
    }
    fn __ad_reverse(
        values: &mut [f64],
        weight: f64,
        _: (),
        values_adj: &mut [f64],
        weight_adj: &mut f64,
    ) -> () {
        let mut tape = ::autodiff_runtime::__rt::NumberTape::new();
        let t = (*values).len();
        tape.reserve(::core::iter::Iterator::size_hint(&((1)..t)).0);
        {
            let __end = t;
            if 1 < __end {
                let values = &mut values[..__end];
                for (i, __record) in ((1)..t).zip(
                    tape.room(::core::iter::Iterator::size_hint(&((1)..t)).0, (0.0_f64, 0.0_f64)),
                ) {
                    let before = values[i - (1)];
                    let mut old = {
                        let __value = (weight * values[i]) + (before * before);
                        ::core::mem::replace(&mut values[i], __value)
                    };
                    *__record = (before, old);
                }
            }
        }
        let __value = ();
        {
            let __end = t;
            if 1 < __end {
                let values = &mut values[..__end];
                let values_adj = &mut values_adj[..__end];
                {
                    let __trips = ::core::iter::Iterator::size_hint(&((1)..t).rev()).0;
                    for (i, &(before, mut old)) in
                        ((1)..t).rev().zip(tape.latest(__trips).iter().rev())
                    {
                        let mut ct = ::core::mem::replace(&mut values_adj[i], 0.0_f64);
                        values[i] = old;
                        let mut before_adj = ct * before;
                        before_adj += ct * before;
                        (*weight_adj) += ct * values[i];
                        values_adj[i] += ct * weight;
                        values_adj[i - (1)] += before_adj;
                    }
                    tape.forget(__trips);
                }
            }
        }
        __value
    }
}
