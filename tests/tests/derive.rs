//! `#[derive(Differentiable)]` on every shape of type: the tangent type is a vector space, field by field.
#![deny(warnings, missing_docs)]

use std::fmt::Debug;
use std::marker::PhantomData;

use autodiff_runtime::__rt::{Inactive, InactiveRef, accumulate, lift, take};
use autodiff_runtime::prelude::*;
use autodiff_runtime::{ScalarSlice, ScalarSliceMut};
use nalgebra::{DVector, Matrix2, SMatrix, SVector, Vector2, Vector3, dvector, vector};

/// The scalars of a tangent, in the order of the walk.
fn scalars<V: Tangent>(tangent: &V) -> Vec<f64> {
    let mut all = Vec::new();
    tangent.for_each_slice(&mut |slice| match slice {
        ScalarSlice::F32(slice) => all.extend(slice.iter().map(|&scalar| f64::from(scalar))),
        ScalarSlice::F64(slice) => all.extend_from_slice(slice),
        _ => unreachable!(),
    });
    all
}

/// Holds a tangent with the scalars 1, 2, 3, .. to the laws of a vector space, and gives it back.
#[track_caller]
fn check<T>(value: &T, count: usize) -> T::Tangent
where
    T: Differentiable<Tangent: Debug + PartialEq>,
{
    let zero = value.zero_tangent();
    assert_eq!(scalars(&zero), vec![0.0; count]);
    assert_eq!(zero, zero.zero_like());

    let mut tangent = zero.clone();
    let mut next = 0.0_f32;
    tangent.for_each_slice_mut(&mut |slice| match slice {
        ScalarSliceMut::F32(slice) => slice.fill_with(|| {
            next += 1.0;
            next
        }),
        ScalarSliceMut::F64(slice) => slice.fill_with(|| {
            next += 1.0;
            f64::from(next)
        }),
        _ => unreachable!(),
    });
    let expected: Vec<f64> = (1..=count).map(|k| k as f64).collect();
    assert_eq!(scalars(&tangent), expected);
    assert_eq!(tangent == zero, count == 0);
    assert_eq!(tangent.zero_like(), zero);

    let mut sum = tangent.clone();
    sum.add_assign(&tangent);
    let mut doubled = tangent.clone();
    doubled.scale(2.0);
    assert_eq!(sum, doubled);
    assert_eq!(zero.dot(&tangent), 0.0);
    assert_eq!(tangent.dot(&sum), 2.0 * expected.iter().map(|x| x * x).sum::<f64>());
    tangent
}

/// Asserts that it panics with this message.
#[track_caller]
fn check_panic(expected: &str, run: impl FnOnce() + std::panic::UnwindSafe) {
    let panic = std::panic::catch_unwind(run).expect_err("it did not panic");
    let message = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    assert_eq!(message, Some(expected));
}

#[derive(Clone, Copy, Differentiable)]
#[tangent(derive(Copy, Default))]
struct Line {
    slope: f64,
    offset: f32,
    steps: usize,
}

#[test]
fn named_struct() {
    let line = Line { slope: 3.0, offset: 1.0, steps: 4 };
    let tangent = check(&line, 2);
    let copied = tangent;
    assert_eq!(copied, LineTangent { slope: 1.0, offset: 2.0, steps: () });
    assert_eq!(LineTangent::default(), line.zero_tangent());
    assert_eq!(format!("{tangent:?}"), "LineTangent { slope: 1.0, offset: 2.0, steps: () }");
    assert_eq!((line.slope, line.offset, line.steps), (3.0, 1.0, 4));
}

/// The example of the derive's documentation.
#[test]
fn documented_example() {
    #[derive(Differentiable)]
    #[tangent(derive(Copy))]
    struct Spring {
        stiffness: f64,
        turns: u32,
        #[constant]
        label: &'static str,
    }

    let spring = Spring { stiffness: 2.0, turns: 10, label: "front" };
    let mut tangent = spring.zero_tangent();
    tangent.stiffness += 1.0;
    assert_eq!(tangent, SpringTangent { stiffness: 1.0, turns: () });
    assert_eq!((spring.turns, spring.label), (10, "front"));
}

#[derive(Differentiable)]
struct Pair(f64, Vector2<f64>, #[constant] &'static str);

#[test]
fn tuple_struct() {
    let pair = Pair(1.0, vector![2.0, 3.0], "label");
    assert_eq!(check(&pair, 3), PairTangent(1.0, vector![2.0, 3.0]));
    assert_eq!((pair.0, pair.1, pair.2), (1.0, vector![2.0, 3.0], "label"));
}

#[derive(Differentiable)]
struct Unit;

#[derive(Differentiable)]
struct Nothing {}

#[test]
fn structs_without_fields() {
    assert_eq!(check(&Unit, 0), UnitTangent);
    assert_eq!(check(&Nothing {}, 0), NothingTangent {});
}

#[derive(Differentiable)]
struct Containers {
    list: Vec<Line>,
    array: [f64; 2],
    pair: (f64, bool),
    maybe: Option<f64>,
    boxed: Box<f64>,
    text: String,
    dynamic: DVector<f64>,
    matrix: Matrix2<f64>,
}

#[test]
fn containers() {
    let line = Line { slope: 1.0, offset: 1.0, steps: 1 };
    let value = Containers {
        list: vec![line, line],
        array: [1.0; 2],
        pair: (1.0, true),
        maybe: Some(1.0),
        boxed: Box::new(1.0),
        text: "text".into(),
        dynamic: dvector![1.0, 1.0],
        matrix: Matrix2::identity(),
    };
    let tangent = check(&value, 4 + 2 + 1 + 1 + 1 + 2 + 4);
    assert_eq!(tangent.list[1], LineTangent { slope: 3.0, offset: 4.0, steps: () });
    assert_eq!(tangent.array, [5.0, 6.0]);
    assert_eq!(tangent.pair, (7.0, ()));
    assert_eq!(tangent.maybe, Some(8.0));
    assert_eq!(*tangent.boxed, 9.0);
    assert_eq!(tangent.text, ());
    assert_eq!(tangent.dynamic, dvector![10.0, 11.0]);
    assert_eq!(tangent.matrix, Matrix2::new(12.0, 14.0, 13.0, 15.0));
    assert_eq!(value.text, "text");
}

#[derive(Differentiable)]
#[tangent(derive(Copy, Eq))]
struct Wrapper<T>(T);

#[derive(Differentiable)]
struct Layer<T: Real, const IN: usize, const OUT: usize> {
    weights: SMatrix<T, OUT, IN>,
    bias: SVector<T, OUT>,
    gain: T,
    width: usize,
}

/// What a generic user of a derived type writes, without any bound on tangents.
fn gain_of<T: Real>(layer: &Layer<T, 2, 1>) -> T {
    let mut tangent = layer.zero_tangent();
    tangent.gain += layer.gain;
    tangent.bias[0] += tangent.gain;
    tangent.bias[0]
}

#[test]
fn generic_struct() {
    assert_eq!(check(&Wrapper(2.0), 1).0, 1.0);
    let tangent = check(&Wrapper(vec![Wrapper(1.0), Wrapper(2.0)]), 2);
    assert_eq!(
        format!("{tangent:?}"),
        "WrapperTangent([WrapperTangent(1.0), WrapperTangent(2.0)])"
    );
    let inactive = Wrapper("text").zero_tangent();
    let copied = inactive;
    assert_eq!(inactive, copied);

    let layer =
        Layer { weights: SMatrix::<f32, 1, 2>::zeros(), bias: vector![0.0], gain: 2.0, width: 2 };
    let tangent = check(&layer, 4);
    assert_eq!(tangent.weights, SMatrix::<f32, 1, 2>::new(1.0, 2.0));
    assert_eq!((tangent.bias, tangent.gain, tangent.width), (vector![3.0], 4.0, ()));
    let layer =
        Layer { weights: SMatrix::zeros(), bias: vector![0.0], gain: 5.0, width: layer.width };
    assert_eq!(gain_of(&layer), 5.0);
}

#[derive(Differentiable)]
struct Polynomial<const N: usize> {
    coefficients: [f64; N],
    roots: [Option<f64>; 2],
}

#[test]
fn const_generic_struct() {
    let value = Polynomial { coefficients: [1.0; 3], roots: [None, Some(1.0)] };
    let tangent = check(&value, 4);
    assert_eq!(
        tangent,
        PolynomialTangent { coefficients: [1.0, 2.0, 3.0], roots: [None, Some(4.0)] }
    );
}

#[derive(Differentiable)]
struct View<'a, T: ?Sized> {
    data: &'a T,
    other: &'a mut f64,
    name: &'a str,
}

#[test]
fn struct_with_a_lifetime() {
    let mut other = 1.0;
    let view = View { data: &[1.0, 2.0][..], other: &mut other, name: "view" };
    let tangent = check(&view, 3);
    assert_eq!((tangent.data, tangent.other, tangent.name), (vec![1.0, 2.0], 3.0, ()));
    *view.other += view.data[0] + view.name.len() as f64;
    assert_eq!(other, 6.0);
}

/// No tangent, no `Debug`, no `Clone`.
struct Opaque;

#[derive(Differentiable)]
struct Parts<'a, T, U: ?Sized, const N: usize> {
    value: f64,
    #[constant]
    opaque: Opaque,
    #[constant]
    borrowed: &'a U,
    #[constant]
    array: [T; N],
}

#[derive(Differentiable)]
struct TupleParts<'a, T>(f64, #[constant] &'a Opaque, #[constant] T);

#[derive(Differentiable)]
enum EnumParts<'a, T> {
    Value(f64, #[constant] T),
    Constant(#[constant] &'a Opaque),
}

#[test]
fn parameters_that_only_constant_fields_mention() {
    let value = Parts { value: 1.0, opaque: Opaque, borrowed: "text", array: [Opaque, Opaque] };
    let tangent = check(&value, 1);
    assert_eq!(tangent.value, 1.0);
    assert_eq!(format!("{tangent:?}"), "PartsTangent { value: 1.0 }");
    let Parts { opaque: Opaque, borrowed: "text", array: [Opaque, Opaque], .. } = value else {
        unreachable!()
    };
    fn is_send_and_sync(_: impl Send + Sync) {}
    is_send_and_sync(tangent);

    let value = TupleParts(1.0, &Opaque, Opaque);
    assert_eq!(check(&value, 1).0, 1.0);
    let TupleParts(_, Opaque, Opaque) = value;

    let value = EnumParts::Value(1.0, Opaque);
    assert!(matches!(check(&value, 1), EnumPartsTangent::Value(1.0)));
    let EnumParts::Value(_, Opaque) = value else { unreachable!() };
    let value = EnumParts::<()>::Constant(&Opaque);
    let tangent = check(&value, 0);
    assert_eq!(format!("{tangent:?}"), "Constant");
    let EnumParts::Constant(Opaque) = value else { unreachable!() };
}

#[derive(Differentiable)]
struct Tree<T> {
    value: T,
    children: Vec<Tree<T>>,
    parent: Option<Box<Self>>,
    kind: PhantomData<T>,
}

#[test]
fn recursive_struct() {
    let leaf = |value| Tree { value, children: vec![], parent: None, kind: PhantomData };
    let tree = Tree {
        value: 1.0,
        children: vec![leaf(2.0), leaf(3.0)],
        parent: Some(Box::new(leaf(4.0))),
        kind: PhantomData,
    };
    let tangent = check(&tree, 4);
    assert_eq!((tangent.value, tangent.children[1].value, tangent.kind), (1.0, 3.0, ()));
    assert_eq!(tangent.parent.map(|parent| parent.value), Some(4.0));
}

trait Model {
    type State;
}

struct Spring;

impl Model for Spring {
    type State = Vector3<f64>;
}

#[derive(Differentiable)]
struct Simulation<M>
where
    M: Model,
{
    state: M::State,
    past: Vec<M::State>,
}

#[test]
fn associated_types_and_where_clauses() {
    let value: Simulation<Spring> =
        Simulation { state: Vector3::zeros(), past: vec![Vector3::zeros()] };
    let tangent = check(&value, 6);
    assert_eq!(tangent.state, vector![1.0, 2.0, 3.0]);
    assert_eq!(tangent.past, [vector![4.0, 5.0, 6.0]]);
}

#[derive(Differentiable)]
enum Shape {
    Circle {
        radius: f64,
        #[constant]
        id: usize,
    },
    Rectangle(f64, #[constant] u8, Vector2<f64>),
    Label(#[constant] &'static str),
    Empty,
}

#[test]
fn enumeration() {
    let circle = Shape::Circle { radius: 2.0, id: 7 };
    assert_eq!(check(&circle, 1), ShapeTangent::Circle { radius: 1.0 });
    let rectangle = Shape::Rectangle(1.0, 2, vector![3.0, 4.0]);
    assert_eq!(check(&rectangle, 3), ShapeTangent::Rectangle(1.0, vector![2.0, 3.0]));
    assert_eq!(check(&Shape::Label("label"), 0), ShapeTangent::Label());
    assert_eq!(check(&Shape::Empty, 0), ShapeTangent::Empty);
    let Shape::Circle { id: 7, .. } = circle else { unreachable!() };
    let Shape::Rectangle(_, 2, _) = rectangle else { unreachable!() };
    let Shape::Label("label") = Shape::Label("label") else { unreachable!() };
}

#[test]
fn tangents_of_different_variants() {
    let circle = || Shape::Circle { radius: 2.0, id: 7 }.zero_tangent();
    let empty = || Shape::Empty.zero_tangent();
    assert_ne!(circle(), empty());
    let message = "the tangents of `Shape` have different variants";
    check_panic(message, || circle().add_assign(&empty()));
    check_panic(message, || assert_eq!(empty().dot(&circle()), 0.0));
}

#[derive(Differentiable)]
enum Expression<T> {
    Number(T),
    Sum(Vec<Expression<T>>),
    Scaled { by: f64, inner: Option<Box<Self>> },
}

#[test]
fn generic_enumeration() {
    let value = Expression::Sum(vec![
        Expression::Number(1.0_f32),
        Expression::Scaled { by: 2.0, inner: Some(Box::new(Expression::Number(3.0))) },
    ]);
    let tangent = check(&value, 3);
    assert_eq!(
        format!("{tangent:?}"),
        "Sum([Number(1.0), Scaled { by: 2.0, inner: Some(Number(3.0)) }])"
    );
}

#[derive(Differentiable)]
enum Never {}

#[test]
fn enumeration_without_variants() {
    fn zero(value: &Never) -> NeverTangent {
        value.zero_tangent()
    }
    assert_eq!(size_of_val(&zero), 0);
}

#[test]
fn variant_accessors() {
    let mut tangent = Shape::Circle { radius: 2.0, id: 7 }.zero_tangent();
    let fields = tangent.__ad_variant_Circle();
    *fields.radius += 5.0;
    let InactiveRef(Inactive) = fields.id;
    assert_eq!(*tangent.__ad_variant_ref_Circle().radius, 5.0);

    let mut tangent = Shape::Rectangle(1.0, 2, vector![3.0, 4.0]).zero_tangent();
    let fields = tangent.__ad_variant_Rectangle();
    *fields._0 += 1.0;
    let InactiveRef(Inactive) = fields._1;
    fields._2.x += 2.0;
    assert_eq!(tangent, ShapeTangent::Rectangle(1.0, vector![2.0, 0.0]));

    let message = "internal: the tangent is not a `Circle`";
    check_panic(message, move || assert_eq!(*tangent.__ad_variant_Circle().radius, 0.0));

    let mut tangent = Expression::Number(1.0).zero_tangent();
    *tangent.__ad_variant_Number()._0 += 3.0;
    assert_eq!(*tangent.__ad_variant_ref_Number()._0, 3.0);
}

#[test]
fn tuple_struct_accessors() {
    let mut tangent = Pair(1.0, vector![2.0, 3.0], "label").zero_tangent();
    let fields = tangent.__ad_variant_Pair();
    *fields._0 += 1.0;
    fields._1.y += 2.0;
    let InactiveRef(Inactive) = fields._2;
    *tangent.__ad_field_0() += 1.0;
    tangent.__ad_field_1().y += 2.0;
    let InactiveRef(Inactive) = tangent.__ad_field_2();
    assert_eq!(tangent, PairTangent(2.0, vector![0.0, 4.0]));
    assert_eq!(*tangent.__ad_variant_ref_Pair()._1, vector![0.0, 4.0]);
    assert_eq!(*tangent.__ad_ref_field_1(), vector![0.0, 4.0]);
}

#[derive(Differentiable)]
#[allow(non_snake_case)]
struct Named<T> {
    r#type: T,
    x: f64,
    ref_x: f64,
    W: f64,
    rhs: f64,
    factor: f64,
    visit: f64,
    #[constant]
    id: u8,
}

#[test]
fn field_accessors_and_inconvenient_names() {
    let value =
        Named { r#type: 1.0, x: 2.0, ref_x: 3.0, W: 4.0, rhs: 5.0, factor: 6.0, visit: 7.0, id: 8 };
    let mut tangent = check(&value, 7);
    *tangent.__ad_field_type() += 10.0;
    *tangent.__ad_field_x() += 10.0;
    *tangent.__ad_field_ref_x() += 20.0;
    let InactiveRef(Inactive) = tangent.__ad_field_id();
    let InactiveRef(Inactive) = tangent.__ad_ref_field_id();
    assert_eq!(*tangent.__ad_ref_field_type(), 11.0);
    assert_eq!(*tangent.__ad_ref_field_x(), 12.0);
    assert_eq!(*tangent.__ad_ref_field_ref_x(), 23.0);
    assert_eq!(value.id, 8);
}

/// A stand-in and no other type.
fn inactive(_: &mut Inactive) {}

#[derive(Differentiable)]
#[tangent(derive(Copy, Default))]
struct Body {
    mass: f64,
    #[constant]
    label: &'static str,
    #[constant]
    gravity: f64,
}

#[test]
fn constant_fields_of_a_tangent() {
    let body = Body { mass: 2.0, label: "front", gravity: 9.0 };
    let mut tangent = check(&body, 1);
    inactive(&mut tangent.label);
    inactive(&mut tangent.gravity);
    let Inactive = tangent.label;
    accumulate(&mut tangent.gravity, 3.0);
    accumulate(&mut tangent.label, vec![1.0]);
    accumulate(&mut tangent.mass, 3.0);
    let Inactive = take(&mut tangent.gravity);
    assert_eq!(lift(&body.gravity, &tangent.gravity), 0.0);
    assert_eq!(lift(&body.mass, &tangent.mass), 4.0);
    assert_eq!(take(&mut tangent.mass), 4.0);

    assert_eq!(size_of_val(&tangent), size_of::<f64>());
    assert_eq!(tangent, BodyTangent { mass: 0.0 });
    assert_eq!(format!("{tangent:?}"), "BodyTangent { mass: 0.0 }");
    assert_eq!(scalars(&tangent), [0.0]);
    assert_eq!((body.label, body.gravity), ("front", 9.0));
}

#[derive(Differentiable)]
struct Stretched<'a, T, U>
where
    T: Real,
{
    length: T,
    #[constant]
    r#type: U,
    #[constant]
    label: &'a str,
}

#[test]
fn constant_fields_of_a_generic_tangent() {
    fn run<T: Real, U>(value: &Stretched<'_, T, U>) -> T {
        let mut tangent = value.zero_tangent();
        inactive(&mut tangent.r#type);
        inactive(&mut tangent.label);
        accumulate(&mut tangent.r#type, value.length);
        accumulate(&mut tangent.length, value.length);
        tangent.length
    }
    let value = Stretched { length: 2.0, r#type: Opaque, label: "label" };
    assert_eq!(run(&value), 2.0);
    let (Opaque, "label") = (value.r#type, value.label) else { unreachable!() };
}

#[derive(Differentiable)]
struct Sample<'a, T>(f64, Vector2<f64>, #[constant] &'a str, #[constant] T);

#[derive(Differentiable)]
#[tangent(derive(Copy, Eq, Hash, Default))]
struct Constants(#[constant] u8, #[constant] Opaque);

#[test]
fn constant_fields_at_the_end_of_a_tuple_struct() {
    let sample = Sample(1.0, vector![2.0, 3.0], "label", Opaque);
    let mut tangent = check(&sample, 3);
    inactive(&mut tangent.2);
    inactive(&mut tangent.3);
    accumulate(&mut tangent.2, 1.0);
    accumulate(&mut tangent.3, 1.0);
    assert_eq!((tangent.0, tangent.1), (1.0, vector![2.0, 3.0]));
    assert_eq!(format!("{tangent:?}"), "SampleTangent(1.0, [[2.0, 3.0]])");
    assert_eq!(tangent, tangent.clone());
    assert_eq!(size_of_val(&tangent), 3 * size_of::<f64>());
    let Sample(_, _, "label", Opaque) = sample else { unreachable!() };

    let constants = Constants(1, Opaque);
    let mut tangent = check(&constants, 0);
    inactive(&mut tangent.0);
    inactive(&mut tangent.1);
    assert_eq!(tangent, ConstantsTangent());
    let Constants(1, Opaque) = constants else { unreachable!() };
}

#[test]
fn constant_fields_of_a_variant() {
    let mut tangent = Shape::Circle { radius: 2.0, id: 7 }.zero_tangent();
    let mut fields = tangent.__ad_variant_Circle();
    accumulate(&mut *fields.id, 1.0);
    let Inactive = take(&mut *fields.id);
    assert_eq!(lift(&7_usize, &*tangent.__ad_variant_ref_Circle().id), ());
}

#[test]
fn a_tangent_is_its_own_tangent() {
    fn own<V: Differentiable<Tangent = V>>(tangent: &V) -> V {
        tangent.zero_tangent()
    }
    let line = Line { slope: 3.0, offset: 1.0, steps: 4 };
    assert_eq!(own(&check(&line, 2)), line.zero_tangent());
    let values = vec![Wrapper(1.0), Wrapper(2.0)];
    assert_eq!(own(&check(&values, 2)), values.zero_tangent());
    let circle = Shape::Circle { radius: 2.0, id: 7 };
    assert_eq!(own(&check(&circle, 1)), circle.zero_tangent());
    assert_eq!(check(&check(&circle, 1), 1), ShapeTangent::Circle { radius: 1.0 });
}

mod elsewhere {
    /// The way to the runtime of a crate that does not depend on it.
    pub(crate) mod reexport {
        pub(crate) use autodiff_runtime as runtime;
    }

    #[derive(autodiff_runtime::Differentiable)]
    #[differentiable(crate = crate::elsewhere::reexport::runtime)]
    pub(crate) struct Half {
        pub(super) seen: f64,
        hidden: Private<f64>,
    }

    #[derive(autodiff_runtime::Differentiable)]
    struct Private<T>(T);

    pub(crate) fn half() -> Half {
        Half { seen: 1.0, hidden: Private(2.0) }
    }
}

#[test]
fn visibility_and_crate_path() {
    assert_eq!(check(&elsewhere::half(), 2).seen, 1.0);
}

macro_rules! declare {
    ($name:ident, $field:ident: $ty:ty) => {
        #[derive(Differentiable)]
        struct $name {
            $field: $ty,
            inner: f64,
        }
    };
}

declare!(Declared, field: [f64; 2]);

#[test]
fn struct_from_a_macro() {
    let tangent = check(&Declared { field: [1.0, 2.0], inner: 3.0 }, 3);
    assert_eq!((tangent.field, tangent.inner), ([1.0, 2.0], 3.0));
}

#[test]
fn struct_in_a_function() {
    #[derive(Differentiable)]
    struct Local<T: Real>(T);
    assert_eq!(check(&Local(1.0), 1), LocalTangent(1.0));
}
