/**
 * Requests for signed and public URLs, as a Worker gets them.
 *
 * @module
 */

import {
  type StorageBucketModule,
  type StorageSignedRead,
  type StorageSignedWrite,
  serveStorage,
  storageSignedUrl,
} from "layeron-storage";
import { expect } from "vitest";

/** Where the Worker is, for URLs that do not say. */
const WORKER = "https://worker.example";

/** The answer to a request; fails when the URL is none of the package's. */
export async function ask(url: string, init: RequestInit & { duplex?: "half" } = {}): Promise<Response> {
  const answer = await serveStorage(new Request(new URL(url, WORKER), init));
  expect(answer, url).toBeInstanceOf(Response);
  return answer as Response;
}

type Rest<T> = Omit<T, "action" | "expiresInSeconds"> & { expiresInSeconds?: number };

export const readUrl = (bucket: StorageBucketModule, key: string, options: Rest<StorageSignedRead> = {}) =>
  storageSignedUrl(bucket, key, { action: "read", expiresInSeconds: 60, ...options });

export const writeUrl = (bucket: StorageBucketModule, key: string, options: Rest<StorageSignedWrite> = {}) =>
  storageSignedUrl(bucket, key, { action: "write", expiresInSeconds: 60, ...options });

export const upload = (url: string, body: BodyInit | null, headers: Record<string, string> = {}) =>
  ask(url, { method: "PUT", body, headers, ...(body instanceof ReadableStream ? { duplex: "half" } : {}) });

/** Status and body of an answer. */
export const told = async (answer: Response) => [answer.status, await answer.text()];

/** The code of an error that was answered. */
export async function codeOf(answer: Response): Promise<[number, string]> {
  const { error } = (await answer.json()) as { error: { code: string } };
  return [answer.status, error.code];
}

/** Checks that an answer is the refusal of everything that concerns a token, and like every other. */
export async function expectRefused(answer: Response, what = "") {
  expect(answer.status, what).toBe(403);
  expect(Object.fromEntries(answer.headers), what).toEqual({
    "cache-control": "no-store",
    "content-type": "application/json",
  });
  expect(await answer.text(), what).toBe(
    '{"error":{"code":"storage_signed_url_invalid","message":"the URL is not valid for this request, or not any more"}}',
  );
}

/** A stream of text, chunk by chunk. */
export function streamOf(...chunks: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller) {
      const chunk = chunks.shift();
      if (chunk === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(chunk));
    },
  });
}
