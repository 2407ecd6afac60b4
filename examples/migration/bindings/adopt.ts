import { env } from "cloudflare:workers";
import { storage } from "layeron-storage";

const settings = storage.kv({ name: "settings" });

/** Writes every KV value of another program again, with its metadata and what is left of its life. */
export async function adopt() {
  for await (const { key, storedAt, expiresAt } of settings.entries()) {
    if (Date.parse(storedAt) !== 0) continue; // has a record already
    const { value, metadata } = await env.SETTINGS.getWithMetadata<Record<string, string>>(key, "arrayBuffer");
    if (value === null) continue;
    const left = (end: string) => Math.max(60, Math.ceil((Date.parse(end) - Date.now()) / 1000));
    const ttlSeconds = expiresAt === undefined ? null : left(expiresAt);
    await settings.put(key, value, { metadata: metadata ?? undefined, ttlSeconds });
  }
}
