//! The table of accepted and refused constructs: each row goes through the compiler, and the README's table is generated
//! from the rows.
//!
//! `UPDATE_EXPECT=1 cargo test -p autodiff-macros constructs` writes the README's part anew. That what is accepted is also
//! differentiated rightly is held by `tests/corpus/`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::str::FromStr;

use proc_macro2::TokenStream;

use crate::diag::codes::{self, Code};
use crate::pipeline;

/// What becomes of a construct.
enum Fate {
    /// It is differentiated.
    Yes,
    /// It is refused with a code.
    No(Code),
}

use Fate::{No, Yes};

/// An area of the language: its name, and in each row what stands in the table, an example, and its fate.
///
/// An example is an item, or the body of a function of `x: f64`, `xs: &[f64]`, `out: &mut Vec<f64>`, `p: (f64, f64)`,
/// `o: Option<f64>`, `n: usize`, `m: &Matrix3<f64>` and `u: &Vector3<f64>`. In the table an empty name goes without saying.
type Area = (&'static str, &'static [(&'static str, &'static str, Fate)]);

const TABLE: &[Area] = &[
    (
        "bindings",
        &[
            (
                "`let` with names, tuples, structs, arrays, `_`",
                "let (a, mut b) = p; let [c, _, d] = [x, b, a]; let Point { x: e, .. } = Point { x, y: c }; b += d; a * b * e",
                Yes,
            ),
            ("late initialisation", "let y; if x > 0.0 { y = x; } else { y = -x; } y", Yes),
            ("shadowing", "let x = x * x; let x = { let x = x + 1.0; x * 2.0 }; x", Yes),
            ("`let .. else`", "let Some(v) = o else { return x }; v * x", Yes),
            ("`@` in a `let`", "let whole @ (a, b) = p; a * b * whole.0", No(codes::PATTERN_AT)),
            (
                "a pattern initialised later",
                "let (a, b); (a, b) = (x, x); a * b",
                No(codes::LATE_PATTERN),
            ),
            ("attributes on `let`", "#[cfg(test)] let x = 2.0 * x; x", No(codes::LET_ATTRIBUTE)),
        ],
    ),
    (
        "places",
        &[
            (
                "names, fields, indices (`a[i]`, `a[(i, j)]`, `a[i][j]`), `*r`",
                "let mut g = [[x; 2]; 2]; g[0][1] = x; let mut q = p; q.1 = g[0][1]; let r = &mut q.0; *r = x; q.0 * q.1",
                Yes,
            ),
            (
                "compound and destructuring assignment",
                "let (mut a, mut b) = p; a *= b; (a, b) = (b, a); a - b",
                Yes,
            ),
            (
                "references and slices as names of places",
                "let mut a = [x; 4]; let s = &mut a[1..3]; s[0] *= x; a[1]",
                Yes,
            ),
            (
                "references that are assigned again, to parts of one list",
                "let mut best = &xs[0]; for v in xs { if v > best { best = v; } } let mut rest = xs; while let [a, tail @ ..] = rest { if a > best { break; } rest = tail; } best * x",
                Yes,
            ),
            (
                "references that are assigned again, to different variables",
                "let a = x; let b = 2.0 * x; let mut r = &a; if x > 0.0 { r = &b; } *r",
                No(codes::REFERENCE_ASSIGNED_AGAIN),
            ),
            (
                "`&mut` inside of values",
                "let mut a = x; let mut b = x; let r = if x > 0.0 { &mut a } else { &mut b }; *r *= 2.0; a + b",
                No(codes::EXCLUSIVE_IN_VALUE),
            ),
            (
                "writing through a call's result",
                "*largest(out) = x; x",
                No(codes::CHANGES_WHAT_IS_NOT_MUT),
            ),
            (
                "assigning what a `match` borrows",
                "let mut q = p; match &q { (a, b) => { q = (*b, *a); } } q.0",
                No(codes::SCRUTINEE_ASSIGNED),
            ),
            ("", "*out.last_mut().unwrap_or(&mut spare) = x; x", No(codes::ONE_OF_TWO_PLACES)),
            ("", "f(x) = 2.0; x", No(codes::ASSIGNMENT_TARGET)),
        ],
    ),
    (
        "expressions",
        &[
            (
                "`+ - * / %`, `-x`, comparisons, boolean operators, casts",
                "let k = (x as i32) as f64; if x > 1.0 && !(x < -k) { -x % 2.0 } else { x / k + 1.0 }",
                Yes,
            ),
            (
                "tuples, arrays, repeat arrays, structs with update syntax, ranges",
                "let q = Point { x, ..start }; let a = [x; 3]; (a[0], q.x).0",
                Yes,
            ),
            (
                "blocks and labelled blocks as values",
                "'a: { if x > 1.0 { break 'a x; } 2.0 * x }",
                Yes,
            ),
            ("`_` as a value", "x * _", No(codes::EXPRESSION)),
        ],
    ),
    (
        "branches",
        &[
            (
                "`if`, `else`, `if let`, chains of them",
                "if let Some(v) = o && v > 0.0 { v * x } else if x > 1.0 { x } else { 2.0 * x }",
                Yes,
            ),
            (
                "`match` on numbers, ranges, enums, structs, tuples, slices, strings",
                "match n { 0 => x, 1..=3 => 2.0 * x, _ => match o { Some(v) => v, None => x } }",
                Yes,
            ),
            (
                "guards, bindings, or-patterns",
                "match o { Some(v) if v > x => v, Some(v) | Some(v) => v * x, None => x }",
                Yes,
            ),
            (
                "alternatives inside that bind different places",
                "match Some((x, x, true)) { Some((a, _, true) | (_, a, false)) => a, None => x }",
                No(codes::PATTERN_ALTERNATIVES),
            ),
            (
                "guards with statements behind alternatives",
                "match s { A(r) | B(r) if { let mut a = r; a *= r; a > x } => r, _ => x }",
                No(codes::GUARD),
            ),
            (
                "`..` in the middle of a tuple's pattern",
                "let (.., last) = p; last",
                No(codes::PATTERN_REST),
            ),
            ("macros as patterns", "let pair!(a, b) = p; a * b", No(codes::PATTERN)),
            (
                "an `else` that goes on",
                "let Some(v) = o else { fail() }; v",
                No(codes::ELSE_GOES_ON),
            ),
        ],
    ),
    (
        "loops",
        &[
            (
                "`for` over ranges, slices, arrays, `Vec`s and their iterators",
                "let mut s = 0.0; for i in (0..n).rev().step_by(2) { s += x * i as f64; } for (i, v) in xs.iter().enumerate() { s += v * i as f64; } s",
                Yes,
            ),
            (
                "`while`, `while let`, `loop`",
                "let mut y = x; while y > 1.0 { y *= 0.5; } while let Some(v) = out.pop() { y += v; } loop { y *= 0.9; if y < 0.1 { break y; } }",
                Yes,
            ),
            (
                "labels, `break` with a value, `continue`, early `return`, `?`",
                "let mut s = 0.0; 'o: for i in 0..n { for j in 0..n { if j > i { continue 'o; } if s > 9.0 { return s * x; } s += x; } } s",
                Yes,
            ),
            (
                "a loop that never ends",
                "let mut y = x; loop { y *= 0.5; }",
                No(codes::ENDLESS_LOOP),
            ),
            ("", "for _ in 0..3 { break 'nowhere; } x", No(codes::LABEL)),
        ],
    ),
    (
        "iterators",
        &[
            (
                "`map`, `filter`, `filter_map`, `zip`, `enumerate`, `rev`, `take`, `skip`, `step_by`, `take_while`, `skip_while`, `scan`, `flat_map`, `chain`, `copied`, `cloned`, `windows`, `chunks`",
                "xs.iter().zip(xs.windows(2)).enumerate().skip(1).take(5).filter(|(_, (a, _))| **a > 0.0).map(|(i, (a, w))| a * w[1] * i as f64).sum::<f64>() * x",
                Yes,
            ),
            (
                "ended by `sum`, `product`, `fold`, `for_each`, `collect` to `Vec`, `partition`, `unzip`, `max_by`, `min_by`, `last`, `all`, `any`, `count`, `position`",
                "let v: Vec<f64> = xs.iter().map(|v| v * x).collect(); v.iter().fold(0.0, |a, b| a + b)",
                Yes,
            ),
            (
                "`next`, `next_back`, `nth`, `peek` of an iterator in a variable",
                "let mut it = xs.iter().peekable(); let mut s = x; while let Some(v) = it.next() { if let Some(w) = it.peek() { s += v * **w; } } s",
                Yes,
            ),
            (
                "other adaptors: `cycle`, `try_fold`, ..",
                "xs.iter().cycle().map(|v| v * x).sum()",
                No(codes::ITERATOR_METHOD),
            ),
            (
                "other sources: `successors`, ..",
                "std::iter::successors(Some(x), |v| Some(v * x)).take(3).sum()",
                No(codes::ITERATOR_SOURCE),
            ),
            (
                "iterators as arguments",
                "let it = xs.iter().map(|v| v * x); total(it)",
                No(codes::ITERATOR_AS_VALUE),
            ),
            (
                "iterators taken up again",
                "let mut it = xs.iter(); let a: f64 = it.by_ref().take(2).sum(); let b: f64 = it.sum(); a * b * x",
                No(codes::ITERATOR_RESUMED),
            ),
            (
                "orders that no loop has",
                "let a = xs.iter().filter(|v| **v > 0.0); a.zip(xs.iter().filter(|v| **v > 0.0)).map(|(a, b)| a * b * x).sum()",
                No(codes::ITERATOR_ORDER),
            ),
            (
                "`collect` into other types",
                "let v = xs.iter().map(|v| v * x).collect::<std::collections::VecDeque<f64>>(); v[0]",
                No(codes::COLLECT),
            ),
            (
                "`collect` of references",
                "let v: Vec<&f64> = xs.iter().filter(|v| **v > 0.0).collect(); v[0] * x",
                No(codes::COLLECT_REFERENCES),
            ),
            ("", "(..3).map(|i| x * i as f64).sum()", No(codes::ITERATOR_EXPECTED)),
        ],
    ),
    (
        "functions",
        &[
            (
                "calls of differentiated functions, recursion, methods, traits, generics",
                "fn f<T: Real, const N: usize>(x: &[T; N], n: usize) -> T { if n == 0 { x[0] } else { f(x, n - 1) * x[0] } }",
                Yes,
            ),
            ("any function of inactive arguments", "table(n) * x", Yes),
            (
                "closures that are called or passed on, with captures",
                "let mut s = 0.0; let mut add = |v: f64| s += v * x; add(1.0); add(2.0); s",
                Yes,
            ),
            (
                "functions as parameters",
                "fn f(g: impl Fn(f64) -> f64, x: f64) -> f64 { g(g(x)) }",
                Yes,
            ),
            (
                "function pointers, tables of functions",
                "fn f(g: fn(f64) -> f64, x: f64) -> f64 { g(x) }",
                No(codes::CALLEE),
            ),
            ("closures as values", "let table = [|t: f64| t * x]; x", No(codes::CLOSURE_AS_VALUE)),
            (
                "closures with effects as arguments",
                "let mut c = 0.0; let y = apply(|t| { c += t; t * x }, x); y + c",
                No(codes::CLOSURE_PASSED_ON),
            ),
            ("", "let g = |a: f64, b: f64| a * b; g(x)", No(codes::CLOSURE_CALL)),
            (
                "a function's name in `unwrap_or_else` and its like",
                "o.unwrap_or_else(one) * x",
                No(codes::FUNCTION_NAME),
            ),
            (
                "functions that change their arguments as parameters",
                "fn f(g: impl Fn(&mut [f64]), x: &mut [f64]) { g(x) }",
                No(codes::FUNCTION_PARAMETER),
            ),
            (
                "parameters of unnamed types",
                "fn f(xs: impl AsRef<[f64]>, x: f64) -> f64 { x * xs.as_ref()[0] }",
                No(codes::UNNAMED_PARAMETER_TYPE),
            ),
            ("results of unnamed types", "fn f(x: f64) -> impl Copy { x }", No(codes::RETURN_TYPE)),
            (
                "`&mut` inside of a parameter's type",
                "fn f(to: (&mut [f64], f64)) { to.0[0] = to.1; }",
                No(codes::EXCLUSIVE_INSIDE_TYPE),
            ),
            (
                "`extern` and variadic functions",
                "extern \"C\" fn f(x: f64) -> f64 { x }",
                No(codes::FOREIGN_FUNCTION),
            ),
        ],
    ),
    (
        "numbers and slices",
        &[
            (
                "all mathematical methods of `f32` and `f64`, also as `f64::sin(x)`",
                "x.sin() * x.powi(3) + f64::exp(x).hypot(x.atan2(2.0)) + x.mul_add(2.0, x.clamp(0.0, 1.0)) + x.max(1.0)",
                Yes,
            ),
            (
                "`len`, `first`, `last`, `get`, `swap`, `fill`, `copy_from_slice`, `split_at`, `reverse`, `rotate_left`, `to_vec`, `sort_by`, ..",
                "let mut v = xs.to_vec(); v.swap(0, 1); v.rotate_left(1); v.sort_by(|a, b| a.total_cmp(b)); v[0] * x",
                Yes,
            ),
            (
                "`mem::swap`, `mem::replace`, `mem::take`",
                "let (mut a, mut b) = p; std::mem::swap(&mut a, &mut b); a - 2.0 * b",
                Yes,
            ),
            ("other functions of `mem`", "std::mem::forget(x); x", No(codes::MEMORY_FUNCTION)),
            (
                "`get` with a range",
                "let Some(w) = xs.get(1..3) else { return x }; w[0]",
                No(codes::OPTION_OF_RANGE),
            ),
        ],
    ),
    (
        "`Vec`, `Option`, `Result`",
        &[
            (
                "`push`, `pop`, `insert`, `remove`, `extend`, `truncate`, `clear`, `retain`, `dedup`, `drain`, `split_off`, ..",
                "let mut v = Vec::new(); v.push(x); v.extend(xs.iter().map(|a| a * x)); v.truncate(2); v.retain(|a| *a > 0.0); let d: f64 = v.drain(..1).sum(); d",
                Yes,
            ),
            (
                "`?`, `unwrap`, `expect`, `unwrap_or`, `map`, `map_or`, `and_then`, `ok_or`, `ok`, `filter`, `zip`, `take`, `xor`, `get_or_insert`, ..",
                "o.map(|v| v * x).unwrap_or(x)",
                Yes,
            ),
            ("`splice`, `retain_mut`, `take_if`, ..", "out.splice(..1, [x]); x", No(codes::METHOD)),
            (
                "options of references as values",
                "xs.first().filter(|v| **v > 0.0).map_or(x, |v| v * x)",
                No(codes::OPTION_OF_REFERENCE),
            ),
            (
                "unknown methods with closures",
                "if o.is_none_or(|v| v > x) { x * x } else { x }",
                No(codes::METHOD_WITH_CLOSURE),
            ),
            (
                "maps, sets, heaps of active values",
                "let mut m = HashMap::new(); m.insert(1, x); m[&1]",
                No(codes::UNKNOWN_CONTAINER),
            ),
        ],
    ),
    (
        "`nalgebra`",
        &[
            (
                "construction, operators, `dot`, `norm`, `transpose`, components, views, in place and by value",
                "let mut a = m * u; a.x *= x; let r = m.row(0) * u; a.dot(u) + r[(0, 0)] + a.normalize().norm()",
                Yes,
            ),
            (
                "`determinant`, `try_inverse`, `lu`, `cholesky`, `qr`, eigenvalues and singular values",
                "let c = m.cholesky().unwrap(); c.solve(u).norm() * x",
                Yes,
            ),
            ("`map`, `zip_map`, `fold`, `from_fn` with closures", "u.map(|v| v * x).sum()", Yes),
            (
                "rotations, quaternions, isometries, unit vectors: made of numbers, composed, inverted, applied",
                "let q = UnitQuaternion::from_scaled_axis(u * x); let pose = Isometry3::from_parts(Translation3::new(x, x, 1.0), q); (pose.inverse() * (pose * Point3::from(*u))).x + q.angle()",
                Yes,
            ),
            (
                "constructors behind an alias of a type",
                "let t: Table = Table::from_fn(|i, _| x * i as f64); t.sum()",
                No(codes::CONSTRUCTOR),
            ),
        ],
    ),
    (
        "macros and items",
        &[
            (
                "`assert!`, `panic!`, `println!`, `dbg!` and their like, `vec!`, `vector!`, `matrix!`, `matches!`",
                "assert!(x > 0.0, \"{x}\"); println!(\"{x}\"); let v = vec![x; 3]; let y = if matches!(v.len(), 1 | 3) { x } else { 0.0 }; dbg!(v[0] * y)",
                Yes,
            ),
            (
                "items inside of bodies, constants and statics read",
                "const K: f64 = 2.0; fn twice(x: f64) -> f64 { 2.0 * x } x * K * twice(2.0)",
                Yes,
            ),
            ("unknown macros with active arguments", "x + twice!(x)", No(codes::UNKNOWN_MACRO)),
            ("", "let (a, b) = dbg!(x, x); a * b", No(codes::MACRO_ARGUMENTS)),
            ("`extern crate` inside", "extern crate core as c; x", No(codes::ITEM_INSIDE)),
            ("`static mut`", "static mut S: f64 = 1.0; x", No(codes::STATIC_MUT)),
        ],
    ),
    (
        "what no derivative can follow",
        &[
            ("`unsafe`", "unsafe { *xs.get_unchecked(0) * x }", No(codes::UNSAFE)),
            ("`async`, `.await`", "async fn f(x: f64) -> f64 { x }", No(codes::ASYNCHRONOUS)),
            ("raw pointers", "let p = &raw const x; x", No(codes::RAW_POINTER)),
            ("cells and locks", "let c = RefCell::new(x); x", No(codes::INTERIOR_MUTABILITY)),
            (
                "threads and channels",
                "std::thread::spawn(move || x * x).join().unwrap()",
                No(codes::THREADS),
            ),
            (
                "active values behind `dyn`",
                "fn f(p: &dyn Potential, x: f64) -> f64 { x }",
                No(codes::TRAIT_OBJECT),
            ),
            (
                "results without a path from a parameter",
                "fn f(x: f64) -> f64 { if x > 1.0 { 1.0 } else { 0.0 } }",
                No(codes::NO_DATA_PATH),
            ),
        ],
    ),
];

/// Codes of options, rules and derives, which are no constructs of the language.
fn is_of_language(code: Code) -> bool {
    (11..20).contains(&code.number) || (30..88).contains(&code.number)
}

fn expand(example: &str) -> String {
    let item = ["fn ", "async fn ", "extern "].iter().any(|start| example.starts_with(start))
        && !example.starts_with("extern crate");
    let text = if item {
        example.to_owned()
    } else {
        format!(
            "fn f(x: f64, xs: &[f64], out: &mut Vec<f64>, p: (f64, f64), o: Option<f64>, n: usize, \
             m: &Matrix3<f64>, u: &Vector3<f64>) -> f64 {{ {example} }}"
        )
    };
    let item = TokenStream::from_str(&text).expect("an example is made of tokens");
    pipeline::differentiate(TokenStream::new(), item).to_string()
}

#[test]
fn the_table_is_what_the_compiler_does() {
    let mut problems = String::new();
    for (area, rows) in TABLE {
        for (name, example, fate) in *rows {
            let output = expand(example);
            let found: Vec<&str> =
                output.match_indices("[E-AD").map(|(at, _)| &output[at..at + 9]).collect();
            let right = match fate {
                Yes => !output.contains("compile_error"),
                No(code) => found.contains(&format!("[E-AD{:03}]", code.number).as_str()),
            };
            if !right {
                let _ = writeln!(problems, "{area}: {name}: {found:?}\n  {example}");
            }
        }
    }
    assert!(problems.is_empty(), "\n{problems}");
}

#[test]
fn every_refusal_of_the_language_is_in_the_table() {
    let mut seen = BTreeMap::new();
    for (_, rows) in TABLE {
        for (_, _, fate) in *rows {
            if let No(code) = fate {
                seen.insert(code.number, code.title);
            }
        }
    }
    for code in codes::ALL.iter().filter(|code| is_of_language(**code)) {
        assert!(
            seen.contains_key(&code.number),
            "no row has E-AD{:03} {}",
            code.number,
            code.title
        );
    }
}

/// The README's table.
fn table() -> String {
    let mut text = String::from("| | accepted | refused |\n|---|---|---|\n");
    for (area, rows) in TABLE {
        let cell = |refused: bool| {
            let shown = rows.iter().filter(|(name, ..)| !name.is_empty());
            let parts = shown.filter_map(|(name, _, fate)| match fate {
                Yes => (!refused).then(|| (*name).to_owned()),
                No(code) => refused.then(|| format!("{name} ({:03})", code.number)),
            });
            parts.collect::<Vec<_>>().join("; ")
        };
        let _ = writeln!(text, "| {area} | {} | {} |", cell(false), cell(true));
    }
    text
}

#[test]
fn the_readme_has_the_table() {
    const BEGIN: &str = "<!-- constructs: written by autodiff-macros/src/tests/constructs.rs -->\n";
    const END: &str = "<!-- end of constructs -->\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let Ok(readme) = std::fs::read_to_string(&path) else {
        // The packaged crate stands alone.
        return;
    };
    let (before, rest) = readme.split_once(BEGIN).expect("the README has the table's begin");
    let (found, after) = rest.split_once(END).expect("the README has the table's end");
    let expected = table();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}{expected}{END}{after}"))
            .expect("the README can be written");
        return;
    }
    assert_eq!(found, expected, "UPDATE_EXPECT=1 cargo test -p autodiff-macros constructs");
}
