import { env } from "cloudflare:workers";
import { createStorage } from "unstorage";
import kvDriver from "unstorage/drivers/cloudflare-kv-binding";
import r2Driver from "unstorage/drivers/cloudflare-r2-binding";

export interface Theme {
  dark: boolean;
}

// #region declare
const files = createStorage({ driver: r2Driver({ binding: env.FILES }) });
const settings = createStorage({ driver: kvDriver({ binding: env.SETTINGS }) });
// #endregion

export async function saveJson(key: string, value: Theme) {
  // #region write
  await files.setItem(key, value);
  // #endregion
}

export async function save(key: string, text: string) {
  // #region write
  await files.setItem(key, text, { httpMetadata: { contentType: "text/plain" }, customMetadata: { author: "ada" } });
  // #endregion
}

export async function saveBytes(key: string, bytes: Uint8Array) {
  // #region write
  await files.setItemRaw(key, bytes);
  // #endregion
}

export async function setTheme(theme: Theme) {
  // #region write
  await settings.setItem("theme", theme);
  // #endregion
}

export async function startSession(id: string, user: string) {
  // #region write
  await settings.setItem(id, user, { ttl: 3600 });
  // #endregion
}

export async function readJson(key: string) {
  // #region read
  const value = await files.getItem<Theme>(key);
  // #endregion
  return value;
}

export async function readText(key: string) {
  // #region read
  const text = await files.getItem<string>(key); // a text "123" comes back as a number
  // #endregion
  return text;
}

export async function readBytes(key: string) {
  // #region read
  const bytes = await files.getItemRaw<Uint8Array>(key, { type: "bytes" });
  // #endregion
  return bytes;
}

export async function firstBytes(key: string, length: number) {
  // #region read
  const start = await files.getItemRaw<Uint8Array>(key, { type: "bytes", range: { offset: 0, length } });
  // #endregion
  return start;
}

export async function getTheme() {
  // #region read
  const theme = await settings.getItem<Theme>("theme");
  // #endregion
  return theme;
}

// #region serve
export async function serve(key: string) {
  const object = await files.getItemRaw<R2ObjectBody>(key, { type: "object" });
  if (object === null) return new Response("Not found", { status: 404 });
  const headers = new Headers({ etag: object.httpEtag });
  object.writeHttpMetadata(headers);
  return new Response(object.body, { headers });
}
// #endregion

export async function create(key: string, text: string) {
  // #region conditions
  if (await files.hasItem(key)) throw new Error(`${key} exists`); // two callers may pass this
  await files.setItem(key, text);
  // #endregion
}

export async function replace(key: string, text: string, etag: string) {
  // #region conditions
  if ((await files.getMeta(key)).etag !== etag) throw new Error(`${key} was changed`); // and this
  await files.setItem(key, text);
  // #endregion
}

export async function describe(key: string) {
  // #region read
  const meta = await files.getMeta(key); // what R2 knows, as untyped members; {} for a missing key
  // #endregion
  const { size, etag, mtime, httpMetadata, customMetadata } = meta as unknown as Partial<R2Object> & { mtime: Date };
  if (etag === undefined) return null;
  return { size, etag, at: mtime, type: httpMetadata?.contentType, author: customMetadata?.author };
}

export async function hasTheme() {
  // #region read
  const known = await settings.hasItem("theme");
  // #endregion
  return known;
}

export async function allKeys(prefix: string) {
  // #region list
  const keys = await files.getKeys(prefix); // on R2 the first 1,000
  // #endregion
  return keys;
}

export async function folder(prefix: string) {
  // #region list
  const top = await files.getKeys(prefix, { maxDepth: 1 }); // reads all, then leaves out the deeper ones
  // #endregion
  return top;
}

export async function remove(key: string) {
  // #region remove
  await files.removeItem(key);
  // #endregion
}

export async function removeAll(prefix: string) {
  // #region remove
  const found = await files.getKeys(prefix); // on R2 the first 1,000
  await Promise.all(found.map((key) => files.removeItem(key)));
  // #endregion
}

export async function forget(keys: string[]) {
  // #region remove
  await Promise.all(keys.map((key) => settings.removeItem(key)));
  // #endregion
}

const STATUSES: Record<string, number> = { 10012: 413, 10020: 400, 10058: 429, 100100: 413 };

export async function route(key: string, request: Request) {
  // #region errors
  try {
    await files.setItemRaw(key, request.body);
    return new Response(null, { status: 201 });
  } catch (error) {
    const number = /\((\d+)\)$/.exec(String(error))?.[1] ?? ""; // the binding's own text
    return new Response("Not stored", { status: STATUSES[number] ?? 502 });
  }
  // #endregion
}
