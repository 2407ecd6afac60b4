//! The head of `handle.toResponse()`.

use wasm_bindgen::prelude::*;
use web_sys::Headers;

use super::call::{count, flag, text, variant};
use super::refusal::Thrown;
use crate::condition::Selection;
use crate::input::{Frame, View};
use crate::range::Resolved;
use crate::response::Stored;

/// Sets the header fields of a stored value, and returns the status. The frame says whether the value is a
/// bucket's, and has the four HTTP fields, etag, date and size, whether it is not modified, and the part's offset
/// and length.
#[wasm_bindgen(js_name = responseHead)]
pub fn response_head(frame: &str, headers: &Headers) -> Thrown<u16> {
    let frame = &mut Frame::new(frame);
    let variant = variant(frame);
    let stored = Stored {
        content_type: field(frame),
        cache_control: field(frame),
        content_disposition: field(frame),
        content_encoding: field(frame),
        etag: text(frame),
        last_modified: text(frame),
        size: count(frame).unwrap_or_default(),
    };
    let selection = match (flag(frame), count(frame), count(frame)) {
        (true, ..) => Selection::NotModified,
        (_, Some(offset), Some(length)) => Selection::Part(Resolved { offset, length }),
        _ => Selection::Whole,
    };
    let mut thrown = Ok(());
    let status = stored.head(variant, selection, |name, value| {
        if let Err(error) = headers.set(name, value) {
            thrown = Err(error);
        }
    });
    thrown.map(|()| status)
}

fn field<'a>(frame: &mut Frame<'a>) -> Option<&'a str> {
    match frame.take() {
        View::Text(text) => Some(text),
        _ => None,
    }
}
