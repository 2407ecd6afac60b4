import { defineConfig } from "vitest/config";

/** What runs in Node: the contract on memory, faulty hosts, pressure, and the guide over HTTP. */
export default defineConfig({
  test: {
    include: ["tests/**/*.test.{mjs,ts}"],
    exclude: ["tests/workers/**", "tests/matrix/apps/**"],
    testTimeout: 30_000,
  },
});
