/**
 * `delete`: deletes a key, or many. All are checked before the first is deleted.
 * @module
 */

import { checkedKeys } from "../key.ts";
import type { Operation } from "./operation.ts";

export const remove: Operation<void, void> = {
  name: "delete",
  hasKey: true,
  run: ({ declared, store }, keys) => store.delete(checkedKeys(declared, keys)),
  shape() {},
};
