/** A Worker with signed URLs, in workerd behind a socket. */

import { started } from "../first-use/worker";

const CODE = `
  import { connect, serveStorage, storage, storagePublicUrl, storageSignedUrl } from "layeron-storage";
  const files = storage.bucket({ name: "files" });
  const shown = storage.bucket({ name: "shown", access: "public" });
  export default {
    async fetch(request, env) {
      const { pathname, searchParams } = new URL(request.url);
      if (env.ORIGIN) connect(undefined, { cors: { origins: [env.ORIGIN] } });
      const served = await serveStorage(request);
      if (served !== null) return served;
      if (pathname === "/sign") {
        const { key, options } = await request.json();
        return new Response(await storageSignedUrl(files, key, options));
      }
      if (pathname === "/public") return new Response(storagePublicUrl(shown, searchParams.get("key")));
      if (pathname === "/put") {
        const { bucket, key, value, options } = await request.json();
        return Response.json(await (bucket === "shown" ? shown : files).put(key, value, options));
      }
      if (pathname === "/head") return Response.json(await files.head(searchParams.get("key")));
      if (pathname === "/page") return new Response("<!doctype html>", { headers: { "content-type": "text/html" } });
      return new Response("not one of ours", { status: 404 });
    },
  };
`;

/** Starts the Worker, and returns what a test needs of it. `origin`: whose pages may use its URLs. */
export async function served(origin?: string) {
  const env = {
    FILES: { type: "r2" },
    SHOWN: { type: "r2" },
    STORAGE_SIGNING_SECRET: { type: "text", value: `hex:${"c3".repeat(32)}` },
    ...(origin === undefined ? {} : { ORIGIN: { type: "text", value: origin } }),
  };
  const miniflare = await started({ code: CODE, env });
  const base = await miniflare.ready;
  const post = async (path: string, body: unknown) => {
    const answer = await fetch(new URL(path, base), { method: "POST", body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.text();
  };
  return {
    base,
    sign: (key: string, options: object) => post("/sign", { key, options: { expiresInSeconds: 60, ...options } }),
    put: (key: string, value: string, options: object = {}) => post("/put", { key, value, options }),
    publish: async (key: string, value: string, options: object = {}) => {
      await post("/put", { bucket: "shown", key, value, options });
      return (await fetch(new URL(`/public?key=${key}`, base))).text();
    },
    head: async (key: string) => (await fetch(new URL(`/head?key=${encodeURIComponent(key)}`, base))).json(),
    stop: () => miniflare.dispose(),
  };
}
