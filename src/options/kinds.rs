//! Members whose kind is all that the core checks. JavaScript keeps their values and uses them.
//!
//! Their names say the kind to js/look.js; [`WORDS`] has the words for a refusal, "must be a function, not a string".

use serde::Deserialize;

/// The kinds by their names, and as a refusal names them.
pub const WORDS: [(&str, &str); 3] =
    [("Function", "a function"), ("Array", "an array"), ("Object", "an object")];

/// A function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Function;

/// An array.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Array;

/// Any object but an array.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Object;
