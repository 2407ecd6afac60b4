import { StorageError, storage } from "layeron-storage";
import type { Theme } from "./before.ts";

// #region declare
const files = storage.bucket({ name: "files" }); // the binding FILES
const settings = storage.kv({ name: "settings" }); // the binding SETTINGS
// #endregion

export async function saveJson(key: string, value: Theme) {
  // #region write
  await files.put(key, JSON.stringify(value), { contentType: "application/json" });
  // #endregion
}

export async function save(key: string, text: string) {
  // #region write
  await files.put(key, text, { contentType: "text/plain", metadata: { author: "ada" } });
  // #endregion
}

export async function saveBytes(key: string, bytes: Uint8Array) {
  // #region write
  await files.put(key, bytes);
  // #endregion
}

export async function setTheme(theme: Theme) {
  // #region write
  await settings.put("theme", JSON.stringify(theme));
  // #endregion
}

export async function startSession(id: string, user: string) {
  // #region write
  await settings.put(id, user, { ttlSeconds: 3600 });
  // #endregion
}

export async function readJson(key: string) {
  // #region read
  const value = await (await files.get(key))?.json<Theme>();
  // #endregion
  return value ?? null;
}

export async function readText(key: string) {
  // #region read
  const text = await (await files.get(key))?.text();
  // #endregion
  return text ?? null;
}

export async function readBytes(key: string) {
  // #region read
  const bytes = await (await files.get(key))?.bytes();
  // #endregion
  return bytes ?? null;
}

export async function firstBytes(key: string, length: number) {
  // #region read
  const start = await (await files.get(key, { range: { offset: 0, length } }))?.bytes();
  // #endregion
  return start ?? null;
}

export async function getTheme() {
  // #region read
  const theme = await (await settings.get("theme"))?.json<Theme>();
  // #endregion
  return theme ?? null;
}

// #region serve
export async function serve(key: string, headers = new Headers()) {
  const handle = await files.get(key, { headers }); // a request's headers: ranges and 304
  return handle?.toResponse() ?? new Response("Not found", { status: 404 });
}
// #endregion

export async function create(key: string, text: string) {
  // #region conditions
  await files.put(key, text, { ifNotExists: true }); // or rejects with 409; atomic
  // #endregion
}

export async function replace(key: string, text: string, etag: string) {
  // #region conditions
  await files.put(key, text, { ifMatch: etag }); // or rejects with 412; atomic
  // #endregion
}

export async function describe(key: string) {
  // #region read
  const object = await files.head(key); // size, etag, storedAt, contentType, metadata; null for a missing key
  // #endregion
  if (object === null) return null;
  const { size, etag, storedAt, contentType, metadata } = object;
  return { size, etag, at: new Date(storedAt), type: contentType, author: metadata.author };
}

export async function hasTheme() {
  // #region read
  const known = (await settings.head("theme")) !== null;
  // #endregion
  return known;
}

export async function allKeys(prefix: string) {
  // #region list
  const keys: string[] = [];
  for await (const { key } of files.entries({ prefix })) keys.push(key);
  // #endregion
  return keys;
}

export async function folder(prefix: string) {
  // #region list
  const { items, prefixes, cursor } = await files.list({ prefix, delimiter: ":" }); // prefix ends in ":"
  // #endregion
  return { files: items.map(({ key }) => key), folders: prefixes, cursor };
}

export async function remove(key: string) {
  // #region remove
  await files.delete(key);
  // #endregion
}

export async function removeAll(prefix: string) {
  // #region remove
  const keys: string[] = [];
  for await (const { key } of files.entries({ prefix })) keys.push(key);
  await files.delete(keys);
  // #endregion
}

export async function forget(keys: string[]) {
  // #region remove
  await settings.delete(keys);
  // #endregion
}

export async function route(key: string, request: Request) {
  // #region errors
  try {
    await files.put(key, request.body ?? "");
    return new Response(null, { status: 201 });
  } catch (error) {
    if (StorageError.is(error)) return error.toResponse();
    throw error;
  }
  // #endregion
}
