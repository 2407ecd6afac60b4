//! Calls on an R2 binding: what stands before and after the wait.

use alloc::string::String;

use super::call::{FINE, count, flag, mode, push_range, text, time};
use crate::condition::{Get, IfRange};
use crate::declare::Variant;
use crate::error::Result;
use crate::host::r2::{Answer, Gathered, OnlyIf, Step, next};
use crate::input::Frame;
use crate::key::Key;
use crate::limits::PARTS;
use crate::say;
use crate::seal::range::plan;
use crate::upload::{Upload, check_unconditional, too_large};
use crate::words::decimal;

/// The way of a put of this mode of a stream, of this length if it is known: 0 for one request, else the size of
/// its parts; negative when the first is buffered, to see whether the stream ends within it.
pub(super) fn upload(frame: &mut Frame<'_>) -> Result<String> {
    Ok(match Upload::of(mode(frame), count(frame))? {
        Upload::Single(_) => decimal(0),
        Upload::Parts { part } => decimal(part),
        Upload::Buffered { part } => say!("-%", part),
    })
}

/// Allows a part, by its number, of an upload in parts of a size.
pub(super) fn part(frame: &mut Frame<'_>) -> Result<String> {
    let (mode, part, size) = (mode(frame), count(frame), count(frame).unwrap_or_default());
    check_unconditional(mode, size)?;
    let limit = PARTS * size;
    if part > Some(PARTS) {
        return Err(too_large(limit + 1, limit));
    }
    Ok(FINE)
}

/// Plans a get: `condition`, `etags`, `offset`, `length` and `suffix`, a line each, empty where there is none. After the
/// options comes whether the bucket is sealed; then the range of sealed bytes follows in three lines more.
pub(super) fn get(frame: &mut Frame<'_>) -> Result<String> {
    Key::parse(Variant::Bucket, frame.take())?;
    let get = Get::parse(frame.take())?;
    let (how, etags) = match get.if_none_match.as_ref().map(OnlyIf::of) {
        None => ("", String::new()),
        Some(OnlyIf::DoesNotMatch(etag)) => ("etagDoesNotMatch", etag),
        Some(OnlyIf::NoneMatchHeader(etags)) => ("header", etags),
    };
    let mut lines = say!("%\n%", how, etags);
    push_range(&mut lines, get.range);
    if flag(frame) {
        push_range(&mut lines, get.range.map(plan));
    }
    Ok(lines)
}

/// Something if an If-Range names the version with the etag and the date that follow it.
pub(super) fn range_applies(frame: &mut Frame<'_>) -> String {
    let if_range = IfRange::of(frame.take());
    let etag = text(frame);
    let stored_at = time(frame).unwrap_or_default();
    if if_range.is_none_or(|range| range.names(etag, stored_at)) { "1".into() } else { FINE }
}

/// [`Step::Done`]
const DONE: &str = "0";
/// [`Step::LookAhead`]
const LOOK_AHEAD: &str = "-1";
/// [`Step::DoneBefore`]
const DONE_BEFORE: &str = "-2";

/// What to do after an answer to a list: how many more to ask for, or one of the three above. In the frame are
/// the prefix, the last key and the last common prefix of the answer, the limit, how many entries there are unless
/// the page is full, how many of the answer are visible, and whether more follow.
pub(super) fn list_next(frame: &mut Frame<'_>) -> String {
    let (prefix, key, common) = (text(frame), text(frame), text(frame));
    let mut few = || count(frame).and_then(|n| u32::try_from(n).ok());
    let limit = few().unwrap_or_default();
    let gathered = few().map_or(Gathered::Full, Gathered::Entries);
    let visible = few().unwrap_or_default();
    let truncated = flag(frame);
    let step = match next(prefix, limit, gathered, Answer { visible, last: key.max(common), truncated }) {
        Step::Ask(more) => return decimal(u64::from(more)),
        Step::LookAhead => LOOK_AHEAD,
        Step::Done => DONE,
        Step::DoneBefore => DONE_BEFORE,
    };
    step.into()
}
