/**
 * What a Worker says of the length of what it sends. workerd looks for itself, whatever the header of a Response says:
 * bytes and streams of its own have a length, streams of JavaScript have none.
 * @module
 */

import type { Miniflare } from "miniflare";
import { afterAll, beforeAll, expect, test } from "vitest";
import { started } from "../first-use/worker";

const CODE = `
  import { connect, storage } from "layeron-storage";
  const encryption = { secret: { kind: "secret_ref", name: "vault-key" } };
  const instances = {
    bucket: storage.bucket({ name: "files" }),
    kv: storage.kv({ name: "texts" }),
    sealedBucket: storage.bucket({ name: "sealed-files", encryption }),
    sealedKv: storage.kv({ name: "sealed-texts", encryption }),
  };
  let connected;
  export default {
    async fetch(request, env) {
      const [, host, name, key] = new URL(request.url).pathname.split("/");
      if (host !== connected) connect(host === "memory" ? "memory" : env);
      connected = host;
      if (request.method === "PUT") return Response.json(await instances[name].put(key, request.body));
      const options = name.endsWith("ucket") ? { headers: request.headers } : undefined;
      const handle = await instances[name].get(key, options);
      return handle === null ? new Response(null, { status: 404 }) : handle.toResponse();
    },
  };
`;

let worker: Miniflare;
let base: URL;
beforeAll(async () => {
  const kv = { type: "kv" };
  const r2 = { type: "r2" };
  const VAULT_KEY = { type: "text", value: `hex:${"5e".repeat(32)}` };
  worker = await started({
    code: `globalThis.process = { env: { VAULT_KEY: "hex:${"5e".repeat(32)}" } };${CODE}`,
    env: { FILES: r2, SEALED_FILES: r2, TEXTS: kv, SEALED_TEXTS: kv, VAULT_KEY },
  });
  base = await worker.ready;
}, 60_000);
afterAll(() => worker.dispose());

const hosts = ["cloudflare", "memory"];
const names = ["bucket", "kv", "sealedBucket", "sealedKv"];
const SIZE = 200_000;
const bytes = new Uint8Array(SIZE).map((_, n) => n % 251);

test.each(hosts.flatMap((host) => names.map((name) => `${host}/${name}`)))(
  "%s sends the length of a value",
  async (at) => {
    const url = new URL(`${at}/k`, base);
    for (const body of [bytes, new Uint8Array()]) {
      expect(await (await fetch(url, { method: "PUT", body })).json()).toMatchObject({ size: body.byteLength });
      const answer = await fetch(url, { headers: { "accept-encoding": "identity" } });
      // A sealed value of no bytes has to be opened all the same, and workerd would not wait for that.
      const length = at.includes("sealed") && body.byteLength === 0 ? null : String(body.byteLength);
      expect([answer.status, answer.headers.get("content-length")]).toEqual([200, length]);
      expect(Buffer.compare(await answer.bytes(), body)).toBe(0);
    }
  },
);

test.each(hosts.flatMap((host) => ["bucket", "sealedBucket"].map((name) => `${host}/${name}`)))(
  "%s sends the length of a part",
  async (at) => {
    const url = new URL(`${at}/part`, base);
    await fetch(url, { method: "PUT", body: bytes });
    for (const range of ["bytes=65000-131999", "bytes=-3", "bytes=0-0"]) {
      const answer = await fetch(url, { headers: { range } });
      const [from = 0, to = 0] = (answer.headers.get("content-range")?.match(/\d+/g) ?? []).map(Number);
      expect([answer.status, answer.headers.get("content-length")]).toEqual([206, String(to - from + 1)]);
      expect(Buffer.compare(await answer.bytes(), bytes.subarray(from, to + 1))).toBe(0);
    }
  },
);
