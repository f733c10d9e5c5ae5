//! What a `let` may bind besides a scalar: lists, pairs, records, options, enums, matrices, closures.

use super::{Gen, Hold, Store, Ty, line};
use crate::program::Node;

impl Gen {
    pub(super) fn let_other(&mut self, out: &mut Vec<Node>) {
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

    pub(super) fn closure(&mut self, out: &mut Vec<Node>) {
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
}
