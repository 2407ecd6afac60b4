/**
 * `secret.static()` and `secret.random()`: under which name the host has a secret.
 * @module
 */

import { given } from "../given.js";
import { declareSecret } from "../questions.js";
import { registered } from "../registry.js";

const declare = (table) => (options) => {
  const { frame, members } = given(table, options);
  const [identity, namespace, binding, fingerprint, , bytes] = declareSecret(table === "random", frame);
  const { name } = members;
  const record = registered(`secret ${identity}`, fingerprint, binding, () => ({
    binding,
    bytes: Number(bytes) || undefined,
    declaration: { kind: "secret", name, namespace, binding, options: bytes === "0" ? {} : { bytes: Number(bytes) } },
  }));
  const { kind } = record.declaration;
  return { kind, name, namespace };
};

export const secret = { static: /* @__PURE__ */ declare("static"), random: /* @__PURE__ */ declare("random") };
