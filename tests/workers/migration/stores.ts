/** The bucket and the namespace that the code before and after a move share, seen past both. */

import { env } from "cloudflare:workers";
import { beforeEach } from "vitest";

/** Starts each test with nothing stored. */
export function startEmpty() {
  beforeEach(async () => {
    for (let more = true; more; ) {
      const { objects, truncated } = await env.FILES.list();
      if (objects.length > 0) await env.FILES.delete(objects.map(({ key }) => key));
      more = truncated;
    }
    for (const { name } of (await env.SETTINGS.list()).keys) await env.SETTINGS.delete(name);
  });
}

/** What is stored under a key, as text; null when nothing is. */
export const stored = async (key: string) => (await env.FILES.get(key))?.text() ?? null;

/** Stores many small objects. */
export async function fill(keys: string[]) {
  for (let at = 0; at < keys.length; at += 100) {
    await Promise.all(keys.slice(at, at + 100).map((key) => env.FILES.put(key, key)));
  }
}

/** `n` keys in order. */
export const numbered = (prefix: string, n: number) =>
  Array.from({ length: n }, (_, at) => `${prefix}${String(at).padStart(5, "0")}`);

/** A stream whose length nobody knows. */
export function streamOf(text: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text));
      controller.close();
    },
  });
}

/** Two sides of a move, and who writes and who reads while both run. */
export function pairs<Side>(before: Side, after: Side) {
  return [
    { writer: "before", reader: "before", write: before, read: before },
    { writer: "after", reader: "after", write: after, read: after },
    { writer: "before", reader: "after", write: before, read: after },
    { writer: "after", reader: "before", write: after, read: before },
  ];
}
