use autodiff_runtime::prelude::*;
use std::ops::Index;

#[derive(Clone, Differentiable)]
struct Sparse {
    values: [f64; 3],
}

impl Sparse {
    fn iter(&self) -> impl Iterator<Item = &f64> {
        self.values.iter().skip(1)
    }
    fn len(&self) -> usize {
        3
    }
}

impl Index<usize> for Sparse {
    type Output = f64;
    fn index(&self, index: usize) -> &f64 {
        &self.values[index]
    }
}

#[differentiate]
fn f(s: &Sparse) -> f64 {
    s.iter().sum() //~ cannot be followed
}

fn main() {}
