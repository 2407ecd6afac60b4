//! The steps that every store's calls begin with: checks of keys and options, and plans.

use js_sys::Date;
use wasm_bindgen::prelude::*;

use super::enums::{Mode, Variant};
use super::errors::{Answer, StorageError, count};
use super::look::{name_of, text_of};
use super::{read, write};
use crate::condition::{Get, IfRange, Version};
use crate::cursor::Position;
use crate::expiry;
use crate::key::{Key, not_a_key};
use crate::metadata::{Checksum, HttpField};
use crate::options::get::{BucketGetOptions, KvGetOptions};
use crate::options::list::{BucketListOptions, EntriesOptions, KvListOptions, ListPlan};
use crate::options::put::{BucketPutOptions, KvPutOptions, Put, Ttl};
use crate::time::{self, Millis};
use crate::upload;
use crate::{content_type, etag, variant};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** The plan of a get: what is asked for besides the value. */
export interface GetPlan {
  readonly range?: Range;
  /** The value of an If-None-Match header. */
  readonly ifNoneMatch?: string;
  /** The value of an If-Range header. */
  readonly ifRange?: string;
}

/** A part of a value, in bytes. */
export type Range =
  | { readonly offset: number; readonly length?: number }
  | { readonly suffix: number };

/** The plan of a page of a listing. */
export interface ListPlan {
  readonly identity: string;
  readonly prefix: string;
  readonly delimiter?: string;
  readonly startAfter?: string;
  readonly limit: number;
  readonly position?: Position;
}

/** Where an earlier page ended; one of the members is there. */
export interface Position {
  readonly afterKey?: string;
  readonly afterPrefix?: string;
  readonly host?: string;
}
"#;

/// Checks a key that is a well-formed string.
///
/// # Errors
/// `storage_invalid_key`.
#[wasm_bindgen(js_name = checkKey)]
pub fn check_key(variant: Variant, key: &str) -> Answer<()> {
    Key::parse(variant.into(), key)?;
    Ok(())
}

/// The refusal of a key that is no well-formed string of readable length.
#[wasm_bindgen(js_name = notAKey)]
#[must_use]
pub fn refuse_key(variant: Variant, key: &JsValue) -> StorageError {
    let kind = name_of(key).unwrap_or_else(|_| "a value that throws when it is read".to_owned());
    not_a_key(variant.into(), &kind).into()
}

fn put_of(variant: Variant, options: &JsValue) -> Answer<Put> {
    Ok(match variant {
        Variant::Bucket => read::options::<BucketPutOptions>(options)?.try_into()?,
        Variant::Kv => read::options::<KvPutOptions>(options)?.try_into()?,
    })
}

/// Checks key and options of a put. `size` is the value's, where it has to be compared with the declared one.
///
/// # Errors
/// With the code of what is wrong first: the key, then the options.
#[wasm_bindgen(js_name = checkPut)]
pub fn check_put(variant: Variant, key: &str, options: &JsValue, size: Option<f64>) -> Answer<Mode> {
    Key::parse(variant.into(), key)?;
    let put = put_of(variant, options)?;
    if let Some(size) = size {
        put.check_declared(count(size)?)?;
    }
    Ok(put.mode.into())
}

/// Whether a value can be the option `checksum` of a put.
#[wasm_bindgen(js_name = isChecksum)]
#[must_use]
pub fn is_checksum(#[wasm_bindgen(unchecked_param_type = "unknown")] value: &JsValue) -> bool {
    text_of(value).is_some_and(|text| Checksum::try_from(text).is_ok())
}

/// Whether a value can be an HTTP field of a put, other than `expires`.
#[wasm_bindgen(js_name = isHttpField)]
#[must_use]
pub fn is_http_field(#[wasm_bindgen(unchecked_param_type = "unknown")] value: &JsValue) -> bool {
    text_of(value).is_some_and(|text| HttpField::try_from(text).is_ok())
}

/// Whether a text can be the HTTP field `expires` of a put.
#[wasm_bindgen(js_name = isExpires)]
#[must_use]
pub fn is_expires(text: &str) -> bool {
    time::is_expires(text)
}

/// The content type to store for the one that a Blob has; `undefined` where it has none that can be stored.
#[wasm_bindgen(js_name = typeOfBlob)]
#[must_use]
pub fn type_of_blob(variant: Variant, own: &str) -> Option<String> {
    content_type::own(variant.into(), own)
}

/// Refuses a value that is too large to be held in one piece.
///
/// # Errors
/// `storage_value_too_large`.
#[wasm_bindgen(js_name = checkValueSize)]
pub fn check_value_size(variant: Variant, size: f64) -> Answer<()> {
    Ok(upload::check_value_size(variant.into(), count(size)?)?)
}

/// The millisecond of the end of a KV value: `ttl` is the put's own (`null` is for ever), `declared` its instance's.
///
/// # Errors
/// `storage_invalid_options` for an end that KV cannot hold, and for a clock that tells no time.
#[wasm_bindgen(js_name = kvExpiry)]
pub fn kv_expiry(
    #[wasm_bindgen(unchecked_param_type = "number | null | undefined")] ttl: &JsValue,
    declared: Option<u32>,
    now: f64,
) -> Answer<Option<f64>> {
    Ok(expiry::of_kv(ttl_of(ttl)?, declared, Millis::of_clock(now)?)?.map(milliseconds))
}

/// The seconds that a KV value lives, by the same two; `undefined` is for ever.
///
/// # Errors
/// `storage_internal` for a `ttl` that no put has.
#[wasm_bindgen(js_name = kvTtl)]
pub fn kv_ttl(
    #[wasm_bindgen(unchecked_param_type = "number | null | undefined")] ttl: &JsValue,
    declared: Option<u32>,
) -> Answer<Option<u32>> {
    Ok(expiry::ttl_of_kv(ttl_of(ttl)?, declared))
}

fn ttl_of(ttl: &JsValue) -> Answer<Ttl> {
    if ttl.is_undefined() { Ok(Ttl::Declared) } else { read::own(ttl) }
}

/// The millisecond of the end of an object, by the lifecycle of its bucket.
///
/// # Errors
/// `storage_invalid_options` for a clock that tells no time.
#[wasm_bindgen(js_name = bucketExpiry)]
pub fn bucket_expiry(delete_after_days: Option<u32>, now: f64) -> Answer<Option<f64>> {
    Ok(expiry::of_bucket(delete_after_days, Millis::of_clock(now)?).map(milliseconds))
}

#[expect(clippy::cast_precision_loss, reason = "times up to the year 9999 have an exact f64")]
fn milliseconds(time: Millis) -> f64 {
    time.get() as f64
}

/// Checks key and options of a get, and plans it; `undefined` where nothing but the value is asked for.
///
/// # Errors
/// `storage_invalid_key` or `storage_invalid_options`.
#[wasm_bindgen(js_name = planGet, unchecked_return_type = "GetPlan | undefined")]
pub fn plan_get(variant: Variant, key: &str, options: &JsValue) -> Answer<JsValue> {
    Key::parse(variant.into(), key)?;
    if options.is_undefined() {
        return Ok(JsValue::UNDEFINED);
    }
    match variant {
        Variant::Bucket => {
            let get: Get = read::options::<BucketGetOptions>(options)?.try_into()?;
            let asks = get != Get::default();
            Ok(if asks { write::object(&get) } else { JsValue::UNDEFINED })
        }
        Variant::Kv => {
            read::options::<KvGetOptions>(options)?;
            Ok(JsValue::UNDEFINED)
        }
    }
}

/// Whether an If-Range names the version of this etag and date.
///
/// # Errors
/// `storage_invalid_options` for a date that is no time.
#[wasm_bindgen(js_name = rangeApplies)]
pub fn range_applies(if_range: &str, etag: &str, stored_at: f64) -> Answer<bool> {
    let stored_at = Millis::of_clock(stored_at)?;
    Ok(IfRange::parse(if_range).names(Version { etag, stored_at, http_date }))
}

/// A date as HTTP writes it.
pub(super) fn http_date(at: Millis) -> String {
    Date::new(&JsValue::from_f64(milliseconds(at))).to_utc_string().into()
}

/// Checks the options of a listing, and plans a page.
///
/// # Errors
/// `storage_invalid_options` or `storage_invalid_cursor`.
#[wasm_bindgen(js_name = planList, unchecked_return_type = "ListPlan")]
pub fn plan_list(variant: Variant, identity: &str, options: &JsValue) -> Answer<JsValue> {
    let plan = match variant {
        Variant::Bucket => ListPlan::of_bucket(identity, read::options::<BucketListOptions>(options)?)?,
        Variant::Kv => ListPlan::of_kv(identity, read::options::<KvListOptions>(options)?)?,
    };
    Ok(write::object(&plan))
}

/// The cursor that stands for a host's own, in the listing of a plan.
///
/// # Errors
/// `storage_internal` for an invalid plan.
#[wasm_bindgen(js_name = hostCursor)]
pub fn host_cursor(
    #[wasm_bindgen(unchecked_param_type = "ListPlan")] plan: &JsValue,
    cursor: &str,
) -> Answer<String> {
    let plan: ListPlan = read::own(plan)?;
    Ok(Position::Host(cursor.to_owned()).to_cursor(plan.listing()))
}

/// The host's own cursor in a plan; `undefined` for the first page.
///
/// # Errors
/// `storage_invalid_cursor` for a cursor of the memory host.
#[wasm_bindgen(js_name = hostPosition)]
pub fn host_position(
    #[wasm_bindgen(unchecked_param_type = "ListPlan")] plan: &JsValue,
) -> Answer<Option<String>> {
    let plan: ListPlan = read::own(plan)?;
    let host = plan.position.as_ref().map(Position::host).transpose();
    Ok(host?.map(str::to_owned))
}

/// Checks the options of `entries`.
///
/// # Errors
/// `storage_invalid_options`.
#[wasm_bindgen(js_name = checkEntries)]
pub fn check_entries(variant: Variant, options: &JsValue) -> Answer<()> {
    let variant = variant::Variant::from(variant);
    Ok(read::options::<EntriesOptions>(options)?.check(variant)?)
}

/// The hash of a value after its next piece; `before` is that of the pieces before it.
#[wasm_bindgen(js_name = hashOf)]
#[must_use]
pub fn hash_of(piece: &[u8], before: u64) -> u64 {
    etag::hash(piece, before)
}
