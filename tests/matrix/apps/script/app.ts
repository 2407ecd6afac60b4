// The tour with types; every line is one that a user may write.
import {
  connect,
  type StorageBucketModule,
  StorageError,
  type StorageKvModule,
  type StorageReadHandle,
  storage,
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

async function main(): Promise<void> {
  connect("memory");
  const app = backend();
  app.use(files).use(flags);
  app.get("/tour", async () => new Response(`bucket: ${await visit(files)}; kv: ${await visit(flags)}`));
  console.log(await (await app.fetch(new Request("http://localhost/tour"))).text());
}

main();
