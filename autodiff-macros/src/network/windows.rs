//! The windows of convolutions and pools, as far as literal sizes tell.

use super::shapes::Size;

/// A window along an axis.
#[derive(Clone, Copy)]
pub(super) struct Window {
    kernel: usize,
    stride: usize,
    padding: usize,
    dilation: usize,
}

/// The windows of a layer along rows and columns, of its sizes in the order of the type's arguments; for sequences both are alike.
///
/// A size that is not written is that of the type's definition, which may be another size.
pub(super) fn windows(layer: &str, sizes: &[Size]) -> Option<[Window; 2]> {
    let at = |index: usize, default: Option<usize>| match sizes.get(index) {
        Some(size) => size.value,
        None => default,
    };
    let window = |[kernel, stride, padding, dilation]: [usize; 4]| Window {
        kernel,
        stride,
        padding,
        dilation,
    };
    let (rows, columns) = match layer {
        // I, O, K, S, A, P, KW, SW, AW, D, DW
        "Conv2d" => {
            let (k, s, p) = (at(2, None)?, at(3, Some(1))?, at(4, Some(0))?);
            let d = at(9, Some(1))?;
            let columns = [at(6, Some(k))?, at(7, Some(s))?, at(8, Some(p))?, at(10, Some(d))?];
            ([k, s, p, d], columns)
        }
        // I, O, KH, KW, SH, SW, PH, PW, DH, DW, P
        "Conv2dRect" => {
            let axis = |n: usize| {
                Some([
                    at(2 + n, None)?,
                    at(4 + n, Some(1))?,
                    at(6 + n, Some(0))?,
                    at(8 + n, Some(1))?,
                ])
            };
            (axis(0)?, axis(1)?)
        }
        // I, O, K, S, A, P, D
        "Conv1d" => {
            let steps = [at(2, None)?, at(3, Some(1))?, at(4, Some(0))?, at(6, Some(1))?];
            (steps, steps)
        }
        // K, S, A, KW, SW, AW, D, DW
        "MaxPool2d" | "AvgPool2d" => {
            let k = at(0, None)?;
            let (s, p, d) = (at(1, Some(k))?, at(2, Some(0))?, at(6, Some(1))?);
            let columns = [at(3, Some(k))?, at(4, Some(s))?, at(5, Some(p))?, at(7, Some(d))?];
            ([k, s, p, d], columns)
        }
        // KH, KW, SH, SW, PH, PW, DH, DW
        "MaxPool2dRect" | "AvgPool2dRect" => {
            let axis = |n: usize| {
                let k = at(n, None)?;
                Some([k, at(2 + n, Some(k))?, at(4 + n, Some(0))?, at(6 + n, Some(1))?])
            };
            (axis(0)?, axis(1)?)
        }
        // K, S, A, D
        "MaxPool1d" | "AvgPool1d" => {
            let k = at(0, None)?;
            let steps = [k, at(1, Some(k))?, at(2, Some(0))?, at(3, Some(1))?];
            (steps, steps)
        }
        _ => return None,
    };
    Some([window(rows), window(columns)])
}

/// The sizes that windows make of sizes: `(size + 2 padding - dilation (kernel - 1) - 1) / stride + 1`.
pub(super) fn slid<const N: usize>(sizes: [&Size; N], windows: [Window; 2]) -> Option<[Size; N]> {
    let mut all = sizes.into_iter().zip(windows).map(|(size, window)| {
        let span = window.dilation * window.kernel.checked_sub(1)? + 1;
        let free = (size.value? + 2 * window.padding).checked_sub(span)?;
        Some(Size::literal(free.checked_div(window.stride)? + 1))
    });
    let found: Vec<Size> = all.by_ref().collect::<Option<_>>()?;
    found.try_into().ok()
}
