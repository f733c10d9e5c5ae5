//! Patterns, in the IR and in the user's tokens.

use autodiff_runtime::Real;

use super::place::Step;
use super::plain::{Scope, literal};
use super::{Machine, operators};
use crate::fault::{Run, unsupported};
use crate::ir::{Member, Pat, VarId};
use crate::value::Value;

/// What a pattern binds: variables, and the way to them from what is matched.
pub(super) type Bound = Vec<(VarId, Vec<Step>)>;

impl<S: Real> Machine<'_, S> {
    /// Whether a value matches, and what the pattern binds then.
    pub(super) fn pattern(
        &mut self,
        pat: &Pat,
        value: &Value<S>,
        path: &mut Vec<Step>,
        bound: &mut Bound,
    ) -> Run<bool> {
        match pat {
            Pat::Wild => Ok(true),
            Pat::Tokens(tokens) => {
                let pat = self.session.program.pattern(tokens)?;
                self.plain_pattern(&pat, value, &mut Vec::new())
            }
            Pat::Bind(var, sub) => {
                bound.push((*var, path.clone()));
                match sub {
                    Some(sub) => self.pattern(sub, value, path, bound),
                    None => Ok(true),
                }
            }
            Pat::Tuple(fields, rest) => {
                let Value::Tuple(values) = value else {
                    return unsupported(format!("a tuple pattern of a {}", value.kind()));
                };
                let at = positions(fields.len(), *rest, values.len());
                self.fields(fields, &at, values, path, bound, &|k| Step::Field(Member::Index(k)))
            }
            Pat::TupleStruct { path: name, fields, rest } => {
                let Value::Struct(shape, values) = value else {
                    return unsupported(format!("a variant's pattern of a {}", value.kind()));
                };
                let name = name.to_string();
                if shape.name != self.type_name(crate::program::last_segment(&name)) {
                    return Ok(false);
                }
                let at = positions(fields.len(), *rest, values.len());
                self.fields(fields, &at, values, path, bound, &|k| Step::Field(Member::Index(k)))
            }
            Pat::Struct { path: name, fields, .. } => {
                let Value::Struct(shape, values) = value else {
                    return unsupported(format!("a struct's pattern of a {}", value.kind()));
                };
                let name = name.to_string();
                if shape.name != self.type_name(crate::program::last_segment(&name)) {
                    return Ok(false);
                }
                for (member, field) in fields {
                    let at = match member {
                        Member::Index(index) => Some(*index),
                        Member::Named(name) => shape.fields.iter().position(|own| name == own),
                    };
                    let Some(part) = at.and_then(|at| values.get(at)) else {
                        return unsupported(format!("the field {member:?} in a pattern"));
                    };
                    path.push(Step::Field(member.clone()));
                    let matches = self.pattern(field, part, path, bound)?;
                    path.pop();
                    if !matches {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Pat::Slice(fields, rest) => {
                let values = value.elements()?;
                let at = positions(fields.len(), rest.as_ref().map(|(at, _)| *at), values.len());
                let fits = match rest {
                    Some(_) => values.len() >= fields.len(),
                    None => values.len() == fields.len(),
                };
                if !fits {
                    return Ok(false);
                }
                if let Some((start, Some(var))) = rest {
                    let mut path = path.clone();
                    path.push(Step::Slice(*start, Some(start + values.len() - fields.len())));
                    bound.push((*var, path));
                }
                self.fields(fields, &at, &values, path, bound, &Step::Index)
            }
            Pat::Or(cases) => {
                let before = bound.len();
                for case in cases {
                    if self.pattern(case, value, path, bound)? {
                        return Ok(true);
                    }
                    bound.truncate(before);
                }
                Ok(false)
            }
        }
    }

    fn fields(
        &mut self,
        fields: &[Pat],
        at: &[usize],
        values: &[Value<S>],
        path: &mut Vec<Step>,
        bound: &mut Bound,
        step: &dyn Fn(usize) -> Step,
    ) -> Run<bool> {
        for (field, at) in fields.iter().zip(at) {
            let Some(part) = values.get(*at) else { return Ok(false) };
            path.push(step(*at));
            let matches = self.pattern(field, part, path, bound)?;
            path.pop();
            if !matches {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether a value matches a pattern of the user's; what it binds is put in scope.
    pub(super) fn plain_pattern(
        &mut self,
        pat: &syn::Pat,
        value: &Value<S>,
        scope: &mut Scope<S>,
    ) -> Run<bool> {
        match pat {
            syn::Pat::Wild(_) | syn::Pat::Rest(_) => Ok(true),
            syn::Pat::Lit(it) => operators::equal(&literal(&it.lit)?, value),
            syn::Pat::Paren(it) => self.plain_pattern(&it.pat, value, scope),
            syn::Pat::Reference(it) => self.plain_pattern(&it.pat, value, scope),
            syn::Pat::Type(it) => self.plain_pattern(&it.pat, value, scope),
            syn::Pat::Range(it) => {
                let inclusive = matches!(it.limits, syn::RangeLimits::Closed(_));
                let mut end = |e: &Option<Box<syn::Expr>>| {
                    e.as_ref().map(|e| self.plain(e, &mut Vec::new())).transpose()
                };
                let (low, high) = (end(&it.start)?, end(&it.end)?);
                use std::cmp::Ordering::{Equal, Greater, Less};
                let above = match low {
                    Some(low) => matches!(operators::compare(value, &low)?, Some(Equal | Greater)),
                    None => true,
                };
                let below = match high {
                    Some(high) => match operators::compare(value, &high)? {
                        Some(Equal) => inclusive,
                        other => other == Some(Less),
                    },
                    None => true,
                };
                Ok(above && below)
            }
            syn::Pat::Or(it) => {
                for case in &it.cases {
                    if self.plain_pattern(case, value, scope)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            syn::Pat::Tuple(it) => match value {
                Value::Tuple(values) => self.plain_fields(it.elems.iter(), values, scope),
                other => unsupported(format!("a tuple pattern of a {}", other.kind())),
            },
            syn::Pat::Slice(it) => {
                let values = value.elements()?;
                let rest = it.elems.iter().any(|pat| matches!(pat, syn::Pat::Rest(_)));
                if !rest && values.len() != it.elems.len() {
                    return Ok(false);
                }
                self.plain_fields(it.elems.iter(), &values, scope)
            }
            syn::Pat::TupleStruct(it) => match value {
                Value::Struct(shape, values) => {
                    let named = it.path.segments.last().is_some_and(|s| s.ident == *shape.name);
                    Ok(named && self.plain_fields(it.elems.iter(), values, scope)?)
                }
                other => unsupported(format!("a variant's pattern of a {}", other.kind())),
            },
            syn::Pat::Struct(it) => match value {
                Value::Struct(shape, values) => {
                    if it.path.segments.last().is_none_or(|s| s.ident != *shape.name) {
                        return Ok(false);
                    }
                    for field in &it.fields {
                        let name = quote::ToTokens::to_token_stream(&field.member).to_string();
                        let at = shape.fields.iter().position(|own| *own == name);
                        let Some(part) = at.and_then(|at| values.get(at)) else {
                            return unsupported(format!("the field {name} in a pattern"));
                        };
                        if !self.plain_pattern(&field.pat, &part.clone(), scope)? {
                            return Ok(false);
                        }
                    }
                    Ok(true)
                }
                other => unsupported(format!("a struct's pattern of a {}", other.kind())),
            },
            syn::Pat::Path(it) => self.is_unit(&it.path, value),
            syn::Pat::Ident(it) => {
                let name = it.ident.to_string();
                if it.subpat.is_none() && name.starts_with(char::is_uppercase) {
                    return self.is_unit(&syn::Path::from(it.ident.clone()), value);
                }
                scope.push((name, value.clone()));
                match &it.subpat {
                    Some((_, sub)) => self.plain_pattern(sub, value, scope),
                    None => Ok(true),
                }
            }
            other => {
                let text = quote::ToTokens::to_token_stream(other).to_string();
                unsupported(format!("the pattern `{text}`"))
            }
        }
    }

    /// Whether a value is a unit variant, or equal to a constant.
    fn is_unit(&mut self, path: &syn::Path, value: &Value<S>) -> Run<bool> {
        let expr =
            syn::Expr::Path(syn::ExprPath { attrs: Vec::new(), qself: None, path: path.clone() });
        operators::equal(&self.plain(&expr, &mut Vec::new())?, value)
    }

    fn plain_fields<'a>(
        &mut self,
        pats: impl ExactSizeIterator<Item = &'a syn::Pat>,
        values: &[Value<S>],
        scope: &mut Scope<S>,
    ) -> Run<bool> {
        let pats: Vec<&syn::Pat> = pats.collect();
        let rest = pats.iter().position(|pat| matches!(pat, syn::Pat::Rest(_)));
        let own = pats.len() - usize::from(rest.is_some());
        let at = positions(own, rest, values.len());
        let pats = pats.iter().filter(|pat| !matches!(pat, syn::Pat::Rest(_)));
        for (pat, at) in pats.zip(at) {
            let Some(part) = values.get(at) else { return Ok(false) };
            if !self.plain_pattern(pat, part, scope)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Where the fields of a pattern with a rest stand.
fn positions(fields: usize, rest: Option<usize>, values: usize) -> Vec<usize> {
    let gap = values.saturating_sub(fields);
    (0..fields).map(|k| if rest.is_some_and(|rest| k >= rest) { k + gap } else { k }).collect()
}
