//! Calls on an R2 binding: each in the two halves that stand before and after the wait.

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;

use super::refusal::{Call, Thrown};
use super::request::{parse_key, parse_keys, spelled};
use super::results::{number, selected, user_record};
use super::sys::{self, Declared, R2Object, R2Objects};
use crate::condition::{Get, IfRange, Selection};
use crate::declare::Variant;
use crate::error::{Code, Error};
use crate::host::r2::{Answer, Ask, Gathered, OnlyIf, Step, first, next};
use crate::key::{RESERVED_PREFIX, normalised};
use crate::limits::{DELETE_KEYS, PARTS};
use crate::list::Position;
use crate::metadata::RESERVED_METADATA_PREFIX;
use crate::options::{List, Put, PutMode};
use crate::range::{Range, Resolved, unsatisfiable};
use crate::time::Millis;
use crate::upload::{Upload, check_unconditional};

fn only_if(condition: Option<&OnlyIf>) -> (Option<&'static str>, Option<&str>) {
    match condition {
        None => (None, None),
        Some(OnlyIf::Matches(etag)) => (Some("etagMatches"), Some(etag)),
        Some(OnlyIf::DoesNotMatch(etag)) => (Some("etagDoesNotMatch"), Some(etag)),
        Some(OnlyIf::NoneMatchHeader(etags)) => (Some("header"), Some(etags)),
    }
}

/// The mode of a put, from the condition that its plan names.
fn mode_of(condition: Option<&str>) -> PutMode {
    match condition {
        Some("etagDoesNotMatch") => PutMode::Create,
        Some(_) => PutMode::Replace(String::new()),
        None => PutMode::Overwrite,
    }
}

/// Plans a put. `known_size` is the value's length, where it is known already.
#[wasm_bindgen(js_name = r2Put)]
pub fn r2_put(
    declared: &Declared,
    key: &JsValue,
    options: &JsValue,
    blob_type: Option<String>,
    known_size: Option<f64>,
) -> Thrown<JsValue> {
    let call = Call::new(declared, "put");
    let key = parse_key(call, key)?;
    let refuse = call.refuse_key(key.as_str());
    let put = Put::parse(Variant::Bucket, options, blob_type).map_err(&refuse)?;
    if let Some(size) = known_size {
        put.check_declared(whole(size)).map_err(&refuse)?;
    }
    let condition = OnlyIf::of_put(&put);
    let (how, etags) = only_if(condition.as_ref());
    let http = &put.metadata.http;
    Ok(sys::r2_put(
        key.as_str(),
        http.content_type.as_deref(),
        http.cache_control.as_deref(),
        http.content_disposition.as_deref(),
        http.content_encoding.as_deref(),
        &user_record(&put.metadata),
        how,
        etags,
        put.size.map(number),
    ))
}

/// Plans the way of a stream of `size` bytes, or of unknown length.
#[wasm_bindgen(js_name = r2Upload)]
pub fn r2_upload(
    declared: &Declared,
    key: &str,
    condition: Option<String>,
    size: Option<f64>,
) -> Thrown<JsValue> {
    let put = Put { size: size.map(whole), mode: mode_of(condition.as_deref()), ..Put::default() };
    let way = Upload::of(&put).map_err(Call::new(declared, "put").refuse_key(key))?;
    Ok(match way {
        Upload::Single(size) => sys::upload(Some(number(size)), None, false),
        Upload::Parts { part } => sys::upload(None, Some(number(part)), false),
        Upload::Buffered { part } => sys::upload(None, Some(number(part)), true),
    })
}

/// Allows part number `part` of an upload of which `seen` bytes are known; throws when R2 could not
/// take it.
#[wasm_bindgen(js_name = r2Part)]
pub fn r2_part(
    declared: &Declared,
    key: &str,
    condition: Option<String>,
    part: f64,
    size: f64,
) -> Thrown<()> {
    let refuse = Call::new(declared, "put").refuse_key(key);
    check_unconditional(&mode_of(condition.as_deref()), whole(size)).map_err(&refuse)?;
    let limit = PARTS * whole(size);
    if whole(part) > PARTS {
        return Err(refuse(crate::upload::too_large(limit + 1, limit)));
    }
    Ok(())
}

/// The result of a put; R2 answers null when the condition did not hold.
#[wasm_bindgen(js_name = r2PutDone)]
pub fn r2_put_done(
    declared: &Declared,
    key: &JsValue,
    condition: Option<String>,
    answer: Option<R2Object>,
) -> Thrown<JsValue> {
    match answer {
        Some(object) => Ok(shown(key, &object)),
        None => {
            let error = mode_of(condition.as_deref()).refusal();
            let key = key.as_string().unwrap_or_default();
            Err(Call::new(declared, "put").refuse(error.with_key(&key)))
        }
    }
}

/// Plans a get.
#[wasm_bindgen(js_name = r2Get)]
pub fn r2_get(declared: &Declared, key: &JsValue, options: &JsValue) -> Thrown<JsValue> {
    let call = Call::new(declared, "get");
    let key = parse_key(call, key)?;
    let get = Get::parse(options).map_err(call.refuse_key(key.as_str()))?;
    let condition = OnlyIf::of_get(&get);
    let (how, etags) = only_if(condition.as_ref());
    let (offset, length, suffix) = match get.range {
        None => (None, None, None),
        Some(Range::From(offset)) => (Some(offset), None, None),
        Some(Range::Span { offset, length }) => (Some(offset), Some(length), None),
        Some(Range::Suffix(suffix)) => (None, None, Some(suffix)),
    };
    let if_range = get.if_range.map(|if_range| if_range.header());
    Ok(sys::r2_get(
        key.as_str(),
        how,
        etags,
        offset.map(number),
        length.map(number),
        suffix.map(number),
        if_range.as_deref(),
    ))
}

/// Whether the range that was answered is meant for this version: what If-Range asks.
#[wasm_bindgen(js_name = r2RangeApplies)]
pub fn r2_range_applies(if_range: &str, answer: &R2Object) -> bool {
    let get = Get { if_range: Some(IfRange::parse(if_range)), ..Get::default() };
    get.range_applies(&answer.etag().as_string().unwrap_or_default(), uploaded(answer))
}

/// The refusal of a range, as the memory store words it.
#[wasm_bindgen(js_name = r2RangeRefused)]
pub fn r2_range_refused(declared: &Declared, key: &str, size: f64) -> JsValue {
    Call::new(declared, "get").refuse(unsatisfiable(Some(whole(size))).with_key(key))
}

/// The result of a get. An answer without a body is that of a condition that did not hold: nothing new.
#[wasm_bindgen(js_name = r2GetDone)]
pub fn r2_get_done(key: &JsValue, ranged: bool, answer: &R2Object) -> JsValue {
    let object = shown(key, answer);
    let has_body = Reflect::has(answer, &"body".into()).unwrap_or(false);
    let selection = match answer.range() {
        _ if !has_body => Selection::NotModified,
        Some(range) if ranged => Selection::Part(Resolved {
            offset: whole(range.offset().unwrap_or(0.0)),
            length: whole(range.length().unwrap_or_else(|| answer.size())),
        }),
        _ => Selection::Whole,
    };
    selected(&object, answer, selection)
}

/// Checks the key of a head.
#[wasm_bindgen(js_name = hostKey)]
pub fn host_key(declared: &Declared, key: &JsValue) -> Thrown<JsValue> {
    let parsed = parse_key(Call::new(declared, "head"), key)?;
    Ok(spelled(key, &parsed))
}

/// The result of a head.
#[wasm_bindgen(js_name = r2HeadDone)]
pub fn r2_head_done(key: &JsValue, answer: &R2Object) -> JsValue {
    shown(key, answer)
}

/// Checks the keys of a delete, and groups them as the host takes them: R2 a thousand at once, KV one
/// by one.
#[wasm_bindgen(js_name = hostDelete)]
pub fn host_delete(declared: &Declared, keys: &JsValue) -> Thrown<Array> {
    let keys = parse_keys(declared, keys)?;
    let size = if declared.is_bucket() { DELETE_KEYS } else { 1 };
    let group = |keys: &[crate::key::Key]| -> Array {
        keys.iter().map(|key| JsValue::from_str(key.as_str())).collect()
    };
    Ok(keys.chunks(size).map(group).collect())
}

#[wasm_bindgen]
extern "C" {
    /// A listing under way, as `js/host/r2.js` keeps it between two requests.
    type Listing;
    #[wasm_bindgen(method, getter)]
    fn asked(this: &Listing) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn prefix(this: &Listing) -> String;
    #[wasm_bindgen(method, getter)]
    fn delimiter(this: &Listing) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn limit(this: &Listing) -> u32;
    #[wasm_bindgen(method, setter)]
    fn set_prefix(this: &Listing, prefix: &str);
    #[wasm_bindgen(method, setter)]
    fn set_delimiter(this: &Listing, delimiter: Option<&str>);
    #[wasm_bindgen(method, setter)]
    fn set_limit(this: &Listing, limit: u32);
    #[wasm_bindgen(method, getter)]
    fn entries(this: &Listing) -> u32;
    #[wasm_bindgen(method, getter, js_name = endedAt)]
    fn ended_at(this: &Listing) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn items(this: &Listing) -> Array;
    #[wasm_bindgen(method, getter)]
    fn prefixes(this: &Listing) -> Array;
    #[wasm_bindgen(method, setter)]
    fn set_entries(this: &Listing, entries: u32);
    #[wasm_bindgen(method, setter, js_name = endedAt)]
    fn set_ended_at(this: &Listing, cursor: Option<String>);
    #[wasm_bindgen(method, setter)]
    fn set_options(this: &Listing, options: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_page(this: &Listing, page: &JsValue);
}

/// The listing as it was asked for: kept by the plan, as the caller may change the options meanwhile.
fn list_of(listing: &Listing) -> List {
    List {
        prefix: listing.prefix(),
        delimiter: listing.delimiter(),
        start_after: None,
        limit: listing.limit(),
        cursor: None,
    }
}

fn ask(list: &List, ask: &Ask) -> JsValue {
    sys::r2_list_options(
        &list.prefix,
        list.delimiter.as_deref(),
        ask.cursor.as_deref(),
        ask.start_after.as_deref(),
        ask.limit,
    )
}

fn finish(declared: &Declared, list: &List, listing: &Listing, cursor: Option<String>) {
    let cursor = cursor.map(|cursor| Position::Host(cursor).to_cursor(&declared.identity(), list));
    let prefixes = match list.delimiter {
        None => JsValue::UNDEFINED,
        Some(_) => listing.prefixes().into(),
    };
    listing.set_page(&sys::page(&listing.items(), cursor.as_deref(), &prefixes));
}

/// Plans the first request of a page: sets `options`, or `page` when there is nothing to ask.
#[wasm_bindgen(js_name = r2List)]
pub fn r2_list(declared: &Declared, listing: &JsValue) -> Thrown<()> {
    let listing: &Listing = listing.unchecked_ref();
    let call = Call::new(declared, "list");
    let list = List::parse(Variant::Bucket, &listing.asked()).map_err(|error| call.refuse(error))?;
    listing.set_prefix(&list.prefix);
    listing.set_delimiter(list.delimiter.as_deref());
    listing.set_limit(list.limit);
    let position = Position::of(&declared.identity(), &list).map_err(|error| call.refuse(error))?;
    if matches!(position, Some(Position::AfterKey(_) | Position::AfterPrefix(_))) {
        return Err(call.refuse(crate::list::invalid()));
    }
    match first(&list, position.as_ref()) {
        Some(request) => listing.set_options(&ask(&list, &request)),
        None => finish(declared, &list, listing, None),
    }
    Ok(())
}

/// Takes an answer into the page: sets `page` when it is done, else `options` for the next request.
#[wasm_bindgen(js_name = r2ListDone)]
pub fn r2_list_done(declared: &Declared, listing: &JsValue, answer: &R2Objects) {
    let listing: &Listing = listing.unchecked_ref();
    let list = list_of(listing);
    let (items, prefixes) = (Array::new(), Array::new());
    let mut last: Option<String> = None;
    let mut visible = |key: String| {
        let shown = !key.starts_with(RESERVED_PREFIX);
        if last.as_ref().is_none_or(|last| *last < key) {
            last = Some(key);
        }
        shown
    };
    for object in answer.objects().iter() {
        let object: &R2Object = object.unchecked_ref();
        let key = object.key();
        if visible(key.clone()) {
            let key = normalised::<JsValue>(Variant::Bucket, key);
            items.push(&shown(&key.into(), object));
        }
    }
    for prefix in answer.delimited_prefixes().iter() {
        if visible(prefix.as_string().unwrap_or_default()) {
            prefixes.push(&prefix);
        }
    }
    let gathered = Gathered { entries: listing.entries(), ended_at: listing.ended_at() };
    let cursor = if answer.truncated() { answer.cursor() } else { None };
    let step = next(&list, &gathered, Answer { visible: items.length() + prefixes.length(), last, cursor });
    let keep = || {
        for item in items.iter() {
            listing.items().push(&item);
        }
        for prefix in prefixes.iter() {
            listing.prefixes().push(&prefix);
        }
    };
    match step {
        Step::More(request, gathered) => {
            keep();
            listing.set_entries(gathered.entries);
            listing.set_ended_at(gathered.ended_at);
            listing.set_options(&ask(&list, &request));
        }
        Step::Done(cursor) => {
            keep();
            finish(declared, &list, listing, cursor);
        }
        Step::DoneBefore(cursor) => finish(declared, &list, listing, Some(cursor)),
    }
}

fn uploaded(object: &R2Object) -> Millis {
    Millis::from_f64(object.uploaded().get_time()).unwrap_or_default()
}

/// A StorageObject from R2's: what stands in both passes through untouched.
fn shown(key: &JsValue, object: &R2Object) -> JsValue {
    sys::r2_storage_object(
        key,
        object.size(),
        &object.etag(),
        &uploaded(object).iso(),
        &sys::record_without(&object.custom_metadata(), RESERVED_METADATA_PREFIX),
        &object.http_metadata(),
    )
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes are whole and positive")]
fn whole(n: f64) -> u64 {
    n as u64
}

/// The error of a listing whose host never comes to an end.
#[wasm_bindgen(js_name = listStuck)]
pub fn list_stuck(declared: &Declared) -> JsValue {
    let error = Error::new(Code::HostError, "the host returns the same cursor again and again");
    Call::new(declared, "list").refuse(error)
}
