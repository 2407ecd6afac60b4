//! Etags: names of content.
//!
//! R2 gives every object one. Memory and KV values get the XXH64 of their bytes: like R2's it is the same for
//! the same bytes, it is fast and small in wasm, and being opaque it needs no cryptography.

use serde::Deserialize;
use xxhash_rust::xxh64::xxh64;

/// An etag as an option has it: as `put`, `head` and `list` give it, without quotes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Etag(String);

impl Etag {
    /// The etag.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl TryFrom<String> for Etag {
    type Error = &'static str;

    /// Refuses `*`, too: R2 would take it for "any version".
    fn try_from(etag: String) -> Result<Self, &'static str> {
        let plausible = !etag.is_empty() && etag.bytes().all(|b| matches!(b, 0x21 | 0x23..=0x7E));
        if plausible && etag != "*" {
            Ok(Self(etag))
        } else if etag.contains('"') {
            Err("must be an etag as this API gives it, without quotes")
        } else {
            Err("must be an etag as this API gives it")
        }
    }
}

/// Values are hashed in pieces of so many bytes, so that no more of one has to be in wasm memory.
pub const PIECE_BYTES: usize = 64 * 1024;

/// The hash of a value, piece by piece: each is seeded with the hash of those before it. The pieces have
/// [`PIECE_BYTES`], the last has the rest; an empty value is one empty piece.
#[must_use]
pub fn hash(piece: &[u8], before: u64) -> u64 {
    xxh64(piece, before)
}

/// The etag of a value that is at hand: 16 hexadecimal digits.
#[must_use]
pub fn of(bytes: &[u8]) -> String {
    let (first, rest) = bytes.split_at(bytes.len().min(PIECE_BYTES));
    let whole = rest.chunks(PIECE_BYTES).fold(hash(first, 0), |before, piece| hash(piece, before));
    format!("{whole:016x}")
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn etags_are_16_hexadecimal_digits() {
        // The reference implementation's values.
        assert_eq!(of(b""), "ef46db3751d8e999");
        assert_eq!(of(b"abc"), "44bc2cf5ad770999");
    }

    #[test]
    fn an_etag_option_is_unquoted() {
        let read = |text: &str| Etag::try_from(text.to_owned());
        assert_eq!(read("abc-1").map(Etag::into_string), Ok("abc-1".to_owned()));
        for bad in ["", "*", "\"abc\"", "W/\"abc\"", "a b", "é"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn every_piece_of_a_large_value_counts_and_so_does_their_order() {
        let bytes: Vec<u8> = (0..PIECE_BYTES * 2 + 1).map(|n| u8::try_from(n % 251).unwrap()).collect();
        let mut swapped = bytes.clone();
        swapped.rotate_left(PIECE_BYTES);
        assert_ne!(of(&bytes), of(&swapped));
        for at in [0, PIECE_BYTES, PIECE_BYTES * 2] {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_ne!(of(&bytes), of(&changed));
        }
        assert_ne!(of(&bytes), of(&bytes[..PIECE_BYTES * 2]));
    }
}
