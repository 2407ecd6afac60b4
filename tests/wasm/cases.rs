//! What crosses the border to JavaScript, in a real JavaScript engine.
//!
//! The conformance suite tests the package; these tests look at the border itself, in Node and in
//! Chromium: frames coming in, texts and errors going out.

use layeron_storage::error::Code;
use layeron_storage::etag;
use layeron_storage::wasm::body::hash_of;
use layeron_storage::wasm::questions::*;
use layeron_storage::wasm::{ask, declare};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::*;

#[wasm_bindgen(module = "/js/told.js")]
extern "C" {
    type Told;
    #[wasm_bindgen(thread_local_v2, js_name = told)]
    static TOLD: Told;
    #[wasm_bindgen(method, getter, js_name = isError)]
    fn is_error(this: &Told) -> bool;
    #[wasm_bindgen(method, getter)]
    fn text(this: &Told) -> String;
}

/// What JavaScript was told: a text after `=`, an error after `!`.
fn heard() -> String {
    TOLD.with(|told| format!("{}{}", if told.is_error() { '!' } else { '=' }, told.text()))
}

fn ask(question: u32, frame: &str) -> String {
    ask::ask(question, frame);
    heard()
}

/// The text of an answer that is no error.
fn told(question: u32, frame: &str) -> String {
    let answer = ask(question, frame);
    answer.strip_prefix('=').unwrap_or_else(|| panic!("{answer}")).to_owned()
}

/// An answer that is this error.
fn assert_code(answer: &str, code: Code) {
    let retryable = if code.retryable() { "1" } else { "" };
    let wanted = format!("!{} {retryable} {} ", code.status(), code.as_str());
    assert!(answer.starts_with(&wanted), "{answer}");
}

/// A value with a length, as js/given.js writes it.
fn tagged(tag: char, content: &str) -> String {
    format!("{tag}{}:{content}", content.encode_utf16().count())
}

/// The frame of put options: a content type, or nothing.
fn put_options(content_type: Option<&str>) -> String {
    let first = content_type.map_or("u".to_owned(), |text| tagged('s', text));
    tagged('o', &(first + "uuuuuuuuu"))
}

/// Puts a value of a bucket, kept under a number, into the store number 0.
fn put(key: &str, number: u32) -> String {
    let time = "i13:1700000000000";
    let about = format!("i1:3s16:0123456789abcdefi{}:{number}u{time}", number.to_string().len());
    told(MEMORY_PUT, &format!("i1:0t{}{}{about}", tagged('s', key), put_options(None)))
}

fn head(store: &str, key: &str) -> String {
    told(MEMORY_HEAD, &format!("{store}t{}i13:1700000000000", tagged('s', key)))
}

#[wasm_bindgen_test]
fn every_code_is_told_with_its_status() {
    for code in Code::ALL {
        let answer = ask(REFUSAL, &format!("{} why it is", code.as_str()));
        assert_code(&answer, code);
        assert!(answer.ends_with(" why it is"));
    }
}

#[wasm_bindgen_test]
fn a_put_is_judged_by_its_frame() {
    let judged = |key: &str, options: &str| ask(CHECK_PUT, &format!("t{}{options}i1:3f", tagged('s', key)));
    assert_eq!(judged("k", "u"), "=0");
    assert_eq!(judged("ключ😀", &put_options(Some("a/b"))), "=0");
    assert_code(&judged("k", &put_options(Some("a\r\nb"))), Code::InvalidOptions);
    assert_code(&judged("", "u"), Code::InvalidKey);
    assert_code(&ask(CHECK_KEY, "tl"), Code::InvalidKey);
    assert_code(&ask(CHECK_KEY, "tx4:null"), Code::InvalidKey);
}

#[wasm_bindgen_test]
fn a_frame_that_is_none_is_a_refusal_and_no_trap() {
    for frame in ["", "s", "s9:k", "s:", "q1:k", "s99999999999999999999:k", "s1:"] {
        assert_code(&ask(CHECK_KEY, &format!("t{frame}")), Code::InvalidKey);
    }
    for question in 0..100 {
        for frame in ["", "t", "s1:k", "uuuuuuuuuuuu", "i1:9", "ti20:99999999999999999999"] {
            assert!(ask(question, frame).starts_with(['=', '!']));
        }
    }
}

#[wasm_bindgen_test]
fn a_question_that_is_none_is_a_fault_and_no_trap() {
    assert_code(&ask(99, ""), Code::Internal);
}

#[wasm_bindgen_test]
fn what_was_kept_is_found_by_its_number() {
    told(MEMORY_RESET, "");
    assert_eq!(put("a/ключ", 7), "");
    let get =
        |options: &str| ask(MEMORY_GET, &format!("i1:0t{}{options}i13:1700000000000", tagged('s', "a/ключ")));
    assert_eq!(get("u"), "=7");
    // range and its members, ifNoneMatch, headers, and no unknown name
    assert_eq!(get(&tagged('o', &(tagged('o', "i1:1i1:9uu") + "uuu"))), "=7 1 2");
    assert_eq!(get(&tagged('o', "us16:0123456789abcdefuu")), "=7 -");
    assert_eq!(
        (head("i1:0", "a/ключ"), head("i1:0", "none"), head("i1:1", "a/ключ")),
        ("7".into(), "".into(), "".into())
    );
}

#[wasm_bindgen_test]
fn without_a_store_nothing_is_stored() {
    told(MEMORY_RESET, "");
    let about = "i1:3s16:0123456789abcdefi1:7ui13:1700000000000";
    assert_eq!(ask(MEMORY_PUT, &format!("uts1:ku{about}")), "=");
    assert_eq!(head("i1:0", "k"), "");
}

#[wasm_bindgen_test]
fn pages_and_deletes() {
    told(MEMORY_RESET, "");
    for (number, key) in (1..).zip(["a", "b/1", "b/2", "c"]) {
        put(key, number);
    }
    // prefix, limit, cursor, delimiter, startAfter, and no unknown name
    let options = tagged('o', "ui1:2us1:/uu");
    let page = told(MEMORY_LIST, &format!("i1:0t{options}s13:default/pagesi13:1700000000000"));
    let parts: Vec<&str> = page.split('\0').collect();
    assert_eq!(parts[1..], ["1 ", "b/"]);
    assert_ne!(parts[0], "");
    told(MEMORY_DELETE, "i1:0s1:a");
    assert_eq!(head("i1:0", "a"), "");
}

#[wasm_bindgen_test]
fn a_clock_that_is_none_is_refused() {
    for now in ["n3:NaN", "n2:-1", "n8:Infinity"] {
        assert_code(&ask(MEMORY_HEAD, &format!("i1:0ts1:k{now}")), Code::InvalidOptions);
        assert_code(&ask(KV_PUT, &format!("s1:kui1:3u{now}")), Code::InvalidOptions);
    }
}

#[wasm_bindgen_test]
fn a_kv_put_tells_when_its_value_ends() {
    assert_eq!(told(KV_PUT, "s1:kui1:3ui13:1700000000000"), "");
    assert_eq!(told(KV_PUT, "s1:kui1:3i2:60i13:1700000000000"), "1700000060000");
}

#[wasm_bindgen_test]
fn headers_become_what_the_binding_takes() {
    let headers = tagged('h', &(tagged('s', "bytes=1-2") + &tagged('s', "\"a\", \"b\"") + "u"));
    // range, ifNoneMatch, headers, and no unknown name
    let plan = told(R2_GET, &("s1:k".to_owned() + &tagged('o', &format!("uu{headers}u"))));
    assert_eq!(plan, "header\n\"a\", \"b\"\n1\n2\n");
    assert_eq!(told(R2_GET, "s1:ku"), "\n\n\n\n");
}

#[wasm_bindgen_test]
fn cursors_of_hosts_travel_inside_ours() {
    let cursor = told(CURSOR_OF, "s9:default/as1:pus6:host's");
    let asked = tagged('o', &format!("s1:pu{}uuu", tagged('s', &cursor)));
    let read = |identity: &str| ask(HOST_CURSOR, &format!("t{asked}{}", tagged('s', identity)));
    assert_eq!(read("default/a"), "=host's");
    assert_code(&read("default/b"), Code::InvalidCursor);
}

#[wasm_bindgen_test]
fn the_head_of_a_response_is_told_line_by_line() {
    let head = told(RESPONSE_HEAD, "ts3:a/buuus1:es1:di2:10ui1:2i1:3");
    let mut lines = head.lines();
    assert_eq!(lines.next(), Some("206"));
    let lines: Vec<&str> = lines.collect();
    for field in [["content-type", "a/b"], ["etag", "\"e\""], ["content-range", "bytes 2-4/10"]] {
        assert!(lines.chunks(2).any(|line| line == field), "{lines:?}");
    }
}

#[wasm_bindgen_test]
fn a_declaration_is_refused_or_told_with_its_defaults() {
    let options = |name| tagged('o', &(tagged('s', name) + "uuuuuuuuuu"));
    declare::storage_bucket(&options("A"));
    assert_code(&heard(), Code::InvalidName);
    declare::storage_kv("u");
    assert_code(&heard(), Code::InvalidOptions);
    declare::storage_bucket(&options("a-b"));
    let declared = heard();
    assert!(declared.starts_with("=default/a-b\0default\0A_B\0variant=bucket\n"), "{declared}");
}

#[wasm_bindgen_test]
fn declarations_that_contradict_each_other_have_words() {
    let otherwise = ask(DECLARED_OTHERWISE, "s3:d/as3:a=1s3:a=2");
    assert_code(&otherwise, Code::InvalidOptions);
    assert!(otherwise.contains("first a=1, then a=2"));
    assert_code(&ask(BINDING_TAKEN, "s1:Bs3:d/as3:d/b"), Code::InvalidOptions);
}

#[wasm_bindgen_test]
fn a_hosts_failure_has_the_code_of_its_text() {
    let failure = |bucket, text: &str| ask(HOST_FAILURE, &format!("{bucket}{}", tagged('s', text)));
    assert_code(&failure("t", "put: Too many requests (10058)"), Code::RateLimited);
    assert_code(&failure("f", "KV PUT failed: 413 Value"), Code::ValueTooLarge);
}

#[wasm_bindgen_test]
fn a_signed_url_is_made_and_opened() {
    // The time, no lifecycle, a version, nothing unique; then the nine options and no unknown name.
    let options = tagged('o', "s4:readi2:60uuuuuuuu");
    let grant = told(MAKE_GRANT, &format!("i1:0us2:v1u{options}"));
    let open =
        |method: &str, now: &str| told(OPEN_GRANT, &(tagged('s', &grant) + &tagged('s', method) + now));
    assert_eq!(open("GET", "i5:59999"), "secret=v1");
    assert_eq!((open("GET", "i5:60000"), open("PUT", "i1:0")), ("".into(), "".into()));
    assert_eq!(told(PATH, "s7:defaults5:filess3:a/b"), "/_storage/default/files/a%2Fb");
    assert_code(&ask(PATH, "s7:defaults5:filess2:.."), Code::InvalidKey);
    assert_eq!(told(MESSAGE, "s1:a"), "layeron-storage signed URL\ns1:a");
}

#[wasm_bindgen_test]
fn javascript_is_told_every_name() {
    let names = told(NAMES, "");
    let mut lines = names.lines();
    assert_eq!(lines.next(), Some("reserved !layeron/ layeron- layeron-sealed"));
    assert!(lines.any(|line| line == "range offset length suffix"));
}

#[wasm_bindgen_test]
fn a_value_hashes_piece_by_piece() {
    let bytes: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
    let hash = bytes.chunks(etag::PIECE_BYTES).fold(0, |before, piece| hash_of(piece, before));
    assert_eq!(format!("{hash:016x}"), etag::of(&bytes));
    assert_eq!(format!("{:016x}", hash_of(b"", 0)), etag::of(b""));
}

#[wasm_bindgen_test]
fn a_sealed_value_is_measured_and_its_parts_are_found() {
    assert_eq!(told(SEALED_SIZE, "fi8:26207960"), "26214400");
    assert_code(&ask(SEALED_SIZE, "fi8:26207961"), Code::ValueTooLarge);
    let entry = tagged('s', &format!("1 {} v1", "A".repeat(52)));
    assert_eq!(told(PLAIN_SIZE, &format!("{entry}i2:57")), "1");
    assert_eq!(told(PLAIN_SIZE, &format!("{entry}i2:55")), "");
    // 200,000 plain bytes in four segments, of which a range needs the second.
    let part = |range: &str| ask(SEALED_PART, &format!("{entry}i6:200104i5:65536{range}"));
    assert_eq!(part("i5:65480i1:7u"), "=65480 7 1 1 3 0 0 ");
    assert_code(&part("i6:200000uu"), Code::InvalidRange);
    assert_code(&ask(SEALED_PART, "s1:xi2:57i1:0uuu"), Code::DecryptionFailed);
    assert!(told(ASSOCIATED, "s1:cs1:ks2:v1").ends_with("\ni1:1s1:cs1:ks2:v1"));
}
