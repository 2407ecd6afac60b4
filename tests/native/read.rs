//! How the native tests read options: JSON in, structs and errors out.
//!
//! serde_json reads the same structs as `src/wasm/read.rs`, but its errors do not say which member they are about. The
//! code of a refusal depends on that member, so [`read`] finds it.
//!
//! JSON has no `undefined`, and serde_json reads `null` as an option that is absent. `tests/wasm` covers how both are
//! read from JavaScript.

use layeron_storage::error::{Error, Result};
use layeron_storage::options::{Options, Problem};
use serde_json::{Value, from_value, json};

/// Reads options. The error has the code that a caller gets.
pub(crate) fn read<O: Options>(options: &Value) -> Result<O> {
    from_value(options.clone()).map_err(|error| {
        let why = error.to_string();
        let mut path = path(options, &|options| from_value::<O>(options).is_err());
        // serde refuses an unknown name before it reads the member, so the refusal is about the object.
        if why.starts_with("unknown field") {
            path.pop();
        }
        let path = path.join(".");
        Error::new(O::code(&path, Problem::Invalid), format!("{}: {path} {why}", O::WHAT))
    })
}

/// The path of the first member that cannot be read; each member is read alone to find it.
fn path(options: &Value, fails: &dyn Fn(Value) -> bool) -> Vec<String> {
    for (name, member) in options.as_object().into_iter().flatten() {
        let fails = |member: Value| fails(json!({ name: member }));
        if fails(member.clone()) {
            return [vec![name.clone()], path(member, &fails)].concat();
        }
    }
    Vec::new()
}
