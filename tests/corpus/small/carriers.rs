//! `Option` and `Result`: `?`, their methods, and what looks into them.

use autodiff_runtime::prelude::*;

/// No `Clone`: an error is passed on, never copied.
#[derive(Debug, PartialEq)]
pub enum Trouble {
    Negative,
    Zero(String),
}

#[derive(Debug, PartialEq)]
pub struct Failure(pub String);

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Failure(format!("{trouble:?}"))
    }
}

#[differentiate]
pub fn root(x: f64) -> Option<f64> {
    if x < 0.0 { None } else { Some(x.sqrt()) }
}

#[differentiate]
pub fn ratio(x: f64, y: f64) -> Result<f64, Trouble> {
    if y == 0.0 {
        return Err(Trouble::Zero(String::from("ratio")));
    }
    Ok(x / y)
}

#[differentiate]
pub fn logarithm(x: f64) -> Result<f64, Trouble> {
    if x < 0.0 { Err(Trouble::Negative) } else { Ok(x.ln()) }
}

#[differentiate]
pub fn question_marks(x: f64, y: f64) -> Option<f64> {
    let a = root(x)?;
    let b = root(y - a)?;
    Some(a * b)
}

#[differentiate]
pub fn question_marks_of_results(x: f64, y: f64) -> Result<f64, Trouble> {
    let z = ratio(x, y)? * y;
    let w = logarithm(z * x)? + ratio(z, x)?;
    Ok(w * z)
}

#[differentiate]
pub fn errors_are_converted(x: f64, y: f64) -> Result<f64, Failure> {
    let z = ratio(x, y)?;
    if z > 100.0 {
        Err(Failure("too large".to_string()))?;
    }
    Ok(logarithm(z)? * z)
}

#[differentiate]
pub fn question_mark_in_a_loop(x: &[f64]) -> Option<f64> {
    let mut total = 0.0;
    for i in 0..x.len() {
        let r = root(x[i])?;
        if r > 2.0 {
            continue;
        }
        total += r * x[i];
    }
    Some(total)
}

#[differentiate]
pub fn question_mark_in_a_while(x: f64) -> Option<f64> {
    let mut y = x;
    let mut n = 0;
    while n < 5 {
        y = root(y)? * x - 0.1;
        n += 1;
    }
    Some(y)
}

#[differentiate]
pub fn question_mark_in_arms(x: f64, y: f64) -> Result<f64, Trouble> {
    let v = if x > 1.0 {
        ratio(y, x)?
    } else {
        match y > 0.0 {
            true => logarithm(y)?,
            false => x,
        }
    };
    Ok(v * x)
}

#[differentiate]
pub fn question_mark_as_statement(x: f64) -> Result<f64, Trouble> {
    ratio(1.0, x)?;
    Ok(x * x)
}

#[differentiate]
pub fn question_mark_in_a_closure(x: f64, y: f64) -> f64 {
    let f = |t: f64| -> Option<f64> {
        let r = root(t)?;
        Some(r * y)
    };
    let a = match f(x) {
        Some(v) => v,
        None => y,
    };
    let b = f(y - 100.0).unwrap_or(x * y);
    a * b
}

#[differentiate]
pub fn question_mark_in_place(x: &mut [f64]) -> Option<()> {
    for i in 0..x.len() {
        x[i] = root(x[i])? * x[0];
    }
    Some(())
}

#[differentiate]
pub fn uses_question_mark_in_place(x: f64, y: f64) -> f64 {
    let mut v = [x, y, -x];
    let done = question_mark_in_place(&mut v);
    if done.is_none() { v[0] * v[1] + v[2] } else { 0.0 }
}

#[differentiate]
pub fn unwraps(x: f64, y: f64) -> f64 {
    let a = root(x).unwrap();
    let b = ratio(a, y).expect("not zero");
    a * b + root(x * y).unwrap_or(3.0) + logarithm(-x).unwrap_or(y)
}

#[differentiate]
pub fn defaults(x: f64, y: f64) -> f64 {
    let a = root(-x).unwrap_or_else(|| x * y);
    let b = logarithm(-x).unwrap_or_else(|_| y * y);
    let c = logarithm(-x).unwrap_or_else(|error| match error {
        Trouble::Negative => x * 3.0,
        Trouble::Zero(_) => y,
    });
    let d = root(x).unwrap_or_default() + root(-x).unwrap_or_default();
    a * b + c * d
}

#[differentiate]
pub fn maps(x: f64, y: f64) -> f64 {
    let a = root(x).map(|r| r * y);
    let b = ratio(x, y).map(|r| r * r).unwrap_or(0.0);
    let c = root(-x).map(|r| r * y).unwrap_or(x * x);
    let d = root(y).map(f64::sin).map_or(0.0, |s| s * x);
    let e = logarithm(x).map_or_else(|_| y, |l| l * y);
    let f = root(-x).map_or(y * y, |l| l * y);
    a.unwrap() + b + c + d + e + f
}

#[differentiate]
pub fn chains(x: f64, y: f64) -> f64 {
    let a = root(x).and_then(|r| root(r - y)).unwrap_or(x);
    let b = ratio(x, y).and_then(logarithm).map(|l| l * x).unwrap_or(y);
    let c = root(-x).and_then(root).or(Some(y * x)).unwrap();
    let d = root(x).filter(|r| *r > 100.0).or_else(|| root(y)).unwrap_or(0.0);
    let e = root(x).filter(|r| *r < 100.0).map_or(0.0, |r| r * y);
    let f = root(x).zip(root(y)).map(|(p, q)| p * q).unwrap_or(1.0);
    a + b + c + d + e + f
}

#[differentiate]
pub fn conversions(x: f64, y: f64) -> Result<f64, Failure> {
    let a = root(x).ok_or(Trouble::Negative)?;
    let b = root(y).ok_or_else(|| Failure(String::from("negative")))?;
    let c = ratio(a, b).ok();
    let d = ratio(b, x).map_err(|error| Failure(format!("{error:?}")))?;
    Ok(a * b * c.unwrap_or(1.0) + d)
}

#[differentiate]
pub fn conversions_of_options(x: f64, y: f64) -> Option<f64> {
    let a = ratio(x, y).ok()?;
    let b = logarithm(x).ok().filter(|l| *l > -5.0)?;
    logarithm(a).ok().map(|l| l * b)
}

#[differentiate]
pub fn questions(x: f64, y: f64) -> f64 {
    let r = root(x);
    let mut s = 0.0;
    if r.is_some() && ratio(x, y).is_ok() {
        s += r.unwrap() * y;
    }
    if root(-x).is_none() || logarithm(x).is_err() {
        s *= x;
    }
    if root(x).is_some_and(|v| v > 0.1) { s * x } else { s }
}

#[differentiate]
pub fn parameters(x: Option<f64>, y: &Option<f64>, z: f64) -> f64 {
    let a = x.unwrap_or(z);
    let b = y.map(|v| v * z).unwrap_or(z * z);
    let c = y.map_or(a, |v| v * a);
    if let Some(v) = x { v * b + c } else { a * b + c }
}

#[derive(Differentiable, Clone, Debug)]
pub struct Settings {
    pub gain: Option<f64>,
    pub offsets: Option<Vec<f64>>,
    pub range: Option<(f64, f64)>,
}

#[differentiate]
pub fn fields(s: &Settings, x: f64) -> f64 {
    let gain = s.gain.unwrap_or(1.0);
    let sum = s.offsets.as_ref().map(|o| o.iter().sum::<f64>()).unwrap_or(x);
    let (low, high) = s.range.unwrap_or((x, x * x));
    let first = s.offsets.as_ref().map_or(0.0, |o| o[0] * x);
    (gain * x + sum) * (high - low) + first
}

#[differentiate]
pub fn uses_fields(x: f64, y: f64) -> f64 {
    let full = Settings { gain: Some(x), offsets: Some(vec![x, y, x * y]), range: Some((y, x)) };
    let empty = Settings { gain: None, offsets: None, range: None };
    fields(&full, x) + fields(&empty, y)
}

#[differentiate]
pub fn taken_and_replaced(x: f64, y: f64) -> f64 {
    let mut slot = Some(x);
    let a = slot.take().unwrap_or(y);
    let b = slot.take().unwrap_or(y * y);
    let old = slot.replace(a * b);
    let c = old.unwrap_or(x);
    let d = slot.replace(c).unwrap_or(0.0);
    if let Some(v) = slot.as_mut() {
        *v *= d;
    }
    a + b * c + d + slot.unwrap()
}

#[differentiate]
pub fn carried_along(x: &[f64]) -> f64 {
    let mut best: Option<f64> = None;
    for &v in x {
        best = match best {
            Some(b) if b > v => Some(b * 1.01),
            _ => Some(v * 0.5),
        };
        best = best.map(|b| b * b + v);
    }
    best.unwrap_or(0.0)
}

#[differentiate]
pub fn ends_of_slices(x: &[f64]) -> f64 {
    let a = x.first().copied().unwrap_or(0.0);
    let b = *x.last().unwrap();
    let c = x.get(1).copied().unwrap_or(a);
    let d = x.get(100).copied().unwrap_or(b * b);
    let e = x.get(2).map(|v| v * a).unwrap_or(1.0);
    let mut s = a * b + c * d + e;
    if let Some(v) = x.get(1) {
        s *= *v;
    }
    if let Some(&v) = x.first() {
        s += v * v;
    }
    let Some(last) = x.last() else { return 0.0 };
    s += last * 2.0;
    match x.get(7) {
        Some(v) => s * v,
        None => s * a,
    }
}

#[differentiate]
pub fn ends_change(x: f64, y: f64) -> f64 {
    let mut v = vec![x, y, x * y];
    if let Some(last) = v.last_mut() {
        *last *= x;
    }
    if let Some(first) = v.first_mut() {
        *first += y * y;
    }
    *v.get_mut(1).unwrap() = x.sin();
    v[0] * v[1] * v[2]
}

#[differentiate]
pub fn ends_by_question_mark(x: &[f64]) -> Option<f64> {
    let a = x.first()?;
    let b = x.get(1).copied()?;
    let last = x.last();
    Some(a * b * last?)
}

#[differentiate]
pub fn nested(x: f64, y: f64) -> f64 {
    let v = root(x).map(|r| ratio(r, y));
    let a = match v {
        Some(Ok(r)) => r * x,
        Some(Err(_)) => x,
        None => y,
    };
    let flat = Some(root(y)).flatten().unwrap_or(0.0);
    a * flat
}

#[differentiate]
pub fn vectors(x: f64, y: f64) -> f64 {
    let pair = |a: f64, b: f64| if a > 0.0 { Some([a * b, a + b]) } else { None };
    let p = pair(x, y).map(|[a, b]| [a * a, b]).unwrap_or([0.0, 0.0]);
    let q = pair(-x, y).unwrap_or([x, y]);
    p[0] * q[1] + p[1] * q[0]
}

#[differentiate]
pub fn generic<T: Real>(x: T, y: T) -> Option<T> {
    let z = if y > x { Some(y - x) } else { None };
    let w = z.map(|z| z * x)?;
    Some(w * z.unwrap_or(x))
}

/// Methods of these names of a user's own type are its own.
#[derive(Differentiable, Clone, Debug)]
pub struct Maybe {
    pub value: f64,
}

#[differentiate]
#[allow(dead_code)]
impl Maybe {
    pub fn unwrap_or(&self, other: f64) -> f64 {
        self.value * other
    }

    pub fn first(&self) -> f64 {
        self.value * 3.0
    }

    pub fn both(&self, x: f64) -> f64 {
        self.unwrap_or(x) + self.first()
    }
}

/// One name for an option, for what it holds, and for an array.
#[differentiate]
pub fn one_name(x: Option<[f64; 2]>, y: f64) -> f64 {
    let a = x.map(|v| v[0] * y).unwrap_or(y);
    let Some(x) = x else { return a };
    let x = x.map(|v| v * y);
    let y = root(y);
    let y = y.unwrap_or(0.0);
    let z = Some(y).map(|y| [y, y * a]);
    if let Some(z) = z {
        let z = z.map(|v| v * v);
        return z[0] * x[1] + z[1];
    }
    a
}

/// Texts decide.
#[differentiate]
pub fn by_text(operation: &str, x: f64, y: f64) -> Option<f64> {
    match operation {
        "add" => Some(x + y),
        "root" => root(x).map(|r| r * y),
        other if other.len() > 5 => None,
        other => Some(x * other.len() as f64),
    }
}

/// All or nothing.
#[differentiate]
pub fn all_roots(x: &[f64]) -> Option<f64> {
    let roots = x.iter().map(|v| root(*v)).collect::<Option<Vec<f64>>>()?;
    let ratios: Result<Vec<_>, Trouble> =
        (0..x.len()).map(|i| ratio(roots[i], x[i] - 5.0)).collect();
    let ratios = ratios.ok()?;
    let mut s = 0.0;
    for i in 0..x.len() {
        s += roots[i] * ratios[x.len() - 1 - i];
    }
    Some(s)
}

#[differentiate]
pub fn all_ratios(x: &[f64]) -> Result<f64, Failure> {
    let all = x.iter().map(|v| ratio(x[0], *v)).collect::<Result<Vec<_>, _>>()?;
    Ok(all[0] * all[1] + all[2])
}
