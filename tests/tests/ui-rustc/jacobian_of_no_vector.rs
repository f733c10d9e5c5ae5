use autodiff_runtime::prelude::*;

#[differentiate]
fn mixed(x: Vec<[f64; 2]>) -> [f64; 2] {
    [x[0][0], x[1][1]]
}

fn main() {
    mixed::jacobian(vec![[1.0, 2.0]]); //~ `[f64; 2]` is not a real scalar
}
