/**
 * `secret.static()` and `secret.random()`.
 *
 * They declare under which name a host has a secret. Calls read the secret itself when they need it: see held.ts.
 * @module
 */

import { core } from "../engine.ts";
import { copied } from "../options.ts";
import { type DeclaredSecret, registry } from "../registry.ts";
import type { SecretModule } from "../types/index.ts";
import type { Declaration } from "../wasm/core.js";

const declareWith =
  (judge: (options: unknown) => Declaration) =>
  (options: unknown): SecretModule => {
    const { identity, name, namespace, binding, fingerprint, bytes } = judge(copied(options));
    const record: DeclaredSecret = {
      identity,
      fingerprint,
      bytes,
      declaration: { kind: "secret", name, namespace, binding, options: bytes === undefined ? {} : { bytes } },
    };
    registry.add(record, { same: core.checkSame, taken: core.bindingTaken });
    return { kind: "secret", name, namespace };
  };

export const secret = {
  static: /* @__PURE__ */ declareWith((options) => core.secretStatic(options)),
  random: /* @__PURE__ */ declareWith((options) => core.secretRandom(options)),
};
