//! Random programs, differentiated and compared with the same programs over dual numbers.
//!
//! ```text
//! cargo run --release -p fuzz -- --programs 200 --seed 1
//! ```
//!
//! Each is compiled in debug and in release; every fourth batch of them, or all with `--every-way`, also with all
//! optimisations of the compiler off.
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
mod variants;

use std::process::ExitCode;

use batch::{Batch, Verdict};

fn main() -> ExitCode {
    let mut programs = 200;
    let mut seed = 1;
    let mut shrinks = true;
    let mut second_order = false;
    let (mut interpreted, mut coverage, mut show_skipped, mut short) = (None, false, false, false);
    let (mut threads, mut size, mut every_way) = (1, 80, false);
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
            "--threads" => threads = number(),
            "--batch" => size = number().max(1),
            "--every-way" => every_way = true,
            "--source" => {
                let failed = interpret::source(&args.next().unwrap_or_default());
                return if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE };
            }
            "--print" => {
                let seed = number();
                let program =
                    if short { generate::short_program(seed) } else { generate::program(seed) };
                println!("{}", program.print(program::Print::Differentiated));
                return ExitCode::SUCCESS;
            }
            _ => {
                eprintln!(
                    "usage: fuzz [--programs N [--batch N] [--every-way] | --interpret N [--threads N] [--coverage] [--skipped] \
                     | --source FILE | --print S] [--seed S] [--short] [--second-order] [--no-shrink]"
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
            threads,
        };
        let failed = interpret::run(&options);
        return if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let batch = Batch::new();
    let start = std::time::Instant::now();
    let (mut agreed, mut refused, mut disagreed, mut skipped, mut invalid) = (0, 0, 0, 0, 0);
    let mut failures = Vec::new();
    let mut next = seed;
    let end = seed + programs;
    while next < end {
        let last = (next + size).min(end);
        let generate = if short { generate::short_program } else { generate::program };
        let list: Vec<_> =
            (next..last).map(|seed| program::Program { second_order, ..generate(seed) }).collect();
        // What the analyses change is followed in process, too: mostly it is not worth another build.
        let disabled = every_way || (next - seed) / size % 4 == 0;
        for (program, verdict) in list.iter().zip(batch.judge(&list, disabled)) {
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
            "to seed {}: {agreed} agreed, {refused} refused, {disagreed} disagreed, {skipped} skipped, {invalid} not Rust \
             in {:.0} s",
            next - 1,
            start.elapsed().as_secs_f64()
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
