import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import worker from "./worker.js";

test("the tour, in a user's own test", async () => {
  const response = await worker.fetch(new Request("http://localhost"), env);
  console.log(await response.clone().text());
  expect(response.status).toBe(200);
});
