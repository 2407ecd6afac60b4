/** Values that Tink has sealed are made again, bit for bit, and opened. */

import { createCipheriv, createHash, hkdfSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cipherOf } from "../../js/seal/cipher.ts";
import { opening, sealing } from "../../js/seal/segments.ts";

const { vectors } = JSON.parse(readFileSync(new URL("../vectors/tink.json", import.meta.url), "utf8"));
/** The lengths of the format, as Tink has them. */
const format = { segmentBytes: 65_536, tagBytes: 16, headerBytes: 40, saltBytes: 32, noncePrefixBytes: 7 };
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

test("a segment's number stands in four bytes of its nonce, the last one's sign in the fifth", async () => {
  const { secret, associated, salt, prefix } = vectors[0];
  const header = new Uint8Array([40, ...hex(salt), ...hex(prefix)]);
  const cipher = await cipherOf({ secret: hex(secret), header, associated: hex(associated), format });
  const key = Buffer.from(hkdfSync("sha256", hex(secret), hex(salt), hex(associated), 32));
  for (const number of [0, 255, 256, 65_536, 0x01020304, 0xffffffff]) {
    for (const isLast of [false, true]) {
      const place = Buffer.alloc(5);
      place.writeUInt32BE(number);
      place[4] = isLast ? 1 : 0;
      const other = createCipheriv("aes-256-gcm", key, Buffer.concat([hex(prefix), place]));
      const sealed = Buffer.concat([other.update("segment"), other.final(), other.getAuthTag()]);
      expect(Buffer.compare(await cipher.seal(number, isLast, Buffer.from("segment")), sealed)).toBe(0);
      expect(Buffer.from(await cipher.open(number, isLast, sealed)).toString()).toBe("segment");
    }
  }
});

test.each(vectors)("$size bytes", async ({ size, secret, associated, salt, prefix, sha256, sealed: bytes }) => {
  const header = new Uint8Array([40, ...hex(salt), ...hex(prefix)]);
  const cipher = await cipherOf({ secret: hex(secret), header, associated: hex(associated), format });
  for (const chunk of [1_000_003, 65_536, 8191]) {
    const made = await whole(sealing(chunksOf(plain(size), chunk), cipher));
    expect(createHash("sha256").update(made).digest("hex")).toBe(sha256);
    if (bytes !== undefined) expect(Buffer.from(made).toString("hex")).toBe(bytes);
    const sealed = made.byteLength;
    const last = Math.ceil(sealed / 65_536) - 1;
    const part = { sealed, length: size, first: 0, until: last, last, skipped: 0, before: 0 };
    const again = await whole(opening(chunksOf(made, chunk), cipher, part, Error));
    expect(Buffer.compare(again, plain(size))).toBe(0);
  }
});
