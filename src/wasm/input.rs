//! JavaScript's values, as the core reads them.

use std::cell::RefCell;

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::sys;
use crate::error::{Code, Error, Result};
use crate::input::{Input, Members, Text, View};

thread_local! {
    /// The arrays of known member names, by the address of the constant that they come from.
    static KNOWN: RefCell<Vec<(*const &'static str, Array)>> = const { RefCell::new(Vec::new()) };
}

/// The bit by which js/input.js says that an unknown name follows.
const UNKNOWN_BIT: usize = 30;

fn known_names(known: &'static [&'static str]) -> Array {
    KNOWN.with_borrow_mut(|cache| {
        if let Some((_, names)) = cache.iter().find(|(address, _)| *address == known.as_ptr()) {
            return names.clone();
        }
        let names = sys::names(known);
        cache.push((known.as_ptr(), names.clone()));
        names
    })
}

fn text(value: &JsValue) -> Text {
    let text = value.as_string().unwrap_or_default();
    // Decoding puts U+FFFD for a lone surrogate; only where its first byte is, is it worth asking.
    if text.as_bytes().contains(&0xEF) && !sys::is_well_formed(value) {
        Text::LoneSurrogate
    } else {
        Text::WellFormed(text)
    }
}

fn unreadable(_thrown: JsValue) -> Error {
    Error::new(Code::InvalidOptions, "reading an option threw an error")
}

impl Input for JsValue {
    fn view(&self) -> View {
        match sys::kind_of(self) {
            0 => View::Undefined,
            1 => View::Boolean(self.is_truthy()),
            2 => View::Number(self.as_f64().unwrap_or(f64::NAN)),
            3 => View::Text(text(self)),
            4 => View::Object,
            5 => View::Other("null"),
            6 => View::Other("an array"),
            7 => View::Other("a function"),
            8 => View::Other("a symbol"),
            _ => View::Other("a bigint"),
        }
    }

    fn members(&self, known: &'static [&'static str]) -> Result<Members<Self>> {
        let found = sys::members(self, &known_names(known)).map_err(unreadable)?;
        // A bit for each name whose value follows, in their order; the last bit for an unknown name.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "js/input.js makes it of 32 bits"
        )]
        let present = found.get(0).as_f64().unwrap_or(0.0) as u32;
        let mut at = 0;
        let mut next = |bit: usize| {
            let is_present = present >> bit & 1 == 1;
            at += u32::from(is_present);
            is_present.then(|| found.get(at))
        };
        let values = (0..known.len()).map(&mut next).collect();
        let unknown = next(UNKNOWN_BIT).map(|name| name.as_string().unwrap_or_default());
        Ok(Members { values, unknown })
    }

    fn entries(&self) -> Result<Option<Vec<(Text, Self)>>> {
        let Some(flat) = sys::entries(self).map_err(unreadable)? else { return Ok(None) };
        let flat: Vec<Self> = flat.iter().collect();
        Ok(Some(flat.chunks_exact(2).map(|pair| (text(&pair[0]), pair[1].clone())).collect()))
    }

    fn header(&self, name: &str) -> Option<Option<String>> {
        let headers: &web_sys::Headers = self.dyn_ref()?;
        headers.get(name).ok()
    }

    fn show(number: f64) -> String {
        sys::show(number)
    }

    fn nfc(text: &str) -> String {
        sys::normalise(text)
    }
}
