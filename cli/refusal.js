/**
 * The one error that the command expects: something is wrong with what it was given.
 *
 * Whatever else is thrown is a fault of the command itself and shows its stack, so the two must be told apart.
 * @module
 */

/** Says what is wrong, where, and what to do. */
export class Refusal extends Error {
  name = "Refusal";

  /** The exit code: 1 for what was found, 2 for how the command was called. */
  exit = 1;
}

/** The command was called in a way that it does not know. */
export class UsageError extends Refusal {
  name = "UsageError";
  exit = 2;
}
