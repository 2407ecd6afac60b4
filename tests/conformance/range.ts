/**
 * Ranges: which bytes of an object a get asks for, by an option or as HTTP asks.
 *
 * @module
 */

import { describe, expect, test } from "vitest";
import { refused } from "./refused";
import { newBucket, newKv } from "./subject";

const TEXT = "0123456789";

/** A bucket that holds TEXT under "k". */
async function withDigits() {
  const bucket = newBucket();
  await bucket.put("k", TEXT);
  return bucket;
}

/** What a range option gives of ten bytes: its text, and the range that the handle shows. */
const PARTS: [{ offset: number; length?: number } | { suffix: number }, string, [number, number]][] = [
  [{ offset: 0 }, TEXT, [0, 10]],
  [{ offset: 3 }, "3456789", [3, 7]],
  [{ offset: 9 }, "9", [9, 1]],
  [{ offset: 0, length: 1 }, "0", [0, 1]],
  [{ offset: 2, length: 3 }, "234", [2, 3]],
  [{ offset: 2, length: 8 }, "23456789", [2, 8]],
  [{ offset: 2, length: 99 }, "23456789", [2, 8]],
  [{ offset: 2, length: Number.MAX_SAFE_INTEGER }, "23456789", [2, 8]],
  [{ suffix: 1 }, "9", [9, 1]],
  [{ suffix: 4 }, "6789", [6, 4]],
  [{ suffix: 10 }, TEXT, [0, 10]],
  [{ suffix: 99 }, TEXT, [0, 10]],
];

const UNSATISFIABLE = [
  { offset: 10 },
  { offset: 10, length: 1 },
  { offset: 11 },
  { offset: Number.MAX_SAFE_INTEGER },
  { offset: 0, length: 0 },
  { offset: 10, length: 0 },
  { suffix: 0 },
];

const INVALID = [
  { offset: -1 },
  { offset: 0.5 },
  { offset: "0" },
  { offset: Number.NaN },
  { offset: 0, length: -1 },
  { offset: 0, length: 1.5 },
  { offset: 0, length: null },
  { length: 3 },
  { suffix: -1 },
  { suffix: "3" },
  { suffix: 1, offset: 1 },
  { suffix: 1, length: 1 },
  { start: 0 },
  {},
  null,
  "bytes=0-1",
  [0, 1],
];

/** What a Range header gives of ten bytes; undefined: all of them, as if the header were not there. */
const HEADERS: [string, string | undefined][] = [
  ["bytes=0-3", "0123"],
  ["bytes=5-", "56789"],
  ["bytes=9-9", "9"],
  ["bytes=2-99", "23456789"],
  ["bytes=-3", "789"],
  ["bytes=-99", TEXT],
  ["Bytes=0-3", "0123"],
  ["bytes=0-1,4-5", undefined],
  ["lines=0-3", undefined],
  ["bytes=3-2", undefined],
  ["bytes=a-b", undefined],
  ["bytes=", undefined],
  ["bytes=-", undefined],
  ["bytes 0-3", undefined],
  ["0-3", undefined],
];

export function ranges() {
  describe("a range of an object", () => {
    test.each(PARTS)("%j gives %j, and the handle says which bytes it has", async (range, text, [offset, length]) => {
      const handle = await (await withDigits()).get("k", { range });
      expect(await handle?.text()).toBe(text);
      expect(handle?.range).toEqual({ offset, length });
      expect(handle?.size).toBe(10);
    });

    test.each(UNSATISFIABLE)("%j cannot be satisfied", async (range) => {
      const error = await refused((await withDigits()).get("k", { range }), "storage_invalid_range");
      expect(error.key).toBe("k");
    });

    test("The refusal of a range says where it starts and how long the object is", async () => {
      await refused((await withDigits()).get("k", { range: { offset: 12 } }), "storage_invalid_range", 12, 10);
    });

    test.each(INVALID)("%j is no range", async (range) => {
      await refused((await withDigits()).get("k", { range: range as never }), "storage_invalid_options");
    });

    test("Of an empty object there is none", async () => {
      const bucket = newBucket();
      await bucket.put("k", "");
      await refused(bucket.get("k", { range: { offset: 0 } }), "storage_invalid_range");
      await refused(bucket.get("k", { range: { suffix: 1 } }), "storage_invalid_range");
      await refused(bucket.get("k", { headers: new Headers({ range: "bytes=0-" }) }), "storage_invalid_range");
    });

    test("Of a missing object there is nothing, whatever the range", async () => {
      expect(await newBucket().get("k", { range: { offset: 5, length: 1 } })).toBeNull();
    });

    test("KV has none", async () => {
      await refused(newKv().get("k", { range: { offset: 0 } } as never), "storage_invalid_options", "range");
    });
  });

  describe("a Range header", () => {
    test.each(HEADERS)("%j gives %j", async (range, text) => {
      const handle = await (await withDigits()).get("k", { headers: new Headers({ range }) });
      expect(await handle?.text()).toBe(text ?? TEXT);
      expect(handle?.range === undefined).toBe(text === undefined);
    });

    test.each(["bytes=10-", "bytes=10-12", "bytes=99-", "bytes=-0"])("%j cannot be satisfied", async (range) => {
      const bucket = await withDigits();
      await refused(bucket.get("k", { headers: new Headers({ range }) }), "storage_invalid_range");
    });

    test("It does not go together with a range", async () => {
      const bucket = await withDigits();
      const options = { range: { offset: 0 }, headers: new Headers() };
      await refused(bucket.get("k", options), "storage_invalid_options", "headers");
    });
  });
}
