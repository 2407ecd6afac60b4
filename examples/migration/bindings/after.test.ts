// #region test
import { connect } from "layeron-storage";
import { beforeEach, expect, test } from "vitest";
import { create, readText } from "./after.ts";

beforeEach(() => connect("memory"));
test("a report is created once", async () => {
  await create("report", "first");
  await expect(create("report", "second")).rejects.toMatchObject({ status: 409 });
  expect(await readText("report")).toBe("first");
});
// #endregion
