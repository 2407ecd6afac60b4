/**
 * Conditional reads: what changed since, asked by an etag or as HTTP asks (RFC 9110, section 13).
 *
 * @module
 */

import { describe, expect, test } from "vitest";
import { refused } from "./refused";
import { newBucket, newKv } from "./subject";

/** A bucket that holds "0123456789" under "k", and the object. */
async function stored() {
  const bucket = newBucket();
  return { bucket, object: await bucket.put("k", "0123456789", { contentType: "a/b" }) };
}

export function conditional() {
  describe("ifNoneMatch", () => {
    test("An etag that still holds gives a handle without a body", async () => {
      const { bucket, object } = await stored();
      const handle = await bucket.get("k", { ifNoneMatch: object.etag });
      expect(handle?.notModified).toBe(true);
      expect({ ...handle }).toMatchObject(object);
      await expect(handle?.text()).rejects.toThrow(TypeError);
      await expect(handle?.bytes()).rejects.toThrow(TypeError);
      expect(() => handle?.stream()).toThrow(TypeError);
      expect(handle?.toResponse().status).toBe(304);
    });

    test("Any other etag gives the body", async () => {
      const { bucket } = await stored();
      const handle = await bucket.get("k", { ifNoneMatch: "another" });
      expect(handle?.notModified).toBeUndefined();
      expect(await handle?.text()).toBe("0123456789");
    });

    test("A missing key is null all the same", async () => {
      expect(await newBucket().get("k", { ifNoneMatch: "e" })).toBeNull();
    });

    test.each(["", '"quoted"', "*", 7, null])("%j is no etag", async (ifNoneMatch) => {
      const { bucket } = await stored();
      const options = { ifNoneMatch: ifNoneMatch as string };
      await refused(bucket.get("k", options), "storage_invalid_options", "ifNoneMatch");
    });

    test("It goes together with a range, and comes first", async () => {
      const { bucket, object } = await stored();
      const range = { offset: 2, length: 3 };
      expect((await bucket.get("k", { range, ifNoneMatch: object.etag }))?.notModified).toBe(true);
      const handle = await bucket.get("k", { range, ifNoneMatch: "another" });
      expect([await handle?.text(), handle?.range]).toEqual(["234", range]);
    });

    test("It does not go together with headers, and KV has neither", async () => {
      const { bucket } = await stored();
      const headers = new Headers();
      await refused(bucket.get("k", { ifNoneMatch: "e", headers }), "storage_invalid_options", "headers");
      await refused(newKv().get("k", { ifNoneMatch: "e" } as never), "storage_invalid_options", "ifNoneMatch");
      await refused(newKv().get("k", { headers } as never), "storage_invalid_options", "headers");
    });

    test.each([{}, { range: "bytes=0-1" }, new Map(), "range", 7])("headers: %j are no Headers", async (headers) => {
      const { bucket } = await stored();
      await refused(bucket.get("k", { headers: headers as Headers }), "storage_invalid_options", "headers");
    });
  });

  describe("an If-None-Match header", () => {
    test.each([
      ['"E"', true],
      ['W/"E"', true],
      ['"other", "E"', true],
      ['"other",W/"E" , "third"', true],
      [',"E",', true],
      ["*", true],
      ['"other"', false],
      ['"other", "third"', false],
      ["E", false],
      ['"E', false],
      ["", false],
    ])("%s, where E is the object's etag: not modified is %s", async (pattern, notModified) => {
      const { bucket, object } = await stored();
      const headers = new Headers({ "if-none-match": pattern.replaceAll("E", object.etag) });
      const handle = await bucket.get("k", { headers });
      expect(handle?.notModified ?? false).toBe(notModified);
      if (!notModified) expect(await handle?.text()).toBe("0123456789");
    });

    test("It comes before a range", async () => {
      const { bucket, object } = await stored();
      const headers = new Headers({ "if-none-match": `"${object.etag}"`, range: "bytes=99-" });
      expect((await bucket.get("k", { headers }))?.notModified).toBe(true);
    });

    test("On a missing key even * gives null", async () => {
      expect(await newBucket().get("k", { headers: new Headers({ "if-none-match": "*" }) })).toBeNull();
    });
  });

  describe("an If-Range header", () => {
    /** What `Range: bytes=2-4` gives under this If-Range. */
    async function under(ifRange: (object: { etag: string; storedAt: string }) => string) {
      const { bucket, object } = await stored();
      const handle = await bucket.get("k", {
        headers: new Headers({ range: "bytes=2-4", "if-range": ifRange(object) }),
      });
      return handle?.text();
    }

    test("The object's etag gives the range", async () => {
      expect(await under(({ etag }) => `"${etag}"`)).toBe("234");
    });

    test("Another etag, or a weak one, gives the whole", async () => {
      expect(await under(() => '"other"')).toBe("0123456789");
      expect(await under(({ etag }) => `W/"${etag}"`)).toBe("0123456789");
    });

    test("A date that is not the object's gives the whole, as does what is no date", async () => {
      expect(await under(() => "Sun, 06 Nov 1994 08:49:37 GMT")).toBe("0123456789");
      expect(await under(() => "yesterday")).toBe("0123456789");
      expect(await under(() => "y".repeat(65_537))).toBe("0123456789");
    });

    test("Without a Range it changes nothing", async () => {
      const { bucket } = await stored();
      const handle = await bucket.get("k", { headers: new Headers({ "if-range": '"other"' }) });
      expect(await handle?.text()).toBe("0123456789");
    });

    test("A range that would be unsatisfiable is not asked for when the etag is another", async () => {
      const { bucket } = await stored();
      const headers = new Headers({ range: "bytes=99-", "if-range": '"other"' });
      expect(await (await bucket.get("k", { headers }))?.text()).toBe("0123456789");
    });
  });

  test("Other headers are not looked at", async () => {
    const { bucket, object } = await stored();
    const headers = new Headers({
      "if-match": '"other"',
      "if-modified-since": new Date().toUTCString(),
      accept: "x/y",
    });
    const handle = await bucket.get("k", { headers });
    expect([await handle?.text(), handle?.etag]).toEqual(["0123456789", object.etag]);
  });
}
