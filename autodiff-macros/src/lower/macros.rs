//! Macros: `vec!`, nalgebra's literals, assertions and prints.

use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;

use super::Lower;
use crate::diag::codes;
use crate::ir::{Aggregate, Effect, Expr, ExprKind, StmtKind};
use crate::syntax::macros::{as_match, name};

type Args = Punctuated<syn::Expr, syn::Token![,]>;

impl Lower<'_> {
    /// A macro as a statement.
    pub(super) fn macro_stmt(&mut self, mac: &syn::Macro) {
        let span = mac.path.span();
        match name(mac).as_str() {
            "assert" | "debug_assert" => self.assertion(mac, 1),
            "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" => {
                self.assertion(mac, 2);
            }
            "println" | "eprintln" | "print" | "eprint" => self.effect(mac),
            "panic" | "unreachable" | "todo" | "unimplemented" => {
                self.effect(mac);
                self.block.dead = true;
                let _ = span;
            }
            _ => {
                let _ = self.macro_value(mac);
            }
        }
    }

    fn effect(&mut self, mac: &syn::Macro) {
        let span = mac.path.span();
        let binds = self.binds(&mac.tokens);
        let effect = Effect {
            path: mac.path.to_token_stream(),
            args: Vec::new(),
            rest: mac.tokens.clone(),
            binds,
        };
        self.push(StmtKind::Effect(effect), span);
    }

    /// An assertion: its condition or its compared values are lowered, its message is kept.
    fn assertion(&mut self, mac: &syn::Macro, count: usize) {
        let span = mac.path.span();
        let parsed = Args::parse_terminated.parse2(mac.tokens.clone());
        let args = match parsed {
            Ok(args) if args.len() >= count => args,
            Ok(_) => {
                self.refuse(
                    codes::MACRO_ARGUMENTS,
                    mac,
                    "this assertion has too few arguments",
                    "write what it checks: `assert!(x > 0.0)`, `assert_eq!(a, b)`",
                );
                return;
            }
            Err(error) => {
                self.diags
                    .unreadable(&error, "write its arguments as expressions, separated by `,`");
                return;
            }
        };
        let values = self.operands(args.iter().take(count));
        let rest: Vec<&syn::Expr> = args.iter().skip(count).collect();
        let rest = if rest.is_empty() { quote!() } else { quote!(#(, #rest)*) };
        let binds = self.binds(&rest);
        let effect = Effect { path: mac.path.to_token_stream(), args: values, rest, binds };
        self.push(StmtKind::Effect(effect), span);
    }

    /// A macro as a value.
    pub(super) fn macro_value(&mut self, mac: &syn::Macro) -> Expr {
        let span = mac.path.span();
        match name(mac).as_str() {
            "vec" => self.vec_macro(mac),
            "matches" => match as_match.parse2(mac.tokens.clone()) {
                Ok(it) => self.expr(&it),
                Err(error) => {
                    self.diags.unreadable(&error, "write `matches!(value, pattern)`");
                    self.dummy(span)
                }
            },
            "vector" | "point" | "matrix" | "dvector" | "dmatrix" => self.matrix_macro(mac),
            "panic" | "unreachable" | "todo" | "unimplemented" => {
                self.macro_stmt(mac);
                self.dummy(span)
            }
            "dbg" => {
                let parsed = Args::parse_terminated.parse2(mac.tokens.clone());
                match parsed {
                    Ok(args) if args.len() == 1 => {
                        let value = self.expr(&args[0]);
                        let value = Expr::var(self.let_var("value", value), span);
                        let text = args[0].to_token_stream().to_string();
                        let format = format!("{text} = {{:?}}");
                        let effect = Effect {
                            path: quote!(::std::eprintln),
                            args: Vec::new(),
                            rest: quote!(#format, value),
                            binds: value
                                .place()
                                .cloned()
                                .map(|place| (proc_macro2::Ident::new("value", span), place))
                                .into_iter()
                                .collect(),
                        };
                        self.push(StmtKind::Effect(effect), span);
                        value
                    }
                    _ => self.refuse(
                        codes::MACRO_ARGUMENTS,
                        mac,
                        "`dbg!` takes one value here",
                        "write one `dbg!` per value",
                    ),
                }
            }
            "assert" | "debug_assert" | "assert_eq" | "assert_ne" | "debug_assert_eq"
            | "debug_assert_ne" | "println" | "eprintln" | "print" | "eprint" => {
                self.macro_stmt(mac);
                super::expr::unit(span)
            }
            // A string has no derivative, whatever is written into it.
            "format" => self.discrete(mac.to_token_stream(), span),
            other => {
                if !self.taint.touches(&mac.tokens) {
                    return self.opaque(mac.to_token_stream(), span);
                }
                self.refuse(codes::UNKNOWN_MACRO,
                    mac,
                    &format!("the macro `{other}!` is not known: it cannot be differentiated with active values in it"),
                    "write what it expands to, or compute it from inactive values",
                )
            }
        }
    }

    fn vec_macro(&mut self, mac: &syn::Macro) -> Expr {
        let span = mac.path.span();
        let repeat = |input: syn::parse::ParseStream| -> syn::Result<(syn::Expr, syn::Expr)> {
            let value: syn::Expr = input.parse()?;
            input.parse::<syn::Token![;]>()?;
            Ok((value, input.parse()?))
        };
        if let Ok((value, count)) = repeat.parse2(mac.tokens.clone()) {
            let mut operands = self.operands([&value, &count].into_iter());
            let count = operands.pop().expect("two operands");
            let kind = Aggregate::VecRepeat(Box::new(count));
            return Expr::new(ExprKind::Aggregate { kind, operands }, span);
        }
        match Args::parse_terminated.parse2(mac.tokens.clone()) {
            Ok(args) => {
                let operands = self.operands(args.iter());
                Expr::new(ExprKind::Aggregate { kind: Aggregate::VecList, operands }, span)
            }
            Err(error) => {
                self.diags
                    .unreadable(&error, "write its arguments as expressions, separated by `,`");
                self.dummy(span)
            }
        }
    }

    fn matrix_macro(&mut self, mac: &syn::Macro) -> Expr {
        let span = mac.path.span();
        let rows = |input: syn::parse::ParseStream| -> syn::Result<Vec<Vec<syn::Expr>>> {
            let mut rows = vec![Vec::new()];
            while !input.is_empty() {
                rows.last_mut().expect("one row").push(input.parse()?);
                if input.peek(syn::Token![;]) {
                    input.parse::<syn::Token![;]>()?;
                    if !input.is_empty() {
                        rows.push(Vec::new());
                    }
                } else if !input.is_empty() {
                    input.parse::<syn::Token![,]>()?;
                }
            }
            Ok(rows)
        };
        match rows.parse2(mac.tokens.clone()) {
            Ok(rows) => {
                let vector = matches!(name(mac).as_str(), "vector" | "point" | "dvector");
                let columns = if vector { 1 } else { rows[0].len().max(1) };
                let operands = self.operands(rows.iter().flatten());
                let path = mac.path.to_token_stream();
                let kind = Aggregate::MatrixMacro { path, columns };
                Expr::new(ExprKind::Aggregate { kind, operands }, span)
            }
            Err(error) => {
                self.diags
                    .unreadable(&error, "write its arguments as expressions, separated by `,`");
                self.dummy(span)
            }
        }
    }
}
