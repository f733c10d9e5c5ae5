//! A call whose result nobody reads is dispatched all the same.

use std::cell::Cell;
use std::rc::Rc;

use autodiff_runtime::prelude::*;

#[derive(Differentiable)]
struct Log {
    #[constant]
    total: Rc<Cell<f64>>,
    k: f64,
}

impl Log {
    fn note(&self, y: f64) {
        self.total.set(self.total.get() + y);
    }

    fn total(&self) -> f64 {
        self.total.get()
    }
}

#[differentiate(reverse)]
fn hidden(log: &Log, y: f64) -> f64 {
    log.note(y * y); //~ no method named `__ad_
    log.k * y
}

fn main() {
    let log = Log { total: Rc::new(Cell::new(0.0)), k: 1.0 };
    println!("{} {}", hidden(&log, 1.0), log.total());
}
