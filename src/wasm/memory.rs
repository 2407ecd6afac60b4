//! The memory host's tables.
//!
//! A table keeps JavaScript's own record of each value, so that bodies never enter wasm memory, and reads from it what
//! conditions and deadlines need.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

use super::call::http_date;
use super::enums::Mode;
use super::errors::{Answer, count};
use super::{read, write};
use crate::condition::{Get, IfNoneMatch, IfRange, Version};
use crate::error::{Code, Error};
use crate::key::Key;
use crate::memory::{Condition, Entry, Store};
use crate::object::Object as Stored;
use crate::options::list::ListPlan;
use crate::time::Millis;
use crate::variant::Variant;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A value that the memory host keeps: JavaScript's own object, of which the core reads these members. */
export interface MemoryRecord {
  readonly etag: string;
  readonly size: number;
  /** The millisecond of the put. */
  readonly storedAt: number;
  /** The millisecond from which on the value does not exist. */
  readonly expiresAt?: number | undefined;
}

/** The part of a value that is handed out. */
export type Selection =
  | "notModified"
  | "whole"
  | { readonly part: { readonly offset: number; readonly length: number } };

/** A page of a table. */
export interface MemoryPage {
  readonly items: MemoryRecord[];
  readonly prefixes: string[];
  readonly cursor?: string;
}
"#;

#[wasm_bindgen]
extern "C" {
    /// JavaScript's own record of a value.
    #[wasm_bindgen(typescript_type = "MemoryRecord")]
    #[derive(Debug, Clone)]
    pub type MemoryRecord;

    #[wasm_bindgen(method, getter)]
    fn etag(this: &MemoryRecord) -> String;
    #[wasm_bindgen(method, getter)]
    fn size(this: &MemoryRecord) -> f64;
    #[wasm_bindgen(method, getter, js_name = storedAt)]
    fn stored_at(this: &MemoryRecord) -> f64;
    #[wasm_bindgen(method, getter, js_name = expiresAt)]
    fn expires_at(this: &MemoryRecord) -> Option<f64>;
}

impl MemoryRecord {
    fn object(&self) -> Answer<Stored> {
        let expires_at = self.expires_at().map(Millis::of_clock).transpose()?;
        let stored_at = Millis::of_clock(self.stored_at())?;
        Ok(Stored { size: count(self.size())?, etag: self.etag(), stored_at, expires_at })
    }
}

/// The values of one instance.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct MemoryTable {
    store: Store<MemoryRecord>,
}

#[wasm_bindgen]
impl MemoryTable {
    /// An empty table.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Stores a value under a key that has been checked, if the condition holds. The record has the moment of the put.
    ///
    /// # Errors
    /// `storage_key_already_exists` or `storage_precondition_failed`.
    #[expect(clippy::too_many_arguments, reason = "four besides `self`")]
    pub fn put(
        &mut self,
        key: &str,
        mode: Mode,
        if_match: Option<String>,
        record: MemoryRecord,
    ) -> Answer<()> {
        let condition = match (mode, &if_match) {
            (Mode::Overwrite, _) => Condition::None,
            (Mode::Create, _) => Condition::Absent,
            (Mode::Replace, Some(etag)) => Condition::Etag(etag),
            (Mode::Replace, None) => {
                return Err(Error::new(Code::Internal, "a replacement names no etag").into());
            }
        };
        let object = record.object()?;
        let now = object.stored_at;
        // A bucket's keys are the longest; the put's own variant has been checked before.
        let key = Key::parse(Variant::Bucket, key)?;
        Ok(self.store.put(key, condition, Entry { object, body: record }, now)?)
    }

    /// The record of a value that exists.
    ///
    /// # Errors
    /// `storage_invalid_options` for a clock that tells no time.
    pub fn get(&self, key: &str, now: f64) -> Answer<Option<MemoryRecord>> {
        let key = Key::parse(Variant::Bucket, key)?;
        Ok(self.store.get(key, Millis::of_clock(now)?).map(|entry| entry.body.clone()))
    }

    /// Deletes a key, whether or not it exists.
    pub fn delete(&mut self, key: &str) {
        self.store.delete(key);
    }

    /// One page of the values.
    ///
    /// # Errors
    /// `storage_invalid_cursor` for a cursor of another host.
    #[wasm_bindgen(unchecked_return_type = "MemoryPage")]
    pub fn list(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ListPlan")] plan: &JsValue,
        now: f64,
    ) -> Answer<JsValue> {
        let plan: ListPlan = read::own(plan)?;
        let page = self.store.list(&plan, Millis::of_clock(now)?)?;
        let items: Array = page.items.iter().map(|(_, entry)| JsValue::from(entry.body.clone())).collect();
        let prefixes: Array = page.prefixes.iter().map(JsValue::from).collect();
        let answer = Object::new();
        // A new object refuses no member.
        let set =
            |name: &str, value: &JsValue| Reflect::set(&answer, &JsValue::from_str(name), value).is_ok();
        let mut is_whole = set("items", &items) && set("prefixes", &prefixes);
        if let Some(next) = page.next {
            is_whole &= set("cursor", &JsValue::from(next.to_cursor(plan.listing())));
        }
        debug_assert!(is_whole);
        Ok(answer.into())
    }
}

/// Decides which part of a value a get hands out, by the members of its plan.
///
/// # Errors
/// `storage_invalid_range` when no byte lies in the range.
#[wasm_bindgen(unchecked_return_type = "Selection")]
pub fn select(
    #[wasm_bindgen(unchecked_param_type = "Range | undefined")] range: &JsValue,
    if_none_match: Option<String>,
    if_range: Option<String>,
    record: &MemoryRecord,
) -> Answer<JsValue> {
    let plan = Get {
        range: if range.is_undefined() { None } else { Some(read::own(range)?) },
        if_none_match: if_none_match.as_deref().and_then(IfNoneMatch::parse),
        if_range: if_range.as_deref().map(IfRange::parse),
    };
    let Stored { etag, stored_at, size, .. } = record.object()?;
    let version = Version { etag: &etag, stored_at, http_date };
    Ok(write::object(&plan.select(version, size)?))
}
