//! Keys: every string of JavaScript's is a key or is refused, by rules that fit on a page.
//!
//! If a store altered a key, its value could not be found again; so an accepted key is listed as it was given.

use bytes::Bytes;
use layeron_storage::error::Code;
use layeron_storage::key::{Key, not_a_key};
use layeron_storage::time::Millis;
use layeron_storage::variant::Variant;
use proptest::prelude::*;
use serde_json::json;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::host::Host;

const VARIANTS: [(Variant, usize); 2] = [(Variant::Bucket, 1024), (Variant::Kv, 512)];

/// The key that a string stands for; `None` where the rules refuse it.
fn by_the_rules(units: &[u16], variant: Variant, limit: usize) -> Option<String> {
    let text: String = char::decode_utf16(units.iter().copied()).collect::<Result<_, _>>().ok()?;
    let key = if variant == Variant::Bucket { text.nfc().collect() } else { text };
    let refused = key.is_empty()
        || key.len() > limit
        || key == "."
        || key == ".."
        || key.contains('\0')
        || key.starts_with("!layeron/");
    (!refused).then_some(key)
}

/// UTF-16 as JavaScript holds it, lone surrogates included; often near a rule.
fn units() -> impl Strategy<Value = Vec<u16>> {
    let near = prop::sample::select(vec![
        "",
        ".",
        "..",
        "...",
        "./",
        "\0",
        "a\0",
        "!layeron/",
        "!layeron/x",
        "!layeron",
        "!Layeron/",
        " !layeron/",
        "__proto__",
        "constructor",
        "7",
        "\r\n",
        "../x",
        "a//b",
        "%2F",
        "%00",
        "e\u{301}",
        "\u{212B}",
        "\u{1100}\u{1161}\u{11A8}",
        "\u{FEFF}",
        "\u{344}",
    ]);
    let text = |text: &str| text.encode_utf16().collect::<Vec<u16>>();
    prop_oneof![
        prop::collection::vec(any::<u16>(), 0..12),
        near.clone().prop_map(text),
        (near, any::<String>()).prop_map(move |(near, rest)| text(&format!("{near}{rest}"))),
        any::<String>().prop_map(move |any| text(&any)),
    ]
}

/// Texts whose length lies around a limit, in bytes of UTF-8, before or after composition.
fn long() -> impl Strategy<Value = String> {
    let character = prop::sample::select(vec!["k", "é", "e\u{301}", "\u{FFFF}", "\u{1F600}", "\u{344}"]);
    let limit = prop::sample::select(vec![512_usize, 1024]);
    (character, limit, -3..=3_isize).prop_map(|(character, limit, off)| {
        let composed = character.nfc().collect::<String>().len();
        let mut text = character.repeat(limit / composed - 2);
        let length = text.nfc().map(char::len_utf8).sum::<usize>();
        let wanted = limit.checked_add_signed(off).unwrap();
        text.push_str(&"x".repeat(wanted.saturating_sub(length)));
        text
    })
}

proptest! {
    #[test]
    fn a_key_is_accepted_exactly_by_the_rules(
        units in prop_oneof![4 => units(), 1 => long().prop_map(|text| text.encode_utf16().collect())]
    ) {
        for (variant, limit) in VARIANTS {
            let wanted = by_the_rules(&units, variant, limit);
            // JavaScript refuses a lone surrogate and composes a bucket's keys before the core gets them.
            let Ok(text) = String::from_utf16(&units) else {
                prop_assert_eq!(wanted, None);
                continue;
            };
            let given = if variant == Variant::Bucket { text.nfc().collect() } else { text };
            match (Key::parse(variant, &given), wanted) {
                (Ok(parsed), Some(key)) => prop_assert_eq!(parsed.as_str(), key),
                (Err(error), None) => prop_assert_eq!(error.code, Code::InvalidKey),
                (parsed, wanted) => prop_assert!(false, "{:?} instead of {:?}", parsed, wanted),
            }
        }
    }

    /// JavaScript refuses a key that is not a string with the core's words: the kind that it has and the limit.
    #[test]
    fn the_refusal_of_another_kind_names_it(kind in "[a-z ]{1,20}") {
        for (variant, limit) in VARIANTS {
            let error = not_a_key(variant, &kind);
            prop_assert_eq!(error.code, Code::InvalidKey);
            let names_kind = error.message.ends_with(&["not", &kind].join(" "));
            prop_assert!(names_kind && error.message.contains(&limit.to_string()), "{}", error);
        }
    }

    /// With a refused key no call reads, stores or deletes anything; an accepted key is listed as it is.
    #[test]
    fn every_call_has_the_same_keys(units in units()) {
        let Ok(text) = String::from_utf16(&units) else { return Ok(()) };
        for (variant, limit) in VARIANTS {
            let mut host = Host::declare(variant, &json!({ "name": "a" })).unwrap();
            let at = Millis::default();
            let wanted = by_the_rules(&units, variant, limit);
            let codes = [
                host.put(&text, Bytes::new(), &json!({}), at).err(),
                host.get(&text, &json!({}), at).err(),
                host.head(&text, at).err(),
            ];
            let listed: Vec<_> = host.list(&json!({}), at).unwrap().items;
            let deleted = host.delete(&text).err();
            for error in codes.into_iter().chain([deleted]) {
                prop_assert_eq!(error.is_none(), wanted.is_some());
                prop_assert!(error.is_none_or(|error| error.code == Code::InvalidKey));
            }
            prop_assert!(listed.iter().map(|(key, _)| key).eq(wanted.iter()));
            let left = host.list(&json!({}), at).unwrap().items;
            prop_assert!(left.is_empty());
        }
    }

    /// Names that are NFC-equal are one key of a bucket and two of a namespace.
    #[test]
    fn equal_names_are_one_key_of_a_bucket(text in "[a-zé\u{C5}\u{1E69}\u{AC01}]{1,8}") {
        let decomposed: String = text.nfd().collect();
        let found = |variant: Variant| {
            let mut host = Host::declare(variant, &json!({ "name": "a" })).unwrap();
            host.put(&decomposed, Bytes::new(), &json!({}), Millis::default()).unwrap();
            host.head(&text, Millis::default()).unwrap().is_some()
        };
        prop_assert!(is_nfc(&text));
        prop_assert!(found(Variant::Bucket));
        prop_assert_eq!(found(Variant::Kv), decomposed == text);
    }
}
