//! Getters that throw and Proxies that refuse: below the depth of the snapshot in js/options.ts they reach the core.

use js_sys::{Object, Proxy};
use layeron_storage::wasm::call::{check_put, plan_get, refuse_key};
use layeron_storage::wasm::enums::Mode;
use layeron_storage::wasm::enums::Variant::Bucket;
use layeron_storage::wasm::kv::kv_record;
use layeron_storage::wasm::sign::read_claims;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::*;

use super::js::{js, js_of, member, place, set};
use super::table::{PLAIN, members, rows};
use super::thrown::{Thrown, thrown};

const WHY: &str = "threw an error when it was read, which is the cause";

/// Makes a member an accessor.
fn set_getter(options: &JsValue, path: &str, getter: &JsValue) {
    let (parent, name) = place(options, path);
    let descriptor = js_of(getter, "({get: given, enumerable: true, configurable: true})");
    let parent: &Object = parent.unchecked_ref();
    Object::define_property(parent, &name.into(), descriptor.unchecked_ref());
}

fn revoked() -> JsValue {
    let pair = Proxy::revocable(&js("{}"), &Object::new());
    js_of(&pair, "(given.revoke(), given.proxy)")
}

/// A Proxy of an object whose trap throws.
fn trapped(target: &JsValue, trap: &str) -> JsValue {
    let handler = js(&format!("{{{trap}() {{ throw new RangeError('{trap}'); }}}}"));
    Proxy::new(target, handler.unchecked_ref()).into()
}

#[wasm_bindgen_test]
fn a_getter_that_throws_is_a_refusal_of_the_object_around_with_the_cause() {
    for (row, about) in members() {
        let options = about.options(row);
        let cause = js("new TypeError('mine')");
        set_getter(&options, about.path, &js_of(&cause, "() => { throw given; }"));
        let refusal = row.refusal(&options, about.path);
        let around = about.path.rsplit_once('.').map_or(String::new(), |(around, _)| format!(": {around}"));
        refusal.assert("storage_invalid_options", &format!("{}{around} {WHY}", row.what));
        assert!(Object::is(&refusal.cause(), &cause));
    }
}

#[wasm_bindgen_test]
fn the_exception_of_a_getter_is_the_cause() {
    for cause in ["undefined", "null", "'text'", "Symbol.iterator", "1n"] {
        let options = js("{}");
        set_getter(&options, "size", &js_of(&js(cause), "() => { throw given; }"));
        let refusal = thrown(check_put(Bucket, "k", &options, None));
        assert!(Object::is(&refusal.cause(), &js(cause)), "{cause}");
        assert!(js_of(&refusal.0, "Object.hasOwn(given, 'cause')").is_truthy());
    }
}

#[wasm_bindgen_test]
fn a_getter_runs_exactly_once() {
    for (row, about) in members() {
        let options = about.options(row);
        let (parent, name) = place(&options, about.path);
        let counter = js_of(&member(&parent, name), "({runs: 0, get: () => given})");
        let getter = js_of(&counter, "() => (given.runs++, given.get())");
        set_getter(&options, about.path, &getter);
        assert!((row.call)(&options).is_ok(), "{}: {}", row.what, about.path);
        assert_eq!(member(&counter, "runs").as_f64(), Some(1.0), "{}: {}", row.what, about.path);
    }
}

#[wasm_bindgen_test]
fn a_getter_may_call_the_package_in_the_meantime() {
    let call = Closure::<dyn FnMut() -> f64>::new(|| {
        assert_eq!(
            check_put(Bucket, "k", &js("{size: 3, metadata: {a: 'b'}}"), None).unwrap(),
            Mode::Overwrite
        );
        assert!(plan_get(Bucket, "k", &js("{headers: new Headers()}")).unwrap().is_undefined());
        3.0
    });
    let options = js("{}");
    set_getter(&options, "size", call.as_ref());
    assert!(check_put(Bucket, "k", &options, Some(3.0)).is_ok());
    let headers =
        js_of(call.as_ref(), "({headers: {get: () => (given(), null), [Symbol.toStringTag]: 'Headers'}})");
    assert!(plan_get(Bucket, "k", &headers).unwrap().is_undefined());
}

#[wasm_bindgen_test]
fn a_revoked_proxy_is_a_refusal_with_the_cause() {
    for (row, about) in members() {
        let options = about.options(row);
        set(&options, about.path, &revoked());
        // "An object" is all that these have to be; nothing in them is read.
        if about.wanted == "an object" {
            assert!((row.call)(&options).is_ok());
            continue;
        }
        let refusal = row.refusal(&options, about.path);
        refusal.assert(about.code, &format!("{}: {} {WHY}", row.what, about.path));
        assert!(refusal.cause().is_instance_of::<js_sys::TypeError>());
    }
    for row in rows() {
        let refusal = row.refusal(&revoked(), "a revoked Proxy");
        refusal.assert("storage_invalid_options", &format!("{} {WHY}", row.what));
        assert!(refusal.cause().is_instance_of::<js_sys::TypeError>());
    }
}

#[wasm_bindgen_test]
fn a_proxy_that_throws_is_a_refusal_with_the_cause() {
    for trap in ["getPrototypeOf", "ownKeys", "getOwnPropertyDescriptor", "get"] {
        for row in rows() {
            let refusal = row.refusal(&trapped(&js(row.example), trap), trap);
            assert!(refusal.message().ends_with(WHY), "{}", refusal.message());
            assert!(refusal.cause().is_instance_of::<js_sys::RangeError>());
        }
        for (row, about) in members().filter(|(_, about)| about.wanted == PLAIN) {
            let options = about.options(row);
            let (parent, name) = place(&options, about.path);
            set(&options, about.path, &trapped(&member(&parent, name), trap));
            let refusal = row.refusal(&options, about.path);
            assert!(refusal.message().ends_with(WHY), "{}", refusal.message());
            assert!(refusal.cause().is_instance_of::<js_sys::RangeError>());
        }
    }
}

#[wasm_bindgen_test]
fn members_that_hide_from_the_count_do_not_hide_a_misspelt_one() {
    for row in rows() {
        let options = js(row.example);
        let keys = "['misspeltAltogether', ...Object.keys(given)]";
        let handler = js_of(
            &options,
            &format!(
                "({{ownKeys: () => {keys}, getOwnPropertyDescriptor: (t, k) =>
                ({{value: t[k], enumerable: true, configurable: true}})}})"
            ),
        );
        let refusal = row.refusal(&Proxy::new(&options, handler.unchecked_ref()).into(), "a made-up member");
        assert!(refusal.message().contains("misspeltAltogether"), "{}", refusal.message());
    }
}

#[wasm_bindgen_test]
fn headers_that_throw_are_a_refusal_with_the_cause() {
    let Some((row, _)) = members().find(|(_, about)| about.path == "headers") else { panic!() };
    let headers = "{get() { throw new RangeError('mine'); }, [Symbol.toStringTag]: 'Headers'}";
    let refusal = row.refusal(&js(&format!("{{headers: {headers}}}")), "headers");
    refusal.assert("storage_invalid_options", &format!("get options: headers {WHY}"));
    assert!(refusal.cause().is_instance_of::<js_sys::RangeError>());
}

#[wasm_bindgen_test]
fn an_entry_of_metadata_that_throws_is_a_refusal_with_the_cause() {
    let options = js("{metadata: {get a() { throw new RangeError('mine'); }}}");
    let refusal = thrown(check_put(Bucket, "k", &options, None));
    refusal.assert("storage_invalid_metadata", &format!("put options: metadata.a {WHY}"));
    assert!(refusal.cause().is_instance_of::<js_sys::RangeError>());
}

#[wasm_bindgen_test]
fn a_key_a_record_and_claims_that_throw_are_no_traps() {
    let refusal = Thrown::from(refuse_key(Bucket, &revoked()));
    refusal.assert_code("storage_invalid_key");
    assert!(refusal.message().ends_with("not a value that throws when it is read"));
    for value in [
        revoked(),
        trapped(&js("{layeron: 1}"), "get"),
        js("{get v() { throw 1; }, get layeron() { throw 1; }}"),
    ] {
        assert!(kv_record(&value, None, 0.0).unwrap().is_undefined());
        assert!(read_claims(&value, "GET", 0.0).unwrap().is_undefined());
    }
}
