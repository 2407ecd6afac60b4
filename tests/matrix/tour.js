/**
 * The small application that every row of the matrix builds and runs: put, get, list and a refused create, in a bucket
 * and in KV.
 */

import { StorageError, storage } from "layeron-storage";

const stores = [storage.bucket({ name: "files" }), storage.kv({ name: "flags" })];

/** What happened, in one sentence for each store; `EXPECTED` in run.mjs has the words. */
export async function tour() {
  const said = [];
  for (const store of stores) said.push(`${store.variant}: ${await visit(store)}`);
  return said.join("; ");
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
