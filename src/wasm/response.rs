//! The head of `handle.toResponse()`.

use wasm_bindgen::prelude::*;
use web_sys::Headers;

use super::refusal::{Thrown, variant};
use crate::condition::Selection;
use crate::input::{Frame, View};
use crate::range::Resolved;
use crate::response::{Head, Http};
use crate::time::Millis;

/// Sets the header fields of a stored value, and returns the status. The frame says whether the value is a
/// bucket's, and has the four HTTP fields, etag, milliseconds and size, whether it is not modified, and the part's offset and length.
#[wasm_bindgen(js_name = responseHead)]
pub fn response_head(frame: &str, headers: &Headers) -> Thrown<u16> {
    let mut frame = Frame::new(frame);
    let variant = variant(frame.take() == View::Boolean(true));
    let http = Http {
        content_type: text(frame.take()),
        cache_control: text(frame.take()),
        content_disposition: text(frame.take()),
        content_encoding: text(frame.take()),
    };
    let etag = text(frame.take()).unwrap_or_default();
    let stored_at = Millis::new(whole(frame.take()).unwrap_or_default());
    let size = whole(frame.take()).unwrap_or_default();
    let selection = match (frame.take(), whole(frame.take()), whole(frame.take())) {
        (View::Boolean(true), ..) => Selection::NotModified,
        (_, Some(offset), Some(length)) => Selection::Part(Resolved { offset, length }),
        _ => Selection::Whole,
    };
    let head = Head::of(variant, http, etag, stored_at, size, selection);
    for (name, value) in head.fields {
        headers.set(name, &value)?;
    }
    Ok(head.status)
}

fn text(view: View<'_>) -> Option<&str> {
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
