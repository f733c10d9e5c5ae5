//! Timing of functions against each other in one process.

use std::time::{Duration, Instant};

/// The samples of one function: seconds a call, in order of size.
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

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// The least duration of a sample.
    pub sample: Duration,
    /// The least and the greatest number of samples of each function.
    pub rounds: (usize, usize),
    /// After how long there are no more rounds than the least number.
    pub enough: Duration,
}

impl Effort {
    /// What a ratio to be quoted needs.
    pub const FULL: Self =
        Self { sample: Duration::from_millis(4), rounds: (9, 100), enough: Duration::from_secs(8) };
    /// A look.
    pub const QUICK: Self =
        Self { sample: Duration::from_millis(4), rounds: (3, 15), enough: Duration::from_secs(1) };
}

/// Times functions alternately, so that a noisy moment falls on all of them alike.
///
/// A sample is as many calls as fill its duration.
pub fn alternate(effort: Effort, functions: &mut [&mut dyn FnMut()]) -> Vec<Samples> {
    let calls: Vec<_> =
        functions.iter_mut().map(|function| calls_in_a_sample(effort.sample, function)).collect();
    let mut seconds = vec![Vec::new(); functions.len()];
    let begin = Instant::now();
    let (least, most) = effort.rounds;
    for round in 0..most {
        if round >= least && begin.elapsed() > effort.enough {
            break;
        }
        for ((function, calls), seconds) in functions.iter_mut().zip(&calls).zip(&mut seconds) {
            let start = Clock::start();
            for _ in 0..*calls {
                function();
            }
            seconds.push(start.seconds() / f64::from(*calls));
        }
    }
    let sorted = seconds.into_iter().map(|mut seconds| {
        seconds.sort_by(f64::total_cmp);
        Samples { seconds }
    });
    sorted.collect()
}

/// The time of the processor that this thread has used, where the system tells; else the time that has passed.
///
/// On a machine that does other things too, only the former is about the function.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    used: Option<f64>,
    passed: Instant,
}

impl Clock {
    /// Now.
    pub fn start() -> Self {
        Clock { used: used(), passed: Instant::now() }
    }

    /// The seconds since then.
    pub fn seconds(&self) -> f64 {
        let passed = self.passed.elapsed().as_secs_f64();
        match (self.used, used()) {
            (Some(before), Some(after)) => after - before,
            _ => passed,
        }
    }
}

/// The seconds that this thread has run, on Linux.
fn used() -> Option<f64> {
    // The system counts when it schedules.
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: u64 = text.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds as f64 * 1e-9)
}

fn calls_in_a_sample(sample: Duration, function: &mut dyn FnMut()) -> u32 {
    let mut calls = 1;
    loop {
        let start = Instant::now();
        for _ in 0..calls {
            function();
        }
        if start.elapsed() >= sample {
            return calls;
        }
        calls *= 2;
    }
}
