/**
 * Sealing and opening 64 MiB inside workerd, beside a bare loop of Web Crypto over the same segments.
 *
 * What the package seals and opens with is measured by itself, and then whole calls, beside the same calls on an
 * instance that keeps values in clear: they are made of streams, which cost more than what is sealed in them.
 */

import { connect, storage } from "layeron-storage";
import { cipherOf } from "../js/seal/cipher.ts";
import { opening, sealing } from "../js/seal/segments.ts";
import { batch, inTurns, least } from "./rounds.js";

const SIZE = 64 << 20;
const SEGMENT = 65_536;
const TAG = 16;
const ROUNDS = 5;

/** workerd's clock ticks in milliseconds, and a run takes about ten. */
const RUNS = 4;

const name = "vault-key";
const vault = storage.bucket({ name: "sealed", encryption: { secret: { kind: "secret_ref", name } } });
const clear = storage.bucket({ name: "clear" });

const plain = new Uint8Array(SIZE).fill(7);

/** An R2 that keeps one object. Its bodies are workerd's own streams, as R2's and those of requests are. */
function keepingR2() {
  let object;
  let stored;
  return {
    head: async () => object,
    async put(key, value, { customMetadata }) {
      const bytes = new Uint8Array(await new Response(value).arrayBuffer());
      stored = bytes;
      object = { key, size: bytes.byteLength, etag: "e", uploaded: new Date(0), customMetadata };
      return object;
    },
    async get() {
      const response = new Response(stored);
      return { ...object, body: response.body, arrayBuffer: () => response.arrayBuffer() };
    },
  };
}

function cut(bytes, size) {
  const chunks = [];
  for (let at = 0; at < bytes.byteLength; at += size) chunks.push(bytes.subarray(at, at + size));
  return chunks;
}

function readerOf(chunks) {
  let at = 0;
  return { next: async () => chunks[at++], stop() {} };
}

async function collected({ next }) {
  const chunks = [];
  for (let chunk = await next(); chunk !== undefined; chunk = await next()) chunks.push(chunk);
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

async function drained({ next }) {
  let size = 0;
  for (let chunk = await next(); chunk !== undefined; chunk = await next()) size += chunk.byteLength;
  return size;
}

/** Nothing but the cipher, over segments that are cut and lie there. */
async function bareLoops() {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const how = { name: "AES-GCM", iv: new Uint8Array(12) };
  const segments = cut(new Uint8Array(SIZE).fill(7), SEGMENT - TAG);
  const sealed = [];
  for (const segment of segments) sealed.push(await crypto.subtle.encrypt(how, key, segment));
  return {
    async encrypt() {
      for (const segment of segments) await crypto.subtle.encrypt(how, key, segment);
    },
    async decrypt() {
      for (const segment of sealed) await crypto.subtle.decrypt(how, key, segment);
    },
  };
}

function checked(seen, expected) {
  if (seen !== expected) throw new Error(`${seen} bytes came back`);
}

/** The calls of a bucket whose streams are SIZE bytes. */
const callsOf = (bucket) => ({
  put: () => bucket.put("k", new Response(plain).body, { size: SIZE }),
  async stream() {
    let seen = 0;
    for await (const { byteLength } of (await bucket.get("k")).stream()) seen += byteLength;
    checked(seen, SIZE);
  },
  bytes: async () => checked((await (await bucket.get("k")).bytes()).byteLength, SIZE),
});

/** The best of some rounds of each run, in milliseconds. */
async function best(runs) {
  const batches = Object.entries(runs).map(([name, run]) => [name, batch(run, RUNS)]);
  const times = await inTurns(Object.fromEntries(batches), { rounds: ROUNDS, warmUp: 0 });
  return Object.fromEntries(Object.entries(times).map(([name, of]) => [name, least(of) / 1000]));
}

export async function sealed() {
  connect({ SEALED: keepingR2(), CLEAR: keepingR2(), VAULT_KEY: `hex:${"5a".repeat(32)}` });
  const format = { segmentBytes: SEGMENT, tagBytes: TAG, headerBytes: 40, saltBytes: 32, noncePrefixBytes: 7 };
  const header = new Uint8Array([format.headerBytes, ...crypto.getRandomValues(new Uint8Array(39))]);
  const cipher = await cipherOf({ secret: new Uint8Array(32), header, associated: new Uint8Array(32), format });
  const chunks = cut(plain, SEGMENT);
  const bytes = await collected(sealing(readerOf(chunks), cipher));
  const stored = cut(bytes, SEGMENT);
  const last = stored.length - 1;
  const part = { sealed: bytes.byteLength, length: SIZE, first: 0, until: last, last, skipped: 0, before: 0 };
  const seal = async (chunks) => checked(await drained(sealing(chunks, cipher)), bytes.byteLength);
  const open = async (chunks) => checked(await drained(opening(chunks, cipher, part, Error)), SIZE);
  const { encrypt, decrypt } = await bareLoops();
  const [inVault, inClear] = [callsOf(vault), callsOf(clear)];
  const rows = {
    seal: { bare: encrypt, ours: () => seal(readerOf(chunks)) },
    open: { bare: decrypt, ours: () => open(readerOf(stored)) },
    "put of a stream": { bare: encrypt, ours: inVault.put, clear: inClear.put },
    "get, stream()": { bare: decrypt, ours: inVault.stream, clear: inClear.stream },
    "get, bytes()": { bare: decrypt, ours: inVault.bytes, clear: inClear.bytes },
  };
  const measured = [];
  for (const [what, runs] of Object.entries(rows)) measured.push({ what, ...(await best(runs)) });
  return measured;
}
