//! `for` over ranges and lists, `while`, `loop` with a value.

use super::{Gen, Hold, Store, Ty, Var, line, update};
use crate::program::Node;

impl Gen {
    /// A label, its prefix, and the entry for jumps.
    pub(super) fn label(&mut self) -> (String, String) {
        if self.r.one_in(3) {
            let label = self.fresh("'l");
            (format!("{label}: "), format!(" {label}"))
        } else {
            (String::new(), String::new())
        }
    }

    /// A loop's body; jumps without a label reach the innermost alone.
    pub(super) fn loop_body(&mut self, entry: String, depth: usize) -> Vec<Node> {
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

    pub(super) fn for_range(&mut self, depth: usize, out: &mut Vec<Node>) {
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

    pub(super) fn for_list(&mut self, depth: usize, out: &mut Vec<Node>) {
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
            12 if store == Store::Array
                && saved.iter().any(|var| var.name == list && var.hold == Hold::Owned) =>
            {
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

    pub(super) fn while_loop(&mut self, depth: usize, out: &mut Vec<Node>) {
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

    pub(super) fn loop_value(&mut self, depth: usize, out: &mut Vec<Node>) {
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
