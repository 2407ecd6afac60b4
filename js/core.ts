/**
 * `layeron-storage/core`: just enough of an application to run the guide.
 *
 * Hono routes. This file adds three things: a handler gets the Request and may return a plain object, a StorageError
 * becomes the answer that its status asks for, and requests for signed and public URLs are answered before any route.
 * @module
 */

import { Hono } from "hono";
import { StorageError } from "./index.ts";
import type { Backend, BackendHandler } from "./types/core.ts";

/** The header that tells a HEAD without a route from one whose route answered 404. */
const UNMATCHED = "layeron-unmatched";

/** `backend()`, for a package that answers signed and public URLs with `serve`. */
export const backendOf = (serve: (request: Request) => Promise<Response | null>) => (): Backend => {
  const routes = new Hono();
  // Hono answers every HEAD from the GET routes, so routes for HEAD alone are GET routes of a second router.
  const heads = new Hono();
  heads.notFound(() => new Response(null, { status: 404, headers: { [UNMATCHED]: "1" } }));

  const adding = (router: Hono, method: string) => (path: string, handler: BackendHandler) => {
    if (typeof handler !== "function") throw new TypeError(`the handler of ${path} must be a function`);
    router.on(method, path, ({ req: { raw } }) => guarded(async () => toResponse(await handler(raw), raw)));
    return app;
  };

  const app: Backend = {
    // Only the type of the module is asked for: the package's own modules need no registration.
    use(module: unknown) {
      if (kindOf(module) === undefined) throw new TypeError("use() takes a module, such as storage.bucket() returns");
      return app;
    },
    get: adding(routes, "GET"),
    post: adding(routes, "POST"),
    put: adding(routes, "PUT"),
    patch: adding(routes, "PATCH"),
    delete: adding(routes, "DELETE"),
    head: adding(heads, "GET"),
    async fetch(request, ...context) {
      const served = await guarded(() => serve(request));
      if (served !== null) return served;
      if (request.method === "HEAD") {
        const own = await heads.fetch(request, ...hono(context));
        if (!own.headers.has(UNMATCHED)) return own;
      }
      return routes.fetch(request, ...hono(context));
    },
  };
  return app;
};

/** What the runtime passes beside a request, as Hono takes it. */
const hono = (context: unknown[]) => context as [env?: object, context?: Parameters<Hono["fetch"]>[2]];

function kindOf(module: unknown): string | undefined {
  const kind = (module as { kind?: unknown } | null | undefined)?.kind;
  return typeof kind === "string" ? kind : undefined;
}

/** The answer of `run`, or the answer that its error becomes. */
async function guarded<T>(run: () => Promise<T>): Promise<T | Response> {
  try {
    return await run();
  } catch (error) {
    if (StorageError.is(error)) {
      // The sender of the request can mend none of these.
      if (error.status >= 500) console.error(error);
      return error.toResponse();
    }
    // The message may tell what only the operator should know.
    console.error(error);
    return Response.json({ error: { code: "internal", message: "Internal Server Error" } }, { status: 500 });
  }
}

function toResponse(answer: unknown, request: Request): Response {
  if (answer instanceof Response) return answer;
  if (answer === undefined) {
    throw new TypeError(`the handler of ${request.method} ${new URL(request.url).pathname} returned nothing`);
  }
  return Response.json(answer);
}
