//! Functions that take functions, called with named functions, closures that capture, and paths.

use super::{Gen, Hold, Store, Ty, line};
use crate::program::{Item, Node};

/// A function that takes one.
#[derive(Clone, Debug)]
pub(super) struct Taker {
    name: String,
    /// Of the function that it takes.
    arity: usize,
    list: bool,
    /// The function is given behind a reference.
    by_reference: bool,
}

impl Gen {
    /// Named functions and functions that take functions, before everything else.
    pub(super) fn function_items(&mut self, items: &mut Vec<Item>) {
        if !self.r.one_in(3) {
            return;
        }
        for (i, arity) in [1, 2].into_iter().enumerate() {
            self.vars.clear();
            let params: Vec<String> = (0..arity).map(|_| self.fresh("x")).collect();
            for param in &params {
                self.declare(param, Ty::F, Hold::Owned, false);
            }
            let written: Vec<String> = params.iter().map(|param| format!("{param}: @F")).collect();
            let mut body = Vec::new();
            self.nodes_left = 3;
            self.returns = Some(super::Back::F);
            let count = self.r.below(3);
            self.statements(count, 1, &mut body);
            let tail = self.everything();
            body.push(line(format!("({tail}).sin()")));
            let name = format!("named{i}");
            let head = format!("@diff\npub fn {name}({}) -> @F {{", written.join(", "));
            items.push(Item { head, body, tail: "}".into() });
            self.named.push((name, arity));
        }
        for i in 0..1 + self.r.below(2) {
            let item = self.taker(i);
            items.push(item);
        }
    }

    fn taker(&mut self, i: usize) -> Item {
        self.vars.clear();
        let arity = 1 + self.r.below(2);
        let list = self.r.one_in(2);
        let by_reference = self.r.one_in(4);
        let name = format!("taker{i}");
        let inputs = vec!["@F"; arity].join(", ");
        let function = match (by_reference, self.r.below(3)) {
            (true, _) => format!("g: &impl Fn({inputs}) -> @F"),
            (_, 0) => "g: G".to_owned(),
            _ => format!("g: impl Fn({inputs}) -> @F"),
        };
        let generics =
            if function == "g: G" { format!("<G: Fn({inputs}) -> @F>") } else { String::new() };
        let mut written = vec![function];
        written.push("x: @F".into());
        self.declare("x", Ty::F, Hold::Owned, false);
        if list {
            written.push("w: &[@F]".into());
            self.declare("w", Ty::List(3, Store::Slice), Hold::Shared, false);
        }
        self.nodes_left = 6;
        self.returns = Some(super::Back::F);
        let mut body = Vec::new();
        self.let_scalar(&mut body);
        for _ in 0..1 + self.r.below(2) {
            let args: Vec<String> = (0..arity).map(|_| self.bounded(1)).collect();
            let args = args.join(", ");
            let value = self.fresh("given");
            match self.r.below(5) {
                0 => {
                    let (i, k) = (self.fresh("i"), self.constant());
                    let more = vec![format!("{value} * @{{({i} as f64)}} + {k}"); arity].join(", ");
                    body.push(line(format!("let mut {value} = g({args});")));
                    body.push(Node::Block(
                        vec![(
                            format!("for {i} in 0..3 {{"),
                            vec![line(format!("{value} = (g({more}) + x * {value}).sin();"))],
                        )],
                        "}".into(),
                    ));
                }
                1 if list => {
                    let more = vec!["*v"; arity].join(", ");
                    body.push(line(format!(
                        "let {value} = w.iter().map(|v| g({more}) * x).sum::<@F>();"
                    )));
                }
                2 => {
                    let c = self.condition();
                    let e = self.bounded(1);
                    body.push(line(format!(
                        "let {value} = if {c} {{ g({args}) }} else {{ {e} }};"
                    )));
                }
                _ => body.push(line(format!("let {value} = g({args});"))),
            }
            self.declare(&value, Ty::F, Hold::Owned, false);
        }
        let tail = self.everything();
        body.push(line(format!("({tail}).sin()")));
        let head = format!("@diff\npub fn {name}{generics}({}) -> @F {{", written.join(", "));
        self.takers.push(Taker { name, arity, list, by_reference });
        Item { head, body, tail: "}".into() }
    }

    /// A call of a function that takes one.
    pub(super) fn call_with_function(&mut self) -> Option<String> {
        if self.takers.is_empty() {
            return None;
        }
        let taker = self.r.pick(&self.takers).clone();
        let arity = taker.arity;
        let mut function = match self.r.below(5) {
            0 => self.named.iter().find(|named| named.1 == arity)?.0.clone(),
            1 if arity == 1 => {
                let f = *self.r.pick(&["sin", "tanh", "cos"]);
                format!("@fn({f})")
            }
            2 => self.some_var(|var| var.ty == Ty::Closure(arity))?.name,
            _ => {
                let saved = self.vars.clone();
                let params: Vec<String> = (0..arity).map(|_| self.fresh("c")).collect();
                for param in &params {
                    self.declare(param, Ty::F, Hold::Owned, false);
                }
                let e = self.bounded(2);
                self.vars = saved;
                let written: Vec<String> =
                    params.iter().map(|param| format!("{param}: @F")).collect();
                format!("|{}| {e} * {}", written.join(", "), params[0])
            }
        };
        if taker.by_reference {
            function = format!("&{function}");
        }
        let x = self.bounded(1);
        let mut args = vec![function, x];
        if taker.list {
            let (list, n, store) = self.list()?;
            if n < 3 {
                return None;
            }
            args.push(if store == Store::Slice { list } else { format!("&{list}[..]") });
        }
        Some(format!("{}({})", taker.name, args.join(", ")))
    }
}
