//! Calls on an R2 binding: what stands before and after the wait.

use alloc::string::String;
use wasm_bindgen::prelude::*;

use super::call::{mode_of, number, text, whole};
use super::refusal::Thrown;
use crate::condition::{Get, IfRange};
use crate::declare::Variant;
use crate::host::r2::{Answer, Gathered, OnlyIf, Step, next};
use crate::input::Frame;
use crate::key::Key;
use crate::limits::PARTS;
use crate::range::Range;
use crate::say;
use crate::time::Millis;
use crate::upload::{Upload, check_unconditional, too_large};
use crate::words::decimal;

/// The way of a stream of `size` bytes: 0 for one request, else the size of its parts; negative when the first
/// is buffered, to see whether the stream ends within it.
#[wasm_bindgen(js_name = r2Upload)]
pub fn r2_upload(mode: u8, size: Option<f64>) -> Thrown<f64> {
    Ok(match Upload::of(mode_of(mode), size.map(whole))? {
        Upload::Single(_) => 0.0,
        Upload::Parts { part } => number(part),
        Upload::Buffered { part } => -number(part),
    })
}

/// Allows part number `part` of an upload in parts of `size` bytes.
#[wasm_bindgen(js_name = r2Part)]
pub fn r2_part(mode: u8, part: f64, size: f64) -> Thrown<()> {
    check_unconditional(mode_of(mode), whole(size))?;
    let limit = PARTS * whole(size);
    if whole(part) > PARTS {
        return Err(too_large(limit + 1, limit).into());
    }
    Ok(())
}

/// Plans a get: `condition`, `etags`, `offset`, `length` and `suffix`, a line each, empty where there is none.
#[wasm_bindgen(js_name = r2Get)]
pub fn r2_get(frame: &str) -> Thrown<String> {
    let mut frame = Frame::new(frame);
    Key::parse(Variant::Bucket, frame.take())?;
    let get = Get::parse(frame.take())?;
    let (how, etags) = match get.if_none_match.as_ref().map(OnlyIf::of) {
        None => ("", String::new()),
        Some(OnlyIf::DoesNotMatch(etag)) => ("etagDoesNotMatch", etag),
        Some(OnlyIf::NoneMatchHeader(etags)) => ("header", etags),
    };
    let (offset, length, suffix) = match get.range {
        None => (None, None, None),
        Some(Range::From(offset)) => (Some(offset), None, None),
        Some(Range::Span { offset, length }) => (Some(offset), Some(length), None),
        Some(Range::Suffix(suffix)) => (None, None, Some(suffix)),
    };
    let mut lines = say!("%\n%", how, etags);
    for n in [offset, length, suffix] {
        lines.push('\n');
        if let Some(n) = n {
            lines.push_str(&decimal(n));
        }
    }
    Ok(lines)
}

/// Whether an If-Range names the version that was answered: it and the etag are in the frame.
#[wasm_bindgen(js_name = r2RangeApplies)]
#[must_use]
pub fn r2_range_applies(frame: &str, uploaded: f64) -> bool {
    let mut frame = Frame::new(frame);
    let if_range = IfRange::of(frame.take());
    if_range
        .is_none_or(|range| range.names(text(frame.take()), Millis::from_f64(uploaded).unwrap_or_default()))
}

/// [`Step::Done`]
const DONE: i32 = 0;
/// [`Step::LookAhead`]
const LOOK_AHEAD: i32 = -1;
/// [`Step::DoneBefore`]
const DONE_BEFORE: i32 = -2;

/// What to do after an answer to a list: how many more to ask for, or one of the three above. `entries` is
/// -1 for a page that is full. In the frame are the prefix, and the last key and the last common prefix of the
/// answer.
#[wasm_bindgen(js_name = r2ListNext)]
#[must_use]
pub fn r2_list_next(frame: &str, limit: u32, entries: i32, visible: u32, truncated: bool) -> i32 {
    let mut frame = Frame::new(frame);
    let [prefix, key, common] = [(); 3].map(|()| text(frame.take()));
    let gathered = u32::try_from(entries).map_or(Gathered::Full, Gathered::Entries);
    match next(prefix, limit, gathered, Answer { visible, last: key.max(common), truncated }) {
        Step::Ask(more) => i32::try_from(more).unwrap_or(DONE),
        Step::LookAhead => LOOK_AHEAD,
        Step::Done => DONE,
        Step::DoneBefore => DONE_BEFORE,
    }
}
