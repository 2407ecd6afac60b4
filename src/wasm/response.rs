//! The head of `handle.toResponse()`.

use wasm_bindgen::prelude::*;
use web_sys::Headers;

use super::enums::Variant;
use super::errors::Answer;
use super::read;
use crate::disposition::content_disposition;
use crate::options::signed::{Disposition, Filename};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A stored value, as far as a response tells of it. */
export interface ResponseHead {
  readonly contentType?: string | undefined;
  readonly cacheControl?: string | undefined;
  readonly contentDisposition?: string | undefined;
  readonly contentEncoding?: string | undefined;
  readonly contentLanguage?: string | undefined;
  /** As HTTP writes dates. */
  readonly expires?: string | undefined;
  readonly etag: string;
  /** As HTTP writes dates. */
  readonly lastModified: string;
  readonly size: number;
  readonly notModified?: boolean | undefined;
  readonly range?: { readonly offset: number; readonly length: number } | undefined;
}
"#;

/// Sets the header fields of a response that carries a stored value; returns its status.
///
/// # Errors
/// `storage_internal` for a value that is not described as this package describes it.
#[wasm_bindgen(js_name = responseHead)]
pub fn response_head(
    variant: Variant,
    #[wasm_bindgen(unchecked_param_type = "ResponseHead")] head: &JsValue,
    headers: &Headers,
) -> Answer<u16> {
    let head: crate::response::ResponseHead = read::own(head)?;
    Ok(head.fields(variant.into(), setter(headers)))
}

/// The field `content-disposition` that has a browser save a value under a name.
///
/// # Errors
/// `storage_invalid_options` for what is no name of a file.
#[wasm_bindgen]
pub fn attachment(#[wasm_bindgen(unchecked_param_type = "unknown")] filename: &JsValue) -> Answer<String> {
    let filename: Filename = read::argument(filename, "filename", "attachment")?;
    Ok(content_disposition(Disposition::Attachment, Some(filename.as_str())))
}

/// Sets fields of a `Headers`.
pub(super) fn setter(headers: &Headers) -> impl FnMut(&str, &str) + '_ {
    |name, value| set(headers, name, value)
}

/// Sets a field of a `Headers`, which takes every printable value.
#[inline(never)]
fn set(headers: &Headers, name: &str, value: &str) {
    let is_set = headers.set(name, value).is_ok();
    debug_assert!(is_set, "{name} takes {value}");
}
