//! Solves the Moré-Garbow-Hillstrom collection with Jacobians from `#[differentiate]`, and prints the sums of squares that
//! are found beside the published minima.

use examples::mgh::problems;
use examples::mgh::solve::solve;

fn main() {
    println!(
        "  # problem                                n   m  evaluations  sum of squares   published"
    );
    let (mut agreed, mut count) = (0, 0);
    for problem in problems() {
        let solution = solve(&problem);
        let residuals = (problem.residuals)(&problem.start).len();
        let agrees = solution.agrees(&problem);
        count += 1;
        agreed += usize::from(agrees);
        println!(
            "{:>3} {:<37} {:>3} {:>3}  {:>11}  {:>14.6e}  {:>10.5e}  {}",
            problem.number,
            problem.name,
            problem.start.len(),
            residuals,
            solution.evaluations,
            solution.value,
            solution.nearest(&problem),
            if agrees { String::new() } else { format!("{:?}", solution.reason) },
        );
    }
    println!("{agreed} of {count} at a published minimum");
}
