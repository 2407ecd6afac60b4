//! The head of `handle.toResponse()`.

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;

use super::sys::R2Http;
use crate::condition::Selection;
use crate::metadata::Http;
use crate::range::Resolved;
use crate::response::Head;
use crate::time::Millis;

/// `[status, name, value, name, value, …]` for a StorageObject.
#[wasm_bindgen(js_name = responseHead)]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes are whole and positive")]
pub fn response_head(
    object: &R2Http,
    etag: &str,
    stored_at: f64,
    size: f64,
    not_modified: bool,
    offset: Option<f64>,
    length: Option<f64>,
) -> Array {
    let http = Http {
        content_type: object.content_type().as_string(),
        cache_control: object.cache_control().as_string(),
        content_disposition: object.content_disposition().as_string(),
        content_encoding: object.content_encoding().as_string(),
    };
    let selection = match (not_modified, offset, length) {
        (true, ..) => Selection::NotModified,
        (false, Some(offset), Some(length)) => {
            Selection::Part(Resolved { offset: offset as u64, length: length as u64 })
        }
        (false, ..) => Selection::Whole,
    };
    let stored_at = Millis::from_f64(stored_at).unwrap_or_default();
    let head = Head::of(&http, etag, stored_at, size as u64, selection);
    let flat = Array::of1(&head.status.into());
    for (name, value) in head.fields {
        flat.push(&JsString::from(name));
        flat.push(&JsString::from(value));
    }
    flat
}
