//! Errors as they cross: code, status, whether to try again, message, and detail as data.

use layeron_storage::error::Code;
use layeron_storage::wasm::call::{check_put, check_value_size};
use layeron_storage::wasm::enums::Variant::{Bucket, Kv};
use layeron_storage::wasm::enums::{Hint, Host, Mode, StreamFailure};
use layeron_storage::wasm::r2::stream_failure;
use layeron_storage::wasm::refusal::*;
use layeron_storage::wasm::seal::sealed_size;
use wasm_bindgen_test::*;

use super::js::{js, js_of, json, member};
use super::thrown::{Thrown, thrown};

#[wasm_bindgen_test]
fn every_code_crosses_with_its_status() {
    for code in Code::ALL {
        let refused = Thrown::from(refusal(code.as_str(), "why it is"));
        refused.assert(code.as_str(), "why it is");
        refused.assert_detail("undefined");
    }
    for none in ["", "storage_", "STORAGE_INTERNAL", "constructor"] {
        Thrown::from(refusal(none, "why")).assert("storage_internal", "why");
    }
}

#[wasm_bindgen_test]
fn an_error_is_one_that_any_copy_of_the_package_knows() {
    let error = Thrown::from(refusal("storage_unavailable", "why")).0;
    assert_eq!(json(&error), r#"{"error":{"code":"storage_unavailable","message":"why"}}"#);
    let known = "given instanceof Error && given[Symbol.for('layeron-storage/error')] === true
        && given.constructor.is(given) && given.name === 'StorageError' && typeof given.stack === 'string'";
    assert!(js_of(&error, known).is_truthy());
    assert_eq!(json(&js_of(&error, "Object.keys(given)")), r#"["code","status","retryable"]"#);
}

#[wasm_bindgen_test]
fn numbers_of_a_refusal_are_its_detail() {
    let limit = "{size: 26214401, limit: 26214400}";
    let large = thrown(check_value_size(Kv, 26_214_401.0));
    large.assert("storage_value_too_large", "the value has 26214401 bytes or more, the limit is 26214400");
    large.assert_detail(limit);
    assert!(check_value_size(Kv, 26_214_400.0).is_ok());
    thrown(sealed_size(Kv, 26_207_961.0)).assert_detail("{size: 26207961, limit: 26207960}");

    let unsatisfied = Thrown::from(unsatisfiable(&js("{offset: 7}"), 5.0).unwrap());
    unsatisfied.assert_code("storage_invalid_range").assert_detail("{size: 5}");
    let wanted =
        [("{offset: 7, length: 2}", "of 2 bytes from byte 7 on"), ("{suffix: 0}", "of the last 0 bytes")];
    for (range, words) in wanted {
        let message = Thrown::from(unsatisfiable(&js(range), 5.0).unwrap()).message();
        assert!(message.contains(words) && message.contains("it has 5 bytes"), "{message}");
    }

    let upload = Thrown::from(upload_too_large(9.0).unwrap());
    upload.assert("storage_value_too_large", "the body has more than the 9 bytes that the URL allows");
    upload.assert_detail("{limit: 9}");

    let metadata = js("{metadata: {a: 'x'.repeat(7680)}}");
    let beside = thrown(check_put(Bucket, "k", &metadata, None));
    beside.assert_code("storage_metadata_too_large").assert_detail("{size: 7681, limit: 7680}");
}

#[wasm_bindgen_test]
fn the_detail_is_no_member_that_shows() {
    let error = thrown(check_value_size(Bucket, 1e12)).0;
    assert!(js_of(&error, "!Object.keys(given).includes('detail')").is_truthy());
    assert_eq!(member(&member(&error, "detail"), "size").as_f64(), Some(1e12));
    assert_eq!(member(&member(&error, "detail"), "limit").as_f64(), Some(134_217_728.0));
}

#[wasm_bindgen_test]
fn numbers_and_ranges_that_are_none_are_faults() {
    for number in [-1.0, 0.5, f64::NAN, f64::INFINITY, 9_007_199_254_740_992.0] {
        thrown(unsatisfiable(&js("{offset: 0}"), number)).assert_code("storage_internal");
        thrown(upload_too_large(number)).assert_code("storage_internal");
        thrown(wrong_length(number, 1.0)).assert_code("storage_internal");
        thrown(wrong_length(1.0, number)).assert_code("storage_internal");
    }
    for range in
        ["undefined", "null", "{}", "{offset: -1}", "{offset: 1n}", "{offset: 0, suffix: 0}", "[]", "'a'"]
    {
        let fault = thrown(unsatisfiable(&js(range), 1.0));
        fault.assert_code("storage_internal");
        assert!(fault.message().starts_with("a structure of this package cannot be read: "));
    }
}

#[wasm_bindgen_test]
fn a_stream_of_another_length_has_words() {
    let words = |declared, seen| Thrown::from(wrong_length(declared, seen).unwrap());
    words(3.0, 2.0).assert("storage_body_failed", "the stream ended after 2 of 3 bytes");
    let more = "the stream went on after the 3 bytes that it was declared with";
    words(3.0, 4.0).assert("storage_body_failed", more);
}

#[wasm_bindgen_test]
fn a_condition_that_did_not_hold_has_the_code_of_its_mode() {
    Thrown::from(condition_failed(Mode::Create)).assert_code("storage_key_already_exists");
    for mode in [Mode::Replace, Mode::Overwrite] {
        Thrown::from(condition_failed(mode)).assert_code("storage_precondition_failed");
    }
}

#[wasm_bindgen_test]
fn a_hosts_failure_has_the_code_of_its_text() {
    for (host, text, code) in [
        (Host::R2, "put: Too many requests (10058)", "storage_rate_limited"),
        (Host::Kv, "KV PUT failed: 413 Value", "storage_value_too_large"),
        (Host::Kv, "KV GET failed: 503", "storage_unavailable"),
        (Host::Kv, "put: Too many requests (10058)", "storage_host_error"),
        (Host::R2, "", "storage_host_error"),
        (Host::Memory, "put: Too many requests (10058)", "storage_host_error"),
    ] {
        Thrown::from(host_failure(host, text, Hint::None)).assert_code(code);
    }
    for (text, failure) in [
        (
            "Provided readable stream must have a known length (request/response body)",
            StreamFailure::UnknownLength,
        ),
        ("mine", StreamFailure::Stream),
        ("put: x (10058)", StreamFailure::Host),
        ("internal error", StreamFailure::Host),
    ] {
        assert_eq!(stream_failure(text), failure, "{text}");
    }
}
