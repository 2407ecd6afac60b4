import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

// Bindings listed here: the plugin knows no rule for modules of wasm then.
export default defineConfig({
  plugins: [
    cloudflareTest({
      miniflare: {
        compatibilityDate: "2026-08-01",
        r2Buckets: ["FILES", "VAULT"],
        kvNamespaces: ["FLAGS"],
        bindings: { STORAGE_SIGNING_SECRET: `hex:${"5c".repeat(32)}`, VAULT_KEY: `hex:${"5d".repeat(32)}` },
      },
    }),
  ],
});
