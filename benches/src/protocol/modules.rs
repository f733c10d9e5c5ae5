//! The twelve modules, and the functions that GradBench's evaluations ask for.

use nalgebra::{Matrix4, Vector3, Vector4};
use serde_json::{Value, json};

use super::input::{count, indices, number, numbers, rows};
use super::{Evaluated, runs};
use crate::cases::ba::Scene;
use crate::cases::det::Matrix;
use crate::cases::gmm::Mixture;
use crate::cases::ht::Hand;
use crate::cases::kmeans::Clustering;
use crate::cases::llsq::Fit;
use crate::cases::lse::Numbers;
use crate::cases::lstm::Memory;
use crate::cases::ode::Equation;
use crate::cases::particle::Control;
use crate::cases::saddle::Start;
use crate::eval::{Derivative, Eval};
use crate::programs::gmm::Wishart;
use crate::programs::hello::square;
use crate::programs::ht::{Model, Sightings};

/// The modules that there are.
pub const MODULES: [&str; 12] = [
    "hello", "gmm", "ba", "lstm", "ht", "kmeans", "ode", "det", "llsq", "lse", "particle", "saddle",
];

/// Runs a function of a module.
pub(super) fn evaluate(module: &str, function: &str, input: &Value) -> Result<Evaluated, String> {
    match (module, function) {
        ("hello", "square" | "double") => {
            let x = input.as_f64().ok_or("the input is no number")?;
            let derivative = function == "double";
            Ok(runs(input, || if derivative { square::grad(x) } else { square(x) }, |y| json!(y)))
        }
        ("gmm", "objective") => Ok(scalar(input, &mixture(input)?)),
        ("gmm", "jacobian") => {
            let (mixture, d) = (mixture(input)?, count(input, "d")?);
            let lowers = d * (d - 1) / 2;
            Ok(gradient(input, &mixture, |parts| {
                json!({
                    "alpha": parts[0],
                    "mu": table(&parts[1], d, mixture.weights.len()),
                    "q": table(&parts[2], d, mixture.weights.len()),
                    "l": table(&parts[3], lowers, mixture.weights.len()),
                })
            }))
        }
        ("ba", "objective") => {
            let scene = scene(input)?;
            let p = scene.weights.len();
            Ok(value(input, &scene, |value| {
                json!({
                    "reproj_error": { "elements": &value[..2], "repeated": p },
                    "w_err": { "element": value[2 * p], "repeated": p },
                })
            }))
        }
        ("ba", "jacobian") => {
            let scene = scene(input)?;
            Ok(runs(
                input,
                || scene.sparse(),
                |(rows, columns, entries)| json!({ "rows": ends(&rows), "cols": ends(&columns), "vals": ends(&entries) }),
            ))
        }
        ("lstm", "objective") => Ok(scalar(input, &memory(input)?)),
        ("lstm", "jacobian") => Ok(gradient(input, &memory(input)?, |parts| json!(parts.concat()))),
        ("ht", "objective") => {
            let hand = hand(input)?;
            Ok(runs(input, || hand.errors(), |errors| json!(errors)))
        }
        ("ht", "jacobian") => {
            let hand = hand(input)?;
            Ok(runs(
                input,
                || hand.jacobian(),
                |jacobian| {
                    let rows =
                        jacobian.row_iter().map(|row| row.iter().copied().collect::<Vec<f64>>());
                    json!(rows.collect::<Vec<_>>())
                },
            ))
        }
        ("kmeans", "cost") => Ok(scalar(input, &clustering(input)?)),
        ("kmeans", "dir") => {
            let clustering = clustering(input)?;
            let (d, k) = (clustering.d, clustering.centroids.len() / clustering.d);
            Ok(runs(input, || clustering.direction(), |direction| json!(table(&direction, d, k))))
        }
        ("ode", "primal") => Ok(value(input, &equation(input)?, |value| json!(value))),
        ("ode", "gradient") => Ok(gradient(input, &equation(input)?, |parts| json!(parts[0]))),
        ("det", "primal") => Ok(scalar(input, &matrix(input)?)),
        ("det", "gradient") => Ok(gradient(input, &matrix(input)?, |parts| json!(parts[0]))),
        ("llsq", "primal") => Ok(scalar(input, &fit(input)?)),
        ("llsq", "gradient") => Ok(gradient(input, &fit(input)?, |parts| json!(parts[0]))),
        ("lse", "primal") => Ok(scalar(input, &Numbers(numbers(input, "x")?))),
        ("lse", "gradient") => {
            Ok(gradient(input, &Numbers(numbers(input, "x")?), |parts| json!(parts[0])))
        }
        ("particle", "rr" | "rf" | "fr" | "ff") => {
            let control = Control(number(input, "w")?);
            let (outer, inner) = modes(function);
            Ok(runs(input, || control.best(outer, inner), |w| json!(w)))
        }
        ("saddle", "rr" | "rf" | "fr" | "ff") => {
            let start = numbers(input, "start")?;
            let &[x, y] = &start[..] else { return Err("`start` is not two numbers".into()) };
            let (outer, inner) = modes(function);
            Ok(runs(input, || Start([x, y]).saddle(outer, inner), |saddle| json!(saddle)))
        }
        _ => Err(format!("there is no function `{function}` in the module `{module}`")),
    }
}

/// Whether the outer and the inner derivative are taken in forward mode.
fn modes(function: &str) -> (bool, bool) {
    (function.starts_with('f'), function.ends_with('f'))
}

/// The value of a program.
fn value(input: &Value, eval: &impl Eval, output: impl FnOnce(Vec<f64>) -> Value) -> Evaluated {
    let mut value = Vec::new();
    runs(
        input,
        || {
            eval.primal(&mut value);
            value.clone()
        },
        output,
    )
}

/// The value of a program that gives one number.
fn scalar(input: &Value, eval: &impl Eval) -> Evaluated {
    let mut value = Vec::new();
    runs(
        input,
        || {
            eval.primal(&mut value);
            value[0]
        },
        |value| json!(value),
    )
}

/// The generated derivative of a program, in parts.
fn gradient(
    input: &Value,
    eval: &impl Eval,
    output: impl FnOnce(&[Vec<f64>]) -> Value,
) -> Evaluated {
    let mut derivative = Derivative::default();
    let mut evaluated = runs(input, || eval.generated(&mut derivative), |()| Value::Null);
    evaluated.output = output(&derivative.parts);
    evaluated
}

/// Rows of a given length.
fn table(flat: &[f64], columns: usize, rows: usize) -> Vec<&[f64]> {
    (0..rows).map(|row| &flat[row * columns..(row + 1) * columns]).collect()
}

/// The first thirty elements and the last one: what the evaluation compares of a list.
fn ends<T: Copy>(list: &[T]) -> Vec<T> {
    list.iter().take(30).chain(list.last()).copied().collect()
}

fn mixture(input: &Value) -> Result<Mixture, String> {
    let excess = i32::try_from(count(input, "m")?).map_err(|_| "`m` is too large")?;
    Ok(Mixture {
        weights: numbers(input, "alpha")?,
        means: numbers(input, "mu")?,
        log_diagonals: numbers(input, "q")?,
        lowers: numbers(input, "l")?,
        points: numbers(input, "x")?,
        prior: Wishart { gamma: number(input, "gamma")?, excess },
    })
}

fn scene(input: &Value) -> Result<Scene, String> {
    let sizes = [count(input, "n")?, count(input, "m")?, count(input, "p")?];
    let (camera, point) = (numbers(input, "cam")?, numbers(input, "x")?);
    Ok(Scene::repeated(sizes, &camera, &point, number(input, "w")?, &numbers(input, "feat")?))
}

fn memory(input: &Value) -> Result<Memory, String> {
    Ok(Memory {
        main: numbers(input, "main_params")?,
        extra: numbers(input, "extra_params")?,
        state: numbers(input, "state")?,
        sequence: numbers(input, "sequence")?,
    })
}

fn clustering(input: &Value) -> Result<Clustering, String> {
    let (points, centroids) = (numbers(input, "points")?, numbers(input, "centroids")?);
    let d = points.len() / rows(input, "points")?.max(1);
    Ok(Clustering { points, centroids, d })
}

fn equation(input: &Value) -> Result<Equation, String> {
    Ok(Equation { x: numbers(input, "x")?, steps: count(input, "s")? })
}

fn matrix(input: &Value) -> Result<Matrix, String> {
    Ok(Matrix { entries: numbers(input, "A")?, rows: count(input, "ell")? })
}

fn fit(input: &Value) -> Result<Fit, String> {
    Ok(Fit { coefficients: numbers(input, "x")?, points: count(input, "n")? })
}

fn hand(input: &Value) -> Result<Hand, String> {
    let (data, model) = (&input["data"], &input["data"]["model"]);
    if model["is_mirrored"].as_bool() == Some(true) {
        return Err("mirrored hands are not there".into());
    }
    let four_by_four = |key: &str| -> Result<Vec<Matrix4<f64>>, String> {
        Ok(numbers(model, key)?.chunks_exact(16).map(Matrix4::from_row_slice).collect())
    };
    let parents = numbers(model, "parents")?;
    let base_positions: Vec<_> =
        numbers(model, "base_positions")?.chunks_exact(4).map(Vector4::from_column_slice).collect();
    // They come vertex by vertex.
    let (by_vertex, bones) = (numbers(model, "weights")?, parents.len());
    let vertices = base_positions.len();
    let weights = (0..bones)
        .flat_map(|bone| (0..vertices).map(move |vertex| vertex * bones + bone))
        .map(|index| by_vertex[index])
        .collect();
    let triangles = indices(model, "triangles")?;
    let model = Model {
        parents: parents.iter().map(|&parent| (parent >= 0.0).then_some(parent as usize)).collect(),
        base_relatives: four_by_four("base_relatives")?,
        inverse_base_absolutes: four_by_four("inverse_base_absolutes")?,
        base_positions,
        weights,
        triangles: triangles.chunks_exact(3).map(|t| [t[0], t[1], t[2]]).collect(),
    };
    let points = numbers(data, "points")?;
    let seen = Sightings {
        correspondences: indices(data, "correspondences")?,
        points: points.chunks_exact(3).map(Vector3::from_column_slice).collect(),
        coordinates: numbers(input, "us")?.chunks_exact(2).map(|u| [u[0], u[1]]).collect(),
    };
    Ok(Hand::new(model, seen, &numbers(input, "theta")?))
}
