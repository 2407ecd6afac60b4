// What only lib.dom has: a page that stores what its user picks. Compiled, never run.
import { expectTypeOf } from "expect-type";
import { type Bytes, storage } from "layeron-storage";
import { backend } from "layeron-storage/core";

const bucket = storage.bucket({ name: "user-assets" });

export async function picking(input: HTMLInputElement, image: HTMLImageElement) {
  const [file] = input.files ?? [];
  if (file === undefined) return;
  await bucket.put(file.name, file);
  await bucket.put(file.name, file.stream(), { size: file.size });
  const handle = await bucket.get(file.name);
  if (handle !== null) image.src = URL.createObjectURL(await handle.blob());
}

export function bytesAreBufferSources(bytes: Bytes) {
  expectTypeOf(bytes).toExtend<BufferSource>();
  expectTypeOf(bytes).toExtend<BodyInit>();
  return crypto.subtle.digest("SHA-256", bytes);
}

/** What `deno serve` and Bun take as a default export. */
export const server: { fetch(request: Request): Response | Promise<Response> } = backend();
