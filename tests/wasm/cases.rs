//! What crosses the border to JavaScript, in a real JavaScript engine.
//!
//! The conformance suite tests the package; these tests look at the border itself, in Node and in
//! Chromium: strange objects coming in, plain ones going out, and nothing that traps.

use js_sys::{Array, Function, JSON, Object, Reflect, Uint8Array};
use layeron_storage::declare::Variant;
use layeron_storage::error::Code;
use layeron_storage::input::{Input, Text, View};
use layeron_storage::wasm::body::etag_of_bytes;
use layeron_storage::wasm::declare::declare;
use layeron_storage::wasm::memory::{
    memory_delete, memory_get, memory_head, memory_list, memory_put, memory_reset,
};
use layeron_storage::wasm::r2::{r2_get, r2_put};
use layeron_storage::wasm::refusal::host_failure;
use layeron_storage::wasm::sys::Declared;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::*;

const NOW: f64 = 1_700_000_000_000.0;

/// Evaluates an expression of JavaScript.
fn js(expression: &str) -> JsValue {
    Function::new_no_args(&format!("return ({expression})")).call0(&JsValue::NULL).unwrap_throw()
}

fn get(object: &JsValue, member: &str) -> JsValue {
    Reflect::get(object, &member.into()).unwrap_throw()
}

fn text(object: &JsValue, member: &str) -> String {
    get(object, member).as_string().unwrap_throw()
}

fn bucket(name: &str) -> Declared {
    let options = Object::new();
    Reflect::set(&options, &"name".into(), &name.into()).unwrap_throw();
    declare(Variant::Bucket, &options).unwrap_throw()
}

fn put(declared: &Declared, key: &str, bytes: &[u8], options: &str) -> Result<JsValue, JsValue> {
    memory_put(declared, &key.into(), &Uint8Array::from(bytes), &js(options), None, NOW)
}

fn assert_code(thrown: &JsValue, code: Code) {
    assert_eq!(text(thrown, "code"), code.as_str());
    assert_eq!(get(thrown, "status").as_f64(), Some(f64::from(code.status())));
    assert_eq!(text(thrown, "name"), "StorageError");
    assert!(thrown.is_instance_of::<js_sys::Error>());
}

#[wasm_bindgen_test]
fn kinds_of_values_are_told_apart() {
    for (expression, view) in [
        ("undefined", View::Undefined),
        ("null", View::Other("null")),
        ("true", View::Boolean(true)),
        ("-0.5", View::Number(-0.5)),
        ("'é'", View::Text(Text::WellFormed("é".into()))),
        ("'\\ud800'", View::Text(Text::LoneSurrogate)),
        ("'\\ufffd'", View::Text(Text::WellFormed("\u{FFFD}".into()))),
        ("({})", View::Object),
        ("[]", View::Other("an array")),
        ("() => 1", View::Other("a function")),
        ("Symbol()", View::Other("a symbol")),
        ("1n", View::Other("a bigint")),
    ] {
        assert_eq!(js(expression).view(), view, "{expression}");
    }
}

#[wasm_bindgen_test]
fn a_getter_that_throws_is_a_refusal_and_no_trap() {
    let declared = bucket("throwing");
    for options in [
        "({ get contentType() { throw new Error('no') } })",
        "({ metadata: { get a() { throw new Error('no') } } })",
        "new Proxy({}, { ownKeys() { throw new Error('no') } })",
    ] {
        let thrown = put(&declared, "k", b"v", options).unwrap_err();
        assert_code(&thrown, Code::InvalidOptions);
    }
    assert!(memory_head(&declared, &"k".into(), NOW).unwrap_throw().is_null());
}

#[wasm_bindgen_test]
fn options_may_be_inherited_and_metadata_may_not() {
    let declared = bucket("inherited");
    let stored = put(&declared, "k", b"v", "Object.create({ contentType: 'a/b' })").unwrap_throw();
    assert_eq!(text(&stored, "contentType"), "a/b");
    for metadata in [
        "new Map([['a', 'b']])",
        "new Date()",
        "[['a', 'b']]",
        "new (class { a = 'b' })()",
        "{ [Symbol()]: 'b' }",
    ] {
        let thrown = put(&declared, "k", b"v", &format!("({{ metadata: {metadata} }})")).unwrap_err();
        assert_code(&thrown, Code::InvalidMetadata);
    }
}

#[wasm_bindgen_test]
fn a_stored_value_comes_back_as_a_plain_object() {
    memory_reset();
    let declared = bucket("plain");
    let options = "({ contentType: 'text/plain', metadata: { b: '1', a: '2' }, checksum: 'c' })";
    let stored = put(&declared, "a/ключ", b"hello", options).unwrap_throw();
    let json = JSON::stringify(&stored).unwrap_throw();
    let expected = format!(
        r#"{{"key":"a/ключ","size":5,"etag":"{}","storedAt":"2023-11-14T22:13:20.000Z","metadata":{{"b":"1","a":"2","checksum":"c"}},"contentType":"text/plain"}}"#,
        layeron_storage::etag::of(b"hello")
    );
    assert_eq!(String::from(json), expected);
    let found = memory_get(&declared, &"a/ключ".into(), &JsValue::UNDEFINED, NOW).unwrap_throw();
    let body: Uint8Array = get(&found, "body").unchecked_into();
    assert_eq!(body.to_vec(), b"hello");
}

#[wasm_bindgen_test]
fn the_callers_buffer_is_copied() {
    memory_reset();
    let declared = bucket("copied");
    let mine = Uint8Array::from(&b"abc"[..]);
    memory_put(&declared, &"k".into(), &mine, &JsValue::UNDEFINED, None, NOW).unwrap_throw();
    mine.fill(0, 0, 3);
    let found = memory_get(&declared, &"k".into(), &JsValue::UNDEFINED, NOW).unwrap_throw();
    assert_eq!(get(&found, "body").unchecked_into::<Uint8Array>().to_vec(), b"abc");
}

#[wasm_bindgen_test]
fn pages_and_deletes() {
    memory_reset();
    let declared = bucket("pages");
    for key in ["a", "b/1", "b/2", "c"] {
        put(&declared, key, b"", "undefined").unwrap_throw();
    }
    let page = memory_list(&declared, &js("({ delimiter: '/', limit: 2 })"), NOW).unwrap_throw();
    assert_eq!(get(&page, "items").unchecked_into::<Array>().length(), 1);
    assert_eq!(String::from(JSON::stringify(&get(&page, "prefixes")).unwrap_throw()), r#"["b/"]"#);
    assert!(get(&page, "cursor").is_string());
    let wrong = memory_delete(&declared, &js("['a', '']")).unwrap_err();
    assert_code(&wrong, Code::InvalidKey);
    assert!(memory_head(&declared, &"a".into(), NOW).unwrap_throw().is_object());
    memory_delete(&declared, &js("['a', 'c']")).unwrap_throw();
    assert!(memory_head(&declared, &"a".into(), NOW).unwrap_throw().is_null());
}

#[wasm_bindgen_test]
fn a_clock_that_is_none_is_refused() {
    let declared = bucket("clock");
    for now in [f64::NAN, -1.0, f64::INFINITY] {
        let thrown = memory_head(&declared, &"k".into(), now).unwrap_err();
        assert_code(&thrown, Code::InvalidOptions);
    }
}

#[wasm_bindgen_test]
fn plans_for_r2_are_what_the_binding_takes() {
    let declared = bucket("plans");
    let options = js("({ ifNotExists: true, contentType: 'a/b', metadata: { k: 'v' } })");
    let plan = r2_put(&declared, &"k".into(), &options, None, None).unwrap_throw();
    assert_eq!(
        String::from(JSON::stringify(&get(&plan, "options")).unwrap_throw()),
        r#"{"httpMetadata":{"contentType":"a/b"},"customMetadata":{"k":"v"},"onlyIf":{"etagDoesNotMatch":"*"}}"#
    );
    let options = js("({ headers: new Headers({ range: 'bytes=1-2', 'if-none-match': '\"a\", \"b\"' }) })");
    let plan = r2_get(&declared, &"k".into(), &options).unwrap_throw();
    assert_eq!(
        String::from(JSON::stringify(&get(&get(&plan, "options"), "range")).unwrap_throw()),
        r#"{"offset":1,"length":2}"#
    );
    let only_if: web_sys::Headers = get(&get(&plan, "options"), "onlyIf").unchecked_into();
    assert_eq!(only_if.get("if-none-match").unwrap_throw().as_deref(), Some("\"a\", \"b\""));
}

#[wasm_bindgen_test]
fn a_host_failure_keeps_its_cause() {
    let declared = bucket("failing");
    let cause = js("new Error('put: Too many requests (10058)')");
    let thrown = host_failure(&declared, 0, Some("k".into()), &text(&cause, "message"), &cause);
    assert_code(&thrown, Code::RateLimited);
    assert_eq!(get(&thrown, "retryable").as_bool(), Some(true));
    assert!(Object::is(&get(&thrown, "cause"), &cause));
    assert!(text(&thrown, "message").starts_with("put \"k\" in bucket \"default/failing\": "));
}

#[wasm_bindgen_test]
fn long_values_hash_like_short_ones() {
    let bytes: Vec<u8> = (0..200_000_u32).map(|n| u8::try_from(n % 251).unwrap_throw()).collect();
    assert_eq!(etag_of_bytes(&Uint8Array::from(bytes.as_slice())), layeron_storage::etag::of(&bytes));
}
