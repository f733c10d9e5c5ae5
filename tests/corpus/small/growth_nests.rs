//! `Vec`s that grow and options in each other, in calls, closures and loops.

use autodiff_runtime::prelude::*;
use nalgebra::Vector2;

#[differentiate]
pub fn descend(tree: &[usize], x: &mut Vec<f64>, depth: usize, s: f64) -> f64 {
    if depth == 0 {
        return s * x.len() as f64;
    }
    let mut t = 0.0;
    for i in 0..tree[depth % tree.len()] {
        x.push(s * (i as f64 + 1.0));
        t += descend(tree, x, depth - 1, s * 0.9) * x[x.len() - 1];
        if i % 2 == 0 {
            x.pop();
        }
    }
    t
}
#[differentiate]
pub fn calls_itself(a: f64, b: f64) -> f64 {
    let mut v = vec![b];
    let r = descend(&[2, 1, 3], &mut v, 3, a);
    r + v.iter().sum::<f64>() * b
}

#[derive(Clone, Debug, Differentiable)]
pub struct Node {
    pub vals: Vec<f64>,
    pub w: f64,
}
#[differentiate]
pub fn fields_of_elements(a: f64, b: f64) -> f64 {
    let mut nodes: Vec<Node> = Vec::new();
    for i in 0..3 {
        let mut n = Node { vals: vec![], w: a * (i as f64 + 1.0) };
        for j in 0..=i {
            n.vals.push(b * j as f64 + a);
        }
        nodes.push(n);
    }
    nodes[1].vals.pop();
    nodes[2].w *= nodes[1].vals[0];
    for n in nodes.iter_mut() {
        n.vals.push(n.w * 2.0);
        n.w += 1.0;
    }
    let last = nodes.pop().unwrap();
    let mut s = last.w;
    for n in &nodes {
        for v in &n.vals {
            s += v * v * n.w;
        }
    }
    if let Some(n) = nodes.last_mut() {
        n.vals.clear();
        n.vals.push(s);
    }
    s * nodes[nodes.len() - 1].vals[0] + last.vals[1]
}
#[differentiate]
pub fn closures_grow(a: f64, b: f64) -> f64 {
    let mut v = Vec::new();
    let mut add = |x: f64| {
        v.push(x * a);
        v.len()
    };
    let n = add(b) + add(a * b);
    let mut s = n as f64 * a;
    for x in v.iter_mut() {
        *x *= *x;
        s += *x;
    }
    shrink(&mut v);
    s * v[0]
}
#[differentiate]
pub fn shrink(v: &mut Vec<f64>) {
    v.truncate(1);
    v[0] *= 2.0;
}

#[differentiate]
pub fn grows_under_way(a: f64, b: f64) -> f64 {
    // growing while iterating by index with condition on length
    let mut v = vec![a, b];
    let mut i = 0;
    while i < v.len() && v.len() < 9 {
        let x = v[i];
        if x > 0.2 {
            v.push(x * 0.5);
            v.push(x * b * 0.3);
        } else {
            v.remove(i);
            v.insert(0, x + a);
            i += 1;
        }
        i += 1;
    }
    let mut s = 1.0;
    for (k, x) in v.iter().enumerate() {
        s = s * 0.9 + x * (k as f64 + 1.0) * s;
    }
    s
}
#[differentiate]
pub fn pair(v: &[f64], k: usize) -> Option<f64> {
    let x = v.get(k)?;
    let y = v.get(k + 1).copied()?;
    Some(x * y)
}
#[differentiate]
pub fn options_of_slices_in_a_loop(a: f64, b: f64) -> f64 {
    let v = [a, b, a * b];
    let mut s = 0.0;
    for k in 0..5 {
        let Some(p) = pair(&v, k) else {
            s *= a;
            break;
        };
        s += p;
        s = pair(&v, k + 1).map_or(s, |q| q * s + p);
        let t = match pair(&v, k + 1) {
            Some(q) if q > 0.5 => q,
            Some(q) => q * 3.0,
            None => b,
        };
        s += t;
    }
    s
}
#[differentiate]
pub fn run(tokens: &[&'static str], a: f64, b: f64) -> Result<f64, String> {
    let mut st: Vec<f64> = vec![];
    for t in tokens {
        let v = match *t {
            "a" => a,
            "b" => b,
            "+" => {
                let y = st.pop().ok_or("empty")?;
                let x = st.pop().ok_or_else(|| "empty".to_string())?;
                x + y
            }
            "*" => {
                let (y, x) = (st.pop().ok_or("e")?, st.pop().ok_or("e")?);
                x * y
            }
            _ => t.parse::<f64>().map_err(|e| format!("{e}"))?,
        };
        st.push(v);
    }
    if st.len() != 1 {
        return Err(format!("left {}", st.len()));
    }
    st.pop().ok_or_else(|| String::from("none"))
}
#[differentiate]
pub fn reads_programs(a: f64, b: f64) -> f64 {
    run(&["a", "b", "*", "2.5", "+", "a", "*"], a, b).unwrap()
        + run(&["a", "+"], a, b).unwrap_or(a * a)
        + run(&["a", "q"], a, b).map_or(b, |x| x * 100.0)
        + run(&["a", "a"], a, b).ok().unwrap_or(b * b)
}
#[differentiate]
pub fn grid(a: f64, b: f64) -> f64 {
    let mut grid: Vec<Vec<f64>> = vec![vec![a; 3]; 2];
    grid[1].push(b);
    grid.push(grid[0].iter().map(|x| x * b).collect());
    let row = grid.swap_remove(0);
    grid[0].extend_from_slice(&row[1..]);
    let t = std::mem::take(&mut grid[1]);
    grid[1].push(t[0] * row[0]);
    grid.iter().map(|r| r.iter().map(|x| x * x).sum::<f64>()).sum::<f64>() * grid[1].len() as f64
}
#[differentiate]
pub fn points(a: f64, b: f64) -> f64 {
    let mut pts: Vec<Vector2<f64>> = Vec::new();
    let mut prev: Option<Vector2<f64>> = None;
    for i in 0..4 {
        let p = Vector2::new(a * i as f64, b + i as f64);
        if let Some(q) = prev {
            pts.push((p - q) * a);
        }
        prev = Some(p);
    }
    let m = pts.iter().fold(Vector2::zeros(), |s: Vector2<f64>, p| s + p);
    prev.map(|p| p.dot(&m)).unwrap_or(0.0) + pts.pop().map_or(0.0, |p| p.norm())
}
#[differentiate]
pub fn best_so_far(a: f64, b: f64) -> f64 {
    let mut best: Option<(usize, f64)> = None;
    let xs = [a, b, a - b, a * b];
    for (i, x) in xs.iter().enumerate() {
        let better = best.map_or(true, |(_, v)| *x > v);
        if better {
            best = Some((i, x * 1.0));
        }
    }
    let (i, v) = best.unwrap();
    let r: Result<f64, f64> = if v > 100.0 { Err(v) } else { Ok(v * xs[i]) };
    let w = r.and_then(|z| if z > 0.1 { Ok(z * a) } else { Err(z) }).unwrap_or(b);
    let z = Some(w).filter(|w| *w > 0.0).zip(Some(b)).map(|(p, q)| p * q);
    z.unwrap_or_default() + v
}
