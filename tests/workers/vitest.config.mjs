import { fileURLToPath } from "node:url";
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

/** What runs inside workerd, with Cloudflare's own R2 and KV. */
export default defineConfig({
  plugins: [cloudflareTest({ wrangler: { configPath: path("wrangler.jsonc") } })],
  // files-sdk names the AWS SDK, which it does not call on a binding and which is not installed.
  resolve: { alias: [{ find: /^@aws-sdk\/.*/, replacement: path("../../examples/migration/files-sdk/empty.ts") }] },
  test: {
    include: ["tests/workers/**/*.test.ts", "examples/migration/bindings/before.test.ts"],
    testTimeout: 30_000,
    provide: { seed: process.env.SEED },
  },
});
