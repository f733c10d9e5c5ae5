//! Functions: helpers, methods, recursion, and the function under test.

use super::{Back, Gen, Helper, Hold, Ty, line};
use crate::program::{Item, Kind, Node, Param, Passing};

impl Gen {
    pub(super) fn written_param(name: &str, kind: Kind, passing: Passing) -> String {
        let ty = kind.written();
        match passing {
            Passing::Value => format!("{name}: {ty}"),
            Passing::Shared => format!("{name}: &{ty}"),
            Passing::Exclusive => format!("{name}: &mut {ty}"),
        }
    }

    pub(super) fn helper(&mut self, i: usize) -> Item {
        self.vars.clear();
        self.loops.clear();
        let name = format!("h{i}");
        let method = self.r.one_in(4);
        let recursive = !method && self.r.one_in(5);
        let mut params = Vec::new();
        let mut written = Vec::new();
        let mut changes = false;
        if method {
            let change = self.r.one_in(2);
            changes |= change;
            written.push(if change { "&mut self" } else { "&self" }.to_owned());
            let passing = if change { Passing::Exclusive } else { Passing::Shared };
            self.param_var("self", Kind::Record, passing);
            params.push((Kind::Record, passing));
        }
        if recursive {
            written.push("depth: usize".to_owned());
            params.push((Kind::Count(3), Passing::Value));
        }
        for j in 0..1 + self.r.below(3) {
            let (kind, passing) = match self.r.below(13) {
                0..3 => (Kind::Scalar, Passing::Value),
                3 => (Kind::Slice(3), Passing::Shared),
                4 if !recursive => (Kind::Slice(3), Passing::Exclusive),
                5 if !recursive => (Kind::Scalar, Passing::Exclusive),
                6 => (Kind::Scalar, Passing::Shared),
                7 => (Kind::Record, Passing::Shared),
                8 => (Kind::Array(3), Passing::Value),
                9 | 10 => (Kind::Vec(0), Passing::Exclusive),
                11 => (Kind::Maybe(true), Passing::Value),
                12 if !recursive => (Kind::Maybe(true), Passing::Exclusive),
                _ => (Kind::Scalar, Passing::Value),
            };
            changes |= passing == Passing::Exclusive;
            let name = format!("{}{j}", ["x", "y", "p", "q"][self.r.below(4)]);
            written.push(Self::written_param(&name, kind, passing));
            self.param_var(&name, kind, passing);
            params.push((kind, passing));
        }
        let result = match self.r.below(12) {
            0 | 1 if changes => Back::Unit,
            2 if !recursive => Back::Pair,
            3 if !recursive => Back::Array3,
            4 if !recursive => Back::Maybe,
            5 if !recursive => Back::Record,
            6 | 7 => Back::Maybe,
            8 | 9 => Back::Attempt,
            _ => Back::F,
        };
        self.nodes_left = if self.short { 4 } else { 12 };
        self.returns = Some(result);
        let mut body = Vec::new();
        if recursive {
            let e = self.expr(2);
            body.push(Node::Block(
                vec![(
                    "if depth == 0 {".into(),
                    vec![line(format!("return {};", Self::carried_as(result, &e)))],
                )],
                "}".into(),
            ));
        }
        let count = 1 + self.r.below(4);
        self.statements(count, 2, &mut body);
        if recursive {
            let args = self.arguments(&params[1..]);
            if let Some((args, _)) = args {
                let back = self.fresh("back");
                let all = if args.is_empty() { String::new() } else { format!(", {args}") };
                let passed = if result == Back::F { "" } else { "?" };
                body.push(line(format!("let {back} = {name}(depth - 1{all}){passed};")));
                self.declare(&back, Ty::F, Hold::Owned, false);
                self.statements(1, 1, &mut body);
            }
        }
        if result != Back::Unit {
            let used = self.everything();
            let used = format!("({used}).sin()");
            body.push(line(match result {
                Back::Unit => String::new(),
                Back::F => used,
                Back::Pair => format!("({}, {used})", self.bounded(1)),
                Back::Array3 => format!("[{used}, {}, {}]", self.atom(), self.bounded(1)),
                Back::Maybe | Back::Attempt => self.carried_tail(result, &used),
                Back::Record => format!(
                    "P {{ a: {used}, b: {}, w: [{}, {}, {}], n: {} }}",
                    self.atom(),
                    self.bounded(1),
                    self.atom(),
                    self.atom(),
                    self.r.below(4)
                ),
            }));
        }
        let back = Self::written_back(result);
        let head = format!("pub fn {name}({}){back} {{", written.join(", "));
        self.helpers.push(Helper { name, params, result, method });
        if method {
            Item { head: format!("@diff\nimpl P {{ {head}"), body, tail: "} }".into() }
        } else {
            Item { head: format!("@diff\n{head}"), body, tail: "}".into() }
        }
    }

    pub(super) fn written_back(result: Back) -> &'static str {
        match result {
            Back::Unit => "",
            Back::F => " -> @F",
            Back::Pair => " -> (@F, @F)",
            Back::Array3 => " -> [@F; 3]",
            Back::Maybe => " -> Option<@F>",
            Back::Attempt => " -> Result<@F, usize>",
            Back::Record => " -> P",
        }
    }

    pub(super) fn record(&mut self) -> String {
        let records: Vec<String> = self
            .vars
            .iter()
            .filter(|var| var.ty == Ty::Record && var.hold != Hold::Owned)
            .map(|var| var.name.clone())
            .collect();
        if !records.is_empty() && self.r.one_in(2) {
            let base = self.r.pick(&records).clone();
            return format!("P {{ a: {}, ..{base}.clone() }}", self.bounded(1));
        }
        format!(
            "P {{ a: {}, b: {}, w: [{}, {}, {}], n: {} }}",
            self.bounded(1),
            self.bounded(1),
            self.bounded(1),
            self.atom(),
            self.atom(),
            self.r.below(4)
        )
    }

    pub(super) fn target(&mut self) -> (Vec<Param>, Item) {
        self.vars.clear();
        self.loops.clear();
        let mut params = Vec::new();
        for j in 0..2 + self.r.below(3) {
            let n = 3 + self.r.below(3);
            let (kind, passing) = match self.r.below(if j == 0 { 8 } else { 21 }) {
                0..3 => (Kind::Scalar, Passing::Value),
                3..6 => (Kind::Slice(n), Passing::Shared),
                6 => (Kind::Array(n), Passing::Value),
                7 => (Kind::Array(n), Passing::Shared),
                8 => (Kind::Tuple, Passing::Value),
                9 => (Kind::Record, Passing::Shared),
                10 => (Kind::Record, Passing::Value),
                11 => (Kind::Choice(self.r.below(3)), Passing::Shared),
                12 => (Kind::Maybe(!self.r.one_in(3)), Passing::Value),
                13 => (Kind::Vector3, Passing::Value),
                14 => (Kind::Matrix2, Passing::Shared),
                15 | 16 => (Kind::Slice(n), Passing::Exclusive),
                17 => (Kind::Scalar, Passing::Exclusive),
                18 => (Kind::Record, Passing::Exclusive),
                19 => (Kind::Vec(n), Passing::Value),
                _ => (Kind::Count(1 + self.r.below(4)), Passing::Value),
            };
            let name = match kind {
                Kind::Count(_) => format!("n{j}"),
                _ => format!("{}{j}", ["x", "y", "w", "q"][self.r.below(4)]),
            };
            params.push(Param { name, kind, passing });
        }
        for param in &params {
            self.param_var(&param.name, param.kind, param.passing);
        }
        self.nodes_left = if self.short { 6 } else { 30 };
        self.returns = Some(Back::F);
        let mut body = Vec::new();
        if self.r.one_in(4) {
            // A kernel with little around it.
            self.let_scalar(&mut body);
            self.sum_loop(&mut body);
            let count = self.r.below(3);
            self.statements(count, 2, &mut body);
        } else {
            let count = if self.short { 1 + self.r.below(3) } else { 3 + self.r.below(6) };
            self.statements(count, 3, &mut body);
        }
        let tail = self.everything();
        body.push(line(tail));
        let written: Vec<String> = params
            .iter()
            .map(|param| Self::written_param(&param.name, param.kind, param.passing))
            .collect();
        let head = format!("@diff\npub fn target({}) -> @F {{", written.join(", "));
        (params, Item { head, body, tail: "}".into() })
    }
}
