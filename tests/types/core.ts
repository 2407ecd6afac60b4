// Types of "layeron-storage/core" that hold on every platform. Compiled, never run.
import { expectTypeOf } from "expect-type";
import { storage } from "layeron-storage";
import { type Backend, type BackendAnswer, type BackendHandler, backend } from "layeron-storage/core";

const app = backend();
const bucket = storage.bucket({ name: "user-assets" });
const kv = storage.kv({ name: "app-configs" });

export default app;

export function registering() {
  expectTypeOf(app).toEqualTypeOf<Backend>();
  expectTypeOf(app.use(bucket).use(kv)).toEqualTypeOf<Backend>();
  app.use({ kind: "queue" });

  // @ts-expect-error: a module has a kind
  app.use({});
  // @ts-expect-error: a function is no module
  app.use(() => {});
  // @ts-expect-error: what is registered is said
  app.use();
}

export function routing(handler: BackendHandler) {
  const chained = app
    .get("/a", handler)
    .post("/a", handler)
    .put("/a", handler)
    .patch("/a", handler)
    .delete("/a", handler)
    .head("/a", handler);
  expectTypeOf(chained).toEqualTypeOf<Backend>();

  // @ts-expect-error: a route has a handler
  app.get("/a");
  // @ts-expect-error: a path is a string
  app.get(/a/, handler);
  // @ts-expect-error: no such method
  app.trace("/a", handler);
}

interface Answer {
  success: boolean;
}

export function handling(answer: Answer, record: Record<string, unknown>) {
  app.get("/response", () => new Response("text"));
  app.get("/response", async () => new Response("text"));
  app.get("/object", () => ({ success: true }));
  app.get("/object", async () => ({ success: true }));
  app.get("/interface", () => answer);
  app.get("/record", async () => record);
  app.get("/array", () => [1, 2]);
  app.get("/either", async (request) => {
    expectTypeOf(request).toEqualTypeOf<Request>();
    const handle = await bucket.get(new URL(request.url).pathname);
    return handle === null ? new Response("Not found", { status: 404 }) : { size: handle.size };
  });
  app.get("/handle", async () => (await kv.get("key"))?.toResponse() ?? new Response(null, { status: 404 }));

  // @ts-expect-error: an answer is a Response or an object
  app.get("/text", () => "text");
  // @ts-expect-error: a missing key needs an answer too
  app.get("/null", async () => kv.head("key"));
  // @ts-expect-error: a handler answers
  app.get("/nothing", () => {});
  // @ts-expect-error: also when it is asynchronous
  app.get("/nothing", async () => {});
  // @ts-expect-error: its one argument is the request
  app.get("/context", (request: Request, context: object) => ({ request, context }));

  expectTypeOf<Response>().toExtend<BackendAnswer>();
  expectTypeOf<Promise<Response>>().not.toExtend<BackendAnswer>();
}

export async function fetching(request: Request) {
  expectTypeOf(await app.fetch(request)).toEqualTypeOf<Response>();
  expectTypeOf(await app.fetch(new Request("http://localhost/"), {}, { waitUntil() {} })).toEqualTypeOf<Response>();
  // @ts-expect-error: a URL alone is no request
  await app.fetch("http://localhost/");
}
