/**
 * What declarations need of a configuration: one entry for each of them.
 *
 * It is stated here once, for whoever prints, compares or writes it.
 * @module
 */

import { storeName } from "../../dist/storage.js";
import { Refusal } from "../refusal.js";
import { bucketNameIn } from "./names.js";

/** Where the entries of each kind of declaration stand in the configuration. */
export const KEYS = { bucket: "r2_buckets", kv: "kv_namespaces", secret: "secrets" };

/** Where a configuration has secrets of Cloudflare's Secrets Store: the Worker gets objects with `get()`. */
export const SECRETS_STORE = "secrets_store_secrets";

/**
 * @param {object[]} declared as cli/application/child.js sends it
 * @param {string} entry the entry file's name, for messages
 * @param {string} [env] the environment whose stores they are; undefined at the top level
 */
export function needsOf(declared, entry, env) {
  const needs = declared.map((declaration) => needOf(declaration, entry, env));
  for (const need of needs) apart(need, needs, entry);
  return needs;
}

/** A secret that nobody declares has a binding all the same, which nothing else may have. */
function apart(need, needs, entry) {
  const { kind, identity, binding } = need;
  const other = needs.find((one) => one.binding === binding && one !== need);
  if (other === undefined) return;
  throw new Refusal(
    `${entry}: the ${kind} ${identity} and the ${other.kind} ${other.identity} need the same binding "${binding}"; ` +
      "give one of them another: a declaration takes `binding`, secret.static() does, too",
  );
}

function needOf(declaration, entry, env) {
  const kind = declaration.kind === "storage" ? declaration.variant : declaration.kind;
  if (!Object.hasOwn(KEYS, kind)) {
    throw new Refusal(
      `${entry} declares ${declaration.namespace}/${declaration.name}, a ${kind ?? declaration.kind}, which this ` +
        "version of layeron-storage cannot configure; install the version that the application uses",
    );
  }
  const { binding, deleteAfterDays } = declaration;
  const identity = `${declaration.namespace}/${declaration.name}`;
  return {
    kind,
    identity,
    binding,
    deleteAfterDays,
    store: storeName(declaration),
    wanted: wanted[kind](declaration, env),
  };
}

const wanted = {
  bucket: (declaration, env) => ({ binding: declaration.binding, bucket_name: bucketNameIn(declaration, env) }),
  // Without `id` wrangler makes the namespace when it deploys, and keeps using it.
  kv: ({ binding }) => ({ binding }),
  secret: ({ binding }) => binding,
};
