//! The rules infer as the operations do: literals, references, generic scalars.

use autodiff_runtime::__rt::*;
use autodiff_runtime::Real;

fn generic_product<T: Real>(x: T, y: T, ct: T) -> (T, T) {
    (mul_adjoint_0(&x, &y, &ct), mul_adjoint_1(&x, &y, &ct))
}

#[test]
fn generic_scalars() {
    assert_eq!(generic_product(2.0_f32, 3.0, 10.0), (30.0, 20.0));
    assert_eq!(generic_product(2.0_f64, 3.0, 10.0), (30.0, 20.0));
}

#[test]
fn literals_take_the_type_of_the_other_operand() {
    let (x, ct) = (3.0_f32, 1.0_f32);
    assert_eq!(mul_adjoint_1(&2.0, &x, &ct), 2.0);
    assert_eq!(mul_adjoint_0(&x, &2.0, &ct), 2.0);
    assert_eq!(mul_adjoint_1(&2.0, &&x, &ct), 2.0);
    assert_eq!(max_adjoint_0(&x, &0.0, &ct), 1.0);
    assert_eq!(clamp_adjoint_0(&x, &0.0, &5.0, &ct), 1.0);
    let n = 3_u8;
    assert_eq!(add_adjoint_0(&n, &1, &()), ());
}

#[test]
fn references() {
    let (x, y) = (&2.0_f64, &3.0_f64);
    assert_eq!(mul_adjoint_0(&x, &y, &1.0), 3.0);
    assert_eq!(mul_adjoint_0(&x, &3.0, &1.0), 3.0);
    assert_eq!(mul_adjoint_0(&2.0, &y, &1.0), 3.0);
    assert_eq!(abs_adjoint_0(&x, &1.0), 1.0);
    assert_eq!(neg_tangent_0(&x, &1.0), -1.0);
}

#[test]
fn literals_in_functions_of_two_operands() {
    let (x, ct) = (3.0_f32, 1.0_f32);
    assert_eq!(powf_adjoint_0(&x, &2.0, &ct), 6.0);
    assert_eq!(powf_adjoint_0(&&x, &2.0, &ct), 6.0);
    assert_eq!(powf_adjoint_1(&1.0, &x, &1.0, &ct), 0.0);
    assert_eq!(powi_adjoint_0(&x, &2, &ct), 6.0);
    assert_eq!(mul_add_adjoint_0(&2.0, &ct), 2.0);
    assert_eq!(mul_add_adjoint_1(&&x, &ct), 3.0);
    assert_eq!(atan2_adjoint_1(&x, &0.0, &ct), -1.0 / 3.0);
    assert_eq!(copysign_adjoint_0(&x, &-1.0, &ct), -1.0);
}

fn generic_functions<T: Real>(x: T, p: &T, ct: T) -> [T; 4] {
    [
        powf_tangent_0(&x, p, &ct),
        max_tangent_0(&x, p, &ct),
        abs_adjoint_0(p, &ct),
        clamp_adjoint_0(&x, p, &T::lit(7.0), &ct),
    ]
}

#[test]
fn functions_of_generic_scalars() {
    assert_eq!(generic_functions(3.0_f32, &2.0, 1.0), [6.0, 1.0, 1.0, 1.0]);
}

#[test]
fn mutable_references() {
    let x = &mut 3.0_f64;
    assert_eq!(sin_adjoint_0(&x, &1.0), 3.0_f64.cos());
    assert_eq!(max_adjoint_0(&x, &2.0, &1.0), 1.0);
}
