/**
 * Signed URLs over real sockets: what HTTP makes of lengths, chunks and paths before a Worker sees them.
 * @module
 */

import { connect as dial } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { served } from "./worker";

let worker: Awaited<ReturnType<typeof served>>;
beforeAll(async () => {
  worker = await served();
}, 60_000);
afterAll(() => worker.stop());

const MIB = 1024 * 1024;

/**
 * Sends a request line, header fields and pieces of a body as they are, and returns what came back. Sending stops once
 * an answer has come; `end` closes the connection after the last piece.
 */
function exchange(line: string, fields: string[], pieces: Iterable<string | Buffer> = [], end = false) {
  return new Promise<{ status: number; text: string; sent: number }>((resolve) => {
    const socket = dial(Number(worker.base.port), worker.base.hostname);
    let text = "";
    let sent = 0;
    const done = () => {
      socket.destroy();
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text, sent });
    };
    socket.setTimeout(10_000, done);
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      // The head is enough: what follows it is looked at where it matters.
      if (text.includes("\r\n\r\n")) setTimeout(done, 50);
    });
    socket.on("error", done);
    socket.on("close", done);
    socket.write(
      `${line} HTTP/1.1\r\nHost: ${worker.base.host}\r\n${fields.map((field) => `${field}\r\n`).join("")}\r\n`,
    );
    const iterator = pieces[Symbol.iterator]();
    const next = () => {
      if (text !== "" || socket.destroyed) return;
      const { value, done: last } = iterator.next();
      if (last) {
        if (end) socket.end();
        return;
      }
      sent += value.length;
      if (socket.write(value)) setImmediate(next);
      else socket.once("drain", next);
    };
    next();
  });
}

const CHUNKED = "Transfer-Encoding: chunked";
const chunk = (data: string | Buffer) =>
  Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), Buffer.from(data), Buffer.from("\r\n")]);
const LAST = "0\r\n\r\n";

function* endless() {
  const piece = chunk(Buffer.alloc(64 * 1024, 1));
  for (;;) yield piece;
}

const write = (key: string, options: object = {}) => worker.sign(key, { action: "write", ...options });
const read = (key: string, options: object = {}) => worker.sign(key, { action: "read", ...options });

describe("An upload", () => {
  test("in chunks is stored, whatever its size", async () => {
    const url = await write("chunks", { maxSizeBytes: 10 });
    expect((await exchange(`PUT ${url}`, [CHUNKED], [chunk("01234"), chunk("56789"), LAST])).status).toBe(200);
    expect(await worker.head("chunks")).toMatchObject({ size: 10 });
    expect((await exchange(`PUT ${url}`, [CHUNKED], [chunk("01234"), chunk("567890"), LAST])).status).toBe(413);
    expect(await worker.head("chunks")).toMatchObject({ size: 10 });
  });

  test("without an end is cut off where it passes the cap", async () => {
    const url = await write("endless", { maxSizeBytes: MIB });
    let answer = 0;
    // Who still sends when the server closes may lose an answer that has arrived (RFC 9112, 9.6).
    for (let tries = 0; answer === 0 && tries < 5; tries++) {
      const { status, sent } = await exchange(`PUT ${url}`, [CHUNKED], endless());
      // What lies in the buffers of both ends comes on top.
      expect(sent).toBeLessThan(32 * MIB);
      expect(await worker.head("endless")).toBeNull();
      answer = status;
    }
    expect(answer).toBe(413);
  });

  test("that says it is too large is refused before its body is sent", async () => {
    const url = await write("announced", { maxSizeBytes: 5 });
    expect((await exchange(`PUT ${url}`, ["Content-Length: 6"])).status).toBe(413);
    expect((await exchange(`PUT ${url}`, ["Content-Length: 99999999999"])).status).toBe(413);
    expect(await worker.head("announced")).toBeNull();
  });

  test("that ends before its Content-Length is not stored", async () => {
    const url = await write("short");
    const { status } = await exchange(`PUT ${url}`, ["Content-Length: 10"], ["01234"], true);
    expect([0, 400]).toContain(status);
    expect(await worker.head("short")).toBeNull();
  });

  test("that goes on after its Content-Length is stored up to there", async () => {
    const url = await write("long", { maxSizeBytes: 5 });
    expect((await exchange(`PUT ${url}`, ["Content-Length: 5", "Connection: close"], ["0123456789"])).status).toBe(200);
    expect(await worker.head("long")).toMatchObject({ size: 5 });
  });

  test("with two lengths at odds is not stored beyond the cap", async () => {
    const url = await write("both", { maxSizeBytes: 5 });
    const fields = ["Content-Length: 3", CHUNKED];
    expect([400, 413, 501]).toContain((await exchange(`PUT ${url}`, fields, [chunk("0123456789"), LAST])).status);
    expect(await worker.head("both")).toBeNull();
  });

  test("of no bytes is stored", async () => {
    const url = await write("empty", { maxSizeBytes: 0 });
    expect((await exchange(`PUT ${url}`, ["Content-Length: 0"])).status).toBe(200);
    expect(await worker.head("empty")).toMatchObject({ size: 0 });
  });
});

describe("A download", () => {
  test("has the length that it says, and HEAD says it too", async () => {
    await worker.put("down", "0123456789", { contentType: "text/plain" });
    const url = await read("down");
    const get = await exchange(`GET ${url}`, []);
    const head = await exchange(`HEAD ${url}`, []);
    for (const { status, text } of [get, head]) {
      expect(status).toBe(200);
      expect(text).toMatch(/\r\ncontent-length: 10\r\n/i);
      expect(text).not.toMatch(/transfer-encoding/i);
    }
    expect(get.text.endsWith("\r\n\r\n0123456789")).toBe(true);
    expect(head.text.endsWith("\r\n\r\n")).toBe(true);
    const part = await exchange(`GET ${url}`, ["Range: bytes=2-4"]);
    expect(part.status).toBe(206);
    expect(part.text).toMatch(/\r\ncontent-range: bytes 2-4\/10\r\n/i);
    expect(part.text.endsWith("\r\n\r\n234")).toBe(true);
    expect((await exchange(`GET ${url}`, ["Range: bytes=10-"])).text).toMatch(/content-range: bytes \*\/10/i);
  });

  test("of a large object streams", async () => {
    const url = await write("large");
    const body = Buffer.alloc(20 * MIB, "large");
    expect((await fetch(new URL(url, worker.base), { method: "PUT", body })).status).toBe(200);
    const answer = await fetch(new URL(await read("large"), worker.base));
    expect(answer.headers.get("content-length")).toBe(String(20 * MIB));
    expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true);
  });
});

describe("A path that a client sends as it is", () => {
  test("may spell its key as the client likes", async () => {
    await worker.put("a/b (1)", "secret");
    const url = await read("a/b (1)");
    for (const same of [
      url,
      url.replace("%2F", "%2f"),
      url.replace("%2F", "/"),
      url.replace("a%2Fb", "%61%2Fb"),
      url.replace("%28", "(").replace("%29", ")"),
    ]) {
      const { status, text } = await exchange(`GET ${same}`, []);
      expect([status, text.endsWith("secret")], same).toEqual([200, true]);
    }
  });

  test("is refused where it means another key, or another bucket", async () => {
    await worker.put("a/b", "secret");
    const url = await read("a/b");
    expect((await exchange(`GET ${url}`, [])).status).toBe(200);
    for (const other of [
      url.replace("/files/", "/files//"),
      url.replace("/files/", "/files/x/"),
      url.replace("/files/", "/%66iles/"),
      url.replace("a%2Fb", "a%252Fb"),
      url.replace("a%2Fb", "a/../a%2Fc"),
      url.replace("a%2Fb", "a%2Fb%00"),
      url.replace("a%2Fb", "x%2F..%2Fa%2Fb"),
      url.replace("a%2Fb", "..%2Ffiles%2Fa%2Fb"),
    ]) {
      const { status, text } = await exchange(`GET ${other}`, []);
      expect([400, 403, 404], other).toContain(status);
      expect(text).not.toContain("secret");
    }
  });

  test("may name another host: the URL allows what it allows", async () => {
    await worker.put("host", "v");
    const url = await read("host");
    expect((await exchange(`GET http://evil.example${url}`, ["X-Forwarded-Host: evil.example"])).status).toBe(200);
    expect(await write("host")).toMatch(/^\/_storage\//);
  });
});
