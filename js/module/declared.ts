/**
 * The declaration behind a module, for functions that take a module as their argument.
 * @module
 */

import { core } from "../engine.ts";
import { type Declared, registry } from "../registry.ts";

type VariantName = "bucket" | "kv";

/** Throws where the value is no module of one of the variants; `call` is the function that was called. */
export function declaredOf(module: unknown, call: string, ...variants: VariantName[]): Declared {
  const declared = declaredBehind(module);
  if (declared !== undefined && variants.some((variant) => variant === declared.declaration.variant)) return declared;
  const wanted = variants.map((variant) => `storage.${variant}()`).join(" or ");
  throw core.refusal("storage_invalid_options", `${call}: the first argument must be a module, as ${wanted} returns`);
}

function declaredBehind(module: unknown): Declared | undefined {
  try {
    const { kind, variant, namespace, name } = module as Record<string, unknown>;
    const declared = registry.instance(`${namespace}/${name}`);
    return kind === "storage" && declared?.declaration.variant === variant ? declared : undefined;
  } catch {
    // A value that cannot be read is no module.
    return undefined;
  }
}
