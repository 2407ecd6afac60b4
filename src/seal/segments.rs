//! Segments: a sealed value is a header and a row of them, each authenticated by itself.
//!
//! Every segment is [`SEGMENT_BYTES`] long but the last; the header counts as the beginning of the first, so that
//! segments stand at multiples of their size. An empty value has one segment, a tag alone.

/// Bytes of a sealed segment, the last one excepted.
pub const SEGMENT_BYTES: u64 = 65_536;
/// Bytes of the tag that ends each segment.
pub const TAG_BYTES: u64 = 16;
/// Bytes of the salt that the value's key is derived with.
pub const SALT_BYTES: u64 = 32;
/// Bytes that the nonces of all segments begin with.
pub const PREFIX_BYTES: u64 = 7;
/// Bytes of the header: its own length, salt, and prefix of the nonces.
pub const HEADER_BYTES: u64 = 1 + SALT_BYTES + PREFIX_BYTES;

/// Plain bytes of a whole segment.
const PLAIN_BYTES: u64 = SEGMENT_BYTES - TAG_BYTES;

/// The number of a segment stands in 32 bits of its nonce.
const MAX_SEGMENTS: u64 = 1 << 32;

/// The bytes of the largest value that the format holds: 256 TiB, less headers and tags.
pub const MAX_PLAIN_BYTES: u64 = MAX_SEGMENTS * PLAIN_BYTES - HEADER_BYTES;

/// Bytes of a plain value, once it is sealed; `None` if it is too large for the format.
#[must_use]
pub const fn sealed_size(plain: u64) -> Option<u64> {
    if plain > MAX_PLAIN_BYTES {
        return None;
    }
    Some(HEADER_BYTES + plain + segments(plain) * TAG_BYTES)
}

/// Bytes of the plain value in a sealed one; `None` for a length that no sealed value has.
#[must_use]
pub const fn plain_size(sealed: u64) -> Option<u64> {
    let segments = sealed.div_ceil(SEGMENT_BYTES);
    let Some(plain) = sealed.checked_sub(HEADER_BYTES + segments * TAG_BYTES) else { return None };
    // A last segment without a plain byte belongs to an empty value only.
    match sealed_size(plain) {
        Some(size) if size == sealed => Some(plain),
        _ => None,
    }
}

/// How many segments a plain value has.
#[must_use]
pub const fn segments(plain: u64) -> u64 {
    let counted = (plain + HEADER_BYTES).div_ceil(PLAIN_BYTES);
    if counted == 0 { 1 } else { counted }
}

/// The segment that holds a plain byte.
#[must_use]
pub const fn segment_of(at: u64) -> u64 {
    (at + HEADER_BYTES) / PLAIN_BYTES
}

/// The first plain byte of a segment.
#[must_use]
pub const fn first_of(segment: u64) -> u64 {
    (segment * PLAIN_BYTES).saturating_sub(HEADER_BYTES)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Plain bytes of the first segment, and of every whole one after it.
    const FIRST: u64 = 65_480;
    const WHOLE: u64 = 65_520;

    #[test]
    fn sizes_are_tinks() {
        for (plain, sealed, count) in [
            (0, 56, 1),
            (1, 57, 1),
            (FIRST - 1, SEGMENT_BYTES - 1, 1),
            (FIRST, SEGMENT_BYTES, 1),
            (FIRST + 1, SEGMENT_BYTES + 17, 2),
            (FIRST + WHOLE, 2 * SEGMENT_BYTES, 2),
            (FIRST + WHOLE + 1, 2 * SEGMENT_BYTES + 17, 3),
        ] {
            assert_eq!(sealed_size(plain), Some(sealed), "{plain}");
            assert_eq!(plain_size(sealed), Some(plain), "{sealed}");
            assert_eq!(segments(plain), count, "{plain}");
        }
        // A segment's number has 32 bits.
        assert_eq!(MAX_PLAIN_BYTES, 281_406_257_233_880);
        assert_eq!(sealed_size(MAX_PLAIN_BYTES), Some(MAX_SEGMENTS * SEGMENT_BYTES));
        assert_eq!(sealed_size(MAX_PLAIN_BYTES + 1), None);
    }

    #[test]
    fn the_largest_sealed_kv_value_fills_kvs() {
        assert_eq!(sealed_size(crate::limits::SEALED_KV_BYTES), Some(crate::limits::Limits::KV.value_bytes));
    }

    #[test]
    fn other_lengths_are_none() {
        for sealed in [0, 1, 39, 40, 55, SEGMENT_BYTES + 1, SEGMENT_BYTES + 16, u64::MAX] {
            assert_eq!(plain_size(sealed), None, "{sealed}");
        }
    }

    proptest! {
        #[test]
        fn sizes_come_back(plain in 0..MAX_PLAIN_BYTES) {
            prop_assert_eq!(sealed_size(plain).and_then(plain_size), Some(plain));
        }

        #[test]
        fn every_sealed_length_is_a_plain_one_or_none(sealed: u64) {
            if let Some(plain) = plain_size(sealed) {
                prop_assert_eq!(sealed_size(plain), Some(sealed));
            }
        }

        #[test]
        fn every_byte_lies_in_its_segment(at in 0..MAX_PLAIN_BYTES) {
            let segment = segment_of(at);
            prop_assert!(first_of(segment) <= at && at < first_of(segment + 1));
        }
    }
}
