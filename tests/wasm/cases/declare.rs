//! Declarations: their answers, what two of one identity must agree on, and the constants.

use layeron_storage::wasm::declare::*;
use wasm_bindgen_test::*;

use super::js::{assert_plain, js, js_of, member, text};
use super::thrown::{Thrown, thrown};

#[wasm_bindgen_test]
fn a_declaration_has_the_members_of_its_kind_and_no_others() {
    let common = "identity: 'default/a-b', name: 'a-b', namespace: 'default', binding: 'A_B'";
    let named = js("{name: 'a-b'}");
    let print = |kind, rest| format!("fingerprint: {{kind: '{kind}', binding: '\"A_B\"'{rest}}}");
    let private = ", access: 'private'";
    let bucket = format!("{{{common}, access: 'private', {}}}", print("bucket", private));
    assert_plain(&storage_bucket(&named).unwrap(), &bucket);
    let kv = format!("{{{common}, access: 'private', {}}}", print("kv", private));
    assert_plain(&storage_kv(&named).unwrap(), &kv);
    assert_plain(&secret_static(&named).unwrap(), &format!("{{{common}, {}}}", print("static", "")));
    let random = format!("{{{common}, bytes: 32, {}}}", print("random", ", bytes: '32'"));
    assert_plain(&secret_random(&named).unwrap(), &random);
}

#[wasm_bindgen_test]
fn a_declaration_carries_its_settings_as_data() {
    let bucket = storage_bucket(&js(
        "{name: 'a', namespace: 'n', lifecycle: {deleteAfterDays: 7}, access: 'public',
          encryption: {secret: {kind: 'secret', name: 'k-1', namespace: 'o'}, context: 'c'}, metadata: {x: 1}}",
    ));
    assert_plain(
        &bucket.unwrap(),
        "{identity: 'n/a', name: 'a', namespace: 'n', binding: 'N_A', access: 'public', deleteAfterDays: 7,
          encryption: {secret: 'k-1', namespace: 'o', binding: 'K_1', context: 'c'},
          fingerprint: {kind: 'bucket', binding: '\"N_A\"', access: 'public', 'encryption.secret': 'o/k-1',
            'encryption.context': 'c', 'lifecycle.deleteAfterDays': '7'}}",
    );
    let kv =
        storage_kv(&js("{name: 'a', namespace: 'n', ttlSeconds: 60, encryption: {secret: {name: 'k'}}}"));
    let kv = kv.unwrap();
    assert_eq!(member(&kv, "ttlSeconds").as_f64(), Some(60.0));
    assert_plain(&member(&kv, "encryption"), "{secret: 'k', binding: 'K', context: 'n/a'}");
    let clear = storage_kv(&js("{name: 'a', encryption: {mode: 'none'}}")).unwrap();
    assert!(member(&clear, "encryption").is_undefined());
}

#[wasm_bindgen_test]
fn names_have_a_code_of_their_own() {
    for declare in [storage_bucket, storage_kv, secret_static, secret_random] {
        for (options, why) in [
            ("{}", "name is missing"),
            ("{namespace: 'n'}", "name is missing"),
            ("{name: 'a', namespace: 'layeron'}", "namespace \"layeron\" is reserved"),
            ("{name: ''}", "name must have 1 to 63 characters"),
            ("{name: 'A'}", "name must have 1 to 63 characters"),
            ("{name: 'a', namespace: 'ä'}", "namespace must have 1 to 63 characters"),
            ("{name: 'a'.repeat(64)}", "name must have 1 to 63 characters"),
        ] {
            let refusal = thrown(declare(&js(options)));
            refusal.assert_code("storage_invalid_name");
            assert!(refusal.message().contains(why), "{}", refusal.message());
        }
        thrown(declare(&js("{name: 'a', binding: ''}"))).assert_code("storage_invalid_options");
    }
}

#[wasm_bindgen_test]
fn words_are_refused_with_those_that_there_are() {
    for (options, message) in [
        ("{name: 'a', access: 'Public'}", "access must be \"private\" or \"public\", not \"Public\""),
        (
            "{name: 'a', encryption: {mode: 'on'}}",
            "encryption.mode must be \"managed\" or \"none\", not \"on\"",
        ),
        (
            "{name: 'a', encryption: {secret: {kind: 'x'.repeat(32)}}}",
            "encryption.secret.kind must be \"secret_ref\" or \"secret\", not a long text",
        ),
        (
            "{name: 'a', encryption: {algorithm: ''}}",
            "encryption.algorithm must be \"aes-gcm-256\", not \"\"",
        ),
    ] {
        let refusal = thrown(storage_bucket(&js(options)));
        refusal.assert("storage_invalid_options", &format!("storage.bucket options: {message}"));
    }
}

#[wasm_bindgen_test]
fn encryption_that_would_not_seal_is_refused() {
    for encryption in
        ["{}", "{mode: 'managed'}", "{context: 'c'}", "{secret: {}}", "{mode: 'none', secret: {name: 'k'}}"]
    {
        let options = js(&format!("{{name: 'a', encryption: {encryption}}}"));
        for declare in [storage_bucket, storage_kv] {
            thrown(declare(&options)).assert_code("storage_invalid_options");
        }
    }
}

#[wasm_bindgen_test]
fn declarations_that_contradict_each_other_have_words() {
    let print = |options| member(&storage_bucket(&js(options)).unwrap(), "fingerprint");
    let (first, same) = (print("{name: 'a'}"), print("{name: 'a', access: 'private'}"));
    assert!(check_same("default/a", &first, &same).is_ok());
    let refusal = thrown(check_same("default/a", &first, &print("{name: 'a', access: 'public'}")));
    let message = "\"default/a\" is declared twice and differently: first access=private, then access=public";
    refusal.assert("storage_invalid_options", message);
    for none in ["undefined", "null", "{kind: 1}", "[]"] {
        thrown(check_same("default/a", &first, &js(none))).assert_code("storage_internal");
    }
    let taken = Thrown::from(refuse_binding("B", "d/a", "d/b"));
    taken.assert_code("storage_invalid_options");
    assert!(taken.message().contains("binding \"B\" is declared by \"d/a\" and by \"d/b\""));
}

#[wasm_bindgen_test]
fn the_constants_are_these() {
    assert_plain(
        &constants(),
        "{reservedKeys: '!layeron/', reservedMetadata: 'layeron-', sealedEntry: 'layeron-sealed', recordFormat: 1,
          listEntries: 1000, deleteKeys: 1000, etagPiece: 65536, segmentBytes: 65536, tagBytes: 16, headerBytes: 40,
          saltBytes: 32, noncePrefixBytes: 7, secretMinBytes: 32, secretMaxBytes: 1024, signedUrlChars: 16384,
          lastSecond: 253402300799}",
    );
    assert!(text(&constants(), "sealedEntry").starts_with(&text(&constants(), "reservedMetadata")));
    assert!(js_of(&constants(), "Object.values(given).every((v) => typeof v !== 'bigint')").is_truthy());
}
