//! Programs whose IR is interpreted here, thousands in the time that rustc takes for one.

use std::collections::BTreeMap;

use interp::{Case, Coverage, Data, Verdict};

use crate::generate;
use crate::program::{Kind, Print, Program};

/// The settings of the optimisations that can be switched off.
const SWITCHES: &[&str] =
    &["tbr", "recompute", "undo", "array-tapes", "fuse", "registers", "simplify", "idle"];

/// What is asked for on the command line.
pub(crate) struct Options {
    pub(crate) programs: u64,
    pub(crate) seed: u64,
    pub(crate) second_order: bool,
    pub(crate) coverage: bool,
    pub(crate) shrinks: bool,
    pub(crate) show_skipped: bool,
    pub(crate) short: bool,
}

/// Judges programs one by one, and prints what became of them. Gives how many disagreed.
pub(crate) fn run(options: &Options) -> usize {
    let coverage = options.coverage.then(Coverage::default);
    let mut agreed = 0;
    let mut refused: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let mut skipped: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let mut disagreed = Vec::new();
    let start = std::time::Instant::now();
    std::panic::set_hook(Box::new(|_| {}));
    for index in 0..options.programs {
        let seed = options.seed + index;
        let made =
            if options.short { generate::short_program(seed) } else { generate::program(seed) };
        let program = Program { second_order: options.second_order, ..made };
        match judge(&program, coverage.as_ref()) {
            Verdict::Agreed => agreed += 1,
            Verdict::Refused(why) => refused.entry(first_line(&why)).or_default().push(seed),
            Verdict::Skipped(why) => skipped.entry(first_line(&why)).or_default().push(seed),
            Verdict::Disagreed(why) => {
                println!("{seed}: {why}");
                disagreed.push((program, why));
            }
        }
        if (index + 1) % 5_000 == 0 {
            let elapsed = start.elapsed().as_secs_f64();
            println!(
                "to seed {seed}: {agreed} agreed, {} refused, {} skipped, {} disagreed in {elapsed:.0} s",
                total(&refused),
                total(&skipped),
                disagreed.len()
            );
        }
    }
    let groups = |name: &str, groups: &BTreeMap<String, Vec<u64>>| {
        let mut sorted: Vec<_> = groups.iter().collect();
        sorted.sort_by_key(|(_, seeds)| std::cmp::Reverse(seeds.len()));
        for (why, seeds) in sorted {
            println!("{name} {} (seed {}): {why}", seeds.len(), seeds[0]);
        }
    };
    groups("refused", &refused);
    if options.show_skipped {
        groups("skipped", &skipped);
    }
    if let Some(coverage) = &coverage {
        print!("{coverage}");
    }
    if options.shrinks {
        for (program, why) in disagreed.iter().take(5) {
            let (small, why) = shrink(program, why);
            println!("---- seed {}: {why}\n{}", program.seed, small.print(Print::Differentiated));
            println!("// points: {:?}", small.points);
        }
    }
    println!(
        "{} programs from seed {}: {agreed} agreed, {} refused, {} skipped, {} disagreed in {:.1} s",
        options.programs,
        options.seed,
        total(&refused),
        total(&skipped),
        disagreed.len(),
        start.elapsed().as_secs_f64()
    );
    disagreed.len()
}

fn total(groups: &BTreeMap<String, Vec<u64>>) -> usize {
    groups.values().map(Vec::len).sum()
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

/// Judges a program with all optimisations on and off, and with one of them off, another for each seed.
pub(crate) fn judge(program: &Program, coverage: Option<&Coverage>) -> Verdict {
    let one = SWITCHES[usize::try_from(program.seed).unwrap_or(0) % SWITCHES.len()];
    let case = Case {
        source: program.print(Print::Differentiated),
        points: program.points.iter().take(2).map(|point| arguments(program, point)).collect(),
        second_order: program.second_order,
        disabled: vec!["all".into(), one.into()],
    };
    interp::judge(&case, coverage)
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
        };
        assert_eq!(run(&options), 0);
    }
}
