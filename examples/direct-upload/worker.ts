/** Uploads and downloads that go past the Worker's own code: the page gets links, and R2 gets the bytes. */

import { env } from "cloudflare:workers";
import { serveStorage, storage, storageSignedUrl } from "layeron-storage";
import page from "./page.html";

const uploads = storage.bucket({ name: "uploads" });

const limits = { expiresInSeconds: Number(env.LINK_SECONDS), maxSizeBytes: Number(env.MAX_BYTES) };

/** A link that stores one file, once. The key is the Worker's choice, so that nobody overwrites anybody's. */
async function uploadLink(request: Request) {
  const { type } = (await request.json()) as { type: string };
  const key = crypto.randomUUID();
  const url = await storageSignedUrl(uploads, key, {
    action: "write",
    ...limits,
    oneTime: true,
    contentType: type || "application/octet-stream",
  });
  return Response.json({ key, url });
}

/** A link that gives the file back, under the name that the page knows it by. */
async function downloadLink(request: Request) {
  const { key, name } = (await request.json()) as { key: string; name: string };
  const { expiresInSeconds } = limits;
  return Response.json({
    url: await storageSignedUrl(uploads, key, { action: "read", expiresInSeconds, filename: name }),
  });
}

export default {
  async fetch(request: Request): Promise<Response> {
    const served = await serveStorage(request);
    if (served !== null) return served;
    const { pathname } = new URL(request.url);
    // An application would look here who is asking.
    if (request.method === "POST" && pathname === "/uploads") return uploadLink(request);
    if (request.method === "POST" && pathname === "/downloads") return downloadLink(request);
    if (pathname !== "/") return new Response("Not found", { status: 404 });
    return new Response(page, { headers: { "content-type": "text/html; charset=utf-8" } });
  },
};
