//! Closures that are called where they stand: those that change what they capture, take lists and pairs, give pairs, move.

use super::{Gen, Hold, Store, Ty, line, update};
use crate::program::Node;

impl Gen {
    pub(super) fn closure_statement(&mut self, out: &mut Vec<Node>) {
        match self.r.below(6) {
            0..3 => self.changing_closure(out),
            3 => self.closure_of_list(out),
            4 => self.closure_of_pair(out),
            _ => self.moving_closure(out),
        }
    }

    /// Names that stand in closures and loops, where nothing may be left.
    fn inside<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> T {
        let saved = self.vars.clone();
        let (loops, returns) = (std::mem::take(&mut self.loops), self.returns.take());
        let made = make(self);
        (self.loops, self.returns) = (loops, returns);
        self.vars = saved;
        made
    }

    /// Called several times, also in a loop; what it captures is read between.
    fn changing_closure(&mut self, out: &mut Vec<Node>) {
        let (acc, f, c) = (self.fresh("acc"), self.fresh("step"), self.fresh("c"));
        let start = self.bounded(1);
        out.push(line(format!("let mut {acc}: @F = {start};")));
        let list = self.some_var(|var| {
            matches!(var.ty, Ty::List(_, Store::Array | Store::Vec)) && var.mutable
        });
        let mut inner = Vec::new();
        // What it captures and does not change must not be changed while it lives.
        let saved = self.vars.clone();
        let body = self.inside(|g| {
            g.vars.retain(|var| Some(&var.name) != list.as_ref().map(|list| &list.name));
            g.vars.iter_mut().for_each(|var| var.mutable = false);
            g.declare(&c, Ty::F, Hold::Owned, false);
            let mut body = Vec::new();
            let e = g.bounded(1);
            body.push(line(match g.r.below(3) {
                0 => update(&acc, "+", &format!("{c} * {e}")),
                1 => format!("{acc} = ({acc} * {e} + {c}).sin();"),
                _ => format!("if {c} < {acc} {{ {acc} = {acc} * @{{0.5}} - {c}; }}"),
            }));
            if let Some(list) = &list {
                let name = &list.name;
                body.push(line(match g.r.below(3) {
                    0 => format!("{name}[0] = {name}[1] * {acc};"),
                    1 => update(&format!("{name}[1]"), "*", &format!("{c}.cos()")),
                    _ => format!("{name}.swap(0, 1);"),
                }));
            }
            if g.r.one_in(2) {
                g.statements(1, 1, &mut body);
            }
            body.push(line(format!("{acc} * {}", g.bounded(1))));
            body
        });
        inner.push(Node::Block(vec![(format!("let mut {f} = |{c}: @F| {{"), body)], "};".into()));
        self.vars.retain(|var| Some(&var.name) != list.as_ref().map(|list| &list.name));
        self.vars.iter_mut().for_each(|var| var.mutable = false);
        let total = self.fresh("total");
        let (x, y, k) = (self.bounded(1), self.atom(), self.constant());
        inner.push(line(format!("let mut {total} = {f}({x});")));
        let i = self.fresh("i");
        match self.r.below(4) {
            0 => inner.push(line(format!("{total} = {total} * {f}({y}) + {f}({total});"))),
            1 => inner.push(Node::Block(
                vec![(
                    format!("for {i} in 0..3 {{"),
                    vec![
                        line(format!("if {total} > {k} {{ break; }}")),
                        line(update(&total, "+", &format!("{f}({total} * @{{({i} as f64)}})"))),
                    ],
                )],
                "}".into(),
            )),
            2 => {
                let c = self.condition();
                inner.push(line(format!("if {c} {{ {total} = {f}({total}); }}")));
            }
            _ => inner.push(line(format!(
                "let {i} = [{x}, {y}, {k}].iter().map(|v| {f}(*v)).sum::<@F>(); {total} = ({total} * {i}).sin();"
            ))),
        }
        self.vars = saved;
        let result = self.fresh("stepped");
        inner.push(line(format!("({total}).sin()")));
        out.push(Node::Block(vec![(format!("let {result} = {{"), inner)], "};".into()));
        self.declare(&acc, Ty::F, Hold::Owned, true);
        self.declare(&result, Ty::F, Hold::Owned, false);
    }

    fn closure_of_list(&mut self, out: &mut Vec<Node>) {
        let Some((list, n, store)) = self.list() else { return self.closure(out) };
        let (f, s) = (self.fresh("of_list"), self.fresh("s"));
        let e = self.inside(|g| {
            g.vars.retain(|var| !var.mutable);
            g.declare(&s, Ty::List(n.min(2), Store::Slice), Hold::Shared, false);
            g.bounded(2)
        });
        out.push(line(format!(
            "let {f} = |{s}: &[@F]| {s}.iter().map(|v| v.cos()).sum::<@F>() * {e};"
        )));
        let whole = if store == Store::Slice { list.clone() } else { format!("&{list}[..]") };
        let value = self.fresh("listed");
        let part = if n > 2 { format!("&{list}[1..]") } else { whole.clone() };
        out.push(line(format!("let {value} = ({f}({whole}) - {f}({part}) * @{{0.5}}).sin();")));
        self.declare(&value, Ty::F, Hold::Owned, false);
    }

    fn closure_of_pair(&mut self, out: &mut Vec<Node>) {
        let (f, a, b) = (self.fresh("of_pair"), self.fresh("a"), self.fresh("b"));
        let (e, d) = self.inside(|g| {
            g.vars.retain(|var| !var.mutable);
            g.declare(&a, Ty::F, Hold::Owned, false);
            g.declare(&b, Ty::F, Hold::Owned, false);
            (g.bounded(2), g.bounded(1))
        });
        out.push(line(format!("let {f} = |({a}, {b}): (@F, @F)| ({a} * {e}, {b} - {d});")));
        let (p, q) = (self.fresh("p"), self.fresh("q"));
        let (x, y) = (self.bounded(1), self.atom());
        out.push(line(if self.r.one_in(2) {
            format!("let ({p}, mut {q}) = {f}({f}(({x}, {y})));")
        } else {
            format!("let ({p}, mut {q}) = {f}(({x}, {y}));")
        }));
        self.declare(&p, Ty::F, Hold::Owned, false);
        self.declare(&q, Ty::F, Hold::Owned, true);
    }

    fn moving_closure(&mut self, out: &mut Vec<Node>) {
        let (f, c) = (self.fresh("moved_in"), self.fresh("c"));
        let e = self.inside(|g| {
            g.vars.retain(|var| {
                matches!(var.ty, Ty::F | Ty::Int(_) | Ty::List(_, Store::Array) | Ty::Tuple)
                    && var.hold == Hold::Owned
            });
            g.declare(&c, Ty::F, Hold::Owned, false);
            g.bounded(2)
        });
        out.push(line(format!("let {f} = move |{c}: @F| {e} * {c};")));
        self.declare(&f, Ty::Closure(1), Hold::Owned, false);
    }
}
