//! The options of `connect()`, as far as they can be judged without a parser of URLs.

use serde::Deserialize;

use super::kinds::{Array, Function};
use super::{Options, wrong};
use crate::error::Result;

/// The options of `connect()`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectOptions {
    /// What URLs start with. JavaScript parses it.
    pub endpoint: Option<String>,
    /// The clock; it returns milliseconds.
    pub clock: Option<Function>,
    /// Which pages may use URLs from scripts.
    pub cors: Option<CorsOptions>,
}

/// The option `cors`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorsOptions {
    /// The origins. JavaScript checks each.
    pub origins: Option<Array>,
}

impl Options for ConnectOptions {
    const WHAT: &'static str = "connect options";
}

impl ConnectOptions {
    /// Refuses `cors` without origins.
    ///
    /// # Errors
    /// `storage_invalid_options`.
    pub fn check(&self) -> Result<()> {
        match &self.cors {
            Some(CorsOptions { origins: None }) => Err(wrong(Self::WHAT, "cors.origins", "is missing")),
            _ => Ok(()),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use serde_json::{Value, from_value, json};

    #[test]
    fn cors_names_origins() {
        let check = |options: Value| from_value::<ConnectOptions>(options).unwrap().check();
        assert_eq!(check(json!({})), Ok(()));
        let error = check(json!({ "cors": {} })).unwrap_err();
        assert_eq!(error.message, "connect options: cors.origins is missing");
    }
}
