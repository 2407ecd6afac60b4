import { defineConfig } from "vitest/config";

/** What runs in Node: the contract on memory, faulty hosts, pressure, and the guide over HTTP. */
export default defineConfig({
  test: {
    include: ["tests/**/*.test.{mjs,ts}", "examples/migration/**/*.test.ts"],
    // These need workerd.
    exclude: ["tests/workers/**", "tests/matrix/apps/**", "examples/migration/bindings/before.test.ts"],
    testTimeout: 30_000,
  },
});
