/** `backend()`: routing is Hono's, so what is tested is what was put around it. */

import { connect, storage } from "layeron-storage";
import { backend } from "layeron-storage/core";
import { afterEach, expect, test, vi } from "vitest";

const bucket = storage.bucket({ name: "backend-test" });
const ask = (app, path, init) => app.fetch(new Request(`http://x${path}`, init));

afterEach(() => vi.restoreAllMocks());

test("every method has its route, and calls chain", async () => {
  const app = backend();
  const methods = ["get", "post", "put", "patch", "delete"];
  for (const method of methods) expect(app[method]("/m", (request) => ({ method: request.method }))).toBe(app);
  for (const method of methods) {
    const response = await ask(app, "/m", { method: method.toUpperCase() });
    expect(await response.json()).toEqual({ method: method.toUpperCase() });
  }
});

test("a route for HEAD wins over the one for GET", async () => {
  const app = backend()
    .get("/both", () => ({ from: "get" }))
    .get("/get", () => new Response("body", { headers: { "x-from": "get" } }))
    .head("/both", () => new Response(null, { headers: { "x-from": "head" } }));
  expect((await ask(app, "/both", { method: "HEAD" })).headers.get("x-from")).toBe("head");
  expect((await ask(app, "/get", { method: "HEAD" })).headers.get("x-from")).toBe("get");
  expect((await ask(app, "/none", { method: "HEAD" })).status).toBe(404);
});

test("a StorageError is answered with its status, whichever copy of the package threw it", async () => {
  connect("memory");
  const app = backend().put("/:key", async () => {
    await bucket.put("k", "v", { ifNotExists: true });
    return { stored: true };
  });
  expect((await ask(app, "/k", { method: "PUT" })).status).toBe(200);
  const again = await ask(app, "/k", { method: "PUT" });
  expect(again.status).toBe(409);
  expect(await again.json()).toMatchObject({ error: { code: "storage_key_already_exists" } });
});

test("a StorageError that is the operator's affair is logged, others are not", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const app = backend().get("/get", async () => (await bucket.get("none")) ?? (await bucket.put("", "v")));
  connect("memory");
  expect((await ask(app, "/get")).status).toBe(400);
  expect(log).not.toHaveBeenCalled();
  connect({});
  for (const path of ["/get", "/_storage/default/backend-test/k?token=aTE6MQ.".padEnd(90, "A")]) await ask(app, path);
  expect(log.mock.calls.map(([error]) => error.code)).toEqual(["storage_binding_missing"]);
  connect("memory");
});

test("anything else thrown is a 500 without its message, and logged", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const secret = new Error("the password is hunter2");
  const app = backend().get("/", () => {
    throw secret;
  });
  const response = await ask(app, "/");
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("hunter2");
  expect(log).toHaveBeenCalledWith(secret);
});

test("a handler that returns nothing is a mistake, not an empty answer", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  expect(
    (
      await ask(
        backend().get("/", () => {}),
        "/",
      )
    ).status,
  ).toBe(500);
});

test("use() takes modules, and nothing else", () => {
  const app = backend();
  expect(app.use(bucket)).toBe(app);
  for (const other of [undefined, null, {}, "bucket"]) expect(() => app.use(other)).toThrow(TypeError);
  expect(() => app.get("/", "handler")).toThrow(TypeError);
});

test("fetch works on its own, as a runtime calls it", async () => {
  const { fetch } = backend().get("/", () => [1, 2]);
  expect(await (await fetch(new Request("http://x/"))).json()).toEqual([1, 2]);
});
