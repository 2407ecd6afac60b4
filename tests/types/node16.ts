// What Node's resolution allows: the two entries, and nothing inside the package. Compiled, never run.
import { expectTypeOf } from "expect-type";
import type { Backend } from "layeron-storage/core";

export async function importing() {
  const { connect, storage, StorageError } = await import("layeron-storage");
  const { backend } = await import("layeron-storage/core");
  connect("memory");
  const handle = await storage.kv({ name: "app-configs" }).get("key");
  if (handle !== null) new Response(await handle.bytes());
  expectTypeOf(StorageError.is).guards.toEqualTypeOf<InstanceType<typeof StorageError>>();
  expectTypeOf(backend).returns.toEqualTypeOf<Backend>();
}

// @ts-expect-error: files of the package are not for import
export type { Bytes } from "layeron-storage/dist/index.js";
