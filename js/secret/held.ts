/**
 * The secret of an instance, as one call or one run works with it.
 *
 * It seals the instance's values and signs its URLs. An instance without encryption signs with the host's own secret,
 * `STORAGE_SIGNING_SECRET`.
 * @module
 */

import type { Bindings } from "../connect.ts";
import { constants, core } from "../engine.ts";
import { type Declared, registry } from "../registry.ts";
import { noCurrent, readSecret, type Secret, type SecretPlace, sufficient, unversioned } from "./text.ts";

/** The version of a secret that new work is done with. */
interface CurrentSecret {
  readonly version: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface Secrets {
  /** The secret with all its valid versions. Read from the host at each call. */
  all(): Promise<Secret>;
  /** The version that new work is done with. */
  current(): Promise<CurrentSecret>;
}

/** The secret of an instance among these bindings; without any, the one that the memory host has for it. */
export const secretsOf = (declared: Declared, bindings: Bindings | undefined, now: () => number): Secrets =>
  reading(async () => {
    const { binding, bytes } = sourceOf(declared);
    if (bindings !== undefined) return readSecret({ ...bindings, remedy: wranglerPut(binding) }, binding, now());
    return bytes === undefined ? readSecret(environment(), binding, now()) : randomSecret(binding, bytes);
  });

/** The same secret for a whole run: what one value was sealed with seals all others, whatever the host has meanwhile. */
export async function heldOnce(secrets: Secrets): Promise<Secrets> {
  const secret = await secrets.all();
  return reading(async () => secret);
}

const reading = (all: () => Promise<Secret>): Secrets => ({
  all,
  async current() {
    const secret = await all();
    const bytes = secret.versions.get(secret.current);
    if (bytes === undefined) throw noCurrent(secret);
    return { version: secret.current, bytes };
  },
});

/** The name under which a host has a secret. The memory host makes a secret of `bytes` bytes itself where they are given. */
interface SecretSource {
  readonly binding: string;
  readonly bytes: number | undefined;
}

function sourceOf(declared: Declared): SecretSource {
  const { encryption, declaration } = declared;
  if (encryption === undefined) return { binding: "STORAGE_SIGNING_SECRET", bytes: constants().secretMinBytes };
  const { secret, namespace, binding } = encryption;
  // Without a namespace of its own the reference means the instance's first, then the default one.
  const places = namespace === undefined ? [declaration.namespace, "default"] : [namespace];
  for (const place of places) {
    const found = registry.secret(`${place}/${secret}`);
    if (found !== undefined) return { binding: found.declaration.binding, bytes: found.bytes };
  }
  const owner = registry.ownerOf(binding);
  // A host has one thing under a name, so memory must not have two.
  if (owner !== undefined) throw core.bindingTaken(binding, owner, `secret ${secret}`);
  return { binding, bytes: undefined };
}

const wranglerPut = (binding: string): string => ` | npx wrangler secret put ${binding}`;

/** The secrets of the memory host, except for those that it makes itself. */
const environment = (): SecretPlace => ({
  all: globalThis.process?.env ?? {},
  where: "process.env, where memory looks for secrets,",
  remedy: ", or declare it with secret.random",
});

/** The secret that the memory host makes in place of a real host's. It lives as long as the process. */
function randomSecret(binding: string, bytes: number): Secret {
  const made = registry.randomSecret(binding, () => core.randomBytes(bytes).slice());
  return unversioned(binding, sufficient(made, binding));
}
