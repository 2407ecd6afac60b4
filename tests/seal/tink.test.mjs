/** Values that Tink has sealed are made again, bit for bit, and opened. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cipherOf } from "../../js/seal/cipher.js";
import { opened, sealed } from "../../js/seal/streams.js";

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
  };
}

const whole = async (stream) => new Uint8Array(await new Response(stream).arrayBuffer());

test.each(vectors)("$size bytes", async ({ size, secret, associated, salt, prefix, sha256, sealed: bytes }) => {
  const key = await crypto.subtle.importKey("raw", hex(secret), "HKDF", false, ["deriveKey"]);
  const header = new Uint8Array([40, ...hex(salt), ...hex(prefix)]);
  const cipher = await cipherOf(key, header, hex(associated));
  for (const chunk of [1_000_003, 65_536, 8191]) {
    const made = await whole(sealed(chunksOf(plain(size), chunk), header, cipher));
    expect(createHash("sha256").update(made).digest("hex")).toBe(sha256);
    if (bytes !== undefined) expect(Buffer.from(made).toString("hex")).toBe(bytes);
    const last = Math.ceil(made.byteLength / 65_536) - 1;
    const again = await whole(opened(chunksOf(made.subarray(40), chunk), cipher, 0, last));
    expect(Buffer.compare(again, plain(size))).toBe(0);
  }
});
