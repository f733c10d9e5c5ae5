//! Bodies of many hundred statements, which are emitted in sections: by value, in place, with arrays, a method, a tape.

use autodiff_runtime::prelude::*;

#[derive(Differentiable, Clone)]
struct Gain {
    rate: f64,
}

/// Calls a macro with eighty numbers.
macro_rules! eighty {
    ($make:ident) => {
        $make! {
            0.51 0.52 0.53 0.54 0.55 0.56 0.57 0.58 0.59 0.60 0.61 0.62 0.63 0.64 0.65 0.66 0.67 0.68 0.69 0.70
            0.71 0.72 0.73 0.74 0.75 0.76 0.77 0.78 0.79 0.80 0.81 0.82 0.83 0.84 0.85 0.86 0.87 0.88 0.89 0.90
            0.31 0.32 0.33 0.34 0.35 0.36 0.37 0.38 0.39 0.40 0.41 0.42 0.43 0.44 0.45 0.46 0.47 0.48 0.49 0.50
            0.11 0.12 0.13 0.14 0.15 0.16 0.17 0.18 0.19 0.20 0.21 0.22 0.23 0.24 0.25 0.26 0.27 0.28 0.29 0.30
        }
    };
}

macro_rules! make {
    ($($k:literal)*) => {
        /// Straight lines, branches, loops and late variables.
        #[differentiate]
        fn scalars(x: &[f64]) -> f64 {
            let (a, b) = (x[0], x[1]);
            let mut s = 0.0;
            let y = a * b;
            $(
                let old = y;
                let y = (y * $k + a).sin();
                s += y * old / (1.5 + y.cos());
                let z;
                if y > old {
                    z = y * b;
                } else {
                    z = old + 0.1;
                }
                let mut w = z;
                for _ in 0..3 {
                    w = 0.5 * w + y * $k;
                }
                s = 0.99 * s + w * z;
            )*
            s + y
        }

        /// An array that is overwritten all the way, and loops that the values decide.
        #[differentiate]
        fn arrays(x: &[f64]) -> f64 {
            let mut work = [0.0; 3];
            work.copy_from_slice(&x[..3]);
            let mut turns = 0;
            $(
                for i in 0..3 {
                    work[i] = (work[i] + $k * work[(i + 1) % 3]).tanh();
                }
                while work[0] < $k && turns < 9 {
                    work[0] += 0.1 * work[1] * work[1] + 0.05;
                    turns += 1;
                }
                let top = work[0].max(work[1]);
                work[2] = 0.5 * work[2] + top * top;
            )*
            work[0] * work[1] + work[2]
        }

        /// Changes its argument.
        #[differentiate]
        fn in_place(x: &mut [f64], scale: f64) {
            let mut carry = scale;
            $(
                carry = (carry * $k + x[0]).cos();
                x[1] = x[1] * 0.9 + carry * x[0];
                let step = carry * carry / (1.0 + x[1] * x[1]);
                x[0] += 0.1 * step;
                if step > 0.2 {
                    x[1] *= 0.95;
                }
                carry -= 0.01 * step * scale;
            )*
            x[0] *= carry;
        }

        #[differentiate]
        impl Gain {
            fn settle(&self, #[constant] _turns: usize, mut x: f64) -> f64 {
                let mut total = 0.0;
                $(
                    let push = (self.rate * x - $k).exp();
                    x = x / (1.0 + push);
                    total += push * x;
                    let bend = push.ln_1p() * self.rate;
                    total -= bend * $k;
                    x += 0.1 * bend;
                )*
                total + x
            }
        }
    };
}

eighty!(make);

#[differentiate]
fn of_in_place(x: &[f64]) -> f64 {
    let mut state = [x[0], x[1]];
    in_place(&mut state, x[2]);
    state[0] + state[1] * x[0]
}

/// A gain made of a number, with its derivative.
fn settled(x: &[f64]) -> f64 {
    Gain { rate: x[0] }.settle(7, x[1])
}

mod gradients {
    autodiff_tests::agree! { scalars 2, arrays 3, of_in_place 3 }
}

#[test]
fn a_method_in_sections() {
    let x = [0.7, 0.4];
    let (value, (gain, start)) = Gain { rate: x[0] }.settle_value_and_grad(7, x[1]);
    assert_eq!(value.to_bits(), settled(&x).to_bits());
    for (i, found) in [gain.rate, start].into_iter().enumerate() {
        let at = |step: f64| {
            let mut x = x;
            x[i] += step;
            settled(&x)
        };
        let difference = (at(1e-6) - at(-1e-6)) / 2e-6;
        assert!(
            (found - difference).abs() < 1e-6 * (1.0 + difference.abs()),
            "{found} {difference}"
        );
        let unit = |k| f64::from(u8::from(i == k));
        let (_, tangent) =
            Gain { rate: x[0] }.settle_jvp(7, x[1], &GainTangent { rate: unit(0) }, unit(1));
        assert!((found - tangent).abs() < 1e-10 * (1.0 + tangent.abs()));
    }
    let (_, pullback) = Gain { rate: x[0] }.settle_pullback(7, x[1]);
    assert_eq!(pullback(1.0), (gain, start));
}
