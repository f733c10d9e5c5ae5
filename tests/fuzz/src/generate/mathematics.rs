//! The mathematical methods, each on operands where it is smooth.

use super::Gen;

impl Gen {
    /// A method of a scalar that no other expression has.
    pub(super) fn mathematics(&mut self, depth: usize) -> String {
        let d = depth.min(2);
        // Within one of zero, and away from it.
        let unit = format!("({}).sin()", self.expr(d));
        let positive = format!("(({}).cos() * @{{0.9}} + @{{1.6}})", self.expr(d));
        match self.r.below(16) {
            0 => {
                let f = *self.r.pick(&["tan", "sinh", "cosh", "asinh", "exp2", "exp_m1"]);
                format!("{unit}.{f}()")
            }
            1 => {
                let f = *self.r.pick(&["asin", "acos", "atanh"]);
                format!("({unit} * @{{0.8}}).{f}()")
            }
            2 | 3 => {
                let f = *self.r.pick(&["ln", "ln_1p", "log2", "log10", "sqrt", "cbrt", "recip"]);
                format!("{positive}.{f}()")
            }
            4 => format!("({positive} + @{{1.0}}).acosh()"),
            5 => format!("{positive}.@powf({})", self.expr(d)),
            6 => format!("({unit}).atan2({positive})"),
            7 => {
                let (s, c) = (self.fresh("s"), self.fresh("c"));
                let e = self.expr(d);
                format!("({{ let ({s}, {c}) = ({e}).sin_cos(); {s} * {c} + {s} * {unit} }})")
            }
            8 => {
                let f = *self.r.pick(&["floor", "ceil", "round", "trunc", "signum"]);
                format!("({unit} * ({positive} * @{{3.0}}).{f}())")
            }
            9 => format!("({positive} * {unit} * @{{2.0}}).fract()"),
            10 => format!("({positive}).copysign({unit})"),
            11 => format!("({positive} * @{{3.0}}).rem_euclid(@{{1.3}})"),
            12 => format!("(({unit} * @{{5.0}}) @%({positive}))"),
            13 => {
                let f = *self.r.pick(&["to_radians", "to_degrees"]);
                format!("({unit} * @{{0.02}}).{f}()")
            }
            14 => {
                let f = *self.r.pick(&["sin", "tanh", "sqrt"]);
                format!("@fn({f})({positive})")
            }
            _ => {
                let f = *self.r.pick(&["max", "min", "hypot", "atan2"]);
                format!("@fn2({f})({unit}, {positive})")
            }
        }
    }
}
