/// The tangent of [`Line`].
#[allow(
    clippy::all,
    clippy::pedantic,
    dead_code,
    deprecated,
    missing_copy_implementations,
    missing_debug_implementations,
    non_camel_case_types,
    non_snake_case,
    private_bounds,
    private_interfaces,
    unreachable_pub
)]
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct LineTangent {
    /// The tangent of `slope`.
    pub slope: <f64 as ::autodiff_runtime::__rt::Differentiable>::Tangent,
    /// The tangent of `steps`.
    steps: <usize as ::autodiff_runtime::__rt::Differentiable>::Tangent,
}
#[allow(
    clippy::all,
    clippy::pedantic,
    dead_code,
    deprecated,
    missing_copy_implementations,
    missing_debug_implementations,
    non_camel_case_types,
    non_snake_case,
    private_bounds,
    private_interfaces,
    unreachable_pub
)]
const _: () = {
    #[automatically_derived]
    impl ::autodiff_runtime::__rt::Differentiable for Line {
        type Tangent = LineTangent;
        #[inline]
        fn zero_tangent(&self) -> Self::Tangent {
            match self {
                Self { slope: this_slope, steps: this_steps, .. } => {
                    LineTangent {
                        slope: <f64 as ::autodiff_runtime::__rt::Differentiable>::zero_tangent(
                            this_slope,
                        ),
                        steps: <usize as ::autodiff_runtime::__rt::Differentiable>::zero_tangent(
                            this_steps,
                        ),
                    }
                }
            }
        }
    }
    #[automatically_derived]
    impl ::autodiff_runtime::__rt::Tangent for LineTangent {
        #[inline]
        fn zero_like(&self) -> Self {
            match self {
                Self { slope: this_slope, steps: this_steps } => {
                    Self {
                        slope: ::autodiff_runtime::__rt::Tangent::zero_like(this_slope),
                        steps: ::autodiff_runtime::__rt::Tangent::zero_like(this_steps),
                    }
                }
            }
        }
        #[inline]
        fn add_assign(&mut self, rhs: &Self) {
            match (self, rhs) {
                (
                    Self { slope: this_slope, steps: this_steps },
                    Self { slope: rhs_slope, steps: rhs_steps },
                ) => {
                    ::autodiff_runtime::__rt::Tangent::add_assign(this_slope, rhs_slope);
                    ::autodiff_runtime::__rt::Tangent::add_assign(this_steps, rhs_steps);
                }
            }
        }
        #[inline]
        fn scale(&mut self, factor: f64) {
            match self {
                Self { slope: this_slope, steps: this_steps } => {
                    ::autodiff_runtime::__rt::Tangent::scale(this_slope, factor);
                    ::autodiff_runtime::__rt::Tangent::scale(this_steps, factor);
                }
            }
        }
        #[inline]
        fn dot(&self, rhs: &Self) -> f64 {
            match (self, rhs) {
                (
                    Self { slope: this_slope, steps: this_steps },
                    Self { slope: rhs_slope, steps: rhs_steps },
                ) => {
                    ::autodiff_runtime::__rt::Tangent::dot(this_slope, rhs_slope)
                        + ::autodiff_runtime::__rt::Tangent::dot(this_steps, rhs_steps)
                }
            }
        }
        #[inline]
        fn for_each_slice(
            &self,
            visit: &mut dyn ::core::ops::FnMut(::autodiff_runtime::ScalarSlice<'_>),
        ) {
            match self {
                Self { slope: this_slope, steps: this_steps } => {
                    ::autodiff_runtime::__rt::Tangent::for_each_slice(this_slope, visit);
                    ::autodiff_runtime::__rt::Tangent::for_each_slice(this_steps, visit);
                }
            }
        }
        #[inline]
        fn for_each_slice_mut(
            &mut self,
            visit: &mut dyn ::core::ops::FnMut(::autodiff_runtime::ScalarSliceMut<'_>),
        ) {
            match self {
                Self { slope: this_slope, steps: this_steps } => {
                    ::autodiff_runtime::__rt::Tangent::for_each_slice_mut(
                        this_slope,
                        visit,
                    );
                    ::autodiff_runtime::__rt::Tangent::for_each_slice_mut(
                        this_steps,
                        visit,
                    );
                }
            }
        }
    }
    #[automatically_derived]
    impl ::autodiff_runtime::__rt::Differentiable for LineTangent {
        type Tangent = Self;
        #[inline]
        fn zero_tangent(&self) -> Self {
            ::autodiff_runtime::__rt::Tangent::zero_like(self)
        }
    }
    #[automatically_derived]
    impl ::autodiff_runtime::Coordinates for Line {
        fn coordinates(
            &mut self,
            visit: &mut dyn ::core::ops::FnMut(::autodiff_runtime::ScalarSliceMut<'_>),
        ) {
            match self {
                Self { slope: this_slope, steps: this_steps, .. } => {
                    ::autodiff_runtime::Coordinates::coordinates(this_slope, visit);
                    ::autodiff_runtime::Coordinates::coordinates(this_steps, visit);
                }
            }
        }
    }
    #[doc(hidden)]
    #[derive(::core::default::Default)]
    pub struct LineTangentConstants {
        label: ::autodiff_runtime::__rt::Inactive,
    }
    #[doc(hidden)]
    #[automatically_derived]
    impl ::core::ops::Deref for LineTangent {
        type Target = LineTangentConstants;
        #[inline]
        fn deref(&self) -> &LineTangentConstants {
            &LineTangentConstants {
                label: ::autodiff_runtime::__rt::Inactive,
            }
        }
    }
    #[doc(hidden)]
    #[automatically_derived]
    impl ::core::ops::DerefMut for LineTangent {
        #[inline]
        fn deref_mut(&mut self) -> &mut LineTangentConstants {
            ::autodiff_runtime::__rt::leak::<LineTangentConstants>()
        }
    }
    #[automatically_derived]
    impl LineTangent {
        #[doc(hidden)]
        #[inline]
        pub fn __ad_field_slope(
            &mut self,
        ) -> &mut <f64 as ::autodiff_runtime::__rt::Differentiable>::Tangent {
            &mut self.slope
        }
        #[doc(hidden)]
        #[inline]
        fn __ad_field_steps(
            &mut self,
        ) -> &mut <usize as ::autodiff_runtime::__rt::Differentiable>::Tangent {
            &mut self.steps
        }
        #[doc(hidden)]
        #[inline]
        fn __ad_field_label(&mut self) -> ::autodiff_runtime::__rt::InactiveRef {
            ::autodiff_runtime::__rt::InactiveRef(::autodiff_runtime::__rt::Inactive)
        }
        #[doc(hidden)]
        #[inline]
        pub fn __ad_ref_field_slope(
            &self,
        ) -> &<f64 as ::autodiff_runtime::__rt::Differentiable>::Tangent {
            &self.slope
        }
        #[doc(hidden)]
        #[inline]
        fn __ad_ref_field_steps(
            &self,
        ) -> &<usize as ::autodiff_runtime::__rt::Differentiable>::Tangent {
            &self.steps
        }
        #[doc(hidden)]
        #[inline]
        fn __ad_ref_field_label(&self) -> ::autodiff_runtime::__rt::InactiveRef {
            ::autodiff_runtime::__rt::InactiveRef(::autodiff_runtime::__rt::Inactive)
        }
    }
};
