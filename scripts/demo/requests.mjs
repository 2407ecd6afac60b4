/** The guide's requests, and what each is answered with. */

import { Failed } from "../setup/run.mjs";

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export const requests = [
  {
    title: "Upload a file",
    method: "POST",
    path: "/upload/hello.txt",
    headers: { "content-type": "text/plain" },
    body: "Hello, bucket!",
    status: 200,
    answer: { status: "uploaded", key: "hello.txt", bytes: 14 },
  },
  { title: "Download it", method: "GET", path: "/download/hello.txt", status: 200, text: "Hello, bucket!" },
  {
    title: "Download what is not there",
    method: "GET",
    path: "/download/nothing.txt",
    status: 404,
    text: "File not found",
  },
  {
    title: "Create an avatar, with a checksum",
    method: "PUT",
    path: "/avatars/user_123.png",
    body: PNG,
    status: 200,
    answer: { checksum: "sha256:abc123" },
  },
  {
    title: "Create it again: create-only writes never overwrite",
    method: "PUT",
    path: "/avatars/user_123.png",
    body: PNG,
    status: 409,
    answer: { error: { code: "storage_key_already_exists" } },
  },
  {
    title: "Write a configuration",
    method: "POST",
    path: "/config/theme",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ dark: true }),
    status: 200,
    answer: { success: true },
  },
  { title: "Read it", method: "GET", path: "/config/theme", status: 200, answer: { dark: true } },
  {
    title: "Read one that is not there",
    method: "GET",
    path: "/config/nothing",
    status: 404,
    text: "Config key not found",
  },
];

/** Sends a request, shows it with its answer, and fails when the answer is another than expected. */
export async function send(url, { title, method, path, headers, body, status, answer, text }) {
  const response = await fetch(url + path, { method, headers, body });
  const said = await response.text();
  console.log(`${title}\n  ${method} ${path}${shownBody(body)}\n  → ${response.status} ${said}\n`);
  const asExpected =
    response.status === status && (text === undefined ? includes(JSON.parse(said), answer) : said === text);
  if (!asExpected) throw new Failed(`${title}: expected ${status} ${text ?? JSON.stringify(answer)}`);
}

const shownBody = (body) => {
  if (body === undefined) return "";
  return typeof body === "string" ? `  ${body}` : `  (${body.byteLength} bytes)`;
};

/** Whether `actual` has all members of `expected`, at any depth. */
function includes(actual, expected) {
  if (typeof expected !== "object") return actual === expected;
  return Object.entries(expected).every(([name, value]) => includes(actual?.[name], value));
}
