//! What crosses the border to JavaScript, in a real JavaScript engine.
//!
//! The conformance suite tests the package; these tests call the exports of the core as JavaScript does, with values
//! that only JavaScript has. A new options object is one row of [`table`].

mod js;
mod table;
mod thrown;

mod calls;
mod declare;
mod errors;
mod foreign;
mod hostile;
mod memory;
mod odd;
mod options;
mod r2;
mod seal;
mod sign;
mod texts;
