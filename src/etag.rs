//! Etags: names of content.
//!
//! R2 gives every object one. Memory and KV values get the 128-bit XXH3 of their bytes: like R2's it is
//! the same for the same bytes, it is fast in wasm, and being opaque it needs no cryptography.

use xxhash_rust::xxh3::xxh3_128;

use crate::error::Result;
use crate::input::Fields;

/// Values are hashed in pieces of so many bytes; see [`Pieces`].
pub const PIECE_BYTES: usize = 64 * 1024;

/// The etag of a value of at most [`PIECE_BYTES`].
#[must_use]
pub fn of_piece(bytes: &[u8]) -> String {
    hex(xxh3_128(bytes))
}

/// The etag of a larger value: the hash of its pieces' hashes. So no more of it than one piece has to
/// be in wasm memory, and the hash needs no state that outlives a call.
#[derive(Debug, Default)]
pub struct Pieces {
    digests: Vec<u8>,
}

impl Pieces {
    /// Takes the next piece: [`PIECE_BYTES`] of the value, or its end.
    pub fn take(&mut self, piece: &[u8]) {
        self.digests.extend_from_slice(&xxh3_128(piece).to_be_bytes());
    }

    /// The etag of all that was taken.
    #[must_use]
    pub fn etag(&self) -> String {
        of_piece(&self.digests)
    }
}

/// The etag of any value.
#[must_use]
pub fn of(bytes: &[u8]) -> String {
    if bytes.len() <= PIECE_BYTES {
        return of_piece(bytes);
    }
    let mut pieces = Pieces::default();
    bytes.chunks(PIECE_BYTES).for_each(|piece| pieces.take(piece));
    pieces.etag()
}

fn hex(digest: u128) -> String {
    let mut out = String::with_capacity(32);
    for byte in digest.to_be_bytes() {
        for nibble in [byte >> 4, byte & 15] {
            out.push(char::from(b"0123456789abcdef"[usize::from(nibble)]));
        }
    }
    out
}

/// Reads an etag from an option: as `put`, `head` and `list` give it, unquoted.
///
/// # Errors
/// `storage_invalid_options` for what no etag looks like. `*` is refused too: R2 would take it for
/// "any version".
pub fn option<'a>(fields: &Fields<'a>, name: &str) -> Result<Option<&'a str>> {
    let Some(etag) = fields.text(name)? else { return Ok(None) };
    let plausible = !etag.is_empty() && etag.bytes().all(|b| matches!(b, 0x21 | 0x23..=0x7E));
    if plausible && etag != "*" {
        return Ok(Some(etag));
    }
    let why = if etag.contains('"') {
        "must be an etag as this API gives it, without quotes"
    } else {
        "must be an etag as this API gives it"
    };
    Err(fields.wrong(name, why))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::input::sample::{Sample, seen};

    #[test]
    fn etags_are_32_hexadecimal_digits() {
        // The reference implementation's value for no input.
        assert_eq!(of(b""), "99aa06d3014798d86001c324468d497f");
        assert_ne!(of(b"a"), of(b"b"));
    }

    #[test]
    fn an_etag_option_is_unquoted() {
        let read = |text| {
            let frame = Sample::Object(vec![("ifMatch", Sample::Text(text))]).frame(&["ifMatch"]);
            let fields = Fields::open(seen(&frame), "put options", &["ifMatch"]).unwrap().unwrap();
            option(&fields, "ifMatch").map(|etag| etag.map(str::to_owned))
        };
        assert_eq!(read("abc-1"), Ok(Some("abc-1".to_owned())));
        for bad in ["", "*", "\"abc\"", "W/\"abc\"", "a b", "é"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn large_values_have_the_hash_of_their_pieces() {
        let bytes: Vec<u8> = (0..PIECE_BYTES * 2 + 1).map(|n| u8::try_from(n % 251).unwrap()).collect();
        assert_eq!(of(&bytes[..PIECE_BYTES]), of_piece(&bytes[..PIECE_BYTES]));
        let mut pieces = Pieces::default();
        for piece in [&bytes[..PIECE_BYTES], &bytes[PIECE_BYTES..PIECE_BYTES * 2], &bytes[PIECE_BYTES * 2..]]
        {
            pieces.take(piece);
        }
        assert_eq!(of(&bytes), pieces.etag());
        let mut swapped = bytes.clone();
        swapped.rotate_left(PIECE_BYTES);
        assert_ne!(of(&bytes), of(&swapped));
    }
}
