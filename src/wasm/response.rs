//! The head of `handle.toResponse()`.

use alloc::string::String;

use super::call::{count, flag, optional, text, variant};
use crate::condition::Selection;
use crate::input::Frame;
use crate::range::Resolved;
use crate::response::Stored;
use crate::words::decimal;

/// The status, and then the name and the value of each header field, a line each. The frame says whether the value
/// is a bucket's, and has the four HTTP fields, etag, date and size, whether it is not modified, and the part's offset
/// and length.
pub(super) fn head(frame: &mut Frame<'_>) -> String {
    let variant = variant(frame);
    let stored = Stored {
        content_type: optional(frame),
        cache_control: optional(frame),
        content_disposition: optional(frame),
        content_encoding: optional(frame),
        etag: text(frame),
        last_modified: text(frame),
        size: count(frame).unwrap_or_default(),
    };
    let selection = match (flag(frame), count(frame), count(frame)) {
        (true, ..) => Selection::NotModified,
        (_, Some(offset), Some(length)) => Selection::Part(Resolved { offset, length }),
        _ => Selection::Whole,
    };
    let mut fields = String::new();
    let status = stored.head(variant, selection, |name, value| {
        for part in ["\n", name, "\n", value] {
            fields.push_str(part);
        }
    });
    decimal(u64::from(status)) + &fields
}
