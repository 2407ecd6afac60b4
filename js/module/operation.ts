/**
 * The shape of an operation, one file each: what it asks of the store, and what callers see of the answer.
 *
 * An operation waits for nothing itself, so that one wrapper (module.ts) can await the store and locate every error.
 * @module
 */

import type { Call } from "../call.ts";
import type { Awaitable } from "../host/store.ts";
import type { Declared } from "../registry.ts";

export interface Operation<Answer, Result> {
  /** The method's name, as messages say it. */
  readonly name: string;
  /** Whether the first argument is a key, which an error then names. */
  readonly hasKey: boolean;
  /** Plans the call and asks the store. The arguments are the caller's, as they were passed. */
  run(call: Call, first: unknown, second: unknown, third: unknown): Awaitable<Answer>;
  /** The public form of the answer. */
  shape(answer: Answer, declared: Declared): Result;
}
