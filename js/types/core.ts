/**
 * Just enough of an application to use the modules in: routes, and errors that become answers.
 *
 * @example
 * ```ts
 * import { storage } from "layeron-storage";
 * import { backend } from "layeron-storage/core";
 *
 * const app = backend();
 * const assets = storage.bucket({ name: "user-assets" });
 * app.use(assets);
 *
 * app.get("/files/:name", async (request) => {
 *   const handle = await assets.get(new URL(request.url).pathname.slice("/files/".length));
 *   return handle?.toResponse() ?? new Response("Not found", { status: 404 });
 * });
 *
 * export default app;
 * ```
 *
 * @module
 */

/**
 * Anything that `use` can register: modules such as `storage.bucket()` and `storage.kv()` return.
 *
 * @example
 * ```ts
 * const module: BackendModule = { kind: "mine" };
 * app.use(module);
 * ```
 */
export interface BackendModule {
  /** Says what kind of module it is. */
  readonly kind: string;
}

/**
 * What a handler returns: a Response, sent as it is, or an object, sent as JSON with status 200. Not a
 * promise, so that a handler cannot resolve to nothing.
 *
 * @example
 * ```ts
 * const answer: BackendAnswer = { ok: true };
 * ```
 */
export type BackendAnswer = Response | (object & { readonly then?: undefined });

/**
 * Answers the requests of one route.
 *
 * A `StorageError` that it throws becomes the answer that its status asks for. Anything else thrown is logged
 * and becomes status 500 without its message; so does returning nothing.
 *
 * @example
 * ```ts
 * const health: BackendHandler = () => ({ ok: true });
 * app.get("/health", health);
 * ```
 */
export type BackendHandler = (request: Request) => BackendAnswer | Promise<BackendAnswer>;

/**
 * An application: what `backend()` returns. Every method but `fetch` returns the application itself.
 *
 * A path is Hono's: `/files/:name` takes one segment, `/files/*` whatever follows. The first route that
 * matches answers; where none does, the answer is 404.
 *
 * @example
 * ```ts
 * const app = backend()
 *   .use(assets)
 *   .get("/health", () => ({ ok: true }))
 *   .put("/files/:name", async (request) => {
 *     const { pathname } = new URL(request.url);
 *     return assets.put(pathname.slice("/files/".length), request.body ?? "");
 *   });
 * ```
 */
export interface Backend {
  /**
   * Registers a module. Throws `TypeError` for anything else.
   *
   * @example
   * ```ts
   * app.use(assets).use(configs);
   * ```
   */
  use(module: BackendModule): this;
  /**
   * Answers GET requests to a path, and its HEAD requests, without the body, unless `head` has a route for it.
   *
   * @example
   * ```ts
   * app.get("/health", () => ({ ok: true }));
   * ```
   */
  get(path: string, handler: BackendHandler): this;
  /**
   * Answers POST requests to a path.
   *
   * @example
   * ```ts
   * app.post("/notes/:id", async (request) => {
   *   const { key, size } = await notes.put(new URL(request.url).pathname, await request.text());
   *   return { key, size };
   * });
   * ```
   */
  post(path: string, handler: BackendHandler): this;
  /**
   * Answers PUT requests to a path.
   *
   * @example
   * ```ts
   * app.put("/motto", async (request) => configs.put("motto", await request.text()));
   * ```
   */
  put(path: string, handler: BackendHandler): this;
  /**
   * Answers PATCH requests to a path.
   *
   * @example
   * ```ts
   * app.patch("/theme", async (request) => {
   *   const theme = await (await configs.get("theme"))?.json<object>();
   *   return configs.put("theme", JSON.stringify({ ...theme, ...(await request.json()) }));
   * });
   * ```
   */
  patch(path: string, handler: BackendHandler): this;
  /**
   * Answers DELETE requests to a path.
   *
   * @example
   * ```ts
   * app.delete("/motto", async () => {
   *   await configs.delete("motto");
   *   return new Response(null, { status: 204 });
   * });
   * ```
   */
  delete(path: string, handler: BackendHandler): this;
  /**
   * Answers HEAD requests to a path, before a route of `get` does.
   *
   * @example
   * ```ts
   * app.head("/motto", async () => new Response(null, { status: (await configs.head("motto")) ? 200 : 404 }));
   * ```
   */
  head(path: string, handler: BackendHandler): this;
  /**
   * Answers one request. With it the application is a complete Worker (`export default app`), and runs
   * under `deno serve` and Bun.
   *
   * @param request - The request.
   * @param context - What the runtime passes beside it, such as a Worker's `env` and context.
   *
   * @example
   * ```ts
   * const response = await app.fetch(new Request("http://localhost/health"));
   * ```
   */
  fetch(request: Request, ...context: unknown[]): Promise<Response>;
}

/**
 * Makes an application without routes.
 *
 * @example
 * ```ts
 * const app = backend();
 * ```
 */
export declare function backend(): Backend;
