// #region test
import { Files } from "files-sdk";
import { memory } from "files-sdk/memory";
import { expect, test } from "vitest";

test("a report is stored", async () => {
  const files = new Files({ adapter: memory({ initial: { old: "kept" } }) });
  await files.upload("report", "first");
  expect(await (await files.download("report")).text()).toBe("first");
});
// #endregion
