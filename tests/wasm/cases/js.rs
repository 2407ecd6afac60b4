//! Makes JavaScript values and looks at them.

use js_sys::{Array, Function, JSON, Object, Reflect};
use wasm_bindgen::prelude::*;

/// The value of an expression.
pub(super) fn js(expression: &str) -> JsValue {
    let body = format!("\"use strict\"; return ({expression});");
    Function::new_no_args(&body).call0(&JsValue::UNDEFINED).unwrap_or_else(|_| panic!("{expression} throws"))
}

/// The value of an expression in which `given` is a value.
pub(super) fn js_of(given: &JsValue, expression: &str) -> JsValue {
    let body = format!("\"use strict\"; return ({expression});");
    let function = Function::new_with_args("given", &body);
    function.call1(&JsValue::UNDEFINED, given).unwrap_or_else(|_| panic!("{expression} throws"))
}

/// A member of an object; `undefined` if it has none of this name.
pub(super) fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap()
}

/// A member that is a text.
pub(super) fn text(object: &JsValue, name: &str) -> String {
    member(object, name).as_string().unwrap_or_else(|| panic!("{name} of {} is no text", json(object)))
}

/// The value as JSON; `undefined` in words.
pub(super) fn json(value: &JsValue) -> String {
    JSON::stringify(value).ok().and_then(|text| text.as_string()).unwrap_or_else(|| "undefined".to_owned())
}

/// The value of a JSON-like expression is what the answer is, member by member, and the answer is a plain object all
/// through: `Object.prototype`, own enumerable data members, none of which is `undefined`, and none under symbols.
#[track_caller]
pub(super) fn assert_plain(answer: &JsValue, expression: &str) {
    assert_eq!(sorted(answer), sorted(&js(expression)), "{}", json(answer));
    check_plain(answer);
}

#[track_caller]
fn check_plain(answer: &JsValue) {
    if !answer.is_object() {
        assert!(!answer.is_undefined());
        return;
    }
    if Array::is_array(answer) {
        Array::from(answer).iter().for_each(|item| check_plain(&item));
        return;
    }
    let object: &Object = answer.unchecked_ref();
    assert!(Object::is(&Object::get_prototype_of(answer), &js("Object.prototype")), "{}", json(answer));
    let keys = Reflect::own_keys(answer).unwrap();
    assert_eq!(keys.length(), Object::keys(object).length(), "{}", json(answer));
    for key in keys.iter() {
        check_plain(&Reflect::get(answer, &key).unwrap());
    }
}

/// JSON with the members of objects in the order of their names.
fn sorted(value: &JsValue) -> String {
    let sorted = js_of(
        value,
        "JSON.stringify(given, (_, v) => v && typeof v === 'object' && !Array.isArray(v)
            ? Object.fromEntries(Object.keys(v).sort().map((k) => [k, v[k] === undefined ? '(undefined)' : v[k]])) : v)",
    );
    sorted.as_string().unwrap_or_else(|| "undefined".to_owned())
}

/// The object around the last name of a path, and that name.
pub(super) fn place<'a>(options: &JsValue, path: &'a str) -> (JsValue, &'a str) {
    let (around, last) = path.rsplit_once('.').unwrap_or(("", path));
    let parent = around.split('.').filter(|name| !name.is_empty());
    (parent.fold(options.clone(), |object, name| member(&object, name)), last)
}

/// Sets a member by its path.
pub(super) fn set(options: &JsValue, path: &str, value: &JsValue) {
    let (parent, name) = place(options, path);
    assert!(Reflect::set(&parent, &JsValue::from_str(name), value).unwrap());
}

/// Removes a member by its path.
pub(super) fn remove(options: &JsValue, path: &str) {
    let (parent, name) = place(options, path);
    let parent: &Object = parent.unchecked_ref();
    assert!(Reflect::delete_property(parent, &JsValue::from_str(name)).unwrap());
}

/// A string of this many characters, which Rust has never seen.
pub(super) fn long(chars: u32) -> JsValue {
    js(&format!("\"x\".repeat({chars})"))
}

/// Bytes of the wasm's memory.
pub(super) fn memory_bytes() -> f64 {
    js_of(&wasm_bindgen::memory(), "given.buffer.byteLength").as_f64().unwrap()
}
