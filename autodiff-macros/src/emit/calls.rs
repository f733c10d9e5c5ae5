//! Calls of differentiated functions and of their siblings.
//!
//! ```text
//! y = g(x)                          let (y, residual) = g::__ad_forward(x);     let (y, y_tan) = g::__ad_jvp(x, &x_tan);
//! residual(x, y_adj, &mut x_adj);   g::__ad_reverse(x, y_adj, &mut x_adj);
//! ```

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::body::Body;
use super::slots::Slots;
use super::views;
use crate::ir::{CallMode, Callee, Expr, ExprKind, Hint, Place, Proj, ReverseCall, VarKind};

/// Methods of rotations that give a reference to what they store.
fn is_borrowed_part(name: &Ident) -> bool {
    name == "matrix" || name == "quaternion"
}

/// What says how a method takes its receiver.
fn own_name(method: &Ident) -> Ident {
    let text = method.to_string();
    Ident::new(&format!("__ad_self_{}", text.trim_start_matches("r#")), method.span())
}

impl Body<'_> {
    /// The receiver of a sibling of the method `name`. The method may take it by value, and both sweeps need it: then it
    /// is copied, which `__ad_self_name` does for such a method alone.
    pub(super) fn own_receiver(&self, name: &Ident, expr: &Expr) -> TokenStream {
        let receiver = self.receiver(expr, false);
        let may_move = match expr.place() {
            Some(place) => {
                !views::is_view(place)
                    && !matches!(place.path.last(), Some(Proj::Deref))
                    && matches!(self.f.place_hint(place), Hint::Unknown | Hint::Tuple(_))
            }
            None => false,
        };
        if !may_move {
            return receiver;
        }
        let own = own_name(name);
        quote!(#receiver.#own())
    }

    /// A call of the primal, or of a sibling with a prefix.
    pub(super) fn call(
        &self,
        callee: &Callee,
        args: &[Expr],
        prefix: Option<(&str, &[TokenStream])>,
    ) -> TokenStream {
        let extra: &[TokenStream] = prefix.map_or(&[], |(_, extra)| extra);
        let sibling = |name: &Ident| match prefix {
            Some((prefix, _)) => {
                let text = name.to_string();
                Ident::new(&format!("{prefix}_{}", text.trim_start_matches("r#")), name.span())
            }
            None => name.clone(),
        };
        let hidden = prefix.is_some();
        let apart = self.arguments_apart(args);
        let argument = |index: usize| match &apart.names[index] {
            Some(name) => quote!(#name),
            None => self.call_argument(callee, args, index, hidden),
        };
        let mut captures = self.captures(args, hidden);
        captures.extend(apart.before.clone());
        let call = match callee {
            Callee::Path { path, turbofish } => {
                let args = (0..args.len()).map(argument);
                match prefix {
                    Some((prefix, _)) => {
                        let name = Ident::new(prefix, Span::call_site());
                        quote!(<#path>::#name #turbofish(#(#args,)* #(#extra,)*))
                    }
                    None => quote!(#path #turbofish(#(#args),*)),
                }
            }
            Callee::Assoc { owner, name, turbofish } => {
                let args = (0..args.len()).map(argument);
                let name = sibling(name);
                quote!(#owner::#name #turbofish(#(#args,)* #(#extra,)*))
            }
            Callee::Method { name, turbofish, active, reads } => {
                // Of a pushforward most receivers are read once.
                let once = !active
                    || prefix.is_some_and(|(prefix, _)| prefix == "__ad_jvp")
                        && !args[0].place().is_some_and(|place| self.kept.contains(&place.root));
                let receiver = match once {
                    true => self.receiver(&args[0], false),
                    false => self.own_receiver(name, &args[0]),
                };
                // nalgebra's own gives a reference, the siblings a value.
                let copied = (!hidden && args.len() == 1 && is_borrowed_part(name))
                    .then(|| quote!(.clone()));
                let held = (*active && *reads).then(|| own_name(name));
                let plain = self.receiver(&args[0], false);
                let args = (1..args.len()).map(argument);
                let name = sibling(name);
                let call = quote!(#receiver.#name #turbofish(#(#args,)* #(#extra,)*) #copied);
                match held {
                    // By a shared reference a method that changes its receiver cannot be called.
                    Some(own) => {
                        let check = quote_spanned!(own.span()=> (&#plain).#own());
                        quote!({ if false { let _ = #check; } #call })
                    }
                    None => call,
                }
            }
            Callee::Value { inputs } => self.call_value(inputs, args),
        };
        if captures.is_empty() { call } else { quote!({ #captures #call }) }
    }

    pub(super) fn reverse_call(&self, call: &ReverseCall) -> TokenStream {
        let _rt = self.rt;
        match call.mode {
            CallMode::Forward => {
                let tokens = self.call(&call.callee, &call.args, Some(("__ad_forward", &[])));
                let dest = call.dest.map_or_else(
                    || quote!(_),
                    |var| {
                        let (mutability, ident) = (self.mutability(var), self.ident(var));
                        quote!(#mutability #ident)
                    },
                );
                let residual = call.residual.map(|var| self.ident(var));
                quote!(let (#dest, #residual) = #tokens;)
            }
            CallMode::Joint => {
                if let Callee::Value { inputs } = &call.callee {
                    return self.reverse_value(inputs, call);
                }
                let seed = call.seed.iter().map(|seed| self.value(seed));
                let Slots { before, slots, after } = self.reverse_slots(call);
                let extra: Vec<TokenStream> = seed.chain(slots).collect();
                let tokens = self.call(&call.callee, &call.args, Some(("__ad_reverse", &extra)));
                quote!(#before #tokens; #after)
            }
            CallMode::Reverse => {
                let residual = call.residual.map(|var| self.ident(var));
                let mut args: Vec<TokenStream> = Vec::new();
                let apart = self.arguments_apart(&call.args);
                let parts = &apart.before;
                for (index, arg) in call.args.iter().enumerate() {
                    if index == 0 && matches!(call.callee, Callee::Method { .. }) {
                        // The residual takes the receiver as the method does, but by a plain argument.
                        let receiver = self.receiver(arg, false);
                        args.push(quote!(#receiver));
                        continue;
                    }
                    args.push(match &apart.names[index] {
                        Some(name) => quote!(#name),
                        None => self.call_argument(&call.callee, &call.args, index, true),
                    });
                }
                let seed = call.seed.iter().map(|seed| self.value(seed));
                let Slots { before, slots, after } = self.reverse_slots(call);
                if let Callee::Method { name, .. } = &call.callee {
                    // Method syntax finds out how the receiver is taken.
                    let text = name.to_string();
                    let text = format!("__ad_back_{}", text.trim_start_matches("r#"));
                    let helper = Ident::new(&text, name.span());
                    let receiver = self.own_receiver(name, &call.args[0]);
                    let rest = &args[1..];
                    return quote!(
                        #before #parts #receiver.#helper(#residual, #(#rest,)* #(#seed,)* #(#slots),*); #after
                    );
                }
                quote!(#before #parts #residual(#(#args,)* #(#seed,)* #(#slots),*); #after)
            }
            CallMode::Tangent => {
                let mut before = TokenStream::new();
                let slots = self.tangents(&call.callee, &call.args, &call.slots, &mut before);
                let tokens = match &call.callee {
                    Callee::Value { inputs } => self.tangent_value(inputs, call),
                    _ => self.call(&call.callee, &call.args, Some(("__ad_jvp", &slots))),
                };
                let dest = call.dest.map_or_else(
                    || quote!(_),
                    |var| {
                        let (mutability, ident) = (self.mutability(var), self.ident(var));
                        quote!(#mutability #ident)
                    },
                );
                let tangent = call.residual.map_or_else(
                    || quote!(_),
                    |var| {
                        let (mutability, ident) = (self.mutability(var), self.ident(var));
                        quote!(#mutability #ident)
                    },
                );
                quote!(#before let (#dest, #tangent) = #tokens;)
            }
        }
    }

    /// The tangents of the arguments of a call.
    pub(super) fn tangents(
        &self,
        callee: &Callee,
        args: &[Expr],
        tangents: &[Option<Place>],
        before: &mut TokenStream,
    ) -> Vec<TokenStream> {
        let mut out = Vec::new();
        let apart = self.tangents_apart(args, tangents);
        before.extend(apart.before);
        for (index, (tangent, arg)) in tangents.iter().zip(args).enumerate() {
            if let Some(name) = &apart.names[index] {
                out.push(quote!(#name));
                continue;
            }
            let Some(place) = tangent else {
                out.push(self.dummy(arg, before));
                continue;
            };
            let root = self.f.var(place.root);
            let writable = root.kind == VarKind::Derivative || root.mutable;
            let users = tangents.iter().flatten().filter(|other| other.root == place.root);
            // What `self` is, `self` or `&mut self`, is not known; a view is only read.
            let receiver =
                index == 0 && matches!(callee, Callee::Method { .. }) && !views::is_view(place);
            let exclusive = matches!(arg.kind, ExprKind::RefMut(_))
                || (writable && receiver && users.count() == 1);
            out.push(match (exclusive, self.passed_on(place)) {
                (true, Some(name)) => name,
                (true, None) => self.slot(place),
                (false, _) => self.borrow_slot(place),
            });
        }
        out
    }
}
