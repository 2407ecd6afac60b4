/**
 * Errors: what a caller has in hand when a call was refused.
 *
 * @module
 */

import { StorageError } from "layeron-storage";
import { describe, expect, test } from "vitest";
import { refused } from "./refused";
import { newBucket, newKv, type Store, VARIANTS } from "./subject";

export function errors({ isSealed }: Store) {
  describe.each(VARIANTS)("an error of $variant", ({ make, variant }) => {
    test("It is an Error with a name, and known by StorageError.is", async () => {
      const error = await refused(make().get(""), "storage_invalid_key");
      expect(error).toBeInstanceOf(Error);
      expect(error).toBeInstanceOf(StorageError);
      expect(error.name).toBe("StorageError");
      expect(StorageError.is(error)).toBe(true);
      for (const other of [new Error("x"), { code: "storage_invalid_key" }, null, undefined, "storage_invalid_key"]) {
        expect(StorageError.is(other)).toBe(false);
      }
    });

    test("It says where: the call, the key and the instance", async () => {
      const module = make({ namespace: "team" });
      await module.put("invoices/7", "v");
      const error = await refused(
        module.put("invoices/7", "v", { ifNotExists: true }),
        "storage_key_already_exists",
        "put",
        "invoices/7",
        `team/${module.name}`,
      );
      expect(error.key).toBe("invoices/7");
    });

    test("toJSON() and toResponse() show code and message, with the status", async () => {
      const module = make();
      await module.put("k", "v");
      const error = await refused(module.put("k", "v", { ifNotExists: true }), "storage_key_already_exists");
      const shown = { error: { code: error.code, message: error.message } };
      expect(JSON.parse(JSON.stringify(error))).toEqual(shown);
      const response = error.toResponse();
      expect(response.status).toBe(409);
      expect(response.headers.get("content-type")).toMatch(/^application\/json/);
      expect(await response.json()).toEqual(shown);
    });

    test("Its detail names call, key and instance, and is no part of what is shown", async () => {
      const module = make();
      const error = await refused(module.get("a\0b"), "storage_invalid_key");
      const { name, variant, namespace } = module;
      expect(error.detail).toEqual({ where: `get "a\\u0000b" in ${variant} "${namespace}/${name}"` });
      expect(error.message.startsWith(`${error.detail?.where}: `)).toBe(true);
      expect(Object.keys(error)).not.toContain("detail");
      expect(Object.keys(error.toJSON().error)).toEqual(["code", "message"]);
      expect(Object.keys((await error.toResponse().json()).error)).toEqual(["code", "message"]);
    });

    test("The detail of too much metadata has its size and the limit", async () => {
      const module = make();
      const [over, limit] = module.variant === "bucket" ? [7681, 7680] : [601, 600];
      const rest = module.variant === "bucket" ? "k" : '{"metadata":{"k":""}}';
      const options = { metadata: { k: "x".repeat(over - rest.length) } };
      const error = await refused(module.put("k", "v", options), "storage_metadata_too_large");
      expect(error.detail).toMatchObject({ size: over, limit });
      expect(JSON.parse(JSON.stringify(error))).toEqual({ error: { code: error.code, message: error.message } });
    });

    test("The cause is never shown", async () => {
      const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error("inside")) });
      const error = await refused(make().put("k", broken), "storage_body_failed");
      expect(error.cause).toMatchObject({ message: "inside" });
      expect(await error.toResponse().text()).not.toContain("inside");
    });

    test("A message never contains the value's bytes", async () => {
      const module = make();
      const secret = "correct horse battery staple";
      const calls = [
        module.put("k", secret, { size: 1 }),
        module.put("k", secret, { ttl: 1 } as never),
        module.put("k", { secret } as never),
        module.put("k", [secret] as never),
        module.put("", secret),
      ];
      for (const call of calls) {
        const error = await call.then(
          () => expect.fail("not refused"),
          (error: unknown) => error,
        );
        expect(StorageError.is(error)).toBe(true);
        expect(String(error)).not.toContain("battery");
      }
    });

    test("A very long key does not fill the log", async () => {
      const error = await refused(make().get("k".repeat(100_000)), "storage_invalid_key", 100_000);
      expect(error.message.length).toBeLessThan(400);
    });

    test("The wrong key is told before the wrong option, and both before the wrong value", async () => {
      const wrong = { contentType: 7 } as never;
      await refused(make().put("", 7 as never, wrong), "storage_invalid_key");
      await refused(make().put("k", 7 as never, wrong), "storage_invalid_options");
      await refused(make().put("k", 7 as never), "storage_invalid_value");
    });

    test("Every call rejects; none throws", async () => {
      const module = make() as unknown as Record<string, (...args: unknown[]) => unknown>;
      for (const [call, ...args] of [
        ["put", Symbol("k"), "v"],
        ["get", Symbol("k")],
        ["head", Symbol("k")],
        ["delete", Symbol("k")],
        ["list", Symbol("o")],
      ] as [string, ...unknown[]][]) {
        const answer = module[call]?.(...args);
        expect(answer).toBeInstanceOf(Promise);
        await refused(answer as Promise<unknown>, call === "list" ? "storage_invalid_options" : "storage_invalid_key");
      }
      expect(variant).toBeTypeOf("string");
    });
  });

  describe("the detail of an error", () => {
    test("has the size of the object, where no byte of it lies in the range", async () => {
      const bucket = newBucket();
      await bucket.put("k", "0123456789");
      await bucket.put("empty", "");
      for (const [key, size] of [
        ["k", 10],
        ["empty", 0],
      ] as const) {
        for (const range of [{ offset: 10 }, { offset: 10, length: 5 }, { suffix: 0 }]) {
          const { detail } = await refused(bucket.get(key, { range }), "storage_invalid_range");
          expect(detail).toEqual({ size, where: `get "${key}" in bucket "default/${bucket.name}"` });
        }
        const headers = new Headers({ range: "bytes=10-" });
        const error = await refused(bucket.get(key, { headers }), "storage_invalid_range");
        expect(error.detail?.size).toBe(size);
        expect(await error.toResponse().json()).toEqual({ error: { code: error.code, message: error.message } });
      }
    });

    test("has the size of a value that KV does not take, and the limit", async () => {
      const kv = newKv();
      const limit = isSealed ? 26_207_960 : 26_214_400;
      const error = await refused(kv.put("k", new Uint8Array(limit + 1)), "storage_value_too_large");
      expect(error.detail).toEqual({ size: limit + 1, limit, where: `put "k" in kv "default/${kv.name}"` });
    });

    test("has the size that a stream is said to have, and the limit", async () => {
      const kv = newKv();
      const limit = isSealed ? 26_207_960 : 26_214_400;
      const stream = new Blob(["v"]).stream();
      const { detail } = await refused(kv.put("k", stream, { size: limit + 1 }), "storage_value_too_large");
      expect(detail).toMatchObject({ size: limit + 1, limit });
    });
  });
}
