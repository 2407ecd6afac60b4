//! The options of `rewrap()`.

use serde::Deserialize;

use super::Options;
use super::kinds::Function;
use super::list::code_of_cursor;
use super::{Code, Problem};

/// The options of `rewrap()`. The listing that it makes judges prefix and cursor once more.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RewrapOptions {
    /// Only keys that start so.
    pub prefix: Option<String>,
    /// Whether values in clear are sealed, too.
    pub seal_plain: Option<bool>,
    /// Where an interrupted run goes on.
    pub cursor: Option<String>,
    /// Learns how far the run has come.
    pub on_progress: Option<Function>,
}

impl Options for RewrapOptions {
    const WHAT: &'static str = "rewrap options";

    fn code(path: &str, _: Problem) -> Code {
        code_of_cursor(path)
    }
}
