//! What all recurrent layers have in common: parameters, a cell, and the layer over sequences.

/// A cell and a layer of `$G` gates and a state of `$S` parts; what the gates do to the state is `$Gates`' [`GateMap`].
///
/// [`GateMap`]: super::unroll::GateMap
macro_rules! recurrent {
    (
        $Gates:ident, $G:literal gates, $S:literal parts;
        $(#[$cell_doc:meta])* $Cell:ident;
        $(#[$layer_doc:meta])* $Layer:ident;
    ) => {
        $(#[$cell_doc])*
        #[derive(Clone, Debug, PartialEq, Differentiable)]
        pub struct $Cell<T: Real, const I: usize, const H: usize, P: Place = Stack> {
            #[doc = concat!("The factors of the inputs: a row an output; PyTorch's `[", $G, " * H, I]`.")]
            pub weight_ih: Gates<T, $G, H, I, P>,
            #[doc = concat!("The factors of the hidden state; PyTorch's `[", $G, " * H, H]`.")]
            pub weight_hh: Gates<T, $G, H, H, P>,
            /// What is added for the inputs.
            pub bias_ih: [[T; H]; $G],
            /// What is added for the hidden state.
            pub bias_hh: [[T; H]; $G],
        }

        #[differentiate]
        impl<T: Real, const I: usize, const H: usize, P: Place> $Cell<T, I, H, P> {
            /// The states after a step: of each sample the hidden state, and what else the cell remembers.
            pub fn forward<const B: usize, Q: Place>(
                &self,
                x: &Samples<T, I, B, Q>,
                state: &Sequences<T, H, $S, B, Q>,
            ) -> Sequences<T, H, $S, B, Q> {
                step(&$Gates, &self.weight_ih, &self.weight_hh, &self.bias_ih, &self.bias_hh, x, state)
            }
        }

        impl<T: Real, const I: usize, const H: usize, P: Place> Default for $Cell<T, I, H, P> {
            /// All parameters zero.
            fn default() -> Self {
                Self {
                    weight_ih: Gates::zeros(),
                    weight_hh: Gates::zeros(),
                    bias_ih: [[T::zero(); H]; $G],
                    bias_hh: [[T::zero(); H]; $G],
                }
            }
        }

        layer! {
            [const I: usize, const H: usize, P: Place] $Cell[I, H, P] {
                weight_ih: Weight [$G * H, I];
                weight_hh: Weight [$G * H, H];
                bias_ih: Bias [$G * H];
                bias_hh: Bias [$G * H];
            }
            random(rng) {
                let mut layer = Self::default();
                let uniform = Uniform::torch_default(H);
                uniform.fill_slice(layer.weight_ih.as_mut_slice(), rng);
                uniform.fill_slice(layer.weight_hh.as_mut_slice(), rng);
                uniform.fill_slice(layer.bias_ih.as_flattened_mut(), rng);
                uniform.fill_slice(layer.bias_hh.as_flattened_mut(), rng);
                layer
            }
        }

        $(#[$layer_doc])*
        #[derive(Clone, Debug, PartialEq, Differentiable)]
        pub struct $Layer<T: Real, const I: usize, const H: usize, P: Place = Stack> {
            #[doc = concat!("The factors of the inputs: a row an output; PyTorch's `[", $G, " * H, I]`.")]
            pub weight_ih_l0: Gates<T, $G, H, I, P>,
            #[doc = concat!("The factors of the hidden state; PyTorch's `[", $G, " * H, H]`.")]
            pub weight_hh_l0: Gates<T, $G, H, H, P>,
            /// What is added for the inputs.
            pub bias_ih_l0: [[T; H]; $G],
            /// What is added for the hidden state.
            pub bias_hh_l0: [[T; H]; $G],
        }

        #[differentiate]
        impl<T: Real, const I: usize, const H: usize, P: Place> $Layer<T, I, H, P> {
            /// The hidden states after each step, from a state of zeros.
            pub fn forward<const L: usize, const B: usize, Q: Place>(
                &self,
                x: &Sequences<T, I, L, B, Q>,
            ) -> Sequences<T, H, L, B, Q> {
                self.forward_from(x, &Sequences::zeros())
            }

            /// The hidden states after each step, from given states: of each sample the hidden state, and what else
            /// the cell remembers.
            pub fn forward_from<const L: usize, const B: usize, Q: Place>(
                &self,
                x: &Sequences<T, I, L, B, Q>,
                initial: &Sequences<T, H, $S, B, Q>,
            ) -> Sequences<T, H, L, B, Q> {
                unroll(
                    &$Gates,
                    &self.weight_ih_l0,
                    &self.weight_hh_l0,
                    &self.bias_ih_l0,
                    &self.bias_hh_l0,
                    x,
                    initial,
                )
            }
        }

        impl<T: Real, const I: usize, const H: usize, P: Place> Default for $Layer<T, I, H, P> {
            /// All parameters zero.
            fn default() -> Self {
                $Cell::default().into()
            }
        }

        /// The layer that runs a cell over sequences.
        impl<T: Real, const I: usize, const H: usize, P: Place> From<$Cell<T, I, H, P>>
            for $Layer<T, I, H, P>
        {
            fn from(cell: $Cell<T, I, H, P>) -> Self {
                Self {
                    weight_ih_l0: cell.weight_ih,
                    weight_hh_l0: cell.weight_hh,
                    bias_ih_l0: cell.bias_ih,
                    bias_hh_l0: cell.bias_hh,
                }
            }
        }

        layer! {
            [const I: usize, const H: usize, P: Place] $Layer[I, H, P] {
                weight_ih_l0: Weight [$G * H, I];
                weight_hh_l0: Weight [$G * H, H];
                bias_ih_l0: Bias [$G * H];
                bias_hh_l0: Bias [$G * H];
            }
            random(rng) {
                <$Cell<T, I, H, P> as $crate::nn::Random>::random(rng).into()
            }
        }

        runs!([T: Real, const I: usize, const H: usize, const L: usize, const B: usize, P: Place, Q: Place]
            $Layer<T, I, H, P>: Sequences<T, I, L, B, Q> => Sequences<T, H, L, B, Q>);
    };
}

pub(super) use recurrent;
