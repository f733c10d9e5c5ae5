//! Every row of the notes has numbers, and they are those of the notes.

use examples::notes::{self, Row, shown};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// The rows of the table of the notes, and the fewest numbers that are checked of each.
const ROWS: &[(&str, usize)] = &[
    ("S1-1", 13),
    ("S1-2", 4),
    ("S1-3", 6),
    ("S1-4", 5),
    ("S1-5", 5),
    ("S1-6", 5),
    ("S1-7", 6),
    ("S1-8", 3),
    ("S1-9", 1),
    ("S1-10", 3),
    ("S1-11", 2),
    ("S1-12", 6),
    ("S1-13", 5),
    ("S1-14", 3),
    ("S1-15", 10),
    ("S1-16", 14),
    ("S1-17", 3),
    ("S1-18", 16),
    ("S1-19", 22),
    ("S1-20", 14),
    ("S1-21", 12),
    ("S1-21b", 12),
    ("S1-22", 9),
    ("S1-23", 6),
    ("S1-24", 4),
    ("S1-25", 4),
    ("S1-26", 5),
    ("S1-27", 6),
    ("S1-28", 7),
    ("S1-29", 4),
    ("S1-30", 8),
    ("S1-31", 9),
    ("S1-32", 7),
    ("S1-33", 5),
    ("S1-34", 9),
    ("S1-35", 7),
    ("S1-36", 6),
    ("S1-37", 10),
    ("S1-38", 7),
    ("S1-39", 5),
    ("S2-1", 4),
    ("S2-2", 3),
    ("S2-3", 7),
    ("S2-4", 3),
    ("S2-5", 2),
    ("S2-6", 3),
    ("S2-7", 5),
    ("S2-8", 4),
    ("S2-9", 5),
    ("S2-10", 7),
    ("S2-11", 7),
    ("S2-12", 5),
    ("S2-13", 6),
    ("S2-14", 7),
    ("S2-15", 1),
    ("S3-1", 2),
    ("S3-2", 5),
    ("S3-3", 3),
    ("S3-4", 5),
    ("S3-5", 2),
    ("S3-6", 1),
    ("S3-7", 2),
    ("S3-8", 2),
    ("S3-9", 2),
    ("S3-10", 5),
    ("S3-11", 2),
    ("S3-12", 3),
    ("S3-13", 4),
    ("S3-14", 5),
];

/// The rows whose section 1.6 of the table names a mistake of the notes.
const MISTAKEN: &[&str] = &[
    "S1-8", "S1-9", "S1-16", "S1-18", "S1-19", "S1-21", "S1-26", "S1-30", "S1-34", "S2-1", "S2-5",
    "S2-7", "S2-8", "S2-11", "S3-1", "S3-5", "S3-10", "S3-12", "S3-13",
];

/// The rows that are drawn.
const DRAWN: &[&str] = &[
    "S1-2", "S1-3", "S1-4", "S1-5", "S1-6", "S1-7", "S1-11", "S1-14", "S1-15", "S1-16", "S1-17",
    "S1-18", "S1-19", "S1-20", "S1-21", "S1-21b", "S1-22", "S1-23", "S1-24", "S1-25", "S1-26",
    "S1-27", "S1-28", "S1-31", "S1-32", "S1-33", "S1-35", "S1-36", "S1-37", "S1-38", "S2-1",
    "S2-2", "S2-3", "S2-4", "S2-6", "S2-9", "S2-10", "S2-12", "S2-13", "S2-14", "S3-2", "S3-3",
    "S3-4", "S3-5",
];

/// All rows of seed 0, computed once.
fn rows() -> &'static [(&'static str, Row)] {
    static ROWS: OnceLock<Vec<(&'static str, Row)>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let all = notes::experiments();
        all.into_iter().map(|experiment| (experiment.id, (experiment.run)(0))).collect()
    })
}

fn row(id: &str) -> &'static Row {
    &rows().iter().find(|(of, _)| *of == id).unwrap_or_else(|| panic!("no row {id}")).1
}

#[test]
fn every_row_of_the_table_is_there() {
    let wanted: BTreeSet<&str> = ROWS.iter().map(|(id, _)| *id).collect();
    let found: BTreeSet<&str> =
        notes::experiments().iter().map(|experiment| experiment.id).collect();
    assert_eq!(found, wanted);
    assert_eq!(notes::experiments().len(), ROWS.len(), "a row is there twice");
}

#[test]
fn every_row_is_checked() {
    for (id, fewest) in ROWS {
        let checks = row(id).checks.len();
        assert!(checks >= *fewest, "{id} checks {checks} numbers, not {fewest}");
    }
}

#[test]
fn every_number_is_that_of_the_notes() {
    let mut wrong = String::new();
    for (id, row) in rows() {
        for check in row.checks.iter().filter(|check| !check.holds()) {
            wrong += &format!(
                "{id}: {}: {} is not {:?}\n",
                check.what,
                shown(check.found, 0.0),
                check.expected
            );
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The numbers that matter most, as they stand in the table, without the rows' own tolerances.
#[test]
fn the_exact_runs_are_exact() {
    let found = |id: &str, what: &str| {
        let checks = &row(id).checks;
        checks
            .iter()
            .find(|check| check.what == what)
            .unwrap_or_else(|| panic!("{id}: {what}"))
            .found
    };
    for (id, what, number) in [
        ("S1-20", "last loss", 102.75171092495734),
        ("S1-20", "last w, 1", -0.08741133114685255),
        ("S1-20", "last w, 2", 0.3854070544332143),
        ("S1-21", "last loss", 102.75171088019901),
        ("S1-21", "last w, 1", -0.08741147883227886),
        ("S1-21", "last w, 2", 0.385413393218444),
        ("S1-21b", "last loss at 2e-4", 102.75171087273301),
        ("S3-6", "1/sqrt 512", 0.044194173824159216),
    ] {
        let distance = (found(id, what) - number).abs();
        assert!(distance <= 1e-12 * number.abs(), "{id}: {what} is {distance:e} away");
    }
    for (id, what) in [
        ("S1-20", "largest relative distance from numpy's trace: gradients, weights, losses"),
        ("S1-21", "largest relative distance from numpy's trace: gradients, weights, losses"),
        ("S1-21b", "largest relative distance from numpy's trace"),
    ] {
        assert!(found(id, what) <= 1e-12, "{id}: {what}");
    }
}

#[test]
fn mistakes_are_named_where_a_reader_compares() {
    for id in MISTAKEN {
        assert!(!row(id).mistakes.is_empty(), "{id} names no mistake");
    }
}

#[test]
fn pictures_are_drawn_where_the_notes_draw() {
    for id in DRAWN {
        assert!(!row(id).pictures.is_empty(), "{id} has no picture");
    }
    for (id, row) in rows() {
        for picture in &row.pictures {
            assert!(
                !picture.svg.contains("NaN") && !picture.svg.contains("inf"),
                "{id}: {}",
                picture.caption
            );
        }
    }
    assert_eq!(row("S1-23").pictures.len(), 2);
    assert_eq!(row("S1-24").pictures.len(), 2);
    assert_eq!(row("S1-25").pictures.len(), 4);
}

#[test]
fn every_row_shows_its_code() {
    for experiment in notes::experiments() {
        assert!(experiment.code().contains("fn "), "{} shows no code", experiment.id);
    }
}

/// What is random holds for other seeds as well.
#[test]
fn random_rows_do_not_hang_on_the_seed() {
    let cheap = [
        "S1-16", "S2-2", "S2-4", "S3-7", "S3-9", "S1-11", "S1-12", "S1-30", "S2-5", "S2-11",
        "S2-12",
    ];
    for experiment in
        notes::experiments().into_iter().filter(|experiment| cheap.contains(&experiment.id))
    {
        for seed in 1..4 {
            let row = (experiment.run)(seed);
            let wrong: Vec<_> = row.checks.iter().filter(|check| !check.holds()).collect();
            assert!(wrong.is_empty(), "{}, seed {seed}: {wrong:?}", experiment.id);
        }
    }
}

#[test]
fn the_page_holds_all_and_needs_nothing_else() {
    let page = notes::page::render(rows(), 0);
    for (id, _) in ROWS {
        assert!(page.contains(&format!("id=\"{id}\"")), "{id} is not on the page");
    }
    let pictures = rows().iter().map(|(_, row)| row.pictures.len()).sum::<usize>();
    assert_eq!(page.matches("<svg ").count(), pictures);
    for outside in ["src=\"http", "href=\"http", "url(http", "@import", "<script src", "<link"] {
        assert!(!page.contains(outside), "the page wants {outside}");
    }
}
