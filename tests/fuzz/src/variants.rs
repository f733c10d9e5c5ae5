//! Other programs that compute the same.

use interp::Variant;

use crate::program::{Item, Node, Print, Program};

/// A variant of a program, another sort for each seed.
pub(crate) fn variant(program: &Program) -> Variant {
    let (name, program, same_bits) = match program.seed % 3 {
        0 => ("called", called(program, false), true),
        1 => ("called in a branch", called(program, true), true),
        _ => ("bound twice", bound_twice(program), false),
    };
    Variant { name: name.to_owned(), source: program.print(Print::Differentiated), same_bits }
}

/// The function under test calls another, which does everything.
fn called(program: &Program, in_a_branch: bool) -> Program {
    let mut program = program.clone();
    let Some(target) = program.items.last_mut() else { return program };
    let head = target.head.clone();
    target.head = head.replacen("fn target(", "fn all_of_it(", 1);
    let args: Vec<&str> = program.params.iter().map(|param| param.name.as_str()).collect();
    let call = format!("all_of_it({})", args.join(", "));
    let body = if in_a_branch {
        let condition = "if core::f64::consts::PI > 3.0 {".to_owned();
        let (call, other) = (Node::Line(call), Node::Line("@{0.0_f64}".into()));
        vec![Node::Block(
            vec![(condition, vec![call]), ("} else {".into(), vec![other])],
            "}".into(),
        )]
    } else {
        vec![Node::Line(call)]
    };
    program.items.push(Item { head, body, tail: "}".into() });
    program
}

/// `let x = e;` is `let e_of_x = e; let x = e_of_x;`.
fn bound_twice(program: &Program) -> Program {
    fn body(nodes: &[Node]) -> Vec<Node> {
        let mut out = Vec::new();
        for node in nodes {
            match node {
                Node::Line(text) => match twice(text) {
                    Some(lines) => out.extend(lines.map(Node::Line)),
                    None => out.push(node.clone()),
                },
                Node::Block(arms, tail) => {
                    let arms =
                        arms.iter().map(|(head, inner)| (head.clone(), body(inner))).collect();
                    out.push(Node::Block(arms, tail.clone()));
                }
            }
        }
        out
    }
    let mut program = program.clone();
    program.items.iter_mut().for_each(|item| item.body = body(&item.body));
    program
}

fn twice(line: &str) -> Option<[String; 2]> {
    let rest = line.strip_prefix("let ")?;
    let (mutable, rest) = match rest.strip_prefix("mut ") {
        Some(rest) => ("mut ", rest),
        None => ("", rest),
    };
    let (name, value) = rest.split_once(" = ")?;
    let (name, ty) = match name.split_once(": ") {
        Some((name, ty)) => (name, format!(": {ty}")),
        None => (name, String::new()),
    };
    let plain = name.chars().all(|c| c.is_alphanumeric() || c == '_');
    // Functions and references are no values, and what follows a value may leave.
    let bound = value.trim_start_matches("move ");
    if !plain || bound.starts_with(['|', '&']) || value.contains(" else {") || value.contains("; ")
    {
        return None;
    }
    Some([
        format!("let value_of_{name}{ty} = {value}"),
        format!("let {mutable}{name}{ty} = value_of_{name};"),
    ])
}
