//! Sealed values: sizes, entries, parts, and randomness.

use layeron_storage::wasm::enums::Variant::{Bucket, Kv};
use layeron_storage::wasm::seal::*;
use wasm_bindgen_test::*;

use super::js::{assert_plain, js};
use super::thrown::thrown;

fn entry() -> String {
    sealed_entry(&"A".repeat(52), "v1")
}

#[wasm_bindgen_test]
fn a_sealed_value_is_measured() {
    assert_eq!(sealed_size(Kv, 26_207_960.0).unwrap(), 26_214_400.0);
    assert_eq!(sealed_size(Bucket, 0.0).unwrap(), 56.0);
    thrown(sealed_size(Kv, 26_207_961.0)).assert_code("storage_value_too_large");
    assert_eq!(plain_size(&entry(), 57.0).unwrap(), Some(1.0));
    assert_eq!(plain_size(&entry(), 55.0).unwrap(), None);
    assert_eq!(plain_size("x", 57.0).unwrap(), None);
    for none in [-1.0, 0.5, f64::NAN] {
        thrown(sealed_size(Kv, none)).assert_code("storage_internal");
        thrown(plain_size(&entry(), none)).assert_code("storage_internal");
    }
}

#[wasm_bindgen_test]
fn an_entry_has_header_and_version() {
    let header = "-_09".repeat(13);
    for (version, text) in [("v 1", format!("1 {header} v 1")), ("", format!("1 {header}"))] {
        assert_eq!(sealed_entry(&header, version), text);
        assert_eq!(sealed_header(&text), Some(header.clone()));
        assert_eq!(sealed_version(&text).as_deref(), Some(version));
    }
    let long = "v".repeat(65);
    for none in
        ["", "1", "2 x", &format!("1 {header}="), &format!("1 {header} "), &format!("1 {header} {long}")]
    {
        assert_eq!((sealed_header(none), sealed_version(none)), (None, None), "{none}");
    }
}

#[wasm_bindgen_test]
fn a_range_of_plain_bytes_lies_in_whole_segments() {
    for (range, wanted) in [
        ("{offset: 65480, length: 1}", "{offset: 65536, length: 65536}"),
        ("{offset: 0}", "{offset: 0}"),
        ("{suffix: 1}", "{suffix: 131072}"),
    ] {
        assert_plain(&sealed_range(&js(range)).unwrap(), wanted);
    }
    for none in ["undefined", "{}", "{offset: 1n}"] {
        thrown(sealed_range(&js(none))).assert_code("storage_internal");
    }
}

#[wasm_bindgen_test]
fn a_part_has_all_its_numbers() {
    // 200,000 plain bytes in four segments, of which a range needs the second.
    let part = |entry: &str, from, range: &str| sealed_part(entry, 200_104.0, from, &js(range));
    assert_plain(
        &part(&entry(), 65_536.0, "{offset: 65480, length: 7}").unwrap(),
        "{offset: 65480, length: 7, first: 1, until: 1, last: 3, skipped: 0, before: 0}",
    );
    assert_plain(
        &part(&entry(), 0.0, "undefined").unwrap(),
        "{offset: 0, length: 200000, first: 0, until: 3, last: 3, skipped: 0, before: 0}",
    );
    let outside = thrown(part(&entry(), 0.0, "{offset: 200000}"));
    outside.assert_code("storage_invalid_range").assert_detail("{size: 200000}");
    thrown(part("x", 0.0, "undefined")).assert_code("storage_decryption_failed");
    thrown(sealed_part(&entry(), 55.0, 0.0, &js("undefined"))).assert_code("storage_decryption_failed");
    thrown(part(&entry(), 0.0, "null")).assert_code("storage_internal");
    thrown(part(&entry(), -1.0, "undefined")).assert_code("storage_internal");
}

#[wasm_bindgen_test]
fn random_bytes_are_as_many_as_asked_for_and_differ() {
    for count in [0, 1, 32, 65_536, 65_537, 200_000] {
        assert_eq!(random_bytes(count).unwrap().len(), count as usize);
    }
    let (one, other) = (random_bytes(32).unwrap(), random_bytes(32).unwrap());
    assert_ne!(one, other);
    let many = random_bytes(200_000).unwrap();
    assert!((0..=u8::MAX).all(|byte| many.contains(&byte)));
    assert!(many[199_000..].iter().any(|byte| *byte != 0));
}

#[wasm_bindgen_test]
fn a_value_is_bound_to_a_row_of_texts() {
    let wanted = b"\0\0\0\x1elayeron-storage/sealed-value/1\0\0\0\x02\xc3\xa9\0\0\0\x01k\0\0\0\0";
    assert_eq!(associated_data("é", "k", ""), wanted);
    assert_ne!(associated_data("a", "bk", ""), associated_data("ab", "k", ""));
}
