//! Sealed values: headers, entries, and the arithmetic of segments.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::enums::Variant;
use super::errors::{Answer, count};
use super::{read, write};
use crate::error::{Code, Error};
use crate::range::{Range, Resolved};
use crate::seal::associated;
use crate::seal::entry::Entry;
use crate::seal::range::{Part, part, plan};
use crate::seal::segments;
use crate::upload::check_sealed_size;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** What an answer with sealed bytes holds: numbers of segments, and counts of bytes. */
export interface SealedPart {
  /** The part of the plain value. */
  readonly offset: number;
  readonly length: number;
  /** The first and the last segment that are needed, and the last one of the value. */
  readonly first: number;
  readonly until: number;
  readonly last: number;
  /** Sealed bytes of the answer before the first segment that is needed. */
  readonly skipped: number;
  /** Plain bytes of the first segment before the part. */
  readonly before: number;
}
"#;

/// Bytes of a value once it is sealed, if its store takes it.
///
/// # Errors
/// `storage_value_too_large`.
#[wasm_bindgen(js_name = sealedSize)]
pub fn sealed_size(variant: Variant, plain: f64) -> Answer<f64> {
    let plain = count(plain)?;
    check_sealed_size(variant.into(), plain)?;
    Ok(segments::sealed_size(plain).map_or(f64::INFINITY, number))
}

/// Bytes of the plain value, by its entry and the length of the sealed one; `undefined` if it is not sealed.
///
/// # Errors
/// `storage_internal` for a length that is no count.
#[wasm_bindgen(js_name = plainSize)]
pub fn plain_size(entry: &str, sealed: f64) -> Answer<Option<f64>> {
    Ok(Entry::plain_size(entry, count(sealed)?).map(number))
}

#[expect(clippy::cast_precision_loss, reason = "sizes up to 256 TiB have an exact f64")]
pub(super) fn number(n: u64) -> f64 {
    n as f64
}

/// The entry of a new value: its header in base64url, without its first byte, and the version of the secret.
#[wasm_bindgen(js_name = sealedEntry)]
#[must_use]
pub fn sealed_entry(header: &str, version: &str) -> String {
    Entry { header, version }.to_text()
}

/// The header in an entry, in base64url without its first byte; `undefined` for a text that is no entry.
#[wasm_bindgen(js_name = sealedHeader)]
#[must_use]
pub fn sealed_header(entry: &str) -> Option<String> {
    Entry::read(entry).map(|entry| entry.header.to_owned())
}

/// The version of the secret in an entry; `undefined` for a text that is no entry.
#[wasm_bindgen(js_name = sealedVersion)]
#[must_use]
pub fn sealed_version(entry: &str) -> Option<String> {
    Entry::read(entry).map(|entry| entry.version.to_owned())
}

/// Random bytes of the host.
///
/// # Errors
/// `storage_host_error` where the host has no randomness.
#[wasm_bindgen(js_name = randomBytes)]
pub fn random_bytes(count: u32) -> Answer<Vec<u8>> {
    let mut bytes = vec![0; count as usize];
    fill(&mut bytes)?;
    Ok(bytes)
}

/// Fills a place with random bytes: all randomness of this package comes from here.
pub(super) fn fill(bytes: &mut [u8]) -> Answer<()> {
    let why = "the host has no source of random bytes (crypto.getRandomValues)";
    getrandom::fill(bytes).map_err(|_| Error::new(Code::HostError, why).into())
}

/// The whole segments that hold a range of plain bytes.
///
/// # Errors
/// `storage_internal` for a range that no plan has.
#[wasm_bindgen(js_name = sealedRange, unchecked_return_type = "Range")]
pub fn sealed_range(#[wasm_bindgen(unchecked_param_type = "Range")] range: &JsValue) -> Answer<JsValue> {
    let range: Range = read::own(range)?;
    Ok(write::object(&plan(range)))
}

#[derive(Serialize)]
struct SealedPart {
    offset: u64,
    length: u64,
    first: u64,
    until: u64,
    last: u64,
    skipped: u64,
    before: u64,
}

/// What an answer holds that begins with sealed byte `from` of a value of `sealed` bytes, by the value's entry and the
/// range that was asked for.
///
/// # Errors
/// `storage_decryption_failed` for what is not sealed, `storage_invalid_range` when no byte lies in the range.
#[wasm_bindgen(js_name = sealedPart, unchecked_return_type = "SealedPart")]
pub fn sealed_part(
    entry: &str,
    sealed: f64,
    from: f64,
    #[wasm_bindgen(unchecked_param_type = "Range | undefined")] range: &JsValue,
) -> Answer<JsValue> {
    let range: Option<Range> = if range.is_undefined() { None } else { Some(read::own(range)?) };
    let size = segments::plain_size(count(sealed)?);
    let (Some(_), Some(size)) = (Entry::read(entry), size) else {
        return Err(not_sealed().into());
    };
    let Some(part) = part(range, count(from)?, size) else {
        return Err(range.unwrap_or(Range::From(size)).unsatisfiable(size).into());
    };
    let Part { plain: Resolved { offset, length }, first, until, last, skipped, before } = part;
    Ok(write::object(&SealedPart { offset, length, first, until, last, skipped, before }))
}

fn not_sealed() -> Error {
    Error::new(Code::DecryptionFailed, "the stored value is not sealed, or was altered")
}

/// The bytes whose SHA-256 a value is bound to.
#[wasm_bindgen(js_name = associatedData)]
#[must_use]
pub fn associated_data(context: &str, key: &str, version: &str) -> Vec<u8> {
    associated::bytes(context, key, version)
}
