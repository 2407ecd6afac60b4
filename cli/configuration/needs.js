/**
 * What declarations need of a configuration: one entry for each of them.
 *
 * It is stated here once, for whoever prints, compares or writes it.
 * @module
 */

import { bucketName, storeName } from "../../dist/storage.js";
import { Refusal } from "../refusal.js";

/** Where the entries of each kind of declaration stand in the configuration. */
export const KEYS = { bucket: "r2_buckets", kv: "kv_namespaces", secret: "secrets" };

/**
 * @param {object[]} declared as cli/application/child.js sends it
 * @param {string} entry the entry file's name, for messages
 */
export function needsOf(declared, entry) {
  return declared.map((declaration) => {
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
      wanted: wanted[kind](declaration),
    };
  });
}

const wanted = {
  bucket: (declaration) => ({ binding: declaration.binding, bucket_name: bucketName(declaration) }),
  // Without `id` wrangler makes the namespace when it deploys, and keeps using it.
  kv: ({ binding }) => ({ binding }),
  secret: ({ binding }) => binding,
};
