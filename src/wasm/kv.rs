//! Steps of calls on a KV binding.

use wasm_bindgen::prelude::*;

use super::enums::RecordState;
use super::errors::{Answer, count};
use super::read;
use crate::host::kv::Record;
use crate::time::Millis;

/// What a value's metadata says of it, by the length of its bytes where that is known.
///
/// # Errors
/// `storage_invalid_options` for a clock that tells no time.
#[wasm_bindgen(js_name = kvRecord)]
pub fn kv_record(metadata: &JsValue, size: Option<f64>, now: f64) -> Answer<RecordState> {
    let (size, now) = (size.map(count).transpose()?, Millis::of_clock(now)?);
    if !metadata.is_object() {
        return Ok(RecordState::Foreign);
    }
    let record: Option<Record> = read::foreign(metadata);
    Ok(record.map_or(RecordState::Foreign, |record| record.state(size, now).into()))
}
