/// The tangent of [`Sample`].
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
pub struct SampleTangent<'a>(
    /// The tangent of `0`.
    pub <f64 as ::autodiff_runtime::__rt::Differentiable>::Tangent,
    #[doc(hidden)]
    pub <fn() -> (&'a (),) as ::autodiff_runtime::__rt::Unused>::Inactive,
);
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
    impl<'a> ::core::clone::Clone for SampleTangent<'a> {
        #[inline]
        fn clone(&self) -> Self {
            match self {
                Self { 0: this_0, .. } => {
                    Self {
                        0: ::core::clone::Clone::clone(this_0),
                        1: ::autodiff_runtime::__rt::Inactive,
                    }
                }
            }
        }
    }
    #[automatically_derived]
    impl<'a> ::core::fmt::Debug for SampleTangent<'a> {
        fn fmt(
            &self,
            formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            match self {
                Self { 0: this_0, .. } => {
                    formatter.debug_tuple("SampleTangent").field(this_0).finish()
                }
            }
        }
    }
    #[automatically_derived]
    impl<'a> ::core::cmp::PartialEq for SampleTangent<'a> {
        #[inline]
        fn eq(&self, rhs: &Self) -> bool {
            match (self, rhs) {
                (Self { 0: this_0, .. }, Self { 0: rhs_0, .. }) => *this_0 == *rhs_0,
            }
        }
    }
    #[automatically_derived]
    impl<'a> ::autodiff_runtime::__rt::Differentiable for Sample<'a> {
        type Tangent = SampleTangent<'a>;
        #[inline]
        fn zero_tangent(&self) -> Self::Tangent {
            match self {
                Self { 0: this_0, .. } => {
                    SampleTangent {
                        0: <f64 as ::autodiff_runtime::__rt::Differentiable>::zero_tangent(
                            this_0,
                        ),
                        1: ::autodiff_runtime::__rt::Inactive,
                    }
                }
            }
        }
    }
    #[automatically_derived]
    impl<'a> ::autodiff_runtime::__rt::Tangent for SampleTangent<'a> {
        #[inline]
        fn zero_like(&self) -> Self {
            match self {
                Self { 0: this_0, .. } => {
                    Self {
                        0: ::autodiff_runtime::__rt::Tangent::zero_like(this_0),
                        1: ::autodiff_runtime::__rt::Inactive,
                    }
                }
            }
        }
        #[inline]
        fn add_assign(&mut self, rhs: &Self) {
            match (self, rhs) {
                (Self { 0: this_0, .. }, Self { 0: rhs_0, .. }) => {
                    ::autodiff_runtime::__rt::Tangent::add_assign(this_0, rhs_0);
                }
            }
        }
        #[inline]
        fn scale(&mut self, factor: f64) {
            match self {
                Self { 0: this_0, .. } => {
                    ::autodiff_runtime::__rt::Tangent::scale(this_0, factor);
                }
            }
        }
        #[inline]
        fn dot(&self, rhs: &Self) -> f64 {
            match (self, rhs) {
                (Self { 0: this_0, .. }, Self { 0: rhs_0, .. }) => {
                    ::autodiff_runtime::__rt::Tangent::dot(this_0, rhs_0)
                }
            }
        }
        #[inline]
        fn for_each_slice(
            &self,
            visit: &mut dyn ::core::ops::FnMut(::autodiff_runtime::ScalarSlice<'_>),
        ) {
            match self {
                Self { 0: this_0, .. } => {
                    ::autodiff_runtime::__rt::Tangent::for_each_slice(this_0, visit);
                }
            }
        }
        #[inline]
        fn for_each_slice_mut(
            &mut self,
            visit: &mut dyn ::core::ops::FnMut(::autodiff_runtime::ScalarSliceMut<'_>),
        ) {
            match self {
                Self { 0: this_0, .. } => {
                    ::autodiff_runtime::__rt::Tangent::for_each_slice_mut(this_0, visit);
                }
            }
        }
    }
    #[automatically_derived]
    impl<'a> ::autodiff_runtime::__rt::Differentiable for SampleTangent<'a> {
        type Tangent = Self;
        #[inline]
        fn zero_tangent(&self) -> Self {
            ::autodiff_runtime::__rt::Tangent::zero_like(self)
        }
    }
    #[automatically_derived]
    impl<'a> ::autodiff_runtime::Coordinates for Sample<'a> {
        fn coordinates(
            &mut self,
            visit: &mut dyn ::core::ops::FnMut(::autodiff_runtime::ScalarSliceMut<'_>),
        ) {
            match self {
                Self { 0: this_0, .. } => {
                    ::autodiff_runtime::Coordinates::coordinates(this_0, visit);
                }
            }
        }
    }
    #[doc(hidden)]
    #[derive(::core::default::Default)]
    pub struct SampleTangentConstants(
        pub ::autodiff_runtime::__rt::Inactive,
        ::autodiff_runtime::__rt::Inactive,
        pub(crate) ::autodiff_runtime::__rt::Inactive,
    );
    #[doc(hidden)]
    #[automatically_derived]
    impl<'a> ::core::ops::Deref for SampleTangent<'a> {
        type Target = SampleTangentConstants;
        #[inline]
        fn deref(&self) -> &SampleTangentConstants {
            &SampleTangentConstants {
                0: ::autodiff_runtime::__rt::Inactive,
                1: ::autodiff_runtime::__rt::Inactive,
                2: ::autodiff_runtime::__rt::Inactive,
            }
        }
    }
    #[doc(hidden)]
    #[automatically_derived]
    impl<'a> ::core::ops::DerefMut for SampleTangent<'a> {
        #[inline]
        fn deref_mut(&mut self) -> &mut SampleTangentConstants {
            ::autodiff_runtime::__rt::leak::<SampleTangentConstants>()
        }
    }
    #[doc(hidden)]
    pub struct SampleTangentSampleFieldsMut<'__ad, 'a> {
        pub _0: &'__ad mut <f64 as ::autodiff_runtime::__rt::Differentiable>::Tangent,
        _1: ::autodiff_runtime::__rt::InactiveRef,
        pub(crate) _2: ::autodiff_runtime::__rt::InactiveRef,
        pub __ad_of: ::core::marker::PhantomData<&'__ad mut SampleTangent<'a>>,
    }
    #[doc(hidden)]
    pub struct SampleTangentSampleFields<'__ad, 'a> {
        pub _0: &'__ad <f64 as ::autodiff_runtime::__rt::Differentiable>::Tangent,
        _1: ::autodiff_runtime::__rt::InactiveRef,
        pub(crate) _2: ::autodiff_runtime::__rt::InactiveRef,
        pub __ad_of: ::core::marker::PhantomData<&'__ad SampleTangent<'a>>,
    }
    #[automatically_derived]
    impl<'a> SampleTangent<'a> {
        #[doc(hidden)]
        #[inline]
        pub fn __ad_variant_Sample(&mut self) -> SampleTangentSampleFieldsMut<'_, 'a> {
            match self {
                Self { 0: this_0, .. } => {
                    SampleTangentSampleFieldsMut {
                        _0: this_0,
                        _1: ::autodiff_runtime::__rt::InactiveRef(
                            ::autodiff_runtime::__rt::Inactive,
                        ),
                        _2: ::autodiff_runtime::__rt::InactiveRef(
                            ::autodiff_runtime::__rt::Inactive,
                        ),
                        __ad_of: ::core::marker::PhantomData,
                    }
                }
            }
        }
        #[doc(hidden)]
        #[inline]
        pub fn __ad_field_0(
            &mut self,
        ) -> &mut <f64 as ::autodiff_runtime::__rt::Differentiable>::Tangent {
            &mut self.0
        }
        #[doc(hidden)]
        #[inline]
        fn __ad_field_1(&mut self) -> ::autodiff_runtime::__rt::InactiveRef {
            ::autodiff_runtime::__rt::InactiveRef(::autodiff_runtime::__rt::Inactive)
        }
        #[doc(hidden)]
        #[inline]
        pub(crate) fn __ad_field_2(&mut self) -> ::autodiff_runtime::__rt::InactiveRef {
            ::autodiff_runtime::__rt::InactiveRef(::autodiff_runtime::__rt::Inactive)
        }
        #[doc(hidden)]
        #[inline]
        pub fn __ad_variant_ref_Sample(&self) -> SampleTangentSampleFields<'_, 'a> {
            match self {
                Self { 0: this_0, .. } => {
                    SampleTangentSampleFields {
                        _0: this_0,
                        _1: ::autodiff_runtime::__rt::InactiveRef(
                            ::autodiff_runtime::__rt::Inactive,
                        ),
                        _2: ::autodiff_runtime::__rt::InactiveRef(
                            ::autodiff_runtime::__rt::Inactive,
                        ),
                        __ad_of: ::core::marker::PhantomData,
                    }
                }
            }
        }
        #[doc(hidden)]
        #[inline]
        pub fn __ad_ref_field_0(
            &self,
        ) -> &<f64 as ::autodiff_runtime::__rt::Differentiable>::Tangent {
            &self.0
        }
        #[doc(hidden)]
        #[inline]
        fn __ad_ref_field_1(&self) -> ::autodiff_runtime::__rt::InactiveRef {
            ::autodiff_runtime::__rt::InactiveRef(::autodiff_runtime::__rt::Inactive)
        }
        #[doc(hidden)]
        #[inline]
        pub(crate) fn __ad_ref_field_2(&self) -> ::autodiff_runtime::__rt::InactiveRef {
            ::autodiff_runtime::__rt::InactiveRef(::autodiff_runtime::__rt::Inactive)
        }
    }
};
