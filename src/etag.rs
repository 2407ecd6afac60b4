//! Etags: names of content.
//!
//! R2 gives every object one. Memory and KV values get the 128-bit XXH3 of their bytes: like R2's it is
//! the same for the same bytes, it is fast in wasm, and being opaque it needs no cryptography.

use xxhash_rust::xxh3::Xxh3;

use crate::error::Result;
use crate::input::{Fields, Input};

/// Hashes a value that arrives in pieces.
#[derive(Default)]
pub struct Hasher(Box<Xxh3>);

impl std::fmt::Debug for Hasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hasher")
    }
}

impl Hasher {
    /// Takes the next piece.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The etag of all that was taken.
    #[must_use]
    pub fn finish(&self) -> String {
        hex(self.digest())
    }

    /// The 128 bits that the etag spells.
    #[must_use]
    pub fn digest(&self) -> u128 {
        self.0.digest128()
    }
}

/// The etag of one value.
#[must_use]
pub fn of(bytes: &[u8]) -> String {
    let mut hasher = Hasher::default();
    hasher.update(bytes);
    hasher.finish()
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
pub fn option<I: Input>(fields: &Fields<I>, name: &str) -> Result<Option<String>> {
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
    use crate::input::sample::Sample;
    use proptest::prelude::*;

    #[test]
    fn etags_are_32_hexadecimal_digits() {
        // The reference implementation's value for no input.
        assert_eq!(of(b""), "99aa06d3014798d86001c324468d497f");
        assert_ne!(of(b"a"), of(b"b"));
    }

    #[test]
    fn an_etag_option_is_unquoted() {
        let read = |text| {
            let sample = Sample::Object(vec![("ifMatch", Sample::Text(text))]);
            option(&Fields::open(&sample, "put options", &["ifMatch"]).unwrap().unwrap(), "ifMatch")
        };
        assert_eq!(read("abc-1"), Ok(Some("abc-1".to_owned())));
        for bad in ["", "*", "\"abc\"", "W/\"abc\"", "a b", "é"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn pieces_hash_like_the_whole(bytes in any::<Vec<u8>>(), cut in 0_usize..1000) {
            let (head, tail) = bytes.split_at(cut.min(bytes.len()));
            let mut hasher = Hasher::default();
            hasher.update(head);
            hasher.update(tail);
            prop_assert_eq!(hasher.finish(), of(&bytes));
        }
    }
}
