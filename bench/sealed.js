/**
 * Sealing and opening 64 MiB inside workerd, beside a bare loop of Web Crypto over the same segments.
 *
 * What the package seals and opens with is measured by itself, and then whole calls, of which streams are the larger
 * part: R2 takes streams of known length only, and to write into such a one takes longer than to seal.
 */

import { connect, storage } from "layeron-storage";
import { cipherOf, newHeader } from "../js/seal/cipher.js";
import { opening, sealing } from "../js/seal/segments.js";

const SIZE = 64 << 20;
const SEGMENT = 65_536;
const PLAIN = SEGMENT - 16;
const ROUNDS = 7;

const name = "vault-key";
const vault = storage.bucket({ name: "sealed", encryption: { secret: { kind: "secret_ref", name } } });

/** 64 MiB, in chunks as those of a request's body. */
const plain = Array.from({ length: SIZE / SEGMENT }, () => new Uint8Array(SEGMENT).fill(7));

/** An R2 that keeps one object. */
let object;
const r2 = {
  head: async () => object,
  async put(key, value, { customMetadata }) {
    const bytes = new Uint8Array(await new Response(value).arrayBuffer());
    const { byteLength: size } = bytes;
    object = { key, size, etag: "e", uploaded: new Date(0), customMetadata, chunks: cut(bytes) };
    return object;
  },
  get: async () => ({ ...object, body: streamOf(object.chunks) }),
};

function cut(bytes) {
  const chunks = [];
  for (let at = 0; at < bytes.byteLength; at += SEGMENT) chunks.push(bytes.subarray(at, at + SEGMENT));
  return chunks;
}

function streamOf(chunks) {
  const { next } = readerOf(chunks);
  return new ReadableStream({
    async pull(controller) {
      const chunk = await next();
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
  });
}

function readerOf(chunks) {
  let at = 0;
  return { next: async () => chunks[at++], stop() {} };
}

async function drained({ next }) {
  const chunks = [];
  for (let chunk = await next(); chunk !== undefined; chunk = await next()) chunks.push(chunk);
  return chunks;
}

async function bare(run) {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const iv = new Uint8Array(12);
  const segment = new Uint8Array(PLAIN).fill(7);
  const of = { encrypt: segment, decrypt: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, segment) };
  return async () => {
    for (let at = 0; at < SIZE; at += PLAIN) await crypto.subtle[run]({ name: "AES-GCM", iv }, key, of[run]);
  };
}

async function milliseconds(run) {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

function checked(seen) {
  if (seen !== SIZE) throw new Error(`${seen} bytes came back`);
}

export async function sealed() {
  connect({ SEALED: r2, VAULT_KEY: `hex:${"5a".repeat(32)}` });
  const header = newHeader();
  const cipher = await cipherOf(new Uint8Array(32), header, new Uint8Array(32));
  const ours = await drained(sealing(readerOf(plain), header, cipher));
  const size = ours.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const stored = cut(new Uint8Array(await new Blob(ours).arrayBuffer()));
  const last = Math.ceil(size / SEGMENT) - 1;
  const part = { sealed: size, length: SIZE, first: 0, until: last, last, skipped: 0, before: 0 };
  const [encrypt, decrypt] = [await bare("encrypt"), await bare("decrypt")];
  const runs = {
    seal: [encrypt, () => drained(sealing(readerOf(plain), header, cipher))],
    open: [decrypt, () => drained(opening(readerOf(stored), header, cipher, part, Error))],
    "put of a stream": [encrypt, () => vault.put("k", streamOf(plain), { size: SIZE })],
    "get, stream()": [
      decrypt,
      async () => {
        let seen = 0;
        for await (const { byteLength } of (await vault.get("k")).stream()) seen += byteLength;
        checked(seen);
      },
    ],
    "get, bytes()": [decrypt, async () => checked((await (await vault.get("k")).bytes()).byteLength)],
  };
  const rows = [];
  for (const [what, [loop, run]] of Object.entries(runs)) {
    const best = { what, bare: Infinity, ours: Infinity };
    // In turns, so that a noisy machine disturbs both.
    for (let round = 0; round < ROUNDS; round++) {
      best.bare = Math.min(best.bare, await milliseconds(loop));
      best.ours = Math.min(best.ours, await milliseconds(run));
    }
    rows.push(best);
  }
  return rows;
}
