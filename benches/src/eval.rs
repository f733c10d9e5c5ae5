//! What a benchmark is: a program on an input, and its derivative in every way there is.

/// A program on an input.
pub trait Eval {
    /// The value.
    fn primal(&self, value: &mut Vec<f64>);
    /// The value and the derivative as generated.
    fn generated(&self, derivative: &mut Derivative);
    /// The value and the derivative as written by hand.
    fn by_hand(&self, derivative: &mut Derivative);
    /// The derivative with the dual numbers of `num-dual`, where there are few enough directions; whether there is one.
    fn forward(&self, derivative: &mut Derivative) -> bool {
        let _ = derivative;
        false
    }
    /// The Hessian times a vector as generated; whether there is one.
    fn curvature(&self, derivative: &mut Derivative) -> bool {
        let _ = derivative;
        false
    }
}

/// A value with a derivative, in buffers that are used again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Derivative {
    /// The value.
    pub value: Vec<f64>,
    /// The derivative, in parts.
    pub parts: Vec<Vec<f64>>,
}

impl Derivative {
    /// Parts of the given lengths, all zero.
    pub fn zeros<const N: usize>(&mut self, lengths: [usize; N]) -> [&mut [f64]; N] {
        self.value.clear();
        self.parts.resize(N, Vec::new());
        let mut parts = self.parts.iter_mut();
        lengths.map(|length| {
            let part = parts.next().expect("as many parts as lengths");
            part.clear();
            part.resize(length, 0.0);
            &mut part[..]
        })
    }

    /// Sets a value that is a number.
    pub fn set_value(&mut self, value: f64) {
        self.value.clear();
        self.value.push(value);
    }

    /// All of the derivative, in order.
    pub fn flat(&self) -> Vec<f64> {
        self.parts.concat()
    }
}
