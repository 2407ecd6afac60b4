/**
 * The secret of an instance: the one that seals its values and signs its URLs. Without one of its own URLs are signed
 * with the host's.
 * @module
 */

import { now } from "../clock.js";
import { bindingsOf } from "../connection.js";
import { registry } from "../registry.js";
import { secretOf, sufficient } from "./text.js";

const SIGNING = "STORAGE_SIGNING_SECRET";
const SIGNING_BYTES = 32;

/** @returns {Promise<import("./text.js").Secret>} */
export async function secretHeld(declared) {
  const bindings = bindingsOf(declared);
  const { binding, bytes } = declared.encryption === undefined ? SIGNED : namedBy(declared);
  if (bindings !== undefined) return secretOf(bindings, binding, now());
  if (bytes !== undefined) return randomOne(binding, bytes);
  const all = globalThis.process?.env ?? {};
  return secretOf(
    { all, where: "the environment of this process, where the memory host looks for secrets," },
    binding,
    now(),
  );
}

const SIGNED = { binding: SIGNING, bytes: SIGNING_BYTES };

/** Where the host has the secret that `encryption` names: the instance's namespace comes first, then the default one. */
function namedBy({ declaration, encryption: { name, namespace, binding } }) {
  const places = namespace === "" ? [declaration.namespace, "default"] : [namespace];
  const found = places.map((place) => registry.declared.get(`secret ${place}/${name}`)).find(Boolean);
  return found ?? { binding };
}

/** What memory has in place of a host's secret: bytes of its own, the same as long as the process lives. */
function randomOne(binding, bytes) {
  const { random } = registry;
  if (!random.has(binding)) random.set(binding, crypto.getRandomValues(new Uint8Array(bytes)));
  return { current: "", versions: new Map([["", sufficient(random.get(binding), binding)]]) };
}
