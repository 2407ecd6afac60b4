//! serde over JavaScript's values, as strictly as options have to be read.
//!
//! Nothing is converted, nothing is ignored and each member is read once: a misspelt `ifNotExists` must not overwrite,
//! and two keys must not become one. A value of another type is refused with the path to it and its kind. serde's
//! derive says which members a struct has; this module is the part that serde-wasm-bindgen does differently.

use js_sys::{Array, ArrayIntoIter, Reflect};
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, Expected, IntoDeserializer, Unexpected, Visitor};
use std::cell::RefCell;
use std::fmt::{self, Display};
use std::ptr;
use wasm_bindgen::prelude::*;

use super::errors::{Answer, StorageError};
use super::look::{
    fields_of, has_symbols, is_kind, is_plain, is_too_long, keys_of, members_of, name_of, text_of,
};
use crate::error::{Code, Error, shown};
use crate::names::unknown_option;
use crate::options::kinds::WORDS;
use crate::options::{Options, Problem};
use crate::time::whole;

/// Reads the options of a call. `undefined` is the default, before serde is entered.
///
/// # Errors
/// The code that the options have for the member that cannot be read, mostly `storage_invalid_options`.
pub fn options<O: Options>(given: &JsValue) -> Answer<O> {
    if given.is_undefined() {
        return Ok(O::default());
    }
    O::deserialize(Value(given)).map_err(|refused| refused.of_options(O::WHAT, O::code))
}

/// Reads the argument of a function by its name.
///
/// # Errors
/// `storage_invalid_options`.
pub fn argument<T: DeserializeOwned>(value: &JsValue, name: &str, function: &str) -> Answer<T> {
    let refused =
        |refused: Refused| refused.of_member(name).of_options(function, |_, _| Code::InvalidOptions);
    T::deserialize(Value(value)).map_err(refused)
}

/// Reads a structure that this package made itself. That it cannot be read is a fault.
///
/// # Errors
/// `storage_internal`.
pub fn own<T: DeserializeOwned>(value: &JsValue) -> Answer<T> {
    T::deserialize(Value(value)).map_err(Refused::of_own)
}

/// Reads a structure that anybody may have made; `None` for one that is not of this type.
pub fn foreign<T: DeserializeOwned>(value: &JsValue) -> Option<T> {
    T::deserialize(Value(value)).ok()
}

/// Why a value is refused. One pointer wide, so that serde's code for each struct passes little along.
#[derive(Debug)]
pub struct Refused(Box<Refusal>);

/// The parts of a [`Refused`].
#[derive(Debug)]
struct Refusal {
    /// The member, with the names of the objects around it before dots.
    path: String,
    problem: Problem,
    why: String,
    /// The error that reading threw.
    cause: Option<JsValue>,
}

impl Refused {
    #[cold]
    fn new(why: impl Into<String>) -> Self {
        let why = why.into();
        Self(Box::new(Refusal { path: String::new(), problem: Problem::Invalid, why, cause: None }))
    }

    #[cold]
    fn thrown(cause: JsValue) -> Self {
        let mut refused = Self::new("threw an error when it was read, which is the cause");
        refused.0.cause = Some(cause);
        refused
    }

    /// The refusal of a member that the options do not have.
    #[cold]
    fn unknown(name: &str, known: &[&str]) -> Self {
        let mut refused = Self::new(unknown_option(name, known));
        refused.0.problem = Problem::Unknown;
        refused
    }

    /// The refusal as one of a member of this name.
    #[cold]
    #[inline(never)]
    fn of_member(mut self, name: &str) -> Self {
        let path = &mut self.0.path;
        *path = if path.is_empty() { name.to_owned() } else { format!("{name}.{path}") };
        self
    }

    /// The fault that a structure of this package cannot be read.
    #[cold]
    #[inline(never)]
    fn of_own(self) -> StorageError {
        let Refusal { path, why, .. } = *self.0;
        Error::new(Code::Internal, format!("a structure of this package cannot be read: {path} {why}")).into()
    }

    /// The error that callers get.
    #[cold]
    #[inline(never)]
    fn of_options(self, what: &str, code: fn(&str, Problem) -> Code) -> StorageError {
        let Refusal { path, problem, why, cause } = *self.0;
        let message = match (path.as_str(), problem) {
            ("", Problem::Unknown) => format!("{what}: {why}"),
            ("", _) => format!("{what} {why}"),
            (path, Problem::Unknown) => format!("{what}: {path}: {why}"),
            (path, _) => format!("{what}: {path} {why}"),
        };
        let error = StorageError::from(Error::new(code(&path, problem), message));
        match cause {
            Some(cause) => error.with_cause(&cause),
            None => error,
        }
    }
}

impl Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.why)
    }
}

impl std::error::Error for Refused {}

impl de::Error for Refused {
    fn custom<T: Display>(why: T) -> Self {
        Self::new(why.to_string())
    }

    fn unknown_field(name: &str, known: &'static [&'static str]) -> Self {
        Self::unknown(name, known)
    }

    fn unknown_variant(word: &str, known: &'static [&'static str]) -> Self {
        let mut words = String::new();
        for known in known {
            let or = if words.is_empty() { "" } else { " or " };
            words += &format!("{or}\"{known}\"");
        }
        Self::new(format!("must be {words}, not {}", shown(word)))
    }

    fn invalid_type(_: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Self::new(format!("must be {wanted}"))
    }

    fn invalid_value(actual: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        match actual {
            Unexpected::Unsigned(n) => Self::new(format!("must be {wanted}, not {n}")),
            _ => Self::new(format!("must be {wanted}")),
        }
    }

    fn missing_field(name: &'static str) -> Self {
        Self::new("is missing").of_member(name)
    }

    fn duplicate_field(name: &'static str) -> Self {
        Self::new("is there twice").of_member(name)
    }
}

/// A value that serde reads.
#[derive(Debug, Clone, Copy)]
struct Value<'a>(&'a JsValue);

impl<'a> Value<'a> {
    /// The refusal of a value that is not of the wanted kind.
    #[cold]
    #[inline(never)]
    fn is_not(self, wanted: &dyn Display) -> Refused {
        let kind = match name_of(self.0) {
            Ok(kind) => kind,
            Err(cause) => return Refused::thrown(cause),
        };
        if !self.0.is_string() {
            return Refused::new(format!("must be {wanted}, not {kind}"));
        }
        if is_too_long(self.0) {
            let mut refused = Refused::new(format!("is {kind}"));
            refused.0.problem = Problem::TooLong;
            return refused;
        }
        // Where a string is wanted, one that cannot be read is described as it is.
        let is_wanted = text_of(self.0).is_none();
        Refused::new(if is_wanted { format!("is {kind}") } else { format!("must be {wanted}, not {kind}") })
    }

    #[inline(never)]
    fn text(self) -> Result<String, Refused> {
        text_of(self.0).ok_or_else(|| self.is_not(&"a string"))
    }
}

thread_local! {
    /// The names of each struct that has been read, as JavaScript's own strings: they cross the border once.
    static NAMES: RefCell<Vec<(&'static [&'static str], Array)>> = const { RefCell::new(Vec::new()) };
}

/// Runs with the names of a struct. The list is free meanwhile: a getter may call the package.
fn with_names<T>(names: &'static [&'static str], run: impl FnOnce(&Array) -> T) -> T {
    let own = NAMES.with_borrow_mut(|all| {
        let at = all.iter().position(|(own, _)| ptr::eq(*own, names)).unwrap_or_else(|| {
            all.push((names, names.iter().map(|name| JsValue::from_str(name)).collect()));
            all.len() - 1
        });
        all[at].1.clone()
    });
    run(&own)
}

impl Value<'_> {
    /// The values of a struct's members, in the order of their names.
    #[inline(never)]
    fn members(self, name: &str, names: &'static [&'static str]) -> Result<Array, Refused> {
        let values = with_names(names, |names| match name {
            "Headers" => fields_of(self.0, names),
            _ => members_of(self.0, names),
        });
        let values = values
            .map_err(Refused::thrown)?
            .ok_or_else(|| self.is_not(&if name == "Headers" { "a Headers" } else { "a plain object" }))?;
        if values.length() as usize == names.len() {
            return Ok(values);
        }
        Err(match values.at(UNKNOWN).as_string() {
            Some(unknown) => Refused::unknown(&unknown, names),
            None => Refused::new(NO_NAME),
        })
    }
}

/// If the object has an unknown member, its name follows the known members' values.
const UNKNOWN: i32 = -1;

const NO_NAME: &str = "has a member whose name is a symbol, or too long, or has a lone surrogate";

impl<'de> de::Deserializer<'de> for Value<'_> {
    type Error = Refused;

    /// A number or null.
    #[inline(never)]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        if self.0.is_null() { visitor.visit_unit() } else { self.deserialize_u64(visitor) }
    }

    #[inline(never)]
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_bool(self.0.as_bool().ok_or_else(|| self.is_not(&"a boolean"))?)
    }

    #[inline(never)]
    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.0.as_f64().and_then(whole) {
            Some(n) => visitor.visit_u64(n),
            None => Err(self.is_not(&(&visitor as &dyn Expected))),
        }
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.deserialize_u64(visitor)
    }

    #[inline(never)]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_string(self.text()?)
    }

    /// A member that is `undefined` is absent. `null` is a value.
    #[inline(never)]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        if self.0.is_undefined() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        visitor.visit_enum(self.text()?.into_deserializer())
    }

    #[inline(never)]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refused> {
        if !is_plain(self.0).map_err(Refused::thrown)? {
            return Err(self.is_not(&"a plain object"));
        }
        if has_symbols(self.0).map_err(Refused::thrown)? {
            return Err(Refused::new("must be a plain object, not one with members under symbols"));
        }
        let keys = keys_of(self.0).map_err(Refused::thrown)?;
        visitor.visit_map(Entries {
            object: self.0,
            keys: keys.into_iter(),
            key: JsValue::UNDEFINED,
            name: String::new(),
        })
    }

    /// Reads the members in the order of the struct, as a sequence: serde's code for that is half of its code for a map,
    /// and JavaScript looks all of them up in one call.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        visitor.visit_seq(Fields {
            values: self.members(name, names)?,
            names,
            next: 0,
            value: JsValue::UNDEFINED,
        })
    }

    /// A member of which only the kind counts: the names of these structs are kinds (src/options/kinds.rs).
    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        kind: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refused> {
        if is_kind(self.0, kind) {
            return visitor.visit_unit();
        }
        let words = WORDS.iter().find(|(name, _)| *name == kind);
        Err(self.is_not(&words.map_or(kind, |(_, words)| words)))
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u128 f32 f64 char str bytes byte_buf unit newtype_struct seq tuple
        tuple_struct identifier ignored_any
    }
}

/// The members of a struct, one after the other.
struct Fields {
    /// The values, in the order of the names.
    values: Array,
    names: &'static [&'static str],
    next: u32,
    /// The current member's value.
    value: JsValue,
}

impl Fields {
    /// Reads the next member.
    #[inline(never)]
    fn read<'de, T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Refused> {
        self.advance();
        seed.deserialize(Value(&self.value)).map_err(|refused| self.of_member(refused))
    }

    /// Goes on to the next member.
    #[inline(never)]
    fn advance(&mut self) {
        self.value = self.values.get(self.next);
        self.next += 1;
    }

    /// A refusal of the current member.
    #[cold]
    #[inline(never)]
    fn of_member(&self, refused: Refused) -> Refused {
        refused.of_member(self.names.get(self.next as usize - 1).copied().unwrap_or_default())
    }
}

impl<'de> de::SeqAccess<'de> for Fields {
    type Error = Refused;

    /// serde asks once for each name, so there always is a member. That this is visible here saves each struct the code for
    /// a sequence that is too short.
    #[inline(always)]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Refused> {
        self.read(seed).map(Some)
    }
}

/// The entries of an object whose names are the caller's.
struct Entries<'a> {
    object: &'a JsValue,
    keys: ArrayIntoIter,
    /// The current entry's key, so that its name does not cross the border a second time.
    key: JsValue,
    /// The name of the current entry.
    name: String,
}

impl<'de> de::MapAccess<'de> for Entries<'_> {
    type Error = Refused;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Refused> {
        let Some(key) = self.keys.next() else { return Ok(None) };
        self.name = text_of(&key).ok_or_else(|| Refused::new(NO_NAME))?;
        self.key = key;
        seed.deserialize(StrDeserializer::new(&self.name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refused> {
        let value = Reflect::get(self.object, &self.key);
        let value = value.map_err(|cause| Refused::thrown(cause).of_member(&self.name))?;
        seed.deserialize(Value(&value)).map_err(|refused| refused.of_member(&self.name))
    }
}
