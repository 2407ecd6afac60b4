/**
 * delete: one key, or any number of them.
 *
 * @module
 */

import { describe, expect, test } from "vitest";
import { refused } from "./refused";
import { VARIANTS } from "./subject";

export function deletes() {
  describe.each(VARIANTS)("a delete in $variant", ({ make }) => {
    test("The value is gone for every call, and other values stay", async () => {
      const module = make();
      await module.put("k", "v");
      await module.put("kept", "v");
      expect(await module.delete("k")).toBeUndefined();
      expect([await module.get("k"), await module.head("k")]).toEqual([null, null]);
      expect((await module.list()).items.map(({ key }) => key)).toEqual(["kept"]);
    });

    test("A missing key is no error", async () => {
      const module = make();
      expect(await module.delete("k")).toBeUndefined();
      expect(await module.delete(["k", "also missing"])).toBeUndefined();
    });

    test("An array deletes all of its keys, one that is named twice included", async () => {
      const module = make();
      for (const key of ["a", "b", "c"]) await module.put(key, "v");
      await module.delete(["a", "missing", "c", "a"]);
      expect((await module.list()).items.map(({ key }) => key)).toEqual(["b"]);
    });

    test("An empty array deletes nothing", async () => {
      const module = make();
      await module.put("k", "v");
      await module.delete([]);
      expect(await module.head("k")).not.toBeNull();
    });

    test("All keys are validated before the first is deleted", async () => {
      const module = make();
      await module.put("k", "v");
      for (const wrong of ["", "..", "a\0", 7, undefined, ["k"]]) {
        await refused(module.delete(["k", wrong as string]), "storage_invalid_key");
      }
      expect(await module.head("k")).not.toBeNull();
    });

    test.each([undefined, null, 7, {}, new Set(["k"])])("%s is neither a key nor an array of keys", async (keys) => {
      await refused(make().delete(keys as string), "storage_invalid_key");
    });

    test("More keys than a host takes at once are deleted as well", async () => {
      const module = make();
      const keys = Array.from({ length: 1001 }, (_, n) => `k${n}`);
      await Promise.all(["k0", "k999", "k1000", "other"].map((key) => module.put(key, "v")));
      await module.delete(keys);
      expect((await module.list()).items.map(({ key }) => key)).toEqual(["other"]);
    });
  });
}
