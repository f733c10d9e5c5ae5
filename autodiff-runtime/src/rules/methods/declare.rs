//! The siblings of a method, from its value and its derivatives.

/// A trait of a method without arguments: `fn method(&self) -> Output`.
macro_rules! method {
    (
        $(#[$attribute:meta])*
        $Trait:ident: $forward:ident $back:ident $reverse:ident $jvp:ident
        $($second_forward:ident $second_back:ident $second_reverse:ident)?
    ) => {
        $(#[$attribute])*
        pub trait $Trait: $crate::Differentiable {
            /// What the method returns.
            type Output: $crate::Differentiable + Clone;
            /// The method.
            fn __ad_value(&self) -> Self::Output;
            /// The contribution of the result's cotangent to the receiver's.
            fn __ad_adjoint(
                &self,
                y: &Self::Output,
                ct: &$crate::rules::TangentOf<Self::Output>,
            ) -> Self::Tangent;
            /// The result's tangent.
            fn __ad_tangent(
                &self,
                y: &Self::Output,
                d: &Self::Tangent,
            ) -> $crate::rules::TangentOf<Self::Output>;

            #[inline]
            #[doc(hidden)]
            fn $forward(&self) -> (Self::Output, Self::Output) {
                let y = <Self as $Trait>::__ad_value(self);
                (y.clone(), y)
            }

            #[inline]
            #[doc(hidden)]
            fn $back(
                &self,
                y: Self::Output,
                seed: $crate::rules::TangentOf<Self::Output>,
                slot: &mut Self::Tangent,
            ) {
                let part = <Self as $Trait>::__ad_adjoint(self, &y, &seed);
                $crate::Tangent::add_assign(slot, &part);
            }

            #[inline]
            #[doc(hidden)]
            fn $reverse(
                &self,
                seed: $crate::rules::TangentOf<Self::Output>,
                slot: &mut Self::Tangent,
            ) -> Self::Output {
                let y = <Self as $Trait>::__ad_value(self);
                let part = <Self as $Trait>::__ad_adjoint(self, &y, &seed);
                $crate::Tangent::add_assign(slot, &part);
                y
            }

            #[inline]
            #[doc(hidden)]
            fn $jvp(
                &self,
                d: &Self::Tangent,
            ) -> (Self::Output, $crate::rules::TangentOf<Self::Output>) {
                let y = <Self as $Trait>::__ad_value(self);
                let tangent = <Self as $Trait>::__ad_tangent(self, &y, d);
                (y, tangent)
            }

            $(
                #[inline]
                #[doc(hidden)]
                #[allow(clippy::type_complexity)]
                fn $second_forward(
                    &self,
                    d: &Self::Tangent,
                ) -> ((Self::Output, $crate::rules::TangentOf<Self::Output>), ()) {
                    let y = <Self as $Trait>::__ad_value(self);
                    let tangent = <Self as $Trait>::__ad_tangent(self, &y, d);
                    ((y, tangent), ())
                }

                #[inline]
                #[doc(hidden)]
                #[allow(clippy::too_many_arguments)]
                fn $second_back(
                    &self,
                    (): (),
                    d: &Self::Tangent,
                    seed: $crate::rules::TangentOf<Self::Output>,
                    seed_tangent: $crate::rules::TangentOf<Self::Output>,
                    slot: &mut Self::Tangent,
                    slot_tangent: &mut Self::Tangent,
                ) where
                    Self: $crate::__rt::Lifted<Dual: $Trait>,
                    $crate::rules::TangentOf<Self::Output>: $crate::__rt::WithTangent<
                        $crate::rules::TangentOf<Self::Output>,
                        Dual = $crate::rules::TangentOf<
                            <$crate::__rt::DualOf<Self> as $Trait>::Output,
                        >,
                    >,
                    $crate::rules::TangentOf<$crate::__rt::DualOf<Self>>:
                        $crate::__rt::Parts<Part = Self::Tangent>,
                {
                    // The adjoint of the method over dual numbers.
                    let a = $crate::__rt::WithTangent::with_tangent(self, d);
                    let ct = $crate::__rt::WithTangent::with_tangent(&seed, &seed_tangent);
                    let y = <$crate::__rt::DualOf<Self> as $Trait>::__ad_value(&a);
                    let part = <$crate::__rt::DualOf<Self> as $Trait>::__ad_adjoint(&a, &y, &ct);
                    $crate::__rt::add_parts(part, slot, slot_tangent);
                }

                #[inline]
                #[doc(hidden)]
                #[allow(clippy::too_many_arguments)]
                fn $second_reverse(
                    &self,
                    d: &Self::Tangent,
                    seed: $crate::rules::TangentOf<Self::Output>,
                    seed_tangent: $crate::rules::TangentOf<Self::Output>,
                    slot: &mut Self::Tangent,
                    slot_tangent: &mut Self::Tangent,
                ) -> Self::Output
                where
                    Self: $crate::__rt::Lifted<Dual: $Trait>,
                    $crate::rules::TangentOf<Self::Output>: $crate::__rt::WithTangent<
                        $crate::rules::TangentOf<Self::Output>,
                        Dual = $crate::rules::TangentOf<
                            <$crate::__rt::DualOf<Self> as $Trait>::Output,
                        >,
                    >,
                    $crate::rules::TangentOf<$crate::__rt::DualOf<Self>>:
                        $crate::__rt::Parts<Part = Self::Tangent>,
                {
                    <Self as $Trait>::$second_back(
                        self, (), d, seed, seed_tangent, slot, slot_tangent,
                    );
                    <Self as $Trait>::__ad_value(self)
                }
            )?
        }
    };
}

/// A trait of a method with one argument, by reference (`&B`) or by value (`B`).
macro_rules! method_with {
    (
        $(#[$attribute:meta])*
        $Trait:ident($($by:tt)*): $forward:ident $back:ident $reverse:ident $jvp:ident
        $second_forward:ident $second_back:ident $second_reverse:ident
    ) => {
        $(#[$attribute])*
        pub trait $Trait<B: $crate::Differentiable>: $crate::Differentiable {
            /// What the method returns.
            type Output: $crate::Differentiable + Clone;
            /// The method.
            fn __ad_value(&self, b: &B) -> Self::Output;
            /// The contribution of the result's cotangent to the receiver's.
            fn __ad_adjoint_0(
                &self,
                b: &B,
                y: &Self::Output,
                ct: &$crate::rules::TangentOf<Self::Output>,
            ) -> Self::Tangent;
            /// The contribution of the result's cotangent to the argument's.
            fn __ad_adjoint_1(
                &self,
                b: &B,
                y: &Self::Output,
                ct: &$crate::rules::TangentOf<Self::Output>,
            ) -> B::Tangent;
            /// The result's tangent.
            fn __ad_tangent(
                &self,
                b: &B,
                y: &Self::Output,
                da: &Self::Tangent,
                db: &B::Tangent,
            ) -> $crate::rules::TangentOf<Self::Output>;

            #[inline]
            #[doc(hidden)]
            fn $forward(&self, b: $($by)* B) -> (Self::Output, Self::Output) {
                #[allow(clippy::needless_borrow)]
                let y = <Self as $Trait<B>>::__ad_value(self, method_with!(@reference b $($by)*));
                (y.clone(), y)
            }

            #[inline]
            #[doc(hidden)]
            fn $back(
                &self,
                y: Self::Output,
                b: $($by)* B,
                seed: $crate::rules::TangentOf<Self::Output>,
                slot_0: &mut Self::Tangent,
                slot_1: &mut B::Tangent,
            ) {
                let b = method_with!(@reference b $($by)*);
                let part = <Self as $Trait<B>>::__ad_adjoint_0(self, b, &y, &seed);
                $crate::Tangent::add_assign(slot_0, &part);
                let part = <Self as $Trait<B>>::__ad_adjoint_1(self, b, &y, &seed);
                $crate::Tangent::add_assign(slot_1, &part);
            }

            #[inline]
            #[doc(hidden)]
            fn $reverse(
                &self,
                b: $($by)* B,
                seed: $crate::rules::TangentOf<Self::Output>,
                slot_0: &mut Self::Tangent,
                slot_1: &mut B::Tangent,
            ) -> Self::Output {
                let b = method_with!(@reference b $($by)*);
                let y = <Self as $Trait<B>>::__ad_value(self, b);
                let part = <Self as $Trait<B>>::__ad_adjoint_0(self, b, &y, &seed);
                $crate::Tangent::add_assign(slot_0, &part);
                let part = <Self as $Trait<B>>::__ad_adjoint_1(self, b, &y, &seed);
                $crate::Tangent::add_assign(slot_1, &part);
                y
            }

            #[inline]
            #[doc(hidden)]
            fn $jvp(
                &self,
                b: $($by)* B,
                da: &Self::Tangent,
                db: &B::Tangent,
            ) -> (Self::Output, $crate::rules::TangentOf<Self::Output>) {
                let b = method_with!(@reference b $($by)*);
                let y = <Self as $Trait<B>>::__ad_value(self, b);
                let tangent = <Self as $Trait<B>>::__ad_tangent(self, b, &y, da, db);
                (y, tangent)
            }

            #[inline]
            #[doc(hidden)]
            #[allow(clippy::type_complexity)]
            fn $second_forward(
                &self,
                b: $($by)* B,
                da: &Self::Tangent,
                db: &B::Tangent,
            ) -> ((Self::Output, $crate::rules::TangentOf<Self::Output>), ()) {
                let b = method_with!(@reference b $($by)*);
                let y = <Self as $Trait<B>>::__ad_value(self, b);
                let tangent = <Self as $Trait<B>>::__ad_tangent(self, b, &y, da, db);
                ((y, tangent), ())
            }

            #[inline]
            #[doc(hidden)]
            #[allow(clippy::too_many_arguments)]
            fn $second_back(
                &self,
                (): (),
                b: $($by)* B,
                da: &Self::Tangent,
                db: &B::Tangent,
                seed: $crate::rules::TangentOf<Self::Output>,
                seed_tangent: $crate::rules::TangentOf<Self::Output>,
                slot_0: &mut Self::Tangent,
                slot_1: &mut B::Tangent,
                slot_tangent_0: &mut Self::Tangent,
                slot_tangent_1: &mut B::Tangent,
            ) where
                Self: $crate::__rt::Lifted<Dual: $Trait<$crate::__rt::DualOf<B>>>,
                B: $crate::__rt::Lifted<Dual: $crate::Differentiable>,
                $crate::rules::TangentOf<Self::Output>: $crate::__rt::WithTangent<
                    $crate::rules::TangentOf<Self::Output>,
                    Dual = $crate::rules::TangentOf<
                        <$crate::__rt::DualOf<Self> as $Trait<$crate::__rt::DualOf<B>>>::Output,
                    >,
                >,
                $crate::rules::TangentOf<$crate::__rt::DualOf<Self>>:
                    $crate::__rt::Parts<Part = Self::Tangent>,
                $crate::rules::TangentOf<$crate::__rt::DualOf<B>>:
                    $crate::__rt::Parts<Part = B::Tangent>,
            {
                let b = method_with!(@reference b $($by)*);
                let (a, ct) = (
                    $crate::__rt::WithTangent::with_tangent(self, da),
                    $crate::__rt::WithTangent::with_tangent(&seed, &seed_tangent),
                );
                let dual_b = $crate::__rt::WithTangent::with_tangent(b, db);
                let y = <$crate::__rt::DualOf<Self> as $Trait<$crate::__rt::DualOf<B>>>::__ad_value(
                    &a, &dual_b,
                );
                let part = <$crate::__rt::DualOf<Self> as $Trait<$crate::__rt::DualOf<B>>>::__ad_adjoint_0(
                    &a, &dual_b, &y, &ct,
                );
                $crate::__rt::add_parts(part, slot_0, slot_tangent_0);
                let part = <$crate::__rt::DualOf<Self> as $Trait<$crate::__rt::DualOf<B>>>::__ad_adjoint_1(
                    &a, &dual_b, &y, &ct,
                );
                $crate::__rt::add_parts(part, slot_1, slot_tangent_1);
            }

            #[inline]
            #[doc(hidden)]
            #[allow(clippy::too_many_arguments)]
            fn $second_reverse(
                &self,
                b: $($by)* B,
                da: &Self::Tangent,
                db: &B::Tangent,
                seed: $crate::rules::TangentOf<Self::Output>,
                seed_tangent: $crate::rules::TangentOf<Self::Output>,
                slot_0: &mut Self::Tangent,
                slot_1: &mut B::Tangent,
                slot_tangent_0: &mut Self::Tangent,
                slot_tangent_1: &mut B::Tangent,
            ) -> Self::Output
            where
                Self: $crate::__rt::Lifted<Dual: $Trait<$crate::__rt::DualOf<B>>>,
                B: $crate::__rt::Lifted<Dual: $crate::Differentiable>,
                $crate::rules::TangentOf<Self::Output>: $crate::__rt::WithTangent<
                    $crate::rules::TangentOf<Self::Output>,
                    Dual = $crate::rules::TangentOf<
                        <$crate::__rt::DualOf<Self> as $Trait<$crate::__rt::DualOf<B>>>::Output,
                    >,
                >,
                $crate::rules::TangentOf<$crate::__rt::DualOf<Self>>:
                    $crate::__rt::Parts<Part = Self::Tangent>,
                $crate::rules::TangentOf<$crate::__rt::DualOf<B>>:
                    $crate::__rt::Parts<Part = B::Tangent>,
            {
                let value = <Self as $Trait<B>>::__ad_value(self, method_with!(@reference b $($by)*));
                <Self as $Trait<B>>::$second_back(
                    self, (), b, da, db, seed, seed_tangent, slot_0, slot_1, slot_tangent_0,
                    slot_tangent_1,
                );
                value
            }
        }
    };
    (@reference $b:ident) => { &$b };
    (@reference $b:ident &) => { $b };
}

/// Implements a method without arguments: its value, its adjoint and its tangent as closures over the operands.
macro_rules! implement {
    (
        [$($generics:tt)*] $Trait:ident for $Self:ty, [$($bounds:tt)*] -> $Output:ty {
            |$a:ident| $value:expr;
            |$y:ident, $ct:ident| $adjoint:expr;
            |$d:ident| $tangent:expr;
        }
    ) => {
        impl<$($generics)*> $Trait for $Self
        where
            $($bounds)*
        {
            type Output = $Output;

            #[inline]
            fn __ad_value(&self) -> $Output {
                let $a = self;
                $value
            }

            #[inline]
            #[allow(unused_variables)]
            fn __ad_adjoint(
                &self,
                $y: &$Output,
                $ct: &$crate::rules::TangentOf<$Output>,
            ) -> $crate::rules::TangentOf<Self> {
                let $a = self;
                $adjoint
            }

            #[inline]
            #[allow(unused_variables)]
            fn __ad_tangent(
                &self,
                $y: &$Output,
                $d: &$crate::rules::TangentOf<Self>,
            ) -> $crate::rules::TangentOf<$Output> {
                let $a = self;
                $tangent
            }
        }
    };
}

/// Implements a method with one argument.
macro_rules! implement_with {
    (
        [$($generics:tt)*] $Trait:ident<$B:ty> for $Self:ty, [$($bounds:tt)*] -> $Output:ty {
            |$a:ident, $b:ident| $value:expr;
            |$y:ident, $ct:ident| $adjoint_0:expr, $adjoint_1:expr;
            |$da:ident, $db:ident| $tangent:expr;
        }
    ) => {
        impl<$($generics)*> $Trait<$B> for $Self
        where
            $($bounds)*
        {
            type Output = $Output;

            #[inline]
            fn __ad_value(&self, $b: &$B) -> $Output {
                let $a = self;
                $value
            }

            #[inline]
            #[allow(unused_variables)]
            fn __ad_adjoint_0(
                &self,
                $b: &$B,
                $y: &$Output,
                $ct: &$crate::rules::TangentOf<$Output>,
            ) -> $crate::rules::TangentOf<Self> {
                let $a = self;
                $adjoint_0
            }

            #[inline]
            #[allow(unused_variables)]
            fn __ad_adjoint_1(
                &self,
                $b: &$B,
                $y: &$Output,
                $ct: &$crate::rules::TangentOf<$Output>,
            ) -> $crate::rules::TangentOf<$B> {
                let $a = self;
                $adjoint_1
            }

            #[inline]
            #[allow(unused_variables)]
            fn __ad_tangent(
                &self,
                $b: &$B,
                $y: &$Output,
                $da: &$crate::rules::TangentOf<Self>,
                $db: &$crate::rules::TangentOf<$B>,
            ) -> $crate::rules::TangentOf<$Output> {
                let $a = self;
                $tangent
            }
        }
    };
}
