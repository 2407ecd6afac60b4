//! Signed URLs: their claims, and the requests that use them.

use wasm_bindgen::prelude::*;
use web_sys::Headers;

use super::errors::Answer;
use super::response::setter;
use super::seal::fill;
use super::{read, write};
use crate::error::{Code, Error};
use crate::options::signed::{Signed, SignedOptions};
use crate::serve::{self, write::put};
use crate::sign::claims::Claims;
use crate::sign::{message, path};
use crate::time::Millis;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** The claims of a signed URL: docs/signed-urls.md. */
export interface Claims {
  readonly v: number;
  readonly until: number;
  readonly secret?: string;
  readonly once?: string;
  readonly action: "read" | "write";
  readonly inline?: boolean;
  readonly filename?: string;
  readonly type?: string;
  readonly max?: number;
  readonly metadata?: Record<string, string>;
  readonly create?: boolean;
}

/** The put that a signed PUT request makes, and the most bytes that its body may have. */
export interface SignedPut {
  readonly options: {
    readonly contentType?: string;
    readonly metadata: Record<string, string>;
    readonly ifNotExists: boolean;
    readonly size?: number;
  };
  readonly max?: number;
}
"#;

/// Bytes that tell a URL for one request from every other.
const ONCE_BYTES: usize = 16;

fn signed(options: &JsValue) -> Answer<Signed> {
    Ok(read::options::<SignedOptions>(options)?.try_into()?)
}

/// Checks the options of a signed URL, before anybody looks for a secret.
///
/// # Errors
/// With the code of the first option that is wrong.
#[wasm_bindgen(js_name = checkSigned)]
pub fn check_signed(options: &JsValue, delete_after_days: Option<u32>) -> Answer<()> {
    Ok(signed(options)?.check_lifecycle(delete_after_days)?)
}

/// The claims of a new URL that a version of a secret signs.
///
/// # Errors
/// With the code of the first option that is wrong.
#[wasm_bindgen(js_name = newClaims, unchecked_return_type = "Claims")]
pub fn new_claims(options: &JsValue, version: &str, now: f64) -> Answer<JsValue> {
    let (signed, now) = (signed(options)?, Millis::of_clock(now)?);
    let once = if signed.is_once { Some(draw()?) } else { None };
    Ok(write::object(&Claims::new(&signed, version, once, now)))
}

fn draw() -> Answer<String> {
    let mut random = [0; ONCE_BYTES];
    fill(&mut random)?;
    Ok(random.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The claims of a URL, if they are claims and allow a method at a time.
///
/// # Errors
/// `storage_invalid_options` for a clock that tells no time.
#[wasm_bindgen(js_name = readClaims, unchecked_return_type = "Claims | undefined")]
pub fn read_claims(claims: &JsValue, method: &str, now: f64) -> Answer<JsValue> {
    let now = Millis::of_clock(now)?;
    let claims: Option<Claims> = read::foreign(claims);
    let allowed = claims.filter(|claims| claims.allow(method, now));
    Ok(allowed.map_or(JsValue::UNDEFINED, |claims| write::object(&claims)))
}

/// The path of a key's URL.
#[wasm_bindgen(js_name = keyPath)]
#[must_use]
pub fn key_path(namespace: &str, name: &str, key: &str) -> String {
    path::of(namespace, name, key)
}

/// The bytes whose HMAC is the signature of a URL; `claims` are its text.
#[wasm_bindgen(js_name = signedMessage)]
#[must_use]
pub fn signed_message(namespace: &str, name: &str, key: &str, claims: &str) -> Vec<u8> {
    message::bytes(namespace, name, key, claims)
}

/// Sets the header field that tells caches what to do with the answer to a read. The claims are absent for a public URL.
///
/// # Errors
/// `storage_internal` for claims that this package did not make.
#[wasm_bindgen(js_name = cacheField)]
pub fn cache_field(
    #[wasm_bindgen(unchecked_param_type = "Claims | undefined")] claims: &JsValue,
    stored: Option<String>,
    headers: &Headers,
) -> Answer<()> {
    serve::read::cache_field(claims_of(claims)?.as_ref(), stored.as_deref(), setter(headers));
    Ok(())
}

/// Sets the header fields of the answer to a read that has a body. The claims are absent for a public URL.
///
/// # Errors
/// `storage_internal` for claims that this package did not make.
#[wasm_bindgen(js_name = bodyFields)]
pub fn body_fields(
    #[wasm_bindgen(unchecked_param_type = "Claims | undefined")] claims: &JsValue,
    content_type: Option<String>,
    headers: &Headers,
) -> Answer<()> {
    serve::read::body_fields(claims_of(claims)?.as_ref(), content_type.as_deref(), setter(headers));
    Ok(())
}

fn claims_of(claims: &JsValue) -> Answer<Option<Claims>> {
    if claims.is_undefined() { Ok(None) } else { read::own(claims).map(Some) }
}

/// The put that a signed PUT request makes, by the request's header.
///
/// # Errors
/// `storage_content_type_mismatch`, `storage_value_too_large` or `storage_invalid_options`.
#[wasm_bindgen(js_name = planSignedPut, unchecked_return_type = "SignedPut")]
pub fn plan_signed_put(
    #[wasm_bindgen(unchecked_param_type = "Claims")] claims: &JsValue,
    request: &Headers,
) -> Answer<JsValue> {
    let claims: Claims = read::own(claims)?;
    let action = claims.action().ok_or_else(|| Error::new(Code::Internal, "the claims allow nothing"))?;
    let put = put(action, |name| request.get(name).ok().flatten())?;
    Ok(write::object(&put))
}
