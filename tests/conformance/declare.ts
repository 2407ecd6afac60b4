/**
 * Declaring instances, and where an instance finds its store.
 *
 * A mistake in a declaration has to stop a deployment, not a user: all of it is synchronous and without I/O.
 * @module
 */

import { connect, declarations, type StorageDeclaration, storage } from "layeron-storage";
import { describe, expect, test } from "vitest";
import { failureOf } from "../hosts/failure";
import { refused } from "./refused";
import { newBucket, newKv, type Store } from "./subject";

const LONG = "a".repeat(63);

export function declaring(store: Store) {
  describe("declaring", () => {
    test("A module is a plain object that says what it is", () => {
      const bucket = newBucket();
      expect(bucket).toMatchObject({ kind: "storage", variant: "bucket", namespace: "default" });
      expect(bucket.name).toMatch(/^bucket-\d+$/);
      expect(newKv({ namespace: "team" })).toMatchObject({ kind: "storage", variant: "kv", namespace: "team" });
      expect([null, Object.prototype]).toContain(Object.getPrototypeOf(bucket));
    });

    test.each(["", "A", "1a", "-a", "a_b", "a/b", "é", `${LONG}a`, 7, null, {}])(
      "The name %j is refused at once",
      async (name) => {
        await refused(() => storage.bucket({ name: name as string }), "storage_invalid_name", "name");
        await refused(() => storage.kv({ name: name as string }), "storage_invalid_name", "name");
      },
    );

    test("A missing name, and the namespace that is the package's own, are refused", async () => {
      await refused(() => storage.bucket({} as never), "storage_invalid_name", "name");
      await refused(() => storage.kv({ name: "a", namespace: "layeron" }), "storage_invalid_name", "layeron");
    });

    test("63 characters of a-z, 0-9 and dashes are a name", () => {
      expect(storage.bucket({ name: LONG, namespace: "a-1" }).name).toBe(LONG);
    });

    test.each([undefined, null, "bucket", 7, []])("Options that are %j are refused", async (options) => {
      await refused(() => storage.bucket(options as never), "storage_invalid_options");
    });

    test("An unknown option is refused with the nearest real one", async () => {
      await refused(
        () => storage.bucket({ name: "a", acces: "public" } as never),
        "storage_invalid_options",
        '"acces"',
        'did you mean "access"',
      );
      await refused(
        () => storage.bucket({ name: "a", ttlSeconds: 90 } as never),
        "storage_invalid_options",
        "ttlSeconds",
      );
      await refused(() => storage.kv({ name: "a", lifecycle: {} } as never), "storage_invalid_options", "lifecycle");
    });

    test.each([59, 60.5, -60, Number.NaN, Number.POSITIVE_INFINITY, "60", null, 2 ** 31])(
      "A ttlSeconds of %s is refused",
      async (ttlSeconds) => {
        await refused(
          () => storage.kv({ name: "a", ttlSeconds: ttlSeconds as number }),
          "storage_invalid_options",
          "ttlSeconds",
        );
      },
    );

    test.each([0, 0.5, -1, "1"])("A lifecycle of %s days is refused", async (deleteAfterDays) => {
      const lifecycle = { deleteAfterDays: deleteAfterDays as number };
      await refused(() => storage.bucket({ name: "a", lifecycle }), "storage_invalid_options", "deleteAfterDays");
    });

    test("Encryption that would not seal is refused", async () => {
      const secret = { kind: "secret_ref", name: "key" };
      for (const encryption of [
        {},
        { mode: "managed" },
        { mode: "none", secret },
        { mode: "on", secret },
        { algorithm: "aes-gcm-256" },
        { algorithm: "aes-cbc-256", secret },
        { secret: "key" },
        { secret: { ...secret, version: "v2" } },
        { secret: { ...secret, kind: "storage" } },
        { secret: { kind: "secret_ref" } },
        { secret, context: "" },
        { secret, context: "a\nb" },
        { secret, key: "k" },
        "managed",
        null,
      ]) {
        await refused(
          () => storage.bucket({ name: "a", encryption } as never),
          "storage_invalid_options",
          "encryption",
        );
      }
      const named = { secret: { ...secret, name: "My Key" } };
      await refused(() => storage.bucket({ name: "a", encryption: named as never }), "storage_invalid_name", "My Key");
      storage.bucket({ name: "in-clear", encryption: { mode: "none" } });
    });

    test("Two declarations of one identity agree on the encryption", async () => {
      const secret = { kind: "secret_ref", name: "key" } as const;
      storage.bucket({ name: "agrees", encryption: { secret } });
      storage.bucket({ name: "agrees", encryption: { secret, mode: "managed", algorithm: "aes-gcm-256" } });
      storage.bucket({ name: "agrees", encryption: { secret, context: "default/agrees" } });
      storage.bucket({ name: "agrees", encryption: { secret: { ...secret, namespace: "default" } as never } });
      const elsewhere = { ...secret, namespace: "other" };
      for (const encryption of [
        undefined,
        { secret: { ...secret, name: "other" } },
        { secret: elsewhere },
        { secret, context: "older" },
      ]) {
        await refused(() => storage.bucket({ name: "agrees", encryption }), "storage_invalid_options", "agrees");
      }
    });

    test("No refusal shows what may be a secret that stands in the wrong place", async () => {
      const text = "Xq2rddGJ".repeat(4);
      const reference = { kind: "secret_ref", name: "key" };
      for (const wrong of [
        { name: text },
        { name: "a", namespace: text },
        { name: "a", access: text },
        { name: "a", [text]: 1 },
        { name: "a", encryption: { algorithm: text, secret: reference } },
        { name: "a", encryption: { mode: text, secret: reference } },
        { name: "a", encryption: { secret: { ...reference, name: text } } },
        { name: "a", encryption: { secret: { ...reference, kind: text } } },
      ]) {
        const { message } = await failureOf(() => storage.bucket(wrong as never));
        expect(message).not.toContain("Xq2");
        expect(message).toContain("a long text");
      }
    });

    test("What declarations() shows cannot be changed", async () => {
      const secret = { kind: "secret_ref", name: "key" } as const;
      storage.bucket({ name: "shown-frozen", encryption: { secret }, lifecycle: { deleteAfterDays: 1 } });
      const { options } = declarations().find(({ name }) => name === "shown-frozen") as StorageDeclaration;
      for (const part of [options, options.encryption, options.lifecycle]) expect(Object.isFrozen(part)).toBe(true);
      expect(options.encryption).toEqual({ secret });
    });

    test("access is private or public", async () => {
      expect(newBucket({ access: "public" })).toMatchObject({ variant: "bucket" });
      await refused(() => newBucket({ access: "all" as never }), "storage_invalid_options", "access", "all");
    });

    test("An identity that is declared twice alike is one store", async () => {
      const options = { name: "twice", namespace: "alike", binding: "TWICE_ALIKE" };
      const [one, other] = [storage.bucket(options), storage.bucket({ ...options, access: "private" })];
      await one.put("k", "v");
      expect(await (await other.get("k"))?.text()).toBe("v");
    });

    test("An identity that is declared twice and differently is refused by its name", async () => {
      storage.bucket({ name: "differs", namespace: "team" });
      for (const again of [
        () => storage.bucket({ name: "differs", namespace: "team", access: "public" }),
        () => storage.bucket({ name: "differs", namespace: "team", binding: "OTHER" }),
        () => storage.bucket({ name: "differs", namespace: "team", lifecycle: { deleteAfterDays: 1 } }),
        () => storage.kv({ name: "differs", namespace: "team", binding: "KV_DIFFERS" }),
      ]) {
        await refused(again, "storage_invalid_options", "team/differs");
      }
    });

    test("A setting that only one of two declarations has is missing from the other, and has no value there", async () => {
      const lasting = { name: "lasting", namespace: "team" };
      storage.kv(lasting);
      const timed = () => storage.kv({ ...lasting, ttlSeconds: 60 });
      await refused(timed, "storage_invalid_options", "first no ttlSeconds, then ttlSeconds=60");
      const hour = { name: "hour", namespace: "team" };
      storage.kv({ ...hour, ttlSeconds: 3600 });
      await refused(() => storage.kv(hour), "storage_invalid_options", "first ttlSeconds=3600, then no ttlSeconds");
    });

    test("Two identities on one binding are refused, as production would mix them", async () => {
      storage.bucket({ name: "first", binding: "SHARED_BINDING" });
      await refused(
        () => storage.kv({ name: "second", binding: "SHARED_BINDING" }),
        "storage_invalid_options",
        "SHARED_BINDING",
        "default/first",
        "default/second",
      );
      // The default names of two namespaces may meet as well.
      storage.bucket({ name: "b-c", namespace: "a" });
      await refused(() => storage.bucket({ name: "c", namespace: "a-b" }), "storage_invalid_options", "A_B_C");
    });

    test("declarations() shows each, normalised, with the default binding and what is only carried", () => {
      const shared = { with: ["other", "apps"] };
      storage.kv({ name: "user-config", namespace: "my-app", ttlSeconds: 60, shared });
      storage.bucket({ name: "user-files" });
      const shown = declarations();
      expect(shown).toContainEqual({
        kind: "storage",
        variant: "kv",
        name: "user-config",
        namespace: "my-app",
        binding: "MY_APP_USER_CONFIG",
        options: { access: "private", ttlSeconds: 60, shared },
      });
      expect(shown.find(({ name }) => name === "user-files")?.binding).toBe("USER_FILES");
    });
  });

  describe("connecting", () => {
    test.each(["disk", 7, null, true])("connect(%j) is refused", async (host) => {
      await refused(() => connect(host as never), "storage_invalid_options", "memory");
    });

    test("An unknown option of connect is refused", async () => {
      await refused(() => connect("memory", { clok: Date.now } as never), "storage_invalid_options", "clok", "clock");
    });

    test("A binding that is missing is named, with the lines that would give it", async () => {
      connect({});
      const [bucket, kv] = [newBucket(), newKv()];
      const binding = ({ name }: { name: string }) => name.toUpperCase().replace("-", "_");
      await refused(bucket.put("k", "v"), "storage_binding_missing", binding(bucket), "r2_buckets");
      await refused(kv.get("k"), "storage_binding_missing", binding(kv), "kv_namespaces");
    });

    test("What connect said last holds, also for modules that were made before", async () => {
      const bucket = newBucket();
      await bucket.put("k", "v");
      connect("memory");
      expect(await bucket.get("k")).toBeNull();
      await store.fresh();
      expect(await bucket.get("k")).toBeNull();
    });
  });
}
