//! Metadata: what may stand beside a value, and how much of it.
//!
//! R2 and KV count differently and refuse late. These tests compare the core's counts with UTF-16 itself and with a JSON
//! writer, at the limit, where an error of one byte loses a user's write.

use std::collections::BTreeMap;

use bytes::Bytes;
use layeron_storage::error::Code;
use layeron_storage::time::Millis;
use layeron_storage::variant::Variant;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::host::{Host, Known};
use crate::json::number;

const NAMES: [&str; 5] =
    ["contentType", "cacheControl", "contentDisposition", "contentEncoding", "contentLanguage"];

/// Everything that a put stores beside the bytes.
#[derive(Debug, Clone)]
struct Beside {
    http: BTreeMap<&'static str, String>,
    checksum: Option<String>,
    metadata: BTreeMap<String, String>,
}

impl Beside {
    fn options(&self) -> Value {
        let mut options = json!({ "metadata": self.metadata, "checksum": self.checksum });
        for (name, value) in &self.http {
            options[*name] = json!(value);
        }
        options
    }

    /// The entries that are stored: a checksum replaces an entry of its name.
    fn entries(&self) -> BTreeMap<&String, &String> {
        self.metadata.iter().filter(|(key, _)| self.checksum.is_none() || *key != "checksum").collect()
    }

    /// Keys, values and checksum, as R2 counts them: UTF-16 units, of two bytes each in a string that holds a unit
    /// from 256 on.
    fn counted_by_r2(&self) -> usize {
        let count = |text: &&String| {
            let units: Vec<u16> = text.encode_utf16().collect();
            if units.iter().any(|unit| *unit >= 256) { 2 * units.len() } else { units.len() }
        };
        let entries = self.entries().into_iter().flat_map(|(key, value)| [key, value]);
        entries.chain(&self.checksum).map(|text| count(&text)).sum()
    }

    /// The length of everything as JSON.
    fn counted_by_kv(&self) -> usize {
        let mut all: serde_json::Map<_, _> =
            self.http.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        all.extend(self.checksum.iter().map(|checksum| ("checksum".to_owned(), json!(checksum))));
        all.insert("metadata".to_owned(), json!(self.entries()));
        serde_json::to_string(&all).unwrap().len()
    }

    fn counted(&self, variant: Variant) -> usize {
        match variant {
            Variant::Bucket => self.counted_by_r2(),
            Variant::Kv => self.counted_by_kv(),
        }
    }

    /// Adds metadata until the count is `wanted`.
    fn fill(&mut self, variant: Variant, filler: &str, wanted: usize) {
        for (key, filler) in [("pad", filler), ("end", "x")] {
            let with = |beside: &mut Self, times: usize| {
                beside.metadata.insert(key.to_owned(), filler.repeat(times));
                beside.counted(variant)
            };
            let (none, one) = (with(self, 0), with(self, 1));
            // The first filler leaves room for the second entry.
            let room = if key == "pad" { 40 } else { 0 };
            with(self, (wanted - none - room) / (one - none));
        }
    }
}

fn beside() -> impl Strategy<Value = Beside> {
    let http = prop::collection::btree_map(prop::sample::select(NAMES.as_slice()), "[ -~]{1,40}", 0..4);
    let metadata =
        prop::collection::btree_map("checksum|[a-d\u{E9}\u{65E5}\"\u{1}]{1,6}", any::<String>(), 0..3)
            .prop_map(|map| map.into_iter().map(|(k, v)| (k, v.chars().take(9).collect())).collect());
    (http, prop::option::of("[ -~]{1,20}"), metadata).prop_map(|(http, checksum, metadata)| Beside {
        http,
        checksum,
        metadata,
    })
}

fn host(variant: Variant) -> Host {
    Host::declare(variant, &json!({ "name": "a" })).unwrap()
}

fn put(host: &mut Host, options: &Value) -> layeron_storage::error::Result<Known> {
    host.put("k", Bytes::from_static(b"new"), options, Millis::default())
}

fn code(variant: Variant, option: &str, value: &Value) -> Option<Code> {
    put(&mut host(variant), &json!({ option: value })).err().map(|error| error.code)
}

/// Strings on both sides of the rules for options that become headers, and for checksums.
fn field() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,20}",
        any::<String>(),
        "[ -~]{0,9}[\r\n\t\u{7F}\u{80}é][ -~]{0,9}",
        (250..260_usize).prop_map(|length| "v".repeat(length)),
    ]
}

proptest! {
    #[test]
    fn the_limit_holds_to_the_byte(
        beside in beside(),
        filler in prop::sample::select(vec!["x", "é", "\u{FF}", "\u{100}", "日", "\u{1F600}", "\"", "\n", "\u{1}", "\u{7F}", "\u{2028}"]),
        off in -3..=3_isize,
    ) {
        for (variant, limit) in [(Variant::Bucket, 7680), (Variant::Kv, 600_usize)] {
            let mut beside = beside.clone();
            beside.fill(variant, filler, limit.checked_add_signed(off).unwrap());
            let size = beside.counted(variant);
            prop_assert_eq!(size, limit.checked_add_signed(off).unwrap(), "filled up");
            let mut host = host(variant);
            let old = host.put("k", Bytes::from_static(b"old"), &json!({}), Millis::default()).unwrap();
            let answer = put(&mut host, &beside.options());
            let stored = host.head("k", Millis::default()).unwrap().unwrap();
            if size <= limit {
                prop_assert_eq!(&stored, &answer.unwrap());
                let mut wanted = beside.metadata;
                wanted.extend(beside.checksum.map(|checksum| ("checksum".to_owned(), checksum)));
                let shown = stored.beside.metadata.into_iter().collect();
                prop_assert_eq!(wanted, shown);
            } else {
                let error = answer.unwrap_err();
                prop_assert_eq!(error.code, Code::MetadataTooLarge);
                prop_assert!(error.message.contains(&size.to_string()) && error.message.contains(&limit.to_string()));
                prop_assert_eq!(stored, old, "the older value stays");
            }
        }
    }

    #[test]
    fn keys_of_metadata_are_accepted_exactly_by_the_rules(key in prop_oneof![
        any::<String>(),
        "(__proto__|layeron|Layeron-|layeron-|constructor|toString)[a-z]{0,3}",
        (prop::sample::select(vec!["k", "é", "\u{1F600}"]), 125..=131_usize)
            .prop_map(|(c, bytes)| c.repeat(bytes / c.len()) + &"x".repeat(bytes % c.len())),
    ]) {
        let refused = key.is_empty() || key.len() > 128 || key == "__proto__" || key.starts_with("layeron-");
        for variant in [Variant::Bucket, Variant::Kv] {
            let metadata = json!({ &key: "v" });
            prop_assert_eq!(code(variant, "metadata", &metadata), refused.then_some(Code::InvalidMetadata));
        }
    }

    #[test]
    fn values_of_metadata_are_strings(text in any::<String>(), n in any::<f64>()) {
        for (value, fine) in [
            (json!(text), true), (number(n), false), (json!(true), false), (json!(null), false),
            (json!({ "a": "b" }), false), (json!([]), false),
        ] {
            for variant in [Variant::Bucket, Variant::Kv] {
                let refused = (!fine).then_some(Code::InvalidMetadata);
                prop_assert_eq!(code(variant, "metadata", &json!({ "k": value })), refused);
                // A null is an absent option, and an object is metadata.
                if !value.is_object() && !value.is_null() {
                    prop_assert_eq!(code(variant, "metadata", &value), Some(Code::InvalidMetadata));
                }
            }
        }
    }

    /// No control character ever reaches a header.
    #[test]
    fn fields_are_printable_and_short(text in field()) {
        let printable = text.chars().all(|c| (' '..='~').contains(&c));
        for (options, range) in [(NAMES.as_slice(), 0..=1024), (&["checksum"], 1..=256)] {
            for name in options {
                let refused = !printable || !range.contains(&text.len());
                let wanted = refused.then_some(Code::InvalidOptions);
                for variant in [Variant::Bucket, Variant::Kv] {
                    prop_assert_eq!(code(variant, name, &json!(text)), wanted);
                }
            }
        }
    }
}
