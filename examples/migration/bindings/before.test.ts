// #region test
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { create } from "./before.ts";

beforeEach(() => env.FILES.delete("report"));
test("a report is created once", async () => {
  await create("report", "first");
  await expect(create("report", "second")).rejects.toThrow("report exists");
  expect(await (await env.FILES.get("report"))?.text()).toBe("first");
});
// #endregion
