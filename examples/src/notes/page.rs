//! The page: one file of HTML with everything in it.

use super::pictures::escaped;
use super::row::{Check, Expected, Experiment, Row, distance, rough, shown};
use super::{PARTS, experiments_of};
use std::fmt::Write as _;

const STYLE: &str = include_str!("page.css");

/// The page of some rows.
pub fn render(rows: &[(&'static str, Row)], seed: u64) -> String {
    let find = |id: &str| rows.iter().find(|(of, _)| *of == id).map(|(_, row)| row);
    let parts: Vec<(&str, Vec<(&Experiment, &Row)>)> = PARTS
        .iter()
        .map(|(title, groups)| {
            let all = experiments_of(groups).into_iter();
            (*title, all.filter_map(|e| Some((e, find(e.id)?))).collect::<Vec<_>>())
        })
        .filter(|(_, rows)| !rows.is_empty())
        .collect();

    let mut page =
        String::from("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.push_str("<title>The source notes, reproduced</title>\n");
    let _ = write!(page, "<style>\n{STYLE}</style>\n</head>\n<body>\n");
    introduction(&mut page, rows, seed);
    contents(&mut page, &parts);
    page.push_str("<main>\n");
    for (title, rows) in &parts {
        let _ = writeln!(page, "<h2>{}</h2>", escaped(title));
        for (experiment, row) in rows {
            article(&mut page, experiment, row);
        }
    }
    page.push_str("</main>\n<footer>Written by <code>cargo run --release -p examples --bin notes</code>. The code shown is that which ran.</footer>\n</body>\n</html>\n");
    page
}

fn introduction(page: &mut String, rows: &[(&'static str, Row)], seed: u64) {
    let checks = || rows.iter().flat_map(|(_, row)| &row.checks);
    let (count, right) = (checks().count(), checks().filter(|check| check.holds()).count());
    let pictures = rows.iter().map(|(_, row)| row.pictures.len()).sum::<usize>();
    let mistakes = rows.iter().map(|(_, row)| row.mistakes.len()).sum::<usize>();
    let _ = write!(
        page,
        "<header>\n<h1>The source notes, reproduced</h1>\n<p>Three course notes are behind this project: on computational graphs, back-propagation and descent (S1), on initialization and \
         normalization (S2), and on why a good start matters (S3). Here is each of their derivations, experiments and figures, computed with derivatives that <code>#[differentiate]</code> wrote.</p>\n\
         <p>{} rows, {pictures} pictures, {mistakes} mistakes of the notes put right, and {count} numbers, of which <b class=\"{}\">{right} are as expected</b>. What is random is of seed {seed}. \
         A bound of something random is four or more standard deviations wide, or the order of magnitude where the notes have one run only.</p>\n</header>\n",
        rows.len(),
        if right == count { "yes" } else { "no" }
    );
}

fn contents(page: &mut String, parts: &[(&str, Vec<(&Experiment, &Row)>)]) {
    page.push_str("<nav>\n<details>\n<summary>All rows</summary>\n");
    for (title, rows) in parts {
        let _ = write!(page, "<h4>{}</h4>\n<ol>\n", escaped(title));
        for (experiment, row) in rows {
            let _ = writeln!(
                page,
                "<li>{} <a href=\"#{id}\"><span class=\"id\">{id}</span> {}</a></li>",
                mark(row.holds()),
                escaped(experiment.title),
                id = experiment.id
            );
        }
        page.push_str("</ol>\n");
    }
    page.push_str("</details>\n</nav>\n");
}

fn article(page: &mut String, experiment: &Experiment, row: &Row) {
    let _ = write!(
        page,
        "<article id=\"{id}\">\n<h3>{} <a class=\"id\" href=\"#{id}\">{id}</a> {}</h3>\n<p>{}</p>\n",
        mark(row.holds()),
        escaped(experiment.title),
        row.text,
        id = experiment.id
    );
    if !row.pictures.is_empty() {
        page.push_str("<div class=\"figures\">\n");
        for picture in &row.pictures {
            let _ = write!(
                page,
                "<figure>\n<figcaption>{}</figcaption>\n{}\n</figure>\n",
                escaped(&picture.caption),
                picture.svg
            );
        }
        page.push_str("</div>\n");
    }
    for mistake in &row.mistakes {
        let _ =
            writeln!(page, "<div class=\"mistake\"><b>The note is wrong here.</b> {mistake}</div>");
    }
    numbers(page, &row.checks);
    let _ = write!(
        page,
        "<details class=\"code\"><summary>Code</summary>\n<pre><code>{}</code></pre></details>\n</article>\n",
        escaped(&experiment.code())
    );
}

fn numbers(page: &mut String, checks: &[Check]) {
    page.push_str("<table>\n<thead><tr><th class=\"what\"></th><th class=\"wanted\">expected</th><th class=\"found\">found</th><th class=\"mark\"></th></tr></thead>\n<tbody>\n");
    for check in checks {
        let _ = writeln!(
            page,
            "<tr><td class=\"what\">{}</td><td class=\"number\" data-name=\"expected\">{}</td><td class=\"number\" data-name=\"found\">{}</td><td class=\"mark\">{}</td></tr>",
            escaped(&check.what),
            expected(check.expected),
            found(check),
            mark(check.holds())
        );
    }
    page.push_str("</tbody>\n</table>\n");
}

fn expected(expected: Expected) -> String {
    let bound = |number: f64| minus(&rough(number));
    match expected {
        Expected::Yes => "yes".to_owned(),
        Expected::Near(number, 0.0) => minus(&shown(number, 0.0)),
        Expected::Near(number, allowed) => {
            let digits = if number == 0.0 { allowed } else { allowed.max(1e-15 * number.abs()) };
            let wide = minus(&distance(allowed));
            format!(
                "{} <span class=\"tolerance\">&plusmn;&nbsp;{wide}</span>",
                minus(&shown(number, digits))
            )
        }
        Expected::Between(low, high) if high == f64::INFINITY => format!("at least {}", bound(low)),
        Expected::Between(0.0, high) => format!("at most {}", bound(high)),
        Expected::Between(low, high) => format!("{} to {}", bound(low), bound(high)),
    }
}

fn found(check: &Check) -> String {
    minus(&match check.expected {
        Expected::Yes => if check.found == 1.0 { "yes" } else { "no" }.to_owned(),
        Expected::Near(_, 0.0) => shown(check.found, 0.0),
        // What should be zero is as small as it is.
        Expected::Near(0.0, _) => shown(check.found, 1e-2 * check.found.abs()),
        Expected::Near(_, allowed) => shown(check.found, allowed),
        Expected::Between(..) => shown(check.found, 1e-3 * check.found.abs()),
    })
}

fn minus(number: &str) -> String {
    number.replace('-', "\u{2212}")
}

fn mark(holds: bool) -> &'static str {
    if holds {
        "<span class=\"yes\" title=\"as expected\">\u{2713}</span>"
    } else {
        "<span class=\"no\" title=\"not as expected\">\u{2717}</span>"
    }
}
