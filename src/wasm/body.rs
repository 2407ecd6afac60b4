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
    const PIECE: u32 = PIECE_BYTES as u32;
    let length = bytes.length();
    let mut hash = Hash::default();
    if length <= PIECE {
        hash.take(&bytes.to_vec());
        return hash.etag();
    }
    let mut at = 0;
    while at < length {
        let end = length.min(at.saturating_add(PIECE));
        hash.take(&bytes.subarray(at, end).to_vec());
        at = end;
    }
    hash.etag()
}
