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
    /// The tangent of `1`.
    <T as crate::runtime::__rt::Differentiable>::Tangent,
    #[doc(hidden)]
    <fn() -> (&'a (),) as crate::runtime::__rt::Unused>::Inactive,
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
                Self { 0: this_0, 1: this_1, .. } => {
                    Self {
                        0: ::core::clone::Clone::clone(this_0),
                        1: ::core::clone::Clone::clone(this_1),
                        2: crate::runtime::__rt::Inactive,
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
                Self { 0: this_0, 1: this_1, .. } => {
                    formatter
                        .debug_tuple("PairTangent")
                        .field(this_0)
                        .field(this_1)
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
                (Self { 0: this_0, 1: this_1, .. }, Self { 0: rhs_0, 1: rhs_1, .. }) => {
                    *this_0 == *rhs_0 && *this_1 == *rhs_1
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
                Self { 0: this_0, 1: this_1, .. } => {
                    PairTangent {
                        0: <[T; N] as crate::runtime::__rt::Differentiable>::zero_tangent(
                            this_0,
                        ),
                        1: <T as crate::runtime::__rt::Differentiable>::zero_tangent(
                            this_1,
                        ),
                        2: crate::runtime::__rt::Inactive,
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
                Self { 0: this_0, 1: this_1, .. } => {
                    Self {
                        0: crate::runtime::__rt::Tangent::zero_like(this_0),
                        1: crate::runtime::__rt::Tangent::zero_like(this_1),
                        2: crate::runtime::__rt::Inactive,
                    }
                }
            }
        }
        #[inline]
        fn add_assign(&mut self, rhs: &Self) {
            match (self, rhs) {
                (Self { 0: this_0, 1: this_1, .. }, Self { 0: rhs_0, 1: rhs_1, .. }) => {
                    crate::runtime::__rt::Tangent::add_assign(this_0, rhs_0);
                    crate::runtime::__rt::Tangent::add_assign(this_1, rhs_1);
                }
            }
        }
        #[inline]
        fn scale(&mut self, factor: f64) {
            match self {
                Self { 0: this_0, 1: this_1, .. } => {
                    crate::runtime::__rt::Tangent::scale(this_0, factor);
                    crate::runtime::__rt::Tangent::scale(this_1, factor);
                }
            }
        }
        #[inline]
        fn dot(&self, rhs: &Self) -> f64 {
            match (self, rhs) {
                (Self { 0: this_0, 1: this_1, .. }, Self { 0: rhs_0, 1: rhs_1, .. }) => {
                    crate::runtime::__rt::Tangent::dot(this_0, rhs_0)
                        + crate::runtime::__rt::Tangent::dot(this_1, rhs_1)
                }
            }
        }
        #[inline]
        fn for_each_slice(
            &self,
            visit: &mut dyn ::core::ops::FnMut(crate::runtime::ScalarSlice<'_>),
        ) {
            match self {
                Self { 0: this_0, 1: this_1, .. } => {
                    crate::runtime::__rt::Tangent::for_each_slice(this_0, visit);
                    crate::runtime::__rt::Tangent::for_each_slice(this_1, visit);
                }
            }
        }
        #[inline]
        fn for_each_slice_mut(
            &mut self,
            visit: &mut dyn ::core::ops::FnMut(crate::runtime::ScalarSliceMut<'_>),
        ) {
            match self {
                Self { 0: this_0, 1: this_1, .. } => {
                    crate::runtime::__rt::Tangent::for_each_slice_mut(this_0, visit);
                    crate::runtime::__rt::Tangent::for_each_slice_mut(this_1, visit);
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
    #[automatically_derived]
    impl<'a, T, const N: usize> crate::runtime::Coordinates for Pair<'a, T, N>
    where
        T: Clone,
        [T; N]: crate::runtime::__rt::Differentiable,
        T: crate::runtime::__rt::Differentiable,
        for<'__ad> [T; N]: crate::runtime::Coordinates,
        for<'__ad> T: crate::runtime::Coordinates,
    {
        fn coordinates(
            &mut self,
            visit: &mut dyn ::core::ops::FnMut(crate::runtime::ScalarSliceMut<'_>),
        ) {
            match self {
                Self { 0: this_0, 1: this_1, .. } => {
                    crate::runtime::Coordinates::coordinates(this_0, visit);
                    crate::runtime::Coordinates::coordinates(this_1, visit);
                }
            }
        }
    }
    #[doc(hidden)]
    #[derive(::core::default::Default)]
    pub struct PairTangentConstants(
        pub crate::runtime::__rt::Inactive,
        crate::runtime::__rt::Inactive,
        crate::runtime::__rt::Inactive,
    );
    #[doc(hidden)]
    #[automatically_derived]
    impl<'a, T, const N: usize> ::core::ops::Deref for PairTangent<'a, T, N>
    where
        T: Clone,
        [T; N]: crate::runtime::__rt::Differentiable,
        T: crate::runtime::__rt::Differentiable,
    {
        type Target = PairTangentConstants;
        #[inline]
        fn deref(&self) -> &PairTangentConstants {
            &PairTangentConstants {
                0: crate::runtime::__rt::Inactive,
                1: crate::runtime::__rt::Inactive,
                2: crate::runtime::__rt::Inactive,
            }
        }
    }
    #[doc(hidden)]
    #[automatically_derived]
    impl<'a, T, const N: usize> ::core::ops::DerefMut for PairTangent<'a, T, N>
    where
        T: Clone,
        [T; N]: crate::runtime::__rt::Differentiable,
        T: crate::runtime::__rt::Differentiable,
    {
        #[inline]
        fn deref_mut(&mut self) -> &mut PairTangentConstants {
            crate::runtime::__rt::leak::<PairTangentConstants>()
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
        _1: &'__ad mut <T as crate::runtime::__rt::Differentiable>::Tangent,
        _2: crate::runtime::__rt::InactiveRef,
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
        _1: &'__ad <T as crate::runtime::__rt::Differentiable>::Tangent,
        _2: crate::runtime::__rt::InactiveRef,
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
                Self { 0: this_0, 1: this_1, .. } => {
                    PairTangentPairFieldsMut {
                        _0: this_0,
                        _1: this_1,
                        _2: crate::runtime::__rt::InactiveRef(
                            crate::runtime::__rt::Inactive,
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
        ) -> &mut <[T; N] as crate::runtime::__rt::Differentiable>::Tangent {
            &mut self.0
        }
        #[doc(hidden)]
        #[inline]
        fn __ad_field_1(
            &mut self,
        ) -> &mut <T as crate::runtime::__rt::Differentiable>::Tangent {
            &mut self.1
        }
        #[doc(hidden)]
        #[inline]
        fn __ad_field_2(&mut self) -> crate::runtime::__rt::InactiveRef {
            crate::runtime::__rt::InactiveRef(crate::runtime::__rt::Inactive)
        }
        #[doc(hidden)]
        #[inline]
        fn __ad_variant_ref_Pair(&self) -> PairTangentPairFields<'_, 'a, T, N> {
            match self {
                Self { 0: this_0, 1: this_1, .. } => {
                    PairTangentPairFields {
                        _0: this_0,
                        _1: this_1,
                        _2: crate::runtime::__rt::InactiveRef(
                            crate::runtime::__rt::Inactive,
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
        ) -> &<[T; N] as crate::runtime::__rt::Differentiable>::Tangent {
            &self.0
        }
        #[doc(hidden)]
        #[inline]
        fn __ad_ref_field_1(
            &self,
        ) -> &<T as crate::runtime::__rt::Differentiable>::Tangent {
            &self.1
        }
        #[doc(hidden)]
        #[inline]
        fn __ad_ref_field_2(&self) -> crate::runtime::__rt::InactiveRef {
            crate::runtime::__rt::InactiveRef(crate::runtime::__rt::Inactive)
        }
    }
};
