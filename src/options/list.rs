//! The options of `list()` and `entries()`, and the plan of a page.

use serde::{Deserialize, Serialize};

use super::{Code, Options, Problem, wrong};
use crate::cursor::{Listing, Position};
use crate::error::Result;
use crate::limits::{LIST_ENTRIES, Limits};
use crate::variant::Variant;
use crate::whole::Whole;

/// How many entries a page has at most.
type PageLimit = Whole<1, { LIST_ENTRIES as u64 }>;

/// The options of `bucket.list()`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BucketListOptions {
    /// Only keys that start so.
    pub prefix: Option<String>,
    /// How many entries a page has at most.
    pub limit: Option<PageLimit>,
    /// Where an earlier page ended.
    pub cursor: Option<String>,
    /// Keys fold into a common prefix at it.
    pub delimiter: Option<String>,
    /// Only keys after this one.
    pub start_after: Option<String>,
}

/// The options of `kv.list()`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KvListOptions {
    /// Only keys that start so.
    pub prefix: Option<String>,
    /// How many entries a page has at most.
    pub limit: Option<PageLimit>,
    /// Where an earlier page ended.
    pub cursor: Option<String>,
}

/// The options of `entries()`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EntriesOptions {
    /// Only keys that start so.
    pub prefix: Option<String>,
}

const LIST: &str = "list options";

impl Options for BucketListOptions {
    const WHAT: &'static str = LIST;

    fn code(path: &str, _: Problem) -> Code {
        code_of_cursor(path)
    }
}

impl Options for KvListOptions {
    const WHAT: &'static str = LIST;

    fn code(path: &str, _: Problem) -> Code {
        code_of_cursor(path)
    }
}

impl Options for EntriesOptions {
    const WHAT: &'static str = "entries options";
}

/// A cursor that cannot be read is a wrong cursor rather than a wrong option.
pub(super) fn code_of_cursor(path: &str) -> Code {
    if path == "cursor" { Code::InvalidCursor } else { Code::InvalidOptions }
}

/// A page of a listing, as asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListPlan {
    /// The instance whose keys are listed.
    pub identity: String,
    /// Only keys that start so.
    pub prefix: String,
    /// Keys below a common prefix up to this string fold into one entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    /// Only keys after this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_after: Option<String>,
    /// At most so many entries.
    pub limit: u32,
    /// Where an earlier page ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
}

impl ListPlan {
    /// The first page of all keys of an instance.
    #[must_use]
    pub fn all(identity: &str) -> Self {
        Self {
            identity: identity.to_owned(),
            prefix: String::new(),
            delimiter: None,
            start_after: None,
            limit: LIST_ENTRIES,
            position: None,
        }
    }

    /// Plans a page of a bucket.
    ///
    /// # Errors
    /// `storage_invalid_options` or `storage_invalid_cursor`.
    pub fn of_bucket(identity: &str, options: BucketListOptions) -> Result<Self> {
        let BucketListOptions { prefix, limit, cursor, delimiter, start_after } = options;
        if cursor.is_some() && start_after.is_some() {
            return Err(wrong(LIST, "startAfter", "does not go together with cursor"));
        }
        let text = |name, text| part_of_key(Variant::Bucket, LIST, name, text);
        let plan = Self {
            prefix: text("prefix", prefix)?.unwrap_or_default(),
            delimiter: text("delimiter", delimiter)?.filter(|delimiter| !delimiter.is_empty()),
            start_after: text("startAfter", start_after)?.filter(|key| !key.is_empty()),
            limit: limit.map_or(LIST_ENTRIES, Whole::get_u32),
            ..Self::all(identity)
        };
        plan.at(cursor.as_deref())
    }

    /// Plans a page of a KV namespace.
    ///
    /// # Errors
    /// `storage_invalid_options` or `storage_invalid_cursor`.
    pub fn of_kv(identity: &str, options: KvListOptions) -> Result<Self> {
        let KvListOptions { prefix, limit, cursor } = options;
        let plan = Self {
            prefix: part_of_key(Variant::Kv, LIST, "prefix", prefix)?.unwrap_or_default(),
            limit: limit.map_or(LIST_ENTRIES, Whole::get_u32),
            ..Self::all(identity)
        };
        plan.at(cursor.as_deref())
    }

    /// What cursors of this listing belong to.
    #[must_use]
    pub fn listing(&self) -> Listing<'_> {
        let delimiter = self.delimiter.as_deref().unwrap_or_default();
        Listing { identity: &self.identity, prefix: &self.prefix, delimiter }
    }

    fn at(self, cursor: Option<&str>) -> Result<Self> {
        let position = cursor.map(|cursor| Position::read(cursor, self.listing())).transpose()?;
        Ok(Self { position, ..self })
    }
}

impl EntriesOptions {
    /// Refuses a prefix that no key has.
    ///
    /// # Errors
    /// `storage_invalid_options`.
    pub fn check(self, variant: Variant) -> Result<()> {
        part_of_key(variant, Self::WHAT, "prefix", self.prefix).map(|_| ())
    }
}

/// A prefix, delimiter or key to start after: something that a key may hold.
fn part_of_key(variant: Variant, what: &str, name: &str, text: Option<String>) -> Result<Option<String>> {
    let Some(text) = text else { return Ok(None) };
    let limit = Limits::of(variant).key_bytes;
    if text.len() > limit {
        let why = format!("has {} bytes of UTF-8, keys have at most {limit}", text.len());
        return Err(wrong(what, name, &why));
    }
    if text.contains('\0') {
        return Err(wrong(what, name, "holds U+0000, which no key holds"));
    }
    Ok(Some(text))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use serde_json::{Value, from_value, json};

    fn bucket(options: Value) -> Result<ListPlan> {
        ListPlan::of_bucket("default/a", from_value(options).unwrap())
    }

    fn kv(options: Value) -> Result<ListPlan> {
        ListPlan::of_kv("default/a", from_value(options).unwrap())
    }

    #[test]
    fn a_page_lists_everything_unless_it_is_told_otherwise() {
        assert_eq!(bucket(json!({})), Ok(ListPlan::all("default/a")));
        assert_eq!(kv(json!({})), Ok(ListPlan::all("default/a")));
        let plan = bucket(json!({ "delimiter": "", "startAfter": "" })).unwrap();
        assert_eq!((plan.delimiter, plan.start_after), (None, None));
    }

    #[test]
    fn a_page_has_1_to_1000_entries() {
        for limit in [json!(0), json!(1001), json!(1.5), json!(-1)] {
            assert!(from_value::<KvListOptions>(json!({ "limit": limit })).is_err());
        }
        assert_eq!(kv(json!({ "limit": 7 })).unwrap().limit, 7);
    }

    #[test]
    fn cursor_and_start_after_exclude_each_other() {
        let error = bucket(json!({ "cursor": "c", "startAfter": "k" })).unwrap_err();
        assert_eq!(error.code, Code::InvalidOptions);
        assert_eq!(bucket(json!({ "cursor": "c" })).unwrap_err().code, Code::InvalidCursor);
    }

    #[test]
    fn a_prefix_is_the_beginning_of_a_key() {
        assert!(kv(json!({ "prefix": "a\0" })).is_err());
        let long = "p".repeat(513);
        assert!(kv(json!({ "prefix": long })).is_err());
        assert!(bucket(json!({ "prefix": long })).is_ok());
        assert!(EntriesOptions { prefix: Some(long) }.check(Variant::Kv).is_err());
    }

    #[test]
    fn kv_folds_nothing() {
        assert!(from_value::<KvListOptions>(json!({ "delimiter": "/" })).is_err());
    }
}
