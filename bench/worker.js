/**
 * What a call adds over the binding that it ends in, inside workerd.
 *
 * The binding is a stub that answers at once, so that nothing but the component is measured. Clocks
 * tick in milliseconds there: batches are timed, never one call, and the fastest of several counts.
 */

import { connect, storage } from "layeron-storage";
import { sealed } from "./sealed.js";

const CALLS = 20_000;
const ROUNDS = 15;

const bytes = new Uint8Array(1024);
const answer = {
  key: "user/1",
  size: 1024,
  etag: "0123456789abcdef0123456789abcdef",
  uploaded: new Date(0),
  httpMetadata: { contentType: "text/plain" },
  customMetadata: { by: "bench" },
};
const body = { ...answer, body: new ReadableStream(), arrayBuffer: async () => bytes.buffer };
const r2 = { head: async () => answer, put: async () => answer, get: async () => body };
const record = { layeron: 1, size: 1024, etag: answer.etag, storedAt: 0 };
const kv = {
  put: async () => {},
  getWithMetadata: async () => ({ value: bytes.buffer, metadata: record, cacheStatus: null }),
};

const bucket = storage.bucket({ name: "stub-bucket" });
const names = storage.kv({ name: "stub-kv" });
const options = { contentType: "text/plain", metadata: { by: "bench" } };
const r2Options = { httpMetadata: { contentType: "text/plain" }, customMetadata: { by: "bench" } };

const PAIRS = {
  "put to R2": [() => r2.put("user/1", bytes), () => bucket.put("user/1", bytes)],
  "put to R2, with options": [() => r2.put("user/1", bytes, r2Options), () => bucket.put("user/1", bytes, options)],
  "get from R2": [async () => (await r2.get("user/1")).arrayBuffer(), async () => (await bucket.get("user/1")).bytes()],
  "put to KV": [() => kv.put("user/1", bytes), () => names.put("user/1", bytes)],
  "get from KV": [
    async () => (await kv.getWithMetadata("user/1")).value,
    async () => (await names.get("user/1")).bytes(),
  ],
};

async function microseconds(call) {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const started = Date.now();
    for (let n = 0; n < CALLS; n++) await call();
    best = Math.min(best, Date.now() - started);
  }
  return (best * 1000) / CALLS;
}

export default {
  async fetch(request) {
    if (new URL(request.url).pathname === "/sealed") return Response.json(await sealed());
    connect({ STUB_BUCKET: r2, STUB_KV: kv });
    const rows = [];
    for (const [what, [bare, ours]] of Object.entries(PAIRS)) {
      rows.push({ what, bare: await microseconds(bare), ours: await microseconds(ours) });
    }
    return Response.json(rows);
  },
};
