//! Programs whose IR is interpreted here, thousands in the time that rustc takes for one.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use interp::{Case, Coverage, Data, SWITCHES, Verdict};

use crate::generate;
use crate::program::{Kind, Print, Program};
use crate::variants;

/// What is asked for on the command line.
pub(crate) struct Options {
    pub(crate) programs: u64,
    pub(crate) seed: u64,
    pub(crate) second_order: bool,
    pub(crate) coverage: bool,
    pub(crate) shrinks: bool,
    pub(crate) show_skipped: bool,
    pub(crate) short: bool,
    pub(crate) threads: u64,
}

/// So many programs are judged by a thread before it says what became of them.
const PART: u64 = 500;
/// The stack of a thread, which recursion in programs and in the compiler needs.
const STACK: usize = 64 << 20;

/// What became of programs.
#[derive(Default)]
struct Tally {
    judged: u64,
    agreed: u64,
    refused: Reasons,
    skipped: Reasons,
    disagreed: Vec<(Program, String)>,
    coverage: Coverage,
}

/// The seeds for each reason.
type Reasons = BTreeMap<String, Vec<u64>>;

impl Tally {
    fn add(&mut self, other: Tally) {
        self.judged += other.judged;
        self.agreed += other.agreed;
        for (own, more) in [(&mut self.refused, other.refused), (&mut self.skipped, other.skipped)]
        {
            more.into_iter().for_each(|(why, seeds)| own.entry(why).or_default().extend(seeds));
        }
        self.disagreed.extend(other.disagreed);
        self.coverage.merge(&other.coverage);
    }

    fn counts(&self) -> String {
        let total = |reasons: &Reasons| reasons.values().map(Vec::len).sum::<usize>();
        format!(
            "{} agreed, {} refused, {} skipped, {} disagreed",
            self.agreed,
            total(&self.refused),
            total(&self.skipped),
            self.disagreed.len()
        )
    }
}

/// Judges programs one by one, and prints what became of them. Gives how many disagreed.
pub(crate) fn run(options: &Options) -> usize {
    std::panic::set_hook(Box::new(|_| {}));
    let start = Instant::now();
    let tally = Mutex::new(Tally::default());
    let next = AtomicU64::new(0);
    let work = || {
        loop {
            let from = next.fetch_add(PART, Ordering::Relaxed);
            if from >= options.programs {
                return;
            }
            let part = part(options, from..(from + PART).min(options.programs));
            let mut tally = tally.lock().expect("no thread panics");
            tally.add(part);
            if tally.judged.is_multiple_of(10 * PART) {
                let elapsed = start.elapsed().as_secs_f64();
                println!("{} programs: {} in {elapsed:.0} s", tally.judged, tally.counts());
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..options.threads.max(1) {
            let thread = std::thread::Builder::new().stack_size(STACK);
            thread.spawn_scoped(scope, work).expect("a thread can be made");
        }
    });
    let tally = tally.into_inner().expect("no thread panics");
    print_reasons("refused", &tally.refused);
    if options.show_skipped {
        print_reasons("skipped", &tally.skipped);
    }
    if options.coverage {
        print!("{}", tally.coverage);
    }
    if options.shrinks {
        for (program, why) in tally.disagreed.iter().take(5) {
            let (small, why) = shrink(program, why);
            println!("---- seed {}: {why}\n{}", program.seed, small.print(Print::Differentiated));
            println!("// points: {:?}", small.points);
        }
    }
    println!(
        "{} programs from seed {}: {} in {:.1} s",
        options.programs,
        options.seed,
        tally.counts(),
        start.elapsed().as_secs_f64()
    );
    tally.disagreed.len()
}

/// Judges some of the programs.
fn part(options: &Options, indices: std::ops::Range<u64>) -> Tally {
    let mut tally = Tally { judged: indices.end - indices.start, ..Tally::default() };
    for seed in indices.map(|index| options.seed + index) {
        let made =
            if options.short { generate::short_program(seed) } else { generate::program(seed) };
        let program = Program { second_order: options.second_order, ..made };
        match judge(&program, options.coverage.then_some(&tally.coverage)) {
            Verdict::Agreed => tally.agreed += 1,
            Verdict::Refused(why) => {
                tally.refused.entry(first_line(&why)).or_default().push(seed);
            }
            Verdict::Skipped(why) => {
                tally.skipped.entry(first_line(&why)).or_default().push(seed);
            }
            Verdict::Disagreed(why) => {
                println!("{seed}: {why}");
                tally.disagreed.push((program, why));
            }
        }
    }
    tally
}

fn print_reasons(name: &str, reasons: &Reasons) {
    let mut sorted: Vec<_> = reasons.iter().collect();
    sorted.sort_by_key(|(_, seeds)| std::cmp::Reverse(seeds.len()));
    for (why, seeds) in sorted {
        println!("{name} {} (seed {}): {why}", seeds.len(), seeds[0]);
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

/// Which optimisations are off where a program is differentiated again, which every other one is: all, or some.
fn disabled(seed: u64) -> Option<String> {
    if seed.is_multiple_of(2) {
        return None;
    }
    let seed = seed / 2;
    let set = (seed / 2).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    let some = SWITCHES.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
    let some: Vec<&str> = some.map(|(_, name)| *name).collect();
    Some(if seed.is_multiple_of(2) || some.is_empty() { "all".into() } else { some.join(",") })
}

/// Judges a program with all optimisations on, and with those of its seed off.
pub(crate) fn judge(program: &Program, coverage: Option<&Coverage>) -> Verdict {
    let case = Case {
        source: program.print(Print::Differentiated),
        points: program.points.iter().take(2).map(|point| arguments(program, point)).collect(),
        second_order: program.second_order,
        disabled: disabled(program.seed).into_iter().collect(),
        // Of every fourth: the sort and what is off follow from the rest of the seed.
        variants: program
            .seed
            .is_multiple_of(4)
            .then(|| variants::variant(program))
            .into_iter()
            .collect(),
    };
    let judged = catch_unwind(AssertUnwindSafe(|| interp::judge(&case, coverage)));
    judged.unwrap_or_else(|_| Verdict::Disagreed("the interpreter panics".into()))
}

/// Judges the function `target` in a file, and prints the IR of its forms.
pub(crate) fn source(path: &str) -> usize {
    let source = std::fs::read_to_string(path).expect("the file can be read");
    println!("{}", interp::show(&source, "target"));
    let file = syn::parse_file(&source).expect("the file is Rust");
    let target = file.items.iter().find_map(|item| match item {
        syn::Item::Fn(function) if function.sig.ident == "target" => Some(function),
        _ => None,
    });
    let types: Vec<&syn::Type> = target
        .expect("the file has a function `target`")
        .sig
        .inputs
        .iter()
        .filter_map(|input| match input {
            syn::FnArg::Typed(typed) => Some(&*typed.ty),
            syn::FnArg::Receiver(_) => None,
        })
        .collect();
    let points = (0..4).map(|point| {
        let mut k = 0;
        let mut next = || {
            k += 1;
            (f64::from(k * 7 + point * 5) * 0.37).sin() * 1.3
        };
        types.iter().map(|ty| of_type(ty, &mut next)).collect()
    });
    let case = Case {
        source: source.clone(),
        points: points.collect(),
        second_order: false,
        disabled: SWITCHES.iter().map(|name| (*name).to_owned()).chain(["all".into()]).collect(),
        variants: Vec::new(),
    };
    let verdict = interp::judge(&case, None);
    println!("{verdict:?}");
    usize::from(verdict != Verdict::Agreed)
}

/// A value of a simple type.
fn of_type(ty: &syn::Type, next: &mut dyn FnMut() -> f64) -> Data {
    match ty {
        syn::Type::Reference(it) => of_type(&it.elem, next),
        syn::Type::Tuple(it) => Data::Tuple(it.elems.iter().map(|ty| of_type(ty, next)).collect()),
        syn::Type::Array(it) => {
            let text = quote::ToTokens::to_token_stream(&it.len).to_string();
            Data::List((0..text.parse().unwrap_or(3)).map(|_| of_type(&it.elem, next)).collect())
        }
        syn::Type::Slice(it) => Data::List((0..5).map(|_| of_type(&it.elem, next)).collect()),
        syn::Type::Path(it) => {
            let last = it.path.segments.last().expect("a path has segments");
            let inner = match &last.arguments {
                syn::PathArguments::AngleBracketed(inner) => inner.args.first(),
                _ => None,
            };
            match (last.ident.to_string().as_str(), inner) {
                ("f64", _) => Data::Float(next()),
                ("Vec", Some(syn::GenericArgument::Type(ty))) => {
                    Data::List((0..4).map(|_| of_type(ty, next)).collect())
                }
                ("Option", Some(syn::GenericArgument::Type(ty))) => {
                    Data::Variant("Some".into(), vec![of_type(ty, next)])
                }
                _ => Data::Int(3),
            }
        }
        _ => Data::Int(3),
    }
}

/// The arguments at a point, which is one list of scalars.
fn arguments(program: &Program, point: &[f64]) -> Vec<Data> {
    let mut rest = point.iter().copied();
    program.params.iter().map(|param| argument(param.kind, &mut rest)).collect()
}

fn argument(kind: Kind, rest: &mut dyn Iterator<Item = f64>) -> Data {
    let mut next = || rest.next().unwrap_or(0.5);
    let mut floats = |n: usize| (0..n).map(|_| Data::Float(next())).collect::<Vec<_>>();
    let named = |names: &[&str], values: Vec<Data>| {
        names.iter().map(|name| (*name).to_owned()).zip(values).collect()
    };
    match kind {
        Kind::Scalar => floats(1).remove(0),
        Kind::Array(n) | Kind::Slice(n) | Kind::Vec(n) => Data::List(floats(n)),
        Kind::Tuple => Data::Tuple(floats(2)),
        Kind::Record => {
            let mut values = floats(2);
            values.push(Data::List(floats(3)));
            values.push(Data::Int(2));
            Data::Struct("P".into(), named(&["a", "b", "w", "n"], values))
        }
        Kind::Choice(0) => Data::Variant("A".into(), floats(1)),
        Kind::Choice(1) => Data::Struct("B".into(), named(&["x", "y"], floats(2))),
        Kind::Choice(_) => Data::Variant("C".into(), Vec::new()),
        Kind::Maybe(true) => Data::Variant("Some".into(), floats(1)),
        Kind::Maybe(false) => Data::Variant("None".into(), Vec::new()),
        Kind::Vector3 => Data::Matrix(3, (0..3).map(|_| next()).collect()),
        Kind::Matrix2 => Data::Matrix(2, (0..4).map(|_| next()).collect()),
        Kind::Count(n) => Data::Int(i64::try_from(n).unwrap_or(0)),
    }
}

/// Leaves out parts as long as the failure stays of its kind.
fn shrink(program: &Program, why: &str) -> (Program, String) {
    let sort = |why: &str| why.split([':', '`']).next().unwrap_or_default().to_owned();
    let wanted = sort(why);
    let (mut best, mut reason) = (program.clone(), why.to_owned());
    loop {
        let smaller = best.smaller().into_iter().find_map(|smaller| match judge(&smaller, None) {
            Verdict::Disagreed(why) if sort(&why) == wanted => Some((smaller, why)),
            _ => None,
        });
        match smaller {
            Some((smaller, why)) => (best, reason) = (smaller, why),
            None => return (best, reason),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `cargo run --release -p fuzz -- --interpret 100000` is the long run.
    #[test]
    fn short_programs_agree() {
        let options = Options {
            programs: 150,
            seed: 1,
            second_order: false,
            coverage: false,
            shrinks: true,
            show_skipped: true,
            short: true,
            threads: 2,
        };
        assert_eq!(run(&options), 0);
    }
}
