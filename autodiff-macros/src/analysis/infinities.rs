//! Whether a function makes zeros and infinities meet: where a zero cotangent may come upon an infinite factor, products
//! are written so that the zero wins (`(y * (1.0 / x)).min(1.0)` at `x = 0` has the derivative 0 by `y`, not NaN).
//!
//! An infinity comes from a division, a logarithm, a root and their like, or from a constant; a zero cotangent from what
//! selects, rounds or saturates. A function with neither multiplies plainly: a comparison in each product costs a
//! quarter of a tight loop.

use crate::ir::{BinaryOp, Expr, ExprKind, Function, StmtKind, visit};

/// Functions that are finite where their operands are, smooth, and nowhere flat.
const PLAIN: &[&str] = &[
    "sin",
    "cos",
    "sin_cos",
    "tanh",
    "atan",
    "exp",
    "exp2",
    "exp_m1",
    "mul_add",
    "to_radians",
    "to_degrees",
    "dot",
    "sum",
    "scale",
    "transpose",
    "component_mul",
    "norm_squared",
    "trace",
    "clone",
    "to_vec",
    "owned",
];

/// Whether a function does anything but what is plain.
pub(crate) fn may_meet(f: &Function) -> bool {
    let mut found = false;
    visit::each_stmt(&f.body, &mut |stmt| {
        if let StmtKind::Update { op: BinaryOp::Div | BinaryOp::Rem, value, .. } = &stmt.kind {
            found |= !value.is_nonzero_literal();
        }
        visit::each_expr(stmt, &mut |expr| found |= in_expr(f, expr));
    });
    found || f.result.as_ref().is_some_and(|result| in_expr(f, result))
}

fn in_expr(f: &Function, expr: &Expr) -> bool {
    let mut constant = true;
    visit::each_read(expr, &mut |_| constant = false);
    let own = match &expr.kind {
        // Of literals, as written: finite, or it is no use.
        ExprKind::Binary(..) | ExprKind::Prim { .. } if constant => false,
        ExprKind::Binary(BinaryOp::Div | BinaryOp::Rem, a, b) => {
            let discrete = f.operand_hint(a).is_discrete() || f.operand_hint(b).is_discrete();
            !discrete && !b.is_nonzero_literal()
        }
        ExprKind::Prim { prim, args, .. } => match prim.name {
            "powi" => !args.get(1).is_some_and(Expr::is_nonzero_literal),
            name => !PLAIN.contains(&name) && prim.rule != crate::ir::ops::IDENTITY,
        },
        ExprKind::Tokens(tokens) => {
            let text = tokens.to_string();
            ["INFINITY", "NAN", "MAX", "MIN"].iter().any(|name| text.contains(name))
        }
        _ => false,
    };
    let mut found = own;
    visit::each_operand(expr, &mut |operand| found |= in_expr(f, operand));
    found
}
