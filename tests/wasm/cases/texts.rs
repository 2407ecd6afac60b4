//! Strings: lone surrogates, long ones, secrets in the wrong place, and metadata.

use js_sys::JsString;
use layeron_storage::wasm::call::{check_put, refuse_key};
use layeron_storage::wasm::enums::Variant::{Bucket, Kv};
use layeron_storage::wasm::look::text_of;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::*;

use super::js::{js, js_of, long, memory_bytes, set};
use super::table::{PLAIN, Row, members, rows};
use super::thrown::{Thrown, thrown};

/// "a", half of a pair, "b".
fn lone() -> JsValue {
    JsString::from_char_code(&[0x61, 0xD83D, 0x62]).into()
}

#[wasm_bindgen_test]
fn a_lone_surrogate_is_refused_with_the_path() {
    for (row, member) in members() {
        let options = member.options(row);
        set(&options, member.path, &lone());
        // "must be a number" would be as true, but would not help who looks for the character.
        let message = format!("{}: {} is a string with a lone surrogate", row.what, member.path);
        row.refusal(&options, member.path).assert(member.code, &message);
    }
}

#[wasm_bindgen_test]
fn a_whole_pair_is_no_lone_surrogate() {
    for units in [[0xD83D, 0xDE00], [0xDE00, 0xD83D]] {
        let text = text_of(&JsString::from_char_code(&units));
        assert_eq!(text.as_deref(), (units[0] == 0xD83D).then_some("😀"));
    }
}

#[wasm_bindgen_test]
fn a_string_that_is_too_long_is_refused_by_its_length() {
    for (row, member) in members() {
        let options = member.options(row);
        set(&options, member.path, &long(65_537));
        let message =
            format!("{}: {} is a string of 65537 characters, which is too long", row.what, member.path);
        row.refusal(&options, member.path).assert(member.code, &message);
    }
}

#[wasm_bindgen_test]
fn the_longest_string_that_is_read_is_refused_by_its_content() {
    for (row, member) in members().filter(|(_, member)| member.is_text()) {
        let options = member.options(row);
        set(&options, member.path, &long(65_536));
        let outcome = row.outcome(&options);
        assert!(!outcome.contains("too long"), "{outcome}");
    }
    assert_eq!(text_of(&long(65_536)).map(|text| text.len()), Some(65_536));
    assert_eq!(text_of(&long(65_537)), None);
}

#[wasm_bindgen_test]
fn a_string_of_100_mb_does_not_enter_the_wasm() {
    let huge = long(100 << 20);
    // Once, so that what the tests themselves need is there.
    members().for_each(|(row, member)| _ = (row.call)(&member.options(row)));
    let before = memory_bytes();
    for (row, member) in members() {
        let options = member.options(row);
        set(&options, member.path, &huge);
        assert!((row.call)(&options).is_err(), "{}", member.path);
    }
    for row in rows() {
        row.refusal(&huge, "a string");
        row.refusal(&js_of(&huge, "({[given]: 1})"), "a name").assert_code("storage_invalid_options");
    }
    Thrown::from(refuse_key(Bucket, &huge)).assert_code("storage_invalid_key");
    for metadata in ["({[given]: 'a'})", "({a: given})"] {
        let options = js_of(&js_of(&huge, metadata), "({metadata: given})");
        assert!(check_put(Bucket, "k", &options, None).is_err());
    }
    assert!(memory_bytes() - before < f64::from(1 << 20), "{before} grew to {}", memory_bytes());
}

#[wasm_bindgen_test]
fn a_name_that_cannot_be_read_is_refused() {
    for (row, member) in members().filter(|(_, member)| member.wanted == PLAIN) {
        for name in [lone(), long(65_537)] {
            let options = member.options(row);
            set(&options, member.path, &js_of(&name, "({[given]: 'a'})"));
            let why = "has a member whose name is a symbol, or too long, or has a lone surrogate";
            let message = format!("{}: {} {why}", row.what, member.path);
            row.refusal(&options, member.path).assert(member.code, &message);
        }
    }
    for row in rows() {
        for name in [lone(), long(65_537)] {
            let message = format!(
                "{} has a member whose name is a symbol, or too long, or has a lone surrogate",
                row.what
            );
            row.refusal(&js_of(&name, "({[given]: 1})"), "a name")
                .assert("storage_invalid_options", &message);
        }
    }
}

/// A secret that somebody put where something else belongs.
const SECRET: &str = "hunter2-hunter2-hunter2-hunter2-hunter2";

#[wasm_bindgen_test]
fn no_refusal_shows_a_value_in_the_wrong_place() {
    let wrappers = [
        "({secret: given})",
        "[given]",
        "new Map([['secret', given]])",
        "() => given",
        "Symbol(given)",
        "Object.create({constructor: {name: given + ' '}})",
        "({toString: () => given, toJSON: () => given, [Symbol.toPrimitive]: () => given})",
    ];
    for (row, member) in members() {
        for wrapper in wrappers {
            let options = member.options(row);
            set(&options, member.path, &js_of(&SECRET.into(), wrapper));
            if let Err(error) = (row.call)(&options) {
                Thrown::from(error).assert_hides("hunter2");
            }
        }
        let options = member.options(row);
        set(&options, member.path, &SECRET.into());
        if let Err(error) = (row.call)(&options) {
            Thrown::from(error).assert_hides("hunter2");
        }
    }
    for row in rows() {
        row.refusal(&js_of(&SECRET.into(), "({[given]: 1})"), "a name").assert_hides("hunter2");
        row.refusal(&SECRET.into(), "a string").assert_hides("hunter2");
    }
}

/// The options objects with metadata that is read.
fn with_metadata() -> impl Iterator<Item = &'static Row> {
    members().filter(|(_, member)| member.path == "metadata" && member.wanted == PLAIN).map(|(row, _)| row)
}

#[track_caller]
fn refuse_metadata(row: &Row, metadata: &JsValue, code: &str, why: &str) {
    let options = js(row.example);
    set(&options, "metadata", metadata);
    row.refusal(&options, why).assert(code, &format!("{}: {why}", row.what));
}

#[wasm_bindgen_test]
fn an_entry_of_metadata_is_a_string() {
    let entries = [
        ("1", "1"),
        ("null", "null"),
        ("undefined", "undefined"),
        ("true", "a boolean"),
        ("['b']", "an array"),
        ("{}", "an object"),
        ("1n", "a bigint"),
        ("Symbol()", "a symbol"),
        ("new String('b')", "an object that is not plain (String)"),
    ];
    for row in with_metadata() {
        for (value, kind) in entries {
            let why = format!("metadata.a-b must be a string, not {kind}");
            refuse_metadata(row, &js(&format!("{{'a-b': {value}}}")), "storage_invalid_metadata", &why);
        }
        let why = "metadata.a is a string with a lone surrogate";
        refuse_metadata(row, &js_of(&lone(), "({a: given})"), "storage_invalid_metadata", why);
        let why = "metadata.a is a string of 65537 characters, which is too long";
        refuse_metadata(row, &js_of(&long(65_537), "({a: given})"), "storage_metadata_too_large", why);
    }
}

#[wasm_bindgen_test]
fn options_have_no_members_under_symbols() {
    for (row, member) in members() {
        let options = member.options(row);
        let tagged = js_of(&options, "(given[Symbol('once')] = true, given)");
        let why = "has a member whose name is a symbol, or too long, or has a lone surrogate";
        row.refusal(&tagged, member.path).assert("storage_invalid_options", &format!("{} {why}", row.what));
    }
}

#[wasm_bindgen_test]
fn metadata_has_no_members_under_symbols() {
    let why = "metadata must be a plain object, not one with members under symbols";
    for row in with_metadata() {
        for metadata in [
            "{[Symbol('s')]: 'b'}",
            "{a: 'b', [Symbol.iterator]: 'b'}",
            "Object.defineProperty({}, Symbol(), {value: 'b'})",
        ] {
            refuse_metadata(row, &js(metadata), "storage_invalid_metadata", why);
        }
    }
}

#[wasm_bindgen_test]
fn metadata_may_have_the_names_of_any_member_of_objects() {
    for name in ["constructor", "toString", "hasOwnProperty", "length", "then"] {
        let options = js_of(&name.into(), "({metadata: {[given]: 'b'}})");
        assert!(check_put(Bucket, "k", &options, None).is_ok(), "{name}");
    }
    let own = js("{metadata: {['__proto__']: 'b'}}");
    thrown(check_put(Bucket, "k", &own, None)).assert_code("storage_invalid_metadata");
    let inherited = js("{metadata: Object.create({a: 'b'})}");
    thrown(check_put(Kv, "k", &inherited, None)).assert_code("storage_invalid_metadata");
}
