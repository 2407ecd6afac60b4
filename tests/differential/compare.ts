/**
 * Finds where two hosts parted, and says it so that it can be looked into.
 *
 * Differences between reads leave the data as it is, so that the next one is worth knowing too. After a write
 * that differs nothing more can be said.
 * @module
 */

import type { Operation } from "./operation";
import type { Outcome } from "./outcome";

/** As long as a message may show an answer. */
const SHOWN = 2_000;
const SHOWN_DIFFERENCES = 5;

export interface Runs {
  /** How the sequence is made again. */
  from: string;
  operations: readonly Operation[];
  memory: readonly Outcome[];
  real: readonly Outcome[];
}

/** Calls after which two hosts that answered differently hold different data. */
const WRITES = new Set(["put", "delete", "fill"]);

/** Throws when the hosts answered differently, with each operation up to the first write among them. */
export function compare({ from, operations, memory, real }: Runs): void {
  const found: string[] = [];
  for (const [index, operation] of operations.entries()) {
    const path = firstDifference(memory[index], real[index], "");
    if (path === undefined) continue;
    found.push(
      [
        `${from}, operation ${index} of ${operations.length}: the answers differ at ${path || "the top"}`,
        `  operation: ${show(operation)}`,
        `  memory:    ${show(memory[index])}`,
        `  binding:   ${show(real[index])}`,
      ].join("\n"),
    );
    if (WRITES.has(operation.call)) break;
  }
  if (found.length > 0) throw new Error(found.slice(0, SHOWN_DIFFERENCES).join("\n"));
  if (memory.length !== operations.length || real.length !== operations.length) {
    throw new Error(`${from}: ${operations.length} operations, ${memory.length} and ${real.length} answers`);
  }
}

/** Where two pieces of plain data differ: `.items[3].etag`; undefined when they do not. */
export function firstDifference(one: unknown, other: unknown, path: string): string | undefined {
  if (Object.is(one, other)) return undefined;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return path;
  if (Array.isArray(one) !== Array.isArray(other)) return path;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  for (const name of names) {
    const step = Array.isArray(one) ? `[${name}]` : `.${name}`;
    if (Object.hasOwn(one, name) !== Object.hasOwn(other, name)) return path + step;
    const below = firstDifference(member(one, name), member(other, name), path + step);
    if (below !== undefined) return below;
  }
  return undefined;
}

const member = (object: object, name: string) => (object as Record<string, unknown>)[name];

function show(data: unknown): string {
  const text = JSON.stringify(data) ?? String(data);
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}… (${text.length} characters)`;
}
