//! `storage.bucket()`, `storage.kv()`, `secret` and `connect()`: what is said before any call.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::errors::{Answer, StorageError};
use super::{read, write};
use crate::declare::{
    BucketOptions, Declaration, Fingerprint, KvOptions, RandomOptions, StaticOptions, binding_taken,
};
use crate::error::{Code, Error, Result};
use crate::etag::PIECE_BYTES;
use crate::host::kv::FORMAT;
use crate::key::RESERVED_PREFIX;
use crate::limits::{DELETE_KEYS, LIST_ENTRIES, SECRET_MAX_BYTES, SECRET_MIN_BYTES, SIGNED_URL_CHARS};
use crate::metadata::RESERVED_METADATA_PREFIX;
use crate::options::Options;
use crate::options::connect::ConnectOptions;
use crate::options::rewrap::RewrapOptions;
use crate::seal::entry;
use crate::seal::segments::{HEADER_BYTES, PREFIX_BYTES, SALT_BYTES, SEGMENT_BYTES, TAG_BYTES};
use crate::time::Millis;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A declaration that has passed every rule. */
export interface Declaration {
  /** `namespace/name` */
  readonly identity: string;
  readonly name: string;
  readonly namespace: string;
  readonly binding: string;
  readonly fingerprint: Fingerprint;
  /** Storage only. */
  readonly access?: "private" | "public";
  /** KV only. */
  readonly ttlSeconds?: number;
  /** Buckets only. */
  readonly deleteAfterDays?: number;
  /** Sealed instances only. */
  readonly encryption?: Encryption;
  /** Random secrets only. */
  readonly bytes?: number;
}

/** How an instance is sealed. */
export interface Encryption {
  /** The name of the secret. */
  readonly secret: string;
  /** Absent is the instance's own namespace or the default one, wherever such a secret is declared. */
  readonly namespace?: string;
  /** The host binding of a secret that nobody declares. */
  readonly binding: string;
  readonly context: string;
}

/** What two declarations of one identity must agree on; for `checkSame` only. */
export type Fingerprint = Readonly<Record<string, string>>;

/** Names and numbers of the core that TypeScript needs, too. */
export interface Constants {
  readonly reservedKeys: string;
  readonly reservedMetadata: string;
  readonly sealedEntry: string;
  readonly recordFormat: number;
  readonly listEntries: number;
  readonly deleteKeys: number;
  readonly etagPiece: number;
  readonly segmentBytes: number;
  readonly tagBytes: number;
  readonly headerBytes: number;
  readonly saltBytes: number;
  readonly noncePrefixBytes: number;
  readonly secretMinBytes: number;
  readonly secretMaxBytes: number;
  readonly signedUrlChars: number;
  readonly lastSecond: number;
}
"#;

fn declare<O>(options: &JsValue) -> Answer<JsValue>
where
    O: Options,
    Declaration: TryFrom<O, Error = Error>,
{
    if options.is_undefined() {
        let why = format!("{} must be a plain object, not undefined", O::WHAT);
        return Err(Error::new(Code::InvalidOptions, why).into());
    }
    let declaration: Result<Declaration> = read::options::<O>(options)?.try_into();
    Ok(write::object(&declaration?))
}

/// Declares a bucket.
///
/// # Errors
/// `storage_invalid_name` or `storage_invalid_options`.
#[wasm_bindgen(js_namespace = storage, js_name = bucket, unchecked_return_type = "Declaration")]
pub fn storage_bucket(options: &JsValue) -> Answer<JsValue> {
    declare::<BucketOptions>(options)
}

/// Declares a KV namespace.
///
/// # Errors
/// `storage_invalid_name` or `storage_invalid_options`.
#[wasm_bindgen(js_namespace = storage, js_name = kv, unchecked_return_type = "Declaration")]
pub fn storage_kv(options: &JsValue) -> Answer<JsValue> {
    declare::<KvOptions>(options)
}

/// Declares a secret that somebody made.
///
/// # Errors
/// `storage_invalid_name` or `storage_invalid_options`.
#[wasm_bindgen(js_name = secretStatic, unchecked_return_type = "Declaration")]
pub fn secret_static(options: &JsValue) -> Answer<JsValue> {
    declare::<StaticOptions>(options)
}

/// Declares a secret for which any random bytes will do.
///
/// # Errors
/// `storage_invalid_name` or `storage_invalid_options`.
#[wasm_bindgen(js_name = secretRandom, unchecked_return_type = "Declaration")]
pub fn secret_random(options: &JsValue) -> Answer<JsValue> {
    declare::<RandomOptions>(options)
}

/// Refuses a second declaration of one identity that differs from the first.
///
/// # Errors
/// `storage_invalid_options`.
#[wasm_bindgen(js_name = checkSame)]
pub fn check_same(
    identity: &str,
    #[wasm_bindgen(unchecked_param_type = "Fingerprint")] first: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "Fingerprint")] again: &JsValue,
) -> Answer<()> {
    let (first, again): (Fingerprint, Fingerprint) = (read::own(first)?, read::own(again)?);
    Ok(crate::declare::check_same(identity, &first, &again)?)
}

/// The error of a second identity on one binding.
#[wasm_bindgen(js_name = bindingTaken)]
#[must_use]
pub fn refuse_binding(binding: &str, owner: &str, identity: &str) -> StorageError {
    binding_taken(binding, owner, identity).into()
}

/// Checks the options of `connect`, as far as that needs no parser of URLs.
///
/// # Errors
/// `storage_invalid_options`.
#[wasm_bindgen(js_name = checkConnect)]
pub fn check_connect(options: &JsValue) -> Answer<()> {
    Ok(read::options::<ConnectOptions>(options)?.check()?)
}

/// Checks the options of `rewrap`.
///
/// # Errors
/// `storage_invalid_options` or `storage_invalid_cursor`.
#[wasm_bindgen(js_name = checkRewrap)]
pub fn check_rewrap(options: &JsValue) -> Answer<()> {
    read::options::<RewrapOptions>(options)?;
    Ok(())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Constants {
    reserved_keys: &'static str,
    reserved_metadata: &'static str,
    sealed_entry: &'static str,
    record_format: u32,
    list_entries: u32,
    delete_keys: usize,
    etag_piece: usize,
    segment_bytes: u64,
    tag_bytes: u64,
    header_bytes: u64,
    salt_bytes: u64,
    nonce_prefix_bytes: u64,
    secret_min_bytes: u32,
    secret_max_bytes: u32,
    signed_url_chars: u32,
    last_second: u64,
}

/// Names and numbers that TypeScript needs, too, so that each stands in one place.
#[wasm_bindgen(unchecked_return_type = "Constants")]
#[must_use]
pub fn constants() -> JsValue {
    write::object(&Constants {
        reserved_keys: RESERVED_PREFIX,
        reserved_metadata: RESERVED_METADATA_PREFIX,
        sealed_entry: entry::NAME,
        record_format: FORMAT,
        list_entries: LIST_ENTRIES,
        delete_keys: DELETE_KEYS,
        etag_piece: PIECE_BYTES,
        segment_bytes: SEGMENT_BYTES,
        tag_bytes: TAG_BYTES,
        header_bytes: HEADER_BYTES,
        salt_bytes: SALT_BYTES,
        nonce_prefix_bytes: PREFIX_BYTES,
        secret_min_bytes: SECRET_MIN_BYTES,
        secret_max_bytes: SECRET_MAX_BYTES,
        signed_url_chars: SIGNED_URL_CHARS,
        last_second: Millis::LAST_SECOND,
    })
}
