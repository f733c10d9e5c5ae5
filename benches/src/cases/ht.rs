//! Hands: a seeded one, or that of ADBench's files.

use std::path::Path;

use nalgebra::{DMatrix, Matrix4, Vector3, Vector4};

use super::SEED;
use super::text::Numbers;
use crate::by_hand;
use crate::eval::{Derivative, Eval};
use crate::programs::ht::{Model, Sightings, axis_angle, complicated, simple};
use crate::random::SplitMix64;

/// A hand, what was seen of it, and where to differentiate.
#[derive(Clone, Debug)]
pub struct Hand {
    /// The hand at rest.
    pub model: Model,
    /// What was seen.
    pub seen: Sightings,
    /// Where: theta, and before it two zeros if points belong to triangles.
    pub at: Vec<f64>,
}

impl Hand {
    /// A hand of 22 bones and 544 vertices with random weights, and a number of points.
    pub fn seeded(points: usize, triangles: bool) -> Self {
        let mut random = SplitMix64::new(SEED);
        let model = seeded_model(&mut random);
        let count = if triangles { model.triangles.len() } else { model.base_positions.len() };
        let correspondences =
            (0..points).map(|_| (random.uniform() * count as f64) as usize).collect();
        let points: Vec<_> =
            (0..points).map(|_| Vector3::from_fn(|_, _| random.uniform())).collect();
        let coordinates = if triangles {
            points.iter().map(|_| [0.5 * random.uniform(), 0.5 * random.uniform()]).collect()
        } else {
            Vec::new()
        };
        let theta = random.uniforms(26);
        Self::new(model, Sightings { correspondences, points, coordinates }, &theta)
    }

    /// Puts a hand together.
    pub fn new(model: Model, seen: Sightings, theta: &[f64]) -> Self {
        let mut at = vec![0.0; if seen.coordinates.is_empty() { 0 } else { 2 }];
        at.extend_from_slice(theta);
        Self { model, seen, at }
    }

    /// Reads ADBench's format. The directory `model` is beside the file, or beside its directory.
    ///
    /// # Errors
    ///
    /// If a file is missing or has another form.
    pub fn from_text(text: &str, path: &Path) -> Result<Self, String> {
        let mut numbers = Numbers::new(text);
        let [n, parameters]: [usize; 2] = [numbers.number()?, numbers.number()?];
        let triangles = numbers.left() == 6 * n + parameters;
        let (mut correspondences, mut points) = (Vec::new(), Vec::new());
        for _ in 0..n {
            correspondences.push(numbers.number()?);
            points.push(Vector3::from_vec(numbers.take(3)?));
        }
        let mut coordinates = Vec::new();
        for _ in 0..if triangles { n } else { 0 } {
            coordinates.push([numbers.number()?, numbers.number()?]);
        }
        let theta = numbers.take::<f64>(parameters)?;
        let beside = path.ancestors().skip(1).map(|directory| directory.join("model"));
        let directory = beside
            .take(2)
            .find(|directory| directory.is_dir())
            .ok_or_else(|| format!("no directory `model` beside {}", path.display()))?;
        let model = read_model(&directory)?;
        Ok(Self::new(model, Sightings { correspondences, points, coordinates }, &theta))
    }

    /// The errors.
    pub fn errors(&self) -> Vec<f64> {
        if self.seen.coordinates.is_empty() {
            simple(&self.at, &self.model, &self.seen)
        } else {
            complicated(&self.at, &self.model, &self.seen)
        }
    }

    /// Their Jacobian, as generated.
    pub fn jacobian(&self) -> DMatrix<f64> {
        if self.seen.coordinates.is_empty() {
            simple::jacobian(&self.at, &self.model, &self.seen)
        } else {
            complicated::jacobian(&self.at, &self.model, &self.seen)
        }
    }
}

impl Eval for Hand {
    fn primal(&self, value: &mut Vec<f64>) {
        *value = self.errors();
    }

    fn generated(&self, derivative: &mut Derivative) {
        derivative.value.clear();
        set_rows(derivative, self.jacobian());
    }

    fn by_hand(&self, derivative: &mut Derivative) {
        let (errors, jacobian) = by_hand::ht::jacobian(&self.at, &self.model, &self.seen);
        derivative.value = errors;
        set_rows(derivative, jacobian);
    }
}

/// The Jacobian, column by column as it is stored.
fn set_rows(derivative: &mut Derivative, jacobian: DMatrix<f64>) {
    derivative.parts = vec![jacobian.data.into()];
}

fn seeded_model(random: &mut SplitMix64) -> Model {
    const VERTICES: usize = 544;
    // A wrist, five fingers of four bones, a forearm.
    let mut parents = vec![None];
    for finger in 0..5 {
        parents.push(Some(0));
        parents.extend((1..4).map(|k| Some(4 * finger + k)));
    }
    parents.push(Some(0));
    let (mut base_relatives, mut inverse_base_absolutes) = (Vec::new(), Vec::new());
    let mut absolutes: Vec<Matrix4<f64>> = Vec::new();
    for &parent in &parents {
        let rotation = axis_angle(Vector3::from_fn(|_, _| random.uniform()));
        let mut relative = rotation.to_homogeneous();
        for i in 0..3 {
            relative[(i, 3)] = 0.1 * random.uniform();
        }
        let absolute = parent.map_or(relative, |parent| absolutes[parent] * relative);
        base_relatives.push(relative);
        inverse_base_absolutes.push(absolute.try_inverse().expect("rigid motions are regular"));
        absolutes.push(absolute);
    }
    let base_positions = (0..VERTICES)
        .map(|_| Vector4::new(random.uniform(), random.uniform(), random.uniform(), 1.0))
        .collect();
    let mut weights = vec![0.0; parents.len() * VERTICES];
    for vertex in 0..VERTICES {
        for share in [0.4, 0.3, 0.2, 0.1] {
            let bone = (random.uniform() * parents.len() as f64) as usize;
            weights[bone * VERTICES + vertex] += share;
        }
    }
    let mut corner = || (random.uniform() * VERTICES as f64) as usize;
    let triangles = (0..1084).map(|_| [corner(), corner(), corner()]).collect();
    Model { parents, base_relatives, inverse_base_absolutes, base_positions, weights, triangles }
}

fn read_model(directory: &Path) -> Result<Model, String> {
    let read = |name: &str| {
        let path = directory.join(name);
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let fields = |line: &str| line.split(':').map(str::to_owned).collect::<Vec<_>>();
    let number =
        |word: &String| word.trim().parse::<f64>().map_err(|_| format!("`{word}` is no number"));
    let all = |words: &[String]| words.iter().map(number).collect::<Result<Vec<_>, _>>();

    let (mut parents, mut base_relatives, mut inverse_base_absolutes) =
        (Vec::new(), Vec::new(), Vec::new());
    for line in read("bones.txt")?.lines() {
        let words = fields(line);
        let numbers = all(words.get(1..34).ok_or("a bone has 34 fields")?)?;
        parents.push((numbers[0] >= 0.0).then_some(numbers[0] as usize));
        base_relatives.push(Matrix4::from_row_slice(&numbers[1..17]));
        inverse_base_absolutes.push(Matrix4::from_row_slice(&numbers[17..33]));
    }
    let text = read("vertices.txt")?;
    let vertices = text.lines().count();
    let mut weights = vec![0.0; parents.len() * vertices];
    let mut base_positions = Vec::new();
    for (vertex, line) in text.lines().enumerate() {
        let numbers = all(&fields(line))?;
        base_positions.push(Vector4::new(numbers[0], numbers[1], numbers[2], 1.0));
        for pair in numbers[9..].chunks_exact(2) {
            weights[pair[0] as usize * vertices + vertex] = pair[1];
        }
    }
    let mut triangles = Vec::new();
    for line in read("triangles.txt")?.lines() {
        let corners = all(&fields(line))?;
        triangles.push([corners[0] as usize, corners[1] as usize, corners[2] as usize]);
    }
    Ok(Model {
        parents,
        base_relatives,
        inverse_base_absolutes,
        base_positions,
        weights,
        triangles,
    })
}
