/**
 * What somebody may do to sealed values who can write to the store, and what readers must see then: an error, or exactly
 * what was put. Never other bytes, a trap, or no end.
 *
 * @module
 */

import { type StorageBucketModule, StorageError, type StorageErrorCode } from "layeron-storage";
import { beforeEach, describe, expect, test } from "vitest";
import { type Host, hex, type Stored, type Vault, versions } from "./vault";

const SEGMENT = 65_536;
const HEADER = 40;
const SALT = 32;
const TAG = 16;
/** Three segments, the last one not full. */
const SIZE = 2 * SEGMENT + 5000;

const plain = new Uint8Array(SIZE).map((_, n) => (n * 31 + (n >> 8)) % 251);

/** The plain bytes of a segment. */
function spanOf(segment: number): [number, number] {
  const from = segment === 0 ? 0 : segment * (SEGMENT - TAG) - HEADER;
  return [from, Math.min(SIZE, (segment + 1) * (SEGMENT - TAG) - HEADER)];
}

/** What a call is refused with; undefined if it is answered. */
async function codeOf(call: Promise<unknown>): Promise<StorageErrorCode | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (!StorageError.is(error)) throw error;
    return error.code;
  }
}

const FAILED = "storage_decryption_failed";

/** What reading a Response is refused with. workerd may copy what fails a body of its own: then its words are left. */
async function codeOfResponse(call: Promise<unknown>): Promise<StorageErrorCode | undefined> {
  try {
    return await codeOf(call);
  } catch (error) {
    if ((error as Error).message.includes("what is stored does not open")) return FAILED;
    throw error;
  }
}

/** Reads a value in each way there is. Each has to fail, and what came before has to be whole segments of the value. */
async function expectBroken({ module }: Vault, key: string, code: StorageErrorCode = FAILED) {
  const read = async () => (await module.get(key))?.bytes();
  expect(await codeOf(read())).toBe(code);
  expect(await codeOfResponse((async () => (await module.get(key))?.toResponse().arrayBuffer())())).toBe(code);
  let seen = 0;
  const stream = async () => {
    for await (const chunk of (await module.get(key))?.stream() ?? []) {
      expect(Buffer.compare(chunk, plain.subarray(seen, seen + chunk.byteLength))).toBe(0);
      seen += chunk.byteLength;
      expect([0, 1, 2].map((segment) => spanOf(segment)[1])).toContain(seen);
    }
  };
  expect(await codeOf(stream())).toBe(code);
  expect(seen).toBeLessThan(SIZE);
}

/** No range says that the value ends before it, as far as it may lie behind what is stored. */
async function expectNoEnd({ module }: Vault, key: string) {
  for (const offset of [SIZE - 1, SIZE, 2 * SIZE]) {
    const read = async () => (await (module as StorageBucketModule).get(key, { range: { offset } }))?.bytes();
    expect([offset, await codeOf(read())]).toEqual([offset, FAILED]);
  }
}

export function attacks(host: Host) {
  const flipped = (stored: Stored, bit: number): Stored => {
    const bytes = stored.bytes.slice();
    bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
    return { ...stored, bytes };
  };

  describe.each(["bucket", "kv"] as const)(`A sealed %s in ${host.title}`, (variant) => {
    let vault: Vault;
    let stored: Stored;

    beforeEach(async () => {
      host.connect(hex(1));
      vault = host.vault(variant);
      await vault.module.put("k", plain);
      stored = await vault.stored("k");
    });

    test("stores nothing of the value in clear, and no two alike", async () => {
      await vault.module.put("other", plain);
      const other = await vault.stored("other");
      expect(stored.bytes.byteLength).toBe(HEADER + SIZE + 3 * TAG);
      for (const [from, to] of [
        [1, 1 + SALT],
        [1 + SALT, HEADER],
      ]) {
        expect(Buffer.compare(stored.bytes.subarray(from, to), other.bytes.subarray(from, to))).not.toBe(0);
      }
      expect(Buffer.from(stored.bytes).includes(plain.subarray(0, 16))).toBe(false);
      for (let at = 1; at < SIZE; at += 16) {
        expect(Buffer.compare(stored.bytes.subarray(at, at + 16), other.bytes.subarray(at, at + 16))).not.toBe(0);
      }
      expect(Buffer.from((await (await vault.module.get("k"))?.bytes()) ?? []).equals(plain)).toBe(true);
    });

    test("a flipped bit fails a read of the whole", { timeout: 120_000 }, async () => {
      const bits: number[] = [];
      const { byteLength } = stored.bytes;
      const tags = [SEGMENT - TAG, 2 * SEGMENT - TAG, byteLength - TAG];
      for (let bit = 0; bit < HEADER * 8; bit++) bits.push(bit);
      for (const tag of tags) for (let bit = tag * 8; bit < (tag + TAG) * 8; bit++) bits.push(bit);
      for (let bit = HEADER * 8; bit < byteLength * 8; bit += 97) bits.push(bit);
      const open = async () => (await vault.module.get("k"))?.bytes();
      for (const bit of bits.filter((_, n) => n % host.every === 0)) {
        await vault.write("k", flipped(stored, bit));
        const code = await codeOf(open());
        if (code !== FAILED) throw new Error(`bit ${bit}: ${code ?? "answered"}`);
      }
      for (const bit of [3, HEADER * 8, (SEGMENT + 9) * 8, byteLength * 8 - 1]) {
        await vault.write("k", flipped(stored, bit));
        await expectBroken(vault, "k");
      }
    });

    test("truncated anywhere it does not open", async () => {
      const { byteLength } = stored.bytes;
      const edges = [0, 1, HEADER, SEGMENT, 2 * SEGMENT].flatMap((edge) => [edge, edge + 1, edge + TAG, edge - 1]);
      for (const length of [...edges, byteLength - TAG, byteLength - 1].filter((length) => length >= 0)) {
        await vault.write("k", { ...stored, bytes: stored.bytes.slice(0, length) });
        await expectBroken(vault, "k");
        if (variant === "bucket") await expectNoEnd(vault, "k");
      }
    });

    test("with segments removed, swapped, repeated or exchanged it does not open", async () => {
      await vault.module.put("k", plain);
      const again = await vault.stored("k");
      const [a, b, c] = [0, 1, 2].map((n) => stored.bytes.subarray(n * SEGMENT, (n + 1) * SEGMENT));
      const second = again.bytes.subarray(SEGMENT, 2 * SEGMENT);
      for (const parts of [
        [a, c],
        [b, c],
        [a, c, b],
        [a, b, b, c],
        [a, b, b],
        [a, second, c],
        [again.bytes.subarray(0, SEGMENT), b, c],
        [a, b, c, c],
        [a, b, c, new Uint8Array(TAG)],
      ]) {
        const bytes = new Uint8Array(Buffer.concat(parts.map((part) => part ?? new Uint8Array())));
        await vault.write("k", { ...stored, bytes });
        await expectBroken(vault, "k");
      }
      await vault.write("k", stored);
      expect(Buffer.from((await (await vault.module.get("k"))?.bytes()) ?? []).equals(plain)).toBe(true);
    });

    test("elsewhere it does not open: under another key, in another instance, in another namespace", async () => {
      await vault.write("other", stored);
      await expectBroken(vault, "other");
      const { name } = vault.module;
      for (const options of [{}, { name, namespace: "other" }]) {
        const elsewhere = host.vault(variant, options);
        await elsewhere.write("k", stored);
        await expectBroken(elsewhere, "k");
      }
      const renamed = host.vault(variant, { context: `default/${name}` });
      await renamed.write("k", stored);
      expect(Buffer.from((await (await renamed.module.get("k"))?.bytes()) ?? []).equals(plain)).toBe(true);
    });

    test("beside an entry that was changed or removed it does not open", async () => {
      const entry = stored.entry ?? "";
      for (let at = 0; at < entry.length; at++) {
        const other = entry[at] === "A" ? "B" : "A";
        await vault.write("k", { ...stored, entry: entry.slice(0, at) + other + entry.slice(at + 1) });
        await expectBroken(vault, "k");
      }
      for (const other of [undefined, "", entry.slice(1), entry.slice(0, 40), `2${entry.slice(1)}`]) {
        await vault.write("k", { ...stored, entry: other });
        await expectBroken(vault, "k");
      }
      await vault.write("k", { ...stored, entry: `${entry} ` });
      await expectBroken(vault, "k");
      await vault.write("k", { ...stored, entry: `${entry} v1` });
      await expectBroken(vault, "k", "storage_secret_missing");
    });

    test("in clear it is no value of a sealed instance, and shows as what it is", async () => {
      await vault.write("k", { bytes: new TextEncoder().encode("in clear"), entry: undefined });
      await expectBroken(vault, "k");
      if (variant === "bucket") await expectNoEnd(vault, "k");
      expect(await vault.module.head("k")).toMatchObject({ encrypted: false });
      expect((await vault.module.list({ prefix: "k" })).items).toMatchObject([{ key: "k", encrypted: false }]);
    });

    test("with another secret, or a part of one, it does not open", async () => {
      host.connect(hex(2));
      await expectBroken(vault, "k");
      host.connect(hex(1, 33));
      await expectBroken(vault, "k");
      host.connect(hex(1, 31));
      await expectBroken(vault, "k", "storage_invalid_secret");
      host.connect("no secret");
      await expectBroken(vault, "k", "storage_invalid_secret");
      host.connect(undefined);
      await expectBroken(vault, "k", "storage_secret_missing");
      expect(await codeOf(vault.module.put("new", "v"))).toBe("storage_secret_missing");
    });

    test("it is read with the version that it was sealed with, as long as that is valid", async () => {
      const both = { v1: { value: hex(1) }, v2: { value: hex(2) } };
      host.connect(versions("v1", both));
      await vault.module.put("old", plain);
      host.connect(versions("v2", both));
      await vault.module.put("new", plain);
      for (const key of ["old", "new"]) {
        expect(Buffer.from((await (await vault.module.get(key))?.bytes()) ?? []).equals(plain)).toBe(true);
      }
      const old = await vault.stored("old");
      expect(old.entry).toMatch(/ v1$/);
      await vault.write("old", { ...old, entry: old.entry?.replace(/v1$/, "v2") });
      await expectBroken(vault, "old");
      for (const more of [" ", " v2", "x"]) {
        await vault.write("old", { ...old, entry: `${old.entry}${more}` });
        await expectBroken(vault, "old", "storage_secret_missing");
      }
      await vault.write("old", old);
      host.connect(versions("v2", { v2: both.v2 }));
      await expectBroken(vault, "old", "storage_secret_missing");
      host.connect(versions("v2", { ...both, v1: { ...both.v1, expiresAt: "2020-01-01T00:00:00Z" } }));
      await expectBroken(vault, "old", "storage_secret_missing");
      // Without a version for new values those that are there can be read.
      host.connect(versions("v3", both));
      expect(await codeOf(vault.module.put("newer", plain))).toBe("storage_invalid_secret");
      expect(Buffer.from((await (await vault.module.get("new"))?.bytes()) ?? []).equals(plain)).toBe(true);
    });

    test("the longest keys work", async () => {
      const key = "é".repeat(variant === "bucket" ? 512 : 256);
      await vault.module.put(key, "v");
      expect(await (await vault.module.get(key))?.text()).toBe("v");
    });

    test("bytes that are taken away before they are sealed are refused, and what was there stays", async () => {
      const own = plain.slice();
      const put = vault.module.put("k", own);
      structuredClone(own.buffer, { transfer: [own.buffer] });
      expect(await codeOf(put)).toBe("storage_invalid_value");
      expect(Buffer.from((await (await vault.module.get("k"))?.bytes()) ?? []).equals(plain)).toBe(true);
    });
  });

  describe(`A range of a sealed bucket in ${host.title}`, () => {
    const ranges = [
      { offset: 0, length: 1 },
      { offset: 65_479, length: 1 },
      { offset: 65_480, length: 1 },
      { offset: 65_479, length: 2 },
      { offset: 70_000, length: 4096 },
      { offset: 100, length: SIZE },
      { offset: SIZE - 1 },
      { suffix: 1 },
      { suffix: 70_000 },
      { offset: 131_000 },
    ];

    test("fails if a segment that it needs is damaged, else it is exact", async () => {
      host.connect(hex(1));
      const vault = host.vault("bucket");
      const module = vault.module as StorageBucketModule;
      await module.put("k", plain);
      const stored = await vault.stored("k");
      for (const damaged of [undefined, 0, 1, 2]) {
        await vault.write("k", damaged === undefined ? stored : flipped(stored, (damaged * SEGMENT + 50) * 8));
        for (const range of ranges) {
          const from = range.suffix === undefined ? (range.offset as number) : SIZE - range.suffix;
          const to = Math.min(SIZE, from + (range.length ?? SIZE));
          const needed = [0, 1, 2].filter((n) => spanOf(n)[0] < to && spanOf(n)[1] > from);
          let bytes: Uint8Array | undefined;
          const code = await codeOf(
            (async () => {
              bytes = await (await module.get("k", { range: range as { offset: number } }))?.bytes();
            })(),
          );
          const isBroken = damaged !== undefined && needed.includes(damaged);
          expect([range, damaged, code]).toEqual([range, damaged, isBroken ? FAILED : undefined]);
          if (!isBroken) expect(Buffer.from(bytes ?? []).equals(plain.subarray(from, to))).toBe(true);
        }
      }
    });
  });
}
