/** Base64url: one spelling for every text, and nothing else accepted. A second spelling would be a second token. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { decodedText, encoded, encodedText } from "../js/base64url.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

test("Bytes are encoded as the RFC says", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(encoded(bytes)).toBe(Buffer.from(bytes).toString("base64url"));
    }),
  );
});

test("A text comes back, a byte order mark included", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(decodedText(encodedText(`\uFEFF${text}`))).toBe(`\uFEFF${text}`);
    }),
  );
});

test.each([1, 2, 3])("Of all texts of %i digits those that are accepted are written so", (digits) => {
  let accepted = 0;
  const visit = (text) => {
    if (text.length < digits) for (const digit of ALPHABET) visit(text + digit);
    else {
      const found = decodedText(text);
      if (found === undefined) return;
      accepted++;
      if (encodedText(found) !== text) throw new Error(`${text} is another spelling`);
    }
  };
  visit("");
  // One character of ASCII; two of them, or one of two bytes.
  expect(accepted).toBe([0, 128, 128 * 128 + 1920][digits - 1]);
});

test.each(["YQ==", "Y Q", "YR", "_w", "-_-_", "Y", "YQ\n", "é"])("%j is no spelling of a text", (other) => {
  expect(decodedText(other)).toBeUndefined();
});
