//! Every refusal has one of these codes: the one table of them.
//!
//! A row is the name by which the compiler's own files use it, the number that users see (`E-AD012`), and the title
//! of its section in the guide, `guide/src/errors/`. A number is never given to something else. A new row needs a
//! use, a program in `tests/tests/ui/` and a section with a wrong and a right example: `tests/tests/tidy.rs` and
//! `guide/tests/errors.rs` hold that.

use std::fmt::Display;

use proc_macro2::Span;
use quote::ToTokens;

/// A kind of refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Code {
    pub(crate) number: u16,
    /// The title of its section in the guide.
    pub(crate) title: &'static str,
}

impl Code {
    /// What is wrong, at one token, and what to write instead.
    pub(crate) fn error(self, span: Span, message: &str, help: &str) -> syn::Error {
        syn::Error::new(span, self.text(message, help))
    }

    /// The same, underlining all of `tokens`.
    pub(crate) fn error_at(self, tokens: impl ToTokens, message: &str, help: &str) -> syn::Error {
        syn::Error::new_spanned(tokens, self.text(message, help))
    }

    /// An error of syn's parser, with the code and what to write instead. What has a code keeps it.
    pub(crate) fn of_parser(self, error: &syn::Error, help: &str) -> syn::Error {
        let mut errors = error.clone().into_iter().map(|part| {
            let text = part.to_string();
            if text.starts_with("[E-AD") { part } else { self.error(part.span(), &text, help) }
        });
        let mut all = errors.next().unwrap_or_else(|| error.clone());
        errors.for_each(|error| all.combine(error));
        all
    }

    fn text(self, message: impl Display, help: &str) -> String {
        format!("[E-AD{:03}] {message}\nhelp: {help}", self.number)
    }
}

macro_rules! codes {
    ($($name:ident = $number:literal $title:literal;)*) => {
        $(
            #[doc = $title]
            pub(crate) const $name: Code = Code { number: $number, title: $title };
        )*

        /// All of them, for the tests.
        #[cfg(test)]
        pub(crate) const ALL: &[Code] = &[$($name),*];
    };
}

codes! {
    // The attribute and its options.
    INTERNAL = 1 "An internal error";
    UNREADABLE = 2 "What cannot be parsed";
    WRONG_ITEM = 3 "The attribute on something else than a function, an `impl` block or a trait";
    TRAIT_METHOD_ALONE = 4 "A method of a trait without its trait";
    UNKNOWN_OPTION = 5 "An unknown option";
    MALFORMED_OPTION = 6 "A malformed or repeated option";
    CONTRADICTING_OPTIONS = 7 "Options that contradict each other";
    WRONG_WRT = 8 "`wrt` of what has no derivative";
    MISPLACED_OPTION = 9 "An option in the wrong place";

    // Signatures.
    NO_ACTIVE_PARAMETER = 10 "No parameter is active";
    NO_DATA_PATH = 11 "The result does not depend on the parameters";
    ASYNCHRONOUS = 12 "`async` and `.await`";
    UNSAFE = 13 "`unsafe` code";
    FOREIGN_FUNCTION = 14 "`extern` and variadic functions";
    TRAIT_OBJECT = 15 "Active values behind `dyn`";
    RETURN_TYPE = 16 "A return type without a tangent";
    EXCLUSIVE_INSIDE_TYPE = 17 "`&mut` inside of a parameter's type";
    FUNCTION_PARAMETER = 18 "Functions as parameters, in other forms than `impl Fn(A) -> R`";
    UNNAMED_PARAMETER_TYPE = 19 "A parameter of an unnamed type";

    // Custom rules and second order.
    RULE_OF_SIGNATURE = 20 "A custom rule for a function that cannot have one";
    SECOND_ORDER_OF_FUNCTIONS = 21 "Second derivatives of functions as values";

    // References and what is shared.
    RAW_POINTER = 30 "Raw pointers";
    STATIC_MUT = 31 "`static mut`";
    INTERIOR_MUTABILITY = 32 "Interior mutability";
    THREADS = 33 "Threads and channels";
    REFERENCE_ASSIGNED_AGAIN = 34 "A reference that is assigned again";
    EXCLUSIVE_IN_VALUE = 35 "An exclusive reference inside of a value";
    CHANGES_WHAT_IS_NOT_MUT = 36 "A change through a reference that cannot be followed";
    SCRUTINEE_ASSIGNED = 37 "An assignment to what a pattern borrows";
    ASSIGNMENT_TARGET = 38 "What cannot be assigned to";
    LATE_PATTERN = 39 "A pattern that is initialised later";

    // Functions, closures, methods, macros.
    CALLEE = 40 "A call of something else than a named function";
    CLOSURE_AS_VALUE = 41 "A closure as a value";
    CLOSURE_PASSED_ON = 42 "A closure with effects, passed to a function";
    CLOSURE_CALL = 43 "A call of a closure that cannot be written out";
    FUNCTION_NAME = 44 "A function's name where a closure is expected";
    METHOD = 45 "A method that is not supported";
    METHOD_WITH_CLOSURE = 46 "An unknown method that is given a closure";
    MEMORY_FUNCTION = 47 "Functions of `mem`";
    CONSTRUCTOR = 48 "A constructor of an unknown type";
    UNKNOWN_MACRO = 49 "An unknown macro";
    MACRO_ARGUMENTS = 50 "A known macro with arguments it does not take";

    // Iterators and loops.
    ITERATOR_METHOD = 60 "An iterator method that is not supported";
    ITERATOR_SOURCE = 61 "A source of an iterator that is not supported";
    ITERATOR_AS_VALUE = 62 "An iterator as a value";
    ITERATOR_RESUMED = 63 "An iterator that is taken up again";
    ITERATOR_ORDER = 64 "Adaptors in an order that no loop has";
    ITERATOR_EXPECTED = 65 "An iterator is expected";
    COLLECT = 66 "`collect` into another type";
    COLLECT_REFERENCES = 67 "`collect` of references";
    ENDLESS_LOOP = 68 "A loop that never ends";

    // Options and patterns.
    OPTION_OF_REFERENCE = 70 "An option of a reference as a value";
    OPTION_OF_RANGE = 71 "`get` with a range";
    ONE_OF_TWO_PLACES = 72 "One of two places that is written to";
    ELSE_GOES_ON = 73 "An `else` that goes on";
    PATTERN_AT = 74 "`@` in a `let`";
    PATTERN_REST = 75 "`..` and what is bound around it in a pattern";
    PATTERN = 76 "A pattern that is not supported";
    PATTERN_ALTERNATIVES = 77 "Alternatives that bind different places";
    GUARD = 78 "A guard with statements in it";

    // Expressions and statements.
    EXPRESSION = 80 "An expression that is not supported";
    ITEM_INSIDE = 82 "An item inside of a function";
    LET_ATTRIBUTE = 83 "An attribute on a `let`";
    LABEL = 84 "A label without its loop";
    UNKNOWN_CONTAINER = 85 "Active values in a map, a set or a heap";

    // `check_gradient!` and its like.
    CHECKED_CALL = 88 "A check of what is no call";

    // `#[derive(Differentiable)]`.
    UNION = 90 "A union";
    PACKED = 91 "A packed struct";
    CONSTANT_ORDER = 92 "A `#[constant]` field in the middle of a tuple struct";
    MISPLACED_ATTRIBUTE = 93 "An attribute in the wrong place";
    DERIVE_OPTION = 94 "A malformed option of the derive";
    REPEATED_DERIVE = 95 "A derive that every tangent has";

    // Attributes inside of functions.
    CHECKPOINT = 100 "A checkpoint that cannot be made";

    // `#[derive(Network)]`.
    NETWORK_ITEM = 120 "A network that is no struct of layers";
    NETWORK_SHAPE = 121 "A shape in a network that is not known";
    NETWORK_SCALAR = 122 "A network whose layers do not say their type of numbers";
    NETWORK_MISFIT = 123 "A layer that cannot take what the layers before it give";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_is_given_twice_and_all_are_in_order() {
        for pair in ALL.windows(2) {
            assert!(pair[0].number < pair[1].number, "{pair:?}");
        }
    }
}
