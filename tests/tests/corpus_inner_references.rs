//! References inside of values.

#[path = "../corpus/small/inner_references.rs"]
mod inner_references;

use autodiff_tests::gradient;
use inner_references::*;

const AT: [f64; 4] = [0.7, 1.3, 0.45, 0.9];
const ELSEWHERE: [f64; 4] = [-0.7, 0.3, 1.45, 0.2];

#[test]
fn in_calls() {
    macro_rules! differences {
        ($($f:ident)*) => {$(
            gradient!(|p| $f(ref p[..])).differences(&AT);
            gradient!(|p| $f(ref p[..])).differences(&ELSEWHERE);
        )*};
    }
    differences!(calls_with_pairs calls_with_options calls_with_rows calls_with_names);
    differences!(calls_with_models calls_with_scattered calls_with_lists in_locals);
}

#[test]
fn directly() {
    assert_eq!(pair::grad((&2.0, &[0.25])), (0.25, vec![3.0]));
    assert_eq!(pair::jvp((&2.0, &[0.25]), (1.0, vec![1.0])), (0.75, 3.25));
    let (value, back) = pair::pullback((&2.0, &[0.25]));
    assert_eq!((value, back(2.0)), (0.75, (0.5, vec![6.0])));
    let (x, g) = optional::grad(Some(&2.0), 0.5);
    assert_eq!((x, g), (Some(12.0 + 2.0_f64.cos()), 16.0));
    assert_eq!(optional::grad(None, 0.5), (None, 1.5));
    let m = Model { weights: &[3.0, 4.0], bias: &0.0, scale: 2.0 };
    let (m, x) = model_by_value::grad(m, 0.5);
    assert_eq!((m.weights, m.bias, m.scale, x), (vec![0.0, 2.0], 1.5, 4.0, 0.0));
    let g = scattered::grad(&[&1.0, &2.0], 0.5);
    assert_eq!(g.0.len(), 2);
    assert_eq!(list::grad(vec![&[2.0, 3.0], &[1.0]]), vec![vec![2.0 * 3.0 + 7.0, 4.0], vec![4.0]]);
    let (a, b, c) = boxes::grad(Box::new(2.0), &Box::new(3.0), (Box::new(0.0), &1.0));
    assert_eq!((a, b, c), (Box::new(3.0), Box::new(2.0), (Box::new(1.0), 0.0)));
}

#[test]
fn strings_beside_numbers() {
    let words = ["double", "sqr", "0.5"];
    assert_eq!(program::value_and_grad(&words, 1.5), Ok((9.75, 12.5)));
    assert_eq!(program::jvp(&words, 1.5, 1.0), (Ok(9.75), Some(12.5)));
    let (value, back) = program::pullback(&words, 1.5);
    assert_eq!((value, back(Some(1.0))), (Ok(9.75), 12.5));
    assert_eq!(program::grad(&["triple"], 1.5), Err("what is triple?".to_string()));
    assert_eq!(program::grad(&[], 1.5), Err("nothing to do".to_string()));
    assert_eq!(measured::grad(&["a", "b", "c", "2"], 1.5), 1.0 + 3.0 + 0.5 + 2.0);
    assert_eq!(measured::jvp(&["a", "b"], 1.5, 1.0), (3.75, 4.0));
}
