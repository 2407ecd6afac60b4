//! Looks at values that Rust cannot take by itself: js/look.js.

use js_sys::Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/look.js")]
extern "C" {
    /// The string, if it is one that may be read.
    #[wasm_bindgen(js_name = textOf)]
    pub fn text_of(value: &JsValue) -> Option<String>;

    /// Whether the value is a string that is longer than any that is read.
    #[wasm_bindgen(js_name = isTooLong)]
    pub fn is_too_long(value: &JsValue) -> bool;

    /// Whether the value is a plain object. A Proxy may throw here.
    #[wasm_bindgen(js_name = isPlain, catch)]
    pub fn is_plain(value: &JsValue) -> Result<bool, JsValue>;

    /// The members of a plain object by their names, and then the first name that is none of these; `undefined` for
    /// anything else than a plain object. A getter may throw here.
    #[wasm_bindgen(js_name = membersOf, catch)]
    pub fn members_of(value: &JsValue, names: &Array) -> Result<Option<Array>, JsValue>;

    /// The fields of a `Headers` by their names; `undefined` for anything else. A Proxy may throw here.
    #[wasm_bindgen(js_name = fieldsOf, catch)]
    pub fn fields_of(value: &JsValue, names: &Array) -> Result<Option<Array>, JsValue>;

    /// The names of an object's members. A Proxy may throw here.
    #[wasm_bindgen(js_name = keysOf, catch)]
    pub fn keys_of(value: &JsValue) -> Result<Array, JsValue>;

    /// Whether the object has members under symbols. A Proxy may throw here.
    #[wasm_bindgen(js_name = hasSymbols, catch)]
    pub fn has_symbols(value: &JsValue) -> Result<bool, JsValue>;

    /// Whether the value is of the kind that refusals name so.
    #[wasm_bindgen(js_name = isKind)]
    pub fn is_kind(value: &JsValue, kind: &str) -> bool;

    /// The value as a refusal names it. A Proxy may throw here.
    #[wasm_bindgen(js_name = nameOf, catch)]
    pub fn name_of(value: &JsValue) -> Result<String, JsValue>;
}
