//! Calls on a KV binding: what stands before and after the wait.

use alloc::string::String;

use super::call::{FINE, count, time};
use crate::declare::Variant;
use crate::error::Result;
use crate::expiry;
use crate::host::kv::read;
use crate::input::Frame;
use crate::key::Key;
use crate::options::{Put, check_kv_get, check_value_size};
use crate::words::decimal;

/// Checks a put of a value that is whole in memory. After the options come its length, the declared time to live
/// and the time. Answers with the milliseconds of the value's end, if it has one.
pub(super) fn put(frame: &mut Frame<'_>) -> Result<String> {
    Key::parse(Variant::Kv, frame.take())?;
    let put = Put::parse(Variant::Kv, frame.take())?;
    let size = count(frame).unwrap_or_default();
    put.check_declared(size)?;
    check_value_size(Variant::Kv, size)?;
    let declared = count(frame).and_then(|seconds| u32::try_from(seconds).ok());
    let end = expiry::of(put.ttl, declared, time(frame)?)?;
    Ok(end.map_or(FINE, |end| decimal(end.get())))
}

/// Checks key and options of a get.
pub(super) fn check_get(frame: &mut Frame<'_>) -> Result<String> {
    Key::parse(Variant::Kv, frame.take())?;
    check_kv_get(frame.take()).map(|()| FINE)
}

/// What a record says of its value: nothing, as another program wrote it.
const FOREIGN: &str = "foreign";
/// It has expired.
const EXPIRED: &str = "expired";
/// It exists.
const EXISTS: &str = "exists";

/// After the record come the length of the value's bytes, where it is known, and the time.
pub(super) fn record(frame: &mut Frame<'_>) -> Result<String> {
    let record = read(frame.take());
    let size = count(frame);
    let now = time(frame)?;
    let state = match record {
        None => FOREIGN,
        // A record that does not describe these bytes was not written with them.
        Some(record) if size.is_some_and(|size| !record.describes(size)) => FOREIGN,
        Some(record) if record.object.exists_at(now) => EXISTS,
        Some(_) => EXPIRED,
    };
    Ok(state.into())
}
