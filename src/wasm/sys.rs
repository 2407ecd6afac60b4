//! The shapes of JavaScript that the core meets: its own helpers, and what bindings answer.

use js_sys::{Array, Date, JsString, Object};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/input.js")]
extern "C" {
    #[wasm_bindgen(js_name = kindOf)]
    pub fn kind_of(value: &JsValue) -> u8;
    #[wasm_bindgen(catch)]
    pub fn members(value: &JsValue, known: &Array) -> Result<Array, JsValue>;
    #[wasm_bindgen(catch)]
    pub fn entries(value: &JsValue) -> Result<Option<Array>, JsValue>;
    pub fn show(number: f64) -> String;
    #[wasm_bindgen(js_name = isWellFormed)]
    pub fn is_well_formed(text: &JsValue) -> bool;
    pub fn normalise(text: &str) -> String;
}

#[wasm_bindgen(module = "/js/errors.js")]
extern "C" {
    #[wasm_bindgen(js_name = storageError)]
    pub fn storage_error(
        code: &str,
        status: u16,
        retryable: bool,
        message: &str,
        key: Option<&str>,
        cause: &JsValue,
    ) -> JsValue;
}

#[wasm_bindgen(module = "/js/shapes.js")]
extern "C" {
    /// `named` is the etag and after it the date of 24 characters: one string crosses for two. The
    /// `JsValue` arguments are strings or `undefined`.
    #[wasm_bindgen(js_name = storageObject)]
    pub fn storage_object(
        key: &JsValue,
        size: f64,
        named: &str,
        metadata: &JsValue,
        content_type: &JsValue,
        cache_control: &JsValue,
        content_disposition: &JsValue,
        content_encoding: &JsValue,
        expires_at: Option<&str>,
    ) -> JsValue;
    /// The same, of what R2 answered: its etag passes through untouched.
    #[wasm_bindgen(js_name = r2StorageObject)]
    pub fn r2_storage_object(
        key: &JsValue,
        size: f64,
        etag: &JsValue,
        stored_at: &str,
        metadata: &JsValue,
        http: &JsValue,
    ) -> JsValue;
    pub fn copy(object: &JsValue) -> JsValue;
    pub fn found(
        object: &JsValue,
        body: &JsValue,
        not_modified: bool,
        offset: Option<f64>,
        length: Option<f64>,
    ) -> JsValue;
    pub fn page(items: &Array, cursor: Option<&str>, prefixes: &JsValue) -> JsValue;
    pub fn record(flat: &Array) -> JsValue;
    #[wasm_bindgen(js_name = recordWithout)]
    pub fn record_without(source: &JsValue, prefix: &str) -> JsValue;
    #[wasm_bindgen(js_name = r2Put)]
    pub fn r2_put(
        key: &str,
        content_type: Option<&str>,
        cache_control: Option<&str>,
        content_disposition: Option<&str>,
        content_encoding: Option<&str>,
        custom_metadata: &JsValue,
        how: Option<&str>,
        etags: Option<&str>,
        size: Option<f64>,
    ) -> JsValue;
    pub fn upload(single: Option<f64>, part: Option<f64>, buffered: bool) -> JsValue;
    #[wasm_bindgen(js_name = r2Get)]
    pub fn r2_get(
        key: &str,
        how: Option<&str>,
        etags: Option<&str>,
        offset: Option<f64>,
        length: Option<f64>,
        suffix: Option<f64>,
        if_range: Option<&str>,
    ) -> JsValue;
    #[wasm_bindgen(js_name = r2ListOptions)]
    pub fn r2_list_options(
        prefix: &str,
        delimiter: Option<&str>,
        cursor: Option<&str>,
        start_after: Option<&str>,
        limit: u32,
    ) -> JsValue;
    #[wasm_bindgen(js_name = kvRecord)]
    pub fn kv_record(
        format: u32,
        size: f64,
        etag: &str,
        stored_at: f64,
        expires_at: Option<f64>,
        content_type: Option<&str>,
        cache_control: Option<&str>,
        content_disposition: Option<&str>,
        content_encoding: Option<&str>,
        checksum: Option<&str>,
        user: &JsValue,
    ) -> JsValue;
    #[wasm_bindgen(js_name = kvPut)]
    pub fn kv_put(
        key: &str,
        metadata: &JsValue,
        expiration_ttl: Option<u32>,
        create: bool,
        object: &JsValue,
    ) -> JsValue;
    #[wasm_bindgen(js_name = kvGet)]
    pub fn kv_get(key: &str, cache_ttl: Option<u32>) -> JsValue;
    #[wasm_bindgen(js_name = kvListOptions)]
    pub fn kv_list_options(prefix: &str, cursor: Option<&str>, limit: u32) -> JsValue;
    #[wasm_bindgen(js_name = kvForeign)]
    pub fn kv_foreign(key: &str, expires_at: Option<&str>) -> JsValue;
}

#[wasm_bindgen(module = "/js/registry.js")]
extern "C" {
    #[wasm_bindgen(js_name = declaredAs)]
    pub fn declared_as(identity: &str) -> Option<String>;
    #[wasm_bindgen(js_name = ownerOf)]
    pub fn owner_of(binding: &str) -> Option<String>;
    pub fn register(
        identity: &str,
        fingerprint: &str,
        declaration: &JsValue,
        carried: &Object,
        ttl_seconds: Option<u32>,
        delete_after_days: Option<u32>,
    ) -> Declared;

    /// A record of the registry: a declared instance.
    pub type Declared;
    #[wasm_bindgen(method, getter)]
    pub fn id(this: &Declared) -> u32;
    #[wasm_bindgen(method, getter)]
    pub fn identity(this: &Declared) -> String;
    #[wasm_bindgen(method, getter, js_name = isBucket)]
    pub fn is_bucket(this: &Declared) -> bool;
    #[wasm_bindgen(method, getter, js_name = ttlSeconds)]
    pub fn ttl_seconds(this: &Declared) -> Option<u32>;
    #[wasm_bindgen(method, getter, js_name = deleteAfterDays)]
    pub fn delete_after_days(this: &Declared) -> Option<u32>;
}

#[wasm_bindgen(module = "/js/module/make.js")]
extern "C" {
    #[wasm_bindgen(js_name = makeModule)]
    pub fn make_module(declared: &Declared) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    /// `R2Object`, with or without a body. Members that are passed on untouched stay JavaScript's.
    pub type R2Object;
    #[wasm_bindgen(method, getter)]
    pub fn key(this: &R2Object) -> String;
    #[wasm_bindgen(method, getter)]
    pub fn size(this: &R2Object) -> f64;
    #[wasm_bindgen(method, getter)]
    pub fn etag(this: &R2Object) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub fn uploaded(this: &R2Object) -> Date;
    #[wasm_bindgen(method, getter, js_name = httpMetadata)]
    pub fn http_metadata(this: &R2Object) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = customMetadata)]
    pub fn custom_metadata(this: &R2Object) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub fn range(this: &R2Object) -> Option<R2Range>;
    #[wasm_bindgen(method, getter)]
    pub fn body(this: &R2Object) -> JsValue;

    /// `R2HTTPMetadata`
    pub type R2Http;
    #[wasm_bindgen(method, getter, js_name = contentType)]
    pub fn content_type(this: &R2Http) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = cacheControl)]
    pub fn cache_control(this: &R2Http) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = contentDisposition)]
    pub fn content_disposition(this: &R2Http) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = contentEncoding)]
    pub fn content_encoding(this: &R2Http) -> JsValue;

    /// A range as R2 answers it: normalised.
    pub type R2Range;
    #[wasm_bindgen(method, getter)]
    pub fn offset(this: &R2Range) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    pub fn length(this: &R2Range) -> Option<f64>;

    /// `R2Objects`
    pub type R2Objects;
    #[wasm_bindgen(method, getter)]
    pub fn objects(this: &R2Objects) -> Array;
    #[wasm_bindgen(method, getter)]
    pub fn truncated(this: &R2Objects) -> bool;
    #[wasm_bindgen(method, getter)]
    pub fn cursor(this: &R2Objects) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = delimitedPrefixes)]
    pub fn delimited_prefixes(this: &R2Objects) -> Array;
}

/// Names of members, kept so that each is decoded once.
pub fn names(known: &[&str]) -> Array {
    known.iter().map(|name| JsString::from(*name)).collect()
}
