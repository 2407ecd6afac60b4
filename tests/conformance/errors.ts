/**
 * Errors: what a caller has in hand when a call was refused.
 *
 * @module
 */

import { StorageError } from "layeron-storage";
import { describe, expect, test } from "vitest";
import { refused } from "./refused";
import { VARIANTS } from "./subject";

export function errors() {
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
}
