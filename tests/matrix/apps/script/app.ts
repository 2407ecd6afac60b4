// The tour with types; every line is one that a user may write.
import {
  connect,
  type SecretModule,
  type StorageBucketModule,
  StorageError,
  type StorageKvModule,
  type StorageReadHandle,
  type StorageSignedUrlOptions,
  secret,
  storage,
  storageSignedUrl,
} from "layeron-storage";
import { backend } from "layeron-storage/core";

const files: StorageBucketModule = storage.bucket({ name: "files", access: "private" });
const flags: StorageKvModule = storage.kv({ name: "flags", ttlSeconds: 3600 });

async function visit(store: StorageBucketModule | StorageKvModule): Promise<string> {
  const { size } = await store.put("greeting.json", '{"hello":"wörld"}', { contentType: "application/json" });
  const handle: StorageReadHandle | null = await store.get("greeting.json");
  if (handle === null) throw new Error("nothing there");
  const { hello } = await handle.json<{ hello: string }>();
  const { items } = await store.list({ prefix: "greet" });
  const refused: unknown = await store.put("greeting.json", "", { ifNotExists: true }).catch((error) => error);
  if (!StorageError.is(refused)) throw refused;
  return `put ${size} bytes, got ${hello}, listed ${items.map(({ key }) => key)}, refused with ${refused.status}`;
}

async function seal(): Promise<string> {
  const vaultKey: SecretModule = secret.random({ name: "vault-key" });
  const vault = storage.bucket({ name: "vault", encryption: { secret: vaultKey } });
  const key = "é".repeat(512);
  const { encrypted } = await vault.put(key, "wörld");
  const handle = await vault.get(key, { range: { offset: 0, length: 3 } });
  return `${encrypted ? "sealed" : "in clear"} ${await handle?.text()}`;
}

async function main(): Promise<void> {
  connect("memory");
  const app = backend();
  app.use(files).use(flags);
  app.get("/tour", async () => new Response(`bucket: ${await visit(files)}; kv: ${await visit(flags)}`));
  const said = await (await app.fetch(new Request("http://localhost/tour"))).text();
  const options: StorageSignedUrlOptions = { action: "read", expiresInSeconds: 60, filename: "greeting.json" };
  const url = new URL(await storageSignedUrl(files, "greeting.json", options), "http://localhost");
  const answer = await app.fetch(new Request(url));
  const { hello } = (await answer.json()) as { hello: string };
  console.log(`${said}; url: ${answer.status} ${hello}; vault: ${await seal()}`);
}

main();
