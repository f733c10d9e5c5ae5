//! Scalars: atoms, arithmetic, mathematical methods, conditions, short chains.

use super::{Back, Gen, Hold, Store, Ty, Var};

impl Gen {
    /// A value that depends on most of what is in scope.
    pub(super) fn everything(&mut self) -> String {
        let mut terms = Vec::new();
        for var in self.vars.clone() {
            let k = self.constant();
            let place = &var.name;
            let term = match var.ty {
                Ty::F => self.scalar_of(&var),
                Ty::List(..) => {
                    format!("{place}.iter().map(|v| v * v * {k}).sum::<@F>()")
                }
                Ty::Tuple => format!("{place}.0 * {place}.1"),
                Ty::Record => format!("{place}.a * {place}.b + {place}.w[1]"),
                Ty::Maybe => self.maybe_value(&var, &k),
                Ty::Attempt => self.attempt_value(&var, &k),
                Ty::Grown | Ty::Rows | Ty::Records => self.grown_value(&var, &k),
                Ty::Vector3 => format!("{place}.dot(&{place})"),
                Ty::Matrix2 => format!("{place}[(0, 1)] * {place}[(1, 1)]"),
                Ty::Matrix3 => format!("{place}[(0, 1)] * {place}[(2, 1)]"),
                Ty::Grid | Ty::Crowd => self.grid_value(place, var.ty, &k),
                Ty::Dynamic | Ty::Rectangle => self.dynamic_value(place, var.ty, &k),
                Ty::Int(_) | Ty::Choice | Ty::Closure(_) => continue,
            };
            terms.push(format!("{k} * ({term}).sin()"));
        }
        if terms.is_empty() { self.expr(2) } else { terms.join(" + ") }
    }

    pub(super) fn constant(&mut self) -> String {
        let mut value = self.r.between(0.1, 2.0);
        if self.r.one_in(5) {
            value = value.ceil();
        }
        format!("@{{{value:?}_f64}}")
    }

    pub(super) fn scalar_of(&mut self, var: &Var) -> String {
        if var.hold == Hold::Owned { var.name.clone() } else { format!("*{}", var.name) }
    }

    pub(super) fn maybe_of(&mut self, var: &Var) -> String {
        if var.hold == Hold::Owned { var.name.clone() } else { format!("(*{})", var.name) }
    }

    pub(super) fn maybe_value(&mut self, var: &Var, otherwise: &str) -> String {
        let maybe = self.maybe_of(var);
        if self.r.one_in(2) {
            return format!("{maybe}.unwrap_or({otherwise})");
        }
        let v = self.fresh("v");
        format!("(match {maybe} {{ Some({v}) => {v}, None => {otherwise} }})")
    }

    pub(super) fn index(&mut self, n: usize) -> String {
        if self.r.one_in(2)
            && let Some(var) = self.some_var(|var| matches!(var.ty, Ty::Int(_)))
            && let Ty::Int(bound) = var.ty
        {
            return if bound <= n && self.r.one_in(2) {
                var.name
            } else if self.r.one_in(3) {
                format!("({} + {}) % {n}", var.name, 1 + self.r.below(3))
            } else {
                format!("{} % {n}", var.name)
            };
        }
        if self.r.one_in(10) {
            let e = self.atom();
            return format!("(({e}).abs()@re * 4.0) as usize % {n}");
        }
        self.r.below(n).to_string()
    }

    /// A scalar that is there.
    pub(super) fn atom(&mut self) -> String {
        for _ in 0..4 {
            if self.vars.is_empty() || self.r.one_in(8) {
                break;
            }
            let var = self.vars[self.r.below(self.vars.len())].clone();
            let name = &var.name;
            return match var.ty {
                Ty::F if var.hold == Hold::Owned => name.clone(),
                Ty::F => format!("(*{name})"),
                Ty::Int(_) => format!("@{{({name} as f64)}}"),
                Ty::List(n, _) => {
                    let i = self.index(n);
                    format!("{name}[{i}]")
                }
                Ty::Tuple => format!("{name}.{}", self.r.below(2)),
                Ty::Record => match self.r.below(4) {
                    0 => format!("{name}.a"),
                    1 => format!("{name}.b"),
                    2 => format!("@{{({name}.n as f64)}}"),
                    _ => {
                        let i = self.index(3);
                        format!("{name}.w[{i}]")
                    }
                },
                Ty::Maybe => {
                    let k = self.constant();
                    self.maybe_value(&var, &k)
                }
                Ty::Attempt => {
                    let k = self.constant();
                    self.attempt_value(&var, &k)
                }
                Ty::Grown | Ty::Rows | Ty::Records => {
                    let k = self.constant();
                    self.grown_atom(&var, &k)
                }
                Ty::Vector3 => match self.r.below(3) {
                    0 => format!("{name}.x"),
                    1 => format!("{name}[1]"),
                    _ => format!("{name}.z"),
                },
                Ty::Matrix2 => format!("{name}[({}, {})]", self.r.below(2), self.r.below(2)),
                Ty::Matrix3 => format!("{name}[({}, {})]", self.r.below(3), self.r.below(3)),
                Ty::Grid | Ty::Crowd => self.grid_place(name, var.ty),
                Ty::Dynamic => format!("{name}[{}]", self.r.below(3)),
                Ty::Rectangle => format!("{name}[({}, {})]", self.r.below(2), self.r.below(3)),
                Ty::Choice | Ty::Closure(_) => continue,
            };
        }
        self.constant()
    }

    /// Of magnitude one or so.
    pub(super) fn bounded(&mut self, depth: usize) -> String {
        let e = self.expr(depth);
        match self.r.below(4) {
            0 => format!("({e}).tanh()"),
            1 => format!("({e}).sin()"),
            2 => format!("({e}).cos()"),
            _ => format!("{} * ({e}).tanh()", self.constant()),
        }
    }

    pub(super) fn expr(&mut self, depth: usize) -> String {
        let depth = if self.short { depth.min(2) } else { depth };
        if depth == 0 {
            return self.atom();
        }
        let d = depth - 1;
        if self.r.one_in(12) {
            return self.carried_value(d);
        }
        match self.r.below(30) {
            27 | 28 => self.mathematics(d),
            29 => self.generic_call().unwrap_or_else(|| self.atom()),
            24 => self.long_chain(None).unwrap_or_else(|| self.atom()),
            25 => self.call_with_function().unwrap_or_else(|| self.atom()),
            26 => self.matrix_scalar(d),
            0..3 => format!("({} + {})", self.expr(d), self.expr(d)),
            3..5 => format!("({} - {})", self.expr(d), self.expr(d)),
            5..8 => format!("{} * {}", self.factor(d), self.factor(d)),
            8 => {
                let b = self.factor(d);
                format!("{} / (@{{1.5}} + {b} * {b})", self.factor(d))
            }
            9 => format!("(-{})", self.factor(d)),
            10 => {
                let f = *self.r.pick(&["sin", "cos", "tanh", "atan"]);
                format!("({}).{f}()", self.expr(d))
            }
            11 => {
                let e = self.factor(d);
                match self.r.below(3) {
                    0 => format!("({e} * {e} + @{{1.0}}).sqrt()"),
                    1 => format!("({e} * {e} + @{{1.5}}).ln()"),
                    _ => format!("({e}).sin().exp()"),
                }
            }
            12 => {
                let f = *self.r.pick(&["max", "min", "hypot"]);
                format!("({}).{f}({})", self.bounded(d), self.expr(d))
            }
            // Higher powers have other bits in release, in plain Rust too.
            13 => format!("({}).powi(2)", self.bounded(d)),
            14 => format!("({}).abs()", self.expr(d)),
            15 => {
                format!("({}).mul_add({}, {})", self.expr(d), self.atom(), self.atom())
            }
            16 => {
                let (c, a, b) = (self.condition(), self.expr(d), self.expr(d));
                format!("(if {c} {{ {a} }} else {{ {b} }})")
            }
            17 | 18 => self.call(|back| back == Back::F).unwrap_or_else(|| self.atom()),
            19 | 20 => self.chain().unwrap_or_else(|| self.atom()),
            21 => {
                let closure = self.some_var(|var| matches!(var.ty, Ty::Closure(_)));
                match closure {
                    Some(Var { name, ty: Ty::Closure(n), .. }) => {
                        let args: Vec<String> = (0..n).map(|_| self.expr(d)).collect();
                        format!("{name}({})", args.join(", "))
                    }
                    _ => self.atom(),
                }
            }
            22 => format!("({}).clamp(@{{-0.6}}, @{{0.7}})", self.expr(d)),
            _ => {
                let var = self.some_var(|var| matches!(var.ty, Ty::Vector3 | Ty::Matrix2));
                match var {
                    Some(var) if var.ty == Ty::Vector3 => match self.r.below(4) {
                        0 => format!("{}.norm_squared()", var.name),
                        1 => format!("{}.sum()", var.name),
                        2 => format!("({} * {}).y", var.name, self.atom()),
                        _ => format!("{}.add_scalar(@{{2.0}}).norm()", var.name),
                    },
                    Some(var) => match self.r.below(3) {
                        0 => format!("{}.determinant()", var.name),
                        1 => format!("{}.trace()", var.name),
                        _ => format!("({0} * {0}.transpose()).sum()", var.name),
                    },
                    None => self.atom(),
                }
            }
        }
    }

    /// An expression that may stand in a product.
    pub(super) fn factor(&mut self, depth: usize) -> String {
        let e = self.expr(depth);
        if depth == 0 { e } else { format!("({e})") }
    }

    pub(super) fn condition(&mut self) -> String {
        match self.r.below(11) {
            10 => self.chain_condition().unwrap_or_else(|| "true".into()),
            0 | 1 => match self.some_var(|var| matches!(var.ty, Ty::Int(_))) {
                Some(var) => match self.r.below(3) {
                    0 => format!("{} % 2 == 0", var.name),
                    1 => format!("{} > {}", var.name, self.r.below(3)),
                    _ => format!("{} != {}", var.name, self.r.below(3)),
                },
                None => format!("{} > {}", self.atom(), self.constant()),
            },
            2 => match self.some_var(|var| var.ty == Ty::Maybe) {
                Some(var) => format!("{}.is_some()", var.name),
                None => format!("{} < {}", self.atom(), self.constant()),
            },
            3 => {
                let op = *self.r.pick(&["&&", "||"]);
                format!(
                    "({} > {}) {op} ({} < {})",
                    self.atom(),
                    self.constant(),
                    self.atom(),
                    self.atom()
                )
            }
            4 => format!("!({} < {})", self.expr(1), self.atom()),
            5..8 => format!("{} < {}", self.sum(1), self.constant()),
            _ => format!("{} > {}", self.sum(1), self.sum(1)),
        }
    }

    /// An expression that may be compared: in parentheses.
    pub(super) fn sum(&mut self, depth: usize) -> String {
        format!("({})", self.expr(depth))
    }

    pub(super) fn list(&mut self) -> Option<(String, usize, Store)> {
        let var = self.some_var(|var| matches!(var.ty, Ty::List(..)))?;
        let Ty::List(n, store) = var.ty else { return None };
        Some((var.name, n, store))
    }

    /// A chain of iterator adaptors that ends in a scalar.
    pub(super) fn chain(&mut self) -> Option<String> {
        let (list, n, _) = self.list()?;
        let k = self.constant();
        let free = self.atom();
        Some(match self.r.below(12) {
            0 => format!("{list}.iter().sum::<@F>()"),
            1 => format!("{list}.iter().map(|v| v * {free}).sum::<@F>()"),
            2 => format!("{list}.iter().map(|v| (v * v + {free}).sin()).sum::<@F>()"),
            3 => format!("{list}.iter().filter(|v| **v > {k}).map(|v| v.tanh()).sum::<@F>()"),
            4 => {
                let i = self.fresh("i");
                format!(
                    "{list}.iter().enumerate().map(|({i}, v)| *v * @{{({i} as f64)}} + {free}).sum::<@F>()"
                )
            }
            5 => {
                let (other, _, _) = self.list()?;
                format!("{list}.iter().zip({other}.iter()).map(|(l, r)| l * r).sum::<@F>()")
            }
            6 => format!("{list}.iter().fold({free}, |acc, v| (acc * *v + {k}).sin())"),
            7 => format!("{list}.windows(2).map(|p| (p[1] - p[0]) * {free}).sum::<@F>()"),
            8 => format!("{list}.chunks(2).map(|p| p[0] * p[p.len() - 1]).sum::<@F>()"),
            9 => format!("{list}.iter().copied().map(@fn(tanh)).fold({k}, |m, v| m.max(v))"),
            10 => format!("{list}.iter().rev().skip(1).take(2).map(|&v| v * v).product::<@F>()"),
            _ => {
                let i = self.fresh("i");
                format!("(0..{n}).map(|{i}| {list}[{i}] * {free}).sum::<@F>()")
            }
        })
    }
}
