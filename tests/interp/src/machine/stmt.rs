//! Statements and blocks.

use autodiff_runtime::Real;

use super::{Cell, Machine, operators};
use crate::fault::{Run, broken, panicked, unsupported};
use crate::ir::{
    Arm, Block, Effect, Expr, ExprKind, Grow, Growth, Pat, Place, Range, Stmt, StmtKind, VarId,
    VarKind, print,
};
use crate::program::last_segment;
use crate::value::Value;

impl<'p, S: Real> Machine<'p, S> {
    /// Runs the statements of a block whose variables stay in scope.
    pub(super) fn stmts(&mut self, block: &Block) -> Run<()> {
        for stmt in &block.stmts {
            self.session.step()?;
            if let Some(coverage) = self.session.coverage {
                coverage.stmt(stmt);
            }
            self.stmt(stmt).map_err(|mut fault| {
                if fault.trace.len() < 4 {
                    fault.trace.push(format!("{}: {}", self.f.name, print::line(self.f, stmt)));
                }
                fault
            })?;
        }
        Ok(())
    }

    /// Runs a block.
    fn block(&mut self, block: &Block) -> Run<()> {
        let mark = self.frame.mark();
        self.stmts(block)?;
        self.leave(mark)
    }

    /// Ends a block: the reverse sweep must have used up the tapes that end here.
    fn leave(&mut self, mark: usize) -> Run<()> {
        for (var, cell) in self.frame.leave(mark) {
            if self.reversing {
                self.used_up(var, &cell)?;
            }
        }
        Ok(())
    }

    fn used_up(&self, var: VarId, cell: &Cell<S>) -> Run<()> {
        match cell {
            Cell::Value(Value::Tape(entries)) if !entries.is_empty() => {
                broken(format!("{} entries are left on {}", entries.len(), self.named(var)))
            }
            _ => Ok(()),
        }
    }

    /// The reverse sweep is over: nothing may be left on any tape.
    pub(super) fn finished(&self) -> Run<()> {
        for index in 0..self.f.vars.len() {
            let var = VarId(u32::try_from(index).unwrap_or(u32::MAX));
            self.used_up(var, self.frame.cell(var))?;
        }
        Ok(())
    }

    fn declare(&mut self, var: VarId, value: Value<S>) {
        self.frame.declare(var, Cell::Value(value));
    }

    /// Moves the value out of a variable that is used once.
    fn moved(&mut self, var: VarId) -> Run<Value<S>> {
        match self.frame.cell_mut(var) {
            Cell::Value(value) => Ok(std::mem::replace(value, Value::Hole)),
            _ => broken(format!("{} is read before it is written", self.named(var))),
        }
    }

    /// The value of a variable to keep, or nothing where a variable that is assigned once has none yet.
    fn recorded(&mut self, var: VarId) -> Run<Value<S>> {
        match self.frame.cell_mut(var) {
            // There is only one of each.
            Cell::Value(value @ (Value::Tape(_) | Value::Kept(_) | Value::Residual(_))) => {
                Ok(std::mem::replace(value, Value::Hole))
            }
            Cell::Value(value) => Ok(value.clone()),
            Cell::Empty if self.f.var(var).kind == VarKind::Checked => Ok(Value::Hole),
            Cell::Empty => broken(format!("{} is kept before it is written", self.named(var))),
            Cell::Alias(..) => self.read(&Place::var(var)),
        }
    }

    /// Puts recorded values into variables.
    fn recall(
        &mut self,
        vars: &[VarId],
        from: (Vec<VarId>, Vec<Value<S>>),
        what: VarId,
    ) -> Run<()> {
        let (kept, values) = from;
        if kept != vars {
            return broken(format!(
                "{} holds {kept:?}, and {vars:?} are asked for",
                self.named(what)
            ));
        }
        for (var, value) in vars.iter().zip(values) {
            let cell = match value {
                Value::Hole if self.f.var(*var).kind == VarKind::Checked => Cell::Empty,
                value => Cell::Value(value),
            };
            self.frame.declare(*var, cell);
        }
        Ok(())
    }

    fn stmt(&mut self, stmt: &Stmt) -> Run<()> {
        match &stmt.kind {
            StmtKind::Let { var, value: None } => self.frame.declare(*var, Cell::Empty),
            StmtKind::Let { var, value: Some(value) } => {
                let value = self.declared_value(*var, value)?;
                self.declare(*var, value);
            }
            StmtKind::Assign { place, value } => self.assign(place, value)?,
            StmtKind::Update { op, place, value } => {
                let value = self.eval(value)?;
                self.update(place, &mut |old| {
                    *old = operators::apply(*op, old, &value)?;
                    Ok(())
                })?;
            }
            StmtKind::Call { dest, callee, args } => {
                let value = self.call(callee, args)?;
                if let Some(dest) = dest {
                    self.declare(*dest, value);
                }
            }
            StmtKind::If { cond, then, els } => {
                let taken = self.eval(cond)?.bool()?;
                self.block(if taken { then } else { els })?;
            }
            StmtKind::Match { scrutinee, arms, .. } => self.match_arms(scrutinee, arms)?,
            StmtKind::For { var, range, exit, body } => {
                for index in self.indices(range)? {
                    let mark = self.frame.mark();
                    self.declare(*var, Value::Int(index));
                    self.stmts(body)?;
                    let ends = exit.map(|exit| self.read(&Place::var(exit))?.bool()).transpose()?;
                    self.leave(mark)?;
                    if ends == Some(true) {
                        break;
                    }
                }
            }
            StmtKind::Loop { exit, body } => loop {
                let mark = self.frame.mark();
                self.session.step()?;
                self.stmts(body)?;
                let ends = self.read(&Place::var(*exit))?.bool()?;
                self.leave(mark)?;
                if ends {
                    break;
                }
            },
            StmtKind::Effect(effect) => self.effect(effect)?,
            StmtKind::Grow(grow) => self.grow(grow)?,
            StmtKind::Accumulate { place, value } => self.accumulate(place, value)?,
            StmtKind::Reverse(call) => self.derivative_call(call)?,
            StmtKind::Second(call) => self.second_call(call)?,
            StmtKind::LetTuple { vars, value } => match self.eval(value)? {
                Value::Tuple(parts) if parts.len() == vars.len() => {
                    for (var, part) in vars.iter().zip(parts) {
                        self.declare(*var, part);
                    }
                }
                _ => return broken("other than as many parts as variables"),
            },
            StmtKind::TapeNew { tape, .. } => self.declare(*tape, Value::Tape(Vec::new())),
            StmtKind::TapeReserve { trips, .. } => {
                self.eval(trips)?;
            }
            StmtKind::TapePush { tape, vars } => {
                let values = vars.iter().map(|var| self.recorded(*var)).collect::<Run<Vec<_>>>()?;
                self.tape(*tape)?.push((vars.clone(), values));
            }
            StmtKind::TapePop { tape, vars } => match self.tape(*tape)?.pop() {
                Some(entry) => self.recall(vars, entry, *tape)?,
                None => return broken(format!("{} is empty", self.named(*tape))),
            },
            StmtKind::TapePushAll { tape, var } => {
                let items = self.read(&Place::var(*var))?.elements()?;
                let tape = self.tape(*tape)?;
                tape.extend(items.into_iter().map(|item| (vec![*var], vec![item])));
            }
            StmtKind::TapePopAll { tape, var } => {
                let count = self.read(&Place::var(*var))?.elements()?.len();
                let name = self.named(*tape);
                let tape = self.tape(*tape)?;
                let Some(from) = tape.len().checked_sub(count) else {
                    return broken(format!("{name} holds less than {count} elements"));
                };
                let mut items = Vec::with_capacity(count);
                for (vars, values) in tape.split_off(from) {
                    if vars != [*var] {
                        return broken(format!("{name} holds {vars:?} instead of elements"));
                    }
                    items.extend(values);
                }
                self.write(&Place::var(*var), Value::List(items))?;
            }
            StmtKind::ResidualSet { residual, vars } => {
                let values = vars.iter().map(|var| self.recorded(*var)).collect::<Run<Vec<_>>>()?;
                self.write(&Place::var(*residual), Value::Kept(Some((vars.clone(), values))))?;
            }
            StmtKind::ResidualGet { residual, vars } => match self.moved(*residual)? {
                Value::Kept(Some(entry)) => self.recall(vars, entry, *residual)?,
                _ => return broken(format!("{} kept nothing", self.named(*residual))),
            },
            StmtKind::RecordNew { var, value: None } => self.declare(*var, Value::Kept(None)),
            StmtKind::RecordNew { var, value: Some(value) } => {
                let value = Expr::tokens(value.clone(), stmt.span);
                let value = self.fresh(&value)?;
                self.declare(*var, value);
            }
            StmtKind::Rebind { scrutinee, pat, body, .. } => {
                let mark = self.frame.mark();
                if !self.bind(scrutinee, pat)? {
                    return broken("the arm that was taken does not match any more");
                }
                self.stmts(body)?;
                self.leave(mark)?;
            }
            StmtKind::Repeat { count, body } => {
                for _ in 0..self.read(&Place::var(*count))?.index()? {
                    self.block(body)?;
                }
            }
            StmtKind::IfKept { residual, vars, body } => {
                if let Value::Kept(Some(entry)) = self.moved(*residual)? {
                    let mark = self.frame.mark();
                    self.recall(vars, entry, *residual)?;
                    self.stmts(body)?;
                    self.leave(mark)?;
                }
            }
            StmtKind::ForReverse { var, range, trips, body } => {
                let mut indices = self.indices(range)?;
                if let Some(trips) = trips {
                    indices.truncate(self.read(&Place::var(*trips))?.index()?);
                }
                for index in indices.into_iter().rev() {
                    let mark = self.frame.mark();
                    self.declare(*var, Value::Int(index));
                    self.stmts(body)?;
                    self.leave(mark)?;
                }
            }
            StmtKind::Save { old, place } => {
                let checked = place.is_var() && self.f.var(place.root).kind == VarKind::Checked;
                let value = if checked { self.recorded(place.root)? } else { self.read(place)? };
                self.declare(*old, value);
            }
            StmtKind::Restore { place, old } => {
                let value = self.recorded(*old)?;
                self.restore(place, value)?;
            }
        }
        Ok(())
    }

    /// A literal of derivative code, which is made anew for each statement.
    fn fresh(&mut self, expr: &Expr) -> Run<Value<S>> {
        match &expr.kind {
            ExprKind::Tokens(tokens) => match syn::parse2::<syn::Expr>(tokens.clone()) {
                Ok(parsed) => self.plain(&parsed, &mut Vec::new()),
                Err(_) => unsupported("tokens that are no expression"),
            },
            _ => self.eval(expr),
        }
    }

    /// What a `let` gives; some values have the shape that its type says.
    fn declared_value(&mut self, var: VarId, value: &Expr) -> Run<Value<S>> {
        if let ExprKind::Helper { name: "filled", args } = &value.kind {
            let element = self.eval(&args[0])?;
            let Some(ty) = &self.f.var(var).ty else {
                return unsupported("an array whose length is inferred");
            };
            let ty = ty.to_string();
            let length = ty.rsplit(';').next().unwrap_or_default().trim_end_matches([']', ' ']);
            return match length.trim().parse() {
                Ok(length) => Ok(Value::List(vec![element; length])),
                Err(_) => unsupported(format!("an array of the type `{ty}`")),
            };
        }
        if let ExprKind::Replace(place, new) = &value.kind
            && is_default(new)
        {
            let old = self.read(place)?;
            self.write(place, default_of(&old)?)?;
            return Ok(old);
        }
        self.eval(value)
    }

    fn assign(&mut self, place: &Place, value: &Expr) -> Run<()> {
        let new = if is_default(value) {
            default_of(&self.read(place)?)?
        } else if let ExprKind::Read(from) = &value.kind
            && from.is_var()
            && self.f.var(from.root).kind == VarKind::Record
        {
            // What was kept of a variable that had no value yet.
            self.recorded(from.root)?
        } else {
            self.eval(value)?
        };
        self.restore(place, new)
    }

    /// `place = value`, where it may be that the place had none.
    fn restore(&mut self, place: &Place, value: Value<S>) -> Run<()> {
        if matches!(value, Value::Hole) {
            if place.is_var() && self.f.var(place.root).kind == VarKind::Checked {
                *self.frame.cell_mut(place.root) = Cell::Empty;
                return Ok(());
            }
            return broken(format!("{} gets what was moved", print::place(place)));
        }
        let is_list = matches!(value, Value::List(_));
        let mut value = Some(value);
        self.update(place, &mut |old| {
            if let (Value::Matrix(old), Some(Value::Matrix(new))) = (&old, &value)
                && old.shape() != new.shape()
            {
                return panicked("a matrix gets another shape");
            }
            if let (Value::Float(_), Some(Value::List(_))) = (&old, &value)
                && is_list
            {
                return broken("a list is assigned to a float");
            }
            if let Some(value) = value.take() {
                *old = value;
            }
            Ok(())
        })
    }

    fn accumulate(&mut self, place: &Place, value: &Expr) -> Run<()> {
        let value = self.eval(value)?;
        let checked = place.is_var() && self.f.var(place.root).kind == VarKind::Checked;
        if checked && matches!(self.frame.cell(place.root), Cell::Empty) {
            *self.frame.cell_mut(place.root) = Cell::Value(value);
            return Ok(());
        }
        self.update(place, &mut |adjoint| adjoint.add_assign(&value))
    }

    /// The indices of a counted loop, forwards.
    fn indices(&mut self, range: &Range) -> Run<Vec<i64>> {
        let (low, high) = (self.eval(&range.low)?.int()?, self.eval(&range.high)?.int()?);
        let high = if range.inclusive { high + 1 } else { high };
        let mut indices: Vec<i64> = (low..high).collect();
        if let Some(step) = &range.step {
            let step = self.eval(step)?.index()?;
            if step == 0 {
                return panicked("a step of zero");
            }
            indices = indices.into_iter().step_by(step).collect();
        }
        if range.reversed {
            indices.reverse();
        }
        if let Some(part) = &range.part {
            let (passed, most) = (self.eval(&part.0)?.index()?, self.eval(&part.1)?.index()?);
            indices = indices.into_iter().skip(passed).take(most).collect();
        }
        Ok(indices)
    }

    /// Matches a place with a pattern; binds the variables of the pattern to parts of the place.
    fn bind(&mut self, scrutinee: &Place, pat: &Pat) -> Run<bool> {
        let (root, path) = self.resolve(scrutinee)?;
        let value = self.read(scrutinee)?;
        let mut bound = Vec::new();
        if !self.pattern(pat, &value, &mut path.clone(), &mut bound)? {
            return Ok(false);
        }
        for (var, path) in bound {
            let alias = self.alias(root, path);
            self.frame.declare(var, alias);
        }
        Ok(true)
    }

    fn match_arms(&mut self, scrutinee: &Place, arms: &[Arm]) -> Run<()> {
        for arm in arms {
            let mark = self.frame.mark();
            let mut taken = self.bind(scrutinee, &arm.pat)?;
            if let (true, Some(guard)) = (taken, &arm.guard) {
                taken = self.eval(guard)?.bool()?;
            }
            if taken {
                self.stmts(&arm.body)?;
                return self.leave(mark);
            }
            self.leave(mark)?;
        }
        broken("no arm matches")
    }

    fn effect(&mut self, effect: &Effect) -> Run<()> {
        let path = effect.path.to_string();
        let name = last_segment(&path);
        let values = self.eval_all(&effect.args)?;
        match (name, values.as_slice()) {
            ("assert" | "debug_assert", [holds]) => super::plain::assertion(holds.bool()?, &path),
            ("assert_eq" | "debug_assert_eq", [a, b]) => {
                super::plain::assertion(operators::equal(a, b)?, &path)
            }
            ("assert_ne" | "debug_assert_ne", [a, b]) => {
                super::plain::assertion(!operators::equal(a, b)?, &path)
            }
            ("panic" | "unreachable" | "unimplemented", _) => panicked(format!("`{path}!`")),
            ("println" | "eprintln" | "print" | "eprint" | "dbg", _) => Ok(()),
            _ => unsupported(format!("the macro `{path}!` of {} values", values.len())),
        }
    }

    fn grow(&mut self, grow: &Grow) -> Run<()> {
        let index = grow.index.as_ref().map(|index| self.eval(index)?.index()).transpose()?;
        let mut value = grow.value.as_ref().map(|value| self.eval(value)).transpose()?;
        let taken = self.update(&grow.place, &mut |list| {
            let Value::List(items) = list else {
                return unsupported(format!("the length of a {} changes", list.kind()));
            };
            Ok(match (grow.op, index, value.take()) {
                (Growth::Push, _, Some(value)) => {
                    items.push(value);
                    None
                }
                (Growth::Pop, ..) => Some(match items.pop() {
                    Some(item) => Value::some(item),
                    None => Value::none(),
                }),
                (Growth::Insert, Some(index), Some(value)) => {
                    if index > items.len() {
                        return panicked("an element is put beyond the end");
                    }
                    items.insert(index, value);
                    None
                }
                (Growth::Remove, Some(index), _) => {
                    if index >= items.len() {
                        return panicked("an element is taken beyond the end");
                    }
                    Some(items.remove(index))
                }
                (Growth::Cut, Some(index), _) => {
                    Some(Value::List(items.split_off(index.min(items.len()))))
                }
                (Growth::Unpop, _, Some(value)) => {
                    items.extend(value.payload().cloned());
                    None
                }
                (Growth::Append, _, Some(tail)) => {
                    items.extend(tail.elements()?);
                    None
                }
                (op, ..) => return broken(format!("{op:?} without what it needs")),
            })
        })?;
        if let (Some(dest), Some(taken)) = (grow.dest, taken) {
            self.declare(dest, taken);
        }
        Ok(())
    }

    fn tape(&mut self, tape: VarId) -> Run<&mut Vec<(Vec<VarId>, Vec<Value<S>>)>> {
        let name = self.named(tape);
        match self.frame.cell_mut(tape) {
            Cell::Value(Value::Tape(entries)) => Ok(entries),
            _ => broken(format!("{name} is no tape here")),
        }
    }
}

/// Whether this is `Default::default()`, whose type only the place knows.
fn is_default(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Tokens(tokens) if {
        let mut last = tokens.clone().into_iter();
        last.any(|token| matches!(token, proc_macro2::TokenTree::Ident(name) if name == "default"))
    })
}

fn default_of<S: Real>(old: &Value<S>) -> Run<Value<S>> {
    Ok(match old {
        Value::Float(_) => Value::Float(S::zero()),
        Value::Int(_) => Value::Int(0),
        Value::Bool(_) => Value::Bool(false),
        Value::List(_) => Value::List(Vec::new()),
        Value::Struct(shape, _) if shape.is_carrier() => Value::none(),
        Value::Tuple(parts) => Value::Tuple(parts.iter().map(default_of).collect::<Run<_>>()?),
        other => return unsupported(format!("the default of a {}", other.kind())),
    })
}
