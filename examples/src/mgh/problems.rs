//! The 35 problems, with their standard starting points and the published minima of the sum of squares.
//!
//! A macro makes of them what it wants: functions with derivatives here, functions of dual numbers in the tests.

/// Hands all problems to a macro: number, name, start, minima, and the residuals as a block over the parameters.
#[macro_export]
macro_rules! for_each_problem {
    ($then:ident) => {
        $then! {
            1 rosenbrock "Rosenbrock", start vec![-1.2, 1.0], minima [0.0];
            |x| { vec![10.0 * (x[1] - x[0] * x[0]), 1.0 - x[0]] }

            2 freudenstein_roth "Freudenstein and Roth", start vec![0.5, -2.0], minima [0.0, 48.9842];
            |x| {
                let y = x[1];
                vec![x[0] - 13.0 + ((5.0 - y) * y - 2.0) * y, x[0] - 29.0 + ((y + 1.0) * y - 14.0) * y]
            }

            3 powell_badly_scaled "Powell badly scaled", start vec![0.0, 1.0], minima [0.0];
            |x| { vec![1e4 * x[0] * x[1] - 1.0, (-x[0]).exp() + (-x[1]).exp() - 1.0001] }

            4 brown_badly_scaled "Brown badly scaled", start vec![1.0, 1.0], minima [0.0];
            |x| { vec![x[0] - 1e6, x[1] - 2e-6, x[0] * x[1] - 2.0] }

            5 beale "Beale", start vec![1.0, 1.0], minima [0.0];
            |x| { (1..=3).zip([1.5, 2.25, 2.625]).map(|(i, y)| y - x[0] * (1.0 - x[1].powi(i))).collect() }

            6 jennrich_sampson "Jennrich and Sampson", start vec![0.3, 0.4], minima [124.362];
            |x| {
                (1..=10)
                    .map(|i| {
                        let i = f64::from(i);
                        2.0 + 2.0 * i - ((i * x[0]).exp() + (i * x[1]).exp())
                    })
                    .collect()
            }

            7 helical_valley "Helical valley", start vec![-1.0, 0.0, 0.0], minima [0.0];
            |x| {
                let turn = (x[1] / x[0]).atan() / (2.0 * PI);
                let theta = if x[0] < 0.0 { turn + 0.5 } else { turn };
                let radius = (x[0] * x[0] + x[1] * x[1]).sqrt();
                vec![10.0 * (x[2] - 10.0 * theta), 10.0 * (radius - 1.0), x[2]]
            }

            8 bard "Bard", start vec![1.0; 3], minima [8.21487e-3, 17.4286];
            |x| {
                BARD.iter()
                    .zip(1..)
                    .map(|(y, u)| {
                        let (v, w) = (f64::from(16 - u), f64::from(u.min(16 - u)));
                        y - (x[0] + f64::from(u) / (v * x[1] + w * x[2]))
                    })
                    .collect()
            }

            9 gaussian "Gaussian", start vec![0.4, 1.0, 0.0], minima [1.12793e-8];
            |x| {
                GAUSSIAN
                    .iter()
                    .zip(1..)
                    .map(|(y, i)| {
                        let from = f64::from(8 - i) / 2.0 - x[2];
                        x[0] * (-0.5 * x[1] * from * from).exp() - y
                    })
                    .collect()
            }

            10 meyer "Meyer", start vec![0.02, 4000.0, 250.0], minima [87.9458];
            |x| {
                MEYER
                    .iter()
                    .zip(1..)
                    .map(|(y, i)| x[0] * (x[1] / (f64::from(45 + 5 * i) + x[2])).exp() - y)
                    .collect()
            }

            11 gulf "Gulf research and development", start vec![5.0, 2.5, 0.15], minima [0.0];
            |x| {
                (1..100)
                    .map(|i| {
                        let t = f64::from(i) / 100.0;
                        let y = 25.0 + (-50.0 * t.ln()).powf(2.0 / 3.0);
                        (-(y - x[1]).abs().powf(x[2]) / x[0]).exp() - t
                    })
                    .collect()
            }

            12 box_three_dimensional "Box three-dimensional", start vec![0.0, 10.0, 20.0], minima [0.0];
            |x| {
                (1..=10)
                    .map(|i| {
                        let t = f64::from(i) * 0.1;
                        (-t * x[0]).exp() - (-t * x[1]).exp() - x[2] * ((-t).exp() - (-10.0 * t).exp())
                    })
                    .collect()
            }

            13 powell_singular "Powell singular", start vec![3.0, -1.0, 0.0, 1.0], minima [0.0];
            |x| {
                let (b, d) = (x[1] - 2.0 * x[2], x[0] - x[3]);
                vec![x[0] + 10.0 * x[1], FIVE_ROOT * (x[2] - x[3]), b * b, TEN_ROOT * d * d]
            }

            14 wood "Wood", start vec![-3.0, -1.0, -3.0, -1.0], minima [0.0];
            |x| {
                vec![
                    10.0 * (x[1] - x[0].powi(2)),
                    1.0 - x[0],
                    NINETY_ROOT * (x[3] - x[2].powi(2)),
                    1.0 - x[2],
                    TEN_ROOT * (x[1] + x[3] - 2.0),
                    (x[1] - x[3]) / TEN_ROOT,
                ]
            }

            15 kowalik_osborne "Kowalik and Osborne", start vec![0.25, 0.39, 0.415, 0.39], minima [3.07505e-4, 1.02734e-3];
            |x| {
                KOWALIK_OSBORNE
                    .iter()
                    .map(|(y, u)| y - x[0] * (u * u + u * x[1]) / (u * u + u * x[2] + x[3]))
                    .collect()
            }

            16 brown_dennis "Brown and Dennis", start vec![25.0, 5.0, -5.0, -1.0], minima [85822.2];
            |x| {
                (1..=20)
                    .map(|i| {
                        let t = f64::from(i) / 5.0;
                        let a = x[0] + t * x[1] - t.exp();
                        let b = x[2] + x[3] * t.sin() - t.cos();
                        a * a + b * b
                    })
                    .collect()
            }

            17 osborne_one "Osborne 1", start vec![0.5, 1.5, -1.0, 0.01, 0.02], minima [5.46489e-5];
            |x| {
                OSBORNE_ONE
                    .iter()
                    .zip(0..)
                    .map(|(y, i)| {
                        let t = f64::from(10 * i);
                        y - (x[0] + x[1] * (-t * x[3]).exp() + x[2] * (-t * x[4]).exp())
                    })
                    .collect()
            }

            18 biggs "Biggs EXP6", start vec![1.0, 2.0, 1.0, 1.0, 1.0, 1.0], minima [0.0, 5.65565e-3];
            |x| {
                (1..=13)
                    .map(|i| {
                        let t = f64::from(i) * 0.1;
                        let y = (-t).exp() - 5.0 * (-10.0 * t).exp() + 3.0 * (-4.0 * t).exp();
                        x[2] * (-t * x[0]).exp() - x[3] * (-t * x[1]).exp() + x[5] * (-t * x[4]).exp() - y
                    })
                    .collect()
            }

            19 osborne_two "Osborne 2",
                start vec![1.3, 0.65, 0.65, 0.7, 0.6, 3.0, 5.0, 7.0, 2.0, 4.5, 5.5], minima [4.01377e-2];
            |x| {
                OSBORNE_TWO
                    .iter()
                    .zip(0..)
                    .map(|(y, i)| {
                        let t = f64::from(i) / 10.0;
                        let bell = |k: usize| x[1 + k] * (-(t - x[8 + k]).powi(2) * x[5 + k]).exp();
                        y - (x[0] * (-t * x[4]).exp() + bell(0) + bell(1) + bell(2))
                    })
                    .collect()
            }

            20 watson "Watson", start vec![0.0; 6], minima [2.28767e-3];
            |x| {
                let mut residuals: Vec<f64> = (1..30)
                    .map(|i| {
                        let t = f64::from(i) / 29.0;
                        let slope = x.iter().zip(0..).skip(1).map(|(x, j)| f64::from(j) * x * t.powi(j - 1)).sum::<f64>();
                        let value = x.iter().zip(0..).map(|(x, j)| x * t.powi(j)).sum::<f64>();
                        slope - value * value - 1.0
                    })
                    .collect();
                residuals.push(x[0]);
                residuals.push(x[1] - x[0] * x[0] - 1.0);
                residuals
            }

            21 extended_rosenbrock "Extended Rosenbrock",
                start (0..10).map(|i| if i % 2 == 0 { -1.2 } else { 1.0 }).collect(), minima [0.0];
            |x| { x.chunks(2).flat_map(|x| [10.0 * (x[1] - x[0] * x[0]), 1.0 - x[0]]).collect() }

            22 extended_powell "Extended Powell singular",
                start (0..12).map(|i| [3.0, -1.0, 0.0, 1.0][i % 4]).collect(), minima [0.0];
            |x| {
                let mut residuals = Vec::new();
                for x in x.chunks_exact(4) {
                    let (b, d) = (x[1] - 2.0 * x[2], x[0] - x[3]);
                    residuals.extend([x[0] + 10.0 * x[1], FIVE_ROOT * (x[2] - x[3]), b * b, TEN_ROOT * d * d]);
                }
                residuals
            }

            23 penalty_one "Penalty I", start (1..=10).map(f64::from).collect(), minima [7.08765e-5];
            |x| {
                let mut residuals: Vec<f64> = x.iter().map(|x| SMALL_ROOT * (x - 1.0)).collect();
                residuals.push(x.iter().map(|x| x * x).sum::<f64>() - 0.25);
                residuals
            }

            24 penalty_two "Penalty II", start vec![0.5; 10], minima [2.93660e-4];
            |x| {
                let n = x.len();
                let mut residuals = vec![x[0] - 0.2];
                for (pair, i) in x.windows(2).zip(2..) {
                    let y = (f64::from(i) / 10.0).exp() + (f64::from(i - 1) / 10.0).exp();
                    residuals.push(SMALL_ROOT * ((pair[1] / 10.0).exp() + (pair[0] / 10.0).exp() - y));
                }
                for x in &x[1..n] {
                    residuals.push(SMALL_ROOT * ((x / 10.0).exp() - TENTH_DECAY));
                }
                residuals.push(x.iter().rev().zip(1..).map(|(x, k)| f64::from(k) * x * x).sum::<f64>() - 1.0);
                residuals
            }

            25 variably_dimensioned "Variably dimensioned",
                start (1..=10).map(|j| 1.0 - f64::from(j) / 10.0).collect(), minima [0.0];
            |x| {
                let mut residuals: Vec<f64> = x.iter().map(|x| x - 1.0).collect();
                let weighted = residuals.iter().zip(1..).map(|(r, j)| f64::from(j) * r).sum::<f64>();
                residuals.push(weighted);
                residuals.push(weighted * weighted);
                residuals
            }

            26 trigonometric "Trigonometric", start vec![0.1; 10], minima [0.0, 2.79506e-5];
            |x| {
                let rest = x.iter().map(|x| 1.0 - x.cos()).sum::<f64>();
                x.iter().zip(1..).map(|(x, i)| rest + f64::from(i) * (1.0 - x.cos()) - x.sin()).collect()
            }

            27 brown_almost_linear "Brown almost-linear", start vec![0.5; 10], minima [0.0, 1.0];
            |x| {
                let n = x.len();
                let sum = x.iter().sum::<f64>();
                let mut residuals: Vec<f64> = x[..n - 1].iter().map(|x| x + sum - 11.0).collect();
                residuals.push(x.iter().product::<f64>() - 1.0);
                residuals
            }

            28 discrete_boundary "Discrete boundary value", start boundary_start(10), minima [0.0];
            |x| {
                let n = x.len();
                let h = 1.0 / 11.0;
                let mut residuals: Vec<f64> =
                    x.iter().zip(1..).map(|(x, i)| 2.0 * x + h * h / 2.0 * (x + f64::from(i) * h + 1.0).powi(3)).collect();
                for i in 1..n {
                    residuals[i] -= x[i - 1];
                    residuals[i - 1] -= x[i];
                }
                residuals
            }

            29 discrete_integral "Discrete integral equation", start boundary_start(10), minima [0.0];
            |x| {
                let h = 1.0 / 11.0;
                let cubes: Vec<f64> = x.iter().zip(1..).map(|(x, i)| (x + f64::from(i) * h + 1.0).powi(3)).collect();
                x.iter()
                    .zip(1..)
                    .map(|(x, i)| {
                        let t = f64::from(i) * h;
                        let below = cubes.iter().zip(1..).take_while(|(_, j)| *j <= i).map(|(c, j)| f64::from(j) * h * c);
                        let above = cubes.iter().zip(1..).filter(|(_, j)| *j > i).map(|(c, j)| (1.0 - f64::from(j) * h) * c);
                        x + h / 2.0 * ((1.0 - t) * below.sum::<f64>() + t * above.sum::<f64>())
                    })
                    .collect()
            }

            30 broyden_tridiagonal "Broyden tridiagonal", start vec![-1.0; 10], minima [0.0];
            |x| {
                let n = x.len();
                let mut residuals = Vec::with_capacity(n);
                for i in 0..n {
                    let mut r = (3.0 - 2.0 * x[i]) * x[i] + 1.0;
                    if i > 0 {
                        r -= x[i - 1];
                    }
                    if i + 1 < n {
                        r -= 2.0 * x[i + 1];
                    }
                    residuals.push(r);
                }
                residuals
            }

            31 broyden_banded "Broyden banded", start vec![-1.0; 10], minima [0.0];
            |x| {
                let n = x.len();
                let mut residuals = Vec::new();
                for (i, here) in x.iter().enumerate() {
                    let mut r = here * (2.0 + 5.0 * here * here) + 1.0;
                    for j in i.saturating_sub(5)..n.min(i + 2) {
                        if j != i {
                            r -= x[j] * (1.0 + x[j]);
                        }
                    }
                    residuals.push(r);
                }
                residuals
            }

            32 linear_full_rank "Linear, full rank", start vec![1.0; 10], minima [10.0];
            |x| {
                let mean = 2.0 / 20.0 * x.iter().sum::<f64>();
                let mut residuals: Vec<f64> = x.iter().map(|x| x - mean - 1.0).collect();
                residuals.extend((0..10).map(|_| -mean - 1.0));
                residuals
            }

            33 linear_rank_one "Linear, rank 1", start vec![1.0; 10], minima [380.0 / 82.0];
            |x| {
                let sum = x.iter().zip(1..).map(|(x, j)| f64::from(j) * x).sum::<f64>();
                (1..=20).map(|i| f64::from(i) * sum - 1.0).collect()
            }

            34 linear_rank_one_zeros "Linear, rank 1, zero columns and rows", start vec![1.0; 10], minima [454.0 / 74.0];
            |x| {
                let n = x.len();
                let sum = x[1..n - 1].iter().zip(2..).map(|(x, j)| f64::from(j) * x).sum::<f64>();
                let mut residuals = vec![0.0 * sum - 1.0];
                residuals.extend((1..19).map(|i| f64::from(i) * sum - 1.0));
                residuals.push(0.0 * sum - 1.0);
                residuals
            }

            35 chebyquad "Chebyquad", start (1..=8).map(|j| f64::from(j) / 9.0).collect(), minima [3.51687e-3];
            |x| {
                let mut before: Vec<f64> = x.iter().map(|x| 1.0 + 0.0 * x).collect();
                let mut last: Vec<f64> = x.iter().map(|x| 2.0 * x - 1.0).collect();
                let mut residuals = Vec::new();
                for i in 1..=8 {
                    let mean = last.iter().sum::<f64>() / 8.0;
                    residuals.push(if i % 2 == 0 { mean + 1.0 / f64::from(i * i - 1) } else { mean });
                    let next: Vec<f64> = last
                        .iter()
                        .zip(&before)
                        .zip(x)
                        .map(|((last, before), x)| 2.0 * (2.0 * x - 1.0) * last - before)
                        .collect();
                    before = last;
                    last = next;
                }
                residuals
            }
        }
    };
}
