// What only Workers have: bindings, and an environment that is an interface. Compiled, never run.
import { expectTypeOf } from "expect-type";
import { connect, storage } from "layeron-storage";
import { backend } from "layeron-storage/core";

interface Env {
  USER_ASSETS: R2Bucket;
  APP_CONFIGS: KVNamespace;
  GREETING: string;
}

const bucket = storage.bucket({ name: "user-assets" });

export function connecting(env: Env) {
  connect(env);
  connect({ USER_ASSETS: env.USER_ASSETS, APP_CONFIGS: env.APP_CONFIGS });
  connect(env, { clock: () => Date.now() });
}

export const worker: ExportedHandler<Env> = {
  async fetch(request, env, context) {
    connect(env);
    // A request that the runtime hands over has more than a Request has.
    const handle = await bucket.get("key", { headers: request.headers });
    if (handle === null && request.body !== null) {
      await bucket.put("key", request.body, { contentType: request.headers.get("content-type") ?? undefined });
    }
    context.waitUntil(bucket.delete("other"));
    return handle?.toResponse() ?? app.fetch(request, env, context);
  },
};

/** `export default app` is a Worker. */
const app = backend().use(bucket);
export const appAsWorker: ExportedHandler<Env> = app;
export default app satisfies ExportedHandler<Env>;

/** Objects of the bindings themselves go in and out. */
export async function besideTheBindings(env: Env) {
  const object = await env.USER_ASSETS.get("key");
  if (object !== null) await bucket.put("copy", object.body, { size: object.size });
  const handle = await bucket.get("copy");
  if (handle === null) return;
  await env.USER_ASSETS.put("key", await handle.bytes());
  await env.USER_ASSETS.put("key", handle.stream());
  await env.APP_CONFIGS.put("key", await handle.bytes());
  handle.toResponse({ encodeBody: "manual" });
  expectTypeOf(handle.stream()).toEqualTypeOf<ReadableStream<Uint8Array>>();
}
