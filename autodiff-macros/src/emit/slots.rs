//! Parts of one list that a call borrows at once: arguments, tangents, and the slots into which a callee's reverse adds.
//!
//! `f(&mut w[..k], &mut w[k..])` cannot be borrowed as it is written, though it came from a `split_at_mut`: such parts are
//! taken apart at run time. The slots of `f(&w[..k], &w[j..])` may overlap: then they are spare ones, added later.
//!
//! ```text
//! let parts = [..k, k..];
//! let mut spare = None;
//! let [slot_0, slot_1] = slots(&mut w_adj[..], &parts, &mut spare);
//! f::reverse(&w[..k], &w[k..], seed, slot_0, slot_1);
//! add_spare(&mut w_adj[..], &parts, spare);
//! ```

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::body::{Access, Body};
use super::views;
use crate::ir::{Aggregate, Expr, ExprKind, Hint, Place, Proj, ReverseCall, print};

/// Indices of operands that are parts of one list, with the list.
struct Group {
    list: Place,
    members: Vec<usize>,
}

/// The list that a place is a part of, with the ranges, outermost first. No ranges if it is no part.
fn split(place: &Place) -> (Place, Vec<&Expr>) {
    let ranges = place
        .path
        .iter()
        .rev()
        .take_while(|step| {
            matches!(step, Proj::Index(range) if matches!(range.kind, ExprKind::Range { .. }))
        })
        .count();
    let at = place.path.len() - ranges;
    let list = Place { root: place.root, path: place.path[..at].to_vec() };
    let ranges = place.path[at..]
        .iter()
        .filter_map(|step| match step {
            Proj::Index(range) => Some(&**range),
            _ => None,
        })
        .collect();
    (list, ranges)
}

/// The lists of which several places are parts, and all places in its variable are.
fn groups<'a>(places: &[Option<&'a Place>]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (index, place) in places.iter().enumerate() {
        let Some(place) = place else { continue };
        let (list, ranges) = split(place);
        let text = print::place(&list);
        match groups.iter_mut().find(|group| print::place(&group.list) == text) {
            Some(group) => group.members.push(index),
            None if ranges.is_empty() => {}
            None => groups.push(Group { list, members: vec![index] }),
        }
    }
    groups.retain(|group| {
        let whole = |index: &usize| {
            places[*index].is_some_and(|place: &'a Place| split(place).1.is_empty())
        };
        group.members.len() > 1 && !group.members.iter().any(whole)
    });
    groups
}

/// What stands around a call, and names for some of its operands.
#[derive(Default)]
pub(super) struct Apart {
    pub(super) before: TokenStream,
    pub(super) names: Vec<Option<Ident>>,
    pub(super) after: TokenStream,
}

/// What stands around a call that runs backwards, and its slots.
pub(super) struct Slots {
    pub(super) before: TokenStream,
    pub(super) slots: Vec<TokenStream>,
    pub(super) after: TokenStream,
}

impl Body<'_> {
    /// The slots of a call that runs backwards.
    pub(super) fn reverse_slots(&self, call: &ReverseCall) -> Slots {
        let places: Vec<Option<&Place>> = call.slots.iter().map(Option::as_ref).collect();
        let mut before = TokenStream::new();
        let (slots, after) = self.slots("slot", &places, &call.args, &mut before);
        Slots { before, slots, after }
    }

    /// Slots under a name of their own, and what adds up the spare ones after the call.
    pub(super) fn slots(
        &self,
        name: &str,
        places: &[Option<&Place>],
        args: &[Expr],
        before: &mut TokenStream,
    ) -> (Vec<TokenStream>, TokenStream) {
        let apart = self.take_apart(name, places, true);
        before.extend(apart.before);
        let mut slots = Vec::new();
        for ((name, slot), arg) in apart.names.iter().zip(places).zip(args) {
            slots.push(match (name, slot) {
                (Some(name), _) => quote!(#name),
                (None, Some(place)) => self.slot(place),
                (None, None) => self.dummy(arg, before),
            });
        }
        (slots, apart.after)
    }

    /// The arguments of a call that are parts of one list, if one of them is borrowed exclusively.
    pub(super) fn arguments_apart(&self, args: &[Expr]) -> Apart {
        let places: Vec<Option<&Place>> = args
            .iter()
            .map(|arg| match &arg.kind {
                ExprKind::Ref(place) | ExprKind::RefMut(place) => Some(place),
                _ => None,
            })
            .collect();
        let exclusive: Vec<Option<&Place>> = places
            .iter()
            .map(|place| {
                place.filter(|place| {
                    args.iter().any(|arg| {
                        matches!(&arg.kind, ExprKind::RefMut(other) if other.root == place.root)
                    })
                })
            })
            .collect();
        self.take_apart("argument", &exclusive, false)
    }

    /// The tangents of arguments that are parts of one list, if one of them is borrowed exclusively.
    pub(super) fn tangents_apart(&self, args: &[Expr], tangents: &[Option<Place>]) -> Apart {
        let exclusive: Vec<Option<&Place>> = tangents
            .iter()
            .map(|tangent| {
                tangent.as_ref().filter(|place| {
                    tangents.iter().zip(args).any(|(other, arg)| {
                        matches!(arg.kind, ExprKind::RefMut(_))
                            && other.as_ref().is_some_and(|other| other.root == place.root)
                    })
                })
            })
            .collect();
        self.take_apart("tangent", &exclusive, false)
    }

    /// Borrows parts of lists at once. Their names are not those of variables, which may be called `slot_1` too.
    pub(super) fn take_apart(&self, name: &str, places: &[Option<&Place>], spare: bool) -> Apart {
        let rt = self.rt;
        let span = Span::mixed_site();
        let mut apart = Apart { names: vec![None; places.len()], ..Apart::default() };
        for group in groups(places) {
            let list = self.place(&group.list, Access::Write);
            let ranges = group.members.iter().map(|index| {
                let (_, ranges) = places[*index].map(split).unwrap_or((group.list.clone(), vec![]));
                let mut bounds = quote!(0..#list.len());
                for range in ranges {
                    let range = self.value(range);
                    bounds = quote!(#rt::part(#bounds, &(#range)));
                }
                bounds
            });
            let first = group.members[0];
            let parts = format_ident!("__{name}_parts_{first}", span = span);
            let own: Vec<Ident> = group
                .members
                .iter()
                .map(|index| format_ident!("__{name}_{index}", span = span))
                .collect();
            apart.before.extend(quote!(let #parts = [#(#ranges),*];));
            if spare {
                let spare = format_ident!("__{name}_spare_{first}", span = span);
                apart.before.extend(quote! {
                    let mut #spare = ::core::option::Option::None;
                    let [#(#own),*] = #rt::slots(&mut #list[..], &#parts, &mut #spare);
                });
                apart.after.extend(quote!(#rt::add_spare(&mut #list[..], &#parts, #spare);));
            } else {
                apart
                    .before
                    .extend(quote!(let [#(#own),*] = #rt::disjoint(&mut #list[..], &#parts);));
            }
            for (index, own) in group.members.iter().zip(own) {
                apart.names[*index] = Some(own);
            }
        }
        apart
    }
}

impl Body<'_> {
    /// A slot for an inactive argument: nothing comes out of it. What must see the argument stands `before`
    /// the call, which may borrow it exclusively.
    pub(super) fn dummy(&self, arg: &Expr, before: &mut TokenStream) -> TokenStream {
        let rt = self.rt;
        if let ExprKind::Function { .. } = arg.kind {
            return quote!(&mut ());
        }
        if arg.is_none() {
            // Its type is that of the slot, and nothing else says it.
            return quote!(&mut ::core::option::Option::None);
        }
        if let ExprKind::InertCall { path, hint: Hint::Vec(_), .. } = &arg.kind
            && path.to_string().replace(' ', "").ends_with("Vec::new")
        {
            return quote!(&mut ::core::default::Default::default());
        }
        let empty = |arg: &Expr| {
            matches!(&arg.kind, ExprKind::Aggregate { kind: Aggregate::VecList, operands }
                if operands.is_empty())
        };
        if empty(arg) {
            return quote!(&mut ::core::default::Default::default());
        }
        match self.f.expr_hint(arg) {
            Hint::Discrete => quote!(&mut ()),
            Hint::Float(ty) => {
                let zero = self.value(&Expr::new(ExprKind::FloatZero(ty), arg.span));
                quote!(&mut #zero)
            }
            _ => {
                let arg = self.by_reference(arg);
                let dummy = Ident::new(
                    &format!("dummy_{}", before.clone().into_iter().count()),
                    Span::mixed_site(),
                );
                before.extend(quote!(let mut #dummy = (&&#rt::Probe(#arg)).dummy();));
                quote!(&mut #dummy)
            }
        }
    }

    /// `&mut place` of an adjoint.
    pub(super) fn slot(&self, place: &Place) -> TokenStream {
        if let [Proj::Deref] = place.path.as_slice() {
            let ident = self.ident(place.root);
            return quote!(&mut *#ident);
        }
        let tokens = self.place(place, Access::Write);
        quote!(&mut #tokens)
    }

    /// `&place` of a tangent.
    pub(super) fn borrow_slot(&self, place: &Place) -> TokenStream {
        if let [Proj::Deref] = place.path.as_slice() {
            let ident = self.ident(place.root);
            return quote!(&*#ident);
        }
        let tokens = self.place(place, Access::Read);
        if views::is_view(place) {
            let rt = self.rt;
            return quote!(&#rt::owned(&#tokens));
        }
        quote!(&#tokens)
    }
}
