//! From a seed to a program: functions that are typed by construction, end, and keep their numbers small.

mod carriers;
mod chain_statements;
mod chains;
mod functions;
mod growth;
mod lists;
mod matrices;
mod moves;
mod nests;
mod sum_loops;

use crate::program::{Item, Kind, Node, Param, Passing, Program};
use crate::random::Random;

/// The type of a local.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Ty {
    F,
    /// Below the bound.
    Int(usize),
    /// `[f64; n]`, `&[f64]`, `Vec<f64>`: of at least so many; only the first is `Copy`.
    List(usize, Store),
    Tuple,
    Record,
    Choice,
    Maybe,
    /// `Result<f64, usize>`.
    Attempt,
    /// A `Vec` of any length, also of none: of scalars, of pairs as arrays, of records.
    Grown,
    Rows,
    Records,
    Vector3,
    Matrix2,
    Matrix3,
    /// A closure of so many scalars.
    Closure(usize),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Store {
    Array,
    Vec,
    Slice,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Hold {
    Owned,
    Shared,
    Exclusive,
}

#[derive(Clone, Debug)]
struct Var {
    name: String,
    ty: Ty,
    hold: Hold,
    mutable: bool,
}

/// A function that later ones may call.
#[derive(Clone, Debug)]
struct Helper {
    name: String,
    params: Vec<(Kind, Passing)>,
    result: Back,
    method: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Back {
    Unit,
    F,
    Pair,
    Array3,
    Maybe,
    Attempt,
    Record,
}

struct Gen {
    r: Random,
    vars: Vec<Var>,
    helpers: Vec<Helper>,
    /// Named functions of so many scalars, and functions that take such.
    named: Vec<(String, usize)>,
    takers: Vec<functions::Taker>,
    fresh: usize,
    loops: Vec<String>,
    /// What `return` gives back; `None` inside closures.
    returns: Option<Back>,
    nodes_left: usize,
    /// Whether the program is to be short.
    short: bool,
}

const NAMES: &[&str] =
    &["a", "b", "u", "v", "s", "t", "acc", "total", "scale", "left", "right", "mean", "z", "h"];

/// The program of a seed.
pub(crate) fn program(seed: u64) -> Program {
    generate(seed, false)
}

/// Another program of a seed: a short one.
pub(crate) fn short_program(seed: u64) -> Program {
    generate(seed, true)
}

fn generate(seed: u64, short: bool) -> Program {
    let mut g = Gen {
        r: Random::new(if short { seed ^ 0x5eed_0000_0000 } else { seed }),
        short,
        vars: Vec::new(),
        helpers: Vec::new(),
        named: Vec::new(),
        takers: Vec::new(),
        fresh: 0,
        loops: Vec::new(),
        returns: None,
        nodes_left: 0,
    };
    let mut items = Vec::new();
    if !short || g.r.one_in(3) {
        g.function_items(&mut items);
    }
    for i in 0..g.r.below(if short { 2 } else { 4 }) {
        items.push(g.helper(i));
    }
    let (params, item) = g.target();
    items.push(item);
    let size: usize = params.iter().map(|param| param.kind.size()).sum();
    let points = (0..3).map(|_| (0..size).map(|_| g.r.between(-1.4, 1.4)).collect()).collect();
    Program { seed, items, params, points, second_order: false }
}

fn line(text: impl Into<String>) -> Node {
    Node::Line(text.into())
}

/// `place op= value`.
fn update(place: &str, op: &str, value: &str) -> String {
    format!("{place}\u{1}{op}\u{1}{value}\u{1};")
}

impl Gen {
    fn name(&mut self) -> String {
        self.fresh += 1;
        // Often a name that is there, so that it is shadowed.
        if self.r.one_in(5) {
            let scalars: Vec<String> = self
                .vars
                .iter()
                .filter(|var| var.ty == Ty::F && var.name != "self")
                .map(|var| var.name.clone())
                .collect();
            if !scalars.is_empty() {
                return self.r.pick(&scalars).clone();
            }
        }
        let base = *self.r.pick(NAMES);
        format!("{base}{}", self.fresh)
    }

    fn fresh(&mut self, base: &str) -> String {
        self.fresh += 1;
        format!("{base}{}", self.fresh)
    }

    fn declare(&mut self, name: &str, ty: Ty, hold: Hold, mutable: bool) {
        self.vars.retain(|var| var.name != name);
        self.vars.push(Var { name: name.to_owned(), ty, hold, mutable });
    }

    fn param_var(&mut self, name: &str, kind: Kind, passing: Passing) {
        let hold = match passing {
            Passing::Value => Hold::Owned,
            Passing::Shared => Hold::Shared,
            Passing::Exclusive => Hold::Exclusive,
        };
        let ty = match kind {
            Kind::Scalar => Ty::F,
            Kind::Array(n) => Ty::List(n, Store::Array),
            Kind::Slice(n) => Ty::List(n, Store::Slice),
            Kind::Vec(0) => Ty::Grown,
            Kind::Vec(n) => Ty::List(n, Store::Vec),
            Kind::Tuple => Ty::Tuple,
            Kind::Record => Ty::Record,
            Kind::Choice(_) => Ty::Choice,
            Kind::Maybe(_) => Ty::Maybe,
            Kind::Vector3 => Ty::Vector3,
            Kind::Matrix2 => Ty::Matrix2,
            Kind::Count(_) => Ty::Int(5),
        };
        self.declare(name, ty, hold, passing == Passing::Exclusive);
    }

    // ---- functions

    fn written_param(name: &str, kind: Kind, passing: Passing) -> String {
        let ty = kind.written();
        match passing {
            Passing::Value => format!("{name}: {ty}"),
            Passing::Shared => format!("{name}: &{ty}"),
            Passing::Exclusive => format!("{name}: &mut {ty}"),
        }
    }

    fn helper(&mut self, i: usize) -> Item {
        self.vars.clear();
        self.loops.clear();
        let name = format!("h{i}");
        let method = self.r.one_in(4);
        let recursive = !method && self.r.one_in(5);
        let mut params = Vec::new();
        let mut written = Vec::new();
        let mut changes = false;
        if method {
            let change = self.r.one_in(2);
            changes |= change;
            written.push(if change { "&mut self" } else { "&self" }.to_owned());
            let passing = if change { Passing::Exclusive } else { Passing::Shared };
            self.param_var("self", Kind::Record, passing);
            params.push((Kind::Record, passing));
        }
        if recursive {
            written.push("depth: usize".to_owned());
            params.push((Kind::Count(3), Passing::Value));
        }
        for j in 0..1 + self.r.below(3) {
            let (kind, passing) = match self.r.below(13) {
                0..3 => (Kind::Scalar, Passing::Value),
                3 => (Kind::Slice(3), Passing::Shared),
                4 if !recursive => (Kind::Slice(3), Passing::Exclusive),
                5 if !recursive => (Kind::Scalar, Passing::Exclusive),
                6 => (Kind::Scalar, Passing::Shared),
                7 => (Kind::Record, Passing::Shared),
                8 => (Kind::Array(3), Passing::Value),
                9 | 10 => (Kind::Vec(0), Passing::Exclusive),
                11 => (Kind::Maybe(true), Passing::Value),
                12 if !recursive => (Kind::Maybe(true), Passing::Exclusive),
                _ => (Kind::Scalar, Passing::Value),
            };
            changes |= passing == Passing::Exclusive;
            let name = format!("{}{j}", ["x", "y", "p", "q"][self.r.below(4)]);
            written.push(Self::written_param(&name, kind, passing));
            self.param_var(&name, kind, passing);
            params.push((kind, passing));
        }
        let result = match self.r.below(12) {
            0 | 1 if changes => Back::Unit,
            2 if !recursive => Back::Pair,
            3 if !recursive => Back::Array3,
            4 if !recursive => Back::Maybe,
            5 if !recursive => Back::Record,
            6 | 7 => Back::Maybe,
            8 | 9 => Back::Attempt,
            _ => Back::F,
        };
        self.nodes_left = 12;
        self.returns = Some(result);
        let mut body = Vec::new();
        if recursive {
            let e = self.expr(2);
            body.push(Node::Block(
                vec![(
                    "if depth == 0 {".into(),
                    vec![line(format!("return {};", Self::carried_as(result, &e)))],
                )],
                "}".into(),
            ));
        }
        let count = 1 + self.r.below(4);
        self.statements(count, 2, &mut body);
        if recursive {
            let args = self.arguments(&params[1..]);
            if let Some((args, _)) = args {
                let back = self.fresh("back");
                let all = if args.is_empty() { String::new() } else { format!(", {args}") };
                let passed = if result == Back::F { "" } else { "?" };
                body.push(line(format!("let {back} = {name}(depth - 1{all}){passed};")));
                self.declare(&back, Ty::F, Hold::Owned, false);
                self.statements(1, 1, &mut body);
            }
        }
        if result != Back::Unit {
            let used = self.everything();
            let used = format!("({used}).sin()");
            body.push(line(match result {
                Back::Unit => String::new(),
                Back::F => used,
                Back::Pair => format!("({}, {used})", self.bounded(1)),
                Back::Array3 => format!("[{used}, {}, {}]", self.atom(), self.bounded(1)),
                Back::Maybe | Back::Attempt => self.carried_tail(result, &used),
                Back::Record => format!(
                    "P {{ a: {used}, b: {}, w: [{}, {}, {}], n: {} }}",
                    self.atom(),
                    self.bounded(1),
                    self.atom(),
                    self.atom(),
                    self.r.below(4)
                ),
            }));
        }
        let back = Self::written_back(result);
        let head = format!("pub fn {name}({}){back} {{", written.join(", "));
        self.helpers.push(Helper { name, params, result, method });
        if method {
            Item { head: format!("@diff\nimpl P {{ {head}"), body, tail: "} }".into() }
        } else {
            Item { head: format!("@diff\n{head}"), body, tail: "}".into() }
        }
    }

    fn written_back(result: Back) -> &'static str {
        match result {
            Back::Unit => "",
            Back::F => " -> @F",
            Back::Pair => " -> (@F, @F)",
            Back::Array3 => " -> [@F; 3]",
            Back::Maybe => " -> Option<@F>",
            Back::Attempt => " -> Result<@F, usize>",
            Back::Record => " -> P",
        }
    }

    fn record(&mut self) -> String {
        let records: Vec<String> = self
            .vars
            .iter()
            .filter(|var| var.ty == Ty::Record && var.hold != Hold::Owned)
            .map(|var| var.name.clone())
            .collect();
        if !records.is_empty() && self.r.one_in(2) {
            let base = self.r.pick(&records).clone();
            return format!("P {{ a: {}, ..{base}.clone() }}", self.bounded(1));
        }
        format!(
            "P {{ a: {}, b: {}, w: [{}, {}, {}], n: {} }}",
            self.bounded(1),
            self.bounded(1),
            self.bounded(1),
            self.atom(),
            self.atom(),
            self.r.below(4)
        )
    }

    fn target(&mut self) -> (Vec<Param>, Item) {
        self.vars.clear();
        self.loops.clear();
        let mut params = Vec::new();
        for j in 0..2 + self.r.below(3) {
            let n = 3 + self.r.below(3);
            let (kind, passing) = match self.r.below(if j == 0 { 8 } else { 21 }) {
                0..3 => (Kind::Scalar, Passing::Value),
                3..6 => (Kind::Slice(n), Passing::Shared),
                6 => (Kind::Array(n), Passing::Value),
                7 => (Kind::Array(n), Passing::Shared),
                8 => (Kind::Tuple, Passing::Value),
                9 => (Kind::Record, Passing::Shared),
                10 => (Kind::Record, Passing::Value),
                11 => (Kind::Choice(self.r.below(3)), Passing::Shared),
                12 => (Kind::Maybe(!self.r.one_in(3)), Passing::Value),
                13 => (Kind::Vector3, Passing::Value),
                14 => (Kind::Matrix2, Passing::Shared),
                15 | 16 => (Kind::Slice(n), Passing::Exclusive),
                17 => (Kind::Scalar, Passing::Exclusive),
                18 => (Kind::Record, Passing::Exclusive),
                19 => (Kind::Vec(n), Passing::Value),
                _ => (Kind::Count(1 + self.r.below(4)), Passing::Value),
            };
            let name = match kind {
                Kind::Count(_) => format!("n{j}"),
                _ => format!("{}{j}", ["x", "y", "w", "q"][self.r.below(4)]),
            };
            params.push(Param { name, kind, passing });
        }
        for param in &params {
            self.param_var(&param.name, param.kind, param.passing);
        }
        self.nodes_left = if self.short { 8 } else { 30 };
        self.returns = Some(Back::F);
        let mut body = Vec::new();
        if self.r.one_in(4) {
            // A kernel with little around it.
            self.let_scalar(&mut body);
            self.sum_loop(&mut body);
            let count = self.r.below(3);
            self.statements(count, 2, &mut body);
        } else {
            let count = if self.short { 1 + self.r.below(3) } else { 3 + self.r.below(6) };
            self.statements(count, 3, &mut body);
        }
        let tail = self.everything();
        body.push(line(tail));
        let written: Vec<String> = params
            .iter()
            .map(|param| Self::written_param(&param.name, param.kind, param.passing))
            .collect();
        let head = format!("@diff\npub fn target({}) -> @F {{", written.join(", "));
        (params, Item { head, body, tail: "}".into() })
    }

    /// A value that depends on most of what is in scope.
    fn everything(&mut self) -> String {
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
                Ty::Int(_) | Ty::Choice | Ty::Closure(_) => continue,
            };
            terms.push(format!("{k} * ({term}).sin()"));
        }
        if terms.is_empty() { self.expr(2) } else { terms.join(" + ") }
    }

    // ---- expressions

    fn constant(&mut self) -> String {
        let mut value = self.r.between(0.1, 2.0);
        if self.r.one_in(5) {
            value = value.ceil();
        }
        format!("@{{{value:?}_f64}}")
    }

    fn scalar_of(&mut self, var: &Var) -> String {
        if var.hold == Hold::Owned { var.name.clone() } else { format!("*{}", var.name) }
    }

    fn maybe_of(&mut self, var: &Var) -> String {
        if var.hold == Hold::Owned { var.name.clone() } else { format!("(*{})", var.name) }
    }

    fn maybe_value(&mut self, var: &Var, otherwise: &str) -> String {
        let maybe = self.maybe_of(var);
        if self.r.one_in(2) {
            return format!("{maybe}.unwrap_or({otherwise})");
        }
        let v = self.fresh("v");
        format!("(match {maybe} {{ Some({v}) => {v}, None => {otherwise} }})")
    }

    fn vars_where(&self, test: impl Fn(&Var) -> bool) -> Vec<Var> {
        self.vars.iter().filter(|var| test(var)).cloned().collect()
    }

    fn some_var(&mut self, test: impl Fn(&Var) -> bool) -> Option<Var> {
        let list = self.vars_where(test);
        (!list.is_empty()).then(|| self.r.pick(&list).clone())
    }

    fn index(&mut self, n: usize) -> String {
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
    fn atom(&mut self) -> String {
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
                Ty::Choice | Ty::Closure(_) => continue,
            };
        }
        self.constant()
    }

    /// Of magnitude one or so.
    fn bounded(&mut self, depth: usize) -> String {
        let e = self.expr(depth);
        match self.r.below(4) {
            0 => format!("({e}).tanh()"),
            1 => format!("({e}).sin()"),
            2 => format!("({e}).cos()"),
            _ => format!("{} * ({e}).tanh()", self.constant()),
        }
    }

    fn expr(&mut self, depth: usize) -> String {
        let depth = if self.short { depth.min(2) } else { depth };
        if depth == 0 {
            return self.atom();
        }
        let d = depth - 1;
        if self.r.one_in(12) {
            return self.carried_value(d);
        }
        match self.r.below(27) {
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
    fn factor(&mut self, depth: usize) -> String {
        let e = self.expr(depth);
        if depth == 0 { e } else { format!("({e})") }
    }

    fn condition(&mut self) -> String {
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
    fn sum(&mut self, depth: usize) -> String {
        format!("({})", self.expr(depth))
    }

    fn list(&mut self) -> Option<(String, usize, Store)> {
        let var = self.some_var(|var| matches!(var.ty, Ty::List(..)))?;
        let Ty::List(n, store) = var.ty else { return None };
        Some((var.name, n, store))
    }

    /// A chain of iterator adaptors that ends in a scalar.
    fn chain(&mut self) -> Option<String> {
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

    /// Arguments of a call, and the variables that it changes.
    fn arguments(&mut self, params: &[(Kind, Passing)]) -> Option<(String, Vec<Var>)> {
        // What is changed is chosen first, and is out of sight of the other arguments.
        let saved = self.vars.clone();
        let mut texts: Vec<Option<String>> = vec![None; params.len()];
        let mut changed = Vec::new();
        for (i, &(kind, passing)) in params.iter().enumerate() {
            if passing != Passing::Exclusive {
                continue;
            }
            let found = match kind {
                Kind::Scalar => self.some_var(|var| var.ty == Ty::F && var.mutable),
                Kind::Slice(_) => {
                    self.some_var(|var| matches!(var.ty, Ty::List(..)) && var.mutable)
                }
                Kind::Vec(_) => self.some_var(|var| var.ty == Ty::Grown && var.mutable),
                Kind::Maybe(_) => self.some_var(|var| var.ty == Ty::Maybe && var.mutable),
                _ => self.some_var(|var| var.ty == Ty::Record && var.mutable),
            };
            let Some(var) = found else {
                self.vars = saved;
                return None;
            };
            texts[i] = Some(match (var.hold, var.ty) {
                (Hold::Owned, Ty::List(n, _)) if n > 3 && self.r.one_in(2) => {
                    format!("&mut {}[{}..]", var.name, self.r.below(n - 2))
                }
                (Hold::Owned, _) => format!("&mut {}", var.name),
                _ if var.name == "self" => "self".into(),
                _ => var.name.clone(),
            });
            self.vars.retain(|other| other.name != var.name);
            changed.push(var);
        }
        for (i, &(kind, passing)) in params.iter().enumerate() {
            if texts[i].is_some() {
                continue;
            }
            texts[i] = match (kind, passing) {
                (Kind::Count(_), _) => Some(self.r.below(4).to_string()),
                (Kind::Scalar, Passing::Value) => Some(self.bounded(1)),
                (Kind::Scalar, _) => match self.some_var(|var| var.ty == Ty::F) {
                    Some(var) if var.hold == Hold::Owned => Some(format!("&{}", var.name)),
                    Some(var) if var.hold == Hold::Shared => Some(var.name),
                    _ => Some(format!("&({})", self.bounded(1))),
                },
                (Kind::Slice(_), _) => self.list().map(|(name, n, store)| match store {
                    Store::Slice => name,
                    _ if n > 3 && self.r.one_in(2) => format!("&{name}[1..4]"),
                    _ => format!("&{name}[..]"),
                }),
                (Kind::Maybe(_), _) => Some(self.maybe(1)),
                (Kind::Array(_), _) => {
                    Some(format!("[{}, {}, {}]", self.bounded(1), self.atom(), self.atom()))
                }
                _ => match self.some_var(|var| var.ty == Ty::Record) {
                    Some(var) if var.hold == Hold::Owned => Some(format!("&{}", var.name)),
                    Some(var) if var.hold == Hold::Shared || var.name == "self" => Some(var.name),
                    Some(var) => Some(format!("&*{}", var.name)),
                    None => Some(format!("&{}", self.record())),
                },
            };
            if texts[i].is_none() {
                self.vars = saved;
                return None;
            }
        }
        self.vars = saved;
        let texts: Vec<String> = texts.into_iter().flatten().collect();
        Some((texts.join(", "), changed))
    }

    fn call(&mut self, wanted: impl Fn(Back) -> bool) -> Option<String> {
        let list: Vec<Helper> =
            self.helpers.iter().filter(|helper| wanted(helper.result)).cloned().collect();
        if list.is_empty() {
            return None;
        }
        let helper = self.r.pick(&list).clone();
        // In an expression nothing is changed: the order would matter to other operands.
        if helper.params.iter().any(|param| param.1 == Passing::Exclusive) {
            return None;
        }
        self.call_of(&helper)
    }

    fn call_of(&mut self, helper: &Helper) -> Option<String> {
        if helper.method {
            let passing = helper.params[0].1;
            let var = self.some_var(|var| {
                var.ty == Ty::Record && (passing == Passing::Shared || var.mutable)
            })?;
            let saved = self.vars.clone();
            self.vars.retain(|other| other.name != var.name);
            let args = self.arguments(&helper.params[1..]);
            self.vars = saved;
            return Some(format!("{}.{}({})", var.name, helper.name, args?.0));
        }
        let args = self.arguments(&helper.params)?;
        Some(format!("{}({})", helper.name, args.0))
    }

    // ---- statements

    /// A place that may be assigned.
    fn place(&mut self) -> Option<String> {
        let var = self.some_var(|var| {
            var.mutable
                && matches!(
                    var.ty,
                    Ty::F | Ty::List(..) | Ty::Tuple | Ty::Record | Ty::Vector3 | Ty::Matrix2
                )
        })?;
        let name = &var.name;
        Some(match var.ty {
            Ty::F => self.scalar_of(&var),
            Ty::List(n, _) => {
                let i = self.index(n);
                format!("{name}[{i}]")
            }
            Ty::Tuple => format!("{name}.{}", self.r.below(2)),
            Ty::Record => match self.r.below(3) {
                0 => format!("{name}.a"),
                1 => format!("{name}.b"),
                _ => {
                    let i = self.index(3);
                    format!("{name}.w[{i}]")
                }
            },
            Ty::Vector3 => {
                if self.r.one_in(2) {
                    format!("{name}.y")
                } else {
                    let i = self.index(3);
                    format!("{name}[{i}]")
                }
            }
            _ => format!("{name}[({}, {})]", self.r.below(2), self.r.below(2)),
        })
    }

    fn statements(&mut self, count: usize, depth: usize, out: &mut Vec<Node>) {
        for _ in 0..count {
            if self.nodes_left == 0 {
                return;
            }
            self.nodes_left -= 1;
            self.statement(depth, out);
        }
    }

    /// A block with its own scope.
    fn block(&mut self, depth: usize) -> Vec<Node> {
        let saved = self.vars.clone();
        let mut out = Vec::new();
        let count = 1 + self.r.below(3);
        self.statements(count, depth, &mut out);
        // Mostly something of it stays.
        let left = out.last().is_some_and(|node| {
            matches!(node, Node::Line(text) if ["return", "break", "continue"]
                .iter()
                .any(|word| text.starts_with(word)))
        });
        if !left && !self.r.one_in(3) {
            let value = self.everything_new(&saved);
            let inner = std::mem::replace(&mut self.vars, saved.clone());
            self.vars.retain(|var| {
                inner.iter().any(|other| {
                    other.name == var.name
                        && other.mutable == var.mutable
                        && other.ty == var.ty
                        && other.hold == var.hold
                })
            });
            if let Some(value) = value
                && let Some(place) = self.place()
            {
                out.push(line(update(&place, "+", &format!("@{{0.3}} * ({value}).sin()"))));
            }
        }
        self.vars = saved;
        out
    }

    /// A value of what is new since then.
    fn everything_new(&mut self, before: &[Var]) -> Option<String> {
        let all = self.vars.clone();
        self.vars.retain(|var| !before.iter().any(|other| other.name == var.name));
        let value = (!self.vars.is_empty()).then(|| self.everything());
        self.vars = all;
        value
    }

    fn statement(&mut self, depth: usize, out: &mut Vec<Node>) {
        // The statements of the modules beside this one.
        match self.r.below(20) {
            18 | 19 => return self.nest_statement(out),
            0 | 1 => return self.carrier_statement(depth, out),
            2 | 3 => return self.growth_statement(depth, out),
            4 => return self.move_statement(out),
            5..8 => return self.chain_statement(depth, out),
            8 => return self.list_program(out),
            9 => return self.matrix_statement(out),
            _ => {}
        }
        match self.r.below(if depth == 0 { 17 } else { 36 }) {
            0..4 => self.let_scalar(out),
            4..8 => self.assignment(out),
            8 | 9 => self.let_other(out),
            10 | 11 => self.call_statement(out),
            12 => self.jump(out),
            13 => self.swap(out),
            14 => self.closure(out),
            15 => self.let_other(out),
            16 => self.list_statement(out),
            17..20 => self.branch(depth, out),
            20 | 21 => self.match_statement(depth, out),
            22..25 => self.for_range(depth, out),
            25..28 => self.for_list(depth, out),
            28 | 29 => self.while_loop(depth, out),
            30 => self.loop_value(depth, out),
            31 => self.value_branch(depth, out),
            32 => self.labelled_block(depth, out),
            33 | 34 => self.sum_loop(out),
            _ => self.option_statement(depth, out),
        }
    }

    fn let_scalar(&mut self, out: &mut Vec<Node>) {
        let e = if self.r.one_in(2) { self.expr(3) } else { self.bounded(2) };
        let name = self.name();
        let mutable = self.r.one_in(2);
        let m = if mutable { "mut " } else { "" };
        let ty = if self.r.one_in(4) { ": @F" } else { "" };
        out.push(line(format!("let {m}{name}{ty} = {e};")));
        self.declare(&name, Ty::F, Hold::Owned, mutable);
    }

    fn let_other(&mut self, out: &mut Vec<Node>) {
        match self.r.below(16) {
            0 | 1 => {
                let name = self.fresh("work");
                let n = 3 + self.r.below(2);
                let parts: Vec<String> = (0..n).map(|_| self.bounded(1)).collect();
                out.push(line(format!("let mut {name} = [{}];", parts.join(", "))));
                self.declare(&name, Ty::List(n, Store::Array), Hold::Owned, true);
            }
            2 => {
                let name = self.fresh("buffer");
                let e = if self.r.one_in(2) { "@{0.0_f64}".to_owned() } else { self.bounded(1) };
                out.push(line(format!("let mut {name} = [{e}; 4];")));
                self.declare(&name, Ty::List(4, Store::Array), Hold::Owned, true);
            }
            3 => {
                let name = self.fresh("list");
                let e = self.bounded(1);
                out.push(line(format!("let mut {name} = vec![{e}; 3];")));
                self.declare(&name, Ty::List(3, Store::Vec), Hold::Owned, true);
            }
            4 | 5 => {
                if let Some((list, n, _)) = self.list() {
                    let name = self.fresh("mapped");
                    let k = self.atom();
                    let text = match self.r.below(3) {
                        0 => format!("{list}.to_vec()"),
                        1 => format!("{list}.iter().map(|v| (v * {k}).sin()).collect::<Vec<@F>>()"),
                        _ => format!("{list}.iter().rev().map(|&v| v + {k}).collect::<Vec<_>>()"),
                    };
                    out.push(line(format!("let mut {name} = {text};")));
                    self.declare(&name, Ty::List(n, Store::Vec), Hold::Owned, true);
                }
            }
            6 => {
                let name = self.fresh("pair");
                out.push(line(format!(
                    "let mut {name} = ({}, {});",
                    self.bounded(1),
                    self.expr(1)
                )));
                self.declare(&name, Ty::Tuple, Hold::Owned, true);
            }
            7 => {
                let (l, r) = (self.fresh("l"), self.fresh("r"));
                out.push(line(format!(
                    "let ({l}, mut {r}) = ({}, {});",
                    self.bounded(1),
                    self.expr(1)
                )));
                self.declare(&l, Ty::F, Hold::Owned, false);
                self.declare(&r, Ty::F, Hold::Owned, true);
            }
            8 | 9 => {
                let name = self.fresh("record");
                let record = self.record();
                out.push(line(format!("let mut {name} = {record};")));
                self.declare(&name, Ty::Record, Hold::Owned, true);
            }
            10 => {
                let name = self.fresh("maybe");
                let (c, e) = (self.condition(), self.expr(1));
                out.push(line(format!("let {name} = if {c} {{ Some({e}) }} else {{ None }};")));
                self.declare(&name, Ty::Maybe, Hold::Owned, false);
            }
            11 => {
                let name = self.fresh("choice");
                let (c, e) = (self.condition(), self.expr(1));
                out.push(line(format!(
                    "let {name} = if {c} {{ E::A({e}) }} else {{ E::B {{ x: {}, y: {} }} }};",
                    self.atom(),
                    self.bounded(1)
                )));
                self.declare(&name, Ty::Choice, Hold::Owned, false);
            }
            12 => {
                let name = self.fresh("vector");
                let text = match self.some_var(|var| var.ty == Ty::Vector3) {
                    Some(var) if self.r.one_in(2) => {
                        let k = self.atom();
                        if var.hold == Hold::Owned {
                            format!("{} * {k}", var.name)
                        } else {
                            format!("*{} * {k}", var.name)
                        }
                    }
                    _ => format!(
                        "Vector3::new({}, {}, {})",
                        self.bounded(1),
                        self.atom(),
                        self.atom()
                    ),
                };
                out.push(line(format!("let mut {name} = {text};")));
                self.declare(&name, Ty::Vector3, Hold::Owned, true);
            }
            13 => {
                let name = self.fresh("matrix");
                out.push(line(format!(
                    "let mut {name} = Matrix2::new({}, {}, {}, {});",
                    self.bounded(1),
                    self.atom(),
                    self.atom(),
                    self.bounded(1)
                )));
                self.declare(&name, Ty::Matrix2, Hold::Owned, true);
            }
            14 => {
                let name = self.fresh("late");
                let (c, a, b) = (self.condition(), self.expr(2), self.bounded(1));
                out.push(line(format!("let {name};")));
                out.push(Node::Block(
                    vec![
                        (format!("if {c} {{"), vec![line(format!("{name} = {a};"))]),
                        ("} else {".into(), vec![line(format!("{name} = {b};"))]),
                    ],
                    "}".into(),
                ));
                self.declare(&name, Ty::F, Hold::Owned, false);
            }
            _ => {
                let name = self.fresh("made");
                let k = self.atom();
                let i = self.fresh("i");
                out.push(line(format!(
                    "let mut {name}: [@F; 4] = core::array::from_fn(|{i}| ({k} * @{{({i} as f64)}}).cos());"
                )));
                self.declare(&name, Ty::List(4, Store::Array), Hold::Owned, true);
            }
        }
    }

    fn assignment(&mut self, out: &mut Vec<Node>) {
        let Some(place) = self.place() else {
            return self.let_scalar(out);
        };
        let k = self.r.between(0.1, 0.9);
        let text = match self.r.below(7) {
            0 | 1 => format!("{place} = {};", self.bounded(2)),
            2 => update(&place, "+", &format!("@{{{k:?}}} * {}", self.bounded(2))),
            3 => update(&place, "-", &self.bounded(1)),
            4 => update(&place, "*", &self.bounded(2)),
            5 => {
                let b = self.factor(1);
                update(&place, "/", &format!("@{{1.2}} + {b} * {b}"))
            }
            _ => format!("{place} = {place} * {} + {};", self.bounded(1), self.bounded(1)),
        };
        out.push(line(text));
    }

    fn call_statement(&mut self, out: &mut Vec<Node>) {
        if self.helpers.is_empty() {
            return self.assignment(out);
        }
        let helper = self.r.pick(&self.helpers).clone();
        let Some(call) = self.call_of(&helper) else {
            return self.assignment(out);
        };
        match helper.result {
            Back::Unit => out.push(line(format!("{call};"))),
            Back::F => {
                if let Some(place) = (self.r.one_in(3)).then(|| self.place()).flatten()
                    && !call.contains(
                        place.trim_start_matches('*').split(['.', '[']).next().unwrap_or(""),
                    )
                {
                    out.push(line(format!("{place} = {call};")));
                } else {
                    let name = self.name();
                    out.push(line(format!("let mut {name} = {call};")));
                    self.declare(&name, Ty::F, Hold::Owned, true);
                }
            }
            Back::Pair => {
                let (l, r) = (self.fresh("l"), self.fresh("r"));
                out.push(line(format!("let (mut {l}, {r}) = {call};")));
                self.declare(&l, Ty::F, Hold::Owned, true);
                self.declare(&r, Ty::F, Hold::Owned, false);
            }
            Back::Array3 => {
                let name = self.fresh("three");
                out.push(line(format!("let mut {name} = {call};")));
                self.declare(&name, Ty::List(3, Store::Array), Hold::Owned, true);
            }
            Back::Maybe => {
                let name = self.fresh("maybe");
                match self.r.below(3) {
                    0 if self.returns == Some(Back::Maybe) => {
                        out.push(line(format!("let {name} = {call}?;")));
                        self.declare(&name, Ty::F, Hold::Owned, false);
                    }
                    1 => {
                        let e = self.expr(1);
                        let saved = self.jump_text(&e);
                        out.push(line(format!("let Some({name}) = {call} else {{ {saved} }};")));
                        self.declare(&name, Ty::F, Hold::Owned, false);
                    }
                    _ => {
                        out.push(line(format!("let {name} = {call};")));
                        self.declare(&name, Ty::Maybe, Hold::Owned, false);
                    }
                }
            }
            Back::Attempt => self.attempted(&call, out),
            Back::Record => {
                let name = self.fresh("record");
                out.push(line(format!("let mut {name} = {call};")));
                self.declare(&name, Ty::Record, Hold::Owned, true);
            }
        }
    }

    /// Something that leaves.
    fn jump_text(&mut self, e: &str) -> String {
        if !self.loops.is_empty() && self.r.one_in(2) {
            let label = self.r.pick(&self.loops).clone();
            let word = if self.r.one_in(2) { "break" } else { "continue" };
            return format!("{word}{label};");
        }
        match self.returns {
            Some(Back::F) => format!("return {e};"),
            Some(Back::Maybe) if self.r.one_in(2) => "return None;".into(),
            Some(Back::Maybe) => format!("return Some({e});"),
            Some(Back::Attempt) if self.r.one_in(2) => {
                format!("return Err({});", self.r.below(3))
            }
            Some(Back::Attempt) => format!("return Ok({e});"),
            Some(Back::Pair) => format!("return ({e}, {});", self.atom()),
            Some(Back::Array3) => format!("return [{e}; 3];"),
            Some(Back::Record) => {
                let record = self.record();
                format!("return {record};")
            }
            Some(Back::Unit) => "return;".into(),
            None => "panic!();".into(),
        }
    }

    fn jump(&mut self, out: &mut Vec<Node>) {
        let c = self.condition();
        let e = self.bounded(1);
        let mut body = Vec::new();
        if self.r.one_in(2)
            && let Some(place) = self.place()
        {
            body.push(line(update(&place, "+", &self.bounded(1))));
        }
        body.push(line(self.jump_text(&e)));
        out.push(Node::Block(vec![(format!("if {c} {{"), body)], "}".into()));
    }

    fn swap(&mut self, out: &mut Vec<Node>) {
        let scalars =
            self.vars_where(|var| var.ty == Ty::F && var.mutable && var.hold == Hold::Owned);
        if scalars.len() >= 2 {
            let a = self.r.pick(&scalars).name.clone();
            let b = self.r.pick(&scalars).name.clone();
            if a != b {
                let text = match self.r.below(3) {
                    0 => format!("core::mem::swap(&mut {a}, &mut {b});"),
                    1 => format!("({a}, {b}) = ({b}, {a} * @{{0.5}});"),
                    _ => format!("({a}, {b}) = ({}, {});", self.bounded(1), self.bounded(1)),
                };
                out.push(line(text));
                return;
            }
        }
        self.list_statement(out);
    }

    fn list_statement(&mut self, out: &mut Vec<Node>) {
        let Some(var) = self.some_var(|var| matches!(var.ty, Ty::List(..)) && var.mutable) else {
            return self.assignment(out);
        };
        let Ty::List(n, store) = var.ty else { return };
        let name = var.name;
        let text = match self.r.below(8) {
            0 => format!("{name}.swap({}, {});", self.r.below(n), self.r.below(n)),
            1 => format!("{name}.reverse();"),
            2 => {
                let saved = self.vars.clone();
                self.vars.retain(|var| var.name != name);
                let e = self.bounded(1);
                self.vars = saved;
                format!("{name}.fill({e});")
            }
            3 => format!("{name}.rotate_left(1);"),
            4 => {
                let saved = self.vars.clone();
                self.vars.retain(|var| var.name != name);
                let other = self.list();
                self.vars = saved;
                match other {
                    Some((other, _, _)) => {
                        format!("{name}[..3].copy_from_slice(&{other}[..3]);")
                    }
                    None => format!("{name}.swap(0, 2);"),
                }
            }
            5 => format!("{name}[1] = {name}[0] * {name}[2];"),
            6 if store == Store::Vec => {
                let e = self.bounded(1);
                format!("{name}.push({e});")
            }
            _ => {
                let k = self.atom();
                if k.contains(&name) {
                    return self.assignment(out);
                }
                format!("{name}.iter_mut().for_each(|v| *v *= {k}.sin());")
            }
        };
        out.push(line(text));
    }

    fn closure(&mut self, out: &mut Vec<Node>) {
        // Captures what does not change.
        let saved = self.vars.clone();
        self.vars.retain(|var| !var.mutable);
        let name = self.fresh("f");
        let n = 1 + self.r.below(2);
        let params: Vec<String> = (0..n).map(|_| self.fresh("c")).collect();
        for param in &params {
            self.declare(param, Ty::F, Hold::Owned, false);
        }
        let written: Vec<String> = params.iter().map(|param| format!("{param}: @F")).collect();
        let (loops, returns) = (std::mem::take(&mut self.loops), self.returns.take());
        if self.r.one_in(2) {
            let e = self.bounded(2);
            out.push(line(format!("let {name} = |{}| {e};", written.join(", "))));
        } else {
            let mut body = Vec::new();
            let count = 1 + self.r.below(2);
            self.statements(count, 1, &mut body);
            body.push(line(self.bounded(2)));
            out.push(Node::Block(
                vec![(format!("let {name} = |{}| {{", written.join(", ")), body)],
                "};".into(),
            ));
        }
        self.loops = loops;
        self.returns = returns;
        self.vars = saved;
        self.declare(&name, Ty::Closure(n), Hold::Owned, false);
    }

    fn branch(&mut self, depth: usize, out: &mut Vec<Node>) {
        let mut arms = vec![(format!("if {} {{", self.condition()), self.block(depth - 1))];
        if self.r.one_in(3) {
            arms.push((format!("}} else if {} {{", self.condition()), self.block(depth - 1)));
        }
        if self.r.one_in(2) {
            arms.push(("} else {".into(), self.block(depth - 1)));
        }
        out.push(Node::Block(arms, "}".into()));
    }

    fn value_branch(&mut self, depth: usize, out: &mut Vec<Node>) {
        let name = self.name();
        let mut arms = Vec::new();
        let c = self.condition();
        for head in [format!("let mut {name} = if {c} {{"), "} else {".into()] {
            let saved = self.vars.clone();
            let mut body = Vec::new();
            let count = 1 + self.r.below(2);
            self.statements(count, depth - 1, &mut body);
            body.push(line(self.expr(2)));
            self.vars = saved;
            arms.push((head, body));
        }
        out.push(Node::Block(arms, "};".into()));
        self.declare(&name, Ty::F, Hold::Owned, true);
    }

    fn labelled_block(&mut self, depth: usize, out: &mut Vec<Node>) {
        let name = self.name();
        let label = self.fresh("'block");
        let saved = self.vars.clone();
        let loops = self.loops.clone();
        self.loops.retain(|label| !label.is_empty());
        let mut body = Vec::new();
        let count = 1 + self.r.below(2);
        self.statements(count, depth - 1, &mut body);
        let (c, e) = (self.condition(), self.expr(2));
        body.push(Node::Block(
            vec![(format!("if {c} {{"), vec![line(format!("break {label} {e};"))])],
            "}".into(),
        ));
        self.statements(1, depth - 1, &mut body);
        body.push(line(self.expr(2)));
        self.vars = saved;
        self.loops = loops;
        out.push(Node::Block(vec![(format!("let {name} = {label}: {{"), body)], "};".into()));
        self.declare(&name, Ty::F, Hold::Owned, false);
    }

    fn option_statement(&mut self, depth: usize, out: &mut Vec<Node>) {
        let Some(var) = self.some_var(|var| var.ty == Ty::Maybe) else {
            return self.branch(depth, out);
        };
        let inner = self.fresh("inner");
        let saved = self.vars.clone();
        self.declare(&inner, Ty::F, Hold::Owned, false);
        let body = self.block(depth - 1);
        self.vars = saved;
        let scrutinee = self.maybe_of(&var);
        let mut arms = vec![(format!("if let Some({inner}) = {scrutinee} {{"), body)];
        if self.r.one_in(2) {
            arms.push(("} else {".into(), self.block(depth - 1)));
        }
        out.push(Node::Block(arms, "}".into()));
    }

    /// The arms: patterns with what they bind.
    fn match_statement(&mut self, depth: usize, out: &mut Vec<Node>) {
        let var = self.some_var(|var| {
            matches!(var.ty, Ty::Int(_) | Ty::Choice | Ty::Maybe | Ty::Tuple | Ty::Record)
        });
        let Some(var) = var else {
            return self.branch(depth, out);
        };
        let k = self.constant();
        let v = self.fresh("m");
        let w = self.fresh("k");
        // By reference where what is matched is not owned, or is no `Copy` type.
        let (scrutinee, hold) = match (var.ty, var.hold) {
            (Ty::Int(_), _) => (var.name.clone(), Hold::Owned),
            (Ty::Choice | Ty::Record, Hold::Owned) => (format!("&{}", var.name), Hold::Shared),
            (Ty::Choice | Ty::Record, Hold::Exclusive) => (format!("&*{}", var.name), Hold::Shared),
            (_, Hold::Owned) => (var.name.clone(), Hold::Owned),
            (Ty::Maybe, Hold::Exclusive) => (format!("*{}", var.name), Hold::Owned),
            _ => (var.name.clone(), Hold::Shared),
        };
        let star = if hold == Hold::Owned { "" } else { "*" };
        let patterns: Vec<(String, Vec<&String>)> = match var.ty {
            Ty::Int(_) => vec![
                ("0".into(), vec![]),
                ("1 | 2".into(), vec![]),
                (format!("other if other % 2 == 0 && {} > {k}", self.atom()), vec![]),
                ("3..=9".into(), vec![]),
                ("_".into(), vec![]),
            ],
            Ty::Choice => vec![
                (format!("E::A({v}) if {star}{v} > {k}"), vec![&v]),
                (format!("E::A({v}) | E::B {{ x: {v}, .. }}"), vec![&v]),
                ("E::B { .. } | E::C".into(), vec![]),
            ],
            Ty::Maybe => vec![
                (format!("Some({v}) if {star}{v} < {k}"), vec![&v]),
                (format!("Some({v})"), vec![&v]),
                ("None".into(), vec![]),
            ],
            Ty::Tuple => vec![
                (format!("({v}, {w}) if {v} > {w}"), vec![&v, &w]),
                (format!("({v}, _)"), vec![&v]),
            ],
            _ => vec![
                (format!("P {{ a: {v}, n: 0 | 1, .. }}"), vec![&v]),
                (format!("P {{ a: {v}, w: [_, {w}, _], .. }}"), vec![&v, &w]),
            ],
        };
        let value = self.r.one_in(3);
        let name = self.name();
        let mut nodes = Vec::new();
        for (pattern, bound) in patterns {
            let saved = self.vars.clone();
            // What is matched must not be assigned where its parts are bound.
            if let Some(var) = self.vars.iter_mut().find(|other| other.name == var.name)
                && !bound.is_empty()
                && hold == Hold::Shared
            {
                var.mutable = false;
            }
            for name in bound {
                self.declare(name, Ty::F, hold, false);
            }
            let mut body = self.block(depth - 1);
            if value {
                body.push(line(self.expr(2)));
            }
            self.vars = saved;
            nodes.push(Node::Block(vec![(format!("{pattern} => {{"), body)], "}".into()));
        }
        let (head, tail) = if value {
            (format!("let {name} = match {scrutinee} {{"), "};")
        } else {
            (format!("match {scrutinee} {{"), "}")
        };
        out.push(Node::Block(vec![(head, nodes)], tail.into()));
        if value {
            self.declare(&name, Ty::F, Hold::Owned, false);
        }
    }

    /// A label, its prefix, and the entry for jumps.
    fn label(&mut self) -> (String, String) {
        if self.r.one_in(3) {
            let label = self.fresh("'l");
            (format!("{label}: "), format!(" {label}"))
        } else {
            (String::new(), String::new())
        }
    }

    /// A loop's body; jumps without a label reach the innermost alone.
    fn loop_body(&mut self, entry: String, depth: usize) -> Vec<Node> {
        let outer = self.loops.clone();
        self.loops.retain(|label| !label.is_empty());
        self.loops.push(entry);
        if self.loops.len() > 1 && self.loops.last().is_some_and(|last| !last.is_empty()) {
            self.loops.push(String::new());
        }
        let body = self.block(depth);
        self.loops = outer;
        body
    }

    fn for_range(&mut self, depth: usize, out: &mut Vec<Node>) {
        let i = self.fresh("i");
        let n = 2 + self.r.below(4);
        let counts = self.some_var(|var| matches!(var.ty, Ty::Int(b) if b <= 5));
        let (range, bound) = match self.r.below(7) {
            0 => (format!("(0..{n}).rev()"), n),
            1 => (format!("(0..{n}).step_by(2)"), n),
            2 => (format!("1..={n}"), n + 1),
            3 if counts.is_some() => {
                (format!("0..{}", counts.map(|var| var.name).unwrap_or_default()), 5)
            }
            4 => match self.list() {
                Some((list, _, _)) => (format!("1..{list}.len()"), 6),
                None => (format!("0..{n}"), n),
            },
            _ => (format!("0..{n}"), n),
        };
        let (prefix, entry) = self.label();
        let saved = self.vars.clone();
        self.declare(&i, Ty::Int(bound), Hold::Owned, false);
        let mut body = self.loop_body(entry, depth - 1);
        // Work arrays that carry a state.
        if self.r.one_in(2)
            && let Some(var) = self.some_var(|var| matches!(var.ty, Ty::List(..)) && var.mutable)
            && let Ty::List(n, _) = var.ty
        {
            let (name, k) = (var.name, self.bounded(1));
            body.push(line(match self.r.below(3) {
                0 => format!("{name}[({i} + 1) % {n}] = ({name}[{i} % {n}] * {k}).sin();"),
                1 => update(&format!("{name}[{i} % {n}]"), "*", &k),
                _ => update(
                    &format!("{name}[{i} % {n}]"),
                    "+",
                    &format!("{k} * {name}[({i} + 2) % {n}]"),
                ),
            }));
        }
        self.vars = saved;
        out.push(Node::Block(vec![(format!("{prefix}for {i} in {range} {{"), body)], "}".into()));
    }

    fn for_list(&mut self, depth: usize, out: &mut Vec<Node>) {
        let Some((list, _, store)) = self.list() else {
            return self.for_range(depth, out);
        };
        let (prefix, entry) = self.label();
        let x = self.fresh("e");
        let i = self.fresh("i");
        let saved = self.vars.clone();
        let mutable = self.vars.iter().any(|var| var.name == list && var.mutable);
        let lock = |vars: &mut Vec<Var>, name: &str, hide: bool| {
            if hide {
                vars.retain(|var| var.name != name);
            } else if let Some(var) = vars.iter_mut().find(|var| var.name == name) {
                var.mutable = false;
            }
        };
        let header = match self.r.below(14) {
            0 => {
                lock(&mut self.vars, &list, false);
                self.declare(&x, Ty::F, Hold::Shared, false);
                format!("{x} in {list}.iter()")
            }
            1 => {
                lock(&mut self.vars, &list, false);
                self.declare(&x, Ty::F, Hold::Owned, false);
                format!("&{x} in {list}.iter()")
            }
            2 => {
                lock(&mut self.vars, &list, false);
                self.declare(&x, Ty::F, Hold::Shared, false);
                self.declare(&i, Ty::Int(6), Hold::Owned, false);
                format!("({i}, {x}) in {list}.iter().enumerate()")
            }
            3..6 if mutable => {
                lock(&mut self.vars, &list, true);
                self.declare(&x, Ty::F, Hold::Exclusive, true);
                format!("{x} in {list}.iter_mut()")
            }
            6 if mutable => {
                lock(&mut self.vars, &list, true);
                self.declare(&x, Ty::F, Hold::Exclusive, true);
                self.declare(&i, Ty::Int(6), Hold::Owned, false);
                format!("({i}, {x}) in {list}.iter_mut().enumerate().skip(1)")
            }
            7 => {
                let y = self.fresh("o");
                lock(&mut self.vars, &list, mutable);
                let other = self.list();
                match other {
                    Some((other, _, _)) => {
                        lock(&mut self.vars, &other, false);
                        self.declare(&y, Ty::F, Hold::Shared, false);
                        if mutable {
                            self.declare(&x, Ty::F, Hold::Exclusive, true);
                            format!("({x}, {y}) in {list}.iter_mut().zip({other}.iter())")
                        } else {
                            self.declare(&x, Ty::F, Hold::Shared, false);
                            format!("({x}, {y}) in {list}.iter().zip({other}.iter().rev())")
                        }
                    }
                    None => {
                        lock(&mut self.vars, &list, false);
                        self.declare(&x, Ty::F, Hold::Owned, false);
                        format!("{x} in {list}.iter().copied()")
                    }
                }
            }
            8 => {
                lock(&mut self.vars, &list, false);
                self.declare(&x, Ty::List(1, Store::Slice), Hold::Shared, false);
                format!("{x} in {list}.chunks(2)")
            }
            9 => {
                lock(&mut self.vars, &list, false);
                self.declare(&x, Ty::List(2, Store::Slice), Hold::Shared, false);
                format!("{x} in {list}.windows(2)")
            }
            10 => {
                lock(&mut self.vars, &list, false);
                self.declare(&x, Ty::F, Hold::Shared, false);
                format!("{x} in {list}.iter().rev().skip(1).take(3)")
            }
            11 => {
                lock(&mut self.vars, &list, false);
                self.declare(&x, Ty::F, Hold::Owned, false);
                format!("{x} in {list}.iter().step_by(2).map(|v| v * v)")
            }
            12 if store == Store::Array => {
                self.declare(&x, Ty::F, Hold::Owned, false);
                format!("{x} in {list}")
            }
            _ => {
                lock(&mut self.vars, &list, false);
                self.declare(&x, Ty::F, Hold::Shared, false);
                let owned = saved.iter().any(|var| var.name == list && var.hold == Hold::Owned);
                if owned { format!("{x} in &{list}") } else { format!("{x} in {list}.iter()") }
            }
        };
        // Lists that are chunks are too short for the rest: only their first elements are used.
        let mut body = self.loop_body(entry, depth - 1);
        if self.r.one_in(2)
            && let Some(place) = self.place()
        {
            let e = self.bounded(1);
            body.push(line(update(&place, "+", &e)));
        }
        self.vars = saved;
        out.push(Node::Block(vec![(format!("{prefix}for {header} {{"), body)], "}".into()));
    }

    fn while_loop(&mut self, depth: usize, out: &mut Vec<Node>) {
        let i = self.fresh("step");
        let n = 2 + self.r.below(4);
        let (prefix, entry) = self.label();
        let saved = self.vars.clone();
        let condition = if self.r.one_in(2) {
            format!("{i} < {n}")
        } else {
            format!("{i} < {n} && {} < @{{1.7}}", self.sum(1))
        };
        self.declare(&i, Ty::Int(n + 1), Hold::Owned, false);
        let mut body = vec![line(format!("{i} += 1;"))];
        body.extend(self.loop_body(entry, depth - 1));
        self.vars = saved;
        out.push(line(format!("let mut {i} = 0usize;")));
        out.push(Node::Block(vec![(format!("{prefix}while {condition} {{"), body)], "}".into()));
        self.declare(&i, Ty::Int(n + 1), Hold::Owned, false);
    }

    fn loop_value(&mut self, depth: usize, out: &mut Vec<Node>) {
        let i = self.fresh("round");
        let n = 1 + self.r.below(4);
        let name = self.name();
        let saved = self.vars.clone();
        self.declare(&i, Ty::Int(n + 1), Hold::Owned, false);
        // Jumps inside would have to give a value.
        let outer = std::mem::take(&mut self.loops);
        let mut body = vec![line(format!("{i} += 1;"))];
        body.extend(self.block(depth - 1));
        let (c, e) = (self.condition(), self.expr(2));
        body.push(Node::Block(
            vec![(format!("if {i} > {n} || {c} {{"), vec![line(format!("break {e};"))])],
            "}".into(),
        ));
        body.extend(self.block(depth - 1));
        self.loops = outer;
        self.vars = saved;
        out.push(line(format!("let mut {i} = 0usize;")));
        out.push(Node::Block(vec![(format!("let {name} = loop {{"), body)], "};".into()));
        self.declare(&name, Ty::F, Hold::Owned, false);
    }
}
