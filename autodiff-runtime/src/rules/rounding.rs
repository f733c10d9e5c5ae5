//! Rounding, which is constant between its steps, and `fract`.

macro_rules! steps {
    ($($adjoint:ident $tangent:ident)*) => {$(
        scalar_rule! {
            /// Constant between the steps: 0.
            $adjoint $tangent: |d| R::zero()
        }
    )*};
}

steps! {
    floor_adjoint_0 floor_tangent_0
    ceil_adjoint_0 ceil_tangent_0
    round_adjoint_0 round_tangent_0
    round_ties_even_adjoint_0 round_ties_even_tangent_0
    trunc_adjoint_0 trunc_tangent_0
}

scalar_rule! {
    /// `d fract(x) = dx`, at the steps too.
    fract_adjoint_0 fract_tangent_0: |d| d
}
