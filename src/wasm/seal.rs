//! Sealed values: the arithmetic that JavaScript asks for while it seals and opens.

use alloc::string::String;

use super::call::{FINE, count, range, text, variant};
use crate::error::{Code, Error, Result};
use crate::input::Frame;
use crate::options::check_sealed_size;
use crate::range::{Range, Resolved};
use crate::seal::entry::Entry;
use crate::seal::range::{Part, part};
use crate::seal::segments::sealed_size;
use crate::words::decimal;

/// Bytes of a value once it is sealed, if its store takes it.
pub(super) fn size(frame: &mut Frame<'_>) -> Result<String> {
    let variant = variant(frame);
    let plain = count(frame).unwrap_or_default();
    check_sealed_size(variant, plain)?;
    Ok(decimal(sealed_size(plain).unwrap_or(u64::MAX)))
}

/// Bytes of the plain value, by its entry and the length of the sealed one; nothing if it is not sealed.
pub(super) fn plain_size(frame: &mut Frame<'_>) -> String {
    Entry::plain_size(text(frame), count(frame).unwrap_or_default()).map_or(FINE, decimal)
}

/// What an answer holds: by the entry and the length of the sealed value, the answer's first byte, and the range
/// that was asked for. Numbers with a space after each.
pub(super) fn part_of(frame: &mut Frame<'_>) -> Result<String> {
    let (entry, sealed) = (text(frame), count(frame).unwrap_or_default());
    let Some(size) = Entry::plain_size(entry, sealed) else {
        return Err(Error::new(Code::DecryptionFailed, "what is stored is not sealed, or was altered"));
    };
    let from = count(frame).unwrap_or_default();
    let range = range(frame);
    let Some(part) = part(range, from, size) else {
        return Err(range.unwrap_or(Range::From(size)).unsatisfiable(size));
    };
    let Part { plain: Resolved { offset, length }, first, until, last, skipped, before } = part;
    let mut numbers = String::new();
    for n in [offset, length, first, until, last, skipped, before] {
        numbers.push_str(&decimal(n));
        numbers.push(' ');
    }
    Ok(numbers)
}
