//! The ray marcher over a list of shapes with flat parameters.

use super::{Number, Vector, add, norm, sub, times, vector};

/// A kind of shape, its parameters to be read from a list.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Center and radius.
    Sphere,
    /// Height.
    Ground,
    /// Center, half sizes, rounding.
    Block,
    /// Nothing.
    Empty,
}

impl Kind {
    /// How many parameters it has.
    pub fn len(self) -> usize {
        match self {
            Kind::Sphere => 4,
            Kind::Ground => 1,
            Kind::Block => 7,
            Kind::Empty => 0,
        }
    }

    /// Whether it has none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    fn distance<D: Number>(self, p: &[D], at: Vector<D>) -> D {
        match self {
            Kind::Sphere => norm(sub(at, vector(p))) - p[3],
            Kind::Ground => at[1] - p[0],
            Kind::Block => {
                let offset = sub(at, vector(p));
                let beyond = [0, 1, 2].map(|i| {
                    let o = if offset[i] < 0.0 { -offset[i] } else { offset[i] };
                    o - p[3 + i]
                });
                let outside = beyond.map(|b| b.greater(D::from(0.0)));
                let inside = beyond[0].greater(beyond[1]).greater(beyond[2]);
                let out =
                    if outside.iter().any(|b| *b > 0.0) { norm(outside) } else { D::from(0.0) };
                out + inside.lesser(D::from(0.0)) - p[6]
            }
            Kind::Empty => D::from(1.0e3),
        }
    }
}

/// The blended distance to a scene; `p` starts with the parameters of the shapes.
pub fn scene_distance<D: Number>(kinds: &[Kind], mut p: &[D], at: Vector<D>, blend: D) -> D {
    let mut nearest = D::from(1.0e3);
    for kind in kinds {
        let d = kind.distance(p, at);
        p = &p[kind.len()..];
        let gap = (nearest - d).greater(d - nearest);
        let h = (blend - gap).greater(D::from(0.0)) / blend;
        nearest = nearest.lesser(d) - h * h * blend * 0.25;
    }
    nearest
}

/// How far a ray travels.
pub fn march<D: Number>(
    kinds: &[Kind],
    p: &[D],
    origin: Vector<D>,
    direction: Vector<D>,
    blend: D,
) -> Option<D> {
    let mut travelled = D::from(0.0);
    for _ in 0..200 {
        let d = scene_distance(kinds, p, add(origin, times(direction, travelled)), blend);
        travelled += d;
        if d < 1e-10 {
            return Some(travelled);
        }
        if travelled > 100.0 {
            return None;
        }
    }
    None
}

/// The brightness of a pixel.
pub fn brightness<D: Number>(
    kinds: &[Kind],
    p: &[D],
    origin: Vector<D>,
    direction: Vector<D>,
    blend: D,
    fog: D,
) -> D {
    let towards = times(direction, norm(direction).recip());
    match march(kinds, p, origin, towards, blend) {
        Some(t) => (-fog + 1.0) / (t * t * 0.1 + 1.0),
        None => fog * 0.5,
    }
}
