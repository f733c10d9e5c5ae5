/// The tangent of [`Shape`].
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
pub(crate) enum ShapeTangent {
    /// The tangent of `Shape::Circle`.
    Circle {
        /// The tangent of `radius`.
        radius: <f64 as ::autodiff_runtime::__rt::Differentiable>::Tangent,
    },
    /// The tangent of `Shape::Rectangle`.
    Rectangle(
        /// The tangent of `0`.
        <f64 as ::autodiff_runtime::__rt::Differentiable>::Tangent,
        /// The tangent of `1`.
        <f64 as ::autodiff_runtime::__rt::Differentiable>::Tangent,
    ),
    /// The tangent of `Shape::Empty`.
    Empty,
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
    impl ::autodiff_runtime::__rt::Differentiable for Shape {
        type Tangent = ShapeTangent;
        #[inline]
        fn zero_tangent(&self) -> Self::Tangent {
            match self {
                Self::Circle { radius: this_radius, .. } => {
                    ShapeTangent::Circle {
                        radius: <f64 as ::autodiff_runtime::__rt::Differentiable>::zero_tangent(
                            this_radius,
                        ),
                    }
                }
                Self::Rectangle { 0: this_0, 1: this_1 } => {
                    ShapeTangent::Rectangle {
                        0: <f64 as ::autodiff_runtime::__rt::Differentiable>::zero_tangent(
                            this_0,
                        ),
                        1: <f64 as ::autodiff_runtime::__rt::Differentiable>::zero_tangent(
                            this_1,
                        ),
                    }
                }
                Self::Empty {} => ShapeTangent::Empty {},
            }
        }
    }
    #[automatically_derived]
    impl ::autodiff_runtime::__rt::Tangent for ShapeTangent {
        #[inline]
        fn zero_like(&self) -> Self {
            match self {
                Self::Circle { radius: this_radius } => {
                    Self::Circle {
                        radius: ::autodiff_runtime::__rt::Tangent::zero_like(this_radius),
                    }
                }
                Self::Rectangle { 0: this_0, 1: this_1 } => {
                    Self::Rectangle {
                        0: ::autodiff_runtime::__rt::Tangent::zero_like(this_0),
                        1: ::autodiff_runtime::__rt::Tangent::zero_like(this_1),
                    }
                }
                Self::Empty {} => Self::Empty {},
            }
        }
        #[inline]
        fn add_assign(&mut self, rhs: &Self) {
            match (self, rhs) {
                (
                    Self::Circle { radius: this_radius },
                    Self::Circle { radius: rhs_radius },
                ) => {
                    ::autodiff_runtime::__rt::Tangent::add_assign(
                        this_radius,
                        rhs_radius,
                    );
                }
                (
                    Self::Rectangle { 0: this_0, 1: this_1 },
                    Self::Rectangle { 0: rhs_0, 1: rhs_1 },
                ) => {
                    ::autodiff_runtime::__rt::Tangent::add_assign(this_0, rhs_0);
                    ::autodiff_runtime::__rt::Tangent::add_assign(this_1, rhs_1);
                }
                (Self::Empty {}, Self::Empty {}) => {}
                _ => ::core::panic!("the tangents of `Shape` have different variants"),
            }
        }
        #[inline]
        fn scale(&mut self, factor: f64) {
            match self {
                Self::Circle { radius: this_radius } => {
                    ::autodiff_runtime::__rt::Tangent::scale(this_radius, factor);
                }
                Self::Rectangle { 0: this_0, 1: this_1 } => {
                    ::autodiff_runtime::__rt::Tangent::scale(this_0, factor);
                    ::autodiff_runtime::__rt::Tangent::scale(this_1, factor);
                }
                Self::Empty {} => {}
            }
        }
        #[inline]
        fn dot(&self, rhs: &Self) -> f64 {
            match (self, rhs) {
                (
                    Self::Circle { radius: this_radius },
                    Self::Circle { radius: rhs_radius },
                ) => ::autodiff_runtime::__rt::Tangent::dot(this_radius, rhs_radius),
                (
                    Self::Rectangle { 0: this_0, 1: this_1 },
                    Self::Rectangle { 0: rhs_0, 1: rhs_1 },
                ) => {
                    ::autodiff_runtime::__rt::Tangent::dot(this_0, rhs_0)
                        + ::autodiff_runtime::__rt::Tangent::dot(this_1, rhs_1)
                }
                (Self::Empty {}, Self::Empty {}) => 0.0,
                _ => ::core::panic!("the tangents of `Shape` have different variants"),
            }
        }
        #[inline]
        fn for_each_slice(
            &self,
            visit: &mut dyn ::core::ops::FnMut(::autodiff_runtime::ScalarSlice<'_>),
        ) {
            match self {
                Self::Circle { radius: this_radius } => {
                    ::autodiff_runtime::__rt::Tangent::for_each_slice(
                        this_radius,
                        visit,
                    );
                }
                Self::Rectangle { 0: this_0, 1: this_1 } => {
                    ::autodiff_runtime::__rt::Tangent::for_each_slice(this_0, visit);
                    ::autodiff_runtime::__rt::Tangent::for_each_slice(this_1, visit);
                }
                Self::Empty {} => {}
            }
        }
        #[inline]
        fn for_each_slice_mut(
            &mut self,
            visit: &mut dyn ::core::ops::FnMut(::autodiff_runtime::ScalarSliceMut<'_>),
        ) {
            match self {
                Self::Circle { radius: this_radius } => {
                    ::autodiff_runtime::__rt::Tangent::for_each_slice_mut(
                        this_radius,
                        visit,
                    );
                }
                Self::Rectangle { 0: this_0, 1: this_1 } => {
                    ::autodiff_runtime::__rt::Tangent::for_each_slice_mut(this_0, visit);
                    ::autodiff_runtime::__rt::Tangent::for_each_slice_mut(this_1, visit);
                }
                Self::Empty {} => {}
            }
        }
    }
    #[automatically_derived]
    impl ::autodiff_runtime::__rt::Differentiable for ShapeTangent {
        type Tangent = Self;
        #[inline]
        fn zero_tangent(&self) -> Self {
            ::autodiff_runtime::__rt::Tangent::zero_like(self)
        }
    }
    #[automatically_derived]
    impl ::autodiff_runtime::Coordinates for Shape {
        fn coordinates(
            &mut self,
            visit: &mut dyn ::core::ops::FnMut(::autodiff_runtime::ScalarSliceMut<'_>),
        ) {
            match self {
                Self::Circle { radius: this_radius, .. } => {
                    ::autodiff_runtime::Coordinates::coordinates(this_radius, visit);
                }
                Self::Rectangle { 0: this_0, 1: this_1 } => {
                    ::autodiff_runtime::Coordinates::coordinates(this_0, visit);
                    ::autodiff_runtime::Coordinates::coordinates(this_1, visit);
                }
                Self::Empty {} => {}
            }
        }
    }
    #[doc(hidden)]
    pub(crate) struct ShapeTangentCircleFieldsMut<'__ad> {
        pub(crate) radius: &'__ad mut <f64 as ::autodiff_runtime::__rt::Differentiable>::Tangent,
        pub(crate) id: ::autodiff_runtime::__rt::InactiveRef,
        pub(crate) __ad_of: ::core::marker::PhantomData<&'__ad mut ShapeTangent>,
    }
    #[doc(hidden)]
    pub(crate) struct ShapeTangentCircleFields<'__ad> {
        pub(crate) radius: &'__ad <f64 as ::autodiff_runtime::__rt::Differentiable>::Tangent,
        pub(crate) id: ::autodiff_runtime::__rt::InactiveRef,
        pub(crate) __ad_of: ::core::marker::PhantomData<&'__ad ShapeTangent>,
    }
    #[doc(hidden)]
    pub(crate) struct ShapeTangentRectangleFieldsMut<'__ad> {
        pub(crate) _0: &'__ad mut <f64 as ::autodiff_runtime::__rt::Differentiable>::Tangent,
        pub(crate) _1: &'__ad mut <f64 as ::autodiff_runtime::__rt::Differentiable>::Tangent,
        pub(crate) __ad_of: ::core::marker::PhantomData<&'__ad mut ShapeTangent>,
    }
    #[doc(hidden)]
    pub(crate) struct ShapeTangentRectangleFields<'__ad> {
        pub(crate) _0: &'__ad <f64 as ::autodiff_runtime::__rt::Differentiable>::Tangent,
        pub(crate) _1: &'__ad <f64 as ::autodiff_runtime::__rt::Differentiable>::Tangent,
        pub(crate) __ad_of: ::core::marker::PhantomData<&'__ad ShapeTangent>,
    }
    #[automatically_derived]
    impl ShapeTangent {
        #[doc(hidden)]
        #[inline]
        pub(crate) fn __ad_variant_Circle(&mut self) -> ShapeTangentCircleFieldsMut<'_> {
            match self {
                Self::Circle { radius: this_radius } => {
                    ShapeTangentCircleFieldsMut {
                        radius: this_radius,
                        id: ::autodiff_runtime::__rt::InactiveRef(
                            ::autodiff_runtime::__rt::Inactive,
                        ),
                        __ad_of: ::core::marker::PhantomData,
                    }
                }
                _ => ::core::panic!("internal: the tangent is not a `Circle`"),
            }
        }
        #[doc(hidden)]
        #[inline]
        pub(crate) fn __ad_variant_ref_Circle(&self) -> ShapeTangentCircleFields<'_> {
            match self {
                Self::Circle { radius: this_radius } => {
                    ShapeTangentCircleFields {
                        radius: this_radius,
                        id: ::autodiff_runtime::__rt::InactiveRef(
                            ::autodiff_runtime::__rt::Inactive,
                        ),
                        __ad_of: ::core::marker::PhantomData,
                    }
                }
                _ => ::core::panic!("internal: the tangent is not a `Circle`"),
            }
        }
        #[doc(hidden)]
        #[inline]
        pub(crate) fn __ad_variant_Rectangle(
            &mut self,
        ) -> ShapeTangentRectangleFieldsMut<'_> {
            match self {
                Self::Rectangle { 0: this_0, 1: this_1 } => {
                    ShapeTangentRectangleFieldsMut {
                        _0: this_0,
                        _1: this_1,
                        __ad_of: ::core::marker::PhantomData,
                    }
                }
                _ => ::core::panic!("internal: the tangent is not a `Rectangle`"),
            }
        }
        #[doc(hidden)]
        #[inline]
        pub(crate) fn __ad_variant_ref_Rectangle(
            &self,
        ) -> ShapeTangentRectangleFields<'_> {
            match self {
                Self::Rectangle { 0: this_0, 1: this_1 } => {
                    ShapeTangentRectangleFields {
                        _0: this_0,
                        _1: this_1,
                        __ad_of: ::core::marker::PhantomData,
                    }
                }
                _ => ::core::panic!("internal: the tangent is not a `Rectangle`"),
            }
        }
    }
};
