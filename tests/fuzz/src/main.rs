//! Random programs, differentiated and compared with the same programs over dual numbers.
//!
//! ```text
//! cargo run --release -p fuzz -- --programs 200 --seed 1
//! ```
//!
//! With `--interpret N` the IR of `N` programs is interpreted in this process (`tests/interp`) instead: hundreds a second.
//! `--short` makes shorter programs, many more a second.
//! `--coverage` prints which parts of the IR they reach, `--skipped` why some are beyond the interpreter.
//!
//! With `--second-order` also Hessian-vector products, with central differences of the gradient.
//!
//! A failure is made smaller by leaving out statements as long as it stays; the programs that remain
//! are in `failures/` beside the generated crate.

mod batch;
mod generate;
mod interpret;
mod program;
mod random;
mod shrink;

use std::process::ExitCode;

use batch::{Batch, Verdict};

fn main() -> ExitCode {
    let mut programs = 200;
    let mut seed = 1;
    let mut shrinks = true;
    let mut second_order = false;
    let (mut interpreted, mut coverage, mut show_skipped, mut short) = (None, false, false, false);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut number = || args.next().and_then(|text| text.parse().ok()).unwrap_or(1);
        match arg.as_str() {
            "--programs" => programs = number(),
            "--seed" => seed = number(),
            "--no-shrink" => shrinks = false,
            "--second-order" => second_order = true,
            "--interpret" => interpreted = Some(number()),
            "--coverage" => coverage = true,
            "--skipped" => show_skipped = true,
            "--short" => short = true,
            "--source" => {
                let failed = interpret::source(&args.next().unwrap_or_default());
                return if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE };
            }
            "--print" => {
                let program = generate::program(number());
                println!("{}", program.print(program::Print::Differentiated));
                return ExitCode::SUCCESS;
            }
            _ => {
                eprintln!(
                    "usage: fuzz [--programs N | --interpret N [--short] [--coverage] [--skipped] | --source FILE] [--seed S] [--no-shrink] \
                     [--second-order] [--print S]"
                );
                return ExitCode::FAILURE;
            }
        }
    }
    if let Some(programs) = interpreted {
        let options = interpret::Options {
            programs,
            seed,
            second_order,
            coverage,
            shrinks,
            show_skipped,
            short,
        };
        let failed = interpret::run(&options);
        return if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let batch = Batch::new();
    let (mut agreed, mut refused, mut disagreed, mut skipped, mut invalid) = (0, 0, 0, 0, 0);
    let mut failures = Vec::new();
    let mut next = seed;
    let end = seed + programs;
    while next < end {
        let last = (next + 40).min(end);
        let list: Vec<_> = (next..last)
            .map(|seed| program::Program { second_order, ..generate::program(seed) })
            .collect();
        for (program, verdict) in list.iter().zip(batch.judge(&list)) {
            match verdict {
                Verdict::Agreed => agreed += 1,
                Verdict::Skipped(why) => {
                    skipped += 1;
                    println!("{}: {why}", program.seed);
                }
                Verdict::Invalid(why) => {
                    invalid += 1;
                    println!("{}: not Rust: {why}", program.seed);
                }
                Verdict::Refused(ref why) | Verdict::Disagreed(ref why) => {
                    if matches!(verdict, Verdict::Refused(_)) {
                        refused += 1;
                        println!("{}: refused: {why}", program.seed);
                    } else {
                        disagreed += 1;
                        println!("{}: disagreed: {why}", program.seed);
                    }
                    batch.save(program, why);
                    failures.push((program.clone(), verdict));
                }
            }
        }
        next = last;
        println!(
            "to seed {}: {agreed} agreed, {refused} refused, {disagreed} disagreed, {skipped} skipped, {invalid} not Rust",
            next - 1
        );
    }
    if shrinks {
        for (program, verdict) in &failures {
            let (small, why) = shrink::shrink(&batch, program, verdict);
            println!("---- seed {}: {why}", program.seed);
            println!("{}", small.print(program::Print::Differentiated));
            batch.save(&small, &why);
        }
    }
    println!(
        "{programs} programs: {agreed} agreed, {refused} refused, {disagreed} disagreed, {skipped} skipped, {invalid} not Rust"
    );
    if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
