// #region test
import { createStorage } from "unstorage";
import memory from "unstorage/drivers/memory";
import { expect, test } from "vitest";

const sessions = createStorage<string>({ driver: memory() });

test("a session is kept", async () => {
  await sessions.setItem("s1", "ada", { ttl: 3600 }); // the memory driver has no time to live
  expect(await sessions.getItem("s1")).toBe("ada");
});
// #endregion
