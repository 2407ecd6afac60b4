//! The one way in: a question by its number, and what it is about as a frame.
//!
//! Each export of a wasm weighs some 250 bytes here and 150 in the glue, and each type that crosses the border
//! brings machinery of its own along. Texts and numbers are enough.

use alloc::string::String;

use wasm_bindgen::prelude::*;

use super::questions as q;
use super::sys::tell;
use super::{call, declare, kv, memory, names, r2, refusal, response, seal, sign};
use crate::error::{Code, Error, Result};
use crate::input::Frame;
use crate::say;
use crate::seal::associated;
use crate::sign::grant::message;

/// Tells js/told.js the answer.
#[wasm_bindgen]
pub fn ask(question: u32, frame: &str) {
    told(answer(question, frame));
}

/// Tells JavaScript a text, or an error, which js/engine.js throws.
///
/// A text that an export returns would have to be freed by who takes it; the machinery for that weighs more.
pub(super) fn told(answer: Result<String>) {
    match answer {
        Ok(text) => tell(false, &text),
        Err(error) => {
            let (code, status) = (error.code, u32::from(error.code.status()));
            let retryable = if code.retryable() { "1" } else { "" };
            tell(true, &say!("% % % %", status, retryable, code.as_str(), error.message));
        }
    }
}

fn answer(question: u32, text: &str) -> Result<String> {
    let frame = &mut Frame::new(text);
    match question {
        q::CHECK_KEY => call::check_key(frame),
        q::CHECK_PUT => call::check_put(frame),
        q::CHECK_GATHERED => call::check_gathered(frame),
        q::CHECK_ENTRIES => call::check_entries(frame),
        q::CHECK_CONNECT => call::check_connect(frame),
        q::CHECK_KV_GET => kv::check_get(frame),
        q::KV_PUT => kv::put(frame),
        q::KV_RECORD => kv::record(frame),
        q::R2_UPLOAD => r2::upload(frame),
        q::R2_PART => r2::part(frame),
        q::R2_RANGE_APPLIES => Ok(r2::range_applies(frame)),
        q::R2_LIST_NEXT => Ok(r2::list_next(frame)),
        q::R2_GET => r2::get(frame),
        q::MEMORY_PUT => memory::put(frame),
        q::MEMORY_GET => memory::get(frame),
        q::MEMORY_HEAD => memory::head(frame),
        q::MEMORY_LIST => memory::list(frame),
        q::MEMORY_DELETE => Ok(memory::delete(frame)),
        q::MEMORY_RESET => Ok(memory::reset()),
        q::NAMES => Ok(names::names()),
        q::HOST_CURSOR => call::host_cursor(frame),
        q::CURSOR_OF => Ok(call::cursor_of(frame)),
        q::RESPONSE_HEAD => Ok(response::head(frame)),
        q::PATH => sign::path_of(frame),
        q::MESSAGE => Ok(message(text)),
        q::MAKE_GRANT => sign::make_grant(frame),
        q::OPEN_GRANT => sign::open_grant(frame),
        q::READ_FIELDS => Ok(sign::read_fields(frame)),
        q::WRITE_OPTIONS => sign::write_options(frame),
        q::BLAMES_STREAM => Ok(refusal::blames_stream(frame)),
        q::REFUSAL => Err(refusal::found(text)),
        q::HOST_FAILURE => Err(refusal::host_failure(frame)),
        q::CONDITION_FAILED => Err(call::mode(frame).refusal()),
        q::WRONG_LENGTH => Err(refusal::wrong_length(frame)),
        q::UNSATISFIABLE => Err(refusal::unsatisfiable(frame)),
        q::UPLOAD_TOO_LARGE => Err(sign::upload_too_large(frame)),
        q::DECLARED_OTHERWISE => Err(declare::declared_otherwise(frame)),
        q::BINDING_TAKEN => Err(declare::taken(frame)),
        q::DECLARE_SECRET => declare::secret(frame),
        q::SEALED_SIZE => seal::size(frame),
        q::SEALED_PART => seal::part_of(frame),
        q::PLAIN_SIZE => Ok(seal::plain_size(frame)),
        q::ASSOCIATED => Ok(associated::text(text)),
        q::TRAP => core::arch::wasm32::unreachable(),
        // The two sides are of different versions.
        _ => Err(Error::new(Code::Internal, "unknown question")),
    }
}
