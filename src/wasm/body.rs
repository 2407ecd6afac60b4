//! The one thing the core does with a value's bytes: it names them.

use wasm_bindgen::prelude::*;

use crate::etag::hash;

/// The hash of a value after its next piece; `before` is that of the pieces before it.
#[wasm_bindgen(js_name = hashOf)]
#[must_use]
pub fn hash_of(piece: &[u8], before: u64) -> u64 {
    hash(piece, before)
}
