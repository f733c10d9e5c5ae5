//! `?` with errors of other crates, and names of `Vec` and `Option` in unusual places.
use autodiff_runtime::prelude::*;

#[differentiate]
fn parsed(text: &str, x: f64) -> Result<f64, std::num::ParseFloatError> {
    let scale: f64 = text.parse()?;
    let more = text.parse::<f64>()?;
    Ok(x * scale + more)
}

#[differentiate]
fn boxed(text: &str, x: f64) -> Result<f64, Box<dyn std::error::Error>> {
    if x < 0.0 {
        return Err(format!("negative: {x}").into());
    }
    Ok(parsed(text, x)? * x)
}

#[differentiate]
fn converted(x: f64) -> Result<f64, String> {
    let scale: f64 = "2.0".parse().map_err(|_| String::new())?;
    if x > 10.0 {
        Err("too large")?;
    }
    Ok(x * scale)
}

#[differentiate]
fn names(x: f64) -> Option<std::vec::Vec<f64>> {
    let mut v = std::vec::Vec::new();
    v.push(x);
    let o = std::option::Option::Some(x);
    v.push(o?);
    core::option::Option::Some(v)
}

type Answer<T> = Result<T, String>;

#[differentiate]
fn alias(x: f64) -> Answer<f64> {
    let y = converted(x)?;
    converted(y).map(|z| z * x)
}

#[differentiate]
fn inactive_vectors(x: &[f64], names: &mut Vec<String>) -> f64 {
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.push(0);
    order.swap(0, 1);
    names.push(format!("{}", x.len()));
    let mut s = 1.0;
    for i in order {
        s *= x[i];
    }
    s
}

#[differentiate]
fn positions(x: &[f64]) -> Option<f64> {
    let mut first = None;
    for i in 0..x.len() {
        if first.is_none() && x[i] > 1.0 {
            first = Some(i);
        }
    }
    let at = first?;
    let chosen = x.get(at).copied()?;
    let index = Some(at).map(|i| i + 1).filter(|i| *i < x.len()).unwrap_or(0);
    Some(chosen * x[index])
}

pub fn main() {
    assert_eq!(parsed::grad("3", 2.0), Ok(3.0));
    assert!(parsed::grad("x", 2.0).is_err());
    assert_eq!(boxed::grad("3", 2.0).unwrap(), 15.0);
    assert_eq!(boxed::grad("3", -2.0).unwrap_err().to_string(), "negative: -2");
    assert_eq!(converted::grad(2.0), Ok(2.0));
    assert_eq!(converted::grad(20.0), Err("too large".to_string()));
    assert_eq!(names::vjp(2.0, Some(vec![1.0, 10.0])), (Some(vec![2.0, 2.0]), 11.0));
    assert_eq!(alias::vjp(2.0, Some(1.0)), (Ok(16.0), 16.0));
    let mut names = vec![];
    assert_eq!(inactive_vectors::grad(&[2.0, 3.0], &mut names), vec![12.0, 4.0]);
    assert_eq!(positions::grad(&[0.5, 2.0, 3.0]), Some(vec![0.0, 3.0, 2.0]));
}
