//! Lists of lists and of records: `[[f64; 3]; 2]`, `[P; 2]`.

use super::{Gen, Hold, Store, Ty, line, update};
use crate::program::Node;

fn block(head: String, body: Vec<Node>) -> Node {
    Node::Block(vec![(head, body)], "}".into())
}

impl Gen {
    /// A scalar of all of it.
    pub(super) fn grid_value(&mut self, name: &str, ty: Ty, k: &str) -> String {
        match (ty, self.r.below(2)) {
            (Ty::Crowd, _) => {
                format!("{name}.iter().map(|p| p.a * p.b * {k} + p.w[2]).sum::<@F>()")
            }
            (_, 0) => {
                format!("{name}.iter().map(|row| row[0] * row[2] + {k} * row[1]).sum::<@F>()")
            }
            _ => {
                format!("{name}.iter().flat_map(|row| row.iter()).map(|v| v * v * {k}).sum::<@F>()")
            }
        }
    }

    /// A place in it.
    pub(super) fn grid_place(&mut self, name: &str, ty: Ty) -> String {
        let (i, j) = (self.index(2), self.index(3));
        match (ty, self.r.below(3)) {
            (Ty::Crowd, 0) => format!("{name}[{i}].a"),
            (Ty::Crowd, _) => format!("{name}[{i}].w[{j}]"),
            _ => format!("{name}[{i}][{j}]"),
        }
    }

    pub(super) fn grid_statement(&mut self, depth: usize, out: &mut Vec<Node>) {
        let found = self.some_var(|var| matches!(var.ty, Ty::Grid | Ty::Crowd) && var.mutable);
        match found {
            Some(var) if var.ty == Ty::Crowd => self.change_crowd(&var.name, depth, out),
            Some(var) => self.change_grid(&var.name, depth, out),
            None => self.let_grid(out),
        }
    }

    fn let_grid(&mut self, out: &mut Vec<Node>) {
        if self.r.one_in(3) {
            let name = self.fresh("crowd");
            let value = format!("[{}, {}]", self.record(), self.record());
            out.push(line(format!("let mut {name} = {value};")));
            return self.declare(&name, Ty::Crowd, Hold::Owned, true);
        }
        let name = self.fresh("grid");
        let value = match self.r.below(4) {
            0 => format!("[[{}; 3]; 2]", self.bounded(1)),
            1 => {
                let (i, j) = (self.fresh("i"), self.fresh("j"));
                let e = self.bounded(1);
                format!(
                    "core::array::from_fn::<[@F; 3], 2, _>(|{i}| core::array::from_fn::<@F, 3, _>(|{j}| {e} * @{{(({i} + 2 * {j}) as f64)}}))"
                )
            }
            _ => {
                let parts: Vec<String> = (0..6)
                    .map(|at| if at % 2 == 0 { self.bounded(1) } else { self.atom() })
                    .collect();
                format!("[[{}], [{}]]", parts[..3].join(", "), parts[3..].join(", "))
            }
        };
        out.push(line(format!("let mut {name}: [[@F; 3]; 2] = {value};")));
        self.declare(&name, Ty::Grid, Hold::Owned, true);
    }

    fn change_grid(&mut self, g: &str, depth: usize, out: &mut Vec<Node>) {
        let (i, j, row) = (self.fresh("i"), self.fresh("j"), self.fresh("row"));
        let e = self.without_named(g, |gen_| gen_.bounded(1));
        let text = match self.r.below(if depth == 0 { 5 } else { 10 }) {
            0 => update(&format!("{g}[1][{}]", self.r.below(3)), "+", &format!("{g}[0][1] * {e}")),
            1 => format!("{g}.swap(0, 1);"),
            2 => format!("{g}[{}].swap(0, 2);", self.r.below(2)),
            3 => format!("{g}[1] = [{e}, {g}[0][2], {g}[1][0]];"),
            4 => {
                out.push(line(format!("let mut {row} = {g}[{}];", self.r.below(2))));
                return self.declare(&row, Ty::List(3, Store::Array), Hold::Owned, true);
            }
            5 => {
                let inner = vec![line(format!(
                    "{g}[{i}][{j}] = ({g}[{i}][({j} + 1) % 3] * {e} + {g}[({i} + 1) % 2][{j}]).sin();"
                ))];
                let inner = block(format!("for {j} in 0..3 {{"), inner);
                return out.push(block(format!("for {i} in 0..2 {{"), vec![inner]));
            }
            6 => {
                let v = self.fresh("v");
                let inner = vec![line(format!("*{v} = *{v} * {e} + @{{({i} as f64)}};"))];
                let inner = block(format!("for {v} in {row}.iter_mut() {{"), inner);
                let head = format!("for ({i}, {row}) in {g}.iter_mut().enumerate() {{");
                return out.push(block(head, vec![inner]));
            }
            7 => {
                let body = vec![
                    line(format!("let {row} = &mut {g}[{}];", self.r.below(2))),
                    line(format!("{row}[0] = {row}[1] * {e};")),
                    line(format!("{row}.reverse();")),
                ];
                return out.push(block("{".into(), body));
            }
            8 => {
                // Each row as a list.
                let saved = self.vars.clone();
                self.vars.retain(|var| var.name != g);
                self.declare(&row, Ty::List(3, Store::Array), Hold::Exclusive, true);
                let (prefix, entry) = self.label();
                let body = self.loop_body(entry, depth - 1);
                self.vars = saved;
                return out.push(block(format!("{prefix}for {row} in {g}.iter_mut() {{"), body));
            }
            _ => {
                let (top, bottom) = (self.fresh("top"), self.fresh("bottom"));
                let body = vec![
                    line(format!("let ({top}, {bottom}) = {g}.split_at_mut(1);")),
                    line(format!("{top}[0][1] = {top}[0][0] * {bottom}[0][2] + {e};")),
                    line(format!("{bottom}[0][0] = {top}[0][1].sin();")),
                ];
                return out.push(block("{".into(), body));
            }
        };
        out.push(line(text));
    }

    fn change_crowd(&mut self, c: &str, depth: usize, out: &mut Vec<Node>) {
        let (i, j, p) = (self.fresh("i"), self.fresh("j"), self.fresh("p"));
        let e = self.without_named(c, |gen_| gen_.bounded(1));
        match self.r.below(if depth == 0 { 4 } else { 7 }) {
            0 => out.push(line(update(
                &format!("{c}[{}].w[{}]", self.r.below(2), self.r.below(3)),
                "*",
                &format!("({c}[0].a + {e}).sin()"),
            ))),
            1 => out.push(line(format!("{c}[1].a = {c}[0].b * {e};"))),
            2 => out.push(line(format!("{c}.swap(0, 1);"))),
            3 => {
                let record = self.without_named(c, Self::record);
                out.push(line(format!("{c}[{}] = {record};", self.r.below(2))));
            }
            4 => {
                let inner = vec![line(update(
                    &format!("{c}[{i}].w[{j}]"),
                    "+",
                    &format!("{c}[({i} + 1) % 2].w[({j} + 1) % 3] * {e}"),
                ))];
                let inner = block(format!("for {j} in 0..3 {{"), inner);
                out.push(block(format!("for {i} in 0..2 {{"), vec![inner]));
            }
            5 => {
                let saved = self.vars.clone();
                self.vars.retain(|var| var.name != c);
                self.declare(&p, Ty::Record, Hold::Exclusive, true);
                let (prefix, entry) = self.label();
                let body = self.loop_body(entry, depth - 1);
                self.vars = saved;
                out.push(block(format!("{prefix}for {p} in {c}.iter_mut() {{"), body));
            }
            _ => {
                let body = vec![
                    line(format!("let {p} = &mut {c}[{}];", self.r.below(2))),
                    line(format!("{p}.w[1] = {p}.a * {e};")),
                    line(format!("core::mem::swap(&mut {p}.b, &mut {p}.w[2]);")),
                ];
                out.push(block("{".into(), body));
            }
        }
    }
}
