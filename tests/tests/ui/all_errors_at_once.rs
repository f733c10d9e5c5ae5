use autodiff_runtime::prelude::*;

#[differentiate(wrt(y), revers)]
fn f(x: f64) -> f64 {
    let p = &raw const x;
    let q = unsafe { *p };
    let mut all = Vec::new();
    all.push(q);
    let _later = async { x };
    all[0]
}

fn main() {}
