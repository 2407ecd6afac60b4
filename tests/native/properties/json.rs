//! JSON as the values of JavaScript look in it, and strategies for it.

use proptest::prelude::*;
use serde::Deserialize;
use serde::de::value::Error;
use serde::de::{Deserializer, Error as _, Visitor};
use serde_json::{Value, json};

/// A number of JavaScript's. The border reads whole numbers up to 2^53 - 1 as whole numbers and refuses all others as
/// such; in JSON the others are floats.
pub(crate) fn number(n: f64) -> Value {
    if (0.0..=9_007_199_254_740_991.0).contains(&n) && n.fract() == 0.0 { json!(n as u64) } else { json!(n) }
}

/// Numbers of every kind, small whole ones more often.
pub(crate) fn numbers() -> impl Strategy<Value = f64> {
    prop_oneof![(0..70_u32).prop_map(f64::from), (0..1_u64 << 54).prop_map(|n| n as f64), any::<f64>()]
}

/// A value of any kind; objects hold objects, under names of the core's structs.
pub(crate) fn value(names: Vec<&'static str>) -> impl Strategy<Value = Value> {
    let words =
        vec!["read", "write", "inline", "public", "none", "managed", "aes-gcm-256", "secret_ref", "a"];
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        numbers().prop_map(number),
        prop::sample::select(words).prop_map(Value::from),
        "[ -~]{0,12}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::collection::vec(any::<u8>().prop_map(Value::from), 0..4).prop_map(Value::from),
    ];
    let name = prop_oneof![9 => prop::sample::select(names).prop_map(str::to_owned), 1 => any::<String>()];
    leaf.prop_recursive(2, 24, 6, move |inner| {
        prop::collection::btree_map(name.clone(), inner, 0..6).prop_map(object)
    })
}

/// An object with these members.
pub(crate) fn object(members: impl IntoIterator<Item = (String, Value)>) -> Value {
    Value::Object(members.into_iter().collect())
}

/// The names of a struct's members, as serde hands them to a deserializer.
pub(crate) fn names<T: for<'de> Deserialize<'de>>() -> &'static [&'static str] {
    let mut names = None;
    let _ = T::deserialize(Names(&mut names));
    names.expect("a struct")
}

/// A deserializer that reads nothing and keeps the names that it is given.
struct Names<'a>(&'a mut Option<&'static [&'static str]>);

impl<'de> Deserializer<'de> for Names<'_> {
    type Error = Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        *self.0 = Some(names);
        Err(Error::custom("there is nothing to read"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("not a struct"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}
