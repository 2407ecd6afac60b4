//! The functions of `js/` that the core calls.

use alloc::string::String;
use js_sys::Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/errors.js")]
extern "C" {
    #[wasm_bindgen(js_name = storageError)]
    pub fn storage_error(code: &str, status: u16, retryable: bool, message: &str) -> JsValue;
}

#[wasm_bindgen(module = "/js/shapes.js")]
extern "C" {
    pub fn found(kept: &JsValue, not_modified: bool, offset: Option<f64>, length: Option<f64>) -> JsValue;
    pub fn page(kept: Array, cursor: Option<String>, prefixes: Option<Array>) -> JsValue;
}

#[wasm_bindgen(module = "/js/registry.js")]
extern "C" {
    #[wasm_bindgen(js_name = declaredAs)]
    pub fn declared_as(identity: &str) -> Option<String>;
    #[wasm_bindgen(js_name = ownerOf)]
    pub fn owner_of(binding: &str) -> Option<String>;
    /// The record of a declared instance.
    pub fn register(
        identity: &str,
        fingerprint: &str,
        variant: &str,
        namespace: &str,
        binding: &str,
        access: &str,
        members: &JsValue,
    ) -> JsValue;
}

#[wasm_bindgen(module = "/js/module/make.js")]
extern "C" {
    #[wasm_bindgen(js_name = makeModule)]
    pub fn make_module(declared: &JsValue) -> JsValue;
}
