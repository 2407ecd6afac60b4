/**
 * What was declared, by the module that a caller has of it: for functions that take modules.
 * @module
 */

import { refusal } from "../questions.js";
import { registry } from "../registry.js";

/** `variants` are the ones that the call takes. */
export function declaredOf(module, call, ...variants) {
  try {
    const { kind, variant, namespace, name } = module;
    const declared = registry.declared.get(`${namespace}/${name}`);
    if (kind === "storage" && variants.includes(variant) && declared?.declaration.variant === variant) return declared;
  } catch {
    // What cannot be read is no module.
  }
  const wanted = variants.map((variant) => `storage.${variant}()`).join(" or ");
  throw refusal("storage_invalid_options", `${call}: the first argument must be a module, as ${wanted} returns`);
}
