//! Shapes through chains, and refusals.

use quote::quote;

use super::expand;

#[track_caller]
fn check(item: proc_macro2::TokenStream, expected: &str) {
    let without_spaces = |text: &str| text.split_whitespace().collect::<String>();
    let tokens = without_spaces(&expand(item).to_string());
    let expected = without_spaces(expected);
    assert!(tokens.contains(&expected), "no `{expected}` in\n{tokens}");
}

#[test]
fn literal_sizes_go_through_a_chain() {
    check(
        quote! {
            #[network(input = [1, 28, 28])]
            struct Net {
                conv: Conv2d<f32, 1, 8, 5>,
                relu: Relu,
                pool: MaxPool2d<2>,
                flatten: Flatten,
                output: Linear<f32, 1152, 10>,
            }
        },
        "let x: ::autodiff_runtime::nn::Images<f32, 8, 24, 24, __B, __P> = self.conv.forward(x);
         let x = self.relu.forward(&x);
         let x: ::autodiff_runtime::nn::Images<f32, 8, 12, 12, __B, __P> = self.pool.forward(&x);
         let x: ::autodiff_runtime::nn::Samples<f32, 1152, __B, __P> = self.flatten.forward(&x);
         self.output.forward(&x)",
    );
}

#[test]
fn strides_and_padding_count() {
    check(
        quote! {
            #[network(input = [3, 32, 16])]
            struct Net {
                conv: Conv2d<f32, 3, 4, 3, 2, 1>,
                pool: AvgPool2d<3, 2>,
                flatten: Flatten,
            }
        },
        "-> ::autodiff_runtime::nn::Samples<f32, 84, __B, __P>",
    );
}

#[test]
fn windows_that_differ_by_axis_count() {
    check(
        quote! {
            #[network(input = [1, 9, 7])]
            struct Net {
                conv: Conv2dRect<f32, 1, 2, 3, 2, 2, 1, 1, 0>,
                dilated: Conv2d<f32, 2, 2, 3, 1, 2, Heap, 3, 1, 2, 2>,
                pool: MaxPool2dRect<2, 3>,
                flatten: Flatten,
            }
        },
        "let x: ::autodiff_runtime::nn::Images<f32, 2, 5, 6, __B, __P> = self.conv.forward(x);
         let x: ::autodiff_runtime::nn::Images<f32, 2, 5, 6, __B, __P> = self.dilated.forward(&x);
         let x: ::autodiff_runtime::nn::Images<f32, 2, 2, 2, __B, __P> = self.pool.forward(&x);",
    );
}

#[test]
fn an_embedding_is_given_indices() {
    check(
        quote! {
            #[network(input = [20])]
            struct Net { embedding: Embedding<f32, 100, 8, Heap>, lstm: Lstm<f32, 8, 16>, last: LastStep }
        },
        "pub fn forward<const __B: usize,>(&self, x: &[[::core::primitive::usize; 20]; __B])
         -> ::autodiff_runtime::nn::Samples<f32, 16, __B, Heap>"
            .trim_start_matches("pub "),
    );
    check(
        quote! { struct Net { embedding: Embedding<f32, 100, 8>, output: Linear<f32, 8, 2> } },
        "let x: ::autodiff_runtime::nn::Samples<f32, 8, __B, ::autodiff_runtime::nn::Stack> =
             self.embedding.forward(x);
         self.output.forward(&x)",
    );
    check(
        quote! { struct Net { output: Linear<f32, 8, 2>, embedding: Embedding<f32, 100, 2> } },
        "expected indices, found what a layer gives",
    );
}

#[test]
fn names_of_sizes_are_passed_on() {
    check(
        quote! { struct Net<const H: usize> { a: Linear<f64, 3, H>, b: Linear<f64, H, { H }> } },
        "-> ::autodiff_runtime::nn::Samples<f64, {H}, __B, __P>",
    );
}

#[test]
fn what_is_not_known_is_asked_for() {
    check(
        quote! { struct Net { conv: Conv2d<f32, 1, 8, 5> } },
        "the shape that enters the network",
    );
    check(quote! { struct Net { relu: Relu } }, "the type of the network's numbers is not known");
    check(quote! { enum Net { A } }, "a network is a struct of layers");
    check(quote! { struct Net; }, "a network without layers");
}

#[test]
fn layers_that_do_not_fit_are_one_error_each() {
    let item = quote! {
        #[network(input = [1, 8, 8])]
        struct Net {
            conv: Conv2d<f32, 2, 8, 3>,
            flatten: Flatten,
            block: Residual<Linear<f32, 288, 289>>,
            output: Linear<f32, 287, 10>,
            last: LastStep,
        }
    };
    let tokens = expand(item).to_string();
    for message in [
        "expected `2`, found `1`",
        "expected `288`, found `289`",
        "expected `287`, found `288`",
        "expected sequences, found samples of features",
    ] {
        assert_eq!(tokens.matches(message).count(), 1, "{message}");
    }
}
