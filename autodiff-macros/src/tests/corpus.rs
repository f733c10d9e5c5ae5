//! The annotated items of the corpus, as the macro gets them.

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};

/// An annotated item: where it stands, the options of its attribute, and the item without it.
pub(super) struct Annotated {
    pub(super) file: String,
    pub(super) options: TokenStream,
    pub(super) item: TokenStream,
}

/// Every annotated item of the corpus, in a fixed order.
pub(super) fn items() -> Vec<Annotated> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpus");
    let mut files = Vec::new();
    collect_files(&root, &mut files);
    files.sort();
    let mut all = Vec::new();
    for path in files {
        let text = std::fs::read_to_string(&path).expect("the corpus can be read");
        let mut file = syn::parse_file(&text).expect("the corpus is Rust");
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        let mut visit = Collect { file: name, found: Vec::new() };
        visit.visit_file_mut(&mut file);
        all.extend(visit.found);
    }
    assert!(all.len() > 100, "the corpus was not found");
    all
}

fn collect_files(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).expect("the corpus is there") {
        let path = entry.expect("the corpus can be listed").path();
        if path.is_dir() {
            collect_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

struct Collect {
    file: String,
    found: Vec<Annotated>,
}

impl Collect {
    fn take(&mut self, attrs: &mut Vec<syn::Attribute>) -> Option<TokenStream> {
        let at = attrs.iter().position(|attr| attr.path().is_ident("differentiate"))?;
        Some(match attrs.remove(at).meta {
            syn::Meta::List(list) => list.tokens,
            _ => TokenStream::new(),
        })
    }

    fn keep(&mut self, options: TokenStream, item: &impl ToTokens) {
        let file = self.file.clone();
        self.found.push(Annotated { file, options, item: item.to_token_stream() });
    }
}

impl VisitMut for Collect {
    fn visit_item_fn_mut(&mut self, item: &mut syn::ItemFn) {
        if let Some(options) = self.take(&mut item.attrs) {
            self.keep(options, item);
        }
        visit_mut::visit_item_fn_mut(self, item);
    }

    fn visit_item_impl_mut(&mut self, item: &mut syn::ItemImpl) {
        if let Some(options) = self.take(&mut item.attrs) {
            self.keep(options, item);
        } else {
            visit_mut::visit_item_impl_mut(self, item);
        }
    }

    fn visit_impl_item_fn_mut(&mut self, item: &mut syn::ImplItemFn) {
        if let Some(options) = self.take(&mut item.attrs) {
            self.keep(options, item);
        }
    }

    fn visit_item_trait_mut(&mut self, item: &mut syn::ItemTrait) {
        if let Some(options) = self.take(&mut item.attrs) {
            self.keep(options, item);
        }
    }
}
