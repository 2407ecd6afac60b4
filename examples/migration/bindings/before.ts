import { env } from "cloudflare:workers";

export interface Theme {
  dark: boolean;
}

export async function save(key: string, text: string) {
  // #region write
  await env.FILES.put(key, text, { httpMetadata: { contentType: "text/plain" }, customMetadata: { author: "ada" } });
  // #endregion
}

export async function upload(key: string, request: Request) {
  // #region write
  await env.FILES.put(key, request.body, { httpMetadata: request.headers });
  // #endregion
}

export async function saveStream(key: string, stream: ReadableStream<Uint8Array>) {
  // #region write
  await env.FILES.put(key, await new Response(stream).arrayBuffer()); // R2 wants to know the length
  // #endregion
}

export async function setTheme(theme: Theme) {
  // #region write
  await env.SETTINGS.put("theme", JSON.stringify(theme), { metadata: { author: "ada" } });
  // #endregion
}

export async function startSession(id: string, user: string) {
  // #region write
  await env.SETTINGS.put(id, user, { expirationTtl: 3600 });
  // #endregion
}

export async function readText(key: string) {
  // #region read
  const text = await (await env.FILES.get(key))?.text();
  // #endregion
  return text ?? null;
}

export async function readBytes(key: string) {
  // #region read
  const bytes = await (await env.FILES.get(key))?.bytes();
  // #endregion
  return bytes ?? null;
}

export async function firstBytes(key: string, length: number) {
  // #region read
  const start = await (await env.FILES.get(key, { range: { length } }))?.text();
  // #endregion
  return start ?? null;
}

export async function getTheme() {
  // #region read
  const theme = await env.SETTINGS.get<Theme>("theme", "json");
  // #endregion
  return theme;
}

// #region serve
export async function serve(key: string, { headers: asked }: Request) {
  const object = await env.FILES.get(key, { range: asked, onlyIf: asked });
  if (object === null) return new Response("Not found", { status: 404 });
  const headers = new Headers({ etag: object.httpEtag });
  object.writeHttpMetadata(headers);
  if (!("body" in object)) return new Response(null, { status: 304, headers });
  const { offset = 0, length = object.size } = object.range as { offset?: number; length?: number };
  if (length === object.size) return new Response(object.body, { headers });
  headers.set("content-range", `bytes ${offset}-${offset + length - 1}/${object.size}`);
  return new Response(object.body, { status: 206, headers });
}
// #endregion

export async function create(key: string, text: string) {
  // #region conditions
  const created = await env.FILES.put(key, text, { onlyIf: { etagDoesNotMatch: "*" } });
  if (created === null) throw new Error(`${key} exists`);
  // #endregion
}

export async function replace(key: string, text: string, etag: string) {
  // #region conditions
  const replaced = await env.FILES.put(key, text, { onlyIf: { etagMatches: etag } });
  if (replaced === null) throw new Error(`${key} was changed`);
  // #endregion
}

export async function describe(key: string) {
  // #region read
  const object = await env.FILES.head(key); // size, etag, uploaded, httpMetadata, customMetadata
  // #endregion
  return (
    object && {
      size: object.size,
      etag: object.etag,
      at: object.uploaded,
      type: object.httpMetadata?.contentType,
      author: object.customMetadata?.author,
    }
  );
}

export async function themeAuthor() {
  // #region read
  const { metadata } = await env.SETTINGS.getWithMetadata<{ author: string }>("theme", "stream");
  // #endregion
  return metadata?.author;
}

export async function allKeys(prefix: string) {
  // #region list
  let page = await env.FILES.list({ prefix });
  const keys = page.objects.map(({ key }) => key);
  while (page.truncated) {
    page = await env.FILES.list({ prefix, cursor: page.cursor });
    keys.push(...page.objects.map(({ key }) => key));
  }
  // #endregion
  return keys;
}

export async function folder(prefix: string) {
  // #region list
  const top = await env.FILES.list({ prefix, delimiter: "/", include: ["httpMetadata", "customMetadata"] });
  // #endregion
  const files = top.objects.map(({ key, customMetadata }) => [key, customMetadata?.author]);
  return { files, folders: top.delimitedPrefixes, cursor: top.truncated ? top.cursor : undefined };
}

export async function remove(key: string) {
  // #region remove
  await env.FILES.delete(key);
  // #endregion
}

export async function removeAll(prefix: string) {
  // #region remove
  for (let more = true; more; ) {
    const page = await env.FILES.list({ prefix });
    if (page.objects.length > 0) await env.FILES.delete(page.objects.map(({ key }) => key));
    more = page.truncated;
  }
  // #endregion
}

export async function forget(keys: string[]) {
  // #region remove
  for (const key of keys) await env.SETTINGS.delete(key);
  // #endregion
}

const STATUSES: Record<string, number> = { 10012: 413, 10020: 400, 10058: 429, 100100: 413 };

export async function route(key: string, request: Request) {
  // #region errors
  try {
    await env.FILES.put(key, request.body);
    return new Response(null, { status: 201 });
  } catch (error) {
    const number = /\((\d+)\)$/.exec(String(error))?.[1] ?? ""; // "put: The specified … (10020)"
    return new Response("Not stored", { status: STATUSES[number] ?? 502 });
  }
  // #endregion
}
