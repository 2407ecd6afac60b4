/**
 * `env` of the runtime while an application's top level runs in Node.
 *
 * Only the Worker has the real one. A top level that makes a number, a text or a client of it must not fail for that
 * here, and what was made up must be known as such: it may have become a name.
 * @module
 */

import { bindingsIn } from "../../configuration/bindings.js";

/**
 * What stands for a secret or a variable that the configuration does not have. It is a text, as those are, and a whole
 * number that can be halved and counted in days or bytes within every limit of a declaration.
 */
export const PLACEHOLDER = "1008";

/** Where the bundle notes for what the placeholder stood: the application has no other way to the process around it. */
export const READ = "layeron-storage/env-read";

/** The members of `env` as messages name them. */
export const membersOf = (names) => names.map((name) => `env.${name}`).join(", ");

const TEXTS = ["vars", "secrets"];

/** @returns {{ vars: object, bindings: string[] }} what the configuration says of `env` */
export function knownEnv({ own }) {
  const bindings = bindingsIn(own).filter(({ key }) => !TEXTS.includes(key));
  const isTable = typeof own.vars === "object" && own.vars !== null && !Array.isArray(own.vars);
  return { vars: isTable ? own.vars : {}, bindings: bindings.map(({ name }) => name) };
}

/** The source of an expression that is `env`. */
export const envSource = ({ vars, bindings }) => `(() => {
  const inert = (target) => new Proxy(target, {
    get(_, name) {
      if (name === Symbol.toPrimitive) return (hint) => (hint === "number" ? ${PLACEHOLDER} : "${PLACEHOLDER}");
      if (name === Symbol.iterator) return [][Symbol.iterator].bind([]);
      return typeof name === "symbol" || name === "then" ? undefined : inert(function () {});
    },
    apply: () => inert(function () {}),
    construct: () => inert({}),
  });
  const read = (globalThis[Symbol.for("${READ}")] = new Set());
  const known = ${JSON.stringify(vars)};
  for (const name of ${JSON.stringify(bindings)}) known[name] = inert({});
  return new Proxy(known, {
    has: () => true,
    get(_, name) {
      if (typeof name === "symbol" || name === "then" || name in known) return known[name];
      read.add(name);
      return "${PLACEHOLDER}";
    },
  });
})()`;

/** Source that comes before everything else: workerd has variables in `process.env`, too. */
export function processSource({ vars }) {
  const texts = Object.entries(vars).map(([name, value]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return `Object.assign(process.env, ${JSON.stringify(Object.fromEntries(texts))});`;
}
