//! Steps of calls on an R2 binding.

use wasm_bindgen::prelude::*;

use super::enums::{Mode, StreamFailure, UploadWay};
use super::errors::{Answer, count};
use super::seal::number;
use super::{read, write};
use crate::condition::IfNoneMatch;
use crate::error::{Code, Error};
use crate::host::r2::{self, OnlyIf, PageAnswer};
use crate::upload::{self, Upload};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** `onlyIf` of an R2 get: an etag, or the value of an If-None-Match header. */
export type R2Condition = { readonly etagDoesNotMatch: string } | { readonly header: string };

/** An answer to a list, as far as its page depends on it. */
export interface R2Answer {
  readonly prefix: string;
  readonly limit: number;
  /** Entries that were gathered before; absent once the page is full. */
  readonly gathered?: number | undefined;
  readonly visible: number;
  readonly lastKey: string;
  readonly lastPrefix: string;
  readonly truncated: boolean;
}

/** The next step after an answer to a list. */
export type R2Step =
  | { readonly step: "ask"; readonly more: number }
  | { readonly step: "lookAhead" | "done" | "doneBefore" };
"#;

/// The way of a put of a stream, of this length if it is known.
///
/// # Errors
/// `storage_value_too_large`, or `storage_invalid_options` for a condition that R2 cannot check.
#[wasm_bindgen(js_name = uploadWay)]
pub fn upload_way(mode: Mode, size: Option<f64>) -> Answer<UploadWay> {
    Ok(Upload::of(mode.into(), size.map(count).transpose()?)?.into())
}

/// Bytes of a part of an upload of this length, if it is known.
///
/// # Errors
/// `storage_internal` for a length that is no count.
#[wasm_bindgen(js_name = partSize)]
pub fn part_size(size: Option<f64>) -> Answer<f64> {
    Ok(number(upload::part_size(size.map(count).transpose()?)))
}

/// Allows a part, by its number, of an upload in parts of a size.
///
/// # Errors
/// `storage_invalid_options` or `storage_value_too_large`.
#[wasm_bindgen(js_name = checkPart)]
pub fn check_part(mode: Mode, number: f64, size: f64) -> Answer<()> {
    Ok(upload::check_part(mode.into(), count(number)?, count(size)?)?)
}

/// Why a put of a stream failed, by the text of the error.
#[wasm_bindgen(js_name = streamFailure)]
#[must_use]
pub fn stream_failure(text: &str) -> StreamFailure {
    r2::stream_failure(text).into()
}

/// The condition of a get, as R2 takes it.
///
/// # Errors
/// `storage_internal` for a header that no plan has.
#[wasm_bindgen(js_name = r2Condition, unchecked_return_type = "R2Condition")]
pub fn r2_condition(if_none_match: &str) -> Answer<JsValue> {
    let known = IfNoneMatch::parse(if_none_match)
        .ok_or_else(|| Error::new(Code::Internal, "an If-None-Match that no plan has"))?;
    Ok(write::object(&OnlyIf::from(known)))
}

/// What to do after an answer to a list.
///
/// # Errors
/// `storage_internal` for an invalid answer.
#[wasm_bindgen(js_name = r2ListStep, unchecked_return_type = "R2Step")]
pub fn r2_list_step(#[wasm_bindgen(unchecked_param_type = "R2Answer")] answer: &JsValue) -> Answer<JsValue> {
    let answer: PageAnswer = read::own(answer)?;
    Ok(write::object(&answer.step()))
}
