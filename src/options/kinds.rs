//! Members of which the core only asks the kind: JavaScript keeps them, and uses them where they are of use.
//!
//! Their names are the words that a refusal uses: "must be a function, not a string".

use serde::Deserialize;

/// A function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename = "a function")]
pub struct Function;

/// An array.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename = "an array")]
pub struct Array;

/// Any object but an array.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename = "an object")]
pub struct Object;
