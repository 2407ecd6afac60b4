/**
 * storageSignedUrl(): what it makes, and what it refuses.
 *
 * @module
 */

import { connect, type StorageBucketModule, storageSignedUrl } from "layeron-storage";
import { describe, expect, test } from "vitest";
import { failureOf } from "../../hosts/failure";
import { newBucket, newKv, type Store } from "../subject";
import { readUrl, writeUrl } from "./request";

type Options = Parameters<typeof storageSignedUrl>[2];

export function signing(store: Store) {
  describe("A signed URL", () => {
    test("It has instance and key as its path, and a token", async () => {
      const bucket = newBucket();
      expect(await readUrl(bucket, "a/b c.txt")).toMatch(
        new RegExp(`^/_storage/default/${bucket.name}/a%2Fb%20c\\.txt\\?token=[\\w-]+\\.[\\w-]{43}$`),
      );
      const other = newBucket({ namespace: "media" });
      expect(await writeUrl(other, "k")).toContain(`/_storage/media/${other.name}/k?token=`);
    });

    test("It starts with the endpoint, where there is one", async () => {
      for (const endpoint of ["https://files.example.com", "https://files.example.com/"]) {
        await store.fresh({ endpoint });
        expect(await readUrl(newBucket(), "k")).toMatch(/^https:\/\/files\.example\.com\/_storage\/default\//);
      }
      await store.fresh({ endpoint: "http://localhost:8787/files/" });
      expect(await readUrl(newBucket(), "k")).toMatch(/^http:\/\/localhost:8787\/files\/_storage\/default\//);
    });

    test("The same options at the same time make the same URL, unless it is for one request", async () => {
      await store.fresh({ clock: () => 1_000_000 });
      const bucket = newBucket();
      expect(await readUrl(bucket, "k")).toBe(await readUrl(bucket, "k"));
      expect(await readUrl(bucket, "k", { oneTime: true })).not.toBe(await readUrl(bucket, "k", { oneTime: true }));
    });

    test("Every key may be signed, and every option", async () => {
      const bucket = newBucket();
      for (const key of ["a\r\nb", "%2F", "a/../b", "..x", "%2e%2e", "?#&=", "__proto__", "7", "😀", "é".repeat(512)]) {
        expect(new URL(await readUrl(bucket, key), "https://x").pathname.split("/")).toHaveLength(5);
      }
      await readUrl(bucket, "k", {
        disposition: "inline",
        filename: "ü.txt",
        oneTime: true,
        expiresInSeconds: 604_800,
      });
      const write = {
        contentType: "a/b",
        maxSizeBytes: 0,
        metadata: { a: "b" },
        ifNotExists: true,
        expiresInSeconds: 1,
      };
      await writeUrl(bucket, "k", { ...write, oneTime: false });
    });
  });

  describe("storageSignedUrl() refuses", () => {
    const refused = async (key: unknown, options: unknown) => {
      const { code, message } = await failureOf(() => storageSignedUrl(newBucket(), key as string, options as Options));
      return `${code}: ${message}`;
    };

    test.each(["", ".", "..", "a\0b", "\ud800", "!layeron/once/1", "x".repeat(1025), undefined, null, 7])(
      "the key %j",
      async (key) => {
        expect(await refused(key, { action: "read", expiresInSeconds: 60 })).toMatch(/^storage_invalid_key: /);
      },
    );

    test.each([0, -1, Number.NaN, 1.5, 604_801, Number.POSITIVE_INFINITY, "60", null, undefined])(
      "an expiry of %s seconds",
      async (expiresInSeconds) => {
        expect(await refused("k", { action: "read", expiresInSeconds })).toMatch(
          /^storage_invalid_options: storageSignedUrl "k" in bucket ".*": signed URL options: expiresInSeconds /,
        );
      },
    );

    test.each([Number.NaN, -1, 0.5, "5", Number.NEGATIVE_INFINITY])("maxSizeBytes %s", async (maxSizeBytes) => {
      expect(await refused("k", { action: "write", expiresInSeconds: 60, maxSizeBytes })).toMatch(
        /^storage_invalid_options: .*: signed URL options: maxSizeBytes /,
      );
    });

    test.each([
      [undefined, "action is missing"],
      [null, "must be a plain object, not null"],
      [{}, "action is missing"],
      [{ action: "delete", expiresInSeconds: 60 }, 'action must be "read" or "write", not "delete"'],
      [{ action: "read" }, "expiresInSeconds is missing"],
      [{ action: "read", expiresInSeconds: 60, onetime: true }, 'did you mean "oneTime"'],
      [{ action: "read", expiresInSeconds: 60, oneTime: "true" }, "oneTime must be a boolean"],
      [{ action: "read", expiresInSeconds: 60, maxSizeBytes: 5 }, "maxSizeBytes does not go together with this action"],
      [{ action: "read", expiresInSeconds: 60, disposition: "save" }, 'disposition must be "attachment" or "inline"'],
      [{ action: "read", expiresInSeconds: 60, filename: "a\nb" }, "filename holds a control character"],
      [{ action: "read", expiresInSeconds: 60, filename: "" }, "filename has 0 bytes"],
      [{ action: "read", expiresInSeconds: 60, filename: "\udc00" }, "filename is a string with a lone surrogate"],
      [{ action: "write", expiresInSeconds: 60, filename: "a" }, "filename does not go together with this action"],
      [{ action: "write", expiresInSeconds: 60, contentType: "a\r\nb" }, "contentType may hold printable ASCII"],
      [{ action: "write", expiresInSeconds: 60, metadata: { a: 1 } }, "metadata.a must be a string, not 1"],
      [{ action: "write", expiresInSeconds: 60, metadata: { "layeron-x": "1" } }, "are reserved"],
      [{ action: "write", expiresInSeconds: 60, metadata: { a: "x".repeat(8000) } }, "8,001"],
    ])("%j", async (options, why) => {
      const message = await refused("k", options);
      expect(message.replace("8001", "8,001")).toContain(why);
      expect(message).toMatch(/^storage_(invalid_options|invalid_metadata|metadata_too_large): /);
    });

    test("a URL that would be longer than Cloudflare takes", async () => {
      const sign = (chars: number) => writeUrl(newBucket(), "k", { metadata: { a: "\u4e2d".repeat(chars) } });
      expect((await sign(2000)).length).toBeLessThan(16_384);
      const error = await failureOf(() =>
        writeUrl(newBucket(), "\u4e2d".repeat(341), { metadata: { a: "\u4e2d".repeat(3800) } }),
      );
      expect([error.code, error.message]).toEqual([
        "storage_metadata_too_large",
        expect.stringMatching(/the URL has 1[78]\d{3} characters, the limit is 16384$/),
      ]);
    });

    test("a link for one request that outlives the record of its use", async () => {
      const bucket = newBucket({ lifecycle: { deleteAfterDays: 1 } });
      const sign = (expiresInSeconds: number, oneTime: boolean) => readUrl(bucket, "k", { expiresInSeconds, oneTime });
      await sign(86_400, true);
      await sign(86_401, false);
      expect((await failureOf(() => sign(86_401, true))).message).toContain("outlives");
    });

    test("what is no bucket", async () => {
      for (const module of [newKv(), undefined, null, {}, { kind: "storage", variant: "bucket", name: "x" }]) {
        const error = await failureOf(() => readUrl(module as unknown as StorageBucketModule, "k"));
        expect(error.code).toBe("storage_invalid_options");
      }
    });
  });

  describe("connect() refuses", () => {
    test.each([
      "files.example.com",
      "ftp://files.example.com",
      "https://user:secret@files.example.com",
      "https://files.example.com?x=1",
      "https://files.example.com/#top",
      "javascript:alert(1)",
      "/files",
      "",
      7,
      null,
    ])("the endpoint %j", async (endpoint) => {
      const error = await failureOf(() => connect("memory", { endpoint: endpoint as string }));
      expect([error.code, error.message]).toEqual([
        "storage_invalid_options",
        expect.stringContaining("connect options: endpoint"),
      ]);
      expect(error.message).not.toContain("secret");
      // What was connected stays.
      await readUrl(newBucket(), "k");
    });

    test.each([
      [{}, "cors.origins is missing"],
      [{ origins: "https://a.example" }, "cors.origins must be an array, not a string"],
      [{ origins: ["a.example"] }, '"a.example"'],
      [{ origins: ["https://a.example/"] }, '"https://a.example/"'],
      [{ origins: ["null"] }, '"null"'],
      [{ origins: [undefined] }, "undefined"],
      [{ origins: ["https://*.example"] }, "origins"],
      [{ origins: ["https://a.example:443"] }, "https://a.example:443"],
      [{ origins: ["capacitor://localhost/"] }, "capacitor://localhost/"],
      [{ origin: ["https://a.example"] }, 'did you mean "origins"'],
      ["https://a.example", "connect options: cors must be a plain object, not a string"],
    ])("cors: %j", async (cors, why) => {
      const error = await failureOf(() => connect("memory", { cors: cors as { origins: string[] } }));
      expect([error.code, error.message]).toEqual(["storage_invalid_options", expect.stringContaining(why)]);
    });
  });
}
