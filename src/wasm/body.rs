//! The one thing the core does with a value's bytes: it names them.

use std::cell::RefCell;

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use crate::etag::{PIECE_BYTES, Pieces, of_piece};

thread_local! {
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// The etag of a value in memory or KV. It is copied in piece by piece, so that the largest value needs
/// no more wasm memory than the smallest.
#[expect(clippy::cast_possible_truncation, reason = "a piece has 64 KiB")]
pub(super) fn etag_of(bytes: &Uint8Array) -> String {
    const PIECE: u32 = PIECE_BYTES as u32;
    let length = bytes.length();
    BUFFER.with_borrow_mut(|buffer| {
        buffer.resize(PIECE_BYTES, 0);
        if length <= PIECE {
            let whole = &mut buffer[..length as usize];
            bytes.copy_to(whole);
            return of_piece(whole);
        }
        let mut pieces = Pieces::default();
        let mut at = 0;
        while at < length {
            let end = length.min(at.saturating_add(PIECE));
            let piece = &mut buffer[..(end - at) as usize];
            bytes.subarray(at, end).copy_to(piece);
            pieces.take(piece);
            at = end;
        }
        pieces.etag()
    })
}

/// The etag of bytes, for JavaScript.
#[wasm_bindgen(js_name = etagOf)]
pub fn etag_of_bytes(bytes: &Uint8Array) -> String {
    etag_of(bytes)
}
