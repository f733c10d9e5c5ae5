//! Models on disk: a file that PyTorch wrote (`data/torch_network.py`), files that it reads, and damage.

use autodiff_runtime::init;
use autodiff_runtime::nn::{
    BatchNorm1d, Conv2d, Flatten, Images, Linear, Parameters, Random, Relu, Stack,
};
use autodiff_runtime::prelude::*;
use autodiff_runtime::save::{self, LoadError, Loading, Problem};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The network of the script, in single or double precision.
macro_rules! network {
    ($Net:ident, $T:ty) => {
        #[derive(Network, Clone, Debug)]
        #[network(input = [1, 6, 6])]
        struct $Net {
            convolution: Conv2d<$T, 1, 2, 3>,
            relu: Relu,
            flatten: Flatten,
            norm: BatchNorm1d<$T, 32>,
            output: Linear<$T, 32, 4>,
        }
    };
}

network!(Single, f32);
network!(Double, f64);

/// What the script printed: computed by PyTorch in double precision.
const SCORES: [[f64; 4]; 2] = [
    [0.4362565774741229, -0.16718726800162415, 0.09822512634619629, 0.3619349615472859],
    [0.031878774243952857, 0.010024313390112477, -0.14891260925381067, 0.052150145946579525],
];

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/torch_network.safetensors")
}

fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// The images of the script.
fn image<T: Real>(sample: usize) -> [[[T; 6]; 6]; 1] {
    let pixel = |i, j| T::lit(((36 * sample + 6 * i + j) as f64).sin());
    [core::array::from_fn(|i| core::array::from_fn(|j| pixel(i, j)))]
}

#[test]
fn a_file_of_pytorch_gives_its_numbers() {
    let mut double = Double::random(&mut init::seeded(1));
    save::from_file(fixture(), &mut double).expect("the fixture");
    let images = Images::<f64, 1, 6, 6, 2, Stack>::from_fn(image);
    let scores = double.forward(&images);
    for (ours, theirs) in scores.as_slice().iter().zip(SCORES.as_flattened()) {
        assert!((ours - theirs).abs() < 1e-12, "{ours} is not {theirs}");
    }
    let mut single = Single::random(&mut init::seeded(1));
    save::from_file(fixture(), &mut single).expect("the fixture");
    let scores = single.forward(&Images::<f32, 1, 6, 6, 2, Stack>::from_fn(image));
    for (ours, theirs) in scores.as_slice().iter().zip(SCORES.as_flattened()) {
        assert!((f64::from(*ours) - theirs).abs() < 1e-5, "{ours} is not {theirs}");
    }
}

#[test]
fn what_is_written_is_read_to_the_same_bits() {
    let mut theirs = Single::random(&mut init::seeded(1));
    save::from_file(fixture(), &mut theirs).expect("the fixture");
    let path = scratch("written.safetensors");
    save::to_file(&path, &theirs).expect("writable");
    let mut again = Single::random(&mut init::seeded(2));
    save::from_file(&path, &mut again).expect("its own file");
    assert_eq!(save::to_bytes(&again).expect("a model"), std::fs::read(&path).expect("readable"));
    assert_eq!(save::to_bytes(&again).expect("a model"), save::to_bytes(&theirs).expect("a model"));
    // A tensor at a time, it is what PyTorch wrote: names, types, shapes and bytes.
    let (ours, original) =
        (std::fs::read(path).expect("readable"), std::fs::read(fixture()).expect("readable"));
    let ours = safetensors::SafeTensors::deserialize(&ours).expect("a file");
    let original = safetensors::SafeTensors::deserialize(&original).expect("a file");
    let sorted = |file: &safetensors::SafeTensors<'_>| {
        let mut names: Vec<String> = file.names().into_iter().map(String::from).collect();
        names.sort();
        names
    };
    assert_eq!(sorted(&ours), sorted(&original));
    for name in original.names() {
        let (ours, original) = (ours.tensor(name).unwrap(), original.tensor(name).unwrap());
        assert_eq!((ours.dtype(), ours.shape()), (original.dtype(), original.shape()), "{name}");
        assert_eq!(ours.data(), original.data(), "{name}");
    }
}

/// Runs where Python has the package `safetensors` (`AUTODIFF_PYTHON` names another interpreter than `python3`).
#[test]
fn python_reads_what_is_written() {
    let python = std::env::var("AUTODIFF_PYTHON").unwrap_or_else(|_| "python3".into());
    let has = Command::new(&python).args(["-c", "import safetensors.numpy"]).output();
    if !has.is_ok_and(|output| output.status.success()) {
        eprintln!("{python} has no safetensors: not tested");
        return;
    }
    let model = Double::random(&mut init::seeded(5));
    let path = scratch("for-python.safetensors");
    save::to_file(&path, &model).expect("writable");
    let script =
        "import sys; from safetensors.numpy import load_file; t = load_file(sys.argv[1]); \
                  w = t['output.weight']; print(w.shape, w.dtype, repr(float(w[1, 2])), \
                  repr(float(t['convolution.weight'][1, 0, 2, 1])))";
    let output =
        Command::new(python).args(["-c", script]).arg(&path).output().expect("Python runs");
    let weight = model.output.weight[1][2];
    let mut kernel = 0.0;
    model.convolution.visit(autodiff_runtime::nn::Name::ROOT, &mut |parameter, numbers| {
        if parameter.name == "weight" {
            // Output 1, input 0, row 2, column 1 of [2, 1, 3, 3].
            kernel = numbers[9 + 2 * 3 + 1];
        }
    });
    let expected = format!("(4, 32) float64 {weight:?} {kernel:?}\n");
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
}

#[track_caller]
fn refused(bytes: &[u8], loading: Loading<'_>) -> LoadError {
    let before = Single::random(&mut init::seeded(3));
    let mut model = before.clone();
    let error = loading.from_bytes(bytes, &mut model).expect_err("damaged");
    let bytes = |model: &Single| save::to_bytes(model).expect("a model");
    assert_eq!(bytes(&model), bytes(&before), "the model was changed: {error}");
    error
}

#[test]
fn a_part_of_a_file_is_damaged() {
    let whole = std::fs::read(fixture()).expect("the fixture");
    for length in 0..whole.len() {
        let error = refused(&whole[..length], Loading::strict());
        assert!(matches!(error.problem(), Problem::Damaged { .. }), "{length}: {error}");
    }
    let longer = [&whole[..], &[0]].concat();
    assert!(matches!(refused(&longer, Loading::strict()).problem(), Problem::Damaged { .. }));
    let error = save::from_file("no/such/file", &mut Single::random(&mut init::seeded(3)))
        .expect_err("missing");
    assert!(error.to_string().starts_with("cannot load `no/such/file`: "), "{error}");
}

#[test]
fn what_does_not_fit_is_named() {
    #[derive(Network, Clone, Debug)]
    struct Other {
        output: Linear<f32, 32, 5>,
    }
    #[derive(Network, Clone, Debug)]
    struct Wide {
        output: Linear<f64, 32, 4>,
    }
    let other = save::to_bytes(&Other::random(&mut init::seeded(1))).expect("a model");
    let missing = Loading::strict().allow_missing();
    assert_eq!(
        refused(&other, missing).to_string(),
        "tensor `output.weight`: the model's shape is [4, 32], the file's [5, 32]"
    );
    assert_eq!(
        refused(&other, Loading::strict()).to_string(),
        "tensor `convolution.weight` of shape [2, 1, 3, 3] is not in the file"
    );
    let wide = save::to_bytes(&Wide::random(&mut init::seeded(1))).expect("a model");
    assert_eq!(
        refused(&wide, missing).to_string(),
        "tensor `output.weight`: numbers F64 do not fit into the model's F32"
    );

    // A part of a model is read where that is wanted.
    let whole = std::fs::read(fixture()).expect("the fixture");
    let mut part = Wide::random(&mut init::seeded(1));
    let error = save::from_bytes(&whole, &mut part).expect_err("more tensors");
    assert_eq!(error.to_string(), "tensor `convolution.bias` of shape [2] is not in the model");
    Loading::strict().allow_unknown().from_bytes(&whole, &mut part).expect("the last layer");
    let mut theirs = Double::random(&mut init::seeded(1));
    save::from_bytes(&whole, &mut theirs).expect("the fixture");
    assert_eq!(part.output, theirs.output);
}
