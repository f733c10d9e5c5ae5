//! The struct as the emitting functions want it: its layers, and what its attributes say.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use super::shapes::{Shape, Size};
use crate::diag::codes;

/// A struct of layers.
pub(super) struct Network {
    pub(super) vis: syn::Visibility,
    pub(super) name: Ident,
    pub(super) generics: syn::Generics,
    pub(super) layers: Vec<Layer>,
    /// Fields marked `#[constant]`: no layers.
    pub(super) others: Vec<Layer>,
    /// `#[network(input = [..])]`
    pub(super) input: Option<Shape>,
    /// `#[network(scalar = T)]`
    pub(super) scalar: Option<syn::Type>,
    /// `::autodiff_runtime`
    pub(super) root: TokenStream,
}

/// A field.
pub(super) struct Layer {
    pub(super) member: syn::Member,
    /// Its name, or its number.
    pub(super) label: String,
    pub(super) ty: syn::Type,
    /// `#[network(init = expression)]`
    pub(super) init: Option<syn::Expr>,
    /// `#[network(output = [..])]`
    pub(super) output: Option<Shape>,
}

impl Layer {
    /// Where an error about the layer lies.
    pub(super) fn span(&self) -> Span {
        self.ty.span()
    }
}

pub(super) fn read(item: TokenStream) -> syn::Result<Network> {
    let item: syn::DeriveInput = syn::parse2(item)?;
    let syn::Data::Struct(body) = item.data else {
        return Err(codes::NETWORK_ITEM.error(
            item.ident.span(),
            "a network is a struct of layers",
            "write a struct with a field for each layer, in order",
        ));
    };
    let mut options = Options::default();
    let mut krate = None;
    for attribute in &item.attrs {
        if attribute.path().is_ident("network") {
            options.read(attribute)?;
        } else if attribute.path().is_ident("differentiable") {
            attribute.parse_nested_meta(|meta| {
                krate = Some(meta.value()?.call(syn::Path::parse_mod_style)?);
                Ok(())
            })?;
        }
    }
    let (mut layers, mut others) = (Vec::new(), Vec::new());
    for (index, field) in body.fields.into_iter().enumerate() {
        let mut of_field = Options::default();
        for attribute in &field.attrs {
            if attribute.path().is_ident("network") {
                of_field.read(attribute)?;
            }
        }
        let constant = field.attrs.iter().any(|attribute| attribute.path().is_ident("constant"));
        let member = match field.ident {
            Some(ident) => syn::Member::Named(ident),
            None => syn::Member::Unnamed(index.into()),
        };
        let label = match &member {
            syn::Member::Named(ident) => syn::ext::IdentExt::unraw(ident).to_string(),
            syn::Member::Unnamed(index) => index.index.to_string(),
        };
        let layer =
            Layer { member, label, ty: field.ty, init: of_field.init, output: of_field.output };
        if constant { others.push(layer) } else { layers.push(layer) }
    }
    if layers.is_empty() {
        return Err(codes::NETWORK_ITEM.error(
            item.ident.span(),
            "a network without layers",
            "write a field for each layer, in order",
        ));
    }
    Ok(Network {
        vis: item.vis,
        name: item.ident,
        generics: item.generics,
        layers,
        others,
        input: options.input,
        scalar: options.scalar,
        root: krate.map_or_else(crate::runtime_path::resolve, ToTokens::into_token_stream),
    })
}

/// What `#[network(..)]` says.
#[derive(Default)]
struct Options {
    input: Option<Shape>,
    output: Option<Shape>,
    scalar: Option<syn::Type>,
    init: Option<syn::Expr>,
}

impl Options {
    fn read(&mut self, attribute: &syn::Attribute) -> syn::Result<()> {
        attribute.parse_nested_meta(|meta| {
            let Some(name) = meta.path.get_ident() else {
                return Err(meta.error("expected `input`, `output`, `scalar` or `init`"));
            };
            match name.to_string().as_str() {
                "input" => self.input = Some(shape(meta.value()?)?),
                "output" => self.output = Some(shape(meta.value()?)?),
                "scalar" => self.scalar = Some(meta.value()?.parse()?),
                "init" => self.init = Some(meta.value()?.parse()?),
                _ => return Err(meta.error("expected `input`, `output`, `scalar` or `init`")),
            }
            Ok(())
        })
    }
}

/// `[784]`, `[8, 20]` (steps of features), `[1, 28, 28]` (channels, height, width).
fn shape(input: syn::parse::ParseStream<'_>) -> syn::Result<Shape> {
    let sizes: syn::ExprArray = input.parse()?;
    let all: Vec<Size> = sizes.elems.iter().map(Size::of).collect();
    match <[Size; 1]>::try_from(all) {
        Ok([features]) => Ok(Shape::Samples(features)),
        Err(all) => match <[Size; 2]>::try_from(all) {
            Ok([features, length]) => Ok(Shape::Sequences(features, length)),
            Err(all) => match <[Size; 3]>::try_from(all) {
                Ok([channels, height, width]) => Ok(Shape::Images(channels, height, width)),
                Err(_) => Err(codes::NETWORK_SHAPE.error_at(
                    sizes,
                    "no shape of a sample",
                    "write `[features]`, `[features, steps]` or `[channels, height, width]`",
                )),
            },
        },
    }
}

impl Network {
    /// A path into the runtime's layers, with errors at `span`.
    pub(super) fn nn(&self, span: Span) -> TokenStream {
        let root = &self.root;
        quote_spanned!(span=> #root::nn)
    }

    /// The type of the numbers: as said, or the first type among the arguments of a layer.
    pub(super) fn scalar(&self) -> syn::Result<TokenStream> {
        if let Some(ty) = &self.scalar {
            return Ok(quote!(#ty));
        }
        let found = self.layers.iter().find_map(|layer| super::shapes::scalar(&layer.ty));
        found.map(ToTokens::into_token_stream).ok_or_else(|| {
            codes::NETWORK_SCALAR.error(
                self.name.span(),
                "the type of the network's numbers is not known: none of its layers says it",
                "write `#[network(scalar = f32)]` on the struct",
            )
        })
    }
}
