//! What the core knows, as the plain objects that callers hold.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::memory::Kept;
use super::sys;
use crate::condition::Selection;
use crate::declare::Variant;
use crate::metadata::Metadata;
use crate::object::Object;
use crate::options::List;
use crate::store::memory::Page;
use crate::time::Millis;

/// A StorageObject.
pub(super) fn shown(key: &JsValue, object: &Object, variant: Variant) -> JsValue {
    let text = |text: &Option<String>| text.as_ref().map_or(JsValue::UNDEFINED, JsValue::from);
    let http = &object.metadata.http;
    let expires_at = match variant {
        Variant::Bucket => None,
        Variant::Kv => object.expires_at.map(Millis::iso),
    };
    let stored_at = object.stored_at.iso();
    sys::storage_object(
        key,
        number(object.size),
        &(object.etag.clone() + &stored_at),
        &user_record(&object.metadata),
        &text(&http.content_type),
        &text(&http.cache_control),
        &text(&http.content_disposition),
        &text(&http.content_encoding),
        expires_at.as_deref(),
    )
}

/// A record of strings.
pub(super) fn record<'a>(entries: impl Iterator<Item = (&'a str, &'a str)>) -> JsValue {
    let flat = Array::new();
    for (key, value) in entries {
        flat.push(&JsValue::from_str(key));
        flat.push(&JsValue::from_str(value));
    }
    sys::record(&flat)
}

/// A get's answer.
pub(super) fn selected(object: &JsValue, body: &JsValue, selection: Selection) -> JsValue {
    match selection {
        Selection::NotModified => sys::found(object, &JsValue::UNDEFINED, true, None, None),
        Selection::Whole => sys::found(object, body, false, None, None),
        Selection::Part(part) => {
            sys::found(object, body, false, Some(number(part.offset)), Some(number(part.length)))
        }
    }
}

/// A size as JavaScript's number; all are below 2^53.
#[expect(clippy::cast_precision_loss, reason = "no size reaches 2^53")]
pub(super) fn number(n: u64) -> f64 {
    n as f64
}

/// The metadata of a put, where there is any.
pub(super) fn user_record(metadata: &Metadata) -> JsValue {
    if metadata.user.is_empty() && metadata.checksum.is_none() {
        return JsValue::UNDEFINED;
    }
    record(metadata.shown())
}

/// A page, with every item complete.
pub(super) fn shown_page(page: Page<'_, Kept>, identity: &str, list: &List) -> JsValue {
    let items: Array = page.items.iter().map(|(_, entry)| sys::copy(&entry.body.object)).collect();
    let cursor = page.next.map(|next| next.to_cursor(identity, list));
    let prefixes = list
        .delimiter
        .as_ref()
        .map_or(JsValue::UNDEFINED, |_| page.prefixes.iter().map(JsValue::from).collect::<Array>().into());
    sys::page(&items, cursor.as_deref(), &prefixes)
}
