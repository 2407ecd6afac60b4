// #region test
import { connect, storage } from "layeron-storage";
import { expect, test } from "vitest";

const sessions = storage.kv({ name: "sessions" });

test("a session ends after an hour", async () => {
  let now = Date.now();
  connect("memory", { clock: () => now });
  await sessions.put("s1", "ada", { ttlSeconds: 3600 });
  now += 3600 * 1000;
  expect(await sessions.get("s1")).toBeNull();
});
// #endregion
