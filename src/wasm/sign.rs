//! Signed and public URLs: what is said before a signature is made or verified, and after.

use alloc::string::String;

use super::call::{count, flag, optional, text, time};
use crate::declare::Variant;
use crate::error::{Code, Error, Result};
use crate::form::push;
use crate::input::Frame;
use crate::key::Key;
use crate::serve::{read, write};
use crate::sign::grant::{self, Grant};
use crate::sign::path;

/// The path of a URL, by namespace, name and key.
pub(super) fn path_of(frame: &mut Frame<'_>) -> Result<String> {
    let (namespace, name) = (text(frame), text(frame));
    Ok(path::of(namespace, name, Key::parse(Variant::Bucket, frame.take())?.as_str()))
}

/// The grant of a new URL, by the time, the days of the bucket's lifecycle, and what [`grant::make`] takes.
pub(super) fn make_grant(frame: &mut Frame<'_>) -> Result<String> {
    let (now, lifecycle) = (time(frame)?, count(frame));
    grant::make(*frame, now, lifecycle)
}

/// How a grant has to be verified, if it allows the method now. Empty if not.
pub(super) fn open_grant(frame: &mut Frame<'_>) -> Result<String> {
    let (grant, method, now) = (Grant::read(text(frame)), text(frame), time(frame)?);
    let mut form = String::new();
    if let Some(grant) = grant.filter(|grant| grant.allows(method, now)) {
        push(&mut form, "secret", grant.secret);
        if let Some(once) = grant.once {
            push(&mut form, "once", once);
            push(&mut form, "expires", &crate::words::decimal(grant.expires));
        }
    }
    Ok(form)
}

/// The header fields of a read: the grant of a signed URL, the stored content type and cache-control, and whether the
/// reader has the value already.
pub(super) fn read_fields(frame: &mut Frame<'_>) -> String {
    let grant = optional(frame).and_then(Grant::read);
    let stored = read::Stored { content_type: optional(frame), cache_control: optional(frame) };
    let answer = if flag(frame) { read::Answer::NotModified } else { read::Answer::Value };
    read::fields(grant.as_ref(), &stored, answer)
}

/// The put of an upload: the grant, and what [`write::put`] takes of the request.
pub(super) fn write_options(frame: &mut Frame<'_>) -> Result<String> {
    match Grant::read(text(frame)) {
        Some(grant) => write::put(&grant.action, frame),
        None => Err(Error::new(Code::Internal, "there is no grant")),
    }
}

/// The refusal of a body that passes its cap.
pub(super) fn upload_too_large(frame: &mut Frame<'_>) -> Error {
    write::too_large(count(frame).unwrap_or_default())
}
