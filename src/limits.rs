//! Every limit of the platform, in one table.
//!
//! The memory stores, the validation of calls, the documentation and the tests read the numbers from
//! here, so that none of them can drift from the others. The sources are Cloudflare's pages "R2 limits",
//! "KV limits" and the R2 error-code table; where a number is lower than the platform's, the difference
//! is this package's reserve for what it stores beside the caller's metadata.

use crate::variant::Variant;

/// What one kind of instance accepts.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Longest key, in bytes of UTF-8.
    pub key_bytes: usize,
    /// Largest metadata, as the variant counts it (see [`crate::metadata`]).
    pub metadata_bytes: usize,
    /// Largest value that one in-memory copy may have, in bytes.
    pub value_bytes: u64,
}

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;
const GIB: u64 = 1024 * MIB;

impl Limits {
    /// R2: keys of 1,024 bytes; 8,192 bytes of metadata, 512 of them reserved. The value limit is that
    /// of the memory store: a Worker has 128 MB in all.
    pub const BUCKET: Self = Self { key_bytes: 1024, metadata_bytes: 7680, value_bytes: 128 * MIB };
    /// KV: keys of 512 bytes; 1,024 bytes of metadata, 424 of them reserved; values of 25 MiB.
    pub const KV: Self = Self { key_bytes: 512, metadata_bytes: 600, value_bytes: 25 * MIB };

    /// The limits of one variant.
    #[must_use]
    pub const fn of(variant: Variant) -> &'static Self {
        match variant {
            Variant::Bucket => &Self::BUCKET,
            Variant::Kv => &Self::KV,
        }
    }
}

/// The largest whole number that JavaScript's numbers hold exactly, 2⁵³ − 1.
pub const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;
/// Largest object that R2 takes in one request: 5 GiB − 5 MiB.
pub const SINGLE_PUT_BYTES: u64 = 5 * GIB - 5 * MIB;
/// Largest object that R2 stores at all: 5 TiB − 5 GiB.
pub const OBJECT_BYTES: u64 = 5 * 1024 * GIB - 5 * GIB;
/// One part of a multipart upload, unless a declared size asks for larger ones.
pub const PART_BYTES: u64 = 8 * MIB;
/// R2's limit on the number of parts.
pub const PARTS: u64 = 10_000;
/// Keys of one `delete` request to R2 (error 10027 beyond it).
pub const DELETE_KEYS: usize = 1000;
/// Entries of one page of `list`.
pub const LIST_ENTRIES: u32 = 1000;
/// KV's shortest time to live, in seconds.
pub const TTL_MIN_SECONDS: u32 = 60;
/// KV holds an expiry as a signed 32-bit number of seconds since the epoch.
pub const EXPIRY_MAX_SECONDS: u32 = i32::MAX as u32;
/// KV's shortest `cacheTtl`, in seconds (60 before January 2026).
pub const CACHE_TTL_MIN_SECONDS: u32 = 30;
/// Longest value of `contentType` and the other HTTP fields, in characters: enough for a `content-disposition` whose file
/// name is as long as file systems take it.
pub const HTTP_FIELD_CHARS: usize = 1024;
/// Longest `checksum`, in characters.
pub const CHECKSUM_CHARS: usize = 256;
/// Longest key of user metadata, in bytes.
pub const METADATA_KEY_BYTES: usize = 128;
/// A signed URL lives at most seven days, as those of S3 do (AWS Signature Version 4, `X-Amz-Expires`).
pub const SIGNED_URL_MAX_SECONDS: u64 = 604_800;
/// Longest signed URL, in characters: Cloudflare takes URLs of 16 KB ("Workers limits").
pub const SIGNED_URL_CHARS: u32 = 16_384;
/// Longest name under which a browser saves a file, in bytes of UTF-8: what file systems take.
pub const FILENAME_BYTES: usize = 255;
/// Longest name of an instance or a namespace, in characters.
pub const NAME_CHARS: usize = 63;
/// Bytes of the least secret that keys are derived from, as in Google Tink.
pub const SECRET_MIN_BYTES: u32 = 32;
/// Bytes of the least secret that `secret.random` makes; managed encryption needs more.
pub const SECRET_MIN_RANDOM_BYTES: u32 = 16;
/// Bytes of the largest secret.
pub const SECRET_MAX_BYTES: u32 = 1024;
/// Bytes of a secret that `secret.random` makes, unless it is told otherwise.
pub const SECRET_DEFAULT_BYTES: u32 = 32;
/// Longest `lifecycle.deleteAfterDays`: a century, which is safe to add to any date.
pub const LIFECYCLE_MAX_DAYS: u32 = 36_500;
/// Bytes of the largest KV value that is to be sealed: header and tags take the rest of KV's 25 MiB.
pub const SEALED_KV_BYTES: u64 = 26_207_960;
