/**
 * The secret of an instance: the one that seals its values and signs its URLs. Without one of its own URLs are signed
 * with the host's.
 * @module
 */

import { now } from "../clock.js";
import { bindingsOf } from "../connection.js";
import { bindingTaken } from "../questions.js";
import { registry } from "../registry.js";
import { invalid, secretOf, shown, sufficient } from "./text.js";

const SIGNING = "STORAGE_SIGNING_SECRET";
const SIGNING_BYTES = 32;

/** The version that new work is done with. What was done before is read without it. */
export async function currentSecret(declared) {
  const { name, current, versions } = await secretHeld(declared);
  const bytes = versions.get(current);
  if (bytes === undefined) {
    throw invalid(name, `has no valid version ${shown(current)}, the current one`);
  }
  return { version: current, bytes };
}

/** @returns {Promise<import("./text.js").Secret>} */
export async function secretHeld(declared) {
  if (declared.held) return declared.held;
  const bindings = bindingsOf(declared);
  const { binding, bytes } = declared.encryption === undefined ? SIGNED : namedBy(declared);
  if (bindings !== undefined) return secretOf(bindings, binding, now());
  if (bytes !== undefined) return randomOne(binding, bytes);
  const all = globalThis.process?.env ?? {};
  const made = ", or declare it with secret.random";
  return secretOf({ all, where: "process.env, where memory looks for secrets,", made }, binding, now());
}

const SIGNED = { binding: SIGNING, bytes: SIGNING_BYTES };

/** Where the host has the secret that `encryption` names: the instance's namespace comes first, then the default one. */
function namedBy({ declaration, encryption: { name, namespace, binding } }) {
  const places = namespace === "" ? [declaration.namespace, "default"] : [namespace];
  const found = places.map((place) => registry.declared.get(`secret ${place}/${name}`)).find(Boolean);
  if (found !== undefined) return found;
  const owner = registry.bindings.get(binding);
  // A host has one thing under a name, so that memory must not have two.
  if (owner !== undefined) throw bindingTaken(binding, owner, `secret ${name}`);
  return { binding };
}

/** What memory has in place of a host's secret: bytes of its own, the same as long as the process lives. */
function randomOne(binding, bytes) {
  const { random } = registry;
  if (!random.has(binding)) random.set(binding, crypto.getRandomValues(new Uint8Array(bytes)));
  return { name: binding, current: "", versions: new Map([["", sufficient(random.get(binding), binding)]]) };
}
