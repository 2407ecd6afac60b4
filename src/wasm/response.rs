//! The head of `handle.toResponse()`.

use wasm_bindgen::prelude::*;
use web_sys::Headers;

use super::call::text;
use super::refusal::{Thrown, variant};
use crate::condition::Selection;
use crate::input::{Frame, View};
use crate::range::Resolved;
use crate::response::Stored;

/// Sets the header fields of a stored value, and returns the status. The frame says whether the value is a
/// bucket's, and has the four HTTP fields, etag, date and size, whether it is not modified, and the part's offset
/// and length.
#[wasm_bindgen(js_name = responseHead)]
pub fn response_head(frame: &str, headers: &Headers) -> Thrown<u16> {
    let mut frame = Frame::new(frame);
    let variant = variant(frame.take() == View::Boolean(true));
    let stored = Stored {
        content_type: field(frame.take()),
        cache_control: field(frame.take()),
        content_disposition: field(frame.take()),
        content_encoding: field(frame.take()),
        etag: text(frame.take()),
        last_modified: text(frame.take()),
        size: whole(frame.take()).unwrap_or_default(),
    };
    let selection = match (frame.take(), whole(frame.take()), whole(frame.take())) {
        (View::Boolean(true), ..) => Selection::NotModified,
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

fn field(view: View<'_>) -> Option<&str> {
    match view {
        View::Text(text) => Some(text),
        _ => None,
    }
}

fn whole(view: View<'_>) -> Option<u64> {
    match view {
        View::Whole(n) => Some(n),
        _ => None,
    }
}
