//! Small vectors and matrices: products, decompositions, views, maps by closures, changes in place.

use super::{Gen, Hold, Ty, line};
use crate::program::Node;

impl Gen {
    fn matrix_var(&mut self, ty: Ty) -> Option<String> {
        let var = self.some_var(|var| var.ty == ty)?;
        Some(if var.hold == Hold::Owned { var.name } else { format!("(*{})", var.name) })
    }

    /// A vector, in parentheses where it must be.
    fn vector3(&mut self, depth: usize) -> String {
        if depth == 0 {
            if !self.r.one_in(4)
                && let Some(name) = self.matrix_var(Ty::Vector3)
            {
                return name;
            }
            return format!("Vector3::new({}, {}, {})", self.atom(), self.atom(), self.constant());
        }
        let d = depth - 1;
        match self.r.below(26) {
            18 => {
                let m = self.regular3(d);
                format!("({m} * {m}.transpose()).cholesky().unwrap().solve(&{})", self.vector3(d))
            }
            19 => format!(
                "{}.component_div(&{}.map(|v| v * v + @{{1.3}}))",
                self.vector3(d),
                self.vector3(d)
            ),
            20 => format!("{}.diagonal()", self.matrix3(d)),
            21 => format!("{}.column_sum()", self.matrix3(d)),
            22 => format!("{}.row_sum().transpose()", self.matrix3(d)),
            23 => format!("{}.scale({})", self.vector3(d), self.atom()),
            24 => format!(
                "Vector3::from_column_slice(&[{}, {}, {}])",
                self.bounded(1),
                self.atom(),
                self.bounded(1)
            ),
            25 => format!("Vector3::from([{}, {}, {}])", self.atom(), self.atom(), self.bounded(1)),
            0 => format!("({} + {})", self.vector3(d), self.vector3(d)),
            1 => format!("({} - {})", self.vector3(d), self.vector3(d)),
            2 => format!("({} * ({}))", self.vector3(d), self.atom()),
            3 => format!("{}.cross(&{})", self.vector3(d), self.vector3(d)),
            4 => format!("{}.component_mul(&{})", self.vector3(d), self.vector3(d)),
            5 => {
                let v = self.fresh("v");
                let e = self.in_closure(&[&v]);
                format!("{}.map(|{v}| ({v} + {e}).sin())", self.vector3(d))
            }
            6 => {
                let (l, r) = (self.fresh("l"), self.fresh("r"));
                let e = self.in_closure(&[&l, &r]);
                format!(
                    "{}.zip_map(&{}, |{l}, {r}| {l} * {r} + {e})",
                    self.vector3(d),
                    self.vector3(d)
                )
            }
            7 | 8 => format!("({} * {})", self.matrix3(d), self.vector3(d)),
            9 => format!("{}.column({}).into_owned()", self.matrix3(d), self.r.below(3)),
            10 => format!("{}.row({}).transpose()", self.matrix3(d), self.r.below(3)),
            11 => {
                let m = self.regular3(d);
                format!("{m}.lu().solve(&{}).unwrap()", self.vector3(d))
            }
            12 => {
                let i = self.fresh("i");
                let e = self.in_closure(&[]);
                format!("Vector3::from_fn(|{i}, _| ({e} * @{{({i} as f64)}}).cos())")
            }
            13 => format!(
                "({} + Vector3::new(@{{2.0}}, @{{3.0}}, @{{2.0}}) * ({} * @{{0.1}} + @{{2.0}})).normalize()",
                self.vector3(d),
                self.constant()
            ),
            14 => format!("(-{})", self.vector3(d)),
            15 => format!("({} / (({}) * @{{0.1}} + @{{3.0}}))", self.vector3(d), self.bounded(1)),
            16 => format!("{}.add_scalar({})", self.vector3(d), self.atom()),
            _ => format!("{}.scale({})", self.vector3(d), self.atom()),
        }
    }

    fn matrix3(&mut self, depth: usize) -> String {
        if depth == 0 {
            if !self.r.one_in(4)
                && let Some(name) = self.matrix_var(Ty::Matrix3)
            {
                return name;
            }
            let (a, b, c) = (self.atom(), self.atom(), self.constant());
            return format!("Matrix3::new({a}, {b}, {c}, {b}, {c}, {a}, {c}, {a}, {a})");
        }
        let d = depth - 1;
        match self.r.below(12) {
            0 => format!("({} + {})", self.matrix3(d), self.matrix3(d)),
            1 => format!("({} * {})", self.matrix3(d), self.matrix3(d)),
            2 => format!("({} * ({}))", self.matrix3(d), self.atom()),
            3 => format!("{}.transpose()", self.matrix3(d)),
            4 => format!("{}.try_inverse().unwrap()", self.regular3(d)),
            5 => {
                let (i, j) = (self.fresh("i"), self.fresh("j"));
                let e = self.in_closure(&[]);
                format!(
                    "Matrix3::from_fn(|{i}, {j}| ({e} + @{{({i} as f64)}} - @{{({j} as f64)}}).sin())"
                )
            }
            6 => format!("({} * {}.transpose())", self.vector3(d), self.vector3(d)),
            7 => format!(
                "Matrix3::from_columns(&[{}, {}, {}])",
                self.vector3(d),
                self.vector3(0),
                self.vector3(0)
            ),
            8 => format!("Matrix3::from_diagonal(&{})", self.vector3(d)),
            9 => {
                let v = self.fresh("v");
                let e = self.in_closure(&[&v]);
                format!("{}.map(|{v}| {v} * {e})", self.matrix3(d))
            }
            10 => format!("{}.component_mul(&{})", self.matrix3(d), self.matrix3(d)),
            _ => format!("({} - {})", self.matrix3(d), self.matrix3(d)),
        }
    }

    /// Far from singular: entries of magnitude one at most, scaled, about a multiple of the identity.
    fn regular3(&mut self, depth: usize) -> String {
        let m = self.matrix3(depth);
        format!("({m}.map(|v| v.tanh() * @{{0.3}}) + Matrix3::identity() * @{{2.0_f64}})")
    }

    fn matrix2(&mut self, depth: usize) -> String {
        if depth == 0 {
            if !self.r.one_in(4)
                && let Some(name) = self.matrix_var(Ty::Matrix2)
            {
                return name;
            }
            return format!(
                "Matrix2::new({}, {}, {}, {})",
                self.atom(),
                self.atom(),
                self.constant(),
                self.atom()
            );
        }
        let d = depth - 1;
        match self.r.below(7) {
            0 => format!("({} * {})", self.matrix2(d), self.matrix2(d)),
            1 => format!("({} + {}.transpose())", self.matrix2(d), self.matrix2(d)),
            2 => format!(
                "{}.fixed_view::<2, 2>({}, 1).into_owned()",
                self.matrix3(d),
                self.r.below(2)
            ),
            3 => format!(
                "({}.map(|v| v.sin() * @{{0.4}}) + Matrix2::identity() * @{{2.0_f64}}).try_inverse().unwrap()",
                self.matrix2(d)
            ),
            4 => format!("{}.component_mul(&{})", self.matrix2(d), self.matrix2(d)),
            5 => format!("({} * ({}))", self.matrix2(d), self.atom()),
            _ => {
                let i = self.fresh("i");
                let e = self.in_closure(&[]);
                format!("Matrix2::from_fn(|{i}, j| if {i} == j {{ {e} }} else {{ @{{0.5}} }})")
            }
        }
    }

    /// A value in a closure with such parameters.
    fn in_closure(&mut self, params: &[&str]) -> String {
        let saved = self.vars.clone();
        for param in params {
            self.declare(param, Ty::F, Hold::Owned, false);
        }
        let e = self.bounded(1);
        self.vars = saved;
        e
    }

    /// A scalar of vectors and matrices.
    pub(super) fn matrix_scalar(&mut self, depth: usize) -> String {
        let d = depth.min(2);
        match self.r.below(22) {
            14 => format!("{}.xy().norm_squared()", self.vector3(d)),
            15 => format!("{}.max()", self.vector3(d)),
            16 => format!("{}.min()", self.matrix3(d)),
            17 => {
                let m = self.regular3(d);
                format!("({m}.transpose() * {m}).cholesky().unwrap().determinant().ln()")
            }
            18 => format!("{}.m21", self.matrix3(d)),
            19 => format!("{}.view((0, 1), (2, 2)).sum()", self.matrix3(d)),
            20 => {
                let c = self.fresh("c");
                format!("{}.column_iter().map(|{c}| {c}[0] * {c}[2]).sum::<@F>()", self.matrix3(d))
            }
            21 => format!("{}.fixed_rows::<2>(1).norm_squared()", self.vector3(d)),
            0 | 1 => format!("{}.dot(&{})", self.vector3(d), self.vector3(d)),
            2 => format!("{}.add_scalar(@{{3.0}}).norm()", self.vector3(d)),
            3 => format!("{}.norm_squared()", self.vector3(d)),
            4 => format!("{}.determinant()", self.matrix3(d)),
            5 => format!("{}.determinant()", self.matrix2(d)),
            6 => format!("{}.trace()", self.matrix3(d)),
            7 => format!("{}.sum()", self.matrix2(d)),
            8 => {
                let (carried, v) = (self.fresh("carried"), self.fresh("v"));
                let start = self.bounded(1);
                let e = self.in_closure(&[&carried, &v]);
                format!("{}.fold({start}, |{carried}, {v}| {carried} * {e} + {v})", self.vector3(d))
            }
            9 => format!("{}[{}]", self.vector3(d), self.r.below(3)),
            10 => format!("{}[({}, 1)]", self.matrix3(d), self.r.below(3)),
            11 => {
                format!("{}.column({}).dot(&{})", self.matrix3(d), self.r.below(3), self.vector3(d))
            }
            12 => format!("{}.mean()", self.vector3(d)),
            _ => format!("{}.iter().map(|v| v.sin()).sum::<@F>()", self.vector3(d)),
        }
    }

    pub(super) fn matrix_statement(&mut self, out: &mut Vec<Node>) {
        match self.r.below(8) {
            0 => {
                let name = self.fresh("vector");
                let v = self.vector3(2);
                out.push(line(format!("let mut {name} = {v}.map(|v| v.tanh());")));
                self.declare(&name, Ty::Vector3, Hold::Owned, true);
            }
            1 => {
                let name = self.fresh("square");
                let m = self.matrix3(2);
                out.push(line(format!("let mut {name} = {m}.map(|v| v.sin());")));
                self.declare(&name, Ty::Matrix3, Hold::Owned, true);
            }
            2 => {
                let name = self.fresh("small");
                let m = self.matrix2(2);
                out.push(line(format!("let mut {name} = {m}.map(|v| v.sin());")));
                self.declare(&name, Ty::Matrix2, Hold::Owned, true);
            }
            3 => {
                let name = self.fresh("number");
                let e = self.matrix_scalar(2);
                out.push(line(format!("let mut {name} = ({e}).sin();")));
                self.declare(&name, Ty::F, Hold::Owned, true);
            }
            _ => self.change_matrix(out),
        }
    }

    /// A change of a matrix in place: what it reads is other.
    fn change_matrix(&mut self, out: &mut Vec<Node>) {
        let var = self.some_var(|var| {
            matches!(var.ty, Ty::Vector3 | Ty::Matrix2 | Ty::Matrix3) && var.mutable
        });
        let Some(var) = var else { return self.let_scalar(out) };
        let name = var.name.clone();
        let saved = self.vars.clone();
        self.vars.retain(|other| other.name != name);
        let star = if var.hold == Hold::Owned { "" } else { "*" };
        let text = match var.ty {
            Ty::Vector3 => match self.r.below(7) {
                0 => format!("{star}{name} = {};", self.vector3(1)),
                1 => format!("{star}{name} += {};", self.vector3(1)),
                2 => format!("{star}{name} *= {};", self.bounded(1)),
                3 => format!("{name}.copy_from(&{});", self.vector3(1)),
                4 => format!("{name}.axpy({}, &{}, @{{0.5}});", self.bounded(1), self.vector3(1)),
                5 => format!("{name}.fill({});", self.bounded(1)),
                _ => {
                    let k = self.bounded(1);
                    format!("for v in {name}.iter_mut() {{ *v = (*v * {k}).sin(); }}")
                }
            },
            Ty::Matrix3 => match self.r.below(8) {
                0 => format!("{name}.set_column({}, &{});", self.r.below(3), self.vector3(1)),
                1 => format!(
                    "{name}.set_row({}, &{}.transpose());",
                    self.r.below(3),
                    self.vector3(1)
                ),
                2 => {
                    format!("{name}.fixed_view_mut::<2, 2>(1, 0).copy_from(&{});", self.matrix2(1))
                }
                3 => format!("{name}.column_mut(1).copy_from(&{});", self.vector3(1)),
                4 => format!("{star}{name} = {};", self.matrix3(1)),
                5 => format!("{star}{name} -= {};", self.matrix3(1)),
                6 => format!(
                    "{name}.gemm({}, &{}, &{}, @{{0.3}});",
                    self.bounded(1),
                    self.matrix3(0),
                    self.matrix3(0)
                ),
                _ => format!("{name}[(1, 2)] = {};", self.bounded(1)),
            },
            _ => match self.r.below(3) {
                0 => format!("{star}{name} = {};", self.matrix2(1)),
                1 => format!("{star}{name} *= {};", self.bounded(1)),
                _ => format!("{name}[(1, 0)] = {};", self.bounded(1)),
            },
        };
        self.vars = saved;
        out.push(line(text));
    }
}
