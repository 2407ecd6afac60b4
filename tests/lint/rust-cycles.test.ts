/** The lint against import cycles in Rust, on crates made for it. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cyclesOf } from "../../scripts/lint/rust-cycles.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "layeron-lint-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The cycles of a crate with these files. */
function cycles(files: Record<string, string>): string[] {
  for (const [path, code] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), code);
  }
  return cyclesOf(folder).map((cycle) => cycle.join(" "));
}

test("a crate in one direction has no cycle", () => {
  const files = {
    "lib.rs": "mod a; mod b; pub use a::A;",
    "a.rs": "use crate::b::{self, B};",
    "b.rs": "use std::fmt; pub struct B;",
  };
  expect(cycles(files)).toEqual([]);
});

test("a cycle is told with the way around", () => {
  const files = {
    "lib.rs": "mod a; mod b; mod c;",
    "a.rs": "use crate::{b::B, other};",
    "b.rs": "fn f() { crate::c::g() }",
    "c.rs": "use super::a as first;",
  };
  expect(cycles(files)).toEqual(["crate::a crate::b crate::c crate::a"]);
});

test("a parent that uses its child, which uses the parent, is a cycle; its declaration of the child is none", () => {
  const child = "use super::Host;";
  expect(cycles({ "lib.rs": "mod host;", "host/mod.rs": "mod r2;", "host/r2.rs": child })).toEqual([]);
  expect(cycles({ "host/mod.rs": "mod r2; fn f() { r2::plan() }" })).toEqual([
    "crate::host crate::host::r2 crate::host",
  ]);
});

test("paths in nested braces, and paths through more than one parent, are imports", () => {
  const files = {
    "lib.rs": "mod a; mod b;",
    "a/mod.rs": "pub mod deep;",
    "a/deep.rs": "use super::super::b::B;",
    "b.rs": "use crate::{a::{deep::{C, D}}};",
  };
  expect(cycles(files)).toEqual(["crate::a::deep crate::b crate::a::deep"]);
});

test("comments, strings and code for tests are no imports", () => {
  const files = {
    "lib.rs": "mod a; mod b;",
    "a.rs": `//! Like crate::b.
/* use crate::b; */ const S: &str = "crate::b::C \\" {"; const Q: char = '"';
#[cfg(test)]
use crate::b::C;
#[cfg(test)]
mod tests { use crate::b::C; fn f() { if true { crate::b::g() } } }
#[cfg(test)]
fn sample() -> [u8; 3] { crate::b::sample() }
#[cfg(test)]
mod sample;`,
    "a/sample.rs": "use crate::b::C;",
    "b.rs": "use crate::a::A;",
  };
  expect(cycles(files)).toEqual([]);
});

test("what stands behind code for tests counts again", () => {
  const files = {
    "lib.rs": "mod a; mod b;",
    "a.rs": "#[cfg(test)]\nmod tests { fn f() {} }\nuse crate::b::B;",
    "b.rs": "use crate::a::A;",
  };
  expect(cycles(files)).toEqual(["crate::a crate::b crate::a"]);
});
