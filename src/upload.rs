//! How a stream gets into a bucket: in one request, or in parts.
//!
//! R2 takes a single request only with a known length, and conditions only on single requests. What
//! that leaves possible is decided here; the pumping is JavaScript's.

use crate::error::{Code, Error, Result};
use crate::limits::{OBJECT_BYTES, PART_BYTES, PARTS, SINGLE_PUT_BYTES};
use crate::options::PutMode;
use crate::say;

/// The way a stream takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upload {
    /// One request of exactly so many bytes.
    Single(u64),
    /// Parts of so many bytes, the last one smaller; the total is declared.
    Parts {
        /// Size of a part.
        part: u64,
    },
    /// Of unknown length: buffer one part of so many bytes; if the stream ends within it, one request,
    /// else parts of that size.
    Buffered {
        /// Size of a part.
        part: u64,
    },
}

const MIB: u64 = 1 << 20;

impl Upload {
    /// The way for a put of a stream.
    ///
    /// # Errors
    /// `storage_value_too_large` over R2's largest object, `storage_invalid_options` for a condition
    /// that R2 cannot check.
    pub fn of(mode: PutMode<'_>, size: Option<u64>) -> Result<Self> {
        match size {
            None => Ok(Self::Buffered { part: PART_BYTES }),
            Some(size) if size <= SINGLE_PUT_BYTES => Ok(Self::Single(size)),
            Some(size) if size > OBJECT_BYTES => Err(too_large(size, OBJECT_BYTES)),
            Some(size) => {
                check_unconditional(mode, size)?;
                // Whole MiB, so that the largest objects fit into 10,000 parts.
                let part = size.div_ceil(PARTS).next_multiple_of(MIB);
                Ok(Self::Parts { part: part.max(PART_BYTES) })
            }
        }
    }
}

/// Refuses a condition on an upload in parts: the binding has none there.
///
/// # Errors
/// `storage_invalid_options`.
pub fn check_unconditional(mode: PutMode<'_>, bytes: u64) -> Result<()> {
    let option = match mode {
        PutMode::Overwrite => return Ok(()),
        PutMode::Create => "ifNotExists",
        PutMode::Replace(_) => "ifMatch",
    };
    Err(Error::new(
        Code::InvalidOptions,
        say!(
            "put options: % cannot hold for a stream of % bytes or more that goes up in parts; \
             give its length as size (up to % bytes go in one request)",
            option,
            bytes,
            SINGLE_PUT_BYTES
        ),
    ))
}

/// The refusal of a value that is larger than a bucket takes this way.
#[must_use]
pub fn too_large(size: u64, limit: u64) -> Error {
    Error::new(Code::ValueTooLarge, say!("the value has % bytes or more, the limit is %", size, limit))
}

/// The refusal of a stream that did not have the length it was declared with.
#[must_use]
pub fn wrong_length(declared: u64, seen: u64) -> Error {
    let message = if seen < declared {
        say!("the stream ended after % of % bytes", seen, declared)
    } else {
        say!("the stream went on after the % bytes that it was declared with", declared)
    };
    Error::new(Code::BodyFailed, message)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn a_known_length_goes_in_one_request_up_to_r2s_limit() {
        for mode in [PutMode::Overwrite, PutMode::Create] {
            assert_eq!(Upload::of(mode, Some(SINGLE_PUT_BYTES)), Ok(Upload::Single(SINGLE_PUT_BYTES)));
        }
        let over = SINGLE_PUT_BYTES + 1;
        assert_eq!(Upload::of(PutMode::Overwrite, Some(over)), Ok(Upload::Parts { part: PART_BYTES }));
        assert_eq!(Upload::of(PutMode::Create, Some(over)).unwrap_err().code, Code::InvalidOptions);
    }

    #[test]
    fn the_largest_object_fits_into_the_parts() {
        let Upload::Parts { part } = Upload::of(PutMode::Overwrite, Some(OBJECT_BYTES)).unwrap() else {
            panic!("in parts");
        };
        assert!(OBJECT_BYTES.div_ceil(part) <= PARTS);
        let error = Upload::of(PutMode::Overwrite, Some(OBJECT_BYTES + 1)).unwrap_err();
        assert_eq!(error.code, Code::ValueTooLarge);
    }

    #[test]
    fn an_unknown_length_is_buffered_first() {
        assert_eq!(Upload::of(PutMode::Create, None), Ok(Upload::Buffered { part: PART_BYTES }));
    }
}
