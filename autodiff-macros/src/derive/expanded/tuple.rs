/// The tangent of [`Pair`].
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
#[derive(Hash)]
struct PairTangent<'a, T, const N: usize = 2>(
    /// The tangent of `0`.
    pub <[T; N] as crate::runtime::__rt::Differentiable>::Tangent,
    /// The tangent of `2`.
    <T as crate::runtime::__rt::Differentiable>::Tangent,
    #[doc(hidden)]
    ::core::marker::PhantomData<fn() -> (&'a (),)>,
)
where
    T: Clone,
    [T; N]: crate::runtime::__rt::Differentiable,
    T: crate::runtime::__rt::Differentiable;
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
    impl<'a, T, const N: usize> ::core::clone::Clone for PairTangent<'a, T, N>
    where
        T: Clone,
        [T; N]: crate::runtime::__rt::Differentiable,
        T: crate::runtime::__rt::Differentiable,
    {
        #[inline]
        fn clone(&self) -> Self {
            match self {
                Self { 0: this_0, 1: this_2, .. } => {
                    Self {
                        0: ::core::clone::Clone::clone(this_0),
                        1: ::core::clone::Clone::clone(this_2),
                        2: ::core::marker::PhantomData,
                    }
                }
            }
        }
    }
    #[automatically_derived]
    impl<'a, T, const N: usize> ::core::fmt::Debug for PairTangent<'a, T, N>
    where
        T: Clone,
        [T; N]: crate::runtime::__rt::Differentiable,
        T: crate::runtime::__rt::Differentiable,
        <[T; N] as crate::runtime::__rt::Differentiable>::Tangent: ::core::fmt::Debug,
        <T as crate::runtime::__rt::Differentiable>::Tangent: ::core::fmt::Debug,
    {
        fn fmt(
            &self,
            formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            match self {
                Self { 0: this_0, 1: this_2, .. } => {
                    formatter
                        .debug_tuple("PairTangent")
                        .field(this_0)
                        .field(this_2)
                        .finish()
                }
            }
        }
    }
    #[automatically_derived]
    impl<'a, T, const N: usize> ::core::cmp::PartialEq for PairTangent<'a, T, N>
    where
        T: Clone,
        [T; N]: crate::runtime::__rt::Differentiable,
        T: crate::runtime::__rt::Differentiable,
        <[T; N] as crate::runtime::__rt::Differentiable>::Tangent: ::core::cmp::PartialEq,
        <T as crate::runtime::__rt::Differentiable>::Tangent: ::core::cmp::PartialEq,
    {
        #[inline]
        fn eq(&self, rhs: &Self) -> bool {
            match (self, rhs) {
                (Self { 0: this_0, 1: this_2, .. }, Self { 0: rhs_0, 1: rhs_2, .. }) => {
                    *this_0 == *rhs_0 && *this_2 == *rhs_2
                }
            }
        }
    }
    #[automatically_derived]
    impl<'a, T, const N: usize> ::core::marker::Copy for PairTangent<'a, T, N>
    where
        T: Clone,
        [T; N]: crate::runtime::__rt::Differentiable,
        T: crate::runtime::__rt::Differentiable,
        <[T; N] as crate::runtime::__rt::Differentiable>::Tangent: ::core::marker::Copy,
        <T as crate::runtime::__rt::Differentiable>::Tangent: ::core::marker::Copy,
    {}
    #[automatically_derived]
    impl<'a, T, const N: usize> crate::runtime::__rt::Differentiable for Pair<'a, T, N>
    where
        T: Clone,
        [T; N]: crate::runtime::__rt::Differentiable,
        T: crate::runtime::__rt::Differentiable,
    {
        type Tangent = PairTangent<'a, T, N>;
        #[inline]
        fn zero_tangent(&self) -> Self::Tangent {
            match self {
                Self { 0: this_0, 2: this_2, .. } => {
                    PairTangent {
                        0: <[T; N] as crate::runtime::__rt::Differentiable>::zero_tangent(
                            this_0,
                        ),
                        1: <T as crate::runtime::__rt::Differentiable>::zero_tangent(
                            this_2,
                        ),
                        2: ::core::marker::PhantomData,
                    }
                }
            }
        }
    }
    #[automatically_derived]
    impl<'a, T, const N: usize> crate::runtime::__rt::Tangent for PairTangent<'a, T, N>
    where
        T: Clone,
        [T; N]: crate::runtime::__rt::Differentiable,
        T: crate::runtime::__rt::Differentiable,
    {
        #[inline]
        fn zero_like(&self) -> Self {
            match self {
                Self { 0: this_0, 1: this_2, .. } => {
                    Self {
                        0: crate::runtime::__rt::Tangent::zero_like(this_0),
                        1: crate::runtime::__rt::Tangent::zero_like(this_2),
                        2: ::core::marker::PhantomData,
                    }
                }
            }
        }
        #[inline]
        fn add_assign(&mut self, rhs: &Self) {
            match (self, rhs) {
                (Self { 0: this_0, 1: this_2, .. }, Self { 0: rhs_0, 1: rhs_2, .. }) => {
                    crate::runtime::__rt::Tangent::add_assign(this_0, rhs_0);
                    crate::runtime::__rt::Tangent::add_assign(this_2, rhs_2);
                }
            }
        }
        #[inline]
        fn scale(&mut self, factor: f64) {
            match self {
                Self { 0: this_0, 1: this_2, .. } => {
                    crate::runtime::__rt::Tangent::scale(this_0, factor);
                    crate::runtime::__rt::Tangent::scale(this_2, factor);
                }
            }
        }
        #[inline]
        fn dot(&self, rhs: &Self) -> f64 {
            match (self, rhs) {
                (Self { 0: this_0, 1: this_2, .. }, Self { 0: rhs_0, 1: rhs_2, .. }) => {
                    crate::runtime::__rt::Tangent::dot(this_0, rhs_0)
                        + crate::runtime::__rt::Tangent::dot(this_2, rhs_2)
                }
            }
        }
        #[inline]
        fn for_each_slice(
            &self,
            visit: &mut dyn ::core::ops::FnMut(crate::runtime::ScalarSlice<'_>),
        ) {
            match self {
                Self { 0: this_0, 1: this_2, .. } => {
                    crate::runtime::__rt::Tangent::for_each_slice(this_0, visit);
                    crate::runtime::__rt::Tangent::for_each_slice(this_2, visit);
                }
            }
        }
        #[inline]
        fn for_each_slice_mut(
            &mut self,
            visit: &mut dyn ::core::ops::FnMut(crate::runtime::ScalarSliceMut<'_>),
        ) {
            match self {
                Self { 0: this_0, 1: this_2, .. } => {
                    crate::runtime::__rt::Tangent::for_each_slice_mut(this_0, visit);
                    crate::runtime::__rt::Tangent::for_each_slice_mut(this_2, visit);
                }
            }
        }
    }
    #[automatically_derived]
    impl<'a, T, const N: usize> crate::runtime::__rt::Differentiable
    for PairTangent<'a, T, N>
    where
        T: Clone,
        [T; N]: crate::runtime::__rt::Differentiable,
        T: crate::runtime::__rt::Differentiable,
    {
        type Tangent = Self;
        #[inline]
        fn zero_tangent(&self) -> Self {
            crate::runtime::__rt::Tangent::zero_like(self)
        }
    }
    #[doc(hidden)]
    struct PairTangentPairFieldsMut<'__ad, 'a, T, const N: usize = 2>
    where
        T: Clone,
        [T; N]: crate::runtime::__rt::Differentiable,
        T: crate::runtime::__rt::Differentiable,
    {
        pub _0: &'__ad mut <[T; N] as crate::runtime::__rt::Differentiable>::Tangent,
        _1: crate::runtime::__rt::Inactive,
        _2: &'__ad mut <T as crate::runtime::__rt::Differentiable>::Tangent,
        __ad_of: ::core::marker::PhantomData<&'__ad mut PairTangent<'a, T, N>>,
    }
    #[doc(hidden)]
    struct PairTangentPairFields<'__ad, 'a, T, const N: usize = 2>
    where
        T: Clone,
        [T; N]: crate::runtime::__rt::Differentiable,
        T: crate::runtime::__rt::Differentiable,
    {
        pub _0: &'__ad <[T; N] as crate::runtime::__rt::Differentiable>::Tangent,
        _1: crate::runtime::__rt::Inactive,
        _2: &'__ad <T as crate::runtime::__rt::Differentiable>::Tangent,
        __ad_of: ::core::marker::PhantomData<&'__ad PairTangent<'a, T, N>>,
    }
    #[automatically_derived]
    impl<'a, T, const N: usize> PairTangent<'a, T, N>
    where
        T: Clone,
        [T; N]: crate::runtime::__rt::Differentiable,
        T: crate::runtime::__rt::Differentiable,
    {
        #[doc(hidden)]
        #[inline]
        fn __ad_variant_Pair(&mut self) -> PairTangentPairFieldsMut<'_, 'a, T, N> {
            match self {
                Self { 0: this_0, 1: this_2, .. } => {
                    PairTangentPairFieldsMut {
                        _0: this_0,
                        _1: crate::runtime::__rt::Inactive,
                        _2: this_2,
                        __ad_of: ::core::marker::PhantomData,
                    }
                }
            }
        }
        #[doc(hidden)]
        #[inline]
        pub fn __ad_field_0(
            &mut self,
        ) -> &mut <[T; N] as crate::runtime::__rt::Differentiable>::Tangent {
            &mut self.0
        }
        #[doc(hidden)]
        #[inline]
        fn __ad_field_1(&mut self) -> crate::runtime::__rt::Inactive {
            crate::runtime::__rt::Inactive
        }
        #[doc(hidden)]
        #[inline]
        fn __ad_field_2(
            &mut self,
        ) -> &mut <T as crate::runtime::__rt::Differentiable>::Tangent {
            &mut self.1
        }
        #[doc(hidden)]
        #[inline]
        fn __ad_variant_ref_Pair(&self) -> PairTangentPairFields<'_, 'a, T, N> {
            match self {
                Self { 0: this_0, 1: this_2, .. } => {
                    PairTangentPairFields {
                        _0: this_0,
                        _1: crate::runtime::__rt::Inactive,
                        _2: this_2,
                        __ad_of: ::core::marker::PhantomData,
                    }
                }
            }
        }
        #[doc(hidden)]
        #[inline]
        pub fn __ad_ref_field_0(
            &self,
        ) -> &<[T; N] as crate::runtime::__rt::Differentiable>::Tangent {
            &self.0
        }
        #[doc(hidden)]
        #[inline]
        fn __ad_ref_field_1(&self) -> crate::runtime::__rt::Inactive {
            crate::runtime::__rt::Inactive
        }
        #[doc(hidden)]
        #[inline]
        fn __ad_ref_field_2(
            &self,
        ) -> &<T as crate::runtime::__rt::Differentiable>::Tangent {
            &self.1
        }
    }
};
