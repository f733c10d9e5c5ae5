//! Vectors and matrices whose sizes are known when the program runs.

use super::{Gen, Hold, Ty, line};
use crate::program::Node;

impl Gen {
    /// A scalar of all entries.
    pub(super) fn dynamic_value(&mut self, name: &str, ty: Ty, k: &str) -> String {
        match (ty, self.r.below(3)) {
            (Ty::Dynamic, 0) => format!("{name}.dot(&{name}) * {k}"),
            (Ty::Dynamic, 1) => format!("{name}.iter().map(|v| v * v * {k}).sum::<@F>()"),
            (Ty::Dynamic, _) => format!("({name}[0] * {name}[2] + {name}.sum() * {k})"),
            (_, 0) => format!("({name} * {name}.transpose()).trace() * {k}"),
            (_, 1) => format!("{name}.sum() * {name}[(1, 2)]"),
            _ => format!("{name}.row(0).dot(&{name}.row(1)) * {k}"),
        }
    }

    fn dynamic_var(&mut self, ty: Ty) -> Option<String> {
        self.some_var(|var| var.ty == ty).map(|var| var.name)
    }

    /// A `DVector` of three, in parentheses where it must be.
    fn dynamic(&mut self, depth: usize) -> String {
        if depth == 0 {
            if let Some(name) = self.dynamic_var(Ty::Dynamic) {
                return format!("{name}.clone()");
            }
            return match self.r.below(3) {
                0 => format!(
                    "DVector::from_vec(vec![{}, {}, {}])",
                    self.atom(),
                    self.atom(),
                    self.constant()
                ),
                1 => format!("DVector::from_element(3, {})", self.atom()),
                _ => format!(
                    "DVector::from_row_slice(&[{}, {}, {}])",
                    self.atom(),
                    self.constant(),
                    self.atom()
                ),
            };
        }
        let d = depth - 1;
        match self.r.below(9) {
            0 => format!("({} + {})", self.dynamic(d), self.dynamic(d)),
            1 => format!("({} - {})", self.dynamic(d), self.dynamic(d)),
            2 => format!("({} * ({}))", self.dynamic(d), self.atom()),
            3 => format!("{}.component_mul(&{})", self.dynamic(d), self.dynamic(d)),
            4 => {
                let v = self.fresh("v");
                let e = self.atom();
                format!("{}.map(|{v}| ({v} * {e}).sin())", self.dynamic(d))
            }
            5 => format!(
                "({}.transpose() * {} * {})",
                self.rectangle(d),
                self.rectangle(d),
                self.dynamic(d)
            ),
            6 => {
                let i = self.fresh("i");
                let e = self.bounded(1);
                format!("DVector::from_fn(3, |{i}, _| ({e} * @{{({i} as f64)}}).cos())")
            }
            7 => format!("{}.row({}).transpose()", self.rectangle(d), self.r.below(2)),
            _ => format!("({} / @{{1.7}})", self.dynamic(d)),
        }
    }

    /// A `DMatrix` of two by three.
    fn rectangle(&mut self, depth: usize) -> String {
        if depth == 0 {
            if let Some(name) = self.dynamic_var(Ty::Rectangle) {
                return format!("{name}.clone()");
            }
            let parts: Vec<String> =
                (0..6).map(|at| if at % 2 == 0 { self.atom() } else { self.constant() }).collect();
            return format!("DMatrix::from_row_slice(2, 3, &[{}])", parts.join(", "));
        }
        let d = depth - 1;
        match self.r.below(5) {
            0 => format!("({} + {})", self.rectangle(d), self.rectangle(d)),
            1 => format!("({} * ({}))", self.rectangle(d), self.atom()),
            2 => format!("{}.component_mul(&{})", self.rectangle(d), self.rectangle(d)),
            3 => {
                let (i, j) = (self.fresh("i"), self.fresh("j"));
                let e = self.bounded(1);
                format!(
                    "DMatrix::from_fn(2, 3, |{i}, {j}| ({e} + @{{({i} as f64)}} - @{{({j} as f64)}}).sin())"
                )
            }
            _ => format!("{}.map(|v| v.tanh())", self.rectangle(d)),
        }
    }

    pub(super) fn dynamic_statement(&mut self, out: &mut Vec<Node>) {
        let ty = if self.r.one_in(3) { Ty::Rectangle } else { Ty::Dynamic };
        let var = self.some_var(|var| var.ty == ty && var.mutable);
        let Some(var) = var.filter(|_| !self.r.one_in(4)) else {
            let (base, value) = match ty {
                Ty::Rectangle => ("rectangle", self.rectangle(2)),
                _ => ("dynamic", self.dynamic(2)),
            };
            let name = self.fresh(base);
            out.push(line(format!("let mut {name} = {value};")));
            return self.declare(&name, ty, Hold::Owned, true);
        };
        let name = var.name;
        let saved = self.vars.clone();
        self.vars.retain(|other| other.name != name);
        let text = match (ty, self.r.below(7)) {
            (Ty::Dynamic, 0) => format!("{name} = {};", self.dynamic(1)),
            (Ty::Dynamic, 1) => format!("{name} += {};", self.dynamic(1)),
            (Ty::Dynamic, 2) => {
                format!("{name}.axpy({}, &{}, @{{0.6}});", self.bounded(1), self.dynamic(1))
            }
            (Ty::Dynamic, 3) => format!(
                "{name}.gemv({}, &({} * {}.transpose()), &DVector::from_element(2, {}).clone(), @{{0.3}});",
                self.bounded(1),
                "DMatrix::from_element(3, 3, @{0.4})",
                self.rectangle(0),
                self.atom()
            ),
            (Ty::Dynamic, 4) => {
                let i = self.fresh("i");
                let e = self.bounded(1);
                format!("for {i} in 0..{name}.len() {{ {name}[{i}] = ({name}[{i}] * {e}).sin(); }}")
            }
            (Ty::Dynamic, 5) => format!("{name}.copy_from(&{});", self.dynamic(1)),
            (Ty::Dynamic, _) => format!("{name} *= {};", self.bounded(1)),
            (_, 0) => format!("{name} = {};", self.rectangle(1)),
            (_, 1) => format!("{name}.set_row(1, &{}.transpose());", self.dynamic(1)),
            (_, 2) => format!("{name}.row_mut(0).copy_from(&{}.transpose());", self.dynamic(1)),
            (_, 3) => format!("{name}[(1, 2)] = {};", self.bounded(1)),
            (_, 4) => format!("{name}.column_mut(1).fill({});", self.bounded(1)),
            (_, 5) => format!("{name} -= {};", self.rectangle(1)),
            _ => format!("{name}.rows_mut(0, 1).copy_from(&{}.rows(1, 1));", self.rectangle(1)),
        };
        self.vars = saved;
        out.push(line(text));
    }
}
