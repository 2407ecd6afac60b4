//! Steps of calls on a KV binding.

use wasm_bindgen::prelude::*;

use super::errors::{Answer, count};
use crate::host::kv::{Record, RecordState};
use crate::time::{Millis, whole};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** The record that travels in a value's metadata: docs/decisions/0003-kv-record.md. */
export interface KvRecord {
  /** The format of the record. */
  readonly layeron: number;
  /** The number of stored bytes. */
  readonly size: number;
  readonly etag: string;
  /** Milliseconds. */
  readonly storedAt: number;
  /** Seconds. */
  readonly expiresAt?: number | undefined;
  readonly contentType?: string | undefined;
  readonly cacheControl?: string | undefined;
  readonly contentDisposition?: string | undefined;
  readonly contentEncoding?: string | undefined;
  readonly contentLanguage?: string | undefined;
  /** The HTTP field, as objects show it. */
  readonly expires?: string | undefined;
  readonly checksum?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** The text that a layer stored next to the value. */
  readonly sealed?: string | undefined;
}
"#;

#[wasm_bindgen(module = "/js/look.js")]
extern "C" {
    /// A copy of a value's metadata that has the members of a record, each of its kind.
    #[derive(Debug)]
    type KvRecord;

    /// The copy; `None` for anything else than a record.
    #[wasm_bindgen(js_name = recordOf)]
    fn record_of(metadata: &JsValue) -> Option<KvRecord>;

    #[wasm_bindgen(method, getter)]
    fn layeron(this: &KvRecord) -> f64;
    #[wasm_bindgen(method, getter)]
    fn size(this: &KvRecord) -> f64;
    #[wasm_bindgen(method, getter)]
    fn etag(this: &KvRecord) -> String;
    #[wasm_bindgen(method, getter, js_name = storedAt)]
    fn stored_at(this: &KvRecord) -> f64;
    #[wasm_bindgen(method, getter, js_name = expiresAt)]
    fn expires_at(this: &KvRecord) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = contentType)]
    fn content_type(this: &KvRecord) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = cacheControl)]
    fn cache_control(this: &KvRecord) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = contentDisposition)]
    fn content_disposition(this: &KvRecord) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = contentEncoding)]
    fn content_encoding(this: &KvRecord) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = contentLanguage)]
    fn content_language(this: &KvRecord) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn expires(this: &KvRecord) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn checksum(this: &KvRecord) -> Option<String>;
}

impl KvRecord {
    /// The members that have to be judged; `None` where a number is not valid in a record.
    fn record(&self) -> Option<Record> {
        let expires_at = match self.expires_at() {
            Some(second) => Some(whole(second)?),
            None => None,
        };
        Some(Record {
            layeron: u32::try_from(whole(self.layeron())?).ok()?,
            size: whole(self.size())?,
            etag: self.etag(),
            stored_at: whole(self.stored_at())?,
            expires_at,
            content_type: self.content_type(),
            cache_control: self.cache_control(),
            content_disposition: self.content_disposition(),
            content_encoding: self.content_encoding(),
            content_language: self.content_language(),
            expires: self.expires(),
            checksum: self.checksum(),
        })
    }
}

/// The record in a value's metadata, judged by the length of the value's bytes where that is known: `null` where the
/// value has expired, `undefined` where another program wrote it. It is a copy.
///
/// # Errors
/// `storage_invalid_options` for a clock that tells no time.
#[wasm_bindgen(js_name = kvRecord, unchecked_return_type = "KvRecord | null | undefined")]
pub fn kv_record(metadata: &JsValue, size: Option<f64>, now: f64) -> Answer<JsValue> {
    let (size, now) = (size.map(count).transpose()?, Millis::of_clock(now)?);
    let Some(copy) = record_of(metadata) else { return Ok(JsValue::UNDEFINED) };
    let state = copy.record().map_or(RecordState::Foreign, |record| record.state(size, now));
    Ok(match state {
        RecordState::Foreign => JsValue::UNDEFINED,
        RecordState::Expired => JsValue::NULL,
        RecordState::Exists => copy.into(),
    })
}
