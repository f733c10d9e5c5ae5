//! A program as a tree of statements, how it is printed over `f64` and over dual numbers, and which smaller
//! programs it has.
//!
//! In the text of statements `@F` is the scalar, `@{1.5}` a constant and `@re` the way from a scalar to `f64`.

use std::fmt::Write as _;

/// A statement.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Line(String),
    /// Heads with their bodies, and the closing line.
    Block(Vec<(String, Vec<Node>)>, String),
}

/// A function or another item.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) head: String,
    pub(crate) body: Vec<Node>,
    pub(crate) tail: String,
}

/// The type of a parameter of the function under test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Scalar,
    Array(usize),
    Slice(usize),
    Vec(usize),
    Tuple,
    Record,
    /// With the index of its variant.
    Choice(usize),
    /// Present or not.
    Maybe(bool),
    Vector3,
    Matrix2,
    Count(usize),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Passing {
    Value,
    Shared,
    Exclusive,
}

#[derive(Clone, Debug)]
pub(crate) struct Param {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) passing: Passing,
}

#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(crate) seed: u64,
    pub(crate) items: Vec<Item>,
    /// Of the function `target`, which is the last item.
    pub(crate) params: Vec<Param>,
    pub(crate) points: Vec<Vec<f64>>,
    /// Whether second derivatives are compared too.
    pub(crate) second_order: bool,
}

/// What a program is printed for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Print {
    /// Over `f64`, with the attributes.
    Differentiated,
    /// Over `f64`, without.
    Plain,
    Dual,
}

/// The types that all programs may use.
const TYPES: &str = "\
@derive
pub struct P { pub a: @F, pub b: @F, pub w: [@F; 3], pub n: usize }
@derive
pub enum E { A(@F), B { x: @F, y: @F }, C }
";

impl Program {
    pub(crate) fn print(&self, how: Print) -> String {
        let mut text = String::from(TYPES);
        for item in &self.items {
            let _ = writeln!(text, "{}", item.head);
            print_nodes(&item.body, 1, &mut text);
            let _ = writeln!(text, "{}", item.tail);
        }
        let text = substitute(&text, how);
        if self.second_order {
            return text.replace("#[differentiate]", "#[differentiate(second_order)]");
        }
        text
    }

    pub(crate) fn statements(&self) -> usize {
        fn count(nodes: &[Node]) -> usize {
            nodes
                .iter()
                .map(|node| match node {
                    Node::Line(_) => 1,
                    Node::Block(arms, _) => 1 + arms.iter().map(|arm| count(&arm.1)).sum::<usize>(),
                })
                .sum()
        }
        self.items.iter().map(|item| count(&item.body)).sum()
    }

    /// Every program with one part less.
    pub(crate) fn smaller(&self) -> Vec<Program> {
        let mut out = Vec::new();
        for i in 0..self.items.len() {
            if i + 1 < self.items.len() {
                let mut program = self.clone();
                program.items.remove(i);
                out.push(program);
            }
            for body in smaller_bodies(&self.items[i].body) {
                let mut program = self.clone();
                program.items[i].body = body;
                out.push(program);
            }
        }
        out
    }
}

fn print_nodes(nodes: &[Node], depth: usize, text: &mut String) {
    let pad = "    ".repeat(depth);
    for node in nodes {
        match node {
            Node::Line(line) => {
                let _ = writeln!(text, "{pad}{line}");
            }
            Node::Block(arms, tail) => {
                for (head, body) in arms {
                    let _ = writeln!(text, "{pad}{head}");
                    print_nodes(body, depth + 1, text);
                }
                let _ = writeln!(text, "{pad}{tail}");
            }
        }
    }
}

fn smaller_bodies(nodes: &[Node]) -> Vec<Vec<Node>> {
    let mut out = Vec::new();
    for i in 0..nodes.len() {
        let mut without = nodes.to_vec();
        without.remove(i);
        out.push(without);
        if let Node::Block(arms, tail) = &nodes[i] {
            for (j, (_, body)) in arms.iter().enumerate() {
                let mut hoisted = nodes.to_vec();
                hoisted.splice(i..=i, body.iter().cloned());
                out.push(hoisted);
                for smaller in smaller_bodies(body) {
                    let mut arms = arms.clone();
                    arms[j].1 = smaller;
                    let mut with = nodes.to_vec();
                    with[i] = Node::Block(arms, tail.clone());
                    out.push(with);
                }
            }
        }
    }
    out
}

/// `place op= value` is parted by `\u{1}`: of an overloaded operator the value must not read what `place` is in.
fn updates(text: &str, how: Print) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let parts: Vec<&str> = line.split('\u{1}').collect();
        let _ = match parts[..] {
            [place, op, value, end] if how == Print::Dual => {
                writeln!(out, "{place} = {place} {op} ({value}){end}")
            }
            [place, op, value, end] => writeln!(out, "{place} {op}= {value}{end}"),
            _ => writeln!(out, "{line}"),
        };
    }
    out
}

fn substitute(text: &str, how: Print) -> String {
    let dual = how == Print::Dual;
    let text = updates(text, how);
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find('@') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('F') {
            out.push_str(if dual { "D" } else { "f64" });
            rest = after;
        } else if let Some(after) = rest.strip_prefix('{') {
            let end = after.find('}').expect("a constant ends");
            let constant = &after[..end];
            if dual {
                let _ = write!(out, "c({constant})");
            } else {
                out.push_str(constant);
            }
            rest = &after[end + 1..];
        } else if let Some(after) = rest.strip_prefix("re") {
            out.push_str(if dual { ".re" } else { "" });
            rest = after;
        } else if let Some(after) = rest.strip_prefix("derive") {
            out.push_str(match how {
                Print::Differentiated => "#[derive(Clone, Debug, Differentiable)]",
                Print::Plain | Print::Dual => "#[derive(Clone, Debug)]",
            });
            rest = after;
        } else if let Some(after) = rest.strip_prefix("diff") {
            out.push_str(match how {
                Print::Differentiated => "#[differentiate]",
                Print::Plain | Print::Dual => "",
            });
            rest = after;
        } else if rest.starts_with(' ') {
            // In a pattern.
            out.push('@');
        } else if let Some(after) = rest.strip_prefix("stop(") {
            out.push_str(if dual { "stop(" } else { "stop_gradient(" });
            rest = after;
        } else if let Some(after) = rest.strip_prefix("generic") {
            out.push_str(if dual { "" } else { "<T: Real>" });
            rest = after;
        } else if let Some(after) = rest.strip_prefix("lit(") {
            out.push_str(if dual { "c(" } else { "T::lit(" });
            rest = after;
        } else if let Some(after) = rest.strip_prefix('T') {
            out.push_str(if dual { "D" } else { "T" });
            rest = after;
        } else if let Some(after) = rest.strip_prefix("powf") {
            out.push_str(if dual { "powd2" } else { "powf" });
            rest = after;
        } else if let Some(after) = rest.strip_prefix('%') {
            out.push_str(if dual { ".remainder" } else { "% " });
            rest = after;
        } else if let Some(after) = rest.strip_prefix("checkpoint(") {
            let end = after.find(')').expect("a checkpoint ends");
            if how == Print::Differentiated {
                let _ = write!(out, "#[checkpoint(every = {})]", &after[..end]);
            }
            rest = &after[end + 1..];
        } else if let Some(after) = rest.strip_prefix("fn2(") {
            let end = after.find(')').expect("a function's name ends");
            let name = &after[..end];
            if dual {
                let _ = write!(out, "(|v: D, w: D| v.{name}(w))");
            } else {
                let _ = write!(out, "f64::{name}");
            }
            rest = &after[end + 1..];
        } else if let Some(after) = rest.strip_prefix("fn(") {
            let end = after.find(')').expect("a function's name ends");
            let name = &after[..end];
            if dual {
                let _ = write!(out, "(|v: D| v.{name}())");
            } else {
                let _ = write!(out, "f64::{name}");
            }
            rest = &after[end + 1..];
        }
    }
    out.push_str(rest);
    out
}

impl Kind {
    /// How many scalars.
    pub(crate) fn size(self) -> usize {
        match self {
            Kind::Scalar => 1,
            Kind::Array(n) | Kind::Slice(n) | Kind::Vec(n) => n,
            Kind::Tuple => 2,
            Kind::Record => 5,
            Kind::Choice(variant) => [1, 2, 0][variant],
            Kind::Maybe(there) => usize::from(there),
            Kind::Vector3 => 3,
            Kind::Matrix2 => 4,
            Kind::Count(_) => 0,
        }
    }

    pub(crate) fn written(self) -> String {
        match self {
            Kind::Scalar => "@F".into(),
            Kind::Array(n) => format!("[@F; {n}]"),
            Kind::Slice(_) => "[@F]".into(),
            Kind::Vec(_) => "Vec<@F>".into(),
            Kind::Tuple => "(@F, @F)".into(),
            Kind::Record => "P".into(),
            Kind::Choice(_) => "E".into(),
            Kind::Maybe(_) => "Option<@F>".into(),
            Kind::Vector3 => "Vector3<@F>".into(),
            Kind::Matrix2 => "Matrix2<@F>".into(),
            Kind::Count(_) => "usize".into(),
        }
    }

    /// A value from the list `list` at `k`.
    fn build(self, list: &str, k: usize, module: &str, suffix: &str) -> String {
        let at = |i: usize| format!("{list}[{}]", k + i);
        let tangent = suffix == "Tangent";
        match self {
            Kind::Scalar => at(0),
            Kind::Array(n) => {
                format!("[{}]", (0..n).map(at).collect::<Vec<_>>().join(", "))
            }
            Kind::Slice(n) | Kind::Vec(n) => format!("{list}[{k}..{}].to_vec()", k + n),
            Kind::Tuple => format!("({}, {})", at(0), at(1)),
            Kind::Record => format!(
                "{module}::P{suffix} {{ a: {}, b: {}, w: [{}, {}, {}], n: {} }}",
                at(0),
                at(1),
                at(2),
                at(3),
                at(4),
                if tangent { "()" } else { "2" }
            ),
            Kind::Choice(0) => format!("{module}::E{suffix}::A({})", at(0)),
            Kind::Choice(1) => format!("{module}::E{suffix}::B {{ x: {}, y: {} }}", at(0), at(1)),
            Kind::Choice(_) => format!("{module}::E{suffix}::C"),
            Kind::Maybe(true) => format!("Some({})", at(0)),
            Kind::Maybe(false) => "None".into(),
            Kind::Vector3 => format!("Vector3::new({}, {}, {})", at(0), at(1), at(2)),
            Kind::Matrix2 => {
                format!("Matrix2::new({}, {}, {}, {})", at(0), at(2), at(1), at(3))
            }
            Kind::Count(value) => format!("{value}usize"),
        }
    }

    /// Pushes the scalars of `value` on the list `o`.
    fn flatten(self, value: &str, module: &str, suffix: &str) -> String {
        match self {
            Kind::Scalar => format!("o.push({value});"),
            Kind::Array(_) | Kind::Slice(_) | Kind::Vec(_) => {
                format!("o.extend_from_slice(&{value}[..]);")
            }
            Kind::Tuple => format!("o.push({value}.0); o.push({value}.1);"),
            Kind::Record => format!(
                "o.push({value}.a); o.push({value}.b); o.extend_from_slice(&{value}.w[..]);"
            ),
            Kind::Choice(_) => format!(
                "match &{value} {{ {module}::E{suffix}::A(x) => o.push(*x), \
                 {module}::E{suffix}::B {{ x, y }} => {{ o.push(*x); o.push(*y); }} \
                 {module}::E{suffix}::C => {{}} }}"
            ),
            Kind::Maybe(_) => format!("if let Some(x) = {value} {{ o.push(x); }}"),
            Kind::Vector3 | Kind::Matrix2 => format!("o.extend({value}.iter().copied());"),
            Kind::Count(_) => String::new(),
        }
    }
}

/// The text of the whole module: the program twice, and what compares them.
pub(crate) fn module(program: &Program, how: Print) -> String {
    let mut out = String::new();
    let body = program.print(how);
    let _ = write!(
        out,
        "#![allow(warnings, clippy::all)]\npub mod plain {{\nuse autodiff_runtime::prelude::*;\n\
         use nalgebra::{{DMatrix, DVector, Matrix2, Matrix3, Vector3}};\n{body}}}\n"
    );
    if how == Print::Plain {
        return out;
    }
    let _ = write!(
        out,
        "pub mod dual {{\nuse crate::support::{{D, Extra, c, stop}};\nuse num_dual::DualNum;\n\
         use nalgebra::{{DMatrix, DVector, Matrix2, Matrix3, Vector3}};\n{}}}\n",
        program.print(Print::Dual)
    );
    out.push_str(&harness(program));
    out
}

/// Parameters with their place in the flat list.
fn placed(program: &Program) -> Vec<(usize, usize, &Param)> {
    let mut k = 0;
    let mut out = Vec::new();
    for (i, param) in program.params.iter().enumerate() {
        out.push((i, k, param));
        k += param.kind.size();
    }
    out
}

fn setup(program: &Program, module: &str) -> String {
    placed(program)
        .iter()
        .map(|(i, k, param)| {
            let ty = if matches!(param.kind, Kind::Maybe(_)) {
                if module == "dual" { ": Option<D>" } else { ": Option<f64>" }
            } else {
                ""
            };
            format!("let mut p{i}{ty} = {};\n", param.kind.build("d", *k, module, ""))
        })
        .collect()
}

fn arguments(program: &Program) -> String {
    placed(program)
        .iter()
        .map(|(i, _, param)| match param.passing {
            Passing::Value => format!("p{i}.clone(), "),
            Passing::Shared => format!("&p{i}, "),
            Passing::Exclusive => format!("&mut p{i}, "),
        })
        .collect()
}

fn harness(program: &Program) -> String {
    let mut out = String::new();
    let places = placed(program);
    let active: Vec<_> =
        places.iter().filter(|(_, _, param)| !matches!(param.kind, Kind::Count(_))).collect();
    let shared: Vec<_> =
        active.iter().filter(|(_, _, param)| param.passing != Passing::Exclusive).collect();
    let exclusive: Vec<_> =
        active.iter().filter(|(_, _, param)| param.passing == Passing::Exclusive).collect();
    let args = arguments(program);
    let plain_setup = setup(program, "plain");

    // The reference: outputs and their tangents.
    let _ = write!(
        out,
        "use crate::support::D;\nuse nalgebra::{{DMatrix, DVector, Matrix2, Matrix3, Vector3}};\n\
         fn dual(d: &[f64], t: &[f64]) -> Vec<D> {{\n\
         let d: Vec<D> = d.iter().zip(t).map(|(&d, &t)| D::new(d, t)).collect();\n{}\
         let r = dual::target({args});\nlet mut o: Vec<D> = vec![r];\n",
        setup(program, "dual")
    );
    for (i, _, param) in &exclusive {
        let _ = writeln!(out, "{}", param.kind.flatten(&format!("p{i}"), "dual", ""));
    }
    out.push_str("o\n}\n");

    let _ = write!(
        out,
        "fn plain(d: &[f64]) -> Vec<f64> {{\n{plain_setup}let r = plain::target({args});\n\
         let mut o: Vec<f64> = vec![r];\n"
    );
    for (i, _, param) in &exclusive {
        let _ = writeln!(out, "{}", param.kind.flatten(&format!("p{i}"), "plain", ""));
    }
    out.push_str("o\n}\n");

    // Gradients in the order of the parameters, from the tuple and from what stands in for `&mut`.
    let tuple = match shared.len() {
        0 => "()".to_owned(),
        1 => format!("g{}", shared[0].0),
        _ => shared.iter().map(|(i, _, _)| format!("g{i}, ")).collect::<String>(),
    };
    let tuple = if shared.len() > 1 { format!("({tuple})") } else { tuple };
    let flat: String = active
        .iter()
        .map(|(i, _, param)| param.kind.flatten(&format!("g{i}"), "plain", "Tangent") + "\n")
        .collect();
    // The cotangents of the `&mut` parameters.
    let mut cotangents = String::new();
    let mut o = 1;
    for (i, _, param) in &exclusive {
        let ty = if matches!(param.kind, Kind::Maybe(_)) { ": Option<f64>" } else { "" };
        let _ = writeln!(
            cotangents,
            "let mut g{i}{ty} = {};",
            param.kind.build("s", o, "plain", "Tangent")
        );
        o += param.kind.size();
    }
    let outputs = o;
    let cotangent_args: String = exclusive.iter().map(|(i, _, _)| format!("&mut g{i}, ")).collect();

    let _ = write!(
        out,
        "fn vjp(d: &[f64], s: &[f64]) -> (f64, Vec<f64>) {{\n{plain_setup}{cotangents}\
         let (v, {tuple}) = plain::target::vjp({args} s[0], {cotangent_args});\n\
         let mut o: Vec<f64> = Vec::new();\n{flat}(v, o)\n}}\n"
    );
    let _ = write!(
        out,
        "fn pullback(d: &[f64], s: &[f64]) -> (f64, Vec<f64>) {{\n{plain_setup}{cotangents}\
         let (v, back) = plain::target::pullback({args});\nlet {tuple} = back(s[0], {cotangent_args});\n\
         let mut o: Vec<f64> = Vec::new();\n{flat}(v, o)\n}}\n"
    );
    // Twice into the same buffers; the cotangents are given anew.
    let buffers: String = shared
        .iter()
        .map(|(i, _, _)| {
            format!("let mut g{i} = autodiff_runtime::Differentiable::zero_tangent(&p{i});\n")
        })
        .collect();
    let buffer_args: String = shared.iter().map(|(i, _, _)| format!("&mut g{i}, ")).collect();
    let _ = write!(
        out,
        "fn accumulate(d: &[f64], s: &[f64]) -> (f64, Vec<f64>) {{\n{plain_setup}{buffers}{cotangents}\
         plain::target::accumulate_vjp({args} s[0], {cotangent_args}{buffer_args});\n\
         {plain_setup}{cotangents}\
         let v = plain::target::accumulate_vjp({args} s[0], {cotangent_args}{buffer_args});\n\
         let mut o: Vec<f64> = Vec::new();\n{flat}(v, o)\n}}\n"
    );
    // The tangents.
    let mut tangents = String::new();
    let mut tangent_args = String::new();
    for (i, k, param) in &active {
        let ty = if matches!(param.kind, Kind::Maybe(_)) { ": Option<f64>" } else { "" };
        let _ = writeln!(
            tangents,
            "let mut t{i}{ty} = {};",
            param.kind.build("t", *k, "plain", "Tangent")
        );
        tangent_args += &match param.passing {
            Passing::Value => format!("t{i}, "),
            Passing::Shared => format!("&t{i}, "),
            Passing::Exclusive => format!("&mut t{i}, "),
        };
    }
    let _ = write!(
        out,
        "fn jvp(d: &[f64], t: &[f64]) -> (Vec<f64>, Vec<f64>) {{\n{plain_setup}{tangents}\
         let (v, dv) = plain::target::jvp({args}{tangent_args});\n\
         let mut o: Vec<f64> = vec![v];\n"
    );
    for (i, _, param) in &exclusive {
        let _ = writeln!(out, "{}", param.kind.flatten(&format!("p{i}"), "plain", ""));
    }
    out.push_str("let values = o; let mut o: Vec<f64> = vec![dv];\n");
    for (i, _, param) in &exclusive {
        let _ = writeln!(out, "{}", param.kind.flatten(&format!("t{i}"), "plain", "Tangent"));
    }
    out.push_str("(values, o)\n}\n");
    if exclusive.is_empty() {
        let _ = write!(
            out,
            "fn grad(d: &[f64]) -> (f64, Vec<f64>) {{\n{plain_setup}\
             let (v, {tuple}) = plain::target::value_and_grad({args});\n\
             let mut o: Vec<f64> = Vec::new();\n{flat}\nlet once = o; let mut o: Vec<f64> = Vec::new();\n\
             let {tuple} = plain::target::grad({args});\n{flat}\
             crate::support::same(\"grad and value_and_grad\", &once, &o);\n\
             {buffers}plain::target::accumulate_grad({args}{buffer_args});\n\
             let mut o: Vec<f64> = Vec::new();\n{flat}\
             crate::support::same(\"grad and accumulate_grad\", &once, &o);\n(v, o)\n}}\n"
        );
    } else {
        out.push_str("fn grad(d: &[f64]) -> (f64, Vec<f64>) { vjp(d, &[1.0; 64]) }\n");
    }
    let curved = program.second_order && exclusive.is_empty();
    if curved {
        let _ = write!(
            out,
            "fn hvp(d: &[f64], t: &[f64]) -> Vec<f64> {{\n{plain_setup}{tangents}\
             let {tuple} = plain::target::hvp({args}{tangent_args});\n\
             let mut o: Vec<f64> = Vec::new();\n{flat}o\n}}\n"
        );
    }
    let curvature =
        if curved { "crate::support::curvature(d, grad, hvp, &mut hash);\n" } else { "" };
    let frees: Vec<&str> = active
        .iter()
        .flat_map(|(_, _, param)| {
            let exclusive = param.passing == Passing::Exclusive;
            std::iter::repeat_n(if exclusive { "true" } else { "false" }, param.kind.size())
        })
        .collect();
    let _ = write!(
        out,
        "pub fn check() -> [u64; 2] {{\nlet mut hash = [0; 2];\nfor d in POINTS {{\n\
         crate::support::laws(d, {outputs}, EXCLUSIVE, plain, dual, grad, vjp, pullback, accumulate, jvp, &mut hash);\n\
         {curvature}}}\nhash\n}}\nconst EXCLUSIVE: &[bool] = &[{}];\nconst POINTS: &[&[f64]] = &[{}];\n",
        frees.join(", "),
        program.points.iter().map(|point| format!("&{point:?}, ")).collect::<String>()
    );
    out
}
