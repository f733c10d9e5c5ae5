//! Models as Rust code, for programs that have no files.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write as _;

use super::element::Element;
use super::error::SaveError;
use super::store::name_in_file;
use crate::nn::{Name, Parameters};

/// A model as the text of a Rust file: a `const` array for each of its tensors, to the last bit.
///
/// `hidden.weight` of shape `[32, 64]` becomes `pub const HIDDEN_WEIGHT: [[f32; 64]; 32]`, which is what the layers'
/// `const` functions `new` take. Together with layers on the stack it needs neither `std` nor an allocator:
///
/// ```ignore
/// #![no_std]
/// use autodiff_runtime::nn::{Linear, Relu, Samples};
/// use autodiff_runtime::prelude::*;
///
/// mod weights; // the file
///
/// #[derive(Network)]
/// struct Digits {
///     hidden: Linear<f32, 64, 32>,
///     relu: Relu,
///     output: Linear<f32, 32, 10>,
/// }
///
/// static NETWORK: Digits = Digits {
///     hidden: Linear::new(weights::HIDDEN_WEIGHT, weights::HIDDEN_BIAS),
///     relu: Relu,
///     output: Linear::new(weights::OUTPUT_WEIGHT, weights::OUTPUT_BIAS),
/// };
///
/// fn scores(image: [f32; 64]) -> [f32; 10] {
///     NETWORK.forward(&Samples::new([image]))[0]
/// }
/// ```
///
/// # Errors
///
/// [`SaveError::SameName`], if two tensors would become the same constant.
pub fn to_rust<T: Element>(model: &impl Parameters<T>) -> Result<String, SaveError> {
    let mut text = String::from("//! The parameters of a trained model. Generated: do not edit.\n");
    let mut known = Vec::new();
    let mut same = None;
    model.visit(Name::ROOT, &mut |parameter, numbers| {
        let tensor = name_in_file(parameter.name);
        let constant = constant(&tensor);
        if known.contains(&constant) {
            same.get_or_insert(tensor);
            return;
        }
        let shape = parameter.shape;
        let mut ty = T::RUST.to_string();
        for length in shape.iter().rev() {
            ty = alloc::format!("[{ty}; {length}]");
        }
        let _ = write!(
            text,
            "\n/// `{tensor}`\n#[rustfmt::skip]\n#[allow(clippy::all)]\npub const {constant}: {ty} = "
        );
        write_array(&mut text, shape, numbers);
        text.push_str(";\n");
        known.push(constant);
    });
    match same {
        Some(tensor) => Err(SaveError::SameName { tensor }),
        None => Ok(text),
    }
}

/// The name of a constant: `hidden.weight` is `HIDDEN_WEIGHT`.
fn constant(tensor: &str) -> String {
    let mut name: String = tensor
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' })
        .collect();
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert_str(0, "LAYER_");
    }
    name
}

fn write_array<T: Element>(text: &mut String, shape: &[usize], numbers: &[T]) {
    let Some((length, inner)) = shape.split_first() else {
        numbers[0].write_rust(text);
        return;
    };
    text.push('[');
    let size: usize = inner.iter().product();
    for index in 0..*length {
        // The innermost arrays are lines.
        if !inner.is_empty() {
            text.push('\n');
        }
        write_array(text, inner, &numbers[index * size..(index + 1) * size]);
        if index + 1 < *length {
            text.push(',');
        }
    }
    text.push(']');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::{Kernels, Linear};

    #[test]
    fn tensors_become_nested_arrays() {
        let layer =
            Linear::<f32, 2, 2>::new([[1.0, -0.1], [f32::INFINITY, 1e-30]], [f32::NAN, -0.0]);
        let text = to_rust(&layer).expect("two names");
        let allowed = "#[rustfmt::skip]\n#[allow(clippy::all)]\n";
        assert_eq!(
            text,
            alloc::format!(
                "//! The parameters of a trained model. Generated: do not edit.\n\n\
                 /// `weight`\n{allowed}pub const WEIGHT: [[f32; 2]; 2] = [\n[1.0,-0.1],\n[f32::INFINITY,1e-30]];\n\n\
                 /// `bias`\n{allowed}pub const BIAS: [f32; 2] = [f32::NAN,-0.0];\n"
            )
        );
        let kernels = Kernels::<f64, 1, 2, 1, 1>::new([[[[0.5]], [[0.25]]]]);
        let text = to_rust(&kernels).expect("one name");
        assert!(
            text.contains("WEIGHT: [[[[f64; 1]; 1]; 2]; 1] = [\n[\n[\n[0.5]],\n[\n[0.25]]]];"),
            "{text}"
        );
    }

    #[test]
    fn names_are_names_of_constants() {
        assert_eq!(constant("hidden.weight"), "HIDDEN_WEIGHT");
        assert_eq!(constant("0.bias_ih-l0"), "LAYER_0_BIAS_IH_L0");
    }
}
