//! The cases of the scoreboard, and how fast each is to be.

use crate::cases::ba::Scene;
use crate::cases::det::Matrix;
use crate::cases::gmm::Mixture;
use crate::cases::hello::Number;
use crate::cases::ht::Hand;
use crate::cases::kmeans::Clustering;
use crate::cases::llsq::Fit;
use crate::cases::lse::Numbers;
use crate::cases::lstm::Memory;
use crate::cases::ode::Equation;
use crate::cases::particle::Control;
use crate::cases::saddle::Start;
use crate::eval::Eval;
use crate::programs::gmm::Wishart;

/// What to measure, and what it is to reach.
pub struct Case {
    /// Its name.
    pub name: String,
    /// Its reference, if it has another name.
    pub reference: String,
    /// The input.
    pub eval: Box<dyn Eval>,
    /// The ratios to reach.
    pub limits: Limits,
}

/// Ratios not to exceed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    /// Of the generated derivative over the primal.
    pub over_primal: Option<f64>,
    /// Of the generated derivative over that by hand.
    pub over_hand: Option<f64>,
}

impl Limits {
    const NONE: Self = Self { over_primal: None, over_hand: None };

    const fn primal(over_primal: f64) -> Self {
        Self { over_primal: Some(over_primal), over_hand: None }
    }

    const fn both(over_primal: f64) -> Self {
        Self { over_primal: Some(over_primal), over_hand: Some(1.2) }
    }

    /// Those of a program.
    pub fn of(program: &str, size: usize) -> Self {
        if cfg!(debug_assertions) {
            return if program == "gmm" { Self::primal(12.0) } else { Self::NONE };
        }
        match program {
            "gmm" => Self::both(if size > 15 { 2.5 } else { 2.2 }),
            "ba" => Self::both(3.5),
            "lstm" => Self::both(if size > 2 { 1.9 } else { 1.6 }),
            "ht" => Self::both(31.0),
            "lse" => Self::primal(1.5),
            "llsq" => Self::primal(1.3),
            "kmeans" => Self::primal(1.45),
            "ode" => Self::primal(2.5),
            "det" => Self::primal(3.0),
            _ => Self::NONE,
        }
    }
}

/// A case that is made when it is its turn.
pub struct Entry {
    /// Its name, which begins with its program's.
    pub name: &'static str,
    make: fn() -> Box<dyn Eval>,
    size: usize,
}

impl Entry {
    /// The program.
    pub fn program(&self) -> &'static str {
        self.name.split([' ', ',']).next().unwrap_or(self.name)
    }

    /// Draws the input.
    pub fn case(&self) -> Case {
        let reference = match self.name {
            "gmm d 10, K 25, N 1000" => "gmm_seed_d10_K25_n1000",
            "lstm 2 layers, 1024 steps" => "lstm_seed_l2_c1024_b14",
            name => name,
        };
        Case {
            name: self.name.to_owned(),
            reference: reference.to_owned(),
            eval: (self.make)(),
            limits: Limits::of(self.program(), self.size),
        }
    }
}

const PRIOR: Wishart = Wishart { gamma: 1.0, excess: 0 };

/// All cases with seeded inputs.
pub const ENTRIES: &[Entry] = &[
    Entry { name: "hello", size: 0, make: || Box::new(Number(1.7)) },
    Entry {
        name: "gmm d 10, K 25, N 1000",
        size: 10,
        make: || Box::new(Mixture::seeded(10, 25, 1000, PRIOR)),
    },
    Entry {
        name: "gmm d 20, K 50, N 1000",
        size: 20,
        make: || Box::new(Mixture::seeded(20, 50, 1000, PRIOR)),
    },
    Entry {
        name: "gmm d 10, K 25, N 10000",
        size: 10,
        make: || Box::new(Mixture::seeded(10, 25, 10_000, PRIOR)),
    },
    Entry {
        name: "ba 31843 observations",
        size: 0,
        make: || Box::new(Scene::seeded(49, 7776, 31_843)),
    },
    Entry {
        name: "lstm 2 layers, 1024 steps",
        size: 2,
        make: || Box::new(Memory::seeded(2, 1024, 14)),
    },
    Entry {
        name: "lstm 4 layers, 4096 steps",
        size: 4,
        make: || Box::new(Memory::seeded(4, 4096, 14)),
    },
    Entry { name: "ht simple, 100 points", size: 0, make: || Box::new(Hand::seeded(100, false)) },
    Entry {
        name: "ht complicated, 800 points",
        size: 0,
        make: || Box::new(Hand::seeded(800, true)),
    },
    Entry {
        name: "kmeans K 100, N 1000, d 8",
        size: 0,
        make: || Box::new(Clustering::seeded(100, 1000, 8)),
    },
    Entry {
        name: "kmeans K 10, N 10000, d 16",
        size: 0,
        make: || Box::new(Clustering::seeded(10, 10_000, 16)),
    },
    Entry { name: "ode n 1000, 10 steps", size: 0, make: || Box::new(Equation::seeded(1000, 10)) },
    Entry {
        name: "ode n 1000, 100 steps",
        size: 0,
        make: || Box::new(Equation::seeded(1000, 100)),
    },
    Entry { name: "det 7 rows", size: 0, make: || Box::new(Matrix::seeded(7)) },
    Entry { name: "llsq m 128, n 1024", size: 0, make: || Box::new(Fit::seeded(128, 1024)) },
    Entry { name: "lse n 10000", size: 0, make: || Box::new(Numbers::seeded(10_000)) },
    Entry { name: "lse n 640000", size: 0, make: || Box::new(Numbers::seeded(640_000)) },
    Entry { name: "particle", size: 0, make: || Box::new(Control(0.3)) },
    Entry { name: "saddle", size: 0, make: || Box::new(Start([1.0, 1.0])) },
];
