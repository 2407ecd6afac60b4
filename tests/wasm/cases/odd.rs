//! Values in the place of a whole options object.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::*;

use super::js::{js, js_of, set};
use super::table::{members, rows};

/// Values that are no plain objects, and what messages call them.
const NO_OPTIONS: [(&str, &str); 18] = [
    ("null", "null"),
    ("true", "a boolean"),
    ("60", "60"),
    ("NaN", "NaN"),
    ("1n", "a bigint"),
    ("'text'", "a string"),
    ("Symbol()", "a symbol"),
    ("() => ({})", "a function"),
    ("[]", "an array"),
    ("[['name', 'a']]", "an array"),
    ("new Map([['name', 'a']])", "an object that is not plain (Map)"),
    ("new Set()", "an object that is not plain (Set)"),
    ("new Headers({name: 'a'})", "an object that is not plain (Headers)"),
    ("new Date(0)", "an object that is not plain (Date)"),
    ("new URLSearchParams('name=a')", "an object that is not plain (URLSearchParams)"),
    ("new (class Own { name = 'a' })()", "an object that is not plain (Own)"),
    ("Object.create({name: 'a'})", "an object that is not plain"),
    ("Promise.resolve({})", "an object that is not plain (Promise)"),
];

#[wasm_bindgen_test]
fn options_that_are_no_plain_object_are_refused_by_kind() {
    for row in rows() {
        for (expression, kind) in NO_OPTIONS {
            let message = format!("{} must be a plain object, not {kind}", row.what);
            row.refusal(&js(expression), expression).assert("storage_invalid_options", &message);
        }
    }
}

#[wasm_bindgen_test]
fn a_class_instance_with_the_right_members_is_no_plain_object() {
    for row in rows() {
        let inherited = js_of(&js(row.example), "Object.create(given)");
        let instance = js_of(&js(row.example), "Object.assign(new (class Own {})(), given)");
        for options in [inherited, instance] {
            row.refusal(&options, "an instance").assert_code("storage_invalid_options");
        }
    }
}

#[wasm_bindgen_test]
fn undefined_is_no_options() {
    for row in rows() {
        if row.is_optional {
            assert_eq!(row.outcome(&JsValue::UNDEFINED), row.outcome(&js("{}")), "{}", row.what);
        } else {
            let message = format!("{} must be a plain object, not undefined", row.what);
            row.refusal(&JsValue::UNDEFINED, "undefined").assert("storage_invalid_options", &message);
        }
    }
}

#[wasm_bindgen_test]
fn objects_without_a_prototype_are_plain_and_so_are_frozen_ones() {
    for (row, member) in members() {
        let options = member.options(row);
        for wrap in
            ["Object.assign(Object.create(null), given)", "Object.freeze(given)", "new Proxy(given, {})"]
        {
            assert!((row.call)(&js_of(&options, wrap)).is_ok(), "{}: {wrap}", row.what);
        }
    }
}

#[wasm_bindgen_test]
fn the_name_of_a_class_is_shown_only_if_it_is_a_short_word() {
    for (name, shown) in [("Own", " (Own)"), ("a b", ""), ("Object", ""), ("", ""), ("Ü", "")] {
        let options = js_of(&name.into(), "Object.create({constructor: {name: given}})");
        for row in rows() {
            let message =
                format!("{} must be a plain object, not an object that is not plain{shown}", row.what);
            row.refusal(&options, name).assert("storage_invalid_options", &message);
        }
    }
    let long = js("Object.create({constructor: {name: 'x'.repeat(41)}})");
    rows().for_each(|row| assert!(row.refusal(&long, "a long name").message().ends_with("not plain")));
}

#[wasm_bindgen_test]
fn any_headers_object_counts_by_its_tag_and_no_other_does() {
    let Some((row, _)) = members().find(|(_, member)| member.path == "headers") else { panic!() };
    let foreign = "{get: () => null, [Symbol.toStringTag]: 'Headers'}";
    assert!((row.call)(&js(&format!("{{headers: {foreign}}}"))).is_ok());
    for wrong in ["{range: 'bytes=0-1'}", "[['range', 'bytes=0-1']]", "new Map()", "new Request('http://a/')"]
    {
        let options = js("{}");
        set(&options, "headers", &js(wrong));
        row.refusal(&options, wrong).assert_code("storage_invalid_options");
    }
}
