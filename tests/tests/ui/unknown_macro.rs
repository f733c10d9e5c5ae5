use autodiff_runtime::prelude::*;

macro_rules! twice {
    ($e:expr) => {
        2.0 * $e
    };
}

#[differentiate]
fn f(x: f64) -> f64 {
    x + twice!(x)
}

fn main() {}

// A name of a block in the arguments of a macro is as active as any.
#[differentiate]
fn in_a_list(x: f64) -> f64 {
    let list = vec![
        {
            let inner = x * 2.0;
            squared!(inner)
        },
        x,
    ];
    list[0] + list[1]
}

// What is written through another name is active too.
#[differentiate]
fn through_another_name(x: f64) -> f64 {
    let mut list = [0.0; 2];
    let other = &mut list;
    put(other, x);
    x + twice!(list[0])
}

#[differentiate]
fn put(to: &mut [f64], x: f64) {
    to[0] = x;
}
