//! Errors that JavaScript asks for: which code, which status, which words belong to what it found. Which call on which
//! instance failed is put before the message by the module whose method was called.

use alloc::string::String;

use super::call::{FINE, count, range, text, variant};
use crate::cut;
use crate::error::{Code, Error};
use crate::host::failure;
use crate::input::Frame;
use crate::range::Range;
use crate::upload;

/// An error that JavaScript found: its code, a space, and its message.
pub(super) fn found(text: &str) -> Error {
    let (code, message) = cut::once(text, b' ').unwrap_or((text, ""));
    let known = Code::ALL.into_iter().find(|known| known.as_str() == code);
    Error::new(known.unwrap_or(Code::Internal), message)
}

/// What a host threw, by its text.
pub(super) fn host_failure(frame: &mut Frame<'_>) -> Error {
    failure::explain(variant(frame), text(frame))
}

/// Something if a put of a stream failed because of the stream, by the text of the failure.
pub(super) fn blames_stream(frame: &mut Frame<'_>) -> String {
    if failure::blames_stream(text(frame)) { "1".into() } else { FINE }
}

/// The caller's stream had another length than declared: the declared one, and the one that was seen.
pub(super) fn wrong_length(frame: &mut Frame<'_>) -> Error {
    upload::wrong_length(count(frame).unwrap_or_default(), count(frame).unwrap_or_default())
}

/// No byte of an object lies in the range: its size, and the range's offset, length and suffix.
pub(super) fn unsatisfiable(frame: &mut Frame<'_>) -> Error {
    let size = count(frame).unwrap_or_default();
    let range = range(frame).unwrap_or(Range::Suffix(0));
    range.unsatisfiable(size)
}
