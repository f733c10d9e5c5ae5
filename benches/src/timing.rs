//! Timing of functions against each other in one process.

use std::time::{Duration, Instant};

/// The samples of one function: seconds a call.
#[derive(Clone, Debug)]
pub struct Samples {
    seconds: Vec<f64>,
}

impl Samples {
    /// The fastest.
    pub fn minimum(&self) -> f64 {
        self.seconds[0]
    }

    /// The middle one.
    pub fn median(&self) -> f64 {
        self.seconds[self.seconds.len() / 2]
    }
}

/// The least duration of a sample.
const SAMPLE: Duration = Duration::from_millis(4);

/// Times functions alternately, so that a noisy moment falls on all of them alike.
///
/// A sample is as many calls as fill four milliseconds.
pub fn alternate<const N: usize>(rounds: usize, functions: [&mut dyn FnMut(); N]) -> [Samples; N] {
    let mut functions = functions.map(|function| {
        let calls = calls_in_a_sample(function);
        (function, calls)
    });
    let mut seconds: [Vec<f64>; N] = core::array::from_fn(|_| Vec::with_capacity(rounds));
    for _ in 0..rounds {
        for ((function, calls), seconds) in functions.iter_mut().zip(&mut seconds) {
            let start = Instant::now();
            for _ in 0..*calls {
                function();
            }
            seconds.push(start.elapsed().as_secs_f64() / f64::from(*calls));
        }
    }
    seconds.map(|mut seconds| {
        seconds.sort_by(f64::total_cmp);
        Samples { seconds }
    })
}

fn calls_in_a_sample(function: &mut dyn FnMut()) -> u32 {
    let mut calls = 1;
    loop {
        let start = Instant::now();
        for _ in 0..calls {
            function();
        }
        if start.elapsed() >= SAMPLE {
            return calls;
        }
        calls *= 2;
    }
}
