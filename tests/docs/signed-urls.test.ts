/** What docs/signed-urls.md says of the format, recomputed with the tools that it names. */

import { connect, storage, storageSignedUrl } from "layeron-storage";
import { expect, test } from "vitest";
import { run } from "./commands.ts";
import { read } from "./markdown.ts";

const PAGE = read("docs/signed-urls.md");
const blockOf = (language: string) => new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "s").exec(PAGE)?.[1]?.trim() ?? "";

test("openssl makes the URL that storageSignedUrl makes, and that the page shows", async () => {
  const script = blockOf("bash");
  const secret = /^secret=(\w+)$/m.exec(script)?.[1];
  connect({ STORAGE_SIGNING_SECRET: `hex:${secret}` }, { clock: () => Date.parse("2030-01-01T00:00:00Z") });
  const files = storage.bucket({ name: "files" });
  const ours = await storageSignedUrl(files, "a/b ü.txt", { action: "read", expiresInSeconds: 3600 });
  expect(blockOf("text")).toBe(ours);
  expect((await run("bash", ["-c", script])).stdout.trim()).toBe(ours);
});

test("the secret of the page that rotates is one", async () => {
  const secret = JSON.parse(blockOf("json"), (name, value) =>
    name === "value" ? Buffer.alloc(32, 1).toString("base64") : value,
  );
  connect({ STORAGE_SIGNING_SECRET: JSON.stringify(secret) });
  const url = await storageSignedUrl(storage.bucket({ name: "files" }), "k", { action: "read", expiresInSeconds: 60 });
  expect(url).toContain("token=");
});
