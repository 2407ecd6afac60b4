//! What calls on every store begin with: the checks of keys and options.

use alloc::{borrow::ToOwned, string::String};
use wasm_bindgen::prelude::*;

use super::refusal::{Thrown, variant};
use crate::declare::CONNECT_OPTIONS;
use crate::error::{Code, Error, Result};
use crate::input::{Fields, Frame, View};
use crate::key::Key;
use crate::list::Position;
use crate::options::{self, List, Put, PutMode, check_value_size};
use crate::time::Millis;

/// The numbers by which JavaScript knows the modes of a put.
const OVERWRITE: u8 = 0;
const CREATE: u8 = 1;
const REPLACE: u8 = 2;

fn number_of(mode: PutMode<'_>) -> u8 {
    match mode {
        PutMode::Overwrite => OVERWRITE,
        PutMode::Create => CREATE,
        PutMode::Replace(_) => REPLACE,
    }
}

/// The mode of a put that was planned before; which etag it names matters no more.
pub(super) fn mode_of(number: u8) -> PutMode<'static> {
    match number {
        CREATE => PutMode::Create,
        REPLACE => PutMode::Replace(""),
        _ => PutMode::Overwrite,
    }
}

/// The time that a clock gave.
pub(super) fn time(now: f64) -> Result<Millis> {
    Millis::from_f64(now).ok_or_else(|| {
        Error::new(Code::InvalidOptions, "connect options: clock must return milliseconds since 1970")
    })
}

/// Length of a value that is not known, or not yet.
const UNKNOWN: f64 = -1.0;

/// A length in JavaScript's number.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lengths are whole and positive")]
pub(super) const fn whole(n: f64) -> u64 {
    n as u64
}

/// A size as JavaScript's number; all are below 2^53.
#[expect(clippy::cast_precision_loss, reason = "no size reaches 2^53")]
pub(super) const fn number(n: u64) -> f64 {
    n as f64
}

/// Checks a key.
#[wasm_bindgen(js_name = checkKey)]
pub fn check_key(is_bucket: bool, frame: &str) -> Thrown<()> {
    Key::parse(variant(is_bucket), Frame::new(frame).take())?;
    Ok(())
}

/// Checks key and options of a put of `size` bytes, -1 where its length is not known, and returns its mode.
/// `held`: the value has to be in memory in one piece.
#[wasm_bindgen(js_name = checkPut)]
pub fn check_put(is_bucket: bool, held: bool, frame: &str, size: f64) -> Thrown<u8> {
    let variant = variant(is_bucket);
    let mut frame = Frame::new(frame);
    Key::parse(variant, frame.take())?;
    let put = Put::parse(variant, frame.take())?;
    if size > UNKNOWN {
        put.check_declared(whole(size))?;
    }
    if held {
        check_value_size(variant, put.size.unwrap_or_default())?;
    }
    Ok(number_of(put.mode))
}

/// Checks the length of a value that is being gathered.
#[wasm_bindgen(js_name = checkGathered)]
pub fn check_gathered(is_bucket: bool, seen: f64) -> Thrown<()> {
    Ok(check_value_size(variant(is_bucket), whole(seen))?)
}

/// Checks the options of `entries`.
#[wasm_bindgen(js_name = checkEntries)]
pub fn check_entries(is_bucket: bool, frame: &str) -> Thrown<()> {
    Ok(options::check_entries(variant(is_bucket), Frame::new(frame).take())?)
}

/// Checks the options of `connect`.
#[wasm_bindgen(js_name = checkConnect)]
pub fn check_connect(frame: &str) -> Thrown<()> {
    let Some(fields) = Fields::open(Frame::new(frame).take(), "connect options", CONNECT_OPTIONS)? else {
        return Ok(());
    };
    match fields.view("clock") {
        View::Undefined | View::Other("a function") => Ok(()),
        other => Err(fields.must_be("clock", "a function that returns milliseconds", other).into()),
    }
}

/// Checks the options of a host's `list`, and returns the host's cursor among them. The instance's identity
/// follows them in the frame.
#[wasm_bindgen(js_name = hostCursor)]
pub fn host_cursor(is_bucket: bool, frame: &str) -> Thrown<Option<String>> {
    let mut frame = Frame::new(frame);
    let list = List::parse(variant(is_bucket), frame.take())?;
    match Position::of(text(frame.take()), &list)? {
        None => Ok(None),
        Some(Position::Host(cursor)) => Ok(Some(cursor)),
        Some(_) => Err(crate::list::invalid().into()),
    }
}

/// The cursor that stands for a host's: identity, prefix, delimiter and the host's own are in the frame.
#[wasm_bindgen(js_name = cursorOf)]
#[must_use]
pub fn cursor_of(frame: &str) -> String {
    let mut frame = Frame::new(frame);
    let identity = text(frame.take());
    let list = List { prefix: text(frame.take()), delimiter: Some(text(frame.take())), ..List::default() };
    Position::Host(text(frame.take()).to_owned()).to_cursor(identity, &list)
}

/// A text of this package's own; empty where there is none.
pub(super) fn text(view: View<'_>) -> &str {
    match view {
        View::Text(text) => text,
        _ => "",
    }
}
