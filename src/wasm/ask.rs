//! The questions that are answered with a number, or with a text, or with an error.
//!
//! Each export of a wasm weighs some 250 bytes here and 150 in the glue, whatever it does. So there is one for
//! each kind of answer, and the question is an argument.

use alloc::string::String;

use wasm_bindgen::prelude::*;

use super::questions as q;
use super::refusal::Thrown;
use super::{call, kv, memory, names, r2, refusal, response};
use crate::error::{Code, Error};
use crate::input::Frame;

/// Answers with a number, or throws.
#[wasm_bindgen]
pub fn judge(question: u32, frame: &str) -> Thrown<f64> {
    let frame = &mut Frame::new(frame);
    let answer = match question {
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
        q::BLAMES_STREAM => Ok(refusal::blames_stream(frame)),
        q::MEMORY_DELETE => Ok(memory::delete(frame)),
        q::MEMORY_RESET => Ok(memory::reset()),
        _ => Err(unknown()),
    };
    Ok(answer?)
}

/// Answers with a text, or throws. Some questions are for the error that there is to throw.
#[wasm_bindgen]
pub fn tell(question: u32, frame: &str) -> Thrown<String> {
    let text = frame;
    let frame = &mut Frame::new(frame);
    let answer = match question {
        q::NAMES => Ok(names::names()),
        q::R2_GET => r2::get(frame),
        q::HOST_CURSOR => call::host_cursor(frame),
        q::CURSOR_OF => Ok(call::cursor_of(frame)),
        q::RESPONSE_HEAD => Ok(response::head(frame)),
        q::REFUSAL => Err(refusal::found(text)),
        q::HOST_FAILURE => Err(refusal::host_failure(frame)),
        q::CONDITION_FAILED => Err(call::mode(frame).refusal()),
        q::WRONG_LENGTH => Err(refusal::wrong_length(frame)),
        q::UNSATISFIABLE => Err(refusal::unsatisfiable(frame)),
        _ => Err(unknown()),
    };
    Ok(answer?)
}

/// The two sides are of different versions.
fn unknown() -> Error {
    Error::new(Code::Internal, "the core does not know the question")
}

/// Traps, as a fault of this component would: what happens then can be tested.
#[wasm_bindgen(js_name = trapForTests)]
pub fn trap_for_tests() {
    core::arch::wasm32::unreachable()
}
