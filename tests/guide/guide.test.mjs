/**
 * The guide's routes over HTTP, on both hosts.
 *
 * The demo's own requests are sent, so that what a newcomer sees and what is tested are one list.
 */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startOnMemory } from "../../scripts/demo/memory.mjs";
import { requests, send } from "../../scripts/demo/requests.mjs";
import { startInWorkerd } from "../../scripts/demo/workerd.mjs";

describe.each([
  { host: "Node, on memory", start: startOnMemory },
  { host: "workerd, on R2 and KV", start: startInWorkerd },
])("the guide in $host", ({ start }) => {
  let app;
  beforeAll(async () => {
    app = await start(0);
  }, 120_000);
  afterAll(() => app.stop());

  test.each(requests)("$title", async (request) => {
    await send(app.url, request);
  });

  test("An upload's content type and metadata are served", async () => {
    const put = await fetch(`${app.url}/upload/page.html`, {
      method: "POST",
      headers: { "content-type": "text/html" },
      body: "<p>",
    });
    const { etag } = await put.json();
    expect(etag).toMatch(/^[0-9a-f]+$/);
    const got = await fetch(`${app.url}/download/page.html`);
    expect(got.headers.get("content-type")).toBe("text/html");
  });

  test("A key that storage refuses is answered with the error's status", async () => {
    const response = await fetch(`${app.url}/upload/${"k".repeat(1025)}`, { method: "POST", body: "x" });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: "storage_invalid_key" } });
  });

  test("What else goes wrong is a 500 without its message", async () => {
    const response = await fetch(`${app.url}/config/broken`, { method: "POST", body: "{" });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/JSON|Unexpected/);
  });

  test("HEAD is answered from the route for GET", async () => {
    const response = await fetch(`${app.url}/config/theme`, { method: "HEAD" });
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });
});
