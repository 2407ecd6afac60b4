/**
 * `layeron-storage/core`: just enough of an application to run the guide.
 *
 * Routing is Hono's. What is added: a handler gets the Request and may return a plain object, an error of storage
 * becomes the answer that its status asks for, and requests for signed and public URLs are answered before any route.
 * @module
 */

import { Hono } from "hono";
import { StorageError } from "./storage.js";

/** The header by which a HEAD that no route was made for is told from one that answered 404. */
const UNMATCHED = "layeron-unmatched";

const METHODS = ["get", "post", "put", "patch", "delete"];

/** `backend()`, for a package that answers signed and public URLs with `serve`. */
export const backendOf = (serve) => () => {
  const routes = new Hono();
  // Hono answers every HEAD from the GET routes, so routes for HEAD alone stand as such in a second one.
  const heads = new Hono();
  heads.notFound(() => new Response(null, { status: 404, headers: { [UNMATCHED]: "1" } }));
  const modules = [];

  const add = (router, method, path, handler) => {
    if (typeof handler !== "function") throw new TypeError(`the handler of ${path} must be a function`);
    router.on(method, path, ({ req: { raw } }) => guarded(async () => toResponse(await handler(raw), raw)));
  };

  const app = {
    use(module) {
      if (typeof module?.kind !== "string")
        throw new TypeError("use() takes a module, such as storage.bucket() returns");
      modules.push(module);
      return app;
    },
    head(path, handler) {
      add(heads, "GET", path, handler);
      return app;
    },
    async fetch(request, ...context) {
      const served = await guarded(() => serve(request));
      if (served !== null) return served;
      if (request.method === "HEAD") {
        const own = await heads.fetch(request, ...context);
        if (!own.headers.has(UNMATCHED)) return own;
      }
      return routes.fetch(request, ...context);
    },
  };
  for (const method of METHODS) {
    app[method] = (path, handler) => {
      add(routes, method.toUpperCase(), path, handler);
      return app;
    };
  }
  return app;
};

/** What `run` answers, or the answer that the error is. */
async function guarded(run) {
  try {
    return await run();
  } catch (error) {
    if (StorageError.is(error)) {
      // Of these the one who asked can mend nothing.
      if (error.status >= 500) console.error(error);
      return error.toResponse();
    }
    // The message may tell what only the operator should know.
    console.error(error);
    return Response.json({ error: { code: "internal", message: "Internal Server Error" } }, { status: 500 });
  }
}

function toResponse(value, request) {
  if (value instanceof Response) return value;
  if (value === undefined) {
    throw new TypeError(`the handler of ${request.method} ${new URL(request.url).pathname} returned nothing`);
  }
  return Response.json(value);
}
