//! Each member of each options object: misspelt, `undefined`, `null`, of another type.

use layeron_storage::wasm::call::{check_put, kv_expiry};
use layeron_storage::wasm::enums::Variant::Kv;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::*;

use super::js::{js, place, remove, set};
use super::table::{PLAIN, members, rows};
use super::thrown::{Thrown, thrown};

#[wasm_bindgen_test]
fn every_example_is_accepted() {
    for (row, member) in members() {
        let options = member.options(row);
        if let Err(error) = (row.call)(&options) {
            panic!("{}: {}: {}", row.what, member.path, Thrown::from(error).message());
        }
        let (parent, name) = place(&options, member.path);
        assert!(!super::js::member(&parent, name).is_undefined(), "{}: {}", row.what, member.path);
    }
}

#[wasm_bindgen_test]
fn a_misspelt_name_is_refused_with_the_nearest_one_and_the_path() {
    for (row, member) in members() {
        for value in [JsValue::UNDEFINED, JsValue::NULL, JsValue::TRUE] {
            let options = member.options(row);
            let misspelt = &member.path[..member.path.len() - 1];
            set(&options, misspelt, &value);
            let (path, name) = member.path.rsplit_once('.').unwrap_or(("", member.path));
            let path = if path.is_empty() { String::new() } else { format!("{path}: ") };
            let wrong = &name[..name.len() - 1];
            let message = format!("{}: {path}unknown option \"{wrong}\"; did you mean \"{name}\"?", row.what);
            row.refusal(&options, misspelt).assert("storage_invalid_options", &message);
        }
    }
}

#[wasm_bindgen_test]
fn a_name_like_none_is_refused_with_all_names() {
    for row in rows() {
        let options = js(row.example);
        set(&options, "somethingElseAltogether", &JsValue::TRUE);
        let names = row.names("").join(" ");
        let wanted =
            format!("{}: unknown option \"somethingElseAltogether\"; the options are {names}", row.what);
        row.refusal(&options, "another name").assert("storage_invalid_options", &wanted);
    }
}

#[wasm_bindgen_test]
fn a_misspelt_name_is_found_beside_one_that_is_undefined() {
    for (row, member) in members() {
        let options = member.options(row);
        set(&options, member.path, &JsValue::UNDEFINED);
        set(&options, &format!("{}X", member.path), &JsValue::from(1));
        let message = row.refusal(&options, member.path).message();
        assert!(message.contains("unknown option"), "{message}");
    }
}

#[wasm_bindgen_test]
fn a_member_that_is_undefined_is_absent() {
    for (row, member) in members() {
        let (written, left_out) = (member.options(row), member.options(row));
        set(&written, member.path, &JsValue::UNDEFINED);
        remove(&left_out, member.path);
        let (written, left_out) = (row.outcome(&written), row.outcome(&left_out));
        assert_eq!(written, left_out, "{}: {}", row.what, member.path);
    }
}

#[wasm_bindgen_test]
fn all_members_that_are_undefined_are_no_options() {
    for row in rows() {
        let options = js("Object.create(null)");
        for name in row.names("") {
            set(&options, name, &JsValue::UNDEFINED);
        }
        assert_eq!(row.outcome(&options), row.outcome(&js("{}")), "{}", row.what);
    }
}

#[wasm_bindgen_test]
fn null_is_refused_by_its_kind() {
    for (row, member) in members() {
        let options = member.options(row);
        set(&options, member.path, &JsValue::NULL);
        if member.wanted.ends_with("or null") {
            assert!((row.call)(&options).is_ok(), "{}", member.path);
            continue;
        }
        let message = format!("{}: {} must be {}, not null", row.what, member.path, member.wanted);
        row.refusal(&options, member.path).assert(member.code, &message);
    }
}

#[wasm_bindgen_test]
fn a_ttl_of_null_is_never() {
    let expiry = |ttl: &str| kv_expiry(&js(ttl), Some(60), 0.0).unwrap();
    assert_eq!((expiry("null"), expiry("undefined"), expiry("90")), (None, Some(60_000.0), Some(90_000.0)));
    assert!(check_put(Kv, "k", &js("{ttlSeconds: null}"), None).is_ok());
    thrown(kv_expiry(&js("'60'"), None, 0.0)).assert_code("storage_internal");
}

/// Values, what messages call them, and the types that they are of.
const VALUES: [(&str, &str, &[&str]); 18] = [
    ("true", "a boolean", &["a boolean"]),
    ("new Boolean(true)", "an object that is not plain (Boolean)", &["an object"]),
    ("1n", "a bigint", &[]),
    ("Symbol('s')", "a symbol", &[]),
    ("'text'", "a string", &["a string"]),
    ("''", "a string", &["a string"]),
    ("new String('text')", "an object that is not plain (String)", &["an object"]),
    ("new Number(60)", "an object that is not plain (Number)", &["an object"]),
    ("() => 60", "a function", &["a function"]),
    ("class A {}", "a function", &["a function"]),
    ("[]", "an array", &["an array"]),
    ("[['a', 'b']]", "an array", &["an array"]),
    ("({})", "an object", &[PLAIN, "an object"]),
    ("new Map([['a', 'b']])", "an object that is not plain (Map)", &["an object"]),
    ("new Date(0)", "an object that is not plain (Date)", &["an object"]),
    ("new Headers({a: 'b'})", "an object that is not plain (Headers)", &["an object", "a Headers"]),
    ("new (class Own { name = 'a' })()", "an object that is not plain (Own)", &["an object"]),
    ("Object.create({a: 'b'})", "an object that is not plain", &["an object"]),
];

#[wasm_bindgen_test]
fn a_value_of_another_type_is_refused_with_path_and_kind() {
    for (row, member) in members() {
        for (expression, kind, types) in VALUES {
            if types.contains(&member.wanted) {
                continue;
            }
            let options = member.options(row);
            set(&options, member.path, &js(expression));
            let message = format!("{}: {} must be {}, not {kind}", row.what, member.path, member.wanted);
            row.refusal(&options, expression).assert(member.code, &message);
        }
    }
}

#[wasm_bindgen_test]
fn numbers_that_are_no_counts_are_refused_with_path_and_value() {
    let numbers = ["NaN", "Infinity", "-Infinity", "-1", "0.5", "9007199254740992", "1e+21"];
    for (row, member) in members() {
        for number in numbers {
            let options = member.options(row);
            set(&options, member.path, &js(number));
            let message = format!("{}: {} must be {}, not {number}", row.what, member.path, member.wanted);
            row.refusal(&options, number).assert(member.code, &message);
        }
    }
}

#[wasm_bindgen_test]
fn numbers_out_of_bounds_are_refused_with_the_bounds() {
    for (row, member) in members() {
        let Some(bounds) = member.wanted.strip_prefix("a whole number from ") else { continue };
        let (least, rest) = bounds.split_once(" to ").unwrap();
        let most = rest.trim_end_matches(", or null");
        for (bound, beyond) in [(least, -1.0), (most, 1.0)] {
            let bound: f64 = bound.parse().unwrap();
            let options = member.options(row);
            set(&options, member.path, &JsValue::from_f64(bound));
            assert!((row.call)(&options).is_ok(), "{}: {bound}", member.path);
            let number = bound + beyond;
            set(&options, member.path, &JsValue::from_f64(number));
            let thrown = row.refusal(&options, member.path);
            thrown.assert_code(member.code);
            let start = format!("{}: {} must be a whole number from {bounds}", row.what, member.path);
            let start = start.trim_end_matches(", or null").to_owned();
            assert!(thrown.message().starts_with(&start), "{}", thrown.message());
            assert!(thrown.message().ends_with(&format!(", not {number}")), "{}", thrown.message());
        }
    }
}

#[wasm_bindgen_test]
fn sizes_are_whole_numbers_that_javascript_holds_exactly() {
    for (row, member) in members().filter(|(_, member)| member.wanted == "a whole number of at least 0") {
        for number in ["-0", "9007199254740991"] {
            let options = member.options(row);
            set(&options, member.path, &js(number));
            assert!((row.call)(&options).is_ok(), "{}: {number}", member.path);
        }
    }
}
