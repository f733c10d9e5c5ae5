use autodiff_runtime::prelude::*;

#[differentiate]
fn how_often(x: f64) -> f64 {
    let mut y = x;
    #[checkpoint]
    for _ in 0..10 {
        y = y.sin();
    }
    y
}

#[differentiate]
fn no_bound(x: f64) -> f64 {
    let mut y = x;
    #[checkpoint(every = 4)]
    while y > 1.0 {
        y *= 0.5;
    }
    y
}

#[differentiate]
fn misspelt(x: f64) -> f64 {
    let mut y = x;
    #[checkpoint(each = 4)]
    for _ in 0..10 {
        y = y.sin();
    }
    y
}

#[differentiate]
fn endless(x: f64) -> f64 {
    let mut y = x;
    #[checkpoint(every = 4)]
    for i in 0.. {
        y = y.sin();
        if i > 10 {
            break;
        }
    }
    y
}

fn main() {}
