//! Patterns: of structs, arrays, slices and nested tuples in `let`, in assignments and in `match`.

use super::{Gen, Hold, Store, Ty, line};
use crate::program::Node;

impl Gen {
    pub(super) fn pattern_statement(&mut self, depth: usize, out: &mut Vec<Node>) {
        match self.r.below(if depth == 0 { 4 } else { 8 }) {
            0 => self.let_parts(out),
            1 => self.let_nested(out),
            2 | 3 => self.assigned_parts(out),
            4 => self.match_slice(depth, out),
            5 => self.match_several(depth, out),
            6 => self.match_bound(depth, out),
            _ => self.pair_in_option(depth, out),
        }
    }

    /// `let P { a, w: [x, ..], .. } = &p;`
    fn let_parts(&mut self, out: &mut Vec<Node>) {
        let (a, b, c) = (self.fresh("a"), self.fresh("b"), self.fresh("c"));
        let record = self.some_var(|var| var.ty == Ty::Record && var.name != "self");
        let array = self
            .some_var(|var| matches!(var.ty, Ty::List(_, Store::Array)) && var.hold == Hold::Owned);
        match (self.r.below(4), record, array) {
            (0, Some(var), _) if !var.mutable => {
                let from = if var.hold == Hold::Owned { "&" } else { "" };
                let text =
                    format!("let P {{ a: {a}, w: [{b}, .., {c}], .. }} = {from}{};", var.name);
                out.push(line(text));
                for name in [&a, &b, &c] {
                    self.declare(name, Ty::F, Hold::Shared, false);
                }
            }
            (0 | 1, Some(var), _) => {
                let text = format!(
                    "let P {{ a: mut {a}, w: [_, {b}, {c}], n: _, .. }} = {}.clone();",
                    var.name
                );
                out.push(line(text));
                for name in [&b, &c] {
                    self.declare(name, Ty::F, Hold::Owned, false);
                }
                self.declare(&a, Ty::F, Hold::Owned, true);
            }
            (2, _, Some(var)) => {
                let text = match var.ty {
                    Ty::List(1, _) => format!("let [{a}] = {};", var.name),
                    Ty::List(2, _) => format!("let [{a}, _] = {};", var.name),
                    _ => format!("let [{a}, .., _] = {};", var.name),
                };
                out.push(line(text));
                self.declare(&a, Ty::F, Hold::Owned, false);
            }
            _ => {
                let record = self.record();
                out.push(line(format!("let P {{ a: {a}, b: {b}, .. }} = {record};")));
                self.declare(&a, Ty::F, Hold::Owned, false);
                self.declare(&b, Ty::F, Hold::Owned, false);
            }
        }
    }

    fn let_nested(&mut self, out: &mut Vec<Node>) {
        let names: Vec<String> = (0..4).map(|_| self.fresh("n")).collect();
        let values: Vec<String> = (0..4).map(|_| self.bounded(1)).collect();
        let [a, b, c, d] = &names[..] else { return };
        let [e, f, g, h] = &values[..] else { return };
        out.push(line(match self.r.below(3) {
            0 => format!("let (({a}, mut {b}), [{c}, {d}]) = (({e}, {f}), [{g}, {h}]);"),
            1 => format!("let [({a}, mut {b}), ({c}, {d})] = [({e}, {f}), ({g}, {h})];"),
            _ => {
                let k = self.fresh("block");
                format!(
                    "let ({a}, mut {b}, ({c}, {d})) = {{ let {k} = {e}; ({k} * {f}, {k}, ({g} - {k}, {h})) }};"
                )
            }
        }));
        for (at, name) in names.iter().enumerate() {
            self.declare(name, Ty::F, Hold::Owned, at == 1);
        }
    }

    /// `(x[0], s.a) = (s.a, x[0] * k);`
    fn assigned_parts(&mut self, out: &mut Vec<Node>) {
        let first = self.place();
        let (Some(first), Some(second)) = (first, self.place()) else {
            return self.let_scalar(out);
        };
        let root = |place: &str| {
            let end = |c: char| !c.is_alphanumeric() && c != '_';
            place.trim_start_matches('*').split(end).next().unwrap_or_default().to_owned()
        };
        // An index that reads what is assigned before it would be evaluated in another order over dual numbers, too;
        // but rustc evaluates it after the first assignment.
        if root(&first) == root(&second) || second.contains(&root(&first)) {
            return self.assignment(out);
        }
        let e = self.bounded(1);
        let (a, b) = (format!("{second} * @{{0.6}}"), format!("{first} + {e}"));
        out.push(line(match self.r.below(4) {
            0 => format!("({first}, {second}) = ({a}, {b});"),
            1 => format!("[{first}, {second}] = [{a}, {b}];"),
            2 => format!("(({first}, _), {second}) = (({a}, {e}), {b});"),
            _ => format!("({first}, .., {second}) = ({a}, {e}, {e}, {b});"),
        }));
    }

    /// Patterns of slices, of any length.
    fn match_slice(&mut self, depth: usize, out: &mut Vec<Node>) {
        let var = self.some_var(|var| matches!(var.ty, Ty::List(..) | Ty::Grown));
        let Some(var) = var else { return self.branch(depth, out) };
        let (f, l) = (self.fresh("first"), self.fresh("last"));
        let k = self.constant();
        let (from, to) = (self.r.below(3), self.r.below(3));
        let scrutinee = match self.r.below(3) {
            0 if matches!(var.ty, Ty::List(n, _) if n >= 3) => {
                format!("{}[{}..{}]", var.name, from.min(1), 1 + to)
            }
            _ => format!("{}[..]", var.name),
        };
        let arms: Vec<(String, Vec<&String>)> = vec![
            (format!("[{f}, .., {l}] if *{f} > {k}"), vec![&f, &l]),
            (format!("[_, {f}, ..] | [{f}]"), vec![&f]),
            ("[]".into(), vec![]),
        ];
        let mut nodes = Vec::new();
        for (pattern, bound) in arms {
            let saved = self.vars.clone();
            if let Some(locked) = self.vars.iter_mut().find(|other| other.name == var.name) {
                locked.mutable = false;
            }
            for name in bound {
                self.declare(name, Ty::F, Hold::Shared, false);
            }
            let body = self.block(depth - 1);
            self.vars = saved;
            nodes.push(Node::Block(vec![(format!("{pattern} => {{"), body)], "}".into()));
        }
        out.push(Node::Block(vec![(format!("match &{scrutinee} {{"), nodes)], "}".into()));
    }

    /// A tuple of a condition and an option.
    fn match_several(&mut self, depth: usize, out: &mut Vec<Node>) {
        let (c, maybe, v) = (self.condition(), self.maybe(1), self.fresh("m"));
        let k = self.constant();
        let name = self.name();
        let valued = self.r.one_in(2);
        let mut nodes = Vec::new();
        for (pattern, bound) in [
            (format!("(true, Some({v})) if {v} < {k}"), true),
            (format!("(false, Some({v}))"), true),
            ("(true, _)".to_owned(), false),
            ("(_, None)".to_owned(), false),
        ] {
            let saved = self.vars.clone();
            if bound {
                self.declare(&v, Ty::F, Hold::Owned, false);
            }
            let mut body = self.block(depth - 1);
            if valued {
                body.push(line(self.expr(2)));
            }
            self.vars = saved;
            nodes.push(Node::Block(vec![(format!("{pattern} => {{"), body)], "}".into()));
        }
        let head = format!("match ({c}, {maybe}) {{");
        if valued {
            out.push(Node::Block(vec![(format!("let {name}: @F = {head}"), nodes)], "};".into()));
            self.declare(&name, Ty::F, Hold::Owned, false);
        } else {
            out.push(Node::Block(vec![(head, nodes)], "}".into()));
        }
    }

    /// `n @ 1..=2`, and more than one integer.
    fn match_bound(&mut self, depth: usize, out: &mut Vec<Node>) {
        let Some(var) = self.some_var(|var| matches!(var.ty, Ty::Int(_))) else {
            return self.branch(depth, out);
        };
        let (n, name) = (self.fresh("n"), self.fresh("chosen"));
        let mut nodes = Vec::new();
        for (pattern, bound) in [
            (format!("({n} @ (1 | 3), true)"), true),
            (format!("({n} @ 2..=9, _)"), true),
            ("(_, false)".to_owned(), false),
            ("_".to_owned(), false),
        ] {
            let saved = self.vars.clone();
            if bound {
                self.declare(&n, Ty::Int(10), Hold::Owned, false);
            }
            let mut body = self.block(depth - 1);
            body.push(line(if bound {
                format!("@{{({n} as f64)}} * {}", self.bounded(1))
            } else {
                self.expr(1)
            }));
            self.vars = saved;
            nodes.push(Node::Block(vec![(format!("{pattern} => {{"), body)], "}".into()));
        }
        let c = self.condition();
        let head = format!("let {name}: @F = match ({}, {c}) {{", var.name);
        out.push(Node::Block(vec![(head, nodes)], "};".into()));
        self.declare(&name, Ty::F, Hold::Owned, false);
    }

    /// An option of a pair, opened or left.
    fn pair_in_option(&mut self, depth: usize, out: &mut Vec<Node>) {
        let (pair, a, b) = (self.fresh("pair"), self.fresh("a"), self.fresh("b"));
        let (c, e, f) = (self.condition(), self.bounded(1), self.expr(1));
        out.push(line(format!(
            "let {pair}: Option<(@F, @F)> = if {c} {{ Some(({e}, {f})) }} else {{ None }};"
        )));
        match self.r.below(3) {
            0 => {
                let (k, d) = (self.constant(), self.fresh("d"));
                out.push(line(format!(
                    "let {d} = {pair}.map_or({k}, |({a}, {b})| {a} * {b} + {k});"
                )));
                self.declare(&d, Ty::F, Hold::Owned, false);
            }
            1 => {
                let e = self.expr(1);
                let left = self.jump_text(&e);
                out.push(line(format!("let Some(({a}, mut {b})) = {pair} else {{ {left} }};")));
                self.declare(&a, Ty::F, Hold::Owned, false);
                self.declare(&b, Ty::F, Hold::Owned, true);
            }
            _ => {
                let saved = self.vars.clone();
                self.declare(&a, Ty::F, Hold::Owned, false);
                self.declare(&b, Ty::F, Hold::Owned, false);
                let body = self.block(depth - 1);
                self.vars = saved;
                let mut arms = vec![(format!("if let Some(({a}, {b})) = {pair} {{"), body)];
                if self.r.one_in(2) {
                    arms.push(("} else {".into(), self.block(depth - 1)));
                }
                out.push(Node::Block(arms, "}".into()));
            }
        }
    }
}
