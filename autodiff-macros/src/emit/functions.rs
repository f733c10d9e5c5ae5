//! Functions as arguments: names as values `f {}`, closures as values of the runtime's `LocalFn`, parameters that are
//! functions.

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::body::Body;
use super::names;
use crate::ir::{
    Callable, Callee, Expr, ExprKind, Function, FunctionValue, LocalFunction, Place, Proj,
    ReverseCall, VarId, VarKind,
};
use crate::transform::LocalParts;

impl Body<'_> {
    /// An argument of a call: of the function itself, or of one of its derivatives (`hidden`).
    pub(super) fn call_argument(
        &self,
        callee: &Callee,
        args: &[Expr],
        index: usize,
        hidden: bool,
    ) -> TokenStream {
        let arg = &args[index];
        if let ExprKind::Function { value, captured, active, reference } = &arg.kind {
            let function = match (value, hidden) {
                (FunctionValue::Named(path), true) => quote!(#path {}),
                (FunctionValue::Named(path), false) => path.clone(),
                (FunctionValue::Local(local), true) => {
                    self.local_value(callee, args, index, *local, captured, active)
                }
                (FunctionValue::Local(local), false) => self.local_closure(*local),
            };
            return if *reference { quote!(&#function) } else { function };
        }
        let Some(callable) = arg.place().and_then(|place| self.callable(place)) else {
            if let ExprKind::RefMut(place) = &arg.kind
                && let Some(name) = self.passed_on(place)
            {
                return name;
            }
            return self.value(arg);
        };
        let by_value = matches!(&arg.kind, ExprKind::Read(place) if place.is_var());
        let function = self.by_reference(arg);
        match (hidden, by_value) {
            (true, true) if callable.duplicable => quote!(::core::clone::Clone::clone(#function)),
            (true, _) => function,
            (false, true) => self.adapter(arg, callable),
            (false, false) => {
                let adapter = self.adapter(arg, callable);
                quote!(&#adapter)
            }
        }
    }

    /// What closures among the arguments capture, in variables of its own before the call: rustc infers the types of
    /// a closure's parameters from the other arguments only where it stands there itself.
    pub(super) fn captures(&self, args: &[Expr], hidden: bool) -> TokenStream {
        let mut out = TokenStream::new();
        for arg in args {
            let ExprKind::Function { value: FunctionValue::Local(local), captured, active, .. } =
                &arg.kind
            else {
                continue;
            };
            let f = &self.locals[*local].local.function;
            let idents = names::assign(f);
            let bound = f.params.iter().zip(captured).zip(active).filter(|(_, a)| !hidden || !**a);
            for ((var, captured), _) in bound {
                let (name, value) = (&idents[var.0 as usize], self.value(captured));
                out.extend(quote!(let #name = #value;));
            }
        }
        out
    }

    /// A `&mut` parameter passed on by its name: where the callee only takes `&`, it is borrowed as that.
    pub(super) fn passed_on(&self, place: &Place) -> Option<TokenStream> {
        let var = self.f.var(place.root);
        let exclusive = match var.kind {
            VarKind::Param { reference, exclusive } => reference && exclusive,
            VarKind::Slot => var.mutable,
            _ => false,
        };
        let whole = matches!(place.path.as_slice(), [Proj::Deref]);
        let name = self.ident(place.root);
        (exclusive && whole && name != "self").then(|| quote!(#name))
    }

    fn callable(&self, place: &Place) -> Option<&Callable> {
        self.f.callables.get(&place.root)
    }

    /// `|a: A, ..| g.call((a, ..))`: a parameter that is a function, for a function that takes plain ones.
    fn adapter(&self, arg: &Expr, callable: &Callable) -> TokenStream {
        let rt = self.rt;
        let function = self.by_reference(arg);
        let types = &callable.inputs;
        let names: Vec<Ident> = (0..types.len())
            .map(|index| format_ident!("argument_{index}", span = Span::mixed_site()))
            .collect();
        quote! {
            |#(#names: #types),*| #rt::DifferentiableFn::call(#function, (#(#names,)*))
        }
    }

    /// `g(x, ..)` of a parameter `g`.
    pub(super) fn call_value(&self, inputs: &[TokenStream], args: &[Expr]) -> TokenStream {
        let rt = self.rt;
        let function = self.by_reference(&args[0]);
        let (bind, tuple) = self.typed_arguments(inputs, &args[1..]);
        quote!({ #bind #rt::DifferentiableFn::call(#function, #tuple) })
    }

    /// Arguments in variables of the types that the function takes, so that they are coerced as in a call.
    fn typed_arguments(&self, inputs: &[TokenStream], args: &[Expr]) -> (TokenStream, TokenStream) {
        let names: Vec<Ident> = (0..args.len())
            .map(|index| format_ident!("argument_{index}", span = Span::mixed_site()))
            .collect();
        let values = args.iter().map(|arg| self.value(arg));
        let types = inputs.iter();
        (quote!(#(let #names: #types = #values;)*), quote!((#(#names,)*)))
    }

    /// The adjoints of the arguments of `g(x, ..)`.
    pub(super) fn reverse_value(&self, inputs: &[TokenStream], call: &ReverseCall) -> TokenStream {
        let rt = self.rt;
        let function = self.by_reference(&call.args[0]);
        let (bind, tuple) = self.typed_arguments(inputs, &call.args[1..]);
        let seed = call.seed.as_ref().map_or_else(|| quote!(()), |seed| self.value(seed));
        let own = match call.slots.first() {
            Some(Some(place)) => self.slot(place),
            _ => quote!(&mut #rt::zero_tangent(#function)),
        };
        let dest = call.dest.map(|var| self.ident(var));
        quote! {
            let mut #dest = {
                #bind
                #rt::function_adjoints(#function, #tuple, #seed, #own)
            };
        }
    }

    /// The value of `g(x, ..)` and its tangent, as a tuple.
    pub(super) fn tangent_value(&self, inputs: &[TokenStream], call: &ReverseCall) -> TokenStream {
        let rt = self.rt;
        let function = self.by_reference(&call.args[0]);
        let tangents =
            call.args[1..].iter().zip(&call.slots[1..]).zip(inputs).map(|((arg, slot), input)| {
                match slot {
                    Some(place) if is_slice(input) => {
                        let slot = self.borrow_slot(place);
                        quote!(#rt::slice_tangent(#slot))
                    }
                    Some(place) => self.value(&Expr::read(place.clone(), arg.span)),
                    None => {
                        let arg = self.by_reference(arg);
                        quote!(#rt::zero_tangent(#arg))
                    }
                }
            });
        let tangents: Vec<TokenStream> = tangents.collect();
        let own = match &call.slots[0] {
            Some(place) => self.borrow_slot(place),
            None => quote!(&#rt::zero_tangent(#function)),
        };
        let (bind, tuple) = self.typed_arguments(inputs, &call.args[1..]);
        quote! {{
            let mut tangents = (#(#tangents,)*);
            #bind
            #rt::DifferentiableFn::__tangent(#function, #tuple, &mut tangents, #own)
        }}
    }

    /// Emits into the body of a closure's own function.
    fn inside<'b>(
        &'b self,
        f: &'b Function,
        idents: &'b [Ident],
        kept: &'b HashSet<VarId>,
    ) -> Body<'b> {
        Body { f, idents, rt: self.rt, kept, this: self.this.clone(), locals: self.locals }
    }

    /// A closure as a plain one.
    pub(super) fn local_closure(&self, index: usize) -> TokenStream {
        let parts = &self.locals[index];
        let f = &parts.local.function;
        let idents = names::assign(f);
        let kept = HashSet::new();
        let body = self.inside(f, &idents, &kept);
        let inputs =
            f.params[parts.local.captured..].iter().zip(&parts.local.types).map(|(var, ty)| {
                let (mutability, name) = (body.mutability(*var), &idents[var.0 as usize]);
                let ty = ty.as_ref().map(|ty| quote!(: #ty));
                quote!(#mutability #name #ty)
            });
        let stmts = body.block(&f.body);
        let value = f.result.as_ref().map_or_else(|| quote!(()), |result| body.value(result));
        quote!(move |#(#inputs),*| { #stmts #value })
    }

    /// A closure as a value with derivatives. The callee says what its parameters are: types that the user left out
    /// are inferred from that.
    fn local_value(
        &self,
        callee: &Callee,
        args: &[Expr],
        index: usize,
        local: usize,
        captured: &[Expr],
        active: &[bool],
    ) -> TokenStream {
        let parts = &self.locals[local];
        let env = captured.iter().zip(active).filter(|(_, a)| **a).map(|(c, _)| self.value(c));
        let env: Vec<TokenStream> = env.collect();
        let primal = self.local_primal(parts, active);
        let reverse = self.local_reverse(parts, active);
        let forward = self.local_forward(parts, active);
        let first = usize::from(matches!(callee, Callee::Method { .. }));
        let witnesses = args.iter().enumerate().skip(first).filter_map(|(k, arg)| {
            let function = matches!(arg.kind, ExprKind::Function { .. })
                || arg.place().is_some_and(|place| self.callable(place).is_some());
            (k != index && !function).then(|| self.by_reference(arg))
        });
        let witnesses: Vec<TokenStream> = witnesses.collect();
        let rest = quote!(#(#witnesses,)* (#(#env,)*), #primal, #reverse, #forward);
        let stem = format!("__ad_function_{index}");
        match callee {
            Callee::Path { path, .. } => {
                let name = Ident::new(&stem, Span::call_site());
                quote!(<#path>::#name(#rest))
            }
            Callee::Assoc { owner, name, .. } => {
                let name = sibling(&stem, name);
                quote!(#owner::#name(#rest))
            }
            Callee::Method { name, .. } => {
                let (name, receiver) = (sibling(&stem, name), self.receiver(&args[0], false));
                quote!(#receiver.#name(#rest))
            }
            Callee::Value { .. } => self.local_closure(local),
        }
    }

    /// `(captured..)`, what is active of it, and `(inputs..)` as patterns.
    fn local_patterns(
        &self,
        f: &Function,
        idents: &[Ident],
        local: &LocalFunction,
        body: &Body<'_>,
        active: &[bool],
    ) -> (TokenStream, TokenStream) {
        let (own, inputs) = f.params.split_at(local.captured);
        let name = |var: &VarId| &idents[var.0 as usize];
        let env = own.iter().zip(active).filter(|(_, a)| **a).map(|(var, _)| name(var));
        let env = quote!((#(#env,)*));
        let patterns = inputs.iter().map(|var| {
            let (mutability, name) = (body.mutability(*var), name(var));
            quote!(#mutability #name)
        });
        let types = local.types.iter().map(|ty| match ty {
            Some(ty) => ty.clone(),
            None => quote!(_),
        });
        let inputs = quote!((#(#patterns,)*): (#(#types,)*));
        (env, inputs)
    }

    fn local_primal(&self, parts: &LocalParts, active: &[bool]) -> TokenStream {
        let f = &parts.local.function;
        let idents = names::assign(f);
        let kept = HashSet::new();
        let body = self.inside(f, &idents, &kept);
        let (env, inputs) = self.local_patterns(f, &idents, &parts.local, &body, active);
        let stmts = body.block(&f.body);
        let value = f.result.as_ref().map_or_else(|| quote!(()), |result| body.value(result));
        quote!(move |#env, #inputs| { #stmts #value })
    }

    fn local_reverse(&self, parts: &LocalParts, active: &[bool]) -> TokenStream {
        let pullback = &parts.pullback;
        let f = &pullback.function;
        let idents = names::assign(f);
        let mut kept = pullback.kept.clone();
        kept.extend(f.result.iter().filter_map(|result| result.place().map(|place| place.root)));
        let body = self.inside(f, &idents, &kept);
        let (env, inputs) = self.local_patterns(f, &idents, &parts.local, &body, active);
        let (own_slots, input_slots) =
            slot_patterns(&pullback.slots, &idents, parts.local.captured, active);
        let seed = match pullback.seed {
            Some(seed) => {
                let seed = &idents[seed.0 as usize];
                quote!(mut #seed)
            }
            None => quote!(_),
        };
        let forward = body.block(&pullback.forward);
        let value = f.result.as_ref().map_or_else(|| quote!(()), |result| body.value(result));
        let reverse = body.block(&pullback.reverse);
        quote! {
            move |#env, #inputs, #seed, #input_slots, #own_slots| {
                #forward
                let __value = #value;
                #reverse
                __value
            }
        }
    }

    fn local_forward(&self, parts: &LocalParts, active: &[bool]) -> TokenStream {
        let pushforward = &parts.pushforward;
        let f = &pushforward.function;
        let idents = names::assign(f);
        let kept = super::items::read_by_rules(pushforward);
        let body = self.inside(f, &idents, &kept);
        let (env, inputs) = self.local_patterns(f, &idents, &parts.local, &body, active);
        let (own_slots, input_slots) =
            slot_patterns(&pushforward.slots, &idents, parts.local.captured, active);
        let stmts = body.block(&f.body);
        let tangent = pushforward.tangent.as_ref();
        let tangent = tangent.map_or_else(|| quote!(()), |tangent| body.value(tangent));
        let value = f.result.as_ref().map_or_else(|| quote!(()), |result| body.value(result));
        quote! {
            move |#env, #inputs, #input_slots, #own_slots| {
                #stmts
                let __tangent = #tangent;
                (#value, __tangent)
            }
        }
    }
}

/// The slots of what is captured, and of the inputs, as patterns.
fn slot_patterns(
    slots: &[Option<VarId>],
    idents: &[Ident],
    captured: usize,
    active: &[bool],
) -> (TokenStream, TokenStream) {
    let name = |slot: &Option<VarId>| match slot {
        Some(slot) => {
            let name = &idents[slot.0 as usize];
            quote!(#name)
        }
        None => quote!(_),
    };
    let (own, inputs) = slots.split_at(captured);
    let own = own.iter().zip(active).filter(|(_, a)| **a).map(|(slot, _)| name(slot));
    let inputs = inputs.iter().map(name);
    (quote!((#(#own,)*)), quote!((#(#inputs,)*)))
}

/// `__ad_function_0_h` for a method `h`.
fn sibling(stem: &str, name: &Ident) -> Ident {
    let text = name.to_string();
    Ident::new(&format!("{stem}_{}", text.trim_start_matches("r#")), name.span())
}

/// Whether a written type is `&[T]`.
fn is_slice(input: &TokenStream) -> bool {
    matches!(
        syn::parse2::<syn::Type>(input.clone()),
        Ok(syn::Type::Reference(reference)) if matches!(*reference.elem, syn::Type::Slice(_))
    )
}
