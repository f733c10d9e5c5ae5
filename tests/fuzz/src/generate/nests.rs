//! Nests: early exits of nested loops amid changes, parts of parts of lists, values overwritten after they were used,
//! loops that may not run at all.

use super::{Gen, Hold, Store, Ty, line, update};
use crate::program::Node;

impl Gen {
    pub(super) fn nest_statement(&mut self, out: &mut Vec<Node>) {
        match self.r.below(9) {
            6 | 7 => self.chunks_and_an_option(out),
            8 => self.search_in_a_search(out),
            0 => self.exits_amid_changes(out),
            1 => self.parts_of_parts(out),
            2 => self.overwritten(out),
            3 => self.maybe_no_trips(out),
            4 => self.counters(out),
            _ => self.shadows(out),
        }
    }

    /// A list of floats that may be changed, with how many there are at least; made if there is none.
    fn changing_list(&mut self, out: &mut Vec<Node>) -> (String, usize) {
        let found = self.some_var(|var| matches!(var.ty, Ty::List(..)) && var.mutable);
        if let Some(var) = found
            && let Ty::List(n, _) = var.ty
        {
            return (var.name, n);
        }
        let name = self.fresh("work");
        let parts: Vec<String> = (0..4).map(|_| self.bounded(1)).collect();
        out.push(line(format!("let mut {name} = [{}];", parts.join(", "))));
        self.declare(&name, Ty::List(4, Store::Array), Hold::Owned, true);
        (name, 4)
    }

    /// A float that may be changed.
    fn carried(&mut self, out: &mut Vec<Node>) -> String {
        let name = self.fresh("carried");
        let start = self.bounded(1);
        out.push(line(format!("let mut {name}: @F = {start};")));
        name
    }

    fn exits_amid_changes(&mut self, out: &mut Vec<Node>) {
        let (list, n) = self.changing_list(out);
        let acc = self.carried(out);
        let (i, j, outer) = (self.fresh("i"), self.fresh("j"), self.fresh("'outer"));
        let (k, c, d) = (self.constant(), self.constant(), self.constant());
        let saved = self.vars.clone();
        self.vars.retain(|var| var.name != list);
        let e = self.bounded(1);
        let returned = self.bounded(1);
        let exit = match self.r.below(4) {
            0 => format!("break {outer};"),
            1 => format!("continue {outer};"),
            2 => "break;".to_owned(),
            _ => {
                let loops = std::mem::take(&mut self.loops);
                let text = self.jump_text(&returned);
                self.loops = loops;
                if text.contains("panic") { "continue;".to_owned() } else { text }
            }
        };
        self.vars = saved;
        let mut inner = vec![
            line(format!("{list}[{j} % {n}] = ({list}[{j} % {n}] * {k} + {acc}).sin();")),
            line(update(&acc, "+", &format!("{list}[({i} + {j}) % {n}] * ({e})"))),
        ];
        let jump = Node::Block(
            vec![(
                format!("if {acc} > {c} {{"),
                vec![line(update(&acc, "*", "@{0.5}")), line(exit)],
            )],
            "}".into(),
        );
        inner.insert(self.r.below(3), jump);
        inner.push(Node::Block(
            vec![(format!("if {list}[{i} % {n}] < {d} - @{{1.2}} {{"), vec![line("continue;")])],
            "}".into(),
        ));
        inner.push(line(format!("{acc} = ({acc} * @{{0.7}} + {list}[0]).sin();")));
        let heads = [
            format!("for {j} in {i}..4 {{"),
            format!("for {j} in (0..{i} + 1).rev() {{"),
            format!("for {j} in 0..{n} {{"),
        ];
        let head = self.r.pick(&heads).clone();
        let mut body = vec![Node::Block(vec![(head, inner)], "}".into())];
        body.push(line(update(&acc, "-", &format!("{list}[{i} % {n}] * @{{0.3}}"))));
        out.push(Node::Block(vec![(format!("{outer}: for {i} in 0..3 {{"), body)], "}".into()));
        self.declare(&acc, Ty::F, Hold::Owned, true);
    }

    fn parts_of_parts(&mut self, out: &mut Vec<Node>) {
        let (list, n) = self.changing_list(out);
        if n < 3 {
            return self.overwritten(out);
        }
        let (part, inner, v) = (self.fresh("part"), self.fresh("inner"), self.fresh("v"));
        let saved = self.vars.clone();
        self.vars.retain(|var| var.name != list);
        let (a, b, e) = (self.bounded(1), self.atom(), self.bounded(1));
        self.vars = saved;
        let from = self.r.below(n - 2);
        let mut body = vec![line(format!("let {part} = &mut {list}[{from}..];"))];
        body.push(line(format!("{part}[0] = {part}[1] * {a};")));
        body.push(Node::Block(
            vec![(
                "{".into(),
                vec![
                    line(format!("let {inner} = &mut {part}[..2];")),
                    line(format!("{inner}[1] = ({inner}[0] + {b} * {inner}[1]).sin();")),
                    line(match self.r.below(3) {
                        0 => format!("{inner}.swap(0, 1);"),
                        1 => format!("for {v} in {inner}.iter_mut() {{ *{v} = *{v} * {e}; }}"),
                        _ => format!("{inner}[0] = {inner}[0] * {inner}[0];"),
                    }),
                ],
            )],
            "}".into(),
        ));
        body.push(line(update(&format!("{part}[1]"), "+", &format!("{part}[0] * {part}[0]"))));
        out.push(Node::Block(vec![("{".into(), body)], "}".into()));
    }

    fn overwritten(&mut self, out: &mut Vec<Node>) {
        let (x, y) = (self.carried(out), self.carried(out));
        let kept = self.fresh("kept");
        out.push(line(format!("let {kept} = {x} * {y};")));
        out.push(line(format!("{x} = ({kept} + {y}).sin();")));
        let (c, e) = (self.condition(), self.bounded(1));
        out.push(Node::Block(
            vec![
                (
                    format!("if {c} {{"),
                    vec![
                        line(update(&y, "*", &x)),
                        line(format!("{x} = {e};")),
                        line(update(&x, "+", &format!("{y} * {kept}"))),
                    ],
                ),
                ("} else {".into(), vec![line(format!("{y} = {x} * {kept} - {y};"))]),
            ],
            "}".into(),
        ));
        out.push(line(format!("({x}, {y}) = ({y} * @{{0.5}}, {x} + {kept});")));
        self.declare(&kept, Ty::F, Hold::Owned, false);
        self.declare(&x, Ty::F, Hold::Owned, true);
        self.declare(&y, Ty::F, Hold::Owned, true);
    }

    /// The bounds are values: often the loop does not run.
    fn maybe_no_trips(&mut self, out: &mut Vec<Node>) {
        let count = self.some_var(|var| matches!(var.ty, Ty::Int(_)));
        let count =
            count.map_or_else(|| self.r.below(3).to_string(), |var| format!("{} % 3", var.name));
        let acc = self.carried(out);
        let (list, n) = self.changing_list(out);
        let i = self.fresh("i");
        let saved = self.vars.clone();
        self.vars.retain(|var| var.name != list);
        let e = self.bounded(1);
        self.vars = saved;
        let head = match self.r.below(4) {
            0 => format!("for {i} in 0..{count} {{"),
            1 => format!("for {i} in {count}..2 {{"),
            2 => format!("for {i} in (1..{count}).rev() {{"),
            _ => format!("for {i} in (0..{count}).step_by(2) {{"),
        };
        let body = vec![
            line(format!("{acc} = ({acc} * {list}[{i} % {n}]).sin() + {e};")),
            line(update(&format!("{list}[{i} % {n}]"), "*", &acc)),
        ];
        out.push(Node::Block(vec![(head, body)], "}".into()));
        self.declare(&acc, Ty::F, Hold::Owned, true);
    }

    fn counters(&mut self, out: &mut Vec<Node>) {
        let (list, n) = self.changing_list(out);
        let (low, high) = (self.fresh("low"), self.fresh("high"));
        let acc = self.carried(out);
        let c = self.constant();
        out.push(line(format!("let mut {low} = 0usize;")));
        out.push(line(format!("let mut {high} = {n}usize;")));
        let body = vec![
            line(format!("{acc} = ({acc} + {list}[{low}] * {list}[{high} - 1]).sin();")),
            Node::Block(
                vec![
                    (
                        format!("if {acc} > {c} {{"),
                        vec![
                            line(format!("{list}[{low}] = {acc} * @{{0.5}};")),
                            line(format!("{low} += 1;")),
                        ],
                    ),
                    (
                        "} else {".into(),
                        vec![
                            line(format!("{high} -= 1;")),
                            line(update(&format!("{list}[{high}]"), "-", &acc)),
                        ],
                    ),
                ],
                "}".into(),
            ),
        ];
        out.push(Node::Block(vec![(format!("while {low} < {high} {{"), body)], "}".into()));
        self.declare(&acc, Ty::F, Hold::Owned, true);
    }

    fn shadows(&mut self, out: &mut Vec<Node>) {
        let x = self.carried(out);
        let (c, e) = (self.condition(), self.bounded(1));
        out.push(line(format!("let {x} = {x} * {e};")));
        out.push(Node::Block(
            vec![
                (
                    format!("let {x} = if {c} {{"),
                    vec![
                        line(format!("let {x} = {x}.sin();")),
                        line(format!("let mut {x} = {x} + @{{0.5}};")),
                        line(update(&x, "*", &x.clone())),
                        line(x.clone()),
                    ],
                ),
                ("} else {".into(), vec![line(format!("{x} * {x}"))]),
            ],
            "};".into(),
        ));
        self.declare(&x, Ty::F, Hold::Owned, false);
    }

    /// Jumps inside a match inside a loop over chunks, with a closure that captured an option.
    fn chunks_and_an_option(&mut self, out: &mut Vec<Node>) {
        let Some((list, n, _)) = self.list() else { return self.overwritten(out) };
        let (f, c, v, acc) =
            (self.fresh("held"), self.fresh("c"), self.fresh("v"), self.carried(out));
        let maybe = self.fresh("maybe");
        let value = self.maybe(1);
        out.push(line(format!("let {maybe}: Option<@F> = {value};")));
        let (e, k) = (self.bounded(1), self.constant());
        out.push(line(match self.r.below(3) {
            0 => format!("let {f} = |{c}: @F| match {maybe} {{ Some({v}) => {v} * {c}, None => {c} + {k} }};"),
            1 => format!("let {f} = |{c}: @F| {maybe}.map_or({c}, |{v}| ({v} * {c}).sin() + {k});"),
            _ => format!("let {f} = |{c}: @F| if let Some({v}) = {maybe} {{ {v} - {c} }} else {{ {c} * {k} }};"),
        }));
        let outer = self.fresh("'parts");
        let (a, b, part, i) =
            (self.fresh("a"), self.fresh("b"), self.fresh("part"), self.fresh("i"));
        let exit = match self.r.below(4) {
            0 => format!("break {outer};"),
            1 => format!("continue {outer};"),
            2 => "break;".to_owned(),
            _ => {
                let loops = std::mem::take(&mut self.loops);
                let text = self.jump_text(&e);
                self.loops = loops;
                if text.contains("panic") { "continue;".to_owned() } else { text }
            }
        };
        let (d, jump) = (self.constant(), self.bounded(1));
        let arm = |head: String, body: Vec<Node>| Node::Block(vec![(head, body)], "}".into());
        let arms = vec![
            arm(
                format!("[{a}, {b}] if {f}(*{a}) > {d} => {{"),
                vec![
                    line(update(&acc, "+", &format!("{f}(*{b}) * {jump}"))),
                    Node::Block(vec![(format!("if {acc} > {k} {{"), vec![line(exit)])], "}".into()),
                ],
            ),
            arm(
                format!("[{a}, ..] => {{"),
                vec![line(format!("{acc} = ({acc} * {f}(*{a}) + @{{0.4}}).sin();"))],
            ),
            arm("[] => {".into(), vec![line("continue;")]),
        ];
        let inner = vec![
            Node::Block(vec![(format!("match {part} {{"), arms)], "}".into()),
            line(update(&acc, "-", &format!("{part}[0] * @{{({i} as f64 * 0.1)}}"))),
        ];
        let source = match self.r.below(4) {
            0 => format!("{list}.windows({})", n.min(2)),
            1 => format!("{list}.chunks_exact({})", n.min(2)),
            _ => format!("{list}.chunks(2)"),
        };
        let head = if self.r.one_in(2) {
            format!("for ({i}, {part}) in {source}.enumerate() {{")
        } else {
            format!("for ({part}, {i}) in {source}.zip(0..9) {{")
        };
        let loop_ = Node::Block(vec![(head, inner)], "}".into());
        let j = self.fresh("j");
        out.push(Node::Block(
            vec![(
                format!("{outer}: for {j} in 0..2 {{"),
                vec![loop_, line(update(&acc, "*", &format!("@{{(0.7 + {j} as f64)}}")))],
            )],
            "}".into(),
        ));
        self.declare(&maybe, Ty::Maybe, Hold::Owned, false);
        self.declare(&acc, Ty::F, Hold::Owned, true);
    }

    /// A loop with a value inside another, that find something or give up.
    fn search_in_a_search(&mut self, out: &mut Vec<Node>) {
        let (list, n) = self.changing_list(out);
        let (i, j, found, best) =
            (self.fresh("i"), self.fresh("j"), self.fresh("found"), self.fresh("best"));
        let (e, k, d) =
            (self.without_named(&list, |g| g.bounded(1)), self.constant(), self.constant());
        let inner = vec![
            line(format!("{j} += 1;")),
            line(format!("let here = {list}[{j} % {n}] * {list}[{i} % {n}] + {e};")),
            Node::Block(
                vec![(format!("if here > {k} {{"), vec![line("break here * @{0.8};")])],
                "}".into(),
            ),
            Node::Block(
                vec![(format!("if {j} > 3 {{"), vec![line(format!("break {d};"))])],
                "}".into(),
            ),
            line(format!("{list}[{j} % {n}] = here.sin();")),
        ];
        let mut body = vec![
            line(format!("{i} += 1;")),
            line(format!("let mut {j} = 0usize;")),
            Node::Block(vec![(format!("let {found} = loop {{"), inner)], "};".into()),
            line(format!(
                "{best} = match {best} {{ Some(old) if old < {found} => Some(old * @{{0.9}}), _ => Some({found}) }};"
            )),
        ];
        body.push(Node::Block(
            vec![(format!("if {i} >= 3 || {found} * {found} > {k} {{"), vec![line("break;")])],
            "}".into(),
        ));
        out.push(line(format!("let mut {best}: Option<@F> = None;")));
        out.push(line(format!("let mut {i} = 0usize;")));
        out.push(Node::Block(vec![("loop {".into(), body)], "}".into()));
        self.declare(&best, Ty::Maybe, Hold::Owned, true);
    }
}
