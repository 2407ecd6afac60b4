//! Structured answers, as plain objects with names.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

/// The plain object of an answer. Members that are absent are skipped by their structs.
pub(super) fn object<T: Serialize>(answer: &T) -> JsValue {
    // Answers hold texts, numbers and maps of texts, none of which fails.
    answer.serialize(&Serializer::new().serialize_maps_as_objects(true)).unwrap_or_default()
}
