/**
 * The error that a call ended with.
 *
 * Every test of a fault asks the same first question, whether the caller got a StorageError at all, and it
 * has to be answered with what came instead.
 * @module
 */

import { StorageError } from "layeron-storage";

/** The StorageError that `run` ended with; throws when it ended well, or with anything else. */
export async function failureOf(run: () => unknown): Promise<StorageError> {
  let result: unknown;
  try {
    result = await run();
  } catch (error) {
    if (StorageError.is(error)) return error;
    throw new Error("the call failed with what is no StorageError", { cause: error });
  }
  throw new Error(`the call did not fail, but returned ${show(result)}`);
}

/** The StorageError that `run` ended with, or undefined when it ended well; throws for anything else. */
export async function failureUnlessDone(run: () => unknown): Promise<StorageError | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return failureOf(() => Promise.reject(error));
  }
}

function show(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return "what cannot be shown";
  }
}

/** The parts of an error that programs branch on. */
export const branches = ({ code, status, retryable }: StorageError) => ({ code, status, retryable });
