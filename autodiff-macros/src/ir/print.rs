//! The IR as text, for snapshots and for reading.

use std::fmt::Write;

use super::{Block, Expr, ExprKind, Function, Member, Place, Proj, Stmt, StmtKind};

/// An expression. Variables are `%n`.
pub(crate) fn expr(expr: &Expr) -> String {
    let list = |args: &[Expr]| args.iter().map(self::expr).collect::<Vec<_>>().join(", ");
    match &expr.kind {
        ExprKind::Tokens(tokens) => tokens.to_string(),
        ExprKind::Read(p) => place(p),
        ExprKind::Ref(p) => format!("&{}", place(p)),
        ExprKind::RefMut(p) => format!("&mut {}", place(p)),
        ExprKind::RefTemp(e) => format!("&({})", self::expr(e)),
        ExprKind::Unary(op, e) => format!("{op:?}({})", self::expr(e)),
        ExprKind::Binary(op, a, b) => format!("{op:?}({}, {})", self::expr(a), self::expr(b)),
        ExprKind::Cast { value, ty, .. } => format!("({} as {ty})", self::expr(value)),
        ExprKind::Prim { prim, args, .. } => format!("{}({})", prim.name, list(args)),
        ExprKind::Inert { method, args, .. } => format!("inert {method}({})", list(args)),
        ExprKind::InertCall { path, args, .. } => format!("inert {path}({})", list(args)),
        ExprKind::Aggregate { kind, operands } => {
            let name = match kind {
                super::Aggregate::Tuple => "tuple".to_owned(),
                super::Aggregate::Array => "array".to_owned(),
                super::Aggregate::Repeat(n) => format!("repeat {}", self::expr(n)),
                super::Aggregate::VecList => "vec".to_owned(),
                super::Aggregate::VecRepeat(n) => format!("vec repeat {}", self::expr(n)),
                super::Aggregate::Struct { path, .. }
                | super::Aggregate::Call { path, .. }
                | super::Aggregate::MatrixNew(path)
                | super::Aggregate::MatrixMacro { path, .. } => path.to_string(),
            };
            format!("{name}[{}]", list(operands))
        }
        ExprKind::Range { low, high, inclusive } => format!(
            "{}..{}{}",
            low.as_ref().map(|e| self::expr(e)).unwrap_or_default(),
            if *inclusive { "=" } else { "" },
            high.as_ref().map(|e| self::expr(e)).unwrap_or_default()
        ),
        ExprKind::Function { value, captured, .. } => {
            let name = match value {
                super::FunctionValue::Named(path) => path.to_string(),
                super::FunctionValue::Local(index) => format!("closure {index}"),
            };
            format!("function {name}[{}]", list(captured))
        }
        ExprKind::Stop(e) => format!("stop({})", self::expr(e)),
        ExprKind::Opaque { tokens, binds, .. } => {
            let binds: Vec<_> = binds.iter().map(|(_, p)| place(p)).collect();
            format!("opaque {{ {tokens} }}({})", binds.join(", "))
        }
        ExprKind::Rule { name, args } => format!("rule {name}({})", list(args)),
        ExprKind::Helper { name, args } => format!("helper {name}({})", list(args)),
        ExprKind::Zero(p) => format!("zero({})", place(p)),
        ExprKind::FloatZero(_) => "0.0".to_owned(),
        ExprKind::Replace(p, e) => format!("replace({}, {})", place(p), self::expr(e)),
        ExprKind::Take(p) => format!("take({})", place(p)),
        ExprKind::TakeChecked(adjoint, p) => format!("take(%{}, {})", adjoint.0, place(p)),
    }
}

/// A place.
pub(crate) fn place(place: &Place) -> String {
    let mut text = format!("%{}", place.root.0);
    for step in &place.path {
        match step {
            Proj::Deref => text = format!("(*{text})"),
            Proj::Field(Member::Named(name)) => write!(text, ".{name}").expect("a string"),
            Proj::Field(Member::Index(index)) => write!(text, ".{index}").expect("a string"),
            Proj::Index(index) => write!(text, "[{}]", expr(index)).expect("a string"),
            Proj::View { method, args, .. } => {
                let args: Vec<_> = args.iter().map(expr).collect();
                write!(text, ".{method}({})", args.join(", ")).expect("a string");
            }
            Proj::Variant { name, field } => write!(text, " as {name}.{field}").expect("a string"),
        }
    }
    text
}

/// A whole function.
pub(crate) fn function(f: &Function) -> String {
    let mut out = format!("fn {}(", f.name);
    let params: Vec<String> =
        f.params.iter().map(|p| format!("%{} {}", p.0, f.var(*p).name)).collect();
    out += &params.join(", ");
    out += ")\n";
    block(f, &f.body, 1, &mut out);
    if let Some(result) = &f.result {
        writeln!(out, "  = {}", expr(result)).expect("a string");
    }
    out
}

fn block(f: &Function, b: &Block, depth: usize, out: &mut String) {
    for stmt in &b.stmts {
        self::stmt(f, stmt, depth, out);
    }
}

/// A statement without its blocks.
pub(crate) fn line(f: &Function, s: &Stmt) -> String {
    match &s.kind {
        StmtKind::Let { var, value } => {
            let info = f.var(*var);
            let value = value.as_ref().map(|v| format!(" = {}", expr(v))).unwrap_or_default();
            let mutable = if info.mutable { "mut " } else { "" };
            format!("let {mutable}%{} {}{value}", var.0, info.name)
        }
        StmtKind::Assign { place: p, value } => format!("{} = {}", place(p), expr(value)),
        StmtKind::Update { op, place: p, value } => {
            format!("{} {op:?}= {}", place(p), expr(value))
        }
        StmtKind::Call { dest, callee, args } => {
            let name = match callee {
                super::Callee::Path { path, .. } => path.to_string(),
                super::Callee::Assoc { owner, name, .. } => format!("{owner}::{name}"),
                super::Callee::Method { name, .. } => format!(".{name}"),
                super::Callee::Value { .. } => "value".to_owned(),
            };
            let args: Vec<_> = args.iter().map(expr).collect();
            let dest = dest.map(|d| format!("let %{} = ", d.0)).unwrap_or_default();
            format!("{dest}call {name}({})", args.join(", "))
        }
        StmtKind::If { cond, .. } => format!("if {}", expr(cond)),
        StmtKind::Match { scrutinee, .. } => format!("match {}", place(scrutinee)),
        StmtKind::For { var, range, exit, .. } => format!(
            "for %{} in {}..{}{}",
            var.0,
            expr(&range.low),
            expr(&range.high),
            exit.map(|e| format!(" until %{}", e.0)).unwrap_or_default()
        ),
        StmtKind::Loop { exit, .. } => format!("loop until %{}", exit.0),
        StmtKind::Effect(effect) => format!("effect {}", effect.path),
        StmtKind::Grow(grow) => {
            let args: Vec<String> = grow.index.iter().chain(&grow.value).map(expr).collect();
            let dest = grow.dest.map(|d| format!("let %{} = ", d.0)).unwrap_or_default();
            format!("{dest}{:?} {}({})", grow.op, place(&grow.place), args.join(", "))
        }
        StmtKind::Accumulate { place: p, value } => format!("{} += {}", place(p), expr(value)),
        StmtKind::Reverse(call) => format!("{:?} call", call.mode),
        StmtKind::LetTuple { vars, value } => format!("let {vars:?} = {}", expr(value)),
        StmtKind::Second(call) => format!("second-order {:?} call", call.mode),
        StmtKind::TapeNew { tape, .. } => format!("tape %{}", tape.0),
        StmtKind::TapeReserve { tape, trips } => format!("reserve %{} {}", tape.0, expr(trips)),
        StmtKind::TapePush { tape, vars } => format!("push %{} {vars:?}", tape.0),
        StmtKind::TapePushAll { tape, var } => format!("push all %{} %{}", tape.0, var.0),
        StmtKind::TapePopAll { tape, var } => format!("pop all %{} %{}", tape.0, var.0),
        StmtKind::TapePop { tape, vars } => format!("pop %{} {vars:?}", tape.0),
        StmtKind::ResidualSet { residual, vars } => format!("keep %{} {vars:?}", residual.0),
        StmtKind::ResidualGet { residual, vars } => format!("kept %{} {vars:?}", residual.0),
        StmtKind::RecordNew { var, .. } => format!("record %{}", var.0),
        StmtKind::Rebind { scrutinee, .. } => format!("rebind {}", place(scrutinee)),
        StmtKind::Repeat { count, .. } => format!("repeat %{}", count.0),
        StmtKind::IfKept { residual, vars, .. } => format!("if kept %{} {vars:?}", residual.0),
        StmtKind::ForReverse { var, .. } => format!("for reverse %{}", var.0),
        StmtKind::Save { old, place: p } => format!("save %{} = {}", old.0, place(p)),
        StmtKind::Restore { place: p, old } => format!("restore {} = %{}", place(p), old.0),
    }
}

fn stmt(f: &Function, s: &Stmt, depth: usize, out: &mut String) {
    let pad = "  ".repeat(depth);
    writeln!(out, "{pad}{}", line(f, s)).expect("a string");
    match &s.kind {
        StmtKind::If { then, els, .. } => {
            block(f, then, depth + 1, out);
            if !els.stmts.is_empty() {
                writeln!(out, "{pad}else").expect("a string");
                block(f, els, depth + 1, out);
            }
        }
        StmtKind::Match { arms, .. } => {
            for arm in arms {
                let bound: Vec<String> =
                    arm.bindings.iter().map(|b| format!("%{}", b.var.0)).collect();
                writeln!(out, "{pad}arm {}", bound.join(" ")).expect("a string");
                block(f, &arm.body, depth + 1, out);
            }
        }
        _ => super::visit::each_block(s, &mut |b| block(f, b, depth + 1, out)),
    }
}
