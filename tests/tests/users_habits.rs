//! Programs in the habits of many hands: indices, options, slices, small matrices.

#![allow(clippy::all, unused, reason = "written as many do")]
#![allow(missing_docs, reason = "private to this test")]

use autodiff_runtime::nalgebra::*;
use autodiff_runtime::prelude::*;

mod gradients {
    autodiff_tests::agree! {
        iter_sum_ref 4,
        from_ints 2,
        slice_pattern_loop 5,
        option_take 2,
        vec_of_options 3,
        vec_insert_remove 4,
        extend_zip 4,
        early_return_loop 3,
        nested_match 3,
        while_idx 4,
        i32_powi 2,
        casts 2,
        hash_const 3,
        sort_keys 4,
        matrix_fn 4,
        matrix_row_loop 6,
        quaternion_hand 4,
        array_of_arrays_fn 4,
        max_partial 4,
        if_let_chain 3,
        tuple_return 3,
        shadowed_fn 2,
        unit_enum_param 2,
        wrapping_index 4,
        const_array 3,
        two_labels 4,
        let_closure_fn 3,
        slice_fill 4,
        mul_assign_vec 4,
        neg_matrix 4,
        scalar_matrix 4,
        vec_eq_branch 3,
        f64_consts 2,
        method_on_literal 2,
        abs_diff_idx 4,
        last_mut_push 3,
        swap_rows 6,
        sum_of_products 4,
        inner_struct_method 3,
    }
}

#[differentiate]
fn iter_sum_ref(x: &[f64]) -> f64 {
    let total = x.iter().sum::<f64>();
    let mean = total / x.len() as f64;
    let var = x.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (x.len() - 1) as f64;
    let sd = var.sqrt();
    let z = x.iter().map(|v| (v - mean) / sd).collect::<Vec<_>>();
    z.iter().zip(z.iter().skip(1)).map(|(a, b)| a * b).sum::<f64>() + sd
}
#[differentiate]
fn from_ints(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0u8..3 {
        s += f64::from(i) * x[usize::from(i % 2)];
    }
    let y = f32::from(2u8) as f64;
    let z = f64::from(x[0] as f32 * 2.0f32) * 0.0;
    s * y + z + f64::from(x[0] > 0.5) * x[1] * 0.0
}
#[differentiate]
fn slice_pattern_loop(x: &[f64]) -> f64 {
    if let [first, .., last] = x { first * last } else { x[0] }
}
#[differentiate]
fn option_take(x: &[f64]) -> f64 {
    let mut slot = Some(x[0]);
    let a = slot.take().unwrap_or(0.0);
    let b = slot.unwrap_or(x[1]);
    slot = Some(a * b);
    if let Some(v) = slot.as_mut() {
        *v *= x[1];
    }
    if let Some(v) = &mut slot {
        *v += x[0];
    }
    slot.unwrap()
}
#[differentiate]
fn vec_of_options(x: &[f64]) -> f64 {
    let v: Vec<Option<f64>> = x.iter().map(|a| if *a > 0.2 { Some(a * a) } else { None }).collect();
    let s: f64 = v.iter().filter_map(|o| *o).sum();
    let t: f64 = v.iter().filter_map(|o| *o).map(|a| a.sin()).sum();
    let u: f64 = v.iter().map(|o| o.unwrap_or(x[0])).sum();
    s * t + u
}
#[differentiate]
fn vec_insert_remove(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.insert(1, x[0] * x[3]);
    let r = v.remove(2);
    let s = v.swap_remove(0);
    v.extend([r, s * r]);
    v.iter().enumerate().map(|(i, a)| a * (i + 1) as f64).sum()
}
#[differentiate]
fn extend_zip(x: &[f64]) -> f64 {
    let mut v = Vec::new();
    v.extend(x.iter().zip(x.iter().rev()).map(|(a, b)| a * b));
    v.extend(vec![x[0]; 2]);
    let w = {
        let mut w = v.clone();
        w.extend_from_slice(&x[1..3]);
        w
    };
    w.iter().sum::<f64>() * v[4]
}
#[differentiate]
fn early_return_loop(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..3 {
        for j in 0..3 {
            s += x[i] * x[j];
            if s > 1.2 {
                return s * x[0];
            }
        }
    }
    s
}
#[differentiate]
fn nested_match(x: &[f64]) -> f64 {
    let o = Some(Ok::<f64, String>(x[0] * x[1]));
    match o {
        Some(Ok(v)) if v > 100.0 => v,
        Some(Ok(v)) => match (v > 0.0, x[2]) {
            (true, w) => v * w,
            (false, w) => v - w,
        },
        Some(Err(_)) | None => x[0],
    }
}
#[differentiate]
fn while_idx(x: &[f64]) -> f64 {
    let (mut i, mut j) = (0, x.len() - 1);
    let mut s = 0.0;
    while i < j {
        s += x[i] * x[j] * (s + 1.0);
        i += 1;
        j -= 1;
    }
    s
}
#[differentiate]
fn i32_powi(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for k in -2..3 {
        s += x[0].powi(k) * (k as f64);
    }
    s + x[1].powi(-1)
}
#[differentiate]
fn casts(x: &[f64]) -> f64 {
    let n = (x[0] * 9.7).floor() as usize % 3;
    let f = x[1] as f32;
    let g = f as f64 * 0.0 + x[1];
    g * (n as f64 + 1.0) + x[0] * (n as i32 - 1) as f64
}
#[differentiate]
fn hash_const(x: &[f64]) -> f64 {
    let mut m = std::collections::HashMap::new();
    m.insert("a", 2.0);
    let k: f64 = m["a"];
    x[0] * k + x[1] * x[2]
}
#[differentiate]
fn sort_keys(x: &[f64]) -> f64 {
    let mut idx: Vec<usize> = (0..x.len()).collect();
    idx.sort_by(|&a, &b| x[a].partial_cmp(&x[b]).unwrap());
    idx.iter().enumerate().map(|(r, &i)| x[i] * (r as f64)).sum()
}
#[differentiate]
fn matrix_fn(x: &[f64]) -> f64 {
    let rot = |t: f64| Matrix2::new(t.cos(), -t.sin(), t.sin(), t.cos());
    let v = rot(x[0]) * rot(-x[1]) * Vector2::new(x[2], x[3]);
    v.x * v.y
}
#[differentiate]
fn matrix_row_loop(x: &[f64]) -> f64 {
    let m = Matrix2x3::from_row_slice(x);
    let mut out = Vector2::zeros();
    for i in 0..2 {
        let mut s = 0.0;
        for j in 0..3 {
            s += m[(i, j)] * -m[(1 - i, j)];
        }
        out[i] = s;
    }
    out.x - -out.y * out[0]
}
#[differentiate]
fn quat_mul(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    let [w, x, y, z] = a;
    let [p, q, r, s] = b;
    [
        w * p - x * q - y * r - z * s,
        w * q + x * p + y * s - z * r,
        w * r - x * s + y * p + z * q,
        w * s + x * r - y * q + z * p,
    ]
}
#[differentiate]
fn quaternion_hand(x: &[f64]) -> f64 {
    let q = [x[0], x[1], x[2], x[3]];
    let c = [q[0], -q[1], -q[2], -q[3]];
    let r = quat_mul(quat_mul(q, [0.0, 1.0, 0.0, 0.0]), c);
    r[1] * r[2] + r[3]
}
#[differentiate]
fn mat2(a: [[f64; 2]; 2], b: [[f64; 2]; 2]) -> [[f64; 2]; 2] {
    let mut c = [[0.0; 2]; 2];
    for i in 0..2 {
        for j in 0..2 {
            for k in 0..2 {
                c[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    c
}
#[differentiate]
fn array_of_arrays_fn(x: &[f64]) -> f64 {
    let m = [[x[0], x[1]], [x[2], x[3]]];
    let mut p = m;
    for _ in 0..3 {
        p = mat2(p, m);
    }
    p[0][1] + p[1][0] * p[0][0]
}
#[differentiate]
fn max_partial(x: &[f64]) -> f64 {
    let m = x.iter().cloned().fold(f64::NEG_INFINITY, f64::max);
    let i =
        x.iter().enumerate().max_by(|a, b| a.1.partial_cmp(b.1).unwrap()).map(|(i, _)| i).unwrap();
    let (j, lo) = x.iter().enumerate().min_by(|(_, a), (_, b)| a.total_cmp(b)).unwrap();
    m * x[(i + 1) % 4] + lo * x[(j + 1) % 4]
}
#[differentiate]
fn if_let_chain(x: &[f64]) -> f64 {
    let o = x.get(1);
    let s = if let Some(a) = o
        && *a > -5.0
    {
        a * x[0]
    } else {
        x[2]
    };
    if let Some(a) = x.get(7) {
        s * a
    } else if let Some(&b) = x.first() {
        s * b
    } else {
        s
    }
}
#[differentiate]
fn minmax(x: &[f64]) -> (f64, f64) {
    let mut r = (x[0], x[0]);
    for &v in x {
        if v < r.0 {
            r.0 = v
        }
        if v > r.1 {
            r.1 = v
        }
    }
    r
}
#[differentiate]
fn tuple_return(x: &[f64]) -> f64 {
    let (lo, hi) = minmax(x);
    let t = minmax(&x[1..]);
    (hi - lo) * t.1 * minmax(x).0
}
#[differentiate]
fn helper(x: f64) -> f64 {
    x * x
}
#[differentiate]
fn shadowed_fn(x: &[f64]) -> f64 {
    let y = helper(x[0]);
    let helper = y * x[1];
    helper * helper
}
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Relu,
    Tanh,
}
#[differentiate]
fn act(#[constant] k: Kind, x: f64) -> f64 {
    match k {
        Kind::Relu => x.max(0.0),
        Kind::Tanh => x.tanh(),
    }
}
#[differentiate]
fn unit_enum_param(x: &[f64]) -> f64 {
    act(Kind::Relu, x[0]) * act(Kind::Tanh, x[1])
        + [Kind::Relu, Kind::Tanh].iter().map(|k| act(*k, x[0])).sum::<f64>()
}
#[differentiate]
fn wrapping_index(x: &[f64]) -> f64 {
    let n = x.len() as isize;
    let mut s = 0.0;
    for i in 0..n {
        let l = (i - 1).rem_euclid(n) as usize;
        let r = ((i + 1) % n) as usize;
        s += x[i as usize] * (x[l] - x[r]).powi(2);
    }
    s
}
const W: [f64; 3] = [1.0, -2.0, 0.5];
static BIAS: [[f64; 2]; 2] = [[1.0, 2.0], [3.0, 4.0]];
#[differentiate]
fn const_array(x: &[f64]) -> f64 {
    W.iter().zip(x).map(|(w, x)| w * x).sum::<f64>() * x[0] + BIAS[1][0] * x[1] + -W[2] * x[2]
}
#[differentiate]
fn two_labels(x: &[f64]) -> f64 {
    let mut s = 0.0;
    'a: for i in 0..4 {
        'b: for j in 0..4 {
            if i == j {
                continue 'b;
            }
            if i * j == 6 {
                break 'a;
            }
            if j > 2 {
                continue 'a;
            }
            s += x[i] * x[j] * x[i];
        }
        s *= 1.1;
    }
    s
}
#[differentiate]
fn let_closure_fn(x: &[f64]) -> f64 {
    let sq = |v: f64| v * v;
    let both = |f: f64, g: f64| sq(f) + sq(g) * x[0];
    let arr = [x[1], x[2]].map(sq);
    both(arr[0], arr[1]) + std::array::from_fn::<f64, 3, _>(|i| sq(x[i])).iter().sum::<f64>()
}
#[differentiate]
fn slice_fill(x: &[f64]) -> f64 {
    let mut v = [0.0; 6];
    v[1..3].fill(x[0]);
    v[3..5].copy_from_slice(&x[..2]);
    v[..3].reverse();
    v.swap(0, 5);
    v[2..].rotate_left(1);
    v.iter().enumerate().map(|(i, a)| a * x[i % 4] * i as f64).sum()
}
#[differentiate]
fn mul_assign_vec(x: &[f64]) -> f64 {
    let mut v = Vector2::new(x[0], x[1]);
    v *= x[2];
    v += Vector2::new(1.0, x[3]) * 2.0;
    v -= v * 0.5;
    v /= x[0] + 3.0;
    v[0] *= v[1];
    v.x
}
#[differentiate]
fn neg_matrix(x: &[f64]) -> f64 {
    let m = -Matrix2::from_row_slice(x);
    let v = -m.column(0);
    let d = 2.0 * m - m * 3.0;
    (-d * v).sum() + (-&m).trace()
}
#[differentiate]
fn scalar_matrix(x: &[f64]) -> f64 {
    let m = Matrix2::from_row_slice(x);
    let v = 2.0 * m * x[0];
    let w = x[1] * &v;
    (v - w / 2.0).determinant()
}
#[differentiate]
fn vec_eq_branch(x: &[f64]) -> f64 {
    if x.len() == 3 && x != [0.0, 0.0, 0.0] { x[0] * x[1] } else { x[2] }
}
#[differentiate]
fn f64_consts(x: &[f64]) -> f64 {
    x[0] * f64::EPSILON.sqrt() + x[1] * f64::MAX.ln() + (x[0] * std::f64::consts::TAU).sin()
}
#[differentiate]
fn method_on_literal(x: &[f64]) -> f64 {
    2.0_f64.powf(x[0])
        + 3.0f64.sqrt() * x[1]
        + 2f64.powi(2) * x[0]
        + (1.0 - x[1]).max(0.0)
        + 0.5_f64.max(x[0])
}
#[differentiate]
fn abs_diff_idx(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..4usize {
        for j in 0..4usize {
            s += x[i] * x[j] / (1.0 + i.abs_diff(j) as f64)
                * (i.min(j) as f64)
                * 2usize.pow(i as u32) as f64;
        }
    }
    s
}
#[differentiate]
fn last_mut_push(x: &[f64]) -> f64 {
    let mut v = vec![x[0]];
    for y in &x[1..] {
        let l = *v.last().unwrap();
        v.push(l * y);
        if let Some(m) = v.last_mut() {
            *m += 0.5;
        }
    }
    if let Some(f) = v.first_mut() {
        *f *= 2.0;
    }
    v.iter().sum()
}
#[differentiate]
fn swap_rows(x: &[f64]) -> f64 {
    let mut rows = vec![[x[0], x[1]], [x[2], x[3]], [x[4], x[5]]];
    rows.swap(0, 2);
    let t = rows[1];
    rows[1] = rows[0];
    rows[0] = t;
    let (a, b) = rows.split_at_mut(1);
    a[0][0] += b[0][1];
    b[1][0] *= a[0][1];
    rows.iter().enumerate().map(|(i, r)| r[0] * r[1] * (i + 1) as f64).sum()
}
#[differentiate]
fn sum_of_products(x: &[f64]) -> f64 {
    let mut s = 0.;
    let n = x.len();
    for i in 0..n {
        let mut p = 1.;
        for j in 0..n {
            if i != j {
                p *= x[j] - x[i] * 0.1;
            }
        }
        s += p;
    }
    s
}
#[differentiate]
fn inner_struct_method(x: &[f64]) -> f64 {
    #[derive(Clone, Differentiable)]
    struct Acc {
        sum: f64,
        n: usize,
    }
    #[differentiate]
    impl Acc {
        fn add(&mut self, v: f64) {
            self.sum += v * v;
            self.n += 1;
        }
        fn mean(&self) -> f64 {
            self.sum / self.n as f64
        }
    }
    let mut a = Acc { sum: 0.0, n: 0 };
    for v in x {
        a.add(*v);
    }
    a.mean()
}
