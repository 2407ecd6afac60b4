//! The one thing the core does with a value's bytes: it names them.

use std::cell::RefCell;

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use crate::etag::Hasher;

/// Bytes are copied in by so much at once, so that the largest value needs no more memory than the
/// smallest.
const CHUNK: u32 = 64 * 1024;

thread_local! {
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// The etag of a value in memory or KV.
pub(super) fn etag_of(bytes: &Uint8Array) -> String {
    let mut hasher = Hasher::default();
    let length = bytes.length();
    BUFFER.with_borrow_mut(|buffer| {
        buffer.resize(CHUNK as usize, 0);
        if length <= CHUNK {
            let whole = &mut buffer[..length as usize];
            bytes.copy_to(whole);
            hasher.update(whole);
            return;
        }
        let mut at = 0;
        while at < length {
            let end = length.min(at.saturating_add(CHUNK));
            let piece = &mut buffer[..(end - at) as usize];
            bytes.subarray(at, end).copy_to(piece);
            hasher.update(piece);
            at = end;
        }
    });
    hasher.finish()
}

/// The etag of bytes, for JavaScript.
#[wasm_bindgen(js_name = etagOf)]
pub fn etag_of_bytes(bytes: &Uint8Array) -> String {
    etag_of(bytes)
}
