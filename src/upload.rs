//! How a stream gets into a bucket: in one request, or in parts.
//!
//! R2 takes a single request only with a known length, and conditions only on single requests. What
//! that leaves possible is decided here; the pumping is JavaScript's.

use crate::error::{Code, Detail, Error, Result};
use crate::limits::{Limits, OBJECT_BYTES, PART_BYTES, PARTS, SEALED_KV_BYTES, SINGLE_PUT_BYTES};
use crate::mode::Mode;
use crate::seal::segments::MAX_PLAIN_BYTES;
use crate::variant::Variant;

/// The way a stream takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upload {
    /// One request of exactly as many bytes as are declared.
    Single,
    /// Parts of [`part_size`] bytes, the last one smaller; the total is declared.
    Parts,
    /// Of unknown length: buffer one part; if the stream ends within it, one request, else parts of that size.
    Buffered,
}

const MIB: u64 = 1 << 20;

impl Upload {
    /// The way for a put of a stream.
    ///
    /// # Errors
    /// `storage_value_too_large` over R2's largest object, `storage_invalid_options` for a condition
    /// that R2 cannot check.
    pub fn of(mode: Mode, size: Option<u64>) -> Result<Self> {
        match size {
            None => Ok(Self::Buffered),
            Some(size) if size <= SINGLE_PUT_BYTES => Ok(Self::Single),
            Some(size) if size > OBJECT_BYTES => Err(too_large(size, OBJECT_BYTES)),
            Some(size) => check_unconditional(mode, size).map(|()| Self::Parts),
        }
    }
}

/// Bytes of a part of an upload of this length, if it is known: whole MiB, so that the largest objects fit into 10,000
/// parts.
#[must_use]
pub fn part_size(size: Option<u64>) -> u64 {
    size.map_or(PART_BYTES, |size| size.div_ceil(PARTS).next_multiple_of(MIB).max(PART_BYTES))
}

/// Refuses a condition on an upload in parts: the binding has none there.
///
/// # Errors
/// `storage_invalid_options`.
pub fn check_unconditional(mode: Mode, bytes: u64) -> Result<()> {
    let Some(option) = mode.option() else { return Ok(()) };
    Err(Error::new(
        Code::InvalidOptions,
        format!(
            "put options: {option} cannot hold for a stream of {bytes} bytes or more that goes up in parts; \
             give its length as size (up to {SINGLE_PUT_BYTES} bytes go in one request)"
        ),
    ))
}

/// Allows part `number` of an upload in parts of a size.
///
/// # Errors
/// `storage_invalid_options` for a condition, `storage_value_too_large` for more parts than R2 takes.
pub fn check_part(mode: Mode, number: u64, size: u64) -> Result<()> {
    check_unconditional(mode, size)?;
    let limit = PARTS * size;
    if number <= PARTS { Ok(()) } else { Err(too_large(limit + 1, limit)) }
}

/// Refuses a value that is too large to be held in one piece.
///
/// # Errors
/// `storage_value_too_large`, with both numbers.
pub fn check_value_size(variant: Variant, actual: u64) -> Result<()> {
    check_size(actual, Limits::of(variant).value_bytes)
}

/// Refuses a value that is too large for KV once it is sealed. A bucket takes whatever its uploads can hold.
///
/// # Errors
/// `storage_value_too_large`, with both numbers.
pub fn check_sealed_size(variant: Variant, actual: u64) -> Result<()> {
    check_size(
        actual,
        match variant {
            Variant::Bucket => MAX_PLAIN_BYTES,
            Variant::Kv => SEALED_KV_BYTES,
        },
    )
}

fn check_size(actual: u64, limit: u64) -> Result<()> {
    if actual <= limit { Ok(()) } else { Err(too_large(actual, limit)) }
}

/// The refusal of a value that is larger than a bucket takes this way.
#[must_use]
pub fn too_large(size: u64, limit: u64) -> Error {
    let why = format!("the value has {size} bytes or more, the limit is {limit}");
    Error::new(Code::ValueTooLarge, why).with(Detail { size: Some(size), limit: Some(limit) })
}

/// The refusal of a stream that did not have the length it was declared with.
#[must_use]
pub fn wrong_length(declared: u64, seen: u64) -> Error {
    let message = if seen < declared {
        format!("the stream ended after {seen} of {declared} bytes")
    } else {
        format!("the stream went on after the {declared} bytes that it was declared with")
    };
    Error::new(Code::BodyFailed, message)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn a_known_length_goes_in_one_request_up_to_r2s_limit() {
        for mode in [Mode::Overwrite, Mode::Create] {
            assert_eq!(Upload::of(mode, Some(SINGLE_PUT_BYTES)), Ok(Upload::Single));
        }
        let over = SINGLE_PUT_BYTES + 1;
        assert_eq!(Upload::of(Mode::Overwrite, Some(over)), Ok(Upload::Parts));
        assert_eq!(part_size(Some(over)), PART_BYTES);
        assert_eq!(Upload::of(Mode::Create, Some(over)).unwrap_err().code, Code::InvalidOptions);
    }

    #[test]
    fn the_largest_object_fits_into_the_parts() {
        assert_eq!(Upload::of(Mode::Overwrite, Some(OBJECT_BYTES)), Ok(Upload::Parts));
        assert!(OBJECT_BYTES.div_ceil(part_size(Some(OBJECT_BYTES))) <= PARTS);
        let error = Upload::of(Mode::Overwrite, Some(OBJECT_BYTES + 1)).unwrap_err();
        assert_eq!(error.code, Code::ValueTooLarge);
    }

    #[test]
    fn an_unknown_length_is_buffered_first() {
        assert_eq!(Upload::of(Mode::Create, None), Ok(Upload::Buffered));
    }
}
