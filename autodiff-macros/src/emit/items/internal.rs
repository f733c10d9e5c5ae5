//! The hidden functions that do the work, over all parameters: `__ad_forward` (value and residual), `__ad_reverse`
//! (both sweeps), `__ad_back` (runs a method's residual) and `__ad_jvp`.

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::super::body::Body;
use super::super::{moves, names, sections};
use super::{Emit, Home, allowances};
use crate::ir::{Expr, Function, VarId, uses, visit};
use crate::syntax::signature::Passing;
use crate::transform::LocalParts;
use crate::transform::pullback::Pullback;
use crate::transform::pushforward::Pushforward;

impl Emit<'_> {
    fn body_of<'b>(
        f: &'b Function,
        idents: &'b [Ident],
        rt: &'b TokenStream,
        kept: &'b HashSet<VarId>,
        this: Option<Ident>,
        locals: &'b [LocalParts],
    ) -> Body<'b> {
        Body { f, idents, rt, kept, this, locals }
    }

    pub(super) fn result_value(body: &Body<'_>, result: Option<&Expr>) -> TokenStream {
        result.map_or_else(|| quote!(()), |result| body.value(result))
    }

    /// `(value, residual) = __ad_forward(params)`.
    pub(super) fn forward(&self, pullback: Option<&Pullback>) -> TokenStream {
        let name = self.internal("__ad_forward");
        let head = self.head(&name, true, "");
        let (generics, clause) = self.generics(&[]);
        let params = self.parameters(true);
        let result = self.result_type();
        let bound = self.residual_bound();
        let residual = if self.parts.recursive {
            let rt = &self.parts.rt;
            quote!(#rt::Box<dyn #bound>)
        } else {
            let (rt, takes) = (&self.parts.rt, self.residual_takes());
            quote!(#rt::residual!(#takes))
        };
        let signature = quote!(#head #generics (#(#params),*) -> (#result, #residual) #clause);
        let body = pullback.map(|pullback| {
            let f = &pullback.function;
            let rt = &self.parts.rt;
            let idents = names::assign(f);
            let ahead = Self::body_of(f, &idents, rt, &pullback.kept, None, self.parts.locals);
            let exclusive = self.sig().params.iter().any(|p| p.passing == Passing::Exclusive);
            // What is kept may borrow from the arguments, or be of a type that only lives as long as `Self`:
            // the residual starts again from the arguments.
            let again = (pullback.borrows || self.parts.home == Home::Trait) && !exclusive;
            let this = self.this_behind(again);
            let back =
                Self::body_of(f, &idents, rt, &pullback.kept, this.clone(), self.parts.locals);
            let items = ahead.items();
            let behind = used_behind(pullback);
            let forward = ahead.sweep(&pullback.forward, &behind);
            let value = Self::result_value(&ahead, f.result.as_ref());
            let reverse = back.sweep(&pullback.reverse, &HashSet::new());
            let closure_params: Vec<TokenStream> = self
                .sig()
                .params
                .iter()
                .zip(self.residual_types())
                .map(|(param, ty)| {
                    match (&this, param.is_self) {
                        (Some(this), true) if param.mutable && again => quote!(mut #this: #ty),
                        _ if param.mutable && again => {
                            let name = &param.name;
                            quote!(mut #name: #ty)
                        }
                        // What the function did to a parameter of its own is kept.
                        _ if param.mutable => quote!(_: #ty),
                        (Some(this), true) => quote!(#this: #ty),
                        _ => {
                            let name = &param.name;
                            quote!(#name: #ty)
                        }
                    }
                })
                .collect();
            let (seed, slots) = self.seed_and_slots(pullback, &idents);
            let reverse = if again {
                let again = back.sweep(&pullback.forward, &behind);
                quote!(#items #again #reverse)
            } else {
                reverse
            };
            let closure = quote!(move |#(#closure_params,)* #seed #(#slots),*| { #reverse });
            let closure =
                if self.parts.recursive { quote!(#rt::Box::new(#closure)) } else { closure };
            quote! {
                #items
                #forward
                let __value = #value;
                (__value, #closure)
            }
        });
        self.finish(signature, body)
    }

    /// The seed and the slots as parameters, typed.
    fn seed_and_slots(
        &self,
        pullback: &Pullback,
        idents: &[Ident],
    ) -> (TokenStream, Vec<TokenStream>) {
        let seed_type = self.seed_type();
        let seed = match pullback.seed {
            Some(seed) => {
                let seed = &idents[seed.0 as usize];
                quote!(mut #seed: #seed_type,)
            }
            None => quote!(_: #seed_type,),
        };
        let slots = pullback
            .slots
            .iter()
            .zip(self.slot_types())
            .map(|(slot, ty)| match slot {
                Some(slot) => {
                    let slot = &idents[slot.0 as usize];
                    quote!(#slot: #ty)
                }
                None => quote!(_: #ty),
            })
            .collect();
        (seed, slots)
    }

    /// `value = __ad_reverse(params, seed, slots)`: both sweeps in one function.
    pub(super) fn joint(&self, pullback: Option<&Pullback>) -> TokenStream {
        let name = self.internal("__ad_reverse");
        let head = self.head(&name, true, "");
        let (generics, clause) = self.generics(&[]);
        let params = self.parameters(true);
        let result = self.result_type();
        match pullback {
            Some(pullback) => {
                let f = &pullback.function;
                let rt = &self.parts.rt;
                let idents = names::assign(f);
                let body = Self::body_of(f, &idents, rt, &pullback.kept, None, self.parts.locals);
                let (seed, slots) = self.seed_and_slots(pullback, &idents);
                let items = body.items();
                let forward = body.sweep(&pullback.forward, &used_behind(pullback));
                let value = Self::result_value(&body, f.result.as_ref());
                let reverse = body.sweep(&pullback.reverse, &HashSet::new());
                let inner = quote! {
                    #items
                    #forward
                    let __value = #value;
                    #reverse
                    __value
                };
                quote!(#head #generics (#(#params,)* #seed #(#slots),*) -> #result #clause { #inner })
            }
            None => {
                let seed = self.seed_type();
                let slots = self.slot_types();
                let slots = slots.iter().enumerate().map(|(index, ty)| {
                    let name = format_ident!("slot_{index}", span = Span::mixed_site());
                    quote!(#name: #ty)
                });
                let signature = quote!(#head #generics (#(#params,)* __seed: #seed, #(#slots),*) -> #result #clause);
                self.finish(signature, None)
            }
        }
    }

    /// Whether a long function runs its residual at once, so that rustc sees one pair of sweeps less: where that costs
    /// nothing, since the arguments can be given twice and what is kept are numbers.
    pub(super) fn is_residual_run(&self, joint: &Pullback, split: &Pullback) -> bool {
        let f = &joint.function;
        let given_twice = self.sig().params.iter().zip(&f.params).all(|(param, var)| {
            param.callable.is_none()
                && match param.passing {
                    Passing::Shared => true,
                    Passing::Value => f.var(*var).hint.is_scalar(),
                    Passing::Exclusive => false,
                }
        });
        given_twice
            && sections::is_long(&joint.forward)
            && !(joint.fused || split.borrows || self.parts.recursive)
            && !self.parts.home.is_trait()
            && kept(split).all(|var| sections::is_light(&split.function, var))
    }

    /// `value = __ad_reverse(params, seed, slots)` by way of `__ad_forward`.
    pub(super) fn joint_by_residual(&self) -> TokenStream {
        let head = self.head(&self.internal("__ad_reverse"), true, "");
        let (generics, clause) = self.generics(&[]);
        let (params, result, seed) = (self.parameters(true), self.result_type(), self.seed_type());
        let types = self.slot_types();
        let slots: Vec<Ident> = (0..types.len())
            .map(|index| format_ident!("slot_{index}", span = Span::mixed_site()))
            .collect();
        let names: Vec<&Ident> = self.sig().params.iter().map(|param| &param.name).collect();
        let (forward, turbofish) = (self.internal("__ad_forward"), self.turbofish());
        quote! {
            #head #generics (#(#params,)* __seed: #seed, #(#slots: #types),*) -> #result #clause {
                let (__value, __residual) = Self::#forward #turbofish(#(#names),*);
                __residual(#(#names,)* __seed, #(#slots),*);
                __value
            }
        }
    }

    /// `receiver.__ad_back_h(residual, args, seed, slots)`: runs a residual; methods only.
    pub(super) fn back(&self) -> TokenStream {
        if self.this().is_none() {
            return quote!();
        }
        let name = self.internal("__ad_back");
        let visibility = self.visibility();
        let allow = allowances();
        let cfgs = &self.parts.cfgs;
        let receiver = &self.parameters(false)[0];
        let types = self.residual_types();
        let names: Vec<Ident> = (1..types.len())
            .map(|index| format_ident!("argument_{index}", span = Span::mixed_site()))
            .collect();
        let rest = &types[1..];
        let slots = self.slot_types();
        let slot_names: Vec<Ident> = (0..slots.len())
            .map(|index| format_ident!("slot_{index}", span = Span::mixed_site()))
            .collect();
        let seed = self.seed_type();
        let bound = self.residual_bound();
        let rt = &self.parts.rt;
        let of_self = quote!(Self: Sized + #rt::Differentiable);
        let clause = if self.parts.home == Home::Trait { quote!(where #of_self) } else { quote!() };
        let params = &self.sig().generics.params;
        let comma = (!params.is_empty() && !params.trailing_punct()).then(|| quote!(,));
        let own = self.sig().generics.where_clause.as_ref().map(|clause| {
            let predicates = clause.predicates.iter();
            quote!(#(#predicates),*)
        });
        let clause = match own {
            Some(own) if self.parts.home == Home::Trait => quote!(where #own, #of_self),
            Some(own) => quote!(where #own),
            None => clause,
        };
        let body = quote!({
            __residual(self, #(#names,)* __seed, #(#slot_names),*)
        });
        let body = if self.parts.home == Home::Trait && self.parts.pullback.is_none() {
            quote!(#body)
        } else {
            body
        };
        quote! {
            #cfgs #[doc(hidden)] #allow #[inline]
            #visibility fn #name<#params #comma __Residual: #bound>(
                #receiver, __residual: __Residual, #(#names: #rest,)* __seed: #seed, #(#slot_names: #slots),*
            ) #clause #body
        }
    }

    /// `receiver.__ad_self_h()`: the receiver as the siblings of the method take it. The two sweeps of a caller both
    /// need it, so what the method takes by value is a copy; whether it does, a caller cannot see.
    pub(super) fn own_receiver(&self) -> TokenStream {
        let Some(receiver) = self.sig().params.iter().find(|param| param.is_self) else {
            return quote!();
        };
        if self.parts.home == (Home::Impl { of_trait: true }) {
            return quote!();
        }
        let head = self.head(&self.internal("__ad_self"), true, "");
        match receiver.passing {
            Passing::Shared => quote!(#head(&self) -> &Self { self }),
            Passing::Exclusive => quote!(#head(&mut self) -> &mut Self { self }),
            Passing::Value => {
                let sized = (self.parts.home == Home::Trait).then(|| quote!(Self: Sized,));
                quote! {
                    #head(&self) -> Self where #sized for<'__ad> Self: ::core::clone::Clone {
                        ::core::clone::Clone::clone(self)
                    }
                }
            }
        }
    }

    /// `(value, tangent) = __ad_jvp(params, tangents)`.
    pub(super) fn tangent(&self, pushforward: Option<&Pushforward>) -> TokenStream {
        let name = self.internal("__ad_jvp");
        let head = self.head(&name, true, "");
        let (generics, clause) = self.generics(&[]);
        let params = self.parameters(true);
        let (result, tangent) = (self.result_type(), self.seed_type());
        let types: Vec<TokenStream> = self
            .sig()
            .params
            .iter()
            .map(|param| {
                let slot = self.paths.slot(param);
                match param.passing {
                    Passing::Exclusive => quote!(&mut #slot),
                    _ => quote!(&#slot),
                }
            })
            .collect();
        let idents = pushforward.map(|p| names::assign(&p.function));
        let slots: Vec<TokenStream> = types
            .iter()
            .enumerate()
            .map(|(index, ty)| {
                let slot = pushforward.and_then(|p| p.slots[index]);
                match (&idents, slot) {
                    (Some(idents), Some(slot)) => {
                        let slot = &idents[slot.0 as usize];
                        quote!(#slot: #ty)
                    }
                    (Some(_), None) => quote!(_: #ty),
                    (None, _) => {
                        let name = format_ident!("slot_{index}", span = Span::mixed_site());
                        quote!(#name: #ty)
                    }
                }
            })
            .collect();
        let signature =
            quote!(#head #generics (#(#params,)* #(#slots),*) -> (#result, #tangent) #clause);
        let body = pushforward.zip(idents.as_ref()).map(|(pushforward, idents)| {
            let f = &pushforward.function;
            let kept = read_by_rules(pushforward);
            let body = Self::body_of(f, idents, &self.parts.rt, &kept, None, self.parts.locals);
            let items = body.items();
            let mut behind = HashSet::new();
            f.result.iter().chain(&pushforward.tangent).for_each(|e| note_reads(e, &mut behind));
            let stmts = body.sweep(&f.body, &behind);
            let tangent = pushforward
                .tangent
                .as_ref()
                .map_or_else(|| quote!(()), |tangent| body.value(tangent));
            let value = Self::result_value(&body, f.result.as_ref());
            quote! {
                #items
                #stmts
                let __tangent = #tangent;
                (#value, __tangent)
            }
        });
        self.finish(signature, body)
    }
}

/// What the rules of a pushforward read after it may have been moved.
pub(crate) fn read_by_rules(pushforward: &Pushforward) -> HashSet<VarId> {
    moves::kept(&pushforward.function, pushforward.tangent.as_ref())
}

/// The variables that rules and zeros read: they must not have been moved out of.
pub(super) fn rule_reads(expr: &Expr, out: &mut HashSet<VarId>) {
    use crate::ir::ExprKind;
    match &expr.kind {
        ExprKind::Rule { args, .. } => {
            for arg in args {
                visit::each_read(arg, &mut |var| {
                    out.insert(var);
                });
            }
        }
        ExprKind::Zero(place) => {
            out.insert(place.root);
        }
        _ => {}
    }
    visit::each_operand(expr, &mut |operand| rule_reads(operand, out));
}

/// What a residual keeps.
fn kept(split: &Pullback) -> impl Iterator<Item = VarId> {
    let mut used = HashSet::new();
    let mut own: HashSet<VarId> =
        split.slots.iter().flatten().chain(&split.seed).copied().collect();
    own.extend(&split.function.params);
    visit::each_stmt(&split.reverse, &mut |stmt| own.extend(uses::declared(stmt)));
    for stmt in &split.reverse.stmts {
        uses::each_use(&mut stmt.clone(), &mut |var| {
            used.insert(*var);
        });
    }
    used.into_iter().filter(move |var| !own.contains(var))
}

/// The variables of a forward sweep that are used behind it.
fn used_behind(pullback: &Pullback) -> HashSet<VarId> {
    let mut behind = HashSet::new();
    for stmt in &pullback.reverse.stmts {
        uses::each_use(&mut stmt.clone(), &mut |var| {
            behind.insert(*var);
        });
    }
    pullback.function.result.iter().for_each(|result| note_reads(result, &mut behind));
    behind
}

fn note_reads(expr: &Expr, out: &mut HashSet<VarId>) {
    visit::each_read(expr, &mut |var| {
        out.insert(var);
    });
}
