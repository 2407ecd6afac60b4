// #region test
import { connect, storage } from "layeron-storage";
import { expect, test } from "vitest";

const files = storage.bucket({ name: "files" });

test("a report is created once", async () => {
  connect("memory"); // an empty store at each call
  await files.put("report", "first", { ifNotExists: true });
  await expect(files.put("report", "second", { ifNotExists: true })).rejects.toMatchObject({ status: 409 });
});
// #endregion
