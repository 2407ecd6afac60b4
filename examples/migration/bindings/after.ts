import { StorageError, storage } from "layeron-storage";
import type { Theme } from "./before.ts";

const files = storage.bucket({ name: "files" });
const settings = storage.kv({ name: "settings" });

export async function save(key: string, text: string) {
  // #region write
  await files.put(key, text, { contentType: "text/plain", metadata: { author: "ada" } });
  // #endregion
}

export async function upload(key: string, request: Request) {
  // #region write
  await files.put(key, request.body ?? "", { contentType: request.headers.get("content-type") ?? undefined });
  // #endregion
}

export async function saveStream(key: string, stream: ReadableStream<Uint8Array>) {
  // #region write
  await files.put(key, stream); // over 8 MiB it goes up in parts
  // #endregion
}

export async function setTheme(theme: Theme) {
  // #region write
  await settings.put("theme", JSON.stringify(theme), { metadata: { author: "ada" } });
  // #endregion
}

export async function startSession(id: string, user: string) {
  // #region write
  await settings.put(id, user, { ttlSeconds: 3600 });
  // #endregion
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
  const start = await (await files.get(key, { range: { offset: 0, length } }))?.text();
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
export async function serve(key: string, { headers }: Request) {
  const handle = await files.get(key, { headers });
  return handle?.toResponse() ?? new Response("Not found", { status: 404 });
}
// #endregion

export async function create(key: string, text: string) {
  // #region conditions
  await files.put(key, text, { ifNotExists: true }); // or rejects with 409
  // #endregion
}

export async function replace(key: string, text: string, etag: string) {
  // #region conditions
  await files.put(key, text, { ifMatch: etag }); // or rejects with 412
  // #endregion
}

export async function describe(key: string) {
  // #region read
  const object = await files.head(key); // size, etag, storedAt, contentType, metadata
  // #endregion
  return (
    object && {
      size: object.size,
      etag: object.etag,
      at: new Date(object.storedAt),
      type: object.contentType,
      author: object.metadata.author,
    }
  );
}

export async function themeAuthor() {
  // #region read
  const theme = await settings.head("theme"); // the same, and expiresAt
  // #endregion
  return theme?.metadata.author;
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
  const { items, prefixes, cursor } = await files.list({ prefix, delimiter: "/" });
  // #endregion
  return { files: items.map(({ key, metadata }) => [key, metadata.author]), folders: prefixes, cursor };
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
