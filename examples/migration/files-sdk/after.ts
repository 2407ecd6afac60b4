import { StorageError, storage } from "layeron-storage";

const files = storage.bucket({ name: "files" }); // the binding FILES

export async function save(key: string, text: string) {
  // #region write
  await files.put(key, text, { contentType: "text/plain", metadata: { author: "ada" } });
  // #endregion
}

export async function upload(key: string, request: Request) {
  // #region write
  await files.put(key, request.body ?? "", { contentType: request.headers.get("content-type") ?? "text/plain" });
  // #endregion
}

export async function saveStream(key: string, stream: ReadableStream<Uint8Array>) {
  // #region write
  await files.put(key, stream); // over 8 MiB it goes up in parts
  // #endregion
}

export async function readText(key: string) {
  // #region read
  const text = await (await files.get(key))?.text(); // undefined when there is none
  // #endregion
  return text;
}

export async function readBytes(key: string) {
  // #region read
  const bytes = await (await files.get(key))?.bytes();
  // #endregion
  return bytes;
}

export async function firstBytes(key: string, length: number) {
  // #region read
  const start = await (await files.get(key, { range: { offset: 0, length } }))?.text();
  // #endregion
  return start;
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
  const object = await files.head(key); // size, etag, storedAt, contentType, metadata; null when there is none
  // #endregion
  if (object === null) throw new Error(`${key} is missing`);
  const { size, etag, storedAt, contentType, metadata } = object;
  return { size, etag, at: new Date(storedAt), type: contentType, author: metadata.author };
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
  // #region list
  await files.delete(key);
  // #endregion
}

export async function removeAll(prefix: string) {
  // #region list
  const found: string[] = [];
  for await (const { key } of files.entries({ prefix })) found.push(key);
  await files.delete(found); // rejects at the first failure
  // #endregion
}

export async function copy(from: string, to: string) {
  // #region copy
  const source = await files.get(from);
  if (source === null) throw new Error(`${from} is missing`);
  const { size, contentType, cacheControl, contentDisposition, contentEncoding, contentLanguage, expires, metadata } =
    source;
  const http = { contentType, cacheControl, contentDisposition, contentEncoding, contentLanguage, expires };
  await files.put(to, source.stream(), { size, metadata, ...http });
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
