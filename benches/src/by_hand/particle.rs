//! The derivative of the particle's miss by its control, with the tangent of the path beside it: there is one input.

/// The value and the derivative.
pub fn value_and_derivative(w: f64) -> (f64, f64) {
    let charges = [[10.0, 10.0 - w], [10.0, 0.0]];
    let moved = [[0.0, -1.0], [0.0, 0.0]];
    let (mut at, mut velocity) = ([0.0, 8.0], [0.75, 0.0]);
    let (mut of_at, mut of_velocity) = ([0.0; 2], [0.0; 2]);
    let dt = 0.1;
    loop {
        let (mut force, mut of_force) = ([0.0; 2], [0.0; 2]);
        for (charge, moved) in charges.iter().zip(&moved) {
            let away = [at[0] - charge[0], at[1] - charge[1]];
            let of_away = [of_at[0] - moved[0], of_at[1] - moved[1]];
            let inverse = 1.0 / (away[0] * away[0] + away[1] * away[1]);
            let strength = inverse * inverse.sqrt();
            let change = -3.0 * inverse * (away[0] * of_away[0] + away[1] * of_away[1]);
            for i in 0..2 {
                force[i] += strength * away[i];
                of_force[i] += strength * (of_away[i] + change * away[i]);
            }
        }
        for i in 0..2 {
            at[i] += dt * velocity[i];
            of_at[i] += dt * of_velocity[i];
        }
        if at[1] <= 0.0 {
            let rest = -at[1] / velocity[1];
            let of_rest = -(of_at[1] + rest * of_velocity[1]) / velocity[1];
            let x = at[0] + rest * velocity[0];
            let of_x = of_at[0] + rest * of_velocity[0] + of_rest * velocity[0];
            return (x * x, 2.0 * x * of_x);
        }
        for i in 0..2 {
            velocity[i] += dt * force[i];
            of_velocity[i] += dt * of_force[i];
        }
    }
}
