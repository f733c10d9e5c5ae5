use autodiff_runtime::prelude::*;

#[differentiate]
fn changes_its_argument(g: impl Fn(&mut [f64]), x: &mut [f64]) {
    g(x);
}

#[differentiate]
fn behind_mut(g: &mut impl FnMut(f64) -> f64, x: f64) -> f64 {
    g(x)
}

#[differentiate]
fn gives_a_reference(g: impl Fn(&[f64]) -> &f64, x: &[f64]) -> f64 {
    *g(x)
}

#[differentiate]
fn several<G: Fn(f64) -> f64>(g: [G; 2], x: f64) -> f64 {
    g[0](g[1](x))
}

#[differentiate]
fn no_function(xs: impl Iterator<Item = f64>, x: f64) -> f64 {
    xs.sum::<f64>() * x
}

#[differentiate]
fn in_a_variable(g: impl Fn(f64) -> f64, x: f64) -> f64 {
    let h = g;
    h(x)
}

fn main() {}
