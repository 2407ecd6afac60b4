//! The memory host's tables.

use layeron_storage::wasm::call::plan_list;
use layeron_storage::wasm::enums::{Mode, Variant};
use layeron_storage::wasm::memory::{MemoryRecord, MemoryTable, select};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::*;

use super::js::{assert_plain, js, js_of, json, member};
use super::thrown::thrown;

fn record(expression: &str) -> MemoryRecord {
    js(expression).unchecked_into()
}

fn put(table: &mut MemoryTable, key: &str) {
    let record = js_of(&key.into(), "({etag: given, size: 3, storedAt: 1000, key: given})").unchecked_into();
    table.put(key, Mode::Overwrite, None, record).unwrap();
}

fn page(table: &mut MemoryTable, options: &JsValue) -> JsValue {
    let plan = plan_list(Variant::Bucket, "default/a", options).unwrap();
    table.list(&plan, 1_000.0).unwrap()
}

#[wasm_bindgen_test]
fn a_table_gives_back_the_very_record() {
    let mut table = MemoryTable::new();
    let given = record("{etag: 'e', size: 3, storedAt: 1000, bytes: new Uint8Array(3), more: {}}");
    table.put("a/ключ", Mode::Overwrite, None, given.clone()).unwrap();
    let found = table.get("a/ключ", 1_000.0).unwrap().unwrap();
    assert!(js_sys::Object::is(&found, &given));
    assert!(table.get("none", 1_000.0).unwrap().is_none());
    table.delete("a/ключ");
    table.delete("none");
    assert!(table.get("a/ключ", 1_000.0).unwrap().is_none());
}

#[wasm_bindgen_test]
fn tables_are_apart_and_one_is_freed_alone() {
    let (mut one, mut other) = (MemoryTable::new(), MemoryTable::new());
    put(&mut one, "a");
    assert!(other.get("a", 0.0).unwrap().is_none());
    put(&mut other, "b");
    drop(one);
    assert!(other.get("b", 0.0).unwrap().is_some());
}

#[wasm_bindgen_test]
fn a_put_has_conditions() {
    let mut table = MemoryTable::new();
    let mut put = |mode, if_match: Option<&str>, etag: &str, now: f64| {
        let given = js_of(&etag.into(), "({etag: given, size: 1})");
        js_sys::Reflect::set(&given, &"storedAt".into(), &now.into()).unwrap();
        js_sys::Reflect::set(&given, &"expiresAt".into(), &(now + 10.0).into()).unwrap();
        table.put("k", mode, if_match.map(str::to_owned), given.unchecked_into())
    };
    thrown(put(Mode::Replace, Some("e"), "x", 0.0)).assert_code("storage_precondition_failed");
    assert!(put(Mode::Create, None, "e", 0.0).is_ok());
    thrown(put(Mode::Create, None, "x", 9.0)).assert_code("storage_key_already_exists");
    thrown(put(Mode::Replace, Some("x"), "x", 9.0)).assert_code("storage_precondition_failed");
    assert!(put(Mode::Replace, Some("e"), "f", 9.0).is_ok());
    thrown(put(Mode::Replace, None, "x", 9.0)).assert_code("storage_internal");
    // What has expired does not exist.
    thrown(put(Mode::Replace, Some("f"), "x", 19.0)).assert_code("storage_precondition_failed");
    assert!(put(Mode::Create, None, "g", 19.0).is_ok());
    assert_eq!(
        table.get("k", 20.0).unwrap().map(|found| json(&member(&found, "etag"))),
        Some("\"g\"".to_owned())
    );
}

#[wasm_bindgen_test]
fn a_value_is_there_until_its_end() {
    let mut table = MemoryTable::new();
    let ends = record("{etag: 'e', size: 1, storedAt: 1000, expiresAt: 2000}");
    table.put("k", Mode::Overwrite, None, ends).unwrap();
    assert!(table.get("k", 1_999.0).unwrap().is_some());
    assert!(table.get("k", 2_000.0).unwrap().is_none());
    let stays = record("{etag: 'e', size: 1, storedAt: 1000, expiresAt: undefined}");
    table.put("k", Mode::Overwrite, None, stays).unwrap();
    assert!(table.get("k", 1e14).unwrap().is_some());
}

#[wasm_bindgen_test]
fn records_keys_and_clocks_that_are_none_are_refused() {
    let mut table = MemoryTable::new();
    for (given, code) in [
        ("{etag: 'e', size: -1, storedAt: 0}", "storage_internal"),
        ("{etag: 'e', size: 0.5, storedAt: 0}", "storage_internal"),
        ("{etag: 'e', size: 1, storedAt: NaN}", "storage_invalid_options"),
        ("{etag: 'e', size: 1, storedAt: 0, expiresAt: -1}", "storage_invalid_options"),
    ] {
        thrown(table.put("k", Mode::Overwrite, None, record(given))).assert_code(code);
        thrown(select(&JsValue::UNDEFINED, None, None, &record(given))).assert_code(code);
    }
    thrown(table.get("k", f64::NAN)).assert_code("storage_invalid_options");
    thrown(table.get("", 0.0)).assert_code("storage_invalid_key");
    thrown(table.list(&js("{}"), 0.0)).assert_code("storage_internal");
    assert_plain(&page(&mut table, &js("{}")), "{items: [], prefixes: []}");
}

#[wasm_bindgen_test]
fn a_listing_goes_on_where_a_page_ended() {
    let mut table = MemoryTable::new();
    for key in ["c", "b/2", "b/1", "a", "d"] {
        put(&mut table, key);
    }
    let first = page(&mut table, &js("{limit: 2, delimiter: '/'}"));
    assert_eq!(
        json(&js_of(&first, "[Object.keys(given), given.items.map((i) => i.key), given.prefixes]")),
        r#"[["items","prefixes","cursor"],["a"],["b/"]]"#
    );
    let next = js_of(&member(&first, "cursor"), "({limit: 2, delimiter: '/', cursor: given})");
    let last = page(&mut table, &next);
    assert_eq!(
        json(&js_of(&last, "[Object.keys(given), given.items.map((i) => i.key), given.prefixes]")),
        r#"[["items","prefixes"],["c","d"],[]]"#
    );
    let plan = plan_list(Variant::Bucket, "default/b", &js("undefined")).unwrap();
    assert!(table.list(&plan, 0.0).is_ok());
    thrown(plan_list(Variant::Bucket, "default/b", &next)).assert_code("storage_invalid_cursor");
    let plan = plan_list(
        Variant::Bucket,
        "default/a",
        &js_of(&super::table::HOST_CURSOR.into(), "({cursor: given})"),
    );
    thrown(table.list(&plan.unwrap(), 0.0)).assert_code("storage_invalid_cursor");
}

#[wasm_bindgen_test]
fn a_get_selects_nothing_all_or_a_part() {
    let version = record("{etag: 'e', size: 10, storedAt: 1500}");
    let selected = |range: &str, known: Option<&str>, if_range: Option<&str>| {
        select(&js(range), known.map(str::to_owned), if_range.map(str::to_owned), &version)
    };
    let part = "{part: {offset: 2, length: 8}}";
    for (range, known, if_range, wanted) in [
        ("undefined", None, None, "'whole'"),
        ("undefined", Some("\"e\""), None, "'notModified'"),
        ("{offset: 2}", Some("*"), None, "'notModified'"),
        ("{offset: 2}", Some("\"f\""), None, part),
        ("{offset: 2}", Some("no etag"), None, part),
        ("{offset: 2, length: 99}", None, Some("\"e\""), part),
        ("{suffix: 8}", None, Some("Thu, 01 Jan 1970 00:00:01 GMT"), part),
        ("{offset: 2}", None, Some("\"f\""), "'whole'"),
        ("{offset: 99}", None, Some("Thu, 01 Jan 1970 00:00:02 GMT"), "'whole'"),
    ] {
        assert_plain(&selected(range, known, if_range).unwrap(), wanted);
    }
    thrown(selected("{offset: 10}", None, None))
        .assert_code("storage_invalid_range")
        .assert_detail("{size: 10}");
    for none in ["null", "{}", "{offset: '1'}", "{offset: 1, lenght: 1}", "[]"] {
        thrown(selected(none, None, None)).assert_code("storage_internal");
    }
}
