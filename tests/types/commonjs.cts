// A CommonJS file uses the package by import(), and its types. Compiled, never run.
import type { StorageObject } from "layeron-storage" with { "resolution-mode": "import" };

async function put(): Promise<StorageObject> {
  const { storage } = await import("layeron-storage");
  return storage.bucket({ name: "user-assets" }).put("key", "text");
}

export = put;
