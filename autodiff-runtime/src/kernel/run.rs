//! Which form of the kernel runs, for which processor, and in which room.

use super::blocks::{blocks, Packed, Rooms, DEPTH, WIDE};
use super::dots::dots;
use super::{Product, Strides};
use crate::real::Real;

/// How a product runs.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    Dots,
    Blocks,
}

/// Rows of packed panels: as many as fit into 64 KiB of the processor's second cache.
#[cfg(feature = "std")]
const PANELS: usize = 1024;

/// The form that is cheapest, and the product or its transpose for it.
fn plan<T: Real, const M: usize>(product: Product<'_, T>) -> (Form, Product<'_, T>) {
    let [m, k, n] = product.sizes;
    let (of_a, of_b, of_c) = (product.a.1, product.b.1, product.c.1);
    let contiguous = of_a.column == 1 && of_b.row == 1;
    // The columns are read once for each four rows: they have to stay near. Short sums are cheaper packed than added lane by lane.
    if contiguous && k >= 128 && m.min(n) * k <= 1 << 16 {
        return (Form::Dots, if n > m { product.transposed() } else { product });
    }
    let transposed = [of_b, of_c].map(Strides::transposed);
    let as_is = cost::<M>([m, k, n], [of_a, of_c]);
    let turned = cost::<M>([n, k, m], transposed);
    (Form::Blocks, if turned < as_is { product.transposed() } else { product })
}

/// What blocks cost, in multiplications: those of full panels, packing `A`, and writing `C`. Going against a matrix's order costs about
/// eight times as much.
fn cost<const M: usize>([m, k, n]: [usize; 3], [of_a, of_c]: [Strides; 2]) -> usize {
    let each = |strides: Strides| if strides.row == 1 { 2 } else { 16 };
    let rows = m.next_multiple_of(M);
    rows * k * n + m * k * each(of_a) + m * n * k.div_ceil(DEPTH) * each(of_c)
}

/// Any real numbers, in a little room on the stack.
pub(crate) fn portable<T: Real>(product: Product<'_, T>) {
    const M: usize = 4;
    let (form, product) = plan::<T, M>(product);
    let plain = |a: T, b: T, sum: T| sum + a * b;
    match form {
        Form::Dots => dots::<T, 4>(product, plain),
        Form::Blocks => {
            let mut panels = [Packed([T::zero(); M]); 64];
            let mut strip = [[T::zero(); WIDE]; 64];
            blocks(product, Rooms { panels: &mut panels, strip: &mut strip }, plain);
        }
    }
}

#[cfg(feature = "std")]
macro_rules! fast {
    ($precision:ident, $T:ident, $M:literal, $L:literal) => {
        pub(crate) mod $precision {
            use alloc::vec::Vec;
            use core::cell::RefCell;

            use multiversion::multiversion;
            use multiversion::target::target_cfg_f;

            use super::*;

            type Room = Rooms<Vec<Packed<$T, $M>>, Vec<[$T; WIDE]>>;

            std::thread_local! {
                static ROOM: RefCell<Room> =
                    const { RefCell::new(Rooms { panels: Vec::new(), strip: Vec::new() }) };
            }

            /// `C += A B`
            pub(crate) fn add(product: Product<'_, $T>) {
                match plan::<$T, $M>(product) {
                    (Form::Dots, product) => run_dots(product),
                    (Form::Blocks, product) => {
                        // A thread that ends has no room any more.
                        let mut rest = Some(product);
                        let _ = ROOM.try_with(|room| {
                            if let (Ok(mut room), Some(product)) =
                                (room.try_borrow_mut(), rest.take())
                            {
                                let Rooms { panels, strip } = &mut *room;
                                panels.resize(PANELS, Packed([0.0; $M]));
                                strip.resize(DEPTH, [0.0; WIDE]);
                                run_blocks(product, Rooms { panels, strip });
                            }
                        });
                        if let Some(product) = rest {
                            portable(product);
                        }
                    }
                }
            }

            #[multiversion(targets("x86_64+avx2+fma"))]
            fn run_dots(product: Product<'_, $T>) {
                if target_cfg_f!(any(target_feature = "fma", target_arch = "aarch64")) {
                    dots::<$T, $L>(product, |a, b, sum| a.mul_add(b, sum));
                } else {
                    dots::<$T, $L>(product, |a, b, sum| sum + a * b);
                }
            }

            #[multiversion(targets("x86_64+avx2+fma"))]
            fn run_blocks(
                product: Product<'_, $T>,
                rooms: Rooms<&mut [Packed<$T, $M>], &mut [[$T; WIDE]]>,
            ) {
                if target_cfg_f!(any(target_feature = "fma", target_arch = "aarch64")) {
                    blocks(product, rooms, |a: $T, b, sum| a.mul_add(b, sum));
                } else {
                    blocks(product, rooms, |a: $T, b, sum| sum + a * b);
                }
            }
        }
    };
}

#[cfg(feature = "std")]
fast!(single, f32, 16, 8);
#[cfg(feature = "std")]
fast!(double, f64, 8, 4);
