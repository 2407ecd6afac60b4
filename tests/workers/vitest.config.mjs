import { fileURLToPath } from "node:url";
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** What runs inside workerd, with Cloudflare's own R2 and KV. */
export default defineConfig({
  plugins: [cloudflareTest({ wrangler: { configPath: fileURLToPath(new URL("wrangler.jsonc", import.meta.url)) } })],
  test: {
    include: [
      "tests/workers/**/*.test.ts",
      "tests/hosts/signing-secret.test.ts",
      "examples/migration/bindings/before.test.ts",
    ],
    testTimeout: 30_000,
    provide: { seed: process.env.SEED },
  },
});
