/**
 * Bindings: found by name, told apart, and refused with the lines of configuration that would give a call its store.
 *
 * A Worker that is deployed without a binding must say which lines it lacks. Data must never go into the wrong store, so
 * that a binding is looked at before the first value reaches it.
 * @module
 */

import type { Bindings } from "../connect.ts";
import { core } from "../engine.ts";
import { caused, type StorageError } from "../errors.js";
import type { StorageDeclaration } from "../types/index.ts";

/** A kind of binding. */
export interface BindingKind {
  /** As a message names it: "an R2 bucket". */
  readonly noun: string;
  /** Whether an object can be a binding of this kind. */
  accepts(binding: object): boolean;
  /** The members of wrangler.jsonc that bind an instance to a store of this kind. */
  configuration(declaration: StorageDeclaration): object;
}

/** A binding of a declared instance. Its methods are looked at when a call first needs them. */
export interface Bound<T extends object> {
  readonly binding: T;
  /** Throws storage_binding_missing where the binding lacks the method. */
  requireMethod(method: keyof T & string): void;
}

/** The binding of an instance with the kind that accepts it. The first kind is the one that a message suggests. */
export function findBinding<Kind extends BindingKind>(
  declaration: StorageDeclaration,
  { all, where }: Bindings,
  kinds: readonly [Kind, ...Kind[]],
): { kind: Kind; bound: Bound<object> } {
  const name = declaration.binding;
  const refuse = (why: string) => missing(declaration, kinds[0], why);
  let binding: unknown;
  try {
    binding = all[name];
  } catch (error) {
    throw caused(refuse(`reading binding "${name}" of ${where} threw an error, which is the cause`), error);
  }
  if (binding === undefined || binding === null) throw refuse(`${where} has no binding "${name}"`);
  const found = typeof binding === "object" ? binding : undefined;
  const kind = found && kinds.find(({ accepts }) => accepts(found));
  if (found === undefined || kind === undefined) {
    const nouns = kinds.map(({ noun }) => noun).join(" or ");
    const why = `binding "${name}" of ${where} is not ${nouns}`;
    throw refuse(`${why}; rename it, or give the declaration another \`binding\``);
  }
  return { kind, bound: boundTo(declaration, kind, found) };
}

const boundTo = (declaration: StorageDeclaration, kind: BindingKind, binding: object): Bound<object> => ({
  binding,
  requireMethod(method: string) {
    if (hasMethod(binding, method)) return;
    throw missing(declaration, kind, `binding "${declaration.binding}" is not ${kind.noun}: it has no ${method}()`);
  },
});

/** Whether a binding has a method. A member that throws when it is read is no method. */
export function hasMethod(binding: object, method: string): boolean {
  try {
    return typeof (binding as Record<string, unknown>)[method] === "function";
  } catch {
    return false;
  }
}

/** The refusal of a call that has no store. The lines have no id for KV, as wrangler fills it in. */
function missing(declaration: StorageDeclaration, kind: BindingKind, why: string): StorageError {
  const lines = JSON.stringify(kind.configuration(declaration)).slice(1, -1);
  return core.refusal(
    "storage_binding_missing",
    `${why}; wrangler.jsonc needs ${lines} (npx layeron-storage wrangler --write adds it)`,
  );
}
