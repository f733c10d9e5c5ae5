//! The macros that call a function's derivatives over flat lists of numbers.

/// Collects the derivative functions of a differentiated function with one real result, as a
/// [`Gradient`](crate::laws::Gradient).
///
/// Each argument is written over the flat list `p` with how it is passed: `val` by value, `ref` by reference, `fix` as
/// it stands and not differentiated, `mut` (in [`map!`](crate::map)) by mutable reference.
///
/// ```text
/// gradient!(|p| rosenbrock(val p[0], val p[1])).differences(&[1.2, 1.0]);
/// gradient!(second |p| rosenbrock(val p[0], val p[1])).differences(&[1.2, 1.0]); // and the laws of the Hessian
/// gradient!(|p| Circle[area](ref Circle { radius: p[0] })).exact(&[2.0], &[4.0 * PI]);
/// ```
#[macro_export]
macro_rules! gradient {
    (second |$p:ident| $($call:tt)*) => {
        $crate::laws::Gradient {
            curvature: Some($crate::curvature!(|$p| $($call)*)),
            ..$crate::gradient!(|$p| $($call)*)
        }
    };
    (|$p:ident| $($f:ident)::+ ($($args:tt)*)) => {
        $crate::collect!(@gradient {returns} $p
            [{$($f)::+} {$($f)::+::grad} {$($f)::+::value_and_grad} {$($f)::+::accumulate_grad}
             {$($f)::+::vjp} {$($f)::+::accumulate_vjp} {$($f)::+::pullback} {$($f)::+::jvp}]
            {} {} {} {} {} {} $($args)*,)
    };
    (|$p:ident| $type:ident [$method:ident] ($($args:tt)*)) => {
        $crate::pastey::paste! {
            $crate::collect!(@gradient {returns} $p
                [{$type::$method} {$type::[<$method _grad>]} {$type::[<$method _value_and_grad>]}
                 {$type::[<$method _accumulate_grad>]} {$type::[<$method _vjp>]} {$type::[<$method _accumulate_vjp>]}
                 {$type::[<$method _pullback>]} {$type::[<$method _jvp>]}]
                {} {} {} {} {} {} $($args)*,)
        }
    };
}

/// Collects the derivative functions of a differentiated function with any result, as a [`Map`](crate::laws::Map).
///
/// `map!(|p| f(..))` for a function that returns something, `map!(|p| f(..) -> ())` for one that does not.
#[macro_export]
macro_rules! map {
    (|$p:ident| $($f:ident)::+ ($($args:tt)*) $(-> $nothing:tt)?) => {
        $crate::collect!(@map {returns $($nothing)?} $p
            [{$($f)::+} {} {} {} {$($f)::+::vjp} {$($f)::+::accumulate_vjp} {$($f)::+::pullback} {$($f)::+::jvp}]
            {} {} {} {} {} {} $($args)*,)
    };
    (|$p:ident| $type:ident [$method:ident] ($($args:tt)*) $(-> $nothing:tt)?) => {
        $crate::pastey::paste! {
            $crate::collect!(@map {returns $($nothing)?} $p
                [{$type::$method} {} {} {} {$type::[<$method _vjp>]} {$type::[<$method _accumulate_vjp>]}
                 {$type::[<$method _pullback>]} {$type::[<$method _jvp>]}]
                {} {} {} {} {} {} $($args)*,)
        }
    };
}

/// Collects the gradient and the Hessian-vector product of a differentiated function with one real result and second
/// derivatives, as a [`Curvature`](crate::curvature::Curvature); written like [`gradient!`](crate::gradient).
#[macro_export]
macro_rules! curvature {
    (|$p:ident| $($f:ident)::+ ($($args:tt)*)) => {
        $crate::collect!(@curvature {returns} $p [{$($f)::+::grad} {$($f)::+::hvp}] {} {} {} {} {} {} $($args)*,)
    };
    (|$p:ident| $type:ident [$method:ident] ($($args:tt)*)) => {
        $crate::pastey::paste! {
            $crate::collect!(@curvature {returns} $p [{$type::[<$method _grad>]} {$type::[<$method _hvp>]}]
                {} {} {} {} {} {} $($args)*,)
        }
    };
}

/// Sorts the arguments into the lists that the calls need; each step makes fresh names.
///
/// The lists: arguments; variables behind `&mut` with their cotangents; tangents of the other active parameters;
/// arguments of `jvp`; accumulators; cotangents.
#[doc(hidden)]
#[macro_export]
macro_rules! collect {
    (@$kind:ident $r:tt $p:ident $f:tt $a:tt $m:tt $t:tt $j:tt $g:tt $c:tt $(,)?) => {
        $crate::closures!(@$kind $r $p $f $a $m $t $j $g $c)
    };
    (@$kind:ident $r:tt $p:ident $f:tt {$($a:tt)*} $m:tt {$($t:tt)*} {$($j:tt)*} {$($g:tt)*} $c:tt
        val $e:expr, $($rest:tt)*) => {
        $crate::collect!(@$kind $r $p $f {$($a)* $e,} $m {$($t)* (tangent $e)} {$($j)* tangent,}
            {$($g)* &mut tangent,} $c $($rest)*)
    };
    (@$kind:ident $r:tt $p:ident $f:tt {$($a:tt)*} $m:tt {$($t:tt)*} {$($j:tt)*} {$($g:tt)*} $c:tt
        ref $e:expr, $($rest:tt)*) => {
        $crate::collect!(@$kind $r $p $f {$($a)* &$e,} $m {$($t)* (tangent $e)} {$($j)* &tangent,}
            {$($g)* &mut tangent,} $c $($rest)*)
    };
    (@$kind:ident $r:tt $p:ident $f:tt {$($a:tt)*} {$($m:tt)*} $t:tt {$($j:tt)*} $g:tt {$($c:tt)*}
        mut $e:expr, $($rest:tt)*) => {
        $crate::collect!(@$kind $r $p $f {$($a)* &mut variable,} {$($m)* (variable cotangent $e)} $t
            {$($j)* &mut cotangent,} $g {$($c)* &mut cotangent,} $($rest)*)
    };
    (@$kind:ident $r:tt $p:ident $f:tt {$($a:tt)*} $m:tt $t:tt $j:tt $g:tt $c:tt
        fix $e:expr, $($rest:tt)*) => {
        $crate::collect!(@$kind $r $p $f {$($a)* $e,} $m $t $j $g $c $($rest)*)
    };
}

/// Writes the closures of a [`Gradient`](crate::laws::Gradient) or a [`Map`](crate::laws::Map).
#[doc(hidden)]
#[macro_export]
macro_rules! closures {
    (@gradient $r:tt $p:ident
        [$f:tt {$grad:expr} {$value_and_grad:expr} {$accumulate_grad:expr} $($map:tt)*]
        {$($a:tt)*} $m:tt {$($t:tt)*} $j:tt {$($g:tt)*} $c:tt) => {
        $crate::laws::Gradient {
            grad: Box::new(|$p: &[f64]| $crate::flat::flatten(&$grad($($a)*))),
            value_and_grad: Box::new(|$p: &[f64], _: &[f64]| {
                let (value, gradient) = $value_and_grad($($a)*);
                ($crate::flat::Flat::flat(&value), $crate::flat::flatten(&gradient))
            }),
            accumulate_grad: Box::new(|$p: &[f64], start: &[f64]| {
                let mut start = start;
                $crate::tangents!(start $($t)*);
                let value = $accumulate_grad($($a)* $($g)*);
                let mut gradient = Vec::new();
                $crate::gather!(gradient $($t)*);
                ($crate::flat::Flat::flat(&value), gradient)
            }),
            curvature: None,
            map: $crate::closures!(@map $r $p [$f {} {} {} $($map)*] {$($a)*} $m {$($t)*} $j {$($g)*} $c),
        }
    };
    (@curvature $r:tt $p:ident [{$grad:expr} {$hvp:expr}]
        {$($a:tt)*} $m:tt {$($t:tt)*} {$($j:tt)*} $g:tt $c:tt) => {
        $crate::curvature::Curvature {
            grad: Box::new(|$p: &[f64]| $crate::flat::flatten(&$grad($($a)*))),
            hvp: Box::new(|$p: &[f64], direction: &[f64]| {
                let mut direction = direction;
                $crate::tangents!(direction $($t)*);
                $crate::flat::flatten(&$hvp($($a)* $($j)*))
            }),
            tolerance: $crate::laws::DOUBLE,
        }
    };
    (@map $r:tt $p:ident
        [{$f:expr} {} {} {} {$vjp:expr} {$accumulate_vjp:expr} {$pullback:expr} {$jvp:expr}]
        {$($a:tt)*} {$(($variable:ident $cotangent:ident $e:expr))*} {$($t:tt)*} {$($j:tt)*} {$($g:tt)*} {$($c:tt)*}
    ) => {
        $crate::laws::Map {
            primal: Box::new(|$p: &[f64]| {
                $(let mut $variable = $e;)*
                let value = $f($($a)*);
                $crate::outputs!(value $($variable)*)
            }),
            jvp: Box::new(|$p: &[f64], direction: &[f64]| {
                let mut direction = direction;
                $crate::tangents!(direction $($t)*);
                $(let mut $variable = $e; $crate::tangents!(direction ($cotangent $variable));)*
                let (value, tangent) = $jvp($($a)* $($j)*);
                let mut tangent = $crate::flat::flatten(&tangent);
                $(tangent.extend($crate::flat::flatten(&$cotangent));)*
                ($crate::outputs!(value $($variable)*), tangent)
            }),
            vjp: Box::new(|$p: &[f64], seed: &[f64]| {
                let mut numbers = seed;
                $crate::seeded!($r $p numbers seed {$f($($a)*)} {$(($variable $e))*});
                $(let mut $variable = $e; $crate::tangents!(numbers ($cotangent $variable));)*
                let (value, gradient) = $crate::call!($r {$vjp} seed {$($a)*} {$($c)*});
                let mut gradient = $crate::flat::flatten(&gradient);
                $(gradient.extend($crate::flat::flatten(&$cotangent));)*
                ($crate::outputs!(value $($variable)*), gradient)
            }),
            pullback: Box::new(|$p: &[f64], seed: &[f64]| {
                let mut numbers = seed;
                $crate::seeded!($r $p numbers seed {$f($($a)*)} {$(($variable $e))*});
                $(let mut $variable = $e; $crate::tangents!(numbers ($cotangent $variable));)*
                let (value, back) = $pullback($($a)*);
                let outputs = $crate::outputs!(value $($variable)*);
                let gradient = $crate::call!($r {back} seed {} {$($c)*});
                let mut gradient = $crate::flat::flatten(&gradient);
                $(gradient.extend($crate::flat::flatten(&$cotangent));)*
                (outputs, gradient)
            }),
            accumulate_vjp: Box::new(|$p: &[f64], seed: &[f64], start: &[f64]| {
                let mut numbers = seed;
                let mut start = start;
                $crate::tangents!(start $($t)*);
                $crate::seeded!($r $p numbers seed {$f($($a)*)} {$(($variable $e))*});
                $(let mut $variable = $e; $crate::tangents!(numbers ($cotangent $variable));)*
                let value = $crate::call!($r {$accumulate_vjp} seed {$($a)*} {$($c)* $($g)*});
                let mut gradient = Vec::new();
                $crate::gather!(gradient $($t)*);
                // A cotangent behind `&mut` is transformed, not added to: add its start here.
                $(gradient.extend($crate::flat::flatten(&$cotangent).iter().map(|c| {
                    let (first, rest) = start.split_first().expect("enough numbers");
                    start = rest;
                    c + first
                }));)*
                let _ = start;
                ($crate::outputs!(value $($variable)*), gradient)
            }),
            tolerance: $crate::laws::DOUBLE,
        }
    };
}

/// Declares tangents that take their scalars from a list of numbers.
#[doc(hidden)]
#[macro_export]
macro_rules! tangents {
    ($numbers:ident $(($tangent:ident $e:expr))*) => {
        $(
            #[allow(unused_mut)]
            let mut $tangent =
                $crate::flat::unflatten(::autodiff_runtime::Differentiable::zero_tangent(&$e), &mut $numbers);
        )*
    };
}

/// Appends the scalars of tangents to a list.
#[doc(hidden)]
#[macro_export]
macro_rules! gather {
    ($list:ident $(($tangent:ident $e:expr))*) => {
        $($list.extend($crate::flat::flatten(&$tangent));)*
    };
}

/// The outputs of a function as a flat list.
#[doc(hidden)]
#[macro_export]
macro_rules! outputs {
    ($value:ident $($variable:ident)*) => {{
        #[allow(unused_mut)]
        let mut outputs = $crate::flat::Flat::flat(&$value);
        $(outputs.extend($crate::flat::Flat::flat(&$variable));)*
        outputs
    }};
}

/// Declares the seed of the result, where there is one.
#[doc(hidden)]
#[macro_export]
macro_rules! seeded {
    ({returns ()} $p:ident $numbers:ident $seed:ident $call:tt $variables:tt) => {};
    ({returns} $p:ident $numbers:ident $seed:ident $call:tt {$(($variable:ident $e:expr))*}) => {
        let $seed = {
            $(let mut $variable = $e;)*
            let value = $call;
            $crate::flat::unflatten(::autodiff_runtime::Differentiable::zero_tangent(&value), &mut $numbers)
        };
    };
}

/// Calls a function with or without a seed.
#[doc(hidden)]
#[macro_export]
macro_rules! call {
    ({returns ()} {$f:expr} $seed:ident {$($before:tt)*} {$($after:tt)*}) => { $f($($before)* $($after)*) };
    ({returns} {$f:expr} $seed:ident {$($before:tt)*} {$($after:tt)*}) => { $f($($before)* $seed, $($after)*) };
}
