// What tour.js does, in CommonJS.
const { StorageError, secret, storage, storageSignedUrl } = require("layeron-storage");
const { backend } = require("layeron-storage/core");

async function visit(store) {
  const { size } = await store.put("greeting.json", '{"hello":"wörld"}', { contentType: "application/json" });
  const { hello } = await (await store.get("greeting.json")).json();
  const { items } = await store.list({ prefix: "greet" });
  const refused = await store.put("greeting.json", "", { ifNotExists: true }).catch((error) => error);
  if (!StorageError.is(refused)) throw refused;
  return `put ${size} bytes, got ${hello}, listed ${items.map(({ key }) => key)}, refused with ${refused.status}`;
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

async function tour() {
  const files = storage.bucket({ name: "files" });
  const visits = [`bucket: ${await visit(files)}`, `kv: ${await visit(storage.kv({ name: "flags" }))}`];
  return [...visits, `url: ${await follow(files)}`, `vault: ${await seal()}`].join("; ");
}

module.exports = { tour };
if (require.main === module) tour().then((said) => console.log(said));
