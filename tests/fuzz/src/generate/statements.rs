//! Which statement comes next; assignments, jumps, and changes of lists.

use super::{Back, Gen, Hold, Store, Ty, Var, line, update};
use crate::program::Node;

impl Gen {
    /// A place that may be assigned.
    pub(super) fn place(&mut self) -> Option<String> {
        let var = self.some_var(|var| {
            var.mutable
                && matches!(
                    var.ty,
                    Ty::F
                        | Ty::List(..)
                        | Ty::Tuple
                        | Ty::Record
                        | Ty::Vector3
                        | Ty::Matrix2
                        | Ty::Grid
                        | Ty::Crowd
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
            Ty::Grid | Ty::Crowd => self.grid_place(name, var.ty),
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

    pub(super) fn statements(&mut self, count: usize, depth: usize, out: &mut Vec<Node>) {
        for _ in 0..count {
            if self.nodes_left == 0 {
                return;
            }
            self.nodes_left -= 1;
            self.statement(depth, out);
        }
    }

    /// A block with its own scope.
    pub(super) fn block(&mut self, depth: usize) -> Vec<Node> {
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
    pub(super) fn everything_new(&mut self, before: &[Var]) -> Option<String> {
        let all = self.vars.clone();
        self.vars.retain(|var| !before.iter().any(|other| other.name == var.name));
        let value = (!self.vars.is_empty()).then(|| self.everything());
        self.vars = all;
        value
    }

    pub(super) fn statement(&mut self, depth: usize, out: &mut Vec<Node>) {
        // The statements of the modules beside this one.
        match self.r.below(27) {
            20 => return self.reference_statement(out),
            21 => return self.grid_statement(depth, out),
            22 => return self.pattern_statement(depth, out),
            23 => return self.closure_statement(out),
            24 => return self.oddment(depth, out),
            25 => return self.dynamic_statement(out),
            18 | 19 | 26 => return self.nest_statement(out),
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

    pub(super) fn let_scalar(&mut self, out: &mut Vec<Node>) {
        let e = if self.r.one_in(2) { self.expr(3) } else { self.bounded(2) };
        let name = self.name();
        let mutable = self.r.one_in(2);
        let m = if mutable { "mut " } else { "" };
        let ty = if self.r.one_in(4) { ": @F" } else { "" };
        out.push(line(format!("let {m}{name}{ty} = {e};")));
        self.declare(&name, Ty::F, Hold::Owned, mutable);
    }

    pub(super) fn assignment(&mut self, out: &mut Vec<Node>) {
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

    /// Something that leaves.
    pub(super) fn jump_text(&mut self, e: &str) -> String {
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

    pub(super) fn jump(&mut self, out: &mut Vec<Node>) {
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

    pub(super) fn swap(&mut self, out: &mut Vec<Node>) {
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

    pub(super) fn list_statement(&mut self, out: &mut Vec<Node>) {
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
}
