//! A program: its functions with all their derivatives, made by the compiler's own stages.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use proc_macro2::TokenStream;

use crate::diag::Diags;
use crate::fault::{Run, unsupported};
use crate::ir::{Expr, Function, LocalFunction};
use crate::lower;
use crate::options::{self, Options};
use crate::stages::{self, Stages};
use crate::syntax::callable;
use crate::syntax::signature::{self, Passing, Signature};
use crate::transform::pullback::Switches;
use crate::value::Shape;

/// A function of a program.
pub(crate) struct Compiled {
    /// The type whose `impl` it stands in.
    pub(crate) implements: Option<String>,
    pub(crate) passings: Vec<Passing>,
    /// As lowering left it: the reference for what normalization does, too.
    pub(crate) lowered: Function,
    pub(crate) stages: Stages,
}

/// Tokens that the IR carries, read once.
#[allow(clippy::large_enum_variant)] // there are few of them
pub(crate) enum Literal {
    Float(f64),
    Int(i64),
    Bool(bool),
    Expr(syn::Expr),
}

/// A program as lowering gives it.
pub(crate) struct Source {
    functions: Vec<Lowered>,
    names: Rc<HashMap<String, usize>>,
    shapes: Rc<HashMap<String, Rc<Shape>>>,
    constants: Rc<HashMap<String, syn::Expr>>,
}

struct Lowered {
    name: String,
    implements: Option<String>,
    signature: Signature,
    options: Options,
    primal: Function,
    closures: Vec<LocalFunction>,
}

/// A program with its derivatives.
pub(crate) struct Program {
    pub(crate) functions: Vec<Compiled>,
    names: Rc<HashMap<String, usize>>,
    shapes: Rc<HashMap<String, Rc<Shape>>>,
    pub(crate) constants: Rc<HashMap<String, syn::Expr>>,
    /// By the address of the expression, which stays where it is.
    literals: RefCell<HashMap<usize, Rc<Literal>>>,
    opaque: RefCell<HashMap<usize, Rc<syn::Expr>>>,
    patterns: RefCell<HashMap<usize, Rc<syn::Pat>>>,
}

/// Why there is no program.
pub(crate) enum Refusal {
    /// The compiler refuses it: its messages.
    Refused(String),
    /// The compiler panics.
    Crashed(String),
}

/// The last part of a path.
pub(crate) fn last_segment(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path).trim()
}

impl Source {
    /// Reads a file and lowers every annotated function in it.
    pub(crate) fn new(file: &syn::File, second_order: bool) -> Result<Self, Refusal> {
        let mut reader = Reader { second_order, ..Reader::default() };
        for item in &file.items {
            reader.item(item)?;
        }
        Ok(Source {
            functions: reader.functions,
            names: Rc::new(reader.names),
            shapes: Rc::new(reader.shapes),
            constants: Rc::new(reader.constants),
        })
    }

    /// Makes the derivatives of all functions; those of forward mode if they are asked for.
    pub(crate) fn derive(&self, switches: Switches, forward: bool) -> Result<Program, Refusal> {
        let mut functions = Vec::with_capacity(self.functions.len());
        for of in &self.functions {
            let mut options = of.options.clone();
            // `reverse` alone means no tangents.
            options.reverse |= !forward && !options.forward;
            let stages = unless_it_panics(&of.name, || {
                let (primal, closures) = (of.primal.clone(), of.closures.clone());
                let made = stages::derive(primal, closures, &of.signature, &options, switches);
                stages::verify_derivatives(&made);
                Ok(made)
            })?;
            functions.push(Compiled {
                implements: of.implements.clone(),
                passings: of.signature.params.iter().map(|param| param.passing).collect(),
                lowered: of.primal.clone(),
                stages,
            });
        }
        Ok(Program {
            functions,
            names: self.names.clone(),
            shapes: self.shapes.clone(),
            constants: self.constants.clone(),
            literals: RefCell::default(),
            opaque: RefCell::default(),
            patterns: RefCell::default(),
        })
    }
}

#[derive(Default)]
struct Reader {
    functions: Vec<Lowered>,
    names: HashMap<String, usize>,
    shapes: HashMap<String, Rc<Shape>>,
    constants: HashMap<String, syn::Expr>,
    second_order: bool,
}

impl Reader {
    fn item(&mut self, item: &syn::Item) -> Result<(), Refusal> {
        match item {
            syn::Item::Struct(it) => self.declare(&it.ident, &it.fields),
            syn::Item::Enum(it) => {
                it.variants
                    .iter()
                    .for_each(|variant| self.declare(&variant.ident, &variant.fields));
            }
            syn::Item::Const(it) => {
                self.constants.insert(it.ident.to_string(), (*it.expr).clone());
            }
            syn::Item::Fn(it) => {
                if let Some(options) = attribute(&it.attrs) {
                    self.function(&it.sig, &it.block, None, options)?;
                }
            }
            syn::Item::Trait(it) => {
                // What it provides; the rest is in its impls.
                let Some(options) = attribute(&it.attrs) else { return Ok(()) };
                for item in &it.items {
                    if let syn::TraitItem::Fn(function) = item
                        && let Some(block) = &function.default
                    {
                        let own = Some((it.ident.to_string(), &it.generics));
                        self.function(&function.sig, block, own, options.clone())?;
                    }
                }
            }
            syn::Item::Impl(it) => {
                let own = quote::ToTokens::to_token_stream(&it.self_ty).to_string();
                let outer = attribute(&it.attrs);
                let functions: Vec<_> = it
                    .items
                    .iter()
                    .filter_map(|item| match item {
                        syn::ImplItem::Fn(function) => Some(function),
                        _ => None,
                    })
                    .collect();
                let siblings: Vec<String> =
                    functions.iter().map(|f| f.sig.ident.to_string()).collect();
                for function in functions {
                    let options = attribute(&function.attrs).or_else(|| outer.clone());
                    if let Some(mut options) = options {
                        options.siblings.clone_from(&siblings);
                        let own = Some((own.clone(), &it.generics));
                        self.function(&function.sig, &function.block, own, options)?;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn declare(&mut self, name: &syn::Ident, fields: &syn::Fields) {
        let fields = fields.iter().enumerate().map(|(index, field)| match &field.ident {
            Some(name) => name.to_string(),
            None => index.to_string(),
        });
        let shape = Shape { name: name.to_string(), fields: fields.collect() };
        self.shapes.insert(name.to_string(), Rc::new(shape));
    }

    fn function(
        &mut self,
        sig: &syn::Signature,
        body: &syn::Block,
        own: Option<(String, &syn::Generics)>,
        mut options: Options,
    ) -> Result<(), Refusal> {
        options.second_order |= self.second_order;
        syn::visit::Visit::visit_block(&mut Constants(&mut self.constants), body);
        let name = sig.ident.to_string();
        let outer = own.as_ref().map(|(_, generics)| *generics);
        let (signature, primal, closures) =
            unless_it_panics(&name, || lowered(sig, body, outer, &options))?;
        self.names.insert(name.clone(), self.functions.len());
        let implements = own.map(|(own, _)| own);
        self.functions.push(Lowered { name, implements, signature, options, primal, closures });
        Ok(())
    }
}

/// Finds constants in bodies.
struct Constants<'c>(&'c mut HashMap<String, syn::Expr>);

impl<'ast> syn::visit::Visit<'ast> for Constants<'_> {
    fn visit_item_const(&mut self, it: &'ast syn::ItemConst) {
        self.0.insert(it.ident.to_string(), (*it.expr).clone());
    }
}

/// A panic of the compiler is a finding.
fn unless_it_panics<T>(name: &str, run: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).unwrap_or_else(|panic| {
        let text = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()))
            .unwrap_or_default();
        Err(Refusal::Crashed(format!("{name}: {text}")))
    })
}

impl Program {
    /// The function of that name.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    /// The struct or variant of that name.
    pub(crate) fn shape(&self, name: &str) -> Option<Rc<Shape>> {
        self.shapes.get(name).cloned()
    }

    pub(crate) fn literal(&self, of: &Expr, tokens: &TokenStream) -> Run<Rc<Literal>> {
        let key = std::ptr::from_ref(of) as usize;
        if let Some(known) = self.literals.borrow().get(&key) {
            return Ok(known.clone());
        }
        if let Some(number) = number(tokens) {
            let literal = Rc::new(number);
            self.literals.borrow_mut().insert(key, literal.clone());
            return Ok(literal);
        }
        let literal = match parsed(tokens)? {
            syn::Expr::Lit(it) => match &it.lit {
                syn::Lit::Float(lit) => Literal::Float(lit.base10_parse().unwrap_or(f64::NAN)),
                syn::Lit::Int(lit) if !matches!(lit.suffix(), "f64" | "f32") => {
                    Literal::Int(lit.base10_parse().unwrap_or(i64::MAX))
                }
                syn::Lit::Bool(lit) => Literal::Bool(lit.value),
                _ => Literal::Expr(syn::Expr::Lit(it)),
            },
            other => Literal::Expr(other),
        };
        let literal = Rc::new(literal);
        self.literals.borrow_mut().insert(key, literal.clone());
        Ok(literal)
    }

    pub(crate) fn opaque(&self, of: &Expr, tokens: &TokenStream) -> Run<Rc<syn::Expr>> {
        let key = std::ptr::from_ref(of) as usize;
        if let Some(known) = self.opaque.borrow().get(&key) {
            return Ok(known.clone());
        }
        let parsed = Rc::new(parsed(tokens)?);
        self.opaque.borrow_mut().insert(key, parsed.clone());
        Ok(parsed)
    }

    pub(crate) fn pattern(&self, tokens: &TokenStream) -> Run<Rc<syn::Pat>> {
        let key = std::ptr::from_ref(tokens) as usize;
        if let Some(known) = self.patterns.borrow().get(&key) {
            return Ok(known.clone());
        }
        let parser = syn::Pat::parse_multi_with_leading_vert;
        match syn::parse::Parser::parse2(parser, tokens.clone()) {
            Ok(pattern) => {
                let pattern = Rc::new(pattern);
                self.patterns.borrow_mut().insert(key, pattern.clone());
                Ok(pattern)
            }
            Err(_) => unsupported(format!("the pattern `{tokens}`")),
        }
    }
}

/// A number, which most tokens are, without a parser.
fn number(tokens: &TokenStream) -> Option<Literal> {
    let mut tokens = tokens.clone().into_iter();
    let (Some(proc_macro2::TokenTree::Literal(literal)), None) = (tokens.next(), tokens.next())
    else {
        return None;
    };
    let text = literal.to_string();
    match text.strip_suffix("_f64").or_else(|| text.strip_suffix("f64")) {
        Some(float) => float.parse().ok().map(Literal::Float),
        None if text.contains('.') => text.parse().ok().map(Literal::Float),
        None => text.strip_suffix("usize").unwrap_or(&text).parse().ok().map(Literal::Int),
    }
}

fn parsed(tokens: &TokenStream) -> Run<syn::Expr> {
    match syn::parse2(tokens.clone()) {
        Ok(expr) => Ok(expr),
        Err(_) => unsupported(format!("the tokens `{tokens}`")),
    }
}

/// The options of `#[differentiate]`, if it stands there.
fn attribute(attrs: &[syn::Attribute]) -> Option<Options> {
    let attr = attrs.iter().find(|attr| attr.path().is_ident("differentiate"))?;
    let tokens = match &attr.meta {
        syn::Meta::List(list) => list.tokens.clone(),
        _ => TokenStream::new(),
    };
    let mut diags = Diags::default();
    let options = options::read(&mut diags, tokens);
    diags.check().ok().map(|()| options)
}

/// As `pipeline::derive` begins.
fn lowered(
    sig: &syn::Signature,
    body: &syn::Block,
    outer: Option<&syn::Generics>,
    options: &Options,
) -> Result<(Signature, Function, Vec<LocalFunction>), Refusal> {
    let mut diags = Diags::default();
    let mut signature = signature::read(&mut diags, sig, outer, options);
    let runtime = quote::quote!(autodiff_runtime::__rt);
    callable::differentiable(&mut signature.generics, &signature.params, &runtime);
    let (primal, closures) = lower::lower(&mut diags, &signature, &options.siblings, body);
    if !diags.has_errors() {
        stages::refuse(&mut diags, &primal, &signature, options);
    }
    let flows = stages::has_data_path(&primal, &signature);
    match diags.check() {
        Ok(()) if flows => Ok((signature, primal, closures)),
        Ok(()) => Err(Refusal::Refused("the result depends on no active parameter".into())),
        Err(error) => {
            let messages: Vec<String> = error.into_iter().map(|e| e.to_string()).collect();
            Err(Refusal::Refused(messages.join("; ")))
        }
    }
}
