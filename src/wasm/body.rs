//! The one thing the core does with a value's bytes: it names them.

use alloc::string::String;
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use crate::etag::{Hash, PIECE_BYTES};

/// The etag of a value in memory or KV. It is copied in piece by piece, so that the largest value needs
/// no more wasm memory than the smallest.
#[wasm_bindgen(js_name = etagOf)]
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "a piece has 64 KiB")]
pub fn etag_of(bytes: &Uint8Array) -> String {
    let mut hash = Hash::default();
    let mut rest = bytes.clone();
    loop {
        let piece = rest.subarray(0, PIECE_BYTES as u32);
        hash.take(&piece.to_vec());
        if rest.length() <= PIECE_BYTES as u32 {
            return hash.etag();
        }
        rest = rest.subarray(PIECE_BYTES as u32, rest.length());
    }
}
