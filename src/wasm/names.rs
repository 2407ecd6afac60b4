//! The names that JavaScript reads options by: told once, so that they stand in one place.

use alloc::string::String;

use crate::declare::{BUCKET_OPTIONS, CONNECT_OPTIONS, CORS, KV_OPTIONS, LIFECYCLE, RANDOM, STATIC};
use crate::host::kv::RECORD;
use crate::key::RESERVED_PREFIX;
use crate::metadata::{HTTP, RESERVED_METADATA_PREFIX};
use crate::options::{ENTRIES, GET_BUCKET, GET_KV, LIST_BUCKET, LIST_KV, PUT_BUCKET, PUT_KV};
use crate::range::RANGE;
use crate::say;
use crate::seal::entry;
use crate::seal::options::{ENCRYPTION, SECRET_REF};
use crate::sign::options::SIGNED;

const TABLES: [(&str, &[&str]); 20] = [
    ("bucket", BUCKET_OPTIONS),
    ("kv", KV_OPTIONS),
    ("connect", CONNECT_OPTIONS),
    ("bucketPut", PUT_BUCKET),
    ("bucketGet", GET_BUCKET),
    ("bucketList", LIST_BUCKET),
    ("kvPut", PUT_KV),
    ("kvGet", GET_KV),
    ("kvList", LIST_KV),
    ("entries", ENTRIES),
    ("range", RANGE),
    ("lifecycle", LIFECYCLE),
    ("record", RECORD),
    ("http", &HTTP),
    ("signed", SIGNED),
    ("cors", CORS),
    ("encryption", ENCRYPTION),
    ("secret", SECRET_REF),
    ("static", STATIC),
    ("random", RANDOM),
];

/// One table a line: its name, then the names in it. The first line has the two reserved prefixes, of keys and of
/// metadata keys, and the metadata key of sealed objects.
pub(super) fn names() -> String {
    let mut lines = say!("reserved % % %", RESERVED_PREFIX, RESERVED_METADATA_PREFIX, entry::NAME);
    for (table, names) in TABLES {
        lines.push('\n');
        lines.push_str(table);
        for name in names {
            lines.push(' ');
            lines.push_str(name);
        }
    }
    lines
}
