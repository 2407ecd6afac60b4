import { env } from "cloudflare:workers";
import { Files, FilesError } from "files-sdk";
import { r2 } from "files-sdk/r2";

const files = new Files({ adapter: r2({ binding: env.FILES }) });

export async function save(key: string, text: string) {
  // #region write
  await files.upload(key, text, { contentType: "text/plain", metadata: { author: "ada" } });
  // #endregion
}

export async function upload(key: string, request: Request) {
  // #region write
  await files.upload(key, request.body ?? "", { contentType: request.headers.get("content-type") ?? "text/plain" });
  // #endregion
}

export async function saveStream(key: string, stream: ReadableStream<Uint8Array>) {
  // #region write
  await files.upload(key, await new Response(stream).arrayBuffer()); // R2 wants to know the length
  // #endregion
}

export async function readText(key: string) {
  // #region read
  const text = await (await files.download(key)).text(); // rejects when there is none
  // #endregion
  return text;
}

export async function readBytes(key: string) {
  // #region read
  const bytes = new Uint8Array(await (await files.download(key)).arrayBuffer());
  // #endregion
  return bytes;
}

export async function firstBytes(key: string, length: number) {
  // #region read
  const start = await (await files.download(key, { range: { start: 0, end: length - 1 } })).text();
  // #endregion
  return start;
}

// #region serve
export async function serve(key: string) {
  try {
    const file = await files.download(key, { as: "stream" });
    return new Response(file.stream(), { headers: { "content-type": file.type, etag: `"${file.etag}"` } });
  } catch (error) {
    if (error instanceof FilesError && error.code === "NotFound") return new Response("Not found", { status: 404 });
    throw error;
  }
}
// #endregion

export async function create(key: string, text: string) {
  // #region conditions
  if (await files.exists(key)) throw new Error(`${key} exists`); // two callers may pass this
  await files.upload(key, text);
  // #endregion
}

export async function replace(key: string, text: string, etag: string) {
  // #region conditions
  if ((await files.head(key)).etag !== etag) throw new Error(`${key} was changed`); // and this
  await files.upload(key, text);
  // #endregion
}

export async function describe(key: string) {
  // #region read
  const file = await files.head(key); // size, etag, lastModified, type, metadata; rejects when there is none
  // #endregion
  return {
    size: file.size,
    etag: file.etag,
    at: new Date(file.lastModified ?? 0),
    type: file.type,
    author: file.metadata?.author,
  };
}

export async function allKeys(prefix: string) {
  // #region list
  const keys: string[] = [];
  for await (const { key } of files.listAll({ prefix })) keys.push(key);
  // #endregion
  return keys;
}

export async function folder(prefix: string) {
  // #region list
  const { items, prefixes, cursor } = await files.list({ prefix, delimiter: "/" });
  // #endregion
  return { files: items.map(({ key, metadata }) => [key, metadata?.author]), folders: prefixes ?? [], cursor };
}

export async function remove(key: string) {
  // #region list
  await files.delete(key);
  // #endregion
}

export async function removeAll(prefix: string) {
  // #region list
  const found: string[] = [];
  for await (const { key } of files.listAll({ prefix })) found.push(key);
  const { errors } = await files.delete(found); // does not reject: look at this
  // #endregion
  if (errors !== undefined) throw errors[0]?.error;
}

export async function copy(from: string, to: string) {
  // #region copy
  await files.copy(from, to);
  // #endregion
}

const STATUSES = { NotFound: 404, Unauthorized: 403, Conflict: 409, ReadOnly: 405, Provider: 502 };

export async function route(key: string, request: Request) {
  // #region errors
  try {
    await files.upload(key, request.body ?? "");
    return new Response(null, { status: 201 });
  } catch (error) {
    if (error instanceof FilesError) return new Response("Not stored", { status: STATUSES[error.code] });
    throw error;
  }
  // #endregion
}
