//! The gradient and the diagonal of the Hessian of the cost of a clustering: only the nearest centroids matter.

/// The cost; adds the gradient and the diagonal of the Hessian.
pub fn accumulate(
    points: &[f64],
    centroids: &[f64],
    d: usize,
    gradient: &mut [f64],
    hessian: &mut [f64],
) -> f64 {
    let mut cost = 0.0;
    for point in points.chunks_exact(d) {
        let (mut nearest, mut least) = (0, f64::INFINITY);
        for (j, centroid) in centroids.chunks_exact(d).enumerate() {
            let distance = point.iter().zip(centroid).map(|(p, c)| (p - c) * (p - c)).sum::<f64>();
            if distance < least {
                (nearest, least) = (j, distance);
            }
        }
        cost += least;
        let of = nearest * d..(nearest + 1) * d;
        let both = gradient[of.clone()].iter_mut().zip(&mut hessian[of.clone()]);
        for ((adjoint, curvature), (p, c)) in both.zip(point.iter().zip(&centroids[of])) {
            *adjoint += 2.0 * (c - p);
            *curvature += 2.0;
        }
    }
    cost
}
