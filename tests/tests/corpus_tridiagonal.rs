//! A tridiagonal system solved in place.

#[path = "../corpus/tridiagonal.rs"]
mod tridiagonal;

use autodiff_tests::reference::tridiagonal as twin;
use autodiff_tests::{gradient, map};
use tridiagonal::{heat_misfit, solve};

#[test]
fn solution_agrees_with_dual_numbers() {
    let at = [
        0.3, 1.0, -0.5, 0.8, //
        4.0, 3.0, -5.0, 2.5, //
        1.0, -0.7, 0.4, 0.6, //
        1.0, 2.0, -3.0, 0.5,
    ];
    map!(|p| solve(ref p[..4], ref p[4..8], ref p[8..12], mut p[12..].to_vec()) -> ())
        .twin(&at, |p| twin::solve(&p[..4], &p[4..8], &p[8..12], &p[12..]));
}

#[test]
fn heat_misfit_agrees_with_dual_numbers() {
    let measured = [0.1, 0.4, 0.5, 0.3, 0.2];
    let at = [0.5, 1.0, 0.7, 0.2, 0.0, 1.0, 0.5, -0.3, 0.2, 0.1];
    for steps in [0, 1, 6] {
        gradient!(second |p| heat_misfit(ref p[..4], ref p[4..9], val p[9], fix steps, fix &measured))
            .twin(&at, |p| twin::heat_misfit(&p[..4], &p[4..9], p[9], steps, &measured));
    }
}
