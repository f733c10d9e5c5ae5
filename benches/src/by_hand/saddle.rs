//! The gradient of the largest value: where the ascent ends does not depend on the other point.

/// The value and the gradient.
pub fn value_and_gradient(p: [f64; 2], start: [f64; 2]) -> (f64, [f64; 2]) {
    let objective = |q: [f64; 2]| (p[0] * p[0] + p[1] * p[1]) - (q[0] * q[0] + q[1] * q[1]);
    let length = |v: [f64; 2]| (v[0] * v[0] + v[1] * v[1]).sqrt();
    let mut q = start;
    let mut value = objective(q);
    let mut up = [-2.0 * q[0], -2.0 * q[1]];
    let (mut eta, mut good) = (1e-5, 0);
    while length(up) > 1e-5 {
        if good == 10 {
            eta *= 2.0;
            good = 0;
            continue;
        }
        let next = [q[0] + eta * up[0], q[1] + eta * up[1]];
        if length([q[0] - next[0], q[1] - next[1]]) <= 1e-5 {
            break;
        }
        let next_value = objective(next);
        if next_value > value {
            q = next;
            value = next_value;
            up = [-2.0 * q[0], -2.0 * q[1]];
            good += 1;
        } else {
            eta /= 2.0;
            good = 0;
        }
    }
    (objective(q), [2.0 * p[0], 2.0 * p[1]])
}
