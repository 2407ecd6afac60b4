//! The steps of calls on an R2 binding.

use layeron_storage::wasm::enums::{Mode, UploadWay};
use layeron_storage::wasm::r2::*;
use wasm_bindgen_test::*;

use super::js::{assert_plain, js};
use super::thrown::thrown;

#[wasm_bindgen_test]
fn a_stream_goes_up_in_a_way() {
    assert_eq!(upload_way(Mode::Create, None).unwrap(), UploadWay::Buffered);
    assert_eq!(upload_way(Mode::Create, Some(3.0)).unwrap(), UploadWay::Single);
    assert_eq!(upload_way(Mode::Overwrite, Some(6e9)).unwrap(), UploadWay::Parts);
    thrown(upload_way(Mode::Replace, Some(6e9))).assert_code("storage_invalid_options");
    let large = thrown(upload_way(Mode::Overwrite, Some(6e12)));
    large.assert_code("storage_value_too_large").assert_detail("{size: 6000000000000, limit: 5492189429760}");
    assert_eq!((part_size(None).unwrap(), part_size(Some(6e9)).unwrap()), (8_388_608.0, 8_388_608.0));
    assert!(check_part(Mode::Overwrite, 10_000.0, 8.0).is_ok());
    thrown(check_part(Mode::Overwrite, 10_001.0, 8.0)).assert_code("storage_value_too_large");
    thrown(check_part(Mode::Create, 1.0, 8.0)).assert_code("storage_invalid_options");
    for none in [-1.0, f64::NAN, 0.5] {
        thrown(upload_way(Mode::Overwrite, Some(none))).assert_code("storage_internal");
        thrown(part_size(Some(none))).assert_code("storage_internal");
        thrown(check_part(Mode::Overwrite, none, 8.0)).assert_code("storage_internal");
    }
}

#[wasm_bindgen_test]
fn a_condition_has_the_form_that_the_binding_takes() {
    for (header, wanted) in [
        ("\"e\"", "{etagDoesNotMatch: 'e'}"),
        ("*", "{etagDoesNotMatch: '*'}"),
        ("\"*\"", "{header: '\"*\"'}"),
        ("\"a\", W/\"b\"", "{header: '\"a\", \"b\"'}"),
    ] {
        assert_plain(&r2_condition(header).unwrap(), wanted);
    }
    thrown(r2_condition("e")).assert_code("storage_internal");
}

#[wasm_bindgen_test]
fn an_answer_to_a_list_has_a_next_step() {
    let step = |gathered: &str, visible: u32, truncated: bool| {
        r2_list_step(&js(&format!(
            "{{prefix: 'p', limit: 3, gathered: {gathered}, visible: {visible}, lastKey: 'p1', lastPrefix: '',
               truncated: {truncated}}}"
        )))
    };
    assert_plain(&step("0", 1, true).unwrap(), "{step: 'ask', more: 2}");
    assert_plain(&step("0", 1, false).unwrap(), "{step: 'done'}");
    assert_plain(&step("undefined", 1, true).unwrap(), "{step: 'doneBefore'}");
    assert_plain(&step("undefined", 0, true).unwrap(), "{step: 'lookAhead'}");
    for none in ["null", "'0'", "-1", "0.5", "4294967296"] {
        thrown(step(none, 1, true)).assert_code("storage_internal");
    }
    thrown(r2_list_step(&js("{}"))).assert_code("storage_internal");
}
