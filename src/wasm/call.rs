//! What calls on every store begin with: the checks of keys and options.

use alloc::{borrow::ToOwned, string::String};

use crate::declare::{CONNECT_OPTIONS, CORS, Variant};
use crate::error::{Code, Error, Result};
use crate::input::{Fields, Frame, View};
use crate::key::Key;
use crate::list::Position;
use crate::options::{self, List, Put, PutMode, check_value_size};
use crate::range::Range;
use crate::time::Millis;
use crate::words::decimal;

/// The numbers by which JavaScript knows the modes of a put.
const OVERWRITE: u64 = 0;
const CREATE: u64 = 1;
const REPLACE: u64 = 2;

/// The mode of a put that was planned before; which etag it names matters no more.
pub(super) fn mode(frame: &mut Frame<'_>) -> PutMode<'static> {
    match count(frame) {
        Some(CREATE) => PutMode::Create,
        Some(REPLACE) => PutMode::Replace(""),
        _ => PutMode::Overwrite,
    }
}

/// Whether the value that a call is about lies in a bucket.
pub(super) fn variant(frame: &mut Frame<'_>) -> Variant {
    if flag(frame) { Variant::Bucket } else { Variant::Kv }
}

/// A boolean of this package's own.
pub(super) fn flag(frame: &mut Frame<'_>) -> bool {
    frame.take() == View::Boolean(true)
}

/// A whole number of this package's own, where there is one.
pub(super) fn count(frame: &mut Frame<'_>) -> Option<u64> {
    match frame.take() {
        View::Whole(n) => Some(n),
        _ => None,
    }
}

/// A text of this package's own; empty where there is none.
pub(super) fn text<'a>(frame: &mut Frame<'a>) -> &'a str {
    optional(frame).unwrap_or_default()
}

/// A text of this package's own, where there is one.
pub(super) fn optional<'a>(frame: &mut Frame<'a>) -> Option<&'a str> {
    match frame.take() {
        View::Text(text) => Some(text),
        _ => None,
    }
}

/// Offset, length and suffix, of which a range has one or two.
pub(super) fn range(frame: &mut Frame<'_>) -> Option<Range> {
    match (count(frame), count(frame), count(frame)) {
        (Some(offset), None, _) => Some(Range::From(offset)),
        (Some(offset), Some(length), _) => Some(Range::Span { offset, length }),
        (None, _, suffix) => suffix.map(Range::Suffix),
    }
}

/// A line each for the offset, the length and the suffix of a range; what it does not have is empty.
pub(super) fn push_range(lines: &mut String, range: Option<Range>) {
    let (offset, length, suffix) = match range {
        None => (None, None, None),
        Some(Range::From(offset)) => (Some(offset), None, None),
        Some(Range::Span { offset, length }) => (Some(offset), Some(length), None),
        Some(Range::Suffix(suffix)) => (None, None, Some(suffix)),
    };
    for n in [offset, length, suffix] {
        lines.push('\n');
        if let Some(n) = n {
            lines.push_str(&decimal(n));
        }
    }
}

/// The time that a clock gave.
pub(super) fn time(frame: &mut Frame<'_>) -> Result<Millis> {
    count(frame).and_then(Millis::checked).ok_or_else(|| {
        Error::new(Code::InvalidOptions, "connect options: clock must return milliseconds since 1970")
    })
}

/// What a check answers that found nothing wrong.
pub(super) const FINE: String = String::new();

pub(super) fn check_key(frame: &mut Frame<'_>) -> Result<String> {
    Key::parse(variant(frame), frame.take()).map(|_| FINE)
}

/// Returns the put's mode. After the options come the value's length, where it is known, and whether the value has
/// to be in memory in one piece.
pub(super) fn check_put(frame: &mut Frame<'_>) -> Result<String> {
    let variant = variant(frame);
    Key::parse(variant, frame.take())?;
    let put = Put::parse(variant, frame.take())?;
    if let Some(size) = count(frame) {
        put.check_declared(size)?;
    }
    if flag(frame) {
        check_value_size(variant, put.size.unwrap_or_default())?;
    }
    Ok(decimal(match put.mode {
        PutMode::Overwrite => OVERWRITE,
        PutMode::Create => CREATE,
        PutMode::Replace(_) => REPLACE,
    }))
}

pub(super) fn check_gathered(frame: &mut Frame<'_>) -> Result<String> {
    check_value_size(variant(frame), count(frame).unwrap_or(u64::MAX)).map(|()| FINE)
}

pub(super) fn check_entries(frame: &mut Frame<'_>) -> Result<String> {
    options::check_entries(variant(frame), frame.take()).map(|()| FINE)
}

/// The options of `connect`, as far as they can be judged without a parser of URLs.
pub(super) fn check_connect(frame: &mut Frame<'_>) -> Result<String> {
    let Some(fields) = Fields::open(frame.take(), "connect options", CONNECT_OPTIONS)? else {
        return Ok(FINE);
    };
    fields.text("endpoint")?;
    if let Some(cors) = Fields::open(fields.view("cors"), "cors", CORS)? {
        match cors.view("origins") {
            View::Other("an array") => {}
            other => return Err(cors.must_be("origins", "an array of origins", other)),
        }
    }
    match fields.view("clock") {
        View::Undefined | View::Other("a function") => Ok(FINE),
        other => Err(fields.must_be("clock", "a function that returns milliseconds", other)),
    }
}

/// Empty where there is no cursor.
pub(super) fn host_cursor(frame: &mut Frame<'_>) -> Result<String> {
    let list = List::parse(variant(frame), frame.take())?;
    match Position::of(text(frame), &list)? {
        None => Ok(String::new()),
        Some(Position::Host(cursor)) => Ok(cursor.to_owned()),
        Some(_) => Err(crate::list::invalid()),
    }
}

/// Identity, prefix, delimiter and the host's own cursor are in the frame.
pub(super) fn cursor_of(frame: &mut Frame<'_>) -> String {
    let identity = text(frame);
    let list = List { prefix: text(frame), delimiter: Some(text(frame)), ..List::default() };
    Position::Host(text(frame)).to_cursor(identity, &list)
}
