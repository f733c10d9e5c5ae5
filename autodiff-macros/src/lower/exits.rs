//! Whether a body has early exits.

use syn::visit::Visit;

use crate::syntax::macros::expressions;

/// Whether a body returns early (closures not counted).
pub(super) fn has_return(body: &syn::Block) -> bool {
    struct Find(bool);
    impl Visit<'_> for Find {
        fn visit_expr_return(&mut self, _: &syn::ExprReturn) {
            self.0 = true;
        }
        fn visit_expr_try(&mut self, _: &syn::ExprTry) {
            self.0 = true;
        }
        fn visit_expr_closure(&mut self, _: &syn::ExprClosure) {}
        fn visit_item(&mut self, _: &syn::Item) {}
        fn visit_macro(&mut self, it: &syn::Macro) {
            expressions(it).iter().for_each(|it| self.visit_expr(it));
        }
    }
    let mut find = Find(false);
    find.visit_block(body);
    find.0
}

/// Whether a body has early exits or loops.
pub(super) fn has_exit(body: &syn::Block) -> bool {
    struct Find(bool);
    impl Visit<'_> for Find {
        fn visit_expr_return(&mut self, _: &syn::ExprReturn) {
            self.0 = true;
        }
        fn visit_expr_break(&mut self, _: &syn::ExprBreak) {
            self.0 = true;
        }
        fn visit_expr_continue(&mut self, _: &syn::ExprContinue) {
            self.0 = true;
        }
        fn visit_expr_try(&mut self, _: &syn::ExprTry) {
            self.0 = true;
        }
        fn visit_macro(&mut self, it: &syn::Macro) {
            expressions(it).iter().for_each(|it| self.visit_expr(it));
        }
    }
    let mut find = Find(false);
    find.visit_block(body);
    find.0
}
