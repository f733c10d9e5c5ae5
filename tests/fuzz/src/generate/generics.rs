//! Generic functions, associated functions, methods of traits, functions that call each other; and calls of them.

use super::{Gen, Hold, Store, Ty, line};
use crate::program::{Item, Node};

/// What such a function takes, and how it is called: `#` stands for the arguments.
#[derive(Clone, Debug)]
pub(super) struct Callee {
    call: String,
    args: Vec<Arg>,
}

#[derive(Clone, Copy, Debug)]
enum Arg {
    Scalar,
    /// `&[f64; 3]`
    Array,
    /// `&[f64]`
    Slice,
    /// A small number.
    Depth,
    /// `&P`
    Record,
}

impl Gen {
    /// Some of them, before everything else.
    pub(super) fn generic_items(&mut self, items: &mut Vec<Item>) {
        for i in 0..self.r.below(3) {
            self.vars.clear();
            self.loops.clear();
            self.nodes_left = 4;
            self.returns = Some(super::Back::F);
            // The interpreter knows no generic lengths.
            match self.r.below(6).max(usize::from(self.short) * 2) {
                0 => items.push(self.over_scalars(i)),
                1 => items.push(self.over_lengths(i)),
                2 => items.push(self.with_lifetimes(i)),
                3 => self.each_other(i, items),
                4 => items.push(self.associated(i)),
                _ => self.of_a_trait(i, items),
            }
        }
    }

    fn body(&mut self, statements: usize) -> Vec<Node> {
        let mut body = Vec::new();
        self.statements(statements, 2, &mut body);
        let tail = self.everything();
        body.push(line(format!("({tail}).sin()")));
        body
    }

    /// `fn f<T: Real>(x: T, y: T) -> T`
    fn over_scalars(&mut self, i: usize) -> Item {
        let name = format!("generic{i}");
        let (k, j) = (self.r.between(0.2, 1.8), self.r.between(0.2, 1.8));
        let body = match self.r.below(4) {
            0 => vec![line(format!("(x * y + @lit({k:?})).sin() * x"))],
            1 => vec![
                line("let mut acc = x * y;"),
                Node::Block(
                    vec![(
                        "for _ in 0..3 {".into(),
                        vec![line(format!("acc = acc * @lit({k:?}) + x.cos() * acc;"))],
                    )],
                    "}".into(),
                ),
                line(format!("acc.tanh() * @lit({j:?})")),
            ],
            2 => vec![
                line(format!("if x > y {{ return x.tanh() - y * @lit({k:?}); }}")),
                line(format!("let mut list = [x, y, x * y, @lit({j:?})];")),
                line("for i in 1..4 { list[i] = list[i] * list[i - 1] + x; }"),
                line("(list[3] + list[1]).sin()"),
            ],
            _ => vec![
                line(format!("let f = |v: @T| v * v + @lit({k:?}) * y;")),
                line(format!("let m = Some(f(x)).map(|v| v * @lit({j:?}));")),
                line("match m { Some(v) => (v - f(y)).sin(), None => x }"),
            ],
        };
        self.callees.push(Callee { call: format!("{name}(#)"), args: vec![Arg::Scalar; 2] });
        let head = format!("@diff\npub fn {name}@generic(x: @T, y: @T) -> @T {{");
        Item { head, body, tail: "}".into() }
    }

    /// `fn f<const N: usize>(x: &[f64; N], y: f64) -> f64`
    fn over_lengths(&mut self, i: usize) -> Item {
        let name = format!("sized{i}");
        self.declare("x", Ty::List(3, Store::Array), Hold::Shared, false);
        self.declare("y", Ty::F, Hold::Owned, false);
        let mut body = vec![
            line("let mut work = [y; N];"),
            line("for i in 0..N { work[i] = x[i] * x[N - 1 - i] + work[i].sin(); }"),
        ];
        self.declare("work", Ty::List(3, Store::Array), Hold::Owned, true);
        let count = self.r.below(3);
        body.extend(self.body(count));
        let args = vec![Arg::Array, Arg::Scalar];
        self.callees.push(Callee { call: format!("{name}(#)"), args });
        let head = format!("@diff\npub fn {name}<const N: usize>(x: &[@F; N], y: @F) -> @F {{");
        Item { head, body, tail: "}".into() }
    }

    fn with_lifetimes(&mut self, i: usize) -> Item {
        let name = format!("bound{i}");
        self.declare("x", Ty::List(3, Store::Slice), Hold::Shared, false);
        self.declare("p", Ty::Record, Hold::Shared, false);
        let count = 1 + self.r.below(2);
        let body = self.body(count);
        let args = vec![Arg::Slice, Arg::Record];
        self.callees.push(Callee { call: format!("{name}(#)"), args });
        let head = format!("@diff\npub fn {name}<'a>(x: &'a [@F], p: &'a P) -> @F {{");
        Item { head, body, tail: "}".into() }
    }

    /// Two functions that call each other.
    fn each_other(&mut self, i: usize, items: &mut Vec<Item>) {
        for (own, other) in [("even", "odd"), ("odd", "even")] {
            self.vars.clear();
            self.nodes_left = 3;
            self.declare("x", Ty::F, Hold::Owned, false);
            let e = self.bounded(1);
            let start = format!("if depth == 0 {{ return {e}; }}");
            let mut body = vec![line(start)];
            let (a, b) = (self.bounded(1), self.bounded(1));
            body.push(line(match self.r.below(3) {
                0 => format!("let back = {other}{i}(depth - 1, {a}) * {b};"),
                1 => format!(
                    "let back = {other}{i}(depth - 1, {a}) + {other}{i}(depth / 2, {b}) * @{{0.5}};"
                ),
                _ => format!(
                    "let back = if x > @{{0.3}} {{ {other}{i}(depth - 1, {a}) }} else {{ {b} }};"
                ),
            }));
            self.declare("back", Ty::F, Hold::Owned, false);
            body.extend(self.body(1));
            let head = format!("@diff\npub fn {own}{i}(depth: usize, x: @F) -> @F {{");
            items.push(Item { head, body, tail: "}".into() });
        }
        let args = vec![Arg::Depth, Arg::Scalar];
        self.callees.push(Callee { call: format!("even{i}(#)"), args });
    }

    /// `P::made(x, y)`
    fn associated(&mut self, i: usize) -> Item {
        let name = format!("made{i}");
        self.declare("x", Ty::F, Hold::Owned, false);
        self.declare("y", Ty::F, Hold::Owned, false);
        let record = self.record();
        let mut body = vec![line(format!("let mut p = {record};"))];
        self.declare("p", Ty::Record, Hold::Owned, true);
        self.statements(1, 1, &mut body);
        body.push(line(if self.r.one_in(2) { "p" } else { "P { b: p.a * x, ..p }" }));
        let tail = format!(
            "}}\npub fn scaled{i}(&self, k: @F) -> @F {{\nlet q = Self::{name}(self.a * k, self.w[2]);\n\
             q.a * q.w[1] + k * self.b\n}} }}"
        );
        let args = vec![Arg::Scalar; 2];
        self.callees
            .push(Callee { call: format!("{{ let p = P::{name}(#); p.a * p.b + p.w[0] }}"), args });
        let args = vec![Arg::Record, Arg::Scalar];
        self.callees.push(Callee { call: format!("P::scaled{i}(#)"), args });
        let head = format!("@diff\nimpl P {{ pub fn {name}(x: @F, y: @F) -> P {{");
        Item { head, body, tail }
    }

    /// A trait with a provided method, and its impl.
    fn of_a_trait(&mut self, i: usize, items: &mut Vec<Item>) {
        self.declare("self", Ty::Record, Hold::Shared, false);
        self.declare("x", Ty::F, Hold::Owned, false);
        let count = 1 + self.r.below(2);
        let body = self.body(count);
        let k = self.constant();
        items.push(Item {
            head: format!(
                "@diff\npub trait Energy{i} {{ fn energy{i}(&self, x: @F) -> @F;\n\
                 fn doubled{i}(&self, x: @F) -> @F {{"
            ),
            body: vec![line(format!("self.energy{i}(x * {k}) * x + self.energy{i}(x)"))],
            tail: "} }".into(),
        });
        items.push(Item {
            head: format!("@diff\nimpl Energy{i} for P {{ fn energy{i}(&self, x: @F) -> @F {{"),
            body,
            tail: "} }".into(),
        });
        for method in ["energy", "doubled"] {
            let args = vec![Arg::Record, Arg::Scalar];
            self.callees.push(Callee { call: format!("{method}{i}(#)"), args });
        }
    }

    /// A call of one of them.
    pub(super) fn generic_call(&mut self) -> Option<String> {
        if self.callees.is_empty() {
            return None;
        }
        let callee = self.r.pick(&self.callees).clone();
        let mut args = Vec::new();
        for arg in &callee.args {
            args.push(match arg {
                Arg::Scalar => self.bounded(1),
                Arg::Depth => self.r.below(4).to_string(),
                Arg::Array => {
                    let own = self.some_var(|var| {
                        matches!(var.ty, Ty::List(3, Store::Array)) && var.hold == Hold::Owned
                    });
                    match own {
                        Some(var) => format!("&{}", var.name),
                        None => format!("&[{}, {}, {}]", self.atom(), self.bounded(1), self.atom()),
                    }
                }
                Arg::Slice => {
                    let (list, n, store) = self.list()?;
                    match store {
                        _ if n < 3 => return None,
                        Store::Slice => list,
                        Store::Array | Store::Vec => format!("&{list}[..]"),
                    }
                }
                Arg::Record => match self.some_var(|var| var.ty == Ty::Record) {
                    Some(var) if var.hold == Hold::Owned => format!("&{}", var.name),
                    Some(var) if var.hold == Hold::Shared || var.name == "self" => var.name,
                    Some(var) => format!("&*{}", var.name),
                    None => format!("&{}", self.record()),
                },
            });
        }
        // Methods of traits are called on a place.
        let method = callee.call.starts_with("energy") || callee.call.starts_with("doubled");
        if method {
            let receiver = args.remove(0);
            let receiver = receiver.trim_start_matches('&').trim_start_matches('*').to_owned();
            if receiver.starts_with("P {") {
                return None;
            }
            return Some(format!("{receiver}.{}", callee.call.replace('#', &args.join(", "))));
        }
        Some(callee.call.replace('#', &args.join(", ")))
    }
}
