//! Every options object: how its export is called, a valid example, and its members with their types.

use layeron_storage::wasm::call::{check_entries, check_put, plan_get, plan_list};
use layeron_storage::wasm::declare::{
    check_connect, check_rewrap, secret_random, secret_static, storage_bucket, storage_kv,
};
use layeron_storage::wasm::enums::Variant::{Bucket, Kv};
use layeron_storage::wasm::errors::Answer;
use layeron_storage::wasm::sign::{check_signed, new_claims};
use wasm_bindgen::prelude::*;

use super::js::{js, json};
use super::thrown::Thrown;

/// An options object.
pub(super) struct Row {
    /// As messages name it.
    pub(super) what: &'static str,
    pub(super) call: fn(&JsValue) -> Answer<JsValue>,
    /// A valid one, with as many members as go together.
    pub(super) example: &'static str,
    pub(super) members: &'static [Member],
    /// Whether the object may be left out.
    pub(super) is_optional: bool,
}

/// A member of an options object.
pub(super) struct Member {
    /// Its name, with those of the objects around it before dots.
    pub(super) path: &'static str,
    /// The words after "must be".
    pub(super) wanted: &'static str,
    /// The code of a value of another type.
    pub(super) code: &'static str,
    /// A valid object that has it, where it does not go together with the row's example.
    example: Option<&'static str>,
}

impl Member {
    const fn coded(self, code: &'static str) -> Self {
        Self { code, ..self }
    }

    const fn example(self, example: &'static str) -> Self {
        Self { example: Some(example), ..self }
    }

    /// A valid object that has the member.
    pub(super) fn options(&self, row: &Row) -> JsValue {
        js(self.example.unwrap_or(row.example))
    }

    /// Whether the type has strings, all of them or some words.
    pub(super) fn is_text(&self) -> bool {
        self.wanted == TEXT
    }
}

impl Row {
    /// The answer as JSON, or the error with code and message.
    pub(super) fn outcome(&self, options: &JsValue) -> String {
        match (self.call)(options) {
            Ok(answer) => json(&answer),
            Err(error) => {
                let thrown = Thrown::from(error);
                format!("{}: {}", thrown.code(), thrown.message())
            }
        }
    }

    /// What the export throws for these options.
    #[track_caller]
    pub(super) fn refusal(&self, options: &JsValue, about: &str) -> Thrown {
        match (self.call)(options) {
            Ok(_) => panic!("{} accepts {about}", self.what),
            Err(error) => error.into(),
        }
    }

    /// The names of the members of the object at a path; the empty path is the options object itself.
    pub(super) fn names(&self, around: &str) -> Vec<&'static str> {
        let inside = |path: &'static str| match around {
            "" => Some(path),
            _ => path.strip_prefix(around)?.strip_prefix('.'),
        };
        self.members.iter().filter_map(|m| inside(m.path)).filter(|name| !name.contains('.')).collect()
    }
}

const OPTIONS: &str = "storage_invalid_options";
const NAME: &str = "storage_invalid_name";
const METADATA: &str = "storage_invalid_metadata";
const CURSOR: &str = "storage_invalid_cursor";

pub(super) const TEXT: &str = "a string";
pub(super) const PLAIN: &str = "a plain object";
const FLAG: &str = "a boolean";
const BYTES: &str = "a whole number of at least 0";

const fn of(path: &'static str, wanted: &'static str) -> Member {
    Member { path, wanted, code: OPTIONS, example: None }
}

fn nothing(answer: Answer<()>) -> Answer<JsValue> {
    answer.map(|()| JsValue::UNDEFINED)
}

const SECRET: &str = "{name: 'a', encryption: {mode: 'managed', algorithm: 'aes-gcm-256', context: 'c',
    secret: {kind: 'secret_ref', name: 'k', namespace: 'n'}}}";
/// The members that all declared instances have, and those of one variant.
macro_rules! declared {
    ($($own:expr),* $(,)?) => {
        &[
            of("name", TEXT).coded(NAME),
            of("namespace", TEXT).coded(NAME),
            of("binding", TEXT),
            of("access", TEXT),
            of("encryption", PLAIN).example(SECRET),
            of("encryption.mode", TEXT).example(SECRET),
            of("encryption.algorithm", TEXT).example(SECRET),
            of("encryption.secret", PLAIN).example(SECRET),
            of("encryption.secret.kind", TEXT).example(SECRET),
            of("encryption.secret.name", TEXT).example(SECRET).coded(NAME),
            of("encryption.secret.namespace", TEXT).example(SECRET).coded(NAME),
            of("encryption.context", TEXT).example(SECRET),
            $($own,)*
            of("metadata", "an object"),
            of("shared", "an object"),
            of("placement", "an object"),
            of("observability", "an object"),
        ]
    };
}

/// The cursor of the host's `h` in the listing of all keys of `default/a`.
pub(super) const HOST_CURSOR: &str = "2h14313848512906112886.h";

pub(super) const ROWS: [Row; 13] = [
    Row {
        what: "put options",
        call: |options| check_put(Bucket, "k", options, None).map(JsValue::from),
        example: "{contentType: 'a/b', cacheControl: 'no-store', contentDisposition: 'inline',
            contentEncoding: 'gzip', contentLanguage: 'en', expires: '', metadata: {a: 'b'}, checksum: 'c', ifNotExists: false, size: 3, ifMatch: 'e'}",
        members: &[
            of("contentType", TEXT),
            of("cacheControl", TEXT),
            of("contentDisposition", TEXT),
            of("contentEncoding", TEXT),
            of("contentLanguage", TEXT),
            of("expires", TEXT),
            of("metadata", PLAIN).coded(METADATA),
            of("checksum", TEXT),
            of("ifNotExists", FLAG),
            of("size", BYTES),
            of("ifMatch", TEXT),
        ],
        is_optional: true,
    },
    Row {
        what: "put options",
        call: |options| check_put(Kv, "k", options, None).map(JsValue::from),
        example: "{contentType: 'a/b', cacheControl: 'no-store', contentDisposition: 'inline',
            contentEncoding: 'gzip', contentLanguage: 'en', expires: '', metadata: {a: 'b'}, checksum: 'c', ifNotExists: true, size: 3, ttlSeconds: 60}",
        members: &[
            of("contentType", TEXT),
            of("cacheControl", TEXT),
            of("contentDisposition", TEXT),
            of("contentEncoding", TEXT),
            of("contentLanguage", TEXT),
            of("expires", TEXT),
            of("metadata", PLAIN).coded(METADATA),
            of("checksum", TEXT),
            of("ifNotExists", FLAG),
            of("size", BYTES),
            of("ttlSeconds", "a whole number from 60 to 2147483647, or null"),
        ],
        is_optional: true,
    },
    Row {
        what: "get options",
        call: |options| plan_get(Bucket, "k", options),
        example: "{range: {offset: 1, length: 2}, ifNoneMatch: 'e'}",
        members: &[
            of("range", PLAIN),
            of("range.offset", BYTES),
            of("range.length", BYTES),
            of("range.suffix", BYTES).example("{range: {suffix: 3}}"),
            of("ifNoneMatch", TEXT),
            of("headers", "a Headers").example("{headers: new Headers({range: 'bytes=1-2'})}"),
        ],
        is_optional: true,
    },
    Row {
        what: "get options",
        call: |options| plan_get(Kv, "k", options),
        example: "{cacheTtlSeconds: 30}",
        members: &[of("cacheTtlSeconds", "a whole number from 30 to 2147483647")],
        is_optional: true,
    },
    Row {
        what: "list options",
        call: |options| plan_list(Bucket, "default/a", options),
        example: "{prefix: 'p', limit: 3, delimiter: '/', startAfter: 'k'}",
        members: &[
            of("prefix", TEXT),
            of("limit", "a whole number from 1 to 1000"),
            of("cursor", TEXT).coded(CURSOR).example("{cursor: '2h14313848512906112886.h'}"),
            of("delimiter", TEXT),
            of("startAfter", TEXT),
        ],
        is_optional: true,
    },
    Row {
        what: "list options",
        call: |options| plan_list(Kv, "default/a", options),
        example: "{limit: 3, cursor: '2h14313848512906112886.h'}",
        members: &[
            of("prefix", TEXT).example("{prefix: 'p'}"),
            of("limit", "a whole number from 1 to 1000"),
            of("cursor", TEXT).coded(CURSOR),
        ],
        is_optional: true,
    },
    Row {
        what: "entries options",
        call: |options| nothing(check_entries(Kv, options)),
        example: "{prefix: 'p'}",
        members: &[of("prefix", TEXT)],
        is_optional: true,
    },
    Row {
        what: "storage.bucket options",
        call: storage_bucket,
        example: "{name: 'a', namespace: 'n', binding: 'B', access: 'public', lifecycle: {deleteAfterDays: 1},
            metadata: {}, shared: {}, placement: {}, observability: {}}",
        members: declared![
            of("lifecycle", PLAIN),
            of("lifecycle.deleteAfterDays", "a whole number from 1 to 36500"),
        ],
        is_optional: false,
    },
    Row {
        what: "storage.kv options",
        call: storage_kv,
        example: "{name: 'a', namespace: 'n', binding: 'B', access: 'public', ttlSeconds: 60,
            metadata: {}, shared: {}, placement: {}, observability: {}}",
        members: declared![of("ttlSeconds", "a whole number from 60 to 2147483647")],
        is_optional: false,
    },
    Row {
        what: "secret.static options",
        call: secret_static,
        example: "{name: 'a', namespace: 'n', binding: 'B'}",
        members: &[
            of("name", TEXT).coded(NAME),
            of("namespace", TEXT).coded(NAME),
            of("binding", TEXT),
        ],
        is_optional: false,
    },
    Row {
        what: "secret.random options",
        call: secret_random,
        example: "{name: 'a', namespace: 'n', binding: 'B', bytes: 16}",
        members: &[
            of("name", TEXT).coded(NAME),
            of("namespace", TEXT).coded(NAME),
            of("binding", TEXT),
            of("bytes", "a whole number from 16 to 1024"),
        ],
        is_optional: false,
    },
    Row {
        what: "connect options",
        call: |options| nothing(check_connect(options)),
        example: "{endpoint: 'https://a.example', clock: () => 0, cors: {origins: []}}",
        members: &[
            of("endpoint", TEXT),
            of("clock", "a function"),
            of("cors", PLAIN),
            of("cors.origins", "an array"),
        ],
        is_optional: true,
    },
    Row {
        what: "rewrap options",
        call: |options| nothing(check_rewrap(options)),
        example: "{prefix: 'p', sealPlain: true, cursor: 'c', onProgress() {}}",
        members: &[
            of("prefix", TEXT),
            of("sealPlain", FLAG),
            of("cursor", TEXT).coded(CURSOR),
            of("onProgress", "a function"),
        ],
        is_optional: true,
    },
];

const READ: &str =
    "{action: 'read', expiresInSeconds: 60, oneTime: false, disposition: 'inline', filename: 'f'}";

/// The options of a signed URL, which two exports read.
pub(super) const SIGNED: [Row; 2] = [
    signed(|options| nothing(check_signed(options, None))),
    signed(|options| new_claims(options, "v1", 0.0)),
];

const SIGNED_MEMBERS: [Member; 9] = [
    of("action", TEXT),
    of("expiresInSeconds", "a whole number from 1 to 604800"),
    of("oneTime", FLAG),
    of("disposition", TEXT).example(READ),
    of("filename", TEXT).example(READ),
    of("contentType", TEXT),
    of("maxSizeBytes", BYTES),
    of("metadata", PLAIN).coded(METADATA),
    of("ifNotExists", FLAG),
];

const fn signed(call: fn(&JsValue) -> Answer<JsValue>) -> Row {
    Row {
        what: "signed URL options",
        call,
        example:
            "{action: 'write', expiresInSeconds: 60, oneTime: false, contentType: 'a/b', maxSizeBytes: 0,
            metadata: {a: 'b'}, ifNotExists: true}",
        members: &SIGNED_MEMBERS,
        is_optional: true,
    }
}

/// Every options object.
pub(super) fn rows() -> impl Iterator<Item = &'static Row> {
    ROWS.iter().chain(&SIGNED)
}

/// Every member of every options object.
pub(super) fn members() -> impl Iterator<Item = (&'static Row, &'static Member)> {
    rows().flat_map(|row| row.members.iter().map(move |member| (row, member)))
}
