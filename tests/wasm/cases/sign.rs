//! Signed URLs: claims, paths, messages, and the requests that use them.

use layeron_storage::wasm::sign::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::*;
use web_sys::Headers;

use super::js::{assert_plain, js, js_of, json, set, text};
use super::thrown::thrown;

const WRITE: &str = "{v: 1, until: 60000, secret: 's', once: 'o', action: 'write', type: 'a/b', max: 9,
    metadata: {a: 'b'}, create: true}";
const READ: &str =
    "{v: 1, until: 60000, secret: 's', once: 'o', action: 'read', inline: true, filename: 'f'}";

#[wasm_bindgen_test]
fn new_claims_have_the_options_and_no_more() {
    let new = |options: &str, version: &str| new_claims(&js(options), version, 5.0).unwrap();
    let least = new("{action: 'read', expiresInSeconds: 60}", "");
    assert_plain(&least, "{v: 1, until: 60005, action: 'read'}");
    let read = new("{action: 'read', expiresInSeconds: 60, disposition: 'inline', filename: 'é'}", "v1");
    assert_plain(&read, "{v: 1, until: 60005, secret: 'v1', action: 'read', inline: true, filename: 'é'}");
    let write =
        "{action: 'write', expiresInSeconds: 1, contentType: 'a/b', maxSizeBytes: 0, metadata: {a: 'b'},
        ifNotExists: true}";
    assert_plain(
        &new(write, ""),
        "{v: 1, until: 1005, action: 'write', type: 'a/b', max: 0, metadata: {a: 'b'}, create: true}",
    );
    let plain = "{action: 'write', expiresInSeconds: 1, metadata: {}, ifNotExists: false, oneTime: false}";
    assert_plain(&new(plain, ""), "{v: 1, until: 1005, action: 'write'}");
}

#[wasm_bindgen_test]
fn a_url_for_one_request_is_like_no_other() {
    let once = || {
        text(
            &new_claims(&js("{action: 'read', expiresInSeconds: 60, oneTime: true}"), "", 0.0).unwrap(),
            "once",
        )
    };
    let (one, other) = (once(), once());
    assert_ne!(one, other);
    assert!(one.len() == 32 && one.bytes().all(|digit| digit.is_ascii_hexdigit()), "{one}");
}

#[wasm_bindgen_test]
fn new_claims_are_those_that_are_read() {
    for claims in [READ, WRITE] {
        let method = if claims == READ { "HEAD" } else { "PUT" };
        assert_plain(&read_claims(&js(claims), method, 0.0).unwrap(), claims);
    }
}

#[wasm_bindgen_test]
fn claims_allow_their_methods_until_their_end() {
    let allowed = |claims, method, now| !read_claims(&js(claims), method, now).unwrap().is_undefined();
    assert!(allowed(READ, "GET", 59_999.0) && !allowed(READ, "GET", 60_000.0));
    for method in ["PUT", "POST", "get", "", "DELETE"] {
        assert!(!allowed(READ, method, 0.0), "{method}");
    }
    for method in ["GET", "HEAD", "put", "POST"] {
        assert!(!allowed(WRITE, method, 0.0), "{method}");
    }
    thrown(read_claims(&js(READ), "GET", f64::NAN)).assert_code("storage_invalid_options");
}

fn is_refused(claims: &JsValue) -> bool {
    ["GET", "PUT"].iter().all(|method| read_claims(claims, method, 0.0).unwrap().is_undefined())
}

#[wasm_bindgen_test]
fn claims_that_are_unknown_ill_typed_or_missing_allow_nothing() {
    for claims in [READ, WRITE] {
        assert!(!is_refused(&js(claims)));
        let with = |name: &str, value: &JsValue| {
            let claims = js(claims);
            set(&claims, name, value);
            is_refused(&claims)
        };
        assert!(with("another", &JsValue::NULL) && with("Action", &"read".into()));
        for name in ["v", "until", "action"] {
            assert!(with(name, &JsValue::UNDEFINED), "{name}");
        }
        let names = js_of(&js(claims), "Object.keys(given)");
        for name in js_sys::Array::from(&names).iter().filter_map(|name| name.as_string()) {
            for odd in
                ["null", "-1", "0.5", "NaN", "1n", "[]", "() => 1", "'\\uD800'", "new Map()", "2 ** 53"]
            {
                assert!(with(&name, &js(odd)), "{name}: {odd}");
            }
        }
        assert!(with("v", &2.into()) && with("action", &"delete".into()) && with("until", &0.into()));
    }
    for (claims, name, value) in [
        (READ, "max", "1"),
        (READ, "type", "'a/b'"),
        (READ, "metadata", "{}"),
        (READ, "create", "false"),
        (READ, "filename", "''"),
        (WRITE, "inline", "false"),
        (WRITE, "filename", "'f'"),
        (WRITE, "type", "'é'"),
        (WRITE, "metadata", "{'layeron-a': 'b'}"),
        (WRITE, "metadata", "{a: 1}"),
    ] {
        let claims = js(claims);
        set(&claims, name, &js(value));
        assert!(is_refused(&claims), "{name}: {value}");
    }
    for none in ["undefined", "null", "1", "'a'", "[]", "{}", "new Map()", "() => 1"] {
        assert!(is_refused(&js(none)), "{none}");
    }
}

#[wasm_bindgen_test]
fn a_url_does_not_outlive_the_record_of_its_use() {
    let options = js("{action: 'read', expiresInSeconds: 86401, oneTime: true}");
    assert!(check_signed(&options, None).is_ok() && check_signed(&options, Some(2)).is_ok());
    thrown(check_signed(&options, Some(1))).assert_code("storage_invalid_options");
    for (missing, name) in [("{}", "action"), ("{action: 'read'}", "expiresInSeconds")] {
        let message = format!("signed URL options: {name} is missing");
        thrown(check_signed(&js(missing), None)).assert("storage_invalid_options", &message);
        thrown(new_claims(&js(missing), "", 0.0)).assert("storage_invalid_options", &message);
    }
    thrown(check_signed(&JsValue::UNDEFINED, None)).assert_code("storage_invalid_options");
    let word = "signed URL options: action must be \"read\" or \"write\", not \"Read\"";
    thrown(check_signed(&js("{action: 'Read'}"), None)).assert("storage_invalid_options", word);
}

#[wasm_bindgen_test]
fn a_path_has_the_key_as_one_segment() {
    assert_eq!(key_path("default", "files", "a/b c"), "/_storage/default/files/a%2Fb%20c");
    assert_eq!(key_path("n", "f", "é%😀"), "/_storage/n/f/%C3%A9%25%F0%9F%98%80");
}

#[wasm_bindgen_test]
fn a_message_is_a_row_of_texts() {
    let wanted = b"\0\0\0\x1clayeron-storage/signed-url/1\0\0\0\x01n\0\0\0\x01f\0\0\0\x02\xc3\xa9\0\0\0\0";
    assert_eq!(signed_message("n", "f", "é", ""), wanted);
    assert_ne!(signed_message("n", "f", "a", "b"), signed_message("n", "fa", "", "b"));
}

/// The header fields that are set.
fn fields(set: impl Fn(&Headers)) -> String {
    let headers = Headers::new().unwrap();
    set(&headers);
    json(&js_of(&headers, "[...given]"))
}

#[wasm_bindgen_test]
fn caches_keep_a_value_as_far_as_the_claims_allow() {
    let cache = |claims: &str, stored: Option<&str>| {
        fields(|headers| cache_field(&js(claims), stored.map(str::to_owned), headers).unwrap())
    };
    let signed = "{v: 1, until: 1, action: 'read'}";
    assert_eq!(cache("undefined", None), "[]");
    assert_eq!(cache(signed, None), r#"[["cache-control","private, no-cache"]]"#);
    assert_eq!(cache(signed, Some("public")), "[]");
    assert_eq!(cache(READ, Some("public")), r#"[["cache-control","no-store"]]"#);
    let headers = Headers::new().unwrap();
    for none in ["null", "{}", "{v: 1, until: 1, action: 'read', more: 1}"] {
        thrown(cache_field(&js(none), None, &headers)).assert_code("storage_internal");
        thrown(body_fields(&js(none), None, &headers)).assert_code("storage_internal");
    }
}

#[wasm_bindgen_test]
fn a_body_is_told_to_browsers_safely() {
    let body = |claims: &str, content_type: Option<&str>| {
        fields(|headers| body_fields(&js(claims), content_type.map(str::to_owned), headers).unwrap())
    };
    let nosniff = r#"["x-content-type-options","nosniff"]"#;
    assert_eq!(body("undefined", Some("text/html")), format!("[{nosniff}]"));
    let no_type = r#"["content-type","application/octet-stream"]"#;
    assert_eq!(body("undefined", None), format!("[{no_type},{nosniff}]"));
    assert_eq!(
        body(READ, Some("text/html")),
        format!(
            r#"[["content-disposition","inline; filename=\"f\""],["content-security-policy","sandbox"],["referrer-policy","no-referrer"],{nosniff}]"#
        )
    );
}

fn request(fields: &str) -> Headers {
    js(&format!("new Headers({fields})")).unchecked_into()
}

#[wasm_bindgen_test]
fn a_signed_put_has_the_signers_options() {
    let put = plan_signed_put(&js(WRITE), &request("{'content-type': 'A/B', 'content-length': '9'}"));
    assert_plain(
        &put.unwrap(),
        "{options: {contentType: 'a/b', metadata: {a: 'b'}, ifNotExists: true, size: 9}, max: 9}",
    );
    let least = js("{v: 1, until: 1, action: 'write'}");
    let put = plan_signed_put(&least, &request("{}")).unwrap();
    assert_plain(&put, "{options: {metadata: {}, ifNotExists: false}}");
    let put = plan_signed_put(&least, &request("{'content-length': 'x', 'if-none-match': '*'}")).unwrap();
    assert_plain(&put, "{options: {metadata: {}, ifNotExists: true}}");
}

#[wasm_bindgen_test]
fn a_request_that_the_claims_do_not_allow_is_refused() {
    let refused = |claims: &str, fields: &str| thrown(plan_signed_put(&js(claims), &request(fields)));
    refused(WRITE, "{}").assert_code("storage_content_type_mismatch");
    let large = refused(WRITE, "{'content-type': 'a/b', 'content-length': '10'}");
    large.assert_code("storage_value_too_large").assert_detail("{limit: 9}");
    refused(WRITE, "{'content-type': 'a/b', 'if-match': 'x'}").assert_code("storage_invalid_options");
    refused(READ, "{}").assert_code("storage_internal");
    refused("undefined", "{}").assert_code("storage_internal");
    refused("{v: 1, until: 1, action: 'write', inline: true}", "{}").assert_code("storage_internal");
}
