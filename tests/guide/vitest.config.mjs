import { defineConfig } from "vitest/config";

export default defineConfig({ test: { include: ["tests/guide/*.test.mjs"], testTimeout: 30_000 } });
