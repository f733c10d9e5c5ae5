// Without a network: calls of layers, products and losses.
use autodiff_runtime::nn::*;

fn main() {
    let x = Samples::<f64, 3, 4>::zeros();
    let layer = Linear::<f64, 2, 5>::new([[0.0; 2]; 5], [0.0; 5]);
    let _ = layer.forward(&x);
    let _ = BatchNorm1d::<f64, 2>::default().forward(&x);
    let _ = RmsNorm::<f64, 2>::default().forward(&x);
    let _ = Bias { bias: [0.0; 2] }.forward(&x);
    let weight = Weights::<f64, 5, 2>::zeros();
    let _ = matmul(&weight, &x);
    let _ = cross_entropy(&x, &[0, 1, 2]);
    let _ = mse(&x, &Samples::<f64, 3, 5>::zeros());
    let _: Samples<f64, 3, 5> = Relu {}.forward(&x);
    let _ = LstmCell::<f64, 3, 2>::default().forward(&x, &Sequences::<f64, 3, 2, 4>::zeros());
}
