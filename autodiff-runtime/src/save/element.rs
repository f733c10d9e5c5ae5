//! Numbers as bytes.

use safetensors::Dtype;

use crate::real::Real;

/// A number that files hold: `f32` or `f64`.
#[diagnostic::on_unimplemented(
    message = "a file does not hold numbers `{Self}`",
    label = "not a number of files",
    note = "models of `f32` and `f64` can be written and read"
)]
pub trait Element: Real + sealed::Sealed {
    /// The type's name.
    #[doc(hidden)]
    const NAME: &'static str;
    /// The type in files.
    #[doc(hidden)]
    const DTYPE: Dtype;

    /// The type in Rust.
    #[doc(hidden)]
    const RUST: &'static str;

    /// Appends its bytes.
    #[doc(hidden)]
    fn write(self, bytes: &mut alloc::vec::Vec<u8>);

    /// Appends it as Rust writes it.
    #[doc(hidden)]
    fn write_rust(self, text: &mut alloc::string::String) {
        use core::fmt::Write as _;
        let value = self.to_f64();
        if value.is_nan() {
            let _ = write!(text, "{}::NAN", Self::RUST);
        } else if value.is_infinite() {
            let sign = if value < 0.0 { "NEG_" } else { "" };
            let _ = write!(text, "{}::{sign}INFINITY", Self::RUST);
        } else {
            let _ = write!(text, "{self:?}");
        }
    }

    /// The number of some bytes of a type, if all numbers of that type fit.
    #[doc(hidden)]
    fn reader(dtype: Dtype) -> Option<fn(&[u8]) -> Self>;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

impl Element for f32 {
    const NAME: &'static str = "F32";
    const DTYPE: Dtype = Dtype::F32;
    const RUST: &'static str = "f32";

    fn write(self, bytes: &mut alloc::vec::Vec<u8>) {
        bytes.extend(self.to_le_bytes());
    }

    fn reader(dtype: Dtype) -> Option<fn(&[u8]) -> f32> {
        match dtype {
            Dtype::F32 => Some(|bytes| f32::from_le_bytes(exactly(bytes))),
            Dtype::BF16 => Some(|bytes| f32::from_bits(u32::from(two(bytes)) << 16)),
            Dtype::F16 => Some(|bytes| half(two(bytes))),
            _ => None,
        }
    }
}

impl Element for f64 {
    const NAME: &'static str = "F64";
    const DTYPE: Dtype = Dtype::F64;
    const RUST: &'static str = "f64";

    fn write(self, bytes: &mut alloc::vec::Vec<u8>) {
        bytes.extend(self.to_le_bytes());
    }

    fn reader(dtype: Dtype) -> Option<fn(&[u8]) -> f64> {
        match dtype {
            Dtype::F64 => Some(|bytes| f64::from_le_bytes(exactly(bytes))),
            Dtype::F32 => Some(|bytes| f32::from_le_bytes(exactly(bytes)).into()),
            Dtype::BF16 => Some(|bytes| f32::from_bits(u32::from(two(bytes)) << 16).into()),
            Dtype::F16 => Some(|bytes| half(two(bytes)).into()),
            _ => None,
        }
    }
}

fn exactly<const N: usize>(bytes: &[u8]) -> [u8; N] {
    bytes.try_into().expect("verified: the bytes are chunks of the size of the type")
}

fn two(bytes: &[u8]) -> u16 {
    u16::from_le_bytes(exactly(bytes))
}

/// The number of sixteen bits: one for the sign, five for the exponent, ten for the fraction.
fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = ((bits >> 10) & 0x1f, f32::from(bits & 0x3ff));
    sign * match exponent {
        0 => fraction / 16_777_216.0,
        0x1f if fraction == 0.0 => f32::INFINITY,
        0x1f => f32::NAN,
        _ => (1.0 + fraction / 1024.0) * (f32::from(exponent) - 15.0).exp2(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves() {
        for (bits, number) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (0x0001, 5.960_464_5e-8),
            (0x03ff, 6.097_555e-5),
            (0x0400, 6.103_515_6e-5),
            (0x3555, 0.333_251_95),
            (0xfc00, f32::NEG_INFINITY),
        ] {
            assert_eq!(half(bits), number);
        }
        assert!(half(0x7e00).is_nan());
        assert!(half(0x8000) == 0.0 && half(0x8000).is_sign_negative());
    }

    #[test]
    fn what_fits_is_read() {
        let read = f32::reader(Dtype::BF16).expect("fits");
        assert_eq!(read(&[0x49, 0x40]), 3.140_625);
        assert!(f32::reader(Dtype::F64).is_none() && f64::reader(Dtype::I64).is_none());
        assert_eq!(
            f64::reader(Dtype::F32).expect("fits")(&0.1_f32.to_le_bytes()),
            f64::from(0.1_f32)
        );
    }
}
