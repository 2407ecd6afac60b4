//! Random sequences of operations: after any of them a store answers as a map with deadlines does.
//!
//! Single operations are easy. Mistakes happen where they meet: a create on a value that has just expired, a condition on
//! content that came back, an overwrite that lives longer than the value that it replaced.

use std::collections::BTreeMap;

use bytes::Bytes;
use layeron_storage::error::Code;
use layeron_storage::time::Millis;
use layeron_storage::variant::Variant;
use proptest::prelude::*;
use serde_json::json;
use unicode_normalization::UnicodeNormalization;

use crate::host::Host;
use crate::model::{self, Model, Stored};

/// A put, apart from its key.
#[derive(Debug, Clone)]
struct Put {
    body: Vec<u8>,
    mode: Mode,
    ttl: Ttl,
    content_type: Option<String>,
    metadata: BTreeMap<String, String>,
    checksum: Option<String>,
}

#[derive(Debug, Clone)]
enum Mode {
    Overwrite,
    Create,
    /// With the etag of these bytes, which may be the stored ones.
    Replace(Vec<u8>),
}

#[derive(Debug, Clone, Copy)]
enum Ttl {
    Declared,
    Never,
    Seconds(u32),
}

#[derive(Debug, Clone)]
enum Step {
    Put(String, Put),
    Delete(String),
    Wait(u64),
    List { limit: u32, prefix: String },
}

/// Few keys, so that they meet; of 1 to 4 bytes a character, composed and not.
fn key() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "a/b", "a/c", "b", "é", "e\u{301}", "\u{FFFF}", "\u{1F600}", "__proto__"])
        .prop_map(str::to_owned)
}

/// Few bodies, so that content comes back.
fn body() -> impl Strategy<Value = Vec<u8>> {
    prop::sample::select(vec![vec![], vec![0], vec![1], vec![1, 0], vec![0xFF; 300]])
}

fn step(variant: Variant) -> impl Strategy<Value = Step> {
    let mode = match variant {
        Variant::Bucket => prop_oneof![
            3 => Just(Mode::Overwrite),
            2 => Just(Mode::Create),
            3 => body().prop_map(Mode::Replace)
        ]
        .boxed(),
        Variant::Kv => prop_oneof![Just(Mode::Overwrite), Just(Mode::Create)].boxed(),
    };
    let ttl = match variant {
        Variant::Bucket => Just(Ttl::Declared).boxed(),
        Variant::Kv => {
            prop_oneof![Just(Ttl::Declared), Just(Ttl::Never), (60..200_u32).prop_map(Ttl::Seconds)].boxed()
        }
    };
    let content_type = prop::option::of("[ -~]{1,12}");
    let metadata = prop::collection::btree_map("(checksum|[a-d\u{E9}]{1,3})", ".{0,4}", 0..3);
    let checksum = prop::option::of("[ -~]{1,8}");
    let put = (body(), mode, ttl, content_type, metadata, checksum).prop_map(
        |(body, mode, ttl, content_type, metadata, checksum)| Put {
            body,
            mode,
            ttl,
            content_type,
            metadata,
            checksum,
        },
    );
    let wait = prop_oneof![1..3_000_u64, 50_000..90_000_u64, 80_000_000..90_000_000_u64];
    prop_oneof![
        6 => (key(), put).prop_map(|(key, put)| Step::Put(key, put)),
        1 => key().prop_map(Step::Delete),
        2 => wait.prop_map(Step::Wait),
        1 => (1..4_u32, "[aé]?").prop_map(|(limit, prefix)| Step::List { limit, prefix }),
    ]
}

/// A store and its model, at one moment.
struct Pair {
    variant: Variant,
    /// Days for a bucket, seconds for KV.
    lifetime: Option<u32>,
    host: Host,
    model: Model,
    now: u64,
    /// The etag of every content that was ever stored.
    etags: BTreeMap<Vec<u8>, String>,
}

impl Pair {
    fn new(variant: Variant, lifetime: Option<u32>) -> Self {
        let options = match variant {
            Variant::Bucket => json!({ "name": "a", "lifecycle": { "deleteAfterDays": lifetime } }),
            Variant::Kv => json!({ "name": "a", "ttlSeconds": lifetime }),
        };
        Self {
            variant,
            lifetime,
            host: Host::declare(variant, &options).unwrap(),
            model: Model::default(),
            now: 1_700_000_000_123,
            etags: BTreeMap::new(),
        }
    }

    fn now(&self) -> Millis {
        Millis::new(self.now)
    }

    fn spelled(&self, text: &str) -> String {
        match self.variant {
            Variant::Bucket => text.nfc().collect(),
            Variant::Kv => text.to_owned(),
        }
    }

    fn expires_at(&self, ttl: Ttl) -> Option<u64> {
        let declared = self.lifetime.map(u64::from);
        match (self.variant, ttl) {
            (Variant::Bucket, _) => declared.map(|days| self.now + days * 24 * 60 * 60 * 1000),
            (Variant::Kv, Ttl::Never) => None,
            (Variant::Kv, Ttl::Declared) => declared.map(|ttl| (self.now / 1000 + ttl) * 1000),
            (Variant::Kv, Ttl::Seconds(ttl)) => Some((self.now / 1000 + u64::from(ttl)) * 1000),
        }
    }

    fn put(&mut self, key: &str, put: Put) -> Result<(), TestCaseError> {
        let mut options = json!({
            "contentType": put.content_type,
            "metadata": put.metadata,
            "checksum": put.checksum,
        });
        match &put.mode {
            Mode::Overwrite => {}
            Mode::Create => options["ifNotExists"] = json!(true),
            Mode::Replace(body) => {
                let etag = self.etags.get(body).map_or("none-yet", String::as_str);
                options["ifMatch"] = json!(etag);
            }
        }
        match put.ttl {
            Ttl::Declared => {}
            Ttl::Never => options["ttlSeconds"] = json!(null),
            Ttl::Seconds(ttl) => options["ttlSeconds"] = json!(ttl),
        }
        let answer = self.host.put(key, Bytes::from(put.body.clone()), &options, self.now());
        let spelled = self.spelled(key);
        let current = self.model.get(&spelled);
        let refused = match &put.mode {
            Mode::Create if current.is_some() => Some(Code::KeyAlreadyExists),
            Mode::Replace(body) if current.is_none_or(|stored| stored.body != *body) => {
                Some(Code::PreconditionFailed)
            }
            _ => None,
        };
        prop_assert_eq!(answer.as_ref().err().map(|error| error.code), refused);
        if let Ok(object) = answer {
            let mut metadata = put.metadata;
            metadata.extend(put.checksum.map(|checksum| ("checksum".to_owned(), checksum)));
            let etag = self.etags.entry(put.body.clone()).or_insert_with(|| object.etag.clone());
            prop_assert_eq!(&object.etag, etag, "the same bytes have the same etag");
            let stored = Stored {
                body: put.body,
                content_type: put.content_type,
                metadata,
                stored_at: self.now,
                expires_at: self.expires_at(put.ttl),
            };
            self.model.put(&spelled, stored);
        }
        Ok(())
    }

    fn list(&self, limit: u32, prefix: &str) -> Result<(), TestCaseError> {
        let entries = model::listing(self.model.keys(), &self.spelled(prefix), None, None);
        let mut cursor: Option<String> = None;
        let wanted = model::pages(&entries, limit as usize);
        for (n, page) in wanted.iter().enumerate() {
            let options = json!({ "limit": limit, "prefix": prefix, "cursor": cursor });
            let listed = self.host.list(&options, self.now()).unwrap();
            prop_assert_eq!(&model::shown(&listed), page);
            for (key, object) in &listed.items {
                let head = self.host.head(key, self.now()).unwrap();
                prop_assert_eq!(Some(object), head.as_ref());
            }
            cursor = listed.cursor;
            prop_assert_eq!(cursor.is_some(), n + 1 < wanted.len());
        }
        Ok(())
    }

    /// Compares a key in every kind of read.
    fn compare(&self, key: &str) -> Result<(), TestCaseError> {
        let stored = self.model.get(&self.spelled(key));
        let head = self.host.head(key, self.now()).unwrap();
        let read = self.host.get(key, &json!({}), self.now()).unwrap();
        prop_assert_eq!(read.as_ref().map(|read| &read.object), head.as_ref());
        let answer = read.map(|read| Stored {
            body: read.body.to_vec(),
            content_type: read.object.beside.http("contentType").map(str::to_owned),
            metadata: read.object.beside.metadata.iter().cloned().collect(),
            stored_at: read.object.stored_at.get(),
            expires_at: read.object.expires_at.map(Millis::get),
        });
        prop_assert_eq!(answer.as_ref(), stored);
        if let Some(object) = head {
            let stored = stored.unwrap();
            prop_assert_eq!(object.size, stored.body.len() as u64);
            prop_assert_eq!(&object.etag, &self.etags[&stored.body]);
            prop_assert_eq!(object.beside.metadata.len(), stored.metadata.len(), "each entry once");
        }
        Ok(())
    }

    fn run(&mut self, step: Step) -> Result<(), TestCaseError> {
        match step {
            Step::Put(key, put) => {
                self.put(&key, put)?;
                self.compare(&key)
            }
            Step::Delete(key) => {
                self.model.delete(&self.spelled(&key));
                self.host.delete(&key).unwrap();
                self.compare(&key)
            }
            Step::Wait(ms) => {
                self.now += ms;
                self.model.pass(self.now);
                self.model.keys().iter().try_for_each(|key| self.compare(key))
            }
            Step::List { limit, prefix } => self.list(limit, &prefix),
        }
    }

    fn distinct_etags(&self) -> bool {
        let etags: std::collections::BTreeSet<_> = self.etags.values().collect();
        etags.len() == self.etags.len()
    }
}

fn steps(variant: Variant) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(variant), 0..50)
}

proptest! {
    #[test]
    fn a_bucket_is_a_map(days in prop::option::of(1..3_u32), steps in steps(Variant::Bucket)) {
        let mut pair = Pair::new(Variant::Bucket, days);
        for step in steps { pair.run(step)?; }
        pair.list(1, "")?;
        prop_assert!(pair.distinct_etags());
    }

    #[test]
    fn a_namespace_is_a_map(ttl in prop::option::of(60..100_u32), steps in steps(Variant::Kv)) {
        let mut pair = Pair::new(Variant::Kv, ttl);
        for step in steps { pair.run(step)?; }
        pair.list(1, "")?;
        prop_assert!(pair.distinct_etags());
    }
}

/// The deadline is the first moment at which the value does not exist, for every call.
#[test]
fn a_value_exists_until_the_last_millisecond() {
    let day = 24 * 60 * 60 * 1000;
    for (variant, lifetime, end) in
        [(Variant::Bucket, 1, 1_700_000_000_123 + day), (Variant::Kv, 60, 1_700_000_060_000)]
    {
        let mut pair = Pair::new(variant, Some(lifetime));
        let first = pair.now();
        pair.host.put("k", Bytes::from_static(b"v"), &json!({}), first).unwrap();
        for (now, there) in [(end - 1, true), (end, false)] {
            let now = Millis::new(now);
            assert_eq!(pair.host.head("k", now).unwrap().is_some(), there);
            assert_eq!(pair.host.get("k", &json!({}), now).unwrap().is_some(), there);
            assert_eq!(pair.host.list(&json!({}), now).unwrap().items.len(), usize::from(there));
            let create = json!({ "ifNotExists": true });
            assert_eq!(pair.host.put("k", Bytes::new(), &create, now).is_err(), there);
        }
    }
}
