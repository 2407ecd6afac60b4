// What tour.js does, in CommonJS.
const { StorageError, storage } = require("layeron-storage");

async function visit(store) {
  const { size } = await store.put("greeting.json", '{"hello":"wörld"}', { contentType: "application/json" });
  const { hello } = await (await store.get("greeting.json")).json();
  const { items } = await store.list({ prefix: "greet" });
  const refused = await store.put("greeting.json", "", { ifNotExists: true }).catch((error) => error);
  if (!StorageError.is(refused)) throw refused;
  return `put ${size} bytes, got ${hello}, listed ${items.map(({ key }) => key)}, refused with ${refused.status}`;
}

async function tour() {
  const bucket = await visit(storage.bucket({ name: "files" }));
  return `bucket: ${bucket}; kv: ${await visit(storage.kv({ name: "flags" }))}`;
}

module.exports = { tour };
if (require.main === module) tour().then((said) => console.log(said));
