//! Names of the standard library may mean something else where a function is differentiated.
#![allow(unused_macros, non_upper_case_globals, dead_code)]

mod shadowed {
    use ::autodiff_runtime::prelude::differentiate;

    struct Option;
    struct Vec;
    struct Result;
    struct Box;
    struct Default;
    #[allow(non_snake_case)]
    fn Some() {}
    #[allow(non_snake_case)]
    fn Ok() {}
    const None: () = ();
    trait Clone {}
    trait Copy {}
    trait Fn {}
    trait FnOnce {}
    trait Sized {}
    trait Differentiable {}
    trait Tangent {}
    mod core {}
    mod std {}
    mod alloc {}
    mod autodiff_runtime {}
    macro_rules! vec {
        () => {};
    }
    macro_rules! unreachable {
        () => {};
    }

    #[differentiate]
    pub fn f(x: f64, ys: &[f64]) -> f64 {
        let mut total = x;
        let mut i = 0;
        while i < ys.len() {
            if total > 100.0 {
                return total;
            }
            total = total * ys[i] + x.sin();
            i += 1;
        }
        total
    }
}

pub fn main() {
    let (gx, gys) = shadowed::f::grad(0.5, &[2.0, 3.0]);
    let h = 1e-6;
    let slope = (shadowed::f(0.5 + h, &[2.0, 3.0]) - shadowed::f(0.5 - h, &[2.0, 3.0])) / (2.0 * h);
    assert!((gx - slope).abs() < 1e-7);
    assert_eq!(gys.len(), 2);
}
