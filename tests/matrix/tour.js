/**
 * The small application that every row of the matrix builds and runs: put, get, list and a refused create, in a bucket
 * and in KV; a signed URL, answered by a backend(); and a sealed value.
 */

import { StorageError, secret, storage, storageSignedUrl } from "layeron-storage";
import { backend } from "layeron-storage/core";

const stores = [storage.bucket({ name: "files" }), storage.kv({ name: "flags" })];

/** What happened, in one sentence for each store; `EXPECTED` in run.mjs has the words. */
export async function tour() {
  const said = [];
  for (const store of stores) said.push(`${store.variant}: ${await visit(store)}`);
  return `${said.join("; ")}; url: ${await follow(stores[0])}; vault: ${await seal()}`;
}

async function follow(bucket) {
  const url = await storageSignedUrl(bucket, "greeting.json", { action: "read", expiresInSeconds: 60 });
  const answer = await backend().fetch(new Request(new URL(url, "http://localhost")));
  const { hello } = await answer.json();
  return `${answer.status} ${hello}`;
}

async function seal() {
  const vault = storage.bucket({ name: "vault", encryption: { secret: secret.random({ name: "vault-key" }) } });
  // As long as keys may be: Node and Bun limit what HKDF takes along.
  const key = "é".repeat(512);
  const { encrypted } = await vault.put(key, "wörld");
  const handle = await vault.get(key, { range: { offset: 0, length: 3 } });
  return `${encrypted ? "sealed" : "in clear"} ${await handle.text()}`;
}

async function visit(store) {
  const { size } = await store.put("greeting.json", '{"hello":"wörld"}', { contentType: "application/json" });
  const handle = await store.get("greeting.json");
  const { hello } = await handle.json();
  const { items } = await store.list({ prefix: "greet" });
  const refused = await store.put("greeting.json", "", { ifNotExists: true }).catch((error) => error);
  if (!StorageError.is(refused)) throw refused;
  return `put ${size} bytes, got ${hello}, listed ${items.map(({ key }) => key)}, refused with ${refused.status}`;
}
