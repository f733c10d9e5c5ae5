//! Tokens of the user that the IR carries as they are: literals, paths, inactive expressions, closures.

use std::rc::Rc;

use autodiff_runtime::Real;

use super::{Machine, operators};
use crate::fault::{Run, panicked, unsupported};
use crate::ir::BinaryOp;
use crate::program::last_segment;
use crate::value::{Callable, Value};

/// The variables in scope, innermost last.
pub(super) type Scope<S> = Vec<(String, Value<S>)>;

fn text(tokens: &impl quote::ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

impl<S: Real> Machine<'_, S> {
    /// Evaluates an expression without early exits.
    pub(super) fn plain(&mut self, expr: &syn::Expr, scope: &mut Scope<S>) -> Run<Value<S>> {
        match expr {
            syn::Expr::Lit(it) => literal(&it.lit),
            syn::Expr::Path(it) => self.plain_path(&it.path, scope),
            syn::Expr::Paren(it) => self.plain(&it.expr, scope),
            syn::Expr::Group(it) => self.plain(&it.expr, scope),
            syn::Expr::Reference(it) => self.plain(&it.expr, scope),
            syn::Expr::Block(it) => self.plain_block(&it.block, scope),
            syn::Expr::Tuple(it) => {
                Ok(Value::Tuple(it.elems.iter().map(|e| self.plain(e, scope)).collect::<Run<_>>()?))
            }
            syn::Expr::Array(it) => {
                Ok(Value::List(it.elems.iter().map(|e| self.plain(e, scope)).collect::<Run<_>>()?))
            }
            syn::Expr::Unary(it) => {
                let value = self.plain(&it.expr, scope)?;
                match it.op {
                    syn::UnOp::Deref(_) => Ok(value),
                    syn::UnOp::Neg(_) => operators::negated(&value),
                    syn::UnOp::Not(_) => Ok(Value::Bool(!value.bool()?)),
                    _ => unsupported(format!("the operator in `{}`", text(it))),
                }
            }
            syn::Expr::Binary(it) => {
                let Some(op) = binary_op(&it.op) else {
                    return unsupported(format!("the operator in `{}`", text(it)));
                };
                let first = self.plain(&it.left, scope)?;
                match (op, &first) {
                    (BinaryOp::And, Value::Bool(false)) | (BinaryOp::Or, Value::Bool(true)) => {
                        Ok(first)
                    }
                    _ => operators::apply(op, &first, &self.plain(&it.right, scope)?),
                }
            }
            syn::Expr::Cast(it) => operators::cast(&self.plain(&it.expr, scope)?, &text(&it.ty)),
            syn::Expr::If(it) => {
                let depth = scope.len();
                let taken = self.plain_condition(&it.cond, scope)?;
                let value = if taken {
                    self.plain_block(&it.then_branch, scope)
                } else {
                    scope.truncate(depth);
                    match &it.else_branch {
                        Some((_, branch)) => self.plain(branch, scope),
                        None => Ok(Value::unit()),
                    }
                };
                scope.truncate(depth);
                value
            }
            syn::Expr::Let(_) => Ok(Value::Bool(self.plain_condition(expr, scope)?)),
            syn::Expr::Match(it) => {
                let value = self.plain(&it.expr, scope)?;
                for arm in &it.arms {
                    let depth = scope.len();
                    let mut taken = self.plain_pattern(&arm.pat, &value, scope)?;
                    if let (true, Some((_, guard))) = (taken, &arm.guard) {
                        taken = self.plain(guard, scope)?.bool()?;
                    }
                    if taken {
                        let result = self.plain(&arm.body, scope);
                        scope.truncate(depth);
                        return result;
                    }
                    scope.truncate(depth);
                }
                unsupported("a match without an arm")
            }
            syn::Expr::Field(it) => {
                let value = self.plain(&it.base, scope)?;
                let member = match &it.member {
                    syn::Member::Named(name) => crate::ir::Member::Named(name.clone()),
                    syn::Member::Unnamed(index) => crate::ir::Member::Index(index.index as usize),
                };
                super::place::inspect(&value, &[super::place::Step::Field(member)], &mut |part| {
                    Ok(part.clone())
                })
            }
            syn::Expr::Index(it) => {
                let (base, index) = (self.plain(&it.expr, scope)?, self.plain(&it.index, scope)?);
                element(&base, &index)
            }
            syn::Expr::Range(it) => {
                let mut end = |e: &Option<Box<syn::Expr>>| {
                    e.as_ref().map(|e| self.plain(e, scope)?.int()).transpose()
                };
                let (low, high) = (end(&it.start)?, end(&it.end)?);
                let inclusive = matches!(it.limits, syn::RangeLimits::Closed(_));
                Ok(Value::Range { low, high, inclusive })
            }
            syn::Expr::Closure(it) => Ok(Value::Function(Rc::new(Callable::Plain {
                closure: Rc::new(it.clone()),
                bound: scope.clone(),
            }))),
            syn::Expr::MethodCall(it) => {
                let mut values = vec![self.plain(&it.receiver, scope)?];
                for arg in &it.args {
                    values.push(self.plain(arg, scope)?);
                }
                self.plain_method(&it.method.to_string(), &values)
            }
            syn::Expr::Call(it) => {
                let values =
                    it.args.iter().map(|a| self.plain(a, scope)).collect::<Run<Vec<_>>>()?;
                if let syn::Expr::Path(path) = &*it.func {
                    let name = text(path);
                    if let Some((_, function)) = scope.iter().rev().find(|(own, _)| *own == name) {
                        let function = function.clone();
                        return self.call_plain(&function, &values);
                    }
                    return self.plain_call(&name, values);
                }
                let function = self.plain(&it.func, scope)?;
                self.call_plain(&function, &values)
            }
            syn::Expr::Struct(it) => {
                let name = it.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
                let name = self.type_name(&name);
                let Some(shape) = self.session.program.shape(&name) else {
                    return unsupported(format!("the struct `{name}`"));
                };
                let mut parts = vec![Value::Hole; shape.fields.len()];
                for field in &it.fields {
                    let own = text(&field.member);
                    if let Some(at) = shape.fields.iter().position(|other| *other == own) {
                        parts[at] = self.plain(&field.expr, scope)?;
                    }
                }
                Ok(Value::Struct(shape, parts))
            }
            syn::Expr::Repeat(it) => {
                let value = self.plain(&it.expr, scope)?;
                let count = self.plain(&it.len, scope)?.index()?;
                Ok(Value::List(vec![value; count]))
            }
            syn::Expr::Macro(it) => self.plain_macro(&it.mac, scope),
            other => unsupported(format!("the inactive expression `{}`", text(other))),
        }
    }

    /// A condition; what a `let` in it binds stays in scope.
    fn plain_condition(&mut self, cond: &syn::Expr, scope: &mut Scope<S>) -> Run<bool> {
        match cond {
            syn::Expr::Let(it) => {
                let value = self.plain(&it.expr, scope)?;
                self.plain_pattern(&it.pat, &value, scope)
            }
            syn::Expr::Binary(it) if matches!(it.op, syn::BinOp::And(_)) => Ok(self
                .plain_condition(&it.left, scope)?
                && self.plain_condition(&it.right, scope)?),
            other => self.plain(other, scope)?.bool(),
        }
    }

    fn plain_block(&mut self, block: &syn::Block, scope: &mut Scope<S>) -> Run<Value<S>> {
        let depth = scope.len();
        let mut last = Value::unit();
        for stmt in &block.stmts {
            last = Value::unit();
            match stmt {
                syn::Stmt::Local(local) => {
                    let Some(init) = &local.init else {
                        return unsupported("a `let` without a value in an inactive expression");
                    };
                    let value = self.plain(&init.expr, scope)?;
                    if !self.plain_pattern(&local.pat, &value, scope)? {
                        return unsupported("a `let` that does not match");
                    }
                }
                syn::Stmt::Expr(expr, semicolon) => {
                    let value = self.plain(expr, scope)?;
                    if semicolon.is_none() {
                        last = value;
                    }
                }
                syn::Stmt::Item(_) | syn::Stmt::Macro(_) => {
                    return unsupported("an item or a macro in an inactive expression");
                }
            }
        }
        scope.truncate(depth);
        Ok(last)
    }

    fn plain_macro(&mut self, mac: &syn::Macro, scope: &mut Scope<S>) -> Run<Value<S>> {
        let name = mac.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
        if name != "matches" {
            return unsupported(format!("the macro `{name}!`"));
        }
        let parser = |input: syn::parse::ParseStream<'_>| {
            let value: syn::Expr = input.parse()?;
            let _: syn::Token![,] = input.parse()?;
            let pat = syn::Pat::parse_multi_with_leading_vert(input)?;
            let guard = match input.parse::<Option<syn::Token![if]>>()? {
                Some(_) => Some(input.parse::<syn::Expr>()?),
                None => None,
            };
            let _: Option<syn::Token![,]> = input.parse()?;
            Ok((value, pat, guard))
        };
        let Ok((value, pat, guard)) = syn::parse::Parser::parse2(parser, mac.tokens.clone()) else {
            return unsupported("a `matches!` that cannot be read");
        };
        let depth = scope.len();
        let value = self.plain(&value, scope)?;
        let mut found = self.plain_pattern(&pat, &value, scope)?;
        if let (true, Some(guard)) = (found, guard) {
            found = self.plain(&guard, scope)?.bool()?;
        }
        scope.truncate(depth);
        Ok(Value::Bool(found))
    }

    /// Calls a closure of an inactive expression, or any other function.
    pub(super) fn call_plain(&mut self, function: &Value<S>, args: &[Value<S>]) -> Run<Value<S>> {
        let Value::Function(callable) = function else {
            return unsupported(format!("a call of a {}", function.kind()));
        };
        let (closure, bound) = match &**callable {
            Callable::Plain { closure, bound } => (closure, bound),
            Callable::Path(path) => return self.plain_call(path, args.to_vec()),
            Callable::Named(_) | Callable::Local { .. } => {
                return self.call_value(function, args.to_vec());
            }
        };
        let mut scope = bound.clone();
        for (pat, value) in closure.inputs.iter().zip(args) {
            if !self.plain_pattern(pat, value, &mut scope)? {
                return unsupported("a closure whose argument does not match");
            }
        }
        self.plain(&closure.body, &mut scope)
    }

    fn plain_path(&mut self, path: &syn::Path, scope: &Scope<S>) -> Run<Value<S>> {
        if let Some(name) = path.get_ident()
            && let Some((_, value)) = scope.iter().rev().find(|(own, _)| name == own)
        {
            return Ok(value.clone());
        }
        let path = text(path).replace(' ', "");
        let last = last_segment(&path);
        let number = match path.rsplit("::").nth(1) {
            Some("usize") if last == "MAX" => return Ok(Value::Int(i64::MAX)),
            Some("i32") if last == "MAX" => return Ok(Value::Int(i32::MAX.into())),
            Some("f64" | "consts") => match last {
                "PI" => Some(std::f64::consts::PI),
                "TAU" => Some(std::f64::consts::TAU),
                "E" => Some(std::f64::consts::E),
                "EPSILON" => Some(f64::EPSILON),
                "MAX" => Some(f64::MAX),
                "MIN" => Some(f64::MIN),
                "INFINITY" => Some(f64::INFINITY),
                "NEG_INFINITY" => Some(f64::NEG_INFINITY),
                "NAN" => Some(f64::NAN),
                _ => None,
            },
            Some("Ordering") => {
                return Ok(Value::Ordering(match last {
                    "Less" => std::cmp::Ordering::Less,
                    "Greater" => std::cmp::Ordering::Greater,
                    _ => std::cmp::Ordering::Equal,
                }));
            }
            _ => None,
        };
        if let Some(number) = number {
            return Ok(Value::Float(S::lit(number)));
        }
        if let Some(value) = self.session.program.constants.get(last).cloned() {
            return self.plain(&value, &mut Vec::new());
        }
        if last.starts_with(char::is_uppercase) {
            return Ok(Value::variant(last, Vec::new()));
        }
        if path.contains("::") || self.session.program.find(last).is_some() {
            return Ok(Value::Function(Rc::new(Callable::Path(path))));
        }
        unsupported(format!("the path `{path}`"))
    }
}

/// An element, or a slice.
pub(super) fn element<S: Real>(base: &Value<S>, index: &Value<S>) -> Run<Value<S>> {
    use super::place::{Step, inspect};
    let step = match index {
        Value::Range { low, high, inclusive } => {
            let at = |n: i64| Value::<S>::Int(n).index();
            let high = high.map(|n| at(n + i64::from(*inclusive))).transpose()?;
            Step::Slice(at(low.unwrap_or(0))?, high)
        }
        Value::Tuple(parts) if parts.len() == 2 => {
            Step::Entry(parts[0].index()?, parts[1].index()?)
        }
        index => Step::Index(index.index()?),
    };
    inspect(base, &[step], &mut |part| Ok(part.clone()))
}

/// A literal.
pub(super) fn literal<S: Real>(lit: &syn::Lit) -> Run<Value<S>> {
    Ok(match lit {
        syn::Lit::Float(lit) => match lit.base10_parse() {
            Ok(x) => Value::Float(S::lit(x)),
            Err(_) => return unsupported("a float that cannot be read"),
        },
        syn::Lit::Int(lit) if matches!(lit.suffix(), "f64" | "f32") => {
            Value::Float(S::lit(lit.base10_parse().unwrap_or(f64::NAN)))
        }
        syn::Lit::Int(lit) => match lit.base10_parse() {
            Ok(n) => Value::Int(n),
            Err(_) => return unsupported("an integer that cannot be read"),
        },
        syn::Lit::Bool(lit) => Value::Bool(lit.value),
        syn::Lit::Str(lit) => Value::Text(Rc::from(lit.value())),
        syn::Lit::Char(lit) => Value::Text(Rc::from(lit.value().to_string())),
        _ => return unsupported("a literal of an unknown form"),
    })
}

fn binary_op(op: &syn::BinOp) -> Option<BinaryOp> {
    Some(match op {
        syn::BinOp::Add(_) => BinaryOp::Add,
        syn::BinOp::Sub(_) => BinaryOp::Sub,
        syn::BinOp::Mul(_) => BinaryOp::Mul,
        syn::BinOp::Div(_) => BinaryOp::Div,
        syn::BinOp::Rem(_) => BinaryOp::Rem,
        syn::BinOp::And(_) => BinaryOp::And,
        syn::BinOp::Or(_) => BinaryOp::Or,
        syn::BinOp::BitAnd(_) => BinaryOp::BitAnd,
        syn::BinOp::BitOr(_) => BinaryOp::BitOr,
        syn::BinOp::BitXor(_) => BinaryOp::BitXor,
        syn::BinOp::Shl(_) => BinaryOp::Shl,
        syn::BinOp::Shr(_) => BinaryOp::Shr,
        syn::BinOp::Eq(_) => BinaryOp::Eq,
        syn::BinOp::Ne(_) => BinaryOp::Ne,
        syn::BinOp::Lt(_) => BinaryOp::Lt,
        syn::BinOp::Le(_) => BinaryOp::Le,
        syn::BinOp::Gt(_) => BinaryOp::Gt,
        syn::BinOp::Ge(_) => BinaryOp::Ge,
        _ => return None,
    })
}

/// What a failed assertion or a `panic!` does.
pub(super) fn assertion(holds: bool, what: &str) -> Run<()> {
    if holds { Ok(()) } else { panicked(format!("`{what}` failed")) }
}
