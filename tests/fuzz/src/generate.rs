//! From a seed to a program: functions that are typed by construction, end, and keep their numbers small.

mod bindings;
mod branches;
mod calls;
mod carriers;
mod chain_statements;
mod chains;
mod closures;
mod dynamic;
mod expressions;
mod functions;
mod generics;
mod grids;
mod growth;
mod items;
mod lists;
mod loops;
mod mathematics;
mod matrices;
mod moves;
mod nests;
mod oddments;
mod patterns;
mod references;
mod statements;
mod sum_loops;

use crate::program::{Kind, Node, Passing, Program};
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
    /// `[[f64; 3]; 2]` and `[P; 2]`
    Grid,
    Crowd,
    /// `DVector` of three, `DMatrix` of two by three.
    Dynamic,
    Rectangle,
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
    callees: Vec<generics::Callee>,
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
        callees: Vec::new(),
        fresh: 0,
        loops: Vec::new(),
        returns: None,
        nodes_left: 0,
    };
    let mut items = Vec::new();
    if !short || g.r.one_in(4) {
        g.function_items(&mut items);
    }
    if !short || g.r.one_in(4) {
        g.generic_items(&mut items);
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

    fn vars_where(&self, test: impl Fn(&Var) -> bool) -> Vec<Var> {
        self.vars.iter().filter(|var| test(var)).cloned().collect()
    }

    fn some_var(&mut self, test: impl Fn(&Var) -> bool) -> Option<Var> {
        let list = self.vars_where(test);
        (!list.is_empty()).then(|| self.r.pick(&list).clone())
    }
}
