/** Base64url: what is written in it comes back, and anything else is refused. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBytes, decodeText, encodeBytes, encodeText } from "../js/base64url.ts";

test("Bytes are encoded as the RFC says, and come back", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const encoded = encodeBytes(bytes);
      expect(encoded).toBe(Buffer.from(bytes).toString("base64url"));
      expect(Buffer.compare(decodeBytes(encoded), bytes)).toBe(0);
    }),
  );
});

test("Bytes come back from base64 with and without padding, too", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const padded = Buffer.from(bytes).toString("base64");
      for (const text of [padded, padded.replace(/=+$/, "")]) expect(Buffer.compare(decodeBytes(text), bytes)).toBe(0);
    }),
  );
});

test("A text comes back, a byte order mark included", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(decodeText(encodeText(`\uFEFF${text}`))).toBe(`\uFEFF${text}`);
    }),
  );
});

test.each(["_w", "-_-_", "Y", "é", "7aCA"])("%j is no text", (other) => {
  expect(() => decodeText(other)).toThrow();
});
