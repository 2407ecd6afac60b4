/**
 * `head`: everything about a value but its bytes.
 * @module
 */

import type { Stored } from "../host/store.ts";
import { checkedKey } from "../key.ts";
import type { StorageObject } from "../types/index.ts";
import type { Operation } from "./operation.ts";

export const head: Operation<Stored | null, StorageObject | null> = {
  name: "head",
  hasKey: true,
  run: ({ declared, store }, key) => store.head(checkedKey(declared, key)),
  shape: (stored) => stored?.object ?? null,
};
