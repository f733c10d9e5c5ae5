//! `Vec`s that grow and shrink: stacks, lists under conditions, `Vec`s of arrays and of records.

use super::{Gen, Hold, Ty, Var, line, update};
use crate::program::Node;

/// More than so many elements there are never.
const MOST: usize = 12;

fn block(head: String, body: Vec<Node>) -> Node {
    Node::Block(vec![(head, body)], "}".into())
}

impl Gen {
    /// A scalar that depends on all elements.
    pub(super) fn grown_value(&mut self, var: &Var, k: &str) -> String {
        let name = &var.name;
        match var.ty {
            Ty::Rows => format!("{name}.iter().map(|r| r[0] * r[1] * {k}).sum::<@F>()"),
            Ty::Records => format!("{name}.iter().map(|p| p.a * p.b + p.w[0] * {k}).sum::<@F>()"),
            _ => {
                let i = self.fresh("i");
                match self.r.below(3) {
                    0 => format!(
                        "{name}.iter().enumerate().map(|({i}, v)| *v * @{{({i} as f64 + 1.0)}} * {k}).sum::<@F>()"
                    ),
                    1 => format!("{name}.iter().fold({k}, |acc, v| (acc * *v + {k}).sin())"),
                    _ => format!("{name}.iter().map(|v| v * v * {k}).sum::<@F>()"),
                }
            }
        }
    }

    /// A scalar that is there, or `k`.
    pub(super) fn grown_atom(&mut self, var: &Var, k: &str) -> String {
        let name = &var.name;
        let end = *self.r.pick(&["first", "last"]);
        match (var.ty, self.r.below(4)) {
            (_, 0) => format!("@{{({name}.len() as f64)}}"),
            (Ty::Rows, _) => format!("{name}.{end}().map_or({k}, |r| r[{}])", self.r.below(2)),
            (Ty::Records, _) => format!("{name}.{end}().map_or({k}, |p| p.w[1] * p.b)"),
            (_, 1) => format!("{name}.{end}().copied().unwrap_or({k})"),
            (_, 2) => format!("{name}.{end}().map_or({k}, |v| v * v)"),
            _ => format!("{name}.get({}).copied().unwrap_or({k})", self.r.below(4)),
        }
    }

    fn grown(&mut self, ty: Ty) -> Option<Var> {
        self.some_var(|var| var.ty == ty && var.mutable)
    }

    /// Something made while `var` is out of sight.
    fn without<T>(&mut self, var: &Var, make: impl FnOnce(&mut Self) -> T) -> T {
        let saved = self.vars.clone();
        self.vars.retain(|other| other.name != var.name);
        let made = make(self);
        self.vars = saved;
        made
    }

    pub(super) fn growth_statement(&mut self, depth: usize, out: &mut Vec<Node>) {
        let ty = match self.r.below(8) {
            0 | 1 => Ty::Rows,
            2 => Ty::Records,
            _ => Ty::Grown,
        };
        let Some(var) = self.grown(ty).filter(|_| !self.r.one_in(8)) else {
            return self.let_grown(ty, out);
        };
        match (ty, self.r.below(if depth == 0 { 8 } else { 13 })) {
            (_, 0..3) => self.push(&var, out),
            (Ty::Grown, 3..6) => self.resized(&var, out),
            (Ty::Grown, 6) => self.element(&var, out),
            (_, 3..7) => self.taken(&var, depth, out),
            (_, 7) => self.taken(&var, depth, out),
            (_, 8) => self.filled(&var, depth, out),
            (_, 9) => self.emptied(&var, depth, out),
            _ => self.walked(&var, depth, out),
        }
    }

    fn item(&mut self, ty: Ty) -> String {
        match ty {
            Ty::Rows => format!("[{}, {}]", self.bounded(1), self.atom()),
            Ty::Records => self.record(),
            _ => self.bounded(2),
        }
    }

    fn let_grown(&mut self, ty: Ty, out: &mut Vec<Node>) {
        let (base, item) = match ty {
            Ty::Rows => ("rows", "[@F; 2]"),
            Ty::Records => ("records", "P"),
            _ => ("grown", "@F"),
        };
        let name = self.fresh(base);
        let n = 1 + self.r.below(4);
        let value = match self.r.below(7) {
            0 => "Vec::new()".into(),
            1 => format!("Vec::with_capacity({n})"),
            2 => format!("vec![{}]", self.item(ty)),
            3 if ty == Ty::Grown => match self.list() {
                Some((list, _, _)) => {
                    let k = self.atom();
                    match self.r.below(4) {
                        0 => format!("{list}.to_vec()"),
                        1 => format!("{list}.iter().map(|v| (v * {k}).sin()).collect()"),
                        2 => format!("{list}.iter().copied().filter(|v| *v > {k}).collect()"),
                        _ => format!("{list}.iter().rev().take(2).copied().collect()"),
                    }
                }
                None => "vec![]".into(),
            },
            _ => {
                let i = self.fresh("i");
                let saved = self.vars.clone();
                let (loops, returns) = (std::mem::take(&mut self.loops), self.returns.take());
                self.declare(&i, Ty::Int(n), Hold::Owned, false);
                let e = self.item(ty);
                (self.loops, self.returns) = (loops, returns);
                self.vars = saved;
                format!("(0..{n}).map(|{i}| {e}).collect()")
            }
        };
        out.push(line(format!("let mut {name}: Vec<{item}> = {value};")));
        self.declare(&name, ty, Hold::Owned, true);
    }

    fn push(&mut self, var: &Var, out: &mut Vec<Node>) {
        let name = &var.name;
        let item = self.without(var, |g| g.item(var.ty));
        let condition = if self.r.one_in(2) {
            format!(" && {}", self.condition_in_brackets())
        } else {
            String::new()
        };
        let body = vec![line(match self.r.below(4) {
            0 => format!("{name}.insert(0, {item});"),
            1 => format!("{name}.insert({name}.len() / 2, {item});"),
            _ => format!("{name}.push({item});"),
        })];
        out.push(block(format!("if {name}.len() < {MOST}{condition} {{"), body));
    }

    fn condition_in_brackets(&mut self) -> String {
        format!("({})", self.condition())
    }

    /// What changes the length by more than one.
    fn resized(&mut self, var: &Var, out: &mut Vec<Node>) {
        let name = &var.name;
        let k = self.without(var, Self::atom);
        let list = self.without(var, Self::list).map(|(list, _, _)| list);
        let other = self.without(var, |g| g.grown(Ty::Grown)).map(|var| (var.name, var.hold));
        let text = match (self.r.below(9), list) {
            (0, Some(list)) => format!("{name}.extend_from_slice(&{list}[1..]);"),
            (1, Some(list)) => format!("{name}.extend({list}.iter().map(|v| (v * {k}).cos()));"),
            (2, Some(list)) => format!("{name}.extend({list}.iter().take(2));"),
            (3, _) => format!("{name}.extend([{k}, {}]);", self.without(var, |g| g.bounded(1))),
            (4, _) => format!("{name}.truncate({});", self.r.below(4)),
            (5, _) => format!("{name}.resize({}, {k});", 1 + self.r.below(4)),
            (6, _) if self.r.one_in(2) => format!("{name}.clear();"),
            (7, _) => match other {
                Some((other, Hold::Owned)) => format!("{name}.append(&mut {other});"),
                Some((other, _)) => format!("{name}.append({other});"),
                None => format!("{name}.extend_from_slice(&[{k}; 2]);"),
            },
            _ => {
                let tail = self.fresh("tail");
                out.push(line(format!("let mut {tail} = {name}.split_off({name}.len() / 2);")));
                self.declare(&tail, Ty::Grown, Hold::Owned, true);
                return;
            }
        };
        if text.contains("extend") || text.contains("append") {
            out.push(block(format!("if {name}.len() < {MOST} {{"), vec![line(text)]));
        } else {
            out.push(line(text));
        }
    }

    /// An assignment of an element.
    fn element(&mut self, var: &Var, out: &mut Vec<Node>) {
        let name = &var.name;
        let (k, e) = (self.bounded(1), self.without(var, |g| g.bounded(1)));
        let body = match self.r.below(4) {
            0 => vec![line(update(&format!("{name}[0]"), "*", &e))],
            1 => {
                let at = self.fresh("at");
                vec![
                    line(format!("let {at} = {name}.len() - 1;")),
                    line(format!("{name}[{at}] = {name}[{at}] * {k} + {name}[0];")),
                ]
            }
            2 => {
                let last = self.fresh("end");
                let change = vec![line(update(&format!("*{last}"), "+", &e))];
                vec![block(format!("if let Some({last}) = {name}.last_mut() {{"), change)]
            }
            _ => vec![line(format!("{name}.reverse();")), line(format!("{name}[0] = {e};"))],
        };
        out.push(block(format!("if !{name}.is_empty() {{"), body));
    }

    /// An element that is taken out, by a pattern or with something instead.
    fn taken(&mut self, var: &Var, depth: usize, out: &mut Vec<Node>) {
        let name = &var.name;
        let popped = self.fresh("popped");
        let ty = match var.ty {
            Ty::Rows => Ty::List(2, super::Store::Array),
            Ty::Records => Ty::Record,
            _ => Ty::F,
        };
        match self.r.below(5) {
            0 if var.ty == Ty::Grown => {
                let k = self.without(var, Self::atom);
                let method = *self.r.pick(&["unwrap_or", "map_or"]);
                let more = if method == "map_or" { ", |v| v * v" } else { "" };
                out.push(line(format!("let mut {popped} = {name}.pop().{method}({k}{more});")));
                self.declare(&popped, ty, Hold::Owned, true);
            }
            1 => {
                let e = self.bounded(1);
                let left = self.jump_text(&e);
                out.push(line(format!("let Some(mut {popped}) = {name}.pop() else {{ {left} }};")));
                self.declare(&popped, ty, Hold::Owned, true);
            }
            2 if self.returns == Some(super::Back::Maybe) => {
                out.push(line(format!("let mut {popped} = {name}.pop()?;")));
                self.declare(&popped, ty, Hold::Owned, true);
            }
            2 if self.returns == Some(super::Back::Attempt) => {
                out.push(line(format!("let mut {popped} = {name}.pop().ok_or(2usize)?;")));
                self.declare(&popped, ty, Hold::Owned, true);
            }
            choice => {
                let saved = self.vars.clone();
                self.declare(&popped, ty, Hold::Owned, true);
                let inner = self.block(depth.saturating_sub(1));
                self.vars = saved;
                if choice == 3 {
                    out.push(block(format!("if let Some(mut {popped}) = {name}.pop() {{"), inner));
                } else {
                    let at = self.r.pick(&["remove(0)", "swap_remove(0)", "remove(1)"]).to_string();
                    let mut body = vec![line(format!("let mut {popped} = {name}.{at};"))];
                    body.extend(inner);
                    out.push(block(format!("if {name}.len() > 1 {{"), body));
                }
            }
        }
    }

    /// A loop that pushes.
    fn filled(&mut self, var: &Var, depth: usize, out: &mut Vec<Node>) {
        let name = &var.name;
        let i = self.fresh("i");
        let n = 2 + self.r.below(3);
        let (prefix, entry) = self.label();
        let saved = self.vars.clone();
        self.declare(&i, Ty::Int(n), Hold::Owned, false);
        let mut body = Vec::new();
        self.push(var, &mut body);
        body.extend(self.loop_body(entry, depth - 1));
        if self.r.one_in(3) {
            let j = self.fresh("j");
            let mut inner = Vec::new();
            self.declare(&j, Ty::Int(3), Hold::Owned, false);
            self.push(var, &mut inner);
            if self.r.one_in(2) {
                inner.push(block(
                    format!("if {name}.len() > {} {{", 3 + self.r.below(4)),
                    vec![line("break;")],
                ));
            }
            body.push(block(format!("for {j} in 0..{i} % 3 + 1 {{"), inner));
        }
        self.vars = saved;
        out.push(block(format!("{prefix}for {i} in 0..{n} {{"), body));
    }

    /// A loop that takes from a stack, and puts some on it.
    fn emptied(&mut self, var: &Var, depth: usize, out: &mut Vec<Node>) {
        let name = &var.name;
        let (top, fuel) = (self.fresh("top"), self.fresh("fuel"));
        let ty = match var.ty {
            Ty::Rows => Ty::List(2, super::Store::Array),
            Ty::Records => Ty::Record,
            _ => Ty::F,
        };
        let (prefix, entry) = self.label();
        out.push(line(format!("let mut {fuel} = 0usize;")));
        let saved = self.vars.clone();
        self.vars.retain(|other| other.name != var.name);
        self.declare(&fuel, Ty::Int(MOST), Hold::Owned, false);
        self.declare(&top, ty, Hold::Owned, true);
        let mut body = Vec::new();
        if self.r.one_in(2) {
            let item = self.item(var.ty);
            let n = 1 + self.r.below(4);
            let condition = self.condition_in_brackets();
            body.push(block(
                format!("if {fuel} < {n} && {condition} {{"),
                vec![line(format!("{fuel} += 1;")), line(format!("{name}.push({item});"))],
            ));
        }
        body.extend(self.loop_body(entry, depth - 1));
        let place = self.place();
        if let Some(place) = place
            && ty == Ty::F
        {
            body.push(line(update(&place, "+", &format!("{top} * {}", self.bounded(1)))));
        }
        self.vars = saved;
        out.push(block(format!("{prefix}while let Some(mut {top}) = {name}.pop() {{"), body));
        self.declare(&fuel, Ty::Int(MOST), Hold::Owned, false);
    }

    /// A loop over the elements.
    fn walked(&mut self, var: &Var, depth: usize, out: &mut Vec<Node>) {
        let name = &var.name;
        let x = self.fresh("e");
        let ty = match var.ty {
            Ty::Rows => Ty::List(2, super::Store::Array),
            Ty::Records => Ty::Record,
            _ => Ty::F,
        };
        let (prefix, entry) = self.label();
        let saved = self.vars.clone();
        let owned = var.hold == Hold::Owned;
        let header = match self.r.below(6) {
            0 | 1 => {
                self.vars.retain(|other| other.name != var.name);
                self.declare(&x, ty, Hold::Exclusive, true);
                if owned && self.r.one_in(2) {
                    format!("{x} in &mut {name}")
                } else {
                    format!("{x} in {name}.iter_mut()")
                }
            }
            2 | 3 => {
                if let Some(locked) = self.vars.iter_mut().find(|other| other.name == var.name) {
                    locked.mutable = false;
                }
                self.declare(&x, ty, Hold::Shared, false);
                format!("{x} in {name}.iter()")
            }
            4 => {
                self.declare(&x, ty, Hold::Owned, false);
                format!("{x} in {name}.clone()")
            }
            _ => {
                self.declare(&x, ty, Hold::Owned, false);
                let what = if owned { format!("&mut {name}") } else { format!("&mut *{name}") };
                format!("{x} in core::mem::take({what})")
            }
        };
        let mut body = self.loop_body(entry, depth - 1);
        if let Some(place) = self.place() {
            let e = self.bounded(1);
            body.push(line(update(&place, "+", &e)));
        }
        self.vars = saved;
        out.push(block(format!("{prefix}for {header} {{"), body));
    }
}
