/** Values that Tink has sealed are made again, bit for bit, and opened. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cipherOf } from "../../js/seal/cipher.js";
import { opening, sealing } from "../../js/seal/segments.js";

const { vectors } = JSON.parse(readFileSync(new URL("../vectors/tink.json", import.meta.url), "utf8"));
const hex = (text) => new Uint8Array(Buffer.from(text, "hex"));

const plain = (size) => new Uint8Array(size).map((_, n) => (7 * n + (n >> 8)) % 251);

/** Bytes in chunks of odd sizes. */
function chunksOf(bytes, size) {
  let at = 0;
  return {
    async next() {
      if (at >= bytes.byteLength) return undefined;
      const chunk = bytes.subarray(at, at + size);
      at += size;
      return chunk;
    },
    stop() {},
  };
}

async function whole(chunks) {
  const all = [];
  for (let chunk = await chunks.next(); chunk !== undefined; chunk = await chunks.next()) all.push(chunk);
  return Buffer.concat(all);
}

test.each(vectors)("$size bytes", async ({ size, secret, associated, salt, prefix, sha256, sealed: bytes }) => {
  const header = new Uint8Array([40, ...hex(salt), ...hex(prefix)]);
  const cipher = await cipherOf(hex(secret), header, hex(associated));
  for (const chunk of [1_000_003, 65_536, 8191]) {
    const made = await whole(sealing(chunksOf(plain(size), chunk), header, cipher));
    expect(createHash("sha256").update(made).digest("hex")).toBe(sha256);
    if (bytes !== undefined) expect(Buffer.from(made).toString("hex")).toBe(bytes);
    const sealed = made.byteLength;
    const last = Math.ceil(sealed / 65_536) - 1;
    const part = { sealed, length: size, first: 0, until: last, last, skipped: 0, before: 0 };
    const again = await whole(opening(chunksOf(made, chunk), header, cipher, part, Error));
    expect(Buffer.compare(again, plain(size))).toBe(0);
  }
});
